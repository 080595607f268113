"""The documents show what the program reads: every block and every row is run."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.days import parse_day, parse_moment
from followupd.core.phrases.log import parse_booked_line, parse_log_line, parse_outcome
from followupd.core.phrases.quotas import parse_quota
from followupd.core.phrases.said import Mark, ReadingRules
from followupd.core.phrases.stretch import parse_away
from followupd.core.phrases.times import parse_clock, parse_length, parse_span
from followupd.core.phrases.vocabulary import OUTCOME_WORDS, word_form
from followupd.core.phrases.weeks import parse_block_slot, parse_hours
from followupd.core.values.facts import DayTime
from followupd.core.values.hitlist import Quota
from followupd.core.values.time import DAY_NAMES
from followupd.hitlist.load import Loaded, load
from followupd.hitlist.problems import render
from tests.kit.people import DENVER

ROOT = Path(__file__).parents[2]
SUNDAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)

HIT_LIST = (ROOT / "docs" / "hit-list.md").read_text(encoding="utf-8")
GRAMMAR = (ROOT / "docs" / "grammar.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml( contacts)?\n(.*?)^```$", HIT_LIST, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("kind", "block"), BLOCKS, ids=[block.split("\n")[0] for _, block in BLOCKS])
def test_every_block_of_the_document_loads(
    tmp_path: Path, editor: Callable[[str], list[str]], kind: str, block: str
) -> None:
    """And passes in an editor. A block marked `yaml contacts` is an included file; files that one names are there."""
    text = f"contacts:\n{textwrap.indent(block, '  ')}" if kind else block
    (tmp_path / "friends.yaml").write_text("- A friend\n")
    (tmp_path / "hitlist.yaml").write_text(text, encoding="utf-8")
    loaded = load(tmp_path / "hitlist.yaml", lambda: DENVER)
    assert render(loaded.problems) == ""
    assert editor(text) == []


def test_the_document_has_blocks() -> None:
    """So that the test above is not empty."""
    assert len(BLOCKS) > 8


def rows(heading: str) -> Iterator[list[str]]:
    """The rows of the first table below a heading."""
    section = GRAMMAR.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    table = [line for line in section.splitlines() if line.startswith("|")]
    for line in table[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def span(text: str) -> str:
    return str(parse_span(text))


def length(text: str) -> str:
    return str(int(parse_length(text).total_seconds()) // 60)


def hours(text: str) -> str:
    return ", ".join(f"{DAY_NAMES[r.day]} {clock(r.start)}-{clock(r.end)}" for r in parse_hours(text).ranges)


def slot(text: str) -> str:
    return str(parse_block_slot(text))


def quota(text: str) -> str:
    return str(Quota("phone", *parse_quota(text)))


def day_time(found: DayTime) -> str:
    return f"{found.day} {found.time:%H:%M}" if found.time else str(found.day)


def moment(text: str) -> str:
    at, timed = parse_moment(text, NOW, DENVER)
    return f"{at.astimezone(DENVER):{'%Y-%m-%d %H:%M' if timed else '%Y-%m-%d'}}"


def away(text: str) -> str:
    found = parse_away(text)
    return f"{found.first} to {found.last} {found.reason}".rstrip()


TABLES: dict[str, Callable[[str], str]] = {
    "Durations": span,
    "Lengths": length,
    "Clocks": lambda text: f"{parse_clock(text):%H:%M}",
    "Hours": hours,
    "Slots": slot,
    "Quotas": quota,
    "Days to come": lambda text: day_time(parse_day(text, SUNDAY)),
    "Days away": away,
    "Moments past": moment,
}


@pytest.mark.parametrize("heading", TABLES)
def test_every_row_of_the_grammar_is_read_as_it_says(heading: str) -> None:
    """On the left what is written, on the right what it means."""
    found = list(rows(heading))
    assert len(found) >= 5
    assert [[text, TABLES[heading](text)] for text, _ in found] == found


def test_the_outcome_table_is_whole() -> None:
    """Every word of the table means its outcome, and every word that the program knows is there."""
    listed = set()
    for outcome, others in rows("Outcomes"):
        for word in (outcome, *others.split(", ")):
            assert parse_outcome(word).words == outcome
            listed.add(word_form(word))
    assert listed == set(map(word_form, OUTCOME_WORDS))


def test_every_sentence_of_the_grammar() -> None:
    """In plain words: an outcome, a question, or the user's own text."""
    rules = ReadingRules({}, NOW.date(), ("Dana Whitfield",))
    for text, meant in rows("Plain words"):
        mark = read_addition(text, rules)
        if isinstance(mark, Mark):
            assert mark.outcome is not None
            assert mark.outcome.words == meant, text
        else:
            assert meant == ("your own text" if mark is None else "a question"), text


def test_every_log_line_of_the_grammar() -> None:
    """Outcome, channel and the day asked for, with empty cells for none."""
    for line, outcome, channel, asked in rows("Log lines"):
        attempt = parse_log_line(line, DENVER)
        wished = day_time(attempt.asked) if attempt.asked else ""
        assert (attempt.outcome.words, attempt.channel or "", wished) == (outcome, channel, asked), line


def test_every_booked_meeting_of_the_grammar() -> None:
    for line, day in rows("Booked meetings"):
        booked = parse_booked_line(line, DENVER)
        assert booked is not None
        clock = f" {booked.time:%H:%M}" if booked.time is not None else ""
        assert f"{booked.day.isoformat()}{clock}" == day, line


def example() -> Loaded:
    return load(ROOT / "config.example.yaml", lambda: DENVER)


def test_the_example_loads_and_is_a_believable_list() -> None:
    """A dozen people, a block, one bare name, and no file written elsewhere."""
    loaded = example()
    assert render(loaded.problems) == ""
    assert loaded.hitlist is not None
    assert loaded.hitlist.name == "example"
    assert loaded.hitlist.state == ROOT / "followupd.db"
    assert len(loaded.hitlist.blocks) == 1
    assert len(loaded.hitlist.contacts) >= 12


def test_the_example_has_one_open_retry() -> None:
    """One person whose last try failed; every line is dated before 21 November 2026."""
    hitlist = example().hitlist
    assert hitlist is not None
    last = [max(contact.log, key=lambda attempt: attempt.at) for contact in hitlist.contacts if contact.log]
    assert [a.contact for a in last if a.outcome.value not in ("reached", "sent")] == ["dana-whitfield"]
    assert all(attempt.at < datetime(2026, 11, 21, tzinfo=UTC) for attempt in last)
