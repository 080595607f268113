"""A call log on the disk: only calls with people of the list, each file read again only when it changed."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from followupd.core.values.sightings import CallSeen
from followupd.errors import Failure
from followupd.evidence import calls
from followupd.evidence.calls import CallLog
from followupd.evidence.numbers import KnownNumbers, is_installed, region_of
from followupd.evidence.protocol import AskedAbout
from tests.kit.people import DENVER, at

NOW = at("2026-11-24 12:00")
DANA, ABROAD = "(303) 555-0142", "+49 30 901820"
needs_the_library = pytest.mark.skipif(not is_installed(), reason="needs followupd[calls]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "calls"
    path.mkdir()
    return path


def about(*numbers: str, since: datetime = NOW - timedelta(days=14)) -> AskedAbout:
    return AskedAbout(numbers or (DANA, ABROAD), (), (), DENVER, since)


def write(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_only_calls_with_people_of_the_list_are_given_and_remembered(folder: Path) -> None:
    """No stranger's number arrives anywhere."""
    write(folder, "one.txt", f"2026-11-23 10:00, outgoing, {DANA}, 0", "2026-11-23 10:05, outgoing, 303 555 0199, 60")
    seen = CallLog(folder).look(about(), "")
    (call,) = seen.sightings
    assert isinstance(call, CallSeen)
    assert call.numbers == (DANA,)
    assert (call.at, call.source, call.seconds) == (at("2026-11-23 10:00"), "calls/one.txt", 0)
    assert "0199" not in seen.memory
    assert seen.problems == ()


def test_an_unchanged_file_is_not_opened_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(folder, "one.txt", f"2026-11-23 10:00, outgoing, {DANA}, 0")
    log = CallLog(folder)
    first = log.look(about(), "")
    with monkeypatch.context() as patched:
        patched.setattr(calls, "calls_in", lambda *_: pytest.fail("read again"))
        assert log.look(about(), first.memory) == first
    write(folder, "one.txt", f"2026-11-23 10:00, outgoing, {DANA}, 0", f"2026-11-23 11:00, outgoing, {DANA}, 90")
    assert len(log.look(about(), first.memory).sightings) == 2
    path.unlink()
    assert log.look(about(), first.memory).sightings == ()


def test_other_people_on_the_list_are_looked_for_in_all_files_again(folder: Path) -> None:
    write(folder, "one.txt", "2026-11-23 10:00, outgoing, 303 555 0199, 0")
    log = CallLog(folder)
    memory = log.look(about(), "").memory
    assert len(log.look(about(DANA, "303 555 0199"), memory).sightings) == 1


def test_old_calls_are_neither_given_nor_kept(folder: Path) -> None:
    old = write(folder, "old.txt", f"2026-11-01 10:00, outgoing, {DANA}, 0")
    seen = CallLog(folder).look(about(), "")
    assert seen.sightings == ()
    later = about(since=datetime.now(tz=DENVER) + timedelta(days=1))
    assert json.loads(CallLog(folder).look(later, "").memory)["files"] == {}      # not even opened
    assert len(CallLog(old).look(about(since=NOW - timedelta(days=365)), "").sightings) == 1


@pytest.mark.parametrize("name", [".syncthing.one.txt.tmp", "one.txt.part", "~one.txt", "one.txt~", ".stfolder"])
def test_unfinished_files_of_other_programs_are_left_alone(folder: Path, name: str) -> None:
    write(folder, name, "half a li")
    assert CallLog(folder).look(about(), "").problems == ()


def test_a_bad_file_is_named_and_the_others_count(folder: Path) -> None:
    """Also one that may not be read, a pipe, and one that is too large; each is read again when it changes."""
    write(folder, "bad.txt", "nothing")
    write(folder, "good.txt", f"2026-11-23 10:00, outgoing, {DANA}, 0")
    os.mkfifo(folder / "pipe")
    with (folder / "huge.xml").open("wb") as file:
        file.truncate(calls.LARGEST_FILE + 1)
    log = CallLog(folder)
    seen = log.look(about(), "")
    assert len(seen.sightings) == 1
    assert [problem.partition(" ")[0] for problem in seen.problems] == ["calls/bad.txt", "calls/huge.xml", "calls/pipe"]
    assert log.look(about(), seen.memory) == seen
    write(folder, "bad.txt", f"2026-11-23 11:00, missed, {DANA}")
    assert len(log.look(about(), seen.memory).sightings) == 2


def test_a_log_that_is_not_there_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        CallLog(tmp_path / "none").look(about(), "")
    assert "none does not exist" in str(caught.value)
    assert "calls:" in caught.value.hint


@pytest.mark.parametrize("memory", ["", "{", "[]", "7", '{"whom": 1}', '{"files": 3}'])
def test_a_memory_of_no_use_is_none(folder: Path, memory: str) -> None:
    write(folder, "one.txt", f"2026-11-23 10:00, outgoing, {DANA}, 0")
    assert len(CallLog(folder).look(about(), memory).sightings) == 1


def test_one_call_in_two_files_has_one_evidence(folder: Path) -> None:
    for name in ("calls-20261123.txt", "calls-20261124.txt"):
        write(folder, name, f"2026-11-23 10:00, outgoing, {DANA}, 0")
    first, second = CallLog(folder).look(about(), "").sightings
    assert replace(first, source="") == replace(second, source="")


SPELLINGS = ["303 555 0142", "+1 303 555 0142", "13035550142", "+13035550142", "(303) 555-0142", "0113035550142"]


@needs_the_library
@pytest.mark.parametrize("listed", SPELLINGS[:5])
@pytest.mark.parametrize("dialled", SPELLINGS[:5])
def test_a_number_is_found_in_any_spelling(listed: str, dialled: str) -> None:
    assert KnownNumbers([listed], DENVER).called(dialled) == (listed,)


@needs_the_library
def test_numbers_abroad_and_strangers() -> None:
    known = KnownNumbers([DANA, ABROAD, "303.555.0142"], DENVER)
    assert known.called("011 49 30 901820") == (ABROAD,)
    assert known.called("0142") == ()
    assert known.called("") == known.called("Unknown") == known.called("-1") == ()
    assert known.called("+13035550142") == (DANA, "303.555.0142")       # of two people, perhaps: both are given


@needs_the_library
@pytest.mark.parametrize(("listed", "home", "called", "is_theirs"), [
    ("030 901820", "Europe/Berlin", "+49 30 901820", True), ("030 901820", "Europe/Berlin", "01149030901820", True),
    ("030 901820", "Europe/London", "+49 30 901820", False),
    ("+49 30 901820", "Europe/London", "+49 30 901820", True),
    ("303 555 0142", "Europe/Berlin", "+1 303 555 0142", True),
    ("303 555 0142", "Europe/Berlin", "+493035550142", False),
])
def test_a_national_number_of_their_own_country(listed: str, home: str, called: str, is_theirs: bool) -> None:
    """It is completed by their zone, unless it is a number in the user's country too."""
    assert KnownNumbers([listed], DENVER, [(listed, home)]).called(called) == ((listed,) if is_theirs else ())


@needs_the_library
def test_a_national_number_of_two_countries(folder: Path) -> None:
    """Two people who write it alike are told apart by what was dialled; if that is one number, both are named."""
    homes = [("030 901820", "Europe/Berlin"), ("+49 30 901820", "Europe/Paris")]
    known = KnownNumbers([number for number, _ in homes], DENVER, homes)
    assert known.called("01149 30 901820") == ("+49 30 901820", "030 901820")
    write(folder, "one.txt", "2026-11-23 10:00, outgoing, +49 30 901820, 40")
    asked = replace(about(), numbers=("030 901820",))
    before = CallLog(folder).look(asked, "")
    assert before.sightings == ()
    seen = CallLog(folder).look(replace(asked, homes=(("030 901820", "Europe/Berlin"),)), before.memory)
    assert [one.numbers for one in seen.sightings if isinstance(one, CallSeen)] == [("030 901820",)]


def test_each_bad_file_says_what_to_do(folder: Path) -> None:
    """A link to nothing, a pipe, a folder: nothing waits for them."""
    (folder / "link.txt").symlink_to(folder / "gone.txt")
    os.mkfifo(folder / "pipe")
    (folder / "sub").mkdir()
    assert CallLog(folder).look(about(), "").problems == (
        "calls/link.txt cannot be read: it is a link to nothing, or it is gone. Correct the link, or delete it.",
        "calls/pipe cannot be read: it is not a file but a folder, a pipe or a device. Move it elsewhere.",
        "calls/sub cannot be read: it is not a file but a folder, a pipe or a device. Move it elsewhere.",
    )


def test_without_the_library_the_same_digits_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("followupd.evidence.numbers.is_installed", lambda: False)
    known = KnownNumbers(["+1 (303) 555-0142"], DENVER)
    assert known.called("+13035550142") == known.called("0013035550142") == ("+1 (303) 555-0142",)
    assert known.called("303 555 0142") == ()


def test_the_country_is_that_of_the_zone() -> None:
    assert region_of("America/Denver") == "US"
    assert region_of("Europe/Berlin") == "DE"
    assert region_of("UTC") is None


def test_a_time_without_a_zone_is_the_same_evidence_in_another_zone(folder: Path) -> None:
    """The user moves, or corrects `timezone:`; a time with a zone is the same instant everywhere."""
    write(folder, "one.txt", f"2026-11-23 10:00, outgoing, {DANA}, 0", f"2026-11-23T12:00-07:00, outgoing, {DANA}, 0")
    here = CallLog(folder).look(about(), "")
    there = CallLog(folder).look(replace(about(), zone=ZoneInfo("America/New_York")), here.memory)
    seen = [[call for call in one.sightings if isinstance(call, CallSeen)] for one in (here, there)]
    assert [[call.evidence for call in calls] for calls in seen] == [[call.evidence for call in seen[0]]] * 2
    assert [before.at - after.at for before, after in zip(*seen, strict=True)] == [timedelta(hours=2), timedelta(0)]
