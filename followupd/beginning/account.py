"""The calendars and address books of an account on a server, as they are offered.

Takes an address and a login; gives names, addresses and how much each holds. Asks the server, and never writes to it.
"""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlsplit

from followupd.core.values.targets import CaldavTarget
from followupd.dav import dav_xml, reports
from followupd.dav.account import Account
from followupd.dav.bounded import Deadline
from followupd.dav.discovery import account_at, domain_server
from followupd.dav.find import DavCollection
from followupd.dav.kinds import ADDRESS_BOOKS, CALENDARS, DavKind
from followupd.dav.reports import CollectionGone
from followupd.errors import CalendarUnreachable

PATIENCE = 60.0     # seconds for all that is asked of one account
MOST_COUNTED = 20_000


@dataclass(frozen=True, slots=True)
class AccountPlace:
    """A calendar or an address book of an account. `unique` says that its name leads to it."""

    name: str
    url: str
    count: int | None
    program: str
    unique: bool = True
    readonly: bool = False


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """The findings of a login. `url` and `books_url` are the addresses that answered."""

    url: str
    calendars: tuple[AccountPlace, ...]
    books_url: str = ""
    books: tuple[AccountPlace, ...] = ()


def server_of(address: str) -> str | None:
    """Return where the calendars of a mail address are, by RFC 6764; None if its domain does not say."""
    return domain_server(address.rpartition("@")[2])


def look_into(target: CaldavTarget) -> FoundAccount:
    """Return the calendars of an account, and its address books if the same server has them.

    Raises LoginFailed for a login that is refused, CalendarUnreachable for a server without calendars.
    """
    url, calendars = _places(target, CALENDARS)
    if not calendars:
        host = urlsplit(url).netloc
        raise CalendarUnreachable(f"{host}: this account has no calendar", "Make one in a calendar program.")
    try:
        books_url, books = _places(target, ADDRESS_BOOKS)
    except CalendarUnreachable:
        books_url, books = "", ()
    return FoundAccount(url, calendars, books_url, books)


def _places(target: CaldavTarget, kind: DavKind) -> tuple[str, tuple[AccountPlace, ...]]:
    with closing(Account(target, kind=kind)) as account, account.within(Deadline.after(PATIENCE)):
        url, found = account_at(account, target.url)
        names = [one.name for one in found]
        # At the address of a collection a name says nothing: the address itself is meant (dav/find.py).
        leads_on = dav_xml.key(url) not in [dav_xml.key(one.url) for one in found]
        return url, tuple(
            AccountPlace(one.label, one.url, _count(account, one), account.host,
                         leads_on and names.count(one.name) == 1 and one.name == one.label)
            for one in found
        )


def _count(account: Account, collection: DavCollection) -> int | None:
    """Return how many resources it holds; None if the server does not say."""
    try:
        return len(reports.everything(account, collection, collection.label, MOST_COUNTED))
    except (CalendarUnreachable, CollectionGone):
        return None
