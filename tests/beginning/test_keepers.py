"""A typed password goes to the user's own store, by its program's standard input, and is found again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from followupd.beginning.keepers import Keeper, keepers
from followupd.errors import Failure

PASS = """\
#!/bin/sh
# As pass does: insert --multiline --force NAME reads the whole input, show NAME prints it.
folder="$(dirname "$0")/store"
case $1 in
  insert) mkdir -p "$folder/$(dirname "$4")" && cat > "$folder/$4" ;;
  show) cat "$folder/$2" ;;
esac
"""
SECRET = "correct horse #1"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setenv("PASSWORD_STORE_DIR", str(tmp_path / "store"))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    return tmp_path / "bin"


def program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def only_keeper(environment: Mapping[str, str] | None = None) -> Keeper:
    first, *_ = keepers("dav.example.com:8443", "../dana/x", environment)
    return first


def test_without_a_store_there_is_the_environment(programs: Path) -> None:
    (keeper,) = keepers("dav.example.com", "dana")
    assert keeper.keys() == (("password_env", "FOLLOWUPD_PASSWORD"),)
    keeper.keep(SECRET)
    assert list(programs.iterdir()) == []


def test_pass_keeps_it_under_a_name_of_ours(programs: Path) -> None:
    """Only with a store that was set up; no name leads out of followupd's own folder in it."""
    program(programs, "pass", PASS)
    assert only_keeper().store is None
    (programs.parent / "store").mkdir()
    (programs.parent / "store/.gpg-id").write_text("dana")
    keeper = only_keeper()
    assert keeper.fetch == ("pass", "show", "followupd/dav.example.com_8443/_dana_x")
    keeper.keep(SECRET)
    assert (programs / "store/followupd/dav.example.com_8443/_dana_x").read_text() == f"{SECRET}\n"


@pytest.mark.parametrize(("text", "said"), [
    (f"#!/bin/sh\necho 'no collection; got {SECRET}' >&2; exit 1\n", "no collection; got …"),
    ("#!/bin/sh\nexit 3\n", "exit code 3"),
    ("#!/bin/sh\ncase $1 in lookup) echo another;; esac\n", "gives back something else"),
    ("#!/bin/sh\ncase $1 in lookup) exit 1;; esac\n", "failed with exit code 1"),
])
def test_a_keeper_that_fails_is_said_without_the_password(programs: Path, text: str, said: str) -> None:
    program(programs, "secret-tool", text)
    keeper = only_keeper({"PATH": str(programs), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"})
    with pytest.raises(Failure) as failed:
        keeper.keep(SECRET)
    assert said in failed.value.message
    assert SECRET not in failed.value.message
