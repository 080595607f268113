"""Invariants of sheets."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.texts.cards import NOBODY_HERE, UP_TO_DATE
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Cadence, Contact, Hitlist, Status
from followupd.core.values.time import Span
from tests.kit.branches import EXAMPLES, Branches
from tests.kit.people import planned
from tests.properties.promises import in_hours
from tests.properties.worlds import NOWS, ZONES, block_rules, cadences, hitlists, week_hours

SHEETS = Branches(up_to_date=20, nobody_here=40)
LINES = Branches(usual_hours=20, block_hours=20, given_hours=15)
RETRIES = Branches(on_a_sheet=40, reminder=40, a_block_near=6)
NEAR = timedelta(days=3)


@st.composite
def situations(draw: st.DrawFn, *, due: bool = False) -> tuple[Hitlist, datetime]:
    """Draw a few people with blocks; in half of the cases all were spoken with lately, unless they have to be `due`."""
    now, lately = draw(NOWS), not due and draw(st.booleans())
    outcomes = st.sampled_from((Outcome.REACHED, Outcome.NO_ANSWER))
    people = []
    for number in range(draw(st.integers(1, 3))):
        slug, channel = f"p{number}", draw(st.sampled_from(("phone", "phone", "video", "text", "email")))
        told = draw(st.lists(st.tuples(st.integers(1, 200), outcomes), max_size=0 if due else 2))
        told += [(draw(st.integers(0, 9)), Outcome.REACHED)] if lately else []
        log = (
            Attempt(slug, now - timedelta(days=days, minutes=1), outcome, channel)
            for days, outcome in sorted(told, reverse=True)
        )
        cadence = Cadence(Span(months=draw(st.integers(1, 12))), Span(months=15)) if lately else draw(cadences())
        people.append(Contact(
            slug, f"Person {number}", cadence, via=(channel,), phones=("+1",), emails=("p@example.com",),
            timezone=draw(st.none() | st.sampled_from(ZONES)), hours=draw(st.none() | week_hours()), log=tuple(log),
        ))
    hitlist = draw(hitlists(now, most=0))
    blocks = tuple(draw(st.lists(block_rules(), min_size=1, max_size=2)))
    if due:                                   # by day, where somebody can be called
        blocks = tuple(replace(rule, time=time(draw(st.integers(7, 20)), 30)) for rule in blocks)
    return replace(hitlist, blocks=blocks, contacts=tuple(people)), now


def is_contact(attempt: Attempt) -> bool:
    """Somebody was reached, or a card was sent; a line without a channel was by the first one."""
    return attempt.outcome is Outcome.REACHED or (attempt.outcome is Outcome.SENT and attempt.channel == "note")


def is_due(contact: Contact, hitlist: Hitlist, now: datetime, instant: datetime) -> bool:
    """Return whether they are due by the last real contact; people who were never reached are due at once."""
    day = instant.astimezone(hitlist.timezone).date()
    if contact.status is Status.STOP or (
        contact.status is Status.PAUSED and (contact.pause_until is None or day < contact.pause_until)
    ):
        return False
    real = [a.at for a in contact.log if a.at <= now and is_contact(a)]
    return not real or contact.cadence.every.after(max(real).astimezone(hitlist.timezone).date()) <= day


@SHEETS
@settings(max_examples=EXAMPLES)
@given(situations())
def test_no_sheet_says_that_nobody_is_due_while_somebody_is(situation: tuple[Hitlist, datetime]) -> None:
    """A sheet without people says that everyone is up to date only if they are; else it names who is due."""
    hitlist, now = situation
    for event in planned(hitlist, (), now, since=now).events:
        lines = event.description.splitlines()
        due = [c.name for c in hitlist.contacts if is_due(c, hitlist, now, event.start)]
        if UP_TO_DATE in lines:
            SHEETS.reached("up_to_date")
            assert due == []
        if NOBODY_HERE in lines:
            SHEETS.reached("nobody_here")
            assert due
            named = " ".join(lines[lines.index(NOBODY_HERE) + 1 :])
            assert any(name in named for name in due)


@LINES
@settings(max_examples=EXAMPLES)
@given(situations(due=True))
def test_a_line_is_in_the_hours_of_its_person(situation: tuple[Hitlist, datetime]) -> None:
    """P7: people on a sheet can be reached in some minute of the block: in the hours that they give, else 9:00-18:00
    on the user's days, and 8:00-21:00 of their clock because it is the user's block."""
    hitlist, now = situation
    plan = planned(hitlist, (), now, since=now)
    for block in plan.blocks:
        minutes = [block.interval.start + timedelta(minutes=n) for n in range(int(block.interval.length.seconds / 60))]
        for next_try in plan.sheets.get(block.uid, ()):
            if next_try.channel in (None, "email", "note"):
                continue
            contact = next_try.contact
            good = [minute for minute in minutes if in_hours(hitlist, contact, minute)]
            assert good, (contact, block)
            if contact.hours is not None:
                LINES.reached("given_hours")
            elif any(in_hours(replace(hitlist, blocks=()), contact, minute) for minute in good):
                LINES.reached("usual_hours")
            else:
                LINES.reached("block_hours")


@st.composite
def tried_once(draw: st.DrawFn) -> tuple[Hitlist, datetime]:
    """Draw a few people with one recent failed try, and blocks by day."""
    hitlist, now = draw(situations(due=True))
    people = []
    for contact in hitlist.contacts:
        days, outcome = draw(st.integers(0, 6)), Outcome.NO_ANSWER
        attempt = Attempt(contact.slug, now - timedelta(days=days, minutes=1), outcome, contact.via[0])
        people.append(replace(contact, log=(attempt,)))
    return replace(hitlist, contacts=tuple(people)), now


@RETRIES
@settings(max_examples=EXAMPLES)
@given(tried_once())
def test_no_mail_has_a_reminder_beside_an_empty_block(situation: tuple[Hitlist, datetime]) -> None:
    """No retry by mail, which every hour suits, is a reminder while a block within three days of its day is empty."""
    hitlist, now = situation
    plan, zone = planned(hitlist, (), now, since=now), hitlist.timezone
    for contact in hitlist.contacts:
        item = plan.statuses[contact.slug].item
        if item is None or not hitlist.retry.ladder:
            continue
        RETRIES.reached("on_a_sheet" if item.on_sheet else "reminder")
        if contact.via[0] != "email" or item.uid.rpartition("-")[0].endswith("-r1"):
            continue                                                # -r1: its own day is over already
        tried = contact.log[0].at.astimezone(zone).date()
        day, earliest = hitlist.retry.ladder[0].after(tried), hitlist.retry.min_gap.after(tried)
        for block in plan.events:
            on = block.start.astimezone(zone).date()
            if block.uid.startswith("block-") and abs(on - day) <= NEAR and on >= earliest:
                RETRIES.reached("a_block_near")
                assert item.on_sheet or block.people
