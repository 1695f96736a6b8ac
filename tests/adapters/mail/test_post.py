"""E-mail, over a real connection to a pretend mail server."""

import email
import socketserver
import threading
from collections.abc import Iterator
from email.message import Message

import pytest

from adapters.mail import Post
from bot.errors import NeedsPerson, OutsideError, Refused, TryLater
from bot.settings_time import Mail
from bot.views import Me, Notice
from bot.words import say

TOLD = Notice(words=say("#{item} by {author} waits for a first reply.", item=7, author="Anna\r\nBcc: all@x"))


class PretendServer(socketserver.ThreadingTCPServer):
    """Takes mails, unless it was told to answer something else to a command."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.mails: list[Message] = []
        self.answers: dict[str, str] = {}

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Session(socketserver.StreamRequestHandler):
    """One connection, as RFC 5321 has it."""

    server: PretendServer

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 pretend")
        while line := self.rfile.readline().decode().strip():
            word = line.split(":")[0].split()[0].upper()
            usual = {
                "EHLO": "250-pretend\r\n250 AUTH PLAIN",
                "DATA": "354 go on",
                "QUIT": "221 bye",
                "AUTH": "235 yes",
            }
            answer = self.server.answers.get(word, usual.get(word, "250 fine"))
            self.say(answer)
            if word == "DATA" and answer.startswith("354"):
                self.server.mails.append(
                    email.message_from_bytes(b"".join(iter(self.rfile.readline, b".\r\n")))
                )
                self.say("250 taken")


@pytest.fixture
def server() -> Iterator[PretendServer]:
    with PretendServer() as made:
        threading.Thread(target=made.serve_forever, daemon=True, kwargs={"poll_interval": 0.01}).start()
        yield made
        made.shutdown()


def post(server: PretendServer, **facts: object) -> Post:
    given: dict[str, object] = {
        "server": f"127.0.0.1:{server.port}",
        "sender": "we@brand.example",
        "encrypted": False,
    }
    return Post(Mail(**given | facts))  # type: ignore[arg-type]  # each fact has its own type


async def test_a_notice_arrives_in_the_language_of_the_mails(server: PretendServer) -> None:
    await post(server, login="bot", login_password="secret").send("press@brand.example", TOLD)
    (mail,) = server.mails
    assert (mail["To"], mail["From"]) == ("press@brand.example", "we@brand.example")
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().startswith("#7 von Anna")
    # What the public wrote begins no header of its own.
    assert mail["Bcc"] is None
    assert "Bcc: all@x" in str(email.header.make_header(email.header.decode_header(mail["Subject"])))


@pytest.mark.parametrize(
    ("word", "answer", "error"),
    [
        ("RCPT", "550 nobody here", Refused),
        ("RCPT", "451 later", TryLater),
        ("DATA", "554 spam", Refused),
        ("MAIL", "421 busy", TryLater),
        ("AUTH", "535 who are you", NeedsPerson),
    ],
)
async def test_what_the_server_says_is_understood(
    server: PretendServer, word: str, answer: str, error: type[OutsideError]
) -> None:
    server.answers[word] = answer
    with pytest.raises(error):
        await post(server, login="bot", login_password="secret").send("press@brand.example", TOLD)
    assert server.mails == []


async def test_nothing_is_sent_unencrypted_where_it_has_to_be_encrypted(server: PretendServer) -> None:
    with pytest.raises(TryLater):
        await post(server, encrypted=True).send("press@brand.example", TOLD)
    assert server.mails == []


async def test_a_server_that_is_not_there_and_a_view_that_is_no_notice() -> None:
    gone = Post(Mail(server="127.0.0.1:9", sender="we@brand.example", encrypted=False))
    with pytest.raises(TryLater):
        await gone.send("press@brand.example", TOLD)
    with pytest.raises(Refused):
        await gone.send("press@brand.example", Me(name="Ari", language="de", channels=()))
