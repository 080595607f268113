"""Load hit lists one by one and print for each a line of JSON: CPU seconds, and MB by which memory grew.

    python tests/faults/measured_load.py FILE...
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from followupd.hitlist.load import load
from followupd.hitlist.problems import render


def memory(key: str) -> int:
    found = re.search(rf"^{key}:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) // 1024


def main() -> None:
    zone = ZoneInfo("America/Denver")
    for name in sys.argv[1:]:
        Path("/proc/self/clear_refs").write_text("5")   # reset the high-water mark
        before, began = memory("VmRSS"), time.process_time()
        loaded = load(Path(name), lambda: zone)
        render(loaded.problems)
        first = loaded.problems[0]
        print(json.dumps({
            "seconds": time.process_time() - began, "megabytes": memory("VmHWM") - before,
            "problems": len(loaded.problems), "place": [first.line, first.column], "sentence": first.sentence,
        }))


if __name__ == "__main__":
    main()
