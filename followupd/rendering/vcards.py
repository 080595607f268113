"""The list as vCards of version 3.0 (RFC 2426), which phones, mail programs and address books read.

Takes people; gives text. A name is never split, since nobody knows where: it is the given name as a whole. Days other
than the birthday are written as Apple does, and what followupd alone knows in properties of its own (docs/commands.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import tzinfo

from followupd.core.schedule.status import ContactStatus
from followupd.core.values.hitlist import Anniversary, Contact
from followupd.rendering.listed_person import birthday_in, last_contact, log_lines, notes_of, treatment

BREAK = "\r\n"
LONGEST_LINE = 75            # octets, RFC 2426 2.6
NO_YEAR = 1604               # Apple's: a leap year
OWN = "X-FOLLOWUPD-"


def vcards(people: Iterable[ContactStatus], list_name: str, zone: tzinfo) -> str:
    """Return the cards. `list_name` makes their UIDs, by which a program knows them when they come again."""
    return "".join(f"{folded_line(line)}{BREAK}" for one in people for line in _card(one, list_name, zone))


def _card(person: ContactStatus, list_name: str, zone: tzinfo) -> Iterator[str]:
    contact = person.contact
    yield from ("BEGIN:VCARD", "VERSION:3.0", "PRODID:-//followupd//EN")
    yield f"UID:{_text(contact.card or f'followupd-{list_name}-{contact.slug}')}"
    yield f"FN:{_text(contact.name)}"
    yield f"N:;{_text(contact.name)};;;"
    yield from (f"TEL;TYPE=VOICE:{_text(phone)}" for phone in contact.phones)
    yield from (f"EMAIL;TYPE=INTERNET:{_text(email)}" for email in contact.emails)
    if contact.address:
        yield f"ADR:;;{_text(contact.address)};;;;"
    if contact.timezone is not None:
        yield f"TZ;VALUE=text:{_text(contact.timezone.key)}"
    if contact.category:
        yield f"CATEGORIES:{_text(contact.category)}"
    yield from _days(contact)
    if notes := notes_of(contact):
        yield f"NOTE:{_text(notes)}"
    yield from (f"{OWN}{key.upper().replace('_', '-')}:{_text(text)}" for key, text in treatment(contact))
    if (last := last_contact(person, zone)) is not None:
        yield f"{OWN}LAST-CONTACT:{last}"
    yield from (f"{OWN}LOG:{_text(line)}" for line in log_lines(person, zone))
    yield "END:VCARD"


def _days(contact: Contact) -> Iterator[str]:
    birthday = birthday_in(contact)
    if birthday is not None:
        yield f"BDAY{_day(birthday)}"
    for number, day in enumerate((one for one in contact.dates if one is not birthday), 1):
        yield f"item{number}.X-ABDATE{_day(day)}"
        yield f"item{number}.X-ABLABEL:{_text(day.name)}"


def _day(day: Anniversary) -> str:
    """Return parameters and value of a day."""
    without = "" if day.year else f";X-APPLE-OMIT-YEAR={NO_YEAR}"
    return f"{without};VALUE=date:{day.year or NO_YEAR:04}-{day.month:02}-{day.day:02}"


def _text(text: str) -> str:
    """Return a text with its signs escaped (RFC 2426 5); whatever breaks a line is a line break."""
    lines = (line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for line in text.splitlines())
    return "\\n".join(lines)


def folded_line(line: str) -> str:
    """Return a line in pieces of at most 75 octets, cut between characters."""
    pieces, room = [""], LONGEST_LINE
    for character in line:
        width = len(character.encode("utf-8", "surrogatepass"))
        if width > room:
            pieces.append(" ")
            room = LONGEST_LINE - 1
        pieces[-1] += character
        room -= width
    return BREAK.join(pieces)
