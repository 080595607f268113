"""The files of a call log: the XML of "SMS Backup & Restore", and lines or JSON objects of automation apps.

Takes the bytes of a file; gives its calls. Another program writes these files, over a network, and may be stopped in
the middle: what is sound is read, and a CallFileError says what is not. Never expands an entity or loads anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO, NamedTuple, NoReturn
from xml.parsers import expat
from zoneinfo import ZoneInfo

CHUNK = 1 << 16
LONGEST_LINE = 2000
LONGEST_NUMBER = 60
_INCOMING, _OUTGOING, _MISSED, _VOICEMAIL, _REJECTED = "1", "2", "3", "4", "5"
# Calls of the types 6 and 7 were blocked by the user, or answered on another device.
_TYPES: Mapping[str, tuple[bool, bool]] = {      # whether it came in, and whether it was missed
    _INCOMING: (True, False), _OUTGOING: (False, False), _MISSED: (True, True), _VOICEMAIL: (True, True),
    _REJECTED: (True, True),
}
_WORDS = {
    **dict.fromkeys(("incoming", "in", "answered"), _INCOMING), **dict.fromkeys(("outgoing", "out"), _OUTGOING),
    "missed": _MISSED, "voicemail": _VOICEMAIL, "rejected": _REJECTED,
}
LINE = "2026-11-23 10:00, outgoing, +1 303 555 0142, 240"
HOW = f"Write lines such as: {LINE}"
_CUT_OFF = "If it is still being written or synchronised, it is read again when it changes."


class LoggedCall(NamedTuple):
    """One call of a log: with which number, and how long in seconds, None if the log does not say.

    `written` is the wall-clock time if the log names no zone: it stays the same when the user's zone changes.
    """

    at: datetime
    number: str
    incoming: bool
    missed: bool
    seconds: int | None
    written: str = ""


class CallFileError(Exception):
    """A file that is not a call log, or not a whole one; the message says what is wrong and what to do."""


def calls_in(file: BinaryIO, zone: ZoneInfo) -> Iterator[LoggedCall]:
    """Yield the calls of a file; raise CallFileError at the first thing that is wrong, after what comes before it."""
    first = file.read(CHUNK)
    if not first.strip():
        raise CallFileError(f"is empty. {_CUT_OFF}")
    if first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or first.startswith((b"\xff\xfe<", b"\xfe\xff\0<")):
        yield from _of_xml(first, file)
    else:
        yield from _of_text(first + file.read(), zone)


def _of_xml(first: bytes, file: BinaryIO) -> Iterator[LoggedCall]:
    """Yield the calls of the XML, chunk by chunk: its size does not matter. A backup of messages has none."""
    parser, found, depth = expat.ParserCreate(), list[LoggedCall](), list[str]()

    def refuse(*_: object) -> NoReturn:
        raise CallFileError("declares entities, which no backup of calls does. Remove it, or make the backup again.")

    def start(name: str, attributes: dict[str, str]) -> None:
        depth.append(name)
        if name == "call" and depth == ["calls", "call"] and (call := _call_of(attributes)) is not None:
            found.append(call)

    def end(_: str) -> None:
        depth.pop()

    parser.EntityDeclHandler, parser.ExternalEntityRefHandler = refuse, refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    chunk = first
    while True:
        try:
            parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            yield from found
            raise CallFileError(f"is not whole XML (line {error.lineno}). {_CUT_OFF}") from None
        except (LookupError, ValueError, UnicodeError):
            yield from found
            raise CallFileError("is in an encoding that is not known. Make the backup again.") from None
        yield from found
        found.clear()
        if not chunk:
            return
        chunk = file.read(CHUNK)


def _call_of(attributes: Mapping[str, str]) -> LoggedCall | None:
    """Return the call of an element: `date` in milliseconds, `duration` in seconds, `type` 1 to 7."""
    try:
        at = datetime.fromtimestamp(int(attributes["date"]) / 1000, UTC)
        seconds = int(attributes["duration"])
    except (KeyError, ValueError, OverflowError, OSError):
        return None
    return _made(at, attributes.get("number", ""), attributes.get("type", ""), seconds)


def _made(at: datetime, number: str, kind: str, seconds: int | None) -> LoggedCall | None:
    direction = _TYPES.get(kind)
    if direction is None or len(number) > LONGEST_NUMBER or (seconds is not None and seconds < 0):
        return None
    return LoggedCall(at.replace(microsecond=0), number.strip(), *direction, seconds)


def _of_text(data: bytes, zone: ZoneInfo) -> Iterator[LoggedCall]:
    """Yield the calls of a JSON object, or of lines that are one each, or values with commas between."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CallFileError(f"is not text in UTF-8. {HOW}") from None
    if text.lstrip().startswith("{"):
        try:
            yield _of_object(json.loads(text), zone)
        except (ValueError, RecursionError):
            pass
        else:
            return
    yield from _of_lines(text.splitlines(), zone)


def _of_lines(lines: Iterable[str], zone: ZoneInfo) -> Iterator[LoggedCall]:
    wrong = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _of_line(line, zone)
        except (ValueError, RecursionError):
            wrong.append(number)
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise CallFileError(f"has no call in line {wrong[0]}{more}. {HOW}")


def _of_line(line: str, zone: ZoneInfo) -> LoggedCall:
    if len(line) > LONGEST_LINE:
        raise ValueError("too long")
    return _of_object(json.loads(line), zone) if line.lstrip().startswith("{") else _of_values(line, zone)


def _of_values(line: str, zone: ZoneInfo) -> LoggedCall:
    at, kind, number, *rest = (part.strip() for part in line.split(","))
    return _of_object({"at": at, "type": kind, "number": number, "seconds": rest[0] if rest else None}, zone)


def _of_object(said: Any, zone: ZoneInfo) -> LoggedCall:
    """Return the call of an object with `at`, `type`, `number` and perhaps `seconds`. Raises ValueError."""
    if not isinstance(said, dict):
        raise ValueError("not an object")      # noqa: TRY004 - one error for all that is wrong with a line
    seconds = said.get("seconds", said.get("duration"))
    kind, number = str(said.get("type", "")).lower(), said.get("number")
    if not isinstance(number, str | int) or isinstance(seconds, float):
        raise ValueError("no number")      # noqa: TRY004 - as above
    length = int(re.sub(r"\s*s(?:ec(?:onds?)?)?$", "", str(seconds))) if seconds not in (None, "") else None
    at, written = _instant(said.get("at", said.get("date")), zone)
    call = _made(at, str(number), _WORDS.get(kind, kind), length)
    if call is None:
        raise ValueError("another type of call")
    return call._replace(written=written)


def _instant(said: object, zone: ZoneInfo) -> tuple[datetime, str]:
    """Return the instant of a text in ISO 8601, or of a number since 1970.

    If the text names no zone it is in the user's, and its wall-clock time comes with it.
    """
    text = str(said).strip()
    if re.fullmatch(r"\d{9,14}", text):
        try:
            return datetime.fromtimestamp(int(text) / (1000 if len(text) > 11 else 1), UTC), ""
        except (OverflowError, OSError):
            raise ValueError(text) from None
    at = datetime.fromisoformat(text)
    try:
        return (at.astimezone(UTC), "") if at.tzinfo else (at.replace(tzinfo=zone).astimezone(UTC), at.isoformat())
    except OverflowError:
        raise ValueError(text) from None
