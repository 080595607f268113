"""The review on the calendar: which one comes next, its text, and how its ticks are read.

Takes the rule, drags, skips and the contents; returns the one coming event. A past one is left as it is, except for the
✓ that answers its ticks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from followupd.core.items.kind import About, Answer, Manners, Question
from followupd.core.items.looking_back import FOLDERS, Everyone, Late, Resting, Review, is_sweep, look_back
from followupd.core.people.personal import one_line, short
from followupd.core.people.timeline import CALENDAR, Timeline, day_of
from followupd.core.phrases.additions import EDGE
from followupd.core.phrases.said import ReadingRules
from followupd.core.phrases.signs import resting_line, sign
from followupd.core.phrases.vocabulary import BOX, Said, day_text, length_text
from followupd.core.reasons import is_invitation, spoken
from followupd.core.schedule.minutes import Week
from followupd.core.schedule.on_calendar import Item
from followupd.core.schedule.review_times import ReviewTimes
from followupd.core.schedule.weeks import A_WEEK
from followupd.core.values.event import Event, Written
from followupd.core.values.facts import Attempt, Outcome, Swept, Told
from followupd.core.values.hitlist import Hitlist, is_live
from followupd.core.values.time import count
from followupd.core.values.uid import Kind, parse_uid

REST = "rest/"                   # before the key of somebody who rests, in an event's `people`
LET_REST = frozenset("-–")
CALL_NOW = "x"
LINES_SHOWN = 10                 # people of each folder and kind; `followupd review` has them all
WAYS = "Three ways out: [x] call now, [>] later with the day behind it, [-] let rest."


@dataclass(frozen=True, slots=True)
class Weeks:
    """The input of the next review: everybody, and the weeks around now.

    `times` says when reviews are, `written` is what we last wrote, and `account` sums up the protected time in the
    seven days before a day.
    """

    everyone: Everyone
    times: ReviewTimes
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
    """A look back at a week, with a line for each question and each person who rests.

    Ticks on the lines of people are decisions; those of questions are answered as on a call sheet.
    """

    kind: Kind = Kind.REVIEW
    marks: str = ""
    words: Mapping[str, Outcome] = field(default_factory=dict)
    manners: Manners = field(default_factory=lambda: Manners(called="the review"))

    def wanted(self, weeks: Weeks) -> list[ComingReview]:
        """Return the next review with what is known now, or the one after it if the user deleted it.

        A week never gets a second review, even if its days off change later. A review that the user dragged into
        another week stays there until it is over, beside that week's own.
        """
        hitlist, now = weeks.everyone.hitlist, weeks.now
        rule = hitlist.review
        if rule is None:
            return []
        held, reviews = _held(weeks.written, hitlist.name, now), list[ComingReview]()

        def add(monday: date) -> bool:
            uid, stretch = weeks.times.uid(monday), weeks.times.of(monday)
            if stretch is None or stretch.start <= now or uid in held:
                return False
            day = monday + timedelta(days=rule.day)
            week = look_back(weeks.everyone, day, day, sweep=is_sweep(day), time=weeks.account(day))
            reviews.append(ComingReview(Item(uid, stretch), week))
            return True

        elsewhere = weeks.times.elsewhere()
        for monday in elsewhere:
            add(monday)
        today = day_of(now, hitlist.timezone)
        monday = today - timedelta(days=today.weekday() + 7)
        while monday < date.max - timedelta(days=14):
            if monday not in elsewhere and add(monday):
                break
            monday += A_WEEK
        return reviews

    def written(
        self, coming: ComingReview, place: Item,
        timelines: Mapping[str, Timeline], hitlist: Hitlist,  # noqa: ARG002 - of the protocol
    ) -> Event:
        """Return the event."""
        review, start, end = coming.review, place.interval.start, place.interval.end
        title = title_of(review)
        lines, refs = review_lines(review), [task.ref for task in review.asked[:LINES_SHOWN]]
        if review.asked:
            lines += ["", *question_lines(review)]
        if review.sweep:
            lines += ["", *sweep_lines(review)]
            refs += [f"{REST}{coming.key}" for coming in shown_of(review)]
        text = "\n".join(lines)
        return Event(place.uid, start, end, title, text, busy=False, alarm=timedelta(0), people=tuple(refs))

    def mark(self, title: str, ours: str, reading: ReadingRules) -> None:
        """Return None: nothing is decided in the title of a review; an outcome in it is asked about as on a sheet."""

    def read(self, answer: Answer, about: About) -> tuple[Told | Question, ...]:
        """Return when somebody comes back: now, on the day written after their line, or automatically."""
        event, behind = answer.event, answer.note.strip(EDGE + ">")
        if not answer.tick or about.contact is None:
            return ()
        # Read from the day of the review, so that "Friday" is the same day in every pass.
        said = None if answer.tick in LET_REST else about.day_in(behind, event.start)
        day = said.day if said is not None else None
        if answer.tick not in LET_REST and day is None:
            if answer.tick not in CALL_NOW or behind:
                return (Question(f'"{answer.line}" names no day (write it after the line: 15 Jan)'),)
            swept = (f for f in about.facts.on(event.uid) if isinstance(f, Swept) and f.contact == about.key)
            if any(fact.day is not None for fact in swept):
                return ()                           # the same decision from an earlier pass
            day = day_of(about.now, about.zone)
        return (Swept(about.key, about.now, day, CALENDAR, event.uid),)

    def sign(self, facts: Sequence[Told]) -> str:
        """Return how many people were decided about."""
        decided = {fact.contact for fact in facts if isinstance(fact, Swept)}
        return sign(Said.DECIDED, len(decided)) if decided else ""


def _held(written: Mapping[str, Written], list_name: str, now: datetime) -> set[str]:
    """Return the base UIDs of past reviews, including those that were deleted since."""
    rows = ((parse_uid(uid, list_name), row.event) for uid, row in written.items())
    return {uid.base for uid, event in rows if uid and uid.kind is Kind.REVIEW and event and event.start <= now}


def review_lines(review: Review, most: int = LINES_SHOWN) -> list[str]:
    """Return what happened and what is open, in plain words."""
    near = review.day
    lines = [f"{_days_of(review)}."]
    lines += [f"Protected time: {time_text(review.time)}."] if review.time is not None else []
    reached, tried = _by_person(review.reached), _by_person(review.tried)
    if not any((reached, tried, review.kept, review.open, review.late, review.waits)):
        lines += _quiet_lines(review)
    lines += _part("Reached", [f"{name}{_noted([a.note for a in tries])}" for name, tries in reached.values()], most)
    listed = [
        f"{name} ({', '.join('asked' if is_invitation(a.outcome, a.channel) else a.outcome.words for a in tries)})"
        for key, (name, tries) in tried.items()
        if key not in reached
    ]
    lines += _part("Tried", listed, most)
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
    lines += _part("Late", [f"{one_line(one.name)}: {late_text(one, near)}" for one in review.late], most)
    lines += _part("What waits", [f"{one_line(n)}, since {day_text(d, near)}" for _, n, d in review.waits], most)
    return lines


def _quiet_lines(review: Review) -> list[str]:
    """Return what to know after a week in which nothing happened and nothing is open."""
    coming = [
        f"{one_line(one.name)}{' on' if one.planned else ', due'} {day_text(one.day, review.day)}"
        for one in review.coming
    ]
    said = [f"{_people(review.due)} {'is' if review.due == 1 else 'are'} due"] if review.due else []
    if review.held_back:
        said.append(f"{_people(review.held_back)} {'waits' if review.held_back == 1 else 'wait'} while you start small")
    lines = ["", f"A quiet week: {', and '.join(said) or 'nobody is late, and nothing waits'}."]
    return [*lines, f"Next: {'; '.join(coming)}."] if coming else lines


def time_text(week: Week) -> str:
    """Return `45 minutes, 45 of them moved, 15 lost (overlapped)`."""
    parts = [f"{week.protected} {'minute' if week.protected == 1 else 'minutes'}" if week.protected else "none"]
    if week.moved:
        parts.append(f"{week.moved} of them moved")
    if week.lost:
        because = ", ".join(map(one_line, week.because))
        parts.append(f"{week.lost} lost" + (f" ({short(because)})" if because else ""))
    return ", ".join(parts)


def _part(head: str, listed: list[str], most: int) -> list[str]:
    if not listed:
        return []
    more = [f"- and {len(listed) - most} more: followupd review"] if len(listed) > most else []
    return ["", f"{head}: {len(listed)}", *(f"- {text}" for text in listed[:most]), *more]


def _by_person(attempts: Iterable[tuple[str, str, Attempt]]) -> dict[str, tuple[str, list[Attempt]]]:
    """Return the name and the attempts of each person."""
    found: dict[str, tuple[str, list[Attempt]]] = {}
    for key, name, attempt in attempts:
        found.setdefault(key, (one_line(name), []))[1].append(attempt)
    return found


def _noted(notes: Iterable[str]) -> str:
    said = "; ".join(note for note in notes if note)
    return f": {short(said)}" if said else ""


def title_of(review: Review) -> str:
    """Return what was achieved, with the same numbers as in the text; the week if nothing was."""
    reached, tried = {key for key, _, _ in review.reached}, {key for key, _, _ in review.tried}
    if reached:
        spoke = all(is_live(attempt.channel or "") for _, _, attempt in review.reached)
        return f"You {'spoke' if spoke else 'were in touch'} with {_people(len(reached))}"
    if tried:
        return f"You tried {_people(len(tried))}"
    return _days_of(review)


def _days_of(review: Review) -> str:
    """Return the seven days: they end before a review on the calendar, and with today by command."""
    last = review.day - timedelta(days=1)
    return f"The week from {day_text(review.first, review.day)} to {day_text(last, review.day)}"


def _people(number: int) -> str:
    return "one person" if number == 1 else count(number, "person", "people")


def late_text(late: Late, near: date) -> str:
    """Return by how much somebody is late, since when, and what comes next."""
    last = f"last contact {day_text(late.last, near)}" if late.last is not None else "never reached yet"
    return f"late by {length_text(late.days)}, {last}{_what_comes(late, near)}"


def _what_comes(late: Late, near: date) -> str:
    """Return what comes next for somebody after that day; "" if they are due already and not planned."""
    timeline, day = late.next_try.timeline, late.next_try.anchor
    if timeline.booked and timeline.booked[-1].day >= near:
        return f"; you meet on {day_text(timeline.booked[-1].day, near)}"
    if late.planned is not None and late.planned >= near:
        return f"; next try on {day_text(late.planned, near)}"
    if late.held_back:
        return "; waits while you start small"
    if day < near:
        return ""
    if timeline.rest is not None and timeline.appointed is None:
        return f"; rests until {day_text(day, near)}"
    return f"; next try from {day_text(day, near)}"


def shown_of(review: Review, most: int = LINES_SHOWN) -> list[Resting]:
    """Return the people who have a line in the sweep, in the order of their lines."""
    folders = [[one for one in review.sweep or () if one.folder == days] for days in FOLDERS]
    return [one for folder in folders for one in folder[:most]]


def question_lines(review: Review, most: int = LINES_SHOWN, *, to_answer: bool = True) -> list[str]:
    """Return what is asked about evidence; with `to_answer` each with a box, and how to answer."""
    lines = [f"To answer: {len(review.asked)}", *(["Tick [x] if it is so, [-] if not."] if to_answer else [])]
    box = BOX if to_answer else "- "
    for task in review.asked[:most]:
        lines += [f"{box}{task.act}", *(f"    {why}" for why in spoken(task.reasons, review.day))]
    more = len(review.asked) - most
    return [*lines, *([f"- and {more} more: followupd review"] if more > 0 else [])]


def sweep_lines(review: Review, most: int = LINES_SHOWN, *, to_answer: bool = True) -> list[str]:
    """Return who rests, by how long they have been quiet; with `to_answer` each with a box, and how to answer."""
    lines = ["Who rests: does anybody need a word? Nobody has to be decided on.", *([WAYS] if to_answer else [])]
    box = BOX if to_answer else ""
    for days in FOLDERS:
        folder = [resting for resting in review.sweep or () if resting.folder == days]
        if folder:
            lines += ["", f"Quiet for {days} days and more:"]
            lines += [
                f"{box}{one_line(resting.name)}: "
                f"{resting_line(day_text(resting.since, review.day), day_text(resting.back, review.day))}"
                for resting in folder[:most]
            ]
            if len(folder) > most:
                lines.append(f"and {len(folder) - most} more: followupd review")
    return lines
