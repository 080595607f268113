"""The watcher on real files: what rings, what does not, and how soon."""

from __future__ import annotations

import os
import queue
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from followupd.daemon.watch import Watcher, stamps

LIST, CALENDAR = "hit list changed", "calendar changed"
SOON = 5.0          # seconds: far more than a ring takes
QUIET = 0.15        # seconds of silence: then nothing rang


class Rings:
    """The rings so far, which a test can wait for."""

    def __init__(self) -> None:
        self._queue: queue.Queue[str] = queue.Queue()
        self.ring: Callable[[str], None] = self._queue.put

    def expect(self, reason: str) -> None:
        assert self._queue.get(timeout=SOON) == reason

    def drain(self) -> list[str]:
        found = []
        try:
            while True:
                found.append(self._queue.get(timeout=QUIET))
        except queue.Empty:
            return found


@pytest.fixture
def rings() -> Rings:
    return Rings()


@pytest.fixture
def hitlist(tmp_path: Path) -> Path:
    path = tmp_path / "list" / "hitlist.yaml"
    path.parent.mkdir()
    path.write_text("contacts: []\n")
    return path


@pytest.fixture
def watcher(hitlist: Path, rings: Rings) -> Iterator[Watcher]:
    opened = Watcher({hitlist: LIST}, rings.ring)
    yield opened
    opened.close()


def in_place(path: Path) -> None:
    path.write_text("a: 1\n")


def replaced(path: Path) -> None:
    other = path.with_name(".swap")
    other.write_text("a: 1\n")
    other.replace(path)


def moved_in(path: Path) -> None:
    other = path.parent.parent / "elsewhere"
    other.write_text("a: 1\n")
    other.replace(path)


def deleted(path: Path) -> None:
    path.unlink()


def vim_like(path: Path) -> None:
    path.rename(path.with_name("hitlist.yaml~"))
    path.write_text("a: 1\n")
    path.with_name("hitlist.yaml~").unlink()


@pytest.mark.parametrize("save", [in_place, replaced, moved_in, deleted, vim_like])
def test_every_way_of_saving_rings(
    watcher: Watcher, hitlist: Path, rings: Rings, save: Callable[[Path], None]
) -> None:
    """Editors write in place, move another file over it, or move it away first."""
    save(hitlist)
    rings.expect(LIST)
    assert set(rings.drain()) <= {LIST}


def test_an_open_write_rings_only_when_it_is_closed(watcher: Watcher, hitlist: Path, rings: Rings) -> None:
    """Half a file is not read."""
    with hitlist.open("a") as file:
        file.write("contacts:\n")
        file.flush()
        assert rings.drain() == []
        file.write("  - name: Sam\n")
    rings.expect(LIST)


def test_reading_and_other_files_are_silent(watcher: Watcher, hitlist: Path, rings: Rings) -> None:
    """Only the watched paths count, and only changes."""
    hitlist.read_text()
    hitlist.with_name("other.yaml").write_text("x")
    hitlist.with_name(".hitlist.yaml.swp").write_text("x")
    hitlist.with_name("hitlist.yaml.d").mkdir()
    assert rings.drain() == []


def test_none_of_200_saves_is_missed(watcher: Watcher, hitlist: Path, rings: Rings) -> None:
    """Each save, in place and by replacing, is rung for."""
    for number in range(200):
        (replaced if number % 2 else in_place)(hitlist)
        rings.expect(LIST)


def test_a_link_is_followed_and_watched(tmp_path: Path, rings: Rings, hitlist: Path) -> None:
    """A hit list in a dotfiles repository: editing the target rings, and so does changing the link."""
    (tmp_path / "home").mkdir()
    link, between = tmp_path / "home" / "hitlist.yaml", tmp_path / "middle.yaml"
    between.symlink_to("list/hitlist.yaml")
    link.symlink_to(between)
    watcher = Watcher({link: LIST}, rings.ring)
    try:
        in_place(hitlist)
        rings.expect(LIST)
        rings.drain()
        other = tmp_path / "other"
        other.mkdir()
        (other / "hitlist.yaml").write_text("b: 1\n")
        between.with_name("new").symlink_to("other/hitlist.yaml")
        between.with_name("new").replace(between)
        rings.expect(LIST)
        rings.drain()
        watcher.update({link: LIST})
        in_place(other / "hitlist.yaml")
        rings.expect(LIST)
    finally:
        watcher.close()


def test_a_linked_folder_is_watched(tmp_path: Path, rings: Rings, hitlist: Path) -> None:
    """~/.config may itself be a link."""
    (tmp_path / "config").symlink_to(hitlist.parent)
    watcher = Watcher({tmp_path / "config" / "hitlist.yaml": LIST}, rings.ring)
    try:
        replaced(hitlist)
        rings.expect(LIST)
    finally:
        watcher.close()


def test_a_link_to_itself_does_no_harm(tmp_path: Path, rings: Rings) -> None:
    """It has no target, and rings when it is replaced."""
    loop = tmp_path / "hitlist.yaml"
    loop.symlink_to(loop)
    watcher = Watcher({loop: LIST}, rings.ring)
    try:
        loop.unlink()
        rings.expect(LIST)
    finally:
        watcher.close()


@pytest.mark.parametrize("ending", ["ics", "vcf"])
def test_a_folder_of_calendars_or_cards(tmp_path: Path, rings: Rings, ending: str) -> None:
    """Any such file in it rings, and is part of its stamp; temporary ones and other files do not and are not."""
    folder = tmp_path / "vdir"
    folder.mkdir()
    file, watched = folder / f"a.{ending}", {folder: CALENDAR}
    file.write_text("x")
    seen = [stamps(watched)]
    watcher = Watcher(watched, rings.ring)
    try:
        (folder / f".tmp.{ending}").write_text("x")
        (folder / "displayname").write_text("x")
        assert rings.drain() == []
        assert stamps(watched) == seen[0]
        for change in (in_place, replaced, deleted):
            change(file)
            rings.expect(CALENDAR)
            rings.drain()
            assert stamps(watched) not in seen
            seen.append(stamps(watched))
    finally:
        watcher.close()


def test_the_folders_in_it_are_watched_too(tmp_path: Path, rings: Rings) -> None:
    """Of an account as vdirsyncer keeps it; their files are part of its stamp."""
    inner = tmp_path / "vdir" / "work"
    inner.mkdir(parents=True)
    before = stamps({tmp_path / "vdir": CALENDAR})
    watcher = Watcher({tmp_path / "vdir": CALENDAR}, rings.ring)
    try:
        in_place(inner / "B.ICS")
        rings.expect(CALENDAR)
        assert stamps({tmp_path / "vdir": CALENDAR}) != before
    finally:
        watcher.close()


def test_missing_folders_are_waited_for(tmp_path: Path, rings: Rings) -> None:
    """Each part that appears rings, and with an update the file itself is watched."""
    path = tmp_path / "a" / "b" / "followup.ics"
    watcher = Watcher({path: CALENDAR}, rings.ring)
    try:
        path.parent.parent.mkdir()
        rings.expect(CALENDAR)
        watcher.update({path: CALENDAR})
        path.parent.mkdir()
        rings.expect(CALENDAR)
        watcher.update({path: CALENDAR})
        path.write_text("x")
        rings.expect(CALENDAR)
    finally:
        watcher.close()


def test_a_replaced_folder_is_watched_again(watcher: Watcher, hitlist: Path, rings: Rings) -> None:
    """Deleted and restored, as a checkout or a restore from a backup does."""
    shutil.rmtree(hitlist.parent)
    rings.expect(LIST)
    watcher.update({hitlist: LIST})
    rings.drain()
    hitlist.parent.mkdir()
    rings.expect(LIST)
    watcher.update({hitlist: LIST})
    rings.drain()
    in_place(hitlist)
    rings.expect(LIST)


def test_update_changes_the_set(watcher: Watcher, hitlist: Path, rings: Rings, tmp_path: Path) -> None:
    """Removed paths are silent; new ones ring for their own reason."""
    calendar = tmp_path / "cal" / "followup.ics"
    calendar.parent.mkdir()
    assert watcher.update({calendar: CALENDAR}) == ()
    in_place(hitlist)
    assert rings.drain() == []
    in_place(calendar)
    rings.expect(CALENDAR)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts wake-ups in /proc")
def test_idle_it_never_wakes(watcher: Watcher, rings: Rings) -> None:
    """No thread of the watcher runs while nothing happens."""
    assert rings.drain() == []

    def switches() -> dict[str, int]:
        found = {}
        for task in Path("/proc/self/task").iterdir():
            if task.name != str(os.getpid()):
                status = (task / "status").read_text()
                found[task.name] = sum(
                    int(line.split()[1]) for line in status.splitlines() if "ctxt_switches" in line
                )
        return found

    before = switches()
    time.sleep(1.0)   # silence is measured, so there is no event to wait for
    assert switches() == before
