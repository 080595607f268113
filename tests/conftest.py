"""Shared by all tests: the profile of the properties, and the kit's servers for every test that needs one.
"""

from __future__ import annotations

import secrets
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress

import hypothesis
import pytest

# The assertions of these are explained as those of the tests are.
pytest.register_assert_rewrite("tests.contract.contract", "tests.kit")

from tests.kit.servers import CalendarServer, Scripted, radicale_in, xandikos_in  # noqa: E402 - after the line above

# No property has a deadline: many read files or call libraries, and a slow machine is not a failure. Nor is it a
# failure there that drawing a whole user takes long.
hypothesis.settings.register_profile(
    "followupd", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("followupd")

# A runner in the background of a script ignores these, and whoever it starts would ignore them too (POSIX 2.11).
for ignored, as_usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(ignored) is signal.SIG_IGN:
        signal.signal(ignored, as_usual)

# One seed for all random examples of a run, which a failing run names. On CI (CI=true) the examples never change.
RERUN = "random examples: pytest --hypothesis-seed={}"

LONGEST = {"test_lives.py", "test_month.py", "test_soak.py", "test_years.py"}     # some ten seconds each


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if hypothesis.settings().derandomize:
        _draw_no_constants_of_ours()
    if hypothesis.settings().derandomize or config.getoption("hypothesis_seed") is not None:
        return
    config.option.hypothesis_seed = str(secrets.randbelow(2**32))


def _draw_no_constants_of_ours() -> None:
    """Keep the examples of CI the same whatever else runs, and in which order.

    Hypothesis draws numbers and words from all modules of ours that happen to be loaded by then; older ones do not.
    """
    with suppress(ImportError):
        from hypothesis.internal.conjecture import providers

        none = providers._local_constants
        providers._get_local_constants = lambda: none


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest tests first, so that no worker is left with one of them at the end."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    if exitstatus and config.getoption("hypothesis_seed") is not None:
        terminalreporter.write_line(RERUN.format(config.getoption("hypothesis_seed")))


@pytest.fixture(scope="session", autouse=True)
def folders_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test, and no process that a test starts, leaves a mark in the cache or state folder of whoever runs them.

    Whoever keeps no bytecode has it in a folder of this run, or each of the processes would compile everything again.
    """
    with pytest.MonkeyPatch.context() as patched:
        if sys.dont_write_bytecode:
            patched.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patched.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("bytecode")))
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patched.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarServer]:
    with radicale_in(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture(scope="session")
def xandikos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarServer]:
    with xandikos_in(tmp_path_factory.mktemp("xandikos")) as server:
        yield server


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with Scripted() as server:
        yield server
