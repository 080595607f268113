"""A channel that closed stays closed while its number is only written in another way."""

from __future__ import annotations

import pytest

from followupd.core.people.channels import closed_now, is_same_address, open_channels
from followupd.core.values.facts import Closed, Outcome
from tests.kit.people import at, person

WHEN = at("2026-11-20 14:10")
BERLIN, DENVER = "+49 30 555 01", "+1 303 555 0142"


@pytest.mark.parametrize(("one", "other"), [
    (BERLIN, "030 55501"), (BERLIN, "0049 30 55501"), (BERLIN, "+49 (0)30 555-01"), (BERLIN, "030/55501"),
    (BERLIN, "0049 (0) 30 55501"), (BERLIN, "tel:+493055501"), (BERLIN, "+49-30-55501"), ("030 55501", "30 55501"),
    (DENVER, "(303) 555-0142"), (DENVER, "303.555.0142"), (DENVER, "1-303-555-0142"), (DENVER, "011 1 303 555 0142"),
    ("1 303 555 0142", "303 555 0142"), ("1-800-FLOWERS", "+1 800 356 9377"),
    ("+1 303 555 0142 x12", "(303) 555-0142 ext. 12"), ("+7 495 123 45 67", "8 (495) 123-45-67"),
    ("+39 06 1234567", "06 1234567"), ("+39 011 1234567", "011 1234567"), ("+45 12 34 56 78", "12345678"),
])
def test_one_number_in_two_spellings_stays_closed(one: str, other: str) -> None:
    """Whichever was there first, and with the fact as an earlier version stored it: it has the number as written."""
    for before, now in ((one, other), (other, one)):
        contact = person(phones=(now,), via=("phone",))
        shut = closed_now(contact, [Closed("dana", WHEN, "phone", before, Outcome.WRONG_NUMBER, WHEN)])
        assert open_channels(contact, shut) == ()


@pytest.mark.parametrize(("one", "other"), [
    (BERLIN, "+49 30 555 02"), (BERLIN, "030 55502"), (BERLIN, "+49 31 555 01"), (BERLIN, "+43 30 555 01"),
    (BERLIN, "031 55501"), (BERLIN, "+49 30 555 01 ext. 12"), ("555 01", BERLIN), ("030 55501", "030 555011"),
    (DENVER, "(303) 555-0143"), (DENVER, "(720) 555-0142"), (DENVER, "+44 303 555 0142"), ("555-0142", DENVER),
    ("555-0142", "(720) 555-0142"), (DENVER + " x12", DENVER + " x13"), ("phone:", "text:"),
    ("+1 303 555 0142", "dana@example.com"),
])
def test_another_number_is_open_again(one: str, other: str) -> None:
    assert not is_same_address(one, other)
    assert not is_same_address(other, one)
