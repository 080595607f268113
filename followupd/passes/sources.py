"""The three inputs of a pass, opened together for one hit list: the YAML, the history and the calendar.

Takes the path of a hit list; raises an error for what is wrong with it. Never plans and never writes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.calendars.open import open_calendar
from followupd.calendars.protocol import Calendar
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.memo import Memo
from followupd.errors import UsageError
from followupd.evidence.open import open_evidence
from followupd.evidence.protocol import EvidenceSource
from followupd.history.store import History
from followupd.hitlist.problems import Problem
from followupd.passes.current_list import Stamps, is_current, read_now
from followupd.passes.evidence import CardsSeen
from followupd.passes.state_file import open_history, remember_list
from followupd.passes.user_time import calendars_read, notices_meetings

if TYPE_CHECKING:
    from followupd.calendars.busy.refresh import BusyCalendars
    from followupd.passes.address_books import AddressBooks


@dataclass(frozen=True, slots=True)
class Sources:
    """`files` are all files that the hit list was read from; `notes` are warnings and keys without effect yet.

    `stamps` are those of `Read`; the `memo` is passed from plan to plan.
    """

    config: Path
    hitlist: Hitlist
    history: History
    calendar: Calendar
    calendar_key: str
    files: tuple[Path, ...]
    notes: tuple[Problem, ...]
    busy: BusyCalendars | None = None     # None: the hit list names none
    stamps: Stamps | None = None
    evidence: tuple[EvidenceSource, ...] = ()
    books: AddressBooks | None = None     # None: none is read
    cards: CardsSeen = field(default_factory=CardsSeen)      # of this pass
    memo: Memo = field(default_factory=Memo)

    @property
    def current(self) -> bool:
        """Return whether the hit list is certainly still as it was read."""
        return is_current(self.stamps)

    def close(self) -> None:
        """Close the calendars and the history."""
        self.calendar.close()
        if self.busy is not None:
            self.busy.close()
        if self.books is not None:
            self.books.close()
        self.history.close()


def open_sources(config: Path) -> Sources:
    """Open everything. Raises HitlistError with all problems of the hit list, UsageError and Failure."""
    read = read_now(config)
    hitlist = read.hitlist
    history = open_history(config, hitlist.name, hitlist.state)
    calendar = open_calendar(hitlist.calendar, hitlist.name, hitlist.timezone)
    busy = busy_calendars(hitlist)
    key = hitlist.calendar.key
    evidence, books = open_evidence(hitlist), address_books(hitlist)
    return Sources(config, hitlist, history, calendar, key, read.files, read.notes, busy, read.stamps, evidence, books)


def busy_calendars(hitlist: Hitlist, *, patient: bool = True) -> BusyCalendars | None:
    """Return the calendars that are read beside our events; None if there are none."""
    if not calendars_read(hitlist):
        return None
    from followupd.calendars.busy.open import open_busy
    from followupd.calendars.busy.refresh import BusyCalendars

    written = hitlist.calendar if notices_meetings(hitlist) else None
    return BusyCalendars(open_busy(hitlist.busy, written), patient=patient)


def address_books(hitlist: Hitlist) -> AddressBooks | None:
    """Return the address books, opened; None if there are none."""
    if not hitlist.address_books:
        return None
    from followupd.passes.address_books import AddressBooks  # a list without one does without

    return AddressBooks.of(hitlist.address_books)


def with_cards_of(sources: Sources, now: datetime) -> Sources:
    """Return the sources with what people's cards say: now if the address books are open, else when last read."""
    if not sources.hitlist.address_books:
        return replace(sources, cards=CardsSeen(kept=frozenset()))
    from followupd.passes.address_books import with_address_books  # as above

    hitlist, cards = with_address_books(sources.hitlist, sources.history, sources.books, now)
    return replace(sources, hitlist=hitlist, cards=cards)


def reload(sources: Sources) -> Sources:
    """Return the same sources with the hit list read again; the history stays open. Raises as `open_sources` does.

    A changed `list:` or `state:` needs a restart: the history belongs to one list.
    """
    read = read_now(sources.config)
    hitlist = read.hitlist
    if (hitlist.name, hitlist.state) != (sources.hitlist.name, sources.hitlist.state):
        raise UsageError("`list:` or `state:` was changed; a running followupd cannot switch", "Restart it.")
    remember_list(sources.history, sources.config)
    before = sources.hitlist
    same = (hitlist.calendar, hitlist.timezone) == (before.calendar, before.timezone)
    calendar = sources.calendar if same else open_calendar(hitlist.calendar, hitlist.name, hitlist.timezone)
    if not same:
        sources.calendar.close()
    busy = sources.busy
    if calendars_read(hitlist) != calendars_read(before):
        if busy is not None:
            busy.close()
        busy = busy_calendars(hitlist)
    books = sources.books
    if hitlist.address_books != before.address_books:
        if books is not None:
            books.close()
        books = address_books(hitlist)
    return replace(
        sources, hitlist=hitlist, calendar=calendar, calendar_key=hitlist.calendar.key, files=read.files,
        notes=read.notes, busy=busy, stamps=read.stamps, evidence=open_evidence(hitlist), books=books,
    )
