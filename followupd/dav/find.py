"""Find the calendar or address book of a target: at the address itself, or by its name (RFC 4791 6.2, 6352 7, 5397).

Asks the server, returns a DavCollection of the account's kind. Never creates one, never guesses between several, and
never sends the login to a host that the user has not named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

from followupd.core.values.targets import CaldavTarget
from followupd.dav import dav_xml
from followupd.dav.account import Account
from followupd.dav.kinds import DavKind
from followupd.dav.library import shown_url
from followupd.errors import CalendarUnreachable

SISTERS = (".icloud.com",)   # iCloud has a separate host for each account's calendars (p42-caldav.icloud.com)
MOST_NAMED = 20              # calendars in a message
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class DavCollection:
    """A calendar or an address book on a server: its full address, and its name for people."""

    url: str
    name: str

    @property
    def label(self) -> str:
        """The name as a message can hold it."""
        return " ".join(self.name.split())[:LONGEST_NAME]

    def at(self, href: str) -> str:
        """Return the address of one of its resources, on the same host whatever the href says."""
        parts = urlsplit(self.url)
        there = urlsplit(urljoin(self.url, href))
        return urlunsplit((parts.scheme, parts.netloc, there.path, there.query, ""))


def find_collection(account: Account, target: CaldavTarget) -> DavCollection | None:
    """Return the calendar of the target; None if the server says that it does not exist (404, 410).

    Raises CalendarUnreachable, with the calendars' names if the choice is not clear.
    """
    answer = account.request("PROPFIND", target.url, dav_xml.about(account.kind), {"Depth": "0"})
    if answer.status in (404, 410) and target.name is None:
        return None
    here = next(iter(account.multistatus(answer, target.url)), None)
    if here is not None and account.kind.type in here.kinds:
        url = _as_folder(target.url)
        return DavCollection(url, here.text(f"{dav_xml.D}displayname") or _last_part(url))
    return _choose(account.kind, target, _collections(account, target.url, here))


def is_there(account: Account, collection: DavCollection) -> bool:
    """Return whether a calendar that was found answers. Raises CalendarUnreachable if the server does not."""
    return account.request("PROPFIND", collection.url, dav_xml.ETAGS, {"Depth": "0"}).status == 207


def find_named(account: Account, target: CaldavTarget) -> tuple[DavCollection, tuple[str, ...]]:
    """Return another calendar of the account by its name, and the owner's addresses (RFC 6638 2.4.1), if known.

    `target.url` may be a calendar itself, which is the result if no name is given. Raises CalendarUnreachable.
    """
    answer = account.request("PROPFIND", target.url, dav_xml.about(account.kind), {"Depth": "0"})
    here = next(iter(account.multistatus(answer, target.url)), None)
    addresses = _addresses(account, target.url, here)
    if here is not None and account.kind.type in here.kinds:
        url = _as_folder(target.url)
        itself = DavCollection(url, here.text(f"{dav_xml.D}displayname") or _last_part(url))
        if target.name is None:
            return itself, addresses
        start = target.url if here.hrefs(account.kind.home) or here.hrefs(
            f"{dav_xml.D}current-user-principal") else urljoin(url, "..")
        return _choose(account.kind, target, _collections(account, start, here)), addresses
    return _choose(account.kind, target, _collections(account, target.url, here)), addresses


def find_all(account: Account, url: str) -> list[DavCollection]:
    """Return all collections of an account, which `url` leads to; it may be one of them. Raises CalendarUnreachable."""
    answer = account.request("PROPFIND", url, dav_xml.about(account.kind), {"Depth": "0"})
    here = next(iter(account.multistatus(answer, url)), None)
    leads_on = here is not None and (
        here.hrefs(account.kind.home) or here.hrefs(f"{dav_xml.D}current-user-principal"))
    if here is not None and account.kind.type in here.kinds and not leads_on:
        return _collections(account, urljoin(_as_folder(url), ".."), here)
    return _collections(account, url, here)


def _addresses(account: Account, start: str, here: dav_xml.DavResource | None) -> tuple[str, ...]:
    for principal in [] if here is None else here.hrefs(f"{dav_xml.D}current-user-principal"):
        url = trusted(start, urljoin(start, principal))
        answer = account.request("PROPFIND", url, dav_xml.ADDRESSES, {"Depth": "0"})
        entries = dav_xml.entries(answer.tree) if answer.status == 207 else None
        return tuple(a for entry in entries or () for a in entry.hrefs(f"{dav_xml.C}calendar-user-address-set"))
    return ()


def _collections(account: Account, start: str, here: dav_xml.DavResource | None) -> list[DavCollection]:
    """Return the account's collections of its kind; without a home set, those below the address itself."""
    homes = [] if here is None else [urljoin(start, home) for home in here.hrefs(account.kind.home)]
    if not homes and here is not None:
        for principal in here.hrefs(f"{dav_xml.D}current-user-principal"):
            url = trusted(start, urljoin(start, principal))
            answer = account.request("PROPFIND", url, dav_xml.about(account.kind), {"Depth": "0"})
            for entry in account.multistatus(answer, url):
                homes += [urljoin(url, home) for home in entry.hrefs(account.kind.home)]
    by_address: dict[str, DavCollection] = {}
    for home in homes or [start]:
        url = trusted(start, home)
        listing = account.request("PROPFIND", url, dav_xml.about(account.kind), {"Depth": "1"})
        for entry in account.multistatus(listing, url):
            if entry.holds(account.kind) and dav_xml.is_address(entry.href):
                address = _as_folder(trusted(start, urljoin(url, entry.href)))
                name = entry.text(f"{dav_xml.D}displayname") or _last_part(address)
                by_address[dav_xml.key(address)] = DavCollection(address, name)
    return sorted(by_address.values(), key=lambda one: (one.name.casefold(), one.url))     # servers have no order


def _choose(kind: DavKind, target: CaldavTarget, found: list[DavCollection]) -> DavCollection:
    name, where = target.name, shown_url(target.url)
    listed = _some(sorted(c.name for c in found)) or "none"
    if name is None:
        if len(found) == 1:
            return found[0]
        if not found:
            raise CalendarUnreachable(f"{where}: this account has no {kind.noun}", f"Make one in {kind.an} program.")
        raise CalendarUnreachable(f"{where}: the account has several {kind.noun}s: {listed}",
                                  "Say which one is meant with `name:` beside `url:`.")
    meant = [c for c in found if c.name == name] or [
        c for c in found if name.casefold() in (c.name.casefold(), _last_part(c.url).casefold())
    ]
    if len(meant) == 1:
        return meant[0]
    if not meant:
        raise CalendarUnreachable(f"{where}: no {kind.noun} is called {name!r}; there are: {listed}",
                                  "Correct `name:` in the hit list.")
    raise CalendarUnreachable(f"{where}: several {kind.noun}s are called {name!r}",
                              f"Give the address of one as `url:`: {_some(shown_url(c.url) for c in meant)}")


def _some(texts: Iterable[str]) -> str:
    """Return a list in words, of no more than a message can hold."""
    every = list(texts)
    more = len(every) - MOST_NAMED
    named = ", ".join(text[:LONGEST_NAME] for text in every[:MOST_NAMED])
    return f"{named} and {more} more" if more > 0 else named


def trusted(start: str, url: str) -> str:
    """Return the address if the login may be sent there: the host that the user named, or a known sister."""
    ours, theirs = urlsplit(start), urlsplit(url)
    if (ours.scheme, ours.hostname, _port(ours)) == (theirs.scheme, theirs.hostname, _port(theirs)):
        return url
    both = (ours.hostname or "", theirs.hostname or "")
    if theirs.scheme == "https" and any(all(host.endswith(end) for host in both) for end in SISTERS):
        return url
    raise CalendarUnreachable(f"{shown_url(start)} names calendars on another server: {shown_url(url)}",
                              "If that is right, write that address as `url:`.")


def _port(parts: SplitResult) -> int | None:
    return parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _as_folder(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def _last_part(url: str) -> str:
    return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
