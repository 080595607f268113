"""A CalDAV calendar from its address to what it keeps: each step needs the one before it.

Takes the target, gives checks. Asks as a pass does, through the same account; writes nothing but the probe (`probe`).
Never says a secret: what is wrong with a login is told by the words of the calendar itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime

from followupd.calendars.caldav import dav_xml
from followupd.calendars.caldav.account import Account
from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.calendars.caldav.find import Collection, find
from followupd.calendars.caldav.library import Answer, shown
from followupd.core.values.hitlist import CaldavTarget
from followupd.doctor import readers
from followupd.doctor.checks import UNREACHABLE, Check, State, failed, ok, problem, skipped, warning
from followupd.doctor.files import events_of_ours
from followupd.doctor.network import way
from followupd.doctor.probe import Probe
from followupd.doctor.software import software
from followupd.errors import CalendarUnreachable, FollowupdError

AGREES = timedelta(seconds=60)    # the Date header has whole seconds, and an answer may take a while
FAR_OFF = timedelta(minutes=10)
STEPS = ("login", "server", "clock", "calendar", "other programs", "probe")


@dataclass(frozen=True, slots=True)
class Server:
    """The calendar of `target`, to be examined with a probe of this `token`. `clock` None: the time is pretended."""

    target: CaldavTarget
    list_name: str
    zone: tzinfo
    now: datetime
    token: str
    clock: Callable[[], datetime] | None

    def examine(self) -> Iterator[Check]:
        checks = way(self.target, self.now)
        yield from checks
        if any(check.state is State.PROBLEM for check in checks):
            yield from _skip(STEPS, "the server cannot be reached")
            return
        try:
            account = Account(self.target)
        except FollowupdError as error:
            yield failed("login", error)
            yield from _skip(STEPS[1:], "the address has to be mended first")
            return
        try:
            yield from self._ask(account)
        finally:
            account.close()

    def _ask(self, account: Account) -> Iterator[Check]:
        try:
            answer = account.request("PROPFIND", self.target.url, dav_xml.ABOUT, {"Depth": "0"})
            at = self.clock() if self.clock is not None else None
        except CalendarUnreachable as error:
            yield failed("login", error)
            yield from _skip(STEPS[1:], "there is no login")
            return
        who = self.target.username or ("a token" if self.target.token_command is not None else "")
        yield ok("login", f"{account.host} lets {who} in" if who else f"{account.host} asks for none")
        yield self._software(account, answer)
        yield clock_check(answer.headers.get("date"), at)
        collection = None
        try:
            collection = find(account, self.target)
            if collection is None:
                yield problem("calendar", f"{shown(self.target.url)}: there is no calendar at this address",
                              "Make it in a calendar program, or correct `url:` in the hit list.", UNREACHABLE)
        except CalendarUnreachable as error:
            yield failed("calendar", error)
        if collection is None:
            yield from _skip(("other programs", "probe"), "the calendar was not found")
            return
        yield from self._events(collection)
        yield from Probe(account, collection, self.list_name, self.token, self.now).examine()

    def _software(self, account: Account, answer: Answer) -> Check:
        headers = dict(answer.headers)
        with suppress(CalendarUnreachable):   # some servers say more in an answer to OPTIONS, and some refuse it
            headers = {**account.request("OPTIONS", self.target.url).headers, **headers}
        name = software(headers, answer.text, self.target.url)
        if name is None:
            says = headers.get("server", "")[:60]
            return ok("server", f"one that doctor does not know{f' (it says {says})' if says else ''}")
        return ok("server", name)

    def _events(self, collection: Collection) -> Iterator[Check]:
        calendar = CaldavCalendar(self.target, self.list_name, self.zone)
        try:
            snapshot = calendar.read()
        except CalendarUnreachable as error:
            yield failed("calendar", error)
            yield skipped("other programs", "the calendar cannot be read")
            return
        finally:
            calendar.close()
        yield events_of_ours(f"{collection.name} on {calendar.label.partition(':')[0]}", snapshot)
        found = [
            fault if p.uid in fault else f"{p.uid} {fault}"      # told once which event it is
            for p in snapshot.events for fault in readers.faults(p.raw)
        ]
        yield readers.told("other programs", found, "they can read every event of ours")


def clock_check(said: str | None, at: datetime | None) -> Check:
    """The server's Date header against this machine's clock `at` the same instant (None: it is pretended)."""
    name = "clock"
    if at is None:
        return skipped(name, "a time is pretended (--now)")
    try:
        theirs = parsedate_to_datetime(said or "")
        off = at - theirs
    except (ValueError, TypeError):   # none, no date, or one without a zone
        return skipped(name, "the server does not say what time it is")
    if abs(off) < AGREES:
        return ok(name, "this machine and the server agree")
    seconds = int(abs(off).total_seconds())
    amount = next(
        f"{seconds // size} {unit}{'' if seconds // size == 1 else 's'}"
        for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")) if seconds >= size
    )
    told = f"this machine's clock is {amount} {'ahead of' if off > timedelta() else 'behind'} the server's"
    advice = "Set it by the network: timedatectl set-ntp true"
    return problem(name, told, advice) if abs(off) >= FAR_OFF else warning(name, told, advice)


def _skip(names: tuple[str, ...], reason: str) -> Iterator[Check]:
    return (skipped(name, reason) for name in names)
