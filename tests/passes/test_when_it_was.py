"""The moment that words name is when it was, in every place: `log`, titles, lines of a sheet, `log:` of the hit list.

One table of phrases goes through all of them, with whole passes where there is a calendar, and one instant comes out.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Outcome
from followupd.desk.asking import LogArguments
from followupd.desk.desk import at_the_desk
from followupd.desk.log import log_answer
from followupd.errors import UsageError
from followupd.hitlist.load import load
from tests.kit.people import DENVER, at
from tests.kit.phones import block, contact, desk_of

NOW = at("2026-11-24 20:40")            # the evening of the Tuesday of the block
REACHED, NA, LM = Outcome.REACHED, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE
PHRASES: dict[str, tuple[str, Outcome, str]] = {
    "reached her at 9": ("2026-11-24 09:00", REACHED, ""),
    "called at 9, no answer": ("2026-11-24 09:00", NA, "called, no answer"),
    "spoke on the phone at 9:30": ("2026-11-24 09:30", REACHED, "on the phone"),
    "no answer at 9:30": ("2026-11-24 09:30", NA, ""),
    "left a message at noon": ("2026-11-24 12:00", LM, ""),
    "spoke this morning": ("2026-11-24 09:00", REACHED, ""),
    "spoke yesterday evening": ("2026-11-23 19:00", REACHED, ""),
    "rang this afternoon, no answer": ("2026-11-24 15:00", NA, "rang, no answer"),
    "spoke yesterday at half past four, she moved": ("2026-11-23 16:30", REACHED, "she moved"),
    "tried at 5, no luck": ("2026-11-24 17:00", NA, "tried, no luck"),
    "na 9:30": ("2026-11-24 09:30", NA, ""),
    "lm around 11am, she is away": ("2026-11-24 11:00", LM, "she is away"),
    "spoke at 8 this evening about the flat": ("2026-11-24 20:00", REACHED, "about the flat"),
    "this morning: no answer": ("2026-11-24 09:00", NA, ""),
}
TO_COME = ("no answer at 23:30", "reached her at 22:00", "left a message at 9 this evening")
NOTES = (
    "spoke, she moved yesterday", "reached, flight at 10:30", "spoke about the party at 9",
    "spoke, call again at 10:30", "called at 9 and 11, no answer",
)
NAMES = [f"Q{chr(97 + number // 10)}{chr(97 + number % 10)}zo" for number in range(40)]
Told = dict[str, tuple[datetime, Outcome, str]]


def people(phrases: list[str]) -> dict[str, str]:
    return dict(zip(NAMES, phrases, strict=False))


def told(facts: list[Attempt], phrases: dict[str, str]) -> Told:
    return {phrases[one.contact.capitalize()]: (one.at, one.outcome, one.note) for one in facts}


def by_command(folder: Path, phrases: list[str]) -> Told:
    names = people(phrases)
    file = folder / "hitlist.yaml"
    listed = "".join(f"  - {{name: {name}, via: [phone]}}\n" for name in names)
    file.write_text(f"calendar: followup.ics\ntimezone: America/Denver\ncontacts:\n{listed}", encoding="utf-8")
    with at_the_desk(file, lambda _: NOW) as desk:
        for name, phrase in names.items():
            refused: AbstractContextManager[object] = nullcontext()
            if phrase in TO_COME:
                refused = pytest.raises(UsageError, match="has not happened yet")
            with refused:
                log_answer(desk, LogArguments(name, (phrase,), None, None, "", None), as_json=False)
        facts = [one for one in desk.history.facts() if isinstance(one, Attempt)]
    return told(facts, names)


def on_the_calendar(folder: Path, phrases: list[str], form: str) -> Told:
    """Type each phrase behind a title, or on a sheet as `form` says; a second pass changes nothing (P3)."""
    names = people(phrases)
    desk = desk_of(folder, tuple(contact(name, "2026-07-01 reached") for name in names))
    if not form:
        desk.hitlist = replace(desk.hitlist, blocks=(), start_small=None)
    desk.run()
    desk.now = NOW
    if form:
        there = block(desk)
        bare = "\n".join(line for line in there.event.description.split("\n") if "zo" not in line)
        for name in names:
            bare += "\n" + form.format(name, names[name])
        desk.calendar.rewrite(there.uid, bare)
    else:
        for one in desk.ours("due-"):
            name = next(name for name in names if name in one.event.summary)
            desk.calendar.retitle(one.uid, f"{one.event.summary} {names[name]}")
    report = desk.run()
    asked = [one for one in report.questions if "has not happened yet" in one]
    facts = [one for one in desk.facts(Attempt) if isinstance(one, Attempt)]
    assert len(asked) + len(facts) == len(names), report.questions
    desk.history.close()
    return told(facts, names)


def in_the_hit_list(folder: Path, phrases: list[str]) -> Told:
    file = folder / "hitlist.yaml"
    listed = "".join(
        f"  - {{name: {name}, via: [phone], log: [\"2026-11-24 {phrase}\"]}}\n"
        for name, phrase in people(phrases).items()
    )
    file.write_text(f"calendar: followup.ics\ntimezone: America/Denver\ncontacts:\n{listed}", encoding="utf-8")
    hitlist = load(file).hitlist
    assert hitlist is not None
    lines = {one.name: one.log for one in hitlist.contacts}
    return {people(phrases)[name]: (log[0].at, log[0].outcome, log[0].note) for name, log in lines.items()}


PLACES: dict[str, Callable[[Path, list[str]], Told]] = {
    "by command": by_command,
    "behind a title": lambda folder, phrases: on_the_calendar(folder, phrases, ""),
    "behind a line": lambda folder, phrases: on_the_calendar(folder, phrases, "[ ] Call {}: {}"),
    "behind a name": lambda folder, phrases: on_the_calendar(folder, phrases, "{}: {}"),
    "in the hit list": in_the_hit_list,
}


@pytest.mark.parametrize("place", PLACES)
def test_the_same_words_are_at_the_same_instant(tmp_path: Path, place: str) -> None:
    """The time is neither lost nor left in the note."""
    found = PLACES[place](tmp_path, [*PHRASES])
    assert found == {phrase: (at(when), outcome, note) for phrase, (when, outcome, note) in PHRASES.items()}


@pytest.mark.parametrize("place", [place for place in PLACES if place != "in the hit list"])
def test_a_time_to_come_is_asked_about(tmp_path: Path, place: str) -> None:
    """As `--at` refuses it. A line of the hit list reads no clock: it counts once its time has come."""
    assert PLACES[place](tmp_path, [*TO_COME]) == {}


@pytest.mark.parametrize("place", PLACES)
def test_a_moment_in_a_note_is_a_part_of_it(tmp_path: Path, place: str) -> None:
    found = PLACES[place](tmp_path, [*NOTES])
    start = {"in the hit list": at("2026-11-24 00:00"), "by command": NOW, "behind a title": None}
    when = start.get(place, at("2026-11-24 10:00"))
    for phrase in NOTES:
        assert when in (None, found[phrase][0]), phrase
        assert phrase.split()[-1] in found[phrase][2] or phrase.endswith("again at 10:30"), phrase


@pytest.mark.parametrize(("behind", "when", "note"), [
    ("at 9:30", "2026-11-24 09:30", ""), ("this morning, she moved", "2026-11-24 09:00", "she moved"),
    ("she moved at 9", "2026-11-24 10:00", "she moved at 9"), ("yesterday", "2026-11-23 00:00", ""),
])
def test_a_moment_first_behind_a_tick(tmp_path: Path, behind: str, when: str, note: str) -> None:
    desk = desk_of(tmp_path, (contact("Sam", "2026-07-01 reached"),))
    desk.run()
    desk.now = NOW + timedelta(days=1)       # a line of a sheet is about its day
    there = block(desk)
    desk.calendar.rewrite(there.uid, there.event.description.replace("[ ] Call Sam", f"[x] Call Sam: {behind}"))
    assert desk.run().questions == ()
    (one,) = desk.facts(Attempt)
    assert isinstance(one, Attempt)
    assert (one.at, one.note) == (at(when), note)
    assert one.at.astimezone(DENVER).time() == time() or one.timed
    desk.history.close()
