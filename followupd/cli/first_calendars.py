"""The questions of `init` about calendars: which one is written to, and which are busy times.

Takes the flags, and whoever answers; gives the values of `calendar:` and `busy:`, the login behind them, and what else
was found beside them. Asks a server what it has, and writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from followupd.beginning.on_disk import FoundOnDisk, FoundPlace, found_on_disk
from followupd.cli.choosing import ALL, Offered, offered, one_of, several_of
from followupd.cli.first_account import (
    AccountLogin,
    ask_again,
    ask_keeper,
    ask_login,
    server_address,
    unreachable,
)
from followupd.cli.questions import Questions
from followupd.errors import CalendarUnreachable, UsageError
from followupd.hitlist.calendars import OnTheAccount, parse_busy, parse_calendar
from followupd.hitlist.edits.changes import Value
from followupd.hitlist.first import CALENDAR
from followupd.rendering.text import line

if TYPE_CHECKING:
    from followupd.beginning.account import AccountPlace, FoundAccount

_OURS = re.compile(r"(?i)follow.?up|outreach|stay(?:ing)? in touch")
_ASKED = (
    "Which calendar shall followupd write to?",
    "An e-mail address or a server's address works too, for the calendars there.",
)


@dataclass(frozen=True, slots=True)
class ChosenCalendars:
    """The calendars that were chosen, as the hit list writes them. `mail` is an address that was typed as one's own."""

    calendar: Value
    busy: tuple[Value, ...]
    disk: FoundOnDisk
    login: AccountLogin | None = None
    account: FoundAccount | None = None
    mail: str = ""

    def books(self) -> tuple[tuple[Offered, Value], ...]:
        """Return the address books that were found, each as the hit list writes it."""
        found: list[tuple[Offered, Value]] = [(book, book.written) for book in self.disk.books]
        if self.login is not None and self.account is not None:
            url = self.account.books_url
            found += [(book, _entry(self.login, url, book)) for book in self.account.books]
        return tuple(found)


class CalendarQuestions:
    """Asks for the calendars. `folder` is that of the hit list, from which a relative path counts."""

    def __init__(self, questions: Questions, given: dict[str, Any], folder: Path) -> None:
        self._questions, self._given, self._folder = questions, given, folder

    def ask(self) -> ChosenCalendars:
        """Ask until there is a calendar; without anybody there, the flags say it, or it is a file."""
        typed, there = self._given["calendar"], self._questions.there
        disk = found_on_disk() if typed is None and there else FoundOnDisk()
        if disk.calendars:
            self._questions.say("", "Calendars on this machine:", *offered(disk.calendars))
        if typed is None:
            self._questions.say("", *_ASKED)
        asked = "A number, a file or folder, or an address" if disk.calendars else "A file, a folder or an address"
        while True:
            said = self._questions.answer(
                asked, typed, _usual(disk.calendars) or CALENDAR, lambda text: self._place(text, disk.calendars)
            )
            chosen = self._in_files(said, disk) if isinstance(said, str) else self._on_account(*said, disk)
            if chosen is not None:
                return chosen
            typed = None

    def _place(self, text: str, found: Sequence[FoundPlace]) -> str | tuple[str, str]:
        """Return the path of a calendar that was chosen by its number or its name, or typed."""
        index = one_of(text, found)
        if index is not None and found[index].readonly:
            raise ValueError(f"{found[index].name} is read-only. Choose another one to write to.")
        return self._known(text) if index is None else found[index].written

    def _known(self, text: str) -> str | tuple[str, str]:
        """Return a path, or the address of a server with the mail address that led there."""
        name = text.strip()
        if not name or not name.isprintable():
            raise ValueError(f'"{line(text)}" is not a file name. Write followup.ics or a path.')
        if "://" in name or ("@" in name and "/" not in name):
            return server_address(name, self._server_of)
        if name.endswith("/") and not (self._folder / Path(name).expanduser()).is_dir():
            raise ValueError(f"There is no folder {line(name, 80)}. Make it first: mkdir -p {line(name, 80)}")
        parse_calendar(self._folder, name)
        return name

    def _server_of(self, mail: str) -> str | None:
        from followupd.beginning.account import server_of  # loads caldav

        self._questions.say(f"Looking for the calendars of {line(mail, 60)} ...")
        return server_of(mail)

    def _in_files(self, said: str, disk: FoundOnDisk) -> ChosenCalendars:
        busy = tuple(self._given["busy"])
        if disk.calendars and not busy:
            busy = tuple(disk.calendars[index].written for index in self._ask_busy(disk.calendars))
        return ChosenCalendars(said, busy, disk)

    def _on_account(self, url: str, mail: str, disk: FoundOnDisk) -> ChosenCalendars | None:
        """Ask for the login until the server takes it, and then for the calendars."""
        from followupd.beginning.account import look_into  # loads caldav
        from followupd.dav.network import LoginFailed  # as above

        login = ask_login(self._questions, self._given, url, mail)
        while True:
            try:
                account = look_into(login.target())
                break
            except LoginFailed as error:
                if not self._questions.there:
                    raise error from None
                login = ask_again(self._questions, login)
            except CalendarUnreachable as error:
                unreachable(self._questions, error)
                return None
        login.url = account.url
        place = self._ask_calendar(account.calendars)
        busy = [] if self._given["busy"] or not self._questions.there else self._ask_busy(account.calendars)
        login = ask_keeper(self._questions, login)
        mail = mail or (login.username if "@" in login.username else "")
        others = (self._busy_entry(login, account.calendars[index]) for index in busy)
        written = _entry(login, login.url, place)
        return ChosenCalendars(written, (*self._given["busy"], *others), disk, login, account, mail)

    def _busy_entry(self, login: AccountLogin, place: AccountPlace) -> Value:
        """Return the name alone if it can mean nothing but a calendar of the account that is written to."""
        try:
            by_name = place.unique and isinstance(parse_busy(self._folder, place.name), OnTheAccount)
        except ValueError:
            by_name = False
        return place.name if by_name else login.entry(place.url, None)

    def _ask_calendar(self, calendars: Sequence[AccountPlace]) -> AccountPlace:
        given = self._given["calendar_name"]
        if given is None and not self._questions.there and len(calendars) > 1:
            names = ", ".join(line(one.name, 40) for one in calendars)
            raise UsageError(f"the account has several calendars: {names}", "Say which one with --calendar-name.")
        if given is None and len(calendars) == 1:
            self._questions.say("", "The account has one calendar:", *offered(calendars))
            return calendars[0]
        self._questions.say("", "Calendars of this account:", *offered(calendars))
        asked = "Which one to write to"
        return self._questions.answer(asked, given, _usual(calendars), lambda text: _one(text, calendars))

    def _ask_busy(self, places: Sequence[Offered]) -> list[int]:
        question = "Which of them are your busy times? Numbers, all or none"
        return self._questions.answer(question, None, ALL, lambda text: several_of(text, places))


def _one(text: str, calendars: Sequence[AccountPlace]) -> AccountPlace:
    index = one_of(text, calendars)
    if index is None:
        raise ValueError("Write the number or the name of one of these calendars.")
    return calendars[index]


def _usual(places: Sequence[Offered]) -> str:
    """Return the number of the one that is named for this, "" if there is none."""
    named = (n for n, place in enumerate(places, 1) if _OURS.search(place.name) and not place.readonly)
    return str(next(named, ""))


def _entry(login: AccountLogin, url: str, place: AccountPlace) -> Value:
    """Return a collection of the account by its name, or by its address if another one is called the same."""
    return login.entry(url, place.name) if place.unique else login.entry(place.url, None)
