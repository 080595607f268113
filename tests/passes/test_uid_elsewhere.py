"""A create that is refused because another calendar has the UID: told, not called written (docs/servers.md 1, 7)."""

from __future__ import annotations

from pathlib import Path

import pytest

from followupd.__main__ import exit_code
from followupd.core.values.event import Failed
from followupd.errors import EventRefused
from tests.kit.desks import HomeFolder
from tests.kit.fake_caldav import FakeCalDAV, Quirks
from tests.kit.local_http import Asked, HttpReply
from tests.passes.test_quirks import NOW, ServerDesk

LIST = """
calendar: {{url: "{url}", timeout: 5}}
timezone: America/Denver
block: {{every: Tuesday 10:00, ahead: 8 weeks}}
contacts:
  - {{name: Dana, phone: +1 303 555 0142, hours: Thu 14:00-16:00}}
"""
CONFLICT = "<C:error xmlns:C='urn:ietf:params:xml:ns:caldav'><C:no-uid-conflict/></C:error>"


@pytest.mark.parametrize("status", [403, 409, 412])
def test_a_uid_in_another_calendar_is_a_refusal_of_that_event(tmp_path: Path, status: int) -> None:
    """Each generation is refused: the others are written, and the event is named."""
    with FakeCalDAV() as server:
        server.fault = lambda method, path, count: (
            HttpReply(status, CONFLICT) if method == "PUT" and "retry-p1-" in path else None
        )
        desk = ServerDesk(server, tmp_path)
        report = desk()
        assert [type(failed.error) for failed in report.failed] == [EventRefused]
        assert "Person 1" in report.problems[0]
        assert "UID is taken" in report.problems[0]
        assert report.succeeded
        assert report.created == len(report.plan.events) - 1
        desk.close()


@pytest.mark.parametrize("status", [403, 409, 412])
def test_log_does_not_say_written(tmp_path: Path, capsys: pytest.CaptureFixture[str], status: int) -> None:
    home = HomeFolder(tmp_path)
    with FakeCalDAV() as server:
        home.write(LIST.format(url=server.url))
        home.a_pass(NOW)
        server.fault = lambda method, path, count: (
            HttpReply(status, CONFLICT) if method == "PUT" and "retry-dana-" in path else None
        )
        (first, *words) = ["-c", str(home.config), "log", "Dana", "no answer", "--now", "2026-11-20T12:00"]
        assert exit_code([first, *words]) == 0
        told = capsys.readouterr().out
        assert "Written" not in told
        assert "UID is taken" in told
        assert exit_code(["-c", str(home.config), "status", "--now", "2026-11-20T12:01"]) == 0
        assert "UID is taken" in capsys.readouterr().out


def test_a_packed_answer_weakens_no_etag(tmp_path: Path) -> None:
    """Cyrus and Apache: `W/` on what they pack. Single resources are asked for as they are."""
    with FakeCalDAV() as server:
        accepted: dict[str, set[str]] = {}
        answer = server.answer

        def listening(asked: Asked) -> HttpReply | None:
            accepted.setdefault(asked.method, set()).add(asked.headers.get("accept-encoding", ""))
            return answer(asked)

        server.answer = listening   # type: ignore[method-assign]
        server.quirks = Quirks(etags="silent")
        desk = ServerDesk(server, tmp_path)
        assert not any(isinstance(result, Failed) for result in desk().results)
        desk.close()
        assert accepted["GET"] == accepted["PUT"] == {"identity"}
        assert "gzip" in next(iter(accepted["REPORT"]))
