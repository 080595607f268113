"""A zone that is written in any other way than the database spells it is a problem that says what to write."""

from __future__ import annotations

import pytest

from followupd.hitlist.zones import parse_zone

MEANT = {
    "America/Denver": ("Mountain Time", "Mountain", "MT", "Mountain Standard Time", "america/denver", "America/Denvr",
                       "Denver", "Denver, CO", "America/Denver ", "America/Denver (MST)", "Colorado", "MDT"),
    "America/New_York": ("Eastern", "Eastern Time (US & Canada)", "New York", "NYC", "EDT", "Boston"),
    "America/Los_Angeles": ("Pacific Time", "PST", "San Francisco", "LA", "California"),
    "Europe/Berlin": ("W. Europe Standard Time", "MEZ", "CEST", "Munich", "München", "Germany", "Berlin, Germany",
                      "Europe Berlin", "Europe-Berlin", "Europe\\Berlin", "Europe/ Berlin", "/Europe/Berlin",
                      "right/Europe/Berlin"),
    "Europe/Zurich": ("Zürich", "Geneva", "Europe/Zürich"), "Asia/Kolkata": ("India", "Mumbai"),
    "Europe/Rome": ("Milan",),
    "Europe/London": ("UK", "BST", "London"), "Asia/Tokyo": ("JST",),
}


@pytest.mark.parametrize(("zone", "written"), [(zone, one) for zone, written in MEANT.items() for one in written])
def test_the_zone_that_was_meant_is_named(zone: str, written: str) -> None:
    """By its letters, its city, its country, or as Windows calls it."""
    with pytest.raises(ValueError, match=rf"is not a time zone\. Did you mean {zone}\?"):
        parse_zone(written)


@pytest.mark.parametrize(("written", "fixed"), [
    ("GMT+1", "Etc/GMT-1"), ("UTC-7", "Etc/GMT+7"), ("UTC+02:00", "Etc/GMT-2"), ("+0200", "Etc/GMT-2"),
    ("-7", "Etc/GMT+7"), ("GMT \u22127", "Etc/GMT+7"), ("utc+14", "Etc/GMT-14"),
])
def test_an_offset_asks_for_the_place(written: str, fixed: str) -> None:
    """The names of fixed clocks have the other sign, so `GMT+1` must never become Etc/GMT+1."""
    with pytest.raises(ValueError, match=r"is an offset, which leaves out summer time\. Write the place") as told:
        parse_zone(written)
    assert f"; or {fixed} if you mean it." in str(told.value)
    assert parse_zone(fixed).key == fixed


@pytest.mark.parametrize("written", ["UTC+5:30", "GMT+0", "UTC-13", "UTC+99"])
def test_an_offset_without_a_name_asks_for_the_place_alone(written: str) -> None:
    with pytest.raises(ValueError, match=r"Write the place, such as America/Denver or Europe/Zurich\.$"):
        parse_zone(written)


@pytest.mark.parametrize("written", [
    "", "Z", "local", "system", "auto", "USA", "IST", "Europe", "America/", "Factory", "posixrules", "7 hours",
    "daylight",
])
def test_what_nobody_can_tell_gets_an_example(written: str) -> None:
    """India and Israel have the same letters; a folder and a clock that nobody set are not places."""
    with pytest.raises(ValueError, match=r"is not a time zone\. Write a name such as America/Denver or"):
        parse_zone(written)


@pytest.mark.parametrize("name", ["Europe/Zurich", "CET", "UTC", "GMT", "Etc/GMT-1", "US/Mountain", "EST5EDT", "Japan"])
def test_names_of_the_database_are_taken(name: str) -> None:
    assert parse_zone(name).key == name
