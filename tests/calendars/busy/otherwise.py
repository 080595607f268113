"""A calendar as another program writes it, or with a damage: it says the same, or leaves each event busy."""

from __future__ import annotations

import codecs
import gzip
import random
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.calendars.busy.generated import ZONES, GeneratedCalendar

# Each keeps what a calendar says: some program writes it so (or wrote so in a bug report).
Lines = list[str]
Change = Callable[[random.Random, Lines], Lines]


def _each(change: Callable[[random.Random, str], str]) -> Change:
    return lambda chance, lines: [change(chance, line) for line in lines]


def _in(*names: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(names)})[;:]")


_MOMENTS = _in("DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID")
_RULE = _in("RRULE")
OTHER_NAMES = {
    "America/Denver": ("Mountain Standard Time", "Mountain Standard Time 1", "/citadel.org/20210210_1/America/Denver",
                       "(UTC-07:00) Mountain Time (US & Canada)", "America/Denver ", "america/denver", "US/Mountain"),
    "Europe/Berlin": ("W. Europe Standard Time", "W. Europe Standard Time 1", "Europe/Vienna",
                      "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe / Berlin",
                      "/freeassociation.sourceforge.net/Europe/Berlin"),
    "Asia/Tokyo": ("Tokyo Standard Time", "Tokyo Standard Time 2", "(UTC+09:00) Osaka, Sapporo, Tokyo", "GMT+0900",
                   "UTC+9", "Japan"),
}


def _other_zone_name(chance: random.Random, lines: Lines) -> Lines:
    """Call the zone otherwise, in its VTIMEZONE too, or without any."""
    name = next((line[5:] for line in lines if line.startswith("TZID:")), None)
    if name not in OTHER_NAMES:
        return lines
    other = chance.choice(OTHER_NAMES[name])
    written = f'"{other}"' if re.search("[,:;]", other) or chance.random() < 0.3 else other
    changed = [line.replace(f"TZID={name}", f"TZID={written}") for line in lines]
    escaped = other.replace(",", "\\,") if chance.random() < 0.5 else other
    return [f"TZID:{escaped}" if line.startswith("TZID:") else line for line in changed]


def _without_vtimezone(_: random.Random, lines: Lines) -> Lines:
    text = "\n".join(lines)
    return re.sub(r"BEGIN:VTIMEZONE\n.*END:VTIMEZONE\n", "", text, flags=re.DOTALL).split("\n")


def _vtimezone_last(_: random.Random, lines: Lines) -> Lines:
    zone = lines[lines.index("BEGIN:VTIMEZONE"):lines.index("END:VTIMEZONE") + 1] if "BEGIN:VTIMEZONE" in lines else []
    rest = [line for number, line in enumerate(lines) if not zone or not (
        lines.index("BEGIN:VTIMEZONE") <= number <= lines.index("END:VTIMEZONE"))]
    return [*rest[:-1], *zone, rest[-1]]


def _end_without_zone(_: random.Random, line: str) -> str:
    return re.sub("^DTEND;TZID=[^:]*:", "DTEND:", line)


def _local_until(_: random.Random, lines: Lines) -> Lines:
    """Write UNTIL by the clock of the start, without Z."""
    begun = lines.index("BEGIN:VEVENT")
    start = next(line for line in lines[begun:] if line.startswith("DTSTART"))
    zone = re.match("DTSTART;TZID=([^:]*):", start)
    if zone is None or zone[1] not in ZONES:
        return lines

    def local(match: re.Match[str]) -> str:
        until = datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(ZoneInfo(zone[1]))
        return f"UNTIL={until:%Y%m%dT%H%M%S}"

    return [re.sub("UNTIL=([0-9]{8}T[0-9]{6}Z)", local, line) for line in lines]


def _zone_beside_z(_: random.Random, line: str) -> str:
    return re.sub("^(DTSTART|DTEND)(:[0-9]{8}T[0-9]{6}Z)$", r"\1;TZID=America/New_York\2", line)


def _rule_in_another_dress(chance: random.Random, line: str) -> str:
    if not _RULE.match(line):
        return line
    return chance.choice((
        line.replace(",", ", "), line.replace(";", "; "), f"{line};", f"{line};X-SOURCE=phone",
        line.replace("RRULE:", "RRULE:RSCALE=GREGORIAN;SKIP=OMIT;"),
        line.lower(), line.replace("RRULE:", "RRULE;X-A=b:"), f"{line} ",
    ))


def _moment_in_another_dress(chance: random.Random, line: str) -> str:
    if not _MOMENTS.match(line):
        return line
    head, _, value = line.rpartition(":")
    if "T" not in value:
        other = chance.choice((head.replace(";VALUE=DATE", ""), head, head.replace("VALUE=DATE", "value=date")))
        return f"{other}:{value}"
    iso = re.sub("([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})", r"\1-\2-\3T\4:\5:\6", value)
    value = iso if "TZID" not in head and chance.random() < 0.5 else value
    return chance.choice((f"{head};VALUE=DATE-TIME:{value}", f"{head}:{value} ", f"{head}:{value.lower()}"))


def _one_day(_: random.Random, lines: Lines) -> Lines:
    """Let an all-day event of one day end on the day it begins, as some exports do."""
    made = list(lines)
    for number, line in enumerate(lines):
        if line.startswith("DTSTART;VALUE=DATE:"):
            day = date.fromisoformat(line[-8:]) + timedelta(days=1)
            for other in (number + 1, number + 2):
                if made[other] == f"DTEND;VALUE=DATE:{day:%Y%m%d}":
                    made[other] = f"DTEND;VALUE=DATE:{line[-8:]}"
    return made


def _shuffled(chance: random.Random, lines: Lines) -> Lines:
    """Put the lines of each event in another order."""
    made: Lines = []
    inner: Lines = []
    inside = False
    for line in lines:
        if line == "END:VEVENT":
            chance.shuffle(inner)
            made += inner
            inner, inside = [], False
        (inner if inside else made).append(line)
        inside = inside or line == "BEGIN:VEVENT"
    return made


def _more_in_the_event(chance: random.Random, lines: Lines) -> Lines:
    """Add an alarm, a long text that looks like properties, and lines that mean nothing here."""
    more = chance.choice((
        ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT15M", "DURATION:PT5M", "REPEAT:2",
         "DTSTART:20200101T000000Z", "END:VALARM"],
        ["DESCRIPTION:as agreed\\n DTSTART:20200101T000000Z\\nTRANSP:TRANSPARENT",
         "X-ALT-DESC;FMTTYPE=text/html:<p>TRANSP:TRANSPARENT</p>"],
        ["SEQUENCE:1.0", "PRIORITY:none", "X-NO-COLON", "ATTACH:CID:1", "GEO:here"],
        ["CATEGORIES:FREE", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "CLASS:PRIVATE",
         "ATTENDEE;PARTSTAT=DECLINED:mailto:sam@example.com"],
        ["BEGIN:X-NOTE", "SUMMARY:other", "RRULE:FREQ=SECONDLY", "END:X-NOTE"],
    ))
    return [one for line in lines for one in ([line, *more] if line == "SUMMARY:One" else [line])]


def _duration_otherwise(chance: random.Random, line: str) -> str:
    if not line.startswith("DURATION:PT"):
        return line
    return chance.choice((line.replace(":PT", ":+PT"), line.lower().replace("duration", "DURATION"),
                          f"{line}0S" if line.endswith("M") else f"{line}0M0S", f"{line} "))


def _small_letters(chance: random.Random, line: str) -> str:
    """Names, parameters and components in small letters; a zone's name stays."""
    if line.startswith(("BEGIN:", "END:")) and chance.random() < 0.5:
        return line.lower()
    match = re.match("([A-Z-]+)(;[A-Z]+=)?", line)
    return (match[0].lower() + line[match.end():]) if match else line


def _exceptions_in_utc(_: random.Random, line: str) -> str:
    match = re.fullmatch("(EXDATE|RECURRENCE-ID);TZID=([^:]*):((?:[0-9]{8}T[0-9]{6},?)+)", line)
    if match is None or match[2] not in ZONES or "1340" in line:
        return line
    moments = (datetime.fromisoformat(one).replace(tzinfo=ZoneInfo(match[2])) for one in match[3].strip(",").split(","))
    return f"{match[1]}:{','.join(f'{one.astimezone(UTC):%Y%m%dT%H%M%SZ}' for one in moments)}"


KEEPING: dict[str, Change] = {       # in the order in which they are made
    "another order": _shuffled, "DTEND without its zone": _each(_end_without_zone),
    "another name of the zone": _other_zone_name, "no VTIMEZONE": _without_vtimezone, "VTIMEZONE last": _vtimezone_last,
    "UNTIL without Z": _local_until,
    "TZID beside Z": _each(_zone_beside_z), "a rule in another dress": _each(_rule_in_another_dress),
    "times in another dress": _each(_moment_in_another_dress), "ends on the day it begins": _one_day,
    "more in the event": _more_in_the_event,
    "a DURATION in another dress": _each(_duration_otherwise), "small letters": _each(_small_letters),
    "exceptions in UTC": _each(_exceptions_in_utc),
}


def _folded(chance: random.Random, lines: Sequence[str], newline: str) -> str:
    """Join lines, some of them folded anywhere."""
    made = []
    for line in lines:
        while len(line) > 2 and chance.random() < 0.4:
            at = chance.randrange(1, len(line))
            made.append(line[:at] + newline + chance.choice(" \t"))
            line = line[at:]
        made.append(line + newline)
    return "".join(made)


def written(chance: random.Random, lines: Sequence[str]) -> bytes:
    """Return the bytes of a file: line ends, folds, encoding and packing as programs choose them."""
    text = _folded(chance, lines, chance.choice(("\r\n", "\r\n", "\n", "\r", "\r\r\n")))
    data = chance.choice((
        text.encode(), text.encode(), codecs.BOM_UTF8 + text.encode(), codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    ))
    return gzip.compress(data) if chance.random() < 0.2 else data


def _damaged_exceptions(chance: random.Random, lines: Lines) -> Lines:
    bad = chance.choice((",", ",,", ",soon", ",20261340T000000"))
    return [line + bad if line.startswith("EXDATE") else line for line in lines]


def _damaged_end(chance: random.Random, lines: Lines) -> Lines:
    bad = chance.choice(("DTEND:None", "DTEND:", "DTEND;TZID=America/Denver:", "DURATION:1 hour", "DTEND:0"))
    begun = lines.index("BEGIN:VEVENT")
    ends = ("DTEND", "DURATION")
    return [*lines[:begun], *(bad if line.startswith(ends) else line for line in lines[begun:])]


def _damaged_rule(chance: random.Random, lines: Lines) -> Lines:
    bad = chance.choice((";BYDAY=XX", ";BYSETPOS=first", ";BYMONTHDAY=", ";COUNT=many", ";UNTIL=never", ";FOO"))
    begun = lines.index("BEGIN:VEVENT")
    return [*lines[:begun], *(line + bad if _RULE.match(line) else line for line in lines[begun:])]


def _damaged_others(chance: random.Random, lines: Lines) -> Lines:
    more = chance.choice(("RDATE:soon", "EXDATE:None", "EXRULE:FREQ=NEVER", "SEQUENCE:", "STATUS:MAYBE", "TRANSP:"))
    return [one for line in lines for one in ([line, more] if line == "SUMMARY:One" else [line])]


DAMAGING: dict[str, Change] = {
    "EXDATE": _damaged_exceptions, "an end": _damaged_end, "a part of a rule": _damaged_rule, "others": _damaged_others,
}


def changed(chance: random.Random, made: GeneratedCalendar) -> tuple[bytes, tuple[str, ...], str]:
    """Return the calendar as another program writes it, the names of the changes, and that of a damage, "" for none."""
    damage = chance.choice(("", "", "", *DAMAGING))
    lines = DAMAGING[damage](chance, list(made.lines)) if damage else list(made.lines)
    names = sorted(chance.sample(list(KEEPING), chance.randint(0, 3)), key=list(KEEPING).index)
    for name in names:
        lines = KEEPING[name](chance, lines)
    return written(chance, lines), tuple(names), damage
