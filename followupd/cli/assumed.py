"""The assumptions of `simulate` and `forecast`: their options, and the sentence that states them.

Takes what was typed; gives Assumptions. The usual probabilities are in simulation/.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import click

from followupd.core.phrases.log import parse_channel
from followupd.core.phrases.words import quoted
from followupd.errors import UsageError
from followupd.rendering.json_form import Json
from followupd.simulation.chances import ANSWER
from followupd.simulation.foresight import Assumptions
from followupd.simulation.habits import KEEPS

WRITE = "Write a share such as --answer 0.4 for everybody, or --answer phone=0.3 for one channel."


def assuming(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options --seed, --answer and --keep, as `assumed`."""

    @click.option("--seed", type=click.IntRange(0), default=1, show_default=True, metavar="N",
                  help="Other people, other luck. The same seed gives the same answer.")
    @click.option("--answer", multiple=True, metavar="SHARE",
                  help="How often people answer: 0.4, or phone=0.3 (again for another channel).")
    @click.option("--keep", type=click.FloatRange(0, 1), default=KEEPS, show_default=True, metavar="SHARE",
                  help="Of blocks and reminders, the share that you do.")
    @functools.wraps(function)
    def command(*args: Any, seed: int, answer: Sequence[str], keep: float, **options: Any) -> Any:
        return function(*args, assumed=_read(seed, answer, keep), **options)

    return command


def _read(seed: int, answers: Sequence[str], keep: float) -> Assumptions:
    everyone, by_channel = None, {}
    for text in answers:
        channel, is_one, share = text.rpartition("=")
        try:
            chance = float(share)
        except ValueError:
            raise UsageError(f"--answer {quoted(text)} is not a share between 0 and 1", WRITE) from None
        if not 0 <= chance <= 1:
            raise UsageError(f"--answer {quoted(text)} is not between 0 and 1", WRITE)
        if not is_one:
            everyone = chance
            continue
        try:
            by_channel[parse_channel(channel)] = chance
        except ValueError as error:
            raise UsageError(f"--answer {error}", WRITE) from None
    return Assumptions(seed, keep, everyone, by_channel)


def assumed_text(assumed: Assumptions) -> str:
    """Return the assumptions as a sentence, so that nobody mistakes a guess for knowledge."""
    if assumed.everyone is not None:
        people = f"people answer {assumed.everyone:.0%} of tries"
    else:
        usual = {**ANSWER, **assumed.answer}
        people = "people answer " + ", ".join(f"{channel} {chance:.0%}" for channel, chance in usual.items())
        people += ", some more readily than others"
    if assumed.everyone is not None and assumed.answer:
        people += ", " + ", ".join(f"{channel} {chance:.0%}" for channel, chance in assumed.answer.items())
    return f"Assumed: {people}; you do {assumed.keep:.0%} of blocks and reminders."


def form(assumed: Assumptions) -> Json:
    """Return the assumptions for --json."""
    return {
        "seed": assumed.seed, "keep": assumed.keep, "everyone": assumed.everyone,
        "answer": {**({} if assumed.everyone is not None else ANSWER), **assumed.answer},
    }
