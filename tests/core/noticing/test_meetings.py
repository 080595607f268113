"""The rules for meetings, one row for each: reached, asked about, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from followupd.core.noticing.meetings import meetings_to_come, shown_by
from followupd.core.noticing.notice import NoticeContext, notice
from followupd.core.noticing.people_index import PeopleIndex
from followupd.core.values.facts import EvidenceRule, Noticed, Outcome, Retracted, key_of
from followupd.core.values.hitlist import Hitlist, Mode, Noticing, Status
from followupd.core.values.record import NO_FACTS, Facts
from followupd.core.values.sightings import MeetingOwner, MeetingSeen
from tests.kit.people import at, hit_list, person

NOW = at("2026-12-08 14:00")
LUNCH = MeetingSeen(
    "e" * 32, at("2026-12-08 12:30"), at("2026-12-08 13:30"), "Lunch", "work.ics", ("dana@example.com",), count=2
)
NAMED_ONLY = replace(LUNCH, addresses=(), count=0, title="Lunch with Dana Whitfield")
PEOPLE = {
    contact.slug: contact for contact in (
        person("Dana Whitfield", emails=("dana@example.com",)), person("Ben Ito", emails=("ben@example.com",)),
        person("Jörg Müller", emails=()), person("Ana Lee", status=Status.STOP, emails=("ana@example.com",)),
        person("Max Frei", slug="max-1"), person("Max Frei", slug="max-2"),
        person("Kim Roe", emails=("desk@example.com",)), person("Lou Roe", emails=("desk@example.com",)),
    )
}
YES, ASK = Noticing(meetings=Mode.YES), Noticing(meetings=Mode.ASK)
PERHAPS, OTHERS = MeetingOwner.PERHAPS, MeetingOwner.OTHERS
REACHED, ASKED, NOTHING = "reached", "asked", "nothing"


def with_modes(noticing: Noticing = YES) -> Hitlist:
    return replace(hit_list(*PEOPLE.values()), noticed=noticing, me=("alex.morgan@example.com",))


def judged(seen: MeetingSeen, noticing: Noticing = YES) -> dict[str, str]:
    """Return what a meeting shows, by key."""
    found = shown_by(seen, PeopleIndex(PEOPLE), with_modes(noticing), NOW)
    return {one.contact: REACHED if one.sure else ASKED for one in found}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, REACHED), ({"count": 3}, REACHED),
        ({"count": 4}, ASKED), ({"count": 6}, ASKED), ({"count": 7}, NOTHING),
        ({"count": 40, "title": "Webinar"}, NOTHING),
        ({"whose": PERHAPS}, ASKED), ({"whose": PERHAPS, "count": 3}, ASKED), ({"whose": OTHERS}, NOTHING),
        ({"cancelled": True}, NOTHING), ({"declined_by_user": True}, NOTHING),
        ({"addresses": (), "declined": ("dana@example.com",), "count": 1}, NOTHING),
        ({"addresses": (), "declined": ("dana@example.com",), "count": 2, "title": "Dana Whitfield"}, NOTHING),
        ({"all_day": True, "free": True}, NOTHING), ({"all_day": True}, REACHED), ({"free": True}, REACHED),
        ({"private": True}, NOTHING),
        ({"recurring": True}, REACHED), ({"recurring": True, "count": 3}, REACHED),
        ({"recurring": True, "count": 4, "title": "Weekly stand-up"}, NOTHING),
        ({"end": NOW + timedelta(minutes=1)}, NOTHING), ({"end": NOW}, REACHED),
    ],
)
def test_by_address(changed: dict[str, Any], expected: str) -> None:
    """Two or three people have met, four to six are asked about; the rest shows nothing."""
    assert judged(replace(LUNCH, **changed)).get("dana-whitfield", NOTHING) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, {"dana-whitfield": REACHED}),
        ({"title": "LUNCH, dana whitfield"}, {"dana-whitfield": REACHED}),
        ({"title": "Essen mit Joerg Mueller"}, {"jörg-müller": REACHED}),
        ({"title": "Lunch with Dana"}, {}), ({"title": "Whitfield"}, {}), ({"title": "Dana Whitfield-Jones"}, {}),
        ({"title": "Jordana Whitfield"}, {}),
        ({"title": "Max Frei"}, {}),                                     # two have that name
        ({"title": "Dana Whitfield and Jörg Müller"}, {"dana-whitfield": REACHED, "jörg-müller": REACHED}),
        ({"title": "Dana Whitfield, Jörg Müller, Ben Ito"},
         {"dana-whitfield": ASKED, "jörg-müller": ASKED, "ben-ito": ASKED}),
        ({"title": "Intro to Bob via Dana Whitfield"}, {}), ({"title": "Call Dana Whitfield"}, {}),
        ({"title": "Phone call with Dana Whitfield"}, {"dana-whitfield": ASKED}),       # nobody may have answered
        ({"title": "Call Jörg Müller and Dana Whitfield"}, {}),
        ({"title": "Lunch with Dana Whitfield and Bob"}, {"dana-whitfield": ASKED}),
        ({"title": "Alex <> Dana Whitfield"}, {"dana-whitfield": REACHED}),
        ({"title": "☕ Dana Whitfield"}, {"dana-whitfield": REACHED}),
        ({"title": "🎂 Dana Whitfield"}, {"dana-whitfield": ASKED}),
        ({"free": True}, {"dana-whitfield": ASKED}),                    # perhaps only to remember
        ({"title": "Dana Whitfield: birthday"}, {}), ({"title": "Prep Dana Whitfield"}, {}),
        ({"title": "Gift for Dana Whitfield"}, {}), ({"title": "Email Dana Whitfield"}, {}),
        ({"all_day": True}, {}),                                         # her holidays, or her birthday
        ({"recurring": True}, {"dana-whitfield": REACHED}),
        ({"count": 2}, {"dana-whitfield": ASKED}),                      # somebody else is invited
        ({"count": 2, "title": "Jörg Müller", "whose": PERHAPS}, {"jörg-müller": ASKED}),
        ({"count": 2, "title": "Jörg Müller"}, {"jörg-müller": REACHED}),     # whose address nobody knows
        ({"count": 4, "title": "Jörg Müller"}, {"jörg-müller": ASKED}),
        ({"count": 1}, {}),                                              # everybody else declined
        ({"title": "Ana Lee"}, {}),                                      # is never contacted
    ],
)
def test_by_name(changed: dict[str, Any], expected: dict[str, str]) -> None:
    """A full name that only one person has, and that is not what the meeting is about."""
    assert judged(replace(NAMED_ONLY, **changed)) == expected


def test_two_at_one_lunch_and_two_with_one_address() -> None:
    """Each gets a fact; whose meeting it was is asked if two people share the address."""
    both = replace(LUNCH, addresses=("ben@example.com", "dana@example.com"), count=3)
    assert judged(both) == {"ben-ito": REACHED, "dana-whitfield": REACHED}
    assert judged(replace(LUNCH, addresses=("desk@example.com",))) == {"kim-roe": ASKED, "lou-roe": ASKED}


def test_modes() -> None:
    """`ask` asks about all, and without a mode there is nothing; private meetings count if that is allowed."""
    assert judged(LUNCH, ASK) == {"dana-whitfield": ASKED}
    assert judged(LUNCH, Noticing()) == {}
    assert judged(replace(LUNCH, private=True), replace(YES, private=True)) == {"dana-whitfield": REACHED}


def test_the_fact() -> None:
    """It names the evidence, the calendar and the title, and no channel."""
    assert list(shown_by(LUNCH, PeopleIndex(PEOPLE), with_modes(), NOW)) == [
        Noticed("dana-whitfield", LUNCH.start, Outcome.REACHED, None, EvidenceRule.MET, "e" * 32, True, "work.ics",
                "Lunch"),
    ]


@pytest.mark.parametrize(
    ("changed", "is_coming"),
    [
        ({}, True), ({"count": 3}, True), ({"count": 4}, False), ({"cancelled": True}, False),
        ({"whose": PERHAPS}, False), ({"whose": OTHERS}, False),
        ({"title": "Phone call"}, True), ({"title": "Canceled: lunch"}, False),
        ({"addresses": (), "count": 0, "title": "Dana Whitfield: project"}, False),
        ({"declined_by_user": True}, False), ({"addresses": (), "declined": ("dana@example.com",)}, False),
        ({"all_day": True, "free": True}, False), ({"private": True}, False), ({"recurring": True, "count": 4}, False),
        ({"addresses": (), "count": 0, "title": "Dana Whitfield"}, True), ({"end": NOW}, False),
        ({"start": at("2027-01-19 12:30"), "end": at("2027-01-19 13:30")}, True),
        ({"start": at("2027-01-20 12:30"), "end": at("2027-01-20 13:30")}, False),       # after six weeks
    ],
)
def test_meetings_to_come(changed: dict[str, Any], is_coming: bool) -> None:
    """The next one that is on and would count, and as soon as they would come back from a rest."""
    later = replace(LUNCH, start=NOW + timedelta(days=2), end=NOW + timedelta(days=2, hours=1))
    hitlist = with_modes()
    found = meetings_to_come([replace(later, **changed)], PEOPLE, hitlist, NOW)
    assert ("dana-whitfield" in found) is is_coming
    assert meetings_to_come([later], PEOPLE, hit_list(), NOW) == {}
    assert meetings_to_come([later], PEOPLE, with_modes(ASK), NOW).keys() == {"dana-whitfield"}


def test_a_meeting_on_two_calendars() -> None:
    """What one of them has called off is off, and the first of several meetings counts."""
    hitlist = with_modes()
    later = replace(LUNCH, start=NOW + timedelta(days=2), end=NOW + timedelta(days=2, hours=1))
    sooner = replace(later, evidence="f" * 32, start=NOW + timedelta(days=1), end=NOW + timedelta(days=1, hours=1))
    assert meetings_to_come([later, sooner], PEOPLE, hitlist, NOW)["dana-whitfield"].start == sooner.start
    another = replace(sooner, whose=OTHERS, count=5, source="shared.ics")      # where the user is not named
    assert meetings_to_come([another, sooner], PEOPLE, hitlist, NOW)["dana-whitfield"].source == sooner.source
    off = replace(sooner, cancelled=True, source="home.ics", count=0)
    assert meetings_to_come([sooner, off, later], PEOPLE, hitlist, NOW)["dana-whitfield"].start == later.start


@pytest.mark.parametrize(("changed", "number"), [
    ({"title": "Lunch with Dana Whitfield", "addresses": (), "count": 0}, 1),       # on another calendar, by hand
    ({"start": LUNCH.start - timedelta(minutes=30)}, 1),
    ({"title": "Lunch, as each month", "recurring": True}, 1),                      # a series was made of it
    ({"start": LUNCH.start - timedelta(hours=3), "recurring": True}, 1),            # its whole series was moved
    ({"start": LUNCH.start - timedelta(hours=3), "title": "Planning"}, 2),
    ({"start": LUNCH.start - timedelta(days=1), "end": LUNCH.end - timedelta(days=1)}, 2),
    ({"count": 4}, 1),                                                              # not sure there, but sure here
])
def test_a_meeting_that_was_entered_twice_or_changed_counts_once(changed: dict[str, Any], number: int) -> None:
    """Whichever is read first, and also after it was taken back."""
    around = NoticeContext(PEOPLE, {}, hit_list(*PEOPLE.values(), noticed=YES), NOW)
    other = replace(LUNCH, **{"evidence": "f" * 32, **changed})
    found = notice([LUNCH, other], NO_FACTS, around)
    assert len(found) == number
    assert all(fact.sure for fact in found)
    assert [fact.at for fact in found] == sorted(fact.at for fact in found)
    for first, second in ((LUNCH, other), (other, LUNCH)):
        known = notice([first], NO_FACTS, around)
        taken_back = [Retracted(fact.contact, NOW, key_of(fact)) for fact in known]
        assert len(known) == 1
        assert len(notice([first, second], Facts([*known, *taken_back]), around)) == number - 1
