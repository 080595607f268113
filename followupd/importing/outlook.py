"""Outlook's CSV in English and in the languages of `outlook_languages`, as outlook.com writes it too.

Only in the United States does the month come before the day; where English is spoken, the cells themselves have to say.
"""

from __future__ import annotations

from collections.abc import Mapping

from followupd.importing.outlook_languages import (
    BRAZILIAN,
    DUTCH,
    ENGLISH,
    FRENCH,
    GERMAN,
    ITALIAN,
    PORTUGUESE,
    SPANISH,
)
from followupd.importing.tables import ExportProgram, columns

NAME = "Outlook"
_ENGLISH = columns(of=ENGLISH)
_SIGN = ("email", "mobile", "phone")        # with a name, a header of one of these is a sign of the language


def _language(table: Mapping[str, str]) -> ExportProgram:
    own = columns(of=table)
    names = [name for name, field in own.items() if field in ("given", "family")]
    reach = [name for name, field in own.items() if field in _SIGN]
    signs = tuple(frozenset({name, other}) for name in names for other in reach if other not in _ENGLISH)
    return ExportProgram(NAME, _ENGLISH | own, signs, day_first=True)


OUTLOOK = (
    ExportProgram(NAME, _ENGLISH, (
        frozenset({"first name", "last name", "e-mail address"}),
        frozenset({"first name", "last name", "mobile phone"}),
        frozenset({"first name", "last name", "business phone"}),
        frozenset({"first name", "last name", "home phone"}),
    )),
    *map(_language, (GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH, BRAZILIAN, PORTUGUESE)),
)
