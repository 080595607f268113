"""Rows of an import, in few words."""

from __future__ import annotations

from datetime import date
from typing import Any

from followupd.core.stack.rows import ImportedRow, Touch
from followupd.core.values.cards import Birthday, Card


def imported(name: str, source: str = "phone.vcf", *, touched: date | None = None, **of: Any) -> ImportedRow:
    """A row with what is named: `phones`, `emails`, `org`, `uid`, `born` as (month, day), and fields of the row."""
    card = {key: of.pop(key) for key in ("phones", "emails", "org", "uid", "address") if key in of}
    born = of.pop("born", None)
    birthday = Birthday(*born) if born else None
    touches = (Touch(touched, None, "Monica: call"),) if touched is not None else ()
    return ImportedRow(Card(names=(name,), birthday=birthday, book=source, **card), touches=touches, **of)
