"""The table of a handover, and what its moves say; and the team's trail."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import handover as moves
from bot.domain.handover import MOVES, REASONS, Answer, Handover, HandoverChange, Move, Reply, State
from bot.domain.people import Actor
from bot.domain.proposed import Proposed, stems_from
from bot.domain.trail import TeamEntry, TeamEvent, TeamTag, enter, first_fault
from bot.errors import Refusal

AT = datetime(2026, 11, 21, 14, tzinfo=UTC)
OUT, IN = Actor(person=1, surface="web"), Actor(person=2, surface="web")
OPEN = Handover(id=7, stint=3, outgoing=1, opened_at=AT)


def said(item: int, reply: Reply, question: str = "") -> Answer:
    return Answer(item=item, reply=reply, person=2, at=AT, question=question)


def test_every_state_has_a_way_on_or_is_the_end_and_a_reason() -> None:
    for state in State:
        leads = {to for (frm, _), to in MOVES.items() if frm is state}
        assert bool(leads) is (state is not State.TAKEN_OVER)
        assert str(REASONS[state])
        for move in Move:
            if (state, move) not in MOVES:
                with pytest.raises(Refusal, match="not possible"):
                    moves.after(state, move)


def test_a_quiet_one_is_taken_over_with_one_move_and_says_by_whom_from_whom() -> None:
    change = moves.take_over(OPEN, {}, [], IN, AT)
    assert (change.handover.state, change.handover.incoming) == (State.TAKEN_OVER, 2)
    (event,) = change.events
    assert (event.tag, event.actor, event.whom) == (TeamTag.HANDOVER_TAKEN_OVER, IN, 1)


def test_what_is_grave_has_to_be_spoken_about_first_and_the_refusal_says_which() -> None:
    answers = {4: said(4, Reply.MINE)}
    with pytest.raises(Refusal, match="#5, #9"):
        moves.take_over(OPEN, answers, [9, 4, 5], IN, AT)
    answers |= {5: said(5, Reply.POOL), 9: replace(said(9, Reply.ASK, "Why?"), explained="So.")}
    with pytest.raises(Refusal, match="#9"):
        moves.take_over(OPEN, answers, [4, 5, 9], IN, AT)
    assert moves.take_over(OPEN, answers | {9: said(9, Reply.MINE)}, [4, 5, 9], IN, AT)


def test_a_question_waits_for_its_answer_or_for_mine_or_pool() -> None:
    asked = moves.answer(OPEN, {}, IN, said(4, Reply.ASK, "Did she call?")).handover
    answers = {4: said(4, Reply.ASK, "Did she call?")}
    assert asked.state is State.ASKED
    explained = moves.explain(asked, answers, OUT, 4, "Yes, at nine.")
    assert explained.handover.state is State.OPEN
    assert explained.answer
    assert explained.answer.explained == "Yes, at nine."
    assert moves.answer(asked, answers, IN, said(4, Reply.POOL)).handover.state is State.OPEN
    two = answers | {5: said(5, Reply.ASK, "And she?")}
    assert moves.answer(asked, two, IN, said(4, Reply.MINE)).handover.state is State.ASKED
    with pytest.raises(Refusal, match="Nobody asked"):
        moves.explain(explained.handover, {4: explained.answer}, OUT, 4, "Again")


def test_a_question_about_what_is_done_by_now_holds_nobody_up() -> None:
    asked = replace(OPEN, state=State.ASKED)
    answers = {4: said(4, Reply.ASK, "?")}
    assert moves.take_over(asked, answers, [], IN, AT).handover.state is State.TAKEN_OVER
    with pytest.raises(Refusal, match="#4"):
        moves.take_over(asked, answers, [4], IN, AT)


def test_a_refused_one_is_offered_again() -> None:
    refused = moves.refuse(OPEN, IN, "What about #4?", AT).handover
    assert (refused.state, refused.reason, refused.incoming) == (State.REFUSED, "What about #4?", 2)
    with pytest.raises(Refusal, match="offer it again"):
        moves.take_over(refused, {}, [], IN, AT)
    again = moves.offer(moves.write(refused, OUT, words="#4 is settled.").handover, OUT, AT).handover
    assert (again.state, again.reason, again.incoming, again.words) == (
        State.OPEN,
        "",
        None,
        "#4 is settled.",
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["mine", "pool", "ask", "explain", "refuse", "offer", "take"]), st.integers(1, 3)
        )
    )
)
def test_whatever_is_clicked_in_whatever_order_it_is_taken_over_once_and_with_everything_said(
    clicks: list[tuple[str, int]],
) -> None:
    handover, answers, taken = OPEN, dict[int, Answer](), 0
    for word, item in clicks:
        try:
            change = clicked(handover, answers, word, item)
        except Refusal:
            continue
        handover = change.handover
        if change.answer:
            answers[change.answer.item] = change.answer
        if handover.state is State.TAKEN_OVER:
            taken += 1
            assert all(answers[number].settles for number in (1, 2))
        waiting = any(one.pending for one in answers.values())
        assert handover.state is not State.ASKED or waiting
    assert taken <= 1


def clicked(handover: Handover, answers: dict[int, Answer], word: str, item: int) -> HandoverChange:
    if word in {"mine", "pool", "ask"}:
        return moves.answer(handover, answers, IN, said(item, Reply(word), "?" if word == "ask" else ""))
    if word == "explain":
        return moves.explain(handover, answers, OUT, item, "Because.")
    if word == "refuse":
        return moves.refuse(handover, IN, "no", AT)
    return (
        moves.offer(handover, OUT, AT)
        if word == "offer"
        else moves.take_over(handover, answers, [1, 2], IN, AT)
    )


def a_trail() -> list[TeamEntry]:
    entries, head = [], ""
    for seq, tag in enumerate((TeamTag.SHIFT_BEGAN, TeamTag.HANDOVER_WRITTEN, TeamTag.SHIFT_ENDED), start=1):
        event = TeamEvent(tag=tag, actor=OUT, whom=1, text=f"text {seq}")
        entries.append(enter(head, "shift:3", seq, AT, event, f"salt{seq}"))
        head = entries[-1].digest
    return entries


def test_an_entry_that_is_missing_changed_or_cut_off_is_found() -> None:
    whole = a_trail()
    head = whole[-1].digest
    assert first_fault(whole, head, 3) is None
    assert first_fault([], "", 0) is None
    changes = {"whom": 9, "item": 4, "text": "other", "tag": TeamTag.SHIFT_ENDED}
    for name, value in changes.items():
        changed = replace(whole[1], event=replace(whole[1].event, **{name: value}))  # type: ignore[arg-type]  # mypy takes each for every field
        assert first_fault([whole[0], changed, whole[2]], head, 3) == 2
    assert first_fault(whole[1:], head, 3) == 1
    assert first_fault([whole[0], whole[2]], head, 3) == 2
    assert first_fault(whole[:2], head, 3) == 3
    moved = [replace(entry, chain="shift:4") for entry in whole]
    assert first_fault(moved, head, 3) == 1


def test_a_text_can_be_erased_and_its_chain_stays_whole() -> None:
    whole = a_trail()
    erased = replace(whole[1], salt="", event=replace(whole[1].event, text=""))
    assert first_fault([whole[0], erased, whole[2]], whole[-1].digest, 3) is None
    unsalted = replace(whole[1], salt="")
    assert first_fault([whole[0], unsalted, whole[2]], whole[-1].digest, 3) == 2


DRAFT = Proposed(ask=1, words="Bei #4 wartet Berta auf den Rückruf.", by="m", prompt="handover@1", items=(4,))


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        (DRAFT.words, TeamTag.HANDOVER_KEPT),
        (f"Hallo! {DRAFT.words.upper()} Danke.", TeamTag.HANDOVER_KEPT),
        ("Bei #4 wartet Berta noch auf Antwort.", TeamTag.HANDOVER_WRITTEN),
        ("", TeamTag.HANDOVER_WRITTEN),
    ],
)
def test_a_draft_is_theirs_once_they_have_read_it_and_the_trail_says_how_it_began(
    words: str, tag: TeamTag
) -> None:
    asked = replace(OPEN, proposed=Proposed(ask=1))
    change = moves.propose(asked, DRAFT)
    assert change
    drafted = change.handover
    assert (drafted.unread, change.events[0].actor.person) == (DRAFT.words, 0)
    read = moves.write(drafted, OUT, words=words)
    assert (read.handover.words, read.handover.unread, read.events[0].tag) == (words, "", tag)
    # An answer to what was asked before comes too late, and so does one beside words of a person.
    assert moves.propose(read.handover, DRAFT) is None
    again = moves.propose(read.handover, replace(DRAFT, ask=2, items=(5,)))
    assert (again is None) is bool(words)
    assert again is None or again.handover.proposed.items == (4, 5)
    # What is changed later is measured by what stood there, and only if that was a draft.
    later = moves.write(read.handover, OUT, words=f"{words} Gruß, Mira")
    assert later.events[0].tag is tag


def test_a_few_words_stem_from_nothing_but_themselves() -> None:
    assert stems_from("Alles ruhig.", "alles ruhig.")
    assert not stems_from("Alles ruhig.", "Alles")
    assert not stems_from("", "")
