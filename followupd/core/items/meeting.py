"""A meeting that was booked: a busy event on its day, from the moment it is booked.

Its place is fixed, never searched for. Dragging it moves the day on which its person is expected; deleting it calls it
off, so that the cadence decides again and, with `book_ahead`, there is a meeting to book again. Its person gets no
second reminder on that day (P2). When it is over, its title asks how it was, once; if the user has not said so after a
week, its person is due.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

from followupd.core.items.kind import About, Answer, Manners, Question
from followupd.core.items.task import COMMAND, WORDS, Named, Person, TaskItem, parse_ref
from followupd.core.items.try_answers import attempt_of
from followupd.core.people.appointed import is_the_meeting, meetings_agreed
from followupd.core.people.personal import how_to_reach, last_spoken, one_line, what_is_known
from followupd.core.people.promises import Ended
from followupd.core.people.timeline import CALENDAR, Meeting, Timeline, day_of
from followupd.core.people.wanted import Task
from followupd.core.phrases.english.tasks import HOW_IT_WAS, MEETING
from followupd.core.phrases.signs import OPEN, sign
from followupd.core.phrases.vocabulary import SHORT_MARKS, calendar_day
from followupd.core.phrases.words import quoted
from followupd.core.reasons import BookedFor
from followupd.core.schedule.on_calendar import Item
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Booked, Moved, Outcome, Skipped, Told
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.time import Interval, at_wall_clock
from followupd.core.values.uid import Kind

USUAL_START = time(12)              # when only the day is known: the text asks for the time
LENGTH, BY_VIDEO = timedelta(hours=1), timedelta(minutes=30)
FACE_TO_FACE = ("coffee", "video")
ALARM = timedelta(hours=1)          # time to get there


class MeetingItem(TaskItem):
    """A meeting. Its marks are those of a try; "dropped" calls it off, as a deletion does."""

    kind = Kind.MEETING
    manners = Manners(as_try=True, asks_when_over=True, length=LENGTH, deleted="called off", called="the meeting")
    noun = ("meeting", "meetings")
    ticked = "you have met"
    begins: ClassVar[Mapping[str, str]] = {}      # it has its own time, never a line on a sheet
    closing = (
        "When you have met, put a word into the title: ok, and after a colon how it was. Another time? Drag it. "
        "Called off? Delete it."
    )
    marks = SHORT_MARKS
    said = MEETING
    unsure = "if you have met, write ok; if it was called off, dropped"
    words: Mapping[str, Outcome] = {word: outcome for word, outcome in WORDS.items() if outcome is Outcome.DECLINED}

    def wanted(self, person: Person) -> Iterable[Task]:
        """Return the last meeting that was booked and not called off, until its day is over or if it took place.

        Only what the user does to the meeting itself calls it off: deleting other items of its person does not (P6).
        """
        if not person.timeline.booked:
            return ()
        last = person.timeline.booked[-1]
        met = _met(person, last)
        if met is not None:
            return (_task(person, last, Ended(sign(met.outcome), met.at)),)
        task = _task(person, last)
        on = task.fixed is not None and day_of(task.fixed.end, person.hitlist.timezone) >= person.today
        return (task,) if on else ()

    def find(self, named: Named, about: About, contact: Contact) -> None:
        """Return None: a mark on a meeting is read without its task."""

    def done(self, task: Task, at: datetime, source: str = COMMAND, event: str | None = None) -> Attempt:
        """Return that they have met."""
        return Attempt(task.key, at, Outcome.REACHED, by_channel(task.contact), source=source, event=event)

    def read(self, answer: Answer, about: About) -> tuple[Told | Question, ...]:
        """Return the attempt, or that it was called off; or that it was booked, if only the calendar still knows."""
        if answer.outcome is Outcome.DECLINED:
            off = Skipped(about.key, about.now, answer.event.uid, answer.event.start)
            return (off,) if answer.in_title else ()
        if about.now < answer.event.start and (said := _reported_too_early(answer)):
            return (Question(f"{quoted(said)}, and this is still to come: {self.unsure}"),)
        if answer.outcome is not None:
            met = Outcome.REACHED if answer.outcome is Outcome.DONE else answer.outcome
            channel = answer.channel or by_channel(about.contact)
            return attempt_of(replace(answer, outcome=met, channel=channel), about)
        named = parse_ref(answer.ref)
        if about.contact is None or named is None or answer.event.answer not in OPEN:
            return ()
        return tuple(_recovered(answer, named.day, about, about.contact))

    def sign_of(self, fact: Told) -> str:
        """Return the sign of how it ended."""
        return sign(fact.outcome) if isinstance(fact, Attempt) else super().sign_of(fact)

    def written(self, task: Task, place: Item, timelines: Mapping[str, Timeline], hitlist: Hitlist) -> Event:
        """Return the event, which is busy."""
        near, timeline = day_of(place.interval.start, hitlist.timezone), timelines[task.key]
        (reason,) = (one for one in task.reasons if isinstance(one, BookedFor))
        lines = ["Only the day is known: drag it to its time."] if timeline.booked[-1].time is None else []
        lines += [*how_to_reach(task.contact, timeline, None), *_spoken_and_booked(reason, timeline, hitlist, near)]
        lines += what_is_known(task.contact, timeline, hitlist, near + timedelta(days=1))
        lines += ["", self.closing]
        return Event(
            place.uid, place.interval.start, place.interval.end, task.act, "\n".join(lines), busy=True, alarm=ALARM,
            people=(task.ref,), channels=(channel,) if (channel := timeline.booked[-1].channel) in FACE_TO_FACE else (),
        )


def _spoken_and_booked(reason: BookedFor, timeline: Timeline, hitlist: Hitlist, near: date) -> list[str]:
    """Return when they were last in touch and when it was booked, unless that is the same day: it is named once."""
    day, spoken = calendar_day(reason.said, near), last_spoken(timeline, hitlist, near, opener=False)
    named = any(f" on {day}{mark}" in line for line in spoken for mark in (".", ": "))
    return spoken if named else [*spoken, f"You booked it on {day}."]


def _reported_too_early(answer: Answer) -> str:
    """Return what can be said of a meeting only once it is over: how it was, or that nobody came; else ""."""
    if re.fullmatch(HOW_IT_WAS, answer.note, re.IGNORECASE):
        return answer.note
    if answer.outcome in (None, Outcome.DONE, Outcome.REACHED):
        return ""
    return answer.outcome.words


def by_channel(contact: Contact | None, meeting: Meeting | None = None) -> str:
    """Return the channel of a meeting: as they agreed, else in person, unless they only ever meet by video."""
    if meeting is not None and meeting.channel in FACE_TO_FACE:
        return meeting.channel
    return "video" if contact is not None and "video" in contact.via and "coffee" not in contact.via else "coffee"


def _recovered(answer: Answer, day: date, about: About, contact: Contact) -> Iterator[Told]:
    """Yield what only the calendar still knows: that a meeting was booked for `day`, and that the user dragged it.

    We never put it on another day than the one in its UID.
    """
    uid, event = answer.event.uid, answer.event
    start, moved = event.start.astimezone(about.zone), uid in about.facts.moves
    if not moved and start.date() != day:
        yield Moved(about.key, about.now, uid, event.start, event.end)
        moved = True
    clock = None if moved or start.time() == USUAL_START else start.time()
    record = about.facts.of(about.key)
    agreed = meetings_agreed(contact, (*record.attempts, *contact.log))
    known = (fact for fact in (*agreed, *record.booked, *contact.booked) if fact.day == day)
    if not any(fact.time is not None or clock is None for fact in known):
        yield Booked(about.key, about.now, day, CALENDAR, uid, clock, answer.channel)


def _task(person: Person, meeting: Meeting, ended: Ended | None = None) -> Task:
    zone = person.hitlist.timezone
    start = at_wall_clock(meeting.day, meeting.time or USUAL_START, zone).astimezone(UTC)
    length = BY_VIDEO if by_channel(person.contact, meeting) == "video" else LENGTH
    where = meeting.where or Interval(start, start + length)
    what = "Coffee" if (meeting.channel or next(iter(person.contact.via), None)) == "coffee" else "Meeting"
    return Task(
        kind=Kind.MEETING, key=person.key, contact=person.contact,
        meaning=f"{person.key}-{meeting.named:%Y%m%d}-1", act=f"{what} with {one_line(person.contact.name)}", what="",
        anchor=meeting.day, by=meeting.day, until=meeting.day,
        reasons=(BookedFor(meeting.day, day_of(meeting.at, zone)),), fixed=where, ended=ended,
    )


def _met(person: Person, meeting: Meeting) -> Attempt | None:
    """Return the first contact since it was booked, from a little before its day on."""
    zone = person.hitlist.timezone
    attempts = (a for a in person.timeline.attempts if a.outcome is Outcome.REACHED)
    return next((a for a in attempts if is_the_meeting(a, meeting, zone)), None)
