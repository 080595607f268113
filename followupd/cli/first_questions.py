"""The conversation of `init`: one question after another, each with a flag, until the first hit list is known.

Takes the flags and whoever answers; gives FirstAnswers. Reads calendars to propose an hour, and writes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from followupd.beginning.first_plan import first_list, quiet_hour, time_of
from followupd.beginning.on_disk import FoundPlace, found_on_disk
from followupd.cli.call import Call
from followupd.cli.first_calendars import ask_busy, offered, one_of, usual_calendar
from followupd.cli.first_people import ask_people, given_people
from followupd.cli.questions import Questions
from followupd.core.phrases.weeks import parse_block_slot, parse_hours
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.user_time import UserTime
from followupd.hitlist.calendars import parse_calendar
from followupd.hitlist.first import BLOCK, CALENDAR, HOURS, FirstAnswers, first_config
from followupd.hitlist.zones import parse_zone, system_zone
from followupd.rendering.text import complain, line

NO_BLOCK = ("none", "no", "off")
WELCOME = (
    "One hour a week for the people you like, on the calendar that you use.",
    "Enter takes what is in [brackets]. Nothing is written before you have seen it; Ctrl-C leaves.",
)


class Conversation:
    """The questions of one `init`, and the answers so far."""

    def __init__(self, call: Call, questions: Questions, target: Path, given: dict[str, Any]) -> None:
        self._call, self._questions, self._target, self._given = call, questions, target, given
        self.answers = FirstAnswers()

    def hold(self) -> FirstAnswers:
        """Ask all that was not given, in the order in which one answer helps the next."""
        questions, given = self._questions, self._given
        questions.say(*WELCOME)
        named = given_people(given["names"], given["people"])
        self._take(hours=questions.answer("", given["hours"] or HOURS, HOURS, _hours))
        self._take(timezone=self._timezone())
        self._calendars()
        self._take(people=named or ask_people(questions))
        self._take(block=self._hour())
        return self.answers

    def _take(self, **values: Any) -> None:
        self.answers = replace(self.answers, **values)

    def _timezone(self) -> str:
        """Return the zone that was given; "" is the system's, which is asked for only if it is not known."""
        given = self._given["timezone"]
        try:
            known = system_zone(None) is not None
        except ValueError:
            known = False
        if given is None and (known or not self._questions.there):
            return ""
        return self._questions.answer("Your time zone, as in America/Denver", given, "", _zone)

    def _calendars(self) -> None:
        """Ask which calendar is written to, and which are busy times."""
        self._take(busy=tuple(self._given["busy"]))
        if self._given["calendar"] is not None or not self._questions.there:
            self._take(calendar=self._questions.answer("", self._given["calendar"] or CALENDAR, CALENDAR, self._file))
            return
        found = found_on_disk().calendars
        if found:
            self._questions.say("", "Calendars on this machine:", *offered(found))
        self._questions.say("", "Which calendar shall followupd write to?")
        others = "A number, or another file or folder" if found else "A file or a folder"
        chosen = self._questions.answer(others, None, usual_calendar(found), lambda text: self._place(text, found))
        self._take(calendar=chosen)
        if found and not self.answers.busy:
            self._take(busy=tuple(found[index].written for index in ask_busy(self._questions, found)))

    def _place(self, text: str, found: tuple[FoundPlace, ...]) -> str:
        """Return the path of a calendar that was chosen by its number or its name, or typed."""
        index = one_of(text, found)
        if index is None:
            return self._file(text)
        if found[index].readonly:
            raise ValueError(f"{found[index].name} is read-only. Choose another one to write to.")
        return found[index].written

    def _file(self, text: str) -> str:
        name = text.strip()
        if not name or not name.isprintable():
            raise ValueError(f'"{line(text)}" is not a file name. Write followup.ics or a path.')
        if "://" in name:
            raise ValueError("An address needs a login. Take followup.ics for now, and see docs/hit-list.md.")
        parse_calendar(self._target.absolute().parent, name)
        return name

    def _hour(self) -> str:
        """Ask for the weekly hour; the quietest is proposed if there are busy times to tell."""
        proposed, questions = BLOCK, self._questions
        questions.say("", f"Your hour each week, kept free on your calendar, within {self.answers.hours}.")
        if self._given["block"] is None and self.answers.busy:
            proposed = self._quiet_hour()
        return questions.answer("Your weekly hour (or none)", self._given["block"], proposed, _block)

    def _quiet_hour(self) -> str:
        hitlist = self._hitlist()
        now = self._call.now(hitlist.timezone)
        found = quiet_hour(hitlist, self._own_time(hitlist, now), now)
        if found is None:
            return BLOCK
        self._questions.say(f"{found.slot} is the quietest: free in {found.free} of the last {found.weeks} weeks.")
        return found.slot

    def _hitlist(self) -> Hitlist:
        return first_list(self._target, first_config(self.answers))

    def _own_time(self, hitlist: Hitlist, now: datetime) -> UserTime:
        """Return the user's own time, and say what could not be read."""
        gathered = time_of(hitlist, now)
        for problem in gathered.problems:
            complain(problem)
        return gathered.user_time


def _zone(text: str) -> str:
    if text.strip():
        parse_zone(text.strip())
    return text.strip()


def _block(text: str) -> str:
    if text.strip().lower() in ("", *NO_BLOCK):
        return ""
    parse_block_slot(text)
    return text.strip()


def _hours(text: str) -> str:
    parse_hours(text)
    return text.strip()
