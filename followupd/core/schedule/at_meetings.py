"""The reminders of people whom the user is about to meet: each waits at the meeting, for as long as that is to come.

Takes whose tries are suspended, and the scene; returns which reminder of each waits. Whoever would have a line on a
sheet has none: the sheet before the meeting names it.
"""

from __future__ import annotations

from collections.abc import Iterator

from followupd.core.people.wanted import NextTry
from followupd.core.schedule.keep import Around, decided_about
from followupd.core.schedule.lines import near_blocks
from followupd.core.schedule.on_calendar import NO_OTHERS, Item
from followupd.core.schedule.scene import Opening, Scene
from followupd.core.schedule.start_small import Turns
from followupd.core.values.time import Interval


def at_meetings(turns: Turns, scene: Scene) -> Iterator[tuple[NextTry, Item]]:
    """Yield each try whose reminder waits at the meeting with its person, with its place there.

    It is the event that it would be without the meeting, which goes back when that is called off.
    """
    around = Around(scene.occupied)
    for one in turns.suspended:
        opening, start = decided_about(one, scene, around), turns.meetings[one.key].start
        if not isinstance(opening, Opening) or start <= scene.calendar.now:
            continue
        if opening.uid in scene.calendar.events or not near_blocks(one, scene, NO_OTHERS):
            yield one, Item(opening.uid, Interval(start, start + scene.hitlist.retry.length_for(one.channel)))
