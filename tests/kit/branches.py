"""Count the rare branches of a property, and fail when the examples of a run do not reach them.

    BOOKED = Branches(booked=3, in_rest=10)

    @BOOKED
    @given(...)
    def test_...(...):
        if timeline.appointed is not None:
            BOOKED.reached("booked")

A property whose interesting case is never drawn holds without proving anything. `reached` also tells Hypothesis, which
prints the counts with `--hypothesis-show-statistics`.
"""

from __future__ import annotations

import functools
import os
import unittest
from collections import Counter
from collections.abc import Callable
from typing import Any, ParamSpec, cast

from hypothesis import event
from hypothesis.stateful import RuleBasedStateMachine

P = ParamSpec("P")

EXAMPLES = int(os.environ.get("FOLLOWUPD_EXAMPLES", "100"))   # how hard a run looks for a broken promise
USUAL_RUN, LONG_RUN = 100, 500


def fewer() -> int:
    """Return how many examples a costly property tries: half of them in a usual run, all of them in a long one."""
    return EXAMPLES if EXAMPLES >= LONG_RUN else max(1, EXAMPLES // 2)


def wanted_of(least: int) -> int:
    """Return how often this run must reach a branch that 100 examples usually reach at least so often."""
    if EXAMPLES < USUAL_RUN:
        return 0
    return least * EXAMPLES // (200 if EXAMPLES >= LONG_RUN else 500)


class Branches:
    """The branches of one property, each with how often 100 examples must reach it at least.

    A long run (.ci/deep) must reach half of that, one of 100 a fifth, a shorter one none: which examples are drawn
    depends on the seed, on the versions of Python and Hypothesis and on the test's text, and no run should fail by bad
    luck. So a run of 100 demands nothing of a branch below 5, and only long runs demand one with 1.
    """

    def __init__(self, **least: int) -> None:
        self.least = least
        self.counted: Counter[str] = Counter()

    def reached(self, branch: str) -> None:
        """Count one case; the branch must be declared."""
        assert branch in self.least, branch
        self.counted[branch] += 1
        event(branch.replace("_", " "))

    def __call__(self, prop: Callable[P, None]) -> Callable[P, None]:
        """Run the property, then demand the counts."""

        @functools.wraps(prop)
        def run(*args: P.args, **kwargs: P.kwargs) -> None:
            self.counted.clear()
            prop(*args, **kwargs)
            missed = {
                name: self.counted[name] for name, least in self.least.items() if self.counted[name] < wanted_of(least)
            }
            assert not missed, f"too few examples reach: {missed}, wanted of 100 examples: {self.least}"

        return run

    def of_machine(self, machine: type[RuleBasedStateMachine]) -> type[unittest.TestCase]:
        """Return the test of a state machine, which demands the counts at its end."""
        case: Any = machine.TestCase
        case.runTest = self(case.runTest)
        return cast("type[unittest.TestCase]", case)
