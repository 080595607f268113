"""Holidays that people keep (`keeps: [Diwali, Eid]`), and when they are, by the `holidays` library.

Takes names, gives days. Names are known without the library, which is loaded only when days are needed (importing it
takes 40 ms, and as much again for each country). Never guesses a name.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from followupd.core.phrases.words import quoted, suggest
from followupd.core.values.hitlist import Feast, Hitlist
from followupd.hitlist.days_off import library

# Those on the same day every year.
_FIXED = {
    "Christmas": (12, 25), "Christmas Eve": (12, 24), "Orthodox Christmas": (1, 7), "Epiphany": (1, 6),
    "New Year": (1, 1), "Saint Nicholas": (12, 6), "Saint Patrick's Day": (3, 17), "Kwanzaa": (12, 26),
    "Juneteenth": (6, 19), "Halloween": (10, 31), "Valentine's Day": (2, 14), "Bastille Day": (7, 14),
    "Santa Lucia": (12, 13), "Dia de los Muertos": (11, 2),
}
# The others, as the library has them: country, category, the names of the holiday there, and an offset in days.
_KNOWN: dict[str, tuple[str, str, tuple[str, ...], int]] = {
    "Diwali": ("IN", "public", ("Diwali",), 0),
    "Holi": ("IN", "public", ("Holi",), 0),
    "Eid": ("IN", "public", ("Eid al-Fitr", "Eid al-Adha"), 0),
    "Eid al-Fitr": ("IN", "public", ("Eid al-Fitr",), 0),
    "Eid al-Adha": ("IN", "public", ("Eid al-Adha",), 0),
    "Ashura": ("IN", "public", ("Ashura",), 0),
    "Mawlid": ("IN", "public", ("Prophet's Birthday",), 0),
    "Vesak": ("IN", "public", ("Buddha Purnima",), 0),
    "Guru Nanak's Birthday": ("IN", "public", ("Guru Nanak's Birthday",), 0),
    "Vaisakhi": ("IN", "optional", ("Vaisakhi",), 0),
    "Onam": ("IN", "optional", ("Onam",), 0),
    "Raksha Bandhan": ("IN", "optional", ("Raksha Bandhan",), 0),
    "Dussehra": ("IN", "public", ("Dussehra",), 0),
    "Ganesh Chaturthi": ("IN", "optional", ("Ganesh Chaturthi / Vinayak Chaturthi",), 0),
    "Good Friday": ("IN", "public", ("Good Friday",), 0),
    "Easter": ("GB", "public", ("Good Friday",), 2),
    "Orthodox Easter": ("GR", "public", ("Easter Monday",), -1),
    "Passover": ("IL", "public", ("Pesach",), 0),
    "Shavuot": ("IL", "public", ("Shavuot",), 0),
    "Rosh Hashanah": ("IL", "public", ("Rosh Hashanah",), 0),
    "Yom Kippur": ("IL", "public", ("Yom Kippur",), 0),
    "Sukkot": ("IL", "public", ("Sukkot",), 0),
    "Purim": ("IL", "school", ("Purim",), 0),
    "Hanukkah": ("IL", "school", ("Hanukkah",), 0),
    "Nowruz": ("IR", "public", ("Nowruz",), 0),
    "Lunar New Year": ("CN", "public", ("Chinese New Year (Spring Festival)",), 0),
    "Mid-Autumn Festival": ("CN", "public", ("Mid-Autumn Festival",), 0),
    "Chuseok": ("KR", "public", ("Chuseok",), 0),
    "Thanksgiving": ("US", "public", ("Thanksgiving Day",), 0),
    "Midsummer": ("SE", "public", ("Midsummer Day",), 0),
}
_OTHER_SPELLINGS = {
    "deepavali": "Diwali", "divali": "Diwali", "eid ul fitr": "Eid al-Fitr",
    "eid ul adha": "Eid al-Adha", "bakrid": "Eid al-Adha", "chanukah": "Hanukkah", "hannukah": "Hanukkah",
    "pesach": "Passover", "chinese new year": "Lunar New Year", "tet": "Lunar New Year", "seollal": "Lunar New Year",
    "norouz": "Nowruz", "newroz": "Nowruz", "persian new year": "Nowruz", "xmas": "Christmas", "buddha day": "Vesak",
    "st patrick's day": "Saint Patrick's Day", "new year's day": "New Year", "day of the dead": "Dia de los Muertos",
    "vaisakh": "Vaisakhi", "baisakhi": "Vaisakhi", "jewish new year": "Rosh Hashanah",
    "moon festival": "Mid-Autumn Festival",
}
ALIKE = 0.75     # "Dewali" and "Ester" are slips; "Monday" is not "Onam", and "Pride" is not "Purim"
FEASTS = tuple(sorted((*_FIXED, *_KNOWN)))


def parse_feast(text: str) -> str:
    """Return the name as it is stored: "Deepavali" is Diwali. Raises ValueError with what may be meant."""
    plain = " ".join(text.casefold().replace("-", " ").split())
    names = {" ".join(name.casefold().replace("-", " ").split()): name for name in FEASTS} | _OTHER_SPELLINGS
    if plain in names:
        return names[plain]
    near = suggest(plain, names, ALIKE)
    hint = f"Did you mean {names[near]}?" if near else f"Known are {', '.join(FEASTS)}."
    raise ValueError(f"{quoted(text)} is not a holiday whose days followupd knows. {hint}")


def days_of(names: Iterable[str], years: tuple[int, ...]) -> dict[str, tuple[date, ...]]:
    """Return the days of each of these holidays in these consecutive years, in order.

    A holiday of several days counts with its first.
    """
    countries: dict[tuple[str, str], dict[date, str]] = {}
    days_by_name = {}
    for name in names:
        if name in _FIXED:
            days_by_name[name] = tuple(date(year, *_FIXED[name]) for year in years)
            continue
        country, category, called, shift = _KNOWN[name]
        if (country, category) not in countries:
            countries[country, category] = _holidays(country, category, years)
        days = {day for day, text in countries[country, category].items() if _is_called(text, called)}
        first = sorted(day for day in days if day - timedelta(days=1) not in days)
        days_by_name[name] = tuple(day + timedelta(days=shift) for day in first if day.year in years)
    return days_by_name


def _is_called(text: str, called: tuple[str, ...]) -> bool:
    return any(part.partition(" (estimated)")[0].strip() in called for part in text.split(";"))


def _holidays(country: str, category: str, years: tuple[int, ...]) -> dict[date, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")       # years for which the library only has estimates
        found = library().country_holidays(
            country, years=(years[0] - 1, *years), categories=(category,), language="en_US"
        )
    return {day: str(text) for day, text in found.items()}


def with_feasts(hitlist: Hitlist, now: datetime) -> Hitlist:
    """Return the hit list with the days of the holidays that its people keep, in the years around `now`."""
    names = {feast.name for contact in hitlist.contacts for feast in contact.keeps}
    if not names:
        return hitlist
    year = now.astimezone(hitlist.timezone).year
    days = days_of(sorted(names), (year - 1, year, year + 1))
    contacts = tuple(
        replace(c, keeps=tuple(Feast(f.name, days[f.name]) for f in c.keeps)) if c.keeps else c
        for c in hitlist.contacts
    )
    return replace(hitlist, contacts=contacts)
