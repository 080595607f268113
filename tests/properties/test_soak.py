"""Some weeks of a busy user on a real Radicale: drags, marks, ticks, deletions, edits of the list, a server that is
down a tenth of the time. At the end the calendar is what a fresh plan from the facts gives.

Sixteen days, in which the clocks change; thirty in a long run.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from followupd.calendars.ical import vevent
from followupd.calendars.memory import MemoryCalendar
from followupd.calendars.open import open_calendar
from followupd.calendars.protocol import Calendar, CalendarMemory, OwnWrite, Snapshot
from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.event import Change, Present, Result
from followupd.core.values.facts import Attempt, Fact, Outcome, Promised, Settled
from followupd.core.values.hitlist import Anniversary, BlockRule, Cadence, Contact, Hitlist, Promise, ReviewRule
from followupd.core.values.targets import CaldavTarget
from followupd.core.values.time import Span
from followupd.core.values.uid import parse_uid
from followupd.errors import CalendarUnreachable, UnsafeChange
from followupd.history.store import History
from followupd.passes.gather import Allow
from followupd.passes.sources import Sources
from followupd.run import run_pass
from tests.kit.branches import EXAMPLES, LONG_RUN
from tests.kit.people import DENVER
from tests.kit.servers import CalendarServer

DAYS = 30 if EXAMPLES >= LONG_RUN else 16
SEED = int(os.environ.get("FOLLOWUPD_SEED", "1"))
WORDS = ("na", "ok", "lm: asked for Friday", "later 2d", "busy", "sent", "done", "dropped", "booked 21 May")


class SometimesDown(Calendar):
    """The real calendar, with a connection that fails a tenth of the time, before a request or after it."""

    def __init__(self, inner: Calendar, dice: random.Random) -> None:
        self.inner, self.dice, self.up = inner, dice, True

    @property
    def label(self) -> str:
        return self.inner.label

    def recall(self, stored: Callable[[], CalendarMemory | None]) -> None:
        self.inner.recall(stored)

    def memory(self) -> CalendarMemory | None:
        return self.inner.memory()

    def close(self) -> None:
        self.inner.close()

    def own_writes(self) -> tuple[OwnWrite, ...]:
        return self.inner.own_writes()

    def read(self, expected: Collection[str] = ()) -> Snapshot:
        if not self.up:
            raise CalendarUnreachable("down")
        return self.inner.read(expected)

    def apply(self, changes: Sequence[Change], stamp: datetime) -> list[Result]:
        if self.dice.random() < 0.05:
            self.inner.apply(changes[: len(changes) // 2], stamp)      # written, and the answer never came
            raise CalendarUnreachable("the line broke")
        return self.inner.apply(changes, stamp)


class Phone:
    """The user's own program on the same calendar, independent of the code under test."""

    def __init__(self, server: CalendarServer, calendar: Calendar) -> None:
        self.server, self.calendar = server, calendar

    def change(self, there: Present, **values: str) -> None:
        scratch = MemoryCalendar("hitlist", DENVER)
        scratch.put("one.ics", there.raw)
        scratch.edit_lines(there.uid, **values)
        status, answer = self.server.request("PUT", self.url(there), scratch.texts["one.ics"])
        assert status in (200, 201, 204), answer

    def delete(self, there: Present) -> None:
        status, answer = self.server.request("DELETE", self.url(there))
        assert status in (200, 204), answer

    def url(self, there: Present) -> str:
        return there.href if "://" in there.href else self.server.url.rstrip("/") + there.href


def people(number: int) -> tuple[Contact, ...]:
    zones = (None, ZoneInfo("Europe/London"), None, ZoneInfo("Asia/Tokyo"))
    return tuple(
        Contact(
            f"p{n}", f"Person {n}", Cadence(Span(days=7 * (1 + n % 8)), Span(days=10 * (1 + n % 8))),
            (("phone", "email"), ("phone",), ("email",))[n % 3], phones=(f"+1 303 555 01{n:02}",),
            emails=(f"p{n}@example.com",), timezone=zones[n % 4], like=n % 5 == 0,
            dates=(Anniversary("birthday", 3, 3 + 2 * n, None, Span(days=7)),) if n % 4 == 1 else (),
            book_ahead=Span(months=2) if n % 6 == 2 else None,
            promises=(Promise(f"send list {n}", date(2027, 3, 2 + n)), Promise(f"call {n}")) if n % 3 == 0 else (),
        )
        for n in range(number)
    )


def test_days_of_a_busy_user(radicale: CalendarServer, tmp_path: Path) -> None:
    """Whatever happened, nothing doubled, nobody has two open items, and all that was logged is there."""
    dice = random.Random(SEED)
    target = CaldavTarget(radicale.new_calendar("soak"), username=radicale.username, password=radicale.password)
    line = SometimesDown(open_calendar(target, "hitlist", DENVER), dice)
    phone = Phone(radicale, line.inner)
    hitlist = Hitlist(
        target, DENVER, parse_hours("Mon-Fri 8:30-17:30"), contacts=people(20), start_small=None,
        blocks=(BlockRule((1,), datetime(2027, 1, 1, 10, tzinfo=UTC).time(), ahead=Span(days=42)),),
        review=ReviewRule(0, datetime(2027, 1, 1, 9, tzinfo=UTC).time()),
    )
    now = datetime(2027, 3, 1, 15, tzinfo=UTC)                     # the clocks change on the 14th, in each run
    logged: list[Fact] = []
    passes = 0
    with History.open(tmp_path / "state.db", "hitlist") as history:
        for _ in range(DAYS * 6):
            now += timedelta(minutes=dice.randrange(30, 450))
            line.up = dice.random() > 0.1
            ours = sorted(line.inner.read().events, key=lambda p: p.uid)
            act = dice.randrange(8)
            if ours and act < 5:
                there = dice.choice(ours)
                reminder = not there.uid.startswith("block-")
                if act == 0:
                    start = there.event.start + timedelta(hours=dice.randrange(-30, 60))
                    end = start + there.event.interval.length
                    phone.change(there, DTSTART=vevent.token(start), DTEND=vevent.token(end))
                elif act in (1, 2) and reminder:
                    phone.change(there, SUMMARY=f"{there.event.summary} {dice.choice(WORDS)}".replace(",", "\\,"))
                elif act == 3 and not reminder:
                    ticked = there.event.description.replace("[ ]", dice.choice(("[x]", "[-]", "[v]")), 1)
                    phone.change(there, DESCRIPTION=ticked.replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n"))
                elif act == 4 and dice.random() < 0.3:
                    phone.delete(there)
            elif act == 5:
                who = f"p{dice.randrange(20)}"
                one: Fact = Attempt(who, now, dice.choice((Outcome.NO_ANSWER, Outcome.REACHED)))
                if dice.random() < 0.3:
                    one = Promised(who, now, f"what was said on {now:%d %b at %H}", now.date() + timedelta(days=3))
                history.append([one], now)
                logged.append(one)
            elif act == 6:
                hours = parse_hours(f"Mon-Fri {dice.randrange(7, 10)}:00-17:30")
                hitlist = replace(hitlist, hours=hours, contacts=people(dice.randrange(15, 21)))
            sources = Sources(tmp_path / "hitlist.yaml", hitlist, history, line, "soak", (), ())
            with suppress(CalendarUnreachable):
                try:
                    run_pass(sources, now, write=True)
                except UnsafeChange:
                    run_pass(sources, now, write=True, allow=Allow(deletions=True))
                passes += 1
        assert passes > DAYS * 4

        line.up = True
        line.dice = random.Random(99)                                # no more broken lines
        steady = Sources(tmp_path / "hitlist.yaml", hitlist, history, line.inner, "soak", (), ())
        run_pass(steady, now, write=True)
        assert run_pass(steady, now, write=True).changes == ()
        calendar = open_calendar(target, "hitlist", DENVER)          # as another program reads it, from nothing
        existing = calendar.read()
        assert existing.doubles == ()
        report = run_pass(steady, now, write=False)
        coming = [p for p in existing.events if p.event.start > now and not p.event.summary.startswith("✓")]
        bases = {str(uid.base): p.event.interval for p in coming if (uid := parse_uid(p.uid, "hitlist"))}
        assert bases == {event.uid: event.interval for event in report.plan.events}
        assert len(bases) == len(coming), "an event is there twice"
        assert set(logged) <= set(history.facts())
        marked = [f for f in history.facts() if isinstance(f, Attempt | Settled) and f.event is not None]
        assert len(marked) > DAYS // 5, "the user marked more than this"
        assert [f for f in history.facts() if isinstance(f, Settled) and f.event], "no promise was kept on the calendar"
        assert [p for p in existing.events if p.uid.startswith("review-") and p.event.start > now]
        named = Counter(key for event in report.plan.events for key in event.people)
        assert all(count == 1 for count in named.values())
        calendar.close()
        line.close()
