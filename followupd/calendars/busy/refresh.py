"""Refresh all busy calendars at once, with a limit to the waiting.

Each is read in its own thread (followupd/patience.py). If one takes too long, the pass continues with what is
remembered, and a later refresh has its result. A process that ends after its pass has no later refresh: it waits before
its pass (`wait`). Never raises: errors are in the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from followupd.calendars.busy.remembered_times import BusyQuery, Memory, Reader
from followupd.errors import AGAIN, CalendarUnreachable, FollowupdError
from followupd.patience import PATIENCE, Overdue, Patience

LONGEST_WAIT = 120.0  # seconds before a pass, when it is the only one: a published calendar may take 90
LONGEST_FIRST = 660.0     # for one of which nothing is known: one of an account may take ten minutes
SOON = 5.0                # seconds of a wait without a word
LATE = "`followupd run` goes on reading it, and `followupd sync` waits longer."

Remembered = Callable[[str], Memory | None]


@dataclass(frozen=True, slots=True)
class Look:
    """The result for one calendar: `memory` is None if nothing changed, or with an `error`."""

    memory: Memory | None = None
    error: FollowupdError | None = None


class BusyCalendars:
    """The busy calendars of one hit list, by key."""

    def __init__(self, readers: Mapping[str, Reader], *, patient: bool = True) -> None:
        """Take the readers by key.

        Without `patient`, a calendar over the network is read only if nothing is remembered about it.
        """
        self.readers = dict(readers)
        self._patient = patient
        # A file is read each time, which costs little.
        self._patience = {
            key: Patience[Memory | None](f"busy {one.label}", one.where, pauses=one.far) for key, one in readers.items()
        }
        self._waited: dict[str, float] = {}      # seconds that `wait` has waited for one

    def close(self) -> None:
        """Close all connections."""
        for reader in self.readers.values():
            reader.close()

    def look(self, remembered: Remembered, need: BusyQuery, patience: float = PATIENCE) -> dict[str, Look]:
        """Refresh all of them.

        `remembered` returns what is known about a calendar, and is also called in the threads.
        """
        asked = self._readers_to_ask(remembered)
        self._begin(asked, remembered, need, patience)
        return {key: self._look(key, reader) for key, reader in asked.items()}

    def _look(self, key: str, reader: Reader) -> Look:
        try:
            look = Look(self._patience[key].result())
        except Overdue as late:
            waited = self._waited.get(key)
            said = late.message if waited is None else f"{reader.where} was not read within {waited:g} seconds"
            return Look(error=CalendarUnreachable(said, LATE if waited is None else AGAIN))
        except FollowupdError as error:
            look = Look(error=error)
        self._waited.pop(key, None)
        return look

    def wait(self, remembered: Remembered, need: BusyQuery, slow: Callable[[str, float], None]) -> None:
        """Begin to read all of them, and wait until each is read or has taken too long; `look` then has the results.

        Calls `slow` with the place of each that is not read soon, and the seconds that it has in all.
        """
        asked = self._readers_to_ask(remembered)
        self._begin(asked, remembered, need, SOON)
        for key in asked:
            self._patience[key].is_done(SOON)
        for key, reader in asked.items():
            self._waited[key] = LONGEST_FIRST if remembered(key) is None else LONGEST_WAIT
            if not self._patience[key].is_done(SOON):
                slow(reader.where, self._waited[key])
                self._patience[key].is_done(self._waited[key])

    def _readers_to_ask(self, remembered: Remembered) -> dict[str, Reader]:
        """Return the readers that are asked now."""
        return {key: reader for key, reader in self.readers.items()
                if self._patient or not reader.far or remembered(key) is None}

    def _begin(
        self, readers: Mapping[str, Reader], remembered: Remembered, need: BusyQuery, patience: float
    ) -> None:
        """Begin to read those of which no reading is under way, side by side."""
        for key, reader in readers.items():
            self._patience[key].begin(partial(_read, reader, key, remembered, need), patience)


def _read(reader: Reader, key: str, remembered: Remembered, need: BusyQuery) -> Memory | None:
    return reader.look(remembered(key), need)
