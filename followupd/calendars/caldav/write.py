"""One change on a CalDAV server, made only if the event is still as it was when the change was decided.

Takes a change, returns its Result. Creates with If-None-Match, changes and deletes with If-Match of the version that
was read; without a strong ETag it reads first and compares by meaning. If an answer leaves open whether the server
stored something, it reads the resource (docs/servers.md 1-10). Never writes a second time without reading.

A refusal of one event fails alone, as EventRefused; only what would meet every other change too is raised.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from followupd.calendars.files.resources import Content, content
from followupd.calendars.ical import vevent
from followupd.core.phrases.handed_back import in_bmp
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.values.event import (
    Change,
    Clash,
    Create,
    Delete,
    Done,
    Event,
    Failed,
    Present,
    Result,
    Update,
    event_of,
    uid_of,
)
from followupd.core.values.uid import parse_uid
from followupd.dav import dav_xml
from followupd.dav.account import Account, ServerFault
from followupd.dav.dav_xml import CALENDAR_TYPE, GONE, strong
from followupd.dav.find import DavCollection, is_there
from followupd.dav.library import NotACalendar, Response
from followupd.dav.network import ClearlyRefused
from followupd.errors import AGAIN, CalendarChanged, CalendarUnreachable, EventRefused

_LOCKED = 423
# Statuses about the login, the address, a pause, a gateway or the whole account. Any other refusal is about one event.
_WHOLE_CALENDAR = (401, *GONE, 429, 502, 503, 504, 507)
_TAKEN = (400, 403, 405, 409, 412)          # statuses for "it exists already" (docs/servers.md 1)
_UID_CONFLICT = ("no-uid-conflict", "unique-scheduling-object-resource", "uid already exists")


class _Refusal(Exception):
    """The server refuses the event that is being changed, for this reason."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """The current content of an href."""

    answer: Response
    content: Content

    @property
    def gone(self) -> bool:
        return self.answer.status in GONE


@dataclass(frozen=True, slots=True)
class ResourceWriter:
    """Makes changes on one collection. `find_uid` looks for a UID in the whole collection."""

    account: Account
    collection: DavCollection
    list_name: str
    zone: tzinfo
    stamp: datetime
    find_uid: Callable[[str], Present | None]
    alone: bool = True
    careful: bool = False     # SOGo ignores a stale If-Match on DELETE: read first

    def make(self, change: Change, alone: bool = True) -> Result:
        """Make a change. Raises CalendarUnreachable if nothing more can be done on this server just now.

        Unless it is made `alone`, a locked event and a fault are a ServerFault: our own other changes may be the cause.
        """
        writer = self if alone else replace(self, alone=False)
        try:
            return writer._made(change)
        except CalendarUnreachable as error:
            error.uid = uid_of(change)
            raise

    def _made(self, change: Change) -> Result:
        try:
            match change:
                case Create():
                    return self._create(change)
                case Update():
                    return self._update(change)
                case Delete():
                    return self._delete(change)
        except _Refusal as refusal:
            return self._refused(change, refusal)
        except NotACalendar as answer:      # such as a redirect, or the page of a proxy
            if not self._calendar_is_there():
                raise
            return self._refused(change, answer)

    def _refused(self, change: Change, why: Exception) -> Failed:
        return Failed(change, EventRefused(f"{self.collection.label}: {self._attempted(change)}: {why}"))

    def _attempted(self, change: Change) -> str:
        """Return what could not be done, `"Call Dana" of Fri 27 Nov 12:30 could not be written`."""
        event = event_of(change)
        done = "taken off" if isinstance(change, Delete) else "written"
        return f'"{event.summary}" of {moment_text(event.start, self.zone, self.stamp.date())} could not be {done}'

    def _unexpected(self, answer: Response) -> Exception:
        """Return the error for an answer that is neither success nor a conflict."""
        status = answer.status
        if answer.good or (status in _WHOLE_CALENDAR and not (status in GONE and self._calendar_is_there())):
            return self.account.unexpected(answer, self.collection.url)
        if status >= 500 and not self.alone:
            return ServerFault(f"{self.collection.label}: the server has a fault ({status})", AGAIN)
        return _Refusal(f"the server refuses it ({status}{_reason(answer)})")

    def _calendar_is_there(self) -> bool:
        """Ask for the calendar itself, since 404 and 410 may be about it or about one event."""
        return is_there(self.account, self.collection)

    def _create(self, change: Create) -> Result:
        event = change.after
        uid = parse_uid(event.uid, self.list_name)
        if uid is None:
            raise ValueError(f"{event.uid} is not a UID of the list {self.list_name}")
        href = urlsplit(self.collection.url).path + f"{uid.file_name}.ics"
        text = vevent.render(event, self.stamp)
        answer = self._send(change, "PUT", href, text, {"If-None-Match": "*"}, event)
        if not isinstance(answer, Response):
            return answer
        if answer.good:
            return Done(change, self._stored(href, text, change, answer))
        if answer.status in _TAKEN:
            return self._clash_or_refusal(change, href, answer)
        raise self._unexpected(answer)

    def _clash_or_refusal(self, change: Create, href: str, answer: Response) -> Result:
        """Return what blocked a create; raise if it was refused for another reason."""
        looked = self._look(href)
        if looked.content.present is not None and looked.content.present.uid == change.after.uid:
            return Clash(change, looked.content.present)
        named = any(sign in answer.text.lower() for sign in _UID_CONFLICT)
        if named or answer.status in (409, 412):
            elsewhere = self.find_uid(change.after.uid)
            if elsewhere is not None or named or looked.answer.good:
                return Clash(change, elsewhere)   # None: in a trash bin, in another calendar, or not readable
        raise self._unexpected(answer)

    def _update(self, change: Update) -> Result:
        old, event = change.before, change.after
        raw, match = old.raw, strong(old.version)
        if not raw:
            return self._write_again(change)
        if match is None:
            looked = self._look(old.href)
            if not self._means_the_same(looked.content, old):
                return Failed(change, _changed(old))
            raw, match = looked.answer.text, strong(looked.answer.etag)
        try:
            text = vevent.render(event, self.stamp, raw, change.ours)
        except ValueError:   # the text that was read does not hold this event
            return Failed(change, _changed(old))
        answer = self._send(change, "PUT", old.href, text, {"If-Match": match} if match else {}, event)
        if not isinstance(answer, Response):
            return answer
        if answer.good:
            return Done(change, self._stored(old.href, text, change, answer))
        if answer.status == 412 or (answer.status in GONE and self._look(old.href).gone):
            return Failed(change, _changed(old))
        raise self._unexpected(answer)

    def _write_again(self, change: Update) -> Result:
        """Write an event of which the server gives no text, without characters beyond the BMP, if it still is so."""
        old, looked = change.before, self._look(change.before.href)
        match = strong(looked.answer.etag)
        if looked.gone or looked.content.present is not None or match != strong(old.version):
            return Failed(change, _changed(old))
        present = self._stored_plainly(old.href, change, match)
        if present is None or present.uid != change.after.uid:
            raise _Refusal("the server accepted it and does not return it")
        return Done(change, present)

    def _delete(self, change: Delete) -> Result:
        old = change.before
        match = strong(old.version)
        if match is None or self.careful:
            looked = self._look(old.href)
            if looked.gone:
                return Done(change, None)
            withheld = old.raw == "" and looked.content.present is None
            if not withheld and not self._means_the_same(looked.content, old):
                return Failed(change, _changed(old))
            match = strong(looked.answer.etag)
        answer = self._send(change, "DELETE", old.href, "", {"If-Match": match} if match else {}, None)
        if not isinstance(answer, Response):
            return answer
        if answer.good:
            return Done(change, None)
        if answer.status in (412, *GONE) and self._look(old.href).gone:     # some answer 412 if it is gone
            return Done(change, None)
        if answer.status == 412:
            return Failed(change, _changed(old))
        if answer.status in GONE:
            raise _Refusal(f"the server says that it does not exist ({answer.status}), and still has it")
        raise self._unexpected(answer)

    def _send(
        self, change: Change, method: str, href: str, text: str, condition: dict[str, str], wanted: Event | None, *,
        first: bool = True,
    ) -> Response | Result:
        """Send a change; return a clear answer, or if none came, the result of looking whether it was done.

        If it was not and the connection had broken (servers drop idle ones), it is sent once more: the condition keeps
        that from doing anything twice. Raises CalendarUnreachable.
        """
        headers = {**(CALENDAR_TYPE if text else {}), **condition}
        try:
            answer = self.account.request(method, self.collection.at(href), text, headers)
        except ClearlyRefused:
            raise
        except CalendarUnreachable as error:
            done = self._done_already(change, href, wanted)
            if done is not None:
                return done
            if not first or not condition or isinstance(error, NotACalendar):
                raise
            self.account.hang_up()          # once more, on a new connection
            return self._send(change, method, href, text, condition, wanted, first=False)
        if answer.status == _LOCKED:
            return self._locked(change, href, wanted)
        if answer.status < 500:
            return answer
        done = self._done_already(change, href, wanted)
        if done is None:
            raise self._unexpected(answer)
        return done

    def _locked(self, change: Change, href: str, wanted: Event | None) -> Result:
        """Answer that an event is locked: later, if another change of ours may hold the lock, else once it is done."""
        if not self.alone:
            raise ServerFault(f"{self.collection.label}: the event is locked (423)", AGAIN)
        done = self._done_already(change, href, wanted)
        if done is None:
            raise _Refusal("it is locked (423)")
        return done

    def _done_already(self, change: Change, href: str, wanted: Event | None) -> Done | None:
        """Return the result if the resource is already as wanted; `wanted` is None for a deletion."""
        there = self._look(href)
        if wanted is None:
            return Done(change, None) if there.gone else None
        present = there.content.present
        return Done(change, present) if present is not None and vevent.is_as_wanted(present.event, wanted) else None

    def _stored(self, href: str, text: str, change: Create | Update, answer: Response) -> Present:
        """Return what is there after a write, confirmed by its ETag or else read back (P11).

        What the server accepted and does not give back is written once more without characters beyond the BMP: SOGo
        cannot read an event in which one of them is where a line is folded (docs/servers.md 11).
        """
        plain = in_bmp(text)
        if strong(answer.etag) is not None and (plain == text or not self.careful):
            present = content(text, href, answer.etag, self.list_name, self.zone).present
        else:
            looked = self._look(href)
            present = looked.content.present
            if present is None and plain != text:
                present = self._stored_plainly(href, change, strong(looked.answer.etag))
        if present is None or present.uid != change.after.uid:
            raise _Refusal("the server accepted it and does not return it")
        return present

    def _stored_plainly(self, href: str, change: Create | Update, match: str | None) -> Present | None:
        """Write an event without characters beyond the BMP; return what is there then."""
        event = _in_bmp(change.after)
        raw, ours = (change.before.raw, _in_bmp(change.ours)) if isinstance(change, Update) else ("", event)
        text = vevent.render(event, self.stamp, in_bmp(raw) if raw else None, ours)
        condition = {"If-Match": match} if match else {}
        answer = self.account.request("PUT", self.collection.at(href), text, {**CALENDAR_TYPE, **condition})
        return self._look(href).content.present if answer.good else None

    def _means_the_same(self, found: Content, old: Present) -> bool:
        """Return whether what is there still means what was read, however it is spelled."""
        there, read = found.present, content(old.raw, old.href, old.version, self.list_name, self.zone).present
        return there is not None and read is not None and (
            replace(there, href="", version=None, raw="") == replace(read, href="", version=None, raw="")
        )

    def _look(self, href: str) -> _Looked:
        """Read one resource by its name, never by a search, whose index may lag (docs/servers.md 8)."""
        answer = self.account.request("GET", self.collection.at(href))
        if answer.status in GONE:
            return _Looked(answer, Content())
        if not answer.good:
            raise self._unexpected(answer)
        return _Looked(answer, content(answer.text, href, answer.etag, self.list_name, self.zone))


def _reason(answer: Response) -> str:
    """Return what the server gives as the reason: its sentence, or else a precondition, `: max-resource-size`."""
    named = dav_xml.error_of(answer.tree)
    return f": {named}" if named else ""


def _in_bmp(event: Event) -> Event:
    return replace(event, summary=in_bmp(event.summary), description=in_bmp(event.description))


def _changed(old: Present) -> CalendarChanged:
    return CalendarChanged(f"{old.event.summary or old.uid} was edited or removed since it was read",
                           "The next pass reads it again.")
