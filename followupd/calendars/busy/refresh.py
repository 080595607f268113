"""Refresh all busy calendars at once, with a limit to the waiting.

Each is read in its own thread. If one takes too long, the pass continues with what is remembered; the reading goes on,
and a later refresh gets its result without waiting again. A server that failed is left alone for some minutes, so that
an edited hit list does not wait for it. Never raises: errors are in the result.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from followupd.calendars.busy.memory import BusyQuery, Memory, Reader
from followupd.errors import CalendarUnreachable, FollowupdError

BUSY_PATIENCE = 25.0  # seconds that a pass waits for all of them together
PAUSES = (60.0, 300.0, 840.0)     # seconds after so many failures in a row; the last below the daemon's timer


@dataclass(frozen=True, slots=True)
class Look:
    """The result for one calendar: `memory` is None if nothing changed, or with an `error`."""

    memory: Memory | None = None
    error: FollowupdError | None = None


@dataclass(slots=True)
class _Pending:
    done: threading.Event = field(default_factory=threading.Event)
    look: Look = field(default_factory=Look)


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

    def look(
        self, remembered: Callable[[str], Memory | None], need: BusyQuery, patience: float = BUSY_PATIENCE
    ) -> dict[str, Look]:
        """Refresh all of them.

        `remembered` returns what is known about a calendar, and is also called in the threads.
        """
        until = time.monotonic() + patience
        asked = {key: reader for key, reader in self.readers.items()
                 if self._patient or not reader.far or remembered(key) is None}
        looks = {key: self._failed[key][2] for key in asked
                 if key in self._failed and time.monotonic() < self._failed[key][1]}
        late = set(self._under_way)      # waited for already
        for key, reader in asked.items():
            if key not in looks and key not in late:
                self._under_way[key] = _begin(reader, key, remembered, need)
        for key, reader in asked.items():
            if key in looks:
                continue
            work = self._under_way[key]
            if work.done.wait(0.0 if key in late else max(0.0, until - time.monotonic())):
                looks[key] = work.look
                del self._under_way[key]
                self._note(key, reader, work.look)
            else:
                looks[key] = Look(error=CalendarUnreachable(
                    f"{reader.where} was not read within {patience:g} seconds", "It is still being read."
                ))
        return looks

    def _note(self, key: str, reader: Reader, look: Look) -> None:
        """Leave a server that failed alone for a while. A file is read each time, which costs little."""
        if look.error is None or not reader.far:
            self._failed.pop(key, None)
            return
        failures = self._failed[key][0] + 1 if key in self._failed else 1
        pause = PAUSES[min(failures, len(PAUSES)) - 1]
        self._failed[key] = failures, time.monotonic() + pause, look


def _begin(reader: Reader, key: str, remembered: Callable[[str], Memory | None], need: BusyQuery) -> _Pending:
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
