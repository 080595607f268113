"""The server of somebody's calendars, from their mail address or from any address on it (RFC 6764).

`domain_server` asks the DNS of the domain and its well-known address, with the caldav library and without a login;
`account_at` asks the server with one. A redirect is followed only on the host that the user knows, or to its sister.
"""

from __future__ import annotations

import logging
import threading
from urllib.parse import urljoin, urlsplit

from caldav.discovery import discover_service

from followupd.dav.account import Account
from followupd.dav.find import DavCollection, find_all, trusted
from followupd.dav.kinds import CALENDARS, DavKind
from followupd.dav.library import MovedAway, NotACalendar

PATIENCE = 30.0     # seconds for DNS and the well-known address together
MOST_MOVES = 3
# Their servers are no names in the domain of the address, so that RFC 6764 (8) does not let a client take them unasked.
_KNOWN = {
    "caldav": dict.fromkeys(("icloud.com", "me.com", "mac.com"), "https://caldav.icloud.com/"),
    "carddav": dict.fromkeys(("icloud.com", "me.com", "mac.com"), "https://contacts.icloud.com/"),
}
# The library warns of each domain that has no such server.
logging.getLogger("caldav.discovery").setLevel(logging.ERROR)


def domain_server(domain: str, kind: DavKind = CALENDARS) -> str | None:
    """Return the address of the domain's server, always with TLS; None if the domain names none, or none of its own."""
    service = _service(kind)
    if known := _KNOWN[service].get(domain.casefold()):
        return known
    found: list[str] = []

    def ask() -> None:
        about = discover_service(domain, service)
        if about is not None:
            found.append(about.url)

    asking = threading.Thread(target=ask, name="discovery", daemon=True)      # it may hang on a silent server
    asking.start()
    asking.join(PATIENCE)
    return found[0] if found else None


def account_at(account: Account, url: str) -> tuple[str, list[DavCollection]]:
    """Return the address at which an account answers, and its collections.

    That is `url` itself, where it has moved on its host, or the well-known address there. Raises CalendarUnreachable.
    """
    try:
        return _followed(account, url)
    except NotACalendar as first:
        well_known = urljoin(url, f"/.well-known/{_service(account.kind)}")
        if urlsplit(url).path == urlsplit(well_known).path:
            raise
        try:
            return _followed(account, well_known)
        except NotACalendar:
            raise first from None


def _followed(account: Account, url: str) -> tuple[str, list[DavCollection]]:
    for _ in range(MOST_MOVES):
        try:
            return url, find_all(account, url)
        except MovedAway as moved:
            url = trusted(url, moved.to)
    return url, find_all(account, url)


def _service(kind: DavKind) -> str:
    return "caldav" if kind is CALENDARS else "carddav"
