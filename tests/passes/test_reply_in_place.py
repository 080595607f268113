"""Somebody rang or wrote while a reminder of theirs was open: it says so, as the same event (P2, P6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from followupd.core.phrases.weeks import parse_hours
from followupd.core.texts.chain import DayOver, chain
from followupd.core.values.event import Event, Present
from followupd.core.values.facts import Attempt, Booked, DayTime, Outcome
from followupd.core.values.time import Span
from followupd.history.store import History
from tests.kit.evidence_of_sam import RANG, WROTE, Desk, ahead, came, to_come
from tests.kit.evidence_of_sam import desk as desk
from tests.kit.evidence_of_sam import plain as plain
from tests.kit.phones import NOW

TRIED = Attempt("sam", NOW - timedelta(days=5), Outcome.NO_ANSWER, "phone")
ALARM = ("BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:mine", "TRIGGER:-PT1H", "END:VALARM")
SAYS_SO = "They rang on 22 November: you owe an answer."
DAY = timedelta(days=1)


def retry(desk: Desk, tried: Attempt = TRIED) -> Present:
    """Return the reminder that an earlier try led to."""
    desk.log(tried)
    desk.run()
    return only(desk)


def only(desk: Desk) -> Present:
    """Return the one reminder that is to come."""
    found = [one for one in desk.ours("") if one.event.start > desk.now and not one.uid.startswith("block-")]
    assert len(found) == 1, [one.event.summary for one in found]
    return found[0]


def rings(desk: Desk) -> Event:
    """He rings in vain; return the one reminder after that."""
    desk.now += timedelta(minutes=5)
    desk.log(came(desk, ago=timedelta(minutes=1)))
    desk.run()
    return only(desk).event


def test_it_stays_what_the_user_made_of_it(plain: Desk) -> None:
    """Where they dragged it, with their line and their alarm; a mark on it is an answer, and the next try follows."""
    uid, start = retry(plain).uid, datetime(2026, 12, 10, 18, tzinfo=UTC)
    plain.calendar.drag(uid, start)
    plain.calendar.rewrite(uid, f"{only(plain).event.description}\nBring the plans.")
    plain.calendar.add_lines(uid, *ALARM)
    event = rings(plain)
    assert (event.uid, event.start, event.summary) == (uid, start, "Call back Sam")
    assert SAYS_SO in event.description
    assert "Bring the plans." in event.description
    assert "DESCRIPTION:mine" in plain.calendar.texts[plain.present()[uid].href]
    plain.calendar.retitle(uid, "Call back Sam na")
    plain.now = event.end + timedelta(minutes=5)
    plain.run()
    assert plain.title(uid) == "✓ Call back Sam: no answer"
    assert to_come(plain) == ["retry"]


def test_a_title_of_the_users_stays(plain: Desk) -> None:
    uid = retry(plain).uid
    plain.calendar.retitle(uid, "Sam, about the boat")
    event = rings(plain)
    assert (event.uid, event.summary) == (uid, "Sam, about the boat")
    assert SAYS_SO in event.description


def test_within_three_days_it_stays_where_it_was(plain: Desk) -> None:
    before = retry(plain).event
    assert before.start - plain.now < 3 * DAY
    event = rings(plain)
    assert (event.uid, event.start) == (before.uid, before.start)
    plan = plain.run().plan
    links = chain(plan.statuses["sam"], plan, plain.hitlist, plain.now)
    assert [link for link in links if isinstance(link, DayOver)] == []      # the day on which he rang is not


def test_one_that_was_sought_within_three_days_and_found_later_comes_sooner(plain: Desk) -> None:
    """Its own day counts, and not the one from which it was looked for: that was at the weekend."""
    before = retry(plain, replace(TRIED, at=NOW - timedelta(days=5, hours=3), outcome=Outcome.LEFT_MESSAGE)).event
    plain.hitlist = replace(plain.hitlist, hours=parse_hours("Thu-Fri 9:00-17:00"))
    plain.run()
    later = only(plain).event
    assert later.start - plain.now > 3 * DAY, (before.start, later.start)
    plain.hitlist = replace(plain.hitlist, hours=parse_hours("Mon-Fri 9:00-17:00"))
    plain.run()
    assert only(plain).event.start == later.start
    event = rings(plain)
    assert event.start - plain.now < 2 * DAY


def test_a_later_one_comes_sooner_as_the_same_event(plain: Desk) -> None:
    """With what the user wrote on it; taken back, it is where it was."""
    before = retry(plain, replace(TRIED, at=NOW - timedelta(hours=3)))
    assert before.event.start - plain.now > 5 * DAY
    plain.calendar.rewrite(before.uid, f"{before.event.description}\nBring the plans.")
    event = rings(plain)
    assert (event.uid, event.start - plain.now < 2 * DAY) == (before.uid, True)
    assert "Bring the plans." in event.description
    plain.undo()
    plain.run()
    assert (only(plain).event.start, only(plain).event.summary) == (before.event.start, before.event.summary)
    assert "Bring the plans." in only(plain).event.description


def test_beside_blocks_the_reminder_stays_the_one_item(desk: Desk) -> None:
    """It does not become a line on the next sheet, which would take the user's words with it."""
    uid = retry(desk, replace(TRIED, at=datetime(2026, 11, 20, 23, tzinfo=UTC))).uid
    desk.calendar.rewrite(uid, f"{only(desk).event.description}\nBring the plans.")
    event = rings(desk)
    assert event.uid == uid
    assert "Bring the plans." in event.description
    assert ahead(desk).count("you owe an answer") == 1


def test_a_retry_on_a_sheet_says_so_there(desk: Desk) -> None:
    desk.log(replace(TRIED, at=datetime(2026, 11, 17, 23, tzinfo=UTC)))
    desk.run()
    assert to_come(desk) == []
    assert ahead(desk).count("No answer on 17 November") == 1
    desk.log(came(desk))
    desk.run()
    assert (to_come(desk), ahead(desk).count(SAYS_SO), ahead(desk).count("No answer on")) == ([], 1, 0)


@pytest.mark.parametrize("blocks", [True, False])
def test_a_call_that_they_asked_for_soon_stays_and_says_so(desk: Desk, blocks: bool) -> None:
    desk.hitlist = desk.hitlist if blocks else replace(desk.hitlist, blocks=())
    friday = DayTime(date(2026, 11, 27), time(15))
    before = retry(desk, Attempt("sam", NOW - timedelta(hours=3), Outcome.CALL_BACK, "phone", asked=friday)).event
    event = rings(desk)
    assert (event.uid, event.start, event.summary) == (before.uid, before.start, "Call back Sam")
    assert "As asked: 27 November, 15:00.\nThey rang on 22 November" in event.description
    desk.now = event.end + timedelta(minutes=5)
    desk.run()
    assert ahead(desk).count("They rang on 22 November") == 1


def test_a_call_that_they_asked_for_in_march_does_not_keep_them_waiting(plain: Desk) -> None:
    asked = DayTime(date(2027, 3, 1))
    plain.log(Attempt("sam", NOW - timedelta(hours=3), Outcome.CALL_BACK, "phone", asked=asked))
    plain.run()
    assert rings(plain).start - plain.now < 2 * DAY


def test_the_call_that_was_missed_is_over(plain: Desk) -> None:
    """They asked for today at nine, and rang at ten because nobody called."""
    today = DayTime(date(2026, 11, 22), time(9))
    plain.log(Attempt("sam", NOW - DAY, Outcome.CALL_BACK, "phone", asked=today))
    plain.run()
    assert rings(plain).start - plain.now < 2 * DAY


def test_ringing_twice_is_one_reminder(plain: Desk) -> None:
    """The same event, which names the last time, with the lines of the user; and once it passed, a new one at once."""
    first = rings(plain)
    plain.calendar.rewrite(first.uid, f"{first.description}\nBring the plans.")
    plain.now += timedelta(hours=15)        # the next day, before it
    plain.log(came(plain, WROTE, timedelta(minutes=1)))
    plain.run()
    again = only(plain).event
    assert (again.uid, again.start) == (first.uid, first.start)
    assert "They wrote on 23 November" in again.description
    assert "Bring the plans." in again.description
    for _ in range(4):
        plain.now = only(plain).event.end + timedelta(minutes=5)
        plain.run()
    assert only(plain).event.start - plain.now > 6 * DAY
    plain.log(came(plain, RANG, timedelta(minutes=1)))
    plain.run()
    assert only(plain).event.start - plain.now < 2 * DAY


@pytest.mark.parametrize("tried", [TRIED, None])
def test_a_reminder_that_passes_comes_again_the_next_day(plain: Desk, tried: Attempt | None) -> None:
    """And says that it was not used, on the old one and on the new one."""
    if tried is not None:
        plain.log(tried)
        plain.run()
    rings(plain)
    days = []
    for _ in range(4):
        event = only(plain).event
        days.append(event.start.date())
        plain.now = event.end + timedelta(minutes=5)
        plain.run()
    assert [(b - a).days for a, b in pairwise(days)] == [1, 2, 7]
    assert plain.title(only(plain).uid) == "Call back Sam"


@pytest.mark.parametrize("a_pass_between", [True, False])
def test_a_try_before_they_rang_is_not_the_answer(plain: Desk, a_pass_between: bool) -> None:
    """The reminder of the same day shows no ✓ for it (P12)."""
    plain.hitlist = replace(plain.hitlist, hours=parse_hours("Mon-Fri 14:00-18:00"))
    plain.now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)      # Monday, 10:00
    plain.log(Attempt("sam", plain.now - timedelta(hours=1), Outcome.NO_ANSWER, "phone"))
    if a_pass_between:
        plain.run()
    plain.log(came(plain, ago=timedelta(minutes=1)))
    plain.run()
    event = only(plain).event
    assert event.start - plain.now < timedelta(hours=9)
    for _ in range(2):
        plain.now = only(plain).event.end + timedelta(minutes=5)
        plain.run()
    assert plain.title(event.uid) == "– not tried: Call back Sam"


def test_a_lost_database_doubles_nothing(plain: Desk) -> None:
    """The evidence is noticed again, and the reminder is the same event, with the user's line."""
    fact = came(plain)
    uid = retry(plain).uid
    plain.log(fact)
    plain.run()
    plain.calendar.rewrite(uid, f"{only(plain).event.description}\nBring the plans.")
    plain.run()
    before = sorted(plain.present())
    plain.history.close()
    plain.history = History.open(plain.folder / "new.db", "hitlist")
    plain.log(TRIED, fact)
    plain.now += timedelta(minutes=1)
    plain.run()
    assert sorted(plain.present()) == before
    assert "Bring the plans." in only(plain).event.description
    assert SAYS_SO in only(plain).event.description


def test_a_booked_meeting_does_not_keep_them_waiting(plain: Desk) -> None:
    """They may have rung because of it; the meeting stays, and ends it."""
    plain.log(Booked("sam", NOW - timedelta(hours=3), date(2026, 12, 10), channel="coffee"))
    plain.run()
    plain.log(came(plain))
    plain.run()
    assert to_come(plain) == ["reply", "meeting"]


def test_the_cadence_is_not_lost(plain: Desk) -> None:
    """Somebody who is due has the one reminder; answered, the next one is by the cadence."""
    sam = replace(plain.hitlist.contacts[0], cadence=replace(plain.hitlist.contacts[0].cadence, every=Span(days=10)))
    plain.hitlist = replace(plain.hitlist, contacts=(sam,))
    plain.run()
    assert to_come(plain) == ["due"]
    uid = only(plain).uid
    assert rings(plain).uid == uid
    plain.log(Attempt("sam", plain.now, Outcome.REACHED, "phone"))
    plain.run()
    assert only(plain).event.start - plain.now > 9 * DAY
