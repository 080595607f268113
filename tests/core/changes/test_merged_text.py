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
])
def test_they_stay_where_they_were_written(shown: str, wanted: str, merged: str) -> None:
    """And a second text, or the same one again, leaves them there (P3, P6)."""
    assert merged_text(SHEET, shown, wanted, "") == merged
    assert merged_text(wanted, merged, wanted, "") == merged
    assert merged_text(wanted, merged, f"{wanted}\nmore", "").count("my own") == 1


LINES = "Phone: 303 555 0142\nYou last spoke on 8 August.\n\nTick [x]."


@pytest.mark.parametrize(("ours", "words"), [
    ("Phone: 303 555 0142", " (ask for Jim)"), ("You last spoke on 8 August.", " She moves in May"),
    ("Tick [x].", " ok?"),
])
def test_words_behind_a_line_stay_there(ours: str, words: str) -> None:
    """Our line is not written again below, however often our text changes; if we drop the line, the words stay (P6)."""
    shown = LINES.replace(ours, f"{ours}{words}")
    more = f"Call her.\n{LINES}"
    merged = merged_text(LINES, shown, more, "")
    assert merged == more.replace(ours, f"{ours}{words}")
    assert merged_text(more, merged, more, "") == merged
    assert merged_text(more, merged, f"{more}\nmore", "") == f"{merged}\nmore"
    assert f"{ours}{words}" in merged_text(more, merged, more.replace(ours, "Something else"), "").split("\n")


def test_a_number_that_goes_on_is_another_line() -> None:
    assert merged_text("Phone: 303", "Phone: 3035", "Phone: 303\nmore", "") == "Phone: 303\nmore\n\nPhone: 3035"


def test_a_longer_name_is_another_person() -> None:
    """Ann is new on the sheet; the line of Ann Lee is not hers with words behind it, whatever the user wrote there."""
    lee, both = "[ ] Call Ann Lee", "[ ] Call Ann\n[ ] Call Ann Lee"
    assert merged_text(f"{lee}\nx", f"{lee}\nx\nmy own", both, "") == f"{both}\nmy own"
    assert merged_text(lee, f"{lee} hm", both, "") == f"[ ] Call Ann\n{lee} hm"
    assert merged_text(lee, f"{lee} hm", "[ ] Call Ann", "") == f"[ ] Call Ann\n\n{lee} hm"
