"""When blocks come, as people write it, and the errors for what cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.phrases.weeks import parse_block_slot


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Tuesday 10:00", "Tue 10:00"),
        ("Tue, Thu 10:00", "Tue, Thu 10:00"),
        ("weekday 8:45", "Mon, Tue, Wed, Thu, Fri 08:45"),
        ("daily 12:00", "Mon, Tue, Wed, Thu, Fri, Sat, Sun 12:00"),
        ("every Tuesday at 10", "Tue 10:00"),
        ("every other Tuesday 10:00", "every 2 weeks Tue 10:00"),
        ("Every other Tuesday at 10am", "every 2 weeks Tue 10:00"),
        ("every other week on Tuesday 10:00", "every 2 weeks Tue 10:00"),
        ("every second week Tuesday 10:00", "every 2 weeks Tue 10:00"),
        ("every 2 weeks on Tuesday at 10:00", "every 2 weeks Tue 10:00"),
        ("Tuesday 10:00 every two weeks", "every 2 weeks Tue 10:00"),
        ("Tue, Thu 10:00, every 3 weeks", "every 3 weeks Tue, Thu 10:00"),
        ("fortnightly on Friday 9:00", "every 2 weeks Fri 09:00"),
        ("Friday 9:00 every fortnight", "every 2 weeks Fri 09:00"),
        ("every 1 weeks Friday 9:00", "Fri 09:00"),
        ("first Monday of the month 9:00", "first Mon 09:00 of the month"),
        ("first Monday 9:00", "first Mon 09:00 of the month"),
        ("every first Monday 9:00", "first Mon 09:00 of the month"),
        ("the first Monday of every month at 9", "first Mon 09:00 of the month"),
        ("monthly on the first Monday at 9:00", "first Mon 09:00 of the month"),
        ("last Friday of the month 16:00", "last Fri 16:00 of the month"),
        ("every last Friday 16:00", "last Fri 16:00 of the month"),
        ("1st and 3rd Wed of the month noon", "first and third Wed 12:00 of the month"),
        ("first, third and last Wed of each month noon", "first and third and last Wed 12:00 of the month"),
        ("every second Tuesday of the month 10:00", "second Tue 10:00 of the month"),
        ("2nd Tuesday 10:00", "second Tue 10:00 of the month"),
        ("first Mon, Tue of the month 9:00", "first Mon, Tue 09:00 of the month"),
    ],
)
def test_slots(text: str, means: str) -> None:
    assert str(parse_block_slot(text)) == means


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("every second Tuesday 10:00", '"every second Tuesday 10:00" may mean two things. Write "every other week on'),
        ("every third Tuesday 10:00", 'Write "every 3 weeks on ..." or "third ... of the month"'),
        ("biweekly Tuesday 10:00", "may mean two things"),
        ("fifth Monday of the month 9:00", "not every month has a fifth one"),
        ("monthly 9:00", 'names no weekday of the month. Write "first Monday of the month 9:00"'),
        ("15th of the month 9:00", "names no weekday of the month"),
        ("every month 9:00", "names no weekday of the month"),
        ("every other week first Monday of the month 9:00", "counts weeks and months at once"),
        ("every 27 weeks Tuesday 10:00", "is not every 1 to 26 weeks"),
        ("every 0 weeks Tuesday 10:00", "is not every 1 to 26 weeks"),
        ("first Monday of the month", '"first Monday of the month" names no time'),
        ("every other Tuesday", '"every other Tuesday" names no time'),
        ("every other Tuesdey 10:00", "Did you mean Tuesday?"),
        ("every other week 10:00", '"every other week 10:00" names no day'),
        ("every other Tuesday 10:00-11:00", "gives an end"),
        ("first Monday 9:00 and 15:00", "names more than one time"),
        ("", "names no day"),
        ("of the month", "names no weekday of the month"),
    ],
)
def test_what_is_not_a_slot(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"\S") as told:
        parse_block_slot(text)
    assert said in str(told.value)


@given(st.lists(st.sampled_from(
    ("first", "last", "second", "every", "other", "week", "weeks", "2", "of the month", "Monday", "Tue", "9:00", "10",
     "and", ",", "monthly", "fortnightly", "the", "on", "é", "\n", "5th", "99999999999999999999")), max_size=8))
def test_nothing_but_a_sentence_is_raised(words: list[str]) -> None:
    """Any text is read, or a ValueError says what is wrong."""
    try:
        found = parse_block_slot(" ".join(words))
    except ValueError as error:
        assert str(error).strip().endswith((".", "?"))  # noqa: PT017 - only if it is raised
    else:
        assert found.days
        assert str(parse_block_slot(str(found))) == str(found)
