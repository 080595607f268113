"""Reasons for what is planned, as values; one file for each rule that gives reasons.

`why`, the text of an event and the tests read the same values. Every reason (`Reason`) has `text(near)`: one clause in
plain words; `near` is the day from which it is read, so that a date close to it is written without its year.
`spoken(near)` is the sentence on an event, "" for what only `why` shows. A kind of item that has its own reason
has it in its own file. Takes values; gives values and their words. Never decides anything.

Others may use what the room itself exports, and none of its files.
"""

from __future__ import annotations

from datetime import date

from followupd.core.reasons.blocks import (
    BackLate,
    BeforeItsDay,
    BlockIsShort,
    BlockMovedFrom,
    BlocksAtSameTime,
    GivesWay,
    HoldsNobody,
    NearestSheet,
    NoBlockHolds,
    NoSheetBefore,
    NotYet,
    Overlaps,
)
from followupd.core.reasons.cadence import (
    DECLINED,
    FOR_GOOD,
    BookedFor,
    BroughtBack,
    CadenceComesRound,
    CardComes,
    ComesBackAfterRest,
    NeverContacted,
    Pace,
    Paused,
    StartsNow,
    Stopped,
    Waiting,
    WeekToSay,
)
from followupd.core.reasons.elsewhere import (
    AfterCard,
    AtRest,
    ExpectedOn,
    HasReminder,
    NotBegunYet,
    NotHere,
    NotInThisHour,
    OnAnotherSheet,
    TriedLately,
)
from followupd.core.reasons.hours import (
    ChosenByHand,
    LeansTo,
    MovedOn,
    NoHourSuitsBoth,
    OnDayOff,
    OtherTime,
    SameTimeOnly,
    TheirHours,
)
from followupd.core.reasons.reason import OnlyInWhy, Reason
from followupd.core.reasons.retry import (
    AskedFor,
    AwayUntil,
    CallBackSoon,
    ChannelClosed,
    KeptApart,
    NextChannel,
    PassedUnanswered,
    PlannedWay,
    RetryWait,
    StillOpen,
    is_invitation,
)

_GOES_ON = (OtherTime, TheirHours)      # they continue the clause before them


def because(reasons: tuple[Reason, ...], near: date) -> str:
    """Return all reasons as one sentence without its full stop."""
    text = ""
    for reason in reasons:
        joint = "" if not text else ", " if isinstance(reason, _GOES_ON) else "; "
        text += joint + reason.text(near)
    return text if "@" in text.partition(" ")[0] else text[:1].upper() + text[1:]      # an address stays as it is


def spoken(reasons: tuple[Reason, ...], near: date) -> list[str]:
    """Return the reasons as sentences for an event, without repetition and without those that only `why` shows."""
    return list(dict.fromkeys(sentence for reason in reasons if (sentence := reason.spoken(near))))


__all__ = [
    "DECLINED",
    "FOR_GOOD",
    "AfterCard",
    "AskedFor",
    "AtRest",
    "AwayUntil",
    "BackLate",
    "BeforeItsDay",
    "BlockIsShort",
    "BlockMovedFrom",
    "BlocksAtSameTime",
    "BookedFor",
    "BroughtBack",
    "CadenceComesRound",
    "CallBackSoon",
    "CardComes",
    "ChannelClosed",
    "ChosenByHand",
    "ComesBackAfterRest",
    "ExpectedOn",
    "GivesWay",
    "HasReminder",
    "HoldsNobody",
    "KeptApart",
    "LeansTo",
    "MovedOn",
    "NearestSheet",
    "NeverContacted",
    "NextChannel",
    "NoBlockHolds",
    "NoHourSuitsBoth",
    "NoSheetBefore",
    "NotBegunYet",
    "NotHere",
    "NotInThisHour",
    "NotYet",
    "OnAnotherSheet",
    "OnDayOff",
    "OnlyInWhy",
    "OtherTime",
    "Overlaps",
    "Pace",
    "PassedUnanswered",
    "Paused",
    "PlannedWay",
    "Reason",
    "RetryWait",
    "SameTimeOnly",
    "StartsNow",
    "StillOpen",
    "Stopped",
    "TheirHours",
    "TriedLately",
    "Waiting",
    "WeekToSay",
    "because",
    "is_invitation",
    "spoken",
]
