"""The hit list names the same calendar by another address: nothing is placed again, and no drag is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Moved, Outcome, Skipped
from followupd.passes.report import Report
from tests.kit.desks import HomeFolder
from tests.kit.fake_caldav import FakeCalDAV, Quirks
from tests.passes.test_quirks import name_of

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
LIST = """
calendar: {{url: "{url}", timeout: 5}}
timezone: America/Denver
block: {{every: Tuesday 10:00, ahead: 8 weeks}}
contacts:
""" + "".join(f"  - {{{{name: Person {n}, phone: +1 303 555 010{n}}}}}\n" for n in range(6))


class Moving:
    """A user whose server gets another port."""

    def __init__(self, folder: Path, server: FakeCalDAV) -> None:
        self.home, self.now = HomeFolder(folder), NOW
        self.home.write(LIST.format(url=server.url))
        with self.home.opened() as sources:
            sources.history.append([
                Attempt(f"person-{n}", NOW - timedelta(days=n), Outcome.NO_ANSWER, "phone") for n in range(4)
            ], NOW)
        self.sync()
        moved = next(p for p in self.home.events() if p.uid.startswith("retry"))
        server.edit(name_of(moved.uid), DTSTART="20261203T190000Z", DTEND="20261203T191500Z")
        self.sync()

    def sync(self) -> Report:
        self.now += timedelta(minutes=5)
        return self.home.a_pass(self.now)

    def hands(self) -> list[type]:
        return [type(fact) for fact in self.home.facts() if isinstance(fact, Moved | Skipped)]

    def written(self) -> dict[str, tuple[str, ...]]:
        """Return what is remembered of each calendar: the UIDs."""
        with self.home.opened() as sources:
            return {name: tuple(sources.history.written(name)) for name in sources.history.calendars()}


@pytest.mark.parametrize("rewrites", [False, True])
def test_another_port_is_the_same_calendar(tmp_path: Path, rewrites: bool) -> None:
    """A preview shows no change and stores nothing; the pass writes nothing, and remembers it by its new name alone."""
    with FakeCalDAV() as old, FakeCalDAV() as new:
        old.quirks = new.quirks = Quirks(rewrites=rewrites)
        user = Moving(tmp_path, old)
        before = user.written()
        for name, text in old.texts.items():
            new.put(name, text)
        user.home.write(LIST.format(url=new.url))
        assert user.home.a_pass(user.now, write=False).changes == ()
        assert user.written() == before
        assert user.sync().changes == ()
        assert list(user.written().values()) == list(before.values())
        assert user.written().keys() != before.keys()
        assert user.hands() == [Moved]
        gone = next(p for p in user.home.events() if p.uid.startswith("block"))
        new.remove(name_of(gone.uid))
        user.sync()
        assert user.hands() == [Moved, Skipped]


def test_another_calendar_is_not_taken_for_it(tmp_path: Path) -> None:
    """An empty one is written from the beginning, and the first one keeps its own memory."""
    with FakeCalDAV() as old, FakeCalDAV() as new:
        user = Moving(tmp_path, old)
        before = user.written()
        user.home.write(LIST.format(url=new.url))
        assert user.sync().created > 0
        assert user.hands() == [Moved]
        assert set(before.items()) < set(user.written().items())
        user.home.write(LIST.format(url=old.url))
        assert user.sync().changes == ()


def test_an_older_copy_elsewhere_is_not_taken_for_it(tmp_path: Path) -> None:
    """Its events are adopted as they are, not counted as moved back or deleted by the user."""
    with FakeCalDAV() as old, FakeCalDAV() as new:
        user = Moving(tmp_path, old)
        kept: list[Present] = [p for p in user.home.events() if p.uid.startswith("block")][:2]
        for present in kept:
            new.put(name_of(present.uid), old.texts[name_of(present.uid)])
        user.home.write(LIST.format(url=new.url))
        user.sync()
        assert user.hands() == [Moved]
        assert user.sync().changes == ()
