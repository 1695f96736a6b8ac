"""A browser that looks at the program as people do: Debian's Chromium, without a window."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    JavascriptException,
    NoSuchElementException,
    StaleElementReferenceException,
)
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from tests.story.program import until

FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--lang=de"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"),
)
PASSING = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    JavascriptException,
    NoSuchElementException,
    StaleElementReferenceException,
)
"""What happens to whoever looks at a page while it draws itself anew; the next look succeeds."""


@dataclass(frozen=True)
class Browser:
    """A window with helpers that wait for conditions, never for time."""

    driver: webdriver.Chrome

    def find(self, selector: str, text: str = "") -> WebElement:
        """Wait for an element that shows the text, and return it."""
        return until(
            f"{selector} with “{text}” on {self.driver.current_url}", lambda: self.look(selector, text)
        )

    def look(self, selector: str, text: str = "") -> WebElement | None:
        """The first such element that can be seen now, or None."""
        with suppress(*PASSING):
            for element in self.driver.find_elements(By.CSS_SELECTOR, selector):
                if text in element.text and element.is_displayed():
                    return element
        return None

    def read(self, selector: str, text: str = "") -> str:
        """Wait for an element, and return what it shows."""
        return until(f"the words of {selector}", lambda: self._words(selector, text))

    def _words(self, selector: str, text: str) -> str:
        with suppress(*PASSING):
            element = self.look(selector, text)
            return element.text if element else ""
        return ""

    def gone(self, selector: str, text: str = "") -> None:
        """Wait until there is no such element any more."""
        until(f"{selector} with “{text}” is gone", lambda: self.look(selector, text) is None)

    def click(self, selector: str, text: str = "") -> None:
        """Click once on such an element, as soon as it can be clicked."""
        until(f"{selector} with “{text}” to click", lambda: self._clicked(selector, text))

    def _clicked(self, selector: str, text: str) -> bool:
        with suppress(*PASSING):
            element = self.look(selector, text)
            if element is not None and element.is_enabled():
                self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
                element.click()
                return True
        return False

    def write(self, selector: str, text: str) -> None:
        """Put a text into a field, in place of what is there."""
        field = self.find(selector)
        field.clear()
        field.send_keys(text)

    def frame(self, number: int) -> None:
        """Go into a frame of the whole page."""
        self.driver.switch_to.default_content()
        self.driver.switch_to.frame(number)

    def script(self, code: str, *given: object) -> object:
        """Run a script in the page, and return what it returns."""
        return self.driver.execute_script(code, *given)

    def size(self, width: int, height: int) -> None:
        """Make the window so large, whatever the least size of a desktop's window is."""
        values = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", values)

    def scheme(self, light_or_dark: str) -> None:
        """Ask for light or dark, as the person's system does."""
        features = [{"name": "prefers-color-scheme", "value": light_or_dark}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def shot(self, name: str) -> Path:
        """Keep what is to be seen now as output of this run."""
        folder = Path(os.environ.get("CI_OUTPUT", "ci-output")) / "story"
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{name}.png"
        self.driver.save_screenshot(str(target))
        return target

    def errors(self) -> list[str]:
        """What the console has complained about since it was asked last: scripts, policies, missing files."""
        lines = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [line["message"] for line in lines if line["level"] == "SEVERE"]


@contextmanager
def browsing(profile: Path, width: int = 1400, height: int = 900) -> Iterator[Browser]:
    """Open a browser with an empty profile, until the block ends."""
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"intl.accept_languages": "de"})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    try:
        browser = Browser(driver)
        browser.size(width, height)
        browser.scheme("light")
        yield browser
    finally:
        driver.quit()
