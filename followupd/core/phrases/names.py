"""The spelling of names: which characters a name may have, and when two spellings are one.

Takes text, gives text. `folded` is for comparing only, and is never shown: `Łukasz O’Brien 🌸` is "lukasz obrien 🌸".
"""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not decompose into a base letter and a mark.
LETTERS = {
    "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    "ŋ": "ng", "ŧ": "t", "ĸ": "k", "ə": "e",
}
# Characters that programs write while one types, or that a keyboard has instead.
_TYPED = str.maketrans({
    **LETTERS, **dict.fromkeys("'’‘‚‛`´ʹʻʼʽ′＇", ""), **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
})
# They hide or turn what is beside them, and no name needs them: embeddings, overrides, isolates (UAX 9), and the
# shapes that Unicode has withdrawn.
_DANGEROUS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufff9\ufffa\ufffb") | {
    chr(n) for n in range(0x206A, 0x2070)
}
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff"))    # no spelling
_SIGNS = ("So", "Sk", "Cn", "Co")


def is_spelling(character: str) -> bool:
    """Return whether a name may have this character: whatever is shown, and what joins or turns letters beside it.

    ZWNJ, ZWJ and the marks of direction are ordinary spelling in Persian, Sinhala, Hebrew and emoji. A character that
    this Python does not know yet is a newer emoji or letter.
    """
    if character.isprintable():
        return True
    category = unicodedata.category(character)
    if category == "Cn":
        return ord(character) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(character) <= 0xFDEF
    return category == "Cf" and character not in _DANGEROUS and ord(character) not in INVISIBLE


def composed(text: str) -> str:
    """Return a text with each letter and its accents as one character (NFC), whatever keyboard or phone wrote it."""
    return unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """Return a text for a sentence, with "?" for what could act on a terminal, turn other text, or not be seen."""
    return text if text.isprintable() else "".join(c if is_spelling(c) else "?" for c in text)


def without_signs(name: str) -> str:
    """Return a name without the words that are emoji or other signs only: what somebody types who has no such key."""
    return " ".join(word for word in name.split() if any(map(str.isalnum, word)))


def without_direction(name: str) -> str:
    """Return a name without the characters of no width."""
    return "".join(c for c in name if unicodedata.category(c) != "Cf").strip()


def folded(text: str) -> str:
    """Return a text for comparing, with as many words: without case, accents, apostrophes, marks of direction, emoji.

    Dashes are one dash, `ø` is o and `ł` is l. A word that is a sign only stays one.
    """
    return " ".join(map(_folded, text.split()))


def _folded(word: str) -> str:
    plain = word.casefold().translate(_TYPED)
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain).casefold().translate(_TYPED)
        seen = "".join(c for c in decomposed if not (unicodedata.combining(c) or c.isspace() or _is_unseen(c)))
        plain = "".join(c for c in seen if unicodedata.category(c) not in _SIGNS)
        plain = plain if any(map(str.isalnum, plain)) else seen
    return plain or word


def _is_unseen(character: str) -> bool:
    """Return whether a character joins, turns or dresses the one before it, as U+FE0F does an emoji."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f" or character == "\u20e3"
