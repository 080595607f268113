"""The order in which a pass makes its changes, and what stops it.

Takes the changes in batches, returns their results. What was refused lately waits; deletions come first, since they
make room in a full account. A change may fail for what could meet every other one too (the login, a pause, a gateway,
the network), or because of its event alone (a proxy that blocks it, its file). So the calendar is asked once if it
answers, and another change is tried: if that can be made, the event is refused like any other, and the pass goes on. If
the calendar does not answer, or several changes fail in a row, the pass stops, and nothing more is asked of the
calendar. What failed is remembered, and made after all others from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from followupd.core.values.event import Change, Clash, Delete, Done, Failed, Present, Result, uid_of
from followupd.errors import CalendarUnreachable, EventRefused
from followupd.passes.refusals import PAUSES, STILL_THERE, TAKEN, Refusals, unable
from followupd.passes.sources import Sources

PAUSES_WITHOUT_OTHERS = 3     # up to a quarter of an hour, as for a server that does not answer
MOST_IN_A_ROW = 6             # changes that fail before nothing new is tried
MOST_IN_A_PAUSE = 2           # of these, if the server asked for a pause: one more shows whether it is for all


class Batch(NamedTuple):
    """Changes that are made together; `apply` makes some of them and records what came of it."""

    changes: Sequence[Change]
    apply: Callable[[Sequence[Change]], Sequence[Result]]


@dataclass(eq=False, slots=True)
class _Task:
    """A change of a batch, and its result once there is one."""

    batch: Batch
    change: Change
    result: Result | None


def make(sources: Sources, batches: Sequence[Batch], now: datetime, *, waits: bool = True) -> list[tuple[Result, ...]]:
    """Make the changes, except those that wait; return the results of each batch, in order.

    Raises CalendarUnreachable if nothing could be made.
    """
    work = _Work(sources, now)
    known = work.known
    tasks = [_Task(batch, one, known.waiting(one) if waits else None) for batch in batches for one in batch.changes]
    due = sorted((task for task in tasks if task.result is None), key=lambda task: not isinstance(task.change, Delete))
    turns = {task: known.turn(task.change) for task in due}
    for batch in batches:
        work.make_new([task for task in due if task.batch is batch and not turns[task]])
    work.make_known(sorted(filter(turns.get, due), key=turns.__getitem__))
    known.keep()
    if work.stopped is not None and all(isinstance(_error(task), CalendarUnreachable) for task in due):
        raise work.stopped
    return [tuple(one.result for one in tasks if one.batch is batch and one.result is not None) for batch in batches]


class _Work:
    """Makes changes until the calendar as a whole seems to fail. `stopped` is why."""

    def __init__(self, sources: Sources, now: datetime) -> None:
        self.known = Refusals(sources, now)
        self.stopped: CalendarUnreachable | None = None
        self._sources, self._now = sources, now
        self._done: list[Change] = []
        self._doubted: list[tuple[_Task, CalendarUnreachable]] = []      # what failed since something was made

    def make_new(self, tasks: Sequence[_Task]) -> None:
        """Make changes of one batch; one by one while others have failed."""
        left = list(tasks)
        while left and self.stopped is None:
            some = [self._another(left)] if self._doubted else left
            untried = self._try(some)
            left = [task for task in left if task in untried or task not in some]
            if left and self._too_many:
                self._stop(self._doubted[-1][1])
        self._leave(left)

    def make_known(self, tasks: Sequence[_Task]) -> None:
        """Make changes that were refused or stopped a pass, in this order; then decide about all that failed.

        If nothing could be made between them, those that are left are not tried: they failed before.
        """
        left = list(tasks)
        while left and self.stopped is None and not self._too_many:
            self._try([left.pop(0)])
        if self.stopped is not None:
            self._leave(left)
        elif self._doubted:
            error = self._doubted[-1][1]
            self._refuse([*((task, error) for task in left), *self._doubted], self._pauses_without)
            self._doubted = []

    @property
    def _too_many(self) -> bool:
        asked = any(error.retry_after is not None for _, error in self._doubted)
        return len(self._doubted) >= (MOST_IN_A_PAUSE if asked else MOST_IN_A_ROW)

    @property
    def _pauses_without(self) -> int:
        """The number of pauses to use if nothing was made since: deletions say nothing of a full account."""
        return len(PAUSES) if any(not isinstance(done, Delete) for done in self._done) else PAUSES_WITHOUT_OTHERS

    def _another(self, left: Sequence[_Task]) -> _Task:
        """Return the change to try next: of another kind than those that failed, if there is one; deletions first."""
        failed = {_kind(task) for task, _ in self._doubted}
        first = [task for task in left if isinstance(task.change, Delete)] or left
        return next((task for task in reversed(first) if _kind(task) not in failed), first[-1])

    def _try(self, tasks: Sequence[_Task]) -> list[_Task]:
        """Make changes of one batch; return those that were not tried because another failed."""
        untried: list[_Task] = []
        failed: list[tuple[_Task, CalendarUnreachable]] = []
        for task, result in zip(tasks, self._checked(self._results(tasks)), strict=True):
            task.result = result
            error = _error(task)
            if isinstance(result, Done):
                self._made(task.change)
            elif isinstance(error, EventRefused):
                task.result = self.known.refused(task.change, error.message)
            elif isinstance(result, Clash) and result.present is None and self.known.times(task.change):
                # The next generation would be refused as well: one for each try.
                task.result = self.known.refused(task.change, unable(self._sources, task.change, TAKEN, self._now))
            elif isinstance(error, CalendarUnreachable) and error.uid == uid_of(task.change):
                failed.append((task, error))
            elif isinstance(error, CalendarUnreachable):
                untried.append(task)
                if error.uid is None:
                    self._stop(error)
        for task, error in failed:
            self._doubt(task, error)
        return untried

    def _results(self, tasks: Sequence[_Task]) -> Sequence[Result]:
        changes = [task.change for task in tasks]
        try:
            return tasks[0].batch.apply(changes)
        except CalendarUnreachable as error:
            return [Failed(change, error) for change in changes]

    def _checked(self, results: Sequence[Result]) -> list[Result]:
        """Return the results with a refusal of each deletion that a server says it made again, and did not make."""
        again = [one for one in results if isinstance(one, Done) and self.known.is_back(one.change)]
        left = {there.href for there in self._read()} if again else set()

        def checked(result: Result) -> Result:
            change = result.change
            if result not in again or not isinstance(change, Delete) or change.before.href not in left:
                return result
            return Failed(change, EventRefused(unable(self._sources, change, STILL_THERE, self._now)))

        return [checked(result) for result in results]

    def _read(self) -> Sequence[Present]:
        try:
            snapshot = self._sources.calendar.read()
        except CalendarUnreachable:
            return ()
        return (*snapshot.events, *snapshot.doubles)

    def _made(self, change: Change) -> None:
        """Note that a change was made, so what failed before it is about single events.

        A deletion is not a sign that a full account takes an event again.
        """
        self.known.done(change)
        self._done.append(change)
        over = [one for one in self._doubted if isinstance(one[0].change, Delete) or not isinstance(change, Delete)]
        self._doubted = [one for one in self._doubted if one not in over]
        self._refuse(over, len(PAUSES))

    def _doubt(self, task: _Task, error: CalendarUnreachable) -> None:
        first = not self._doubted
        self._doubted.append((task, error))
        if first and not self._sources.calendar.answers():
            self._stop(error)

    def _refuse(self, failed: Sequence[tuple[_Task, CalendarUnreachable]], most: int) -> None:
        for task, error in failed:
            why = unable(self._sources, task.change, error.message, self._now)
            task.result = self.known.refused(task.change, why, most=most, least=error.retry_after or 0.0)

    def _stop(self, error: CalendarUnreachable) -> None:
        self.stopped = self.stopped or error
        for task, one in self._doubted:
            self.known.stopped_at(task.change, one.message, one.retry_after or 0.0)

    def _leave(self, tasks: Sequence[_Task]) -> None:
        for task in tasks:
            task.result = Failed(task.change, self.stopped) if self.stopped is not None else task.result


def _kind(task: _Task) -> str:
    return uid_of(task.change).partition("-")[0]


def _error(task: _Task) -> Exception | None:
    return task.result.error if isinstance(task.result, Failed) else None
