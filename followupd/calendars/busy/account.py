"""A busy calendar of a CalDAV account, found by its name.

Asks what changed since the last read (sync-collection, RFC 6578) and fetches only that; sometimes, or if the server has
no such report, it compares the whole list of ETags. Does not ask for time ranges, which too many servers get wrong
(docs/servers.md 20). Never writes.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from followupd.calendars.busy.remembered_times import BusyQuery, Memory, Part, Unit, memory_of
from followupd.calendars.busy.times import address_of
from followupd.calendars.busy.units import WORK_LIMIT, read_part
from followupd.calendars.ical.cutter import BrokenCalendar
from followupd.core.values.targets import CaldavTarget
from followupd.dav import dav_xml, reports
from followupd.dav.account import Account
from followupd.dav.bounded import Deadline
from followupd.dav.find import DavCollection, find_named
from followupd.dav.reports import CollectionGone
from followupd.errors import CalendarUnreachable

MOST_RESOURCES = 50_000
PATIENCE = 5              # times what a refresh of our own calendar may take: nobody waits for this one
FULL_AFTER = 24 * 3600.0     # seconds after which a token is no longer trusted (docs/servers.md 19)


def open_collection(target: CaldavTarget, accounts: dict[CaldavTarget, object]) -> BusyCollection:
    """Open a calendar without any request, with the one of `accounts` that is its account, else with a new one."""
    whole = replace(target, name=None)
    account = accounts.setdefault(whole, Account(whole))
    assert isinstance(account, Account)
    return BusyCollection(account, target)


class BusyCollection:
    """One calendar of an account, which several calendars may share."""

    far = True

    def __init__(self, account: Account, target: CaldavTarget) -> None:
        """Take the account without any request."""
        self._account, self._target = account, target
        self._collection: DavCollection | None = None
        self._owner: frozenset[str] = frozenset()
        self._left = 0.0
        self.label = target.name or account.host
        self.where = f"{account.host}: {target.name}" if target.name else account.host

    def close(self) -> None:
        """Close the account's connections."""
        self._account.close()

    def look(self, memory: Memory | None, need: BusyQuery) -> Memory | None:
        """See `Reader.look`."""
        with self._account.within(Deadline.after(PATIENCE * self._account.limits.refresh)):
            return self._look(memory, need)

    def _look(self, memory: Memory | None, need: BusyQuery) -> Memory | None:
        collection = self._located()
        need = replace(need, own_addresses=need.own_addresses | self._owner)
        about = memory.about if memory is not None else None
        met = need.met_by(about) and about is not None and about.marks.get("url") == collection.url
        wide = need.over(about if met else None)
        if met and memory is not None and about is not None:
            changes = self._since(collection, about.marks)
            if changes is not None:
                return self._patched(collection, memory, about.marks, changes, wide)
        token, listed = self._all(collection)
        known = memory.parts() if met and memory is not None else {}
        if met and not token and about is not None and "token" not in about.marks and _has_same_marks(listed, known):
            return None
        return self._read(collection, listed, known, wide, self._marks(collection, token, {}))

    def _patched(
        self, collection: DavCollection, memory: Memory, marks: Mapping[str, str],
        changes: tuple[Mapping[str, str | None], str], wide: BusyQuery,
    ) -> Memory | None:
        """Return what is remembered, with the changes since; None if nothing has changed."""
        changed, token = changes
        if not changed and token == marks.get("token"):
            return None
        known = memory.parts()
        etags: dict[str, str | None] = {dav_xml.key(name): part.mark for name, part in known.items()}
        etags.update((dav_xml.key(href), etag) for href, etag in changed.items())
        hrefs = {dav_xml.key(name): name for name in [*known, *changed]}
        current = {hrefs[key]: etag for key, etag in etags.items() if etag is not None}
        return self._read(collection, current, known, wide, self._marks(collection, token, marks))

    def _located(self) -> DavCollection:
        if self._collection is None:
            self._collection, addresses = find_named(self._account, self._target)
            named = (self._target.username or "", *addresses)
            self._owner = frozenset(address_of(text) for text in named if "@" in text)
        return self._collection

    def _marks(self, collection: DavCollection, token: str, before: Mapping[str, str]) -> dict[str, str]:
        found = {"url": collection.url, "full": before.get("full", str(int(time.time())))}
        return {**found, "token": token} if token else found

    def _since(
        self, collection: DavCollection, marks: Mapping[str, str]
    ) -> tuple[dict[str, str | None], str] | None:
        """Return what changed by href (None: gone), and the next token; None if the server has no such report."""
        token = marks.get("token", "")
        fresh = 0 <= time.time() - float(marks.get("full", "0")) < FULL_AFTER
        if not token or reports.counts_seconds(token) or not fresh:
            return None
        with self._expected():
            found = reports.changes_since(self._account, collection, token, self.where, MOST_RESOURCES)
        return None if found is None else (_etags(found.entries), found.token)

    def _all(self, collection: DavCollection) -> tuple[str, dict[str, str | None]]:
        """Return every resource with its ETag, and a token if this server has them."""
        token = ""
        with self._expected():
            begun = reports.changes_since(self._account, collection, "", self.where, MOST_RESOURCES)
            if begun is not None:
                entries, token = begun.entries, "" if reports.counts_seconds(begun.token) else begun.token
            else:
                entries = reports.everything(self._account, collection, self.where, MOST_RESOURCES)
        return token, {href: etag for href, etag in _etags(entries).items() if etag is not None}

    @contextmanager
    def _expected(self) -> Iterator[None]:
        try:
            yield
        except CollectionGone as gone:
            self._collection = None       # perhaps it was moved: find it by its name again
            raise CalendarUnreachable(f"{self.where} does not exist ({gone.status})", "Correct `busy:`.") from None

    def _read(
        self, collection: DavCollection, current: Mapping[str, str | None], known: Mapping[str, Part],
        wide: BusyQuery, marks: Mapping[str, str],
    ) -> Memory:
        by_key = {dav_xml.key(name): part for name, part in known.items()}
        parts: dict[str, Part] = {}
        wanted: list[str] = []
        for href, etag in sorted(current.items()):
            before = by_key.get(dav_xml.key(href))
            if before is not None and before.mark and before.mark == etag:
                parts[href] = before
            else:
                wanted.append(href)
        self._left = WORK_LIMIT      # for all of them together, without the time that the server takes
        for found in reports.texts(self._account, collection, wanted):
            before = by_key.get(dav_xml.key(found.href))
            if found.text is not None:
                parts[found.href] = self._part(found.href, found.text, found.etag, wide, before)
            elif not found.gone:
                parts[found.href] = _last_known_part(before, f"{_name(found.href)} cannot be read just now")
        if any(not part.mark for part in parts.values()):
            marks = {name: value for name, value in marks.items() if name != "token"}    # these are read again
        return memory_of(wide.context, wide.first, wide.last, marks, parts)

    def _part(self, href: str, text: str, etag: str, wide: BusyQuery, before: Part | None) -> Part:
        begun = time.monotonic()
        try:
            return read_part(text.encode("utf-8", "surrogatepass"), etag, wide, before, self._left, _name(href))
        except BrokenCalendar as problem:
            return _last_known_part(before, f"{_name(href)} {problem}")
        finally:
            self._left -= time.monotonic() - begun


def _etags(entries: Iterable[dav_xml.DavResource]) -> dict[str, str | None]:
    """Return the ETags by href: None for what is gone; "" if there is none, so that it is fetched each time."""
    return {
        entry.href: None if entry.status in (404, 410) else entry.text(f"{dav_xml.D}getetag") or "" for entry in entries
    }


def _last_known_part(before: Part | None, problem: str) -> Part:
    """Return what was known about a resource that cannot be read now."""
    units = tuple(unit for unit in before.units if unit.uid) if before is not None else ()
    return Part("", (*units, Unit("", "", (), problem)), len(units))


def _name(href: str) -> str:
    return dav_xml.key(href).rpartition("/")[2][:60]


def _has_same_marks(current: Mapping[str, str | None], known: Mapping[str, Part]) -> bool:
    return {dav_xml.key(h): e for h, e in current.items()} == {dav_xml.key(n): p.mark for n, p in known.items()}
