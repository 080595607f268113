"""The channels that lead to a contact: those of the hit list without the closed ones, and the next after failures.

Takes a contact, their row of unanswered tries and what was closed. Never decides when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from followupd.core.people.likeness import may_be_one_number
from followupd.core.values.facts import Attempt, Closed, Outcome
from followupd.core.values.hitlist import Contact, RetryRule


def addresses(contact: Contact, channel: str) -> tuple[str, ...]:
    """Return the addresses of this channel; its own name if the hit list has no address for it."""
    if channel in ("phone", "text"):
        return contact.phones or (f"{channel}:",)
    if channel == "email":
        return contact.emails or (f"{channel}:",)
    return (f"{channel}:",)


def is_same_address(one: str, other: str) -> bool:
    """Return whether two spellings are one address, or may be: a phone writes the number of a card as it likes.

    In doubt it is the same: a wrong number that is open again has the user call a stranger.
    """
    if "@" in one or "@" in other:
        return one.casefold() == other.casefold()
    return may_be_one_number(one, other)


def closed_now(contact: Contact, closed: Sequence[Closed]) -> tuple[Closed, ...]:
    """Return what was closed of the addresses that the contact has now, each as it is written now."""
    return tuple(
        replace(one, address=address) for one in closed for address in addresses(contact, one.channel)
        if is_same_address(one.address, address)
    )


def next_channel(
    contact: Contact, series: Sequence[Attempt], shut: Sequence[Closed], retry: RetryRule
) -> tuple[str | None, str | None]:
    """Return the channel for the next try, and the one before it if its failures made it change."""
    open_ = open_channels(contact, shut)
    if not open_:
        return None, None
    if not series:
        return open_[0], None
    last = series[-1].channel
    failures = 0
    for attempt in reversed(series):
        if attempt.channel != last:
            break
        failures += 1
    if last in open_ and (failures < (contact.switch_after or retry.switch_after) or len(open_) == 1):
        return last, None
    if last not in contact.via:
        return open_[0], None
    start = contact.via.index(last) + 1
    order = [*contact.via[start:], *contact.via[:start]]
    return next(c for c in order if c in open_), last if last in open_ else None


def open_channels(contact: Contact, shut: Sequence[Closed]) -> tuple[str, ...]:
    """Return the channels that lead to the contact, in their order of preference."""
    there = _with_details(contact)
    return tuple(c for c in there if not is_shut(contact, c, shut)) if shut else there


def _with_details(contact: Contact) -> tuple[str, ...]:
    """The channels that can be used: a category's `via` may name mail for people whose address nobody knows."""
    details = {"phone": contact.phones, "text": contact.phones, "email": contact.emails}
    return tuple(c for c in contact.via if details.get(c, (c,))) or contact.via


def is_shut(contact: Contact, channel: str, shut: Sequence[Closed]) -> bool:
    """Return whether a channel is closed: every address of it is. A wrong number takes no text messages either."""
    gone = {c.address for c in shut if c.channel == channel or c.outcome is Outcome.WRONG_NUMBER}
    return bool(gone) and all(address in gone for address in addresses(contact, channel))
