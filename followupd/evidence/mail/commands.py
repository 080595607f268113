"""The commands that ask a server about people of the list, and how its answers are read.

Takes addresses and folders; gives texts of IMAP (RFC 3501). Every search names somebody of the list, and no command is
longer than any server reads. Sends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from followupd.core.values.sightings import in_ascii
from followupd.evidence.mail.failures import LARGEST_REPORT, REPORT_FIELDS
from followupd.evidence.mail.folder_names import from_wire, quoted_text
from followupd.evidence.mail.headers import LARGEST_HEADER, WANTED

RECIPIENTS = ("to", "cc")
LARGEST_RECIPIENTS = 1000   # bytes of both fields: three people with long names take less
LONGEST_COMMAND = 7000      # characters; servers read 8,000 at least (RFC 2683, 3.2.1.5)
MOST_FETCHED = 200          # mails with one command
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ONLY_RECIPIENTS = re.compile(rb'HEADER\.FIELDS \("?TO"? "?CC"?\)')
_LIST = re.compile(rb'\(([^)]*)\) (?:NIL|"(?:[^"\\]|\\.)*") (.+)', re.DOTALL)
_STATUS = re.compile(rb"(.+?) ?\(([^()]*)\)\s*$", re.DOTALL)
_INTERNALDATE = re.compile(
    rb'INTERNALDATE "([ 0-9]?[0-9])-([A-Za-z]{3})-([0-9]{4}) ([0-9:]{8}) ([-+][0-9]{4})"', re.IGNORECASE
)

SearchKey = Callable[[str], str]    # from an address to a search key
Untagged = Sequence[object]     # of imaplib: texts, and pairs of a text and a literal


NO_BRACKETS_FROM = 'NOT FROM "<"'
NO_BRACKETS_TO = 'NOT TO "<" NOT CC "<"'
FAILURES = 'OR HEADER CONTENT-TYPE "delivery-status" HEADER X-FAILED-RECIPIENTS "@"'


def can_be_asked_about(address: str) -> bool:
    """Return whether a command can hold the address, whose domain is put in ASCII."""
    coded = in_ascii(address)
    return coded.isascii() and coded.isprintable()


def wrote(address: str) -> str:
    """The mail that they wrote, and that of joann@ if they are ann@."""
    return f"FROM {quoted_text(in_ascii(address))}"


def wrote_exactly(address: str) -> str:
    """The same with the brackets around it."""
    return f"FROM {quoted_text(f'<{in_ascii(address)}>')}"


def was_written_to(address: str) -> str:
    """The mail that went to them, and to joann@ if they are ann@."""
    quoted = quoted_text(in_ascii(address))
    return f"OR TO {quoted} CC {quoted}"


def was_written_to_exactly(address: str) -> str:
    """The same with the brackets around it."""
    quoted = quoted_text(f"<{in_ascii(address)}>")
    return f"OR TO {quoted} CC {quoted}"


def could_not_be_reached(address: str) -> str:
    """The reports that name them as a recipient (RFC 3464, 2.3.2)."""
    coded = in_ascii(address)
    return f"OR BODY {quoted_text(f'rfc822; {coded}')} BODY {quoted_text(f'rfc822;{coded}')}"


def was_named_as_failed(address: str) -> str:
    """The failures whose header names them."""
    return f"HEADER X-FAILED-RECIPIENTS {quoted_text(in_ascii(address))}"


def either(keys: Sequence[str]) -> str:
    """Return one key for any of these, of little depth: OR takes two."""
    if len(keys) == 1:
        return keys[0]
    half = len(keys) // 2
    return f"OR {either(keys[:half])} {either(keys[half:])}"


def searches(before: str, addresses: Iterable[str], key: SearchKey) -> Iterator[str]:
    """Yield what to search for, in as many commands as it takes."""
    keys: list[str] = []
    length = len(before)
    for address in addresses:
        one = key(address)
        if keys and length + len(one) + 4 > LONGEST_COMMAND:
            yield f"{before} {either(keys)}"
            keys, length = [], len(before)
        keys.append(one)
        length += len(one) + 4      # with its "OR "
    if keys:
        yield f"{before} {either(keys)}"


def since(at: datetime) -> str:
    """The mail that arrived on this day or later, by the server's day."""
    return f"SINCE {at.day}-{_MONTHS[at.month - 1]}-{at.year}"


def uid_sets(uids: Iterable[int]) -> Iterator[str]:
    """Yield sets of a few hundred mails, with ranges."""
    ordered = sorted(set(uids))
    for first in range(0, len(ordered), MOST_FETCHED):
        ranges: list[list[int]] = []
        for uid in ordered[first : first + MOST_FETCHED]:
            if ranges and uid == ranges[-1][1] + 1:
                ranges[-1][1] = uid
            else:
                ranges.append([uid, uid])
        yield ",".join(f"{low}:{high}" if high > low else str(low) for low, high in ranges)


def header_wanted(*, subjects: bool) -> str:
    """Return the parts of a mail to fetch. Of the recipients as many as it takes to see that they are few."""
    alone = [name for name in WANTED if name not in RECIPIENTS]
    names = " ".join((*alone, *(["subject"] if subjects else []))).upper()
    recipients = " ".join(RECIPIENTS).upper()
    return (
        f"(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS ({names})]<0.{LARGEST_HEADER}>"
        f" BODY.PEEK[HEADER.FIELDS ({recipients})]<0.{LARGEST_RECIPIENTS}>)"
    )


REPORT_WANTED = (
    f"(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS ({' '.join(REPORT_FIELDS).upper()})]<0.{LARGEST_HEADER}>"
    f" BODY.PEEK[2]<0.{LARGEST_REPORT}>)"
)


@dataclass(slots=True)
class FetchedMail:
    """The answer about one mail: its number, when it arrived, its header, its recipients and its second part."""

    uid: int
    arrived: datetime | None
    header: bytes
    recipients: bytes
    part: bytes

    @property
    def is_cut(self) -> bool:
        """Return whether it went to more people than were asked for."""
        return len(self.recipients) >= LARGEST_RECIPIENTS


def fetched(answer: Untagged) -> Iterator[FetchedMail]:
    """Yield the mails of the answer to a FETCH.

    Lines about other mail, which a server may send at any time, are left out.
    """
    said, literals = b"", dict[str, bytes]()
    for piece in answer:
        if isinstance(piece, tuple):
            said += bytes(piece[0])
            literals[_section(bytes(piece[0]))] = bytes(piece[1])
            continue
        said += bytes(piece) if isinstance(piece, bytes) else b""
        uid = re.search(rb"\bUID (\d{1,10})", said, re.IGNORECASE)
        if uid is not None and "header" in literals:
            rest = (literals.get(name, b"") for name in ("recipients", "part"))
            yield FetchedMail(int(uid[1]), _internal_date(said), literals["header"], *rest)
        said, literals = b"", {}


def _section(said: bytes) -> str:
    """Return what the literal behind this is."""
    section = said.upper().rpartition(b"BODY[")[2]
    if section.startswith(b"2]"):
        return "part"
    return "recipients" if _ONLY_RECIPIENTS.match(section) else "header"


def _internal_date(said: bytes) -> datetime | None:
    match = _INTERNALDATE.search(said)
    if match is None:
        return None
    day, month, year, clock, zone = (part.decode() for part in match.groups())
    try:
        text = f"{year}-{_MONTHS.index(month.capitalize()) + 1:02}-{int(day):02}T{clock}{zone}"
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def numbers(answer: Untagged) -> list[int]:
    """Return the numbers of the answer to a SEARCH."""
    return [int(word) for piece in answer if isinstance(piece, bytes) for word in piece.split() if word.isdigit()]


def folders_in(answer: Untagged) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each folder of the answer to a LIST, with its attributes in small letters."""
    for piece in answer:
        line, literal = (piece[0], piece[1]) if isinstance(piece, tuple) else (piece, None)
        if not isinstance(line, bytes) or (match := _LIST.match(line)) is None:
            continue
        name = _name(match[2] if literal is None else bytes(literal), is_literal=literal is not None)
        yield name, frozenset(match[1].decode("ascii", "replace").lower().split())


def statuses_in(answer: Untagged) -> Iterator[tuple[str, dict[str, int]]]:
    """Yield each folder of the answers to a STATUS, with its numbers."""
    for piece in answer:
        if isinstance(piece, tuple):
            continue        # a name that only a literal can hold: asked for by EXAMINE instead
        match = _STATUS.match(piece) if isinstance(piece, bytes) else None
        if match is not None:
            words = match[2].decode("ascii", "replace").upper().split()
            pairs = zip(words[::2], words[1::2], strict=False)
            yield _name(match[1], is_literal=False), {name: int(value) for name, value in pairs if value.isdigit()}


def _name(raw: bytes, *, is_literal: bool) -> str:
    text = raw.decode("utf-8", "replace").strip()
    if not is_literal and len(text) >= 2 and text[0] == text[-1] == '"':
        text = re.sub(r"\\(.)", r"\1", text[1:-1])
    return "INBOX" if text.upper() == "INBOX" else from_wire(text)
