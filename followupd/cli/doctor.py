"""`followupd doctor`: the real set-up, examined step by step, with the next thing to do.

The examination itself is in doctor/; this shows each check as soon as it is made. Exit code 0 if nothing is wrong, else
2 for the hit list, 4 for the calendar, 1 for anything else.
"""

from __future__ import annotations

import secrets
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click

from followupd.cli.call import Call, with_call
from followupd.cli.progress import waited_for
from followupd.core.values.time import count
from followupd.doctor.checks import Check, Verdict, exit_code
from followupd.doctor.examine import examine, visit
from followupd.rendering.json_form import Json, emit, instant
from followupd.rendering.text import line, padded, say

MARKS = {Verdict.OK: "ok", Verdict.WARNING: " !", Verdict.PROBLEM: "!!", Verdict.SKIPPED: "--"}
NAMES = 16       # columns
SENTENCE_WIDTH = 1200  # columns


@click.command()
@with_call
def command(call: Call) -> None:
    """Examine the hit list, the daemon and the calendar, and say what is wrong and what to do.

    On a CalDAV calendar it writes a test event and removes it again.

    \b
      followupd doctor
    """
    here = visit(call.config(), call.now, secrets.token_hex(8), _clock(call))
    checks = []
    with _ended_like_ctrl_c():
        for check in waited_for(examine(here), "Examining"):
            checks.append(check)
            if not call.as_json:
                _show(call, check)
    code = exit_code(checks)
    if call.as_json:
        emit({"now": instant(here.now), "ok": code == 0, "checks": [_form(check) for check in checks]})
    else:
        say("", _summary(checks))
    if code:
        click.get_current_context().exit(code)


def _clock(call: Call) -> Callable[[], datetime] | None:
    """Return the real time, to compare with that of the server; None with --now."""
    return None if call.pretended is not None else lambda: call.now(UTC)


@contextmanager
def _ended_like_ctrl_c() -> Iterator[None]:
    """Turn a closed terminal and `kill` into Ctrl-C, so that the probe is removed first."""
    numbers = [n for n in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(n) is signal.SIG_DFL]
    for number in numbers:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in numbers:
            signal.signal(number, signal.SIG_DFL)


def _show(call: Call, check: Check) -> None:
    say(f"{MARKS[check.state]}  {padded(check.name, NAMES)}{line(check.sentence, SENTENCE_WIDTH)}")
    if check.advice:
        say(f"    {' ' * NAMES}{line(call.typed(check.advice), SENTENCE_WIDTH)}")


def _summary(checks: list[Check]) -> str:
    problems = sum(check.state is Verdict.PROBLEM for check in checks)
    warnings = sum(check.state is Verdict.WARNING for check in checks)
    if problems:
        more = f", and {count(warnings, 'thing')} worth knowing" if warnings else ""
        return f"{count(problems, 'problem')} to solve (!!){more}."
    if warnings:
        return f"It works. {count(warnings, 'thing')} worth knowing (!)."
    return "Everything is fine."


def _form(check: Check) -> Json:
    return {"check": check.name, "state": check.state.value, "sentence": check.sentence, "next": check.advice or None}
