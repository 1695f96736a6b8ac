"""The first checks warn about what a person should not overlook."""

import pytest

from bot.domain.community import Limits
from prompts.checks import ADDRESS, AVOIDED, EMPTY, HANDLE, LINK, TOO_LONG, check
from prompts.loader import Brand, load
from prompts.text import clean, length
from tests.prompts.made import shelf


@pytest.fixture(scope="module")
def brand(tmp_path_factory: pytest.TempPathFactory) -> Brand:
    return load(shelf(tmp_path_factory.mktemp("library"))).brand


def found(
    text: str, brand: Brand, *, longest: int = 200, unit: str = "characters", address: str = "du"
) -> set[str]:
    return set(check(text, limits=Limits(longest=longest, unit=unit), brand=brand, address=address))


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("Danke dir, das freut uns.", None),
        (" \n", EMPTY),
        ("x" * 201, TOO_LONG),
        ("Schau auf https://boese.example/x", LINK),
        ("Schau auf boese.com", LINK),
        ("Schau auf ｗｗｗ.boese.info", LINK),
        ("Schau auf haferglueck.example.com/hilfe", LINK),
        ("Schau auf https://haferglueck.example/hilfe@boese.com", LINK),
        ("Schau auf https://haferglueck.example/hilfe.", None),
        ("Schau auf https://haferglueck.example/hilfe/deckel", None),
        ("Frag @anna", HANDLE),
        ("Frag ＠anna", HANDLE),
        ("Wir Bedauern das sehr", AVOIDED),
        ("Danke, das freut uns und Sie hoffentlich auch", ADDRESS),
        ("Du schreibst „Ich mag Sie und Ihre Packung“, danke", None),
        ("Sie schmeckt vielen. Ihr Deckel klemmt.", None),
    ],
)
def test_warnings(text: str, warning: object, brand: Brand) -> None:
    expected = {str(warning)} if warning else set()
    assert found(text, brand) == expected


def test_the_wrong_du_is_found_in_a_formal_reply(brand: Brand) -> None:
    assert found("Danke, dass du schreibst", brand, address="sie") == {str(ADDRESS)}
    assert found("Thank you, du", brand, address="you") == set()


def test_length_is_counted_as_the_platform_counts() -> None:
    text = "äé👍🏽"
    assert (length(text, "characters"), length(text, "bytes"), length(text, "graphemes")) == (4, 12, 3)


def test_cleaning_takes_out_what_nobody_sees() -> None:
    assert clean(" a\u200b\u202eb\x00\r\nc\u2028 ") == "ab\nc"
    assert clean("abc", 2) == "ab"
