"""Who is begun with, and who waits: seven people first, a few more each month (`start_small`).

Takes wishes and since when the list is kept; returns the waiting keys in their order. People whose tries are
under way, or whom the user has tried since the start, are always in, and put nobody back into the queue.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from followupd.core.event import Kind
from followupd.core.model import StartSmall
from followupd.core.time import Span
from followupd.core.wish import Wish


def waiting(
    wishes: Mapping[str, Wish], rule: StartSmall | None, started: datetime, began: date, today: date
) -> dict[str, tuple[int, date | None]]:
    """Keys that wait, with their place in the queue (1 is next) and about until when.

    `wishes` in list order; `started` is the first pass ever, `began` its day in the user's zone. Liked people come
    first, then those with the latest attempt before the start, then list order: an order that nothing logged changes.
    """
    if rule is None:
        return {}
    allowed = rule.first + rule.then * _months(began, today)
    under_way = {
        key for key, wish in wishes.items()
        if wish.kind is not Kind.DUE or (wish.timeline.last is not None and wish.timeline.last.at >= started)
    }
    places = {key: place for place, key in enumerate(wishes)}
    order = sorted(wishes.values(), key=lambda w: (not w.contact.like, -_last_heard(w, started), places[w.key]))
    queue = (wish.key for wish in order[allowed:] if wish.key not in under_way)
    return {key: (place, _day_of_place(rule, began, place, today)) for place, key in enumerate(queue, 1)}


def _last_heard(wish: Wish, started: datetime) -> float:
    before = (a.at.timestamp() for a in reversed(wish.timeline.attempts) if a.at < started)
    return next(before, 0.0)


def _months(began: date, today: date) -> int:
    """Whole months since the start, by the calendar."""
    months = (today.year - began.year) * 12 + today.month - began.month
    return max(0, months if Span(months=months).after(began) <= today else months - 1)


def _day_of_place(rule: StartSmall, began: date, place: int, today: date) -> date | None:
    """When this place in the queue is let in, if nobody leaves before."""
    if rule.then <= 0:
        return None
    months = _months(began, today) + -(-place // rule.then)
    return Span(months=months).after(began)
