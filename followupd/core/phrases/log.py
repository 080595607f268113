"""Outcomes, channels and log lines: "2026-11-20 14:10 phone left message, asked for Thursday" becomes an Attempt.

Takes text and the user's zone, gives values of `values/facts.py`. Raises ValueError with one sentence that says what to
write instead, and never anything else. Reads no clock, so it never judges whether a line is in the future.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, tzinfo

from followupd.core.phrases.additions import is_taken_back, moment_said, read_addition
from followupd.core.phrases.clauses import clauses_in, wished_in
from followupd.core.phrases.days import (
    ISO_DAY,
    WRITTEN_DAY,
    leading_day,
    parse_date,
    parse_day,
    parse_day_or_month,
    parse_meeting_day,
)
from followupd.core.phrases.hints import hints_in
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.times import parse_clock, plain_clocks
from followupd.core.phrases.turned import turned_round
from followupd.core.phrases.vocabulary import CHANNEL_WORDS, OUTCOME_WORDS, outcome_of, word_form
from followupd.core.phrases.when_said import end_of, moment_instant
from followupd.core.phrases.whose_wish import with_whose
from followupd.core.phrases.words import NEAR_MISS, SURE_CLOCK, leading, plain, quoted, suggest
from followupd.core.values.facts import Attempt, Booked, DayTime, Outcome
from followupd.core.values.hitlist import CHANNELS
from followupd.core.values.time import at_wall_clock

_OUTCOME_LIST = ", ".join(outcome.words for outcome in Outcome if outcome is not Outcome.DONE)
_OWN_CHANNEL = r"[a-z][a-z0-9 _-]{0,29}"
_NEGATED = r"(?:not|never|no|un|didn'?t|did not|could not|couldn'?t|cannot|can'?t)\b"
_DENIED = r"(?:un|non?|not|dis|mis)-?(?:reach|answer|talk|spok|call|sent|repl|met)"      # in one word: "unreached"
_SAYS_DONE = (Outcome.REACHED, Outcome.DONE, Outcome.SENT)
_ASKS_FOR_A_DAY = ("asked", "back", "next")
# Parts of the words before a day that somebody wishes (clauses.wished_in), so that the grammar is only asked about few.
SAYS_WHEN = (
    *_ASKS_FOR_A_DAY, "until", "till", "til", "after", "before", "again", "call", "ring", "try", "want", "phon", "ping",
    "chase", "follow", "f/u", "text", "txt", "sms", "whatsapp", "mail", "writ", "messag",
)
LONGEST_READ = 300   # characters of a note in which a day is looked for: a hit list may hold a thousand long ones
_NEAR_START = 0.7   # of words with one initial: "rchd" is "reached", and "rejected" is not


def parse_outcome(text: str) -> Outcome:
    """Read an outcome by its name, in any case and with `_`, `-` or a space, or by a short mark: ok, na, lm."""
    if outcome := outcome_of(text):
        return outcome
    near = near_outcome(text)
    hint = f"Did you mean {near}?" if near else f"Write one of: {_OUTCOME_LIST}."
    raise ValueError(f"{quoted(text)} is not an outcome. {hint}")


def near_outcome(text: str) -> str | None:
    """Return the outcome for which a text that is none may be a slip."""
    word = word_form(text)
    near = suggest(word, OUTCOME_WORDS) if word else None
    if near is not None and OUTCOME_WORDS[near] in _SAYS_DONE:
        closeness = _NEAR_START if near[0] == word[0] else NEAR_MISS       # "asked" is not a slip for "talked"
        near = suggest(word, [near], closeness)
    if denies(word) or re.match(_DENIED, word):      # "not reached" is close to what it denies
        near = None if "sent" in word else Outcome.NO_ANSWER.words
    return near


def question_about(text: str, reading: ReadingRules) -> Unclear:
    """Return the question about words that say no outcome, where they cannot be just a note: with what they hint at."""
    clauses = clauses_in(text, reading)
    return Unclear(text, nearest=hints_in(clauses) if clauses else ())


def denies(text: str) -> bool:
    """Return whether a text begins with a word that denies what follows: not, never, didn't."""
    return re.match(_NEGATED, text.casefold()) is not None


def only_denies(text: str) -> bool:
    """Return whether a text denies an outcome and says nothing else: "not reached", which may say that nobody tried."""
    return denies(text) and outcome_of(re.sub(_NEGATED, "", text.casefold(), count=1).strip()) is not None


def parse_channel(text: str) -> str:
    """Read a channel: a known one, another word for it ("call", "sms"), or a name that the user made up.

    A near miss of a known one ("emial") is refused, since it would pass as a made-up name.
    """
    word = plain(text)
    if known := CHANNEL_WORDS.get(word):
        return known
    if not re.fullmatch(_OWN_CHANNEL, word):
        raise ValueError(
            f"{quoted(text)} is not a channel. Write one of {', '.join(CHANNELS)}, "
            "or a name of your own in letters and digits."
        )
    if near := suggest(word, CHANNEL_WORDS, NEAR_MISS):
        raise ValueError(f"{quoted(text)} is not a channel. Did you mean {near}?")
    return word


# texts, compiled when the first log line is read (phrases/days.py)
_SEPARATED = r"\s*(?:[,:;.]|[-–—](?=\s)|(?=\())\s*"
_DATE = rf"(?i)(?P<date>{ISO_DAY}|{WRITTEN_DAY})"
_EXACT = r"[0-9]{1,2}[:.h][0-9]{2}(?:[:.][0-9]{2}(?:[.,][0-9]+)?)?(?:\s?[ap]\.?m\b\.?)?(?!:?[0-9]|\.[0-9])"
_TIME = (     # here `14.10` and `14:10:00` are not numbers of something else; an offset is that of a copied instant
    rf"(?i)(?:(?P<iso>t)|\s*,?\s*(?:at\s+)?)(?P<clock>{_EXACT}|{SURE_CLOCK})"
    r"(?:(?:(?<=:[0-9]{2}:[0-9]{2})|(?(iso)|(?!)))(?P<offset>z|[+-][0-9]{2}:?[0-9]{2})|\s?(?:uhr|h|o'clock|hrs?))?(?=\W|$)"
)
_LOOSE_CLOCK = (
    r"(?i)\s*,?\s*(?:(?:at|around|about|approx\.?|ca\.?|circa|kl\.?|um|gegen|h\.|~)\s*)?(?P<clock>"
    r"\d{1,2}[:.\u2236\uff1a]\d\d(?: ?[ap]\.?m\.?)?|\d{1,2} ?(?:h|hrs?|uhr|o['\u2019]?clock)\b\.?(?: ?[0-5]\d\b)?"
    r"|(?:[01]\d|2[0-3])[0-5]\d(?: ?(?:h|hrs?|uhr)\b)?|\d{1,2} ?[ap]\b|12 ?(?:noon|nn)\b|midday\b)(?=[\s,;]|$)"
)
_ASKED = r"(?i)\b(?:asked for|call(?: \w+)? back(?: on| at)?)[ :]+(?=\S)"
_ASKS = r"(?i)(?:asked|call|next|for|on)\b"
_NEXT_CLAUSE = r"(?i)(?:^|[,;.(] ?)(next[: ]+[^,;.()]+)"
_BOOKED = r"(?i)[\s,:;]*booked\b[\s:]*(?:for\b\s*)?(?P<day>.*)"
# Notes that may turn an outcome round: somebody else was reached, or a later try went well.
_ANOTHER = (
    r"(?i)^\W*(?:but|it was|with|by|to|for|her|his|their|voicemail|vm|no|nope|nobody|left|wrong|machine|tried"
    r"|spoke|talked|well|long|only|just|tomorrow|next|in|[a-z]+$)\b|\b(?:not|hung)\b|\b(?:to|with) "
    r"|^(?:she|he|they)(?:['’]ll| will| is going)\b"
)
_AFTER_ALL = (
    r"(?i)\b(?:then|but|finally|later|again|and|she|he|they)\b.*"
    r"\b(?:spoke|talked|reached|called|rang|phoned|got|replied|answered|responded)\b"
    r"|\b(?:wrong|number|declined|interested|bounced|stop|spoke|reached|never|list|left|voicemail|rang|called"
    r"|texted|emailed|messaged|whatsapped|sent|wrote)\b"
)
_MAY_TURN = {
    **dict.fromkeys((Outcome.REACHED, Outcome.DONE), _ANOTHER),
    **dict.fromkeys(
        (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY, Outcome.SENT, Outcome.BOUNCED), _AFTER_ALL
    ),
}
_NUMBER_FIRST = r"\W*\d+[:.]"
_BY = r"(?i)^(?:by|via) (?=\S)"
_LINE_ADVICE = 'Write "2026-11-20 14:10 phone left message, asked for Thursday".'


def parse_log_line(text: str, zone: tzinfo, channels: Iterable[str] = (), names: tuple[str, ...] = ()) -> Attempt:
    """Read `DATE [TIME] [CHANNEL] OUTCOME[, note]` as an Attempt of contact "" whose source is hitlist.

    What came of it may be said in plain words too: "2026-11-20 didn't pick up".

    The date says its year. `channels` are the contact's own, beside the known ones, and `names` theirs. "asked for
    DAY", "call back DAY" and "next DAY" in the note set `asked`, read from the line's own date.
    """
    line = " ".join(text.split())
    dated = re.match(_DATE, line)
    if dated is None:
        raise ValueError(f"{quoted(text)} does not begin with a date. {_LINE_ADVICE}")
    day = parse_date(dated["date"])
    rest = line[dated.end() :]
    clock, zone, rest = _timed(rest, zone)
    rest = _past_separator(rest)
    at, timed = at_wall_clock(day, clock or time(0), zone), clock is not None
    if clock is None and (moment := _moment_in(rest, ReadingRules({}, day, names, via=tuple(channels)))) is not None:
        rest, (at, timed) = moment[0], moment_instant(moment[1], end_of(day, zone), zone)
    try:
        channel, outcome, behind = _channel_and_outcome(text, rest, tuple(channels))
        note, asked = _note_and_asked(text, behind, outcome, day)
    except ValueError:
        channel, words, said = _said_in_words(rest, day, tuple(channels), names)
        if re.match(_NUMBER_FIRST, words):      # "14:10-15:00 reached": no time that it may be
            raise
        match said:
            case Unclear() as unclear:
                raise ValueError(_asked_again(unclear, line)) from None
            case Mark(outcome=Outcome() as outcome, later=None) as mark:
                note, asked = mark.note, mark.asked or asked_in(mark.note, day)
                channel = mark.channel or channel
            case _:
                raise
    else:
        if outcome in _MAY_TURN and re.search(_MAY_TURN[outcome], note):
            via = tuple(channels)
            outcome, note, named = _turned(outcome, note, rest, line, ReadingRules({}, day, names, via=via))
            channel = named or channel
    asked = with_whose(asked, outcome, note, day)
    return Attempt("", at, outcome, channel, note, asked, timed, source="hitlist")


def _moment_in(rest: str, reading: ReadingRules) -> tuple[str, str] | None:
    """Return a line without the moment that its words name, and that moment: "phone, no answer at 9:30".

    A weekday or a date is part of the note, since the line has its own date.
    """
    channel, words = _channel_and_words(rest, reading.via)
    for before, text in (("", rest), *([(f"{channel} ", words)] if channel is not None else [])):
        moment = moment_said(text, reading)
        if moment is not None and moment.sure:
            return before + moment.rest, moment.when
    return None


def _said_in_words(
    rest: str, day: date, channels: tuple[str, ...], names: tuple[str, ...]
) -> tuple[str | None, str, Mark | Unclear | None]:
    """Return the channel of a line, its words, and what they say: first as they are, such as "phone off"."""
    whole = read_addition(rest, ReadingRules({}, day, names, via=channels))
    if isinstance(whole, Mark) and whole.later is None:
        return None, rest, whole
    channel, words = _channel_and_words(rest, channels)
    if channel is None:
        return None, rest, whole
    return channel, words, read_addition(words, ReadingRules({}, day, names, channel=channel, via=channels))


def _turned(
    outcome: Outcome, note: str, words: str, line: str, reading: ReadingRules,
) -> tuple[Outcome, str, str | None]:
    """Return the outcome, the note and the channel of a line whose note may turn the outcome round.

    A later try may have gone well, or by another channel: "no answer, then she called back and we spoke".
    """
    if outcome in (Outcome.REACHED, Outcome.DONE):
        if is_taken_back(outcome, note, reading):        # "reached, but it was her son"
            raise ValueError(_asked_again(Unclear(line, nearest=(Outcome.NO_ANSWER, outcome)), line))
        return outcome, note, None
    match read_addition(words, reading):
        case Unclear() as unclear:           # "no answer. tried again, got her"
            raise ValueError(_asked_again(unclear, line))
        case Mark(outcome=Outcome.REACHED, later=None):
            return Outcome.REACHED, words, None
        case Mark(outcome=Outcome.SENT, channel=named) if outcome is not Outcome.SENT:
            return Outcome.SENT, words, named
    match turned_round(outcome, note, reading):
        case Unclear() as unclear:           # "lm: wrong number"
            raise ValueError(_asked_again(unclear, line))
        case Mark(outcome=Outcome.LEFT_MESSAGE):
            return Outcome.LEFT_MESSAGE, note, None
    return outcome, note, None


def _asked_again(unclear: Unclear, line: str) -> str:
    question = replace(unclear, text=line).asked_again
    return question if unclear.why else f"{question} A note comes after a comma."


def parse_booked_line(text: str, zone: tzinfo) -> Booked | None:
    """Read `DATE [TIME] booked DAY` as a Booked of contact "" from the hit list; None for every other line.

    The day is read from the line's own date, which it must follow.
    """
    line = " ".join(text.split())
    dated = re.match(_DATE, line)
    if dated is None or "booked" not in line.lower():
        return None
    timed = re.match(_TIME, line[dated.end() :])
    said = re.match(_BOOKED, line[dated.end() :][timed.end() if timed else 0 :])
    if said is None:
        return None
    day = parse_date(dated["date"])
    clock, zone, _ = _timed(line[dated.end() :], zone)
    if not said["day"]:
        raise ValueError(f'{quoted(text)} does not say for which day. Write "{day} booked 21 May".')
    booked = parse_meeting_day(said["day"], day)
    if booked.day <= day:
        raise ValueError(f"{quoted(text)}: the meeting must lie after the day on which it was booked.")
    return Booked("", at_wall_clock(day, clock or time(0), zone), booked.day, "hitlist", time=booked.time)


def _timed(rest: str, zone: tzinfo) -> tuple[time | None, tzinfo, str]:
    """Return the time of day after a date, None if there is none; its zone, and what follows."""
    timed = re.match(_TIME, rest) or re.match(_TIME, rest := _with_plain_clock(rest))
    if timed is None:
        return None, zone, rest
    written = re.match(r"(?i)[0-9]{1,2}[:.h][0-9]{2}", timed["clock"])
    half = re.search(r"(?i)[ap]\.?m\b", timed["clock"])
    exact = f"{re.sub('[.hH]', ':', written[0])} {half[0] if half else ''}" if written else timed["clock"]
    offset = (timed["offset"] or "").upper().replace(":", "")
    if offset:
        zone = datetime.strptime(offset.replace("Z", "+0000"), "%z").tzinfo or zone
    if named := re.match(r" ?([A-Z]{2,4}T|UTC|GMT|Z)\b", rest[timed.end() :]):
        shown = f'"{timed[0].strip()} {named[1]}"'
        raise ValueError(f"{shown}: a time in a log line is by your clock. Leave out {named[1]}.")
    return parse_clock(exact), zone, rest[timed.end() :]


def _with_plain_clock(rest: str) -> str:
    """Return what follows a date with a clock at its head as `14:10`: `ca. 14h10`, `14 Uhr`, `1410`, `midday`."""
    head = re.match(_LOOSE_CLOCK, rest)
    if head is None or re.fullmatch(r"(?i)[0-6] ?(?:h|o\W?clock)", head["clock"]):    # 2h is how long, or a night
        return rest
    return f" {plain_clocks(head['clock'])}{rest[head.end():]}"


def _past_separator(rest: str) -> str:
    separated = re.match(_SEPARATED, rest)
    return rest[separated.end() :] if separated else rest.lstrip()


def _channel_and_outcome(text: str, rest: str, channels: tuple[str, ...]) -> tuple[str | None, Outcome, str]:
    """Return channel, outcome and what follows.

    The outcome is looked for first: "call back" is not the channel `call`.
    """
    if not rest:
        raise ValueError(f"{quoted(text)} names no outcome. Write one of: {_OUTCOME_LIST}.")
    if (begins := leading(rest, OUTCOME_WORDS)) and (outcome := outcome_of(begins[0])):
        return None, outcome, begins[1]
    channel, rest = _channel_and_words(rest, channels)
    if channel is not None and (begins := leading(rest, OUTCOME_WORDS)) and (outcome := outcome_of(begins[0])):
        return channel, outcome, begins[1]
    raise ValueError(f"{quoted(text)}: {_why_no_outcome(rest)}")


def _channel_and_words(rest: str, channels: Sequence[str]) -> tuple[str | None, str]:
    """Return the channel with which a text begins, None if it names none, and what follows."""
    named_by_user = {re.sub(r"[ _-]+", " ", channel.lower()): channel for channel in channels}
    words = {**CHANNEL_WORDS, "e mail": "email", **named_by_user}
    named = leading(re.sub(_BY, "", rest, count=1), words)
    return (words[named[0]], _past_separator(named[1])) if named is not None else (None, rest)


def _why_no_outcome(rest: str) -> str:
    word = re.split(r"[,:;.]", rest)[0]
    if not word.strip():
        return f"no outcome. Write one of: {_OUTCOME_LIST}."
    return str(_outcome_error(word))


def _outcome_error(word: str) -> ValueError:
    try:
        parse_outcome(word)
    except ValueError as problem:
        return problem
    return ValueError(f"{quoted(word)} is not an outcome. Write one of: {_OUTCOME_LIST}.")


def _note_and_asked(text: str, rest: str, outcome: Outcome, day: date) -> tuple[str, DayTime | None]:
    separated = re.match(_SEPARATED, rest)
    note = rest[separated.end() :] if separated else rest.lstrip()
    if outcome is Outcome.CALL_BACK and note:
        wished = re.sub(r"^(?:on|at)\s+", "", note, flags=re.IGNORECASE)
        if found := leading_day(wished, day):
            return _past_separator(found[1]), found[0]
    asked = asked_in(note, day)
    if note and separated is None and (asked is None or not re.match(_ASKS, note)):     # "reached her husband, ..."
        raise ValueError(
            f"{quoted(text)} does not say clearly what came of it. If the outcome is {outcome.words}, put a comma "
            "behind it; the rest is the note."
        )
    return note, asked


def asked_in(note: str, day: date) -> DayTime | None:
    """Return the day that was asked for according to a note, read from `day`; None if it names none.

    "asked for Friday", "call back Friday", "next Friday"; else the day that somebody wishes in plain words, as in a
    title: "she's in Lisbon until Friday".
    """
    lower = note.lower()
    if any(word in lower for word in _ASKS_FOR_A_DAY):       # not in most notes, and the patterns are slow
        asked = _asked_for(note, day)
        if asked is not None:
            return asked
    if not any(word in lower for word in SAYS_WHEN):
        return None
    return wished_in(note[:LONGEST_READ], ReadingRules({}, day))


def _asked_for(note: str, day: date) -> DayTime | None:
    for match in re.finditer(_ASKED, note):
        wished = note[match.end() :]
        if found := leading_day(wished, day):
            return found[0]
        if re.match(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.]", wished):
            parse_day(wished.split()[0].rstrip(",;:."), day)   # a wrong date must not vanish
    for clause in re.finditer(_NEXT_CLAUSE, note):
        words = re.sub(r"^next[: ]+", "", clause[1], flags=re.IGNORECASE)
        for candidate in (words, f"next {words}"):
            with contextlib.suppress(ValueError):
                return parse_day_or_month(candidate, day)
    return None
