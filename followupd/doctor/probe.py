"""A trial event on a CalDAV server: written, read, changed and removed, to see what the server does with it.

Takes an account and a collection, returns checks. Its UID is not one of ours (`parse_uid`), so no pass picks it up. It
is more than a year old, free, and its alarm counts as seen, so it disturbs nobody. It is removed whatever happens; if a
doctor was killed, the next one finds it by its name and removes it. What comes back is compared by meaning
(docs/servers.md 5), parsed by the icalendar library, which did not write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from followupd.calendars.ical import vevent
from followupd.core.values.event import Event
from followupd.core.values.uid import DOMAIN, LIST_NAME
from followupd.dav import dav_xml
from followupd.dav.account import Account
from followupd.dav.dav_xml import CALENDAR_TYPE, GONE, strong
from followupd.dav.find import DavCollection
from followupd.dav.library import Response
from followupd.doctor import readers
from followupd.doctor.checks import UNREACHABLE, Check, failed, ok, problem, skipped, warning
from followupd.errors import CalendarUnreachable

AGO = timedelta(days=400)      # further back than any program looks for missed alarms
RUN_AGAIN = "Run it again: followupd doctor"
_NAME = re.compile(rf"probe-[0-9a-f]{{8,64}}-(?P<list>{LIST_NAME.pattern})\.ics")
_LATER = "followupd doctor: changed once, removed in a moment"
SUMMARY = "followupd doctor: removed in a moment \U0001f33f"
# Line breaks, escapes, accents, an emoji at a fold: each of them was lost by some server.
DESCRIPTION = (
    "A trial of followupd doctor; it is removed again at once.\n\n"
    "1. Zoë Müller, 美玲 and a backslash \\ in one line that is long enough to be folded \U0001f469\u200d\U0001f4bb\n"
    "[ ] second line; with a semicolon, a comma and \U0001f600\n"
    "https://example.com/?a=1&b=2 <tag> & \"quotes\""
)
TRIAL_ALARM = timedelta(minutes=10)


@dataclass(slots=True)
class Probe:
    """A trial on one calendar. `token` is random, `[0-9a-f]{8,64}`; `now` is aware."""

    account: Account
    collection: DavCollection
    list_name: str
    token: str
    now: datetime
    may_exist: bool = False     # from just before the write until the server confirms its removal

    @property
    def event(self) -> Event:
        """The event as it is first written."""
        start = (self.now.astimezone(UTC) - AGO).replace(hour=12, minute=0, second=0, microsecond=0)
        return Event(
            f"probe-{self.token}-{self.list_name}{DOMAIN}", start, start + timedelta(minutes=15),
            SUMMARY, DESCRIPTION, busy=False, alarm=TRIAL_ALARM,
        )

    @property
    def address(self) -> str:
        """The address to which it is written."""
        path = urlsplit(self.collection.url).path
        return self.collection.at(f"{path}probe-{self.token}-{self.list_name}.ics")

    def examine(self) -> Iterator[Check]:
        """Return all checks at once: a caller that takes them one by one might stop while the event is still there."""
        checks: list[Check] = []
        try:
            try:
                checks += self._sweep()
                for check in self._try():
                    checks.append(check)   # one by one: checks before a failure count
            except CalendarUnreachable as error:
                checks.append(failed("probe", error))
        finally:
            if self.may_exist:
                self.account.close()   # a request may have been cut off
                checks += self._take_away()
        yield from checks

    def _try(self) -> Iterator[Check]:
        """Yield each check as soon as it is known. Raises CalendarUnreachable."""
        event, text = self.event, self._text()
        self.may_exist = True
        created = self._send("PUT", text, {"If-None-Match": "*"})
        if not created.good:
            raise self.account.unexpected(created, self.collection.url)
        first = self._send("GET")
        if not first.good:
            yield problem("probe", f"the server accepted an event and does not return it ({first.status})", RUN_AGAIN,
                          UNREACHABLE)
            return
        yield compare(first.text, event)
        careless = []
        if self._send("PUT", text, {"If-None-Match": "*"}).good:   # the same text again, so that it does no harm
            careless.append("overwrites an event that exists instead of refusing to create it")
            first = self._send("GET")
        match = strong(first.etag)
        changed = self._send(
            "PUT", vevent.render(replace(event, summary=_LATER), self.now, text), {"If-Match": match} if match else {}
        )
        if not changed.good:
            raise self.account.unexpected(changed, self.collection.url)
        second = self._send("GET")
        if _LATER not in summary_of(second.text):
            yield problem("probe", "the server accepted a change and does not show it", RUN_AGAIN, UNREACHABLE)
            return
        fresh = strong(second.etag)
        if match is not None and fresh != match and self._send("PUT", text, {"If-Match": match}).good:
            careless.append("accepts a change that was based on an older version")
            fresh = None
        removed = self._send("DELETE", condition={"If-Match": fresh} if fresh else {})
        if not (removed.good or removed.status in GONE):
            raise self.account.unexpected(removed, self.collection.url)
        if self._send("GET").status not in GONE:
            yield problem("probe", "the server was asked to remove an event and still shows it", RUN_AGAIN, UNREACHABLE)
            return
        self.may_exist = False
        yield ok("probe", "an event was written, read, changed and removed again")
        yield _conditions(careless, has_etag=match is not None)

    def _text(self) -> str:
        """Return it as a pass writes it, with an alarm that counts as seen, by RFC 9074 6.1 and for Thunderbird."""
        seen, text = vevent.token(self.now), vevent.render(self.event, self.now)
        text = text.replace("BEGIN:VALARM", f"X-MOZ-LASTACK:{seen}\r\nBEGIN:VALARM")
        return text.replace("END:VALARM", f"ACKNOWLEDGED:{seen}\r\nEND:VALARM")

    def _send(self, method: str, text: str = "", condition: dict[str, str] | None = None) -> Response:
        headers = {**(CALENDAR_TYPE if text else {}), **(condition or {})}
        return self.account.request(method, self.address, text, headers)

    def _take_away(self) -> list[Check]:
        """Remove the event, whatever was in progress: try twice, on a new connection."""
        for _ in range(2):
            try:
                answer = self._send("DELETE")
            except CalendarUnreachable:
                self.account.close()
                continue
            if answer.good or answer.status in GONE:
                self.may_exist = False
                return []
        return [warning("left over", f"the probe of {self.event.start:%d %B %Y} could not be removed again",
                        "The next followupd doctor removes it, or delete it in a calendar program.")]

    def _sweep(self) -> list[Check]:
        """Remove leftover trial events of this list."""
        answer = self.account.request("PROPFIND", self.collection.url, dav_xml.ETAGS, {"Depth": "1"})
        left = [
            entry.href for entry in self.account.multistatus(answer, self.collection.url)
            if _is_probe(entry.href, self.list_name)
        ]
        removed = 0
        for href in left:
            answer = self.account.request("DELETE", self.collection.at(href))
            removed += answer.good or answer.status in GONE
        if removed < len(left):
            return [warning("left over", f"{len(left) - removed} of an earlier doctor's probes could not be removed",
                            "Delete them in a calendar program: they are called followupd doctor.")]
        return [ok("left over", "the probe of a doctor that was cut off was removed")] if left else []


def _is_probe(href: str, list_name: str) -> bool:
    match = _NAME.fullmatch(unquote(urlsplit(href).path).rpartition("/")[2])
    return match is not None and match["list"] == list_name


def _conditions(careless: list[str], *, has_etag: bool) -> Check:
    name = "conditions"
    if careless:
        return warning(name, f"the server {' and '.join(careless)}",
                       "Let one followupd alone write to this calendar; it looks before it writes.")
    if not has_etag:
        return skipped(name, "the server gives no versions; followupd compares the content instead")
    return ok(name, "a change that is based on an older version is refused")


def compare(text: str, event: Event) -> Check:
    """Return a check of what the server lost of `event`."""
    name = "kept"
    stored = _event(text, event.uid)
    if stored is None:
        return problem(name, "the server returns something that is not an event",
                       "Report it to whoever runs the server.", UNREACHABLE)
    broken = [what for what, same in (
        ("its time", (_instant(stored, "DTSTART"), _instant(stored, "DTEND")) == (event.start, event.end)),
        ("its title", str(stored.get("SUMMARY", "")) == event.summary),
        ("its text, with line breaks and emoji", _text(stored) == event.description),
    ) if not same]
    if broken:
        return problem(name, f"the server changes an event: {', '.join(broken)}",
                       "Use another calendar for followupd: each pass would write it again.", UNREACHABLE)
    lost = []
    if not _rings(stored):
        lost.append("alarms (set a default reminder in your calendar program)")
    if str(stored.get("TRANSP", "OPAQUE")).upper() != "TRANSPARENT":
        lost.append("whether an event is free time (reminders show as busy)")
    if str(stored.get(vevent.PLANNED, "")) != vevent.token(event.start):
        lost.append(f"{vevent.PLANNED} (followupd does without)")
    if lost:
        return warning(name, f"the server does not keep {'; nor '.join(lost)}", "Nothing is lost that followupd needs.")
    return ok(name, "UID, time, text with line breaks and emoji, alarm, free or busy, our X-property")


def summary_of(text: str) -> str:
    """Return the titles in a text, unfolded and unescaped; "" if it is not iCalendar."""
    try:
        return " ".join(str(e.get("SUMMARY", "")) for c in readers.parse(text) for e in c.walk("VEVENT"))
    except (ValueError, IndexError, KeyError):
        return ""


def _event(text: str, uid: str) -> Any:
    try:
        events = [event for calendar in readers.parse(text) for event in calendar.walk("VEVENT")]
    except (ValueError, IndexError, KeyError):
        return None
    return next((event for event in events if str(event.get("UID", "")) == uid), None)


def _instant(event: Any, name: str) -> datetime | None:
    value = getattr(event.get(name), "dt", None)
    return value.astimezone(UTC) if isinstance(value, datetime) and value.tzinfo is not None else None


def _text(event: Any) -> str:
    return str(event.get("DESCRIPTION", "")).replace("\r\n", "\n")


def _rings(event: Any) -> bool:
    return any(getattr(alarm.get("TRIGGER"), "dt", None) == -TRIAL_ALARM for alarm in event.walk("VALARM"))
