"""A tick and a mark mean what the channel of the line says as it was written (P1, P12); through whole passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Contact, Per, Quota
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.phones import contact, desk_of

REACHED, SENT, LEFT = Outcome.REACHED, Outcome.SENT, Outcome.LEFT_MESSAGE


def mei(*via: str) -> Contact:
    """Return somebody with an address for each of these channels."""
    known = contact("Mei", "2026-07-01 reached", via=via)
    return replace(known, phones=("+1 303 555 0177",), emails=("mei@example.com",))


def logged(desk: UserDesk[MemoryCalendar]) -> list[tuple[str, Outcome, str | None]]:
    return [(fact.contact, fact.outcome, fact.channel) for fact in desk.facts(Attempt)]


TICKS = [
    ("phone", "x", REACHED), ("phone", "-", Outcome.NO_ANSWER), ("phone", "v", LEFT), ("phone", "a", REACHED),
    ("video", "x", REACHED), ("sauna", "x", REACHED), ("coffee", "x", SENT), ("coffee", "a", REACHED),
    ("email", "x", SENT), ("email", "✓", SENT), ("email", "a", REACHED), ("email", "A", REACHED),
    ("email", "!", Outcome.BOUNCED),
    ("text", "x", SENT), ("text", "a", REACHED), ("social", "x", SENT), ("social", "a", REACHED), ("note", "x", SENT),
]
MARKS = [
    ("phone", "ok", REACHED), ("phone", "done", REACHED), ("email", "ok", SENT), ("email", "done", SENT),
    ("email", "x", SENT), ("email", "answered", REACHED), ("email", "sent", SENT), ("text", "ok", SENT),
    ("social", "ok: she moved", SENT), ("note", "ok", SENT), ("whats app", "ok", REACHED),
    ("coffee", "ok", SENT), ("coffee", "done", SENT), ("coffee", "x", SENT), ("coffee", "sent", SENT),
    ("coffee", "met", REACHED), ("coffee", "spoke", REACHED), ("coffee", "answered", REACHED),
]


@pytest.mark.parametrize(("channel", "tick", "outcome"), TICKS)
def test_a_tick_means_what_its_channel_makes_of_it(tmp_path: Path, channel: str, tick: str, outcome: Outcome) -> None:
    """P1: a mail that was ticked off was sent, not answered; a tick whose line has left the sheet means the same in
    every later pass, and after a lost database."""
    desk = desk_of(tmp_path, (mei(channel),))
    desk.run()
    block = desk.ours("block-")[0]
    line = next(line for line in block.event.description.split("\n") if line.startswith("[ ]"))
    desk.calendar.rewrite(block.uid, block.event.description.replace(line, f"[{tick}]{line.removeprefix('[ ]')}: hm"))
    desk.run()
    assert logged(desk) == [("mei", outcome, channel)]
    title = desk.ours("block-")[0].event.summary
    desk.history.close()
    desk.history = History.open(tmp_path / "again.db", "hitlist")
    desk.run()
    assert logged(desk) == [("mei", outcome, channel)]
    assert desk.ours("block-")[0].event.summary == title
    desk.history.close()


@pytest.mark.parametrize(("channel", "mark", "outcome"), MARKS)
@pytest.mark.parametrize("lost", [False, True])
def test_a_mark_means_the_same(tmp_path: Path, channel: str, mark: str, outcome: Outcome, *, lost: bool) -> None:
    """Even if the database is lost between our writing and the user's answer: the note on the event has the channel."""
    desk = desk_of(tmp_path, (replace(mei("video" if channel == "phone" else "phone", channel)),))
    desk.hitlist = replace(desk.hitlist, blocks=(), contacts=(replace(mei(channel), via=(channel,)),))
    desk.run()
    there = desk.ours("due-")[0]
    desk.now = there.event.end
    if lost:
        desk.history.close()
        desk.history = History.open(tmp_path / "again.db", "hitlist")
        desk.run()
        # Meanwhile another channel comes first: the line was still by the one that it had.
        desk.hitlist = replace(desk.hitlist, contacts=(mei("video", channel),))
    desk.calendar.retitle(there.uid, f"{there.event.summary} {mark}")
    desk.run()
    assert logged(desk) == [("mei", outcome, channel)]
    desk.history.close()


def test_the_channel_is_that_of_the_line_although_the_plan_has_another_one_now(tmp_path: Path) -> None:
    """The month's coffee goes to Ada, so Bruno is called; once Ada has left the list, his line was still a call."""
    people = [replace(mei("coffee", "phone"), slug=name.lower(), name=name) for name in ("Ada", "Bruno")]
    desk = desk_of(tmp_path, tuple(replace(one, log=()) for one in people))
    desk.hitlist = replace(desk.hitlist, action_plan=(Quota("coffee", 1, Per.MONTH), Quota("phone", 9, Per.MONTH)))
    desk.run()
    block = desk.ours("block-")[0]
    assert "[ ] Call Bruno" in block.event.description
    desk.now = block.event.end + timedelta(hours=1)
    desk.calendar.rewrite(block.uid, block.event.description.replace("[ ] Call Bruno", "[v] Call Bruno"))
    desk.hitlist = replace(desk.hitlist, action_plan=())
    desk.run()
    assert logged(desk) == [("bruno", LEFT, "phone")]
    assert any(present.event.summary == "Call Bruno" for present in desk.ours("retry-bruno"))
    desk.history.close()


def test_a_mail_that_was_sent_is_a_try_and_its_answer_a_contact(tmp_path: Path) -> None:
    """P1: ticked off, the ladder continues; with `answered` on the same event, the cadence begins again."""
    desk = desk_of(tmp_path, (mei("email"),))
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    there = desk.ours("due-")[0]
    desk.now = there.event.end
    desk.calendar.retitle(there.uid, f"{there.event.summary} ok")
    desk.run()
    assert desk.one("due-").event.summary == "✓ Email Mei: sent"
    assert [present.event.summary for present in desk.ours("retry-")] == ["Email Mei"]
    desk.now += timedelta(days=1)
    desk.calendar.retitle(there.uid, "✓ Email Mei: sent answered")
    desk.run()
    assert logged(desk) == [("mei", SENT, "email"), ("mei", REACHED, "email")]
    assert desk.one("due-").event.summary == "✓ Email Mei: reached"
    assert desk.ours("retry-") == []
    desk.history.close()


def test_looking_for_a_number_reaches_nobody(tmp_path: Path) -> None:
    """Every channel is closed: `ok` on the search for new details is asked about."""
    desk = desk_of(tmp_path, (replace(mei("phone"), log=()),))
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.log(Attempt("mei", desk.now - timedelta(days=9), Outcome.WRONG_NUMBER, "phone"))
    desk.run()
    there = desk.one("details-")
    desk.now = there.event.end
    desk.calendar.retitle(there.uid, f"{there.event.summary} ok")
    report = desk.run()
    assert len(logged(desk)) == 1
    assert "does not say whether you reached them" in report.questions[0]
    desk.history.close()


@pytest.mark.parametrize(("via", "legend"), [
    (("phone",), "Tick: [x] spoke  [-] no answer  [v] left a message. Add a few words behind a line if you like."),
    (("email",), "Tick: [x] sent  [a] answered  [!] bounced. Add a few words behind a line if you like."),
    (("text",), "Tick: [x] sent  [a] answered. Add a few words behind a line if you like."),
])
def test_the_legend_has_what_the_channel_has(tmp_path: Path, via: tuple[str, ...], legend: str) -> None:
    desk = desk_of(tmp_path, (mei(*via),))
    desk.run()
    assert legend in desk.ours("block-")[0].event.description.split("\n")
    desk.history.close()


def test_a_sheet_of_several_channels_has_a_line_for_each(tmp_path: Path) -> None:
    people = [replace(mei(channel), slug=channel, name=f"By {channel}") for channel in ("email", "phone", "coffee")]
    desk = desk_of(tmp_path, tuple(people))
    desk.run()
    lines = desk.ours("block-")[0].event.description.split("\n")
    assert lines[-3:] == [
        "Mail: [x] sent  [a] answered  [!] bounced",
        "Calls: [x] spoke  [-] no answer  [v] left a message",
        "Coffees: [x] asked  [a] met, or booked Thu 15:00. Add a few words behind a line if you like.",
    ]
    desk.quiet()
    desk.history.close()
