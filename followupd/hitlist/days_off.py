"""`holidays:` and `away:` as typed values, and the days off that they make.

Takes located nodes and, later, a stretch of days; gives codes, Away values and names by day. The calendar of public
holidays is the library's (public_holidays.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from followupd.core.phrases.days import parse_date
from followupd.core.phrases.stretch import checked, parse_away
from followupd.core.values.user_time import Away
from followupd.hitlist.fields import NO, Scope, shown
from followupd.hitlist.located import Mapping, Node, Scalar

AWAY_KEYS = ("from", "to", "reason")
MOST_PLACES = 20
AWAY = "away"
_AWAY_SHAPE = "2026-12-22 to 2027-01-02, or {from: 2026-12-22, to: 2027-01-02, reason: Lisbon}"


def read_holidays(scope: Scope, node: Node) -> tuple[str, ...]:
    """The places whose public holidays are kept, none where it says off."""
    if isinstance(node, Scalar) and node.text.strip() != "NO" and node.text.strip().lower() in NO:   # NO is Norway
        return ()
    from followupd.hitlist.public_holidays import parse_holidays  # loads the library

    codes = scope.words(node, "holidays", parse_holidays)
    if len(codes) > MOST_PLACES:
        scope.problem(node, "holidays", f"names more than {MOST_PLACES} places. Leave some out.")
    return tuple(dict.fromkeys(codes))


def read_away(scope: Scope, node: Node) -> tuple[Away, ...]:
    """The days away: one stretch or a list of them."""
    found = (_away(scope, item, path) for item, path in scope.each(node, "away"))
    return tuple(away for away in found if away is not None)


def _parse_split(text: str) -> Away:
    """Inside [ ] a comma ends the text: [2026-12-22 to 2027-01-02, Lisbon] are two things."""
    try:
        return parse_away(text)
    except ValueError as problem:
        reason = f'"2026-12-22 to 2027-01-02, {shown(text)}"'
        raise ValueError(f"{problem} Is it the reason of the days before it? Then quote both: {reason}.") from None


def _away(scope: Scope, node: Node, path: str) -> Away | None:
    if not isinstance(node, Mapping):
        if path.endswith("]") and isinstance(node, Scalar) and node.text and not re.search(r"\d", node.text):
            return scope.value(node, path, _parse_split)
        return scope.value(node, path, parse_away)
    found = scope.mapping(node, path, AWAY_KEYS, _AWAY_SHAPE) or {}
    if "from" not in found:
        scope.problem(node, path, "does not say from when. Write from: 2026-12-22.")
        return None
    first = scope.value(found["from"], f"{path}.from", parse_date)
    if "to" not in found:   # one day, or a line that was forgotten: being called on the second day is no small slip
        said = found["from"]
        day = first or date(2026, 12, 22)
        scope.problem(said, path, f"does not say until when. Write to: {day} for that one day, or the last day away.")
        return None
    last = scope.value(found["to"], f"{path}.to", parse_date)
    reason = scope.text(found["reason"], f"{path}.reason") if "reason" in found else ""
    if first is None or last is None or reason is None:
        return None
    try:
        return checked(first, last, reason, f'"{first} to {last}"')
    except ValueError as problem:
        scope.problem(found.get("to", node), path, str(problem))
        return None


def days_off(holidays: Sequence[str], away: Sequence[Away], first: date, last: date) -> dict[date, str]:
    """The name of each day off from `first` to `last`; what the user says of a day goes before a holiday's name."""
    found: dict[date, str] = {}
    if holidays:
        from followupd.hitlist.public_holidays import holidays_between

        found = holidays_between(holidays, first, last)
    for stretch in reversed(away):      # of two that overlap, the first one names the day
        found.update((day, stretch.reason or AWAY) for day in stretch.within(first, last))
    return dict(sorted(found.items()))
