"""Load a hit list in a process of its own and print, as JSON, what it cost: CPU seconds, and MB that memory grew by.

    python tests/faults/measured_load.py FILE
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
    before, began = memory("VmRSS"), time.process_time()
    loaded = load(Path(sys.argv[1]), lambda: zone)
    text = render(loaded.problems)
    first = loaded.problems[0] if loaded.problems else None
    print(json.dumps({
        "seconds": time.process_time() - began, "megabytes": memory("VmHWM") - before, "problems": len(loaded.problems),
        "place": [first.line, first.column] if first else None, "sentence": first.sentence if first else "",
        "text": len(text),
    }))


if __name__ == "__main__":
    main()
