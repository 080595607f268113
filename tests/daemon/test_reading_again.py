"""When the daemon reads its hit list again: after every edit, and not after a logged try."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from followupd.daemon.serve import HitlistWork
from followupd.desk import next_memory as memory
from followupd.errors import UsageError
from followupd.passes import sources
from followupd.passes.sources import HitlistError, open_sources

LIST = """\
calendar: apart/followup.ics
state: apart/state.db
timezone: America/Denver
include: more*.yaml
contacts: [Dana]
"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HitlistWork]:
    """Files need no rest of three seconds before what was read from them is believed."""
    monkeypatch.setattr(memory, "SETTLED", 0.0)
    (tmp_path / "apart").mkdir()       # what is written there changes no folder in which a glob looks
    (tmp_path / "hitlist.yaml").write_text(LIST)
    (tmp_path / "more.yaml").write_text("contacts: [Sam]\n")
    time.sleep(0.02)       # the times of files have ticks
    made = HitlistWork(open_sources(tmp_path / "hitlist.yaml"))
    made.prepare()
    yield made
    made.sources.close()


def save(path: Path, text: str) -> None:
    """A moment after it was read: the times of files have ticks."""
    time.sleep(0.02)
    path.write_text(text)


def names(work: HitlistWork) -> list[str]:
    return [contact.name for contact in work.sources.hitlist.contacts]


def test_a_list_that_nobody_saved_is_not_read_again(work: HitlistWork) -> None:
    """Ten thousand people take a second to read; what was worked out for them is kept with the very list."""
    before = work.sources.hitlist
    work.prepare()
    assert work.sources.hitlist is before


def test_every_edit_is_read(work: HitlistWork, tmp_path: Path) -> None:
    """An edited part, one more part, and an edit that leaves the length as it was."""
    save(tmp_path / "more.yaml", "contacts: [Noor]\n")
    work.prepare()
    assert names(work) == ["Dana", "Noor"]
    save(tmp_path / "more2.yaml", "contacts: [Kofi]\n")
    work.prepare()
    assert names(work) == ["Dana", "Noor", "Kofi"]
    save(tmp_path / "hitlist.yaml", LIST.replace("Dana", "Dona"))
    work.prepare()
    assert names(work) == ["Dona", "Noor", "Kofi"]


def test_a_bad_edit_that_was_taken_back_is_read_again(work: HitlistWork, tmp_path: Path) -> None:
    """P9: the last good list serves on, and each pass looks whether it is good again. One that is gone is no list."""
    config, before = tmp_path / "hitlist.yaml", work.sources.hitlist
    save(config, "contacts: [")
    for _ in range(2):
        with pytest.raises(HitlistError):
            work.prepare()
        assert work.sources.hitlist is before
    save(config, LIST)
    work.prepare()
    assert names(work) == ["Dana", "Sam"]
    config.unlink()
    with pytest.raises(UsageError):
        work.prepare()


def test_a_list_that_was_read_ahead_is_taken_once(work: HitlistWork, tmp_path: Path) -> None:
    """The pass reads nothing; the next one looks for itself again."""
    save(tmp_path / "hitlist.yaml", LIST.replace("Dana", "Noor"))
    work.read_ahead()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sources, "load", None)      # whoever reads now fails
        work.prepare()
    assert names(work) == ["Noor", "Sam"]
    save(tmp_path / "hitlist.yaml", LIST)
    work.prepare()
    assert names(work) == ["Dana", "Sam"]


@pytest.mark.parametrize("later", ["hitlist.yaml", "more.yaml", "more2.yaml"])
def test_what_was_read_ahead_gives_way_to_a_later_save(work: HitlistWork, tmp_path: Path, later: str) -> None:
    """Of the list, of a part, and a part that is new."""
    save(tmp_path / "hitlist.yaml", LIST.replace("Dana", "Noor"))
    work.read_ahead()
    text = LIST.replace("Dana", "Kofi") if later == "hitlist.yaml" else "contacts: [Kofi]\n"
    save(tmp_path / later, text)
    work.prepare()
    assert "Kofi" in names(work)


def test_a_save_that_rang_meanwhile_is_read_whatever_its_times_say(work: HitlistWork, tmp_path: Path) -> None:
    """Two saves of one length within a tick look alike; the second one rings."""
    config = tmp_path / "hitlist.yaml"
    save(config, LIST.replace("Dana", "Noor"))
    work.read_ahead()
    seen = config.stat()
    config.write_text(LIST.replace("Dana", "Kofi"))
    os.utime(config, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    work.forget_ahead()
    work.prepare()
    assert names(work) == ["Kofi", "Sam"]


def test_a_bad_edit_that_was_read_ahead_is_told_by_the_pass(work: HitlistWork, tmp_path: Path) -> None:
    """P9: half a save is nobody's concern before it has settled."""
    config = tmp_path / "hitlist.yaml"
    save(config, "contacts: [")
    work.read_ahead()
    with pytest.raises(HitlistError):
        work.prepare()
    save(config, "contacts: [")
    work.read_ahead()
    save(config, LIST.replace("Dana", "Noor"))
    work.prepare()
    assert names(work) == ["Noor", "Sam"]
