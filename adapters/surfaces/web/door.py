"""Who stands before the page, and whether the request is really theirs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from babel import negotiate_locale
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from adapters.surfaces.web.blocked import not_from_here, not_signed_in, not_this_name, not_understood
from adapters.surfaces.web.render import Reader
from adapters.surfaces.web.sessions import LASTS, Session, Sessions
from adapters.surfaces.web.settings import WebSettings
from bot.catalogue import Catalogue, languages
from bot.commands import Command, WhoAmI
from bot.errors import NotAllowed
from bot.ports import Clock, Hear, Heard
from bot.views import Me, Notice, View

COOKIE = "augenhoehe_team"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_KEY = re.compile(r"[\w-]{8,64}", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """In whose name something is asked, and for whom its answer is drawn. Whether they may, the desk says."""

    session: Session
    reader: Reader


@dataclass(frozen=True, kw_only=True)
class Visit(Caller):
    """A request of somebody whom we know."""

    me: Me
    fresh: bool = False
    """The browser does not have the session's cookie yet."""


class Door:
    """Lets people in, and passes on what they ask."""

    def __init__(self, settings: WebSettings, hear: Hear, clock: Clock) -> None:
        self.settings = settings
        self.sessions = Sessions(secret=settings.secret)
        self.clock = clock
        self._hear = hear
        self._languages: dict[str, str] = {}
        """By account: the person's own language, as their last page was drawn in it."""

    async def visit(self, request: Request) -> Visit:
        """Who asks.

        Raises:
            Blocked: nobody that we know, or by a name that is not ours.
            NotAllowed: the desk does not know the account.

        """
        self.check_host(request)
        known = self.session(request)
        session = known if known and known.account else self._guest()
        me = await self.ask(session, WhoAmI())
        if not isinstance(me, Me):
            raise NotAllowed(me.words) if isinstance(me, Notice) else not_signed_in()
        self._languages[session.account] = me.language
        reader = self._reader(request, session.language or me.language)
        return Visit(session=session, me=me, reader=reader, fresh=session is not known)

    async def caller(self, request: Request) -> Caller:
        """Who clicks. The desk checks who that is at every click, so it is not asked beforehand as well.

        Raises:
            Blocked: nobody that we know, or by a name that is not ours.
            NotAllowed: the desk does not know the account.

        """
        session = self.session(request)
        if session is None or session.account not in self._languages:
            return await self.visit(request)
        language = session.language or self._languages[session.account]
        return Caller(session=session, reader=self._reader(request, language))

    async def ask(self, session: Session, command: Command, key: str = "") -> View:
        """Say a command to the desk, in the name of the session's account."""
        # The key is made unique per account here: nobody can use up a key for somebody else.
        heard = Heard(
            key=f"web:{session.account}:{key}" if key else "",
            surface="web",
            account=session.account,
            command=command,
            name=session.name,
        )
        return await self._hear(heard)

    async def posted(self, request: Request) -> FormData:
        """The form of a request that changes something, once it has proved to be from our own page.

        Raises:
            Blocked: it has not, or it is too large.

        """
        self.check_host(request)
        _check_origin(request)
        session = self.session(request)
        if session is None:
            raise not_signed_in()
        form = await request.form(max_files=0, max_fields=20)
        if not self.sessions.proves(session, request.headers.get("x-csrf") or field(form, "csrf")):
            raise not_from_here()
        return form

    def session(self, request: Request) -> Session | None:
        """The session of the browser, whether or not anybody signed in with it."""
        return self.sessions.read(request.cookies.get(COOKIE, ""), self.clock())

    def stranger(self, request: Request) -> Reader:
        """For whom to draw a page while we do not know who asks."""
        session = self.session(request)
        wished = [
            part.partition(";")[0].strip() for part in request.headers.get("accept-language", "").split(",")
        ]
        spoken = negotiate_locale(wished, languages(), sep="-") or self.settings.language
        return self._reader(request, session.language if session and session.language else spoken)

    def remember(self, response: Response, session: Session, path: str) -> None:
        """Give the browser the session's cookie."""
        response.set_cookie(
            COOKIE,
            self.sessions.seal(session),
            max_age=int(LASTS.total_seconds()),
            path=path or "/",
            secure=self.settings.secure,
            httponly=True,
            samesite="strict",
        )

    def check_host(self, request: Request) -> None:
        """Without signing in only this machine is answered, whatever name a foreign page makes up for it."""
        if not self.settings.sign_in_required and request.url.hostname not in LOOPBACK:
            raise not_this_name()

    def _guest(self) -> Session:
        if self.settings.sign_in_required:
            raise not_signed_in()
        first = self.settings.teammates[0]
        return self.sessions.begin(self.clock(), account=first.account, name=first.name)

    def _reader(self, request: Request, language: str) -> Reader:
        catalogue = Catalogue(language or self.settings.language, self.settings.time_zone)
        return Reader(catalogue=catalogue, now=self.clock(), base=base(request))


def base(request: Request) -> str:
    """The path under which the page is mounted."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def field(form: FormData, name: str) -> str:
    """A text of a form; "" when it is missing."""
    value = form.get(name, "")
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def key_of(form: FormData) -> str:
    """The page's own key of a click, the same for every retry of it.

    Raises:
        Blocked: there is none, so that a retry could do it twice.

    """
    key = field(form, "key")
    if not _KEY.fullmatch(key):
        raise not_understood()
    return key


def _check_origin(request: Request) -> None:
    headers: Mapping[str, str] = request.headers
    site = headers.get("sec-fetch-site")
    if site == "same-origin":
        # No page can make a browser say this of another one. The name we are asked by proves less: a proxy
        # may have replaced it.
        return
    if site is not None:
        raise not_from_here()
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        raise not_from_here()
