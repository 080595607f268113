"""The account of protected time: what was held, what was moved, what was lost and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from followupd.core.schedule.defend import BlocksSoFar, place_blocks
from followupd.core.schedule.minutes import Week, account, begun_before
from followupd.core.texts.cards import block_event
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Moved
from followupd.core.values.hitlist import BlockRule
from followupd.core.values.time import Interval, Span
from followupd.core.values.user_time import Busy, UserTime
from tests.kit.people import DENVER, TUESDAY, at, hit_list

RULE = replace(TUESDAY, ahead=Span(days=21))
SUNDAY = at("2026-11-22 12:00")
SINCE = date(2026, 11, 20)
MEETING = Busy(Interval(at("2026-11-24 10:15"), at("2026-11-24 11:00")), "Board meeting")


def weeks(
    *rules: BlockRule, now: datetime = SUNDAY, busy: Sequence[Busy] = (), off: dict[date, str] | None = None,
    moves: dict[str, Moved] | None = None, skipped: Sequence[str] = (), existing: Sequence[Event] = (),
    gone: Sequence[Event] = (), since: date = SINCE,
) -> dict[str, Week]:
    """By the week's Monday; `gone` were tidied away."""
    hitlist = hit_list(blocks=rules or (RULE,))
    stand = {event.uid: event for event in existing}
    found = place_blocks(
        hitlist, now.date() - timedelta(days=62), now, BlocksSoFar(moves or {}, skipped, stand),
        UserTime(tuple(busy), off or {}),
    )
    written = {e.uid: Written(e.uid, e) for e in existing} | {e.uid: Written(e.uid, e, deleted=True) for e in gone}
    told = account(found.blocks, found.dropped, begun_before(written, "hitlist", now), since, now, DENVER)
    return {f"{week.first:%d %b}": week for week in told}


def events(now: datetime = SUNDAY, busy: Sequence[Busy] = (), rule: BlockRule = RULE) -> list[Event]:
    hitlist = hit_list(blocks=(rule,))
    found = place_blocks(hitlist, now.date(), now, BlocksSoFar(), UserTime(tuple(busy)))
    return [block_event(block, None, hitlist) for block in found.blocks if block.interval.start > now]


def minutes(week: Week) -> tuple[int, int, int, tuple[str, ...]]:
    return week.protected, week.moved, week.lost, week.because


def test_a_usual_week() -> None:
    """The coming ones are there; what was over before the first pass is not."""
    told = weeks()
    assert {name: minutes(week) for name, week in told.items()} == {
        "23 Nov": (60, 0, 0, ()), "30 Nov": (60, 0, 0, ()), "07 Dec": (60, 0, 0, ()),
    }


def test_moved_by_us_or_by_hand() -> None:
    """Both are protected and counted as moved; a drag into another week counts for the week of the rule."""
    assert minutes(weeks(busy=[MEETING])["23 Nov"]) == (60, 60, 0, ())
    uid = "block-2026w48-1-hitlist@followupd"
    move = Moved(None, SUNDAY, uid, at("2026-12-03 10:00"), at("2026-12-03 10:30"))
    told = weeks(moves={uid: move})
    assert (minutes(told["23 Nov"]), minutes(told["30 Nov"])) == ((30, 30, 0, ()), (60, 0, 0, ()))


def test_lost() -> None:
    """Minutes that the user skipped, on days off, and overlapped in a block that stays."""
    uid = "block-2026w48-1-hitlist@followupd"
    assert minutes(weeks(skipped=[uid])["23 Nov"]) == (0, 0, 60, ("skipped by you",))
    away = {date(2026, 11, 23) + timedelta(days=n): "Lisbon" for n in range(5)}
    assert minutes(weeks(off=away)["23 Nov"]) == (0, 0, 60, ("Lisbon",))
    warn = replace(RULE, protect="warn")
    assert minutes(weeks(warn, busy=[MEETING])["23 Nov"]) == (15, 0, 45, ("Board meeting",))
    both = weeks(warn, replace(RULE, days=(3,)), busy=[MEETING], skipped=["block-2026w48-2-hitlist@followupd"])
    assert minutes(both["23 Nov"]) == (15, 0, 105, ("Board meeting", "skipped by you"))


def test_the_past_needs_no_busy_time() -> None:
    """It is remembered with each event, even with one that the user has deleted since."""
    later = at("2026-12-02 12:00")
    warn = replace(RULE, protect="warn")
    warned = weeks(warn, now=later, existing=events(busy=[MEETING], rule=warn))
    assert minutes(warned["23 Nov"]) == (15, 0, 45, ("overlapped",))
    moved = events(busy=[MEETING])
    assert minutes(weeks(now=later, existing=moved)["23 Nov"]) == (60, 60, 0, ())
    plain = events()
    assert minutes(weeks(now=later, existing=plain[1:], gone=plain[:1])["23 Nov"]) == (60, 0, 0, ())


def test_four_weeks_back_and_three_ahead() -> None:
    """And nothing before the day of the first pass, days off neither."""
    now = at("2027-01-06 12:00")
    stood = [
        event for week in range(8)
        for event in events(now=SUNDAY + timedelta(days=7 * week), rule=replace(RULE, ahead=Span(days=7)))
    ]
    told = weeks(replace(RULE, ahead=Span(days=70)), now=now, existing=stood)
    assert list(told) == ["07 Dec", "14 Dec", "21 Dec", "28 Dec", "04 Jan", "11 Jan", "18 Jan", "25 Jan"]
    early = {date(2026, 11, 16) + timedelta(days=n): "away" for n in range(5)}
    assert "16 Nov" not in weeks(off=early)


def test_without_blocks_there_is_no_account() -> None:
    assert account((), (), (), SINCE, SUNDAY, DENVER) == ()
