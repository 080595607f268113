"""The files in a folder that are calendars: .ics files, in the folder itself and in those below it.

Looks at names and dates only, for files with other endings too. Hidden files and folders are left out, links are
followed once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

ENDINGS = (".ics", ".ical", ".ifb", ".ics.gz")
MOST_FOLDERS = 500     # however deep
# Files that programs put into an empty folder if they keep a calendar there or sync it with others.
_SAYS_NO_MORE = re.compile(
    r"color|displayname|order|\.(color|displayname|order|lock|radicale.*|xandikos|git.*|ds_store|directory|keep|stfolder"
    r"|stignore|sync.*|nextcloudsync.*|owncloudsync.*|trash.*|thumbnails|localized)", re.IGNORECASE,
)


class TooManyFolders(OSError):
    """It is not a folder of calendars, but a home folder or a whole disk."""


def has_ending(name: str, endings: tuple[str, ...]) -> bool:
    """Return whether a file is one of these by its name, in capitals or not, and is not hidden."""
    return name.lower().endswith(endings) and not name.startswith(".")


def files_below(folder: Path, endings: tuple[str, ...] = ENDINGS) -> dict[str, os.stat_result]:
    """Return the files with these endings in a folder and those below it, by their paths in it. Raises OSError.

    A link to a file that does not exist and a pipe are among them: they may have been a calendar.
    """
    files: dict[str, os.stat_result] = {}
    for inside, below in folders_of(folder):
        with os.scandir(inside) as entries:
            for entry in entries:
                if has_ending(entry.name, endings) and not entry.is_dir():
                    files[f"{below}{entry.name}"] = entry.stat(follow_symlinks=entry.is_file())
    return files


def folders_of(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the folder and those below it, each with its path in the folder, which ends in a slash. Raises OSError."""
    seen = set()
    waiting = [(str(folder), "")]
    while waiting:
        path, below = waiting.pop()
        info = os.stat(path)    # noqa: PTH116 - a text is a third of the cost of a Path
        if (info.st_dev, info.st_ino) in seen:
            continue
        seen.add((info.st_dev, info.st_ino))
        if len(seen) > MOST_FOLDERS:
            raise TooManyFolders
        yield path, below
        with os.scandir(path) as entries:
            inner = sorted(e.name for e in entries if not e.name.startswith(".") and e.is_dir())
        waiting += [(os.path.join(path, name), f"{below}{name}/") for name in inner]  # noqa: PTH118


def holds_something(folder: Path) -> bool:
    """Return whether a folder holds anything, hidden or not, besides what programs write into an empty calendar."""
    with os.scandir(folder) as entries:
        return any(_SAYS_NO_MORE.fullmatch(entry.name) is None for entry in entries)
