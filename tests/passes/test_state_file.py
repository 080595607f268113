"""The places of the hit list and its state, and that moving the hit list loses nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.values.facts import Attempt, Outcome
from followupd.errors import Failure, UsageError
from followupd.history.locks import DaemonLock
from followupd.history.store import History
from followupd.hitlist.place import absolute, find_config
from followupd.passes.state_file import open_history, state_path

NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)
DANA = Attempt("dana", NOW, Outcome.REACHED)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, with the working folder beside it."""
    for variable in ("FOLLOWUPD_CONFIG", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return home


def made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("contacts: []\n")
    return path


def test_the_hit_list_is_looked_for_in_order(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The config folder; before it the working folder, then the variable, then -c."""
    own = made(home / ".config/followupd/hitlist.yaml")
    assert find_config(None) == str(own)
    elsewhere = made(tmp_path / "xdg/followupd/hitlist.yaml")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    assert find_config(None) == str(elsewhere)
    here = made(tmp_path / "work/hitlist.yaml")
    assert find_config(None) == str(here)
    named = made(home / "people.yaml")
    monkeypatch.setenv("FOLLOWUPD_CONFIG", "~/people.yaml")
    assert find_config(None) == str(named)
    said = made(tmp_path / "said.yaml")
    assert find_config(str(said)) == str(said)


@given(st.text("ab./ ü", min_size=1, max_size=12).filter(lambda path: not path.startswith("//")))
def test_paths_are_spelled_as_pathlib_spells_them(path: str) -> None:
    """pathlib is not loaded here, but the daemon uses it and must see the same path."""
    assert absolute(path) == str(Path(path).absolute())


def test_a_relative_xdg_folder_is_ignored(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the XDG specification says."""
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    own = made(home / ".config/followupd/hitlist.yaml")
    assert find_config(None) == str(own)


def test_no_hit_list_says_where_it_looked(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what to do next."""
    with pytest.raises(UsageError) as caught:
        find_config(None)
    assert str(tmp_path / "work/hitlist.yaml") in caught.value.message
    assert str(home / ".config/followupd/hitlist.yaml") in caught.value.message
    assert "followupd init" in caught.value.hint
    with pytest.raises(UsageError, match="named by -c"):
        find_config(str(tmp_path / "none.yaml"))
    monkeypatch.setenv("FOLLOWUPD_CONFIG", str(tmp_path / "none.yaml"))
    with pytest.raises(UsageError, match=r"named by \$FOLLOWUPD_CONFIG"):
        find_config(None)


def test_the_state_has_a_file_per_hit_list(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named for the list and the place of its file; `state:` and XDG_STATE_HOME say otherwise."""
    one, two = made(home / "one.yaml"), made(home / "two.yaml")
    path = state_path(one, "hitlist", None)
    assert path.parent == home / ".local/state/followupd"
    assert path.name.startswith("hitlist-")
    assert len(path.name) == len("hitlist-12345678.db")
    assert state_path(two, "hitlist", None) != path
    assert state_path(one, "alex", None).name.startswith("alex-")
    os.chdir(home)
    assert state_path(Path("one.yaml"), "hitlist", None) == path
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    assert state_path(one, "hitlist", None) == home / "state/followupd" / path.name
    assert state_path(one, "hitlist", home / "my.db") == home / "my.db"


def test_a_moved_hit_list_keeps_its_history(home: Path) -> None:
    """Moved and renamed, twice; the old database is not left behind."""
    places = [made(home / "hitlist.yaml"), home / "notes/people.yaml", home / "people.yaml"]
    (home / "notes").mkdir()
    with open_history(places[0], "hitlist", None) as history:
        history.append([DANA], NOW)
    for before, after in pairwise(places):
        before.rename(after)
        with open_history(after, "hitlist", None) as history:
            assert history.facts() == (DANA,)
            assert history.get_meta("config_path") == str(after)
            assert history.path == state_path(after, "hitlist", None)
    assert len(list((home / ".local/state/followupd").glob("*.db"))) == 1


def test_facts_still_in_the_log_move_along(home: Path) -> None:
    """A writer that was killed left its facts in the -wal file: they move with the database."""
    first, second = made(home / "one.yaml"), home / "two.yaml"
    script = (
        "import os; from pathlib import Path; from datetime import UTC, datetime\n"
        "from followupd.passes.state_file import open_history\n"
        "from followupd.core.values.facts import Attempt, Outcome\n"
        "now = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)\n"
        f"history = open_history(Path({str(first)!r}), 'hitlist', None)\n"
        "history.append([Attempt('dana', now, Outcome.REACHED)], now); os._exit(9)\n"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", script], cwd=root, check=False).returncode == 9
    old = state_path(first, "hitlist", None)
    assert Path(f"{old}-wal").stat().st_size > 0
    first.rename(second)
    with open_history(second, "hitlist", None) as history:
        assert history.facts() == (DANA,)
    assert not old.exists()
    assert not Path(f"{old}-wal").exists()


def test_a_copy_and_another_list_take_nothing(home: Path) -> None:
    """Only a hit list whose file is gone was moved; another list's history is never touched."""
    first = made(home / "one.yaml")
    with open_history(first, "hitlist", None) as history:
        history.append([DANA], NOW)
    with open_history(made(home / "copy.yaml"), "hitlist", None) as history:
        assert history.facts() == ()
    first.unlink()
    with open_history(made(home / "alex.yaml"), "alex", None) as history:
        assert history.facts() == ()
    assert state_path(first, "hitlist", None).exists()


def test_a_new_hit_list_inherits_nothing(home: Path) -> None:
    """A hit list that is typed again, even letter by letter, is not the deleted one: its history is empty."""
    first = made(home / "one.yaml")
    with open_history(first, "hitlist", None) as history:
        history.append([DANA], NOW)
    text, edited = first.read_bytes(), first.stat().st_mtime_ns
    first.unlink()
    second = home / "two.yaml"
    second.write_bytes(text)
    os.utime(second, ns=(edited + 1_000_000, edited + 1_000_000))
    with open_history(second, "hitlist", None) as history:
        assert history.facts() == ()


def test_a_history_that_a_daemon_serves_is_not_taken(home: Path) -> None:
    """It is reported instead: an empty history beside it would look like a loss."""
    first = made(home / "one.yaml")
    with open_history(first, "hitlist", None) as history:
        history.append([DANA], NOW)
    lock = DaemonLock(history.path)
    lock.acquire(NOW)
    second = first.rename(home / "two.yaml")
    try:
        with pytest.raises(Failure, match=f"in use by a running followupd .pid {os.getpid()}"):
            open_history(second, "hitlist", None)
    finally:
        lock.release()
    with open_history(second, "hitlist", None) as history:
        assert history.facts() == (DANA,)


def test_a_history_that_is_open_is_not_moved(home: Path) -> None:
    """Renaming an open database would separate it from its log; it stays whole and is reported."""
    first = made(home / "one.yaml")
    with open_history(first, "hitlist", None) as history:
        history.append([DANA], NOW)
        second = first.rename(home / "two.yaml")
        with pytest.raises(Failure, match="in use by another program"):
            state_path(second, "hitlist", None)
        assert history.facts() == (DANA,)
    with open_history(home / "two.yaml", "hitlist", None) as history:
        assert history.facts() == (DANA,)


def test_a_file_that_is_not_a_database_is_left_alone(home: Path) -> None:
    """It is neither used nor a reason to stop."""
    folder = home / ".local/state/followupd"
    folder.mkdir(parents=True)
    stray = folder / "hitlist-00000000.db"
    stray.write_text("not ours")
    with open_history(made(home / "one.yaml"), "hitlist", None) as history:
        assert history.facts() == ()
    assert stray.read_text() == "not ours"


def test_a_second_open_writes_nothing(home: Path) -> None:
    """The path is remembered once: opening to read leaves the file as it is."""
    config = made(home / "one.yaml")
    open_history(config, "hitlist", None).close()
    path = state_path(config, "hitlist", None)
    before = path.read_bytes()
    open_history(config, "hitlist", None).close()
    assert path.read_bytes() == before
    with History.open(path, "hitlist") as history:
        assert history.get_meta("config_path") == str(config)
