"""Beneath a post about safety nothing is light, and danger that comes from a product has its own sheet."""

from dataclasses import replace

import pytest

from bot.domain.community import Comment, Post
from bot.domain.item import Triage, Urgency
from bot.domain.triaging import RISKS
from prompts.grave import WRITE_YOURSELF, grave
from prompts.template_writer import TemplateWriter
from prompts.triage import hands_off, triage
from tests.prompts.made import LIBRARY, comment, request

WRITER = TemplateWriter(LIBRARY)
RECALL = Post(
    id="p-9",
    title="Wichtig: Falsches Etikett auf der Charge HG-4471",
    text="Wer auf Haselnuss allergisch ist, darf diese Packungen bitte nicht trinken.",
)


def beneath(text: str, post: Post = RECALL, parent: str = "") -> Comment:
    return replace(comment(text, parent=parent), post=post)


def found(text: str, post: Post = RECALL, parent: str = "") -> Triage:
    return triage(beneath(text, post, parent), LIBRARY.brand)


@pytest.mark.parametrize(
    ("words", "is_grave"),
    [
        ("Rückruf: Barista Natur, Charge 7", True),
        ("Wir rufen die Charge HG-4471 zurück", True),
        ("Falsches Etikett auf unserem Müsli", True),
        ("Unser Riegel kann Allergene enthalten, die nicht auf der Packung stehen", True),
        ("Nach dem Unfall in unserer Abfüllung", True),
        ("Wir trauern: Unser Kollege ist verstorben", True),
        ("Salmonellen in einer Probe gefunden", True),
        ("Product recall: oat bar, batch 7", True),
        ("Two people were injured on our site", True),
        ("Please do not eat these bars", True),
        ("Neu: allergikerfreundlich und ohne Zucker", False),
        ("Unser Haferdrink wird teurer. Hier steht, warum", False),
        ("Found by accident: our allergy-friendly oat bar", False),
        ("Do you recall our first mug?", False),
        ("Fünf Fragen an Nesrin aus der Abfüllung", False),
    ],
)
def test_a_grave_post_is_known_by_its_own_words(words: str, *, is_grave: bool) -> None:
    assert grave(Post(id="p", title=words)) is is_grave
    assert grave(Post(id="p", title="Hallo", text=words)) is is_grave


@pytest.mark.parametrize(
    "text",
    [
        "Fahrlässig. Punkt.",
        "Immer noch keine Liste!!!",
        "Wie bitte?? Haselnuss in Natur??",
        "Welche Märkte genau?",
        "Danke, dass ihr so offen damit umgeht, großartig!",
    ],
)
def test_no_template_stands_beneath_a_grave_post(text: str) -> None:
    about = beneath(text)
    asked = replace(request(about), triage=triage(about, LIBRARY.brand))
    drafted = WRITER.pick(asked)
    assert (drafted.text, drafted.note) == (None, WRITE_YOURSELF.text)
    assert asked.triage.kind != "praise"
    assert asked.triage.needs_reply
    elsewhere = comment(text)
    assert WRITER.pick(replace(request(elsewhere), triage=triage(elsewhere, LIBRARY.brand))).text


@pytest.mark.parametrize(
    "text",
    [
        "Rote Pusteln nach dem Frühstück, 3 Jahre alt. Was soll ich tun??",
        "Immer noch keine Antwort von euch. Ich lieg hier mit Infusion.",
        "omg hab das heute morgen getrunken 😭",
        "Wir geben den Drink in der Kita aus! 41 Kinder. Bitte dringend anrufen.",
        "My son drank this yesterday, great stuff, thanks a lot",
    ],
)
def test_words_about_a_body_are_for_people_and_urgent(text: str) -> None:
    for parent in ("", "c-0"):
        seen = found(text, parent=parent)
        assert (seen.kind, seen.needs_reply) == ("health", True)
        assert RISKS.index(seen.risk) >= RISKS.index("high")
        assert seen.urgency >= Urgency.HIGH
        assert hands_off(seen)


def test_hate_law_and_thanks_stay_what_they_are() -> None:
    assert found("Mein Anwalt meldet sich, ich habe das getrunken.").kind == "legal"
    assert not found("Danke!").needs_reply
    assert found("Danke!", Post(id="p", title="Neu im Regal")).kind == "praise"


SHOP = Post(id="p-2", title="Neu: Barista Vanille")


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (
            "Haselnussallergie! Nach einem Glas von eurem Vanille kaum Luft. Wir sind in der Notaufnahme.",
            "health",
        ),
        ("Nach eurem Drink hatte mein Sohn einen allergischen Schock.", "health"),
        ("Ich habe Diabetes und will nicht mehr leben.", "crisis"),
        ("Mein Mann hat mich verletzt, ich war in der Notaufnahme.", "crisis"),
        ("Bin in der Notaufnahme und mag nicht mehr leben, eure Allergie ist mir egal.", "crisis"),
    ],
)
def test_danger_from_a_product_shows_the_sheet_about_health(text: str, page: str) -> None:
    seen = found(text, SHOP)
    assert (seen.risk, seen.urgency) == ("crisis", Urgency.CRISIS)
    sheet = WRITER.hints(seen)
    assert sheet
    assert sheet.route == LIBRARY.kinds[page].route
    assert "Eine Vorlage verwenden" in dict(sheet.texts)["de"]
    assert str(hands_off(seen)).startswith("Somebody may be in danger")
