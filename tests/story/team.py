"""The team's page in a browser, in the words of a person who works with it."""

from dataclasses import dataclass

from tests.story.browser import Browser
from tests.story.program import until


@dataclass(frozen=True)
class Team:
    """The team's page, on its own or as a frame beside the public page."""

    browser: Browser
    framed: bool = False

    def here(self) -> "Team":
        """Look at the team's side."""
        if self.framed:
            self.browser.frame(1)
        return self

    def card(self, author: str, status: str = "") -> str:
        """Wait for the card of an author's comment, in a status if one is named; its item number."""
        self.here()
        wanted = f"article.card{f'.status-{status}' if status else ''}"
        return until(f"a card of {author} ({status or 'any status'})", lambda: self._number(wanted, author))

    def _number(self, wanted: str, author: str) -> str:
        # Asked of the page at once: cards come and go while one would look at them one by one.
        found = self.browser.script(
            "return [...document.querySelectorAll(arguments[0])].find((card) =>"
            " card.querySelector('.author strong').textContent.trim() === arguments[1])?.dataset.item",
            f"#cards {wanted}",
            author,
        )
        return str(found or "")

    def on(self, item: str, inside: str = "") -> str:
        """The selector of a card, or of something on it."""
        return f'#cards article[data-item="{item}"] {inside}'.strip()

    def press(self, item: str, action: str) -> None:
        """Press a button of a card."""
        self.here().browser.click(self.on(item, f'[data-key="do-{action}"]'))

    def status(self, item: str, status: str) -> None:
        """Wait until the card has this status."""
        self.here().browser.find(f'#cards article[data-item="{item}"].status-{status}')

    def ask(self, line: str, answer: str = "") -> str:
        """Type a command, and return the words of its answer once these are among them."""
        self.here()
        self.browser.write("#line", line)
        self.browser.click("[data-command] button[type=submit]")
        until("the command was taken", lambda: self.browser.find("#line").get_property("value") == "")
        return self.browser.read("[data-panel]", answer)

    def buttons(self, item: str) -> str:
        """The words of a card's buttons."""
        return self.here().browser.read(self.on(item, ".buttons"))
