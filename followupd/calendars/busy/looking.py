"""Look at all busy calendars at once, and wait for none of them for ever.

Each is read in a thread of its own. What is not there when the patience is over is read on, and its answer is taken
by the next look: a pass goes on with what was remembered. Never raises: what went wrong is part of the answer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from followupd.calendars.busy.memory import Memory
from followupd.calendars.busy.need import Need
from followupd.calendars.busy.reader import Reader
from followupd.errors import CalendarUnreachable, FollowupdError

PATIENCE = 25.0     # seconds that a pass waits for all of them together


@dataclass(frozen=True, slots=True)
class Look:
    """How one calendar was found: `memory` is None where nothing changed, or with an `error`."""

    memory: Memory | None = None
    error: FollowupdError | None = None


@dataclass(slots=True)
class _Work:
    done: threading.Event = field(default_factory=threading.Event)
    look: Look = field(default_factory=Look)


class BusyCalendars:
    """The busy calendars of one hit list, by key."""

    def __init__(self, readers: Mapping[str, Reader], *, patient: bool = True) -> None:
        """Without `patient`, a calendar over the network is looked at only where nothing is remembered of it."""
        self.readers = dict(readers)
        self._patient = patient
        self._under_way: dict[str, _Work] = {}

    def close(self) -> None:
        for reader in self.readers.values():
            reader.close()

    def look(
        self, remembered: Callable[[str], Memory | None], need: Need, patience: float = PATIENCE
    ) -> dict[str, Look]:
        """All of them. `remembered` gives what is known of a calendar, and is called in the threads too."""
        until = time.monotonic() + patience
        asked = {key: reader for key, reader in self.readers.items()
                 if self._patient or not reader.far or remembered(key) is None}
        for key, reader in asked.items():
            if key not in self._under_way:
                self._under_way[key] = _begin(reader, key, remembered, need)
        found: dict[str, Look] = {}
        for key, reader in asked.items():
            work = self._under_way[key]
            if work.done.wait(max(0.0, until - time.monotonic())):
                found[key] = work.look
                del self._under_way[key]
            else:
                found[key] = Look(error=CalendarUnreachable(
                    f"{reader.where} was not read within {patience:g} seconds", "It goes on being read."
                ))
        return found


def _begin(reader: Reader, key: str, remembered: Callable[[str], Memory | None], need: Need) -> _Work:
    work = _Work()

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
