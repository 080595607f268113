"""The resources of a CalDAV collection, and what is known about each.

Asks the server what changed since the last refresh (sync-collection), and sometimes, or if that is unreliable, for
everything. Sync tokens are hints (docs/servers.md 19): if a full listing finds something that a token did not report,
the tokens of this server are no longer trusted. A listing may lag too: an event of ours that it leaves out must be
requested by name. Never fetches a text, and never counts an event of ours as gone because a listing leaves it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from followupd.calendars.files.resources import Content, looks_ours
from followupd.core.values.event import Create, Delete, Done, Failed, Result
from followupd.dav import dav_xml, reports
from followupd.dav.account import Account
from followupd.dav.find import DavCollection
from followupd.dav.reports import CollectionGone
from followupd.errors import CalendarChanged, CalendarUnreachable

FULL_EVERY = 10      # refreshes; then a full listing is made anyway
A_START = 3          # refreshes that the first one of a process counts as: processes may start hours apart


@dataclass(slots=True)
class ListedResource:
    """A resource as it was last seen. `content` is None until its text was fetched.

    `news`: it came or changed after the first refresh, or should exist, so it is fetched in any case. `withheld`: the
    server gave no text for it.
    """

    href: str
    etag: str | None
    content: Content | None = None
    news: bool = False
    withheld: bool = False

    @property
    def ours(self) -> bool:
        """Return whether it holds an event of ours, readable or not."""
        return self.content is not None and self.content.ours

    @property
    def size(self) -> int:
        """Return how much of our event is kept in memory."""
        return len(self.content.present.raw) if self.content is not None and self.content.present is not None else 0

    def unsure(self) -> ListedResource:
        """Return it marked as ours, to be read again by its name."""
        found = self.content
        uid = "" if found is None else found.present.uid if found.present is not None else found.uid
        return ListedResource(self.href, None, Content(problem="", uid=uid))


@dataclass(slots=True)
class Listing:
    """The resources by `dav_xml.key`. `full_next`: something does not fit, so the next refresh must be a full one."""

    list_name: str
    known: dict[str, ListedResource] = field(default_factory=dict)
    full_next: bool = False
    whole: bool = False          # also read resources with foreign names: copies, restored events
    token: str | None = None
    syncs: bool = True          # until the server shows that it has no sync-collection
    trusted: bool = True        # until it shows that its tokens miss something
    looks: int = 0              # refreshes since the last full listing
    begun: bool = False
    recalled: bool = False      # of an earlier process, and not confirmed yet
    wrote: set[str] = field(default_factory=set)    # by us since the last refresh: a token must report it
    unreported: set[str] = field(default_factory=set)   # not reported, so requested by name
    took_off: dict[str, str] = field(default_factory=dict)    # by us since the last refresh: hrefs, by key

    def refresh(self, account: Account, collection: DavCollection) -> bool:
        """Bring the list up to date; False if the collection is gone (404, 410). Raises CalendarUnreachable."""
        if self.unreported & self.known.keys():   # but it was there all the time
            self.trusted = False
        self.unreported = set()
        step = A_START if self.recalled else 1
        try:
            if self._believes_token and self._apply_changes(account, collection, self.token or ""):
                self.looks += step
                self._doubt_unreported()
            else:
                self._refresh_all(account, collection)
        except CollectionGone:
            return False
        return True

    @property
    def _believes_token(self) -> bool:
        return self.token is not None and self.trusted and not self.full_next and self.looks < FULL_EVERY

    def _refresh_all(self, account: Account, collection: DavCollection) -> None:
        self.whole = self.whole or self.looks >= FULL_EVERY
        before, token = self.known, self.token
        self.known = {}
        try:
            self._list(account, collection)
        except CalendarUnreachable:
            self.known, self.token = before, token
            raise
        self.recalled = False
        self.looks, self.full_next, self.wrote = 0, False, set()
        differs = self._compare(before) - self.took_off.keys()      # the server did not take those off
        for key in self.took_off.keys() & self.known.keys():
            self.known[key].news = True
        self.took_off = {}
        if token is not None and self.trusted and differs:
            self.trusted = self._would_have_reported(account, collection, token, differs)
        self.begun = True

    def _would_have_reported(
        self, account: Account, collection: DavCollection, token: str, differs: set[str]
    ) -> bool:
        """Return whether the token reports what a full listing found.

        Asked after the listing, so that a change in between cannot count against the token; nor does it count if the
        server no longer knows the token, as it is allowed to.
        """
        found = reports.changes_since(account, collection, token, collection.label)
        return found is None or {dav_xml.key(entry.href) for entry in found.entries} >= differs

    def expect(self, hrefs: Collection[str]) -> bool:
        """Note the hrefs that should exist. Return True if all of them do."""
        missing = [href for href in hrefs if dav_xml.key(href) not in self.known]
        for href in missing:
            self.known[dav_xml.key(href)] = ListedResource(href, None, news=True)
        return not missing

    def unread(self, everything: bool, expected: Collection[str]) -> Iterator[ListedResource]:
        """Return what must be fetched: everything new, and of what was there from the start only what may be ours.

        With `everything`, or if nothing is expected, also the rest: another client may have renamed our events.
        """
        names = {dav_xml.key(href) for href in expected}
        for key, known in self.known.items():
            if known.content is None:
                if everything or not names or known.news or key in names or looks_ours(key, self.list_name):
                    yield known
            elif known.content.problem is not None:
                yield known

    def note(self, result: Result) -> None:
        """Note the result of a write: what we wrote is known, and whatever differed must be fetched again."""
        if isinstance(result, Failed):
            if isinstance(result.error, CalendarChanged) and not isinstance(result.change, Create):
                self._doubt(result.change.before.href)
        elif result.present is not None:
            present = result.present
            key = dav_xml.key(present.href)
            listed = self.known[key].etag if key in self.known else None
            self.known[key] = ListedResource(present.href, present.version, Content(present))
            # A listing since the write, to find the UID of another one, may have it: no token will report it again.
            if isinstance(result, Done) and (listed is None or listed != present.version):
                self.wrote.add(key)
        elif isinstance(result.change, Delete):
            href = result.change.before.href
            self.known.pop(dav_xml.key(href), None)
            self.took_off[dav_xml.key(href)] = href

    def _doubt_unreported(self) -> None:
        """Doubt our writes that the token does not report.

        Either it came and went between two refreshes (Xandikos compares only the two ends), or this server's tokens
        report too little. In both cases it is requested by name. So is what we took off and the token does not report,
        since the server may still have it.
        """
        for key in self.wrote & self.known.keys():
            self.unreported.add(key)
            self.known[key] = self.known[key].unsure()
        for key, href in self.took_off.items():
            self.known.setdefault(key, ListedResource(href, None, news=True))
        self.wrote, self.took_off = set(), {}

    def _doubt(self, href: str) -> None:
        self.full_next = True
        known = self.known.get(dav_xml.key(href))
        if known is not None:
            self.known[dav_xml.key(href)] = known.unsure()

    def _list(self, account: Account, collection: DavCollection) -> None:
        """Read everything into an empty `known`."""
        if self.syncs and self.trusted:
            if self._apply_changes(account, collection, ""):
                return
            self.syncs = False
        self.token = None
        for entry in reports.everything(account, collection, collection.label):
            self._take(entry, news=False)

    def _apply_changes(self, account: Account, collection: DavCollection, token: str) -> bool:
        """Apply the changes since `token`; False if this server cannot report them."""
        answer = reports.changes_since(account, collection, token, collection.label)
        if answer is None:
            self.token = None
            return False
        if self.recalled and token and not self._continues(token, answer):
            return False
        self.recalled = False
        for entry in answer.entries:
            self._take(entry, news=bool(token))
        self.token = answer.token
        if reports.counts_seconds(answer.token):
            self.trusted = False
        return True

    def _continues(self, token: str, answer: reports.Reported) -> bool:
        """Return whether an answer can be what changed since a token of an earlier process.

        An unknown token is answered with nothing or with everything (docs/servers.md 19), and one that is unknown now
        is of another calendar at this address, or from before a backup was restored.
        """
        news = {dav_xml.key(entry.href): entry for entry in answer.entries}
        for key in (*self.wrote, *self.took_off):
            news.pop(key, None)
        etags = {key: entry.text(f"{dav_xml.D}getetag") for key, entry in news.items()}
        unchanged = any(key in self.known and self.known[key].etag == etag for key, etag in etags.items())
        return answer.token == token or (bool(answer.entries) and not unchanged and 2 * len(news) <= len(self.known))

    def _take(self, entry: dav_xml.DavResource, *, news: bool) -> None:
        key = dav_xml.key(entry.href)
        self.wrote.discard(key)
        if entry.status in (404, 410):
            self.took_off.pop(key, None)
            self.known.pop(key, None)
            return
        etag = entry.text(f"{dav_xml.D}getetag")
        known = self.known.get(key)
        if known is not None and etag is not None and known.etag == etag:
            return
        content = known.unsure().content if known and known.ours else None
        self.known[key] = ListedResource(entry.href, etag, content, news)

    def _compare(self, before: dict[str, ListedResource]) -> set[str]:
        """Compare with what was known before a full listing, so that unchanged resources are not fetched again.

        Returns the keys of what differs.
        """
        differs = {key for key in self.known if key not in before} if self.begun else set()
        for key, old in before.items():
            new = self.known.get(key)
            if new is None:
                differs.add(key)
                if old.ours:
                    self.known[key] = old.unsure()   # missing: gone, or the listing lags behind
                continue
            if new.etag is not None and new.etag == old.etag:
                new.content, new.news = old.content, old.news
                continue
            new.content = old.unsure().content if old.ours else None
            if None not in (new.etag, old.etag):
                differs.add(key)
        for key in differs & self.known.keys():
            self.known[key].news = True
        return differs
