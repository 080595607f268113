"""What is asked of a busy calendar, and whether what is remembered of it answers that.

Days and a context, no calendar: loads no library, so that every command may ask.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import tzinfo

from followupd.calendars.busy.memory import About

ENGINE = "1"    # counts up where the same text would be read in another way
STEP = 28       # days by which the window moves


@dataclass(frozen=True, slots=True)
class Need:
    """What is asked of a busy calendar: the times on the days `first` to `last` (ordinals), for a user in `home`.

    `own_addresses` are the user's, in small letters; events of the hit list `list_name` are never busy.
    """

    first: int
    last: int
    home: tzinfo
    own_addresses: frozenset[str]
    list_name: str

    def over(self, about: About | None) -> Need:
        """The same for the days that are known already, where those are enough, else for some weeks more than asked.

        So the window moves in steps, and not with each day.
        """
        if self.met_by(about) and about is not None:
            return replace(self, first=about.first, last=about.last)
        return replace(self, first=self.first - self.first % STEP, last=self.last - self.last % STEP + 2 * STEP)

    def met_by(self, about: About | None) -> bool:
        """Whether what is known was read in the same context, and covers the days that are asked for."""
        if about is None or about.context != self.context:
            return False
        return about.first <= self.first and self.last <= about.last

    @property
    def context(self) -> str:
        """All that the times depend on besides the text and the days."""
        return "|".join((ENGINE, str(self.home), self.list_name, *sorted(self.own_addresses)))
