"""Requests to a CalDAV or CardDAV server, and its multistatus answers as values (RFC 4918, 4791, 6352, 6578).

Takes parsed XML trees, returns hrefs exactly as the server wrote them. Servers change their spelling, so hrefs are
compared by `key` (docs/servers.md 6). Never sends anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

from followupd.dav.kinds import CALDAV, CARDDAV, DavKind

D = "{DAV:}"
C = CALDAV
CALENDAR_TYPE = {"Content-Type": "text/calendar; charset=utf-8"}
GONE = (404, 410)       # statuses of a resource that does not exist
LONGEST_REASON = 120    # characters of a server's own sentence
_SENTENCES = ("{http://sabredav.org/ns}message", "{http://twistedmatrix.com/xml_namespace/dav/}error-description")
_SPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
_CARDS = f'{_SPACES} xmlns:A="urn:ietf:params:xml:ns:carddav"'
_PREFIXES = {CALDAV: "C:", CARDDAV: "A:"}


def _spaces(kind: DavKind) -> str:
    return _CARDS if kind.type.startswith(CARDDAV) else _SPACES


def _prefixed(name: str) -> str:
    """Return a name with the prefix of its namespace: `C:calendar-data`."""
    space, _, local = name.rpartition("}")
    return _PREFIXES[f"{space}}}"] + local


def about(kind: DavKind) -> str:
    """Write a PROPFIND that finds collections of a kind, or where they are."""
    components = "<C:supported-calendar-component-set/>" if kind.component else ""
    return (f'<?xml version="1.0" encoding="utf-8"?><D:propfind {_spaces(kind)}><D:prop><D:resourcetype/>'
            f"<D:displayname/><D:current-user-principal/><{_prefixed(kind.home)}/>{components}</D:prop></D:propfind>")


ADDRESSES = (f'<?xml version="1.0" encoding="utf-8"?><D:propfind {_SPACES}><D:prop><C:calendar-user-address-set/>'
             "</D:prop></D:propfind>")
ETAGS = (f'<?xml version="1.0" encoding="utf-8"?><D:propfind {_SPACES}><D:prop><D:resourcetype/><D:getetag/></D:prop>'
         "</D:propfind>")


def strong(etag: str | None) -> str | None:
    """Return the ETag if If-Match can use it: a weak one never matches (RFC 9110 13.1.1)."""
    return etag if etag and not etag.startswith("W/") else None


def changes_since(token: str) -> str:
    """Write a sync-collection REPORT; an empty token asks for everything (RFC 6578 3.2)."""
    return (f'<?xml version="1.0" encoding="utf-8"?><D:sync-collection {_SPACES}><D:sync-token>{escape(token)}'
            "</D:sync-token><D:sync-level>1</D:sync-level><D:prop><D:getetag/></D:prop></D:sync-collection>")


def texts_of(hrefs: Iterable[str], kind: DavKind) -> str:
    """Write a multiget REPORT for these resources (RFC 4791 7.9, RFC 6352 8.7)."""
    listed = "".join(f"<D:href>{escape(href)}</D:href>" for href in hrefs)
    report, data = _prefixed(kind.multiget), _prefixed(kind.data)
    return (f'<?xml version="1.0" encoding="utf-8"?><{report} {_spaces(kind)}><D:prop><D:getetag/>'
            f"<{data}/></D:prop>{listed}</{report}>")


@dataclass(frozen=True, slots=True)
class DavResource:
    """One resource of a multistatus. `status` is that of the resource; `props` are those that exist."""

    href: str
    status: int
    props: dict[str, Any]

    def text(self, name: str) -> str | None:
        """Return the text of a property, None if it has none."""
        element = self.props.get(name)
        return None if element is None or element.text is None else str(element.text)

    def hrefs(self, name: str) -> list[str]:
        """Return the addresses in a property."""
        element = self.props.get(name)
        return [] if element is None else [h.text.strip() for h in element.iter(f"{D}href") if is_address(h.text)]

    @property
    def kinds(self) -> set[str]:
        """The tags of its resource type."""
        element = self.props.get(f"{D}resourcetype")
        return set() if element is None else {str(child.tag) for child in element}

    def holds(self, kind: DavKind) -> bool:
        """Return whether this is a collection of a kind that takes its members.

        A calendar without a component set takes everything (RFC 4791 5.2.3).
        """
        allowed = self.props.get(f"{C}supported-calendar-component-set")
        names = [] if allowed is None else [str(c.get("name", "")).upper() for c in allowed]
        return kind.type in self.kinds and (not names or kind.component in names)


def entries(tree: Any) -> Iterator[DavResource] | None:
    """Return the resources of a multistatus answer, each with an href that need not be an address.

    None if the answer is something else.
    """
    if tree is None or tree.tag != f"{D}multistatus":
        return None
    found = (_entry(response) for response in tree.iterfind(f"{D}response"))
    return (entry for entry in found if entry.href)


def sync_token(tree: Any) -> str | None:
    """Return the token of a sync-collection answer, None if it has none."""
    element = tree.find(f"{D}sync-token")
    return None if element is None or not element.text else str(element.text).strip()


def error_of(tree: Any) -> str:
    """Return the reason in an error body: a sentence that sabre or Calendar Server adds, or else a precondition.

    A precondition is an element of DAV: or CalDAV (RFC 4918 16, RFC 4791 5.3.2.1); "" without any.
    """
    if tree is None or tree.tag != f"{D}error":
        return ""
    said = {str(child.tag): child for child in tree if isinstance(child.tag, str)}
    texts = (" ".join("".join(said[tag].itertext()).split()) for tag in _SENTENCES if tag in said)
    sentence = next(filter(None, texts), "").rstrip(".")
    if len(sentence) > LONGEST_REASON:
        sentence = f"{sentence[:LONGEST_REASON - 1].rstrip()}\u2026"
    return sentence or next((tag.rpartition("}")[2] for tag in said if tag.startswith((D, C))), "")


def _entry(response: Any) -> DavResource:
    href = response.findtext(f"{D}href") or ""
    props: dict[str, Any] = {}
    for propstat in response.iterfind(f"{D}propstat"):
        if _code(propstat.findtext(f"{D}status")) == 200:
            props.update((str(child.tag), child) for prop in propstat.iterfind(f"{D}prop") for child in prop)
    return DavResource(href.strip(), _code(response.findtext(f"{D}status")), props)


def _code(status: str | None) -> int:
    """Return 404 for "HTTP/1.1 404 Not Found"; 200 without a status."""
    words = (status or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 200


def is_address(href: str | None) -> bool:
    """Return whether a server's href can be an address: an empty one, `//[::` or `//host:x/` cannot."""
    try:
        return href is not None and href.strip() != "" and urlsplit(href.strip()).port != 0
    except ValueError:
        return False


def key(href: str) -> str:
    """Return what all spellings of one resource have in common: the decoded path without a final slash.

    What is not an address has one spelling.
    """
    return unquote(urlsplit(href).path).rstrip("/") if is_address(href) else href
