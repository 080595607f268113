"""The protocol of every kind of item, and the values that it uses.

A new kind is one file beside this one, one line in kinds.py, and its name in values/uid.py (`Kind`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Protocol, TypeVar

from followupd.core.people.timeline import Timeline, day_of
from followupd.core.people.wanted import is_task
from followupd.core.phrases.days import parse_day
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.schedule.on_calendar import Item
from followupd.core.values.event import Event, Present
from followupd.core.values.facts import DayTime, Outcome, Told
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.record import Facts
from followupd.core.values.uid import Kind

_IN_TOUCH = {
    Outcome.DONE: True, Outcome.REACHED: True,
    **dict.fromkeys((Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY, Outcome.WRONG_NUMBER), False),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the user on one of our events, about the item `ref`.

    `outcome` is None if the kind itself reads the `tick`. `note` is what was written beside the mark or after the line,
    `said` a day that was named with the mark. `line` is the whole ticked line, `channel` the channel of the item as it
    was written, None if that is unknown. `met` if they say in that word that they have met; `asked` is the day that was
    wished for the next try; `phrase` are words that were asked about and are settled by this answer. `when` is the
    moment at which it happened, in the words that name it.
    """

    shown: Present
    ref: str
    outcome: Outcome | None
    note: str = ""
    said: DayTime | None = None
    in_title: bool = False
    tick: str = ""
    line: str = ""
    channel: str | None = None
    met: bool = False
    asked: DayTime | None = None
    phrase: str = ""
    when: str = ""

    @classmethod
    def of_mark(
        cls, mark: Mark, shown: Present, ref: str, channel: str | None, *, in_title: bool = False, line: str = "",
    ) -> Answer:
        """Return the answer that a mark is; `channel` is that of the item, unless the mark names another one."""
        return cls(
            shown, ref, mark.outcome, mark.note, mark.later, in_title, line=line, channel=mark.channel or channel,
            met=mark.met, asked=mark.asked, phrase=mark.phrase, when=mark.when,
        )

    @property
    def in_touch(self) -> bool | None:
        """Return whether a try went well; None if it is not a try, or does not say."""
        return None if is_task(self.ref) or self.outcome is None else _IN_TOUCH.get(self.outcome)

    @property
    def event(self) -> Event:
        """The event on which it was written."""
        return self.shown.event


@dataclass(frozen=True, slots=True)
class About:
    """The contact an answer is about, and what is known when it is read. `contact` is None if they left the list."""

    key: str
    contact: Contact | None
    facts: Facts
    hitlist: Hitlist
    now: datetime

    @property
    def zone(self) -> tzinfo:
        """The user's time zone."""
        return self.hitlist.timezone

    def at(self, event: Event) -> datetime:
        """Return when it happened: at the time of the event, or now if that is still to come."""
        return min(event.start, self.now)

    def day_in(self, text: str, moment: datetime) -> DayTime | None:
        """Return the day that a text names, as of `moment`, which is the same in every pass so that the day is too."""
        try:
            return parse_day(text, day_of(moment, self.zone)) if text else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Question:
    """Something in an answer that was not understood. The text is asked on that event; nothing is guessed (P13).

    `about` is the item whose line on a sheet it is about: when that line leaves the sheet, the question goes with it,
    and the one `instead` of it is asked, if any. `item` is the ref of what it is about, "" if nobody knows.
    """

    text: str
    about: str = ""
    instead: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Manners:
    """The treatment of a kind's events. The defaults are those of a task's reminder.

    `as_try`: an event counts as its person's, as that of a try does, so a later one takes its place, and once it is
    answered its text says what comes next. `asks_when_over`: when it is over, its title asks how it was. `length` is
    its usual one; None for that of a reminder. `deleted` says what it means that the user deleted one, wherever that
    is said. `called` names one, if it is not a reminder, which goes by its person's name. `waits_for_meeting`: it is
    not wanted while another calendar has a meeting with its person to come. `every_word` says how to answer if
    whatever is written behind its line is an answer or asked about; "" if it may be the user's own note. `own_line`: a
    line of it on a sheet is as its reminder: a day behind it puts it off, and who takes it out does not want it.
    """

    as_try: bool = False
    asks_when_over: bool = False
    length: timedelta | None = None
    deleted: str = "skipped"
    called: str = ""
    waits_for_meeting: bool = False
    every_word: str = ""
    own_line: bool = False


Asked = TypeVar("Asked", contravariant=True)
Thing = TypeVar("Thing")


class ItemKind(Protocol[Asked, Thing]):
    """A kind of item: what it wants, how it is written, how an answer on its event is read and answered.

    `Asked` is what it decides by: for a try one contact without today (`Case`), so that the decision holds until a fact
    changes it; for a task one contact as of today (`Person`); for the review the weeks (`Weeks`). `Thing` is what it
    wants: a `NextTry`, a `Task` or a `ComingReview`. The schedule decides where it goes.
    """

    @property
    def kind(self) -> Kind:
        """The kind, as in UIDs."""

    @property
    def marks(self) -> str:
        """The marks that a question about its titles offers."""

    @property
    def words(self) -> Mapping[str, Outcome]:
        """The mark words that have a meaning on this kind only."""

    @property
    def manners(self) -> Manners:
        """Return the treatment of its events."""

    def wanted(self, asked: Asked) -> Iterable[Thing]:
        """Return what should be on the calendar; nothing if it is not this kind's turn."""

    def written(self, thing: Thing, place: Item, timelines: Mapping[str, Timeline], hitlist: Hitlist) -> Event:
        """Return the event at the place that was found. Its text depends on the event's day, never on now (P3)."""

    def mark(self, title: str, ours: str, reading: ReadingRules) -> Mark | Unclear | None:
        """Return the mark in a title that we wrote as `ours`; None if nothing was added that could be one."""

    def read(self, answer: Answer, about: About) -> Sequence[Told | Question]:
        """Return the facts in an answer, and what is unclear; nothing if it has no meaning (its item is gone, say)."""

    def sign(self, facts: Sequence[Told]) -> str:
        """Return the sign of what was marked on an event of this kind; "" if nothing was (phrases/signs.py)."""
