"""What became of the protected time, for `status`: a line where all is as usual, else one for each week.

Takes Weeks, gives lines and the --json form. No counting of guilt: what was lost says why, and no more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from followupd.core.phrases.vocabulary import day_text
from followupd.core.schedule.minutes import Week
from followupd.rendering.json_form import Json, day
from followupd.rendering.text import count, line, listed


def week_lines(weeks: Sequence[Week], near: date) -> Iterator[str]:
    """Nothing where there are no blocks."""
    if not weeks:
        return
    if not any(week.moved or week.lost for week in weeks):
        usual = sorted({week.protected for week in weeks})
        many = f"{usual[0]}" if len(usual) == 1 else f"{usual[0]} to {usual[-1]}"
        yield f"{many} minutes a week protected, none moved or lost"
        return
    for week in weeks:
        parts = [f"{count(week.protected, 'minute')} protected" if week.protected else "none protected"]
        if week.moved:
            parts.append(f"{week.moved} of them moved" if week.moved != week.protected else "moved")
        if week.lost:
            parts.append(f"{week.lost} lost ({listed(week.because, 3)})")
        yield line(f"{day_text(week.first, near)}: {', '.join(parts)}", 200)


def week_form(weeks: Sequence[Week]) -> list[Json]:
    return [
        {
            "monday": day(week.first), "protected": week.protected, "moved": week.moved, "lost": week.lost,
            "because": list(week.because),
        }
        for week in weeks
    ]
