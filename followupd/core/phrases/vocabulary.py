"""The one vocabulary: the words that people write for outcomes, channels and marks, and our own words for answers.

What people write may be spelt in any of several ways. What we write is listed once for each language, so that a title
of ours can still be read after the history and the sign on the event are lost (signs.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from enum import StrEnum

from followupd.core.values.event import NO_CHANNEL
from followupd.core.values.facts import EvidenceRule, Noticed, Outcome
from followupd.core.values.hitlist import CHANNELS
from followupd.core.values.time import DAY_NAMES, FULL_MONTH_NAMES, MONTH_NAMES, Span, count

# Words that people write.

MET = "met"      # the outcome word that also says how: they saw each other
OUTCOME_WORDS: dict[str, Outcome] = {
    **{outcome.words: outcome for outcome in Outcome},
    **dict.fromkeys(("ok", "done", "x"), Outcome.DONE),
    **dict.fromkeys(("answered", "replied", "talked", "spoke", MET), Outcome.REACHED),
    **dict.fromkeys(("na", "n/a", "noanswer", "no reply", "no response"), Outcome.NO_ANSWER),
    **dict.fromkeys(("lm", "vm", "v", "voicemail", "left voicemail", "left a message"), Outcome.LEFT_MESSAGE),
    **dict.fromkeys(("cb", "callback"), Outcome.CALL_BACK),
    **dict.fromkeys(("wn", "wrongnumber"), Outcome.WRONG_NUMBER),
    **dict.fromkeys(("bounce",), Outcome.BOUNCED),
    **dict.fromkeys(("decline", "not interested"), Outcome.DECLINED),
    **dict.fromkeys(("mailed",), Outcome.SENT),
}
CHANNEL_WORDS = {
    **{channel: channel for channel in CHANNELS},
    "call": "phone", "telephone": "phone", "mail": "email", "e-mail": "email", "sms": "text", "card": "note",
    "letter": "note", "meeting": "coffee", "lunch": "coffee",
}
# A card that was not posted: it came back, or something else took its place. Only before the first comma.
NOT_POSTED = (
    r"(?i)^[^,;.:–—-]*\b(?:back|returned|rang|text|texts|texted|emails?|emailed|e-mails?|e-mailed|sms|messages?|messaged|"
    r"whatsapp|whatsapped|call|calls|called|phoned|video)\b"
)
OWN = "own"               # settles that a text is just a note
# The words for each reading in a question, and what to write for it.
READY_WORDS: Mapping[Outcome, tuple[str, str]] = {
    **{outcome: (outcome.words, outcome.words) for outcome in Outcome},
    Outcome.NO_ANSWER: ("no answer", "na"), Outcome.LEFT_MESSAGE: ("left message", "lm"), Outcome.DONE: ("done", "ok"),
}
SHORTHAND = frozenset({"na", "lm", "vm", "cb", "wn"})      # abbreviations that are not English words
POSTPONING = "later"      # before a day in a title; it may be left out
YES = "yes"               # with a day and no time it may put off as well as agree
AGREED = ("booked", "agreed", YES)      # each may come before the day of a meeting
# About an invitation: that it was made, and answers to it that may agree to a day or not.
INVITED = (
    r"(?i)(?:i )?(?:have )?(?:asked|invited)(?: (?:her|him|them|again|today|yesterday|by \w+))*[\s.!]*"
    r"(?:$|(?:[,;:.–-]|but|and)\s*(?P<note>.+))"
)
ANSWER_TO_IT = (
    r"(?i).*\b(?:said (?:yes|no)|can'?t|cannot|can not|cancel\w*|accept\w*|declined|would (?:like|love) to"
    r"|maybe|perhaps|possibly)\b"
)
# Each sign in a box: its outcome, and the word for it where there is no box. A question names them in this order.
TICK_TABLE: Mapping[str, tuple[Outcome, str]] = {
    "x": (Outcome.DONE, "ok"), "-": (Outcome.NO_ANSWER, "na"), "v": (Outcome.LEFT_MESSAGE, "lm"),
    "a": (Outcome.REACHED, "answered"), "!": (Outcome.BOUNCED, "bounced"),
}
TICKS = {sign: outcome for sign, (outcome, _) in TICK_TABLE.items()}
TICK_WORDS = {sign: word for sign, (_, word) in TICK_TABLE.items()}
# Signs that are drawn or typed in other ways: a tick, or nothing. A ☒ is a tick unless the same text has a ☑ too.
TICK_FORMS = {
    **dict.fromkeys("✓✔√☑☒✅🗹🗸×х", "x"), **dict.fromkeys("–—−‐‑‒―", "-"), **dict.fromkeys("☐⬜🔲□▢◻○◯_", ""),
    "›": ">",
}
PUT_OFF = ">"             # the tick of a review's line with a day after it
SHORT_MARKS = "spoke, na, lm, sent, answered, busy, bounced, later 3d, or a date"    # as a question names them


def word_form(text: str) -> str:
    """Return a word as it is compared: in small letters, `_`, `-` and spaces as one space."""
    return " ".join(re.split(r"[\s_-]+", text.casefold())).strip()


def by_form(words: Mapping[str, Outcome]) -> dict[str, Outcome]:
    """Return words with their outcomes by the form in which they are compared."""
    return {word_form(word): outcome for word, outcome in words.items()}


_BY_FORM = by_form(OUTCOME_WORDS)


def outcome_of(text: str) -> Outcome | None:
    """Return the outcome for a word, however it is spelt; None for any other text."""
    return _BY_FORM.get(word_form(text))


# Words that we write.

BOX = "[ ] "         # before a line of a call sheet, to be ticked
BELOW = "    ✓ "         # begins a line of ours below one with a box: what was noticed
ASKS = "? "      # before the title of an event with a question
UNDO = "undo"     # the mark that takes an answer back
BESIDE_UNDO = frozenset({
    UNDO, "please", "that", "this", "it", "the", "last", "one", "answer", "sorry", "oops", "no", "wrong", "person",
})


def asking(title: str) -> str:
    """Return a title with the sign that the event has a question."""
    return f"{ASKS}{unasked(title)}"


def unasked(title: str) -> str:
    """Return a title without that sign, also if the user has put a word before it: "lm ? Call Dana"."""
    return title.removeprefix(ASKS).replace(f" {ASKS}", " ", 1)


class Said(StrEnum):
    """The answers to an event other than an outcome."""

    LATER = "later"          # put off to another time
    KEPT = "kept"            # a promise, a card
    DROPPED = "dropped"
    INVITED = "invited"      # to a coffee: sent, in the word of its line and of its legend
    BOOKED = "booked"        # the next meeting, for a day
    DECIDED = "decided"      # on a review, about a number of people
    NOT_TRIED = "not_tried"  # it passed, and nothing was done on it
    NOT_DONE = "not_done"    # the same of a promise, a card or a meeting to book
    ASKED = "asked"          # a meeting is over, and we ask how it was
    NOT_MET = "not_met"      # a meeting in another calendar that did not take place
    MET_NOTICED = "met_noticed"              # shown by a calendar
    SPOKE_NOTICED = "spoke_noticed"          # by the call log
    NO_ANSWER_NOTICED = "no_answer_noticed"
    SENT_NOTICED = "sent_noticed"            # by the mailbox
    REPLIED_NOTICED = "replied_noticed"
    BOUNCED_NOTICED = "bounced_noticed"
    REACHED_ONE = "reached_one"      # on a block: who was reached in it, or else tried
    REACHED_MANY = "reached_many"
    TRIED_ONE = "tried_one"
    TRIED_MANY = "tried_many"


# The signs before and after a title, around the words of an answer: a ✓ if something was done on the event (P12).
DONE_ON_IT = ("✓ ", ": {}")
AROUND: Mapping[Outcome | Said, tuple[str, str]] = {
    Said.NOT_TRIED: ("– {}: ", ""), Said.NOT_DONE: ("– {}: ", ""), Said.NOT_MET: ("– {}: ", ""),
    Said.ASKED: ("", ": {}"),
}


@dataclass(frozen=True, slots=True)
class Language:
    """A language of our texts: all words that we may have to read back after history and sign are lost.

    `answers` are the words around a title, `resting` goes after a name in a review; {} is the place of a day or a
    number. How the line of a task begins is declared by its kind, for each `name` of a language (`TaskItem.begins`).
    `block` is the title of a block without names; `sheets` are titles with names, by the channel of the people ("" for
    several channels, NO_CHANNEL if their details are to be found), and `and_last` and `and_more` join the names.
    `question` begins a line that asks what the user meant.
    """

    name: str
    answers: Mapping[Outcome | Said, str]
    resting: str
    block: str
    sheets: Mapping[str, str]
    and_last: str
    and_more: str
    question: str


ENGLISH = Language(
    "en",
    {
        **{outcome: outcome.words for outcome in Outcome},
        Said.LATER: "later", Said.KEPT: "kept", Said.DROPPED: "dropped", Said.BOOKED: "booked {}",
        Said.DECIDED: "{} decided", Said.NOT_TRIED: "not tried", Said.NOT_DONE: "not done",
        Said.NOT_MET: "not met", Said.ASKED: "how was it?", Said.INVITED: "asked",
        Said.MET_NOTICED: "met (calendar)", Said.SPOKE_NOTICED: "reached (call log)",
        Said.NO_ANSWER_NOTICED: "no answer (call log)", Said.SENT_NOTICED: "sent (mailbox)",
        Said.REPLIED_NOTICED: "reached (mailbox)", Said.BOUNCED_NOTICED: "bounced (mailbox)",
        Said.REACHED_ONE: "you reached one person. Have the cookie.",
        Said.REACHED_MANY: "you reached {} people. Have the cookie.",
        Said.TRIED_ONE: "you tried one person. That counts.", Said.TRIED_MANY: "you tried {} people. That counts.",
    },
    "quiet since {}, back {}",
    "Outreach block",
    {
        "phone": "Call {}", "text": "Text {}", "email": "Email {}", "video": "Video call with {}",
        "coffee": "Ask {} for a coffee", "note": "Write to {}", "social": "Message {}",
        NO_CHANNEL: "Find new details for {}", "": "Reach {}",
    },
    "{} and {}",
    "{} and {} more",
    "Not understood: ",
)
LANGUAGES = (ENGLISH,)      # the first is written, all are read


# Words for what evidence shows, by its rule, in a list and in `why`.
NOTICED_WORDS: Mapping[EvidenceRule, str] = {
    EvidenceRule.MET: "met", EvidenceRule.SENT: "sent by email", EvidenceRule.REPLIED: "reached by email",
    EvidenceRule.WROTE: "they wrote", EvidenceRule.BOUNCED: "bounced by email",
    EvidenceRule.NOT_ANSWERED: "no answer by phone", EvidenceRule.SPOKE: "reached by phone",
    EvidenceRule.RANG: "they rang",
}


def call_length(seconds: int) -> str:
    """Return `4 minutes`, or `50 seconds` for less than one."""
    return count(seconds, "second") if seconds < 60 else count(round(seconds / 60), "minute")


def shown_more(fact: Noticed) -> str:
    """Return what evidence shows beside its rule: the title of a meeting, a subject, how long a call was."""
    return fact.what or (call_length(fact.seconds) if fact.seconds is not None else "")


def question_line(question: str) -> str:
    """Return the line of a text that asks what the user meant."""
    return f"{LANGUAGES[0].question}{question}."


def is_question(line: str) -> bool:
    """Return whether a line of a text of ours asks what the user meant, in any language."""
    return line.startswith(tuple(language.question for language in LANGUAGES))


# Days, clocks and spans in a sentence of ours: read from a day, never from now.

NINE_MONTHS = 270    # days: closer than that a day needs no year


def day_text(day: date, near: date) -> str:
    """Return `Fri 27 Nov`, with the year if it is more than about nine months from `near`."""
    year = "" if abs((day - near).days) < NINE_MONTHS else f" {day.year}"
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]}{year}"


def absent_word(outcome: Outcome) -> str:
    """Return the word for who cannot be reached until a day, as was heard at a try: `busy` or `away`."""
    return "busy" if outcome is Outcome.BUSY else "away"


def calendar_day(day: date, near: date) -> str:
    """Return `27 November`, as one says it; with the year as in `day_text`."""
    year = "" if abs((day - near).days) < NINE_MONTHS else f" {day.year}"
    return f"{day.day} {FULL_MONTH_NAMES[day.month - 1]}{year}"


def month_text(day: date, near: date) -> str:
    """Return `June`, with the year as in `day_text`."""
    return calendar_day(day, near).partition(" ")[2]


def following_text(day: date, before: date, near: date) -> str:
    """Return a day that follows from another: with its year too if the two might read as one (4 May, due 4 May)."""
    return day_text(day, near if abs((day - before).days) < NINE_MONTHS else before)


def clock_text(clock: time | datetime) -> str:
    """Return `14:30`."""
    return f"{clock.hour:02}:{clock.minute:02}"


def moment_text(instant: datetime, zone: tzinfo, near: date) -> str:
    """Return `Fri 27 Nov 14:30` by the clock of a zone."""
    local = instant.astimezone(zone)
    return f"{day_text(local.date(), near)} {clock_text(local)}"


def ordinal(number: int) -> str:
    """Return `1st`, `2nd`, `3rd`, `11th`."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def a_span(span: Span) -> str:
    """Return `a week` for one week, `2 weeks` for two."""
    return f"a {span.unit}" if span.unit else str(span)


def length_text(days: int) -> str:
    """Return a length of time as people round it: `12 days`, `5 weeks`, `7 months`, `2 years`."""
    for unit, one, fewest in (("year", 365.25, 700), ("month", 30.4375, 63), ("week", 7, 21)):
        if days >= fewest:
            return count(round(days / one), unit)
    return count(days, "day")


def every_span(span: Span) -> str:
    """Return what follows "every": `week`, `2 weeks`."""
    return span.unit or str(span)
