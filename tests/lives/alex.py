"""Alex, who never types `log`: lives the month, does what the calendar asks for, and answers a question now and then.

Works on the calendar as a phone does, and knows followupd by its commands alone.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from tests.kit.mail_server import PASSWORD, MailServer
from tests.lives import manners, shown, truth
from tests.lives.checker import Checker, Morning
from tests.lives.diary import NO_ANSWER, REACHED, SENT, DiaryEntry
from tests.lives.human import Human
from tests.lives.lists import Story, as_yaml
from tests.lives.month import (
    ADDRESSES,
    CALLS,
    GOT_ANSWER,
    MET,
    NAMES,
    NUMBERS,
    RANG_IN_VAIN,
    SPOKE,
    WROTE,
    Act,
    Deed,
    Month,
    day,
    tries_of_days,
)
from tests.lives.seen import ANSWERED, TRIES, channel_of, key_of, lines_of, person_of, read_calendar
from tests.lives.traces import OUTGOING, ZONE, CalendarFile, CallingPhone, Mailbox, clock

SEED = int(os.environ.get("FOLLOWUPD_SEED", "1"))
KEYS = {who: key_of("Zoe Mueller" if who == "zoe" else name) for who, name in NAMES.items()}
WHO = {key: who for who, key in KEYS.items()}
# Each as the checker's diary has it.
IN_DIARY = {MET: (REACHED, "coffee"), SPOKE: (REACHED, "phone"), RANG_IN_VAIN: (NO_ANSWER, "phone"),
            WROTE: (SENT, "email"), GOT_ANSWER: (REACHED, "email")}
SHARING = ("ana", "ben")    # one number: Alex calls them as the script says, and no more
AFTERNOONS = ("sam", "robin", "kofi", "zoe", "jonas", "tom")      # no sheet suits them: they have reminders
OFF = (13, 14)              # days on which the computer is off
TAKEN_BACK = ("jonas", day("22 12:00"), MET)        # did not happen, although a calendar says so
NEVER = ("ben", day("8 15:00"), SPOKE)              # Alex is asked about it, and says no
RULES = {name: rule for name, rule in {**manners.RULES, **shown.RULES, **truth.RULES}.items() if name in (
    "P2 one open item a person", "two events at one minute", "a reminder within a block", "P12 a false tick",
    "P12 a passed event says something else", "16 a text contradicts the diary", "16 a title counts wrong",
    "P7 hours of the contact", "P7 hours of the user", "P7 the ladder has an end", "P1 asked too early", "P7 min_gap",
    "8 a sheet says that nobody is due while somebody is",
)}


def people(*, with_ines: bool) -> list[dict[str, Any]]:
    made = []
    for who, name in NAMES.items():
        if who == "ines" and not with_ines:
            continue
        one: dict[str, Any] = {"name": name, "every": "6 weeks" if who in ("dana", "sam", "robin") else "2 months"}
        if who in NUMBERS:
            one["phone"] = [NUMBERS["kofi"], NUMBERS["kofi at home"]] if who == "kofi" else NUMBERS[who]
        if who in ADDRESSES:
            one["email"] = ADDRESSES[who]
        if who == "yuki":
            one["timezone"] = "Asia/Tokyo"
        if who in AFTERNOONS:
            one["hours"] = "Mon-Fri 13:00-17:00"
        if who == "zoe":
            one["id"] = KEYS[who]
        made.append(one)
    return made


class AlexMonth:
    """The month in one folder. `wrong` are sentences about what should not be, beside the complaints of the rules."""

    def __init__(self, folder: Path, server: MailServer) -> None:
        self.random = Random(SEED)
        story = Story("month", True, lambda _random, _share: {}, ())
        self.human = Human(story, folder, self.random)
        self.mail = Mailbox(server, server.new_user())
        self.phone = CallingPhone(folder / "calls")
        work, shared_book = CalendarFile(folder / "work.ics"), CalendarFile(folder / "shared.ics")
        work.save()
        shared_book.save()
        self.month = Month(work, shared_book, self.mail, self.phone, self._own_event)
        self.secret = folder / "secret"
        self.secret.write_text(PASSWORD)
        self.settings = {
            "timezone": "America/Denver", "hours": "Mon-Fri 8:30-17:30", "me": "alex@work.example",
            "start_small": "off", "block": {"every": "Tuesday 10:00", "ahead": "6 weeks"},
            "busy": ["work.ics", "shared.ics"], "calls": "calls",
            "mail": {"imap": f"imaps://localhost:{server.secure_port}", "username": self.mail.user,
                     "password_command": f"cat {self.secret}", "ca_file": str(server.certificate)},
            "noticed": {"meetings": "yes", "mail": "yes", "calls": "yes"},
        }
        self.lists(with_ines=False)
        self.checker = Checker(story, self.human.diary, RULES)
        self.acts: list[Act] = []                               # still to come
        self.ticked: list[Deed] = []
        self.open_then: dict[Deed, tuple[str, ...]] = {}        # the items of theirs at that time
        self.wanted: dict[str, Deed] = {}                       # the reminder on which something was done
        self.in_diary: set[Deed] = set()
        self.wrong: list[str] = []

    def lists(self, *, with_ines: bool) -> None:
        raw = {**self.settings, "contacts": people(with_ines=with_ines)}
        self.human.config.write_text(as_yaml(raw), encoding="utf-8")

    def run(self, command: str, now: datetime, *words: str) -> str:
        """Run followupd as a user does."""
        arguments = ["-c", str(self.human.config), command, *words, "--now", now.isoformat()]
        return self.human.command(arguments, well=True)[1]

    def _own_event(self, title: str) -> None:
        """Enter an event of Alex's own in the file that followupd writes to."""
        text = self.human.calendar.read_text(encoding="utf-8")
        at = day("27 10:00")
        lines = ("BEGIN:VEVENT", "UID:walk@alex", "DTSTAMP:20210325T000000Z",
                 f"DTSTART;TZID=America/Denver:{clock(at)}", "DURATION:PT1H", f"SUMMARY:{title}", "END:VEVENT", "")
        end = text.rindex("END:VCALENDAR")
        self.human.calendar.write_text(text[:end] + "\r\n".join(lines) + text[end:], encoding="utf-8", newline="")

    # Days.

    def live(self) -> None:
        self.acts += self.month.acts()
        for number in range(1, 32):
            if number in OFF:
                continue
            self._special(number)
            morning = day(f"{number} 6:30")
            self._until(morning)
            self.a_pass(morning)
            self.acts += self._as_asked(number)
            evening = day(f"{number} 22:30")
            self._until(evening)
            self.a_pass(evening)
            self.a_second_pass(evening)
            if self._answers(evening):
                self.a_pass(evening + timedelta(minutes=5))
        self._until(day("31 23:00"))
        self.a_pass(day("31 23:00"))
        self.checker.at_the_end()

    def _special(self, number: int) -> None:
        if number == 10:
            self.lists(with_ines=True)
        if number == 23:
            assert "Lunch" in self.run("undo", day("23 7:00"), NAMES["jonas"])
        if number == 24:
            self.secret.rename(self.secret.with_name("elsewhere"))      # the keyring is locked
        if number == 25:
            self.secret.with_name("elsewhere").rename(self.secret)

    def _until(self, now: datetime) -> None:
        """Let happen what happens until now, in the order of time."""
        while due := [act for act in self.acts if act[0] <= now]:
            at, act = first = min(due, key=lambda one: one[0])
            self.acts.remove(first)
            before = len(self.month.truth)
            act()
            for deed in self.month.truth[before:]:
                self._remember(deed, at)

    def _remember(self, deed: Deed, at: datetime) -> None:
        """Note what was on the calendar when it happened, and on which reminder it was done."""
        hit_list, key = self.human.hit_list(), KEYS[deed.who]
        self.open_then[deed] = self.human._existing(key, hit_list, at) if deed.who != "ines" else ()
        if deed.what not in IN_DIARY or deed.left:
            return
        begun = [e for e in self.human.ours() if e.kind in TRIES and e.start <= deed.at
                 and hit_list.day(e.start) == hit_list.day(deed.at) and person_of(e, hit_list.people) == key]
        if begun and begun[-1].uid not in self.wanted and not begun[-1].title.startswith(ANSWERED):
            self.wanted[begun[-1].uid] = deed

    def a_pass(self, now: datetime) -> None:
        said = self.run("sync", now)
        if ("password" in said) is not (now == day("24 6:30")):
            self.wrong.append(f"{now}: {said}")
        self._write_diary(now)
        ours, foreign = read_calendar(self.human.calendar.read_bytes())
        self.checker.look(Morning(now, self.human.hit_list(), ours, foreign, []))

    def _write_diary(self, now: datetime) -> None:
        """Tell the checker what happened, once a program has shown it."""
        for deed in tries_of_days(self.month.truth):
            if deed in self.in_diary or deed.asked or deed.left or deed.what not in IN_DIARY:
                continue
            seen = deed.at in self.phone.written if deed.what in CALLS else deed.shown is not None and deed.shown <= now
            if seen or deed in self.ticked:
                self._enter(deed, now)

    def _enter(self, deed: Deed, now: datetime) -> None:
        self.in_diary.add(deed)
        outcome, channel = IN_DIARY[deed.what]
        self.human.diary.entries.append(DiaryEntry(
            deed.at, now, KEYS[deed.who], outcome, channel, "noticed", None, self.open_then[deed],
            reply=deed.what == GOT_ANSWER,
        ))

    def a_second_pass(self, now: datetime) -> None:
        """It writes nothing: not a byte of the calendar, no fact, nothing of what was read (P3)."""
        before = self._traces()
        self.run("sync", now)
        if self._traces() != before:
            self.wrong.append(f"a second pass at {now} wrote")

    def _traces(self) -> object:
        with closing(sqlite3.connect(self.human.folder / "followupd.db")) as db:
            rows = [db.execute(f"SELECT * FROM {table}").fetchall() for table in ("facts", "evidence")]
        return self.human.calendar.read_bytes(), self.human.calendar.stat().st_mtime_ns, rows

    # Acts that the calendar asks for.

    def _as_asked(self, number: int) -> list[Act]:
        """Return what Alex does today, because a reminder or a line on a sheet says so."""
        hit_list = self.human.hit_list()
        first, last, found = day(f"{number} 6:30"), day(f"{number} 22:00"), list[Act]()
        for event in self.human.ours():
            if not first < event.start < last or event.title.startswith(ANSWERED):
                continue
            asked: list[tuple[str | None, str, str]] = []
            if event.kind in TRIES:
                asked = [(person_of(event, hit_list.people), channel_of(event.title), "")]
            elif event.kind == "block":
                lines = lines_of(event, hit_list.people)
                asked = [(line.person, line.channel, line.act) for line in lines if not line.is_task]
            for place, (key, channel, line) in enumerate(asked):
                at = event.start + timedelta(minutes=3 + 8 * place)
                if key is not None and WHO[key] not in SHARING and not self._lately(WHO[key], at):
                    found.append((at, partial(self._do, WHO[key], channel, at, event.uid, line)))
        return [act for act in found if self.random.random() < 0.9]

    def _lately(self, who: str, at: datetime) -> bool:
        return any(deed.who == who and abs(deed.at - at) < timedelta(days=2) for deed in self.month.truth)

    def _do(self, who: str, channel: str, at: datetime, uid: str, line: str) -> None:
        """Call or write; of a line on a sheet perhaps tick it, too."""
        if channel == "phone" and who in NUMBERS:
            seconds = self.random.choice((0, 0, 14, 95, 420, 1300))
            call = self.phone.call(at, NUMBERS[who], OUTGOING, seconds)
            if self.random.random() < 0.5:
                self.phone.note(at, call, late=self.random.choice((0, 0, 2)))
            deed = Deed(who, at, SPOKE if seconds > 60 else RANG_IN_VAIN)
        elif channel == "email" and who in ADDRESSES:
            self.mail.sends(at, ADDRESSES[who])
            deed = Deed(who, at, WROTE, shown=at)
            if self.random.random() < 0.5:
                answered = at + timedelta(hours=self.random.randint(9, 60))
                self.acts.append((answered, partial(self._is_answered, who, answered)))
        else:
            return
        self.month.truth.append(deed)
        if line and (self.random.random() < 0.4 or not self.ticked):
            event = next(event for event in self.human.ours() if event.uid == uid)
            box = "-" if deed.what == RANG_IN_VAIN else "x"
            assert f"[ ] {line}" in event.text
            self.human.edit(event, DESCRIPTION=event.text.replace(f"[ ] {line}", f"[{box}] {line}", 1))
            self.ticked.append(deed)

    def _is_answered(self, who: str, at: datetime) -> None:
        self.mail.gets(at, ADDRESSES[who])
        self.month.truth.append(Deed(who, at, GOT_ANSWER, shown=at))

    def _answers(self, now: datetime) -> bool:
        """Let Alex answer the questions on today's sheet or reminder; return whether any was."""
        hit_list, before = self.human.hit_list(), self.human.calendar.read_bytes()
        for event in self.human.ours():
            if hit_list.day(event.start) != hit_list.day(now):
                continue
            if event.kind == "block":
                text = [self._ticked(line, now) for line in event.text.split("\n")]
                if "\n".join(text) != event.text:
                    self.human.edit(event, DESCRIPTION="\n".join(text))
            elif event.kind == "asked" and event.title.startswith("Did you "):
                yes = self._is_so(event.title, now)
                if yes is not None:
                    self.human.edit(event, SUMMARY=f"{event.title} {'yes' if yes else 'no'}")
        return self.human.calendar.read_bytes() != before

    def _ticked(self, line: str, now: datetime) -> str:
        yes = self._is_so(line, now) if line.startswith("[ ] Did you ") else None
        return line if yes is None else line.replace("[ ]", "[x]" if yes else "[-]", 1)

    def _asked_about(self, question: str) -> Iterator[Deed]:
        for deed in [*self.month.truth, Deed(*NEVER, asked=True)]:
            if deed.asked and NAMES[deed.who] in question and f"{deed.at.astimezone(ZONE):%a %-d %b}" in question:
                yield deed

    def _is_so(self, question: str, now: datetime) -> bool | None:
        """Return what Alex says; None if Alex says nothing."""
        (deed,) = self._asked_about(question)
        if deed.left:
            return None
        if deed in self.month.truth:
            self._enter(deed, now)
        return deed in self.month.truth
