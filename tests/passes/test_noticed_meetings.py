"""Meetings with people of the list in real passes: found on every kind of calendar, noticed once, waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.calendars.busy import feed, files
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome
from followupd.passes.outlook import look
from followupd.passes.report import Report
from followupd.run import run_pass
from tests.calendars.busy.conftest import calendar, event
from tests.kit.desks import HomeFolder
from tests.kit.local_http import Asked, HttpReply
from tests.kit.servers import CalendarServer, Scripted

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)         # Sunday
AFTER = datetime(2026, 11, 26, 21, 0, tzinfo=UTC)
ME = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:alex@example.com"
DANA = "ATTENDEE;PARTSTAT=ACCEPTED;CN=Dana:mailto:dana@example.com"
NOON = ("DTSTART:20261126T190000Z", "DTEND:20261126T200000Z")
LUNCH = event(*NOON, "SUMMARY:Lunch", ME, DANA, uid="lunch")
STRANGER = event(*NOON, "SUMMARY:Secret talk", ME, "ATTENDEE:mailto:kim@secret.example", uid="secret")
PEOPLE = (
    "  - {name: Dana Whitfield, email: dana@example.com, phone: +1 303 555 0142, via: phone,"
    " hours: 'Mon-Fri 12:00-14:00', log: [2026-11-20 10:10 left message]}\n"
)


class MeetingHome(HomeFolder):
    """A hit list with one retry on Friday 27 November, and a calendar of the user's work."""

    def lists(self, settings: str = "busy: [work.ics]\nnoticed: {meetings: yes}") -> None:
        self.write(
            f"timezone: America/Denver\nstate: state.db\nme: alex@example.com\n{settings}\ncontacts:\n{PEOPLE}"
        )

    def holds(self, *events: str) -> None:
        (self.folder / "work.ics").write_bytes(calendar(*events))

    def __call__(self, now: datetime = NOW) -> Report:
        """Run a pass, and a second one that must write nothing (P3)."""
        report = self.a_pass(now)
        assert report.problems == ()
        assert self.a_pass(now).changes == ()
        return report

    def noticed(self) -> list[Noticed]:
        return [fact for fact in self.facts() if isinstance(fact, Noticed)]

    def titles(self, now: datetime = NOW) -> list[str]:
        return [one.event.summary for one in self.events() if one.event.start > now]

    def why(self, now: datetime = NOW) -> str:
        status = look(self.config, lambda _: now).status("dana-whitfield")
        return status.reasons[-1].text(now.date())


@pytest.fixture
def home(tmp_path: Path) -> MeetingHome:
    made = MeetingHome(tmp_path)
    made.lists()
    made.holds(LUNCH, STRANGER)
    return made


def is_the_lunch(fact: Noticed, source: str) -> bool:
    return (fact.contact, fact.at, fact.outcome, fact.channel, fact.rule, fact.sure, fact.source, fact.what) == (
        "dana-whitfield", datetime(2026, 11, 26, 19, tzinfo=UTC), Outcome.REACHED, None, EvidenceRule.MET, True, source,
        "Lunch",
    )


def test_a_lunch_suspends_the_retry_and_is_noticed_once(home: MeetingHome) -> None:
    """Before it the reminder waits there, and `why` says so; after it there is one fact, however often it is read."""
    home()
    assert home.titles() == ["Meet Dana Whitfield"]
    assert home.why() == "you meet on Thu 26 Nov 12:00, from work.ics: Lunch"
    assert home.noticed() == []
    home(AFTER)
    (fact,) = home.noticed()
    assert is_the_lunch(fact, "work.ics")
    home.holds(LUNCH.replace("Lunch", "Lunch!"), STRANGER)
    home(AFTER + timedelta(hours=1))
    assert home.noticed() == [fact]


@pytest.mark.parametrize(
    "instead",
    [
        (), (LUNCH.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY"),),
        (LUNCH.replace("PARTSTAT=ACCEPTED:mailto:alex", "PARTSTAT=DECLINED:mailto:alex"),),
        (LUNCH.replace("PARTSTAT=ACCEPTED;CN", "PARTSTAT=DECLINED;CN"),),
    ],
)
def test_called_off_everything_comes_back(home: MeetingHome, instead: tuple[str, ...]) -> None:
    """Her retry is there again, at the time that it would have had."""
    home.holds()
    home()
    before = [(one.event.summary, one.event.start, one.event.description) for one in home.events()]
    home.holds(LUNCH)
    home()
    assert home.titles() == ["Meet Dana Whitfield"]
    home.holds(*instead)
    home()
    assert [(one.event.summary, one.event.start, one.event.description) for one in home.events()] == before != []
    home(AFTER)
    assert home.noticed() == []


def test_an_answer_waits_for_no_meeting(home: MeetingHome) -> None:
    """She may have rung because of it; her retry goes on waiting once the user has tried."""
    home()
    assert home.titles() == ["Meet Dana Whitfield"]
    rang = datetime(2026, 11, 22, 19, tzinfo=UTC)
    with home.opened() as sources:
        evidence = Noticed("dana-whitfield", rang, None, "phone", EvidenceRule.RANG, "0" * 32, True, "calls.xml")
        sources.history.append([evidence], NOW)
    home()
    assert home.titles() == ["Call back Dana Whitfield"]
    with home.opened() as sources:
        sources.history.append([Attempt("dana-whitfield", NOW, Outcome.NO_ANSWER, "phone")], NOW)
    home(NOW + timedelta(minutes=1))
    assert home.titles() == ["Meet Dana Whitfield"]
    assert home.why() == "you meet on Thu 26 Nov 12:00, from work.ics: Lunch"


def test_moved_it_waits_for_the_new_day(home: MeetingHome) -> None:
    """And is noticed there."""
    home()
    home.holds(LUNCH.replace("20261126", "20261130"))
    home()
    assert home.why() == "you meet on Mon 30 Nov 12:00, from work.ics: Lunch"
    home(AFTER)
    assert home.noticed() == []
    home(AFTER + timedelta(days=4))
    assert [fact.at.day for fact in home.noticed()] == [30]


def test_without_a_mode_nothing_is_read_or_kept(home: MeetingHome) -> None:
    """Nothing of meetings is in the state, and what was there goes when the mode does."""
    home()
    assert b"dana@example.com" in stored(home)
    assert b"secret.example" not in stored(home)
    home.lists("busy: [work.ics]")
    home()
    assert home.titles() == ["Call Dana Whitfield"]
    with home.opened() as sources:
        assert sources.busy is not None
        assert len(sources.busy.readers) == 1
        (row,) = (sources.history.busy(key) for key in sources.busy.readers)
    assert row is not None
    assert "dana@example.com" not in (row.about or "")
    home.lists("noticed: {meetings: no}")
    with home.opened() as sources:
        assert sources.busy is None
    home(AFTER)
    assert home.noticed() == []


def stored(home: MeetingHome) -> bytes:
    return b"".join(path.read_bytes() for path in home.folder.glob("state.db*"))


def test_old_meetings_and_those_before_somebody_came_on_the_list(home: MeetingHome) -> None:
    """Only what ended since then, and in the last two weeks, is noticed."""
    old = event("DTSTART:20261121T190000Z", "DURATION:PT1H", "SUMMARY:Old", DANA, uid="old")
    home.holds(old, LUNCH)
    home()
    home(AFTER + timedelta(days=13))
    assert [fact.what for fact in home.noticed()] == ["Lunch"]
    home.holds(old, LUNCH, event("DTSTART:20261124T190000Z", "DURATION:PT1H", "SUMMARY:Late", DANA, uid="late"))
    home(AFTER + timedelta(days=15))
    assert [fact.what for fact in home.noticed()] == ["Lunch"]


def test_on_two_calendars_it_counts_once(home: MeetingHome) -> None:
    """The same event in both, and in a folder."""
    (home.folder / "copies").mkdir()
    (home.folder / "copies" / "1.ics").write_bytes(calendar(LUNCH))
    home.lists("busy: [work.ics, copies/]\nnoticed: {meetings: yes}")
    home()
    home(AFTER)
    assert len(home.noticed()) == 1


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_on_the_calendar_that_is_written(home: MeetingHome, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's own events there count too, ours do not; a pass without changes only looks whether it changed."""
    place = "calendar: ours.ics" if kind == "file" else "calendar: ours/"
    if kind == "folder":
        (home.folder / "ours").mkdir()
    home.lists(f"{place}\nnoticed: {{meetings: yes}}")
    home()
    assert home.titles() == ["Call Dana Whitfield"]
    if kind == "file":
        path = home.folder / "ours.ics"
        path.write_text(path.read_text().replace("END:VCALENDAR", LUNCH + "END:VCALENDAR"))
    else:
        (home.folder / "ours" / "lunch.ics").write_bytes(calendar(LUNCH))
    home()
    assert home.titles() == ["Meet Dana Whitfield"]
    home(AFTER)
    (fact,) = home.noticed()
    assert is_the_lunch(fact, "ours.ics" if kind == "file" else "ours/")
    reads: list[Path] = []
    real = files._read

    def counted(path: Path) -> tuple[bytes, str]:
        reads.append(path)
        return real(path)

    monkeypatch.setattr(files, "_read", counted)
    home.a_pass(AFTER)
    assert reads == []


def test_a_calendar_that_cannot_be_read(home: MeetingHome) -> None:
    """It is reported, and what was known of it still counts; one that we have not made yet is no problem."""
    home()
    (home.folder / "work.ics").unlink()
    assert "work.ics does not exist" in home.a_pass(NOW).problems[0]
    assert home.titles() == ["Meet Dana Whitfield"]


def on_radicale(home: MeetingHome, radicale: CalendarServer, settings: str) -> Callable[[str], None]:
    url = radicale.new_calendar("Work")
    login = f"username: {radicale.username}, password: {radicale.password}"
    home.lists(settings.format(f"{{url: {url}, {login}}}"))

    def put(text: str) -> None:
        status, answer = radicale.request("PUT", f"{url}lunch.ics", calendar(text).decode())
        assert status in (201, 204), answer

    return put


@pytest.mark.parametrize(
    "settings",
    ["busy: [{0}]\nnoticed: {{meetings: yes}}", "calendar: {0}\nnoticed: {{meetings: yes}}"], ids=["busy", "calendar"],
)
def test_on_a_real_account(home: MeetingHome, radicale: CalendarServer, settings: str) -> None:
    """Suspended by an invitation there, back when it is cancelled, suspended again, and noticed."""
    put = on_radicale(home, radicale, settings)
    home()
    assert home.titles() == ["Call Dana Whitfield"]
    put(LUNCH)
    home()
    assert home.titles() == ["Meet Dana Whitfield"]
    put(LUNCH.replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY"))
    home()
    assert home.titles() == ["Call Dana Whitfield"]
    put(LUNCH)
    home(AFTER)
    assert [(fact.what, fact.sure) for fact in home.noticed()] == [("Lunch", True)]


def test_an_unchanged_account_costs_one_request(home: MeetingHome, radicale: CalendarServer) -> None:
    """As without meetings, though two readers look at the calendar that is written; a change there is seen at once."""
    put = on_radicale(home, radicale, "calendar: {0}\nnoticed: {{meetings: yes}}")
    put(STRANGER.replace("UID:secret", "UID:lunch"))

    def asked(now: datetime) -> int:
        before = radicale.log.read_text().count(" request for ")
        assert run_pass(sources, now, write=True).problems == ()
        return radicale.log.read_text().count(" request for ") - before

    with home.opened() as sources:
        for number in range(3):
            asked(NOW + timedelta(minutes=number))
        assert [asked(NOW + timedelta(minutes=5 + number)) for number in range(3)] == [1, 1, 1]
        assert home.titles() == ["Call Dana Whitfield"]
        put(LUNCH)
        asked(NOW + timedelta(minutes=10))
        assert home.titles() == ["Meet Dana Whitfield"]
        asked(NOW + timedelta(minutes=11))
        assert asked(NOW + timedelta(minutes=12)) == 1


@pytest.fixture
def site() -> Iterator[Scripted]:
    with Scripted() as server:
        yield server


def test_a_published_calendar_with_attendees(
    home: MeetingHome, site: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A feed costs one conditional request while it does not change."""
    monkeypatch.setattr(feed, "POLITE", 0.0)

    def answer(asked: Asked) -> HttpReply:
        known = asked.headers.get("if-none-match") == '"1"'
        return HttpReply(304) if known else HttpReply(200, calendar(LUNCH).decode(), {"ETag": '"1"'})

    site.script = answer
    home.lists(f"busy: ['{site.url}basic.ics']\nnoticed: {{meetings: yes}}")
    home()
    assert home.titles() == ["Meet Dana Whitfield"]
    site.seen.clear()
    home(AFTER)
    assert len(site.seen) == 2
    assert [fact.what for fact in home.noticed()] == ["Lunch"]
