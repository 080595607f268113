"""The pass on a real history and a real file: accidents, lost databases, commits cut off, calendars that fail."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from followupd.calendars.files.ics_file import IcsFile
from followupd.calendars.memory import MemoryCalendar
from followupd.calendars.protocol import Calendar, OwnWrite, Snapshot
from followupd.core.schedule.status import State
from followupd.core.values.event import Change, Delete, Result
from followupd.core.values.facts import Moved, Outcome, Skipped
from followupd.core.values.hitlist import Contact, Status
from followupd.errors import CalendarChanged, CalendarUnreachable, UnsafeChange
from followupd.history.store import History
from followupd.passes.gather import Allow
from tests.kit.desks import UserDesk
from tests.kit.people import A_WEEK_APART, DENVER, at, hit_list, person, tried
from tests.properties.dying import PowerCut

NOW = at("2026-11-20 14:15")


def people() -> tuple[Contact, ...]:
    return person("Dana"), person("Ann Lee"), person("Ann"), person("Bob")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[UserDesk[Calendar]]:
    with History.open(tmp_path / "state.db", "hitlist") as history:
        calendar = IcsFile(tmp_path / "followup.ics", "hitlist", DENVER)
        yield UserDesk(tmp_path, hit_list(*people(), retry=A_WEEK_APART), history, calendar, NOW)


@pytest.fixture
def ran(desk: UserDesk[Calendar]) -> UserDesk[Calendar]:
    """After a first pass and a failed call to Dana."""
    desk.log(tried("2026-11-20 14:10"))
    desk()
    assert desk.coming() == [
        ("Call Ann Lee, Ann and Bob", "Tue 24 Nov 10:00"), ("Call Dana", "Fri 27 Nov 11:00"),
    ]
    return desk


def take_out(desk: UserDesk[Calendar], most: int) -> None:
    there = list(desk.present().values())[:most]
    desk.calendar.apply([Delete(p) for p in there], desk.now)


# Accidents (P10).


def test_a_file_that_is_gone_stops_everything(ran: UserDesk[Calendar]) -> None:
    """Nothing is written, no skip is recorded, and the sentence says what to do."""
    ran.file.unlink()
    for _ in range(2):
        with pytest.raises(UnsafeChange, match="is gone, and with it 27 events of ours; nothing was written") as caught:
            ran()
        assert "followupd sync --rebuild" in caught.value.hint
    assert not ran.file.exists()
    assert ran.facts(Skipped) == []


def test_rebuild_writes_everything_again_once(ran: UserDesk[Calendar]) -> None:
    """The same events under new UIDs; then it is quiet, and nobody was skipped."""
    before = ran.coming()
    ran.file.unlink()
    ran(Allow(rebuild=True))
    assert ran.coming() == before
    assert len(ran.present()) == 27
    assert ran.facts(Skipped) == []
    ran.quiet()


def test_deletions_that_are_meant_are_skips(ran: UserDesk[Calendar]) -> None:
    """Dana's retry and the 26 blocks are skipped; the others get what is right without these blocks; then quiet."""
    ran.file.unlink()
    ran(Allow(deletions=True))
    assert len(ran.facts(Skipped)) == 27
    assert ran.reports[-1].plan.statuses["dana"].state is State.RESTING
    assert "Call Dana" not in dict(ran.coming())
    ran.quiet()


@pytest.mark.parametrize(("taken", "refused"), [(1, False), (2, False), (13, False), (14, True), (27, True)])
def test_more_than_half_at_once_is_an_accident(ran: UserDesk[Calendar], taken: int, refused: bool) -> None:
    """A person tidies up a few; half a calendar does not vanish by hand."""
    take_out(ran, taken)
    if refused:
        with pytest.raises(UnsafeChange, match=f"{taken} of our 27 events to come have vanished"):
            ran()
    else:
        ran()
    assert len(ran.facts(Skipped)) == (0 if refused else taken)


def test_an_emptied_hit_list_stops_everything(ran: UserDesk[Calendar]) -> None:
    """The people of a list do not all leave at once by a slip of the editor; if they do, one word says so."""
    ran.hitlist = replace(ran.hitlist, contacts=())
    text = ran.file.read_bytes()
    with pytest.raises(UnsafeChange, match="coming events are for 4 people"):
        ran()
    assert ran.file.read_bytes() == text
    ran(Allow(deletions=True))
    assert ran.coming() == []
    ran.quiet()


def test_a_list_emptied_while_a_block_goes_on_is_quiet_after_the_word(ran: UserDesk[Calendar]) -> None:
    """The running block keeps its names, as everything that has begun; it must not be asked about again and again."""
    ran.now = at("2026-11-24 10:20")
    ran()
    ran.hitlist = replace(ran.hitlist, contacts=())
    with pytest.raises(UnsafeChange):
        ran()
    ran(Allow(deletions=True))
    ran.quiet()


# The database.


def lose_database(desk: UserDesk[Calendar]) -> None:
    desk.history.close()
    (desk.folder / "state.db").unlink()
    desk.history = History.open(desk.folder / "state.db", "hitlist")


def test_a_lost_database_doubles_nothing(ran: UserDesk[Calendar]) -> None:
    """Our events are adopted by their UIDs. What was logged by command is lost, and with it only Dana's retry."""
    blocks = {uid for uid in ran.present() if uid.startswith("block-")}
    lose_database(ran)
    ran()
    assert set(ran.present()) == blocks
    assert ran.facts(Skipped) == []
    ran.quiet()
    ran.history.close()


def test_a_drag_before_the_database_was_lost_is_known_by_our_note(ran: UserDesk[Calendar]) -> None:
    """X-FOLLOWUPD-START says where we had put it: the block stays where the user wants it."""
    text = ran.file.read_text()
    assert "DTSTART:20261124T170000Z" in text
    text = text.replace("DTSTART:20261124T170000Z", "DTSTART:20261125T210000Z")
    ran.file.write_text(text.replace("DTEND:20261124T180000Z", "DTEND:20261125T220000Z"), newline="")
    lose_database(ran)
    ran()
    assert [fact.uid for fact in ran.facts(Moved)] == ["block-2026w48-1-hitlist@followupd"]
    assert ran.coming()[0][1] == "Wed 25 Nov 14:00"
    ran.quiet()
    ran.history.close()


# Commits cut off.


@dataclass
class CutOff(Calendar):
    """A calendar whose write is the last thing this process does: before it, or after it."""

    inner: IcsFile
    after: bool

    @property
    def label(self) -> str:
        return self.inner.label

    def close(self) -> None: ...

    def own_writes(self) -> tuple[OwnWrite, ...]:
        return self.inner.own_writes()

    def read(self, expected: Collection[str] = ()) -> Snapshot:
        return self.inner.read(expected)

    def apply(self, changes: Sequence[Change], stamp: datetime) -> list[Result]:
        if self.after:
            self.inner.apply(changes, stamp)
        raise PowerCut


def _reached(desk: UserDesk[Calendar]) -> None:
    desk.log(tried("2026-11-22 11:00", Outcome.REACHED))


def _tried_again(desk: UserDesk[Calendar]) -> None:
    desk.log(tried("2026-11-22 11:00"))


def _stopped(desk: UserDesk[Calendar]) -> None:
    desk.hitlist = replace(desk.hitlist, contacts=tuple(replace(c, status=Status.STOP) for c in desk.hitlist.contacts))


def _no_more_blocks(desk: UserDesk[Calendar]) -> None:
    desk.hitlist = replace(desk.hitlist, blocks=())


def _another_day(desk: UserDesk[Calendar]) -> None:
    desk.hitlist = replace(desk.hitlist, blocks=(replace(desk.hitlist.blocks[0], days=(2,)),))


def _longer_reminders(desk: UserDesk[Calendar]) -> None:
    desk.hitlist = replace(desk.hitlist, retry=replace(desk.hitlist.retry, length=timedelta(minutes=30)))


@pytest.mark.parametrize("news", [_reached, _tried_again, _stopped, _no_more_blocks, _another_day, _longer_reminders])
@pytest.mark.parametrize("after", [False, True])
def test_a_commit_that_was_cut_off_heals(ran: UserDesk[Calendar], news: object, after: bool, tmp_path: Path) -> None:
    """P4: what the next pass makes is what an undisturbed one would have made; what we took off ourselves is not a skip
    of the user's, and 26 blocks that we took off are not an accident."""
    ran.now = at("2026-11-22 12:00")
    assert callable(news)
    news(ran)
    healthy = ran.calendar
    assert isinstance(healthy, IcsFile)
    ran.calendar = CutOff(healthy, after)
    with pytest.raises(PowerCut):
        ran()
    ran.calendar = healthy
    report = ran()
    assert ran.facts(Skipped) == []
    assert ran.facts(Moved) == []
    assert report.problems == ()
    ran.quiet()
    expected = {e.uid: e.start for e in report.plan.events}
    assert {uid: p.event.start for uid, p in ran.present().items() if p.event.start > ran.now} == expected


def test_a_first_commit_that_was_cut_off_heals(desk: UserDesk[Calendar]) -> None:
    """27 new events arrived, and nobody wrote down that they had: they are adopted, not doubled."""
    healthy = desk.calendar
    assert isinstance(healthy, IcsFile)
    desk.calendar = CutOff(healthy, after=True)
    with pytest.raises(PowerCut):
        desk()
    desk.calendar = healthy
    assert desk().changes == ()
    assert len(desk.present()) == 26
    desk.quiet()


# Calendars that fail.


@pytest.fixture
def remote(desk: UserDesk[Calendar]) -> MemoryCalendar:
    calendar = MemoryCalendar("hitlist", DENVER)
    desk.calendar = calendar
    return calendar


def test_a_calendar_that_cannot_be_read_loses_no_try(desk: UserDesk[Calendar], remote: MemoryCalendar) -> None:
    """P4: what was logged stays; the pass says what is wrong, and the next good one plans with it."""
    desk()
    desk.log(tried("2026-11-20 14:10"))
    remote.fail_reading(CalendarUnreachable("the server is away", "It is tried again."))
    with pytest.raises(CalendarUnreachable):
        desk()
    latest = desk.history.passes(1)[0]
    assert (latest.ok, latest.message) == (False, "the server is away")
    remote.fail_reading(None)
    desk()
    assert ("Call Dana", "Fri 27 Nov 11:00") in desk.coming()


def test_a_write_that_fails_half_way_is_reported_in_words(desk: UserDesk[Calendar], remote: MemoryCalendar) -> None:
    """P11: the sentence for the user, and no Python; the rest is written by the next pass."""
    remote.fail_writing(CalendarUnreachable("the server is away", "It is tried again."), after=5)
    assert desk().problems == ("the server is away",)
    remote.fail_writing(None)
    assert len(desk().done) == 21
    assert len(desk.present()) == 26


def test_a_deletion_that_failed_is_made_by_the_next_pass(desk: UserDesk[Calendar], remote: MemoryCalendar) -> None:
    """What could not be taken off stays ours."""
    desk.log(tried("2026-11-20 14:10"))
    desk()
    desk.now = at("2026-11-22 12:00")
    desk.log(tried("2026-11-22 11:00", Outcome.REACHED))
    remote.fail_writing(CalendarUnreachable("the server is away"), after=0)
    with suppress(CalendarUnreachable):
        desk()
    remote.fail_writing(None)
    desk()
    assert "Call Dana" not in dict(desk.coming())
    assert desk.facts(Skipped) == []
    assert desk.facts(Moved) == []


@dataclass
class Edited(Calendar):
    """A calendar on which the user drags an event between our read and our write, once or always."""

    inner: MemoryCalendar
    uid: str
    to: list[datetime]

    @property
    def label(self) -> str:
        return self.inner.label

    def close(self) -> None: ...

    def own_writes(self) -> tuple[OwnWrite, ...]:
        return self.inner.own_writes()

    def read(self, expected: Collection[str] = ()) -> Snapshot:
        return self.inner.read(expected)

    def apply(self, changes: Sequence[Change], stamp: datetime) -> list[Result]:
        if self.to:
            self.inner.drag(self.uid, self.to.pop(0))
        return self.inner.apply(changes, stamp)


BLOCK = "block-2026w48-1-hitlist@followupd"


def test_an_event_that_was_dragged_meanwhile_is_decided_again(desk: UserDesk[Calendar], remote: MemoryCalendar) -> None:
    """The drag is picked up in the same pass, and the sheet goes with it."""
    desk()
    desk.log(tried("2026-11-20 14:10"))
    desk.calendar = Edited(remote, BLOCK, [at("2026-11-25 15:00")])
    report = desk()
    assert not report.failed
    assert desk.coming()[0] == ("Call Ann Lee, Ann and Bob", "Wed 25 Nov 15:00")
    assert [type(fact) for fact in report.facts] == [Moved]


def test_an_event_that_keeps_changing_is_left_to_the_next_pass(
    desk: UserDesk[Calendar], remote: MemoryCalendar
) -> None:
    """Two rounds, then the pass ends and says so; the next one finds peace."""
    desk()
    desk.log(tried("2026-11-20 14:10"))
    desk.calendar = Edited(remote, BLOCK, [at("2026-11-25 15:00"), at("2026-11-26 15:00")])
    report = desk()
    assert [type(failed.error) for failed in report.failed] == [CalendarChanged]
    assert report.problems == (f"{BLOCK} was edited since it was read",)
    assert desk().problems == ()
    assert desk.coming()[0] == ("Call Ann Lee, Ann and Bob", "Thu 26 Nov 15:00")
