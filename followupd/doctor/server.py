"""A CalDAV calendar from its address to what it stores: each step needs the one before.

Takes the target, returns checks. Sends requests like a pass, through the same account; writes nothing but the trial
event (`probe`). Never shows a secret: errors with a login are those of the room `dav`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.core.values.targets import CaldavTarget
from followupd.dav import dav_xml
from followupd.dav.account import Account
from followupd.dav.find import DavCollection, find_collection
from followupd.dav.library import Response, shown_url
from followupd.doctor import readers
from followupd.doctor.checks import UNREACHABLE, Check, Verdict, failed, ok, problem, skipped, warning
from followupd.doctor.files import events_of_ours
from followupd.doctor.network import way
from followupd.doctor.probe import Probe
from followupd.errors import CalendarUnreachable, FollowupdError

AGREES = timedelta(seconds=60)    # the Date header has whole seconds, and an answer may take a while
FAR_OFF = timedelta(minutes=10)
# The DAV header of Radicale names no product, but no other server has exactly this one (Radicale 3.0 to 3.9).
RADICALE = "1, 2, 3, calendar-access, addressbook, extended-mkcol"
STEPS = ("login", "server", "clock", "calendar", "other programs", "probe")


@dataclass(frozen=True, slots=True)
class Server:
    """The calendar of `target`, to be examined with a trial event of this `token`. `clock` is None with --now."""

    target: CaldavTarget
    list_name: str
    zone: tzinfo
    now: datetime
    token: str
    clock: Callable[[], datetime] | None

    def examine(self) -> Iterator[Check]:
        """Yield the checks in order; after a failed one, those that need it are skipped."""
        checks = way(self.target, self.now)
        yield from checks
        if any(check.state is Verdict.PROBLEM for check in checks):
            yield from _skip(STEPS, "the server cannot be reached")
            return
        try:
            account = Account(self.target)
        except FollowupdError as error:
            yield failed("login", error)
            yield from _skip(STEPS[1:], "the address must be corrected first")
            return
        try:
            yield from self._ask(account)
        finally:
            account.close()

    def _ask(self, account: Account) -> Iterator[Check]:
        try:
            answer = account.request("PROPFIND", self.target.url, dav_xml.about(account.kind), {"Depth": "0"})
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
            collection = find_collection(account, self.target)
            if collection is None:
                yield problem("calendar", f"{shown_url(self.target.url)}: there is no calendar at this address",
                              "Make it in a calendar program, or correct `url:` in the hit list.", UNREACHABLE)
        except CalendarUnreachable as error:
            yield failed("calendar", error)
        if collection is None:
            yield from _skip(("other programs", "probe"), "the calendar was not found")
            return
        yield from self._events(collection)
        yield from Probe(account, collection, self.list_name, self.token, self.now).examine()

    def _software(self, account: Account, answer: Response) -> Check:
        headers = dict(answer.headers)
        with suppress(CalendarUnreachable):   # some servers show more in the answer to OPTIONS; some refuse it
            headers = {**account.request("OPTIONS", self.target.url).headers, **headers}
        name = software(headers, answer.text, self.target.url)
        if name is None:
            says = headers.get("server", "")[:60]
            return ok("server", f"one that doctor does not know{f' (it says {says})' if says else ''}")
        return ok("server", name)

    def _events(self, collection: DavCollection) -> Iterator[Check]:
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
        texts = [
            fault if p.uid in fault else f"{p.uid} {fault}"      # which may name the event already
            for p in snapshot.events for fault in readers.faults(p.raw)
        ]
        yield readers.check_of("other programs", texts, "they can read every event of ours")


def clock_check(said: str | None, at: datetime | None) -> Check:
    """Compare the server's Date header with this machine's clock `at` the same instant (None with --now)."""
    name = "clock"
    if at is None:
        return skipped(name, "not checked with --now")
    try:
        theirs = parsedate_to_datetime(said or "")
        off = at - theirs
    except (ValueError, TypeError):   # missing, not a date, or without a zone
        return skipped(name, "the server does not say what time it is")
    if abs(off) < AGREES:
        return ok(name, "this machine and the server agree")
    seconds = int(abs(off).total_seconds())
    amount = next(
        f"{seconds // size} {unit}{'' if seconds // size == 1 else 's'}"
        for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")) if seconds >= size
    )
    sentence = f"this machine's clock is {amount} {'ahead of' if off > timedelta() else 'behind'} the server's"
    advice = "Set it by the network: timedatectl set-ntp true"
    return problem(name, sentence, advice) if abs(off) >= FAR_OFF else warning(name, sentence, advice)


def _skip(names: tuple[str, ...], reason: str) -> Iterator[Check]:
    return (skipped(name, reason) for name in names)


@dataclass(frozen=True, slots=True)
class _Signs:
    """The traces of the server software in a response."""

    headers: Mapping[str, str]
    body: str
    url: str

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def server(self) -> str:
        return self.headers.get("server", "")

    @property
    def dav(self) -> str:
        return self.headers.get("dav", "")

    @property
    def sabre(self) -> str:
        return "Baikal (sabre/dav)" if "/dav.php" in self.path or "/cal.php" in self.path else "sabre/dav"


# In order: the first match counts. Seen on the servers of docs/servers.md.
_SOFTWARE: tuple[tuple[Callable[[_Signs], bool], str | Callable[[_Signs], str]], ...] = (
    (lambda s: s.host.endswith((".icloud.com", "me.com")), "iCloud"),
    (lambda s: s.host.endswith(("googleusercontent.com", ".google.com")), "Google Calendar"),
    (lambda s: "x-davical-version" in s.headers,
     lambda s: s.headers["x-davical-version"].partition(";")[0].replace("/", " ", 1)),
    (lambda s: "nextcloud.org/ns" in s.body or any(
        token.strip().startswith(("nc-", "nextcloud-")) for token in s.dav.split(",")), "Nextcloud"),
    (lambda s: "owncloud.org/ns" in s.body or "/remote.php/" in s.path, "Nextcloud or ownCloud"),
    (lambda s: s.server.startswith("Cyrus"), lambda s: s.server.partition(" ")[0].replace("-HTTP/", " ", 1)),
    (lambda s: "/SOGo/" in s.path or "SOGo" in s.server, "SOGo"),
    (lambda s: "x-sabre-version" in s.headers, lambda s: f"{s.sabre} {s.headers['x-sabre-version']}"),
    (lambda s: "sabredav.org/ns" in s.body, lambda s: s.sabre),
    (lambda s: "xandikos" in s.server.lower() or ("add-member" in s.dav and "sync-collection" in s.dav),
     "Xandikos"),
    (lambda s: "radicale" in s.body.lower() or s.dav == RADICALE, "Radicale"),
    (lambda s: "open-xchange" in s.server.lower() or any(n.startswith("x-open-xchange") for n in s.headers),
     "Open-Xchange"),
)


def software(headers: Mapping[str, str], body: str, url: str) -> str | None:
    """Return the name of the server, with its version if it shows one; None if it is unknown.

    Header names in lower case. Only shown to the user, never used for a decision.
    """
    signs = _Signs(headers, body, url)
    name = next((name for found, name in _SOFTWARE if found(signs)), None)
    return name(signs) if callable(name) else name
