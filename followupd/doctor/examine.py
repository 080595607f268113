"""START HERE: the examination of a real set-up, from the hit list to what the calendar stores.

Takes a visit: the hit list, now, a random token for the trial event, and a clock to compare with that of the server.
Yields checks as they are made, and continues after a failed one if possible. Writes nothing but a trial event, which it
removes again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from followupd.calendars.open import open_calendar
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.targets import CaldavTarget, CalendarTarget, IcsTarget
from followupd.doctor import own_side
from followupd.doctor.address_books import examine_books
from followupd.doctor.busy import examine_busy
from followupd.doctor.checks import BAD_HITLIST, Check, failed, ok, problem, skipped, warning
from followupd.doctor.evidence import examine_evidence
from followupd.doctor.files import events_of_ours, examine_files
from followupd.errors import FollowupdError, UsageError
from followupd.hitlist.load import Loaded, load
from followupd.passes.address_books import CardsNow, cards_now
from followupd.passes.state_file import existing_history

FIRST_THE_LIST = "the hit list must be corrected first"


@dataclass(frozen=True, slots=True)
class Visit:
    """The inputs of the examination. `loaded` is an error if the hit list cannot even be read.

    `now` is aware; `token` is random, `[0-9a-f]{8,}`; `clock` is None with --now.
    """

    config: Path
    loaded: Loaded | UsageError
    now: datetime
    token: str
    clock: Callable[[], datetime] | None


def visit(config: Path, at: Callable[[tzinfo], datetime], token: str, clock: Callable[[], datetime] | None) -> Visit:
    """Read the hit list; `at` gives now for its time zone."""
    loaded: Loaded | UsageError
    try:
        loaded = load(config)
    except UsageError as error:
        loaded = error
    hitlist = loaded.hitlist if isinstance(loaded, Loaded) else None
    return Visit(config, loaded, at(hitlist.timezone if hitlist is not None else UTC), token, clock)


def examine(visit: Visit) -> Iterator[Check]:
    """Yield all checks, each after those that it depends on."""
    loaded = visit.loaded
    yield failed("hit list", loaded) if isinstance(loaded, UsageError) else _hit_list(visit.config, loaded)
    if isinstance(loaded, UsageError) or loaded.hitlist is None:
        for name in ("permissions", "time zone", "history", "daemon", "calendar"):
            yield skipped(name, FIRST_THE_LIST)
        return
    hitlist = loaded.hitlist
    yield own_side.permissions(loaded.files, (hitlist.calendar, *hitlist.address_books))
    yield own_side.time_zone(hitlist.timezone, visit.now)
    yield from own_side.history(visit.config, hitlist, visit.now)
    yield from _calendar(visit, hitlist)
    if hitlist.busy:
        yield from examine_busy(visit.config, hitlist, visit.now)
    cards = _cards(visit, hitlist)
    yield from examine_books(cards)
    yield from examine_evidence(cards.hitlist, visit.now)


def _cards(visit: Visit, hitlist: Hitlist) -> CardsNow:
    history = existing_history(visit.config, hitlist) if hitlist.address_books else None
    with closing(history) if history is not None else nullcontext():
        return cards_now(hitlist, history, visit.now)


def _hit_list(config: Path, loaded: Loaded) -> Check:
    name = "hit list"
    if loaded.hitlist is None:
        many = f"{len(loaded.problems)} mistakes" if len(loaded.problems) > 1 else "1 mistake"
        return problem(name, f"{config.name} has {many}", "See where: followupd check", BAD_HITLIST)
    people = len(loaded.hitlist.contacts)
    sentence = f"{config.name}: {people} {'person' if people == 1 else 'people'}"
    if loaded.notes:
        many = f"{len(loaded.notes)} notes" if len(loaded.notes) > 1 else "1 note"
        return warning(name, f"{sentence}, and {many} on it", "Read them: followupd check")
    if not people:
        return warning(name, f"{config.name} names nobody yet", "Add people under `contacts:`.")
    return ok(name, sentence)


def _calendar(visit: Visit, hitlist: Hitlist) -> Iterator[Check]:
    target = hitlist.calendar
    if isinstance(target, IcsTarget):
        home = visit.config.absolute().parent
        yield from examine_files(target, hitlist.name, hitlist.timezone, visit.token, home)
    elif isinstance(target, CaldavTarget):
        from followupd.doctor.server import Server  # loads caldav: a third of a second

        yield from Server(target, hitlist.name, hitlist.timezone, visit.now, visit.token, visit.clock).examine()
    else:
        yield _any_calendar(target, hitlist)


def _any_calendar(target: CalendarTarget, hitlist: Hitlist) -> Check:
    """Yield the checks that every calendar allows: whether it can be read, and what it has of ours."""
    try:
        with closing(open_calendar(target, hitlist.name, hitlist.timezone)) as calendar:
            snapshot = calendar.read()
    except FollowupdError as error:
        return failed("calendar", error)
    return events_of_ours(target.label, snapshot)
