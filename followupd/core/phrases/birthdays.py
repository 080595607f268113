"""The word for a birthday, in the languages in which exports of address books are read."""

from __future__ import annotations

import re

from followupd.core.phrases.names import composed

# Spanish "aniversario" is a wedding's. A wedding's anniversary is none in any language.
BIRTHDAY = (
    r"(?:b(?:irth)?[ -]?day|geburtstag|anniversaire(?! de mariage)|cumplea[ñn]os|compleanno|verjaardag"
    r"|aniversário(?! de casamento))"
)
_NAMED = re.compile(rf"\b{BIRTHDAY}\b")


def is_birthday(name: str) -> bool:
    """Return whether the name of a day says that it is a birthday."""
    return _NAMED.search(composed(name).casefold()) is not None
