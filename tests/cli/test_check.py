"""`check` names what the loader cannot know, because it has no clock."""

from __future__ import annotations

from tests.cli.conftest import Shell


def test_a_log_line_of_the_future_is_named(desk: Shell) -> None:
    """A wrong year does not count, and nobody has to find that out by waiting."""
    desk.rewrite("- name: Sam Okafor", "- name: Sam Okafor\n    log: [2027-11-02 reached]")
    told = desk("check")
    assert told.code == 0
    assert "Sam Okafor: the line of 2027-11-02 is in the future and does not count yet." in told.out
    assert "is in the future" not in desk("check", now="2027-11-03T10:00").out


EVENINGS = """calendar: followup.ics
timezone: America/Denver
block: [Tuesday 10:00, {every: Wed and Thu 22:00}, Friday 20:30]
contacts:
  - Sam Okafor
"""


def test_a_block_that_can_hold_nobody_is_named(desk: Shell) -> None:
    """It would take 26 evenings and stay empty: `check` says so at its line, with the reason."""
    desk.hitlist.write_text(EVENINGS, encoding="utf-8")
    told = desk("check")
    assert told.code == 0
    assert "hitlist.yaml is fine, but see below: 1 person" in told.out
    (note,) = (line.strip() for line in told.out.splitlines() if "can hold nobody" in line)
    assert note == (
        "3:24  block[1]: can hold nobody on Wednesday and Thursday 22:00-23:00: people for whom you give no hours are "
        "called from 8:00 to 21:00 of their clock, the others in their hours. Choose another time, or leave it out."
    )
    desk.rewrite("- Sam Okafor", "- {name: Sam Okafor, hours: '9:00-11:00, 19:00-23:00'}")
    told = desk("check")
    assert "hitlist.yaml is fine: 1 person" in told.out
    assert "can hold nobody" not in told.out


def test_a_review_on_a_day_without_hours_is_named(desk: Shell) -> None:
    """It may be wanted, but a slip would cost a Sunday each week."""
    text = "calendar: f.ics\nhours: Mon-Fri\nreview: Sunday 18:00\ncontacts: [Sam]\n"
    desk.hitlist.write_text(text, encoding="utf-8")
    assert (
        "3:9  review: is on a Sunday, a day without hours of yours. It stays there; write another day if that is a "
        "slip."
    ) in desk("check").out
    desk.rewrite("review: Sunday 18:00", "review: Friday 17:00")
    assert "review:" not in desk("check").out


def test_a_hint_has_the_hit_list_that_was_named(desk: Shell) -> None:
    """The command in it can be typed as it is; without -c it is as short as before."""
    desk.rewrite("every: 6 weeks", "every: often")
    desk.hitlist.rename(desk.folder / "my people.yaml")
    again = "followupd -c 'my people.yaml' check"
    for command in ("check", "sync", "plan", "list", "doctor"):
        told = desk(command, "-c", "my people.yaml")
        assert again in told.out + told.err, command
    assert again in desk("-c", "my people.yaml", "list").err
    (desk.folder / "my people.yaml").rename(desk.hitlist)
    assert "check again: followupd check\n" in desk("check").err


def test_what_to_type_next_has_it_too(desk: Shell) -> None:
    assert ": followupd -c hitlist.yaml sync\n" in desk("plan", "-c", "hitlist.yaml").out
    assert "See everybody: followupd -c hitlist.yaml list" in desk("why", "Nobody", "-c", "hitlist.yaml").err
