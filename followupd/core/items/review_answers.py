"""What the user decided on a review about people who rest: the ticks in its text.

Takes reviews as they are and as we last wrote them; returns facts, each told once however often it is read. What is no
decision is returned as unclear and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from followupd.core.answers.answers import Answers
from followupd.core.people.identity import People
from followupd.core.people.personal import one_line
from followupd.core.people.timeline import CALENDAR, day_of
from followupd.core.phrases.days import parse_day
from followupd.core.phrases.marks import EDGE
from followupd.core.values.event import Present, Written
from followupd.core.values.facts import Fact, Swept
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.uid import Kind, parse_uid

_TICKED = r"^\s*\[\s*(?P<tick>[xX✓✔>vV–-])\s*\]\s*(?P<rest>.+)$"
_OURS = r"quiet since .*?, back \w{3} \d{1,2} \w{3}(?: \d{4})?"
REST = frozenset("-–")
NOW = frozenset("xX✓✔")


def read_review_answers(
    present: Mapping[str, Present], written: Mapping[str, Written], people: People, known: Iterable[Fact],
    hitlist: Hitlist, now: datetime,
) -> Answers:
    reviews = [
        (uid, there) for uid, there in present.items()
        if (parsed := parse_uid(uid, hitlist.name)) and parsed.kind is Kind.REVIEW
        and uid in written and not there.cancelled and "[" in there.event.description
    ]  # fmt: skip
    if not reviews:
        return Answers((), frozenset(), {})
    told = {(fact.event, fact.contact, fact.day) for fact in known if isinstance(fact, Swept)}
    facts: list[Fact] = []
    unclear: dict[str, str] = {}
    names = sorted(((one_line(c.name), key) for key, c in people.by_key.items()), key=lambda n: -len(n[0]))
    today = day_of(now, hitlist.timezone)
    for uid, there in reviews:
        for line in there.event.description.split("\n"):
            match = re.match(_TICKED, line)
            key = _whose(match["rest"], names) if match else None
            if match is None or key is None:
                continue
            behind = re.sub(_OURS, "", match["rest"].partition(":")[2], count=1).strip(EDGE + ">")
            tick = match["tick"]
            # Read from the review's own day, so that "Friday" means the same one in every pass.
            day = None if tick in REST else _day(behind, day_of(there.event.start, hitlist.timezone))
            if tick not in REST and day is None:
                if tick not in NOW or behind:
                    unclear[uid] = f'"{line.strip()}" names no day (write it behind the line: 15 Jan)'
                    continue
                if any(event == uid and contact == key and on is not None for event, contact, on in told):
                    continue                        # brought back before, on the day of that pass
                day = today
            if (uid, key, day) not in told:
                told.add((uid, key, day))
                facts.append(Swept(key, now, day, CALENDAR, uid))
    return Answers(tuple(facts), frozenset(), unclear)


def _whose(text: str, names: list[tuple[str, str]]) -> str | None:
    return next((key for name, key in names if text.startswith(f"{name}:")), None)


def _day(text: str, today: date) -> date | None:
    try:
        return parse_day(text, today).day if text else None
    except ValueError:
        return None
