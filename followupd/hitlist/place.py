"""The file that is the hit list, and the folders of the XDG base directory specification.

Takes the command line's option and the environment; gives paths. Never opens a file, and imports next to
nothing: a command that asks the daemon needs no more.
"""

from __future__ import annotations

import os

from followupd.errors import UsageError

FILE_NAME = "hitlist.yaml"
# Besides the hit list, these variables decide where state and calendar are, and the time zone of the system.
ENVIRONMENT = ("HOME", "XDG_STATE_HOME", "TZ", "TZDIR", "PYTHONTZPATH")


def find_config(named: str | None) -> str:
    """The hit list: `-c FILE`, else $FOLLOWUPD_CONFIG, else ./hitlist.yaml, else the one in the user's config folder.

    Raises UsageError if there is none, and names the places that were searched.
    """
    if named is not None:
        return _existing(named, "-c")
    said = os.environ.get("FOLLOWUPD_CONFIG")
    if said:
        return _existing(said, "$FOLLOWUPD_CONFIG")
    looked = (absolute(FILE_NAME), os.path.join(xdg("XDG_CONFIG_HOME", ".config"), "followupd", FILE_NAME))
    for path in looked:
        if os.path.exists(path):
            return path
    raise UsageError(
        f"No hit list was found at {looked[0]} or {looked[1]}",
        "Write one with `followupd init`, or name yours with `-c FILE`.",
    )


def _existing(named: str, said_by: str) -> str:
    path = _plain(os.path.expanduser(named))
    if not os.path.exists(path):
        raise UsageError(
            f"There is no hit list at {path} (named by {said_by})",
            "Check the name, or write one with `followupd init`.",
        )
    return path


def absolute(path: str | os.PathLike[str]) -> str:
    """Return the absolute path, as `pathlib` writes it."""
    name = os.fspath(path)
    return _plain(name if os.path.isabs(name) else os.path.join(os.getcwd(), name))


def _plain(path: str) -> str:
    """Remove `.` and doubled slashes, as `pathlib` does. Keep `..`: it may cross a symlink."""
    parts = [part for part in path.split("/") if part not in ("", ".")]
    return ("/" if path.startswith("/") else "") + "/".join(parts) or "."


def xdg(variable: str, default: str) -> str:
    """A base folder of the XDG specification, which says to ignore a value that is not absolute."""
    value = os.environ.get(variable, "")
    return _plain(value) if os.path.isabs(value) else os.path.join(os.path.expanduser("~"), default)


def environment() -> list[str | None]:
    """Return the values of `ENVIRONMENT`."""
    return [os.environ.get(name) for name in ENVIRONMENT]
