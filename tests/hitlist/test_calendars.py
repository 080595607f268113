"""The calendar that is written to, and those to keep clear of; no secret is ever repeated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from followupd.core.values.hitlist import Hitlist
from followupd.core.values.targets import CaldavTarget, CalendarTarget, FeedTarget, IcsTarget
from followupd.hitlist.load import Loaded
from followupd.hitlist.problems import render, render_notes

Accept = Callable[[str], Hitlist]
Complain = Callable[[str], list[str]]
LoadText = Callable[[str], Loaded]

ACCOUNT = "calendar: {url: 'https://x.example', name: Outreach, username: d, password_env: X}\n"
SECRET = "hunter2secret"


def test_no_other_calendar(accept: Accept) -> None:
    """`busy: off` says so, as with any other key."""
    assert accept("busy: off").busy == ()


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
)
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~/work.ics", IcsTarget(Path("~/work.ics").expanduser())),
        ("work.ICS", IcsTarget(Path("work.ICS"))),
        ("vdir/", IcsTarget(Path("vdir"), is_folder=True)),
        ("there", IcsTarget(Path("there"), is_folder=True)),
        ("https://x.example/private-a1b2/basic.ics", FeedTarget("https://x.example/private-a1b2/basic.ics")),
        ("http://x.example/a", FeedTarget("http://x.example/a")),
        ("webcal://x.example/a.ics", FeedTarget("https://x.example/a.ics", webcal=True)),
        ("work.ics.gz", IcsTarget(Path("work.ics.gz"))),
        ("https://x.example/a.ics.gz", FeedTarget("https://x.example/a.ics.gz")),
        ("{url: https://x.example/a.ics}", FeedTarget("https://x.example/a.ics")),
        ("{url: 'https://x.example/dav/personal?export', username: d, password_env: X}", FeedTarget(
            "https://x.example/dav/personal?export",
            CaldavTarget("https://x.example/dav/personal?export", username="d", password_env="X"))),
        ("{url: webcal://x.example/a, token_command: t}", FeedTarget(
            "https://x.example/a", CaldavTarget("https://x.example/a", token_command="t"), webcal=True)),
        ("{url: https://x.example/a.ics/, username: d, password_env: X}",
         CaldavTarget("https://x.example/a.ics/", username="d", password_env="X")),
        ("Private", CaldavTarget("https://x.example", "Private", "d", password_env="X")),
        ("Family & friends", CaldavTarget("https://x.example", "Family & friends", "d", password_env="X")),
        ("{url: 'https://y.example', username: e, token_command: t}",
         CaldavTarget("https://y.example", username="e", token_command="t")),
    ],
)
def test_a_busy_calendar_is_a_file_a_folder_an_address_or_a_name(
    accept: Accept, tmp_path: Path, text: str, expected: CalendarTarget
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
    """Nobody else can read what goes to a server on the same machine."""
    for host in ("localhost", "127.0.0.1:5232", "[::1]:80", "dav.localhost"):
        loaded = load_text(f"calendar: {{url: 'http://{host}/', username: d, password_env: X}}")
        assert loaded.notes == ()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
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
        ("busy: Private", '1:7 busy: "Private" is not an .ics file, an existing folder or an address. Write '
         "Private.ics or Private/. A name alone is another calendar on the account of `calendar:`, but that is not"),
        ("busy: ftp://x.example/a.ics", "1:7 busy: is an address of another kind."),
        ("busy: https://", "1:7 busy: is not a web address."),
        ("busy: {name: Work}", "1:7 busy: has no url."),
    ],
)
def test_a_bad_calendar_is_named_with_its_place(complain: Complain, text: str, problem: str) -> None:
    """One sentence for one mistake: what is wrong, and what to write."""
    found = complain(text)
    assert any(problem in line for line in found), found
    assert len(found) == 1
