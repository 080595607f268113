"""`check` names what the loader cannot know, because it has no clock."""

from __future__ import annotations

from tests.cli.conftest import Shell


def test_a_log_line_of_the_future_is_named(desk: Shell) -> None:
    """A slip of the year does not count, and nobody has to find out by waiting."""
    desk.rewrite("- name: Sam Okafor", "- name: Sam Okafor\n    log: [2027-11-02 reached]")
    told = desk("check")
    assert told.code == 0
    assert "Sam Okafor: the line of 2027-11-02 lies in the future and does not count yet." in told.out
    assert "lies in the future" not in desk("check", now="2027-11-03T10:00").out
