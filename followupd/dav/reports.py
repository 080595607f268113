"""The content of a collection and its changes: the same requests for our calendar, busy ones and address books.

Asks the server, returns entries and texts. The caller decides what they mean, and whether a server's tokens can be
trusted (docs/servers.md 19).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from followupd.dav import dav_xml
from followupd.dav.account import Account
from followupd.dav.dav_xml import GONE
from followupd.dav.find import DavCollection
from followupd.dav.kinds import DavKind
from followupd.dav.library import Response
from followupd.dav.network import TooLarge
from followupd.errors import AGAIN, CalendarUnreachable

GROUP = 100          # resources fetched with one request
PAGES = 1000         # of a listing that the server hands out in pieces
_SECONDS = re.compile(r"[12]\d{9}")


class CollectionGone(Exception):
    """The server says that the collection does not exist. `status` is 404 or 410."""

    def __init__(self, status: int) -> None:
        """Keep the status."""
        super().__init__()
        self.status = status


@dataclass(frozen=True, slots=True)
class Reported:
    """The resources that changed, those that are gone (404, 410) among them, and the next token."""

    entries: list[dav_xml.DavResource]
    token: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A resource as it was asked for by `href`: its text, None if it cannot be read just now or is `gone`.

    `etag` is "" if the server gave none.
    """

    href: str
    text: str | None
    etag: str = ""
    gone: bool = False


def changes_since(
    account: Account, collection: DavCollection, token: str, label: str, most: int | None = None
) -> Reported | None:
    """Return what changed since a token (everything for an empty one); None if this server cannot say.

    That is an unknown token (also 404 and 410), or no such report: 403, 409, 412, 415, 501. Raises CollectionGone
    without a token, and CalendarUnreachable, also for more than `most` resources (by default what the account allows).
    `label` is what an error calls the collection.
    """
    changes: list[dav_xml.DavResource] = []
    for _ in range(PAGES):
        answer = account.request("REPORT", collection.url, dav_xml.changes_since(token), {"Depth": "0"})
        if not token:
            _exists(answer)     # with a token, 404 and 410 may be about the token
        entries = dav_xml.entries(answer.tree) if answer.status == 207 else None
        if entries is None and answer.status >= 500 and answer.status != 501:
            raise account.unexpected(answer, collection.url)
        following = dav_xml.sync_token(answer.tree) if entries is not None else None
        if entries is None or following is None:
            return None
        page = list(entries)
        changes += _resources(collection, page)
        _no_more_than(account, most, changes, label)
        if not any(entry.status == 507 for entry in page):   # a listing in pieces (RFC 6578 3.6)
            return Reported(changes, following)
        if following == token:
            break
        token = following
    raise CalendarUnreachable(f"{label}: the server does not finish listing the {account.kind.noun}", AGAIN)


def everything(
    account: Account, collection: DavCollection, label: str, most: int | None = None
) -> list[dav_xml.DavResource]:
    """Return all resources, of a server that has no sync-collection. Raises as `changes_since` does."""
    answer = account.request("PROPFIND", collection.url, dav_xml.ETAGS, {"Depth": "1"})
    _exists(answer)
    entries = account.multistatus(answer, collection.url)
    if any(entry.status == 507 for entry in entries):
        raise CalendarUnreachable(f"{label}: the server lists only a part of the {account.kind.noun}", _fewer(account))
    found = list(_resources(collection, entries))
    _no_more_than(account, most, found, label)
    return found


def _no_more_than(account: Account, most: int | None, found: Sequence[dav_xml.DavResource], label: str) -> None:
    most = most or account.limits.events
    if len(found) > most:
        raise CalendarUnreachable(f"{label} holds more than {most:,} {account.kind.members}", _fewer(account))


def _fewer(account: Account) -> str:
    return f"Use {account.kind.an} with fewer {account.kind.members}."


def texts(account: Account, collection: DavCollection, hrefs: Sequence[str]) -> Iterator[Fetched]:
    """Read these resources, a group with each request; each is yielded once. Raises CalendarUnreachable."""
    askable = [href for href in hrefs if dav_xml.is_address(href)]
    yield from (Fetched(href, None) for href in hrefs if not dav_xml.is_address(href))
    for start in range(0, len(askable), GROUP):
        yield from _texts(account, collection, askable[start:start + GROUP])


def _texts(account: Account, collection: DavCollection, hrefs: Sequence[str]) -> Iterator[Fetched]:
    entries = _report(account, collection, hrefs)
    if entries is None and len(hrefs) > 1:
        # Something is the matter with one of them, and the half that it is not in answers.
        yield from _texts(account, collection, hrefs[:len(hrefs) // 2])
        yield from _texts(account, collection, hrefs[len(hrefs) // 2:])
        return
    left = {dav_xml.key(href): href for href in hrefs}
    for entry in entries or ():
        key = dav_xml.key(entry.href)
        fetched = _in_report(account.kind, entry, left[key]) if key in left else None
        if fetched is not None:
            del left[key]
            yield fetched
    for href in left.values():
        yield _fetch_single(account, collection, href)


def _report(
    account: Account, collection: DavCollection, hrefs: Sequence[str]
) -> Iterator[dav_xml.DavResource] | None:
    """Ask for these resources at once; None if that cannot be answered.

    It is too large; one of them is gone (404 for the whole report: sabre 1.8); or it holds a character that is not XML.
    """
    try:
        answer = account.request("REPORT", collection.url, dav_xml.texts_of(hrefs, account.kind))
    except TooLarge:
        return None
    if answer.status not in (207, 404):
        raise account.unexpected(answer, collection.url)
    return dav_xml.entries(answer.tree) if answer.status == 207 else None


def _in_report(kind: DavKind, entry: dav_xml.DavResource, href: str) -> Fetched | None:
    """Return the text that a report has of a resource, None if it has none."""
    text = entry.text(kind.data)
    return None if text is None else Fetched(href, text, entry.text(f"{dav_xml.D}getetag") or "")


def _fetch_single(account: Account, collection: DavCollection, href: str) -> Fetched:
    """Ask for a resource of which a report has no text: only its own 404 says that it is gone (docs/servers.md 11, 21).

    Radicale reports what it cannot parse as missing.
    """
    try:
        answer = account.request("GET", collection.at(href))
    except TooLarge:
        return Fetched(href, None)
    if answer.good and answer.status != 207:
        return Fetched(href, answer.text, answer.etag or "")
    return Fetched(href, None, gone=answer.status in GONE)


def counts_seconds(token: str) -> bool:
    """Return whether a token is SOGo's: a second; later changes in that second are missed."""
    return _SECONDS.fullmatch(token) is not None


def _exists(answer: Response) -> None:
    if answer.status in GONE:
        raise CollectionGone(answer.status)


def _resources(collection: DavCollection, entries: list[dav_xml.DavResource]) -> Iterator[dav_xml.DavResource]:
    """Leave out the collection itself and those in it."""
    own = dav_xml.key(collection.url)
    for entry in entries:
        if entry.status != 507 and dav_xml.key(entry.href) != own and f"{dav_xml.D}collection" not in entry.kinds:
            yield entry
