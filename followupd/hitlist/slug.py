"""The short name under which a contact is known in UIDs, facts and commands.

Takes a name or an id, gives `[a-z0-9-]+` of at most 60 characters. The same text always gives the same slug, on every
machine and whatever the Unicode form; other contacts make no difference (load.py reports clashes).
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from followupd.core.phrases.names import LETTERS

LONGEST_SLUG = 60
_HASH = 8

_LETTERS = str.maketrans({**LETTERS, "’": "", "'": ""})
_OTHER = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """The slug of a name or an id: small Latin letters and digits, joined by hyphens.

    A name without a Latin letter or digit becomes `c-` and eight hex digits of its SHA-256. A slug of more than 60
    characters is cut and ends in a hash of the whole, so that two long names stay distinct.
    """
    if text.isascii():   # the code below gives the same result, ten times slower
        folded = kept = text.lower().replace("'", "")
    else:
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")     # joiners and marks of direction
        folded = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS)).casefold().translate(_LETTERS)
        kept = "".join(c for c in folded if not unicodedata.combining(c))
    made = _OTHER.sub("-", kept).strip("-")
    if not made:
        return f"c-{_digest(folded)}"
    if len(made) > LONGEST_SLUG:
        return f"{made[: LONGEST_SLUG - _HASH - 1].rstrip('-')}-{_digest(made)}"
    return made


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH]
