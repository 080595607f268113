"""The first hit list loads without problems, whatever was answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followupd.core.phrases.weeks import parse_slot
from followupd.core.values.hitlist import BlockRule, Hitlist, Mode
from followupd.core.values.targets import CaldavTarget, IcsTarget
from followupd.core.values.time import Span
from followupd.hitlist.edits.changes import Keys
from followupd.hitlist.first import FirstAnswers, first_config, one_line, people_named
from followupd.hitlist.slug import slug
from followupd.hitlist.typed_people import parse_person

Accept = Callable[[str], Hitlist]

HOSTILE = [
    'Dana "D" Whitfield', "O'Neil: the second", "two\nlines\r\nhere", "# no comment", "- dash", "*star", "&and", "!tag",
    "{a: b}", "[x]", "@at", "%percent", "`tick", "tab\there", "null byte\x00", "\u2028separator", "back\\slash", "~",
    "no", "=", "c #b", "y: ",
    "Zoë", "山田", "<<", "---", "?", "| pipe", "'", '"', "trailing ", "", "  ", "\ud800",
]


def test_hostile_names_survive(accept: Accept) -> None:
    """Each name is one line, and reads back as it was typed."""
    hitlist = accept(first_config(FirstAnswers(people=people_named(HOSTILE))))
    assert [c.name for c in hitlist.contacts] == [one_line(name) for name in HOSTILE if one_line(name)]


def test_the_answers_are_what_is_loaded(accept: Accept) -> None:
    """Calendar, zone, hours, block, and people with all that may be said of them on one line."""
    mia = parse_person("Mia: Chen #1, +49 30 1234567, mia@example.com, every 6 weeks, friend, like, birthday 14 May", [
        "friends"])
    hitlist = accept(first_config(FirstAnswers(
        calendar="/tmp/my: #1.ics", timezone="Europe/Zurich", block="Mon, Thu 9:15", hours="weekdays 8-18",
        people=(*people_named(["Sam"]), mia), busy=("/tmp/my: #1.ics", "~/work: #2.ics"), meetings="ask",
        me=("dana@example.com",), addressbook="/tmp/cards, and more.vcf",
    )))
    assert isinstance(hitlist.calendar, IcsTarget)
    assert str(hitlist.calendar.path) == "/tmp/my: #1.ics"
    assert hitlist.timezone.key == "Europe/Zurich"
    assert hitlist.hours.text == "weekdays 8-18"
    assert hitlist.blocks == (BlockRule(*parse_slot("Mon, Thu 9:15")),)
    sam, mia_read = hitlist.contacts
    assert (sam.name, mia_read.name, mia_read.category) == ("Sam", "Mia: Chen #1", "friends")
    assert (mia_read.phones, mia_read.emails) == (("+49 30 1234567",), ("mia@example.com",))
    assert (mia_read.cadence.every, mia_read.like) == (Span(days=42), True)
    assert [(one.name, one.month, one.day) for one in mia_read.dates] == [("birthday", 5, 14)]
    assert str(hitlist.busy[0].file) == "/tmp/my: #1.ics"
    assert (hitlist.noticed.meetings, hitlist.me) == (Mode.ASK, ("dana@example.com",))
    assert [str(target.file) for target in hitlist.address_books] == ["/tmp/cards, and more.vcf"]


def test_an_account_is_written_as_a_mapping(accept: Accept) -> None:
    """With a command that is a list, and a name that has to be quoted."""
    login = (("username", "dana"), ("password_command", ("secret-tool", "lookup", "service", "followupd")))
    hitlist = accept(first_config(FirstAnswers(
        calendar=Keys((("url", "https://dav.example.com/"), ("name", "Out: #1"), *login)), busy=("Work, and more",),
    )))
    target = hitlist.calendar
    assert isinstance(target, CaldavTarget)
    assert (target.url, target.name, target.username) == ("https://dav.example.com/", "Out: #1", "dana")
    assert target.password_command == ("secret-tool", "lookup", "service", "followupd")
    assert hitlist.busy == (replace(target, name="Work, and more"),)


def test_friends_change_the_channel_after_one_try(accept: Accept) -> None:
    """As `init` writes it for friends."""
    text = first_config(FirstAnswers(people=people_named(["Sam"])))
    assert accept(text.replace("    # category: friends", "    category: friends")).contacts[0].switch_after == 1


def test_a_list_without_any_answer_loads(accept: Accept) -> None:
    """Without a block and without names."""
    hitlist = accept(first_config(FirstAnswers(block="")))
    assert (hitlist.blocks, hitlist.contacts) == ((), ())


@pytest.mark.parametrize("answers", [
    FirstAnswers(timezone="Mars/Base"), FirstAnswers(block="soon"), FirstAnswers(hours="late"),
])
def test_an_answer_that_means_nothing_is_refused(answers: FirstAnswers) -> None:
    """With the sentence of its own parser, so that init can ask again."""
    with pytest.raises(ValueError, match=r"Write|mean"):
        first_config(answers)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(st.lists(st.text(max_size=30), max_size=4))
def test_any_names_load(accept: Accept, names: list[str]) -> None:
    """Property: each name reads back."""
    people = {person.slug: person for person in people_named(names)}
    hitlist = accept(first_config(FirstAnswers(people=tuple(people.values()))))
    assert [contact.slug for contact in hitlist.contacts] == [slug(one_line(one.name)) for one in people.values()]
