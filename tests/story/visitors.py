"""Visitors of the demo community who use its public form, without a browser."""

import re
from dataclasses import dataclass, field
from itertools import takewhile

import httpx

from tests.story.program import PATIENCE

POST = "barista-vanille"
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_ARTICLE = re.compile(r'<article class="(comment [^"]*)"')
_COMMENT = re.compile(r"#c-(.+)$")


@dataclass(frozen=True)
class Visitor:
    """Somebody with cookies, who writes under their own name."""

    url: str
    name: str
    post: str = POST
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)

    def write(self, text: str, under: str = "") -> str:
        """Comment; the comment's id there."""
        place = self._send(f"post/{self.post}", name=self.name, text=text, antwort=under)
        found = _COMMENT.search(place)
        assert found, f"the community did not take the comment: {place}"
        return found[1]

    def edit(self, comment: str, text: str) -> None:
        """Change what one wrote."""
        self._send(f"comment/{comment}", text=text)

    def delete(self, comment: str) -> None:
        """Take it away."""
        self._send(f"comment/{comment}/delete")

    def stream(self, do: str) -> None:
        """Switch the stream `on` or `off`, or begin a `storm`."""
        self._send("stream", do=do)

    def page(self) -> str:
        """The public page of the post."""
        return self._ask("GET", f"post/{self.post}").raise_for_status().text

    def replies(self, comment: str) -> int:
        """How many replies of the brand stand directly beneath a comment."""
        _, _, after = self.page().partition(f'id="c-{comment}"')
        beneath = takewhile(lambda kind: kind.endswith(" ours"), _ARTICLE.findall(after))
        return len(list(beneath))

    def _send(self, where: str, **fields: str) -> str:
        token = _TOKEN.search(self.page())
        assert token, "the page has a form"
        answer = self._ask("POST", where, fields | {"token": token[1]})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def _ask(self, method: str, where: str, fields: dict[str, str] | None = None) -> httpx.Response:
        answer = httpx.request(
            method,
            f"{self.url}/community/{where}",
            data=fields,
            cookies=self.cookies,
            timeout=PATIENCE,
            trust_env=False,
        )
        self.cookies.update(answer.cookies)
        return answer
