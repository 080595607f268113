"""A sheet is filled by minutes, and says by how much it is short."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.plan import Plan
from followupd.core.reasons import BlockIsShort
from followupd.core.values.hitlist import BlockRule, Contact
from tests.kit.people import TUESDAY, at, hit_list, person, planned

NOW = at("2026-11-22 12:00")
UID = "block-2026w48-1-hitlist@followupd"
MIXED = replace(TUESDAY, per_channel=(
    ("coffee", timedelta(minutes=45)), ("phone", timedelta(minutes=8)), ("text", timedelta(minutes=3)),
))


def sheet(plan: Plan) -> list[str]:
    return [next_try.contact.name for next_try in plan.sheets[UID]]


def people(*channels: str) -> list[Contact]:
    """Return one person for each channel, named after it; names are in list order."""
    return [person(f"P{number} {channel}", via=(channel,)) for number, channel in enumerate(channels)]


@pytest.mark.parametrize(
    ("channels", "expected", "short"),
    [
        (("coffee", "phone", "text"), ["P0 coffee", "P1 phone", "P2 text"], None),             # 56 minutes
        (("phone", "coffee", "coffee", "text"), ["P0 phone", "P1 coffee", "P3 text"], (4, 3, 45)),
        (("coffee", "phone", "phone", "text", "text", "text"),
         ["P0 coffee", "P1 phone", "P3 text", "P4 text"], (6, 4, 11)),                         # 59 minutes
        (("email",) * 9, [f"P{n} email" for n in range(7)], (9, 7, 16)),                       # the usual 8 minutes
    ],
)
def test_minutes_differ_by_channel(
    channels: tuple[str, ...], expected: list[str], short: tuple[int, int, int] | None
) -> None:
    """In their order; after a coffee that does not fit, a text may."""
    plan = planned(hit_list(*people(*channels), blocks=[MIXED]), [], NOW)
    assert sheet(plan) == expected
    told = plan.short.get(UID)
    assert (told and (told.due, told.fit, told.minutes)) == short


def test_the_text_says_the_minutes() -> None:
    """The minutes of each line, and the total."""
    plan = planned(hit_list(*people("coffee", "phone"), blocks=[MIXED]), [], NOW)
    text = next(event.description for event in plan.events if event.uid == UID)
    assert text.startswith("2 people, about 53 minutes.")
    assert "[ ] Ask P0 coffee for a coffee\n    About 45 minutes.\n" in text


def test_a_channel_that_is_longer_than_the_block_is_elsewhere() -> None:
    """Nobody has coffee in a quarter of an hour; they have a separate reminder (P8)."""
    short = replace(MIXED, length=timedelta(minutes=15), days=(0, 1, 2, 3, 4))
    plan = planned(hit_list(*people("coffee", "phone"), blocks=[short]), [], NOW)
    items = {status.contact.name: status.item for status in plan.statuses.values()}
    coffee, phone = items["P0 coffee"], items["P1 phone"]
    assert coffee is not None
    assert phone is not None
    assert (coffee.on_sheet, phone.on_sheet) == (False, True)


def test_it_says_by_how_much_it_is_short() -> None:
    """To plan and status, in minutes; the block itself says kindly that the others keep, by the same value."""
    plan = planned(hit_list(*people(*["phone"] * 12)), [], NOW)
    text = next(event.description for event in plan.events if event.uid == UID)
    said = "12 people are due, 7 fit: 5 wait for the next block (40 minutes short)"
    assert text.startswith("These 7 today. The others keep. About 8 minutes each.\n")
    block = next(block for block in plan.blocks if block.uid == UID)
    assert [reason.text(NOW.date()) for reason in plan.reasons_of(block)] == [said]
    assert "block-2026w49-1-hitlist@followupd" not in plan.short                # the other 5 fit there


@pytest.mark.parametrize(
    ("due", "fit", "minutes", "said", "spoken"),
    [
        (12, 7, 40, "12 people are due, 7 fit: 5 wait for the next block (40 minutes short)",
         "These 7 today. The others keep."),
        (2, 1, 8, "2 people are due, 1 fits: 1 waits for the next block (8 minutes short)",
         "This one today. The others keep."),
        (1, 0, 1, "1 person is due, 0 fit: 1 waits for the next block (1 minute short)",
         "No time for a call in this one. The people keep."),
    ],
)
def test_one_person_who_does_not_fit_is_reported_too(due: int, fit: int, minutes: int, said: str, spoken: str) -> None:
    """A sheet that a promise has filled leaves a single person waiting."""
    short = BlockIsShort(due, fit, minutes)
    assert (short.text(NOW.date()), short.spoken(NOW.date())) == (said, spoken)


@given(
    st.lists(st.sampled_from(("coffee", "phone", "text", "email")), min_size=1, max_size=20),
    st.sampled_from((15, 30, 60, 90)), st.integers(1, 15),
)
def test_no_sheet_is_longer_than_its_block(channels: list[str], minutes: int, usual: int) -> None:
    """Whatever the mix of channels, those who are left do not fit into the remaining minutes."""
    rule = BlockRule((1,), time(10), timedelta(minutes=minutes), per_person=timedelta(minutes=usual),
                     per_channel=(("coffee", timedelta(minutes=45)), ("text", timedelta(minutes=3))))
    plan = planned(hit_list(*people(*channels), blocks=[rule]), [], NOW)
    left = minutes - sum(rule.minutes_for(w.channel).total_seconds() // 60 for w in plan.sheets[UID])
    assert left >= 0
    told = plan.short.get(UID)
    able = [c for c in channels if rule.minutes_for(c) <= rule.length]
    assert (told is None) == (len(plan.sheets[UID]) == len(able))
    elsewhere = [s for s in plan.statuses.values() if s.item is None or s.item.uid != UID]
    others = [s.next_try for s in elsewhere if s.next_try is not None]
    needed = [rule.minutes_for(next_try.channel) for next_try in others]
    assert all(each > timedelta(minutes=left) for each in needed if each <= rule.length)
    plain = planned(hit_list(*people(*channels), blocks=[replace(rule, per_channel=())]), [], NOW)
    assert len(plain.sheets[UID]) == min(len(channels), max(1, minutes // usual))
