"""What one plan has worked out and the next one may use again, handed from plan to plan of one hit list.

Everything is kept with all that it was made of, and used only while that is the same: with and without this memory a
plan is the same (tests/properties/test_years.py), and one that knows nothing yet does as well. The plan after one
logged try costs a fraction of the first one (bench/replanning.py). Decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from followupd.core.people.identity import People
from followupd.core.people.reach import Reach
from followupd.core.people.understand import Everybody, Known, settings_of
from followupd.core.people.wanted import NextTry
from followupd.core.schedule.block import Block
from followupd.core.schedule.free import ByDay, by_day
from followupd.core.schedule.occupancy import Occupancy
from followupd.core.schedule.on_calendar import Item
from followupd.core.schedule.sheet import Fitting
from followupd.core.texts.cards import reminder_event
from followupd.core.values.event import Event
from followupd.core.values.facts import Fact
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.user_time import Busy


@dataclass(slots=True)
class Kept:
    """The memory. Only one plan at a time may use it."""

    _known: Known | None = None
    _fitting: Fitting | None = None
    _busy: tuple[Busy, ...] = ()
    _by_day: ByDay = field(default_factory=dict)
    _taken: Occupancy = field(default_factory=Occupancy)
    _hitlist: Hitlist | None = None                                    # by which the texts were written
    _texts: dict[str, tuple[NextTry, Item, Event]] = field(default_factory=dict)

    def everybody(
        self, hitlist: Hitlist, people: People, facts: Sequence[Fact], now: datetime, off: Mapping[date, str]
    ) -> Everybody:
        """As of `now`. `off` are the user's days off, by name."""
        facts = tuple(facts)
        if self._known is None or not self._known.goes_on(hitlist, facts, now):
            self._known = Known(settings_of(hitlist), now)
        return self._known.everybody(hitlist, people, facts, now, off)

    def fitting(self, hitlist: Hitlist, reaches: Mapping[str, Reach], coming: tuple[Block, ...]) -> Fitting:
        before = self._fitting
        if before is None or before.hitlist is not hitlist or before.reach is not reaches or before.coming != coming:
            self._fitting = before = Fitting(hitlist, reaches, coming)
        return before

    def busy(self, busy: tuple[Busy, ...]) -> tuple[ByDay, Occupancy]:
        """The user's busy time by day, and as what is occupied."""
        if busy != self._busy:
            self._busy, self._by_day, self._taken = busy, by_day(busy), Occupancy().plus(
                stretch.interval for stretch in busy
            )
        return self._by_day, self._taken

    def reminders(self, items: Sequence[tuple[NextTry, Item]], hitlist: Hitlist) -> list[Event]:
        """The reminders of their own."""
        before = self._texts if hitlist is self._hitlist else {}
        self._hitlist, self._texts = hitlist, {}
        for wish, item in items:
            known = before.get(item.uid)
            if known is None or known[:2] != (wish, item):
                known = wish, item, reminder_event(wish, item.uid, item.interval, hitlist, item.sought)
            self._texts[item.uid] = known
        return [event for _, _, event in self._texts.values()]
