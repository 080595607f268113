"""A calendar in memory, for tests and previews: stores texts as a server does, and lets a test act as the user.

Renders and reads as real calendars do. Never touches a file or the network.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, tzinfo

from followupd.calendars.files.resources import content
from followupd.calendars.ical import content_lines, cutter, vevent
from followupd.calendars.protocol import Calendar, OwnWrite, Snapshot
from followupd.core.values.event import Change, Clash, Create, Delete, Done, Failed, Present, Result, Update
from followupd.core.values.uid import parse_uid
from followupd.errors import CalendarChanged, CalendarUnreachable


class MemoryCalendar(Calendar):
    """Resources by href, each with its text and a version that goes up with every write.

    `writes` counts the changes made by `apply`.
    """

    def __init__(self, list_name: str = "hitlist", zone: tzinfo = UTC, label: str = "memory") -> None:
        """Make an empty calendar."""
        self._list, self._zone, self._label = list_name, zone, label
        self.texts: dict[str, str] = {}
        self.exists = True
        self.writes = 0
        self._versions: dict[str, int] = {}
        self._read_error: Exception | None = None
        self._write_error: tuple[int, Exception] | None = None

    @property
    def label(self) -> str:
        """Its name for people."""
        return self._label

    def close(self) -> None:
        """Do nothing: nothing is open."""

    def own_writes(self) -> tuple[OwnWrite, ...]:
        """Return none: this is not a file."""
        return ()

    def read(self, expected: Collection[str] = ()) -> Snapshot:  # noqa: ARG002 - nothing lags here
        """Return all events of ours. Raises what `fail_reading` was given."""
        if self._read_error is not None:
            raise self._read_error
        if not self.exists:
            return Snapshot((), exists=False)
        events: dict[str, Present] = {}
        doubles: list[Present] = []
        unreadable: dict[str, str] = {}
        for href, text in self.texts.items():
            resource = content(text, href, self._version(href), self._list, self._zone)
            if resource.problem is not None:
                unreadable[resource.uid or href] = resource.problem
            if resource.present is not None:
                if resource.present.uid in events:
                    doubles.append(resource.present)
                else:
                    events[resource.present.uid] = resource.present
        return Snapshot(tuple(events.values()), True, tuple(unreadable.values()), unreadable, tuple(doubles))

    def apply(self, changes: Sequence[Change], stamp: datetime) -> list[Result]:
        """Make the changes one by one (see `Calendar.apply`). Raises CalendarUnreachable."""
        results: list[Result] = []
        for done, change in enumerate(changes):
            if self._write_error is not None:
                left, error = self._write_error
                if left == 0:
                    if not results and isinstance(error, CalendarUnreachable):
                        raise error
                    return results + [Failed(rest, error) for rest in changes[done:]]
                self._write_error = (left - 1, error)
            results.append(self._make(change, stamp))
        return results

    def _make(self, change: Change, stamp: datetime) -> Result:
        if isinstance(change, Create):
            event = change.after
            uid = parse_uid(event.uid, self._list)
            if uid is None:
                raise ValueError(f"{event.uid} is not a UID of the list {self._list}")
            there = self._find(event.uid)
            href = f"{uid.file_name}.ics"
            if there is not None or href in self.texts:
                return Clash(change, there)
            self.exists = True
            self.writes += 1
            return Done(change, self.put(href, vevent.render(event, stamp)))
        old = change.before
        if old.href not in self.texts:
            if isinstance(change, Delete):
                return Done(change, None)
            return Failed(change, CalendarChanged(f"{old.uid} is no longer there"))
        if old.version is not None and old.version != self._version(old.href):
            return Failed(change, CalendarChanged(f"{old.uid} was edited since it was read"))
        self.writes += 1
        if isinstance(change, Update):
            text = vevent.render(change.after, stamp, self.texts[old.href], change.ours)
            return Done(change, self.put(old.href, text))
        del self.texts[old.href]
        return Done(change, None)

    # For tests, which act as the user or as the network.

    def drag(self, uid: str, start: datetime, end: datetime | None = None) -> None:
        """Move an event as a calendar program does; it keeps its length unless `end` is given."""
        old = self.event(uid).event
        end = end or start + (old.end - old.start)
        self.edit_lines(uid, DTSTART=vevent.token(start), DTEND=vevent.token(end))

    def retitle(self, uid: str, summary: str) -> None:
        """Give an event another title."""
        self.edit_lines(uid, SUMMARY=content_lines.escape(summary))

    def rewrite(self, uid: str, description: str) -> None:
        """Give an event another text."""
        self.edit_lines(uid, DESCRIPTION=content_lines.escape(description))

    def cancel(self, uid: str) -> None:
        """Cancel an event, as some clients do instead of deleting it."""
        self.edit_lines(uid, STATUS="CANCELLED")

    def delete(self, uid: str) -> None:
        """Delete an event."""
        del self.texts[self.event(uid).href]

    def clear(self) -> None:
        """Delete everything at once."""
        self.texts.clear()

    def edit_lines(self, uid: str, **values: str) -> None:
        """Set properties of an event to values as iCalendar spells them; new ones are added."""
        href = self.event(uid).href
        place = cutter.cut(cutter.encode(self.texts[href]))
        block = next(b for b in place.events if b.uid == uid)
        kept = "".join(line.raw for line in content_lines.split(place.text(block)) if line.name not in values)
        first, rest = kept.split("\n", 1)
        added = "".join(content_lines.fold(f"{name}:{value}") for name, value in values.items())
        self.put(href, cutter.decode(cutter.edit(place, {block: f"{first}\n{added}{rest}"})))

    def add_lines(self, uid: str, *added: str) -> None:
        """Add content lines to an event, an alarm for instance, before its end."""
        href = self.event(uid).href
        text = self.texts[href]
        end = text.rindex("END:VEVENT")
        self.put(href, text[:end] + "".join(map(content_lines.fold, added)) + text[end:])

    def put(self, href: str, text: str) -> Present | None:
        """Store a resource, ours or not, as a server would. Returns our event in it."""
        self.texts[href] = text
        self._versions[href] = max(self._versions.values(), default=0) + 1   # never a used one
        return content(text, href, self._version(href), self._list, self._zone).present

    def share(self, other: MemoryCalendar) -> None:
        """Share the resources of another calendar: two processes, or two lists, on one calendar."""
        self.texts, self._versions = other.texts, other._versions

    def event(self, uid: str) -> Present:
        """Return the event with this UID. Raises KeyError."""
        there = self._find(uid)
        if there is None:
            raise KeyError(uid)
        return there

    def fail_reading(self, error: Exception | None) -> None:
        """Make every `read` raise this until it is called with None."""
        self._read_error = error

    def fail_writing(self, error: Exception | None, after: int = 0) -> None:
        """Make all changes after the next `after` ones fail with this, until it is called with None."""
        self._write_error = None if error is None else (after, error)

    def _find(self, uid: str) -> Present | None:
        for href, text in self.texts.items():
            named = uid in content_lines.unfold(text)
            present = content(text, href, self._version(href), self._list, self._zone).present if named else None
            if present is not None and present.uid == uid:
                return present
        return None

    def _version(self, href: str) -> str:
        return f'"{self._versions[href]}"'
