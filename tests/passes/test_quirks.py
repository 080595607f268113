"""Passes on servers of every kind: what is wanted is written once, what the user did is picked up, then nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.calendars.caldav.listing import A_START, FULL_EVERY
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Fact, Moved, Outcome, Skipped
from followupd.core.values.hitlist import BlockRule, Cadence, Contact, Hitlist, StartSmall
from followupd.core.values.targets import CaldavTarget
from followupd.core.values.time import Span, daily
from followupd.core.values.uid import parse_uid
from followupd.errors import CalendarUnreachable, UnsafeChange
from followupd.history.store import History
from followupd.passes.refusals import PAUSES
from tests.kit.desks import KEY, UserDesk
from tests.kit.fake_caldav import CUT_AFTER, CUT_BEFORE, HANG, FakeCalDAV, Quirks, RequestFault
from tests.kit.local_http import HttpReply
from tests.kit.people import DENVER

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
FOREIGN = ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:dentist@example.org\r\n"
           "DTSTAMP:20260101T000000Z\r\nDTSTART:20261124T170000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
KINDS = {
    "as it should be": Quirks(),
    "no ETag anywhere": Quirks(etags="none"),
    "no ETag after a PUT": Quirks(etags="silent"),
    "weak ETags": Quirks(etags="weak"),
    "the ETag before, after a PUT": Quirks(etags="stale"),
    "ETags that change by themselves": Quirks(etags="restless"),
    "texts are rewritten": Quirks(rewrites=True),
    "no sync-collection": Quirks(tokens="none"),
    "tokens are seconds": Quirks(tokens="seconds"),
    "tokens tell no edit": Quirks(tokens="deaf"),
    "an empty answer to every token": Quirks(tokens="forgetful"),
    "UID clash is 400": Quirks(clash=400, trash=True),
    "UID clash is 403": Quirks(clash=403),
    "UID clash is 409": Quirks(clash=409),
    "two with one UID": Quirks(clash=None),
    "listings lag": Quirks(lag=2),
    "listings lag, no tokens": Quirks(lag=2, tokens="none"),
    "multigets are all or nothing": Quirks(whole_404=True),
    "multigets leave out": Quirks(leaves_out=True, tokens="none"),
    "SOGo": Quirks(tokens="seconds", overwrites=True, deletes_anyway=True, etags="silent"),
}


class ServerDesk(UserDesk[CaldavCalendar]):
    """A desk on a fake server; `start` begins another process."""

    def __init__(self, server: FakeCalDAV, folder: Path, timeout: float = 5.0) -> None:
        self.server, self.timeout = server, timeout
        hours = daily(time(8), time(18), frozenset(range(5)))
        people = [Contact(f"p{n}", f"Person {n}", Cadence(Span(days=30), Span(days=40)), phones=(f"+1 303 555 010{n}",),
                          log=(Attempt(f"p{n}", NOW - timedelta(days=3), Outcome.NO_ANSWER, "phone"),))
                  for n in range(3)]
        target = CaldavTarget(server.url, timeout=timeout)
        hitlist = Hitlist(target, DENVER, hours, blocks=(BlockRule((1,), time(10), ahead=Span(days=42)),),
                          start_small=StartSmall(7, 0), contacts=tuple(people))
        history = History.open(folder / "state.db", "hitlist")
        super().__init__(folder, hitlist, history, CaldavCalendar(target, "hitlist", DENVER), NOW)

    def start(self) -> None:
        self.calendar.close()
        self.calendar = CaldavCalendar(CaldavTarget(self.server.url, timeout=self.timeout), "hitlist", UTC)

    def close(self) -> None:
        self.calendar.close()
        self.history.close()

    def news(self) -> list[Fact]:
        return [f for f in self.history.facts() if isinstance(f, Moved | Skipped)]

    def really(self) -> dict[str, Present]:
        """Return what is really stored, as a server without faults shows it."""
        kept = self.server.quirks, self.server.fault
        self.server.quirks, self.server.fault = Quirks(), lambda method, path, count: None
        calendar = CaldavCalendar(CaldavTarget(self.server.url), "hitlist", UTC)
        try:
            snapshot = calendar.read()
        finally:
            calendar.close()
            self.server.quirks, self.server.fault = kept
        assert snapshot.problems == ()
        assert snapshot.doubles == ()
        return {present.uid: present for present in snapshot.events}

    def settle(self) -> None:
        """Let time pass, so that the server's index catches up."""
        self.server.second += 5
        self.server.catch_up()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServerDesk]:
    with FakeCalDAV() as server:
        server.put("dentist.ics", FOREIGN)
        desk = ServerDesk(server, tmp_path)
        yield desk
        desk.close()
        assert server.texts["dentist.ics"] == FOREIGN


def name_of(uid: str) -> str:
    parsed = parse_uid(uid, "hitlist")
    assert parsed is not None
    return f"{parsed.file_name}.ics"


@pytest.mark.parametrize("cold", [False, True], ids=["one process", "a process each time"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_second_pass_writes_nothing(desk: ServerDesk, kind: str, cold: bool) -> None:
    """P3, and docs/servers.md 5: no server makes us rewrite what means the same, and no server's change counts as the
    user's."""
    desk.server.quirks = KINDS[kind]
    first = desk()
    assert first.created >= 9
    writes = desk.server.writes
    for _ in range(FULL_EVERY // A_START + 2 if cold else FULL_EVERY + 2):
        if cold:
            desk.start()
        report = desk()
        assert (report.changes, report.problems) == ((), ())
        desk.server.second += 1
    assert desk.server.writes == writes == first.created
    assert desk.news() == []


@pytest.mark.parametrize("cold", [False, True], ids=["one process", "a process each time"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_user_did_is_picked_up_once(desk: ServerDesk, kind: str, cold: bool) -> None:
    """P6: a drag is kept and a deletion is not an accident, at the latest when the next full listing shows them."""
    desk.server.quirks = KINDS[kind]
    desk()
    blocks = sorted(uid for uid in desk.really() if uid.startswith("block"))
    moved, gone = blocks[2], blocks[4]
    desk.settle()
    desk()
    desk.server.edit(name_of(moved), DTSTART="20261209T170000Z", DTEND="20261209T180000Z")
    desk.server.remove(name_of(gone))
    desk.settle()
    for _ in range(FULL_EVERY // A_START + 2 if cold else FULL_EVERY + 2):
        if cold:
            desk.start()
        desk()
        desk.server.second += 1
    writes = desk.server.writes
    assert desk().changes == ()
    assert desk.server.writes == writes
    assert [(type(f), f.uid) for f in desk.news() if isinstance(f, Moved | Skipped)] in (
        [(Moved, moved), (Skipped, gone)], [(Skipped, gone), (Moved, moved)])
    there = desk.really()
    assert there[moved].event.start == datetime(2026, 12, 9, 17, tzinfo=UTC)
    assert gone not in there


@pytest.mark.parametrize("kind", KINDS)
def test_a_lost_database_doubles_nothing(desk: ServerDesk, kind: str) -> None:
    """Our events are known by their UIDs, whatever a listing shows of them at first."""
    desk.server.quirks = KINDS[kind]
    desk()
    before = desk.really().keys()
    desk.history.forget(KEY)
    desk.start()
    for _ in range(4):
        desk()
    if not desk.server.quirks.overwrites or not desk.server.quirks.lag:
        assert desk.really().keys() == before
    assert desk().changes == ()


@pytest.mark.parametrize("fault", [CUT_BEFORE, CUT_AFTER, HANG, HttpReply(429, headers={"Retry-After": "3"}),
                                   HttpReply(503), HttpReply(500), HttpReply(423)], ids=str)
@pytest.mark.parametrize("which", ["first", "every third", "all"])
def test_a_push_that_was_disturbed_is_finished_later(
    desk: ServerDesk, fault: RequestFault | HttpReply, which: str,
) -> None:
    """docs/servers.md 9, 10, 12: nothing is lost and nothing doubles, however the answers went."""
    chosen = {"first": lambda n: n == 0, "every third": lambda n: n % 3 == 0, "all": lambda n: True}
    meets: Callable[[int], bool] = chosen[which]
    desk.calendar = CaldavCalendar(CaldavTarget(desk.server.url, timeout=0.3), "hitlist", UTC)
    desk.server.fault = lambda method, path, count: fault if method == "PUT" and meets(count) else None
    for _ in range(2):
        with suppress(CalendarUnreachable):
            desk()
    desk.server.fault = lambda method, path, count: None
    desk.now += PAUSES[0]      # what was refused waits until then
    desk()
    assert desk().changes == ()
    assert len(desk.really()) == len(desk.server.texts) - 1 >= 9
    assert desk.news() == []


def test_after_a_missed_edit_tokens_are_not_trusted(desk: ServerDesk) -> None:
    """docs/servers.md 19: the server showed it. From then on every listing is a full one, in one request."""
    desk.server.quirks = Quirks(tokens="deaf")
    desk()
    desk()
    (name, *_) = sorted(n for n in desk.server.texts if n.startswith("block"))
    for expected in ("missed", "seen at once"):
        desk.server.edit(name, SUMMARY=f"ok {expected}")
        looks = 0
        while not any(p.event.summary == f"ok {expected}" for p in desk.calendar.read().events):
            looks += 1
        assert looks == (FULL_EVERY - 1 if expected == "missed" else 0)
    before = len(desk.server.seen)
    desk.calendar.read()
    assert [method for method, _ in desk.server.seen[before:]] == ["PROPFIND"]


def test_a_change_between_two_refreshes_does_not_count_against_tokens(desk: ServerDesk) -> None:
    """Tokens that did report are still trusted, even if the full listing saw the change first."""
    desk()
    (name, *_) = sorted(n for n in desk.server.texts if n.startswith("block"))
    for number in range(3 * FULL_EVERY):
        desk.server.edit(name, SUMMARY=f"ok {number}")
        assert any(p.event.summary == f"ok {number}" for p in desk.calendar.read().events)
    assert "PROPFIND" not in [method for method, _ in desk.server.seen[10:]]


@pytest.mark.parametrize("tokens", ["good", "none"])
def test_an_empty_listing_is_not_a_deletion(desk: ServerDesk, tokens: str) -> None:
    """P10 and docs/servers.md 11: each event that is left out is asked for by name, in one request, and is there."""
    desk()
    count = len(desk.really())
    desk.server.quirks = Quirks(empty_listing=True, tokens=tokens)
    desk.start()
    before = len(desk.server.seen)
    assert desk().changes == ()
    assert len(desk.server.seen) - before <= 4
    assert len(desk.really()) == count
    assert desk.news() == []


def test_what_came_and_went_between_two_refreshes_is_gone(desk: ServerDesk) -> None:
    """Xandikos compares the two ends and reports nothing; tokens that are right otherwise stay trusted."""
    desk()
    (name, *_) = sorted(n for n in desk.server.texts if n.startswith("block"))
    desk.server.remove(name)
    desk()
    assert [type(f) for f in desk.news()] == [Skipped]
    before = len(desk.server.seen)
    desk()
    assert [method for method, _ in desk.server.seen[before:]] == ["REPORT"]


def test_a_calendar_that_was_really_emptied_stops_the_pass(desk: ServerDesk) -> None:
    """P10: asked for by name they are gone as well; nothing is written, and the user is asked."""
    desk()
    assert len(desk.really()) >= 9
    for name in [n for n in desk.server.texts if n != "dentist.ics"]:
        desk.server.remove(name)
    writes = desk.server.writes
    for _ in range(2):
        with pytest.raises(UnsafeChange):
            desk()
        desk.start()
    assert desk.server.writes == writes


def test_a_body_that_says_null_is_reported_and_stays(desk: ServerDesk) -> None:
    """docs/servers.md 11, for a whole pass: no fact, no write, one sentence."""
    desk()
    (name, *_) = sorted(n for n in desk.server.texts if n.startswith("block"))
    desk.server.edit(name, LOCATION="Kitchen")
    desk.server.null = {name}
    for _ in range(2):
        report = desk()
        assert len(report.problems) == 1
        assert name in report.problems[0]
        desk.start()
    desk.server.null = set()
    assert desk().problems == ()
    assert desk.news() == []


def test_an_event_under_another_name_is_found_again(desk: ServerDesk) -> None:
    """Another client moved it away and back, and gave it its own name: the same event, no deletion."""
    desk()
    (name, *_) = sorted(n for n in desk.server.texts if n.startswith("block"))
    desk.server.quirks = Quirks(clash=None)
    desk.server.put("5F2C-11@x.ics", desk.server.texts[name])
    desk.server.remove(name)
    for _ in range(3):
        desk.start()
        assert desk().changes == ()
    assert desk.news() == []


def test_a_process_that_starts_reads_ours_alone(desk: ServerDesk) -> None:
    """What a full calendar costs without the state: find it, list it, a multiget for each hundred of ours."""
    for n in range(300):
        desk.server.put(f"foreign{n}.ics", FOREIGN.replace("dentist", f"f{n}"))
    desk()
    desk.start()
    expected = [row.href for row in desk.history.written(KEY).values()]
    before = len(desk.server.seen)
    desk.calendar.read(expected)
    assert [method for method, _ in desk.server.seen[before:]] == ["PROPFIND", "REPORT", "REPORT"]
    assert "foreign" not in desk.server.bodies[-1]


def test_a_stale_plan_is_decided_again_in_the_same_pass(desk: ServerDesk) -> None:
    """docs/servers.md 2: a 412 is read again and decided again once, and what the user did meanwhile is kept."""
    desk()
    (name, *_) = sorted(n for n in desk.server.texts if n.startswith("block"))
    desk.hitlist = replace(desk.hitlist, blocks=(replace(desk.hitlist.blocks[0], time=time(11)),))
    edited: list[str] = []

    def while_we_write(method: str, path: str, count: int) -> None:
        if method == "PUT" and path.endswith(name) and not edited:
            edited.append(name)
            desk.server.edit(name, DTSTART="20261126T160000Z", DTEND="20261126T170000Z")

    desk.server.fault = while_we_write
    report = desk()
    assert edited
    assert not report.failed
    assert [type(f) for f in desk.news()] == [Moved]
    kept = next(p for p in desk.really().values() if name_of(p.uid) == name)
    assert kept.event.start == datetime(2026, 11, 26, 16, tzinfo=UTC)
    assert desk().changes == ()


def test_a_second_is_too_wide_for_a_token(desk: ServerDesk) -> None:
    """docs/servers.md 19, SOGo: what happens in a token's second is never reported, so tokens are not relied on."""
    desk.server.quirks = Quirks(tokens="seconds")
    desk()
    (name, *_) = sorted(n for n in desk.server.texts if n.startswith("block"))
    for number in range(3):
        desk.calendar.read()
        desk.server.edit(name, SUMMARY=f"ok {number}")
        assert any(p.event.summary == f"ok {number}" for p in desk.calendar.read().events)


def test_after_a_refused_write_the_event_is_read_by_name(desk: ServerDesk) -> None:
    """docs/servers.md 2: even if neither token nor listing reports the change that made our version stale."""
    desk.server.quirks = Quirks(tokens="deaf")
    desk()
    desk()
    (name, *_) = sorted(n for n in desk.server.texts if n.startswith("block"))
    desk.server.edit(name, DTSTART="20261126T160000Z", DTEND="20261126T170000Z")
    desk.hitlist = replace(desk.hitlist, blocks=(replace(desk.hitlist.blocks[0], time=time(11)),))
    assert not desk().failed
    assert [type(f) for f in desk.news()] == [Moved]


def test_a_token_that_omits_our_own_writes_is_not_trusted(desk: ServerDesk) -> None:
    """It reports too little: after the next refresh every listing is a full one."""
    desk.server.quirks = Quirks(tokens="forgetful")
    desk()
    desk()
    before = len(desk.server.seen)
    desk()
    assert [method for method, _ in desk.server.seen[before:]] == ["PROPFIND"]


def test_what_a_listing_left_out_is_asked_for_by_name(desk: ServerDesk) -> None:
    """docs/servers.md 8, 11: in a process that knows it, too; and what is really gone is gone."""
    desk()
    before = {p.uid for p in desk.calendar.read().events}
    gone = sorted(before)[0]
    desk.server.remove(name_of(gone))
    desk.server.quirks = Quirks(empty_listing=True, tokens="none")
    desk.calendar._listing.full_next = True
    assert {p.uid for p in desk.calendar.read().events} == before - {gone}


def test_one_missing_of_a_hundred_is_found_by_halves(desk: ServerDesk) -> None:
    """docs/servers.md 21, sabre 1.8: 404 for the whole report does not mean a request for each event."""
    text = next(text for name, text in desk.server.texts.items() if name == "dentist.ics")
    names = [f"due-p{n}-20261201-hitlist.ics" for n in range(100)]
    for n, name in enumerate(names):
        desk.server.put(name, text.replace("dentist@example.org", f"due-p{n}-20261201-hitlist@followupd"))
    desk.server.quirks = Quirks(whole_404=True)
    gone: list[str] = []

    def meanwhile(method: str, path: str, count: int) -> None:
        if method == "REPORT" and count == 1:
            gone.append(names[70])
            desk.server.remove(names[70])

    desk.server.fault = meanwhile
    assert len(desk.calendar.read().events) == 99
    assert gone
    assert len(desk.server.seen) <= 20
