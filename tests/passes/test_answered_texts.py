"""The text of an answered event: what came of it and what helps to know, and nothing of why it was there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Anniversary, Contact, Promise
from followupd.core.values.time import Span
from followupd.history.written import event_from_text, event_to_text
from tests.kit.desks import UserDesk
from tests.kit.phones import contact, desk_of

PHONE = "Phone: +1 303 555 0142  tel:+13035550142"
NEW = replace(contact("Sam"), phones=("+1 303 555 0142",), notes="sails")
TRIED = replace(contact("Sam", "2026-07-01 reached, his boat", "2026-11-17 10:00 no answer"), notes="sails")
OLD = replace(contact("Sam", "2026-07-01 reached, his boat"), notes="sails")
SIX = replace(contact("The walking six", "2026-11-21 10:00 reached"), book_ahead=Span(months=6))


@contextmanager
def phone(folder: Path, who: Contact) -> Iterator[UserDesk[MemoryCalendar]]:
    made = desk_of(folder, (who,))
    made.hitlist = replace(made.hitlist, blocks=())
    made.run()
    yield made
    made.history.close()


def coming(desk: UserDesk[MemoryCalendar], start: str = "") -> Present:
    return next(one for one in desk.ours(start) if one.event.start > desk.now)


def text(desk: UserDesk[MemoryCalendar], there: Present) -> str:
    return desk.present()[there.uid].event.description


@pytest.mark.parametrize(("who", "start", "gone", "said", "now"), [
    (NEW, "due-", "Your first hello.", "na", f"Next, as planned then: Mon 30 Nov 17:00.\n\n{PHONE}\nNotes: sails"),
    (NEW, "due-", "Your first hello.", "ok: a new job",
     f"a new job\nNext, as planned then: Tue 23 Feb.\n\n{PHONE}\nNotes: sails"),
    (TRIED, "retry-", "No answer on 17 November: time to try again.", "lm: ask for Jim",
     "ask for Jim\nNext, as planned then: Tue 1 Dec 14:30.\n\nYou last spoke on 1 July: his boat\nNotes: sails"),
    (TRIED, "retry-", "No answer on 17 November: time to try again.", "ok: moved",
     "moved\nNext, as planned then: Wed 24 Feb.\n\nOn 1 July: his boat\nNotes: sails"),
    (OLD, "due-", "You keep in touch every 3 months.", "booked 3 December 15:00",
     "On 1 July: his boat\nNotes: sails"),
    (replace(OLD, promises=(Promise("call the plumber", date(2026, 11, 23)),)), "promise-",
     "You promised it for 23 November.", "done", "You last spoke on 1 July: his boat\nNotes: sails"),
    (replace(OLD, dates=(Anniversary("birthday", 12, 2, None, Span(days=7)),)), "date-",
     "Birthday on 2 December: post it by 25 November", "sent",
     "birthday card\n\nJust now: birthday on 2 Dec\nOn 1 July: his boat\nNotes: sails"),
    (SIX, "book-", "The next time is 6 months later.", "booked 28 May 2027",
     "You last spoke on 21 November."),
])
def test_it_is_told_from_the_facts(tmp_path: Path, who: Contact, start: str, gone: str, said: str, now: str) -> None:
    """Not from the reasons of what is over. Taken back, it is as before."""
    with phone(tmp_path, who) as desk:
        there = coming(desk, start)
        before = text(desk, there)
        assert gone in before
        desk.now = there.event.end + timedelta(minutes=5)
        desk.calendar.retitle(there.uid, f"{there.event.summary} {said}")
        desk.run()
        assert text(desk, there) == now
        desk.calendar.retitle(there.uid, f"{desk.title(there.uid)} undo")
        desk.run()
        assert (desk.title(there.uid), text(desk, there)) == (there.event.summary, before)


def test_a_reminder_that_passed_before_no_longer_offers_an_hour(tmp_path: Path) -> None:
    """"You have not got to it yet; how about a morning?" below a ✓ is false."""
    with phone(tmp_path, OLD) as desk:
        desk.now = coming(desk).event.end + timedelta(hours=1)
        desk.run()
        there = coming(desk)
        assert "You have not got to it yet" in text(desk, there)
        desk.now = there.event.end
        desk.log(Attempt("sam", desk.now, Outcome.REACHED, "phone", "moved"))
        desk.run()
        assert desk.title(there.uid) == "✓ Call Sam: reached"
        assert text(desk, there).split("\n\n")[1] == (
            "You last spoke on 30 November: moved\nOn 1 July: his boat\nNotes: sails"
        )


@pytest.mark.parametrize("over", [False, True])
def test_what_the_user_wrote_there_stays(tmp_path: Path, *, over: bool) -> None:
    """P6: lines of their own, and words behind a line of ours that goes."""
    with phone(tmp_path, TRIED) as desk:
        there = coming(desk, "retry-")
        ours = text(desk, there)
        edited = ours.replace("time to try again.", "time to try again. She moves in May")
        desk.calendar.rewrite(there.uid, f"her office: 5550\n{edited} my own words")
        desk.run()
        desk.now = there.event.end if over else desk.now
        desk.calendar.retitle(there.uid, f"{there.event.summary} lm")
        desk.run()
        lines = text(desk, there).split("\n")
        theirs = ["her office: 5550", "She moves in May", "my own words"]
        assert lines[-3:] == theirs
        assert not any("time to try again" in line or "put a word" in line for line in lines)
        desk.calendar.retitle(there.uid, f"{desk.title(there.uid)} undo")
        desk.run()
        assert text(desk, there).split("\n")[-3:] == theirs
        assert text(desk, there).startswith(f"{ours}\n")


def test_a_row_from_before_keeps_what_an_undo_needs(tmp_path: Path) -> None:
    """Of an event that was answered then, only the end of its text was replaced, and both ends were kept."""
    with phone(tmp_path, OLD) as desk:
        event = coming(desk).event
    head, _, how = event.description.rpartition("\n\n")
    answered = replace(event, answer="no_answer", description=f"{head}\n\nNext, as planned then: Tue 1 Dec.")
    body = event_to_text(answered).removesuffix("}") + f', "closing": ["Next, as planned then: Tue 1 Dec.", "{how}"]}}'
    assert event_from_text(body).open_text == event.description
    body = event_to_text(event).removesuffix("}") + f', "closing": ["{how}"]}}'
    assert event_from_text(body).open_text == ""
