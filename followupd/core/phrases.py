"""Every phrase that people write, in one place: durations, clocks, hours, days, moments, outcomes and log lines.

Pure text -> value parsers. Each raises ValueError with one sentence that quotes the text, says what is wrong and
what to write instead, and nothing else on any text whatever. Time is an argument. docs/grammar.md lists the forms.
"""

from followupd.core.phrase_days import parse_anniversary, parse_date, parse_day, parse_moment
from followupd.core.phrase_log import (
    CHANNEL_WORDS,
    OUTCOME_WORDS,
    asked_in,
    parse_channel,
    parse_log_line,
    parse_outcome,
)
from followupd.core.phrase_times import parse_clock, parse_length, parse_span
from followupd.core.phrase_weeks import parse_hours, parse_slot
from followupd.core.phrase_words import suggest

__all__ = [
    "CHANNEL_WORDS",
    "OUTCOME_WORDS",
    "asked_in",
    "parse_anniversary",
    "parse_channel",
    "parse_clock",
    "parse_date",
    "parse_day",
    "parse_hours",
    "parse_length",
    "parse_log_line",
    "parse_moment",
    "parse_outcome",
    "parse_slot",
    "parse_span",
    "suggest",
]
