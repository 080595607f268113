"""The kinds of collections on a server that followupd knows: what the protocol and what a sentence calls each."""

from __future__ import annotations

from dataclasses import dataclass

CALDAV = "{urn:ietf:params:xml:ns:caldav}"
CARDDAV = "{urn:ietf:params:xml:ns:carddav}"


@dataclass(frozen=True, slots=True)
class DavKind:
    """A kind of collection. `noun` and `members` are for sentences: a calendar holds events.

    The others are names with their namespaces: of its resource type, of the property that leads to all of an owner's,
    of the report that reads several resources, and of the property with the text of one. `component` is the kind of
    member that it must take, if it may be of several.
    """

    noun: str
    members: str
    type: str
    home: str
    multiget: str
    data: str
    component: str = ""

    @property
    def an(self) -> str:
        """The noun with its article."""
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"


CALENDARS = DavKind(
    "calendar", "events", f"{CALDAV}calendar", f"{CALDAV}calendar-home-set", f"{CALDAV}calendar-multiget",
    f"{CALDAV}calendar-data", "VEVENT",
)
ADDRESS_BOOKS = DavKind(
    "address book", "cards", f"{CARDDAV}addressbook", f"{CARDDAV}addressbook-home-set",
    f"{CARDDAV}addressbook-multiget", f"{CARDDAV}address-data",
)
