"""The chances that people answer, and what they do, drawn from a seed.

Takes a seed and probabilities; gives reactions. The same person reacts to the same hour and channel in the same way,
whoever asks and in whatever order, so two planners are compared in the same world. Never looks at a plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from hashlib import blake2b
from typing import Protocol

from followupd.core.values.facts import DayTime, Outcome
from followupd.core.values.hitlist import ONE_WAY_CHANNELS, Contact, is_live
from followupd.core.values.time import DayPart, part_of

# These are guesses: what studies of calls and mails find differs by trade and by decade.
ANSWER = {"phone": 0.4, "text": 0.6, "email": 0.45, "video": 0.6, "coffee": 0.6, "social": 0.4}
OTHER_CHANNEL = 0.5
PART_FACTOR = {DayPart.MORNING: 0.9, DayPart.MIDDAY: 1.1, DayPart.AFTERNOON: 1.0, DayPart.EVENING: 1.25}
SPREAD = 0.4                    # some answer 0.6 times as readily, others 1.4 times
HABIT = 0.3                     # and each answers at some hours and channels 0.7 or 1.3 times as readily
HIGHEST_CHANCE = 0.95           # nobody always answers
AFTER_ASKING = 0.8              # after they asked for a call at that time
CALLS_BACK = 0.25               # of those who find a message
# Of the live tries that reach nobody:
LEFT_MESSAGE, BUSY, CALL_BACK, WRONG_NUMBER = 0.4, 0.05, 0.06, 0.003
BOUNCED = 0.005                 # of mails
DECLINED = 0.003                # of all tries
CALL_BACK_DAYS = (2, 9)
REPLY_HOURS = (2, 72)
LONGEST_SILENCE = 3             # weeks without any answer: ill, travelling, snowed under
A_SEASON = 3                    # months after which a drifting habit is another one


@dataclass(frozen=True, slots=True)
class Reaction:
    """The reaction to one try. `reply` is the time until an answer to what was sent or said, None without one."""

    outcome: Outcome
    asked: DayTime | None = None
    reply: timedelta | None = None


class Outside(Protocol):
    """The contacts, as a simulation asks them for each try."""

    def react(self, key: str, contact: Contact, channel: str, at: datetime, *, asked: bool) -> Reaction:
        """Return the reaction to a try at `at` (UTC); `asked`: the contact had asked for this day."""
        ...


def drawn(seed: int, *what: object) -> float:
    """Return a number in [0, 1) that only depends on the seed and on what it is drawn for."""
    digest = blake2b("\x1f".join(map(str, (seed, *what))).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


@dataclass(frozen=True, slots=True)
class Chances:
    """People who answer with given probabilities, by channel and part of their day; some more readily than others.

    `zone` is the user's, for people without one. `answer` overrides single channels; `everyone`
    replaces the whole model by one figure for all channels, people and hours. Without `addresses_fail` no number is
    wrong and no mail bounces. `silence` is the share of weeks in which somebody answers nobody, one to three in a row;
    with `drift` the channels and hours that somebody likes change slowly.
    """

    seed: int
    zone: tzinfo
    answer: Mapping[str, float] = field(default_factory=dict)
    everyone: float | None = None
    addresses_fail: bool = True
    silence: float = 0.0
    drift: bool = False

    def probability(self, key: str, contact: Contact, channel: str, at: datetime) -> float:
        """Return how likely this person answers by this channel at this instant, between 0 and 1."""
        if self.everyone is not None and channel not in self.answer:
            return self.everyone
        usual = self.answer.get(channel, ANSWER.get(channel, OTHER_CHANNEL))
        chance = usual * self._spread(SPREAD, key) * self._habit(at, key, channel)
        if is_live(channel):
            part = part_of(at, contact.timezone or self.zone)
            chance *= PART_FACTOR[part] * self._habit(at, key, part)
        return min(max(HIGHEST_CHANCE, usual), chance)

    def is_silent(self, key: str, at: datetime) -> bool:
        """Return whether this is a week in which somebody answers nobody, unforeseeably."""
        if not self.silence:
            return False
        week = at.astimezone(self.zone).date().toordinal() // 7
        starts = self.silence * 2 / (LONGEST_SILENCE + 1)       # mean length in weeks
        return any(
            drawn(self.seed, "silence", key, week - back) < starts
            and drawn(self.seed, "weeks", key, week - back) * LONGEST_SILENCE >= back
            for back in range(LONGEST_SILENCE)
        )

    def _habit(self, at: datetime, *what: object) -> float:
        if not self.drift:
            return self._spread(HABIT, *what)
        season, months = divmod(at.year * 12 + at.month - 1, A_SEASON)
        now, then = self._spread(HABIT, *what, season), self._spread(HABIT, *what, season + 1)
        return now + (then - now) * months / A_SEASON

    def _spread(self, width: float, *what: object) -> float:
        return _spread(self.seed, width, *what)

    def react(self, key: str, contact: Contact, channel: str, at: datetime, *, asked: bool) -> Reaction:
        """Return the reaction to a try, always the same for the same person, channel and hour."""
        local = at.astimezone(contact.timezone or self.zone)
        moment = (key, channel, local.date(), local.hour)
        if channel in ONE_WAY_CHANNELS:
            return Reaction(Outcome.SENT)
        if self.is_silent(key, at):
            return Reaction(Outcome.NO_ANSWER if is_live(channel) else Outcome.SENT)
        if drawn(self.seed, "declined", *moment) < DECLINED:
            return Reaction(Outcome.DECLINED)
        chance = self.probability(key, contact, channel, at)
        if asked and self.everyone is None:
            chance = max(chance, AFTER_ASKING)
        answers = drawn(self.seed, "answers", *moment) < chance
        how = drawn(self.seed, "how", *moment)
        if not is_live(channel):
            if channel == "email" and how < BOUNCED and self.addresses_fail:
                return Reaction(Outcome.BOUNCED)
            return Reaction(Outcome.SENT, reply=_later(how) if answers else None)
        return Reaction(Outcome.REACHED) if answers else self._nobody(at, how, drawn(self.seed, "day", *moment))

    def _nobody(self, at: datetime, how: float, when: float) -> Reaction:
        if how < WRONG_NUMBER and self.addresses_fail:
            return Reaction(Outcome.WRONG_NUMBER)
        how -= WRONG_NUMBER
        if how < BUSY:
            return Reaction(Outcome.BUSY)
        how -= BUSY
        if how < LEFT_MESSAGE:
            calls_back = self.everyone is None and when < CALLS_BACK
            return Reaction(Outcome.LEFT_MESSAGE, reply=_later(when / CALLS_BACK) if calls_back else None)
        how -= LEFT_MESSAGE
        if how < CALL_BACK:
            first, last = CALL_BACK_DAYS
            day = at.astimezone(self.zone).date() + timedelta(days=first + int((last - first + 1) * when))
            return Reaction(Outcome.CALL_BACK, DayTime(day))
        return Reaction(Outcome.NO_ANSWER)


@lru_cache(maxsize=10_000)
def _spread(seed: int, width: float, *what: object) -> float:
    """Return how much more readily than others a person answers, always the same for one person."""
    return 1 - width + 2 * width * drawn(seed, "spread", *what)


def _later(share: float) -> timedelta:
    first, last = REPLY_HOURS
    return timedelta(hours=first + (last - first) * share)
