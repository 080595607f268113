"""SOGo ignores a stale If-Match on DELETE (docs/servers.md 3), so the resource is read before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from followupd.core.values.event import Delete, Failed
from followupd.errors import CalendarChanged
from tests.kit.fake_caldav import FakeCalDAV
from tests.passes.test_quirks import KINDS, NOW, ServerDesk, name_of


@pytest.mark.parametrize("path", ["/SOGo/dav/dana/Calendar/personal/", "/calendars/dana/"])
def test_sogo_is_read_before_a_delete(tmp_path: Path, path: str) -> None:
    """docs/servers.md 3: it deletes in spite of a stale If-Match, so what the user typed meanwhile would be lost.

    Behind a proxy with another address it is known by its tokens, which are seconds.
    """
    with FakeCalDAV(path) as server:
        server.quirks = KINDS["SOGo"]
        desk = ServerDesk(server, tmp_path)
        desk()
        present = next(iter(desk.calendar.read().events))
        server.edit(name_of(present.uid), SUMMARY="ok Person 1")
        (result,) = desk.calendar.apply([Delete(present)], NOW)
        assert isinstance(result, Failed)
        assert isinstance(result.error, CalendarChanged)
        assert "ok Person 1" in server.texts[name_of(present.uid)]
        fresh = next(p for p in desk.calendar.read().events if p.uid == present.uid)
        assert desk.calendar.apply([Delete(fresh)], NOW)[0].change == Delete(fresh)
        assert name_of(present.uid) not in server.texts
        desk.close()
