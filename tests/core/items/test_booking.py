"""The next meeting is booked when one is over, and its day is when they are expected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from followupd.core.items.booking import BookAhead
from followupd.core.plan import Plan
from followupd.core.schedule.status import State
from followupd.core.values.facts import Booked, DayTime, Fact, Outcome, Skipped, Swept
from followupd.core.values.hitlist import Anniversary, BlockRule, Contact, Status
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind
from tests.kit.people import at, hit_list, local, person, planned, tried

MET = tried("2026-11-21 10:00", Outcome.REACHED, "coffee", contact="the-walking-six")
TUESDAYS = (BlockRule((1,), time(10)),)


def six(**values: Any) -> Contact:
    return person("The walking six", every="6 months", at_most="8 months", people=("Ann", "Bo"),
                  book_ahead=Span(months=6), **values)


def plan_of(now: str, *facts: Fact, blocks: Any = TUESDAYS) -> Plan:
    return planned(hit_list(six(), blocks=blocks), facts, at(now))


def acts(plan: Plan) -> list[tuple[str, str]]:
    """Return what there is to do, and when; booked meetings are in test_meeting.py."""
    items = [(task, item) for task, item in plan.tasks.items.values() if task.kind is not Kind.MEETING]
    return [(local(item.interval.start)[:10], task.act) for task, item in items]


def test_a_meeting_that_is_over_asks_for_the_next_one() -> None:
    """On the next sheet, with the people who belong to it; before any meeting there is nothing to book."""
    plan = plan_of("2026-11-22 12:00", MET)
    assert acts(plan) == [("Tue 24 Nov", "Book the next meeting with The walking six, for about 21 May 2027")]
    assert "You met on 21 November; the next time is 6 months later." in plan.events[0].description
    assert acts(plan_of("2026-11-22 12:00")) == []
    by_phone = tried("2026-11-21 10:00", Outcome.REACHED, contact="the-walking-six")     # a group is met all the same
    for met in (MET, by_phone):
        alone = plan_of("2026-11-22 12:00", met, blocks=())
        assert acts(alone)[0][0] == "Fri 27 Nov"      # a week later at most
        assert "You last met on 21 November." in alone.events[0].description
    assert acts(plan_of("2026-11-22 12:00", tried("2026-11-21", contact="the-walking-six"))) == []


def test_a_reminder_says_once_when_they_last_met() -> None:
    (event,) = (one for one in plan_of("2026-11-22 12:00", MET, blocks=()).events if one.uid.startswith("book-"))
    assert "\nYou last met on 21 November.\nThe next time is 6 months later.\n" in event.description
    assert event.description.count("21 November") == 1


@pytest.mark.parametrize(("channel", "said"), [
    ("phone", "You were last in touch on 21 November; the next time is 6 months later."),
    ("coffee", "You met on 21 November; the next time is 6 months later."),
])
def test_who_was_called_has_not_met(channel: str, said: str) -> None:
    """P12: a call, too, is followed by the next meeting, but nobody is said to have met."""
    dana = person(every="6 months", at_most="8 months", book_ahead=Span(months=6))
    plan = planned(hit_list(dana), [tried("2026-11-21 10:00", Outcome.REACHED, channel)], at("2026-11-22 12:00"))
    assert said in plan.events[0].description


def test_a_day_that_is_past_on_its_event_is_not_proposed() -> None:
    """It could no longer be booked: the line asks for the meeting, and the mark says the day."""
    bare, proposed = "Book the next meeting with The walking six", ", for about 21 May 2027"
    plan = plan_of("2027-05-19 12:00", MET)         # ahead today, past on the sheet of Tue 25 May
    assert acts(plan) == [("Tue 25 May", bare + proposed)]
    (sheet,) = [event for event in plan.events if bare in event.description]
    assert f"[ ] {bare}\n" in sheet.description
    assert "; the next time was to be 6 months later." in sheet.description
    assert acts(plan_of("2027-06-01 12:00", MET)) == [("Tue 08 Jun", bare)]
    titles = [event.summary for event in plan_of("2027-06-01 12:00", MET, blocks=()).events]
    assert [title for title in titles if title.startswith("Book")] == [bare]


BOOKED = Booked("the-walking-six", at("2026-11-24 10:05"), date(2027, 5, 28))


def test_what_is_booked_is_when_they_are_expected() -> None:
    """The line goes, and from that day on they are on the sheet, whatever the cadence says."""
    plan = plan_of("2026-11-24 12:00", MET, BOOKED)
    assert acts(plan) == []
    status = plan.statuses["the-walking-six"]
    assert (status.state, status.next_try and status.next_try.due) == (State.SCHEDULED, date(2027, 5, 28))
    assert [r.text(date(2027, 5, 1)) for r in status.reasons] == [
        "meeting booked for Fri 28 May", "a week after it if you say nothing",
    ]
    later = plan_of("2027-05-29 12:00", MET, BOOKED)
    assert later.statuses["the-walking-six"].state is State.OPEN
    assert acts(later) == []


def test_a_reminder_for_a_booked_day_that_was_deleted_is_skipped() -> None:
    """P6: even if the day is before the cadence's, so that it was not the cadence's reminder."""
    sooner = replace(BOOKED, day=date(2026, 12, 10))
    plan = plan_of("2026-12-11 12:00", MET, sooner, blocks=())
    (reminder,) = [event for event in plan.events if event.people == ("the-walking-six",)]
    skip = Skipped("the-walking-six", at("2026-12-12 08:00"), reminder.uid, reminder.start)
    after = plan_of("2026-12-12 08:00", MET, sooner, skip, blocks=())
    assert reminder.uid not in {event.uid for event in after.events}
    assert after.statuses["the-walking-six"].state is State.RESTING


def test_the_meeting_itself_asks_for_the_one_after_it() -> None:
    """Met on the day, or a little earlier: that was the meeting. A call in between is not, and the booking holds."""
    for day in ("2027-05-28 10:00", "2027-05-26 10:00"):
        again = tried(day, Outcome.REACHED, "coffee", contact="the-walking-six")
        plan = plan_of("2027-05-29 12:00", MET, BOOKED, again)
        assert [act for _, act in acts(plan)] == [
            f"Book the next meeting with The walking six, for about {int(day[8:10])} Nov 2027"
        ]
    between = tried("2027-02-01 10:00", Outcome.REACHED, contact="the-walking-six")
    plan = plan_of("2027-02-02 12:00", MET, BOOKED, between)
    assert acts(plan) == []
    next_try = plan.statuses["the-walking-six"].next_try
    assert next_try is not None
    assert next_try.due == date(2027, 5, 28)


def test_the_day_that_was_agreed_on_when_they_met_is_a_booking() -> None:
    """"next 28 May" in the note of the meeting answers the question, however logged; a call in between takes nothing
    from it, and the meeting itself asks again."""
    met = replace(MET, asked=DayTime(date(2027, 5, 28)), note="next 28 May")
    plan = plan_of("2026-11-22 12:00", met)
    assert acts(plan) == []
    assert plan.statuses["the-walking-six"].timeline.booked[0].day == date(2027, 5, 28)
    between = tried("2027-02-01 10:00", Outcome.REACHED, contact="the-walking-six")
    called = plan_of("2027-02-02 12:00", met, between)
    assert acts(called) == []
    next_try = called.statuses["the-walking-six"].next_try
    assert next_try is not None
    assert next_try.due == date(2027, 5, 28)
    again = tried("2027-05-28 10:00", Outcome.REACHED, "coffee", contact="the-walking-six")
    assert len(acts(plan_of("2027-05-29 12:00", met, again))) == 1


def test_a_try_that_reached_nobody_books_nothing() -> None:
    """A message that proposed a day is not an agreement: the question stays."""
    message = tried("2026-11-22 09:00", Outcome.LEFT_MESSAGE, contact="the-walking-six", asked=("2027-05-28", None))
    assert len(acts(plan_of("2026-11-22 12:00", MET, message))) == 1


def test_somebody_who_rests_is_brought_back_by_the_users_word() -> None:
    """P8: they rest after the last try; the user can name another day on the review, which holds until they are
    tried."""
    tries = [tried(f"2026-{m:02}-{d:02} 11:00") for m, d in ((10, 20), (10, 27), (11, 3), (11, 17))]
    listed = hit_list(person(every="1 year", at_most="2 years"), blocks=TUESDAYS)
    rested = planned(listed, tries, at("2026-11-22"))
    assert rested.statuses["dana"].state is State.RESTING
    back = Swept("dana", at("2026-11-20"), date(2026, 11, 23))
    plan = planned(listed, [*tries, back], at("2026-11-22"))
    assert plan.statuses["dana"].state is State.OPEN
    assert plan.statuses["dana"].reasons[0].text(date(2026, 11, 22)) == (
        "brought back by you on Fri 20 Nov, for Mon 23 Nov"
    )
    tried_again = planned(listed, [*tries, back, tried("2026-11-24 10:00")], at("2026-11-25"))
    assert tried_again.statuses["dana"].next_try is not None
    assert tried_again.statuses["dana"].timeline.appointed is None
    let = planned(listed, [*tries, Swept("dana", at("2026-11-20"), None)], at("2026-11-22"))
    assert let.statuses["dana"].state is State.RESTING


@pytest.mark.parametrize(("until", "asked"), [("2026-11-23", True), ("2026-11-21", True), ("2027-01-01", False)])
def test_a_pause_that_is_over_stops_no_booking_and_no_card(until: str, asked: bool) -> None:
    """P8: `pause_until` may stay in the file for years; from that day on cards and meetings come as before."""
    day = Anniversary("birthday", 12, 8, lead=Span(days=7))
    paused = six(status=Status.PAUSED, pause_until=at(until).date(), dates=(day,))
    plan = planned(hit_list(paused, blocks=TUESDAYS), (MET,), at("2026-11-23 12:00"))
    found = {task.act.split()[0] for task, _ in plan.tasks.items.values()}
    assert found == ({"Book", "Card"} if asked else set())


def test_why_does_not_say_that_the_next_meeting_is_booked() -> None:
    """It is what is to be done."""
    said = BookAhead(date(2026, 8, 1), Span(months=3), in_person=True).text(date(2026, 8, 3))
    assert said == "met on Sat 1 Aug, and the next meeting is to be booked 3 months ahead"
