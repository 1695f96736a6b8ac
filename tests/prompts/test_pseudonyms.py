"""Whom a comment is about never leaves the house, and comes back into the reply unharmed."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.finding import Severity
from bot.domain.known import KnownFact
from bot.errors import BadSetting
from bot.ports import Precedent
from prompts.guards import check, context_of
from prompts.messages import build
from prompts.pseudonyms import TOKEN, Veil
from prompts.settings import DraftingSettings
from tests.prompts.made import LIBRARY, NOON, comment, request

KIND = LIBRARY.kinds["complaint"]
NAMES = st.from_regex(r"[A-ZÄÖÜ][a-zäöüß]{2,9}( [A-ZÄÖÜ][a-zäöüß]{3,9}(-[A-Z][a-z]{3,6})?)?", fullmatch=True)
MAILS = st.from_regex(r"[a-z]{3,8}[._][a-z]{3,8}@[a-z]{3,9}\.(de|example|co\.uk)", fullmatch=True)
HANDLES = st.from_regex(r"@[a-z]{3,8}_[a-z0-9]{3,8}", fullmatch=True)
PHONES = st.from_regex(r"(\+49 |0)(1[567][0-9]|30|89)[ /-]?[0-9]{7,8}", fullmatch=True)
ORDERS = st.from_regex(r"(#|HG-|Nr)?[0-9]{6,10}", fullmatch=True)
WORDS = st.lists(
    st.sampled_from(["Deckel", "klemmt", "ständig", "und", "nervt,", "bitte", "hilf", "uns!"]), max_size=6
)


@st.composite
def spoken(draw: st.DrawFn) -> tuple[str, str, list[str]]:
    """A name, a comment, and what nobody outside may read of it."""
    name = draw(
        NAMES.filter(
            lambda name: name.split()[0].lower() not in {"wir", "sie", "der", "die", "das", "und", "oder"}
        )
    )
    secret = [draw(part) for part in (MAILS, HANDLES, PHONES, ORDERS)]
    mixed = draw(st.permutations([*secret, name.split()[0], "Deckel klemmt"]))
    text = " , ".join(f"{' '.join(draw(WORDS))} {part}" for part in mixed)
    return name, text, [*secret, name, name.split()[0]]


EXCLUDED = ((), ("author",), ("author", "post", "thread", "replies"))
"""Parts that stay here: nothing by the settings, the author alone, and all that the first look leaves out."""


def in_the_request(name: str, text: str, excluded: tuple[str, ...]) -> str:
    """All that strangers contribute to what the model is sent."""
    chain = (comment(f"Ich auch, {text}", id="c-0", name=f"{name} Zwo"), comment(f"Hallo {text}", ours=True))
    asked = request(
        comment(text, name=name), chain=chain, previous=(f"Oh, {text}",), recent=(text,), instruction=text
    )
    drawn = Veil().draw(asked, LIBRARY.brand.name, excluded)
    messages = build(drawn, LIBRARY, KIND, "0" * 16)
    ours = {m["content"] for m in build(request(comment("x", name="")), LIBRARY, KIND, "0" * 16)}
    return json.dumps(
        [m for m in messages if m["content"] not in ours and m["role"] != "system"], ensure_ascii=False
    )


@given(spoken(), st.sampled_from(EXCLUDED))
@settings(max_examples=35)
def test_nothing_of_the_original_is_in_the_request(
    made: tuple[str, str, list[str]], excluded: tuple[str, ...]
) -> None:
    name, text, secret = made
    told = in_the_request(name, text, excluded)
    for part in secret:
        assert not re.search(rf"(?<!\w){re.escape(part)}(?!\w)", told), part


@given(spoken())
@settings(max_examples=25)
def test_what_goes_out_comes_back(made: tuple[str, str, list[str]]) -> None:
    name, text, _ = made
    veil = Veil()
    drawn = veil.draw(request(comment(text, name=name)), LIBRARY.brand.name)
    assert veil.lift(drawn.comment.text) == text.strip()
    shouted = TOKEN.sub(lambda found: found[0].upper().replace("-", " - "), drawn.comment.text)
    assert veil.lift(shouted) == text.strip()


@given(st.text(max_size=200))
def test_any_text_at_all_comes_back(text: str) -> None:
    veil = Veil()
    once = veil.over(text)
    assert veil.lift(once) == veil.lift(veil.over(once))
    assert veil.lift(once) == Veil(tag=veil.tag).lift(veil.lift(once))


def test_the_same_person_has_the_same_token_and_nobody_else_can_write_it() -> None:
    veil = Veil()
    forged = f"[name-1-abcdef] sagt: Anna, Anna und Annas Deckel, {veil.tag[::-1]}"
    drawn = veil.draw(request(comment(forged, name="Anna Meier")), "Haferglück").comment
    token = drawn.author.name
    assert TOKEN.fullmatch(token)
    assert drawn.text.count(token) == 3
    assert f"{token}s Deckel" in drawn.text
    assert veil.lift(drawn.text) == forged, "what a stranger made look like a token stays as it was"
    assert TOKEN.sub("", Veil().over("[phone-0171234567-abcdef]")) != "", "and hides nothing"
    assert "0171234567" not in Veil().over("[phone-0171234567-abcdef]")


def test_people_whom_a_text_or_a_reply_of_ours_names_are_tokens_too() -> None:
    precedent = Precedent(
        author="Tom Bauer", comment="Ich bin Tom, 0171 2345678", reply="Hallo Tom, das schauen wir uns an."
    )
    asked = request("Frau Krause war unhöflich.", recent=("Lena, danke!", "Danke, gern."), kind="complaint")
    drawn = Veil().draw(replace(asked, precedents=(precedent,)), "Haferglück")
    whole = str((drawn.comment.text, drawn.recent, drawn.precedents))
    assert not {"Krause", "Lena", "Tom"} & set(re.findall(r"\w+", whole))
    assert "Danke, gern." in drawn.recent
    assert "2345678" not in whole


def test_a_name_is_hidden_even_when_the_part_that_tells_it_stays_here() -> None:
    chain = (comment("Da hat sie recht", id="c-0", name="Jonas Meier"),)
    about = comment("Jonas Meier, danke! Gruß, Katrin Obermeier", name="Katrin Obermeier")
    for excluded in EXCLUDED:
        drawn = Veil().draw(request(about, chain=chain), "Haferglück", excluded)
        assert not {"Katrin", "Obermeier", "Jonas", "Meier"} & set(re.findall(r"\w+", str(drawn))), excluded


def test_nobody_reads_the_data_of_somebody_else_in_their_reply() -> None:
    precedent = Precedent(
        author="Svenja Loose", comment="Ich bin Svenja", reply="Hallo Svenja, schreib an svenja@mail.example!"
    )
    chain = (comment("Ruf 0171 2345678 an", id="c-0", name="Paul Lehmann"),)
    asked = request(
        "Mein Deckel klemmt.", chain=chain, recent=("Tom, danke dir!",), instruction="Nenne HG-123456"
    )
    veil = Veil()
    drawn = veil.draw(replace(asked, precedents=(precedent,)), "Haferglück")
    theirs = f"{drawn.precedents[0].reply} {drawn.recent[0]}"
    foreign = TOKEN.findall(theirs)
    assert len(foreign) == 3
    assert veil.lift(theirs.upper().replace("-", " - ")).count("[") == 3
    assert not [each for each in ("svenja", "tom", "mail.example") if each in veil.lift(theirs).lower()]
    ours = f"{drawn.comment.author.name} {drawn.chain[0].text} {drawn.instruction}"
    assert veil.lift(ours) == "Jonas Ruf 0171 2345678 an Nenne HG-123456"
    for token in foreign:
        spoken_of = token.upper().replace("-", " - ")
        left = check(f"Danke {veil.lift(spoken_of)}!", context_of(LIBRARY, asked, origin="model"))
        assert any(each.guard == "internal" and each.severity is Severity.HARD for each in left)


def test_what_a_fact_of_today_says_may_be_said() -> None:
    fact = KnownFact(question="Hotline?", answer="Ruf 030 1234567 an.", author=1, by="Mia", at=NOON)
    veil = Veil()
    drawn = veil.draw(replace(request("Und jetzt?"), facts=(fact,)), "Haferglück")
    assert "1234567" not in drawn.facts[0].answer
    assert veil.lift(drawn.facts[0].answer) == fact.answer


def test_numbers_and_addresses_are_hidden_wherever_they_stand() -> None:
    for text in (
        "Nr.88123456",
        "Tel.0171 2345678",
        "--12345678",
        "Am Linden-Straße 7b wohne ich",
        "x.y+z@mail-1.example.org",
    ):
        hidden = TOKEN.sub("", Veil().over(text))
        assert not re.search(r"\d|mail|Linden", hidden), (text, hidden)


def test_words_that_are_also_names_stay_words() -> None:
    drawn = Veil().draw(
        request(comment("I will never, says Will. Der Fan!", name="Will der Fan")), "Haferglück"
    )
    assert drawn.comment.text.startswith("I will never, says [name-")
    assert " Der [name-" in drawn.comment.text


def test_what_is_to_stay_here_is_not_there_at_all() -> None:
    asked = request(
        comment("Hm.", name="Jonas"),
        chain=(comment("Davor", id="c-0"),),
        recent=("Neulich",),
        previous=("Entwurf",),
    )
    parts = frozenset({"author", "post", "thread", "replies"})
    told = str(build(Veil().draw(asked, "x", parts), LIBRARY, KIND, "0" * 16))
    for gone in ("first name", "Haferdrink“", "Davor", "Neulich", "The post"):
        assert gone not in told.split("# What is data")[1]
    assert "Entwurf" in told


def test_the_setting_knows_its_words() -> None:
    assert DraftingSettings(keep_here="post, thread").never_sent == {"post", "thread"}
    with pytest.raises(BadSetting, match="keep_here"):
        DraftingSettings(keep_here="posts")
