"""The person and the outcome in the words that were typed after `followupd log`; and how an option is read.

Takes words and the people of today; stores nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import TypeVar

from followupd.core.people.timeline import channel_of, day_of
from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.days import parse_moment
from followupd.core.phrases.log import (
    denies,
    near_outcome,
    only_denies,
    parse_channel,
    parse_outcome,
    question_about,
)
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.when_said import moment_instant
from followupd.core.phrases.words import quoted
from followupd.core.schedule.status import ContactStatus
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import CHANNELS, INVITING_CHANNELS
from followupd.desk.asking import LogArguments
from followupd.desk.who import Match, find_contact
from followupd.errors import UsageError
from followupd.passes.outlook import Outlook

_Read = TypeVar("_Read")


def read_option(option: str, parse: Callable[..., _Read], *given: object) -> _Read:
    """Return what `parse` reads; its ValueError becomes a UsageError that names the option."""
    try:
        return parse(*given)
    except ValueError as error:
        raise UsageError(f"{option} {error}") from None


def who_and_mark(arguments: LogArguments, view: Outlook) -> tuple[Match, Mark]:
    """Return who was tried and what came of it: an outcome, or plain words. Raises UsageError."""
    typed = (arguments.who, *arguments.outcome)
    try:
        who, outcome = _who_and_outcome(typed)
    except UsageError:
        if (said := plain_words(typed, view, arguments.via)) is None:
            _ask_of(_somebody(typed, view), arguments, view)
            raise
        return said
    try:
        return find_contact(who, view.people.by_key), Mark(outcome)
    except UsageError:                  # "Dana called, no answer"
        with contextlib.suppress(UsageError):
            if (said := plain_words(typed, view, arguments.via)) is not None:
                return said
        raise


def _somebody(typed: tuple[str, ...], view: Outlook) -> tuple[Match, str] | None:
    """Return whose name the words begin with, the longest one, and the words after it; None if there is one word.

    Raises UsageError if they begin with nobody's name, or with what may be two people's.
    """
    found, problem = list[tuple[Match, str]](), list[UsageError]()
    for split in range(1, len(typed)):
        try:
            found.append((find_contact(" ".join(typed[:split]), view.people.by_key), " ".join(typed[split:])))
        except UsageError as error:
            problem.append(error)
    if problem and not found:
        raise problem[0]
    return found[-1] if found else None


def _ask_of(said: tuple[Match, str] | None, arguments: LogArguments, view: Outlook) -> None:
    """Raise the question that the calendar asks, since a command is never just a note; not for a slip in an outcome."""
    if said is None or near_outcome(said[1]):
        return
    match, words = said
    raise UsageError(question_about(words, _rules(match, view, arguments.via)).asked_again)


def _rules(match: Match, view: Outlook, via: str | None) -> ReadingRules:
    channel = via or _due_channel(view.status(match.key))
    return ReadingRules(
        dict(view.hitlist.marks), day_of(view.now, view.hitlist.timezone), (match.contact.name,),
        channel in INVITING_CHANNELS, channel, match.contact.via if via is None else (),
    )


def plain_words(typed: tuple[str, ...], view: Outlook, via: str | None = None) -> tuple[Match, Mark] | None:
    """Return what `Dana Whitfield left a message, she's in Lisbon` says; None if it is not understood.

    Raises UsageError with the nearest readings for words that may say what happened.
    """
    unclear: Unclear | None = None
    for split in range(1, len(typed)):
        try:
            match = find_contact(" ".join(typed[:split]), view.people.by_key)
        except UsageError:
            continue
        words = " ".join(typed[split:])
        denied = Unclear(words, nearest=(Outcome.NO_ANSWER,)) if only_denies(words) else None
        mark = denied or read_addition(words, _rules(match, view, via))
        if isinstance(mark, Mark):
            return match, mark
        unclear = unclear or (mark if isinstance(mark, Unclear) else None)
    if unclear is not None:
        raise UsageError(unclear.asked_again)
    return None


def _who_and_outcome(typed: tuple[str, ...]) -> tuple[str, Outcome]:
    """Split `Dana Whitfield no answer` into the name and the outcome. Raises UsageError if there is none."""
    for split in range(1, len(typed)):
        if split > 1 and denies(typed[split - 1]):        # "Dana not reached"
            break
        try:
            return " ".join(typed[:split]), parse_outcome(" ".join(typed[split:]))
        except ValueError:
            continue
    try:
        return typed[0], parse_outcome(" ".join(typed[1:]))
    except ValueError as error:
        example = 'followupd log Dana no answer -m "asked for Thursday", or log Dana reached --next "12 Jan"'
        raise UsageError(str(error), f"For instance: {example}") from None


def moment_of(arguments: LogArguments, mark: Mark | None, now: datetime, zone: tzinfo) -> tuple[datetime, bool] | None:
    """Return when it happened, and whether a time was said: by `--at`, or in the words; None if neither says it."""
    said = mark.when if mark is not None else ""
    if arguments.at is None:
        return read_option("the time:", moment_instant, said, now, zone) if said else None
    if said:
        raise UsageError(f"--at {arguments.at} and {quoted(said)} are two times: leave one of them out")
    return read_option("--at", parse_moment, arguments.at, now, zone)


def named_channel(via: str, status: ContactStatus) -> str:
    """Return the channel that was typed: in the contact's own word, else a known one. Raises ValueError.

    A name that the user made up counts if the contact has it: any other may be a slip, or not theirs.
    """
    channels = {channel.casefold(): channel for channel in status.contact.via}
    typed = via.strip().casefold()
    if typed in channels:
        return channels[typed]
    channel = parse_channel(via)
    if channel not in (*channels, *CHANNELS):
        known = ", ".join(dict.fromkeys((*status.contact.via, *CHANNELS)))
        theirs = f"{quoted(via)} is not a channel of {status.contact.name}"
        raise ValueError(f"{theirs}. Write one of {known}, or add it to their via.")
    return channels.get(channel, channel)


def usual_channel(outcome: Outcome, status: ContactStatus) -> str:
    """Return the channel if none was named: that of the open try, unless the outcome implies another."""
    return channel_of(outcome, _due_channel(status), status.contact)


def _due_channel(status: ContactStatus) -> str:
    return (status.next_try.channel if status.next_try else None) or status.contact.via[0]
