"""Which file is the hit list, and where the folders of the XDG base directory specification are.

Takes what was said on the command line and the environment; gives paths. Never opens a file, and imports next to
nothing: a remembered answer of `next` needs no more.
"""

from __future__ import annotations

import os
from pathlib import Path

from followupd.errors import UsageError

FILE_NAME = "hitlist.yaml"
# What decides, beside the hit list, where the state and the calendar are and which zone is the system's.
ENVIRONMENT = ("HOME", "XDG_STATE_HOME", "TZ", "TZDIR", "PYTHONTZPATH")


def find_config(explicit: Path | None) -> Path:
    """The hit list: `-c FILE`, else $FOLLOWUPD_CONFIG, else ./hitlist.yaml, else the one in the user's config folder.

    Raises UsageError where there is none, naming where it was looked for.
    """
    if explicit is not None:
        return _existing(explicit, "-c")
    named = os.environ.get("FOLLOWUPD_CONFIG")
    if named:
        return _existing(Path(named).expanduser(), "$FOLLOWUPD_CONFIG")
    looked = (Path(FILE_NAME).absolute(), xdg("XDG_CONFIG_HOME", ".config") / "followupd" / FILE_NAME)
    for path in looked:
        if path.exists():
            return path
    raise UsageError(
        f"No hit list was found at {looked[0]} or {looked[1]}",
        "Write one with `followupd init`, or name yours with `-c FILE`.",
    )


def _existing(path: Path, said_by: str) -> Path:
    if not path.exists():
        raise UsageError(
            f"There is no hit list at {path} (named by {said_by})",
            "Check the name, or write one with `followupd init`.",
        )
    return path


def xdg(variable: str, default: str) -> Path:
    """A base folder of the XDG specification, which says to ignore a value that is not absolute."""
    value = os.environ.get(variable, "")
    return Path(value) if Path(value).is_absolute() else Path.home() / default


def environment() -> list[str | None]:
    return [os.environ.get(name) for name in ENVIRONMENT]
