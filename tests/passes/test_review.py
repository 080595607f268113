"""The weekly review on the calendar, and its monthly sweep of people who rest; through whole passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.schedule.status import State
from followupd.core.values.facts import Promised, Settled, Skipped, Swept
from followupd.core.values.hitlist import Cadence, ReviewRule
from followupd.core.values.time import Span
from followupd.core.values.user_time import Away
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.phones import contact, desk_of

YEARLY = Cadence(Span(months=12), Span(months=18))
REACHED = contact("Ann", "2026-11-18 10:00 reached: the new studio")
TRIED = contact("Bo", "2026-11-17 10:00 no answer")
MONTH = replace(contact("Cleo", "2026-10-20 reached", "2026-11-12 declined"), cadence=YEARLY)
QUARTER = replace(contact("Dan: the elder", "2026-08-01 reached", "2026-11-13 declined"), cadence=YEARLY)
ON_SCHEDULE = replace(contact("Eve", "2026-08-15 reached"), cadence=YEARLY)


@pytest.fixture
def desk(tmp_path: Path) -> UserDesk[MemoryCalendar]:
    """Sunday 22 November, 10:00 in Denver; the next review is on Monday, the first of a month on 7 December."""
    made = desk_of(tmp_path, (REACHED, TRIED, MONTH, QUARTER, ON_SCHEDULE))
    made.hitlist = replace(made.hitlist, review=ReviewRule(0, time(9)))
    made.run()
    return made


def in_december(desk: UserDesk[MemoryCalendar]) -> None:
    desk.now = datetime(2026, 12, 3, 17, 0, tzinfo=UTC)
    desk.run()


def test_a_review_sums_up_the_week(desk: UserDesk[MemoryCalendar]) -> None:
    """On Monday at nine: who was reached and tried since last Monday, and who waits; no sweep in the fourth week."""
    there = desk.one("review-")
    assert there.uid == "review-2026w48-hitlist@followupd"
    assert there.event.start == datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert there.event.summary == "You spoke with one person"
    text = there.event.description
    assert "The week from Mon 16 Nov to Sun 22 Nov." in text
    assert "Reached: 1\n- Ann: the new studio" in text
    assert "Tried: 1\n- Bo (no answer)" in text
    assert "Who rests" not in text


def test_kept_and_open_promises_are_listed(desk: UserDesk[MemoryCalendar]) -> None:
    desk.history.append([
        Promised("ann", desk.now, "send the list", date(2026, 11, 27)), Promised("bo", desk.now, "the photos"),
        Settled("bo", desk.now - timedelta(hours=1), "call the plumber"),
    ], desk.now)
    desk.run()
    text = desk.one("review-").event.description
    assert "Promises kept: 1\n- Bo: call the plumber" in text
    assert "Promises open: 2\n- Ann: send the list by Fri 27 Nov\n- Bo: the photos" in text


def test_a_past_review_is_never_rewritten_and_the_next_one_comes(desk: UserDesk[MemoryCalendar]) -> None:
    before = desk.one("review-")
    desk.now = before.event.end + timedelta(hours=2)
    desk.history.append([Settled("ann", desk.now, "send the list")], desk.now)
    desk.run()
    first, second = desk.ours("review-")
    assert first.raw == before.raw
    assert second.uid == "review-2026w49-hitlist@followupd"
    assert "Promises kept: 1" in second.event.description


def test_a_deleted_review_is_off_and_a_dragged_one_stays(desk: UserDesk[MemoryCalendar]) -> None:
    desk.calendar.delete(desk.one("review-").uid)
    report = desk.run()
    assert any("the review" in line for line in report.lines())
    there = desk.one("review-")
    assert there.uid == "review-2026w49-hitlist@followupd"
    assert [f.uid for f in desk.history.facts() if isinstance(f, Skipped)] == ["review-2026w48-hitlist@followupd"]
    start = there.event.start + timedelta(days=1)
    desk.calendar.drag(there.uid, start, start + timedelta(minutes=15))
    desk.run()
    assert desk.one("review-").event.start == start


@pytest.mark.parametrize(("days", "others"), [
    (0, {1: ["w48"], 8: ["w49"]}), (1, {1: ["w48"], 8: ["w49"]}), (6, {1: ["w48"], 8: ["w49"]}),
    (8, {1: ["w48", "w49"], 8: ["w48", "w49"], 9: ["w48", "w50"], 11: ["w50"]}),
    (7, {1: ["w48", "w49"], 9: ["w50"]}),
    (24, {1: ["w48", "w49"], 9: ["w48", "w50"], 20: ["w48", "w51"], 24: ["w48", "w52"], 26: ["w52"]}),
])
def test_a_review_dragged_into_another_week_takes_no_other_reviews_place(
    desk: UserDesk[MemoryCalendar], days: int, others: dict[int, list[str]]
) -> None:
    """Both are there, each once, until they begin; within its own week a drag is only a drag (P6).

    `others` are the coming reviews by day; day 0 is the first Sunday.
    """
    there = desk.one("review-")
    start = there.event.start + timedelta(days=days, hours=1)
    desk.calendar.drag(there.uid, start, start + timedelta(minutes=15))
    for day in range(1, 27):
        desk.now = datetime(2026, 11, 22, 18, 30, tzinfo=UTC) + timedelta(days=day - 1)
        desk.run()
        coming = {p.uid: p.event.start for p in desk.ours("review-") if p.event.start > desk.now}
        if start > desk.now:
            assert coming[there.uid] == start
        if day in others:
            assert sorted(uid.split("-")[1][4:] for uid in coming) == others[day]
    weeks = [p.uid for p in desk.ours("review-")]
    assert len(weeks) == len(set(weeks))


def test_a_review_dragged_away_and_deleted_there_is_off(desk: UserDesk[MemoryCalendar]) -> None:
    there = desk.one("review-")
    start = there.event.start + timedelta(days=8)
    desk.calendar.drag(there.uid, start, start + timedelta(minutes=15))
    desk.run()
    desk.calendar.delete(there.uid)
    desk.run()
    assert desk.one("review-").uid == "review-2026w49-hitlist@followupd"


def test_the_first_review_of_a_month_lists_people_who_rest(desk: UserDesk[MemoryCalendar]) -> None:
    """By 30, 60 and 90 days without contact; people who are due, under way or on schedule do not rest."""
    in_december(desk)
    there = desk.ours("review-")[-1]
    assert there.uid == "review-2026w50-hitlist@followupd"
    text = there.event.description
    assert "Quiet for 30 days and more:\n[ ] Cleo: quiet since Tue 20 Oct, back " in text
    assert "Quiet for 90 days and more:\n[ ] Dan: the elder: quiet since Sat 1 Aug, back " in text
    assert text.count("[ ] ") == 2
    assert "Eve" not in text


@pytest.mark.parametrize(("box", "behind", "day", "state"), [
    ("x", "", date(2026, 12, 3), State.OPEN), (">", " 15 Jan", date(2027, 1, 15), State.RESTING),
    ("-", "", None, State.RESTING), ("x", " Friday", date(2026, 12, 11), State.OPEN),
])
def test_three_ways_out(desk: UserDesk[MemoryCalendar], box: str, behind: str, day: date | None, state: State) -> None:
    """Call now, later with a day, let rest: each is recorded once, also days later, and the plan follows."""
    in_december(desk)
    there = desk.ours("review-")[-1]
    line = next(one for one in there.event.description.split("\n") if one.startswith("[ ] Cleo"))
    ticked = line.replace("[ ]", f"[{box}]") + behind
    desk.calendar.rewrite(there.uid, there.event.description.replace(line, ticked))
    desk.run()
    (swept,) = (f for f in desk.history.facts() if isinstance(f, Swept))
    assert (swept.contact, swept.day, swept.event) == ("cleo", day, there.uid)
    assert ticked in desk.ours("review-")[-1].event.description          # the user's own line stays
    desk.now += timedelta(days=2)
    report = desk.run()
    assert len([f for f in desk.history.facts() if isinstance(f, Swept)]) == 1
    status = report.plan.statuses["cleo"]
    assert status.state is state
    if day is not None:
        assert status.next_try is not None
        assert status.next_try.due == day


def test_ticks_on_a_past_review_are_answered_in_its_title(desk: UserDesk[MemoryCalendar]) -> None:
    """Ticked after its time: picked up, and the title says so; its text stays as it is."""
    in_december(desk)
    there = desk.ours("review-")[-1]
    desk.now = there.event.end + timedelta(hours=1)
    text = there.event.description.replace("[ ] Cleo", "[x] Cleo").replace("[ ] Dan: the elder", "[-] Dan: the elder")
    desk.calendar.rewrite(there.uid, text)
    desk.run()
    after = desk.calendar.event(there.uid).event
    assert after.summary == "✓ The week from Mon 30 Nov to Sun 6 Dec: 2 decided"
    assert after.description == text


def test_one_may_be_decided_about_after_another(desk: UserDesk[MemoryCalendar]) -> None:
    """On a review that shows a decision already."""
    in_december(desk)
    desk.now = desk.ours("review-")[-1].event.end + timedelta(hours=1)
    desk.run()
    uid = next(one.uid for one in desk.ours("review-") if "Who rests" in one.event.description)
    for name in ("Cleo", "Dan"):
        text = desk.present()[uid].event.description
        desk.calendar.rewrite(uid, text.replace(f"[ ] {name}", f"[-] {name}"))
        desk.now += timedelta(minutes=5)
        desk.run()
    assert [one.contact for one in desk.facts(Swept)] == ["cleo", "dan:-the-elder"]
    assert desk.title(uid).endswith(": 2 decided")


@pytest.mark.parametrize("box", [">", "?", "later"])
def test_a_tick_without_a_day_is_asked_about(desk: UserDesk[MemoryCalendar], box: str) -> None:
    in_december(desk)
    there = desk.ours("review-")[-1]
    desk.calendar.rewrite(there.uid, there.event.description.replace("[ ] Cleo", f"[{box}] Cleo"))
    report = desk.run()
    assert any("names no day" in question for question in report.questions)
    assert [f for f in desk.history.facts() if isinstance(f, Swept)] == []


def test_a_lost_database_doubles_no_review_and_reads_its_ticks_again(
    desk: UserDesk[MemoryCalendar], tmp_path: Path
) -> None:
    in_december(desk)
    there = desk.ours("review-")[-1]
    desk.calendar.rewrite(there.uid, there.event.description.replace("[ ] Cleo", "[-] Cleo"))
    desk.run()
    count = len(desk.ours("review-"))
    desk.history.close()
    desk.history = History.open(tmp_path / "second.db", "hitlist")
    desk.run()
    assert len(desk.ours("review-")) == count
    assert [f.contact for f in desk.history.facts() if isinstance(f, Swept)] == ["cleo"]


def test_a_review_on_a_day_off_waits_for_the_next_day(desk: UserDesk[MemoryCalendar]) -> None:
    """Away on Monday: it is on Tuesday. Away for the whole week: the one after it comes."""
    desk.hitlist = replace(desk.hitlist, away=(Away(date(2026, 11, 23), date(2026, 11, 23)),))
    desk.run()
    assert desk.one("review-").event.start == datetime(2026, 11, 24, 16, tzinfo=UTC)
    desk.hitlist = replace(desk.hitlist, away=(Away(date(2026, 11, 23), date(2026, 11, 29)),))
    desk.run()
    assert desk.one("review-").uid == "review-2026w49-hitlist@followupd"


def test_a_review_that_waits_is_on_a_workday(desk: UserDesk[MemoryCalendar]) -> None:
    """The Friday after Thanksgiving is off: it is read on the Wednesday before, not at the weekend."""
    off = (Away(date(2026, 11, 26), date(2026, 11, 27)),)
    desk.hitlist = replace(desk.hitlist, review=ReviewRule(4, time(16)), away=off)
    desk.run()
    assert desk.one("review-").event.start == datetime(2026, 11, 25, 23, tzinfo=UTC)


def test_an_account_of_the_protected_time(desk: UserDesk[MemoryCalendar]) -> None:
    """What was protected, moved and lost in the seven days before; the same before and after the block's hour (P3)."""
    in_december(desk)                                             # Thursday: Tuesday's block was held
    text = desk.ours("review-")[-1].event.description
    assert "The week from Mon 30 Nov to Sun 6 Dec.\nProtected time: 60 minutes." in text
    desk.now = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
    desk.run()
    (there,) = (p for p in desk.ours("block-") if p.event.start == datetime(2026, 12, 8, 17, tzinfo=UTC))
    desk.calendar.drag(there.uid, there.event.start + timedelta(days=1), there.event.end + timedelta(days=1))
    desk.run()
    before = desk.ours("review-")[-1]
    assert "Protected time: 60 minutes, 60 of them moved." in before.event.description
    desk.now = datetime(2026, 12, 10, 17, 0, tzinfo=UTC)          # it is over
    desk.run()
    assert desk.ours("review-")[-1].raw == before.raw
    desk.now = datetime(2026, 12, 14, 17, 0, tzinfo=UTC)
    desk.run()
    (there,) = (p for p in desk.ours("block-") if p.event.start == datetime(2026, 12, 15, 17, tzinfo=UTC))
    desk.calendar.delete(there.uid)
    desk.run()
    assert "Protected time: none, 60 lost (skipped by you)." in desk.ours("review-")[-1].event.description


def test_days_off_and_overlaps_are_in_the_account(desk: UserDesk[MemoryCalendar]) -> None:
    """What overlapped it is not named: that is forgotten once the block begins, and the text stays the same (P3)."""
    (rule,) = desk.hitlist.blocks
    second = replace(rule, time=time(10, 45), protect="warn")
    desk.hitlist = replace(desk.hitlist, blocks=(rule, second))
    desk.now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    desk.run()
    before = desk.ours("review-")[-1]
    assert "Protected time: 105 minutes, 15 lost (overlapped)." in before.event.description
    desk.now = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    desk.run()
    assert desk.ours("review-")[-1].raw == before.raw
    desk.hitlist = replace(desk.hitlist, away=(Away(date(2026, 11, 30), date(2026, 12, 6), "Lisbon"),))
    desk.now = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    desk.run()
    assert "Protected time: none, 120 lost (Lisbon)." in desk.ours("review-")[-1].event.description


def test_without_a_block_there_is_no_account(desk: UserDesk[MemoryCalendar]) -> None:
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    assert "Protected time" not in desk.one("review-").event.description


@pytest.mark.parametrize("days", [1, 3])
def test_a_week_that_had_its_review_gets_no_second_one(desk: UserDesk[MemoryCalendar], days: int) -> None:
    """Monday and more are called days off after Monday's review was read: the next one is next week's."""
    before = desk.one("review-")
    desk.now = before.event.end + timedelta(hours=2)
    monday = date(2026, 11, 23)
    desk.hitlist = replace(desk.hitlist, away=(Away(monday, monday + timedelta(days=days - 1)),))
    desk.run()
    first, second = desk.ours("review-")
    assert first.raw == before.raw
    assert second.uid == "review-2026w49-hitlist@followupd"
    desk.hitlist = replace(desk.hitlist, away=(), review=ReviewRule(4, time(9)))      # from now on on Fridays
    desk.run()
    assert [p.uid for p in desk.ours("review-")][1:] == ["review-2026w49-hitlist@followupd"]


def test_a_review_stays_in_its_week(desk: UserDesk[MemoryCalendar]) -> None:
    """Sunday's, on a day off: it comes on Friday, the last workday, not in the next week, which has its own."""
    desk.hitlist = replace(
        desk.hitlist, review=ReviewRule(6, time(18)), away=(Away(date(2026, 11, 29), date(2026, 11, 29)),)
    )
    desk.now = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    desk.run()
    there = desk.one("review-2026w48")
    assert there.event.start == datetime(2026, 11, 28, 1, tzinfo=UTC)        # Friday, 18:00 in Denver


def test_without_the_setting_there_is_none(desk: UserDesk[MemoryCalendar]) -> None:
    desk.hitlist = replace(desk.hitlist, review=None)
    desk.run()
    assert desk.ours("review-") == []


def test_title_and_text_count_the_same_people(desk: UserDesk[MemoryCalendar]) -> None:
    """Two talks with one person are one person, and whoever was reached in the end was not only tried."""
    often = contact("Ann", "2026-11-17 10:00 no answer", "2026-11-18 reached: studio", "2026-11-20 reached: lamps")
    wrote = contact("Bo", "2026-11-18 email reached", via=("email",))
    tried = contact("Cy", "2026-11-18 no answer", "2026-11-20 busy")
    desk.hitlist = replace(desk.hitlist, contacts=(often, wrote, tried))
    desk.run()
    event = desk.one("review-").event
    assert event.summary == "You were in touch with 2 people"
    assert "Reached: 2\n- Ann: studio; lamps\n- Bo\n" in event.description
    assert "Tried: 1\n- Cy (no answer, busy)" in event.description
    desk.hitlist = replace(desk.hitlist, contacts=(tried,))
    desk.run()
    assert desk.one("review-").event.summary == "You tried one person"
