"""The five hit lists, drawn from a seed: what kind of life somebody leads, and how much of it a test can run.

A Story is the list on its first day, what else is on the user's calendars, and when the user is away. First names
within a list differ as long as there are enough.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import yaml

FIRST = (       # noqa: SIM905 - forty names read better so
    "Ada Bo Carla Dmitri Elif Farid Greta Hiro Ines Jonas Kavya Lena Mateo Nadia Oskar Priya Quinn Rosa Sven Tariq Uma "
    "Viktor Wanda Ximena Yusuf Zoe Alma Bruno Chloe Dario Esther Felix Gita Hugo Irene Jamal Katya Louis Mona Nils"
).split()
LAST = (        # noqa: SIM905 - as above
    "Abbott Berg Castro Demir Eklund Fontaine Grant Haddad Iversen Jansen Kaur Lindgren Moreau Novak Okafor Petrov "
    "Quist Ramos Silva Tanaka"
).split()
FIRST_DAY = date(2027, 1, 4)


@dataclass(frozen=True)
class Story:
    """`plenty`: there is time for everybody, so nobody may wait for room. `hit_list` draws the list, with all of its
    people or a share of them; a list of bare names is short anyway."""

    name: str
    plenty: bool
    hit_list: Callable[[Random, float], dict[str, Any]]
    away: tuple[tuple[int, int], ...]      # days away, from and to, counted from the first day
    forgets: tuple[int, int] = (120, 141)
    meetings: int = 2                      # a week, on the other calendar
    tidies: bool = False                   # deletes past events each month
    short: float = 0.34                    # the share of its people that a short run takes


def names(number: int) -> list[str]:
    return [f"{FIRST[n % len(FIRST)]} {LAST[(n // len(FIRST) * 7 + n) % len(LAST)]}" for n in range(number)]


def _ago(random: Random, least: int, most: int) -> str:
    return (FIRST_DAY - timedelta(days=random.randint(least, most))).isoformat()


def _phone(n: int) -> str:
    return f"+1 303 555 {n:04}"


def _mail(name: str) -> str:
    return name.casefold().replace(" ", ".") + "@example.com"


def clients(random: Random, share: float) -> dict[str, Any]:
    """60 clients in three zones, two blocks a week, holidays and a review."""
    zones = ("America/Denver", "America/New_York", "Europe/London")
    people: list[Any] = []
    for n, name in enumerate(names(round(60 * share))):
        person: dict[str, Any] = {"name": name, "category": random.choice(("clients", "prospects")), "phone": _phone(n)}
        if random.random() < 0.8:
            person["email"] = _mail(name)
        if random.random() < 0.6:
            person["timezone"] = random.choice(zones)
        if random.random() < 0.2:
            person["hours"] = random.choice(("Mon-Thu 15:00-18:00", "Mon-Fri 9:00-12:00", "Tue-Fri 11:00-16:00"))
        if random.random() < 0.2:
            person["like"] = "yes"
        if random.random() < 0.7:
            person["log"] = [f"{_ago(random, 5, 200)} 10:{random.randint(10, 59)} phone reached, the new offer"]
        people.append(person)
    return {
        "timezone": "America/Denver", "hours": "Mon-Fri 8:30-17:30", "holidays": "US-CO", "review": "Monday 9:00",
        "start_small": "off", "block": [{"every": "Tuesday 10:00", "ahead": "6 weeks"},
                                           {"every": "Thursday 15:00", "ahead": "6 weeks"}],
        "categories": {"clients": {"every": "3 months", "via": ["phone", "email"]},
                       "prospects": {"every": "4 months", "via": ["email", "phone"]}},
        "contacts": people,
    }


def travel(random: Random, share: float) -> dict[str, Any]:
    """Friends and family in eight zones; the user travels a lot, and calls on one evening and on Saturdays."""
    zones = ("Europe/Berlin", "Europe/Lisbon", "America/New_York", "Asia/Tokyo", "Australia/Sydney", "America/Denver",
             "Asia/Kolkata", "Africa/Nairobi")
    people: list[Any] = []
    for n, name in enumerate(names(round(24 * share))):
        person: dict[str, Any] = {"name": name, "category": random.choice(("friends", "friends", "family")),
                                  "phone": _phone(n), "timezone": random.choice(zones)}
        if random.random() < 0.3:
            person["via"] = random.choice((["text", "phone"], ["video", "text"], ["social", "phone"], ["text"]))
        if random.random() < 0.3:
            person["hours"] = random.choice(("Mon-Fri 17:00-20:00, Sat-Sun 10:00-18:00", "Sat-Sun 9:00-20:00"))
        if random.random() < 0.4:
            person["dates"] = {"birthday": f"{random.randint(1, 28)} {random.choice(('March', 'June', 'November'))}"}
        if random.random() < 0.4:
            person["like"] = "yes"
        if random.random() < 0.6:
            person["log"] = [f"{_ago(random, 5, 120)} 18:{random.randint(10, 59)} phone reached, the long walk"]
        people.append(person)
    return {
        "timezone": "Europe/Berlin", "hours": "Mon-Fri 9:00-18:00",
        "start_small": {"first": "7", "then": "3 per month"},
        "block": [{"every": "Wednesday 18:30", "ahead": "6 weeks"},
                  {"every": "Saturday 10:00", "length": "90 minutes", "ahead": "6 weeks"}],
        "categories": {"friends": {"every": "6 weeks"}, "family": {"every": "3 weeks"}}, "contacts": people,
    }


def leads(random: Random, share: float) -> dict[str, Any]:
    """Many leads by mail and phone, and a block each morning before the contact's hours begin."""
    people: list[Any] = []
    for n, name in enumerate(names(round(300 * share))):
        person: dict[str, Any] = {"name": name, "phone": _phone(n), "email": _mail(name)}
        if random.random() < 0.5:
            person["via"] = ["email", "phone"]
        if random.random() < 0.3:
            person["timezone"] = random.choice(("America/Chicago", "America/Los_Angeles"))
        if random.random() < 0.1:
            person["like"] = "yes"
        if random.random() < 0.4:
            person["log"] = [f"{_ago(random, 3, 250)} phone reached"]
        people.append(person)
    return {
        "timezone": "America/New_York", "hours": "Mon-Fri 8:30-17:00", "default": {"every": "2 months"},
        "block": {"every": "weekdays 8:45", "length": "45 minutes", "ahead": "4 weeks"},
        "start_small": {"first": "20", "then": "15 per month"}, "contacts": people,
    }


def cards(random: Random, share: float) -> dict[str, Any]:
    """Cards, coffees and promises: an action plan, birthdays, meetings that are booked ahead."""
    people: list[Any] = []
    for n, name in enumerate(names(round(26 * share))):
        person: dict[str, Any] = {"name": name, "phone": _phone(n), "email": _mail(name)}
        person["via"] = random.choice((["coffee", "phone"], ["note", "email"], ["phone", "text"], ["video", "email"],
                                       ["phone", "coffee", "note"]))
        person["every"] = random.choice(("6 weeks", "2 months", "3 months", "1 year"))
        if random.random() < 0.5:
            person["dates"] = {"birthday": f"{random.randint(1, 28)} {random.choice(('February', 'May', 'October'))}"}
        if random.random() < 0.15:
            person["book_ahead"] = "2 months"
        if random.random() < 0.2:
            person["promises"] = [{"what": "send the book", "by": (FIRST_DAY + timedelta(days=9)).isoformat()}]
        if random.random() < 0.6:
            person["log"] = [f"{_ago(random, 5, 200)} 12:30 coffee reached, the garden"]
        people.append(person)
    return {
        "timezone": "Europe/London", "hours": "Mon-Fri 9:00-17:30", "review": "Friday 16:00", "start_small": "off",
        "block": {"every": "Tuesday 12:00", "length": "90 minutes", "ahead": "6 weeks",
                  "per_person": {"coffee": "10 minutes", "default": "9 minutes"}},
        "action_plan": {"phone": "3 per week", "coffee": "2 per month", "note": "4 per month"}, "contacts": people,
    }


def bare(random: Random, share: float) -> dict[str, Any]:
    """Six bare names, and nothing else."""
    return {"timezone": "Europe/Lisbon", "contacts": random.sample(names(26), 6)}


LIVES: Mapping[str, Story] = {life.name: life for life in (
    Story("clients", True, clients, ((88, 97), (200, 214)), short=0.15),
    Story("travel", True, travel, ((20, 31), (75, 82), (110, 114), (180, 201), (250, 256), (300, 310)), meetings=1),
    Story("leads", False, leads, ((60, 66), (210, 224)), meetings=4, tidies=True, short=0.05),
    Story("cards", True, cards, ((95, 104), (222, 236))),
    Story("bare", True, bare, ((200, 214),), meetings=0),
)}


def as_yaml(hit_list: Mapping[str, Any]) -> str:
    return yaml.safe_dump({"calendar": "followup.ics", "state": "followupd.db", **hit_list},
                          sort_keys=False, allow_unicode=True, width=200)
