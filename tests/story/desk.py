"""A teammate who works over HTTP alone, as the page's own script does: for stories that need no browser."""

import re
import secrets
from dataclasses import dataclass, field
from html import unescape

import httpx

from tests.story.program import PATIENCE, until

_CSRF = re.compile(r'(?:data-csrf|name="csrf" value)="([^"]+)"')
_CARD = re.compile(
    r'<article class="card (?:open|done) status-(\w+)[^>]*data-item="(\d+)".*?</article>', re.DOTALL
)


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card as it is now."""

    item: str
    status: str
    html: str

    def says(self, words: str) -> bool:
        """Whether these words stand on it."""
        return words in unescape(self.html)

    def button(self, action: str) -> str:
        """What a click on the button of an action sends; "" when there is none."""
        found = re.search(rf'data-do="({action}:[\d:]+)"', self.html)
        return found[1] if found else ""


@dataclass
class Teammate:
    """A session on the team's page. The cookie is kept by hand: secure ones would never go over http."""

    url: str
    cookie: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def sign_in(self, token: str) -> None:
        """Show a login token."""
        csrf = self._csrf(self._ask("GET", "sign-in").text)
        answer = self._ask("POST", "sign-in", csrf=csrf, token=token)
        assert answer.status_code == 303, answer.text

    def card(self, words: str, status: str = "") -> Card:
        """Wait for the card with these words, in a status if one is named."""
        return until(f"a card about “{words}” ({status or 'any status'})", lambda: self.look(words, status))

    def look(self, words: str, status: str = "") -> Card | None:
        """Such a card, if it is there now."""
        for card in self.cards():
            if card.says(words) and status in ("", card.status):
                return card
        return None

    def cards(self) -> list[Card]:
        """The cards of the channel, newest first."""
        html = self._ask("GET", "cards").text
        return [Card(status=found[1], item=found[2], html=found[0]) for found in _CARD.finditer(html)]

    def press(self, card: Card, action: str) -> str:
        """Press a button of a card as it was seen; the answer."""
        return self._send("do", button=card.button(action))

    def press_through(self, words: str) -> str:
        """Approve the draft of the card with these words, and wait until it is public; its number."""
        card = self.card(words, "drafted")
        self.press(card, "approve")
        return self.card(words, "posted").item

    def ask(self, line: str) -> str:
        """Type a command; the answer."""
        return unescape(self._send("command", line=line))

    def _send(self, path: str, **fields: str) -> str:
        csrf = self._csrf(self._ask("GET", "").text)
        answer = self._ask("POST", path, csrf=csrf, key=secrets.token_hex(8), **fields)
        return answer.raise_for_status().text

    def _ask(self, method: str, path: str, **fields: str) -> httpx.Response:
        # Only what is posted has a form.
        data, headers = (fields or None), self.headers | ({"cookie": self.cookie} if self.cookie else {})
        target = f"{self.url}/team/{path}"
        answer = httpx.request(method, target, data=data, headers=headers, timeout=PATIENCE, trust_env=False)
        self.cookie = answer.headers.get("set-cookie", self.cookie).partition(";")[0]
        return answer

    def _csrf(self, html: str) -> str:
        found = _CSRF.search(html)
        assert found, f"no form on the page: {html[:300]}"
        return found[1]
