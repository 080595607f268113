"""A text of ours as a program hands it back, and what it was before.

Programs turn a description into HTML, escape it, break its lines, join them, put bullets before them and use other
blanks and dashes. HTML is taken away (html_text.py); `undone` compares what is left with the text that we wrote and
restores our words and the blanks between them. What is not ours stays as it is. Takes texts, returns texts; never
decides what they say.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from itertools import pairwise

from followupd.core.phrases.html_text import STRUCK, plain_text
from followupd.core.phrases.vocabulary import BOX

_BEYOND = "\U00010000-\U0010ffff"     # the BMP: most emoji, rare letters
_IN_EMOJI = f"[{_BEYOND}][{_BEYOND}\u200d\ufe0f]*"
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});"
_UNSEEN = "\u00ad\u200b\u2060\ufe0e\ufe0f\ufeff"        # of no width, or how an emoji is drawn
# They join or turn what is beside them: spelling that some programs add and others leave out.
_JOINING = "\u061c\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
# A box with what is in it, the sign of something struck out, or a word.
_TOKEN = rf"\[(?:[^\[\]\n]{{0,20}}|\s{{1,20}})\]|{STRUCK}|(?:(?!{STRUCK})[^\s{_UNSEEN}\[\]])+|[\[\]]"
_EMPTY = frozenset("☐⬜🔲□▢◻○◯")
_A_BOX = r"\[[^\[\]]*\]|[☐☑☒✅⬜🗹🔲□▢◻○◯]"
_FILLED = r"^\[\S\] "
_BULLET = r"[-–—*+•‣◦·o]|>+|\d{1,3}[.)]"
_QUOTED = frozenset({">", ">>", ">>>"})
_MARKDOWN = "[]()*_{}#+-.!|<>~`"
_DEVICE = (r"(?:iphone|ipad|i?phone|mac(?:book)?|apple watch|android|samsung|galaxy|pixel|huawei|xiaomi|blackberry"
           r"|mobile|smartphone|tablet|handy|mobiltelefon|cell|device|teléfono|móvil|portable|téléphone|cellulare|telefoon)")
_SIGNATURE = (
    r"(?i)\n\s*(?:--+\s*\n\s*)?(?P<line>(?:(?:sent|gesendet|envoyé|enviado|inviato|verstuurd|verzonden|skickat) "
    rf"(?:from|via|von|de|depuis|desde|do|da|dal|vanaf|från) (?:(?:my|meinem|mon|mi|meu|mio|mijn|min) )?{_DEVICE}"
    rf"|von meinem {_DEVICE} gesendet|sent from yahoo mail|get outlook for )"
    r"[ \w]{0,16}\.?)\s*\Z"
)
MOST_DRESSES = 6     # a program and a server may escape a text one after the other
_MOST = 40_000       # comparisons between two words that are the same on both sides
# Characters that programs put for quotes, dashes and dots while one types.
_TYPESET = str.maketrans({
    **dict.fromkeys("‘’‚‛`´", "'"), **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‐‑‒–—−", "-"), "…": "...",
    **dict.fromkeys(_UNSEEN + _JOINING, ""),
})
_LINE_ENDS = str.maketrans({"\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


def in_bmp(text: str) -> str:
    """Return a text without emoji and other characters beyond the BMP, which some servers cannot give back."""
    return re.sub(f"(?m)^{_IN_EMOJI} *| *{_IN_EMOJI}", "", text)


def _with_emoji(text: str, ours: str) -> str:
    """Return a text with the characters beyond the BMP in our lines again, if they were written without any."""
    if re.search(f"[{_BEYOND}]", text) or not re.search(f"[{_BEYOND}]", ours):
        return text
    for line in (line.removeprefix(BOX) for line in ours.split("\n")):
        plain = in_bmp(line)
        if plain != line and plain.strip():
            text = text.replace(plain, line, 1)
    return text


def undone(shown: str, ours: str) -> str:
    """Return a text without what a program did to the whole of it; `ours` is what we wrote there.

    Words that are ours are as we wrote them, with our blanks and line ends between them; all others are as they are.
    """
    if shown == ours:
        return shown
    text = shown.replace("\r\n", "\n").translate(_LINE_ENDS)
    for _ in range(MOST_DRESSES):
        before, text = text, _without_entities(plain_text(text), ours)
        if text == before:
            break
    if text.count("\\\n") == text.count("\n") > 0 and "\\\n" not in ours:        # line ends of Markdown
        text = text.replace("\\\n", "\n")
    if "\n" not in text and "\n" in ours:        # escaped, as often as programs handed it on
        text = re.sub(r"\\+([nN])|\\+([,;])", lambda found: found[2] or "\n", text)
    return relaid(_without_signature(_without_marks_of_markdown(text, ours), ours), ours)


def _without_marks_of_markdown(text: str, ours: str) -> str:
    """Return a text without the backslashes of an editor for Markdown, which puts one before each such sign of ours."""
    if "\\" not in text or "\\" in ours:
        return text
    signs = (sign for sign in set(_MARKDOWN) & set(ours) if f"\\{sign}" in text)
    if not any(text.count(sign) == text.count(f"\\{sign}") for sign in signs):
        return text
    return re.sub(rf"\\([{re.escape(_MARKDOWN)}])", r"\1", text)


def _without_signature(text: str, ours: str) -> str:
    """Return a text without the line that a phone puts below everything: nobody typed it there."""
    found = re.search(_SIGNATURE, text)
    return text if found is None or found["line"] in ours else text[: found.start()]


def _without_entities(text: str, ours: str) -> str:
    if "&" not in text or not re.search(_ENTITY, text) or re.search(_ENTITY, ours):
        return text
    return re.sub(_ENTITY, lambda entity: unescape(entity[0]), text)


def relaid(text: str, ours: str) -> str:
    """Return a text in which the words of ours are as we wrote them, with our blanks between them."""
    text = _with_emoji(text, ours)
    return text if not ours or _only_longer(text, ours) else _Layout(text, ours).restored()


def _only_longer(text: str, ours: str) -> bool:
    """Return whether each line is as we wrote it, but for what is in its box and what is after it."""
    lines, written = text.split("\n"), ours.split("\n")
    return len(lines) == len(written) and all(map(_is_only_longer, lines, written))


def _is_only_longer(line: str, mine: str) -> bool:
    if line == mine:
        return True
    return bool(mine) and (re.sub(_FILLED, BOX, line) if mine.startswith(BOX) else line).startswith(mine)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word with the blanks before it, how it is compared, and the column at which it ends."""

    text: str
    before: str
    form: str
    column: int

    @property
    def is_box(self) -> bool:
        return re.fullmatch(_A_BOX, self.text) is not None

    @property
    def filling(self) -> str:
        """Return the text in a box."""
        return "" if self.text in _EMPTY else self.text.strip("[]").strip().translate(_TYPESET)

    @property
    def begins_line(self) -> bool:
        return "\n" in self.before


def _tokens(text: str) -> Sequence[_Token]:
    tokens: list[_Token] = []
    end = line = 0
    for match in re.finditer(_TOKEN, text):
        said = match[0]
        form = said
        if not (said.isascii() and said.isalnum()):
            form = "[]" if re.fullmatch(_A_BOX, said) else unicodedata.normalize("NFC", said).translate(_TYPESET)
        if not form:        # only marks of direction
            continue
        gap = text[end:match.start()]
        line = end + gap.rindex("\n") + 1 if "\n" in gap else line
        end = match.end()
        tokens.append(_Token(said, gap if tokens else "\n", form, end - line))
    return tokens


def _pairs(here: Sequence[str], ours: Sequence[str], start: int, our_start: int) -> Iterator[tuple[int, int]]:
    """Yield the places of words that are the same in two texts, in order: by words that each of them has once."""
    head = next((n for n, (a, b) in enumerate(zip(here, ours, strict=False)) if a != b), min(len(here), len(ours)))
    yield from ((start + n, our_start + n) for n in range(head))
    here, ours = here[head:], ours[head:]
    tail = next((n for n, (a, b) in enumerate(zip(reversed(here), reversed(ours), strict=False)) if a != b),
                min(len(here), len(ours)))
    ends = start + head + len(here), our_start + head + len(ours)
    yield from ((ends[0] - n, ends[1] - n) for n in range(1, tail + 1))
    here, ours = here[:len(here) - tail], ours[:len(ours) - tail]
    if not here or not ours:
        return
    anchors = _anchors(here, ours)
    if not anchors and len(here) * len(ours) <= _MOST:
        for one in SequenceMatcher(None, here, ours, autojunk=False).get_matching_blocks():
            yield from ((start + head + one.a + n, our_start + head + one.b + n) for n in range(one.size))
    for (a, b), (to, our_to) in pairwise([(-1, -1), *anchors, (len(here), len(ours))] if anchors else []):
        if a >= 0:
            yield start + head + a, our_start + head + b
        yield from _pairs(here[a + 1:to], ours[b + 1:our_to], start + head + a + 1, our_start + head + b + 1)


def _anchors(here: Sequence[str], ours: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of words that both texts have once: the most of them that are in the same order."""
    often, our_often = Counter(here), Counter(ours)
    at = {form: n for n, form in enumerate(here) if often[form] == 1}
    chains: list[list[tuple[int, int]]] = []       # the best chain of each length, by where it ends
    for n, form in enumerate(ours):
        if our_often[form] == 1 and form in at:
            longer = bisect_left(chains, at[form], key=lambda chain: chain[-1][0])
            chains[longer:longer + 1] = [[*(chains[longer - 1] if longer else ()), (at[form], n)]]
    return chains[-1] if chains else []


class _Layout:
    """The words of a text that are ours, found by their order, and the blanks that belong between them."""

    def __init__(self, text: str, ours: str) -> None:
        self._text, self._here, self._ours = text, _tokens(text), _tokens(ours)
        self._lines = "\n" in ours         # a title has no bullets but the user's
        self._match = dict(_pairs([one.form for one in self._here], [one.form for one in self._ours], 0, 0))
        together = [
            (self._ours[self._match[n + 1]].begins_line, self._here[n + 1].begins_line)
            for n in self._match if self._match.get(n + 1) == self._match[n] + 1
        ]
        self._joined, self._wrapped = (True, False) in together, (False, True) in together
        self._width = max((len(line) for line in text.split("\n")), default=0)

    def restored(self) -> str:
        kept = list(self._kept())
        if not kept:
            return self._text
        lines = [""]
        begun = False       # whether the line has words of ours
        for last, place in pairwise([-1, *kept]):
            blank = self._blank(last, place, begun=begun) if last >= 0 else ""
            begun = place in self._match or (begun and "\n" not in blank)
            first, *more = (blank + self._written(place)).split("\n")
            lines[-1] += first
            lines += more
        return "\n".join(lines)

    def _written(self, place: int) -> str:
        """Return a word of ours as we wrote it, and a box with what is in it now."""
        here = self._here[place]
        if place not in self._match:
            return here.text
        ours = self._ours[self._match[place]]
        return ours.text if not here.is_box or here.filling == ours.filling else here.text

    def _kept(self) -> Iterator[int]:
        """Yield the places of the words that stay: not of bullets before our lines."""
        for place, token in enumerate(self._here):
            mine = self._match.get(place + 1)
            bullet = token.begins_line and place not in self._match and re.fullmatch(_BULLET, token.text)
            quoted = token.text in _QUOTED and (place + 1 == len(self._here) or self._here[place + 1].begins_line)
            if not (self._lines and bullet and (quoted or (mine is not None and self._ours[mine].begins_line))):
                yield place

    def _blank(self, last: int, place: int, *, begun: bool) -> str:
        """Return the blanks before a word, after the last one; `begun`: there are words of ours before it."""
        here = self._here[place].before if place == last + 1 else self._here[last + 1].before
        before, mine = self._match.get(last), self._match.get(place)
        if mine is None:
            return self._before_theirs(place, here, before)
        if before is not None and mine == before + 1:
            return self._ours[mine].before
        return self._before_our_line(mine, here, begun=begun) if self._ours[mine].begins_line else here

    def _before_our_line(self, mine: int, here: str, *, begun: bool) -> str:
        ours = self._ours[mine].before
        if begun and (self._joined or "\n" in here):
            return ours         # the line above is ours, with words of the user after it
        return here if "\n" not in here else here.rpartition("\n")[0] + "\n" + ours.rpartition("\n")[2]

    def _before_theirs(self, place: int, here: str, before: int | None) -> str:
        """Return the blanks before a word of the user's, which follows the word `before` of ours, if any."""
        if before is not None and self._joined and "\n" not in here and self._ends_plain_line(before):
            return "\n"
        if self._wrapped and here.count("\n") == 1:
            fits = self._here[place - 1].column + 1 + len(self._here[place].text) <= self._width
            return here if fits else " "
        return here

    def _ends_plain_line(self, mine: int) -> bool:
        """Return whether this word of ours is the last one of a line without a box."""
        if mine + 1 < len(self._ours) and not self._ours[mine + 1].begins_line:
            return False
        first = next(n for n in range(mine, -1, -1) if n == 0 or self._ours[n].begins_line)
        return not self._ours[first].is_box
