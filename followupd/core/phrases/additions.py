"""Words that the user typed beside a title or after a line of ours, or after `followupd log WHO`, as a Mark.

One reader for all of them: a known mark with its note, a day, the day of a meeting, else plain words (clauses.py). A
text that may say what happened and is not understood is Unclear, never guessed (P13).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from followupd.core.phrases.channel_said import channel_said
from followupd.core.phrases.clauses import clauses_in, read_words, wished_in
from followupd.core.phrases.day_in_doubt import WITH_A_NEXT, has_been, no_day_for_it
from followupd.core.phrases.days import NotADayError, parse_day, parse_day_or_month
from followupd.core.phrases.english.telling import ALONE
from followupd.core.phrases.english.words import ANOTHER_ONE, NOBODY_REACHED
from followupd.core.phrases.hints import all_said
from followupd.core.phrases.later_today import later_today
from followupd.core.phrases.meeting_said import MoreSaidError, agreed_in
from followupd.core.phrases.noted import absence, with_its_part
from followupd.core.phrases.plain_days import part_of_day, until
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.phrases.side_by_side import SUCCEEDED, marks_beside, outcome_named
from followupd.core.phrases.turned import HEDGE, takes_back, turned_round
from followupd.core.phrases.vocabulary import (
    AGREED,
    ANSWER_TO_IT,
    BESIDE_UNDO,
    INVITED,
    MET,
    OUTCOME_WORDS,
    OWN,
    POSTPONING,
    READY_WORDS,
    SHORTHAND,
    UNDO,
    YES,
    by_form,
    day_text,
    outcome_of,
    word_form,
)
from followupd.core.phrases.when_said import SaidMoment, moment_of_try, with_its_moment
from followupd.core.phrases.words import DAY, NEAR_MISS, leading, quoted, suggest
from followupd.core.phrases.words import EDGE as EDGE
from followupd.core.values.facts import DayTime, Outcome

# texts, compiled when there is something to read (phrases/days.py)
_NOTE = r"\s*(?:(?<!\d):|:(?!\d\d)|\s[-–—]\s|[–—])\s*"   # no colon within a time: "Friday 15:30: call mum"
_CLAUSE = r"(?P<head>[^,;.]+)[,;.]\s+(?P<note>.+)"
_TICKED = r"[✅✔☑]\ufe0f?"      # with a note after it: "✅: moved to Berlin"
_LAST_WORD = r"(?i)(?P<text>.*\S)(?P<apart>\s*[:;,.–—-]\s*|\s+)(?P<word>[^\W_/]+(?:/[^\W_]+)?)[\s.!]*"
_VERB_OF_IT = r"(?i)(?<=[,;.])\s*(?:(?:so|and|then) )?(?:i )?(?:left|sent|got)(?: an?)?$"      # "in Lisbon, left vm"
_APART = (":", "-", "–", "—")      # what sets a mark apart from the words before it
_GAP = r"[\s,;.–—-]+"
_AGAIN = r"(?i)^(?:until|till|til|later|again)\b[\s,:]*|[\s,]+again$"      # about the next try, before or after a day
_AWAY = r"(?i)(?:until|till|til)\b"
_FAILED = (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY)
_WILL_CALL = r"(?i)(?:she|he|they)(?:['’]ll| will| is going to) (?:call|ring|phone|get)\b"     # after a tick
_SOON = timedelta(days=180)        # a day later than that has been: "na 3 Nov" on the 20th
_TO_BOOK = "Write later Thu, or booked Thu 15:00."
_HEDGED = rf"(?i)^{HEDGE}\b[\s,:]*|[\s,(]+{HEDGE}[)?.! ]*$"
_DAYS_IN_DOUBT = rf"(?i)(?:[0-2]?\d|3[01])/(?:0?\d|1[0-2])|(?:0?\d|1[0-2])/(?:[0-2]?\d|3[01])|{DAY} or {DAY}"
_ANOTHER_DAY = f"Write later and a day, or {OWN} if this is just a note"
_DATE_AT_THE_END = r"(?<!\S)\d{1,2}\.\d{1,2}$"


@lru_cache(maxsize=2048)        # each pass reads all answers that are on the calendar
def read_addition(text: str, reading: ReadingRules) -> Mark | Unclear | None:
    """Return what a text says; None if it is the user's own text."""
    added = trimmed(text)
    if not added or is_own(added):
        return None
    return with_its_moment(added, lambda words: _said_in(words, reading))


def moment_said(text: str, reading: ReadingRules) -> SaidMoment | None:
    """Return the moment at which what a text says was, with the rest of the text; None if it names none."""
    return moment_of_try(trimmed(text), lambda words: _said_in(words, reading))


def _said_in(added: str, reading: ReadingRules) -> Mark | Unclear | None:
    meaning = _hedged(added, reading) or _read(added, reading)
    if isinstance(meaning, Mark) and meaning.later is None and is_taken_back(meaning.outcome, meaning.note, reading):
        return Unclear(added, nearest=(Outcome.NO_ANSWER, meaning.outcome or Outcome.DONE))
    if isinstance(meaning, Mark) and meaning.later is None:
        meaning = _turned(meaning, added, reading)
    if isinstance(meaning, Mark) and (day := meaning.asked or (meaning.later if meaning.outcome is None else None)):
        meaning = has_been(day, added, reading.today, meaning.outcome) or meaning
    elif isinstance(meaning, Mark) and meaning.outcome in WITH_A_NEXT and meaning.later is None:
        meaning = no_day_for_it(meaning.outcome, added) or meaning
    if not isinstance(meaning, Mark):
        return meaning
    if meaning.outcome is None and meaning.later is not None and meaning.later.time is None:
        return replace(meaning, hours=part_of_day(added))
    return _by_its_channel(with_its_part(meaning, added, reading.today), added, reading)


def trimmed(text: str) -> str:
    """Return a text without signs at its ends; the full stop of a date belongs to it: "postponed to 7.12."."""
    added = text.strip(EDGE)
    dated = re.search(_DATE_AT_THE_END, added) and text.rstrip().endswith(f"{added[-1]}.")
    return f"{added}." if dated else added


def _hedged(added: str, reading: ReadingRules) -> Unclear | None:
    """Return the doubt about a day that may be meant for the next try, or not: "maybe Friday", "next week perhaps"."""
    sure = re.sub(_HEDGED, "", added)
    found = _read(sure, reading) if sure not in ("", added) else None
    if not isinstance(found, Mark) or found.outcome is not None:
        return None
    return Unclear(added, f"{quoted(added)} may be another day, or not. {_ANOTHER_DAY}")


def _by_its_channel(mark: Mark, added: str, reading: ReadingRules) -> Mark | Unclear:
    """Return a mark with the channel that its words name, if it is another than that of the line: "texted her".

    Unclear if the contact has no such channel.
    """
    last = re.fullmatch(_LAST_WORD, added)
    apart = last is not None and (last["apart"].strip() in _APART or last["text"].endswith(_APART))
    settled = apart and last is not None and _outcome(last["word"], reading) is mark.outcome
    if mark.outcome is None or not reading.via or reading.inviting or settled:
        return mark
    named = channel_said(added.removesuffix(mark.note) or added, mark.outcome, reading.via)
    if named is None or named == reading.channel:
        return mark
    if named in reading.via:
        return replace(mark, channel=named)
    theirs = f"{named} is not one of their channels ({', '.join(reading.via)})"
    word = READY_WORDS[mark.outcome][1]
    return Unclear(added, f"{quoted(added)}: {theirs}. Add it to via, or write {word}. Or {OWN} if this is just a note")


def is_taken_back(outcome: Outcome | None, note: str, reading: ReadingRules) -> bool:
    """Return whether a note may say that it was somebody else who was reached: "reached: her husband"."""
    if not note or outcome not in SUCCEEDED:
        return False
    to_come = outcome is Outcome.DONE and re.match(_WILL_CALL, note) is not None
    return to_come or takes_back(note, reading)


def _turned(mark: Mark, added: str, reading: ReadingRules) -> Mark | Unclear:
    """Return what is left of a failed try whose note is about another one, or that they are not to be called."""
    if mark.outcome not in (*_FAILED, Outcome.SENT) or not mark.note or mark.note == added or mark.phrase:
        return mark
    turned = turned_round(mark.outcome, mark.note, reading)
    return replace(turned, text=added) if isinstance(turned, Unclear) else turned or mark


def is_doubtful(note: str, said: Unclear | None, reading: ReadingRules) -> bool:
    """Return whether a note beside a tick, read as `said`, may be about somebody else, or nobody: "he's out"."""
    if is_taken_back(Outcome.DONE, note, reading) or re.match(NOBODY_REACHED, note):
        return True
    words = {word.strip(EDGE).casefold() for word in note.split()}
    if said is not None and said.nearest and SUCCEEDED.issuperset(said.nearest):
        return False            # "booked": what it may be is what the tick says
    if said is not None and Outcome.REACHED in all_said(note, clauses_in(note, reading)):
        return False            # "[x] …: on holiday" is what they said
    return said is not None and bool(said.nearest or said.why or re.search(r"\d:\d\d", note) or words & ANOTHER_ONE)


def _read(added: str, reading: ReadingRules) -> Mark | Unclear | None:
    beside = marks_beside(added, reading)
    if isinstance(beside, Unclear):
        return beside
    added = beside
    mark = exact_mark(added, reading) or exact_mark(added.strip("#{}"), reading)
    if mark is not None:
        return _day_of_a_story(mark, added, reading) or mark
    with_day = _with_a_day(added, reading)
    if with_day is not None:
        return with_day
    try:
        agreed = agreed_in(added, reading.today)
    except MoreSaidError as problem:
        said = _plain_words(added, reading)
        return said if isinstance(said, Mark) and said.later is not None else Unclear(added, str(problem))
    except ValueError as problem:
        return Unclear(added, str(problem))
    if agreed is not None and agreed.time is None and word_form(added).startswith(YES):
        return Unclear(added, f"{quoted(added)} may put it off, or be the day on which you meet. {_TO_BOOK}")
    if agreed is not None:
        return Mark(Outcome.REACHED, agreed)
    said = _as_it_begins(_plain_words(added, reading), added, reading)
    if reading.inviting and not (isinstance(said, Mark) and said.later is not None and said.outcome is not None):
        return _of_an_invitation(added) or said
    return said


def _as_it_begins(said: Mark | Unclear | None, added: str, reading: ReadingRules) -> Mark | Unclear | None:
    """Return a failed try by its first word, ignoring any wish after it: "na, on holiday until 10 Dec"."""
    if not isinstance(said, Mark) or said.outcome is not Outcome.CALL_BACK:
        return said
    head, *behind = re.split(r"[,;.]\s+", added, maxsplit=1)
    outcome = _outcome(head, reading)
    return replace(said, outcome=outcome, note="".join(behind)) if outcome in _FAILED and said.asked else said


def _with_a_day(added: str, reading: ReadingRules) -> Mark | Unclear | None:
    """Return what a failed try with a day after it says, and nothing else: "na until Monday", "lm Friday 15:00".

    After a cue it is the day of the next try; without one it may be that of this try, which is a doubt (P13).
    """
    for gap in re.finditer(_GAP, added):
        head, rest = added[:gap.start()], added[gap.end():]
        outcome = _outcome(head, reading)
        if outcome not in _FAILED:
            continue
        named = re.sub(_AGAIN, "", rest)
        try:
            day = (parse_day if named == rest else parse_day_or_month)(named, reading.today)
        except ValueError:
            continue
        cued = named != rest and day.day > reading.today
        if not cued and not reading.today < day.day < reading.today + _SOON:
            reported = not day.vague and (day.time is not None or day.day > reading.today)
            return Mark(outcome, note=rest) if reported else None
        if cued:
            away = re.match(_AWAY, rest) is not None
            return Mark(outcome, asked=absence(until(day, named, reading.today)) if away else day)
        clock = f" {day.time:%H:%M}" if day.time is not None else ""
        words, short = READY_WORDS[outcome]
        again = f"again on {day_text(day.day, reading.today)}{clock}? Write {short}, again {named}"
        only = f"{words[0].upper()}{words[1:]} and no more? Write {short}"
        return Unclear(added, f"{quoted(added)}. Did you mean: {again}. {only}. Or {OWN} if this is just a note")
    return None


def _of_an_invitation(added: str) -> Mark | Unclear | None:
    """Return that an invitation was made; Unclear if it was answered without a day on which they meet."""
    made = re.fullmatch(INVITED, added)
    if re.match(ANSWER_TO_IT, added):
        return Unclear(added, nearest=(Outcome.REACHED, Outcome.SENT if made is not None else Outcome.NO_ANSWER))
    return Mark(Outcome.SENT, note=made["note"] or "") if made is not None else None


def _day_of_a_story(mark: Mark, added: str, reading: ReadingRules) -> Unclear | None:
    """Return the doubt about a day before what happened: "Mon: no answer. Tue: spoke"."""
    meaning = _plain_words(mark.note, reading) if mark.outcome is None and mark.note else None
    if isinstance(meaning, Mark):
        if meaning.outcome is None or meaning.later is not None:
            return None
        return Unclear(added, nearest=(meaning.outcome,))
    return replace(meaning, text=added) if meaning is not None else None


def is_undo(text: str) -> bool:
    """Return whether a text asks to take an answer back, and says nothing else: "undo", "please undo"."""
    words = {word.strip(EDGE).casefold() for word in text.split()}
    return UNDO in words and words - {""} <= BESIDE_UNDO


def is_own(text: str) -> bool:
    """Return whether a text is the word that settles that the rest is just a note."""
    return word_form(text.strip(EDGE)) == OWN


def _plain_words(added: str, reading: ReadingRules) -> Mark | Unclear | None:
    settled = _settled(added, reading)
    said = read_words(added, reading) if settled is None else settled
    if isinstance(said, Mark):
        return said
    if said is None and leading(added, (*reading.words, *AGREED, POSTPONING)) is None:
        return _slip(added) or _whole_text_in_doubt(added, reading.today)
    last = re.fullmatch(_LAST_WORD, added)
    if last is not None and word_form(last["word"]) == OWN:
        return None
    nearest, why = (said.nearest, said.why) if said is not None else ((), "")
    return Unclear(added, _wrong_day(added, reading.today) or why, nearest)


def exact_mark(text: str, reading: ReadingRules) -> Mark | None:
    """Return the mark that a text is, with the note after its first colon or dash: "lm - asked for Friday".

    After one of the user's own marks, a comma, a semicolon or a full stop is enough.
    """
    added = text.strip(EDGE)
    head, *rest = re.split(_NOTE, added, maxsplit=1)
    note = rest[0].strip() if rest else ""
    outcome = _outcome(head, reading)
    if outcome is None and note and re.fullmatch(_TICKED, head.strip(EDGE)):
        outcome = Outcome.DONE
    clause = re.match(_CLAUSE, added)
    if outcome is None and clause is not None:
        outcome = by_form(reading.words).get(word_form(clause["head"].strip(EDGE)))
        head, note = (clause["head"], clause["note"]) if outcome is not None else (head, note)
    if outcome is not None:
        return Mark(outcome, None, note, _says_met(head), day_wished(note, reading))
    day = head.strip(EDGE).casefold().removeprefix(POSTPONING).strip(" :,")
    if not day:
        day, note = note, ""
    if (then := later_today(day, reading.today)) is not None:
        return Mark(None, then[0], note, wait=then[1])
    try:
        return Mark(None, parse_day(day, reading.today), note)
    except ValueError:
        return None


def day_wished(note: str, reading: ReadingRules) -> DayTime | None:
    """Return the day for the next time that a note names after a cue: "she asked for Friday"."""
    if not note:
        return None
    return wished_in(note, reading)


def _outcome(text: str, reading: ReadingRules) -> Outcome | None:
    """Return the outcome that a whole text names, by the user's own words first."""
    return outcome_named(text.strip(EDGE), reading)


def _says_met(text: str) -> bool:
    return word_form(text.strip(EDGE)) == MET


def first_mark(text: str, words: Mapping[str, Outcome]) -> str | None:
    """Return the word with which a text begins, if it says what happened, or that something is put off."""
    found = leading(text.strip(EDGE), (*OUTCOME_WORDS, *words, *AGREED, POSTPONING))
    return found[0] if found is not None else None


def _settled(added: str, reading: ReadingRules) -> Mark | None:
    """Return what an unclear text says in its last word, with which the user answered a question.

    A mark that is not an English word: "spoke to the office - lm". Any mark, if it is set apart.
    """
    match = re.fullmatch(_LAST_WORD, added)
    outcome = _outcome(match["word"], reading) if match is not None else None
    if match is None or outcome is None:
        return None
    apart = word_form(match["word"]) in SHORTHAND or match["apart"].strip() in _APART
    note = match["text"].strip(EDGE)
    if apart and isinstance(_plain_words(note, reading), Unclear):
        note = re.sub(_VERB_OF_IT, "", note).strip(EDGE) or note
        return Mark(outcome, None, note, phrase=note)
    return None


def _slip(added: str) -> Unclear | None:
    """Return that a single word is not a mark but close to one: "nna"."""
    if len(added.split()) > 1 or not added.isalpha():
        return None
    near = suggest(added, SHORTHAND, NEAR_MISS)
    outcome = outcome_of(near) if near is not None else None
    return Unclear(added, "", (outcome,)) if outcome is not None else None


def _whole_text_in_doubt(added: str, today: date) -> Unclear | None:
    """Return the doubt about a whole text that may say what happened, or is a day that cannot be: "stop", "31 Nov"."""
    meant = next((outcomes for pattern, outcomes in ALONE if re.fullmatch(pattern, added)), None)
    if meant is not None:
        return Unclear(added, nearest=meant)
    if re.fullmatch(_DAYS_IN_DOUBT, added):
        return Unclear(added, f"{quoted(added)} is not one day. {_ANOTHER_DAY}")
    wrong = _wrong_day(added, today)
    return Unclear(added, wrong) if wrong else None


def _wrong_day(text: str, today: date) -> str:
    """Return what is wrong with the day that a text is."""
    if word_form(text.strip(f"{EDGE}?!")) == POSTPONING:
        return f"{quoted(text)}: to which day? Write later 3d or a date, or {OWN} if this is just a note"
    try:
        parse_day(text.strip(EDGE).casefold().removeprefix(POSTPONING).strip(" :"), today)
    except NotADayError:
        return ""
    except ValueError as problem:
        return str(problem)
    return ""
