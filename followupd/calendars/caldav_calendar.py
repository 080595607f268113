"""A calendar on a CalDAV server, as CALDAV.md says that real servers must be met.

`read` asks what changed since the last read in this process (sync-collection where it works, else a listing of ETags)
and fetches only that. Time ranges and server-side filters are not trusted: what is ours is told by its UID, here.
An unreadable body is reported and never taken for a deletion. Writing is `caldav_write`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from followupd.calendars import dav_xml
from followupd.calendars.caldav_account import Account
from followupd.calendars.caldav_find import Collection, find
from followupd.calendars.caldav_write import Writer
from followupd.calendars.protocol import Snapshot
from followupd.calendars.resources import FOREIGN, Content, content, looks_ours
from followupd.core.event import Change, Done, Failed, Present, Result
from followupd.core.model import CaldavTarget
from followupd.errors import CalendarUnreachable

GROUP = 100          # resources fetched with one request
FULL_EVERY = 10      # reads after which a full listing is made anyway: sync tokens are hints (CALDAV.md 19)
PAGES = 1000         # of a listing that the server hands out in pieces


@dataclass(slots=True)
class _Known:
    """A resource as it was last seen. `content` is None until its text was fetched."""

    href: str
    etag: str | None
    content: Content | None = None


class CaldavCalendar:
    """One calendar of a CalDAV account. Floating and all-day times are taken in `zone`."""

    def __init__(self, target: CaldavTarget, list_name: str, zone: tzinfo) -> None:
        self._target, self._list, self._zone = target, list_name, zone
        self._account = Account(target)
        self._collection: Collection | None = None
        self._known: dict[str, _Known] = {}
        self._token: str | None = None
        self._syncs = True           # until the server shows that it has no sync-collection
        self._reads_since_full = 0

    def __repr__(self) -> str:
        return f"CaldavCalendar({self.label})"

    @property
    def label(self) -> str:
        name = self._collection.name if self._collection else self._target.name
        return f"{self._account.host}: {name}" if name else self._account.host

    def close(self) -> None:
        """Let go of the connection; the next read opens a new one."""
        self._account.close()

    def read(self) -> Snapshot:
        """All events of ours. Raises CalendarUnreachable."""
        collection = self._located()
        if collection is None or not self._list_resources(collection):
            self._known.clear()
            self._token, self._collection = None, None
            return Snapshot((), exists=False)
        self._fetch(collection)
        return self._snapshot()

    def apply(self, changes: Sequence[Change], stamp: datetime) -> list[Result]:
        """Make the changes one by one (see `Calendar.apply`). Raises CalendarUnreachable."""
        if not changes:
            return []
        collection = self._located()
        if collection is None:
            raise CalendarUnreachable(f"{self.label}: there is no calendar at this address",
                                      "Make it in a calendar program, or correct `url:` in the hit list.")
        writer = Writer(self._account, collection, self._list, self._zone, stamp, self._find_uid)
        results: list[Result] = []
        for done, change in enumerate(changes):
            try:
                result = writer.make(change)
            except CalendarUnreachable as error:
                if not results:
                    raise
                return results + [Failed(rest, error) for rest in changes[done:]]
            results.append(result)
            self._note(result)
        return results

    def _located(self) -> Collection | None:
        if self._collection is None:
            self._collection = find(self._account, self._target)
        return self._collection

    # What is there

    def _list_resources(self, collection: Collection) -> bool:
        """Bring the list of resources up to date; False where the collection is gone (404, 410)."""
        if self._token is not None and self._reads_since_full < FULL_EVERY:
            gone = self._sync(collection, self._token)
            if gone is not None:
                self._reads_since_full += 1
                return not gone
        self._reads_since_full = 0
        before, self._known = self._known, {}
        if self._syncs:
            gone = self._sync(collection, "")
            if gone is not None:
                self._remember(before)
                return not gone
            self._syncs = False
        self._token = None
        answer = self._account.request("PROPFIND", collection.url, dav_xml.ETAGS, {"Depth": "1"})
        if answer.status in (404, 410):
            return False
        for entry in self._account.multistatus(answer, collection.url):
            if entry.status == 507:
                raise CalendarUnreachable(f"{self.label}: the server lists only a part of the calendar",
                                          "Use a calendar with fewer events in it.")
            self._listed(collection, entry)
        self._remember(before)
        return True

    def _sync(self, collection: Collection, token: str) -> bool | None:
        """Ask for changes since `token`. True: the collection is gone; None: this server cannot say."""
        for _ in range(PAGES):
            answer = self._account.request("REPORT", collection.url, dav_xml.changes_since(token), {"Depth": "0"})
            if answer.status in (404, 410):
                return True
            entries = dav_xml.entries(answer.tree) if answer.status == 207 else None
            if entries is None and answer.status >= 500 and answer.status != 501:
                raise self._account.unexpected(answer, collection.url)
            next_token = dav_xml.sync_token(answer.tree) if entries is not None else None
            if entries is None or next_token is None:
                self._token = None   # unknown token, or no such report: 403, 409, 412, 415, 501
                return None
            more = False
            for entry in entries:
                if entry.status == 507:
                    more = True      # a listing in pieces (RFC 6578 3.6)
                else:
                    self._listed(collection, entry)
            self._token = next_token
            if not more:
                return False
            if next_token == token:
                break
            token = next_token
        raise CalendarUnreachable(f"{self.label}: the server does not finish listing the calendar",
                                  "It is tried again in the next pass.")

    def _listed(self, collection: Collection, entry: dav_xml.Entry) -> None:
        key = dav_xml.key(entry.href)
        if key == dav_xml.key(collection.url) or f"{dav_xml.D}collection" in entry.kinds:
            return
        if entry.status in (404, 410):
            self._known.pop(key, None)
            return
        etag = entry.text(f"{dav_xml.D}getetag")
        known = self._known.get(key)
        if known is not None and etag is not None and known.etag == etag:
            return
        fresh = _Known(entry.href, etag)
        if known is not None and known.content is not None and known.content.ours:
            fresh.content = Content(problem="", uid=_uid_of(known.content))   # ours, and to be read again
        self._known[key] = fresh

    def _remember(self, before: dict[str, _Known]) -> None:
        """After a full listing: what has not changed need not be fetched again."""
        for key, fresh in self._known.items():
            old = before.get(key)
            if old is not None and old.content is not None:
                if fresh.etag is not None and fresh.etag == old.etag:
                    fresh.content = old.content
                elif old.content.ours:
                    fresh.content = Content(problem="", uid=_uid_of(old.content))

    # What stands in it

    def _fetch(self, collection: Collection) -> None:
        wanted = [k for k in self._known.values() if k.content is None or k.content.problem is not None]
        for start in range(0, len(wanted), GROUP):
            group = wanted[start:start + GROUP]
            answer = self._account.request("REPORT", collection.url, dav_xml.texts_of(k.href for k in group))
            entries = dav_xml.entries(answer.tree) if answer.status == 207 else None
            if entries is None and answer.status != 404:   # 404 for the whole report: one of them is gone
                raise self._account.unexpected(answer, collection.url)
            left = {dav_xml.key(k.href): k for k in group}
            for entry in entries or ():
                known = left.get(dav_xml.key(entry.href))
                text = entry.text(f"{dav_xml.C}calendar-data")
                if known is not None and entry.status in (404, 410):
                    del self._known[dav_xml.key(known.href)], left[dav_xml.key(known.href)]
                elif known is not None and text is not None:
                    self._read_text(known, text, entry.text(f"{dav_xml.D}getetag") or known.etag)
                    del left[dav_xml.key(known.href)]
            self._fetch_singly(collection, left.values())

    def _fetch_singly(self, collection: Collection, left: Iterable[_Known]) -> None:
        """What a multiget left out: only a 404 of the resource itself says that it is gone (CALDAV.md 11, 21)."""
        for known in left:
            answer = self._account.request("GET", collection.at(known.href))
            if answer.status in (404, 410):
                del self._known[dav_xml.key(known.href)]
            elif answer.good:
                self._read_text(known, answer.text, answer.etag or known.etag)
            else:
                known.content = self._not_now(known.href, known.content)   # it may well be ours

    def _read_text(self, known: _Known, text: str, etag: str | None) -> None:
        expected, known.etag = known.content, etag
        known.content = content(text, known.href, etag, self._list, self._zone)
        if known.content.ours or "BEGIN:VCALENDAR" in text.upper():
            if known.content.problem is not None and expected is not None and not known.content.uid:
                known.content = Content(problem=known.content.problem, uid=expected.uid)
            return
        if expected is not None or looks_ours(known.href, self._list):   # it was ours, or is named like ours
            known.content = self._not_now(known.href, expected)

    def _not_now(self, href: str, expected: Content | None) -> Content:
        return Content(problem=f"{self.label}: {href} cannot be read just now; it was left as it is.",
                       uid=expected.uid if expected else "")

    def _snapshot(self) -> Snapshot:
        events: dict[str, Present] = {}
        doubles, problems, unreadable = [], [], []
        for known in self._known.values():
            found = known.content or FOREIGN
            if found.problem is not None:
                problems.append(found.problem)
                unreadable += [known.href, *([found.uid] if found.uid else [])]
            elif found.present is not None and found.present.uid in events:
                doubles.append(found.present)
            elif found.present is not None:
                events[found.present.uid] = found.present
        return Snapshot(tuple(events.values()), True, tuple(problems), tuple(unreadable), tuple(doubles))

    def _find_uid(self, uid: str) -> Present | None:
        """Where a UID stands that a create met: a full look, because a listing may lag behind."""
        self._token = None
        return next((p for p in self.read().events if p.uid == uid), None)

    def _note(self, result: Result) -> None:
        """What we have just written need not be fetched again."""
        if not isinstance(result, Done):
            return
        if result.present is not None:
            present = result.present
            self._known[dav_xml.key(present.href)] = _Known(present.href, present.version, Content(present))
        elif hasattr(result.change, "before"):
            self._known.pop(dav_xml.key(result.change.before.href), None)


def _uid_of(found: Content) -> str:
    return found.present.uid if found.present is not None else found.uid
