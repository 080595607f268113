"""The words on the calendar: titles and texts of blocks and reminders.

Takes next tries and places; returns Events. The text says why now, how to reach the person, what was last said, and how
to log the try. It depends on facts and on the event's own day, never on now, so that a second pass writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from followupd.core.people.personal import how_to_reach, one_line, what_is_known
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry
from followupd.core.phrases.vocabulary import BOX, ordinal
from followupd.core.reasons import BlockIsShort, Overlaps, because
from followupd.core.schedule.absent import Absent
from followupd.core.schedule.block import Block
from followupd.core.schedule.seating import minutes_on
from followupd.core.texts.absent import nobody_here
from followupd.core.texts.legends import legend_of, ticks
from followupd.core.values.event import NO_CHANNEL, Event
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import Interval
from followupd.core.values.uid import Kind

BLOCK_TITLE = "Outreach block"
BLOCK_ALARM = timedelta(minutes=10)
REMINDER_ALARM = timedelta(0)
ACTS = {
    "phone": "Call {}",
    "text": "Text {}",
    "email": "Email {}",
    "video": "Video call with {}",
    "coffee": "Ask {} for a coffee",
    "note": "Write a note to {}",
    "social": "Message {}",
}


@dataclass(frozen=True, slots=True)
class Head:
    """The lines at the head of a call sheet, their refs in the event's `people`, and what a tick means."""

    refs: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    counted: str = ""
    ticking: str = ""


def act(next_try: NextTry) -> str:
    """Return what to do, as a title: `Call Dana Whitfield (2nd try)`."""
    name = one_line(next_try.contact.name)
    if next_try.channel is None:
        return f"Find new details of {name}"
    if next_try.kind is Kind.CALLBACK and next_try.channel == "phone":
        text = f"Call back {name}"
    else:
        way = one_line(next_try.channel).replace("{", "").replace("}", "")
        text = ACTS.get(next_try.channel, f"Contact {{}} ({way})")
        text = text.format(name)
    return f"{text} ({ordinal(next_try.number)} try)" if next_try.kind is Kind.RETRY and next_try.number > 1 else text


def reminder_event(
    next_try: NextTry, uid: str, interval: Interval, hitlist: Hitlist, sought: date | None = None
) -> Event:
    """Return a separate reminder; `sought` is the day from which its place was looked for."""
    near = day_of(interval.start, hitlist.timezone)
    lines = [f"Why: {because(next_try.reasons, near)}.", *_how(next_try)]
    lines += what_is_known(next_try.contact, next_try.timeline, hitlist, near)
    lines += ["", legend_of(next_try.channel).marks]
    return Event(
        uid, interval.start, interval.end, act(next_try), "\n".join(lines), busy=False, alarm=REMINDER_ALARM,
        people=(next_try.key,), channels=(next_try.channel or NO_CHANNEL,), sought=sought,
    )


def block_event(
    block: Block, sheet: tuple[NextTry, ...] | None, hitlist: Hitlist, head: Head | None = None,
    short: BlockIsShort | None = None, absent: Sequence[Absent] = (),
) -> Event:
    """Return a block with its call sheet; `sheet` is None for the blocks further ahead, which carry no names yet.

    `head` is what comes before the people; `short` says that more are due than fit; `absent` are the people who are due
    and not on a sheet that holds nobody.
    """
    head = head or Head()
    near = day_of(block.interval.start, hitlist.timezone)
    title, lines = BLOCK_TITLE, ["Protected time to stay in touch. The call sheet comes closer to the day."]
    if sheet is not None:
        each = f"about {minutes_on(block, sheet, len(head.refs))} minutes"
        if not block.rule.per_channel:
            each = f"about {int(block.rule.per_person.total_seconds() // 60)} minutes each"
        told = ", ".join([*([_count(len(sheet))] if sheet else []), *([head.counted] if head.refs else [])])
        title = f"{BLOCK_TITLE}: {told}" if told else title
        lines = [f"Call sheet: {told}, {each}."] if told else nobody_here(absent, near)
        lines += [f"{short.text(near)}."] if short is not None else []
        lines += head.lines
        for next_try in sheet:
            told_of = [*_minutes(next_try, block), *_sheet_lines(next_try, hitlist, near)]
            lines += ["", f"{BOX}{act(next_try)}", *(f"    {line}" for line in told_of)]
        if told:
            lines += ["", *ticks(next_try.channel for next_try in sheet), *([head.ticking] if head.refs else [])]
    if block.reasons:
        lines = [f"{because(block.reasons, near)}.", "", *lines]
    title += "".join(f" ({reason.text(near)})" for reason in block.reasons if isinstance(reason, Overlaps))
    return Event(
        block.uid, block.interval.start, block.interval.end, title, "\n".join(lines), busy=True, alarm=BLOCK_ALARM,
        people=(*head.refs, *(next_try.key for next_try in sheet or ())),
        channels=(*("" for _ in head.refs), *(next_try.channel or NO_CHANNEL for next_try in sheet or ())),
        stance=block.stance,
    )


def _minutes(next_try: NextTry, block: Block) -> list[str]:
    """Return how long it takes, if that differs from one to the next."""
    if not block.rule.per_channel:
        return []
    return [f"About {int(block.rule.minutes_for(next_try.channel).total_seconds() // 60)} minutes."]


def _sheet_lines(next_try: NextTry, hitlist: Hitlist, near: date) -> list[str]:
    known = what_is_known(next_try.contact, next_try.timeline, hitlist, near)
    return [f"{because(next_try.reasons, near)}.", *_how(next_try), *known]


def _how(next_try: NextTry) -> list[str]:
    return how_to_reach(next_try.contact, next_try.timeline, next_try.channel)


def _count(people: int) -> str:
    return "1 person" if people == 1 else f"{people} people"
