"""Sends notices by e-mail: the standard library in a thread of its own, for it waits while it speaks."""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Protocol

from bot.abilities import Mails
from bot.catalogue import Catalogue
from bot.errors import NeedsPerson, Refused, TryLater
from bot.views import Notice, View
from bot.words import say

PATIENCE = 12
"""Seconds that the server may take."""
LONGEST_SUBJECT = 78
_NO = 500
"""From here on an answer means: never."""


class MailServer(Protocol):
    """What is to be known about the server."""

    @property
    def host(self) -> str:
        """Its name."""

    @property
    def port(self) -> int:
        """Its port."""

    @property
    def login(self) -> str:
        """The name to sign in with; "" for not at all."""

    @property
    def login_password(self) -> str:
        """The password that goes with it."""

    @property
    def sender(self) -> str:
        """The address that mails come from."""

    @property
    def encrypted(self) -> bool:
        """Whether the connection has to be encrypted."""

    @property
    def language(self) -> str:
        """The language of the mails."""


@dataclass(frozen=True)
class Post(Mails):
    """The way to a mail server."""

    server: MailServer

    async def send(self, address: str, view: View) -> None:
        """Send what a notice says."""
        if not isinstance(view, Notice):
            raise Refused(say("Nothing can be told there."))
        await asyncio.to_thread(self._deliver, self._mail(address, view))

    def _mail(self, address: str, notice: Notice) -> EmailMessage:
        catalogue = Catalogue(self.server.language)
        text = catalogue.say(notice.words)
        mail = EmailMessage()
        mail["From"], mail["To"] = self.server.sender, address
        # A header ends with its line: what came from outside must not begin another.
        mail["Subject"] = f"Augenhöhe: {' '.join(text.split())}"[:LONGEST_SUBJECT]
        mail["Message-ID"] = make_msgid(domain=self.server.sender.partition("@")[2] or None)
        mail.set_content(text)
        return mail

    def _deliver(self, mail: EmailMessage) -> None:
        try:
            with smtplib.SMTP(self.server.host, self.server.port, timeout=PATIENCE) as line:
                self._sign_in(line)
                line.send_message(mail)
        except smtplib.SMTPAuthenticationError as error:
            raise NeedsPerson(say("The mail server refuses our login. Please check it.")) from error
        except smtplib.SMTPRecipientsRefused as error:
            raise _refusal(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise TryLater(say("The mail server cannot be reached: {why}", why=error)) from error

    def _sign_in(self, line: smtplib.SMTP) -> None:
        if self.server.encrypted:
            line.starttls(context=ssl.create_default_context())
        if self.server.login:
            line.login(self.server.login, self.server.login_password)


def _refusal(code: int, answer: bytes | str) -> Refused | TryLater:
    why = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    words = say("The mail server says {code}: {why}", code=code, why=why[:200])
    return Refused(words) if code >= _NO else TryLater(words)
