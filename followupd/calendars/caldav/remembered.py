"""A calendar and its listing as two texts for the state, so that a new process asks only for what has changed.

Takes a collection and its listing, gives a CalendarMemory, and back. A damaged memory, one of another list or one that
names a host to which the login may not go is none: everything is then looked for as at the first time. Never asks the
server; `listing` doubts what is recalled.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from followupd.calendars.caldav.listing import ListedResource, Listing
from followupd.calendars.files.resources import FOREIGN, Content, content
from followupd.calendars.protocol import CalendarMemory
from followupd.core.values.targets import CaldavTarget
from followupd.dav import dav_xml
from followupd.dav.find import DavCollection, trusted
from followupd.errors import CalendarUnreachable

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def remembered(collection: DavCollection, listing: Listing) -> CalendarMemory:
    """Return what to keep of a calendar that was read."""
    place = {
        "list": listing.list_name, "url": collection.url, "name": collection.name, "token": listing.token,
        "looks": listing.looks, "syncs": listing.syncs, "trusted": listing.trusted, "whole": listing.whole,
        "full_next": listing.full_next, "wrote": sorted(listing.wrote), "untold": sorted(listing.unreported),
        "took_off": listing.took_off,
    }
    return CalendarMemory(_encode(place), _encode(list(_rows(listing))))


def recalled(memory: CalendarMemory, target: CaldavTarget, list_name: str, zone: tzinfo) -> (
    tuple[DavCollection, Listing] | None
):
    """Return the calendar and its listing, None if the memory is of no use."""
    try:
        place = json.loads(memory.place)
        if place["list"] != list_name:
            return None
        collection = DavCollection(trusted(target.url, place["url"]), place["name"])
        known = [_resource(row, list_name, zone) for row in json.loads(memory.resources)]
        return collection, Listing(
            list_name, {dav_xml.key(one.href): one for one in known}, place["full_next"], place["whole"],
            place["token"], place["syncs"], place["trusted"], place["looks"], begun=True, recalled=True,
            wrote=set(place["wrote"]), unreported=set(place["untold"]), took_off=dict(place["took_off"]),
        )
    except (ValueError, TypeError, KeyError, CalendarUnreachable):
        return None


def _rows(listing: Listing) -> Iterator[list[str | None]]:
    """Yield href, ETag, text and UID: no text if it was not read, "" if it is not ours or could not be read."""
    for known in listing.known.values():
        content = known.content
        if content is None or content == FOREIGN:
            yield [known.href, known.etag, None if content is None else "", None]
        elif content.present is not None and content.problem is None:
            yield [known.href, known.etag, content.present.raw, None]
        else:
            yield [known.href, None, "", content.uid]


def _resource(row: list[Any], list_name: str, zone: tzinfo) -> ListedResource:
    href, etag, text, uid = row
    if uid is not None:
        return ListedResource(href, None, Content(problem="", uid=uid))
    if not text:
        return ListedResource(href, etag, None if text is None else FOREIGN)
    return ListedResource(href, etag, content(text, href, etag, list_name, zone))
