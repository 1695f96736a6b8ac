"""The demo's public page in a browser, in the words of somebody who visits it."""

from dataclasses import dataclass

from tests.story.browser import Browser


@dataclass(frozen=True)
class Community:
    """The public page, as the left frame of the demo."""

    browser: Browser

    def here(self) -> Browser:
        """Look at the public side."""
        self.browser.frame(0)
        return self.browser

    def comment(self, name: str, text: str, post: str = "Barista Vanille") -> None:
        """Open a post from the list of posts, and comment."""
        browser = self.here()
        browser.click("header .brand")
        browser.click(".posts article.card h2", post)
        browser.write("#schreiben [name=name]", name)
        browser.write("#schreiben [name=text]", text)
        browser.click("#schreiben button")
        browser.find("article.comment .text", text[:30].strip())

    def edit(self, was: str, text: str) -> None:
        """Change one's own comment."""
        browser = self.here()
        comment = f'article.comment[id="{self._id(was)}"]'
        browser.click(f"{comment} .acts a[href*=aendern]")
        browser.write("#schreiben [name=text]", text)
        browser.click("#schreiben button")
        browser.find("article.comment .edited")

    def _id(self, text: str) -> str:
        found = self.browser.script(
            "return [...document.querySelectorAll('article.comment')].find((one) =>"
            " one.querySelector('.text')?.textContent.includes(arguments[0]))?.id",
            text,
        )
        return str(found)

    def replies(self, under: str) -> list[str]:
        """What the brand has written directly beneath a comment."""
        self.here()
        found = self.browser.script(
            "const all = [...document.querySelectorAll('article.comment')];"
            "const at = all.findIndex((one) =>"
            " !one.matches('.ours') && one.querySelector('.text')?.textContent.includes(arguments[0]));"
            "const texts = [];"
            "for (let i = at + 1; at >= 0 && i < all.length && all[i].matches('.ours'); i++)"
            " texts.push(all[i].querySelector('.text').textContent);"
            "return texts",
            under,
        )
        return list(found) if isinstance(found, list) else []
