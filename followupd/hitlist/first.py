"""The first hit list, for `followupd init`, from the few answers that matter.

Takes the answers, gives YAML text with comments that loads without problems, whatever characters the answers hold.
Never writes a file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from followupd.core.phrases.names import INVISIBLE, is_spelling
from followupd.core.phrases.weeks import parse_block_slot, parse_hours
from followupd.hitlist.contacts import LONGEST_NAME
from followupd.hitlist.slug import slug
from followupd.hitlist.zones import parse_zone

# what YAML reads as it is without quotes: no colon, comment sign or bracket, and nothing special at either end
_SAFE = re.compile(r"[^\W_](?:[\w .,/+'’()-]*[\w.)’])?")


def first_config(
    *, calendar: str = "followup.ics", timezone: str = "", block: str = "Tuesday 10:00",
    hours: str = "Mon-Fri 9:00-17:00", names: Sequence[str] = (),
) -> str:
    """Return a commented hit list. With `timezone` "" the system decides, with `block` "" there is no block.

    Each name becomes one line; empty and repeated ones are left out. Raises ValueError with a
    sentence if the time zone, the block or the hours cannot be read.
    """
    parse_hours(hours)
    lines = [
        "# The people you want to stay in touch with. Edit and save: the daemon reads it again at once.",
        "# Every key is described in docs/hit-list.md; `followupd check` says what is wrong.",
        "",
        f"calendar: {quoted(calendar)}   # an .ics file, a folder of them, or a CalDAV account",
    ]
    if timezone:
        parse_zone(timezone)
        lines.append(f"timezone: {quoted(timezone)}")
    lines += [f"hours: {quoted(hours)}   # when you are willing to reach out", ""]
    if block:
        parse_block_slot(block)
        lines += [
            "block:   # the hour that is kept free for this every week",
            f"  every: {quoted(block)}",
            "  length: 1 hour",
            "",
        ]
    lines += [
        "# Meetings, mail and calls with these people can be noticed without a word of yours: docs/noticing.md.",
        "# `followupd noticed --try` shows what that would be. Remove the # of what you allow:",
        "# noticed: {meetings: yes, mail: ask, calls: ask}",
        "# me: you@example.com   # your own addresses, in invitations and mail",
        "# busy: [~/work.ics]   # your other calendars: their meetings, and time that is kept clear of",
        "# mail: {imap: imaps://imap.example.com, username: you@example.com, password_command: pass show mail}",
        "# calls: ~/Sync/calls/   # the phone's call log",
        "",
        "categories:",
        "  clients: {every: 3 months}",
        "  friends: {every: 6 weeks, switch_after: 1}   # the other channel after one failed try",
        "",
        "default: {every: 3 months}   # for everyone without a category",
        "",
    ]
    return "\n".join([*lines, *_contact_lines(names)]) + "\n"


def _contact_lines(names: Sequence[str]) -> list[str]:
    kept: dict[str, str] = {}
    for name in names:
        if line := one_line(name):
            kept.setdefault(slug(line), line)
    lines = ["# A name is enough. Add a phone number or an e-mail address to have it in the event's text."]
    lines.append("contacts:" if kept else "contacts: []")
    for name in kept.values():
        lines += [f"  - name: {quoted(name)}", "    # phone: +1 303 555 0142", "    # category: friends"]
    return lines


def one_line(text: str) -> str:
    """The text without line breaks and characters that cannot be shown, at most as long as a name may be."""
    spaced = " ".join(text.translate(INVISIBLE).split())
    return "".join(filter(is_spelling, spaced))[:LONGEST_NAME].strip()


def quoted(text: str) -> str:
    """Return the text as a YAML scalar that reads back as itself, in quotes only if necessary."""
    if _SAFE.fullmatch(text) and " #" not in text:
        return text
    escaped = (_escape(c) for c in text)
    return f'"{"".join(escaped)}"'


def _escape(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
