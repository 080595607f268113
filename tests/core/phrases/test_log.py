"""Lines of `log:` in plain words: read as behind a title, or the command's question."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from followupd.core.phrases.additions import day_wished
from followupd.core.phrases.english.words import WISHING
from followupd.core.phrases.log import SAYS_WHEN, asked_in, parse_booked_line, parse_log_line
from followupd.core.phrases.said import ReadingRules
from followupd.core.values.facts import DayTime, Outcome
from tests.kit.people import DENVER


@pytest.mark.parametrize(("line", "outcome", "channel", "note", "asked"), [
    ("2026-11-20 didn't pick up", Outcome.NO_ANSWER, None, "", None),
    ("2026-11-20 14:10 phone spoke to her, moved to Berlin", Outcome.REACHED, "phone", "moved to Berlin", None),
    ("2026-11-20 no reply, left a note", Outcome.LEFT_MESSAGE, None, "left a note", None),
    ("2026-11-20 couldn't reach her, will write", Outcome.NO_ANSWER, None, "will write", None),
    ("2026-11-20 asked me to call on Monday", Outcome.CALL_BACK, None, "", DayTime(date(2026, 11, 23))),
    ("2026-11-20 phone reached, by the way", Outcome.REACHED, "phone", "by the way", None),
])
def test_a_log_line_may_be_in_plain_words(
    line: str, outcome: Outcome, channel: str | None, note: str, asked: DayTime | None,
) -> None:
    attempt = parse_log_line(line, DENVER)
    assert (attempt.outcome, attempt.channel, attempt.note, attempt.asked) == (outcome, channel, note, asked)


@pytest.mark.parametrize(("line", "outcome", "channel", "asked"), [
    ("emailed her the spec", Outcome.SENT, "email", None), ("by email sent", Outcome.SENT, "email", None),
    ("no answer until Monday", Outcome.NO_ANSWER, None, DayTime(date(2026, 11, 23), away=True)),
    ("left a message, she called back: moved to Berlin", Outcome.REACHED, None, None),
    ("left a message, she called back", Outcome.REACHED, None, None),
    ("no answer, emailed her", Outcome.SENT, "email", None),
])
def test_a_log_line_says_what_the_same_words_say_by_command(
    line: str, outcome: Outcome, channel: str | None, asked: DayTime | None
) -> None:
    attempt = parse_log_line(f"2026-11-19 {line}", DENVER, ("phone", "email"))
    assert (attempt.outcome, attempt.channel) == (outcome, channel)
    assert attempt.asked == asked


@pytest.mark.parametrize(("line", "advice"), [
    ("texted her", "Add it to via, or write sent."), ("phone texted her", "Add it to via, or write sent."),
    ("na Friday 15:00", "Write na, again Friday 15:00."), ("lm Monday", "Write lm, again Monday."),
    ("no answer. tried again, got her", "Did you mean: reached? Write reached."),
    ("sent, she replied", "Did you mean: reached? Write reached."), ("busy Monday", "Write busy, again Monday."),
    ("lm: wrong number", "Did you mean: wrong number?"), ("na, declined", "Did you mean: declined?"),
    ("left no message", "Write na."), ("done: spoke to his wife", "Did you mean: no answer?"),
    ("reached: Tom", "Did you mean: no answer?"), ("spoke tomorrow", "Did you mean: no answer?"),
    ("x: tried, will call again", "Did you mean: no answer?"), ("reached, not yet", "Did you mean: no answer?"),
])
def test_a_log_line_that_the_command_asks_about_is_an_error_that_says_what_to_write(line: str, advice: str) -> None:
    with pytest.raises(ValueError, match=re.escape(advice)):
        parse_log_line(f"2026-11-19 {line}", DENVER, ("phone", "email"))


def test_a_line_that_is_not_clear_gets_the_question_of_the_command() -> None:
    """Never an advice that makes a contact of it: a talk with her husband was not one with her."""
    with pytest.raises(ValueError, match="Did you mean: reached") as refused:
        parse_log_line("2026-11-19 spoke to her husband", DENVER)
    said = '"2026-11-19 spoke to her husband". Did you mean: reached? Write reached. No answer? Write na.'
    assert str(refused.value) == f"{said} A note comes after a comma."


def test_a_day_behind_it_makes_no_contact_of_a_talk_with_somebody_else() -> None:
    for line, planned in (
        ("reached her husband, try again on Friday", True), ("reached her husband, asked for Friday", False)
    ):
        attempt = parse_log_line(f"2026-11-19 {line}", DENVER)
        assert (attempt.outcome, attempt.asked) == (Outcome.CALL_BACK, DayTime(date(2026, 11, 20), planned=planned))


@pytest.mark.parametrize(("line", "asked"), [
    ("left a message, she's in Lisbon until Friday", DayTime(date(2026, 11, 20), away=True)),
    ("left message, she's in Lisbon until Friday", DayTime(date(2026, 11, 20), away=True)),
    ("no answer, back on Monday", DayTime(date(2026, 11, 23), away=True)),
    ("reached, back from Lisbon on Monday", None),
    ("reached, we talked about Friday", None),
    ("no answer, not before 5 Dec", DayTime(date(2026, 12, 5), vague=True, planned=True)),
])
def test_a_day_that_somebody_wishes_counts_behind_any_outcome(line: str, asked: DayTime | None) -> None:
    """However the outcome is written, as in a title and by command; a day of the story does not."""
    assert parse_log_line(f"2026-11-19 {line}", DENVER).asked == asked


def test_a_day_counts_in_a_log_line_wherever_it_counts_in_a_title() -> None:
    """For every note of the corpus that names one."""
    rules = ReadingRules({}, date(2026, 11, 20))
    days = [(note, day) for note in _corpus_notes() if (day := day_wished(note, rules)) is not None]
    assert len(days) >= 5
    assert [note for note, day in days if asked_in(note, rules.today) is None] == []


def test_no_note_with_a_wish_is_left_out_before_the_grammar_is_asked() -> None:
    cues = {*WISHING, "until", "till", "til", "after", "before"}
    assert [cue for cue in cues if not any(part in cue for part in SAYS_WHEN)] == []


def _corpus_notes() -> list[str]:
    rows = (Path(__file__).parents[2] / "corpus" / "marks.en.tsv").read_text(encoding="utf-8").splitlines()
    return [cells[2] for row in rows if not row.startswith("#") and len(cells := row.split("\t")) > 2 and cells[2]]


@pytest.mark.parametrize(("written", "utc"), [
    ("2026-11-18 14.10 no answer", "21:10"),
    ("2026-11-18, 14.10: no answer", "21:10"),
    ("18 Nov 2026 14.10 no answer", "21:10"),
    ("2026-11-18 14:10:00 no answer", "21:10"),
    ("2026-11-18T14:10:00 no answer", "21:10"),
    ("2026-11-18 at 2.10pm no answer", "21:10"),
    ("2026-11-18 2:10:05 p.m. no answer", "21:10"),
    ("2026-11-18 14h10 no answer", "21:10"),
    ("2026-11-18 14:10 Uhr no answer", "21:10"),
    ("2026-11-18T14:10:00+01:00 no answer", "13:10"),
    ("2026-11-18T14:10:00.123Z no answer", "14:10"),
    ("2026-11-18 14:10:00-0500 no answer", "19:10"),
])
@pytest.mark.parametrize("behind", ["", ", 14.10 is late", ", flat 3.5"])
def test_a_time_is_read_however_it_is_written(written: str, utc: str, behind: str) -> None:
    """With a point, with seconds, as a program copies it; numbers in the note are not times."""
    line = parse_log_line(written + behind, DENVER)
    assert (f"{line.at:%H:%M}", line.timed, line.outcome) == (utc, True, Outcome.NO_ANSWER)
    assert line.note == behind[2:]
    booked = parse_booked_line(written.replace("no answer", "booked 21 May"), DENVER)
    assert booked is not None
    assert f"{booked.at:%H:%M}" == utc


@pytest.mark.parametrize("line", [
    "2026-11-18 30.11 na", "2026-11-18 24.00 na", "2026-11-18 14:10-15:00 reached", "2026-11-18 1.5 na",
    "2026-11-18 14.10.2026 na",
])
def test_what_is_no_time_is_a_problem(line: str) -> None:
    with pytest.raises(ValueError, match=r"2026|day"):
        parse_log_line(line, DENVER)
