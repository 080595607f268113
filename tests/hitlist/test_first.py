"""The first hit list loads without problems, whatever was answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followupd.core.phrases.weeks import parse_slot
from followupd.core.values.hitlist import BlockRule, Hitlist
from followupd.core.values.targets import IcsTarget
from followupd.hitlist.first import first_config, one_line
from followupd.hitlist.slug import slug

Accept = Callable[[str], Hitlist]

HOSTILE = [
    'Dana "D" Whitfield', "O'Neil: the second", "two\nlines\r\nhere", "# no comment", "- dash", "*star", "&and", "!tag",
    "{a: b}", "[x]", "@at", "%percent", "`tick", "tab\there", "null byte\x00", "\u2028separator", "back\\slash", "~",
    "no", "=", "c #b", "y: ",
    "Zoë", "山田", "<<", "---", "?", "| pipe", "'", '"', "trailing ", "", "  ", "\ud800",
]


def test_hostile_names_survive(accept: Accept) -> None:
    """Each name is one line, and reads back as it was typed."""
    hitlist = accept(first_config(names=HOSTILE))
    assert [c.name for c in hitlist.contacts] == [one_line(name) for name in HOSTILE if one_line(name)]


def test_the_answers_are_what_is_loaded(accept: Accept) -> None:
    """Calendar, zone, hours, block, and each name once."""
    text = first_config(
        calendar="/tmp/my: #1.ics", timezone="Europe/Zurich", block="Mon, Thu 9:15", hours="weekdays 8-18",
        names=["Sam", "Sam", "SAM"],
    )
    hitlist = accept(text)
    assert isinstance(hitlist.calendar, IcsTarget)
    assert str(hitlist.calendar.path) == "/tmp/my: #1.ics"
    assert hitlist.timezone.key == "Europe/Zurich"
    assert hitlist.hours.text == "weekdays 8-18"
    assert hitlist.blocks == (BlockRule(*parse_slot("Mon, Thu 9:15")),)
    assert [c.name for c in hitlist.contacts] == ["Sam"]


def test_friends_change_the_channel_after_one_try(accept: Accept) -> None:
    """As `init` writes it for friends."""
    text = first_config(names=["Sam"]).replace("    # category: friends", "    category: friends")
    assert accept(text).contacts[0].switch_after == 1


def test_a_list_without_any_answer_loads(accept: Accept) -> None:
    """Without a block and without names."""
    hitlist = accept(first_config(block=""))
    assert (hitlist.blocks, hitlist.contacts) == ((), ())


@pytest.mark.parametrize("answer", [{"timezone": "Mars/Base"}, {"block": "soon"}, {"hours": "late"}])
def test_an_answer_that_means_nothing_is_refused(answer: dict[str, str]) -> None:
    """With the sentence of its own parser, so that init can ask again."""
    with pytest.raises(ValueError, match=r"Write|mean"):
        first_config(**answer)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.lists(st.text(max_size=30), max_size=4))
def test_any_names_load(accept: Accept, names: list[str]) -> None:
    """Property: as many contacts as there are different names."""
    hitlist = accept(first_config(names=names))
    assert len(hitlist.contacts) == len({slug(one_line(name)) for name in names if one_line(name)})
