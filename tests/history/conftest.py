"""Facts of every kind and an open history, shared by the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st

from followupd.core.values.event import Event
from followupd.core.values.facts import (
    Attempt,
    Booked,
    Closed,
    DayTime,
    EvidenceRule,
    Fact,
    Listed,
    Moved,
    Noticed,
    Outcome,
    Promised,
    Restored,
    Retracted,
    Settled,
    Skipped,
    Swept,
)
from followupd.history.store import History

NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)


def dragged(contact: str | None, at: datetime, uid: str, start: datetime, length: timedelta) -> Moved:
    """Draw a drag to a possible place; reading refuses any other."""
    start = start.replace(year=1972 + start.year % 250 * 4)     # a leap year: 29 February stays
    return Moved(contact, at, uid, start, start + length)


def facts_of_every_kind() -> st.SearchStrategy[Fact]:
    text = st.text(max_size=12)
    instants = st.datetimes(datetime(1971, 1, 1), datetime(9000, 1, 1), timezones=st.sampled_from([UTC]))  # noqa: DTZ001 - bounds without a zone, as Hypothesis wants them
    days = st.builds(DayTime, st.dates(), st.none() | st.times())
    outcomes = st.sampled_from(Outcome)
    sources = st.sampled_from(["command", "hitlist", "calendar", "import"])
    texts = st.lists(text, max_size=3).map(tuple)
    return st.one_of(
        st.builds(
            Attempt, text, instants, outcomes, st.none() | text, text, st.none() | days, st.booleans(), sources,
            card=st.none() | text,
        ),
        st.builds(Listed, text, instants, text, text, texts, texts),
        st.builds(Closed, text, instants, text, text, outcomes, instants),
        st.builds(dragged, st.none() | text, instants, text, instants, st.timedeltas(timedelta(), timedelta(days=400))),
        st.builds(Skipped, st.none() | text, instants, text, instants),
        st.builds(Restored, st.none() | text, instants, text),
        st.builds(Promised, text, instants, text, st.none() | st.dates(), sources),
        st.builds(Settled, text, instants, text, st.none() | st.dates(), st.booleans(), sources, st.none() | text),
        st.builds(Booked, text, instants, st.dates(), sources, st.none() | text),
        st.builds(Swept, text, instants, st.none() | st.dates(), sources, st.none() | text),
        st.builds(
            Noticed, text, instants, st.none() | outcomes, st.none() | text, st.sampled_from(EvidenceRule),
            st.binary(min_size=16, max_size=16).map(bytes.hex), st.booleans(), text, text,
            st.none() | st.integers(0, 2**31 - 1),
        ),
        st.builds(Retracted, st.none() | text, instants, st.binary(min_size=16, max_size=16).map(bytes.hex), sources),
    )


@pytest.fixture(scope="session")
def any_fact() -> st.SearchStrategy[Fact]:
    return facts_of_every_kind()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "state" / "hitlist.db"


@pytest.fixture
def history(database: Path) -> Iterator[History]:
    with History.open(database, "hitlist") as opened:
        yield opened


@pytest.fixture
def one_of_each() -> tuple[Fact, ...]:
    """Return one fact of each kind, with every field set."""
    later = NOW + timedelta(days=7)
    return (
        Attempt(
            "dana", NOW, Outcome.CALL_BACK, "phone", "asked for “Thursday”\n2nd line",
            DayTime(date(2026, 11, 26), time(10, 30)), False, "hitlist",
        ),
        Attempt("dana", NOW, Outcome.SENT, "note", "Tom's birthday card", card="Tom's birthday"),
        Listed("dana", NOW, "dana-whitfield", "Dana Whitfield", ("+13035550142",), ("dana@example.com",)),
        Closed("dana", NOW, "email", "dana@example.com", Outcome.BOUNCED, NOW - timedelta(hours=1)),
        Moved(None, NOW, "block-2026w48-hitlist@followupd", later, later + timedelta(hours=1)),
        Skipped("dana", NOW, "retry-dana-2-hitlist@followupd", later),
        Restored(None, NOW, "block-2026w48-1-hitlist@followupd"),
        Promised("dana", NOW, "send the Lisbon list", date(2026, 11, 27), "import"),
        Settled("dana", NOW, "send the Lisbon list", date(2026, 11, 27), False, "calendar", "block-x-a@followupd"),
        Booked(
            "dana", NOW, date(2027, 5, 21), "calendar", "retry-dana-20261120-1-hitlist@followupd", time(15), "coffee",
        ),
        Swept("dana", NOW, date(2027, 1, 15), "calendar", "review-2026w49-hitlist@followupd"),
        Noticed("dana", NOW, Outcome.REACHED, None, EvidenceRule.MET, "ab" * 16, False, "work.ics", "Lunch"),
        Noticed("dana", NOW, Outcome.REACHED, "phone", EvidenceRule.SPOKE, "ac" * 16, source="calls", seconds=240),
        Retracted("dana", NOW, "0123456789abcdef" * 2, "calendar"),
    )


@pytest.fixture
def event() -> Event:
    return Event(
        "retry-dana-2-hitlist@followupd", NOW, NOW + timedelta(minutes=15), "Call Dana", "Why: …\nnew line",
        False, timedelta(minutes=10), ("dana",),
    )
