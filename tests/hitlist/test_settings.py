"""Every setting, as it may be written, and what is said where it is not well written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.hitlist import (
    BlockRule,
    BusyTarget,
    CaldavTarget,
    FeedTarget,
    Hitlist,
    IcsTarget,
    Per,
    Quota,
    RetryRule,
    StartSmall,
)
from followupd.core.values.time import Span
from followupd.core.values.user_time import Away
from followupd.hitlist.load import Loaded, load
from followupd.hitlist.problems import render, render_notes

Accept = Callable[[str], Hitlist]
Complain = Callable[[str], list[str]]
LoadText = Callable[[str], Loaded]


def test_an_almost_empty_list_has_every_default(accept: Accept, tmp_path: Path) -> None:
    """One key is enough: the calendar stands beside the file, the zone is the system's."""
    assert accept("contacts:\n") == Hitlist(
        IcsTarget(tmp_path / "followup.ics"), ZoneInfo("America/Denver"), parse_hours("Mon-Fri 9:00-17:00")
    )


BLOCK = BlockRule((1,), time(10))


@pytest.mark.parametrize(
    ("text", "attribute", "expected"),
    [
        ("list: alex2", "name", "alex2"),
        ("hours: [Mon 9-12, Tue 13-17]", "hours", parse_hours("Mon 9-12, Tue 13-17")),
        ("holidays: US-CO", "holidays", ("US-CO",)),
        ("holidays: [us-co, DE-BY, GB, de-bayern]", "holidays", ("US-CO", "DE-BY", "GB")),
        ("holidays: us-colorado, NO", "holidays", ("US-CO", "NO")),
        ("holidays: NO", "holidays", ("NO",)),
        ("holidays: no", "holidays", ()),
        ("holidays: off", "holidays", ()),
        ("away: 2026-12-24", "away", (Away(date(2026, 12, 24), date(2026, 12, 24)),)),
        ("away: [2026-12-24, '2027-01-02 to 2027-01-04, Lisbon']", "away",
         (Away(date(2026, 12, 24), date(2026, 12, 24)), Away(date(2027, 1, 2), date(2027, 1, 4), "Lisbon"))),
        ("away: {from: 2026-12-22, to: 2 Jan 2027, reason: Lisbon}", "away",
         (Away(date(2026, 12, 22), date(2027, 1, 2), "Lisbon"),)),
        ("away: []", "away", ()),
        ("busy: off", "busy", ()),
        ("me: [Dana@Example.com, d@work.example]", "me", ("dana@example.com", "d@work.example")),
        ("me: dana@example.com, dana@example.com", "me", ("dana@example.com",)),
        ("block: Tuesday 10:00", "blocks", (BLOCK,)),
        ("block: off", "blocks", ()),
        ("block: []", "blocks", ()),
        ("block: [Tuesday 10:00, {every: Thu 9am, length: 30m}]", "blocks",
         (BLOCK, BlockRule((3,), time(9), timedelta(minutes=30)))),
        ("block: {every: Tue 10, length: 5m}", "blocks",
         (BlockRule((1,), time(10), timedelta(minutes=5), per_person=timedelta(minutes=5)),)),
        ("block: every other Tue 10:00", "blocks", (BlockRule((1,), time(10), weeks=2),)),
        ("block: {every: last Fri of the month 16:00, starting: 2026-12-01}", "blocks",
         (BlockRule((4,), time(16), of_month=(-1,), starting=date(2026, 12, 1)),)),
        ("block: [Tue 10, first Tue of the month 12:00]", "blocks",
         (BlockRule((1,), time(10)), BlockRule((1,), time(12), of_month=(1,)))),
        ("block: [{every: fortnightly Tue 9, starting: 1 Dec 2026}, {every: fortnightly Tue 9, starting: 8 Dec 2026}]",
         "blocks", (BlockRule((1,), time(9), weeks=2, starting=date(2026, 12, 1)),
                    BlockRule((1,), time(9), weeks=2, starting=date(2026, 12, 8)))),
        ("block: {every: Tue 10, per_person: {phone: 8m, sms: 3m, coffee: 45m, default: 10m}}", "blocks",
         (BlockRule((1,), time(10), per_person=timedelta(minutes=10), per_channel=(
             ("coffee", timedelta(minutes=45)), ("phone", timedelta(minutes=8)), ("text", timedelta(minutes=3)))),)),
        ("block: {every: Tue 10, per_person: {coffee: 45m}}", "blocks",
         (BlockRule((1,), time(10), per_channel=(("coffee", timedelta(minutes=45)),)),)),
        ("block: {every: Tue 10, ahead: 4w, protect: WARN, per_person: 10m}", "blocks",
         (BlockRule((1,), time(10), ahead=Span(days=28), protect="warn", per_person=timedelta(minutes=10)),)),
        ("retry: {ladder: [4 days, 2w], min_gap: 2d, length: 20 min}", "retry",
         RetryRule((Span(days=4), Span(days=14)), Span(days=2), timedelta(minutes=20))),
        ("retry: {per_day: 4 a day}", "retry", RetryRule(per_day=4)),
        ("retry: {ladder: '1 week, 1 month'}", "retry", RetryRule((Span(days=7), Span(months=1)))),
        ("action_plan: off", "action_plan", ()),
        ("action_plan: {call: 1 per workday}", "action_plan", (Quota("phone", 1, Per.WORKDAY),)),
        ("action_plan: {email: 1 every Friday}", "action_plan", (Quota("email", 1, Per.WEEKDAY, 4),)),
        ("start_small: off", "start_small", None),
        ("start_small: no", "start_small", None),
        ("start_small: yes", "start_small", StartSmall()),
        ("start_small: {first: 5, then: 2 per month}", "start_small", StartSmall(5, 2)),
        ("start_small: {then: 4}", "start_small", StartSmall(7, 4)),
    ],
)  # fmt: skip
def test_a_setting_is_typed(accept: Accept, text: str, attribute: str, expected: Any) -> None:
    """As written by people, one or several."""
    assert getattr(accept(text), attribute) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("work.ics", IcsTarget(Path("work.ics"))),
        ("/srv/work.ICS", IcsTarget(Path("/srv/work.ICS"))),
        ("~/work.ics", IcsTarget(Path("~/work.ics").expanduser())),
        ("$HOME.ics", IcsTarget(Path("$HOME.ics"))),
        ("vdir/", IcsTarget(Path("vdir"), is_folder=True)),
        ("there", IcsTarget(Path("there"), is_folder=True)),
        ("there.ics", IcsTarget(Path("there.ics"), is_folder=True)),
        ("https://dav.example.com/cal/", CaldavTarget("https://dav.example.com/cal/")),
        ("{url: 'https://x.example', name: Work, username: d, password_command: [pass, show, x], timeout: 1 minute}",
         CaldavTarget("https://x.example", "Work", "d", timeout=60.0, password_command=("pass", "show", "x"))),
        ("{url: 'http://localhost:5232', username: d, password_env: DAV_PASSWORD, ca_file: ca.pem}",
         CaldavTarget("http://localhost:5232", None, "d", Path("ca.pem"), password_env="DAV_PASSWORD")),
        ("{url: 'https://x.example', token_command: token --print}",
         CaldavTarget("https://x.example", token_command="token --print")),
        ("{url: 'https://x.example', username: d, password_credential: dav}",
         CaldavTarget("https://x.example", username="d", password_credential="dav")),
    ],
)  # fmt: skip
def test_a_calendar_is_a_file_a_folder_or_an_account(
    accept: Accept, tmp_path: Path, text: str, expected: IcsTarget | CaldavTarget
) -> None:
    """Paths start from the file's own folder; `~` is expanded and nothing else."""
    (tmp_path / "there").mkdir()
    (tmp_path / "there.ics").mkdir()
    calendar = accept(f"calendar: {text}\n").calendar
    match expected:
        case IcsTarget():
            assert calendar == IcsTarget(tmp_path / expected.path, expected.is_folder)
        case CaldavTarget(ca_file=Path()):
            assert isinstance(calendar, CaldavTarget)
            assert calendar.ca_file == tmp_path / "ca.pem"
        case _:
            assert calendar == expected


ACCOUNT = "calendar: {url: 'https://x.example', name: Outreach, username: d, password_env: X}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~/work.ics", IcsTarget(Path("~/work.ics").expanduser())),
        ("work.ICS", IcsTarget(Path("work.ICS"))),
        ("vdir/", IcsTarget(Path("vdir"), is_folder=True)),
        ("there", IcsTarget(Path("there"), is_folder=True)),
        ("https://x.example/private-a1b2/basic.ics", FeedTarget("https://x.example/private-a1b2/basic.ics")),
        ("http://x.example/a", FeedTarget("http://x.example/a")),
        ("webcal://x.example/a.ics", FeedTarget("https://x.example/a.ics")),
        ("Private", CaldavTarget("https://x.example", "Private", "d", password_env="X")),
        ("Family & friends", CaldavTarget("https://x.example", "Family & friends", "d", password_env="X")),
        ("{url: 'https://y.example', username: e, token_command: t}",
         CaldavTarget("https://y.example", username="e", token_command="t")),
    ],
)  # fmt: skip
def test_a_busy_calendar_is_a_file_a_folder_an_address_or_a_name(
    accept: Accept, tmp_path: Path, text: str, expected: BusyTarget
) -> None:
    """A name is that of another calendar on the account of `calendar:`."""
    (tmp_path / "there").mkdir()
    found = accept(f"{ACCOUNT}busy: {text}\n").busy
    if isinstance(expected, IcsTarget):
        expected = IcsTarget(tmp_path / expected.path, expected.is_folder)
    assert found == (expected,)
    assert accept(f"{ACCOUNT}busy: [other.ics, {text}]\n").busy == (IcsTarget(tmp_path / "other.ics"), expected)


def test_the_same_busy_calendar_twice_is_read_once(load_text: LoadText) -> None:
    """A slip that costs nothing: a note says so."""
    loaded = load_text("busy: [work.ics, ./work.ics]\n")
    assert loaded.hitlist is not None
    assert len(loaded.hitlist.busy) == 1
    assert [note.sentence for note in loaded.notes] == ["is the same calendar as busy[0]. One of them is enough."]


def test_state_stands_beside_the_file(accept: Accept, tmp_path: Path) -> None:
    """A relative path starts from the hit list, wherever the daemon was started."""
    assert accept("state: followupd.db").state == tmp_path / "followupd.db"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("list: Alex-1", '1:7 list: "Alex-1" is part of every event\'s UID'),
        ("list: Alex-1", "Write alex1."),
        ("calender: x.ics", "1:1 calender: no such key. Did you mean calendar?"),
        ("tz: UTC", "1:1 tz: no such key. Did you mean timezone?"),
        ("timezone: America/Denvr", '1:11 timezone: "America/Denvr" is not a time zone. Did you mean America/Denver?'),
        ("timezone: denver", "Did you mean America/Denver?"),
        ("timezone: America", "is not a time zone"),
        ("timezone: PST", '"PST" is not a time zone. Did you mean America/Los_Angeles?'),
        ("timezone: EST", '"EST" is a clock without summer time. Write America/New_York, or America/Panama if'),
        ("timezone: yes", '"yes" is not a time zone. Write a name such as America/Denver'),
        ("away: [2026-12-22 to 2027-01-02, Lisbon]",
         'Is it the reason of the days before it? Then quote both: "2026-12-22 to 2027-01-02, Lisbon".'),
        ("review: []", "review: must be one text, not a list. Write Monday 9:00."),
        ("contacts: [{name: Sam, keeps: {a: b}}]", "must be one text, not a mapping. Write [Diwali, Eid]."),
        ("contacts: [{name: Sam, book_ahead: }]", "book_ahead: is empty. Write 6 months. Or delete the line."),
        ("timezone: ../../etc/passwd", "is not a time zone"),
        ("hours: 9-5", "Write 9:00-17:00."),
        ("hours:", "1:7 hours: is empty. Write Mon-Fri 9:00-17:00. Or delete the line."),
        ("calendar: [a.ics]", "1:11 calendar: must be one text, not a list. Write followup.ics."),
        ("calendar: work", '"work" is neither an .ics file nor an existing folder. Write work.ics or work/.'),
        ("calendar: webcal://x.example/a.ics", "an address of another kind"),
        ("calendar: https://", "is not a web address"),
        ("calendar: {name: Work}", "1:11 calendar: has no url"),
        ("calendar: {url: 'https://x.example', username: d}", "calendar.username: has no password beside it"),
        ("calendar: {url: 'https://x.example', password_env: X}", "has password_env and no username"),
        ("calendar: {url: 'https://x.example', username: d, password_env: X, token_command: t}",
         "calendar.token_command: is a second source beside password_env. Keep one of them."),
        ("calendar: {url: 'https://x.example', timeout: 11 minutes}", "not between 1 and 600 seconds"),
        ("calendar: {url: 'https://x.example', pasword: x}", "calendar.pasword: no such key. Did you mean password?"),
        ("block: {length: 1 hour}", "1:8 block: does not say when"),
        ("block: {every: Tue 10, length: 5m, per_person: 8m}", "is longer than the block itself"),
        ("block: {every: Tue 10, length: 5m, per_person: {default: 8m}}", "is longer than the block itself"),
        ("block: {every: Tue 10, per_person: {emial: 8m}}", "Did you mean email?"),
        ("block: {every: Tue 10, per_person: {text: 3m, sms: 4m}}", "says text twice"),
        ("block: {every: Tue 10, per_person: {phone: 8}}", "has no unit"),
        ("block: {every: Tue 10, per_person: [8m]}", "must be one text"),
        ("block: {every: Tue 10, protect: mov}", "Did you mean move?"),
        ("block: {every: Tue 10, starting: Tuesday}", "starting"),
        ("block: every second Tuesday 10:00", "may mean two things"),
        ("block: [Tue 10, first Tue of the month 10:30]", "overlaps another block on Tuesday"),
        ("block: [every other Tue 10, every 4 weeks on Tue 10]", "overlaps another block on Tuesday"),
        ("block: {every: Tue 10, ahead: 3 years}", "more than 2 years of blocks"),
        ("block: [Tue 10:00, Mon-Fri 10:30]", "block[1]: overlaps another block on Tuesday"),
        ("retry: {per_day: 0}", 'retry.per_day: "0" is not a number of reminders a day'),
        ("retry: {ladder: []}", "retry.ladder: needs 1 to 20 waits"),
        ("retry: {ladder: [1 week, soon]}", 'retry.ladder[1]: "soon" is no duration'),
        ("action_plan: 5", "Write action_plan: {phone: 1 per workday, coffee: 2 per month}, or off."),
        ("action_plan: {phone: 5}", '"5" does not say how often. Write 5 per month, or 5 per workday.'),
        ("action_plan: {phnoe: 1 per week}", '"phnoe" is no channel. Did you mean phone?'),
        ("action_plan: {phone: 1 per week, call: 1 a day}", "is phone, which is here already. Keep one."),
        ("start_small: 7", "must be keys and values, not one text. Write {first: 7, then: 3 per month}, or off."),
        ("start_small: {first: 0}", '"0" is not a number of people'),
        ("busy: Private", '1:7 busy: "Private" is not an .ics file, an existing folder or an address. Write '
         "Private.ics or Private/. A name alone is another calendar on the account of `calendar:`, but that is not"),
        ("busy: ftp://x.example/a.ics", "1:7 busy: is an address of another kind."),
        ("busy: https://", "1:7 busy: is not a web address."),
        ("busy: {name: Work}", "1:7 busy: has no url."),
        ("me: dana", '1:5 me: "dana" is not a mail address. Write dana@example.com.'),
        ("holidays: US-CL", '1:11 holidays: "US-CL": US has no part "CL". '),
        ("holidays: US-Colorad", "Did you mean US-CO?"),
        ("holidays: [GB, germany]", '1:16 holidays[1]: "germany" is not a country whose holidays are known here. '
         "Did you mean DE?"),
        ("holidays: USA", "Did you mean US?"),
        ("holidays: UK", "Did you mean GB?"),
        ("holidays: GB-London", "There are ENG, NIR, SCT, WLS."),
        ("holidays: MC-X", "MC has the same holidays everywhere. Write MC."),
        ("holidays: 12", "Write a country such as US, or a part of it such as US-CO."),
        ("away: 2027-01-02 to 2026-12-22", '1:7 away: "2027-01-02 to 2026-12-22" ends before it begins. '
         "Write 2026-12-22 to 2027-01-02, or mend the year."),
        ("away: 2026-12-22 to 2072-01-02", "is more than two years. Mend the year."),
        ("away: [2026-12-24, next week]", '1:20 away[1]: "next week" is no day. '
         "Write 2026-11-28 or 28 Nov 2026, or 2026-12-22 to 2027-01-02 for several days."),
        ("away: 2026-02-30", "there is no such day in the calendar"),
        ("away: 22 Dec to 2 Jan", '"22 dec" has no year.'),
        ("away: 03/04/2026", "year first, or the month as a word"),
        ("away: {to: 2026-12-24}", "does not say from when. Write from: 2026-12-22."),
        ("away: {from: 2026-12-22}", "1:14 away: does not say until when. "
         "Write to: 2026-12-22 for that one day, or the last day away."),
        ("away: [{reason: rest, from: 22 Dec 2026}]", "1:29 away[0]: does not say until when. Write to: 2026-12-22"),
        ("away: {from: 2026-12-24, to: 2026-12-24, resaon: rest}", "away.resaon: no such key. Did you mean reason?"),
        ("away: {from: 2026-12-24, to: 2026-12-20}", '"2026-12-24 to 2026-12-20" ends before it begins'),
        ("state: ./", "is a folder, and the state is one file"),
        ("categories: {clients: {every: 3 months, at_most: 1 month}}",
         "categories.clients.at_most: 1 month is shorter than every 3 months. Write 4 months, or leave at_most out."),
        ("categories: {clients: {at_most: 1 month}}",
         "categories.clients.at_most: 1 month is shorter than every 3 months"),
        ("categories: {clients: {evry: 1 month}}", "categories.clients.evry: no such key. Did you mean every?"),
        ("categories: {clients: {via: [emial]}}",
         'categories.clients.via[0]: "emial" is no channel. Did you mean email?'),
        ("default: 2 fortnights", 'default: "2 fortnights" is no duration.'),
    ],
)  # fmt: skip
def test_a_bad_setting_is_named_with_its_place(complain: Complain, text: str, problem: str) -> None:
    """One sentence: what is wrong, and what to write."""
    found = complain(text)
    assert any(problem in line for line in found), found
    assert len(found) == 1


SECRET = "hunter2secret"


@pytest.mark.parametrize(
    "text",
    [
        f"calendar: https://dana:{SECRET}@x.example/",
        f"calendar: {{url: 'https://dana:{SECRET}@x.example/'}}",
        f"calendar: {{url: 'https://x.example', username: d, password: [{SECRET}]}}",
        f"calendar: {{url: 'https://x.example', username: d, password_env: '{SECRET} !'}}",
        f"calendar: {{url: 'https://x.example', username: d, password_credential: '{SECRET}/'}}",
        f"calendar: {{url: 'https://x.example', username: d, password: {SECRET}, password_env: X}}",
        f"calendar: {{url: 'https://x.example', username: d, password: {SECRET}: x}}",
        f"busy: https://dana:{SECRET}@x.example/a.ics",
        f"busy: ftp://x.example/{SECRET}.ics",
        f"busy: https://x .example/{SECRET}.ics",
    ],
)
def test_no_problem_repeats_a_secret(load_text: LoadText, text: str) -> None:
    """Neither in a sentence nor in a repr; and each of these is a problem."""
    loaded = load_text(text)
    assert loaded.problems
    assert SECRET not in render(loaded.problems) + render_notes(loaded.notes) + repr(loaded)


def test_a_password_in_the_file_works_and_is_remarked_on(load_text: LoadText) -> None:
    """So is one that travels in the clear to another machine; neither note holds it."""
    loaded = load_text(f"calendar: {{url: 'http://x.example', username: d, password: {SECRET}}}")
    assert loaded.hitlist is not None
    assert isinstance(loaded.hitlist.calendar, CaldavTarget)
    assert loaded.hitlist.calendar.password == SECRET
    assert [note.path for note in loaded.notes] == ["calendar.password", "calendar.url"]
    assert SECRET not in repr(loaded)


def test_loopback_needs_no_encryption(load_text: LoadText) -> None:
    """A server on the same machine is nobody else's to read."""
    for host in ("localhost", "127.0.0.1:5232", "[::1]:80", "dav.localhost"):
        loaded = load_text(f"calendar: {{url: 'http://{host}/', username: d, password_env: X}}")
        assert loaded.notes == ()


def test_no_key_is_without_effect(load_text: LoadText) -> None:
    """What may be written does something: nothing is noted."""
    loaded = load_text(
        "block: {every: Tue 10, protect: warn}\ncontacts:\n"
        + "".join(f"  - {{name: P{i}, dates: {{birthday: 14 May}}, promises: [x], people: [y]}}\n" for i in range(3))
    )
    assert loaded.notes == ()


def test_an_unknown_system_zone_is_utc_with_a_note(tmp_path: Path) -> None:
    """The list loads; the note says which key to write."""
    def no_zone() -> Any:
        raise LookupError("no zone")

    file = tmp_path / "hitlist.yaml"
    file.write_text("contacts:\n")
    loaded = load(file, no_zone)
    assert loaded.hitlist is not None
    assert loaded.hitlist.timezone.key == "UTC"
    assert [note.path for note in loaded.notes] == ["timezone"]
