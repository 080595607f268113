"""SOGo: a stale If-Match does not stop a DELETE, and an emoji can hide an event (docs/servers.md 3, 11)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.event import Delete, Failed
from followupd.core.values.facts import Outcome
from followupd.desk.withdraw import withdraw
from followupd.errors import CalendarChanged, CalendarUnreachable
from followupd.history.store import History
from followupd.passes.left_alone import unreadable_events
from followupd.passes.refusals import PAUSES
from followupd.passes.report import Report
from tests.kit.desks import KEY
from tests.kit.fake_caldav import CUT_AFTER, FakeCalDAV, Quirks, cuts_emoji
from tests.passes.test_quirks import KINDS, NOW, ServerDesk, name_of


@pytest.mark.parametrize("path", ["/SOGo/dav/dana/Calendar/personal/", "/calendars/dana/"])
def test_sogo_is_read_before_a_delete(tmp_path: Path, path: str) -> None:
    """docs/servers.md 3: it deletes in spite of a stale If-Match, so what the user typed meanwhile would be lost.

    Behind a proxy with another address it is known by its tokens, which are seconds.
    """
    with FakeCalDAV(path) as server:
        server.quirks = KINDS["SOGo"]
        desk = ServerDesk(server, tmp_path)
        desk()
        present = next(iter(desk.calendar.read().events))
        server.edit(name_of(present.uid), SUMMARY="ok Person 1")
        (result,) = desk.calendar.apply([Delete(present)], NOW)
        assert isinstance(result, Failed)
        assert isinstance(result.error, CalendarChanged)
        assert "ok Person 1" in server.texts[name_of(present.uid)]
        fresh = next(p for p in desk.calendar.read().events if p.uid == present.uid)
        assert desk.calendar.apply([Delete(fresh)], NOW)[0].change == Delete(fresh)
        assert name_of(present.uid) not in server.texts
        desk.close()


@pytest.fixture
def sogo(tmp_path: Path) -> Iterator[ServerDesk]:
    """SOGo, and a list on which each name has another length, so that some emoji are where a line is folded."""
    with FakeCalDAV("/SOGo/dav/dana/Calendar/personal/") as server:
        server.quirks = replace(KINDS["SOGo"], null_emoji=True)
        desk = ServerDesk(server, tmp_path)
        people = tuple(replace(one, name=f"{one.name} {'🎂' * (n + 1)}", notes="🎉" * 40 if n else "")
                       for n, one in enumerate(desk.hitlist.contacts))
        desk.hitlist = replace(desk.hitlist, contacts=people)
        yield desk
        desk.close()


def hidden(desk: ServerDesk) -> list[str]:
    return [name for name, text in desk.server.texts.items() if cuts_emoji(text)]


def test_an_emoji_where_a_line_is_folded_is_written_without_it_once(sogo: ServerDesk) -> None:
    """docs/servers.md 11: the user sees each event, the report says what happened, and nothing is written again."""
    desk = sogo
    report = desk()
    assert report.problems == ()
    assert report.created == len(desk.server.texts) == len(report.plan.events)
    assert desk.server.writes > report.created, "some had to be written again"
    assert hidden(desk) == []
    shown = [p.event.summary for p in desk.calendar.read().events]
    assert any("🎂" in title for title in shown), "the others keep theirs"
    for _ in range(2):
        desk.start()
        desk.server.second += 1
        writes = desk.server.writes
        again = desk()
        assert (again.changes, again.problems, again.facts) == ((), (), ())
        assert desk.server.writes == writes


def test_what_the_user_types_on_an_event_without_its_emoji_counts(sogo: ServerDesk) -> None:
    desk = sogo
    desk()
    plain = next(p for p in desk.calendar.read().events if p.uid.startswith("retry") and "🎂" not in p.event.summary)
    desk.server.edit(name_of(plain.uid), SUMMARY=f"lm {plain.event.summary}")
    desk.server.second += 1
    desk.now += timedelta(hours=1)
    desk()
    assert [outcome for _, outcome, _ in desk.tries() if outcome is Outcome.LEFT_MESSAGE]
    assert desk.news() == []


@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_a_write_that_was_cut_off_before_the_second_one_heals(sogo: ServerDesk, method: str) -> None:
    """P4: the event is there and nobody can see it; it is written without its emoji once its pause is over."""
    desk = sogo
    desk.server.fault = lambda asked, path, count: CUT_AFTER if asked == method and hidden(desk) else None
    with suppress(CalendarUnreachable):
        desk()
    desk.server.fault = lambda asked, path, count: None
    desk.start()
    desk.server.second += 1
    desk.now += PAUSES[0]
    desk()
    assert hidden(desk) == []
    assert len(desk.server.texts) == len(desk().plan.events)
    assert desk().changes == ()
    assert desk.news() == []


@pytest.fixture
def confirmed(tmp_path: Path) -> Iterator[ServerDesk]:
    """A server that confirms each write by its ETag, and cannot read some of them afterwards."""
    with FakeCalDAV() as server:
        server.quirks = Quirks(null_emoji=True)
        desk = ServerDesk(server, tmp_path)
        people = tuple(replace(one, name=f"{one.name} {'🎂' * (n + 1)}", notes="🎉" * 40)
                       for n, one in enumerate(desk.hitlist.contacts))
        desk.hitlist = replace(desk.hitlist, contacts=people)
        desk()
        assert hidden(desk)
        yield desk
        desk.close()


def reading_everything(desk: ServerDesk) -> Report:
    """Run a pass in a new process that remembers nothing of the calendar."""
    desk.history.keep_calendar_memory(KEY, "", "")
    desk.start()
    return desk()


def test_what_became_unreadable_after_its_etag_is_written_again_once(confirmed: ServerDesk) -> None:
    """docs/servers.md 11: nobody has edited it since, so nothing is lost; then it is left alone."""
    desk, unseen = confirmed, hidden(confirmed)
    report = reading_everything(desk)
    assert report.problems == ()
    assert hidden(desk) == []
    assert sum("was written again, without emoji" in line for line in report.lines()) == len(unseen)
    again = reading_everything(desk)
    assert (again.changes, again.problems, again.facts) == ((), (), ())
    desk.server.null.update(unseen)
    writes = desk.server.writes
    assert len(reading_everything(desk).problems) == len(unseen)
    assert desk.server.writes == writes


def test_what_somebody_edited_since_is_not_written_again(confirmed: ServerDesk) -> None:
    """Nobody knows what it holds: it is reported and left as it is."""
    desk = confirmed
    name = next(name for name in hidden(desk) if name.startswith("retry"))
    desk.server.edit(name, SUMMARY="x" * 66 + "🎉")
    writes = desk.server.writes
    report = reading_everything(desk)
    assert name in report.problems[0]
    assert hidden(desk) == [name]
    assert desk.server.writes == writes + len(report.written_again)


def test_withdraw_takes_off_what_nobody_can_see_after_a_lost_database(sogo: ServerDesk) -> None:
    """Its name says that it is ours; what has another name is not touched (P5)."""
    desk = sogo
    desk()
    name = next(name for name in desk.server.texts if name.startswith("retry"))
    desk.server.edit(name, SUMMARY="x" * 66 + "🎉")
    desk.server.put("retry-me-hitlist.ics.ics", desk.server.texts[name])
    desk.server.second += 1
    desk.start()
    desk.history.close()
    (desk.folder / "state.db").unlink()
    desk.history = History.open(desk.folder / "state.db", "hitlist")
    report = withdraw(desk.sources(), desk.now, write=True)
    assert not report.failed
    assert set(desk.server.texts) == {"retry-me-hitlist.ics.ics"}


def test_withdraw_takes_off_what_nobody_can_see(sogo: ServerDesk) -> None:
    """One became unreadable behind our back: it is reported, left alone, and withdrawn."""
    desk = sogo
    desk()
    name = next(name for name in desk.server.texts if name.startswith("retry"))
    desk.server.edit(name, SUMMARY="x" * 66 + "🎉")
    assert hidden(desk) == [name]
    desk.server.second += 1
    for _ in range(2):
        desk.start()
        writes = desk.server.writes
        report = desk()
        assert desk.server.writes == writes
        assert name in report.problems[0]
    desk.start()
    assert unreadable_events(desk.history)
    assert withdraw(desk.sources(), desk.now, write=True).problems == ()      # not that it was left as it is
    assert not unreadable_events(desk.history)
    assert desk.server.texts == {}
