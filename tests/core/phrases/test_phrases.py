"""The phrases people write: each table row is one form, each refusal says what to write instead."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.phrases import vocabulary
from followupd.core.phrases.days import parse_anniversary, parse_date, parse_day, parse_day_or_month, parse_moment
from followupd.core.phrases.log import parse_channel, parse_log_line, parse_outcome
from followupd.core.phrases.marks import read_title
from followupd.core.phrases.said import Mark, ReadingRules
from followupd.core.phrases.times import parse_clock, parse_length, parse_span
from followupd.core.phrases.vocabulary import MET, OUTCOME_WORDS, by_form
from followupd.core.phrases.weeks import parse_hours, parse_slot
from followupd.core.phrases.words import suggest
from followupd.core.values.facts import DayTime, Outcome
from followupd.core.values.hitlist import Anniversary
from followupd.core.values.time import DAY_NAMES, HourRange, Span
from tests.kit.people import DENVER

SUNDAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)   # 13:00 in Denver


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("3 months", 3, 0), ("6w", 0, 42), ("weekly", 0, 7), ("Quarterly", 3, 0), ("every 2 weeks", 0, 14),
        ("every other week", 0, 14), ("fortnightly", 0, 14), ("every fortnight", 0, 14), ("monthly", 1, 0),
        ("twice a year", 6, 0), ("3 times a year", 4, 0), ("5 times a year", 0, 73), ("yearly", 12, 0),
        ("1 month 2 weeks", 1, 14), ("1 year, 2 months and 3 days", 14, 3), ("daily", 0, 1), ("90d", 0, 90),
        ("every week", 0, 7), ("once a month", 1, 0), ("two  weeks", 0, 14), ("half a year", 6, 0), ("a week", 0, 7),
        ("2 quarters", 6, 0), ("100 years", 1200, 0), ("2y", 24, 0),
    ],
)
def test_a_span_is_read_the_way_it_is_said(text: str, months: int, days: int) -> None:
    """Months stay calendar months; weeks and days become days."""
    assert parse_span(text) == Span(months, days)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1 hour", 60), ("45m", 45), ("1h30", 90), ("90 minutes", 90), ("8 min", 8), ("1:30", 90), ("an hour", 60),
        ("half an hour", 30), ("1 hour 30 minutes", 90), ("1.5 hours", 90), ("24h", 1440), ("1 minute", 1),
    ],
)
def test_a_length_is_whole_minutes(text: str, minutes: int) -> None:
    """From one minute to a day."""
    assert parse_length(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("10:00", time(10)), ("9:30", time(9, 30)), ("9am", time(9)), ("9:30 pm", time(21, 30)), ("noon", time(12)),
        ("midnight", time(0)), ("10", time(10)), ("12am", time(0)), ("12 p.m.", time(12)), ("00:00", time(0)),
    ],
)
def test_a_clock_is_a_time_of_day(text: str, clock: time) -> None:
    """Twelve and twenty-four hours are both understood."""
    assert parse_clock(text) == clock


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("Mon-Fri 9:00-17:00", [(d, 540, 1020) for d in range(5)]),
        ("weekdays 9-5pm", [(d, 540, 1020) for d in range(5)]),
        ("1-5pm", [(d, 780, 1020) for d in range(7)]),
        ("10-12pm", [(d, 600, 720) for d in range(7)]),
        ("Mon-Tue 9-12, 13-17", [(0, 540, 720), (0, 780, 1020), (1, 540, 720), (1, 780, 1020)]),
        ("Mon-Thu 9-17, Fri 9-12; Sat 10:00-11:30",
         [*[(d, 540, 1020) for d in range(4)], (4, 540, 720), (5, 600, 690)]),
        ("weekends", [(5, 0, 1440), (6, 0, 1440)]),
        ("any time", [(d, 0, 1440) for d in range(7)]),
        ("Sun 22:00-2:00", [(0, 0, 120), (6, 1320, 1440)]),
        ("Fri-Mon 10-12", [(0, 600, 720), (4, 600, 720), (5, 600, 720), (6, 600, 720)]),
        ("Mon 20:00-24:00", [(0, 1200, 1440)]),
        ("Mon 8pm-midnight", [(0, 1200, 1440)]),
        ("Mon, Wed and Fri: 9 to 12", [(0, 540, 720), (2, 540, 720), (4, 540, 720)]),
    ],
)
def test_hours_are_wall_clock_ranges_of_weekdays(text: str, ranges: list[tuple[int, int, int]]) -> None:
    """A stretch over midnight is on both days; the text is kept for the reason."""
    hours = parse_hours(text)
    assert hours.ranges == tuple(HourRange(*r) for r in ranges)
    assert hours.text == text


@pytest.mark.parametrize(
    ("text", "given"), [("12:00-14:00, 16:00-18:00", False), ("any time", False), ("daily 9-17", True), ("Sat", True)]
)
def test_hours_know_whether_days_were_named(text: str, given: bool) -> None:
    """Only hours without days follow the user's own days."""
    assert parse_hours(text).days_given is given


@pytest.mark.parametrize(
    ("text", "days", "clock"),
    [
        ("Tuesday 10:00", (1,), time(10)), ("Tue, Thu 10:00", (1, 3), time(10)),
        ("Mon-Fri 9:00", (0, 1, 2, 3, 4), time(9)), ("every Tuesday at 10", (1,), time(10)),
        ("weekdays 8:45", (0, 1, 2, 3, 4), time(8, 45)), ("daily 9:00", tuple(range(7)), time(9)),
    ],
)
def test_a_slot_is_days_and_one_time(text: str, days: tuple[int, ...], clock: time) -> None:
    """The days come sorted, whatever their order."""
    assert parse_slot(text) == (days, clock)


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("Thursday", "2026-11-26", None), ("next Tuesday", "2026-11-24", None), ("Sunday", "2026-11-29", None),
        ("tomorrow", "2026-11-23", None), ("today", "2026-11-22", None), ("2026-11-28", "2026-11-28", None),
        ("28 Nov", "2026-11-28", None), ("28 November 2026", "2026-11-28", None), ("Nov 28", "2026-11-28", None),
        ("22 Nov", "2026-11-22", None), ("21 Nov", "2027-11-21", None), ("29 Feb", "2028-02-29", None),
        ("in 3 days", "2026-11-25", None), ("3d", "2026-11-25", None), ("2 weeks", "2026-12-06", None),
        ("next week", "2026-11-23", None), ("Thursday 14:00", "2026-11-26", time(14)),
        ("tomorrow at 9am", "2026-11-23", time(9)), ("28 Nov 10", "2026-11-28", time(10)),
        ("2026-11-28T14:00", "2026-11-28", time(14)), ("15:00", "2026-11-22", time(15)),
        ("Mon 15:00", "2026-11-23", time(15)), ("on Mon 30 Nov", "2026-11-30", None),
        ("Thu 3 Dec", "2026-12-03", None), ("Thu 3 Dec 15:00", "2026-12-03", time(15)),
        ("on Thursday, December 3 at 3pm", "2026-12-03", time(15)), ("Thu, 3 Dec 2026", "2026-12-03", None),
        ("Thursday the 3rd of December", "2026-12-03", None), ("Thu 2026-12-03 15:00", "2026-12-03", time(15)),
    ],
)
def test_a_day_looks_forward(text: str, day: str, clock: time | None) -> None:
    """A weekday is the first after today; a day without a year is today or later."""
    assert replace(parse_day(text, SUNDAY), vague=False) == DayTime(date.fromisoformat(day), clock)


@pytest.mark.parametrize(
    ("text", "at", "timed"),
    [
        ("12:10", "2026-11-22T12:10-07:00", True), ("yesterday", "2026-11-21T00:00-07:00", False),
        ("yesterday 14:10", "2026-11-21T14:10-07:00", True), ("2 hours ago", "2026-11-22T11:00-07:00", True),
        ("Monday", "2026-11-16T00:00-07:00", False), ("Sunday", "2026-11-15T00:00-07:00", False),
        ("2026-11-20", "2026-11-20T00:00-07:00", False), ("2026-11-20 14:10", "2026-11-20T14:10-07:00", True),
        ("2026-11-20T14:10:00-07:00", "2026-11-20T14:10-07:00", True), ("2026-11-20T14:10Z", "2026-11-20T14:10Z", True),
        ("now", "2026-11-22T13:00-07:00", True), ("3 weeks ago", "2026-11-01T00:00-06:00", False),
        ("20 Dec", "2025-12-20T00:00-07:00", False), ("13:05", "2026-11-22T13:05-07:00", True),
        ("Fri 20 Nov 14:10", "2026-11-20T14:10-07:00", True),
    ],
)
def test_a_moment_looks_back(text: str, at: str, timed: bool) -> None:
    """A day alone is its first instant in the user's zone, and says that no time was given."""
    found, known = parse_moment(text, NOW, DENVER)
    assert (found, known) == (datetime.fromisoformat(at), timed)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("x", "done"), ("OK", "done"), ("done", "done"), ("answered", "reached"),
        ("talked", "reached"), ("spoke", "reached"),
        ("na", "no_answer"), ("noanswer", "no_answer"), ("no reply", "no_answer"), ("No-Answer", "no_answer"),
        ("lm", "left_message"), ("vm", "left_message"), ("voicemail", "left_message"),
        ("left voicemail", "left_message"), ("LEFT_MESSAGE", "left_message"), ("cb", "call_back"),
        ("callback", "call_back"), ("wn", "wrong_number"), ("bounce", "bounced"), ("busy", "busy"),
        ("not interested", "declined"), ("sent", "sent"), ("mailed", "sent"),
    ],
)
def test_an_outcome_has_short_marks(text: str, outcome: str) -> None:
    """Value in any case with any joint, or a mark."""
    assert parse_outcome(text) is Outcome(outcome)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14 May", (5, 14, None)), ("May 14", (5, 14, None)), ("14 May 1980", (5, 14, 1980)),
        ("1980-05-14", (5, 14, 1980)), ("05-14", (5, 14, None)), ("29 February", (2, 29, None)),
    ],
)
def test_an_anniversary_may_leave_out_its_year(text: str, expected: tuple[int, int, int | None]) -> None:
    """29 February is a birthday too."""
    assert parse_anniversary("birthday", text) == Anniversary("birthday", *expected)


@pytest.mark.parametrize(
    ("line", "outcome", "channel", "note", "asked"),
    [
        ("2026-11-18 no answer", "no_answer", None, "", None),
        ("2026-11-20 14:10 left message, asked for Thursday", "left_message", None, "asked for Thursday",
         ("2026-11-26", None)),
        ("2026-11-20 email sent: the Lisbon list", "sent", "email", "the Lisbon list", None),
        ("2026-11-20 14:10 phone call back Tuesday 15:00", "call_back", "phone", "", ("2026-11-24", time(15))),
        ("2026-11-20 call back", "call_back", None, "", None),
        ("2026-11-20 call no answer", "no_answer", "phone", "", None),
        ("2026-11-20 cb in 3 days: she travels", "call_back", None, "she travels", ("2026-11-23", None)),
        ("18 Nov 2026 na", "no_answer", None, "", None),
        ("2026-11-18 e-mail: bounced", "bounced", "email", "", None),
        ("2026-11-18 Signal lm – next Tuesday", "left_message", "signal", "next Tuesday", ("2026-11-24", None)),
        ("2026-11-18 lm - asked for the list", "left_message", None, "asked for the list", None),
        ("2026-11-18 ok; next year she retires", "done", None, "next year she retires", None),
        ("2026-11-18 lm, asked for 1 Dec please", "left_message", None, "asked for 1 Dec please",
         ("2026-12-01", None)),
        ("2026-11-18 ok (met at the fair)", "done", None, "(met at the fair)", None),
        ("2026-11-18 my own-way sent", "sent", "my-own way", "", None),
    ],
)
def test_a_log_line_is_an_attempt(
    line: str, outcome: str, channel: str | None, note: str, asked: tuple[str, time | None] | None
) -> None:
    """The day asked for counts from the line's own date; a note that only sounds like one asks for nothing."""
    attempt = parse_log_line(line, DENVER, ("signal", "my-own way"))
    vague, planned = "in 3 days" in line, "next Tuesday" in line
    wished = DayTime(date.fromisoformat(asked[0]), asked[1], vague=vague, planned=planned) if asked else None
    assert (attempt.outcome, attempt.channel, attempt.note, attempt.asked) == (Outcome(outcome), channel, note, wished)
    assert (attempt.contact, attempt.source) == ("", "hitlist")


def test_a_log_line_knows_whether_it_has_a_time() -> None:
    """Day alone: the day's first instant, not timed. The 1 November 2026 has 25 hours in Denver; 1:30 is its first."""
    assert parse_log_line("2026-11-20 na", DENVER).at == datetime(2026, 11, 20, 7, tzinfo=UTC)
    assert not parse_log_line("2026-11-20 na", DENVER).timed
    timed = parse_log_line("2026-11-01 1:30 na", DENVER)
    assert (timed.at, timed.timed) == (datetime(2026, 11, 1, 7, 30, tzinfo=UTC), True)


def _day(text: str) -> object:
    return parse_day(text, SUNDAY)


def _moment(text: str) -> object:
    return parse_moment(text, NOW, DENVER)


def _line(text: str) -> object:
    return parse_log_line(text, DENVER, ("signal",))


def _anniversary(text: str) -> object:
    return parse_anniversary("birthday", text)


@pytest.mark.parametrize(
    ("parser", "text", "sentence"),
    [
        (parse_span, "2 fortnights", '"2 fortnights" is not a duration. Write 14 days, 2w or "every 2 weeks".'),
        (parse_span, "14", '"14" has no unit. Write 14 days or 14 weeks.'),
        (parse_span, "3m", '"3m" may be minutes or months. Write 3 months.'),
        (parse_span, "biweekly", "may mean two things"),
        (parse_span, "0 days", "not long enough"),
        (parse_span, "101 years", "more than 100 years"),
        (parse_span, "9" * 400 + " days", "more than 100 years"),
        (parse_span, "1 week 2 weeks", "one unit twice"),
        (parse_span, "", "nothing is written here"),
        (parse_length, "25h", "between 1 minute and 24 hours"),
        (parse_length, "45", "Write 45 minutes or 45 hours"),
        (parse_clock, "25:00", "not a time of day"),
        (parse_clock, "24:00", "end of the day"),
        (parse_clock, "13pm", "am and pm go with 1 to 12"),
        (parse_hours, "9-5", "Write 9:00-17:00."),
        (parse_hours, "9-17, Sat 9-10", "days for some hours only"),
        (parse_hours, "Mon 9-12, Tue", "a day that has no hours"),
        (parse_hours, "Wensday 9-17", "Did you mean Wednesday?"),
        (parse_slot, "Tuesday", "names no time"),
        (parse_slot, "10:00", "names no day"),
        (parse_slot, "Tuesday 10:00-11:00", "Write the start alone (10:00)"),
        (_day, "Wed 3 Dec 15:00", "3 Dec 2026 is a Thursday"),
        (_day, "03/04/2026", '"03/04/2026" may be 3 Apr or 4 Mar. Write 2026-04-03'),
        (_day, "2026-02-30", "no such day"),
        (_day, "2026-11-21", "has passed"),
        (_day, "2201-01-01", "1900 to 2200"),
        (_moment, "14:10", "has not happened yet: it is 2026-11-22 13:00"),
        (_moment, "2026-11-23", "has not happened yet"),
        (_moment, "0001-01-01", "1900 to 2200"),
        (parse_outcome, "reachd", "Did you mean reached?"),
        (parse_outcome, "zzz", "Write one of: reached, no answer"),
        (parse_outcome, "unreached", "Did you mean no answer?"),          # never the contrary
        (parse_outcome, "noreach", "Did you mean no answer?"),
        (parse_outcome, "unsent", "Write one of: reached, no answer"),
        (parse_outcome, "asked", "Write one of: reached, no answer"),     # no slip for "talked"
        (parse_outcome, "rejected", "Write one of: reached, no answer"),
        (parse_channel, "emial", "Did you mean email?"),
        (parse_channel, "phnoe", "Did you mean phone?"),
        (_anniversary, "29 Feb 2025", "no such day"),
        (parse_date, "28 Nov", "has no year"),
        (_line, "no answer", "does not begin with a date"),
        (_line, "18 Nov na", "has no year"),
        (_line, "2026-11-18", "names no outcome"),
        (_line, "2026-11-18 phone: no_answr", "Did you mean no answer?"),
        (_line, "2026-11-18 reached voicemail", "Did you mean: reached? Write reached. Left message? Write lm."),
        (_line, "2026-11-18 phone spoke to Tom", "If the outcome is reached, put a comma"),
        (_line, "2026-11-18 lm, asked for 2026-13-01", "no such day"),
        (_line, "1726-11-18 ok", "1900 to 2200"),
    ],
)
def test_a_refusal_says_what_to_write(parser: Callable[[str], object], text: str, sentence: str) -> None:
    """One line, which quotes the text and names the remedy."""
    with pytest.raises(ValueError) as refused:
        parser(text)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


WORDS = st.sampled_from(
    ["2026-11-20", "14:10", "9", "am", "Mon", "-", "–", "Fri", "Nov", "29", "Feb", "every", "other", "week", "3", "d",
     "in", "ago", "next", "call", "back", "asked for", "phone", "no answer", ",", ":", "99999999999", "0000-00-00",
     "2200", "T", "Z", "+99:99", "noon", "24:00", "a", "times", "year", "٣", "١٤:١٠", "²"]
)
ANY_TEXT = st.text(max_size=40) | st.lists(WORDS, max_size=7).map(" ".join) | st.text(string.printable, max_size=30)


def refusal(parser: Callable[[str], object], text: str) -> str:
    """Return why the text is refused; "" if it can be read."""
    try:
        assert parser(text) is not None
    except ValueError as problem:
        return str(problem)
    return ""


@given(ANY_TEXT)
def test_no_text_breaks_a_parser(text: str) -> None:
    """Whatever is typed: a value, or a ValueError that says on one line what to write, and no other exception."""
    parsers: list[Callable[[str], object]] = [
        parse_span, parse_length, parse_clock, parse_hours, parse_slot, _day, _moment, parse_outcome, parse_channel,
        _anniversary, parse_date, _line, lambda t: _line("2026-11-20 " + t),
        lambda t: _line("2026-11-20 lm, asked for " + t),
    ]
    for parser in parsers:
        assert re.fullmatch(r"([^\r\n]+[.?])?", refusal(parser, text)), parser


@given(st.integers(0, 1100), st.integers(0, 1000))
def test_a_span_reads_back_as_it_is_shown(months: int, days: int) -> None:
    """What `why` prints can be typed into the list."""
    if months or days:
        assert parse_span(str(Span(months, days))) == Span(months, days)


@given(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440))
def test_hours_read_back_as_they_are_shown(day: int, start: int, end: int) -> None:
    """A stretch within a day is that stretch, to the minute."""
    if start < end:
        text = f"{DAY_NAMES[day]} {start // 60}:{start % 60:02}-{end // 60}:{end % 60:02}"
        assert parse_hours(text).ranges == (HourRange(day, start, end),)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from(["Monday", "Thu", "3 Mar", "29 Feb", "5d"]))
def test_a_day_is_never_in_the_past(today: date, text: str) -> None:
    """Whatever today is."""
    assert parse_day(text, today).day >= today


@pytest.mark.parametrize(("text", "day"), [
    ("March", date(2027, 3, 1)), ("in March", date(2027, 3, 1)), ("next March", date(2027, 3, 1)),
    ("December", date(2026, 12, 1)), ("March 2028", date(2028, 3, 1)), ("Thursday", date(2026, 11, 26)),
])
def test_a_month_alone_is_its_first_day(text: str, day: date) -> None:
    assert replace(parse_day_or_month(text, SUNDAY), vague=False) == DayTime(day)


def test_every_outcome_word_is_an_outcome() -> None:
    """The table and the parser agree, so that completion can offer the table."""
    for word, outcome in OUTCOME_WORDS.items():
        assert parse_outcome(word) is outcome


def test_an_outcome_word_is_read_everywhere_however_it_is_spelt() -> None:
    """By the command, in a log line and in a title, with `_`, `-` or a space and in any case."""
    for word, outcome in OUTCOME_WORDS.items():
        for spelt in (word.upper(), word.replace(" ", "-"), word.replace(" ", "_").title()):
            assert parse_outcome(spelt) is outcome
            assert parse_log_line(f"2026-11-20 {spelt}", DENVER).outcome is outcome
            mark = read_title(f"{spelt} Call Ann", "Call Ann", ReadingRules({}, SUNDAY))
            assert mark == Mark(outcome, met=word == MET)


def test_a_word_of_the_table_may_have_a_hyphen_and_capitals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever adds one need not know in which form words are compared."""
    words = {"no-show": Outcome.NO_ANSWER, "AB": Outcome.LEFT_MESSAGE}
    monkeypatch.setattr(vocabulary, "_BY_FORM", by_form(words))
    cases = [("No show", Outcome.NO_ANSWER), ("no-show", Outcome.NO_ANSWER), ("ab", Outcome.LEFT_MESSAGE)]
    for spelt, outcome in cases:
        assert parse_outcome(spelt) is outcome
        assert read_title(f"{spelt} Call Ann", "Call Ann", ReadingRules({}, SUNDAY)) == Mark(outcome)
        assert read_title(f"{spelt} Call Ann", "Call Ann", ReadingRules(words, SUNDAY)) == Mark(outcome)


def test_a_suggestion_keeps_the_spelling_of_what_is_allowed() -> None:
    """Nothing is suggested if nothing is near."""
    assert suggest("catgory", ["category", "name"]) == "category"
    assert suggest("america/denvr", ["America/Denver"]) == "America/Denver"
    assert suggest("qqq", ["category", "name"]) is None
