"""A hit list with an event of every kind on the calendar at once, for what holds for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from followupd.core.people.noticed import question_number
from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.facts import Attempt, Booked, DayTime, EvidenceRule, Moved, Noticed, Outcome
from followupd.core.values.hitlist import (
    Anniversary,
    BlockRule,
    Cadence,
    Contact,
    Hitlist,
    Promise,
    RetryRule,
    ReviewRule,
)
from followupd.core.values.sightings import evidence_of
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind, Uid
from tests.kit.people import DENVER
from tests.kit.places import CalendarPlace
from tests.kit.worlds import UserWorld

FRIDAY, LAST_WEEK = datetime(2026, 11, 20, 21, 10, tzinfo=UTC), datetime(2026, 11, 16, 17, tzinfo=UTC)
PUT_OFF, QUARTER_HOUR = datetime(2026, 11, 25, 18, tzinfo=UTC), timedelta(minutes=15)
LONG_AGO = datetime(2026, 5, 1, 16, tzinfo=UTC)
WORKDAYS = parse_hours("Mon-Fri 9:00-17:00")        # not the hour of the block
YEAR = Cadence(Span(months=12), Span(months=18))
QUARTER = Cadence(Span(months=3), Span(months=4))


def _tried(slug: str, when: datetime, outcome: Outcome, asked: DayTime | None = None) -> tuple[Attempt, ...]:
    return (Attempt(slug, when, outcome, "phone", asked=asked, source="hitlist"),)


def _contact(slug: str, when: datetime, outcome: Outcome = Outcome.REACHED, **values: object) -> Contact:
    asked = values.pop("asked", None)
    cadence = values.pop("cadence", YEAR)
    assert isinstance(cadence, Cadence)
    assert asked is None or isinstance(asked, DayTime)
    return Contact(
        slug, f"{slug.title()} Lee", cadence, via=("phone",), phones=("+1 303 555 0100",),
        log=_tried(slug, when, outcome, asked), **values,  # type: ignore[arg-type]
    )


PEOPLE = {
    Kind.RETRY: _contact("rita", FRIDAY, Outcome.NO_ANSWER, hours=WORKDAYS),
    Kind.CALLBACK: _contact("carl", FRIDAY, Outcome.CALL_BACK, asked=DayTime(date(2026, 11, 25), time(15))),
    Kind.REPLY: _contact("rex", LAST_WEEK, hours=WORKDAYS),
    Kind.DUE: _contact("dora", LONG_AGO, cadence=QUARTER, hours=parse_hours("Thu 14:00-16:00")),
    Kind.PROMISE: _contact("pia", LAST_WEEK, promises=(Promise("send the list", date(2026, 11, 24)),)),
    Kind.DATE: _contact("eve", LAST_WEEK, dates=(Anniversary("birthday", 12, 2, 1986, Span(days=7)),)),
    Kind.BOOK: _contact("bob", LAST_WEEK, book_ahead=Span(months=6)),
    Kind.BLOCK: _contact("sue", LONG_AGO, cadence=QUARTER),
    Kind.ASKED: _contact("ada", LAST_WEEK),
    Kind.MEETING: _contact("max", LAST_WEEK, booked=(
        Booked("max", LAST_WEEK, date(2026, 12, 3), "hitlist", None, time(15), "coffee"),
    )),
}


class EveryKind(UserWorld):
    """A user on whose calendar each kind of event is to come."""

    zone = DENVER

    def __init__(self, folder: Path, place: CalendarPlace) -> None:
        super().__init__(folder, place)
        self.hitlist = Hitlist(
            place.target, DENVER, parse_hours("Mon-Fri 8:30-17:30"),
            blocks=(BlockRule((6,), time(9), ahead=Span(days=21)),), contacts=tuple(PEOPLE.values()),
            retry=RetryRule(min_gap=Span(days=3)), review=ReviewRule(0, time(9)), start_small=None,
        )
        self._ring()

    def _ring(self) -> None:
        """Let the call log show that Rex rang and that Ada may have, as a pass would again after a loss.

        The question about Ada was put off, so it has a reminder.
        """
        rang = Noticed("rex", FRIDAY, None, "phone", EvidenceRule.RANG, evidence_of("rex"), source="calls.xml")
        spoke = Noticed(
            "ada", FRIDAY, Outcome.REACHED, "phone", EvidenceRule.SPOKE, evidence_of("ada"), False, "calls.xml"
        )
        uid = str(Uid(Kind.ASKED, f"ada-20261120-{question_number([spoke])}", "hitlist"))
        self.history.append([rang, spoke, Moved("ada", FRIDAY, uid, PUT_OFF, PUT_OFF + QUARTER_HOUR, True)], FRIDAY)

    def hands(self) -> list[tuple[type[Any], str]]:
        """Return what the user has done since, without the day of the question."""
        found = super().hands()
        put_off = next(one for one in found if one[1].startswith("asked-ada-"))
        found.remove(put_off)
        return found

    def lose(self, copy: Path | None = None) -> None:
        super().lose(copy)
        self._ring()

    def uid_of(self, kind: Kind) -> str:
        """Return the UID of the first event to come of a kind."""
        found = [(p.event.start, uid) for uid, p in self.there().items() if uid.startswith(f"{kind}-")]
        return min(one for one in found if one[0] > self.now + timedelta(minutes=10))[1]


# The kinds that a user deletes, moves or makes a whole day.
EACH = [
    Kind.RETRY, Kind.CALLBACK, Kind.REPLY, Kind.DUE, Kind.PROMISE, Kind.DATE, Kind.BOOK, Kind.MEETING, Kind.ASKED,
    Kind.REVIEW, Kind.BLOCK,
]


def begun(folder: Path, place: CalendarPlace) -> Iterator[EveryKind]:
    """Make the first pass, and close everything at the end."""
    made = EveryKind(folder, place)
    made.run()
    yield made
    made.history.close()
    place.close()
