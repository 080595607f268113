"""The order in which a pass makes its changes, and what stops it.

Takes the changes in batches, returns their results. What was refused lately waits; deletions come first, since they
make room in a full account. If a change fails for what may meet every other one too (the login, a pause, a gateway, the
network), nothing more is asked of the calendar in this pass. Perhaps the event alone is the cause, though (a proxy that
blocks it, its file): so it is remembered, and made after all others from then on. If it fails again although others go
well, it is refused like any other event, and stops nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from followupd.core.values.event import Change, Delete, Done, Failed, Result, uid_of
from followupd.errors import CalendarUnreachable, EventRefused
from followupd.passes.refusals import PAUSES, Refusals, unable
from followupd.passes.sources import Sources

PAUSES_WITHOUT_OTHERS = 3     # up to a quarter of an hour, as for a server that does not answer


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
        work.together([task for task in due if task.batch is batch and not turns[task]])
    for task in sorted(filter(turns.get, due), key=turns.__getitem__):
        work.alone(task)
    known.keep()
    if work.stopped is not None and all(_error(task) is work.stopped for task in due):
        raise work.stopped
    return [tuple(one.result for one in tasks if one.batch is batch and one.result is not None) for batch in batches]


class _Work:
    """Makes changes until one stops the pass. `stopped` is why."""

    def __init__(self, sources: Sources, now: datetime) -> None:
        self.known = Refusals(sources, now)
        self.stopped: CalendarUnreachable | None = None
        self._sources, self._now = sources, now
        self._done: list[Change] = []

    def together(self, tasks: Sequence[_Task]) -> None:
        """Make changes of one batch; the first that cannot be made stops the pass."""
        if not tasks:
            return
        for task, result in zip(tasks, self._results(tasks), strict=True):
            task.result = result
            if isinstance(result, Done):
                self._done.append(task.change)
                self.known.done(task.change)
            elif isinstance(result, Failed) and isinstance(result.error, EventRefused):
                task.result = self.known.refused(task.change, result.error.message)
        for task in tasks:
            error = _error(task)
            if isinstance(error, CalendarUnreachable):
                self.stopped = error
                if error.uid == uid_of(task.change):
                    self.known.stopped_at(task.change, error.message, alone=self._others_go_well(task.change))

    def alone(self, task: _Task) -> None:
        """Make a change at which a pass stopped, or that was refused. It stops this pass unless others go well."""
        if (before := self.stopped) is not None:
            task.result = Failed(task.change, before)
            return
        self.together([task])
        error = self.stopped
        if error is None or error.uid is None or not self.known.alone(task.change):
            return
        why = unable(self._sources, task.change, error.message, self._now)
        pause, others = error.retry_after, self._others_go_well(task.change)
        most = len(PAUSES) if others else PAUSES_WITHOUT_OTHERS
        task.result = self.known.refused(task.change, why, most=most, least=pause or 0.0)
        self.stopped = error if pause is not None else None

    def _results(self, tasks: Sequence[_Task]) -> Sequence[Result]:
        changes = [task.change for task in tasks]
        if self.stopped is None:
            try:
                return tasks[0].batch.apply(changes)
            except CalendarUnreachable as error:
                self.stopped = error
        return [Failed(change, self.stopped) for change in changes]

    def _others_go_well(self, change: Change) -> bool:
        """Return whether others were written in this pass; that some were taken off says nothing of a full account."""
        return any(isinstance(change, Delete) or not isinstance(done, Delete) for done in self._done)


def _error(task: _Task) -> Exception | None:
    return task.result.error if isinstance(task.result, Failed) else None
