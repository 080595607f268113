"""A month of somebody who never types `log`: at its end the history says what they did.

Work calendars, a mailbox on Dovecot and a phone's log are written as such programs write them (traces.py, month.py);
Alex looks at the calendar, calls and writes as it asks, and answers a question now and then (alex.py). The truth is
written down beside each act, by no rule of followupd. Each day is checked by the rules of the lives that concern it.
`FOLLOWUPD_SEED=7 pytest tests/lives/test_month.py` lives another month.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.kit.mail_server import HAS_DOVECOT, MailServer, dovecot_in
from tests.lives.alex import KEYS, NEVER, TAKEN_BACK, AlexMonth
from tests.lives.life import summed
from tests.lives.month import (
    BOUNCED,
    GOT_ANSWER,
    MET,
    NAMES,
    RANG_IN_VAIN,
    SPOKE,
    WAS_RUNG,
    WAS_WRITTEN_TO,
    WROTE,
    Deed,
    day,
    tries_of_days,
)
from tests.lives.seen import ANSWERED

# Each as the history has it: the rule, the outcome and the channel.
IN_HISTORY = {
    MET: ("met", "reached", None), SPOKE: ("spoke", "reached", "phone"),
    RANG_IN_VAIN: ("not answered", "no_answer", "phone"), WROTE: ("sent", "sent", "email"),
    GOT_ANSWER: ("replied", "reached", "email"), BOUNCED: ("bounced", "bounced", "email"),
    WAS_WRITTEN_TO: ("wrote", None, "email"), WAS_RUNG: ("rang", None, "phone"),
}
CAME = (WAS_WRITTEN_TO, WAS_RUNG)


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    if not HAS_DOVECOT and not os.environ.get("FOLLOWUPD_REQUIRE_READERS"):
        pytest.skip("dovecot is not installed")
    with dovecot_in() as running:
        yield running


def differences(lines: list[dict[str, Any]], happened: list[Deed], ticked: list[Deed]) -> list[str]:
    """Compare an exported history with what happened, one line for each difference."""
    left = [line for line in lines if line["kind"] in ("noticed", "attempt", "settled")]
    wrong = []

    def take(kind: str, who: str, at: datetime, within: int = 10, **values: object) -> bool:
        for line in left:
            near = abs(datetime.fromisoformat(line["at"]) - at) < timedelta(seconds=within)     # clocks differ
            if line["kind"] == kind and line["contact"] == KEYS[who] and near and all(
                line.get(name) == value for name, value in values.items()
            ):
                left.remove(line)
                return True
        return False

    for deed in [*happened, Deed(*NEVER, asked=True, left="no"), Deed(*TAKEN_BACK)]:
        rule, outcome, channel = IN_HISTORY[deed.what]
        if deed.left and not deed.asked:
            continue
        sure = False if deed.asked else None        # true is not written
        if not take("noticed", deed.who, deed.at, rule=rule, outcome=outcome, channel=channel, sure=sure):
            wrong.append(f"not noticed: {deed}")
        if deed.asked and not deed.left and not take(
            "attempt", deed.who, deed.at, outcome=outcome, channel=channel, met=True if deed.what == MET else None
        ):
            wrong.append(f"answered, and not known: {deed}")
    for deed in ticked:         # the time of a tick is that of its sheet
        _, outcome, channel = IN_HISTORY[deed.what]
        if not take("attempt", deed.who, deed.at, 3600, outcome=outcome, channel=channel):
            wrong.append(f"ticked, and not known: {deed}")
    who, at, _ = NEVER
    if not take("settled", who, at, kept=False, task="asked"):
        wrong.append(f"denied, and not known: {NEVER}")
    taken_back = [line["contact"] for line in lines if line["kind"] == "retracted"]
    if taken_back != [KEYS[TAKEN_BACK[0]]]:
        wrong.append(f"taken back: {taken_back}")
    return [*wrong, *(f"never happened: {line}" for line in left)]


def test_at_the_end_of_a_month_the_history_says_what_was_done(server: MailServer, tmp_path: Path) -> None:
    """P2, P3 and P12 on each day; and at the end what is not in the history was left out on purpose."""
    alex = AlexMonth(tmp_path, server)
    alex.live()
    assert not alex.checker.complaints, summed(alex.checker.complaints)
    assert alex.wrong == []
    now = day("31 23:30")
    lines = [json.loads(line) for line in alex.run("history", now, "export").splitlines()]
    happened = tries_of_days(alex.month.truth)
    assert differences(lines, happened, alex.ticked) == []
    assert alex.ticked
    assert len([deed for deed in happened if not deed.left]) >= 40
    assert len([deed for deed in alex.month.truth if deed.left]) == 4
    for who, name in NAMES.items():
        counted = json.loads(alex.run("show", now, name, "--json"))["attempts"]
        done = [deed for deed in happened if deed.who == who and not deed.left and deed.what not in CAME]
        assert Counter(one["outcome"] for one in counted) == Counter(IN_HISTORY[deed.what][1] for deed in done), name
    titles = {event.uid: event.title for event in alex.human.ours()}
    assert len(alex.wanted) > 2
    assert [deed for uid, deed in alex.wanted.items() if not titles[uid].startswith(ANSWERED)] == []
