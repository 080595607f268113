"""One day with the daemon, as a process: an edit, a call that fails, a bad edit, a good one, and the evening."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from tests.daemon.test_process import HIT_LIST, ROOT, Process


def test_a_day_with_the_daemon(tmp_path: Path) -> None:
    """Whatever a person does reaches the calendar; a bad edit changes nothing and is reported once."""
    config, calendar = tmp_path / "hitlist.yaml", tmp_path / "followup.ics"
    config.write_text(HIT_LIST)
    daemon = Process(config)
    try:
        daemon.await_line("Watching hitlist.yaml.")
        assert calendar.read_text().count("BEGIN:VEVENT") == 4

        # An edit: another person, who comes onto the first sheet.
        config.write_text(HIT_LIST + "  - {name: Sam Okafor, phone: +1 303 555 0190}\n")
        daemon.await_line("Wrote ")
        assert "Sam Okafor" in calendar.read_text().replace("\r\n ", "")

        # A call reaches nobody: `log` tells the daemon, and the daemon writes the next try.
        told = subprocess.run(
            [sys.executable, "-m", "followupd", "log", "sam", "no-answer", "-c", str(config)], cwd=ROOT,
            capture_output=True, text=True, check=True,
        ).stdout
        assert told.startswith("Sam Okafor: no answer by phone (1st try), today ")
        assert f"The running followupd (pid {daemon.child.pid}) writes it." in told
        daemon.await_line("Wrote ")
        after = calendar.read_text()
        assert "SUMMARY:Call Sam Okafor" in after

        # A bad edit: reported with its line, and the last good list goes on.
        config.write_text(HIT_LIST.replace("contacts:", "contcats:"))
        assert "Did you mean contacts?" in daemon.await_line("contcats")
        assert calendar.read_text() == after

        # Fixed: Sam is gone from the list, so his retry goes from the calendar.
        config.write_text(HIT_LIST)
        daemon.await_line("Wrote ")
        assert "Sam Okafor" not in calendar.read_text().replace("\r\n ", "")

        code, seconds = daemon.end(signal.SIGTERM)
        assert code == 0
        assert seconds < 5
    finally:
        daemon.close()
