"""The answer of `followupd next`: who can be reached at this moment, the most urgent first.

Takes an outlook, gives text. The order is that of a call sheet. The user's own hours do not count, since whoever asks
is willing now. Never reads a calendar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time as clock_time
from datetime import timedelta

from followupd.core.people.reach import reach
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry, Task, turn
from followupd.core.phrases.log import parse_channel
from followupd.core.phrases.phones import link
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.reasons import ChosenByHand, because
from followupd.core.schedule.on_calendar import Item
from followupd.core.schedule.status import ContactStatus, State
from followupd.core.texts.cards import act
from followupd.core.values.hitlist import BlockRule, Hitlist, is_live, keeps_hours
from followupd.core.values.time import Interval, is_another_time
from followupd.core.values.uid import THEY_WAIT, Kind
from followupd.desk.asking import NextArguments, Reply
from followupd.errors import UsageError
from followupd.passes.outlook import Outlook, next_item, next_task
from followupd.rendering.answer import coming, unshown
from followupd.rendering.json_form import Json, instant, person, printed
from followupd.rendering.text import line, lines, name

USUAL_LINES = 3                      # how many people are named if no time is given
SHORTEST_TRY = timedelta(minutes=1)  # a try needs at least this much of their hours


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who is due and can be reached now by `channel`, which takes `minutes`."""

    status: ContactStatus
    next_try: NextTry
    channel: str
    minutes: float


def next_answer(view: Outlook, arguments: NextArguments, *, as_json: bool) -> Reply:
    """Name who can be reached, in the minutes and by the channel that were asked for. Raises UsageError."""
    candidates = reachable(view, _channel(arguments.via, view))
    shown = candidates[:USUAL_LINES] if arguments.minutes is None else within(candidates, arguments.minutes)
    if as_json:
        return Reply(printed(_form(view, shown, len(candidates))))
    if not candidates:
        by = "" if arguments.via is None else f" by {line(arguments.via)}"
        return Reply(lines(f"Nobody can be reached{by} just now.", _what_comes_later(view)))
    said_lines = [text for number, candidate in enumerate(shown, 1) for text in _lines(number, candidate, view)]
    if len(candidates) > len(shown):
        said_lines += ["", f"{len(candidates) - len(shown)} more could be reached now."]
    return Reply(lines(*said_lines))


def reachable(view: Outlook, via: str | None) -> list[Candidate]:
    """Return everybody who is due and can be reached now, the most urgent first; with `via`, by that channel only."""
    today = day_of(view.now, view.hitlist.timezone)
    ranked = []
    for place, status in enumerate(view.plan.statuses.values()):
        next_try = status.next_try
        if next_try is None or not _is_due(status, next_try, view):
            continue
        channel = via or next_try.channel
        if channel and _may_use(channel, status, next_try, view):
            candidate = Candidate(status, next_try, channel, _minutes(view.hitlist, channel))
            ranked.append((turn(next_try, today, place), candidate))
    return [candidate for _, candidate in sorted(ranked, key=lambda entry: entry[0])]


def within(candidates: Sequence[Candidate], minutes: int) -> list[Candidate]:
    """Return who fits into these minutes, in order, as on a call sheet: people who need more than is left are skipped.

    If nobody fits, the first one: a try that runs over is better than none.
    """
    left, fitting = float(minutes), []
    for candidate in candidates:
        if candidate.minutes <= left:
            fitting.append(candidate)
            left -= candidate.minutes
    return fitting or list(candidates[:1])


def _channel(via: str | None, view: Outlook) -> str | None:
    """Return the channel that was typed: one of a contact's own words for one, else a known one."""
    if via is None:
        return None
    own = {channel.casefold(): channel for contact in view.people.by_key.values() for channel in contact.via}
    try:
        return own.get(via.strip().casefold()) or parse_channel(via)
    except ValueError as error:
        raise UsageError(f"--via {error}") from None


def _is_due(status: ContactStatus, next_try: NextTry, view: Outlook) -> bool:
    """Return whether their day has come and no later time was chosen for them."""
    if status.state not in (State.OPEN, State.IN_QUEUE):
        return False
    today = day_of(view.now, view.hitlist.timezone)
    if next_try.anchor > today or (next_try.kind is not Kind.CALLBACK and next_try.not_before > today):
        return False
    chosen = next_try.kind is Kind.CALLBACK or any(isinstance(reason, ChosenByHand) for reason in next_try.reasons)
    return not (chosen and status.item is not None and status.item.interval.start > view.now)


def _may_use(channel: str, status: ContactStatus, next_try: NextTry, view: Outlook) -> bool:
    """Return whether this channel is open, in their hours if it keeps them, and not at the failed try's time (P7)."""
    closed = {fact.channel for fact in status.timeline.closed}
    if channel != next_try.channel and (channel not in status.contact.via or channel in closed):
        return False
    if not keeps_hours(channel):
        return True
    hours = reach(view.hitlist, status.contact)
    if not hours.holds(Interval(view.now, view.now + SHORTEST_TRY), SHORTEST_TRY):
        return False
    if not is_live(channel) or next_try.kind in THEY_WAIT or not next_try.failed:
        return True
    return is_another_time(view.now, next_try.failed[-1], hours.their_zone)


def _minutes(hitlist: Hitlist, channel: str) -> float:
    """Return the minutes for one person by this channel, as on a call sheet."""
    rule = hitlist.blocks[0] if hitlist.blocks else BlockRule((), clock_time())   # or else the usual minutes
    return rule.minutes_for(channel) / timedelta(minutes=1)


def _address(candidate: Candidate) -> tuple[str, str]:
    """Return the open number or mail address as written, and as a link; both empty if there is none."""
    contact, channel = candidate.status.contact, candidate.channel
    gone = {closed.address for closed in candidate.status.timeline.closed}
    known = contact.phones if channel in ("phone", "text") else contact.emails if channel == "email" else ()
    address = next((one for one in known if one not in gone), "")
    if not address:
        return "", ""
    schemes = {"email": f"mailto:{address}", "text": link(address, "sms")}
    return address, schemes.get(channel, link(address, "tel"))


def _lines(number: int, candidate: Candidate, view: Outlook) -> list[str]:
    address, link = _address(candidate)
    what = [line(act(replace(candidate.next_try, channel=candidate.channel)))]
    if address:
        what.append(line(address))
    if link.startswith(("tel:", "sms:")):     # as on a call sheet
        what.append(link)
    near, item = day_of(view.now, view.hitlist.timezone), candidate.status.item
    missing = unshown(item).strip(" ()") if item is not None else ""
    said = [f"{number}. {'   '.join(what)}", f"   {line(because(candidate.status.reasons, near), 300)}"]
    return [*said, f"   {missing[0].upper()}{missing[1:]}."] if missing else said


def _form(view: Outlook, shown: Sequence[Candidate], reachable_now: int) -> Json:
    near = day_of(view.now, view.hitlist.timezone)
    return {
        "now": instant(view.now), "reachable": reachable_now,
        "people": [
            {
                **person(one.status, near), "phones": list(one.status.contact.phones),
                "emails": list(one.status.contact.emails), "by": one.channel, "link": _address(one)[1] or None,
            }
            for one in shown
        ],
        "next": _next_form(view),
    }


def _what_comes_later(view: Outlook) -> str:
    """Return what comes next, or is to be done in the block that is going on, in a sentence."""
    if (first := _first_task(view)) is not None:
        return f"{_task_text(*first, view)}."
    status = next_item(view)
    if status is None or status.item is None:
        return "Nothing is planned."
    when = moment_text(status.item.interval.start, view.hitlist.timezone, day_of(view.now, view.hitlist.timezone))
    same = [s for s in view.plan.statuses.values() if s.item is not None and s.item.uid == status.item.uid]
    others = f" and {len(same) - 1} more" if len(same) > 1 else ""
    return f"Next: {when}{unshown(status.item)}, {name(status.contact.name)}{others}."


def _first_task(view: Outlook) -> tuple[Task, Item] | None:
    """Return the task that comes before the next try, and its place; None if the try comes first."""
    status, task = next_item(view), next_task(view)
    if status is None or status.item is None or task is None:
        return task
    return task if task[1].interval.start < status.item.interval.start else None


def _task_text(task: Task, item: Item, view: Outlook) -> str:
    same = sum(other.uid == item.uid for _, other in view.plan.tasks.items.values())
    what = line(task.act) + (f" and {same - 1} more" if same > 1 else "")
    if item.interval.start > view.now:
        zone = view.hitlist.timezone
        return f"Next: {moment_text(item.interval.start, zone, day_of(view.now, zone))}{unshown(item)}, {what}"
    return f"{'On the sheet of the block that is going on' if item.on_sheet else 'Now'}{unshown(item)}: {what}"


def _next_form(view: Outlook) -> Json | None:
    if (first := _first_task(view)) is not None:
        task, item = first
        return {
            "key": task.key, "name": task.contact.name, "start": instant(item.interval.start),
            "text": _task_text(task, item, view),
        }
    status = next_item(view)
    if status is None or status.item is None:
        return None
    return {
        "key": status.key, "name": status.contact.name, "start": instant(status.item.interval.start),
        "text": coming(status, view.hitlist, view.now),
    }
