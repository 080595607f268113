"""The month in `status`: the action plan, and the progress of starting small."""

from __future__ import annotations

from tests.cli.conftest import HITLIST, Shell

PLAN = "action_plan: {phone: 1 per workday, email: 1 every Friday, coffee: 2 per month}\n"


def test_status_tells_how_the_month_goes(desk: Shell) -> None:
    """Kept, missed, carried and to come, a line for each channel, with the people; the same in --json."""
    desk.hitlist.write_text(PLAN + HITLIST, encoding="utf-8")
    desk("sync", now="2026-11-02T08:00")
    for day in ("02", "05", "09"):
        desk("log", "Dana", "no answer", "--via", "phone", now=f"2026-11-{day}T11:00")
    out = desk("status", now="2026-11-20T14:10").out
    assert "Plan      phone, 1 per workday: 3 of 21 kept, 6 missed, 5 carried, 7 to come" in out
    assert "\n          email, 1 every Friday: 0 of 4 kept, 1 missed, 1 carried, 2 to come; Mei" in out
    assert "\n          coffee, 2 per month: 0 of 2 kept, 2 to come\n" in out
    form = desk("status", "--json", now="2026-11-20T14:10").json["action_plan"]
    assert [entry["channel"] for entry in form] == ["phone", "email", "coffee"]
    assert form[1] == {
        "channel": "email", "quota": "1 every Friday", "planned": 4, "kept": 0, "missed": 1, "carried": 1, "to_come": 2,
        "people": [{"key": "mei", "name": "Mei 美玲"}],
    }


def test_without_a_plan_status_says_nothing_of_it(desk: Shell) -> None:
    assert "\nPlan" not in desk("status").out
    assert desk("status", "--json").json["action_plan"] == []


def test_status_and_plan_tell_how_starting_small_goes(desk: Shell) -> None:
    """One of five was tried in the first month: both say that nobody joins, and so does --json."""
    desk("sync")
    desk("log", "Dana", "no answer", now="2026-11-24T10:05")
    told = "Start small: you tried 1 of the 5 people who were due last month, so it stays at 5 people for now."
    for command in ("status", "plan"):
        assert told in desk(command, now="2026-12-21T09:00").out
        assert desk(command, "--json", now="2026-12-21T09:00").json["start_small"] == {
            "people": 5, "last_month": {"people": 5, "came": 5, "tried": 1, "away": False},
        }
