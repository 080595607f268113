"""A folder of .ics files, as vdirsyncer and khal keep it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.calendars.files.folder import Vdir
from followupd.core.values.event import Clash, Create, Delete, Done, Event, Failed, Update
from followupd.errors import CalendarUnreachable

STAMP = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BLOCK = Event("block-2026-11-24-hitlist@followupd", STAMP, STAMP + timedelta(hours=1), "Outreach")
RETRY = replace(BLOCK, uid="retry-dana-2026-11-18.2-hitlist@followupd")


def vdir(folder: Path) -> Vdir:
    return Vdir(folder, "hitlist", UTC)


def test_a_new_event_gets_the_name_of_its_uid_and_an_old_one_keeps_its_name(tmp_path: Path) -> None:
    """Our names are of [a-z0-9-]; a name from vdirsyncer stays."""
    vdir(tmp_path).apply([Create(RETRY)], STAMP)
    assert [p.name for p in tmp_path.iterdir()] == ["retry-dana-2026-11-18-2-hitlist.ics"]
    (tmp_path / "retry-dana-2026-11-18-2-hitlist.ics").rename(tmp_path / "4F2@x.ics")
    (present,) = vdir(tmp_path).read().events
    assert present.href == "4F2@x.ics"
    new = replace(RETRY, summary="New")
    vdir(tmp_path).apply([Update(present, new, ours=new)], STAMP)
    assert [p.name for p in tmp_path.iterdir()] == ["4F2@x.ics"]
    assert vdir(tmp_path).read().events[0].event.summary == "New"
    assert vdir(tmp_path).apply([Create(RETRY)], STAMP)[0] == Clash(Create(RETRY), vdir(tmp_path).read().events[0])


def test_files_of_others_are_not_parsed(tmp_path: Path) -> None:
    """Broken foreign files, hidden files and other suffixes are not ours, and stay as they are."""
    (tmp_path / "broken.ics").write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:x@example.org\n")
    (tmp_path / "binary.ics").write_bytes(bytes(range(256)))
    (tmp_path / ".hidden.ics").write_text(f"UID:{BLOCK.uid}")
    (tmp_path / "notes.txt").write_text(f"UID:{BLOCK.uid}")
    (tmp_path / "folder.ics").mkdir()
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()}
    snapshot = vdir(tmp_path).read()
    assert (snapshot.events, snapshot.problems, snapshot.unreadable) == ((), (), {})
    vdir(tmp_path).apply([Create(BLOCK)], STAMP)
    after = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file() and p.name in before}
    assert after == before


@pytest.mark.parametrize("spoil", [
    lambda text: text[:-30], lambda text: text.replace("DTSTART:2026", "DTSTART:soon"), lambda text: "",
])
def test_an_unreadable_file_of_ours_is_not_a_deletion(tmp_path: Path, spoil: object) -> None:
    """Cut off, damaged or just being written: reported by name or UID, and a create does not overwrite it."""
    assert callable(spoil)
    vdir(tmp_path).apply([Create(BLOCK)], STAMP)
    path = tmp_path / "block-2026-11-24-hitlist.ics"
    path.write_text(spoil(path.read_text()))
    before = path.read_bytes()
    snapshot = vdir(tmp_path).read()
    assert snapshot.events == ()
    assert tuple(snapshot.unreadable) in ((path.name,), (BLOCK.uid,))
    assert len(snapshot.problems) == 1
    assert vdir(tmp_path).apply([Create(BLOCK)], STAMP) == [Clash(Create(BLOCK), None)]
    assert path.read_bytes() == before


def test_two_files_with_one_uid_are_doubles(tmp_path: Path) -> None:
    """Each can be deleted by its own name."""
    vdir(tmp_path).apply([Create(BLOCK)], STAMP)
    text = (tmp_path / "block-2026-11-24-hitlist.ics").read_text()
    (tmp_path / "zcopy.ics").write_text(text)
    (double,) = vdir(tmp_path).read().doubles
    assert double.href == "zcopy.ics"
    vdir(tmp_path).apply([Delete(double)], STAMP)
    assert [p.name for p in tmp_path.iterdir()] == ["block-2026-11-24-hitlist.ics"]


def test_a_missing_folder_is_missing_and_not_made(tmp_path: Path) -> None:
    """It may be a disk that is not mounted: `exists` is False, and the error of a create says what to type."""
    away = vdir(tmp_path / "away")
    assert away.read().exists is False
    with pytest.raises(CalendarUnreachable, match="does not exist") as caught:
        away.apply([Create(BLOCK)], STAMP)
    assert "mkdir -p" in caught.value.hint
    (tmp_path / "file").write_text("")
    with pytest.raises(CalendarUnreachable, match="is a file"):
        vdir(tmp_path / "file").read()


def test_the_first_failure_keeps_the_results_before_it(tmp_path: Path) -> None:
    """The second name is too long for the file system: what was written before is still reported."""
    long = replace(BLOCK, uid=f"retry-{'x' * 300}-hitlist@followupd")
    results = vdir(tmp_path).apply([Create(BLOCK), Create(long), Create(RETRY)], STAMP)
    assert [type(r) for r in results] == [Done, Failed, Failed]
    assert [p.name for p in tmp_path.iterdir()] == ["block-2026-11-24-hitlist.ics"]


def test_an_event_of_another_list_is_refused(tmp_path: Path) -> None:
    """A calendar writes only events of its list; anything else is a bug that must show."""
    with pytest.raises(ValueError, match="is not a UID of the list"):
        vdir(tmp_path).apply([Create(replace(BLOCK, uid="block-2026-11-24-alex@followupd"))], STAMP)


def test_the_users_event_in_our_file_survives_ours(tmp_path: Path) -> None:
    """P5: deleting our event removes it from the file, and the other one keeps its bytes."""
    calendar = vdir(tmp_path)
    calendar.apply([Create(BLOCK)], STAMP)
    (path,) = tmp_path.iterdir()
    own = "BEGIN:VEVENT\r\nUID:tea@example.org\r\nDTSTART:20261124T170000Z\r\nSUMMARY:Tea\r\nEND:VEVENT\r\n"
    path.write_bytes(path.read_bytes().replace(b"END:VCALENDAR", own.encode() + b"END:VCALENDAR"))
    (there,) = calendar.read().events
    assert calendar.apply([Delete(there)], STAMP) == [Done(Delete(there), None)]
    assert calendar.read().events == ()
    assert own in path.read_bytes().decode()
    assert BLOCK.uid not in path.read_text()


OTHER = replace(BLOCK, uid="block-2026-12-01-hitlist@followupd", summary="Outreach, later")
JOINED = "joined.ics"


@pytest.fixture
def joined(tmp_path: Path) -> Path:
    """Return two events of ours and one of the user's in one file, as a sync program or `cat` may join them."""
    vdir(tmp_path).apply([Create(BLOCK), Create(OTHER)], STAMP)
    first, second = sorted(tmp_path.iterdir())
    text = second.read_bytes().decode()
    mine = "BEGIN:VEVENT\r\nUID:dentist@example.org\r\nDTSTART:20261125T100000Z\r\nEND:VEVENT\r\n"
    inner = text[text.index("BEGIN:VEVENT"):text.index("END:VCALENDAR")]
    joined = first.read_bytes().decode().replace("END:VCALENDAR", inner + mine + "END:VCALENDAR")
    (tmp_path / JOINED).write_bytes(joined.encode())
    first.unlink()
    second.unlink()
    return tmp_path


def test_a_file_that_holds_several_of_our_events_is_read_whole(joined: Path) -> None:
    """None of them counts as deleted, and none is written a second time."""
    snapshot = vdir(joined).read()
    assert [p.uid for p in snapshot.events] == [BLOCK.uid, OTHER.uid]
    assert (snapshot.problems, snapshot.unreadable, snapshot.doubles) == ((), {}, ())
    results = vdir(joined).apply([Create(OTHER)], STAMP)
    assert results == [Clash(Create(OTHER), snapshot.events[1])]


def test_all_events_of_one_file_change_in_one_write(joined: Path) -> None:
    """Each is compared with what was read; our write of the first does not count as an edit. The user's event stays
    (P5)."""
    first, second = vdir(joined).read().events
    new, newer = replace(BLOCK, summary="New"), replace(OTHER, summary="Newer")
    results = vdir(joined).apply([Update(first, new, ours=new), Update(second, newer, ours=newer)], STAMP)
    assert [result.present.event.summary for result in results if isinstance(result, Done) and result.present] == [
        "New", "Newer",
    ]
    assert [p.event.summary for p in vdir(joined).read().events] == ["New", "Newer"]
    first, second = vdir(joined).read().events
    assert vdir(joined).apply([Delete(first), Delete(second)], STAMP) == [
        Done(Delete(first), None), Done(Delete(second), None),
    ]
    assert vdir(joined).read().events == ()
    assert "UID:dentist@example.org" in (joined / JOINED).read_text()


def test_an_edit_between_read_and_write_stops_all_events_of_the_file(joined: Path) -> None:
    first, second = vdir(joined).read().events
    path = joined / JOINED
    path.write_bytes(path.read_bytes().replace(rb"SUMMARY:Outreach\, later", b"SUMMARY:Mine"))
    new, newer = replace(BLOCK, summary="New"), replace(OTHER, summary="Newer")
    results = vdir(joined).apply([Update(first, new, ours=new), Update(second, newer, ours=newer)], STAMP)
    assert [type(result) for result in results] == [Failed, Failed]


def test_one_that_cannot_be_read_takes_no_other_of_its_file_with_it(joined: Path) -> None:
    path = joined / JOINED
    text = path.read_bytes().decode()
    at = text.index("DTSTART")
    path.write_bytes((text[:at] + "DTSTART:soon" + text[text.index("\r\n", at):]).encode())
    snapshot = vdir(joined).read()
    assert [p.uid for p in snapshot.events] == [OTHER.uid]
    assert tuple(snapshot.unreadable) == (BLOCK.uid,)
    assert len(snapshot.problems) == 1
