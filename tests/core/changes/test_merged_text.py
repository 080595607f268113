"""Lines that the user added to a sheet, when its text changes."""

from __future__ import annotations

import pytest

from followupd.core.changes.merged_text import merged_text

SHEET = "2 people.\n\n[ ] Call Ann\n    Phone: 1\n    Due.\n\n[ ] Call Bo\n    Phone: 2\n\nTick [x]."
OTHER = SHEET.replace("2 people", "They are here").replace("Due", "Overdue")


@pytest.mark.parametrize(("shown", "wanted", "merged"), [
    # below a line with a box, in its paragraph: there
    (SHEET.replace("Call Ann\n", "Call Ann\nmy own\nmore\n"), OTHER, OTHER.replace("Ann\n", "Ann\nmy own\nmore\n")),
    (SHEET.replace("Phone: 2\n", "Phone: 2\n  my own\n"), OTHER, OTHER.replace("Phone: 2\n", "Phone: 2\n  my own\n")),
    (SHEET.replace("Due.\n", "Due.\nmy own\n"), OTHER, OTHER.replace("Ann\n", "Ann\nmy own\n")),      # "Due" is gone
    # elsewhere, or below a line that is gone: at the end
    (SHEET.replace("people.\n", "people.\nmy own\n"), OTHER, f"{OTHER}\n\nmy own"),
    (f"my own\n{SHEET}", OTHER, f"{OTHER}\n\nmy own"),
    (SHEET.replace("Call Ann\n", "Call Ann\nmy own\n"), "Nobody.\n\n[ ] Call Bo", "Nobody.\n\n[ ] Call Bo\n\nmy own"),
    (SHEET.replace("Due.\n", "Due.\n\nmy own\n"), OTHER, f"{OTHER}\n\nmy own"),
])  # fmt: skip
def test_they_stay_where_they_were_written(shown: str, wanted: str, merged: str) -> None:
    """And a second text, or the same one again, leaves them there (P3, P6)."""
    assert merged_text(SHEET, shown, wanted, "") == merged
    assert merged_text(wanted, merged, wanted, "") == merged
    assert merged_text(wanted, merged, f"{wanted}\nmore", "").count("my own") == 1
