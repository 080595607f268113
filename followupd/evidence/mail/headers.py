"""The header of one mail as values: who wrote it to whom and when, what it answers, whether a machine sent it.

Takes the bytes of a header, or of some of its fields. Reads what programs really write: folded and torn lines, any
charset, several fields of one name. Never reads a body, and never raises for what it is given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

from followupd.core.noticing.machine_mail import FIELDS, is_machine
from followupd.core.values.sightings import evidence_of, folded_address

LARGEST_HEADER = 64 * 1024      # bytes; what lies beyond is not read
MOST_REFERENCES = 100           # the newest, which are the last
MOST_RECIPIENTS = 500
LONGEST_SUBJECT = 200
LONGEST_ADDRESS = 254           # RFC 5321, 4.5.3.1
LONGEST_DATE = 100
WANTED = ("from", "to", "cc", "date", "message-id", "in-reply-to", "references", *FIELDS)

_FIELD = re.compile(r"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_COMMENT = re.compile(r"\([^()]*\)")
_ADDRESS = re.compile(r'[^@\s<>,;:"()\[\]\\]+@[^@\s<>,;:"()\\]+')
_ID = re.compile(r"<[^<>\s]{1,998}>")
_ZONE_NAME = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class MailHeader:
    """The content of one header. Addresses are in small letters, `sender` is "" unless it is exactly one.

    `count` is the number of recipients, To and Cc, with those whose address nobody can read. `at` is None if there is
    no date. `references` are the hashes of the Message-IDs that it answers, `evidence` is that of this mail.
    """

    sender: str
    recipients: tuple[str, ...]
    count: int
    at: datetime | None
    references: tuple[str, ...]
    machine: bool
    evidence: str
    fields: Mapping[str, Sequence[str]]
    subject: str = ""


def read_header(data: bytes) -> MailHeader:
    """Return what a header says."""
    fields = header_fields(data)
    senders = addresses_in(fields.get("from", ()))
    sender = senders[0] if len(senders) == 1 else ""
    recipients = addresses_in((*fields.get("to", ()), *fields.get("cc", ())))
    known = tuple(one for one in dict.fromkeys(recipients) if one)
    own = _ids(fields.get("message-id", ()))
    answered = (*_ids(fields.get("references", ())), *_ids(fields.get("in-reply-to", ())))[-MOST_REFERENCES:]
    if own:
        evidence = message_hash(own[0])
    else:   # a mail without a Message-ID: what it says instead, the same wherever it is read
        said = (name + "\n".join(fields.get(name, ())) for name in ("from", "to", "cc", "date"))
        evidence = evidence_of("mail without id", *said)
    return MailHeader(
        sender, known, len(known) + recipients.count(""), _date(fields.get("date", ())),
        tuple(dict.fromkeys(map(message_hash, answered))), is_machine(fields, sender), evidence, fields,
        _subject(fields.get("subject", ())),
    )


def message_hash(message_id: str) -> str:
    """Return the evidence of a Message-ID, which stands in angle brackets."""
    return evidence_of("mail", message_id)


def header_fields(data: bytes) -> dict[str, list[str]]:
    """Return the values of each field by its name in small letters, unfolded."""
    text = data[:LARGEST_HEADER].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    fields: dict[str, list[str]] = {}
    values: list[str] | None = None
    for line in text.split("\n"):
        if not line:
            break
        if line[0] in " \t":
            if values:
                values[-1] += f" {line.strip()}"
        elif match := _FIELD.match(line):
            values = fields.setdefault(match[1].lower(), [])
            values.append(match[2].strip())
        else:
            values = None       # a torn line, or "From " of an mbox file
    return fields


def addresses_in(values: Sequence[str]) -> list[str]:
    """Return the addresses in these fields, in small letters; "" for one that cannot be read.

    What has no @ is a part of a name with a comma in it, or a group without members.
    """
    found: list[str] = []
    for value in values:
        bare = _COMMENT.sub(" ", _COMMENT.sub(" ", _QUOTED.sub(" ", value)))
        for part in re.split(r"[,;]", bare)[:MOST_RECIPIENTS]:
            if "@" in part:
                _, angle, inside = part.rpartition("<")
                match = _ADDRESS.fullmatch((inside.partition(">")[0] if angle else part.rpartition(":")[2]).strip())
                found.append(folded_address(match[0]).rstrip(".") if match and len(match[0]) <= LONGEST_ADDRESS else "")
    return found


def _ids(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(found for value in values for found in _ID.findall(value))


def _date(values: Sequence[str]) -> datetime | None:
    for value in values:
        try:
            at = parsedate_to_datetime(_ZONE_NAME.sub("", value[:LONGEST_DATE]))
            return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def _subject(values: Sequence[str]) -> str:
    if not values:
        return ""
    try:
        text = str(make_header(decode_header(values[0][:1000])))
    except (HeaderParseError, LookupError, ValueError):
        text = values[0]
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:LONGEST_SUBJECT]
