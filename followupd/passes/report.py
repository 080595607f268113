"""The outcome of a pass, or of a preview, as a value and in a few plain lines.

Takes plan, changes and results; gives sentences. The command line shows it in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from followupd.core.items.fact_words import what_was_reported, when_it_was
from followupd.core.items.kinds import how_settled, manners_of
from followupd.core.people.noticed import NOTICED
from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import clock_text, day_text, moment_text
from followupd.core.plan import Plan
from followupd.core.reasons import FOR_GOOD
from followupd.core.values.event import Change, Create, Delete, Done, Failed, Result, Update, event_of, uid_of
from followupd.core.values.facts import (
    Attempt,
    Booked,
    Fact,
    Moved,
    Noticed,
    Outcome,
    Retracted,
    Settled,
    Skipped,
    Swept,
    Told,
    key_of,
)
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import count
from followupd.core.values.uid import Kind, kind_in
from followupd.errors import EventRefused

MOST_NAMED = 3      # reminders in a line


@dataclass(frozen=True, slots=True)
class Report:
    """The findings and changes of one pass.

    `facts` are those that this pass found; `results` is empty for a preview. `problems` are sentences to print;
    `questions` ask about what the user wrote on the calendar; `unread` are problems of busy calendars; `copies` is the
    number of spare copies that were deleted; by key, `taken_back` has what this pass took back, and `reported_again`
    what counts again; `renamed` says whose name changed; `offers` are made once, and are not problems; `written_again`
    are sentences about events that the server had spoilt; `refused` are the problems with events that it refuses.
    """

    now: datetime
    reason: str
    label: str
    hitlist: Hitlist
    plan: Plan
    facts: tuple[Fact, ...]
    changes: tuple[Change, ...]
    results: tuple[Result, ...]
    problems: tuple[str, ...]
    questions: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    copies: int = 0
    taken_back: Mapping[str, Told] = field(default_factory=dict)
    renamed: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    reported_again: Mapping[str, Told] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    written_again: tuple[str, ...] = ()

    def beside(self, config: Path) -> Report:
        """Return the report with the bare file name of a calendar beside the hit list."""
        path, folder = Path(self.label), config.absolute().parent
        near = path.is_absolute() and path.is_relative_to(folder)
        return replace(self, label=str(path.relative_to(folder))) if near else self

    @property
    def succeeded(self) -> bool:
        """Return whether the calendar as a whole is as planned.

        An unreadable busy calendar and single events that the server refuses are reported, but are not a failure.
        """
        return set(self.problems) <= {*self.unread, *self.refused}

    @property
    def wake(self) -> datetime:
        """The next instant at which a pass may find something to do, or tries a refused event again."""
        return min((self.plan.wake, *(error.again for error in self.refusals if error.again is not None)))

    @property
    def refusals(self) -> tuple[EventRefused, ...]:
        """The refusals of single events, those that wait for their next try among them."""
        return tuple(failed.error for failed in in_time_order(self.results) if isinstance(failed.error, EventRefused))

    @property
    def created(self) -> int:
        """Return how many events were created."""
        return sum(isinstance(change, Create) for change in self.done)

    @property
    def updated(self) -> int:
        """Return how many events were changed."""
        return sum(isinstance(change, Update) for change in self.done)

    @property
    def deleted(self) -> int:
        """Return how many events were deleted."""
        return sum(isinstance(change, Delete) for change in self.done)

    @property
    def done(self) -> tuple[Change, ...]:
        """The changes that were made on the calendar."""
        return tuple(result.change for result in self.results if isinstance(result, Done))

    @property
    def failed(self) -> tuple[Failed, ...]:
        """The changes that failed, each with its error."""
        return tuple(result for result in self.results if isinstance(result, Failed))

    def lines(self) -> list[str]:
        """Return what was noticed and written in a few plain lines; none if nothing happened."""
        copies = f"{count(self.copies, 'further copy', 'further copies')} of events taken off {self.label}."
        return [
            *self.renamed, *self._noticed(), *self._wrote(), *([copies] if self.copies else []), *self.problems,
            *self.questions, *self.written_again, *self.offers,
        ]

    def by_evidence(self) -> list[str]:
        """Return those of these lines that say what evidence showed, or no longer shows."""
        shown = (fact for fact in self.facts if isinstance(fact, Noticed | Retracted))
        by_source = (fact for fact in shown if isinstance(fact, Noticed) or fact.source == NOTICED)
        return [*filter(None, map(self._fact, by_source))]

    def _noticed(self) -> Iterator[str]:
        for fact in self.facts:
            said = self._fact(fact)
            if said is not None:
                yield said
        zone, near = self.hitlist.timezone, day_of(self.now, self.hitlist.timezone)
        moved = {fact.uid for fact in self.facts if isinstance(fact, Moved)}
        for change in self.changes:
            if isinstance(change, Update) and change.before.day is not None and change.before.uid not in moved:
                when = moment_text(change.after.start, zone, near)
                yield f"{change.after.summary}: made a whole day, kept on that day at its own hour, {when}."

    def _fact(self, fact: Fact) -> str | None:
        """Return a sentence about a fact that this pass found; None for one that is not worth reporting."""
        zone, near = self.hitlist.timezone, day_of(self.now, self.hitlist.timezone)
        gone = self.taken_back.get(fact.fact) if isinstance(fact, Retracted) else None
        kind = _kind_on(gone or fact)
        who = self._who(fact, kind)
        match fact:
            case Moved(start=start, end=end):
                kept = "kept there" if end > self.now else "that is over, so it counts as passed"
                return f"You moved {who} to {moment_text(start, zone, near)}: {kept}."
            case Skipped(start=start):
                when, ending = moment_text(start, zone, near), manners_of(kind).deleted
                return f"You took {who} of {when} off the calendar: {ending}."
            case Attempt():
                note = f" ({fact.note})" if fact.note else ""
                for_good = f" {FOR_GOOD}" if fact.outcome is Outcome.DECLINED else ""
                was = f"{what_was_reported(fact, zone, near)}, {when_it_was(fact, zone, near)}"
                return f"Logged {who}: {was}{note}.{for_good}"
            case Noticed() if key_of(fact) in self.taken_back:
                return None         # said where it is taken back
            case Noticed(sure=sure):
                verb = "Noticed" if sure else "Noticed, and not counted until you say so"
                return f"{verb}: {who}, {what_was_reported(fact, zone, near)}, {when_it_was(fact, zone, near)}."
            case Retracted() if (again := self.reported_again.get(fact.fact)) is not None:
                return self._fact(again)
            case Retracted() if gone is not None:
                return self._no_longer(gone, who, kind, by_evidence=fact.source == NOTICED)
            case Swept(day=None):
                return f"{who} rests on."
            case Swept(day=day) if day is not None:
                return f"{who} comes back on {day_text(day, near)}."
            case Booked(day=day, time=time):
                clock = f" {clock_text(time)}" if time is not None else ""
                return f"Booked the next meeting with {who}: {day_text(day, near)}{clock}."
            case Settled():
                return how_settled(fact, who)
            case _:
                return None

    def _who(self, fact: Fact, kind: Kind | None) -> str:
        """Return whom or what a fact is about."""
        status, called = self.plan.statuses.get(fact.contact or ""), manners_of(kind).called
        if status is None:
            return called or fact.contact or ""
        return f"{called} with {status.contact.name}" if called else status.contact.name

    def _no_longer(self, gone: Told, who: str, kind: Kind | None, *, by_evidence: bool) -> str:
        zone, near = self.hitlist.timezone, day_of(self.now, self.hitlist.timezone)
        if isinstance(gone, Skipped):
            when, ending = moment_text(gone.start, zone, near), manners_of(kind).deleted
            return f"You put {who} of {when} back on the calendar: no longer {ending}."
        if isinstance(gone, Noticed) and gone in self.facts:
            return f"Not counted, as you said: the meeting with {who}, {when_it_was(gone, zone, near)}."
        verb = "Called off or deleted, so it does not count" if by_evidence else "Taken back"
        return f"{verb}: {what_was_reported(gone, zone, near)}, {who}, {when_it_was(gone, zone, near)}."

    def _wrote(self) -> Iterator[str]:
        if not self.done:
            return
        blocks = self._counted(Kind.BLOCK)
        parts = []
        for verb, kind in (("new", Create), ("changed", Update), ("taken off", Delete)):
            counted = [c for c in self.done if isinstance(c, kind)]
            if counted:
                own = sum(_kind(c) is Kind.BLOCK for c in counted)
                what = [count(n, noun) for n, noun in ((own, "block"), (len(counted) - own, "reminder")) if n]
                parts.append(f"{' and '.join(what)} {verb}{self._named(counted)}")
        yield f"Wrote {self.label}: {', '.join(parts)}."
        if blocks:
            yield from self._next_sheet()

    def _named(self, changes: Sequence[Change]) -> str:
        """Return the reminders among the changes with their times, ` (Call Dana Whitfield, Fri 27 Nov 12:30)`."""
        zone, near = self.hitlist.timezone, day_of(self.now, self.hitlist.timezone)
        events = [event_of(change) for change in changes if _kind(change) is not Kind.BLOCK]
        shown = [f"{event.summary}, {moment_text(event.start, zone, near)}" for event in events[:MOST_NAMED]]
        more = len(events) - len(shown)
        return f" ({'; '.join(shown)}{f'; and {more} more' if more else ''})" if shown else ""

    def _counted(self, kind: Kind) -> int:
        return sum(_kind(change) is kind for change in self.done)

    def _next_sheet(self) -> Iterator[str]:
        zone, near = self.hitlist.timezone, day_of(self.now, self.hitlist.timezone)
        for block in self.plan.blocks:
            if block.interval.start > self.now:
                sheet = self.plan.sheets.get(block.uid, ())
                everybody = [next_try.contact.name for next_try in sheet]
                everybody.append(self.plan.tasks.counted_on(block.uid, zone))
                names = ", ".join(filter(None, everybody)) or "nobody on its sheet"
                yield f"Next block {moment_text(block.interval.start, zone, near)}: {names}."
                return


def in_time_order(results: Iterable[Result]) -> list[Failed]:
    """Return the events that a server refuses, the first ones first."""
    refused = (one for one in results if isinstance(one, Failed) and isinstance(one.error, EventRefused))
    return sorted(refused, key=lambda one: (event_of(one.change).start, uid_of(one.change)))


def _kind_on(fact: Fact) -> Kind | None:
    """Return the kind of event that the user moved or deleted; None for any other fact."""
    return kind_in(fact.uid) if isinstance(fact, Moved | Skipped) else None


def _kind(change: Change) -> Kind | None:
    return kind_in(uid_of(change))

