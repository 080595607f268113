"""The call sheets: who is on the next blocks, in order, sized to the minutes in them.

Takes next tries and placed blocks; returns the people of each sheet. A person is on one sheet at most (P2), and only on
one whose hour suits them (P7). The same input gives the same sheet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from followupd.core.people.wanted import NextTry, turn
from followupd.core.reasons import BeforeItsDay, BlockIsShort, GivesWay, SameTimeOnly
from followupd.core.schedule.block import Block
from followupd.core.schedule.fitting import Fitting
from followupd.core.schedule.on_calendar import Others
from followupd.core.schedule.seating import minutes_left, seated, short_of

UNUSED = 2                        # lines of the most urgent that pass unused before others have a turn
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sheets:
    """`people` of each block by its UID, in order; `short` for blocks with more due people than minutes.

    `gave_way` says on which of these sheets somebody lets others have a turn, by key.
    """

    people: Mapping[str, tuple[NextTry, ...]]
    short: Mapping[str, BlockIsShort]
    gave_way: Mapping[str, Sequence[GivesWay]]


def fill(
    next_tries: Iterable[NextTry], blocks: Sequence[Block], fitting: Fitting, order: Mapping[str, int],
    tasks: Mapping[str, int] | None = None, others: Others | None = None,
    lines: Mapping[str, Sequence[NextTry]] | None = None,
) -> Sheets:
    """Return the sheet of each block; `order` is each key's place on the hit list.

    `tasks` says for how many people there are promises or cards on each sheet, which come first and take their minutes.
    People who have one of their `others` on a day are only on the sheet that has it; those whose line passed earlier
    that day come last. `lines` are people who have a place on a sheet already, which the rest leave to them.
    """
    left, beside = {next_try.key: next_try for next_try in next_tries}, others or {}
    people: dict[str, tuple[NextTry, ...]] = {}
    short: dict[str, BlockIsShort] = {}
    gave_way: dict[str, list[GivesWay]] = defaultdict(list)
    for block in blocks:
        day = fitting.day(block)
        sure = sorted((lines or {}).get(block.uid, ()), key=lambda w: turn(w, day, order[w.key]))
        here = [one for key, one in left.items() if key not in beside or not beside[key].bar(day, block)]
        able = [*sure, *fitting.able(here, block)]
        able.sort(key=lambda w: (fitting.had_a_line_on(w, day), turn(w, day, order[w.key])))
        before = (tasks or {}).get(block.uid, 0)
        early = _before_their_day(here, able, block, before, fitting, order)
        chosen, left_out = _in_turns(able, _Seating(sure, [_early(each) for each in early], block, before, fitting))
        for next_try in chosen:
            left.pop(next_try.key, None)
        for next_try in left_out:
            gave_way[next_try.key].append(GivesWay(block.interval.start.astimezone(fitting.hitlist.timezone)))
        if not early and len(chosen) < len(able):
            short[block.uid] = short_of(block, able, chosen)
        people[block.uid] = tuple(_same_time(one) if fitting.only_the_same_time(one) else one for one in chosen)
    return Sheets(people, short, gave_way)


def _before_their_day(
    people: Iterable[NextTry], due: Sequence[NextTry], block: Block, before: int, fitting: Fitting,
    order: Mapping[str, int],
) -> list[NextTry]:
    """Return who may fill a sheet before their day, in order, if those who are `due` leave time for a call."""
    if minutes_left(block, due, before) < block.rule.shortest:
        return []
    day = fitting.day(block)
    return sorted(fitting.able_early(people, block), key=lambda w: turn(w, day, order[w.key]))


@dataclass(frozen=True, slots=True)
class _Seating:
    """The lines of one sheet: `sure` are people who have a place on it, `early` those who may fill it up.

    `before` is for how many people there are promises or cards.
    """

    sure: Sequence[NextTry]
    early: Sequence[NextTry]
    block: Block
    before: int
    fitting: Fitting

    def of(self, due: Sequence[NextTry]) -> list[NextTry]:
        """Return the people of the sheet in order: if all who are `sure` have no line then, those first, or alone."""
        keys, everybody = {one.key for one in self.sure}, [*due, *self.early]
        chosen = self._seated(everybody)
        for others in ([one for one in everybody if one.key not in keys], []):
            if keys <= {one.key for one in chosen}:
                break
            chosen = self._seated([*self.sure, *others])
        return chosen

    def _seated(self, people: Sequence[NextTry]) -> list[NextTry]:
        return seated(people, self.block, self.before, self.fitting.can_from, self.fitting.hitlist.timezone)


def _in_turns(due: Sequence[NextTry], seating: _Seating) -> tuple[list[NextTry], list[NextTry]]:
    """Return the people of a sheet in order, the most urgent if not all who are `due` fit; and who gives way.

    Once two lines of somebody among the most urgent passed unused, half of the lines, rounded up, are for those who had
    none for the longest time. Otherwise the most urgent would be on every sheet, and the others on the one after it for
    ever (P8). After one block without a call the same people come again: the user only missed it.
    """
    most_urgent, unused = seating.of(due), seating.fitting.unused_lines
    there = {one.key for one in most_urgent}
    if all(one.key in there for one in due) or all(len(unused(one)) < UNUSED for one in most_urgent):
        return most_urgent, []
    waited = sorted(due, key=lambda one: max(unused(one), default=NEVER))[: (len(most_urgent) + 1) // 2]
    first = {one.key for one in waited}
    chosen = seating.of([*waited, *(one for one in due if one.key not in first)])
    keys = {one.key for one in chosen}
    left_out = [one for one in due if one.key in there - keys]
    in_order = seating.of([one for one in due if one.key in keys])
    return in_order if {one.key for one in in_order} == keys else chosen, left_out


def _early(next_try: NextTry) -> NextTry:
    return replace(next_try, reasons=(*next_try.reasons, BeforeItsDay()))


def _same_time(next_try: NextTry) -> NextTry:
    return replace(next_try, reasons=(*next_try.reasons, SameTimeOnly()))
