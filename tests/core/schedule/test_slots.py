"""The time of one reminder: both people's hours, another time of day, around what is occupied."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from followupd.core.people.reach import reach
from followupd.core.reasons import because
from followupd.core.schedule.need import Need
from followupd.core.schedule.occupancy import Even, FreePlaces
from followupd.core.schedule.slots import Slot, find_slot
from followupd.core.values.time import Interval
from tests.kit.people import at, hit_list, local, person

QUARTER = timedelta(minutes=15)
FRIDAY = date(2026, 11, 27)
DANA = "12:00-14:00,16:00-18:00"


def slot(
    day: date = FRIDAY, *, hours: str | None = None, zone: str | None = None, mine: str = "Mon-Fri 8:30-17:30",
    channel: str = "phone", failed: tuple[str, ...] = (), asked: bool = False,
    taken: tuple[str, ...] = (), my_zone: str = "America/Denver", passed: tuple[str, ...] = (), after: str = "",
) -> Slot:
    values = {key: value for key, value in (("hours", hours), ("zone", zone)) if value}
    contact = person(**values)
    given = FreePlaces()
    for stretch in taken:
        day_text, _, times = stretch.partition(" ")
        first, _, last = times.partition("-")
        given.take(Interval(at(f"{day_text} {first}"), at(f"{day_text} {last}")))
    hitlist = hit_list(contact, hours=mine, timezone=ZoneInfo(my_zone))
    need = Need(
        reach(hitlist, contact), day, channel, QUARTER, tuple(map(at, failed)), asked, passed=tuple(map(at, passed)),
        after=at(after) if after else None,
    )
    return find_slot(need, given)


@pytest.mark.parametrize(
    ("expected", "values"),
    [
        # Failed at 14:10, hours 12-14 and 16-18: Friday at midday, and not in the first minutes.
        ("Fri 27 Nov 12:30", {"hours": DANA, "failed": ("2026-11-20 14:10",)}),
        ("Fri 27 Nov 16:30", {"hours": DANA, "failed": ("2026-11-20 12:40",)}),
        ("Fri 27 Nov 09:30", {}),                                                  # the usual hours
        ("Fri 27 Nov 09:30", {"failed": ("2026-11-20 15:00",)}),
        ("Fri 27 Nov 12:00", {"failed": ("2026-11-20 10:00",)}),
        # The part that was not tried yet; if the evening has hardly a place, the other allowed parts too.
        ("Fri 27 Nov 12:00", {"failed": ("2026-11-13 10:00", "2026-11-20 15:00")}),
        ("Fri 27 Nov 17:00", {"mine": "8:30-20:00", "hours": "8:30-20:00", "failed": (
            "2026-11-06 10:00", "2026-11-13 15:00", "2026-11-20 12:30")}),
        ("Fri 27 Nov 09:30", {"failed": ("2026-11-06 10:00", "2026-11-13 15:00", "2026-11-20 12:30")}),
        ("Mon 30 Nov 09:30", {"day": date(2026, 11, 28)}),                         # Saturday is not a day of the user
        ("Sat 28 Nov 10:00", {"day": date(2026, 11, 28), "hours": "Sat 10:00-11:00", "mine": "any time"}),
        ("Mon 30 Nov 10:00", {"hours": "Mon 10:00-11:00"}),                        # nor is Friday one of theirs
        # Their zone: Berlin's afternoon is Denver's morning; Auckland's Saturday morning is Denver's Friday.
        ("Fri 27 Nov 09:00", {"zone": "Europe/Berlin"}),
        # Zurich's day ends at 10:00 in Denver: after 16:45 of their clock only 17:45 is another time of day.
        ("Fri 27 Nov 09:45", {"zone": "Europe/Zurich", "failed": ("2026-11-20 08:45",)}),
        ("Fri 27 Nov 13:30", {"zone": "Pacific/Auckland", "hours": "Sat 9:00-12:00"}),
        ("Sun 29 Nov 13:30", {"zone": "Pacific/Auckland", "mine": "any time", "day": date(2026, 11, 29)}),
        # Their hours never meet: the time nearest to the user's own day, never the middle of the night.
        ("Thu 26 Nov 20:30", {"zone": "Asia/Kolkata", "day": date(2026, 11, 26)}),
        ("Mon 30 Nov 20:30", {"zone": "Asia/Kolkata"}),                            # on Friday only before dawn
        ("Fri 27 Nov 07:30", {"hours": "7:00-8:00"}),
        # Saturday 2:00 is nearer to Friday evening, but nobody calls then.
        ("Sat 28 Nov 08:00", {"zone": "Europe/London", "hours": "Sat-Sun 9:00-20:00", "channel": "video"}),
        ("Fri 27 Nov 18:00", {"hours": "18:00-22:00"}),
        # A text or a social message rings in their pocket: their hours count, another time of day does not.
        ("Thu 26 Nov 20:30", {"zone": "Asia/Kolkata", "channel": "text", "day": date(2026, 11, 26)}),
        ("Fri 27 Nov 12:30", {"hours": DANA, "channel": "social"}),
        ("Fri 27 Nov 12:30", {"hours": DANA, "channel": "text", "failed": ("2026-11-20 12:40",)}),
        # An email goes in the user's hours alone.
        ("Fri 27 Nov 09:00", {"zone": "Asia/Kolkata", "channel": "email"}),
        # Around what is occupied; if everything is, a place is shared.
        ("Fri 27 Nov 10:30", {"taken": ("2026-11-27 08:30-10:15",)}),
        ("Mon 30 Nov 12:00", {"hours": "12:00-12:15", "taken": ("2026-11-27 11:00-13:00",)}),
        ("Fri 27 Nov 12:00", {"hours": "Fri 12:00-12:15", "taken": tuple(
            f"{FRIDAY + timedelta(weeks=n)} 12:00-12:15" for n in range(5))}),
        # The only possible hour is used again, and the text says so.
        ("Fri 27 Nov 12:00", {"hours": "12:00-12:15", "failed": ("2026-11-20 12:00",)}),
        # Asked for this very day: it stays, though the day is in nobody's hours.
        ("Sat 28 Nov 09:30", {"day": date(2026, 11, 28), "asked": True, "hours": "9:00-17:00"}),
        ("Sat 28 Nov 10:00", {"day": date(2026, 11, 28), "asked": True, "hours": "Mon 9:00-17:00"}),
    ],
)
def test_the_moment_of_a_reminder(expected: str, values: dict[str, Any]) -> None:
    """Denver's clock; the day is Friday 27 November 2026 unless another is given."""
    assert local(slot(**values).interval.start) == expected


@pytest.mark.parametrize(
    ("expected", "values"),
    [
        ("At another time of day (their hours 12:00-14:00)", {"hours": DANA, "failed": ("2026-11-20 14:10",)}),
        ("Moved on from Sat 28 Nov (not one of your days)", {"day": date(2026, 11, 28)}),
        ("Moved on from Fri 27 Nov (outside their hours), in their hours 10:00-11:00", {"hours": "Mon 10:00-11:00"}),
        ("Moved on from Fri 27 Nov (that day was full), in their hours 12:00-12:15",
         {"hours": "12:00-12:15", "taken": ("2026-11-27 11:00-13:00",)}),
        ("Moved on from Fri 27 Nov (that day was full)",
         {"zone": "Asia/Kolkata", "channel": "email", "taken": ("2026-11-27 08:00-18:00",)}),
        # The day was not full: its only hour was that of the reminder before, which did not suit the user.
        ("Moved on from Fri 27 Nov (it has only the hour of the last reminder), in their hours 09:00-17:00",
         {"hours": "Fri 12:00-12:30, Mon 9:00-17:00", "passed": ("2026-11-20 12:00",)}),
        ("Your hours and theirs do not overlap, and this is the nearest time in theirs", {"zone": "Asia/Kolkata"}),
        ("Your hours and theirs do not overlap, and this is the nearest time in theirs (09:00-11:00 their time)",
         {"zone": "Asia/Kolkata", "hours": "9:00-11:00"}),                # their hours are named once
        ("In their hours 12:00-14:00", {"hours": DANA}),
        ("In their hours 12:00-14:00", {"hours": DANA, "channel": "text"}),
        ("", {"hours": DANA, "channel": "email"}),      # an email is written in the user's hours, and not in theirs
        ("At about the same time of day: no other time suits you both",
         {"hours": "12:00-12:15", "failed": ("2026-11-20 12:00",)}),
    ],
)
def test_every_move_explains_itself(expected: str, values: dict[str, Any]) -> None:
    """The reason names the true cause."""
    assert because(slot(**values).reasons, FRIDAY) == expected


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2027, 3, 14)])
def test_their_day_is_the_whole_day_also_when_the_clocks_change(day: date) -> None:
    """25 hours in November, 23 in March: an evening call on such a Sunday is not lost or borrowed from Monday."""
    hours = reach(hit_list(person(hours="any time")), person(hours="any time"))
    found = hours.their_day(day)
    assert (found[0].start, found[-1].end) == (at(f"{day}"), at(f"{day + timedelta(days=1)}"))


def test_the_end_of_the_calendar_is_not_an_error() -> None:
    """A cadence of a thousand years ends somewhere."""
    found = slot(date.max - timedelta(days=2))
    assert isinstance(found.interval.start, datetime)


THANKSGIVING = {date(2026, 11, 26): "Thanksgiving Day"}


@pytest.mark.parametrize(
    ("day", "off", "asked", "expected", "why"),
    [
        ("2026-11-26", THANKSGIVING, False, "Fri 27 Nov 09:30", "Moved on from Thu 26 Nov (Thanksgiving Day)"),
        ("2026-11-25", THANKSGIVING, False, "Wed 25 Nov 09:30", ""),
        # The contact asked for that day: it goes first, in the usual hours, and says so (P7).
        ("2026-11-26", THANKSGIVING, True, "Thu 26 Nov 09:30",
         "On your day off (Thanksgiving Day), because that day was named"),
        # Two months away: neither a morning in the middle of it, nor "your hours never meet".
        ("2026-11-26", {date(2026, 11, 26) + timedelta(days=n): "away" for n in range(60)}, False,
         "Mon 25 Jan 09:30", "Moved on from Thu 26 Nov (away)"),
    ],
)
def test_days_off(day: str, off: dict[date, str], asked: bool, expected: str, why: str) -> None:
    """A day off gives way to the next working day."""
    contact = person()
    hours = reach(hit_list(contact), contact, off)
    found = find_slot(Need(hours, date.fromisoformat(day), "phone", QUARTER, asked=asked), FreePlaces())
    assert (local(found.interval.start), because(found.reasons, FRIDAY)) == (expected, why)


def test_a_day_off_of_mine_does_not_move_the_nearest_time_in_their_hours_onto_it() -> None:
    """Where hours never meet, the week without the days off is looked through."""
    contact = person(zone="Asia/Kolkata")
    hours = reach(hit_list(contact), contact, THANKSGIVING)
    found = find_slot(Need(hours, date(2026, 11, 26), "phone", QUARTER), FreePlaces())
    assert local(found.interval.start) == "Mon 30 Nov 20:30"
    assert "Thanksgiving Day" in because(found.reasons, FRIDAY)


def test_whose_hours_never_meet_finds_no_full_day() -> None:
    """Four reminders were on one Saturday: the nearest time in their hours was taken, however full the day was."""
    hours = reach(hit_list(), person(hours="Sat-Sun 9:00-20:00", zone="Europe/London"))
    need = Need(hours, FRIDAY, "phone", QUARTER)
    saturday, sunday, next_saturday = (FRIDAY + timedelta(days=n) for n in (1, 2, 8))
    for full, expected in [([saturday], sunday), ([saturday, sunday], next_saturday)]:
        found = find_slot(need, FreePlaces(), even=Even(1, Counter(full)))
        assert need.day_of(found.interval) == expected


def test_a_day_that_has_enough_takes_one_more_rather_than_the_same_time_of_day() -> None:
    """P7: the only day with room had a block on their midday, and the failed try was in the afternoon."""
    open_day = date(2026, 12, 21)
    days = (FRIDAY + timedelta(days=n) for n in range(100))
    even = Even(1, Counter({day: 1 for day in days if day != open_day}))
    need = Need(reach(hit_list(), person(hours=DANA)), FRIDAY, "phone", QUARTER, (at("2026-11-20 16:04"),))
    found = find_slot(need, FreePlaces(), even=even)
    assert local(found.interval.start) == "Mon 21 Dec 12:30"
    free = FreePlaces()
    free.take(Interval(at("2026-12-21 12:00"), at("2026-12-21 14:00")))
    found = find_slot(need, free, even=even)
    assert local(found.interval.start) == "Fri 27 Nov 12:30"


@pytest.mark.parametrize("after", ["2026-11-27 08:00", "2026-11-27 10:00", "2026-11-27 10:14"])
def test_a_place_stays_the_one_while_the_minute_of_the_reminder_that_passed_goes_by(after: str) -> None:
    """The closer place was taken to avoid that minute; once it is over, the place is no other (P3)."""
    place = slot(hours="10:00-10:30", passed=("2026-11-26 10:00",), after=after)
    assert local(place.interval.start) == "Fri 27 Nov 10:15"
