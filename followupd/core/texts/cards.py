"""The words on the calendar: titles and texts of blocks and reminders.

Takes next tries and places; returns Events. The title says the act and one thing that makes it easy; the text has the
number first, then when you last spoke, why now, what to know, and how to answer. It depends on facts and on the event's
own day, never on now, so that a second pass writes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from followupd.core.noticing.meetings import ComingMeeting
from followupd.core.people.personal import OPENER, called, how_to_reach, last_spoken, one_line, what_is_known
from followupd.core.people.personal import short as brief_note
from followupd.core.people.timeline import Timeline, day_of
from followupd.core.people.wanted import NextTry, person_of
from followupd.core.phrases.signs import sheet_title
from followupd.core.phrases.vocabulary import BOX, calendar_day, month_text
from followupd.core.reasons import (
    BlockIsShort,
    ChannelClosed,
    NeverContacted,
    Overlaps,
    PassedUnanswered,
    Reason,
    spoken,
)
from followupd.core.schedule.absent import Absent
from followupd.core.schedule.block import Block
from followupd.core.schedule.on_calendar import Item
from followupd.core.schedule.seating import minutes_on
from followupd.core.texts.legends import legend_of, ticks
from followupd.core.texts.topic import topic_of
from followupd.core.values.event import NO_CHANNEL, Event
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.time import Interval, count
from followupd.core.values.uid import Kind

BLOCK_ALARM = timedelta(minutes=10)
REMINDER_ALARM = timedelta(0)
MOST_NAMES = 3        # of the people who are due and not on an empty sheet, for each reason
UP_TO_DATE = "Everyone is up to date. Well done: call someone who makes you laugh."
AT_MEETING = "You meet then, so nobody is called before; if the meeting is called off, this goes back."
NOT_MET = "If you did not meet, put that into the title: no, or didn't come."
DID_NOT_MEET = "You did not meet."
NOBODY_HERE = "Nobody to call in this hour so far. Who is due:"
# The verbs of titles; and those of the last try before a rest.
ACTS = {
    "phone": ("Call {}", "Try {} once more"), "text": ("Text {}", "Text {} once more"),
    "email": ("Email {}", "Email {} once more"), "video": ("Video call with {}", "Video call with {}, once more"),
    "coffee": ("Ask {} for a coffee", "Ask {} for a coffee once more"),
    "note": ("Write a note to {}", "Write a note to {} once more"), "social": ("Message {}", "Message {} once more"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """The lines at the head of a call sheet, their refs in the event's `people`, and what a tick on them means.

    `channels` are parallel to `refs`, "" for a line that is not a call; `calls` are the titles of the calls, which are
    not counted among the others.
    """

    refs: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    counted: str = ""
    ticking: str = ""


def act(next_try: NextTry) -> str:
    """Return what to do: `Call Dana Whitfield`, and `Try Dana Whitfield once more` before a rest."""
    name = one_line(next_try.contact.name)
    if next_try.channel is None:
        return f"Find new details for {name}"
    if next_try.channel == "phone" and (_is_asked_for(next_try) or next_try.kind is Kind.REPLY):
        return f"Call back {name}"
    if next_try.kind is Kind.REPLY:
        return f"Answer {name}"
    way = one_line(next_try.channel).replace("{", "").replace("}", "")
    once, once_more = ACTS.get(next_try.channel, (f"Contact {{}} ({way})", f"Contact {{}} once more ({way})"))
    return (once_more if next_try.kind is Kind.RETRY and next_try.last else once).format(name)


def _is_asked_for(next_try: NextTry) -> bool:
    return next_try.kind is Kind.CALLBACK and not next_try.planned


def reminder_event(
    next_try: NextTry, uid: str, interval: Interval, hitlist: Hitlist, sought: date | None = None
) -> Event:
    """Return a separate reminder; `sought` is the day from which its place was looked for."""
    near, title = day_of(interval.start, hitlist.timezone), act(next_try)
    # the title says what it is about
    by_itself = next_try.channel is None or _is_asked_for(next_try) or next_try.kind is Kind.REPLY
    topic = "" if by_itself else topic_of(next_try.contact, next_try.timeline, near)
    why = why_now(next_try.reasons, interval.start, hitlist.timezone, searched=next_try.channel is None)
    opener = not any(isinstance(reason, PassedUnanswered) for reason in next_try.reasons)       # the last one had it
    lines = [*_facts(next_try, why, hitlist, near, opener=opener, said=topic), "", legend_of(next_try.channel).marks]
    return Event(
        uid, interval.start, interval.end, f"{title}: {topic}" if topic else title, "\n".join(lines), busy=False,
        alarm=REMINDER_ALARM, people=(next_try.key,), channels=(next_try.channel or NO_CHANNEL,), sought=sought,
        topic=topic,
    )


def meeting_event(next_try: NextTry, item: Item, hitlist: Hitlist) -> Event:
    """Return the reminder of somebody whom the user is about to meet: what was said and promised, and no alarm."""
    contact, timeline, near = next_try.contact, next_try.timeline, day_of(item.interval.start, hitlist.timezone)
    lines = [
        *last_spoken(timeline, hitlist, near, opener=False), *what_is_known(contact, timeline, hitlist, near), "",
        AT_MEETING, NOT_MET, legend_of(next_try.channel).marks,
    ]
    return Event(
        item.uid, item.interval.start, item.interval.end, f"Meet {one_line(contact.name)}", "\n".join(lines).lstrip(),
        alarm=REMINDER_ALARM, people=(next_try.key,), channels=(next_try.channel or NO_CHANNEL,), silent=True,
    )


def without_meeting(text: str) -> str:
    """Return the text of a reminder that waited at a meeting without what it says of the meeting."""
    return "\n".join(line for line in text.split("\n") if line not in (AT_MEETING, NOT_MET, DID_NOT_MEET))


def not_met_text(text: str) -> str:
    """Return the text of a reminder that waited at a meeting, once that did not take place."""
    return f"{DID_NOT_MEET}\n{without_meeting(text)}"


def why_now(reasons: Sequence[Reason], start: datetime, zone: tzinfo, *, searched: bool = False) -> list[str]:
    """Return the sentences of the reasons on a reminder that begins then: one that passed may offer another hour.

    `searched`: new details are to be found, and nobody is tried.
    """
    local = start.astimezone(zone)
    said = _why_searched if searched else _why
    return said(reasons, local.date(), lambda reason: (
        reason.offering(local) if isinstance(reason, PassedUnanswered) else reason.spoken(local.date())
    ))


def _why(reasons: Sequence[Reason], near: date, say: Callable[[Reason], str]) -> list[str]:  # noqa: ARG001 - as below
    """Return the sentences. If words on an earlier reminder are not understood, none says that nothing was done."""
    asked = any(isinstance(reason, PassedUnanswered) and reason.asked_on is not None for reason in reasons)
    said = (say(reason) for reason in reasons if not (asked and isinstance(reason, NeverContacted)))
    return list(dict.fromkeys(filter(None, said)))


def _why_searched(reasons: Sequence[Reason], near: date, say: Callable[[Reason], str]) -> list[str]:
    """Return what is wrong with the details that are known, and that a reminder has passed.

    Nothing is said about a try, which would be by a way that is closed.
    """
    closed = defaultdict[Outcome, list[ChannelClosed]](list)
    for reason in reasons:
        if isinstance(reason, ChannelClosed):
            closed[reason.outcome].append(reason)
    found = [max(alike, key=lambda one: one.on).found_out(near, len(alike)) for alike in closed.values()]
    return [*found, *dict.fromkeys(say(reason) for reason in reasons if isinstance(reason, PassedUnanswered))]


def block_event(
    block: Block, sheet: tuple[NextTry, ...] | None, hitlist: Hitlist, head: Head | None = None,
    short: BlockIsShort | None = None, absent: Sequence[Absent] = (), beside: Sequence[str] = (),
) -> Event:
    """Return a block with its call sheet; `sheet` is None for the blocks further ahead, which carry no names yet.

    `head` is what comes before the people; `short` says that more are due than fit; `absent` are the people who are due
    and not on a sheet that holds nobody; `beside` are the lines under the people.
    """
    head, near = head or Head(), day_of(block.interval.start, hitlist.timezone)
    if sheet is None:
        lines = ["Protected time to stay in touch. The names come closer to the day."]
    elif sheet or head.refs:
        lines = [_how_many(block, sheet, head, short), *head.lines, *_sheet_lines(block, sheet, hitlist, near), ""]
        lines += [*beside, ""] if beside else []
        channels = (*filter(None, head.channels), *(next_try.channel for next_try in sheet))
        lines += [*ticks(channels), *filter(None, [head.ticking])]
    else:
        lines = [*_nobody_here(absent, near), *(["", *beside] if beside else [])]
    if block.reasons:
        lines = [" ".join(spoken(block.reasons, near)), "", *lines]
    sheet = sheet or ()
    return Event(
        block.uid, block.interval.start, block.interval.end, _block_title(block, sheet, head, near), "\n".join(lines),
        busy=True, alarm=BLOCK_ALARM, people=(*head.refs, *(next_try.key for next_try in sheet)),
        channels=(*head.channels, *(next_try.channel or NO_CHANNEL for next_try in sheet)),
        stance=block.stance,
    )


def before_meeting(meeting: ComingMeeting, contact: Contact, timeline: Timeline, hitlist: Hitlist, near: date) -> str:
    """Return `Thu 10 Dec 12:30 you meet Dana Whitfield: plans the studio; promised: the Lisbon list`."""
    last, promises = timeline.last_contact, [one.what for one in timeline.promises if one.ended is None]
    said = [brief_note(last.note)] if last is not None and last.note else []
    said += [f"promised: {', '.join(map(brief_note, promises))}"] if promises else []
    text = f"{meeting.when(hitlist.timezone, near)} you meet {one_line(contact.name)}"
    return f"{text}: {'; '.join(said)}" if said else f"{text}."


def _nobody_here(absent: Sequence[Absent], near: date) -> list[str]:
    """Return the lines: one for each reason, with its people, ordered by the most urgent person of each."""
    if not absent:
        return [UP_TO_DATE]
    names: dict[str, list[str]] = {}
    for one in absent:
        names.setdefault(one.because.text(near), []).append(one_line(one.contact.name))
    return [NOBODY_HERE, *(f"{_named(people)}: {because}." for because, people in names.items())]


def _named(people: Sequence[str]) -> str:
    """Return `Ana`, `Ana and Ben`, `Ana, Ben, Cy and 9 more`."""
    shown = list(people[:MOST_NAMES])
    if len(people) > MOST_NAMES:
        return f"{', '.join(shown)} and {len(people) - MOST_NAMES} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _sheet_lines(block: Block, sheet: tuple[NextTry, ...], hitlist: Hitlist, near: date) -> Iterator[str]:
    """Yield the people of a sheet: for each a line to tick, with the facts for the call below it."""
    opened = False
    for next_try in sheet:
        facts = _facts(next_try, why_on_sheet(next_try, sheet, near), hitlist, near, opener=not opened)
        opened = opened or OPENER in facts
        yield from ("", f"{BOX}{act(next_try)}", *(f"    {line}" for line in (*_minutes(next_try, block), *facts)))


def _block_title(block: Block, sheet: Sequence[NextTry], head: Head, near: date) -> str:
    """Return who is on a sheet, and what it overlaps: `Call Zoe, Katya and 5 more`; a sheet of tasks counts them."""
    channels = {next_try.channel or NO_CHANNEL for next_try in sheet}
    names = [called(next_try.contact) for next_try in sheet]
    if len(sheet) == 1 or len(set(names)) < len(names):
        names = [one_line(next_try.contact.name) for next_try in sheet]
    overlaps = [f" ({reason.text(near)})" for reason in block.reasons if isinstance(reason, Overlaps)]
    channel = channels.pop() if len(channels) == 1 else ""
    return "".join((sheet_title(channel, names, head.counted, head.calls), *overlaps))


def _how_many(block: Block, sheet: Sequence[NextTry], head: Head, short: BlockIsShort | None) -> str:
    """Return `7 people, about 8 minutes each.`, or for one only the minutes; if more are due, that the others keep."""
    each = f"about {minutes_on(block, sheet, len({person_of(ref) for ref in head.refs}))} minutes"
    if not block.rule.per_channel:
        several = " each" if len(sheet) + len(head.refs) > 1 else ""
        each = f"about {int(block.rule.per_person.total_seconds() // 60)} minutes{several}"
    if short is not None:
        return f"{short.spoken(block.interval.start.date())} {each.capitalize()}."
    called = {next_try.key for next_try in sheet} | {
        person_of(ref) for ref, channel in zip(head.refs, head.channels, strict=True) if channel
    }
    people = count(len(called), "person", "people") if called else ""
    return f"{', '.join(filter(None, [people, head.counted, each]))}."


def _minutes(next_try: NextTry, block: Block) -> list[str]:
    """Return how long this person takes, if the lines of the sheet differ in that."""
    if not block.rule.per_channel:
        return []
    return [f"About {int(block.rule.minutes_for(next_try.channel).total_seconds() // 60)} minutes."]


def why_on_sheet(next_try: NextTry, sheet: Sequence[NextTry], near: date) -> list[str]:
    """Return the sentences of the reasons on a line of a sheet: only one line says how to say a first hello."""
    new = (one.key for one in sheet if any(isinstance(why, NeverContacted) for why in one.reasons) and one.channel)
    first, said = next(new, ""), _why if next_try.channel is not None else _why_searched
    return said(next_try.reasons, near, lambda reason: (
        reason.briefly() if isinstance(reason, NeverContacted) and next_try.key != first else reason.spoken(near)
    ))


def _facts(
    next_try: NextTry, why: Sequence[str], hitlist: Hitlist, near: date, *, opener: bool, said: str = ""
) -> list[str]:
    """Return everything for the call, in the order in which it is needed; `said` is what its title says.

    An `opener` makes the first try easy; a later one in the row goes on from what was written or said then.
    """
    contact, timeline, searched = next_try.contact, next_try.timeline, next_try.channel is None
    opener = opener and not searched and not timeline.series
    return [
        *(why if searched else ()), *how_to_reach(contact, timeline, next_try.channel),
        *last_spoken(timeline, hitlist, near, opener=opener), *(() if searched else why),
        *_then_a_rest(next_try, hitlist, near), *what_is_known(contact, timeline, hitlist, near, said=said),
    ]


def _then_a_rest(next_try: NextTry, hitlist: Hitlist, near: date) -> list[str]:
    """Return that a rest follows, on the last try before it."""
    if next_try.kind is not Kind.RETRY or not next_try.last:
        return []
    back = hitlist.retry.rest_for(next_try.contact.cadence).after(near)
    until = calendar_day if (back.year, back.month) == (near.year, near.month) else month_text
    return [f"If nobody answers, they have a rest until {until(back, near)}."]
