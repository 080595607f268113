"""Time zones by name, and what to write instead of a name that is not one.

Takes text, gives a ZoneInfo. Raises ValueError with a sentence that suggests the nearest name.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from followupd.core.phrases.words import quoted, suggest

UTC = ZoneInfo("UTC")
# Names for places that people write: letters of a clock, states, countries and cities that are not in the database. A
# few are also zones without summer time: whoever writes EST means New York's clock, and would be an hour off in summer.
_WRITTEN = {
    "America/New_York": "EST EDT ET EASTERN EASTERN_TIME NYC NEW_YORK_CITY BOSTON WASHINGTON MIAMI ATLANTA"
                        " PHILADELPHIA FLORIDA",
    "America/Chicago": "CST CDT CT CENTRAL CENTRAL_TIME TEXAS DALLAS HOUSTON AUSTIN ILLINOIS MINNEAPOLIS",
    "America/Denver": "MST MDT MT MOUNTAIN MOUNTAIN_TIME COLORADO UTAH", "America/Phoenix": "ARIZONA",
    "America/Los_Angeles": "PST PDT PT PACIFIC PACIFIC_TIME LA SF SAN_FRANCISCO SEATTLE CALIFORNIA PORTLAND SAN_DIEGO",
    "America/Anchorage": "AKST AKDT ALASKA", "Pacific/Honolulu": "HAWAII", "America/Halifax": "AST ADT ATLANTIC_TIME",
    "America/St_Johns": "NST NDT", "America/Toronto": "MONTREAL OTTAWA", "America/Sao_Paulo": "BRT BRAZIL BRASIL RIO",
    "America/Argentina/Buenos_Aires": "ART ARGENTINA", "America/Santiago": "CLT CHILE", "America/Bogota": "COLOMBIA",
    "Europe/London": "BST UK ENGLAND SCOTLAND BRITAIN WALES MANCHESTER EDINBURGH", "Europe/Dublin": "IRELAND",
    "Europe/Berlin": "CEST MESZ MEZ GERMANY DEUTSCHLAND MUNICH MÜNCHEN HAMBURG FRANKFURT KÖLN COLOGNE BAVARIA"
                     " BAYERN STUTTGART",
    "Europe/Zurich": "SWITZERLAND SCHWEIZ ZÜRICH GENEVA GENÈVE GENF BERN BASEL",
    "Europe/Vienna": "WIEN AUSTRIA ÖSTERREICH",
    "Europe/Paris": "FRANCE LYON MARSEILLE", "Europe/Madrid": "SPAIN ESPAÑA BARCELONA",
    "Europe/Lisbon": "WEST LISBOA PORTO",
    "Europe/Rome": "ROMA ITALY ITALIA MILAN MILANO TURIN", "Europe/Amsterdam": "NETHERLANDS HOLLAND ROTTERDAM",
    "Europe/Brussels": "BELGIUM BRUSSEL BRUXELLES", "Europe/Stockholm": "SWEDEN", "Europe/Oslo": "NORWAY",
    "Europe/Copenhagen": "DENMARK", "Europe/Helsinki": "FINLAND", "Europe/Warsaw": "WARSZAWA KRAKÓW",
    "Europe/Prague": "PRAHA",
    "Europe/Athens": "EEST GREECE", "Europe/Kyiv": "UKRAINE", "Europe/Moscow": "MSK MOSKVA RUSSIA",
    "Europe/Istanbul": "TRT",
    "Africa/Johannesburg": "SAST SOUTH_AFRICA CAPE_TOWN", "Africa/Lagos": "WAT NIGERIA", "Africa/Nairobi": "EAT KENYA",
    "Africa/Maputo": "CAT", "Asia/Dubai": "GST UAE ABU_DHABI", "Asia/Jerusalem": "IDT", "Asia/Karachi": "PKT PAKISTAN",
    "Asia/Kolkata": "INDIA MUMBAI DELHI NEW_DELHI BANGALORE CHENNAI", "Asia/Shanghai": "CHINA BEIJING SHENZHEN",
    "Asia/Tokyo": "JST OSAKA", "Asia/Seoul": "KST KOREA", "Asia/Singapore": "SGT", "Asia/Hong_Kong": "HKT",
    "Australia/Sydney": "AEST AEDT", "Australia/Adelaide": "ACST ACDT", "Australia/Perth": "AWST",
    "Pacific/Auckland": "NZST NZDT NEW_ZEALAND WELLINGTON",
}
_SHORT = {name.replace("_", " "): zone for zone, names in _WRITTEN.items() for name in names.split()}
# Names of the database that are not places: a clock that is not known, or one with leap seconds.
_NO_PLACE = re.compile("Factory|posixrules|localtime|(?:right|posix)/(?P<name>.+)")
_OFFSET = re.compile(r"(?:GMT|UTC|Z)? ?([+\u2212-]) ?([0-9]{1,2})(?::?([0-9]{2}))?", re.IGNORECASE)
_PLACE = "Write the place, such as America/Denver or Europe/Zurich"
SHORTEST = 3    # letters: nobody who mistyped a name meant EST
# The form of a name: an area and a place, or one of those that are alone; see json_schema.py.
ZONE = (
    "(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)"
    r"/[A-Za-z0-9_+/-]+|CET|CST6CDT|Cuba|EET|EST5EDT|Egypt|Eire|GB|GB-Eire|GMT(?:[+-]?0)?|Greenwich|HST|Hongkong"
    "|Iceland|Iran|Israel|Jamaica|Japan|Kwajalein|Libya|MET|MST7MDT|NZ|NZ-CHAT|Navajo|PRC|PST8PDT|Poland|Portugal|ROC|ROK"
    "|Singapore|Turkey|UCT|UTC|Universal|W-SU|WET|Zulu"
)
_NO_SUMMER = {"EST": "America/Panama", "MST": "America/Phoenix"}


def parse_zone(text: str) -> ZoneInfo:
    """The zone of an IANA name such as America/Denver."""
    if text in _NO_SUMMER:
        raise ValueError(
            f'"{text}" is a clock without summer time. Write {_SHORT[text]}, or {_NO_SUMMER[text]} if you mean it.'
        )
    if (offset := _OFFSET.fullmatch(text.strip())) is not None:
        raise ValueError(f'"{text.strip()}" is an offset, which leaves out summer time. {_instead_of(offset)}')
    no_place = _NO_PLACE.fullmatch(text)
    try:
        if no_place is None:
            return ZoneInfo(text)
    except (KeyError, ValueError, OSError):   # unknown, outside the folder, or a folder such as "America"
        pass
    near = no_place["name"] if no_place is not None else _near(text)
    hint = f"Did you mean {near}?" if near else "Write a name such as America/Denver or Europe/Zurich."
    printable = "".join(c if c.isprintable() else "?" for c in text)[:60]
    raise ValueError(f'"{printable}" is not a time zone. {hint}')


def _near(text: str) -> str | None:
    """Return the zone that somebody meant, None if it is not clear."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # only for a mistake

    names = sorted(available_timezones())
    plain = " ".join(re.sub(r"\(.*", "", text).split()).strip("/,; ")
    city = plain.partition(",")[0].replace(" ", "_").lower().rpartition("/")[2]
    known = _SHORT.get(plain.upper()) or _SHORT.get(plain.partition(",")[0].upper()) or WINDOWS_TO_OLSON.get(plain)
    cities = (city, re.split(r"[\s\\-]+", plain)[-1].lower())      # Europe Berlin too
    same_city = next((name for one in cities for name in names if name.rpartition("/")[2].lower() == one), None)
    longer = [name for name in names if len(name) > SHORTEST and _NO_PLACE.fullmatch(name) is None]
    like = suggest(text, longer)
    if like is not None and not _is_like(city, like):
        like = None
    return known or same_city or like


def _is_like(city: str, name: str) -> bool:
    """Return whether the city of a name begins with the same letter: Mumbai is not Cuba."""
    return name.rpartition("/")[2][:1].lower() == city[:1]


def _instead_of(offset: re.Match[str]) -> str:
    """Return what to write for an offset; the names of fixed clocks have the sign of POSIX, which is turned round."""
    hours, minutes, west = int(offset[2]), int(offset[3] or 0), offset[1] != "+"
    if minutes or not 1 <= hours <= (12 if west else 14):
        return f"{_PLACE}."
    return f"{_PLACE}; or Etc/GMT{'+' if west else '-'}{hours} if you mean it."


def system_zone(default_zone: Callable[[], ZoneInfo] | None) -> ZoneInfo | None:
    """Return the machine's zone by tzlocal (or by the given function); None if it has none.

    Raises ValueError if it has one that names no place: `TZ=UTC-7` is the opposite in POSIX of what people mean by it.
    """
    try:
        if default_zone is not None:
            return default_zone()
        from tzlocal import get_localzone  # a list with `timezone:` does without it

        with warnings.catch_warnings():
            warnings.simplefilter("error")   # "can not find any timezone configuration" is a warning there
            zone = get_localzone()
    except (LookupError, ValueError, OSError):
        raise ValueError(_not_understood(os.environ.get("TZ", ""))) from None
    except Warning:
        return None
    return zone if isinstance(zone, ZoneInfo) else None


def _not_understood(written: str) -> str:
    name = written.strip().strip(":")
    is_name = re.fullmatch(r"[A-Za-z_ ]+(?:/[A-Za-z_ ]+)*", name) is not None and not name.isupper()
    near = _near(name) if is_name else None
    example = "the name of your zone, for example timezone: Europe/Berlin."
    write = f"timezone: {near}." if near and "/" in near else example
    blank = " with a blank beside it" if written != written.strip() else ""
    said = f"TZ={quoted(written)}{blank}" if written else "what its files say"
    return f"is not given, and the system's zone is not understood ({said}). Write {write}"
