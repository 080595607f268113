"""The chart of `forecast`: minutes needed beside minutes protected, week by week, and who is late.

Drawn by matplotlib, which is an optional extra, so that the daemon stays light. Takes a Forecast and a file's name;
never opens a window.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.errors import Failure, UsageError

if TYPE_CHECKING:
    from followupd.simulation.forecast import Forecast

FORMATS = (".svg", ".png")
INSTALL = "Install it with: pip install 'followupd[chart]'"


def check_chart(path: Path) -> None:
    """Check the suffix of the file and that matplotlib is installed, before the long work. Raises UsageError."""
    if path.suffix.lower() not in FORMATS:
        raise UsageError(f"--chart {path} ends in neither .svg nor .png", "Write --chart weeks.svg")
    if not path.absolute().parent.is_dir():
        raise UsageError(f"--chart {path}: there is no such folder", "Write --chart weeks.svg")
    if find_spec("matplotlib") is None:
        raise UsageError("--chart needs matplotlib, which is not installed", INSTALL)


def draw(result: Forecast, path: Path) -> None:
    """Write the chart to `path`. Raises Failure if the file cannot be written."""
    import matplotlib.figure  # an extra

    weeks, places = result.weeks, range(len(result.weeks))
    with matplotlib.rc_context({"svg.hashsalt": "followupd", "svg.fonttype": "none"}):    # one forecast, one file
        figure = matplotlib.figure.Figure(figsize=(max(7.0, len(weeks) * 0.36), 5.0), layout="constrained")
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[3, 1])
        over = [week.needed > week.protected for week in weeks]
        above.bar(places, [w.needed for w in weeks], color=["#c4572b" if o else "#6f9e7f" for o in over],
                  label="needed (red: more than there is)")
        above.bar(places, [w.reminders for w in weeks], bottom=[w.needed for w in weeks], color="#cfd8d2",
                  label="reminders besides")
        above.step(places, [w.protected for w in weeks], where="mid", color="#25364a", label="blocks")
        above.set_ylabel("minutes a week")
        above.legend(frameon=False, fontsize="small")
        below.bar(places, [w.late for w in weeks], color="#c4572b")
        below.set_ylabel("people late")
        below.set_xticks(list(places), [f"{w.first:%d %b}" for w in weeks], rotation=90, fontsize="small")
        for axes in (above, below):
            axes.spines[["top", "right"]].set_visible(False)
        try:
            figure.savefig(path, metadata={"Date": None} if path.suffix.lower() == ".svg" else {})
        except OSError as error:
            raise Failure(f"The chart could not be written to {path}: {error.strerror}") from None
