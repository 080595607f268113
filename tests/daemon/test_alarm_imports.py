"""The daemon does without asyncio and ssl where its calendar is a file; whoever needs them gets the real ones."""

from __future__ import annotations

import subprocess
import sys


def loaded(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_daemon_loads_no_asyncio() -> None:
    """2.6 MiB for a function (bench/idle.py)."""
    heavy = "{'asyncio', 'ssl'}"
    script = f"import sys, followupd.daemon.serve; print(sorted({heavy} & set(sys.modules)))"
    assert loaded(script) == "[]"


def test_asyncio_is_the_real_one_afterwards() -> None:
    """Also where it was loaded before, and for a library that needs it later."""
    real = "import asyncio; assert asyncio.run(asyncio.sleep(0, 'slept')) == 'slept'"
    assert loaded(f"import followupd.daemon.alarm\n{real}\nprint('well')") == "well"
    assert loaded(f"{real}\nimport followupd.daemon.alarm\n{real}\nprint('well')") == "well"


def test_apscheduler_still_knows_a_coroutine() -> None:
    """The stand-in judges as Python 3.14's own does."""
    script = (
        "import followupd.daemon.alarm\nfrom apscheduler.util import iscoroutinefunction_partial as judge\n"
        "async def a(): pass\ndef b(): pass\nprint(judge(a), judge(b))"
    )
    assert loaded(script) == "True False"
