"""The list as a table of comma-separated values (RFC 4180), which spreadsheets and other programs read.

Takes people; gives text. `followupd import` reads it again. No cell is a formula for a spreadsheet: what begins like
one has an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import tzinfo

from followupd.core.schedule.status import ContactStatus
from followupd.core.values.hitlist import Anniversary
from followupd.core.values.time import FULL_MONTH_NAMES
from followupd.rendering.listed_person import birthday_in, last_contact, notes_of, treatment

SEVERAL = " ::: "           # between several numbers or addresses, as Google Contacts writes them
TREATMENT = {
    "every": "Every", "at_most": "At most", "via": "Channels", "hours": "Hours", "like": "Like",
    "book_ahead": "Book ahead", "status": "Status", "pause_until": "Pause until",
}
HEADERS = (
    "Name", "Email", "Phone", "Birthday", "Address", "Time zone", "Category", "Notes", "Last contact",
    *TREATMENT.values(),
)
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"\+[\d ().:/+-]+")        # of a phone: at worst a spreadsheet shows it in another way


def people_table(people: Iterable[ContactStatus], zone: tzinfo) -> str:
    """Return the table, the headers first."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)       # RFC 4180 is its default, with CR LF
    writer.writerow(HEADERS)
    writer.writerows([_harmless(cell) for cell in _row(one, zone)] for one in people)
    return text.getvalue()


def _row(person: ContactStatus, zone: tzinfo) -> Iterator[str]:
    contact, known = person.contact, dict(treatment(person.contact))
    birthday, last = birthday_in(contact), last_contact(person, zone)
    yield from (contact.name, SEVERAL.join(contact.emails), SEVERAL.join(contact.phones))
    yield "" if birthday is None else _day(birthday)
    yield from (contact.address, contact.timezone.key if contact.timezone else "", contact.category or "")
    yield from (notes_of(contact), last.isoformat() if last else "")
    yield from (known.get(key, "") for key in TREATMENT)


def _day(day: Anniversary) -> str:
    if day.year:
        return f"{day.year:04}-{day.month:02}-{day.day:02}"
    return f"{day.day} {FULL_MONTH_NAMES[day.month - 1]}"


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
