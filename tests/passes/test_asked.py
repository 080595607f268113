"""Questions about evidence that is not sure: on the next sheet, or by a reminder, until the user says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from followupd.core.people.noticed import question_number
from followupd.core.values.facts import Attempt, EvidenceRule, Outcome, Retracted, Settled
from tests.kit.evidence_of_sam import Desk, ahead, unsure
from tests.kit.evidence_of_sam import desk as desk
from tests.kit.evidence_of_sam import plain as plain
from tests.kit.phones import block, tick

LINE = "Did you speak with Sam on Sun 22 Nov?"


def asked(desk: Desk) -> list[str]:
    return [one.event.summary for one in desk.ours("asked-")]


def said(desk: Desk) -> list[tuple[str, Outcome]]:
    return [(one.source, one.outcome) for one in desk.facts(Attempt)]


def over(desk: Desk) -> None:
    desk.now = block(desk).event.start + timedelta(minutes=5)


@pytest.mark.parametrize(("box", "behind", "counts"), [
    ("x", "", True), ("x", " moves to Utrecht", True), ("-", "", False), (" ", " yes", True), (" ", " no", False),
    (" ", " we didn't", False), (" ", " na", False),
])
def test_one_line_on_the_next_sheet(desk: Desk, box: str, behind: str, counts: bool) -> None:
    """A yes is an attempt at the noticed time, a no is remembered; neither is asked again."""
    fact = unsure(desk)
    desk.log(fact)
    desk.run()
    text = block(desk).event.description
    assert f"[ ] {LINE}\n    Noticed in calls.xml. It counts once you say so.\n" in text
    assert text.count("Did you") == 1
    tick(desk, LINE, box, behind)
    over(desk)
    desk.run()
    if counts:
        (told,) = desk.facts(Attempt)
        assert (told.at, told.outcome, told.channel, told.source) == (fact.at, Outcome.REACHED, "phone", "calendar")
        assert told.note == ("moves to Utrecht" if "Utrecht" in behind else "")
    else:
        (no,) = desk.facts(Settled)
        assert (no.at, no.kept, no.task, desk.facts(Attempt)) == (fact.at, False, "asked", [])
    desk.now += timedelta(days=4)
    desk.run()
    coming = [one.event.description for one in desk.ours("block-") if one.event.start > desk.now]
    assert not any("Did you" in one for one in coming)
    assert asked(desk) == []


@pytest.mark.parametrize(("word", "outcome"), [
    ("yes", Outcome.REACHED), ("done", Outcome.REACHED), ("no", None), ("na", None), ("dropped", None),
])
def test_a_reminder_without_sheets(plain: Desk, word: str, outcome: Outcome | None) -> None:
    plain.log(unsure(plain))
    plain.run()
    assert asked(plain) == [LINE]
    there = plain.one("asked-")
    plain.calendar.retitle(there.uid, f"{there.event.summary} {word}")
    plain.now = there.event.end + timedelta(minutes=5)
    plain.run()
    assert said(plain) == ([("calendar", outcome)] if outcome is not None else [])
    assert [one.kept for one in plain.facts(Settled)] == ([] if outcome is not None else [False])
    (line,) = (line for report in plain.reports for line in report.lines() if "Sam" in line and "oticed" not in line
               and ("Logged" in line or "ot counted" in line))
    assert line.startswith("Logged Sam: reached by phone" if outcome else "Not counted for Sam: reached by phone on")


@pytest.mark.parametrize(("rule", "outcome", "channel", "line"), [
    (EvidenceRule.MET, Outcome.REACHED, None, "Did you meet Sam on Sun 22 Nov?"),
    (EvidenceRule.SENT, Outcome.SENT, "email", "Did you write to Sam on Sun 22 Nov?"),
    (EvidenceRule.REPLIED, Outcome.REACHED, "email", "Did you hear from Sam on Sun 22 Nov?"),
    (EvidenceRule.BOUNCED, Outcome.BOUNCED, "email", "Did you get your email to Sam back on Sun 22 Nov?"),
    (EvidenceRule.NOT_ANSWERED, Outcome.NO_ANSWER, "phone", "Did you ring Sam in vain on Sun 22 Nov?"),
])
def test_each_rule_has_its_question(
    desk: Desk, rule: EvidenceRule, outcome: Outcome, channel: str | None, line: str
) -> None:
    """A tick says what was noticed, whatever it was; of a meeting, that they saw each other."""
    desk.log(unsure(desk, rule, outcome, channel, "Lunch"))
    desk.run()
    tick(desk, line, "x")
    over(desk)
    desk.run()
    (told,) = desk.facts(Attempt)
    assert (told.outcome, told.channel, told.met, told.note) == (outcome, channel, rule is EvidenceRule.MET, "Lunch")


@pytest.mark.parametrize(
    ("seconds", "said"), [(240, "4 minutes"), (50, "50 seconds"), (61, "1 minute"), (3550, "59 minutes")]
)
def test_the_question_about_a_call_says_how_long_it_was(desk: Desk, seconds: int, said: str) -> None:
    """And so does what was noticed, once it counts; it is no note of the talk."""
    desk.log(replace(unsure(desk), seconds=seconds))
    desk.run()
    line = f"Did you speak with Sam on Sun 22 Nov for {said}?"
    assert f"[ ] {line}\n    Noticed in calls.xml. It counts" in block(desk).event.description
    tick(desk, line, "x")
    over(desk)
    desk.run()
    assert [(one.outcome, one.note) for one in desk.facts(Attempt)] == [(Outcome.REACHED, "")]


def test_a_dash_is_a_no_also_to_a_call_that_nobody_answered(desk: Desk) -> None:
    desk.log(unsure(desk, EvidenceRule.NOT_ANSWERED, Outcome.NO_ANSWER))
    desk.run()
    tick(desk, "Did you ring Sam in vain on Sun 22 Nov?", "-")
    over(desk)
    desk.run()
    assert (said(desk), [one.kept for one in desk.facts(Settled)]) == ([], [False])


@pytest.mark.parametrize(("meeting", "call"), [("x", "-"), ("-", "x"), ("x", "x"), ("-", "-"), ("x", " "), (" ", "x")])
def test_a_meeting_and_a_call_at_one_instant_are_two_questions(desk: Desk, meeting: str, call: str) -> None:
    """Each is answered by itself; what has no answer is asked again."""
    met = "Did you meet Sam on Sun 22 Nov?"
    spoke = unsure(desk)
    desk.log(replace(spoke, channel=None, rule=EvidenceRule.MET, evidence="0" * 32), spoke)
    desk.run()
    for line, box in ((met, meeting), (LINE, call)):
        if box != " ":
            tick(desk, line, box)
    over(desk)
    desk.run()
    assert sorted(one.channel or "met" for one in desk.facts(Attempt)) == ["met"] * (meeting == "x") + ["phone"] * (
        call == "x"
    )
    assert sorted(one.what for one in desk.facts(Settled)) == ["met on Sun 22 Nov"] * (meeting == "-") + [
        "reached by phone on Sun 22 Nov"
    ] * (call == "-")
    desk.now += timedelta(days=1)
    desk.run()
    assert (met in ahead(desk), LINE in ahead(desk)) == (meeting == " ", call == " ")


def test_words_that_deny_the_tick_are_asked_about(desk: Desk) -> None:
    desk.log(unsure(desk))
    desk.run()
    tick(desk, LINE, "x", " no answer")
    over(desk)
    desk.run()
    assert said(desk) == []
    assert "says both" in desk.ours("block-")[0].event.description


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (None,)])
def test_ticked_on_two_sheets_it_counts_once(desk: Desk, order: tuple[int | None, ...]) -> None:
    """One that passed may still be ticked; both at once, or one after the other. Cleared on both, nothing counts."""
    desk.log(unsure(desk, EvidenceRule.NOT_ANSWERED, Outcome.NO_ANSWER))
    desk.run()
    desk.now = block(desk).event.end + timedelta(hours=1)
    desk.run()
    sheets = [one.uid for one in desk.ours("block-") if "ring Sam in vain" in one.event.description]
    assert len(sheets) == 2
    for number in order:
        for uid in sheets if number is None else [sheets[number]]:
            there = desk.present()[uid].event.description
            desk.calendar.rewrite(uid, there.replace("[ ] Did you ring", "[x] Did you ring"))
        desk.now += timedelta(minutes=1)
        desk.run()
        assert desk.tries() == [("sam", Outcome.NO_ANSWER, "")]
    desk.now += timedelta(minutes=1)
    for uid in sheets:
        there = desk.present()[uid].event.description
        desk.calendar.rewrite(uid, there.replace("[x] Did you ring", "[ ] Did you ring"))
    desk.run()
    assert desk.tries() == []


def test_a_tick_that_is_taken_out_again_takes_it_back(desk: Desk) -> None:
    desk.log(unsure(desk))
    desk.run()
    tick(desk, LINE, "x")
    over(desk)
    desk.run()
    assert desk.tries() != []
    there = desk.ours("block-")[0]
    desk.calendar.rewrite(there.uid, there.event.description.replace(f"[x] {LINE}", f"[ ] {LINE}"))
    desk.now += timedelta(minutes=1)
    desk.run()
    assert desk.tries() == []


def test_an_attempt_that_is_logged_answers_it(desk: Desk) -> None:
    desk.log(unsure(desk))
    desk.run()
    desk.log(Attempt("sam", desk.now, Outcome.REACHED, "phone"))
    desk.run()
    assert "Did you" not in block(desk).event.description


def test_what_is_taken_back_is_asked_again(desk: Desk) -> None:
    """`undo` of the answer opens the question; of the evidence, ends it."""
    fact = unsure(desk)
    desk.log(fact)
    desk.run()
    before = block(desk).event.description
    desk.log(Settled("sam", fact.at, "x", None, False, task="asked", question=question_number([fact])))
    desk.run()
    assert "Did you" not in block(desk).event.description
    desk.undo()
    desk.run()
    assert len(desk.facts(Retracted)) == 1
    assert block(desk).event.description == before


def test_it_is_asked_for_three_weeks(desk: Desk) -> None:
    """On each sheet, as long as nobody answers; then no more, and it counts as nothing."""
    desk.log(unsure(desk))
    for _ in range(3):
        desk.run()
        coming = min((one for one in desk.ours("block-") if one.event.start > desk.now), key=lambda p: p.event.start)
        assert LINE in coming.event.description
        desk.now = coming.event.end + timedelta(hours=1)
    desk.now += timedelta(days=7)
    desk.run()
    assert not any("Did you" in one.event.description for one in desk.ours("block-") if one.event.start > desk.now)
    assert asked(desk) == []
    assert desk.facts(Attempt) == []


def test_a_deleted_reminder_is_not_asked_again(plain: Desk) -> None:
    plain.log(unsure(plain))
    plain.run()
    plain.calendar.delete(plain.one("asked-").uid)
    plain.now += timedelta(hours=1)
    plain.run()
    assert asked(plain) == []
    plain.now += timedelta(days=2)
    plain.run()
    assert (asked(plain), said(plain)) == ([], [])
