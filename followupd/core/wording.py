"""The words on the calendar: titles and texts of blocks and reminders.

Takes wishes and places; returns Events. The text says why now, how to reach the person, what was last said, and how
to log the try. It depends on facts and on the event's own day, never on now, so that a second pass writes nothing.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from followupd.core.blocks import BLOCK_TITLE, Block
from followupd.core.event import Event, Kind
from followupd.core.facts import Attempt
from followupd.core.marks import BOX
from followupd.core.model import Hitlist
from followupd.core.reasons import Overlaps, because, day_text, moment_text, ordinal
from followupd.core.time import Interval
from followupd.core.timeline import day_of
from followupd.core.wish import Wish

BLOCK_ALARM = timedelta(minutes=10)
REMINDER_ALARM = timedelta(0)
NOTE_LENGTH = 300            # a sheet is to be read at a glance; the whole note is in `show`
ACTS = {
    "phone": "Call {}",
    "text": "Text {}",
    "email": "Email {}",
    "video": "Video call with {}",
    "coffee": "Coffee with {}",
    "note": "Write a note to {}",
    "social": "Message {}",
}


def act(wish: Wish) -> str:
    """What to do, as a title: `Call Dana Whitfield (2nd try)`."""
    name = one_line(wish.contact.name)
    if wish.channel is None:
        return f"Find new details of {name}"
    if wish.kind is Kind.CALLBACK and wish.channel == "phone":
        text = f"Call back {name}"
    else:
        text = ACTS.get(wish.channel, "Contact {} (" + one_line(wish.channel).replace("{", "").replace("}", "") + ")")
        text = text.format(name)
    return f"{text} ({ordinal(wish.number)} try)" if wish.kind is Kind.RETRY and wish.number > 1 else text


def reminder_event(
    wish: Wish, uid: str, interval: Interval, hitlist: Hitlist, sought: date | None = None
) -> Event:
    near = day_of(interval.start, hitlist.timezone)
    lines = [f"Why: {because(wish.reasons, near)}.", *_how(wish)]
    lines += _known(wish, hitlist, near)
    lines += ["", "When you have tried, put a word into the title: ok, na (no answer), lm (left message), later 3d."]
    return Event(
        uid, interval.start, interval.end, act(wish), "\n".join(lines), busy=False, alarm=REMINDER_ALARM,
        people=(wish.key,), sought=sought,
    )


def block_event(block: Block, sheet: tuple[Wish, ...] | None, hitlist: Hitlist) -> Event:
    """`sheet` is None for the blocks further ahead, which carry no names yet."""
    near = day_of(block.interval.start, hitlist.timezone)
    title, lines = BLOCK_TITLE, ["Protected time to stay in touch. The call sheet comes closer to the day."]
    if sheet is not None:
        each = int(block.rule.per_person.total_seconds() // 60)
        title = f"{BLOCK_TITLE}: {_count(len(sheet))}" if sheet else title
        lines = [f"Call sheet: {_count(len(sheet))}, about {each} minutes each."] if sheet else [
            "Nobody is due. Use the time for somebody who brings you joy."
        ]
        for wish in sheet:
            lines += ["", f"{BOX}{act(wish)}", *(f"    {line}" for line in _sheet_lines(wish, hitlist, near))]
        if sheet:
            lines += ["", "Tick here: [x] reached, [-] no answer, [v] left message; words behind a line are the note."]
    if block.reasons:
        lines = [f"{because(block.reasons, near)}.", "", *lines]
    title += "".join(f" ({reason.text(near)})" for reason in block.reasons if isinstance(reason, Overlaps))
    return Event(
        block.uid, block.interval.start, block.interval.end, title, "\n".join(lines), busy=True, alarm=BLOCK_ALARM,
        people=tuple(wish.key for wish in sheet or ()), stance=block.stance,
    )


def _sheet_lines(wish: Wish, hitlist: Hitlist, near: date) -> list[str]:
    return [f"{because(wish.reasons, near)}.", *_how(wish), *_known(wish, hitlist, near)]


def _how(wish: Wish) -> list[str]:
    """The ways to reach them, that of this try first, as addresses that a phone makes into buttons.

    A number or address that led nowhere comes last and without its button.
    """
    gone = {closed.address: closed.outcome.words for closed in wish.timeline.closed}
    contact = wish.contact
    phones = [f"Phone: {one_line(p)}  tel:{_dialled(p)}" for p in contact.phones if p not in gone]
    mails = [f"Mail: mailto:{one_line(mail)}" for mail in contact.emails if mail not in gone]
    open_ = mails + phones if wish.channel == "email" else phones + mails
    return open_ + [f"No longer: {one_line(a)} ({gone[a]})" for a in (*contact.phones, *contact.emails) if a in gone]


def _known(wish: Wish, hitlist: Hitlist, near: date) -> list[str]:
    contact, timeline = wish.contact, wish.timeline
    lines = []
    if timeline.last_contact:
        lines.append(f"Last contact: {_told(timeline.last_contact, hitlist, near)}")
    if timeline.last and timeline.last is not timeline.last_contact:
        lines.append(f"Last try: {_told(timeline.last, hitlist, near)}")
    for promise in contact.promises:
        if not promise.done:
            by = f" by {day_text(promise.by, near)}" if promise.by else ""
            lines.append(f"You promised: {_short(promise.what)}{by}")
    if contact.people:
        lines.append(f"With: {', '.join(one_line(p) for p in contact.people)}")
    if contact.notes:
        lines.append(f"Notes: {_short(contact.notes)}")
    return lines


def _told(attempt: Attempt, hitlist: Hitlist, near: date) -> str:
    when = (
        moment_text(attempt.at, hitlist.timezone, near)
        if attempt.timed
        else day_text(day_of(attempt.at, hitlist.timezone), near)
    )
    channel = f" by {one_line(attempt.channel)}" if attempt.channel else ""
    note = f": {_short(attempt.note)}" if attempt.note else ""
    return f"{when}, {attempt.outcome.words}{channel}{note}"


def one_line(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= NOTE_LENGTH else line[: NOTE_LENGTH - 1].rstrip() + "…"


def _dialled(phone: str) -> str:
    """RFC 3966: digits, with the plus sign in front; an extension behind a comma is dialled after a pause."""
    main, _, extension = phone.lower().partition("x")
    digits = ("+" if main.strip().startswith("+") else "") + re.sub(r"\D", "", main)
    return digits + (f";ext={re.sub(r'[^0-9]', '', extension)}" if re.search(r"\d", extension) else "")


def _count(people: int) -> str:
    return "1 person" if people == 1 else f"{people} people"
