"""Live a life day by day: the real pass on a real folder, a human, and a checker each morning."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from followupd.history.codec import export_lines
from followupd.passes.report import Report
from followupd.passes.sources import Sources, open_sources, reload
from followupd.run import run_pass
from tests.lives import manners, shown, truth
from tests.lives.checker import Checker, Complaint, Morning
from tests.lives.human import Human
from tests.lives.lists import FIRST_DAY, Story, as_yaml
from tests.lives.seen import read_calendar

FOREIGN = b"""BEGIN:VEVENT\r
UID:theirs-%d@example.com\r
DTSTAMP:20270101T000000Z\r
DTSTART:%s\r
DTEND:%s\r
SUMMARY:Somebody else's: tea \\, and a talk\r
X-ODD;X-P="a:b":kept as it is \r
END:VEVENT\r
"""
RULES = {**manners.RULES, **shown.RULES, **truth.RULES}
BREAKS = 40       # the day of each quarter on which something is broken
SAMPLED = 7       # days between the costly checks


class Living:
    """One life in one folder. `live` returns the checker's complaints."""

    def __init__(self, life: Story, folder: Path, seed: int, share: float = 1.0) -> None:
        self.life, self.folder = life, folder
        self.random = Random(f"{life.name} {seed}")
        self.human = Human(life, folder, self.random)
        hit_list = life.hit_list(self.random, share)
        if life.meetings:
            hit_list["busy"] = "work.ics"
            (folder / "work.ics").write_bytes(self._work())
        self.human.config.write_text(as_yaml(hit_list), encoding="utf-8")
        self._foreign()
        self.checker = Checker(life, self.human.diary, RULES)
        self.checker.believe_the_log(self.human.hit_list(), datetime.combine(FIRST_DAY, time(), UTC))
        self.sources: Sources = open_sources(self.human.config)
        self.passes = self.looked_at = 0
        self.reports: list[Report] = []

    def close(self) -> None:
        self.sources.close()

    def _work(self) -> bytes:
        """A year of meetings, at whole hours."""
        events = []
        for week in range(54):
            for number in range(self.life.meetings):
                day = FIRST_DAY + timedelta(days=7 * week + self.random.randint(0, 4))
                start = f"{day:%Y%m%d}T{self.random.randint(8, 22):02}0000Z".encode()
                end = start[:11] + b"4500Z"
                uid = b"UID:meeting-%d-%d@work\r\n" % (week, number)
                events.append(b"BEGIN:VEVENT\r\n" + uid + b"DTSTAMP:20270101T000000Z\r\nDTSTART:" + start
                              + b"\r\nDTEND:" + end + b"\r\nSUMMARY:Board\r\nEND:VEVENT\r\n")
        return b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//work//EN\r\n" + b"".join(events) + b"END:VCALENDAR\r\n"

    def _foreign(self) -> None:
        """Put events of others on our calendar before we write to it."""
        found = []
        for number in range(6):
            day = FIRST_DAY + timedelta(days=50 * number + 3)
            found.append(FOREIGN % (number, f"{day:%Y%m%d}T090000Z".encode(), f"{day:%Y%m%d}T100000Z".encode()))
        self.human.calendar.write_bytes(
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//theirs//EN\r\n" + b"".join(found) + b"END:VCALENDAR\r\n"
        )

    def a_pass(self, now: datetime) -> Report:
        self.passes += 1
        if not self.sources.current:
            self.sources = reload(self.sources)
        return run_pass(self.sources, now, write=True)

    def live(self, days: int, *, first: int = 0) -> list[Complaint]:
        """Live that many days, and close. A life goes on after a broken rule."""
        for number in range(first, first + days):
            self.a_day(FIRST_DAY + timedelta(days=number), number)
        self.checker.at_the_end()
        self.close()
        return self.checker.complaints

    def a_day(self, day: date, number: int) -> None:
        zone = self.human.hit_list().zone
        now = datetime.combine(day, time(6), zone).astimezone(UTC)
        self.a_pass(now)
        self._look(now)
        if number % SAMPLED == 0:
            self._again(now)
        if not self.human.absent(day) and number % 91 == BREAKS:
            self._break(now)
        last = now
        for at in self.human.a_day(day):
            last = max(last, at.astimezone(UTC))
            self.a_pass(last)
        if last != now:
            self._look(last)

    def _break(self, now: datetime) -> None:
        """A bad edit stops nothing (P9), and an emptied calendar is an accident (P10): nothing is written."""
        config, calendar = self.human.config, self.human.calendar
        good, kept = config.read_bytes(), calendar.read_bytes()
        config.write_bytes(good.replace(b"\ntimezone:", b"\ntimzone:", 1) + b"\nno such key: 1\n")
        code, said = self.human.command(["-c", str(config), "sync", "--now", now.isoformat()])
        problems = sum(word in said for word in ("timzone", "no such key"))
        if code != 2 or problems != 2 or calendar.read_bytes() != kept:
            self.checker.complain("P9 a bad edit", now, None, None, f"exit code {code}: {said}")
        config.write_bytes(good)
        if sum(event.start > now for event in self.human.ours()) <= 2:
            return          # a person may well delete so few
        emptied = kept
        for event in self.human.ours():
            emptied = emptied.replace(event.raw, b"")
        calendar.write_bytes(emptied)
        code, said = self.human.command(["-c", str(config), "sync", "--now", now.isoformat()])
        if code != 3 or calendar.read_bytes() != emptied:
            self.checker.complain("P10 an emptied calendar", now, None, None, f"exit code {code}: {said}")
        calendar.write_bytes(kept)

    def _look(self, now: datetime) -> None:
        ours, foreign = read_calendar(self.human.calendar.read_bytes())
        facts = self.sources.history.facts()
        told = [json.loads(line) for line in export_lines(facts[self.looked_at:])]
        self.looked_at = len(facts)
        self.checker.look(Morning(now, self.human.hit_list(), ours, foreign, told))

    def _again(self, now: datetime) -> None:
        """A second pass writes nothing: not a byte of the calendar, not a fact (P3)."""
        calendar = self.human.calendar
        before = (calendar.read_bytes(), calendar.stat().st_mtime_ns, self.sources.history.last_seq())
        report = self.a_pass(now)
        if (calendar.read_bytes(), calendar.stat().st_mtime_ns, self.sources.history.last_seq()) != before:
            self.checker.complain("P3 a second pass wrote", now, None, None, str(report.changes)[:300])


def summed(complaints: list[Complaint]) -> str:
    """Return what to read when a life fails: each rule with its number, and its first cases in full."""
    counted = Counter(c.rule for c in complaints)
    shown: list[str] = []
    for rule, number in counted.most_common():
        shown.append(f"{rule}: {number}")
        seen: set[str | None] = set()
        for complaint in complaints:
            if complaint.rule == rule and complaint.person not in seen and len(seen) < 4:
                seen.add(complaint.person)
                shown.append(f"    {replace(complaint, rule='')}")
    return "\n".join(shown)
