"""The errors with which followupd stops, each with its exit code and what to do next."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from datetime import datetime

AGAIN = "The next pass tries again."   # the hint when the user need not do anything
NO_FILE = "it is not a file but a folder, a pipe or a device"
MOST_NAMED = 8              # of files that cannot be read, in one list


class FollowupdError(Exception):
    """An error that the user can act on.

    `message` says what happened and where, `hint` what to do next. Neither ever holds a secret.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Failure(FollowupdError):
    """An I/O failure: a file that cannot be written, a state database that cannot be read."""


class StateGone(Failure):
    """The state database was removed or replaced while it was open: reported at once, since its content may be lost."""


class UsageError(FollowupdError):
    """A wrong call, a bad hit list, or an unknown or ambiguous name."""

    exit_code = 2


class UnsafeChange(FollowupdError):
    """Our events vanished at once, or the hit list is suddenly empty: nothing was written (P10)."""

    exit_code = 3


class CalendarUnreachable(FollowupdError):
    """The calendar could not be read or written: network, login, server, or a broken file.

    `retry_after` is the pause that the server asked for, in seconds, or None. `uid` is that of the event whose change
    ended so, if it was one.
    """

    exit_code = 4
    uid: str | None = None

    def __init__(self, message: str, hint: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class CalendarChanged(FollowupdError):
    """The event was edited between our read and our write. Raised by the calendars, answered by the next pass."""

    exit_code = 5


class HitlistChanged(FollowupdError):
    """The hit list was edited between our read and our write; nothing was written."""

    exit_code = 5


class EventRefused(FollowupdError):
    """The server refused one event; the others are written, and a later pass tries this one again, not before `again`.

    Its exit code is that of success: the calendar as a whole works.
    """

    exit_code = 0

    def __init__(self, message: str, hint: str = AGAIN, again: datetime | None = None) -> None:
        super().__init__(message, hint)
        self.again = again


def unreadable(error: OSError) -> str:
    """Return why one of several files cannot be read, and what to do about it, as two sentences."""
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR | errno.ELOOP:
            return "it is a link to nothing, or it is gone. Correct the link, or delete it."
        case errno.EACCES | errno.EPERM:
            return "no permission. Look at its permissions."
        case errno.EISDIR | errno.EINVAL if error.errno == errno.EISDIR or error.strerror == NO_FILE:
            return f"{NO_FILE}. Move it elsewhere."
        case errno.EFBIG:
            return f"{error.strerror}. Split it, or move it elsewhere."
        case _:
            return f"{(error.strerror or 'input/output error').lower()}. {AGAIN}"


def named_only(problems: Sequence[str], label: str) -> list[str]:
    """Return a list of sentences about files that is not too long: the first ones, and how many more there are."""
    more = len(problems) - MOST_NAMED
    return [*problems[:MOST_NAMED], f"{label}: and {more} more that cannot be read."] if more > 0 else [*problems]
