"""The answers of a target to other rooms: its name, its identity, and the file that shows its changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from followupd.core.values.targets import CaldavTarget, CalendarTarget, FeedTarget, IcsTarget

ADDRESS = "https://X.org:8443/private-a1b2/basic.ics?token=hunter2"


@pytest.mark.parametrize(("target", "label", "key", "file", "password"), [
    (IcsTarget(Path("/a/b.ics")), "b.ics", "/a/b.ics", Path("/a/b.ics"), False),
    (IcsTarget(Path("/a/vdir"), is_folder=True), "vdir/", "/a/vdir", Path("/a/vdir"), False),
    (IcsTarget(Path("~/b.ics")), "b.ics", str(Path.home() / "b.ics"), Path.home() / "b.ics", False),
    (CaldavTarget("https://X.org/dav/", "Work", "dana"), "Work", "https://x.org/dav/ dana Work", None, False),
    (CaldavTarget("HTTPS://X.org:8443", password="hunter2"), "X.org:8443", "https://x.org:8443/", None, True),
    (CaldavTarget("https://dana:hunter2@x.org/cal?a=b#c"), "x.org/cal", "https://x.org/cal/", None, False),
    (FeedTarget(ADDRESS), "x.org", "feed x.org fd6044367c8be5e88d744803f18998d8", None, False),
])
def test_what_a_target_says(target: CalendarTarget, label: str, key: str, file: Path | None, password: bool) -> None:
    assert (target.label, target.file, target.holds_password) == (label, file, password)
    assert target.key == key
    assert "hunter2" not in repr((target.label, target.key))


def test_two_feeds_of_one_host_are_two() -> None:
    """Their addresses are secrets, so a hash distinguishes them."""
    assert FeedTarget("https://x.org/a").key != FeedTarget("https://x.org/b").key
