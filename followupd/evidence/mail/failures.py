"""Delivery failures: which addresses of the list a report names (RFC 3464), or `X-Failed-Recipients`.

Takes the header of a mail and the text of its report. Only a report that a machine sent counts, and of a report only a
recipient whose delivery failed: a mail that is merely late names its recipients too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from followupd.core.values.sightings import folded_address
from followupd.evidence.mail.headers import addresses_in, header_fields

REPORT_FIELDS = ("date", "message-id", "content-type", "x-failed-recipients", "auto-submitted", "return-path")
LARGEST_REPORT = 32 * 1024      # bytes of a body in which the report is looked for
_RECIPIENT = re.compile(r"rfc822\s*;\s*<?([^\s<>;]+@[^\s<>;]+)", re.IGNORECASE)


def failed_for(fields: Mapping[str, Sequence[str]], report: bytes, addresses: Collection[str]) -> tuple[str, ...]:
    """Return those of these addresses to which a mail could not be delivered; () if this is not a failure."""
    if not _from_machine(fields):
        return ()
    failed = [one for one in addresses_in(fields.get("x-failed-recipients", ())) if one in addresses]
    if any("delivery-status" in value.lower() for value in fields.get("content-type", ())):
        failed += [one for one in _final_recipients(report) if one in addresses]
    return tuple(dict.fromkeys(failed))


def _from_machine(fields: Mapping[str, Sequence[str]]) -> bool:
    """Return whether nobody answers for it: an empty Return-Path, or an automatic answer."""
    if any(value.strip() in {"<>", ""} for value in fields.get("return-path", ())):
        return True
    return any(not value.lower().startswith("no") for value in fields.get("auto-submitted", ()))


def _final_recipients(report: bytes) -> list[str]:
    """Return the addresses of the report's parts, one for each recipient, that say `Action: failed`."""
    found = []
    for part in re.split(rb"\r?\n\r?\n", report[:LARGEST_REPORT]):
        fields = header_fields(part.lstrip(b"\r\n"))
        if any(value.lower().startswith("failed") for value in fields.get("action", ())):
            named = (*fields.get("final-recipient", ()), *fields.get("original-recipient", ()))
            found += [folded_address(match[1]).rstrip(".") for value in named if (match := _RECIPIENT.match(value))]
    return found
