"""Without a call sheet in time the weekly review asks about evidence; its lines are answered as those of a sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome, Settled, Swept
from followupd.core.values.hitlist import BlockRule, Cadence, ReviewRule
from followupd.core.values.sightings import evidence_of
from followupd.core.values.time import Span
from followupd.history.store import History
from tests.kit.evidence_of_sam import SAM, Desk, to_come, unsure
from tests.kit.evidence_of_sam import desk as desk
from tests.kit.evidence_of_sam import plain as plain
from tests.kit.phones import NOW, contact

LINE = "Did you speak with Sam on Sun 22 Nov?"
WHY = "    Noticed in calls.xml. It counts once you say so."
SOME_WEEKS = Span(days=90)


@pytest.fixture
def weekly(plain: Desk) -> Desk:
    """No blocks, a review on Mondays at nine, and a question."""
    plain.hitlist = replace(plain.hitlist, review=ReviewRule(0, time(9)))
    plain.log(unsure(plain))
    plain.run()
    return plain


def text(desk: Desk, number: int = -1) -> str:
    return desk.ours("review-")[number].event.description


def write(desk: Desk, line: str, number: int = -1, of: str = LINE) -> None:
    """Write this in place of the question's line."""
    there = desk.ours("review-")[number]
    assert f"[ ] {of}" in there.event.description
    desk.calendar.rewrite(there.uid, there.event.description.replace(f"[ ] {of}", line))


def over(desk: Desk) -> None:
    """Let the review pass that is to come."""
    desk.now = desk.ours("review-")[-1].event.end + timedelta(hours=1)


def said(desk: Desk) -> list[Outcome]:
    return [one.outcome for one in desk.facts(Attempt)]


def test_it_is_one_line_there_and_no_reminder(weekly: Desk) -> None:
    assert f"To answer: 1\nTick [x] if it is so, [-] if not.\n[ ] {LINE}\n{WHY}" in text(weekly)
    assert text(weekly).count("Did you") == 1
    assert to_come(weekly) == ["review"]


@pytest.mark.parametrize("early", [True, False])
@pytest.mark.parametrize(("line", "counts"), [
    (f"[x] {LINE}", True), (f"[x] {LINE} moves to Utrecht", True), (f"[ ] {LINE} yes", True), (f"[-] {LINE}", False),
    (f"[ ] {LINE} no", False), (f"[ ] {LINE} na", False), (f"[ ] {LINE} we didn't", False), (f"[na] {LINE}", False),
])
def test_it_is_answered_there(weekly: Desk, line: str, counts: bool, early: bool) -> None:
    """A yes counts at the time that was noticed, a no is remembered; the next review does not ask again."""
    write(weekly, line)
    if early:
        weekly.now += timedelta(minutes=5)
        weekly.run()
    over(weekly)
    weekly.run()
    assert [(one.at, one.channel, one.note) for one in weekly.facts(Attempt)] == (
        [(NOW - timedelta(hours=2), "phone", "moves to Utrecht" * ("Utrecht" in line))] if counts else []
    )
    assert [one.kept for one in weekly.facts(Settled)] == [False] * (not counts)
    assert "Did you" not in text(weekly)


@pytest.mark.parametrize(("line", "asks"), [
    (f"[x] {LINE} no answer", "says both"), (f"[?] {LINE}", "[?]"), (f"[ ] {LINE} left a message", "is not an answer"),
])
def test_what_is_not_understood_is_asked_about(weekly: Desk, line: str, asks: str) -> None:
    """On that review (P11), and nothing counts."""
    write(weekly, line)
    over(weekly)
    weekly.run()
    assert (said(weekly), weekly.facts(Settled)) == ([], [])
    there = weekly.ours("review-")[0].event
    assert there.summary.startswith("?")
    assert asks in there.description


def test_unanswered_the_next_review_asks_for_three_weeks(weekly: Desk) -> None:
    asked = 0
    for _ in range(5):
        asked += LINE in text(weekly)
        over(weekly)
        weekly.run()
    assert asked == 3
    assert said(weekly) == []


def test_a_tick_on_two_reviews_counts_once(weekly: Desk) -> None:
    over(weekly)
    weekly.run()
    write(weekly, f"[x] {LINE}", 1)
    weekly.now += timedelta(minutes=5)
    weekly.run()
    write(weekly, f"[x] {LINE}", 0)
    weekly.now += timedelta(minutes=5)
    weekly.run()
    assert weekly.tries() == [("sam", Outcome.REACHED, "")]
    assert said(weekly) == [Outcome.REACHED]


def test_a_contrary_tick_on_another_review_is_asked_about(weekly: Desk) -> None:
    over(weekly)
    weekly.run()
    write(weekly, f"[-] {LINE}", 1)
    weekly.now += timedelta(minutes=5)
    weekly.run()
    write(weekly, f"[x] {LINE}", 0)
    weekly.now += timedelta(minutes=5)
    weekly.run()
    assert weekly.tries() == []
    there = weekly.ours("review-")[0].event
    assert f'Sam: "{LINE}" was answered before, the other way: change one of them' in there.description


def test_a_tick_that_is_taken_out_again_takes_it_back(weekly: Desk) -> None:
    over(weekly)
    weekly.run()
    write(weekly, f"[x] {LINE}", 0)
    weekly.now += timedelta(minutes=5)
    weekly.run()
    assert weekly.tries() != []
    there = weekly.ours("review-")[0]
    weekly.calendar.rewrite(there.uid, there.event.description.replace("[x] Did", "[ ] Did"))
    weekly.now += timedelta(minutes=5)
    weekly.run()
    assert weekly.tries() == []
    assert LINE in text(weekly)


def test_answered_elsewhere_it_goes(weekly: Desk) -> None:
    weekly.log(Attempt("sam", weekly.now, Outcome.REACHED, "phone"))
    weekly.run()
    assert "Did you" not in text(weekly)


def test_beside_people_who_rest(weekly: Desk) -> None:
    """Each line keeps its meaning, whichever is ticked first."""
    rests = replace(
        contact("Dan", "2026-08-01 reached", "2026-11-13 declined"), cadence=Cadence(Span(months=12), Span(months=18))
    )
    weekly.hitlist = replace(weekly.hitlist, contacts=(SAM, rests))
    weekly.now = datetime(2026, 12, 3, 17, tzinfo=UTC)
    weekly.run()
    there = weekly.ours("review-")[-1]
    weekly.calendar.rewrite(there.uid, there.event.description.replace("[ ] Dan", "[x] Dan"))
    over(weekly)
    weekly.run()
    assert [one.contact for one in weekly.facts(Swept)] == ["dan"]
    assert said(weekly) == []
    write(weekly, f"[x] {LINE}", -2)
    weekly.now += timedelta(hours=1)
    weekly.run()
    assert weekly.tries() == [("sam", Outcome.REACHED, "")]
    assert [one.contact for one in weekly.facts(Swept)] == ["dan"]


def test_a_lost_database_reads_the_ticks_again(weekly: Desk) -> None:
    over(weekly)
    weekly.run()
    write(weekly, f"[x] {LINE}", 0)
    weekly.now += timedelta(minutes=5)
    weekly.run()
    (fact,), events = weekly.facts(Noticed), sorted(weekly.present())
    weekly.history.close()
    weekly.history = History.open(weekly.folder / "new.db", "hitlist")
    weekly.log(fact)
    weekly.now += timedelta(minutes=1)
    weekly.run()
    assert weekly.tries() == [("sam", Outcome.REACHED, "")]
    assert sorted(weekly.present()) == events


@pytest.mark.parametrize("review", [True, False])
def test_a_sheet_that_comes_too_late_is_not_waited_for(desk: Desk, review: bool) -> None:
    """A block in a month: the review asks, or a reminder."""
    rule = BlockRule((1,), time(10), ahead=SOME_WEEKS, weeks=4, starting=date(2026, 12, 22))
    desk.hitlist = replace(desk.hitlist, blocks=(rule,), review=ReviewRule(0, time(9)) if review else None)
    desk.log(unsure(desk))
    desk.run()
    assert to_come(desk) == (["review"] if review else ["asked"])
    assert not review or LINE in text(desk)


def test_with_a_sheet_in_time_the_review_does_not_ask(desk: Desk) -> None:
    desk.hitlist = replace(desk.hitlist, review=ReviewRule(0, time(9)))
    desk.log(unsure(desk))
    desk.run()
    assert "Did you" not in text(desk)
    assert sum(LINE in one.event.description for one in desk.ours("block-")) == 1


def test_ten_are_shown_and_the_others_by_command(weekly: Desk) -> None:
    days = [timedelta(days=number) for number in range(1, 12)]
    met = unsure(weekly, EvidenceRule.MET, Outcome.REACHED, None)
    weekly.log(*(replace(met, at=NOW - day, evidence=evidence_of(str(day))) for day in days))
    weekly.run()
    assert text(weekly).count("[ ] Did you") == 10
    assert "To answer: 12" in text(weekly)
    assert "- and 2 more: followupd review" in text(weekly)
