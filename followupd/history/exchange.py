"""The history as lines of JSON, to carry it elsewhere (`followupd history export` and `import`; docs/state.md).

Takes facts and gives lines, takes lines and gives facts; all or nothing. Never opens a file or the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from followupd.core.values.facts import Fact
from followupd.errors import UsageError
from followupd.history.codec import BadFact, fact_from_json, fact_to_json, to_line

SHOWN_PROBLEMS = 10


def export_lines(facts: Iterable[Fact]) -> Iterator[str]:
    """One JSON object a fact, without a newline at its end; the keys stand in the order of docs/state.md."""
    for fact in facts:
        yield to_line(fact_to_json(fact))


def parse_lines(lines: Iterable[str]) -> tuple[Fact, ...]:
    """The facts of exported lines, in order; empty lines count but say nothing.

    Raises UsageError where any line is bad, naming each by its number and what is wrong with it.
    """
    facts: list[Fact] = []
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        text = line.removeprefix("\ufeff").strip() if number == 1 else line.strip()
        if not text:
            continue
        try:
            facts.append(fact_from_json(json.loads(text)))
        except json.JSONDecodeError as error:
            problems.append(f"line {number}: no JSON at column {error.colno} ({error.msg})")
        except RecursionError:
            problems.append(f"line {number}: nested too deeply")
        except BadFact as error:
            problems.append(f"line {number}: {error}")
    if problems:
        more = len(problems) - SHOWN_PROBLEMS
        shown = problems[:SHOWN_PROBLEMS] + ([f"and {more} more"] if more > 0 else [])
        raise UsageError("\n".join(shown), "Mend these lines and import again; nothing was imported.")
    return tuple(facts)
