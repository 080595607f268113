"""Refresh all busy calendars at once, with a limit to the waiting.

Each is read in its own thread. If one takes too long, the pass continues with what is remembered; the reading goes on,
and a later refresh gets its result without waiting again. A process that ends after its pass has no later refresh: it
waits before its pass (`wait`). A server that failed is left alone for some minutes, so that an edited hit list does not
wait for it. Never raises: errors are in the result.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from followupd.calendars.busy.remembered_times import BusyQuery, Memory, Reader
from followupd.errors import AGAIN, CalendarUnreachable, FollowupdError

BUSY_PATIENCE = 25.0  # seconds that a pass waits for all of them together
LONGEST_WAIT = 120.0  # seconds before a pass, when it is the only one: a published calendar may take 90
LONGEST_FIRST = 660.0     # for one of which nothing is known: one of an account may take ten minutes
SOON = 5.0                # seconds of a wait without a word
LATE = "`followupd run` goes on reading it, and `followupd sync` waits longer."
PAUSES = (60.0, 300.0, 840.0)     # seconds after so many failures in a row; the last below the daemon's timer


Remembered = Callable[[str], Memory | None]


@dataclass(frozen=True, slots=True)
class Look:
    """The result for one calendar: `memory` is None if nothing changed, or with an `error`."""

    memory: Memory | None = None
    error: FollowupdError | None = None


@dataclass(slots=True)
class _Pending:
    """A reading under way, for which `wait` has waited `waited` seconds."""

    done: threading.Event = field(default_factory=threading.Event)
    look: Look = field(default_factory=Look)
    waited: float = 0.0


class BusyCalendars:
    """The busy calendars of one hit list, by key."""

    def __init__(self, readers: Mapping[str, Reader], *, patient: bool = True) -> None:
        """Take the readers by key.

        Without `patient`, a calendar over the network is read only if nothing is remembered about it.
        """
        self.readers = dict(readers)
        self._patient = patient
        self._under_way: dict[str, _Pending] = {}
        self._failed: dict[str, tuple[int, float, Look]] = {}    # failures in a row, end of the pause, result

    def close(self) -> None:
        """Close all connections."""
        for reader in self.readers.values():
            reader.close()

    def look(self, remembered: Remembered, need: BusyQuery, patience: float = BUSY_PATIENCE) -> dict[str, Look]:
        """Refresh all of them.

        `remembered` returns what is known about a calendar, and is also called in the threads.
        """
        until = time.monotonic() + patience
        asked = self._readers_to_ask(remembered)
        looks = {key: self._failed[key][2] for key in asked
                 if key in self._failed and time.monotonic() < self._failed[key][1]}
        wanted = {key: reader for key, reader in asked.items() if key not in looks}
        late = set(self._under_way)      # waited for already
        self._begin(wanted, remembered, need)
        for key, reader in wanted.items():
            work = self._under_way[key]
            if work.done.wait(0.0 if key in late else max(0.0, until - time.monotonic())):
                looks[key] = work.look
                del self._under_way[key]
                self._note(key, reader, work.look)
            else:
                said = f"{reader.where} was not read within {work.waited or patience:g} seconds"
                looks[key] = Look(error=CalendarUnreachable(said, AGAIN if work.waited else LATE))
        return looks

    def wait(self, remembered: Remembered, need: BusyQuery, slow: Callable[[str, float], None]) -> None:
        """Begin to read all of them, and wait until each is read or has taken too long; `look` then has the results.

        Calls `slow` with the place of each that is not read soon, and the seconds that it has in all.
        """
        asked, begun = self._readers_to_ask(remembered), time.monotonic()
        self._begin(asked, remembered, need)
        for key in asked:
            self._under_way[key].done.wait(max(0.0, begun + SOON - time.monotonic()))
        for key, reader in asked.items():
            work = self._under_way[key]
            work.waited = LONGEST_FIRST if remembered(key) is None else LONGEST_WAIT
            if not work.done.is_set():
                slow(reader.where, work.waited)
                work.done.wait(max(0.0, begun + work.waited - time.monotonic()))

    def _readers_to_ask(self, remembered: Remembered) -> dict[str, Reader]:
        """Return the readers that are asked now."""
        return {key: reader for key, reader in self.readers.items()
                if self._patient or not reader.far or remembered(key) is None}

    def _begin(self, readers: Mapping[str, Reader], remembered: Remembered, need: BusyQuery) -> None:
        """Begin to read those of which no reading is under way."""
        for key, reader in readers.items():
            if key not in self._under_way:
                self._under_way[key] = _begin(reader, key, remembered, need)

    def _note(self, key: str, reader: Reader, look: Look) -> None:
        """Leave a server that failed alone for a while. A file is read each time, which costs little."""
        if look.error is None or not reader.far:
            self._failed.pop(key, None)
            return
        failures = self._failed[key][0] + 1 if key in self._failed else 1
        pause = PAUSES[min(failures, len(PAUSES)) - 1]
        self._failed[key] = failures, time.monotonic() + pause, look


def _begin(reader: Reader, key: str, remembered: Remembered, need: BusyQuery) -> _Pending:
    work = _Pending()

    def run() -> None:
        try:
            work.look = Look(reader.look(remembered(key), need))
        except FollowupdError as error:
            work.look = Look(error=error)
        except MemoryError:
            work.look = Look(error=CalendarUnreachable(f"{reader.where} is too large for this machine"))
        except Exception as error:   # noqa: BLE001 - a fault of ours in one calendar must not end the pass (P11)
            work.look = Look(error=CalendarUnreachable(
                f"{reader.where} cannot be read: a fault in followupd ({type(error).__name__})", "Please report it."
            ))
        finally:
            work.done.set()

    threading.Thread(target=run, name=f"busy {reader.label}", daemon=True).start()
    return work
