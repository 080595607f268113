"""P1 and P12 over random weeks of a careless user, judged by the calendar alone.

The checker knows the verbs of our titles and what the user did, but not how answers are read and given.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Cadence, Contact, Per, Quota
from followupd.core.values.time import Span
from tests.kit.branches import Branches, fewer
from tests.kit.desks import UserDesk
from tests.kit.phones import desk_of

VERBS = {
    "Call": "phone", "Email": "email", "Text": "text", "Message": "social", "Write": "note", "Video": "video",
    "Ask": "coffee",
}
SENT_BY = {"email", "text", "social", "note", "coffee"}       # a coffee begins with an invitation
CHANNELS = ("phone", "email", "text", "social", "note", "video", "coffee")
MARKS = {"ok": "done", "na": "no_answer", "answered": "reached", "x": "done"}
TICKS = {"x": "done", "-": "no_answer", "a": "reached"}


def channel_in(act: str) -> str:
    """Return the channel of our title or line; `– not tried: ` may come before it."""
    return VERBS[act.removeprefix("– not tried: ").split(maxsplit=1)[0]]


def outcome_by(word: str, channel: str) -> str:
    """P1: done by a live channel is contact, by another it was only sent."""
    return ("sent" if channel in SENT_BY else "reached") if word == "done" else word


@dataclass
class Told:
    """An act of the user: on which event, about whom, and its outcome by the channel that was shown there."""

    marks: list[tuple[str, str, str, str]] = field(default_factory=list)     # UID, contact, outcome, channel
    elsewhere: list[str] = field(default_factory=list)                       # contacts, by command


def reminders(desk: UserDesk[MemoryCalendar]) -> list[Present]:
    return [one for one in desk.ours("") if one.uid.startswith(("due-", "retry-"))]


def mark(desk: UserDesk[MemoryCalendar], told: Told, pick: int, word: str) -> None:
    """Put a word into the title of a reminder that is over and has no ✓."""
    over = [p for p in reminders(desk) if p.event.start <= desk.now and not p.event.summary.startswith("✓")]
    if over:
        there = over[pick % len(over)]
        channel, who = channel_in(there.event.summary), there.uid.split("-")[1]
        told.marks.append((there.uid, who, outcome_by(MARKS[word], channel), channel))
        desk.calendar.retitle(there.uid, f"{there.event.summary} {word}")
        TRUTH.reached("marked")


def tick(desk: UserDesk[MemoryCalendar], told: Told, pick: int, box: str) -> None:
    """Tick a line of a sheet that has begun."""
    lines = [
        (sheet, line) for sheet in desk.ours("block-") if sheet.event.start <= desk.now
        for line in sheet.event.description.split("\n") if line.startswith("[ ] ")
    ]
    if lines:
        sheet, line = lines[pick % len(lines)]
        act = line.removeprefix("[ ] ")
        channel, who = channel_in(act), next(name for name in NAMES if f" {name.title()}" in act)
        told.marks.append((sheet.uid, who, outcome_by(TICKS[box], channel), channel))
        desk.calendar.rewrite(sheet.uid, sheet.event.description.replace(line, f"[{box}] {act}", 1))
        TRUTH.reached("ticked")


def command(desk: UserDesk[MemoryCalendar], told: Told, pick: int, back: int) -> None:
    """Log a try of some hours ago."""
    who = NAMES[pick % len(desk.hitlist.contacts)]
    desk.log(Attempt(who, desk.now - timedelta(hours=back), Outcome.NO_ANSWER, "phone"))
    told.elsewhere.append(who)
    TRUTH.reached("by_command")


NAMES = ("ada", "bo", "cy")
steps = st.lists(
    st.tuples(st.sampled_from(("mark", "tick", "command", "wait", "wait")), st.integers(0, 9), st.integers(0, 9),
              st.integers(5, 400)),
    min_size=4, max_size=10,
)


@st.composite
def people(draw: st.DrawFn) -> tuple[Contact, ...]:
    def one(name: str) -> Contact:
        via = tuple(draw(st.lists(st.sampled_from(CHANNELS), min_size=1, max_size=3, unique=True)))
        return Contact(name, name.title(), Cadence(Span(days=28), Span(days=40)), via=via, phones=("+1 303 555 0142",),
                       emails=(f"{name}@example.com",))
    return tuple(one(name) for name in NAMES[: draw(st.integers(1, 3))])


TRUTH = Branches(marked=20, ticked=2, by_command=30, not_tried=15, ticked_by_command=4, sent=8)


@TRUTH
@settings(max_examples=fewer())
@given(people(), steps, st.booleans(), st.booleans())
def test_only_what_happened_is_said(
    who: tuple[Contact, ...], doings: list[tuple[str, int, int, int]], blocks: bool, plan: bool
) -> None:
    """P1: a mark or a tick is recorded by the channel that the line showed, and as contact only if it was. P12: a ✓
    is on an event that was marked, or on one for each try that was logged elsewhere; an event that passed says so
    once, and no past event is written again without a new answer."""
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_of(Path(folder), who)
        rules = desk.hitlist.blocks if blocks else ()
        quotas = (Quota("coffee", 1, Per.MONTH), Quota("phone", 2, Per.WEEK)) if plan else ()
        desk.hitlist = replace(desk.hitlist, blocks=rules, action_plan=quotas, start_small=None)
        told, passed = Told(), dict[str, str | None]()
        desk.run()
        for doing, pick, choice, hours in doings:
            # The next words do not show to which try they belong: so the channel is read from the line.
            if doing == "mark":
                mark(desk, told, pick, sorted(MARKS)[choice % len(MARKS)])
            elif doing == "tick":
                tick(desk, told, pick, sorted(TICKS)[choice % len(TICKS)])
            elif doing == "command":
                command(desk, told, pick, choice)
            else:
                desk.now += timedelta(hours=hours)
            desk.run()
            check(desk, told)
            passed = unchanged(desk, passed, desk.now)
        desk.history.close()


def check(desk: UserDesk[MemoryCalendar], told: Told) -> None:
    facts = desk.facts(Attempt)
    recorded = Counter((fact.event, fact.contact, fact.outcome.value, fact.channel) for fact in facts if fact.event)
    assert recorded == Counter(set(told.marks)), (recorded, told.marks)
    TRUTH.counted["sent"] += any(fact.outcome is Outcome.SENT for fact in facts)
    timelines = desk.reports[-1].plan.statuses
    for key, existing in timelines.items():
        contact = existing.timeline.last_contact
        real = [fact for fact in facts if fact.contact == key and (
            fact.outcome is Outcome.REACHED or (fact.outcome is Outcome.SENT and fact.channel == "note")
        )]
        assert (contact is not None) == bool(real)
    marked = {uid for uid, *_ in told.marks}
    ticked = Counter(
        one.uid.split("-")[1] for one in reminders(desk)
        if one.event.summary.startswith("✓") and one.uid not in marked
    )
    assert ticked <= Counter(told.elsewhere)
    TRUTH.counted["ticked_by_command"] += sum(ticked.values()) > 0
    for one in reminders(desk):
        assert not one.event.summary.startswith("–") or one.event.start <= desk.now
        assert one.event.summary.count("not tried") <= 1


def unchanged(
    desk: UserDesk[MemoryCalendar], before: dict[str, str | None], now: datetime
) -> dict[str, str | None]:
    """P3 for past events: one that says what was done, or that it passed, is only written again for an answer."""
    after = {one.uid: one.event.summary for one in reminders(desk) if one.event.start <= now}
    for uid, title in before.items():
        if title is not None and title.startswith("–"):
            TRUTH.reached("not_tried")
            assert after[uid] == title or after[uid].startswith("✓")
        if title is not None and title.startswith("✓"):
            assert after[uid].startswith("✓")
    return dict(after)
