"""Work out who can be reached when, from the plan as it is now, and remember it.

Takes an outlook; gives a Reachable that holds until the plan's next wake. Most worth it first: the order is that of a
call sheet. The user's own hours are no limit, since whoever asks is willing now. Never reads a calendar.
"""

from __future__ import annotations

import importlib.util
import json
import time
import zoneinfo
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from datetime import time as clock_time
from pathlib import Path
from typing import NamedTuple

from followupd.core.people.next_step import State
from followupd.core.people.personal import dialled
from followupd.core.people.reach import Reach, reach
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.reasons import ChosenByHand, because
from followupd.core.schedule.sheet import GROUP
from followupd.core.schedule.status import Standing
from followupd.core.texts.cards import act
from followupd.core.values.day_parts import minute_of
from followupd.core.values.hitlist import BlockRule, Hitlist, is_live
from followupd.core.values.uid import Kind
from followupd.desk import next_memory as memory
from followupd.desk.reachable import Candidate, Reachable, Way
from followupd.errors import FollowupdError
from followupd.history.forms import from_micros, to_micros
from followupd.history.store import History
from followupd.passes.outlook import Outlook, next_item, outlook_from
from followupd.passes.sources import Sources, read_now
from followupd.passes.state_file import open_history
from followupd.rendering.answer import coming
from followupd.rendering.json_form import instant, person
from followupd.rendering.text import name

A_DAY = timedelta(days=1)
MOST = 1000              # people in a remembered answer: reading more takes as long as working it out
_STARTED = time.time()   # zones are read once in the life of a process, after this


class Seen(NamedTuple):
    """An outlook, and the answer of `next` that is remembered from it: while that one stands, the outlook holds."""

    view: Outlook
    answer: str

    def holds(self, history: History, now: datetime) -> bool:
        """Whether it is still what would be worked out `now`, from the same hit list."""
        return self.view.now <= now < self.view.plan.wake and history.recall(memory.NAME) == self.answer


def look_now(config: Path, clock: Callable[[tzinfo], datetime], *, keep: bool) -> Reachable:
    """The answer as of now (`clock` gives it, for the list's zone), remembered where `keep`.

    Raises what opening the hit list and the history raises.
    """
    read = read_now(config)
    hitlist = read.hitlist
    with open_history(config, hitlist.name, hitlist.state) as history, history.snapshot():
        memory.point(config, history.path)
        view = outlook_from(hitlist, history, clock(hitlist.timezone))
        answer = reachable(view)
        if keep and read.rests_on is not None:
            _keep(config, hitlist, history, answer, read.rests_on, read.at)
    return answer


def look_again(sources: Sources, now: datetime) -> Seen | None:
    """Remember the answer as it is after a pass, so that the next `next` need not work it out. None where it could not
    be kept. Never raises: a pass that went well stays one.
    """
    if not as_read(sources):
        return None     # the hit list was saved this moment
    with suppress(FollowupdError), sources.history.snapshot():
        view = outlook_from(sources.hitlist, sources.history, now, sources.kept)
        answer = reachable(view)
        if _keep(sources.config, sources.hitlist, sources.history, answer, sources.rests_on or (), sources.read_at):
            return Seen(view, answer.to_text())
    return None


def as_read(sources: Sources) -> bool:
    """Whether the hit list is still what was read, without a doubt."""
    files = sources.rests_on
    return files is not None and memory.settled(map(str, files), sources.read_at) and all(f.exists() for f in files)


def _keep(
    config: Path, hitlist: Hitlist, history: History, answer: Reachable, rests_on: tuple[Path, ...], read: float
) -> bool:
    """Inside the snapshot that the answer was made from."""
    if len(answer.people) > MOST:
        return False
    zones = _zone_files(hitlist)
    files = [str(path) for path in rests_on] + zones
    key = memory.key_of(config, files)      # before the look whether they were settled: no edit slips between
    if not (memory.settled(files, read) and memory.settled(zones, _STARTED)):
        return False
    return history.remember(memory.NAME, json.dumps(files), key, answer.to_text())


def reachable(view: Outlook) -> Reachable:
    """Who can be reached at which moments, from the outlook's now until its plan's wake."""
    today = day_of(view.now, view.hitlist.timezone)
    ranked = []
    for place, standing in enumerate(view.plan.standings.values()):
        wish = standing.wish
        if wish is not None and _has_come(standing, wish, view):
            ranked.append(((GROUP[wish.kind], -wish.urgency(today), not standing.contact.like, place), standing, wish))
    ranked.sort(key=lambda entry: entry[0])
    return Reachable(
        to_micros(view.now), to_micros(view.plan.wake),
        {channel.casefold(): channel for contact in view.people.by_key.values() for channel in contact.via},
        [_candidate(standing, wish, view) for _, standing, wish in ranked], *_later(view),
    )


def _minutes(hitlist: Hitlist, channel: str) -> float:
    """What one person takes by this channel, as on a call sheet."""
    rule = hitlist.blocks[0] if hitlist.blocks else BlockRule((), clock_time())   # else the usual minutes
    return rule.minutes_for(channel) / timedelta(minutes=1)


def _has_come(standing: Standing, wish: NextTry, view: Outlook) -> bool:
    """Its day is here, and nobody chose a later time for it."""
    if standing.state not in (State.OPEN, State.IN_QUEUE):
        return False
    today = day_of(view.now, view.hitlist.timezone)
    if wish.anchor > today or (wish.kind is not Kind.CALLBACK and wish.not_before > today):
        return False
    chosen = wish.kind is Kind.CALLBACK or any(isinstance(reason, ChosenByHand) for reason in wish.reasons)
    return not (chosen and standing.item is not None and standing.item.interval.start > view.now)


def _candidate(standing: Standing, wish: NextTry, view: Outlook) -> Candidate:
    contact, near = standing.contact, day_of(view.now, view.hitlist.timezone)
    closed = {fact.channel for fact in standing.timeline.closed}
    channels = [wish.channel, *(channel for channel in contact.via if channel not in closed)]
    hours = reach(view.hitlist, contact)
    since, until = view.now, view.plan.wake
    form = {**person(standing, near), "phones": list(contact.phones), "emails": list(contact.emails)}
    return Candidate(
        wish.channel or "",
        [
            _way(standing, wish, channel, hours, since, until, _minutes(view.hitlist, channel))
            for channel in dict.fromkeys(channels) if channel
        ],
        _offsets(hours.their_zone, to_micros(since), to_micros(until)), because(standing.reasons, near), form,
    )


def _way(
    standing: Standing, wish: NextTry, channel: str, hours: Reach, since: datetime, until: datetime, minutes: float
) -> Way:
    """A live channel needs their hours, and another time of day than the failed try (P7)."""
    may, failed = None, None
    if is_live(channel):
        may = [
            (to_micros(stretch.start), to_micros(stretch.end))
            for stretch in hours.theirs.intervals(since - A_DAY, until + A_DAY, hours.their_zone)
            if stretch.end > since and stretch.start < until
        ]
        if wish.kind is not Kind.CALLBACK and wish.failed:
            failed = minute_of(wish.failed[-1], hours.their_zone)
    return Way(channel, act(replace(wish, channel=channel)), *_address(standing, channel), may, failed, minutes)


def _address(standing: Standing, channel: str) -> tuple[str, str]:
    """As it is written, and as a link that a phone or a mail program opens. What led nowhere is no address."""
    contact, gone = standing.contact, {closed.address for closed in standing.timeline.closed}
    known = contact.phones if channel in ("phone", "text") else contact.emails if channel == "email" else ()
    for address in known:
        if address not in gone:
            schemes = {"email": f"mailto:{address}", "text": f"sms:{dialled(address)}"}
            return address, schemes.get(channel, f"tel:{dialled(address)}")
    return "", ""


def _offsets(zone: tzinfo, since: int, until: int) -> list[tuple[int, int]]:
    """The zone's offset from each instant on, in seconds; clocks change at most once between two passes, at a minute"""
    def offset(at: int) -> int:
        return round((from_micros(at).astimezone(zone).utcoffset() or timedelta()).total_seconds())

    found = [(since, offset(since))]
    if offset(until) != found[0][1]:
        before, after = since, until
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (middle, after) if offset(middle) == found[0][1] else (before, middle)
        found.append((after, offset(after)))
    return found


def _later(view: Outlook) -> tuple[str, dict[str, object] | None]:
    """What comes next, in a sentence and as JSON."""
    standing = next_item(view)
    if standing is None or standing.item is None:
        return "Nothing is planned.", None
    start = standing.item.interval.start
    when = moment_text(start, view.hitlist.timezone, day_of(view.now, view.hitlist.timezone))
    same = [s for s in view.plan.standings.values() if s.item is not None and s.item.uid == standing.item.uid]
    others = f" and {len(same) - 1} more" if len(same) > 1 else ""
    return f"Next: {when}, {name(standing.contact.name)}{others}.", {
        "key": standing.key, "name": standing.contact.name, "start": instant(start),
        "text": coming(standing, view.hitlist, view.now),
    }


def _zone_files(hitlist: Hitlist) -> list[str]:
    """The files that hold the rules of the zones in use; a zone without a name is the system's, which is always one."""
    zones = {hitlist.timezone, *(c.timezone for c in hitlist.contacts if c.timezone is not None)}
    return [_zone_file(zone.key) for zone in sorted(zones, key=str) if zone.key]


def _zone_file(key: str) -> str:
    for folder in zoneinfo.TZPATH:
        file = Path(folder) / key
        if file.is_file():
            return str(file)
    package = importlib.util.find_spec("tzdata")
    return str(Path(package.origin).parent / "zoneinfo" / key) if package and package.origin else ""
