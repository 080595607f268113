"""An answer on the event of a try as facts: the attempt, and the meeting on which they agreed.

Takes an Answer, with the words that were written beside it; gives facts, or a Question about what may be meant (P13).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from followupd.core.items.kind import About, Answer, Question
from followupd.core.people.timeline import CALENDAR, attempts_of, channel_of, day_of, meaning_on
from followupd.core.people.timelines import timeline_of, typed_meetings
from followupd.core.phrases.additions import EDGE, day_wished, is_doubtful, is_own, read_addition
from followupd.core.phrases.behind_ticks import next_day_said
from followupd.core.phrases.channel_said import said_in_writing
from followupd.core.phrases.log import asked_in
from followupd.core.phrases.meeting_said import agreed_in
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.when_said import end_of, moment_first, moment_instant
from followupd.core.phrases.whose_wish import with_whose
from followupd.core.phrases.words import quoted
from followupd.core.values.event import NO_CHANNEL, Event
from followupd.core.values.facts import CLOSING, Attempt, Booked, DayTime, Outcome, Told
from followupd.core.values.hitlist import INVITING_CHANNELS, ONE_WAY_CHANNELS, is_live
from followupd.core.values.time import A_DAY, at_wall_clock

_IN_TOUCH = (Outcome.DONE, Outcome.REACHED)
_NOT_IN_TOUCH = (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.SENT)
# Outcomes that words beside a tick may add to it.
_BESIDE: Mapping[Outcome, tuple[Outcome, ...]] = {
    **dict.fromkeys(_IN_TOUCH, _IN_TOUCH), Outcome.NO_ANSWER: _NOT_IN_TOUCH, Outcome.LEFT_MESSAGE: _NOT_IN_TOUCH,
}
_BESIDE_SENT = (Outcome.DONE, Outcome.SENT)
# Outcomes that a card cannot have. (It may come back: that closes the address.)
NOT_BY_POST = frozenset({Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY})
BY_POST = "If it is posted, write sent; if you rang instead: called, no answer"
_NO_AGREEMENT = frozenset({Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY, *CLOSING})


def read_try(answer: Answer, about: About) -> tuple[Told | Question, ...]:
    """Return the attempt, and the meeting on which they agreed: agreeing to one is an answer (P1).

    A day that is not understood is asked about, and the tick beside it still counts (P11). A search for details is
    never a contact.
    """
    if answer.tick:
        in_words = _in_words(_without_its_moment(answer), about)
        if isinstance(in_words, Question):
            return (in_words,)
        answer = in_words
    try:
        said = answer.said or agreed_in(answer.note, day_of(about.at(answer.event), about.zone))
    except ValueError as problem:
        question = Question(str(problem))
        return (question,) if answer.in_title else (*_tried(answer, about), question)
    return _agreed_meeting(answer, said, about) if said is not None else _tried(answer, about)


def _in_words(answer: Answer, about: About) -> Answer | Question:
    """Return a ticked try with what the words after its line say: the day for the next try, or on which they meet.

    They are read like those after a title. If they say something else than the tick, or leave in doubt who was
    reached, that is a question (P13).
    """
    names = (about.contact.name,) if about.contact is not None else ()
    inviting = answer.channel in INVITING_CHANNELS
    today = day_of(about.at(answer.event), about.zone)
    rules = ReadingRules(dict(about.hitlist.marks), today, names, inviting)
    text, _, last = answer.note.rpartition(" ")
    if is_own(last):
        return replace(answer, note=text.strip(EDGE), asked=day_wished(text, rules))
    wished = day_wished(answer.note, rules) or _day_asked_for(answer.note, answer.event, about)
    if not answer.note or answer.outcome is None or _is_agreed(answer.note, today):
        return replace(answer, asked=wished)
    named = next_day_said(answer.outcome, answer.note, wished, rules)
    if isinstance(named, Unclear):
        return Question(named.question)
    wished = named
    said = read_addition(answer.note, rules)
    match said:
        case Mark(outcome=Outcome.REACHED, later=DayTime() as day) if answer.outcome in _IN_TOUCH:
            return replace(answer, said=day)
        case Mark(outcome=Outcome.CALL_BACK):
            wished = said.asked or wished
        case Mark(outcome=Outcome() as outcome) if not _goes_with(answer, said):
            is_done = "that it is done" if answer.outcome is Outcome.DONE else answer.outcome.words
            return Question(f'"{answer.line}" says both {is_done} and {outcome.words}')
    if _in_doubt(answer, said, wished, rules):
        return Question(f'"{answer.line}" may say something else than its tick: change one of them, or own behind it')
    return replace(answer, asked=wished)


def _goes_with(answer: Answer, said: Mark) -> bool:
    """Return whether what words say goes with the tick before them.

    After a tick for a talk something may have been sent besides ("sent the book"), but no text in place of the call.
    """
    if answer.outcome is None or said.outcome in (Outcome.CALL_BACK, answer.outcome):
        return True
    written = answer.channel in INVITING_CHANNELS or (answer.channel is not None and not is_live(answer.channel))
    if written and answer.outcome is Outcome.DONE:
        return said.outcome in _BESIDE_SENT
    besides = said.outcome is Outcome.SENT and bool(said.note) and not said_in_writing(answer.note)
    return said.outcome in _BESIDE.get(answer.outcome, ()) or (besides and answer.outcome in _IN_TOUCH)


def _is_agreed(note: str, today: date) -> bool:
    """Return whether a note says that they agreed on a day, even if the day is not understood."""
    try:
        return agreed_in(note, today) is not None
    except ValueError:
        return True


def _in_doubt(answer: Answer, said: Mark | Unclear | None, wished: DayTime | None, rules: ReadingRules) -> bool:
    """Return whether words without another outcome may deny that somebody was reached, or name a day.

    After a tick for a failed try they do so if they may tell of a contact, and of nothing else.
    """
    if answer.outcome not in _IN_TOUCH:
        return isinstance(said, Unclear) and said.nearest == (Outcome.REACHED,)
    if isinstance(said, Mark):
        return wished is None and said.outcome in (None, Outcome.CALL_BACK)
    if wished is not None and said is not None and said.nearest == (Outcome.CALL_BACK,):
        return False            # "moves to Utrecht, asked for 4 Jan": the day is that of the next try
    return is_doubtful(answer.note, said, rules)


def _agreed_meeting(answer: Answer, said: DayTime, about: About) -> tuple[Told | Question, ...]:
    """Return that they answered, and the meeting. No answer and a message that was left are not agreements."""
    if answer.outcome in _NO_AGREEMENT:
        return (Question(f'"{answer.line}" says both {answer.outcome.words} and a day on which you meet'),)
    channel = answer.channel if answer.channel != NO_CHANNEL else None
    answered = replace(answer, outcome=Outcome.REACHED, channel=channel, note=answer.note if answer.said else "")
    booked = Booked(about.key, about.now, said.day, CALENDAR, answer.event.uid, said.time, channel)
    return *attempt_of(answered, about), booked


def _tried(answer: Answer, about: About) -> tuple[Told | Question, ...]:
    if answer.channel == NO_CHANNEL:
        if answer.outcome is Outcome.DONE:
            return (Question(
                '"done" does not say whether you reached them. Write new details into the hit list; for a call, write '
                "reached or na"
            ),)
        answer = replace(answer, channel=None)
    if answer.channel in ONE_WAY_CHANNELS and answer.outcome in NOT_BY_POST:
        said = quoted(answer.line) if answer.line else f'"{answer.outcome.words}"'
        return (Question(f"{said}: nobody is expected to answer a card. {BY_POST}"),)
    return attempt_of(answer, about)


def attempt_of(answer: Answer, about: About) -> tuple[Attempt | Question, ...]:
    """Return the attempt that an answer reports, by the channel of the line as it was written (P12).

    One that is said to be at a time to come is asked about.
    """
    outcome, channel = answer.outcome, answer.channel
    if outcome is None:
        return ()
    if outcome is Outcome.DONE and channel is None:
        channel = _usual_channel(about, about.at(answer.event))
    if channel is not None and about.contact is not None:
        channel = channel_of(outcome, channel, about.contact)
    try:
        at, timed = _when(answer, about)
    except ValueError:
        return (Question(f"{quoted(answer.when)} has not happened yet. Write when it was, or leave the time out"),)
    asked = _to_come(answer, about) or _day_asked_for(answer.note, answer.event, about)
    asked = with_whose(asked, outcome, answer.note, day_of(about.at(answer.event), about.zone))
    return (Attempt(
        about.key, at, meaning_on(outcome, channel), channel, answer.note, asked, timed, CALENDAR, answer.event.uid,
        answer.met,
    ),)


def _usual_channel(about: About, moment: datetime) -> str | None:
    """Return the channel of somebody's next try at a moment, which says what a tick means whose line has none."""
    contact, record = about.contact, about.facts.of(about.key)
    if contact is None:
        return None
    attempts = attempts_of(about.key, contact, record.attempts, about.zone, moment)
    meetings = typed_meetings(about.key, contact, moment)
    return timeline_of(contact, moment, attempts, record, meetings, about.hitlist).channel


def _when(answer: Answer, about: About) -> tuple[datetime, bool]:
    """Return when it happened, and whether at a known time: "reached yesterday" says the day.

    A title is read when it is typed, the lines of a sheet are about its day. Raises ValueError for a time to come.
    """
    at = about.at(answer.event)
    if not answer.when:
        return at, True
    said_by = about.now if answer.in_title else min(about.now, end_of(day_of(at, about.zone), about.zone))
    moment, timed = moment_instant(answer.when, said_by, about.zone)
    same = not timed and day_of(moment, about.zone) == day_of(at, about.zone)
    return (at, True) if same else (moment, timed)


def _without_its_moment(answer: Answer) -> Answer:
    """Return a ticked answer without the moment with which the words after its line begin: "at 9:30, moved"."""
    found = moment_first(answer.note, in_touch=answer.outcome in _IN_TOUCH)
    return answer if found is None else replace(answer, when=found[0], note=found[1])


def _to_come(answer: Answer, about: About) -> DayTime | None:
    """Return the day that was asked for. An hour of today that is over when it is read is meant for the next day."""
    asked = answer.asked
    if asked is None or asked.time is None or not answer.in_title:
        return asked
    over = at_wall_clock(asked.day, asked.time, about.zone) <= about.now
    return replace(asked, day=asked.day + A_DAY) if over else asked


def _day_asked_for(note: str, event: Event, about: About) -> DayTime | None:
    try:
        return asked_in(note, day_of(event.start, about.zone)) if note else None
    except ValueError:          # "asked for 31 Feb" stays a note
        return None
