"""A calendar on a CalDAV server, read and written by the rules of docs/servers.md.

`read` asks what changed since the last read in this process (`listing`) and fetches only that. It trusts no time ranges
or server-side filters: the UID says what is ours. An unreadable body is reported and never counts as deleted. `apply`
makes several changes in parallel (`lanes`), each with its own conditions (`write`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, tzinfo
from hashlib import sha256

from followupd.calendars.caldav.lanes import Lanes
from followupd.calendars.caldav.listing import ListedResource, Listing
from followupd.calendars.caldav.remembered import recalled, remembered
from followupd.calendars.caldav.write import ResourceWriter
from followupd.calendars.files.resources import FOREIGN, Content, content, is_torn, looks_ours
from followupd.calendars.protocol import Calendar, CalendarMemory, OwnWrite, Snapshot
from followupd.core.values.event import Change, Failed, Present, Result
from followupd.core.values.targets import CaldavTarget
from followupd.dav import dav_xml, reports
from followupd.dav.account import Account, Limits
from followupd.dav.bounded import Deadline
from followupd.dav.find import DavCollection, find_collection, is_there
from followupd.dav.library import NotACalendar
from followupd.errors import CalendarUnreachable, EventRefused

MOST_PROBLEMS, LONGEST_PROBLEM = 20, 500     # as a report can hold them
MOST_OWN = 64 * 1024 * 1024                  # characters of our own events, which are kept in memory


class CaldavCalendar(Calendar):
    """One calendar of a CalDAV account. Floating and all-day times are taken in `zone`."""

    def __init__(self, target: CaldavTarget, list_name: str, zone: tzinfo, limits: Limits | None = None) -> None:
        """Take the target without any request. Raises UsageError for an address that cannot be used."""
        self._target, self._list, self._zone = target, list_name, zone
        self._account = Account(target, limits)
        self._collection: DavCollection | None = None
        self._listing = Listing(list_name)
        self._lanes = Lanes()
        self._looking = threading.Lock()
        self._expected: set[str] = set()      # of the last read
        self._stored: Callable[[], CalendarMemory | None] | None = None

    def __repr__(self) -> str:
        """Show no secret."""
        return f"CaldavCalendar({self.label})"

    @property
    def label(self) -> str:
        """Its host and name."""
        name = self._collection.label if self._collection else self._target.name
        return f"{self._account.host}: {name}" if name else self._account.host

    def close(self) -> None:
        """Close the connections; the next read opens new ones."""
        self._account.close()

    def own_writes(self) -> tuple[OwnWrite, ...]:
        """Return none: this is not a file."""
        return ()

    def read(self, expected: Collection[str] = ()) -> Snapshot:
        """Return all events of ours (see `Calendar.read`). Raises CalendarUnreachable."""
        with self._account.within(Deadline.after(self._account.limits.refresh)):
            return self._read(expected)

    def _read(self, expected: Collection[str]) -> Snapshot:
        self._expected = {dav_xml.key(href) for href in expected} or self._expected
        collection = self._refreshed_from_memory() or self._refreshed()
        if collection is None:
            return Snapshot((), exists=False)
        listing = self._listing
        complete = listing.expect(expected)
        self._fetch(collection, list(listing.unread(everything=listing.whole, expected=expected)))
        if not complete and any(dav_xml.key(href) not in listing.known for href in expected):
            # One of our events is missing: it was deleted, or another client renamed it.
            self._fetch(collection, list(listing.unread(everything=True, expected=expected)))
        return self._snapshot()

    def apply(self, changes: Sequence[Change], stamp: datetime) -> list[Result]:
        """Make the changes, several in parallel (see `Calendar.apply`). Raises CalendarUnreachable."""
        if not changes:
            return []
        deadline = Deadline.after(self._account.limits.refresh)
        with self._account.within(deadline):
            return self._apply(changes, stamp, deadline)

    def _apply(self, changes: Sequence[Change], stamp: datetime, deadline: Deadline) -> list[Result]:
        collection = self._located()
        if collection is None:
            raise CalendarUnreachable(f"{self.label}: there is no calendar at this address",
                                      "Make it in a calendar program, or correct `url:` in the hit list.")
        careful = "/SOGo/" in collection.url or not self._listing.trusted
        writer = ResourceWriter(
            self._account, collection, self._list, self._zone, stamp, self._find_uid, careful=careful,
        )

        def make(change: Change, alone: bool) -> Result:
            with self._account.within(deadline):     # in the thread of its lane
                return writer.make(change, alone)

        results = self._lanes.make_all(changes, make)
        for result in results:
            self._listing.note(result)
        self._check_any_is_taken(results)
        return results

    def _check_any_is_taken(self, results: Sequence[Result]) -> None:
        """Raise CalendarUnreachable if all was refused and nothing of ours is there: it is not about one event."""
        refused = [r.error for r in results if isinstance(r, Failed) and isinstance(r.error, EventRefused)]
        if len(refused) == len(results) and not any(known.ours for known in self._listing.known.values()):
            raise CalendarUnreachable(
                f"{self.label} takes no event: {refused[0].message}", "Look at its sharing and at the login's rights."
            )

    def answers(self) -> bool:
        """Return whether the calendar as a whole answers just now (see `Calendar.answers`)."""
        try:
            collection = self._located()
            return collection is not None and is_there(self._account, collection)
        except CalendarUnreachable:
            return False

    def recall(self, stored: Callable[[], CalendarMemory | None]) -> None:
        """Take what an earlier process found (see `Calendar.recall`)."""
        self._stored = stored if self._collection is None else None

    def memory(self) -> CalendarMemory | None:
        """Return the found calendar, its sync token and its resources."""
        return remembered(self._collection, self._listing) if self._collection is not None else None

    def state(self) -> str:
        """Return a hash of all resources with their ETags; "" if one has none."""
        etags = {key: known.etag for key, known in self._listing.known.items()}
        if self._collection is None or not all(etags.values()):
            return ""
        return sha256(repr((self._collection.url, sorted(etags.items()))).encode("utf-8", "replace")).hexdigest()

    def _refreshed_from_memory(self) -> DavCollection | None:
        """Return the calendar that an earlier process found, read again; None if it has to be found again."""
        stored, self._stored = self._stored, None
        memory = stored() if stored is not None and self._collection is None else None
        found = recalled(memory, self._target, self._list, self._zone) if memory is not None else None
        if found is None:
            return None
        self._collection, self._listing = found
        try:
            return self._refreshed()
        except NotACalendar:
            self._forget()
            return None

    def _refreshed(self) -> DavCollection | None:
        """Return the calendar, with its listing up to date; None if there is none."""
        collection = self._located()
        if collection is None or not self._listing.refresh(self._account, collection):
            self._forget()
            return None
        return collection

    def _forget(self) -> None:
        """Forget everything: one that appears at the same address is another calendar."""
        self._collection, self._listing = None, Listing(self._list)

    def _located(self) -> DavCollection | None:
        if self._collection is None:
            self._collection = find_collection(self._account, self._target)
        return self._collection

    def _fetch(self, collection: DavCollection, wanted: Sequence[ListedResource]) -> None:
        """Read these texts; those that may be gone are requested separately."""
        size = sum(known.size for known in self._listing.known.values())
        listed = [known for known in wanted if known.etag is not None]
        doubtful = [known for known in wanted if known.etag is None]
        for some in (listed, doubtful):
            by_href = {known.href: known for known in some}
            for found in reports.texts(self._account, collection, list(by_href)):
                known = by_href[found.href]
                if found.gone:
                    del self._listing.known[dav_xml.key(known.href)]
                elif found.text is not None:
                    self._read_text(known, found.text, found.etag or known.etag)
                    size += known.size
                    if size > MOST_OWN:
                        raise CalendarUnreachable(
                            f"{self.label}: the events of followupd have more than {MOST_OWN // 1024 // 1024} MiB",
                            "Take large attachments off them.",
                        )
                else:
                    known.content = self._not_now(known.href, known.content)   # it may be ours

    def _read_text(self, known: ListedResource, text: str, etag: str | None) -> None:
        expected, known.etag, known.withheld = known.content, etag, is_torn(text)
        known.content = content(text, known.href, etag, self._list, self._zone)
        was_ours = expected is not None or dav_xml.key(known.href) in self._expected
        if known.content.ours:
            if known.content.problem is not None and expected is not None and not known.content.uid:
                known.content = Content(problem=known.content.problem, uid=expected.uid)
        elif is_torn(text) and (was_ours or looks_ours(known.href, self._list)):
            known.content = self._not_now(known.href, expected)
        elif was_ours and not is_torn(text):     # nobody deleted our event
            said = f"{self.label}: {known.href} no longer holds an event of followupd; it was left as it is."
            known.content = Content(problem=said, uid=expected.uid if expected else "")

    def _not_now(self, href: str, expected: Content | None) -> Content:
        return Content(problem=f"{self.label}: {href} cannot be read just now; it was left as it is.",
                       uid=expected.uid if expected else "")

    def _snapshot(self) -> Snapshot:
        events: dict[str, Present] = {}
        doubles, problems, torn = [], [], []
        unreadable: dict[str, str] = {}
        for known in self._listing.known.values():
            content = known.content or FOREIGN
            torn += [known.href] if content.torn else []
            if content.problem is not None:
                problems.append(content.problem[:LONGEST_PROBLEM])
                unreadable |= dict.fromkeys(filter(None, (known.href, content.uid)), problems[-1])
            elif content.present is not None and content.present.uid in events:
                doubles.append(content.present)
            elif content.present is not None:
                events[content.present.uid] = content.present
        found_all = tuple(events.values())
        if len(problems) > MOST_PROBLEMS:
            more = len(problems) - MOST_PROBLEMS + 1
            problems = [*problems[:MOST_PROBLEMS - 1], f"{self.label}: {more} more events cannot be read just now."]
        withheld = {one.href: one.etag for one in self._listing.known.values() if one.withheld and one.ours}
        return Snapshot(
            found_all, True, tuple(problems), unreadable, tuple(doubles), tuple(torn), withheld=withheld
        )

    def _find_uid(self, uid: str) -> Present | None:
        """Find the event because of whose UID a create was refused: read everything, since a listing may lag behind."""
        with self._looking:
            self._listing.full_next = True
            return next((p for p in self.read().events if p.uid == uid), None)
