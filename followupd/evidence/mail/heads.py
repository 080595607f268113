"""Mail in files: from the first bytes of a mail to what is noted of it.

Takes bytes and the addresses of the list. The header of a stranger is dropped as soon as it is clear that nobody of the
list is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from followupd.core.values.sightings import in_ascii
from followupd.evidence.mail.failures import LARGEST_REPORT, failed_for
from followupd.evidence.mail.headers import LARGEST_HEADER, addresses_in, header_fields, read_header
from followupd.evidence.mail.memory import ReadMail

HEAD = LARGEST_HEADER + LARGEST_REPORT      # bytes that are read of one mail
_END = re.compile(rb"\r?\n\r?\n")
_CALENDAR = re.compile(rb"(?im)^content-type:\s*(?:text/calendar|application/ics)|^begin:vcalendar")


_NAMED = re.compile(rb'[^@\s<>,;:"()\[\]\\]{1,64}@[^@\s<>,;:"()\[\]\\]{1,255}')


@dataclass(frozen=True, slots=True)
class ListAddresses:
    """The addresses of people on the list, in small letters: as texts, and as they are in a file."""

    texts: frozenset[str]
    raw: frozenset[bytes]

    @classmethod
    def of(cls, addresses: Iterable[str]) -> ListAddresses:
        """Take them as texts."""
        texts = frozenset(addresses)
        return cls(texts, frozenset(
            form.encode("utf-8", "replace") for one in texts for form in (one, in_ascii(one))))


def end_of_header(data: bytes) -> int:
    """Return where the header ends, -1 if the end is not among these bytes."""
    match = _END.search(data)
    return match.start() if match is not None else -1


def read_head(
    data: bytes, listed: ListAddresses, source: str, *, sent: bool, subjects: bool, arrived: datetime | None = None
) -> ReadMail | None:
    """Return what the first bytes of a mail say; None if nobody of the list is in it."""
    end = end_of_header(data)
    head, body = (data, b"") if end < 0 else (data[:end], data[end : end + LARGEST_REPORT])
    named = head.lower()
    if b"delivery-status" in named:
        named += body.lower()
    if listed.raw.isdisjoint(_NAMED.findall(named)):
        return None
    fields = header_fields(head)
    failed = () if sent else failed_for(fields, body, listed.texts)
    people = addresses_in([value for name in ("from", "to", "cc") for value in fields.get(name, ())])
    if not failed and listed.texts.isdisjoint(people):
        return None
    header = read_header(head)
    if not subjects:
        header = replace(header, subject="")
    return ReadMail(header, source, sent, arrived, _CALENDAR.search(body) is not None, failed)
