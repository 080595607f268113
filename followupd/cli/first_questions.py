"""The conversation of `init`: one question after another, each with a flag, until the first hit list is known.

Takes the flags and whoever answers; gives FirstAnswers. Reads calendars to propose an hour, and writes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from followupd.beginning.cards import CardsToLookUp, cards_to_look_up
from followupd.beginning.first_plan import first_list, quiet_hour, time_of
from followupd.cli.call import Call
from followupd.cli.choosing import ALL, Offered, offered, several_of
from followupd.cli.first_account import AccountLogin
from followupd.cli.first_calendars import CalendarQuestions
from followupd.cli.first_people import ask_people, given_people
from followupd.cli.questions import Questions
from followupd.core.phrases.weeks import parse_block_slot, parse_hours
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.user_time import UserTime
from followupd.hitlist.contacts import parse_email
from followupd.hitlist.edits.changes import Value
from followupd.hitlist.first import BLOCK, HOURS, FirstAnswers, first_config
from followupd.hitlist.zones import parse_zone, system_zone
from followupd.rendering.text import complain

_NOTICING = (
    "followupd can notice that you met somebody of your list: it looks at the titles, times and people of meetings on",
    "these calendars, and nothing of it leaves this machine. `followupd undo` takes back what was wrong.",
)
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
        self._books: tuple[tuple[Offered, Value], ...] = ()

    def hold(self) -> FirstAnswers:
        """Ask all that was not given, in the order in which one answer helps the next."""
        questions, given = self._questions, self._given
        questions.say(*WELCOME)
        named = given_people(given["names"], given["people"])
        self._take(hours=questions.answer("", given["hours"] or HOURS, HOURS, _hours))
        self._take(timezone=self._timezone())
        self._calendars()
        self._address_books()
        self._take(people=named or ask_people(questions, self._cards()))
        self._take(block=self._hour())
        self._take(meetings=self._meetings())
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
        known = (chosen.mail,) if chosen.mail else chosen.disk.addresses
        own = tuple(self._given["me"]) or tuple(filter(_is_address, known))
        self.login, self._books = chosen.login, chosen.books()
        self._take(calendar=chosen.calendar, busy=chosen.busy, me=own)

    def _address_books(self) -> None:
        """Ask which of the address books that were found are read for numbers, addresses and birthdays."""
        values: tuple[Value, ...] = tuple(self._given["addressbook"])
        if self._books and not values and self._questions.there:
            places = [place for place, _ in self._books]
            self._questions.say("", "Numbers, addresses and birthdays can come from your address books, read live:",
                                *offered(places, "card"))
            chosen = self._questions.answer("Which of them? Numbers, all or none", None, ALL,
                                            lambda text: several_of(text, places))
            values = tuple(self._books[index][1] for index in chosen)
        if values:
            self._take(addressbook=values if len(values) > 1 else values[0])

    def _cards(self) -> CardsToLookUp:
        """Return the cards of these books, to look up whoever is typed."""
        if self.answers.addressbook is None or not self._questions.there:
            return CardsToLookUp()
        found = cards_to_look_up(self.hitlist())
        for problem in found.problems:
            complain(problem)
        return found

    def _meetings(self) -> str:
        """Ask whether meetings are noticed, if there is a calendar on which there may be some."""
        given = self._given["meetings"]
        if given is not None or not self._questions.there or not (self.answers.busy or self.login):
            return given or ""
        self._questions.say("", *_NOTICING)
        return self._questions.answer("Notice meetings: yes, ask or no", None, "ask", _mode)

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


def _is_address(text: str) -> bool:
    try:
        return bool(parse_email(text))
    except ValueError:
        return False


def _mode(text: str) -> str:
    word = text.strip().casefold()
    if word not in ("yes", "ask", "no"):
        raise ValueError("Write yes, ask (you are asked about each, before it counts) or no.")
    return word


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
