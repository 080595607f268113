"""The calendars and address books on this machine: of khal, khard and vdirsyncer, and where such programs keep them.

Takes the environment; gives each folder or file once, with its name and how much it holds. Looks at names and sizes,
and reads configurations; never writes, and never opens a calendar.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from followupd.addressbook.files import ENDINGS as CARD_ENDINGS
from followupd.beginning.other_configs import NamedPlace, khal_places, khard_places, vdirsyncer_places
from followupd.calendars.files import atomic
from followupd.calendars.folders import ENDINGS as CALENDAR_ENDINGS
from followupd.calendars.folders import has_ending
from followupd.core.phrases.names import visible
from followupd.hitlist.place import xdg

LARGEST_CONFIG = 1024 * 1024
MOST_PLACES = 30
MOST_ENTRIES = 100_000      # of a folder
_MOST_MATCHES = 200


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A calendar (or with `cards` an address book) on this machine.

    `written` is its path for a hit list, `count` how many events or cards it holds (None: nobody knows without reading
    it), and `program` who has it in its configuration, "" if it was found where such programs keep theirs.
    """

    name: str
    written: str
    count: int | None
    program: str = ""
    cards: bool = False
    readonly: bool = False


@dataclass(frozen=True, slots=True)
class FoundOnDisk:
    """Everything that was found, in the order in which it is offered; `addresses` are the user's own, if known."""

    calendars: tuple[FoundPlace, ...] = ()
    books: tuple[FoundPlace, ...] = ()
    addresses: tuple[str, ...] = ()


def found_on_disk(environment: Mapping[str, str] | None = None) -> FoundOnDisk:
    """Look for calendars and address books. Never raises: what cannot be looked at is not there."""
    places = list(_named_places(os.environ if environment is None else environment))
    found: dict[Path, FoundPlace] = {}
    for place in places:
        for path in _paths(place):
            with suppress(OSError):
                known = found.get(path.resolve())
                one = _looked_at(path, place)
                if one is not None and (known is None or (not known.program and one.program)):
                    found[path.resolve()] = one
    shown = sorted(found.values(), key=lambda one: (not one.program, one.readonly))[:MOST_PLACES]
    return FoundOnDisk(
        tuple(one for one in shown if not one.cards), tuple(one for one in shown if one.cards),
        tuple(dict.fromkeys(address for place in places for address in place.addresses)),
    )


def _named_places(environment: Mapping[str, str]) -> Iterator[NamedPlace]:
    """Yield the places of the configurations, and the usual ones."""
    config, data = Path(xdg("XDG_CONFIG_HOME", ".config")), Path(xdg("XDG_DATA_HOME", ".local/share"))
    home = _expanded("~")
    files: tuple[tuple[Callable[[str], Iterator[NamedPlace]], tuple[Path, ...]], ...] = (
        (khal_places, (config / "khal/config", home / ".khal/khal.conf")),
        (khard_places, (Path(environment.get("KHARD_CONFIG") or config / "khard/khard.conf"),)),
        (vdirsyncer_places, (
            Path(environment.get("VDIRSYNCER_CONFIG") or config / "vdirsyncer/config"), home / ".vdirsyncer/config",
        )),
    )
    for places_in, candidates in files:
        for file in candidates:
            with suppress(OSError):
                yield from places_in(_text_of(file))
    for folder in (home / ".calendars", home / "Calendars", data / "calendars", data / "khal/calendars"):
        yield NamedPlace(str(folder), "", several=True)
    for folder in (home / ".contacts", home / "Contacts", data / "contacts", data / "khard"):
        yield NamedPlace(str(folder), "", cards=True, several=True)


def _text_of(file: Path) -> str:
    return atomic.read_some(_expanded(str(file)), LARGEST_CONFIG).decode("utf-8", "replace")


def _expanded(path: str) -> Path:
    """Return a path without its `~`; as it is where nobody knows that home."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 - `Path.expanduser` raises there


def _paths(place: NamedPlace) -> Iterable[Path]:
    """Return the folders and files that a place means: itself, or those that match, or the folders in it."""
    if not place.path.strip():
        return []
    written = os.path.expandvars(str(_expanded(place.path)))
    if glob.has_magic(written):
        matches = glob.iglob(written, recursive=True)    # noqa: PTH207 - the pattern of another program, absolute
        return sorted(Path(match) for match, _ in zip(matches, range(_MOST_MATCHES), strict=False))
    path = Path(written)
    if not (place.several and path.is_dir()):
        return [path]
    with os.scandir(path) as entries:
        inner = sorted(entry.name for entry in entries if entry.is_dir() and not entry.name.startswith("."))
    return [path, *(path / name for name in inner)]


def _looked_at(path: Path, place: NamedPlace) -> FoundPlace | None:
    """Return what is at a path; None if it is nothing of its kind."""
    if path.is_dir():
        held = _members(path, place.cards)
        is_one = held > 0 or (path / "displayname").is_file() or (bool(place.program) and not place.several)
        if not is_one:
            return None
        name = place.name or _shown_name(path)
        return FoundPlace(name, _written(path, "/"), held, place.program, place.cards, place.readonly)
    if not path.is_file() or not has_ending(path.name, _endings(place.cards)):
        return None
    name = place.name or visible(path.name)
    return FoundPlace(name, _written(path, ""), None, place.program, place.cards, place.readonly)


def _members(folder: Path, cards: bool) -> int:
    found = 0
    with os.scandir(folder) as entries:
        for entry, _ in zip(entries, range(MOST_ENTRIES), strict=False):
            found += has_ending(entry.name, _endings(cards))
    return found


def _endings(cards: bool) -> tuple[str, ...]:
    return CARD_ENDINGS if cards else CALENDAR_ENDINGS


def _shown_name(folder: Path) -> str:
    """Return what the owner calls it, which vdirsyncer keeps in a file, else the name of the folder."""
    with suppress(OSError):
        if name := " ".join(_text_of(folder / "displayname").split())[:60]:
            return visible(name)
    return visible(folder.name)


def _written(path: Path, end: str) -> str:
    home = _expanded("~")
    absolute = path.absolute()
    shown = f"~/{absolute.relative_to(home)}" if absolute.is_relative_to(home) and absolute != home else str(absolute)
    return f"{shown.rstrip('/')}{end}"
