"""What a stretch of time was worth: who was in touch how much of it, who was late, what it cost.

Takes contacts and attempts, whoever planned them; gives figures. A day of a contact is within `every` while that is
not over since the last real contact, and since the listing before the first one. Never looks at a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from followupd.core.people.timeline import is_contact
from followupd.core.values.facts import Attempt
from followupd.core.values.hitlist import Contact, Status


@dataclass(frozen=True, slots=True)
class InTouch:
    """One contact over the days from the first to before the last. `late_by` are the days after `at_most` on the last
    one, `worst` the most at any time; `quiet` is the longest stretch of days without a try."""

    key: str
    contact: Contact
    days: int
    within_every: int
    within_at_most: int
    contacts: int
    tries: int
    late_by: int
    worst: int
    quiet: int


def in_touch(
    key: str, contact: Contact, listed: date, told: Iterable[tuple[date, Attempt]], first: date, last: date
) -> InTouch:
    """`told` are the attempts with the user's day of each, in order of time, those before `first` too."""
    every, most = contact.cadence.every, contact.cadence.at_most
    since, tried = listed, listed
    contacts = tries = worst = quiet = within_every = within_most = 0
    cursor = first

    def up_to(day: date) -> None:
        nonlocal cursor, within_every, within_most, worst
        if day <= cursor:
            return
        within_every += _overlap(cursor, day, every.after(since))
        within_most += _overlap(cursor, day, most.after(since))
        worst = max(worst, (day - timedelta(days=1) - most.after(since)).days)
        cursor = day

    for day, attempt in told:
        if day >= last:
            break
        if day >= first:
            up_to(day)
            contacts += is_contact(attempt)
            tries += 1
            quiet = max(quiet, (day - max(tried, first)).days)
        tried = day
        if is_contact(attempt):
            since = day
    up_to(last)
    quiet = max(quiet, (last - max(tried, first)).days)
    late_by = max(0, (last - timedelta(days=1) - most.after(since)).days)
    return InTouch(
        key, contact, (last - first).days, within_every, within_most, contacts, tries, late_by, max(0, worst), quiet
    )


def _overlap(first: date, last: date, until: date) -> int:
    """How many days from `first` to before `last` are not after `until`."""
    return max(0, min((last - first).days, (until - first).days + 1))


def everyone(
    contacts: Mapping[str, Contact], listed: Mapping[str, date], told: Mapping[str, Sequence[tuple[date, Attempt]]],
    first: date, last: date,
) -> tuple[InTouch, ...]:
    """All who are neither stopped nor paused on the first day; nobody promises to be in touch with the others."""
    return tuple(
        in_touch(key, contact, listed[key], told.get(key, ()), first, last)
        for key, contact in contacts.items() if contact.status is not Status.STOP and not contact.paused_on(first)
    )


def share(people: Sequence[InTouch], within: str) -> float:
    """The share of all days of all contacts that were `within_every` or `within_at_most`; 1.0 for nobody."""
    days = sum(person.days for person in people)
    return sum(getattr(person, within) for person in people) / days if days else 1.0
