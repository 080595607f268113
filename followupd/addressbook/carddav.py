"""An address book of a CardDAV account (RFC 6352), read live.

Asks what changed since the last read (sync-collection, RFC 6578) and fetches only that: one request where nothing has.
Each day, and if a server has no such report or its tokens are seconds (docs/servers.md 19), it compares the whole list
of ETags, which is one request too. Where the address book is and how far it was read is remembered for the next
process. Never writes, and never sends the login to a host that the user did not name.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping

from followupd.addressbook.cards import part_with_cards
from followupd.addressbook.protocol import AddressBook, BookMemory, BookPart
from followupd.core.values.targets import CarddavTarget
from followupd.dav import dav_xml, reports
from followupd.dav.account import Account, Limits
from followupd.dav.bounded import Deadline
from followupd.dav.find import DavCollection, find_named, trusted
from followupd.dav.kinds import ADDRESS_BOOKS
from followupd.dav.reports import CollectionGone
from followupd.errors import CalendarUnreachable
from followupd.patience import PATIENCE, Patience

MOST_CARDS = 50_000
LONGEST = 5                   # times what a refresh of our own calendar may take: a pass does not wait so long
FULL_AFTER = 24 * 3600.0      # seconds after which a token is no longer trusted
LONGEST_NAME = 60             # characters of a resource's name in a sentence
_ETAG = f"{dav_xml.D}getetag"


class CarddavBook:
    """One address book of an account. Looks at it without limit; `PatientBook` is for a pass."""

    far = True

    def __init__(self, target: CarddavTarget, limits: Limits | None = None) -> None:
        """Take the target without any request. Raises UsageError for an address that cannot be used."""
        self._target, self._account = target, Account(target, limits, ADDRESS_BOOKS)
        self.label, self.key = target.label, target.key
        self._where = f"{self._account.host}: {target.name}" if target.name else self._account.host

    def close(self) -> None:
        """Close the connections."""
        self._account.close()

    def look(self, memory: BookMemory | None) -> BookMemory | None:
        """See `AddressBook.look`."""
        with self._account.within(Deadline.after(LONGEST * self._account.limits.refresh)):
            for remembered in (memory, None) if memory is not None else (None,):
                collection = self._remembered(remembered) or find_named(self._account, self._target)[0]
                try:
                    return self._look(collection, memory)
                except CollectionGone as gone:
                    status = gone.status      # perhaps it was moved: it is found by its name again
        raise CalendarUnreachable(f"{self._where} does not exist ({status})", "Correct `addressbook:`.")

    def _remembered(self, memory: BookMemory | None) -> DavCollection | None:
        """Return the address book where it was, unless the hit list names another one since."""
        marks = memory.marks if memory is not None else {}
        if marks.get("target") != self._target.key or "url" not in marks:
            return None
        try:
            return DavCollection(trusted(self._target.url, marks["url"]), "")
        except CalendarUnreachable:
            return None

    def _look(self, collection: DavCollection, memory: BookMemory | None) -> BookMemory | None:
        marks = memory.marks if memory is not None and memory.marks.get("url") == collection.url else {}
        known = memory.parts if memory is not None and marks else {}
        changes = self._since(collection, marks)
        if changes is not None:
            if not changes.entries and changes.token == marks.get("token"):
                return None
            current = {href: part.mark for href, part in known.items()} | _etags(changes.entries)
            return self._read(collection, current, known, {**marks, "token": changes.token})
        told, current = self._all(collection, marks)
        if told == marks and _same(current, known):
            return None
        return self._read(collection, current, known, told)

    def _since(self, collection: DavCollection, marks: Mapping[str, str]) -> reports.Reported | None:
        """Return what changed since the last look; None if that is not known, or only a full list can be trusted."""
        token = marks.get("token", "")
        if not token or not _is_fresh(marks):
            return None
        return reports.changes_since(self._account, collection, token, self._where, MOST_CARDS)

    def _all(self, collection: DavCollection, marks: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str | None]]:
        """Return the marks of this look, and every resource with its ETag.

        A server without tokens that can be trusted (`lists`) is asked for them again after a day.
        """
        told = {"target": self._target.key, "url": collection.url, "full": str(int(time.time()))}
        lists = marks.get("lists") == "yes" and _is_fresh(marks)
        begun = None if lists else reports.changes_since(self._account, collection, "", self._where, MOST_CARDS)
        if begun is not None and not reports.counts_seconds(begun.token):
            return {**told, "token": begun.token}, _etags(begun.entries)
        entries = begun.entries if begun is not None else reports.everything(
            self._account, collection, self._where, MOST_CARDS
        )
        return {**told, "full": marks["full"] if lists else told["full"], "lists": "yes"}, _etags(entries)

    def _read(
        self, collection: DavCollection, current: Mapping[str, str | None], known: Mapping[str, BookPart],
        marks: Mapping[str, str],
    ) -> BookMemory:
        """Return what is there now, after fetching what is not known. `current` has None for what is gone."""
        by_key = {dav_xml.key(href): part for href, part in known.items()}
        there = {dav_xml.key(href): (href, etag) for href, etag in current.items()}     # the newest spelling of each
        parts: dict[str, BookPart] = {}
        wanted: list[str] = []
        for key, (href, etag) in sorted(there.items()):
            before = by_key.get(key)
            if etag is not None and before is not None and before.mark and before.mark == etag:
                parts[href] = before
            elif etag is not None:
                wanted.append(href)
        for found in reports.texts(self._account, collection, wanted):
            before, name = by_key.get(dav_xml.key(found.href)), _name(found.href)
            if found.text is not None:
                lines = found.text.encode("utf-8", "surrogatepass").splitlines()
                parts[found.href] = part_with_cards(lines, found.etag, self.label, name, before)
            elif not found.gone:      # an unreadable body is not a deletion (docs/servers.md 11)
                kept = before.cards if before is not None else ()
                parts[found.href] = BookPart("", kept, (f"{self.label}: {name} cannot be read just now.",))
        if any(not part.mark for part in parts.values()):
            marks = {name: value for name, value in marks.items() if name != "token"}      # these are read again
        return BookMemory(marks, parts)


def _is_fresh(marks: Mapping[str, str]) -> bool:
    """Return whether the server was asked for a token lately."""
    return 0 <= time.time() - float(marks.get("full", "0")) < FULL_AFTER


def _etags(entries: Iterable[dav_xml.DavResource]) -> dict[str, str | None]:
    """Return the ETags by href: None for what is gone; "" if there is none, so that it is fetched each time."""
    return {one.href: None if one.status in dav_xml.GONE else one.text(_ETAG) or "" for one in entries}


def _same(current: Mapping[str, str | None], known: Mapping[str, BookPart]) -> bool:
    listed = {dav_xml.key(href): etag for href, etag in current.items() if etag is not None}
    return all(listed.values()) and listed == {dav_xml.key(href): part.mark for href, part in known.items()}


def _name(href: str) -> str:
    return dav_xml.key(href).rpartition("/")[2][:LONGEST_NAME]


class PatientBook:
    """An address book on a server as a pass reads it, which does not wait for ever."""

    def __init__(self, book: AddressBook, seconds: float = PATIENCE) -> None:
        """Take the address book."""
        self.label, self.key, self.far = book.label, book.key, book.far
        self._book, self._seconds = book, seconds
        self._patience = Patience[BookMemory | None](f"address book {book.label}", book.label)

    def look(self, memory: BookMemory | None) -> BookMemory | None:
        """Return what it holds. Raises FollowupdError also if that takes too long; the next look has it."""
        self._patience.begin(lambda: self._book.look(memory), self._seconds)
        return self._patience.result()

    def close(self) -> None:
        """Close the connections."""
        self._book.close()
