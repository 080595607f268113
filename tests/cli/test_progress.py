"""The bar of work that takes long: on a terminal only, after a second, moving, and gone at the end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from followupd.cli import progress
from followupd.cli.progress import ProgressBar, waited_for
from followupd.desk.desk import at_the_desk
from followupd.desk.stack import lay_out
from tests.cli.conftest import NOW, Shell
from tests.kit.terminal import terminal

GONE = "\r" + " " * progress.LINE + "\r"


class DrawnBar:
    """A terminal that notes each picture of a bar."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.printed: list[str] = []
        self._drawn = threading.Condition()
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        monkeypatch.setattr(progress, "A_MOMENT", 0.0)
        monkeypatch.setattr(progress, "BEAT", 0.01)
        monkeypatch.setattr("click.echo", self._echo)

    def _echo(self, text: str, **_: object) -> None:
        with self._drawn:
            self.printed.append(text)
            self._drawn.notify_all()

    def until(self, shown: str) -> None:
        with self._drawn:
            assert self._drawn.wait_for(lambda: any(shown in text for text in self.printed), 10)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> DrawnBar:
    return DrawnBar(monkeypatch)


def test_a_bar_shows_the_step_and_how_much_is_done(drawn: DrawnBar) -> None:
    """And leaves nothing behind, not even a thread."""
    with ProgressBar() as bar:
        bar("Reading contacts.vcf", 1.5, 4)
        drawn.until("\r[#######-------------] Reading contacts.vcf")
        bar("Reading contacts.vcf", 4, 4)
        drawn.until("\r[####################] Reading contacts.vcf")
    assert drawn.printed[-1] == GONE
    assert not [thread for thread in threading.enumerate() if thread.name == "progress"]


def test_a_block_runs_to_and_fro_if_nobody_knows_how_much_there_is(drawn: DrawnBar) -> None:
    with ProgressBar("Reading the address books"):
        for at in ("[####-", "[-####-", "[--####-"):
            drawn.until(f"\r{at}")


def test_quick_work_shows_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with ProgressBar():
        pass
    assert capsys.readouterr().err == ""


def test_a_pipe_gets_nothing_however_long_it_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "A_MOMENT", 0.0)
    monkeypatch.setattr(threading.Thread, "start", lambda _: pytest.fail("a bar for a pipe"))
    assert list(waited_for([1, 2], "Examining")) == [1, 2]
    assert capsys.readouterr().err == ""


def test_what_is_waited_for_comes_one_by_one_and_the_bar_is_gone_before_it_is_printed(drawn: DrawnBar) -> None:
    def checks() -> Iterator[str]:
        for name in ("files", "calendar"):
            drawn.printed.clear()
            drawn.until("Examining")
            yield name

    for _ in waited_for(checks(), "Examining"):
        assert drawn.printed[-1] == GONE


def pipe(folder: Path, name: str) -> Path:
    path = folder / name
    os.mkfifo(path)
    return path


def test_an_import_at_a_terminal_moves(desk: Shell) -> None:
    """The file is a pipe that nobody has written to yet: a disk that is slow."""
    slow = pipe(desk.folder, "people.csv")
    with terminal(desk.folder, desk.env(), "import", "people.csv", "--json", "--now", NOW) as screen:
        assert "[--------------------] Reading people.csv" in screen.until("Reading people.csv")
        slow.write_text("Name,Email\nMia Chen,mia@example.com\n")
        rest = screen.rest()
    assert GONE in rest
    assert '"Mia Chen"' in rest.rpartition(GONE)[2]
    assert screen.code == 0


def test_a_sync_that_waits_for_an_address_book_shows_it(desk: Shell) -> None:
    """Here for the command that prints its password."""
    secret = pipe(desk.folder, "secret")
    desk.rewrite("calendar: followup.ics\n", (
        "calendar: followup.ics\naddressbook: {url: 'http://127.0.0.1:9/', name: Contacts, username: dana, "
        f"password_command: cat {secret}}}\n"
    ))
    with terminal(desk.folder, desk.env(), "sync", "--now", NOW) as screen:
        assert re.search(r"\[-*####-*\] Reading and writing", screen.until("Reading and writing"))
        secret.write_text("secret\n")
        assert "Wrote followup.ics" in screen.rest().replace(GONE, "")


def test_a_long_import_into_a_pipe_says_nothing(desk: Shell) -> None:
    slow = pipe(desk.folder, "people.csv")
    with subprocess.Popen(
        [sys.executable, "-c", "from followupd.cli import progress; progress.A_MOMENT = 0.0; from followupd.__main__ "
         "import main; main()", "import", "people.csv", "--json", "--now", NOW],
        cwd=desk.folder, env=desk.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:
        slow.write_text("Name,Email\nMia Chen,mia@example.com\n")       # waits until it is opened
        out, err = running.communicate(timeout=30)
    assert ("Mia Chen" in out, err) == (True, "")


def test_a_large_file_is_seen_to_be_read(desk: Shell) -> None:
    """Within the file and within the comparison, not only between them."""
    names = [f"Ann Lee{number // 4},a{number}@example.com" for number in range(500)]
    (desk.folder / "many.csv").write_text("\n".join(["Name,Email", *names]))
    shown: list[tuple[str, float, int]] = []
    with at_the_desk(Path("hitlist.yaml"), lambda _: datetime(2026, 11, 20, tzinfo=UTC)) as open_desk:
        lay_out(open_desk, [Path("many.csv"), Path("many.csv")], lambda *step: shown.append(step))
    done = [part for _, part, _ in shown]
    assert done == sorted(done)
    assert {steps for _, _, steps in shown} == {5}
    for step, first in (("Reading many.csv", 0), ("Reading many.csv", 1), ("Comparing details and names", 3)):
        assert len({part for said, part, _ in shown if said == step and first <= part < first + 1}) > 5, step
