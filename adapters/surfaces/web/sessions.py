"""Who is signed in: a signed cookie, and the token that proves a request came from our own page."""

import base64
import binascii
import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

LASTS = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Session:
    """One browser, and whom it acts for. Nothing in here is secret; it only cannot be forged."""

    id: str
    until: float
    """When it ends, in seconds since 1970."""
    account: str = ""
    """The account that is heard; "" before anybody signed in."""
    name: str = ""
    language: str = ""
    """What was picked in the demo, where one acts as several; "" for the person's own."""


@dataclass(frozen=True, kw_only=True)
class Sessions:
    """Makes and reads session cookies."""

    secret: str

    def begin(self, now: datetime, *, account: str = "", name: str = "", language: str = "") -> Session:
        """A new session. Each sign-in begins one, so that nobody can plant theirs on somebody else."""
        until = (now + LASTS).timestamp()
        return Session(
            id=secrets.token_urlsafe(16), until=until, account=account, name=name, language=language
        )

    def seal(self, session: Session) -> str:
        """The session as the cookie carries it."""
        plain = base64.urlsafe_b64encode(json.dumps(asdict(session)).encode()).decode()
        return f"{plain}.{self._sign('session', plain)}"

    def read(self, cookie: str, now: datetime) -> Session | None:
        """The session in a cookie of ours; None when it is forged, foreign or over."""
        plain, _, signature = cookie.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign("session", plain).encode()):
            return None
        try:
            session = Session(**json.loads(base64.urlsafe_b64decode(plain)))
        except (binascii.Error, ValueError, TypeError):
            return None  # ours, but of another release
        return session if session.until > now.timestamp() else None

    def token(self, session: Session) -> str:
        """What every request that changes something must show."""
        return self._sign("csrf", session.id)

    def who(self, session: Session) -> str:
        """A short mark by which an open page notices that the browser acts for somebody else now."""
        return self._sign("who", session.id)[:16]

    def proves(self, session: Session, token: str) -> bool:
        """Whether the token belongs to the session."""
        return hmac.compare_digest(token.encode(), self.token(session).encode())

    def _sign(self, purpose: str, text: str) -> str:
        return hmac.digest(self.secret.encode(), f"{purpose}\n{text}".encode(), "sha256").hex()
