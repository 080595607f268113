"""The picture of docs/follow-through.md: days in touch with each planner, as SVG. Draws what it is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from bench.follow_through.score import Score

SHOWN = "followupd", "a sensible human", "fixed timer", "spreadsheet, again until reached"
COLORS = "#2f6f5e", "#8aa9a0", "#c2b8a3", "#d9a38f"
WIDTH, LEFT, BAR, GAP, GROUP = 760, 330, 13, 3, 18
HEAD, FOOT = 76, 30


def picture(drawn: Mapping[str, Mapping[str, Score]]) -> str:
    """Return an SVG with a group of bars for each scenario: the share of days within `every`, 0 to 100 %."""
    groups = [(name, {planner: scores[planner] for planner in SHOWN}) for name, scores in drawn.items()]
    each = len(SHOWN) * (BAR + GAP) + GROUP
    height = HEAD + each * len(groups) + FOOT
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"',
        '  font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '<text x="16" y="24" font-size="16">Days in touch: the share of all days within `every`</text>',
        *_legend(),
    ]
    for number, (name, scores) in enumerate(groups):
        lines += _group(HEAD + number * each, name, scores)
    foot = "On the right: tries in a year that a friend would mind: too soon, at night, at the same time of day again"
    lines.append(f'<text x="16" y="{height - 10}" fill="#666666">{foot}</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"


def _legend() -> Iterator[str]:
    x = 16
    for name, color in zip(SHOWN, COLORS, strict=True):
        yield f'<rect x="{x}" y="40" width="12" height="12" fill="{color}"/>'
        yield f'<text x="{x + 18}" y="51">{escape(name)}</text>'
        x += 34 + 7 * len(name)


def _group(top: int, name: str, scores: Mapping[str, Score]) -> Iterator[str]:
    room = WIDTH - LEFT - 120
    middle = top + (len(scores) * (BAR + GAP)) // 2 + 4
    yield f'<text x="{LEFT - 12}" y="{middle}" text-anchor="end">{escape(name)}</text>'
    for number, (score, color) in enumerate(zip(scores.values(), COLORS, strict=True)):
        y, width = top + number * (BAR + GAP), room * score.within_every
        yield f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{color}"/>'
        yield f'<text x="{LEFT + width + 6:.1f}" y="{y + BAR - 2}">{score.within_every:.0%}</text>'
        yield f'<text x="{WIDTH - 16}" y="{y + BAR - 2}" text-anchor="end" fill="#666666">{score.pushy:.0f}</text>'
