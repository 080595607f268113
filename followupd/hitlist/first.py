"""The first hit list, for `followupd init`, from the few answers that matter.

Takes the answers, gives YAML text with comments that loads without problems, whatever characters the answers hold.
Never writes a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from followupd.core.phrases.names import INVISIBLE, is_spelling
from followupd.core.phrases.weeks import parse_block_slot, parse_hours
from followupd.hitlist.contacts import LONGEST_NAME
from followupd.hitlist.edits.changes import Bare, Keys, Value
from followupd.hitlist.edits.writing import block_lines, inline
from followupd.hitlist.typed_people import TypedPerson
from followupd.hitlist.zones import parse_zone

CALENDAR, BLOCK, HOURS = "followup.ics", "Tuesday 10:00", "Mon-Fri 9:00-17:00"
CATEGORIES = ("clients", "friends")


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """The answers to `init`. With `timezone` "" the system decides, with `block` "" there is no block.

    `calendar`, `busy` and `addressbook` are values of these keys. `meetings` is ask, yes, no, or "" for no answer.
    """

    calendar: Value = CALENDAR
    timezone: str = ""
    block: str = BLOCK
    hours: str = HOURS
    people: tuple[TypedPerson, ...] = ()
    busy: tuple[Value, ...] = ()
    addressbook: Value | None = None
    meetings: str = ""
    me: tuple[str, ...] = ()


def first_config(answers: FirstAnswers) -> str:
    """Return a commented hit list. Nobody may be in `people` twice.

    Raises ValueError with a sentence if the time zone, the block or the hours cannot be read.
    """
    parse_hours(answers.hours)
    return "\n".join([
        "# The people you want to stay in touch with. Edit and save: the daemon reads it again at once.",
        "# Every key is described in docs/hit-list.md; `followupd check` says what is wrong.",
        "",
        *_setting("calendar", answers.calendar, "an .ics file, a folder of them, or a CalDAV account"),
        *_own_time(answers),
        "",
        *_block(answers.block),
        *_noticing(answers),
        "",
        "categories:",
        "  clients: {every: 3 months}",
        "  friends: {every: 6 weeks, switch_after: 1}   # the other channel after one failed try",
        "",
        "default: {every: 3 months}   # for everyone without a category",
        "",
        *_contact_lines(answers.people),
    ]) + "\n"


def _setting(key: str, value: Value, comment: str) -> list[str]:
    if isinstance(value, Keys):
        inner = [line for name, one in value.pairs for line in block_lines(name, one)]
        return [f"{key}:   # {comment}", *(f"  {line}" for line in inner)]
    return [f"{key}: {inline(value, flow=False)}   # {comment}"]


def _own_time(answers: FirstAnswers) -> Iterator[str]:
    if answers.busy:
        yield "busy:   # your other calendars: their meetings, and time that is kept clear of"
        yield from (f"  - {inline(one, flow=False)}" for one in answers.busy)
    else:
        yield "# busy: [~/work.ics]   # your other calendars: their meetings, and time that is kept clear of"
    if answers.timezone:
        parse_zone(answers.timezone)
        yield f"timezone: {inline(answers.timezone, flow=False)}"
    yield from _setting("hours", answers.hours, "when you are willing to reach out")


def _block(slot: str) -> list[str]:
    if not slot:
        return []
    parse_block_slot(slot)
    return [
        "block:   # the hour that is kept free for this every week",
        f"  every: {inline(slot, flow=False)}",
        "  length: 1 hour",
        "",
    ]


def _noticing(answers: FirstAnswers) -> Iterator[str]:
    yield "# Meetings, mail and calls with these people can be noticed without a word of yours: docs/noticing.md."
    yield "# `followupd noticed --try` shows what that would be. Remove the # of what you allow:"
    if answers.meetings:
        noticed = Keys((("meetings", Bare(answers.meetings)),))
        yield f"noticed: {inline(noticed, flow=False)}   # also: mail, calls"
    else:
        yield "# noticed: {meetings: yes, mail: ask, calls: ask}"
    if answers.me:
        yield from _setting("me", answers.me if len(answers.me) > 1 else answers.me[0], "your own addresses")
    else:
        yield "# me: you@example.com   # your own addresses, in invitations and mail"
    yield "# mail: {imap: imaps://imap.example.com, username: you@example.com, password_command: pass show mail}"
    yield "# calls: ~/Sync/calls/   # the phone's call log"
    if answers.addressbook is not None:
        yield from _setting("addressbook", answers.addressbook, "numbers, addresses and birthdays come from here")
    else:
        yield "# addressbook: ~/contacts/   # a .vcf file, a folder of them, or CardDAV: docs/address-book.md"


def _contact_lines(people: Sequence[TypedPerson]) -> Iterator[str]:
    yield "# A name is enough. Add a phone number or an e-mail address to have it in the event's text."
    yield "contacts:" if people else "contacts: []"
    for person in people:
        yield from _contact(person)


def _contact(person: TypedPerson) -> Iterator[str]:
    lines = [line for key, value in person.pairs for line in block_lines(key, value)]
    yield f"  - {lines[0]}"
    yield from (f"    {line}" for line in lines[1:])
    if person.value("phone") is None and person.value("email") is None:
        yield "    # phone: +1 303 555 0142"
    if person.value("category") is None and person.value("every") is None:
        yield "    # category: friends"


def people_named(names: Sequence[str]) -> tuple[TypedPerson, ...]:
    """Return people of whom only the names are known; what cannot be shown is left out, and so are empty names."""
    return tuple(TypedPerson((("name", name),)) for name in map(one_line, names) if name)


def one_line(text: str) -> str:
    """The text without line breaks and characters that cannot be shown, at most as long as a name may be."""
    spaced = " ".join(text.translate(INVISIBLE).split())
    return "".join(filter(is_spelling, spaced))[:LONGEST_NAME].strip()
