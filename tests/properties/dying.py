"""A calendar whose process dies in the middle of a commit, as by a power cut."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from followupd.calendars.protocol import Calendar, CalendarMemory, OwnWrite, Snapshot
from followupd.core.values.event import Change, Result
from followupd.errors import CalendarUnreachable


class PowerCut(BaseException):
    """The process dies here. Not an Exception: nothing may catch it, as nothing catches kill -9."""


@dataclass
class Dying(Calendar):
    """A calendar whose process dies before or after its next writes, so that they are not recorded."""

    inner: Calendar
    after: bool

    @property
    def label(self) -> str:
        return self.inner.label

    def own_writes(self) -> tuple[OwnWrite, ...]:
        return self.inner.own_writes()

    def read(self, expected: Collection[str] = ()) -> Snapshot:
        return self.inner.read(expected)

    def apply(self, changes: Sequence[Change], stamp: datetime) -> list[Result]:
        if self.after:
            with suppress(CalendarUnreachable):
                self.inner.apply(changes[:-1] or changes, stamp)
        raise PowerCut

    def recall(self, stored: Callable[[], CalendarMemory | None]) -> None:
        self.inner.recall(stored)

    def memory(self) -> CalendarMemory | None:
        return self.inner.memory()

    def close(self) -> None:
        self.inner.close()
