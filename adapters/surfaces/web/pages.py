"""What each address of the page answers. Whatever it shows or does, the desk was asked through `hear`."""

from dataclasses import dataclass, replace
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from adapters.surfaces.web.door import Caller, Door, Visit, base, field, key_of
from adapters.surfaces.web.live import Live
from adapters.surfaces.web.render import Reader, draw, render
from bot.bulk import PREFIX, from_carried
from bot.catalogue import languages
from bot.commands import (
    FURTHER,
    ChooseLanguage,
    Command,
    Correct,
    Dismiss,
    Edit,
    Note,
    OpenForm,
    Redraft,
    ShowChannel,
    ShowItem,
    WhoAmI,
    number_of,
)
from bot.domain.status import Action
from bot.errors import NotFound, Refusal
from bot.lines import from_line
from bot.shifting import OnShift, OpenHandover, OpenShiftForm, command_of
from bot.views import Form, Me, Notice, View
from bot.words import say


@dataclass(frozen=True, kw_only=True)
class Pages:
    """The routes, as methods."""

    door: Door
    live: Live

    # Looking

    async def channel(self, request: Request) -> Response:
        """A channel, or the first one of the person."""
        visit = await self.door.visit(request)
        channel = _channel(request, visit)
        command = _shown(request, channel)
        view = await self.door.ask(visit.session, command)
        title = next((room.title for room in visit.me.channels if room.name == channel), channel)
        waiting = await self._waiting(visit)
        return self.page(request, visit, view, title=title, channel=channel, panel=waiting)

    async def _waiting(self, visit: Visit) -> str:
        """The handover that waits for this person: who comes to take over sees it before anything else."""
        strip = visit.me.strip
        if strip is None or not strip.handover:
            return ""
        view = await self.door.ask(visit.session, OpenHandover(handover=strip.handover))
        return render(view, visit.reader)

    async def item(self, request: Request) -> Response:
        """One item on a page of its own."""
        visit = await self.door.visit(request)
        number = _number(str(request.path_params["number"]))
        view = await self.door.ask(visit.session, ShowItem(item=number))
        return self.page(request, visit, view, title=f"#{number}", item=number)

    async def cards(self, request: Request) -> Response:
        """The cards of a channel or item as they are now, to be put into an open page."""
        visit = await self.door.visit(request)
        item = _number(request.query_params.get("item", "0"))
        command = ShowItem(item=item) if item else _shown(request, _channel(request, visit))
        html = render(await self.door.ask(visit.session, command), visit.reader)
        return self._fragment(visit, _strip(visit) + html)

    async def form(self, request: Request) -> Response:
        """The dialog of an action."""
        visit = await self.door.visit(request)
        command = _dialog(request)
        return self._part(visit, await self.door.ask(visit.session, command))

    async def events(self, request: Request) -> Response:
        """A stream that tells when to look again."""
        await self.door.visit(request)
        # Buffering proxies would keep the news to themselves.
        headers = {"x-accel-buffering": "no", "cache-control": "no-store"}
        return StreamingResponse(self.live.events(), media_type="text/event-stream", headers=headers)

    # Doing

    async def do(self, request: Request) -> Response:
        """A button, with the text of its dialog if it has one."""
        form = await self.door.posted(request)
        caller = await self.door.caller(request)
        text = field(form, "text")
        try:
            post, checked = bool(field(form, "post")), bool(field(form, "checked"))
            more = {name: field(form, name) for name in FURTHER}
            button = field(form, "button")
            command: Command = (
                from_carried(button, **more)
                if button.startswith(f"{PREFIX}:")
                else command_of(button, text, post=post, checked=checked, **more)
            )
        except Refusal as refusal:
            return self._part(caller, Notice(words=refusal.words, refused=True, kept_text=text))
        view = await self.door.ask(caller.session, command, key_of(form))
        if isinstance(view, Notice) and view.refused and text:
            return await self._offered_again(caller, command, view, text)
        return self._part(caller, view)

    async def command(self, request: Request) -> Response:
        """A typed line."""
        form = await self.door.posted(request)
        caller = await self.door.caller(request)
        try:
            command = from_line(field(form, "line"))
        except Refusal as refusal:
            return self._part(caller, Notice(words=refusal.words, refused=True))
        return self._part(caller, await self.door.ask(caller.session, command, key_of(form)))

    async def act_as(self, request: Request) -> Response:
        """Go on as another teammate: for demos only."""
        form = await self.door.posted(request)
        visit = await self.door.visit(request)
        account = field(form, "account")
        settings = self.door.settings
        mate = next((mate for mate in settings.teammates if settings.demo and mate.account == account), None)
        if mate is None:
            raise NotFound(say("Nobody of that name is on the demo team."))
        session = self.door.sessions.begin(
            self.door.clock(), account=mate.account, name=mate.name, language=visit.session.language
        )
        return self._on(request, visit=replace(visit, session=session))

    async def language(self, request: Request) -> Response:
        """Be spoken to in another language, on every surface. In the demo it stays whoever one acts as."""
        form = await self.door.posted(request)
        visit = await self.door.visit(request)
        wanted = field(form, "language")
        known = wanted if wanted in languages() else ""
        if known:
            await self.door.ask(visit.session, ChooseLanguage(language=known))
        session = replace(visit.session, language=known if self.door.settings.demo else "")
        return self._on(request, visit=replace(visit, session=session))

    # Coming and going

    async def sign_in_page(self, request: Request) -> Response:
        """Where a person shows their key."""
        self.door.check_host(request)
        return self._sign_in(request)

    async def sign_in(self, request: Request) -> Response:
        """Open a session for the account behind the key, if the desk knows it."""
        form = await self.door.posted(request)
        account = sha256(field(form, "token").strip().encode()).hexdigest()
        session = self.door.sessions.begin(self.door.clock(), account=account)
        me = await self.door.ask(session, WhoAmI())
        if not isinstance(me, Me):
            return self._sign_in(request, refused=True)
        response = RedirectResponse(f"{base(request)}/", HTTPStatus.SEE_OTHER)
        self.door.remember(response, session, base(request))
        return response

    async def sign_out(self, request: Request) -> Response:
        """Forget the session."""
        await self.door.posted(request)
        response = RedirectResponse(f"{base(request)}/sign-in", HTTPStatus.SEE_OTHER)
        self.door.remember(response, self.door.sessions.begin(self.door.clock()), base(request))
        return response

    # How it is answered

    async def _offered_again(self, caller: Caller, command: Command, notice: Notice, text: str) -> Response:
        """A refused text goes back into its dialog, as the item is now, so that nothing typed is lost."""
        kept = replace(notice, kept_text=notice.kept_text or text)
        if not isinstance(command, Edit | Redraft | Dismiss | Note | Correct):
            return self._part(caller, kept)
        form = await self.door.ask(caller.session, OpenForm(item=command.item, action=command.action))
        if not isinstance(form, Form):
            return self._part(caller, kept)
        html = render(replace(form, text=kept.kept_text), caller.reader, reason=notice.words)
        return self._fragment(caller, html)

    def _part(self, caller: Caller, view: View) -> Response:
        return self._fragment(caller, render(view, caller.reader))

    def _fragment(self, caller: Caller, html: str) -> Response:
        who = self.door.sessions.who(caller.session)
        return HTMLResponse(html, headers={"x-who": who})

    def page(
        self,
        request: Request,
        visit: Visit,
        view: View,
        *,
        title: str,
        channel: str = "",
        item: int = 0,
        panel: str = "",
    ) -> Response:
        """A whole page. What stands neither in a channel nor is an item stays as it is."""
        query = {"item": item} if item else {"channel": channel, "open": request.query_params.get("open", "")}
        html = draw(
            "team.html",
            visit.reader,
            content=render(view, visit.reader),
            strip=_strip(visit),
            panel=panel,
            refresh=f"{base(request)}/cards?{urlencode(query)}" if channel or item else "",
            title=title,
            channel=channel,
            only_open=_only_open(request),
            **self._person(visit),
        )
        refused = isinstance(view, Notice) and view.refused
        response = HTMLResponse(html, HTTPStatus.NOT_FOUND if refused else HTTPStatus.OK)
        if visit.fresh:
            self.door.remember(response, visit.session, base(request))
        return response

    def _person(self, visit: Visit) -> dict[str, object]:
        """What every page says about the person who looks at it."""
        settings, sessions = self.door.settings, self.door.sessions
        return {
            "me": visit.me,
            "account": visit.session.account,
            "csrf": sessions.token(visit.session),
            "who": sessions.who(visit.session),
            "teammates": settings.teammates if settings.demo else (),
            "can_sign_out": settings.sign_in_required,
            "languages": languages(),
        }

    def _sign_in(self, request: Request, *, refused: bool = False) -> Response:
        reader: Reader = self.door.stranger(request)
        session = self.door.session(request) or self.door.sessions.begin(self.door.clock())
        reason = say("Nobody has this key. Please check it, or ask a lead of your team.") if refused else None
        html = draw("sign_in.html", reader, csrf=self.door.sessions.token(session), reason=reason)
        response = HTMLResponse(html, HTTPStatus.UNAUTHORIZED if refused else HTTPStatus.OK)
        self.door.remember(response, session, base(request))
        return response

    def _on(self, request: Request, visit: Visit) -> Response:
        response = RedirectResponse(f"{base(request)}/", HTTPStatus.SEE_OTHER)
        self.door.remember(response, visit.session, base(request))
        return response


def _strip(visit: Visit) -> Markup:
    return draw("strip.html", visit.reader, strip=visit.me.strip, news=visit.me.news, storms=visit.me.storms)


def _channel(request: Request, visit: Visit) -> str:
    first = visit.me.channels[0].name if visit.me.channels else ""
    return request.query_params.get("channel") or first


def _only_open(request: Request) -> bool:
    return bool(request.query_params.get("open"))


def _shown(request: Request, channel: str) -> Command:
    before = _number(request.query_params.get("before", "0"))
    return ShowChannel(channel=channel, before=before, closed=not _only_open(request))


def _dialog(request: Request) -> Command:
    """Whose dialog is asked for: an item's, or that of a button about a shift."""
    if carried := request.query_params.get("button", ""):
        wish = command_of(carried)
        if isinstance(wish, OnShift) and wish.asks:
            return OpenShiftForm(wish=wish)
    return OpenForm(
        item=_number(request.query_params.get("item", "")),
        action=_action(request.query_params.get("action", "")),
        draft=_number(request.query_params.get("draft", "0")),
    )


def _number(text: str) -> int:
    try:
        return number_of(text)
    except ValueError:
        raise NotFound(say("There is no such thing here. Perhaps the link is old.")) from None


def _action(text: str) -> Action:
    try:
        return Action(text)
    except ValueError:
        raise NotFound(say("There is no such thing here. Perhaps the link is old.")) from None
