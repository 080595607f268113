"""What the plan says without looking at the calendar: for `next`, `why`, `show`, `list` and the answer of `log`.

Takes the hit list, the facts, and what was last written; gives the plan that a pass would make from them, and who
can be reached at this moment. Never reads a calendar and never writes: what the user did there since the last pass
is not in it yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path

from followupd.calendars.open import calendar_key
from followupd.config import open_history
from followupd.core.event import Kind, Written
from followupd.core.facts import Fact, Listed
from followupd.core.identity import People, identify
from followupd.core.model import BlockRule, Contact, Hitlist, is_live
from followupd.core.plan import Plan, Standing, make_plan
from followupd.core.reasons import ChosenByHand
from followupd.core.sheet import GROUP
from followupd.core.slots import other_time, reach
from followupd.core.timeline import all_attempts, day_of, newly_closed
from followupd.core.user_time import UserTime
from followupd.core.wish import State, Wish
from followupd.history.store import History
from followupd.own_time import known_time
from followupd.sources import read_hitlist

USUAL_LINES = 3    # how many people `next` names when no time is said


@dataclass(frozen=True, slots=True)
class Outlook:
    """The plan as of `now`, with what it was made from."""

    hitlist: Hitlist
    people: People
    plan: Plan
    now: datetime

    def standing(self, key: str) -> Standing:
        return self.plan.standings[key]


def outlook(
    hitlist: Hitlist, facts: Sequence[Fact], written: Mapping[str, Written], now: datetime, user_time: UserTime
) -> Outlook:
    """The plan from what is known already; `written` is what was last written on the calendar, by UID."""
    people = identify(hitlist.contacts, (fact for fact in facts if isinstance(fact, Listed)), now)
    told: tuple[Fact, ...] = (*facts, *people.listed)
    told += tuple(newly_closed(people, all_attempts(people, told, hitlist.timezone, now), told))
    return Outlook(hitlist, people, make_plan(hitlist, people, told, written, now, user_time), now)


def look(config: Path, clock: Callable[[tzinfo], datetime]) -> Outlook:
    """The outlook on this hit list; `clock` gives now, for the list's time zone. Raises what opening them raises."""
    hitlist, _, _ = read_hitlist(config)
    now = clock(hitlist.timezone)
    with open_history(config, hitlist.name, hitlist.state) as history:
        return outlook_from(hitlist, history, now)


def outlook_from(hitlist: Hitlist, history: History, now: datetime) -> Outlook:
    """The outlook as of `now` from an open history, with the busy time that is remembered there."""
    facts, written = history.facts(), history.written(calendar_key(hitlist.calendar))
    return outlook(hitlist, facts, written, now, known_time(hitlist, now, history))


def lines_for(hitlist: Hitlist, minutes: int | None) -> int:
    """How many people fit into these minutes, as on a call sheet; at least one."""
    if minutes is None:
        return USUAL_LINES
    rule = hitlist.blocks[0] if hitlist.blocks else BlockRule((), time())   # else the usual minutes
    each = rule.per_person
    return max(1, timedelta(minutes=minutes) // each)


def reachable_now(view: Outlook, via: str | None = None) -> list[tuple[Standing, str]]:
    """Who can be reached at this moment and by which channel, most worth it first, in the order of a call sheet.

    With `via`, only those who have that channel, by it. The user's own hours are no limit: they are asking now.
    """
    today = day_of(view.now, view.hitlist.timezone)
    found: list[tuple[tuple[object, ...], Standing, str]] = []
    for place, standing in enumerate(view.plan.standings.values()):
        wish = standing.wish
        if wish is None or not _has_come(standing, wish, view):
            continue
        channel = via or wish.channel
        if channel is not None and _by(standing, channel) and _awake(standing.contact, wish, channel, view):
            rank = (GROUP[wish.kind], -wish.urgency(today), not standing.contact.like, place)
            found.append((rank, standing, channel))
    return [(standing, channel) for _, standing, channel in sorted(found, key=lambda entry: entry[0])]


def next_item(view: Outlook) -> Standing | None:
    """Whose open item comes first after now; the first line where it is a sheet."""
    coming = [s for s in view.plan.standings.values() if s.item is not None and s.item.interval.start > view.now]
    first = min(coming, key=lambda s: s.item.interval.start if s.item else view.now, default=None)
    if first is None or first.item is None or not view.plan.sheets.get(first.item.uid):
        return first
    return view.standing(view.plan.sheets[first.item.uid][0].key)


def _has_come(standing: Standing, wish: Wish, view: Outlook) -> bool:
    """Its day is here, and nobody chose a later time for it."""
    if standing.state not in (State.OPEN, State.IN_QUEUE):
        return False
    today = day_of(view.now, view.hitlist.timezone)
    if wish.anchor > today or (wish.kind is not Kind.CALLBACK and wish.not_before > today):
        return False
    chosen = wish.kind is Kind.CALLBACK or any(isinstance(reason, ChosenByHand) for reason in wish.reasons)
    return not (chosen and standing.item is not None and standing.item.interval.start > view.now)


def _by(standing: Standing, channel: str) -> bool:
    wish, closed = standing.wish, {fact.channel for fact in standing.timeline.closed}
    return (wish is not None and channel == wish.channel) or (channel in standing.contact.via and channel not in closed)


def _awake(contact: Contact, wish: Wish, channel: str, view: Outlook) -> bool:
    """A live channel needs their hours, and another time of day than the failed try (P7)."""
    if not is_live(channel):
        return True
    hours = reach(view.hitlist, contact)
    if not hours.theirs.hold(view.now, view.now + timedelta(minutes=1), hours.their_zone):
        return False
    again = wish.kind is not Kind.CALLBACK and bool(wish.failed)
    return not again or other_time(view.now, wish.failed[-1], hours.their_zone)
