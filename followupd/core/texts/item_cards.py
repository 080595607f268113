"""The words of matters on the calendar: lines at the head of a call sheet, and reminders of their own.

Takes matters and places; returns lines and Events. Never depends on now (P3).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from followupd.core.people.personal import how_to_reach, what_is_known
from followupd.core.people.timeline import Timeline, day_of
from followupd.core.people.wanted import Task
from followupd.core.phrases.vocabulary import BOX
from followupd.core.reasons import because
from followupd.core.schedule.placing import Item
from followupd.core.texts.cards import REMINDER_ALARM
from followupd.core.values.event import Event
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.uid import Kind

CLOSING_WORDS = {
    Kind.PROMISE: "When it is done, put a word into the title: done. Or: dropped, later 3d.",
    Kind.DATE: "When it is posted, put a word into the title: sent. Or: dropped, later 3d.",
    Kind.BOOK: "When it is booked, put its day into the title: booked 21 May. Or: dropped, later 3d.",
}
TICKED = {
    Kind.PROMISE: "a promise is kept", Kind.DATE: "a card is posted",
    Kind.BOOK: "a meeting is booked (write its day behind the line)",
}
NOUNS = {Kind.PROMISE: ("promise", "promises"), Kind.DATE: ("card", "cards"), Kind.BOOK: ("meeting", "meetings")}


def counted(matters: Sequence[Task]) -> str:
    """`2 promises, 1 card`."""
    kinds = Counter(matter.kind for matter in matters)
    return ", ".join(f"{kinds[kind]} {NOUNS[kind][kinds[kind] > 1]}" for kind in NOUNS if kinds[kind])


def ticking(matters: Sequence[Task]) -> str:
    """`Tick [x] when a promise is kept, when a card is posted.`"""
    kinds = {matter.kind for matter in matters}
    return f"Tick [x] when {', when '.join(words for kind, words in TICKED.items() if kind in kinds)}."


def sheet_lines(matter: Task, timeline: Timeline, near: date) -> list[str]:
    """A line to be ticked, and what belongs to it."""
    how = how_to_reach(matter.contact, timeline, None)
    return [f"{BOX}{matter.act}", *(f"    {line}" for line in (f"{because(matter.reasons, near)}.", *how))]


def matter_event(matter: Task, item: Item, timeline: Timeline, hitlist: Hitlist) -> Event:
    near = day_of(item.interval.start, hitlist.timezone)
    lines = [f"Why: {because(matter.reasons, near)}.", *how_to_reach(matter.contact, timeline, None)]
    lines += what_is_known(matter.contact, timeline, hitlist, near, but=matter.what)
    lines += ["", CLOSING_WORDS[matter.kind]]
    return Event(
        item.uid, item.interval.start, item.interval.end, matter.act, "\n".join(lines), busy=False,
        alarm=REMINDER_ALARM, people=(matter.ref,), sought=item.sought,
    )
