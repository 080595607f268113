"""From a target to a calendar, and the key of its state."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC
from pathlib import Path

import pytest

from followupd.calendars.files.folder import Vdir
from followupd.calendars.files.ics_file import IcsFile
from followupd.calendars.open import open_calendar
from followupd.core.values.targets import CaldavTarget, CalendarTarget, IcsTarget


def test_each_target_opens_its_calendar(tmp_path: Path) -> None:
    """A file, a folder, an account; nothing is read or asked yet."""
    assert isinstance(open_calendar(IcsTarget(tmp_path / "a.ics"), "hitlist", UTC), IcsFile)
    assert isinstance(open_calendar(IcsTarget(tmp_path, is_folder=True), "hitlist", UTC), Vdir)
    account = open_calendar(CaldavTarget("http://127.0.0.1:1/", name="Work", password="pw"), "hitlist", UTC)
    assert account.label == "127.0.0.1:1: Work"
    assert "pw" not in repr(account)


@pytest.mark.parametrize(("one", "other", "same"), [
    (IcsTarget(Path("/a/b.ics")), IcsTarget(Path("/a/b.ics")), True),
    (IcsTarget(Path("/a/b.ics")), IcsTarget(Path("/a/c.ics")), False),
    (CaldavTarget("https://X.org/dav", password="a"), CaldavTarget("https://x.org/dav/", password_env="B"), True),
    (CaldavTarget("https://x.org/", "Work"), CaldavTarget("https://x.org/", "Home"), False),
    (CaldavTarget("https://x.org/", username="a"), CaldavTarget("https://x.org/", username="b"), False),
    (CaldavTarget("https://x.org/a/"), CaldavTarget("https://x.org/b/"), False),
])
def test_the_key_is_the_calendar_and_not_the_way_in(one: CalendarTarget, other: CalendarTarget, same: bool) -> None:
    """A new password is not another calendar; another name on the same server is."""
    assert (one.key == other.key) is same


def test_a_file_loads_neither_the_caldav_library_nor_icalendar() -> None:
    """`next` and `check` must start fast: a third of a second would be lost."""
    code = ("import sys; from datetime import UTC; from pathlib import Path;"
            "from followupd.core.values.targets import IcsTarget;"
            "from followupd.calendars.open import open_calendar; open_calendar(IcsTarget(Path('x')), 'hitlist', UTC);"
            "print([m for m in sys.modules if m.split('.')[0] in ('caldav', 'niquests', 'icalendar', 'lxml')])")
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
