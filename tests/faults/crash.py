"""Kill passes at every step that changes something, any number of times, on each kind of calendar (killing.py).

    python tests/faults/crash.py --kills 1000

Runs test_crash.py and test_crash_with_evidence.py, which start real servers, and prints how many kills were healed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=1000, help="at least as many, over all calendars (default 1000)")
    asked = parser.parse_args()
    tests = ("tests/faults/test_crash.py", "tests/faults/test_crash_with_evidence.py")
    command = [sys.executable, "-m", "pytest", "-s", "-p", "no:cacheprovider", *tests]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, "FOLLOWUPD_KILLS": str(asked.kills)}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
