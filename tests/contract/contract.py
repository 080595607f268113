"""The contract of every calendar. The backends differ only in their fixtures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from followupd.calendars.protocol import Calendar
from followupd.core.values.event import Change, Clash, Create, Delete, Done, Event, Failed, Present, Update
from followupd.errors import CalendarChanged
from tests.kit.people import DENVER
from tests.kit.places import CalendarPlace

STAMP = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
START = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
BLOCK = Event(
    "block-2026-11-24-hitlist@followupd", START, START + timedelta(hours=1), "Outreach",
    "1. Dana Whitfield\n   tel:+13035550142", busy=True, alarm=timedelta(minutes=10),
)
RETRY = Event(
    "retry-dana-whitfield-2026-11-18-hitlist@followupd", START + timedelta(days=1),
    START + timedelta(days=1, minutes=15), "Call Dana Whitfield", "No answer on 18 Nov.", busy=False,
)
FOREIGN = "\r\n".join([
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Dentist//EN", "BEGIN:VEVENT", "UID:dentist-1@example.org",
    "DTSTAMP:20260101T000000Z", "DTSTART:20261124T170000Z", "DTEND:20261124T180000Z", "SUMMARY:Dentist",
    f"DESCRIPTION:UID:{BLOCK.uid}", "END:VEVENT", "END:VCALENDAR", "",
])


class ContractTrial:
    """A place under the contract, with one calendar that stays open, and others like those of other processes."""

    def __init__(self, place: CalendarPlace) -> None:
        self.place = place
        self._opened: list[Calendar] = []
        self.calendar = self.open("hitlist")

    def open(self, list_name: str) -> Calendar:
        self._opened.append(self.place.open(list_name, DENVER))
        return self._opened[-1]

    def close(self) -> None:
        for calendar in self._opened:
            calendar.close()


def added(*lines: str) -> Callable[[str], str]:
    return lambda text: text.replace("END:VEVENT", "\r\n".join([*lines, "END:VEVENT"]), 1)


def set_to(name: str, value: str) -> Callable[[str], str]:
    return lambda text: re.sub(rf"(?m)^{name}[:;].*(?:\r?\n[ \t].*)*", f"{name}:{value}", text, count=1)


def only(calendar: Calendar) -> Present:
    snapshot = calendar.read()
    assert snapshot.problems == ()
    (present,) = snapshot.events
    return present


def created(trial: ContractTrial, *events: Event) -> list[Present]:
    presents = []
    for result in trial.calendar.apply([Create(event) for event in events], STAMP):
        assert isinstance(result, Done)
        assert result.present is not None
        presents.append(result.present)
    return presents


def update(before: Present, after: Event) -> Update:
    return Update(before, after, ours=after)


def as_read(event: Event) -> Event:
    return replace(event, alarm=None, people=())


class CalendarContract:
    @pytest.fixture
    def place(self) -> CalendarPlace:
        raise NotImplementedError

    @pytest.fixture
    def trial(self, place: CalendarPlace) -> Iterator[ContractTrial]:
        trial = ContractTrial(place)
        yield trial
        trial.close()

    def test_a_created_event_is_read_back_with_every_field(self, trial: ContractTrial) -> None:
        """P11: what apply reports, what this calendar reads and what a new process reads are the same."""
        done = created(trial, BLOCK, RETRY)
        for calendar in (trial.calendar, trial.open("hitlist")):
            snapshot = calendar.read()
            assert (snapshot.exists, snapshot.problems, snapshot.doubles) == (True, (), ())
            by_uid = {p.uid: p for p in snapshot.events}
            assert set(by_uid) == {BLOCK.uid, RETRY.uid}
            for event, told in zip((BLOCK, RETRY), done, strict=True):
                present = by_uid[event.uid]
                assert present.event == told.event == as_read(event)
                assert (present.href, present.version) == (told.href, told.version)
                assert present.version
                assert (present.planned, present.cancelled) == (event.start, False)
                assert f"UID:{event.uid}" in present.raw.replace("\r\n ", "").replace("\n ", "")

    def test_reading_twice_gives_the_same(self, trial: ContractTrial) -> None:
        """P3 depends on it: an untouched event keeps its version."""
        created(trial, BLOCK, RETRY)
        assert trial.calendar.read() == trial.calendar.read()
        assert trial.calendar.answers()

    def test_an_update_changes_our_fields_and_keeps_what_the_user_added(self, trial: ContractTrial) -> None:
        """P6: alarm, extra property and server's own lines survive; DTSTAMP and SEQUENCE move."""
        created(trial, BLOCK)
        trial.place.change(only(trial.calendar).uid, added(
            "X-COFFEE;SIZE=large:black", "LOCATION:Kitchen", "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:mine",
            "TRIGGER:-P1D", "END:VALARM",
        ))
        wanted = replace(BLOCK, start=START + timedelta(hours=2), end=START + timedelta(hours=3),
                         summary="Outreach: 2 people", description="Now, this", busy=False)
        (result,) = trial.calendar.apply([update(only(trial.calendar), wanted)], LATER)
        assert isinstance(result, Done)
        present = only(trial.open("hitlist"))
        assert present.event == as_read(wanted)
        assert present.planned == wanted.start
        for line in ("X-COFFEE;SIZE=large:black", "LOCATION:Kitchen", "TRIGGER:-P1D", "TRIGGER:-PT10M",
                     "SEQUENCE:1", "DTSTAMP:20261121T120000Z", "LAST-MODIFIED:20261121T120000Z"):
            assert len(re.findall(rf"(?m)^{re.escape(line)}\r?$", present.raw)) == 1, line

    @pytest.mark.parametrize("kind", ["update", "delete"])
    def test_a_stale_change_fails_and_changes_nothing(self, trial: ContractTrial, kind: str) -> None:
        """P6: what the user did between our read and our write stays; the next pass decides again."""
        created(trial, BLOCK)
        stale = only(trial.calendar)
        trial.place.change(stale.uid, set_to("SUMMARY", "ok Outreach"))
        before = trial.place.stored()
        change: Change = update(stale, replace(BLOCK, summary="New")) if kind == "update" else Delete(stale)
        (result,) = trial.calendar.apply([change], LATER)
        assert isinstance(result, Failed)
        assert isinstance(result.error, CalendarChanged)
        assert result.change is change
        assert trial.place.stored() == before
        assert only(trial.calendar).event.summary == "ok Outreach"

    def test_what_the_user_removed_cannot_be_updated_but_counts_as_deleted(self, trial: ContractTrial) -> None:
        """A deletion is an instruction: an update must not bring the event back, deleting it again is not an error."""
        created(trial, BLOCK)
        gone = only(trial.calendar)
        trial.place.delete(gone.uid)
        (result,) = trial.calendar.apply([update(gone, replace(BLOCK, summary="New"))], LATER)
        assert isinstance(result, Failed)
        assert isinstance(result.error, CalendarChanged)
        (delete,) = trial.calendar.apply([Delete(gone)], LATER)
        assert delete == Done(Delete(gone), None)
        assert trial.calendar.read().events == ()

    def test_creating_twice_clashes(self, trial: ContractTrial) -> None:
        """A crash between writing and recording heals: the second create returns what is there, and changes nothing."""
        created(trial, BLOCK)
        before = trial.place.stored()
        (result,) = trial.open("hitlist").apply([Create(replace(BLOCK, summary="Again"))], LATER)
        assert isinstance(result, Clash)
        assert result.present is not None
        assert result.present.event == as_read(BLOCK)
        assert result.present.version == only(trial.calendar).version
        assert trial.place.stored() == before

    def test_foreign_events_never_appear_and_never_change(self, trial: ContractTrial) -> None:
        """P5, with a foreign event that mentions our UID."""
        trial.place.put("dentist.ics", FOREIGN)
        before = [t for t in trial.place.texts().values() if "Dentist" in t]
        done = created(trial, BLOCK, RETRY)
        assert {p.uid for p in trial.calendar.read().events} == {BLOCK.uid, RETRY.uid}
        trial.calendar.apply([update(done[0], replace(BLOCK, summary="New")), Delete(done[1])], LATER)
        assert only(trial.calendar).event.summary == "New"
        trial.calendar.apply([Delete(only(trial.calendar))], LATER)
        assert trial.calendar.read().events == ()
        assert [t for t in trial.place.texts().values() if "Dentist" in t] == before

    def test_another_list_on_the_same_calendar_is_foreign(self, trial: ContractTrial) -> None:
        """Two people may share one calendar: neither sees nor touches the other's events."""
        created(trial, BLOCK)
        alex = replace(BLOCK, uid="block-2026-11-24-alex@followupd", summary="Alex")
        other = trial.open("alex")
        assert other.read().events == ()
        (result,) = other.apply([Create(alex)], STAMP)
        assert isinstance(result, Done)
        assert only(other).uid == alex.uid
        assert only(trial.calendar).uid == BLOCK.uid

    @pytest.mark.parametrize("text", [
        "Ring 👩🏽\u200d🚀 Zoë & 松本, then; quote \"this\" \\ and \\n C:\\news",
        "שלום Dana عَرَبِيّ \u202eabc\u202c",
        "one\ntwo\n\n  three\ttab\n",
        "é" * 200 + "🎉" * 50 + "," * 80,
        "<b>&amp;]]></b> BEGIN:VEVENT\nEND:VEVENT\nUID:x",
    ])
    def test_awkward_texts_come_back_as_they_were(self, trial: ContractTrial, text: str) -> None:
        """Names and notes may be anything that people type."""
        event = replace(BLOCK, summary=text.replace("\n", " ").strip(), description=f"{text}.")
        created(trial, event)
        assert only(trial.open("hitlist")).event == as_read(event)
        assert only(trial.calendar).event == as_read(event)

    def test_a_literal_backslash_n_in_capitals_comes_back(self, trial: ContractTrial) -> None:
        """A path such as C:\\News in somebody's notes is not a line break."""
        event = replace(BLOCK, summary="C:\\News", description="\\N")
        created(trial, event)
        assert only(trial.open("hitlist")).event == as_read(event)

    def test_a_deleted_event_is_followed_by_its_next_generation(self, trial: ContractTrial) -> None:
        """A deleted UID is never used again (docs/servers.md 7); the next generation is another event with the same
        meaning."""
        (present,) = created(trial, BLOCK)
        assert trial.calendar.apply([Delete(present)], LATER) == [Done(Delete(present), None)]
        assert trial.calendar.read().events == ()
        again = replace(BLOCK, uid="block-2026-11-24.2-hitlist@followupd")
        created(trial, again)
        assert only(trial.open("hitlist")).event == as_read(again)

    def test_without_a_change_there_is_no_write(self, trial: ContractTrial) -> None:
        """P3: an empty list of changes leaves even the bytes as they were."""
        created(trial, BLOCK)
        before = trial.place.stored()
        assert trial.calendar.apply([], LATER) == []
        assert trial.place.stored() == before

    def test_events_on_both_sides_of_the_clock_changes_keep_their_instants(self, trial: ContractTrial) -> None:
        """10:00 in Denver is another instant in winter; and the two 01:30s in the fold differ."""
        starts = [datetime(2026, 3, 3, 17, tzinfo=UTC), datetime(2026, 3, 10, 16, tzinfo=UTC),
                  datetime(2026, 11, 1, 7, 30, tzinfo=UTC), datetime(2026, 11, 1, 8, 30, tzinfo=UTC)]
        events = [Event(f"block-{s:%Y-%m-%d-%H}-hitlist@followupd", s, s + timedelta(hours=1), "x") for s in starts]
        created(trial, *events)
        assert sorted(p.event.start for p in trial.open("hitlist").read().events) == starts

    def test_what_the_user_did_is_read(self, trial: ContractTrial) -> None:
        """A drag to another zone keeps what we had planned beside it; a cancelled event says so."""
        created(trial, BLOCK)
        trial.place.change(only(trial.calendar).uid, set_to("DTSTART", "20261126T150000Z"))
        trial.place.change(only(trial.calendar).uid, set_to("DTEND", "20261126T160000Z"))
        dragged = only(trial.calendar)
        assert dragged.event.start == datetime(2026, 11, 26, 15, tzinfo=UTC)
        assert dragged.planned == START
        trial.place.change(dragged.uid, added("STATUS:CANCELLED"))
        assert only(trial.calendar).cancelled

    def test_results_come_in_the_order_of_the_changes(self, trial: ContractTrial) -> None:
        """One failed change does not stop the others."""
        block, retry = created(trial, BLOCK, RETRY)
        third = replace(RETRY, uid="due-sam-okafor-2026-11-30-hitlist@followupd")
        stale = replace(retry, version='"stale"')
        changes: list[Change] = [Delete(block), update(stale, RETRY), Create(RETRY), Create(third)]
        results = trial.calendar.apply(changes, LATER)
        assert [type(r) for r in results] == [Done, Failed, Clash, Done]
        assert [r.change for r in results] == changes
        assert {p.uid for p in trial.calendar.read().events} == {RETRY.uid, third.uid}
