"""A text as words that can be matched: clauses, spelling and slips, days, and the name of the contact.

Takes text, gives clauses of words that know their place in it, so that a note is what the user typed, to the letter.
English is the only language so far: what joins clauses and leads to a day is here, other words are in `english`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise, zip_longest

from followupd.core.phrases.english import beside
from followupd.core.phrases.english import words as english
from followupd.core.phrases.names import folded
from followupd.core.phrases.patterns import DAY_WORD, TODAY_WORD, UNTIL_WORD
from followupd.core.phrases.plain_days import day_ahead, day_past, hour_today, until
from followupd.core.phrases.words import MONTH
from followupd.core.values.facts import DayTime

EDGE = " \t\n:;,.-–—|/()[]!…"
NAME_WORD, NAMES_WORD, NUMBER_WORD, TICK_WORD = "NAME", "NAMES", "NUMBER", "TICK"
_WORDS_OF_A_SPEAKER = 4       # "her old boss said"
TEXTS_REMEMBERED = 1024       # each pass reads the texts of the calendar several times, and few of them change
FIRST_TYPO = 5                # letters: shorter words are too near to each other
# Keys that a finger takes for each other.
_KEYS = {
    "a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc", "g": "ftyhbv", "h": "gyujnb",
    "i": "ujko", "j": "huikmn", "k": "jiolm", "l": "kop", "m": "njk", "n": "bhjm", "o": "iklp", "p": "ol", "q": "wa",
    "r": "edft", "s": "awedxz", "t": "rfgy", "u": "yhji", "v": "cfgb", "w": "qase", "x": "zsdc", "y": "tghu",
    "z": "asx",
}
_VOWELS = "aeiou"
_NEEDS_YES = (DAY_WORD, UNTIL_WORD, "to", "done", "sorted", "completed", "ok", TICK_WORD)
_TICKS = frozenset("✅✔☑✓👍")
# texts, compiled when there is something to read (days.py)
_AND = (
    "(?:but|and(?! r(?:ang|ings)\\b| number\\b| \\d)|then|n(?! greet)|&|\\+|so(?! (?:well|much|many|far|long)\\b)"
    "|because|cos|cuz|bc|period|comma|full stop)"
)
# Nothing ends with a comma before a clock, the rest of a day ("Thursday, December 3"), and "she said yes" to it.
_NO_COMMA = (
    rf"(?!\s*(?:at )?(?:\d{{1,2}}[:.]\d\d|\d{{1,2}} ?[ap]m\b|half (?:past )?[a-z]+\b|noon\b)"
    r"|(?:(?<=\d,)|(?<=[apAP][mM],)|(?<=day,))\s*(?:she|he|they) (?:said|says) yes\b"
    rf"|\s*(?:the )?(?:{MONTH} \d|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}))"
)
_ABBREVIATED = "".join(rf"(?<!\b{word})" for word in beside.ABBREVIATIONS)
_SPLIT = (
    rf"(?i)\s+[-–—]+\s+|[–—]|(?<=[a-z]{{3}})/(?=[a-z]{{4}})|(?<=[a-z])[.](?=(?-i:[A-Z]))|(?:[;!…()\n|\"“”„«»]|,{_NO_COMMA})+|(?:\.{{2,}}|(?<!\d\.\d)(?<!\d\.\d\d)(?<!\b(?-i:[A-Z])){_ABBREVIATED}[:.](?=[\s)(]|$)|:(?!\d))+|\?+"
    rf"|\s+(?={_AND}\s)"
)
_CLOCK = r"(?:[01]?\d|2[0-3])[.:][0-5]\d(?![.:\d])"
_JOINED = rf"(?i)\s*{_AND}\s+"
_AMOUNT = r"#?\d+(?:[.,:]\d+)?(?:[x×]|st|nd|rd|th|mins?|hrs?|s|m|h|am|pm)?|[x×]\d+|v\d+(?:\.\d+)?|\d+/\d+(?:/\d+)?"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is matched, with its place in the text, the day that it says, and whether it is spelt as a name.

    `until` if "until", and not "not until", leads to the day.
    """

    said: str
    start: int
    end: int
    day: DayTime | None = None
    named: bool = False
    until: bool = False


Clause = Sequence[Word]


def clauses_of(text: str, names: Iterable[str], today: date, known: frozenset[str]) -> Sequence[Clause]:
    """Return the clauses of a text. `names` are those of the contact; `known` are the words to which slips are near."""
    return _clauses(text, frozenset(folded(_plain(word)) for name in names for word in name.split()), today, known)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _clauses(text: str, called: frozenset[str], today: date, known: frozenset[str]) -> Sequence[Clause]:
    reader = _Splitter(text, called, today, known)
    lead = re.match(beside.LABELLED, text) or re.match(beside.DICTATED, text)
    ends, found = lead.end() if lead else 0, []
    for match in re.compile(_SPLIT).finditer(text, ends):
        found.append((ends, match.start()))
        ends = match.end()
    found.append((ends, len(text)))
    clauses = [words for start, end in found if (words := reader.words(start, end))]
    said = [words for n, words in enumerate(clauses) if not _adds_nothing(words, first=n == 0)]
    clauses = said or clauses[:1]
    return tuple(map(tuple, _together(text, clauses)))


def _adds_nothing(words: Sequence[Word], *, first: bool) -> bool:
    if not first and [word.said for word in words] == ["nope"]:
        return False                         # "tried again, nope"
    return all(word.said in english.FILLERS or word.said in english.POLITE for word in words)


def _together(text: str, clauses: list[list[Word]]) -> list[list[Word]]:
    """Return the clauses with two people as one, "Dana and I spoke" is "we spoke", and with who said it before it."""
    joined: list[list[Word]] = []
    for words in clauses:
        pair = joined[-1] if joined else []
        if [word.said for word in pair] in english.ONE_OF_US and words[0].said in english.OTHER_OF_US:
            joined[-1] = [Word("we", pair[0].start, words[0].end), *words[1:]]
        elif pair and _is_another(pair) and text[pair[-1].end:pair[-1].end + 1] == ":" and _is_of_the_call(words):
            joined[-1] = [*pair, Word("says", pair[-1].end, pair[-1].end), *words]       # "EA: call Tuesday"
        elif pair and len(_speaker(words)) == len(words) and text[words[-1].end:words[-1].end + 1] != ":":
            joined[-1] = [*_speaker(words), *pair]       # "phone her Thursday, she said"
        else:
            joined.append(words)
    return [_said_first(words) for words in joined]


def _is_of_the_call(words: Sequence[Word]) -> bool:
    """Return whether words are what somebody says of a call, and not what is noted of them: "her office: 5550"."""
    return words[0].said in english.SAID_BY_THEM | english.THEY


def _said_first(words: list[Word]) -> list[Word]:
    """Return a clause with who said it before it: "her son said call her Friday" for "call her Friday her son said"."""
    speaker = _speaker(words)
    behind = 0 < len(speaker) < len(words) and words[0].said in english.SAID_BY_THEM
    return [*speaker, *words[:-len(speaker)]] if behind else words


def _speaker(words: list[Word]) -> list[Word]:
    """Return the last words of a clause if they name who said it, the verb last: "she said", "says her husband"."""
    for size in range(2, _WORDS_OF_A_SPEAKER + 1):
        last = words[-size:]
        if last[0].said in english.SAID_SO:
            last = [*last[1:], last[0]]
        if len(last) == size and last[-1].said in english.SAID_LAST and _is_somebody(last[:-1]):
            return last
    return []


def _is_somebody(words: Sequence[Word]) -> bool:
    """Return whether words are a person: "she", "her husband", "the office"."""
    return [word.said in english.THEY for word in words] == [True] or _is_another(words)


def _is_another(words: Sequence[Word]) -> bool:
    *whose, who = (word.said for word in words)
    return who in english.PERSONS and english.WHOSE.issuperset(whose)


class _Splitter:
    def __init__(self, text: str, names: frozenset[str], today: date, known: frozenset[str]) -> None:
        self._text, self._names, self._today, self._known = text, names, today, known

    def words(self, start: int, end: int) -> list[Word]:
        words: list[Word] = []
        joined = re.compile(_JOINED).match(self._text, start, end)
        at = joined.end() if joined else start
        while match := re.compile(r"\S+").search(self._text, at, end):
            at = self._day(words, match.start(), end) or self._spelt(words, match)
        if joined and len(words) == 1 and words[0].day is not None and joined[0].split()[-1].lower() in english.IN_TURN:
            words.append(Word("then", words[0].end, words[0].end))      # "ill, so Friday"
        return _without_phrases(words)

    def _day(self, words: list[Word], start: int, end: int) -> int | None:
        """Append the day at this place, in place of the words that lead to it; return where it ends."""
        before = words[-1].said if words else ""
        found = day_ahead(self._text[start:end], self._today, led=before in english.BEFORE_A_DATE)
        if found is None and before in english.BEFORE_A_CLOCK and re.match(_CLOCK, self._text[start:end]):
            found = hour_today(self._text[start:end], self._today)
        if found is None and before in english.BEFORE_AN_HOUR and _has(words, english.WISHING | english.FREE):
            found = hour_today(self._text[start:end], self._today)
        if found is None:
            return None
        day, length = found
        first, cue = start, False
        while words and _leads(words[-1].said, cue=cue, first=first == start, today=day.day == self._today):
            led = words.pop()
            first, cue = led.start, cue or led.said in english.CUES
        lead = self._text[first:start].lower().split()
        if cue and lead[0] in english.ONLY_OF_THEM:
            cue = _is_of_them(lead, words)
            if lead == ["from"] and _has(words, english.LEAVING):
                cue = False
                words.append(Word("from", first, start))
        away = _has(words, english.BACK) and not _has(words, english.WISHING)
        day = _as_led(day, lead, self._text[start:start + length], self._today, away=away)
        said = UNTIL_WORD if cue else DAY_WORD
        if day.day == self._today and day.time is None:
            said = TODAY_WORD
        until = not english.UNTIL.isdisjoint(lead) and "not" not in lead
        words.append(Word(said, first, start + length, day, until=until))
        return start + length

    def _spelt(self, words: list[Word], match: re.Match[str]) -> int:
        said = self._form(match[0])
        if match[0] == "2" and (self._text[match.end():].casefold().split() or [""])[0] in english.BEFORE_THEM:
            said = ("to",)
        named = match.start() > 0 and match[0][0].isupper() and match[0][1:2].islower()
        if said != (NAME_WORD,) or not words or words[-1].said != NAME_WORD:      # "Dana Whitfield" is one
            words += [Word(one, match.start(), match.end(), None, named) for one in said]
        return match.end()

    def _form(self, word: str) -> Sequence[str]:
        """Return a word as it is matched, as several if it is short for them; none if it has no letter or digit."""
        if _TICKS & set(word):
            return (TICK_WORD,)
        plain = _plain(word)
        if plain in english.SPELT:
            return english.SPELT[plain].split()
        if not any(c.isalnum() for c in plain):
            return ()
        if folded(plain) in self._names:
            return (NAME_WORD,)
        if folded(plain.removesuffix("'s")) in self._names:
            return (NAMES_WORD,) if plain.endswith("'s") else (NAME_WORD,)
        if len(plain) == 1 and word[:1].isupper() and any(name.startswith(plain) for name in self._names):
            return (NAME_WORD,)
        if plain.startswith("mid-") and not plain.endswith("ties"):
            return ("mid",)
        if re.fullmatch(_AMOUNT, plain):
            return (NUMBER_WORD,)
        if plain.endswith("in") and plain + "g" in self._known:      # "callin"
            plain += "g"
        corrected = near_word(plain, self._known)
        return english.SPELT.get(corrected, corrected).split()


def _as_led(day: DayTime, lead: Sequence[str], said: str, today: date, *, away: bool) -> DayTime:
    """Return the day that is meant behind the words that lead to it: "after 5 Dec", "not before June".

    Who is back at the end of a month, or away until then, is reached after it.
    """
    if lead[-1:] == ["after"] and "not" not in lead:
        return day_past(day, said, today)
    if "not" not in lead and (away or not english.UNTIL.isdisjoint(lead)):
        return until(day, said, today)
    opens = lead[-1:] == ["from"] or lead[:1] == ["not"]
    return replace(day, vague=True) if opens and day.time is None else day


def _is_of_them(lead: Sequence[str], words: Sequence[Word]) -> bool:
    """Return whether words before a day say where they are, or put it off; "she will confirm by Friday" does not."""
    if lead == ["by"] and not _has(words, english.BY_A_DAY | english.PUTS_OFF):
        return False
    return not words or _has(words, english.OF_THEM) or words[-1].said in english.PUTS_OFF


def _leads(word: str, *, cue: bool, first: bool, today: bool) -> bool:
    """Return whether a word belongs to the day after it: "on Friday", but not "on for Friday", nor "not in today"."""
    if word in ("on", "in"):
        return first and not today
    return word in english.LEADS_TO_A_DAY or (word == "not" and cue)


def _without_phrases(clause: list[Word]) -> list[Word]:
    """Return the words without those that add nothing, such as "at last", unless there are no others."""
    words = [word for word in _already(clause) if word.said not in english.FILLERS] or clause[-1:]
    words = _without_titles(_without_has(_with_is(words)))
    for phrase in english.FILLER_PHRASES:
        for at in _places(words, phrase):
            if len(phrase) < len(words):
                del words[at:at + len(phrase)]
    for phrase in english.ACHIEVED:
        _achieve(words, phrase)
    consent = words[0].said == "ok" and words[1].said in english.OK_BEFORE if len(words) > 1 else False
    if consent or (len(words) > 1 and words[0].said in english.FIRST_FILLERS and words[1].said not in _NEEDS_YES):
        del words[0]
    return words


def _already(words: list[Word]) -> list[Word]:
    """Return "already talked with her" for "already talk with her", as people write whose language has no past."""
    return words[:1] + [
        replace(word, said=english.BY_ALREADY.get(word.said, word.said)) if before.said == "already" else word
        for before, word in pairwise(words)
    ]


def _with_is(words: list[Word]) -> list[Word]:
    """Return "Dana is out" for "Dana's out"."""
    rewritten: list[Word] = []
    for word, then in zip_longest(words, words[1:]):
        if word.said == NAMES_WORD and then is not None and then.said in english.HOW_THEY_ARE:
            rewritten += [replace(word, said=NAME_WORD), replace(word, said="is")]
        else:
            rewritten.append(word)
    return rewritten


def _without_has(words: list[Word]) -> list[Word]:
    """Return "she left" for "she has left" and "she's left", "line was busy" for "line's been busy"."""
    rewritten: list[Word] = []
    for at, word in enumerate(words):
        then = words[at + 1].said if words[at + 1:] else ""
        has = word.said in english.HAVING or (word.said == "is" and at > 0 and word.start == words[at - 1].start)
        if word.said == "been" and len(rewritten) > 1 and rewritten[-1].said in ("is", *english.HAVING):
            rewritten[-1] = replace(rewritten[-1], said="was")
        elif not has or then not in (english.HAS_DONE if at else english.HAS_TOLD):
            rewritten.append(word)
    return rewritten


def _without_titles(words: list[Word]) -> list[Word]:
    """Return "Whitfield" for "Mrs Whitfield"."""
    titles = [one for one, then in pairwise(words) if then.said == NAME_WORD and one.said in english.TITLES]
    return [word for word in words if word not in titles]


def _achieve(words: list[Word], phrase: tuple[str, ...]) -> None:
    """Join what was tried with success to its result: "managed to reach" becomes "reached"."""
    for at in _places(words[:-1], phrase):
        verb = words[at + len(phrase)]
        if verb.said in english.PAST and not _has(words[:at], english.NEGATES):
            words[at:at + len(phrase) + 1] = [Word(english.PAST[verb.said], words[at].start, verb.end)]


def _places(words: Sequence[Word], phrase: tuple[str, ...]) -> list[int]:
    """Return where a phrase is in the words, the last place first."""
    said = [word.said for word in words]
    if phrase[0] not in said:
        return []
    size = len(phrase)
    return [at for at in range(len(said) - size, -1, -1) if tuple(said[at:at + size]) == phrase]


def _has(words: Sequence[Word], said: Collection[str]) -> bool:
    return any(word.said in said for word in words)


def _plain(word: str) -> str:
    word = unicodedata.normalize("NFKC", word).casefold().replace("’", "'").replace("`", "'").replace("´", "'")
    bare = word.strip(EDGE + "*_~'?<>")
    return word if word in english.SPELT else bare


@lru_cache(maxsize=4096)
def near_word(word: str, known: frozenset[str]) -> str:
    """Return the one known word that is a slip away from a longer word; else the word.

    Spellings of one word are the same word: both "answer" and its own slip "anwser" are near to "anwer".
    """
    if len(word) < FIRST_TYPO or word in known or not word.isalpha():
        return word
    others = _by_initial(known).get(word[0], ())
    near = {english.SPELT.get(other, other) for other in others if _slip(word, other)}
    return near.pop() if len(near) == 1 else word


@cache
def _by_initial(known: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """Return the longer words by their first letter, which no slip changes."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(known):
        if len(word) >= FIRST_TYPO - 1:
            by_letter.setdefault(word[0], []).append(word)
    return by_letter


def _slip(word: str, other: str) -> bool:
    """Return whether two words differ by a slip.

    It is two letters swapped, one too few or too many, or a neighbour of the key or another vowel instead. The last
    letter may not differ: other forms of a word are not typing slips ("left", "lefts").
    """
    if abs(len(word) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))
    a, b = word[start:], other[start:]
    if not a or not b or (len(a) == 1 and len(b) == 1):
        return False
    instead = b[0] in _KEYS.get(a[0], "") or (a[0] in _VOWELS and b[0] in _VOWELS)
    beside = a[1:] == b[1:] and instead and len(word) > FIRST_TYPO
    return beside or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
