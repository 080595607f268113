"""The review on the calendar: which one comes next, its words, and how its ticks are read.

Takes the rule, drags, skips and the contents; returns the one coming event. A past one is left as it is, but for
the ✓ that answers its ticks.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from followupd.core.items.kind import About, Answer, Question
from followupd.core.items.looking_back import A_WEEK, FOLDERS, Everyone, Resting, Review, is_sweep, look_back
from followupd.core.people.personal import one_line, short
from followupd.core.people.timeline import CALENDAR, Timeline, day_of
from followupd.core.phrases.marks import EDGE
from followupd.core.phrases.signs import resting_line, sign
from followupd.core.phrases.vocabulary import BOX, Said, day_text
from followupd.core.schedule.minutes import Week
from followupd.core.schedule.on_calendar import Item
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Fact, Moved, Outcome, Swept
from followupd.core.values.hitlist import Hitlist, ReviewRule
from followupd.core.values.time import Interval, at_wall_clock
from followupd.core.values.uid import Kind, Uid, parse_uid

LENGTH = timedelta(minutes=15)
REST = "rest/"                   # marks somebody who rests, in an event's `people`
LET_REST = frozenset("-–")
CALL_NOW = frozenset("x✓✔")
SHOWN = 10                       # people of each folder and kind; `followupd review` has them all
WAYS = "Three ways out: [x] call now, [>] later with the day behind it, [-] let rest."


@dataclass(frozen=True, slots=True)
class Weeks:
    """What a review is asked by: everybody, and the weeks around now.

    `off` are the user's days off, `written` is what we last wrote; `account` says what became of the protected time in
    the seven days before a day.
    """

    everyone: Everyone
    moves: Mapping[str, Moved]
    skipped: Collection[str]
    off: Collection[date]
    written: Mapping[str, Written]
    account: Callable[[date], Week | None]
    now: datetime


@dataclass(frozen=True, slots=True)
class ComingReview:
    """A review to come, at its own place."""

    place: Item
    review: Review


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A look back at a week, with a line for each person who rests: the ticks on it are what the user decided."""

    kind: Kind = Kind.REVIEW
    marks: str = ""
    words: Mapping[str, Outcome] = field(default_factory=dict)

    def wanted(self, weeks: Weeks) -> list[ComingReview]:
        """Return the next review, with what is known now; if the user deleted it, the one after it.

        On a day off it waits for the user's next workday of its week, else it comes a little before; a whole week away
        has none. A week that had its review never gets a second one, even if its days off change later. One that the
        user dragged into another week stays there until it is over, beside that week's review.
        """
        hitlist, now = weeks.everyone.hitlist, weeks.now
        rule = hitlist.review
        if rule is None:
            return []
        held, reviews = _held(weeks.written, hitlist.name, now), list[ComingReview]()

        def add(monday: date, stretch: tuple[datetime, datetime] | None) -> bool:
            uid = _uid(monday, hitlist.name)
            if stretch is None or stretch[0] <= now or uid in weeks.skipped or uid in held:
                return False
            day = monday + timedelta(days=rule.day)
            told = look_back(weeks.everyone, day, sweep=is_sweep(day), time=weeks.account(day))
            reviews.append(ComingReview(Item(uid, Interval(*stretch)), told))
            return True

        dragged = {monday: move for uid, move in weeks.moves.items() if (monday := _monday(uid, hitlist.name))}
        elsewhere = {
            monday: (move.start, move.end) for monday, move in dragged.items()
            if not monday <= day_of(move.start, hitlist.timezone) < monday + A_WEEK
        }  # fmt: skip
        for monday, stretch in elsewhere.items():
            add(monday, stretch)
        today = day_of(now, hitlist.timezone)
        monday = today - timedelta(days=today.weekday() + 7)
        while monday < date.max - timedelta(days=14):
            days = sorted(range(7), key=lambda n: (n < rule.day, abs(n - rule.day)))
            working = (monday + timedelta(days=n) for n in days if n == rule.day or n in hitlist.hours.days)
            own = next((day for day in working if day not in weeks.off), None)
            if monday not in elsewhere and add(monday, _stretch(rule, own, hitlist, dragged.get(monday))):
                break
            monday += A_WEEK
        return reviews

    def written(
        self, one: ComingReview, place: Item, timelines: Mapping[str, Timeline], hitlist: Hitlist,  # noqa: ARG002
    ) -> Event:
        """Return the event; whom it names is in the review already."""
        review, start, end = one.review, place.interval.start, place.interval.end
        title = f"Review: {len({key for key, _, _ in review.reached})} reached, {len(review.tried)} tried"
        lines, refs = review_lines(review), tuple[str, ...]()
        if review.sweep:
            lines += ["", *sweep_lines(review)]
            refs = tuple(f"{REST}{one.key}" for one in shown_of(review))
        return Event(place.uid, start, end, title, "\n".join(lines), busy=False, alarm=timedelta(0), people=refs)

    def mark(self, title: str, ours: str, words: Mapping[str, Outcome], today: date) -> None:
        """Return nothing: a title decides nothing."""

    def read(self, answer: Answer, about: About) -> Fact | Question | None:
        """Return when somebody comes back: now, on the day after the line, or automatically."""
        event, behind = answer.event, answer.note.strip(EDGE + ">")
        if not answer.tick or about.contact is None:
            return None
        # Read from the review's own day, so that "Friday" means the same one in every pass.
        said = None if answer.tick in LET_REST else about.day_in(behind, event.start)
        day = said.day if said is not None else None
        if answer.tick not in LET_REST and day is None:
            if answer.tick not in CALL_NOW or behind:
                return Question(f'"{answer.line}" names no day (write it after the line: 15 Jan)')
            told = (f for f in about.facts.on(event.uid) if isinstance(f, Swept) and f.contact == about.key)
            if any(fact.day is not None for fact in told):
                return None                         # brought back before, on the day of that pass
            day = day_of(about.now, about.zone)
        return Swept(about.key, about.now, day, CALENDAR, event.uid)

    def sign(self, facts: Sequence[Fact]) -> str:
        """Return how many people were decided about."""
        decided = {fact.contact for fact in facts if isinstance(fact, Swept)}
        return sign(Said.DECIDED, len(decided)) if decided else ""


def _uid(monday: date, list_name: str) -> str:
    year, week, _ = monday.isocalendar()
    return str(Uid(Kind.REVIEW, f"{year}w{week:02}", list_name))


def _monday(uid: str, list_name: str) -> date | None:
    """Return the first day of the week that a review's UID names; None for every other event."""
    parsed = parse_uid(uid, list_name)
    if parsed is None or parsed.kind is not Kind.REVIEW:
        return None
    year, _, week = parsed.meaning.partition("w")
    try:
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return None


def _held(written: Mapping[str, Written], list_name: str, now: datetime) -> set[str]:
    """Return the base UIDs of the reviews that are over, also of those that were tidied away since."""
    rows = ((parse_uid(uid, list_name), row.event) for uid, row in written.items())
    return {uid.base for uid, event in rows if uid and uid.kind is Kind.REVIEW and event and event.start <= now}


def _stretch(
    rule: ReviewRule, day: date | None, hitlist: Hitlist, move: Moved | None
) -> tuple[datetime, datetime] | None:
    if move is not None:
        return move.start, move.end
    if day is None:
        return None
    start = at_wall_clock(day, rule.time, hitlist.timezone).astimezone(UTC)
    return start, start + LENGTH


def review_lines(review: Review, most: int = SHOWN) -> list[str]:
    """Return what happened and what is open, in plain words."""
    near = review.day
    lines = [f"The week of {day_text(review.first, near)}."]
    lines += [f"Protected time: {time_text(review.time)}."] if review.time is not None else []
    lines += _part("Reached", [f"{one_line(name)}{_noted(a.note)}" for _, name, a in review.reached], most)
    lines += _part("Tried", [f"{one_line(name)} ({a.outcome.words})" for _, name, a in review.tried], most)
    lines += _part(
        "Promises kept", [f"{one_line(n)}: {short(s.what)}" for _, n, s in review.kept if s.kept], most
    )
    dropped = [f"{one_line(n)}: {short(s.what)}" for _, n, s in review.kept if not s.kept]
    lines += _part("Promises dropped", dropped, most)
    lines += _part(
        "Promises open",
        [f"{one_line(n)}: {short(g.what)}{f' by {day_text(g.by, near)}' if g.by else ''}" for _, n, g in review.open],
        most,
    )
    lines += _part("What waits", [f"{one_line(n)}, since {day_text(d, near)}" for _, n, d in review.waits], most)
    return lines


def time_text(week: Week) -> str:
    """`45 minutes, 45 of them moved, 15 lost (overlapped)`."""
    parts = [f"{week.protected} {'minute' if week.protected == 1 else 'minutes'}" if week.protected else "none"]
    if week.moved:
        parts.append(f"{week.moved} of them moved")
    if week.lost:
        because = ", ".join(map(one_line, week.because))
        parts.append(f"{week.lost} lost" + (f" ({short(because)})" if because else ""))
    return ", ".join(parts)


def _part(head: str, told: list[str], most: int) -> list[str]:
    if not told:
        return []
    more = [f"- and {len(told) - most} more: followupd review"] if len(told) > most else []
    return ["", f"{head}: {len(told)}", *(f"- {text}" for text in told[:most]), *more]


def _noted(note: str) -> str:
    return f": {short(note)}" if note else ""


def shown_of(review: Review, most: int = SHOWN) -> list[Resting]:
    """Return the people who have a line in the sweep, in the order of their lines."""
    folders = [[one for one in review.sweep or () if one.folder == days] for days in FOLDERS]
    return [one for folder in folders for one in folder[:most]]


def sweep_lines(review: Review, most: int = SHOWN, *, to_answer: bool = True) -> list[str]:
    """Return who rests, by how long they have been quiet; with `to_answer` each with a box, and how to answer."""
    lines = ["Who rests: does anybody need a word? Nobody has to be decided on.", *([WAYS] if to_answer else [])]
    box = BOX if to_answer else ""
    for days in FOLDERS:
        folder = [one for one in review.sweep or () if one.folder == days]
        if folder:
            lines += ["", f"Quiet for {days} days and more:"]
            lines += [
                f"{box}{one_line(one.name)}: "
                f"{resting_line(day_text(one.since, review.day), day_text(one.back, review.day))}"
                for one in folder[:most]
            ]
            if len(folder) > most:
                lines.append(f"and {len(folder) - most} more: followupd review")
    return lines
