"""Every date explains itself: the chain of `why` and the event's text, compared in every state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from itertools import takewhile

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.people.identity import identify
from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import BOX
from followupd.core.plan import Plan, make_plan
from followupd.core.reasons import (
    AskedFor,
    BeforeItsDay,
    BookedFor,
    BroughtBack,
    CadenceComesRound,
    CallBackSoon,
    ChosenByHand,
    ComesBackAfterRest,
    KeptApart,
    MovedOn,
    NearestSheet,
    NeverContacted,
    NoHourSuitsBoth,
    PassedUnanswered,
    Paused,
    RetryWait,
    Waiting,
    WeekToSay,
)
from followupd.core.schedule.fitting import NEAR
from followupd.core.schedule.status import ContactStatus, State
from followupd.core.texts.cards import act, why_now, why_on_sheet
from followupd.core.texts.chain import DayOver, Link, OnSheet, Tried, WaitsForRoom, chain
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Attempt
from followupd.core.values.hitlist import Hitlist
from tests.kit.branches import Branches
from tests.properties.test_judgement import habits
from tests.properties.worlds import EXAMPLES, NOWS, hitlists

# The links that lead on from one day to another.
LINKS = Branches(
    CadenceComesRound=100, ComesBackAfterRest=50, NeverContacted=200, RetryWait=80, AskedFor=40, BookedFor=40,
    KeptApart=30, Paused=40, PassedUnanswered=10, DayOver=40, MovedOn=10, NoHourSuitsBoth=60, NearestSheet=1,
)
weeks = st.lists(st.integers(1, 20).map(lambda days: timedelta(days=days, hours=days)), min_size=2, max_size=4)


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[Hitlist, datetime, Plan]]:
    """Plans of one life, each written before the next, so that reminders pass, stay, and come again."""
    now = draw(NOWS)
    hitlist = draw(hitlists(now))
    calls = draw(st.booleans())
    news: list[Attempt] = draw(habits(hitlist.contacts[0].slug, now)) if calls and hitlist.contacts else []
    people = identify(hitlist.contacts, (), now - timedelta(days=draw(st.integers(0, 300))))
    found, existing = [], dict[str, Event]()
    for step in (timedelta(), *draw(weeks)):
        now += step
        written = {uid: Written(uid, event, version="1") for uid, event in existing.items()}
        plan = make_plan(hitlist, people, (*people.listed, *news), written, now)
        existing |= {event.uid: event for event in plan.events}
        found.append((hitlist, now, plan))
    return found


@LINKS
@settings(max_examples=EXAMPLES)
@given(lives())
def test_why_and_the_event_agree(life: list[tuple[Hitlist, datetime, Plan]]) -> None:
    """The sentences of the event's text are those of links of the chain, in the same order and without repetition;
    the chain leads from date to date to the day of the event."""
    for hitlist, now, plan in life:
        for status in plan.statuses.values():
            links = chain(status, plan, hitlist, now)
            near = day_of(status.item.interval.start if status.item else now, hitlist.timezone)
            told = [link.text(near) for link in links]
            assert all(text and "\n" not in text for text in told)
            assert len(set(told)) == len(told), told
            assert [link for link in links if not isinstance(link, Tried | DayOver | OnSheet | WaitsForRoom)][
                -len(status.reasons) :
            ] == list(status.reasons)
            check_text(status, plan, links, hitlist.timezone, now)
            check_dates(status, hitlist, links)


def check_text(status: ContactStatus, plan: Plan, links: Sequence[Link], zone: tzinfo, now: datetime) -> None:
    """The event that names them has the reasons of the chain, in order, and the sheet has them at the place that the
    chain says; only those without a sentence are left out."""
    item, next_try = status.item, status.next_try
    if item is None or next_try is None or item.interval.start <= now:
        return
    event = next(event for event in plan.events if event.uid == item.uid)
    assert event.start == item.interval.start
    lines = event.description.splitlines()
    if not item.on_sheet:
        assert event.summary.partition(":")[0] == act(next_try).partition(":")[0]
        searched = next_try.channel is None
        check_order(why_now(status.reasons, event.start, zone, searched=searched), lines)
        return
    place = next(link for link in links if isinstance(link, OnSheet))
    assert place.start == event.start
    boxes = [number for number, line in enumerate(lines) if line.startswith(BOX)]
    at = boxes[-place.of :][place.place - 1]       # tasks come before the people
    assert lines[at] == f"{BOX}{act(next_try)}"
    own = list(takewhile(lambda line: line.startswith("    "), lines[at + 1 :]))
    told = why_on_sheet(next_try, plan.sheets[item.uid], day_of(event.start, zone))
    check_order([f"    {sentence}" for sentence in told], own)


def check_order(sentences: list[str], lines: list[str]) -> None:
    """Each sentence is a line, once, in the order of the reasons."""
    assert [line for line in lines if line in sentences] == sentences
    assert all(sentence.endswith((".", "?", "!")) for sentence in sentences)


def check_dates(  # noqa: C901 - a table with a row for each reason
    status: ContactStatus, hitlist: Hitlist, links: Sequence[Link]
) -> None:
    """Follow the chain: each link that names a day leads to the next."""
    if status.next_try is None or status.state is State.STOPPED:
        return
    on: date | None = None
    item = status.item
    stands = day_of(item.interval.start, hitlist.timezone) if item else None
    for link in links:
        if type(link).__name__ in LINKS.least:
            LINKS.reached(type(link).__name__)
        match link:
            case CadenceComesRound(due=day) | ComesBackAfterRest(due=day) | NeverContacted(listed=day):
                on = day
            case RetryWait(on=said, wait=wait) | CallBackSoon(said=said, wait=wait):
                on = wait.after(said)
            case AskedFor(day=day) | BroughtBack(day=day):
                on = day
            case BookedFor(day=day):           # the meeting is a separate item, and asks how it was
                on = day + timedelta(days=1)
            case WeekToSay():
                assert on is not None
                on += timedelta(days=6)
            case KeptApart(until=day):
                on = day
            case Paused(until=day) if day is not None:
                assert on is None or day > on
                on = day
            case PassedUnanswered(stood=stood):
                assert on is not None
                assert stood.date() >= on
                on = stood.date()
            case DayOver(day=day, sought=later):
                assert day == on
                on = later
            case MovedOn(fell=day):
                assert day == on
                on = stands
            case NoHourSuitsBoth(channel=None, hourless=False) if item and not item.on_sheet:
                assert on is not None
                assert stands is not None
                assert stands >= on            # of the next days the time nearest to the user's hours
                on = stands
            case NearestSheet():
                assert on is not None
                assert stands is not None
                assert abs(stands - on) <= NEAR
                on = stands
            case BeforeItsDay():
                assert on is not None
                assert stands is not None
                assert stands < on
                on = stands
            case NearestSheet():
                assert on is not None
                assert stands is not None
                assert abs(stands - on) <= NEAR
                on = stands
            case ChosenByHand() | Waiting():
                return
            case _:
                pass
    if stands is not None and item is not None and not item.on_sheet and on is not None:
        assert on == stands, (links, stands)
    elif stands is not None and on is not None:
        assert stands >= on
    elif stands is None and on is not None:
        assert on == status.next_try.anchor
