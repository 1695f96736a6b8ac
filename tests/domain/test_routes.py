"""Routes: which comment is shown in which channels."""

import pytest

from bot.domain.community import Source
from bot.domain.item import Triage
from bot.domain.policy import Policy, Route, Watch

TEAM, FRENCH, HATE, CRISIS = ("slack", "C1"), ("slack", "C2"), ("slack", "C3"), ("web", "crisis")
POLICY = Policy(
    watches=(Watch(source=Source(platform="blog", name="comments"), channels=(TEAM, ("web", "team"))),),
    routes=(
        Route(channels=(FRENCH,), languages=frozenset({"fr"})),
        Route(channels=(HATE, TEAM), kinds=frozenset({"hate"}), platforms=frozenset({"blog"})),
        Route(channels=(CRISIS,), risks=frozenset({"crisis"}), only=True),
        Route(channels=(HATE,), kinds=frozenset({"spam"}), sources=frozenset({"comments"}), only=True),
    ),
)
USUAL = (TEAM, ("web", "team"))


@pytest.mark.parametrize(
    ("triage", "channels"),
    [
        (Triage(language="de"), USUAL),
        (Triage(language="fr-CA"), (*USUAL, FRENCH)),
        (Triage(language="fr", kind="hate"), (*USUAL, FRENCH, HATE)),
        (Triage(language="fr", kind="hate", risk="crisis"), (CRISIS,)),
        (Triage(kind="spam", risk="crisis"), (CRISIS, HATE)),
    ],
)
def test_every_route_that_fits_adds_its_channels_and_a_strict_one_leaves_no_other(
    triage: Triage, channels: tuple[tuple[str, str], ...]
) -> None:
    assert POLICY.channels("blog", "comments", triage) == channels


def test_a_route_of_another_platform_or_source_is_not_taken() -> None:
    assert POLICY.channels("shop", "comments", Triage(kind="hate")) == ()
    assert POLICY.channels("blog", "guests", Triage(kind="spam")) == ()


def test_channels_go_together_where_one_comment_may_be_shown_in_all_of_them() -> None:
    page = ("web", "team")
    assert [one for one in (TEAM, FRENCH, HATE, CRISIS) if POLICY.together(page, one)] == [TEAM, FRENCH, HATE]
    assert not POLICY.together(HATE, CRISIS)
    elsewhere = Policy(
        watches=(*POLICY.watches, Watch(source=Source(platform="shop", name="x"), channels=(CRISIS,)))
    )
    assert not elsewhere.together(page, CRISIS)


def test_every_room_of_a_surface_is_known() -> None:
    assert POLICY.rooms("slack") == ("C1", "C2", "C3")
    assert POLICY.rooms("web") == ("team", "crisis")
