"""A simulated year: the real planner, repeatable by its seed, with assumed people and an assumed user."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from followupd.core.people.timeline import day_of
from followupd.core.plan import make_plan
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Fact, Listed, Moved, Outcome, Skipped
from followupd.core.values.hitlist import Contact, Hitlist, Promise, Status
from followupd.core.values.time import Interval
from followupd.core.values.user_time import Busy, UserTime
from followupd.simulation.chances import Chances, Reaction, drawn
from followupd.simulation.habits import Habits
from followupd.simulation.measures import everyone, in_touch, months, share, tally
from followupd.simulation.year import Course, Moment, Year
from tests.kit.people import DENVER, at, hit_list, local, person, tried

START = at("2026-11-20 14:15")


class Same:
    """Everybody reacts in the same way."""

    def __init__(self, outcome: Outcome, reply: timedelta | None = None) -> None:
        self.reaction = Reaction(outcome, reply=reply)

    def react(self, key: str, contact: Contact, channel: str, at: datetime, *, asked: bool) -> Reaction:
        return self.reaction


def lived(
    hitlist: Hitlist, world: Chances | Same, days: int = 120, keep: float = 1.0, facts: Sequence[Fact] = ()
) -> Course:
    year = Year(lambda _: hitlist, Habits(1, DENVER, keep), world)
    return year.run(START, START + timedelta(days=days), facts)


def some(number: int = 12) -> Hitlist:
    return hit_list(*(person(f"P{n}", every="6 weeks", at_most="2 months", via=("phone", "email"),
                             emails=(f"p{n}@example.com",)) for n in range(number)))


def test_the_same_seed_gives_the_same_year() -> None:
    """Fact by fact; another seed gives another year."""
    first, second, other = (lived(some(), Chances(seed, DENVER), keep=0.8) for seed in (3, 3, 4))
    assert first.facts == second.facts
    assert first.tries == second.tries
    assert first.facts != other.facts


def test_who_answers_always_is_reached_at_each_cadence() -> None:
    """Listed today, so due at once: on the next block, then 6 weeks later or up to a week before, on a block with room.
    """
    course = lived(hit_list(person(every="6 weeks", at_most="2 months")), Same(Outcome.REACHED), days=120)
    assert [local(t.attempt.at) for t in course.tries] == [
        "Tue 24 Nov 10:00", "Tue 05 Jan 10:00", "Tue 16 Feb 10:00",
    ]
    assert all(made.event.busy for made in course.tries)


def test_who_never_answers_is_tried_as_the_ladder_says() -> None:
    """The first try on the block, three more after a week each, then nothing for six weeks."""
    course = lived(hit_list(person()), Same(Outcome.NO_ANSWER), days=160)
    assert [day_of(t.attempt.at, DENVER).isoformat() for t in course.tries][:4] == [
        "2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15",
    ]
    # A call at another time of day than the block, then on the block, which is another time again, and so on.
    assert [made.event.uid.partition("-")[0] for made in course.tries[:4]] == ["block", "retry", "block", "retry"]
    assert day_of(course.tries[4].attempt.at, DENVER) == date(2027, 1, 26)


def test_in_a_silent_week_somebody_answers_nobody() -> None:
    """As many weeks as asked for, one to three in a row and sometimes more; by no channel, at no hour."""
    dana, silent = person(), 0
    chances = Chances(4, DENVER, {"phone": 1.0, "email": 1.0}, silence=0.1)
    for week in range(1000):
        days = [at("2027-01-04 10:00") + timedelta(days=7 * week + day) for day in range(5)]
        told = {
            chances.react("dana", dana, channel, hour, asked=asked)
            for hour in days for channel in ("phone", "email") for asked in (True, False)
        }
        is_silent = chances.is_silent("dana", days[0])
        silent += is_silent
        if is_silent:
            assert told == {Reaction(Outcome.NO_ANSWER), Reaction(Outcome.SENT)}
    assert 70 <= silent <= 130


def test_habits_drift_slowly() -> None:
    """From one month to the next by a little, over the years by much; without drift never."""
    dana = person()
    still, drifting = Chances(4, DENVER), Chances(4, DENVER, drift=True)
    days = [at(f"{year}-{month:02}-10 10:00") for year in (2027, 2028, 2029) for month in range(1, 13)]
    assert len({still.probability("dana", dana, "phone", day) for day in days}) == 1
    odds = [drifting.probability("dana", dana, "phone", day) for day in days]
    steps = [abs(then - now) / now for now, then in itertools.pairwise(odds)]
    assert 0 < max(steps) < 0.5
    assert max(odds) / min(odds) > 1.3


def test_an_event_that_is_not_kept_is_not_done() -> None:
    """With a user who does nothing nobody is tried, and every item passes and comes again."""
    course = lived(some(3), Chances(1, DENVER), keep=0.0)
    assert (course.tries, course.kept) == ([], [])
    assert len(course.missed) >= 17
    assert not any(isinstance(fact, Attempt) for fact in course.facts)


def test_an_answer_to_a_mail_comes_later_and_counts() -> None:
    hitlist = hit_list(person(via=("email",), emails=("d@example.com",)))
    course = lived(hitlist, Same(Outcome.SENT, reply=timedelta(hours=30)), days=30)
    told = [f for f in course.facts if isinstance(f, Attempt)]
    assert [f.outcome for f in told] == [Outcome.SENT, Outcome.REACHED]
    assert told[1].at - told[0].at == timedelta(hours=30)


def test_a_promise_on_the_sheet_is_kept_first() -> None:
    """It takes the first minutes of the block, is reported as settled, and is not a try; then its person is called."""
    hitlist = hit_list(person(promises=(Promise("send the list", date(2026, 11, 27)),)), person("Sam Okafor"))
    course = lived(hitlist, Same(Outcome.REACHED), days=7)
    assert [(type(f).__name__, local(f.at)) for f in course.facts if not isinstance(f, Listed)] == [
        ("Settled", "Tue 24 Nov 10:00"), ("Attempt", "Tue 24 Nov 10:08"), ("Attempt", "Tue 24 Nov 10:16"),
    ]
    assert len(course.tries) == 2


def test_a_wrong_number_closes_the_channel() -> None:
    """As in a pass: the Closed fact is reported, and nobody dials the number again."""
    course = lived(hit_list(person()), Same(Outcome.WRONG_NUMBER), days=60)
    assert [t.attempt.outcome for t in course.tries] == [Outcome.WRONG_NUMBER]
    assert sum(type(fact).__name__ == "Closed" for fact in course.facts) == 1


def test_each_pass_is_the_real_plan_of_its_moment() -> None:
    """The engine's plan is what make_plan returns for the same facts and events, and a second pass changes nothing
    (P3)."""
    seen: list[Moment] = []
    hitlist = some(4)
    Year(lambda _: hitlist, Habits(1, DENVER, 0.7), Chances(5, DENVER), watch=seen.append).run(
        START, START + timedelta(days=40)
    )
    assert len(seen) > 40
    for moment in seen[::7]:
        told = tuple(fact for fact in moment.facts if fact.at <= moment.now)
        assert make_plan(hitlist, moment.people, told, moment.before, moment.now) == moment.plan


def test_nobody_calls_out_of_a_meeting_or_on_a_day_off() -> None:
    """A block that something overlaps is missed, unless the plan moved it away."""
    block = at("2026-11-24 10:00")
    meeting = Busy(Interval(block - timedelta(hours=2), block + timedelta(hours=7, minutes=30)), "Board")
    off = {date(2026, 12, 1): "away"}
    year = Year(lambda _: some(3), Habits(1, DENVER, 1.0), Same(Outcome.REACHED), lambda _: UserTime((meeting,), off))
    course = year.run(START, START + timedelta(days=14))
    for made in course.tries:
        assert not meeting.interval.contains(made.event.start)
        assert day_of(made.attempt.at, DENVER) not in off


class Drags:
    """A user who drags the first coming reminder by a day, once."""

    def __init__(self) -> None:
        self.moved: Moved | None = None

    def keeps(self, event: Event) -> bool:
        return True

    def touches(self, events: Sequence[Event], now: datetime) -> Sequence[Moved | Skipped]:
        first = next((event for event in events if not event.busy), None)
        if first is None or self.moved is not None:
            return ()
        day = timedelta(days=1)
        self.moved = Moved(first.people[0], now, first.uid, first.start + day, first.end + day)
        return (self.moved,)


def test_a_drag_counts_as_in_a_pass() -> None:
    user = Drags()
    hitlist = hit_list(person(), blocks=())
    course = Year(lambda _: hitlist, user, Same(Outcome.NO_ANSWER)).run(START, START + timedelta(days=30))
    assert user.moved is not None
    assert user.moved.start in [made.attempt.at for made in course.tries]


@pytest.mark.parametrize("channel", ["phone", "email", "sauna"])
def test_answers_come_as_often_as_assumed(channel: str) -> None:
    """Over many people and hours the share of answers is the assumed one (within 3 of 100)."""
    world, dana = Chances(1, DENVER, everyone=0.3), person()
    told = [world.react(f"p{n}", dana, channel, START + timedelta(hours=n), asked=False) for n in range(4000)]
    answered = sum(r.outcome is Outcome.REACHED or r.reply is not None for r in told)
    assert answered / len(told) == pytest.approx(0.3, abs=0.03)


def test_reactions_do_not_depend_on_the_order_of_questions() -> None:
    """A reaction depends only on person, channel and hour, never on what was asked before."""
    world, dana = Chances(9, DENVER), person()
    hours = [START + timedelta(hours=n) for n in range(50)]
    once = [world.react("dana", dana, "phone", hour, asked=False) for hour in hours]
    again = [world.react("dana", dana, "phone", hour, asked=False) for hour in reversed(hours)]
    assert once == again[::-1]
    assert len(set(once)) > 1
    assert 0 <= min(drawn(1, n) for n in range(1000)) < 0.01 < 0.99 < max(drawn(1, n) for n in range(1000)) < 1


def _told(day: str, outcome: Outcome) -> tuple[date, Attempt]:
    return date.fromisoformat(day), tried(f"{day} 12:00", outcome)


def test_days_in_touch_are_counted_by_hand() -> None:
    """every 10 days, at most 14: reached on the 1st, tried on the 13th, reached on the 21st."""
    contact = person(every="10 days", at_most="14 days")
    told = [_told("2027-01-01", Outcome.REACHED), _told("2027-01-13", Outcome.NO_ANSWER),
            _told("2027-01-21", Outcome.REACHED)]
    got = in_touch("dana", contact, date(2026, 12, 1), told, date(2027, 1, 2), date(2027, 1, 31))
    # 2nd to 11th, then 21st to 30th; 2nd to 15th, then 21st to 30th.
    # On the 21st, until they were reached, it was 6 days too long.
    assert (got.days, got.within_every, got.within_at_most) == (29, 20, 24)
    assert (got.contacts, got.tries, got.worst, got.late_by, got.quiet) == (1, 2, 6, 0, 11)
    assert share([got], "within_every") == pytest.approx(20 / 29)


@pytest.mark.parametrize(
    ("status", "until", "counted"),
    [
        (Status.PAUSED, date(2026, 11, 1), 365), (Status.PAUSED, date(2027, 1, 1), 323),
        (Status.PAUSED, date(2028, 1, 1), 0), (Status.PAUSED, None, 0), (Status.STOP, None, 0),
    ],
)
def test_whoever_is_back_from_a_pause_is_counted(status: Status, until: date | None, counted: int) -> None:
    """From the day on which it ends; the `pause_until` of a pause that is over stays in the file."""
    dana = person(status=status, pause_until=until)
    found = everyone({"dana": dana}, {"dana": date(2026, 1, 1)}, {}, date(2026, 11, 20), date(2027, 11, 20))
    assert [one.days for one in found] == ([counted] if counted else [])


def test_a_tally_adds_up() -> None:
    hitlist = some(6)
    course = lived(hitlist, Chances(2, DENVER), keep=0.8)
    result = tally(course, hitlist)
    for figure in ("tries", "contacts", "blocks_kept", "blocks_missed", "reminders_kept", "minutes", "protected"):
        assert getattr(result.whole, figure) == sum(getattr(month, figure) for month in result.months), figure
    assert result.whole.tries == len(course.tries) == sum(p.tries for p in result.people) - _replies(course)
    assert Counter(event.busy for event in course.kept)[True] == result.whole.blocks_kept


def _replies(course: Course) -> int:
    made = {(t.attempt.contact, t.attempt.at) for t in course.tries}
    return sum(isinstance(f, Attempt) and (f.contact, f.at) not in made for f in course.facts)


def test_months_are_cut_at_their_edges() -> None:
    assert months(date(2026, 11, 20), date(2027, 1, 2)) == [
        (date(2026, 11, 20), date(2026, 12, 1)), (date(2026, 12, 1), date(2027, 1, 1)),
        (date(2027, 1, 1), date(2027, 1, 2)),
    ]
