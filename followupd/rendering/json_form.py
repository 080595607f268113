"""The --json forms (docs/json.md): plain values of times, reasons and people, the same in every command.

Takes values of the core, gives dicts. Printed in ASCII, so that no terminal and no locale can garble them. Keys are
only ever added.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING, Any, Protocol

import click

from followupd.core.values.uid import Kind

if TYPE_CHECKING:   # the caller has loaded the values
    from followupd.core.people.promises import Given
    from followupd.core.people.wanted import Task
    from followupd.core.schedule.on_calendar import Item
    from followupd.core.schedule.status import ContactStatus
    from followupd.core.values.facts import Attempt
    from followupd.errors import FollowupdError
    from followupd.passes.outlook import Outlook

Json = dict[str, Any]
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def emit(value: object) -> None:
    """Print a value as JSON."""
    click.echo(printed(value))


def printed(value: object) -> str:
    """Return a value as indented JSON in ASCII."""
    return json.dumps(value, indent=2, ensure_ascii=True)


def instant(at: datetime | None) -> str | None:
    """Return an instant in ISO 8601, in UTC to the second: `2026-11-27T19:30:00Z`."""
    return None if at is None else f"{at.astimezone(UTC).replace(tzinfo=None):%Y-%m-%dT%H:%M:%S}Z"


def day(on: date | None) -> str | None:
    """Return a day as `2026-11-27`."""
    return None if on is None else on.isoformat()


class Explaining(Protocol):
    """A reason, or a link of the whole chain."""

    def text(self, near: date) -> str:
        """Return it as a clause, read from the day `near`."""
        ...


def reasons(why: Iterable[Explaining], near: date) -> list[Json]:
    """Return reasons; `rule` is the kind of reason, stable, `text` is for people and may change."""
    return [{"rule": _HUMP.sub("_", type(reason).__name__).lower(), "text": reason.text(near)} for reason in why]


def item(value: Item | None) -> Json | None:
    """Return where an item is: its event and times, whether it is a line of a sheet, refused or unreadable."""
    if value is None:
        return None
    return {
        "uid": value.uid, "start": instant(value.interval.start), "end": instant(value.interval.end),
        "on_sheet": value.on_sheet, "refused": value.refused,
        "unreadable": value.unreadable,
    }


def attempt(value: Attempt | None) -> Json | None:
    """Return an attempt as all commands show it; `card` is the day to remember whose card was sent."""
    if value is None:
        return None
    asked = value.asked
    return {
        "at": instant(value.at), "timed": value.timed, "outcome": value.outcome.value, "channel": value.channel,
        "note": value.note, "asked": day(asked.day) if asked and not asked.away else None,
        "asked_time": f"{asked.time:%H:%M}" if asked and asked.time else None,
        "away_until": day(asked.day) if asked and asked.away else None, "source": value.source,
        "card": value.card,
    }


def task_form(task: Task, place: Item | None, zone: tzinfo, now: datetime) -> Json:
    """Return a task for somebody: a promise, a card or a meeting to book."""
    near = (place.interval.start if place else now).astimezone(zone).date()
    return {
        "kind": task.kind.value, "key": task.key, "name": task.contact.name, "act": task.act, "what": task.what,
        "by": day(task.by), "item": item(place), "reasons": reasons(task.reasons, near),
    }


def task_forms(key: str, view: Outlook) -> list[Json]:
    """Return all tasks of one contact, with or without a place."""
    found = [view.plan.tasks.items.get(one.ref, (one, None)) for one in view.plan.tasks.of(key)]
    return [task_form(task, place, view.hitlist.timezone, view.now) for task, place in found]


def place_of(given: Given, key: str, view: Outlook) -> Item | None:
    """Return where a promise has its line or its reminder; None if it has none."""
    for task, place in view.plan.tasks.items.values():
        if task.key == key and task.kind is Kind.PROMISE and task.what == given.what:
            return place
    return None


def promise_form(given: Given, key: str, view: Outlook) -> Json:
    """Return a promise; `state` is open, kept or dropped, `item` its place, if it has one."""
    return {
        "what": given.what, "by": day(given.by), "made": instant(given.made),
        "state": given.ended.sign if given.ended else "open", "done": given.ended is not None,
        "ended": instant(given.ended.at) if given.ended else None, "item": item(place_of(given, key, view)),
    }


def error_form(value: FollowupdError | None) -> Json | None:
    """Return the calendar's error after a fact was stored."""
    return None if value is None else {"message": value.message, "exit_code": value.exit_code}


def person(status: ContactStatus, near: date) -> Json:
    """Return somebody's status: what `log`, `why`, `list`, `next` and `show` have in common."""
    next_try = status.next_try
    return {
        "key": status.key, "name": status.contact.name, "category": status.contact.category,
        "state": status.state.value, "due": day(next_try.lateness.due) if next_try else None,
        "late": day(next_try.lateness.late) if next_try else None, "kind": next_try.kind.value if next_try else None,
        "overdue_days": status.overdue, "late_days": status.late,
        "channel": next_try.channel if next_try else None, "try": next_try.number if next_try else None,
        "last_contact": attempt(status.timeline.last_contact), "item": item(status.item),
        "reasons": reasons(status.reasons, near),
    }
