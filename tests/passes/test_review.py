"""The weekly review on the calendar, and its monthly sweep of people who rest; through whole passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from followupd.core.schedule.status import State
from followupd.core.values.facts import Promised, Settled, Skipped, Swept
from followupd.core.values.hitlist import Cadence, ReviewRule
from followupd.core.values.time import Span
from followupd.core.values.user_time import Away
from followupd.history.store import History
from tests.passes.test_answers import World, contact

YEARLY = Cadence(Span(months=12), Span(months=18))
REACHED = contact("Ann", "2026-11-18 10:00 reached: the new studio")
TRIED = contact("Bo", "2026-11-17 10:00 no answer")
MONTH = replace(contact("Cleo", "2026-10-20 reached"), cadence=YEARLY)
QUARTER = replace(contact("Dan: the elder", "2026-08-01 reached"), cadence=YEARLY)


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Sunday 22 November, 10:00 in Denver; the next review is on Monday, the first of a month on 7 December."""
    made = World(tmp_path, (REACHED, TRIED, MONTH, QUARTER))
    made.hitlist = replace(made.hitlist, review=ReviewRule(0, time(9)))
    made.run()
    return made


def in_december(world: World) -> None:
    world.now = datetime(2026, 12, 3, 17, 0, tzinfo=UTC)
    world.run()


def test_a_review_tells_the_week(world: World) -> None:
    """On Monday at nine: whom you reached and tried since last Monday, and what waits; no sweep in the fourth week."""
    there = world.one("review-")
    assert there.uid == "review-2026w48-hitlist@followupd"
    assert there.event.start == datetime(2026, 11, 23, 16, tzinfo=UTC)
    assert there.event.summary == "Review: 1 reached, 1 tried"
    text = there.event.description
    assert "The week of Mon 16 Nov." in text
    assert "Reached: 1\n- Ann: the new studio" in text
    assert "Tried: 1\n- Bo (no answer)" in text
    assert "Who rests" not in text


def test_promises_kept_and_open_are_told(world: World) -> None:
    world.history.append([
        Promised("ann", world.now, "send the list", date(2026, 11, 27)), Promised("bo", world.now, "the photos"),
        Settled("bo", world.now - timedelta(hours=1), "call the plumber"),
    ], world.now)  # fmt: skip
    world.run()
    text = world.one("review-").event.description
    assert "Promises kept: 1\n- Bo: call the plumber" in text
    assert "Promises open: 2\n- Ann: send the list by Fri 27 Nov\n- Bo: the photos" in text


def test_a_past_review_is_never_rewritten_and_the_next_one_comes(world: World) -> None:
    before = world.one("review-")
    world.now = before.event.end + timedelta(hours=2)
    world.history.append([Settled("ann", world.now, "send the list")], world.now)
    world.run()
    first, second = world.ours("review-")
    assert first.raw == before.raw
    assert second.uid == "review-2026w49-hitlist@followupd"
    assert "Promises kept: 1" in second.event.description


def test_a_deleted_review_is_off_and_a_dragged_one_stays(world: World) -> None:
    world.calendar.delete(world.one("review-").uid)
    report = world.run()
    assert any("the review" in line for line in report.lines())
    there = world.one("review-")
    assert there.uid == "review-2026w49-hitlist@followupd"
    assert [f.uid for f in world.history.facts() if isinstance(f, Skipped)] == ["review-2026w48-hitlist@followupd"]
    start = there.event.start + timedelta(days=1)
    world.calendar.drag(there.uid, start, start + timedelta(minutes=15))
    world.run()
    assert world.one("review-").event.start == start


@pytest.mark.parametrize(("days", "others"), [
    (0, {1: ["w48"], 8: ["w49"]}), (1, {1: ["w48"], 8: ["w49"]}), (6, {1: ["w48"], 8: ["w49"]}),
    (8, {1: ["w48", "w49"], 8: ["w48", "w49"], 9: ["w48", "w50"], 11: ["w50"]}),
    (7, {1: ["w48", "w49"], 9: ["w50"]}),
    (24, {1: ["w48", "w49"], 9: ["w48", "w50"], 20: ["w48", "w51"], 24: ["w48", "w52"], 26: ["w52"]}),
])
def test_a_review_dragged_into_another_week_takes_no_other_reviews_place(
    world: World, days: int, others: dict[int, list[str]]
) -> None:
    """Both stand, each once, until their time has come; within its own week a drag is only a drag (P6).

    `others` says by day, counted from the first Sunday, which reviews are to come.
    """
    there = world.one("review-")
    start = there.event.start + timedelta(days=days, hours=1)
    world.calendar.drag(there.uid, start, start + timedelta(minutes=15))
    for day in range(1, 27):
        world.now = datetime(2026, 11, 22, 18, 30, tzinfo=UTC) + timedelta(days=day - 1)
        world.run()
        coming = {p.uid: p.event.start for p in world.ours("review-") if p.event.start > world.now}
        if start > world.now:
            assert coming[there.uid] == start
        if day in others:
            assert sorted(uid.split("-")[1][4:] for uid in coming) == others[day]
    weeks = [p.uid for p in world.ours("review-")]
    assert len(weeks) == len(set(weeks))


def test_a_review_dragged_away_and_deleted_there_is_off(world: World) -> None:
    there = world.one("review-")
    start = there.event.start + timedelta(days=8)
    world.calendar.drag(there.uid, start, start + timedelta(minutes=15))
    world.run()
    world.calendar.delete(there.uid)
    world.run()
    assert world.one("review-").uid == "review-2026w49-hitlist@followupd"


def test_the_first_review_of_a_month_sweeps_who_rests(world: World) -> None:
    """By 30, 60 and 90 days of quiet; whoever is due or under way is not part of it."""
    in_december(world)
    there = world.ours("review-")[-1]
    assert there.uid == "review-2026w50-hitlist@followupd"
    text = there.event.description
    assert "Quiet for 30 days and more:\n[ ] Cleo: quiet since Tue 20 Oct, back Wed 20 Oct 2027" in text
    assert "Quiet for 90 days and more:\n[ ] Dan: the elder: quiet since Sat 1 Aug, back Sun 1 Aug" in text
    assert "[ ] Bo" not in text
    assert "[ ] Ann" not in text


@pytest.mark.parametrize(("box", "behind", "day", "state"), [
    ("x", "", date(2026, 12, 3), State.OPEN), (">", " 15 Jan", date(2027, 1, 15), State.SCHEDULED),
    ("-", "", None, State.SCHEDULED), ("x", " Friday", date(2026, 12, 11), State.OPEN),
])
def test_three_ways_out(world: World, box: str, behind: str, day: date | None, state: State) -> None:
    """Call now, later with a day, let rest: each told once, also days later, and the plan follows."""
    in_december(world)
    there = world.ours("review-")[-1]
    line = next(one for one in there.event.description.split("\n") if one.startswith("[ ] Cleo"))
    ticked = line.replace("[ ]", f"[{box}]") + behind
    world.calendar.rewrite(there.uid, there.event.description.replace(line, ticked))
    world.run()
    (swept,) = (f for f in world.history.facts() if isinstance(f, Swept))
    assert (swept.contact, swept.day, swept.event) == ("cleo", day, there.uid)
    assert ticked in world.ours("review-")[-1].event.description          # the user's own line stays
    world.now += timedelta(days=2)
    report = world.run()
    assert len([f for f in world.history.facts() if isinstance(f, Swept)]) == 1
    standing = report.plan.standings["cleo"]
    assert standing.state is state
    if day is not None:
        assert standing.wish is not None
        assert standing.wish.due == day


def test_ticks_on_a_past_review_are_answered_in_its_title(world: World) -> None:
    """Ticked after its time: taken up, and the title says so; not a word of its text is changed by us."""
    in_december(world)
    there = world.ours("review-")[-1]
    world.now = there.event.end + timedelta(hours=1)
    text = there.event.description.replace("[ ] Cleo", "[x] Cleo").replace("[ ] Dan: the elder", "[-] Dan: the elder")
    world.calendar.rewrite(there.uid, text)
    world.run()
    after = world.calendar.event(there.uid).event
    assert after.summary == "✓ Review: 0 reached, 0 tried: 2 taken up"
    assert after.description == text


def test_a_tick_without_a_day_is_asked_about(world: World) -> None:
    in_december(world)
    there = world.ours("review-")[-1]
    world.calendar.rewrite(there.uid, there.event.description.replace("[ ] Cleo", "[>] Cleo"))
    report = world.run()
    assert any("names no day" in question for question in report.questions)
    assert [f for f in world.history.facts() if isinstance(f, Swept)] == []


def test_a_lost_database_doubles_no_review_and_reads_its_ticks_again(world: World, tmp_path: Path) -> None:
    in_december(world)
    there = world.ours("review-")[-1]
    world.calendar.rewrite(there.uid, there.event.description.replace("[ ] Cleo", "[-] Cleo"))
    world.run()
    count = len(world.ours("review-"))
    world.history.close()
    world.history = History.open(tmp_path / "anew.db", "hitlist")
    world.run()
    assert len(world.ours("review-")) == count
    assert [f.contact for f in world.history.facts() if isinstance(f, Swept)] == ["cleo"]


def test_a_review_on_a_day_off_waits_for_the_next_day(world: World) -> None:
    """Away on Monday: it stands on Tuesday. Away for the whole week: the one after it comes."""
    world.hitlist = replace(world.hitlist, away=(Away(date(2026, 11, 23), date(2026, 11, 23)),))
    world.run()
    assert world.one("review-").event.start == datetime(2026, 11, 24, 16, tzinfo=UTC)
    world.hitlist = replace(world.hitlist, away=(Away(date(2026, 11, 23), date(2026, 11, 29)),))
    world.run()
    assert world.one("review-").uid == "review-2026w49-hitlist@followupd"


def test_an_account_of_the_protected_time(world: World) -> None:
    """What was protected, moved and lost in the seven days before; the same before and after the block's hour (P3)."""
    in_december(world)                                             # Thursday: Tuesday's block was held
    assert "The week of Mon 30 Nov.\nProtected time: 60 minutes." in world.ours("review-")[-1].event.description
    world.now = datetime(2026, 12, 7, 17, 0, tzinfo=UTC)
    world.run()
    (there,) = (p for p in world.ours("block-") if p.event.start == datetime(2026, 12, 8, 17, tzinfo=UTC))
    world.calendar.drag(there.uid, there.event.start + timedelta(days=1), there.event.end + timedelta(days=1))
    world.run()
    before = world.ours("review-")[-1]
    assert "Protected time: 60 minutes, 60 of them moved." in before.event.description
    world.now = datetime(2026, 12, 10, 17, 0, tzinfo=UTC)          # it is over
    world.run()
    assert world.ours("review-")[-1].raw == before.raw
    world.now = datetime(2026, 12, 14, 17, 0, tzinfo=UTC)
    world.run()
    (there,) = (p for p in world.ours("block-") if p.event.start == datetime(2026, 12, 15, 17, tzinfo=UTC))
    world.calendar.delete(there.uid)
    world.run()
    assert "Protected time: none, 60 lost (skipped by you)." in world.ours("review-")[-1].event.description


def test_days_off_and_what_lies_over_a_block_are_in_the_account(world: World) -> None:
    """What lay there is not named, since it is forgotten when its hour has come: the text stays word for word (P3)."""
    (rule,) = world.hitlist.blocks
    second = replace(rule, time=time(10, 45), protect="warn")
    world.hitlist = replace(world.hitlist, blocks=(rule, second))
    world.now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    world.run()
    before = world.ours("review-")[-1]
    assert "Protected time: 105 minutes, 15 lost (overlapped)." in before.event.description
    world.now = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    world.run()
    assert world.ours("review-")[-1].raw == before.raw
    world.hitlist = replace(world.hitlist, away=(Away(date(2026, 11, 30), date(2026, 12, 6), "Lisbon"),))
    world.now = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    world.run()
    assert "Protected time: none, 120 lost (Lisbon)." in world.ours("review-")[-1].event.description


def test_without_a_block_there_is_no_account(world: World) -> None:
    world.hitlist = replace(world.hitlist, blocks=())
    world.run()
    assert "Protected time" not in world.one("review-").event.description


@pytest.mark.parametrize("days", [1, 3])
def test_a_week_that_had_its_review_gets_no_second_one(world: World, days: int) -> None:
    """Monday and more are called days off after Monday's review was read: the next one is next week's."""
    before = world.one("review-")
    world.now = before.event.end + timedelta(hours=2)
    monday = date(2026, 11, 23)
    world.hitlist = replace(world.hitlist, away=(Away(monday, monday + timedelta(days=days - 1)),))
    world.run()
    first, second = world.ours("review-")
    assert first.raw == before.raw
    assert second.uid == "review-2026w49-hitlist@followupd"
    world.hitlist = replace(world.hitlist, away=(), review=ReviewRule(4, time(9)))      # from now on on Fridays
    world.run()
    assert [p.uid for p in world.ours("review-")][1:] == ["review-2026w49-hitlist@followupd"]


def test_a_review_stays_in_its_week(world: World) -> None:
    """Sunday's, on a day off: it comes on Saturday, not in the next week, which has its own."""
    world.hitlist = replace(
        world.hitlist, review=ReviewRule(6, time(18)), away=(Away(date(2026, 11, 29), date(2026, 11, 29)),)
    )
    world.now = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    world.run()
    there = world.one("review-2026w48")
    assert there.event.start == datetime(2026, 11, 29, 1, tzinfo=UTC)        # Saturday, 18:00 in Denver


def test_without_the_setting_there_is_none(world: World) -> None:
    world.hitlist = replace(world.hitlist, review=None)
    world.run()
    assert world.ours("review-") == []
