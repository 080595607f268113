"""The conversation of `init`: one question after another, each with a flag, until the first hit list is known.

Takes the flags and whoever answers; gives FirstAnswers. Reads calendars to propose an hour, and writes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from followupd.beginning.first_plan import first_list, quiet_hour, time_of
from followupd.cli.call import Call
from followupd.cli.first_account import AccountLogin
from followupd.cli.first_calendars import CalendarQuestions
from followupd.cli.first_people import ask_people, given_people
from followupd.cli.questions import Questions
from followupd.core.phrases.weeks import parse_block_slot, parse_hours
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.user_time import UserTime
from followupd.hitlist.first import BLOCK, HOURS, FirstAnswers, first_config
from followupd.hitlist.zones import parse_zone, system_zone
from followupd.rendering.text import complain

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
        self.login: AccountLogin | None = None

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
        chosen = CalendarQuestions(self._questions, self._given, self._target.absolute().parent).ask()
        own = tuple(self._given["me"]) or ((chosen.mail,) if chosen.mail else chosen.disk.addresses)
        self.login = chosen.login
        self._take(calendar=chosen.calendar, busy=chosen.busy, me=own)

    def _hour(self) -> str:
        """Ask for the weekly hour; the quietest is proposed if there are busy times to tell."""
        proposed, questions = BLOCK, self._questions
        questions.say("", f"Your hour each week, kept free on your calendar, within {self.answers.hours}.")
        if self._given["block"] is None and self.answers.busy:
            proposed = self._quiet_hour()
        return questions.answer("Your weekly hour (or none)", self._given["block"], proposed, _block)

    def _quiet_hour(self) -> str:
        hitlist = self.hitlist()
        now = self._call.now(hitlist.timezone)
        found = quiet_hour(hitlist, self._own_time(hitlist, now), now)
        if found is None:
            return BLOCK
        self._questions.say(f"{found.slot} is the quietest: free in {found.free} of the last {found.weeks} weeks.")
        return found.slot

    def hitlist(self) -> Hitlist:
        """Return the list that the answers make, with a password that was typed and that no keeper has yet."""
        answers, login = self.answers, self.login
        if login is not None:
            keys = ("calendar", "busy", "addressbook")
            opened: dict[str, Any] = {key: login.unlocked(getattr(answers, key)) for key in keys}
            answers = replace(answers, **opened)
        return first_list(self._target, first_config(answers))

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
