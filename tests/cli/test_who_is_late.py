"""Late and resting people are the same in the review on the calendar and in each command."""

from __future__ import annotations

import re

from tests.cli.conftest import Shell

HITLIST = """\
calendar: followup.ics
timezone: America/Denver
hours: Mon-Fri 9:00-17:00
block: [Tuesday 10:00, Thursday 15:00]
review: Monday 9:00
start_small: {first: 1, then: 3 per month}
contacts:
  - {name: Ann, phone: +1 303 555 0101, log: ["2026-02-01 reached", "2026-11-19 10:00 no answer"]}
  - {name: Bo, phone: +1 303 555 0102, log: ["2026-03-01 reached"]}
  - {name: Cy, phone: +1 303 555 0103, log: ["2026-04-01 reached"]}
  - {name: Di, phone: +1 303 555 0104, log: ["2026-01-01 reached"]}
  - {name: Ed, phone: +1 303 555 0105, log: ["2026-04-11 reached"]}
  - {name: Flo, phone: +1 303 555 0106, log: ["2026-11-11 reached"]}
  - {name: Gil, phone: +1 303 555 0107, status: stop, log: ["2026-01-01 reached"]}
"""
LATE = {"Ann", "Bo", "Cy", "Di", "Ed"}


def test_the_review_on_the_calendar_names_whom_each_command_names(desk: Shell) -> None:
    """Also those who wait while the user starts small: they are late, and still only wait."""
    desk.hitlist.write_text(HITLIST, encoding="utf-8")
    desk("sync", now="2026-11-20T07:00")
    desk("sync", now="2026-11-23T08:55")
    event, now = _review(desk), "2026-11-23T09:00"
    assert _late(event) == LATE
    assert _late(desk("review", now=now).out) == LATE
    assert {one["name"] for one in desk("status", "--json", now=now).json["late"]} == LATE
    listed = desk("list", "--json", now=now).json["people"]
    assert {one["name"] for one in listed if one["late_days"]} == LATE
    waiting = [one["name"] for one in listed if one["state"] == "waiting"]
    assert waiting
    assert all(f"{name}: late by" in event for name in waiting)
    assert "waiting, late by" in desk("why", waiting[0], now=now).out


def test_the_forecast_names_whom_the_status_will_name(desk: Shell) -> None:
    """If nobody answers: also with an `ok` by a channel that the words do not name, and after a pause, by as much."""
    more = """\
  - {name: Hal, phone: +1 303 555 0108, log: ["2026-01-01 reached", "2026-11-10 ok"]}
  - {name: Ivy, phone: +1 303 555 0109, status: paused, pause_until: 2026-11-29, log: ["2026-03-01 reached"]}
  - {name: Jo, phone: +1 303 555 0110, status: paused, pause_until: 2027-03-01, log: ["2026-03-01 reached"]}
"""
    desk.hitlist.write_text(HITLIST + more, encoding="utf-8")
    desk("sync", now="2026-11-22T07:00")
    told = desk("forecast", "--weeks", "2", "--runs", "1", "--answer", "0", "--json", now="2026-11-23T07:00").json
    then = desk("status", "--json", now="2026-12-06T07:00").json
    assert {one["name"]: one["days"] for one in told["late"]} == {one["name"]: one["days"] for one in then["late"]}
    assert {one["name"] for one in told["late"]} == LATE | {"Ivy"}
    assert told["weeks"][-1]["late"] == len(LATE) + 1


def test_who_is_planned_does_not_rest(desk: Shell) -> None:
    """After four tries they rest, and once they have a line or a reminder again they are open everywhere."""
    tries = ", ".join(f"{day} no answer" for day in ("2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02"))
    ann = f"{{name: Ann, phone: +1 303 555 0101, log: [2026-06-01 reached, {tries}]}}"
    text = f"{HITLIST[:HITLIST.index('start_small')]}contacts: [{ann}]\n"
    desk.hitlist.write_text(text, encoding="utf-8")
    states = set[str]()
    for now in ("2026-11-23T07:00", "2026-12-06T07:00", "2026-12-12T07:00"):
        desk("sync", now=now)
        (one,) = desk("list", "--json", now=now).json["people"]
        told = desk("review", now=now).out
        states.add(one["state"])
        assert ("Who rests" in told) == (one["state"] == "resting")
        assert ("next try on" in told) == (one["state"] == "open")
    assert states == {"resting", "open"}


def _late(text: str) -> set[str]:
    """Return the names under the head of those who are late."""
    part = text.split("Late: ")[1].split("\n\n")[0]
    return set(re.findall(r"^- (\w+): late by", part, re.MULTILINE))


def _review(desk: Shell) -> str:
    text = desk.calendar.read_bytes().decode().replace("\r\n ", "")
    (event,) = [one for one in text.split("BEGIN:VEVENT")[1:] if "UID:review-" in one and "20261123T" in one]
    return event.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";")
