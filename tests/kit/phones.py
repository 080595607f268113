"""A calendar on which a person answers with their phone: four people, a block each Tuesday, a Sunday in November."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

from followupd.calendars.memory import MemoryCalendar
from followupd.core.phrases.log import parse_log_line
from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import BlockRule, Cadence, Contact, Hitlist, Status
from followupd.core.values.targets import IcsTarget
from followupd.core.values.time import Span
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.people import A_WEEK_APART, DENVER

NOW = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)                       # Sunday, 10:00 in Denver
QUARTER = Cadence(Span(months=3), Span(months=4))


def contact(name: str, *log: str, via: tuple[str, ...] = ("phone",), status: Status = Status.ACTIVE) -> Contact:
    slug = name.lower().replace(" ", "-").replace("é", "e")
    lines = tuple(parse_log_line(line, DENVER, via) for line in log)
    told = tuple(Attempt(slug, a.at, a.outcome, a.channel, a.note, a.asked, a.timed, "hitlist") for a in lines)
    return Contact(slug, name, QUARTER, via, log=told, status=status)


DANA = contact("Dana Whitfield", "2026-11-20 14:10 no answer")
PEOPLE = (DANA, contact("Renée Achterberg", "2026-07-01 reached"), contact("Ann", "2026-07-02 reached"),
          contact("Ann Lee", "2026-07-03 reached"))


def desk_of(folder: Path, people: tuple[Contact, ...] = PEOPLE) -> UserDesk[MemoryCalendar]:
    """One user's calendar and history; `now` moves when set."""
    hitlist = Hitlist(
        IcsTarget(folder / "followup.ics"), DENVER, parse_hours("Mon-Fri 8:30-17:30"),
        blocks=(BlockRule((1,), time(10), ahead=Span(days=28)),), contacts=people, retry=A_WEEK_APART,
        marks=(("erreicht", Outcome.REACHED),),
    )
    history = History.open(folder / "state.db", "hitlist")
    return UserDesk(folder, hitlist, history, MemoryCalendar("hitlist", DENVER), NOW)


def block(desk: UserDesk[MemoryCalendar]) -> Present:
    return min(desk.ours("block-"), key=lambda p: p.event.start)


def tick(desk: UserDesk[MemoryCalendar], line: str, box: str, behind: str = "") -> None:
    there = block(desk)
    text = there.event.description.replace(f"[ ] {line}", f"[{box}] {line}{behind}")
    assert text != there.event.description
    desk.calendar.rewrite(there.uid, text)
