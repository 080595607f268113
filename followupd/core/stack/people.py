"""The people of a stack: what all rows of one person say together, and their guess of the last contact.

Takes clusters of rows and what calendars, mailboxes and call logs show; gives people with the reasons, the likeliest to
begin with first. A guess is never a fact: it becomes one only if the user says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo
from types import MappingProxyType

from followupd.core.people.timeline import day_of
from followupd.core.phrases.log import parse_log_line
from followupd.core.phrases.names import composed
from followupd.core.stack.alike import Cluster, name_words
from followupd.core.stack.rows import Touch, bare_digits
from followupd.core.values.decisions import Decision
from followupd.core.values.facts import EvidenceRule, Noticed, Outcome
from followupd.core.values.time import FULL_MONTH_NAMES, count

MOST_FIRST = 12             # people who are offered first
A_YEAR = timedelta(days=366)
SEVERAL_FILES = 3
LONGEST_SAID = 80           # characters of where a guess is from


@dataclass(frozen=True, slots=True)
class Guess:
    """The last contact that something shows, and the line of `log:` that says so."""

    day: date
    said: str
    line: str


@dataclass(frozen=True, slots=True)
class StackPerson:
    """One person of the stack. `reasons` are parts of a sentence; `first` if they are among those offered first.

    `perhaps` is the name of somebody on the hit list who may be them, `before` what was decided about their name: of
    them, or of somebody else who has it.
    """

    cluster: Cluster
    guess: Guess | None
    reasons: tuple[str, ...]
    weight: float
    first: bool = False
    perhaps: str = ""
    before: tuple[Decision, ...] = ()

    @property
    def why(self) -> str:
        """Return why they may be one to begin with, and who on the list they may be; "" if there is nothing to say."""
        perhaps = [f"perhaps on your list: {self.perhaps}"] if self.perhaps else []
        before = [f"decided before about this name: {', '.join(self.before)}"] if self.before else []
        return "; ".join((*self.reasons, *perhaps, *before))

    @property
    def name(self) -> str:
        """Return the fullest name that a file has."""
        return self.cluster.name

    @property
    def mark(self) -> str:
        """Return what names them on a sheet."""
        return self.cluster.mark

    @property
    def phones(self) -> tuple[str, ...]:
        """Return the numbers, each once, one with its country before one without."""
        found: dict[str, str] = {}
        phones = (phone for row in self.cluster.rows for phone in row.card.phones)
        ordered = sorted(phones, key=lambda phone: not phone.startswith("+"))
        for phone in ordered:
            found.setdefault(bare_digits(phone).lstrip("0")[-9:], phone)
        return tuple(found.values())

    @property
    def emails(self) -> tuple[str, ...]:
        """Return the addresses, each once."""
        return tuple(dict.fromkeys(email for row in self.cluster.rows for email in row.card.emails))

    @property
    def org(self) -> str:
        """Return the company."""
        return next((row.card.org for row in self.cluster.rows if row.card.org), "")

    @property
    def birthday(self) -> str:
        """Return the birthday, `14 May 1983`, with its year if a row has it; "" if none is known."""
        days = [row.card.birthday for row in self.cluster.rows if row.card.birthday is not None]
        born = next((day for day in days if day.year is not None), days[0] if days else None)
        if born is None:
            return ""
        return f"{born.day} {FULL_MONTH_NAMES[born.month - 1]}{f' {born.year}' if born.year is not None else ''}"

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the files that have them."""
        return tuple(sorted(self.cluster.sources))


def make_stack(
    clusters: Iterable[Cluster], noticed: Iterable[Noticed], zone: tzinfo, today: date,
    later: Collection[str] = (), perhaps: Mapping[str, str] = MappingProxyType({}),
) -> list[StackPerson]:
    """Return the people, the likeliest to begin with first, and those who were put off until `later` last.

    `noticed`, `later` and `perhaps` name a person by their mark.
    """
    shown: dict[str, list[Noticed]] = {}
    for fact in noticed:
        shown.setdefault(fact.contact, []).append(fact)
    people = [_person(one, shown.get(one.mark, []), zone, today) for one in clusters]
    ordered = sorted(people, key=lambda one: (one.mark in later, -one.weight, one.name.casefold(), one.mark))
    return [
        replace(
            one, perhaps=perhaps.get(one.mark, ""),
            first=bool(one.reasons) and place < MOST_FIRST and one.mark not in later,
        )
        for place, one in enumerate(ordered)
    ]


def _person(cluster: Cluster, noticed: Sequence[Noticed], zone: tzinfo, today: date) -> StackPerson:
    touches = [touch for row in cluster.rows for touch in row.touches if touch.day <= today]
    reached = [fact for fact in noticed if fact.outcome is Outcome.REACHED]
    guess = _guess([*touches, *(_touch(fact, zone) for fact in reached)], cluster.name, zone)
    reasons = tuple(_reasons(cluster, noticed, touches, today))
    return StackPerson(cluster, guess, reasons, _weight(cluster, noticed, guess, today))


def _touch(fact: Noticed, zone: tzinfo) -> Touch:
    return Touch(day_of(fact.at, zone), fact.channel, ": ".join(filter(None, (fact.source, fact.what))))


def _guess(touches: Iterable[Touch], name: str, zone: tzinfo) -> Guess | None:
    """Return the latest contact, as a line that reads back as exactly that; without its title if that says more."""
    latest = max(touches, default=None, key=lambda touch: (touch.day, touch.channel or "", touch.said))
    if latest is None:
        return None
    begins = " ".join(filter(None, (latest.day.isoformat(), latest.channel, "reached")))
    said = " ".join(composed(latest.said).split())[:LONGEST_SAID].replace("(", "").replace(")", "").strip()
    for note in (said, said.partition(":")[0], ""):
        line = f"{begins} ({note})" if note else begins
        try:
            read = parse_log_line(line, zone, (), (name,))
        except ValueError:
            continue
        if read.outcome is Outcome.REACHED and read.asked is None:
            return Guess(latest.day, said, line)
    return None


def _reasons(
    cluster: Cluster, noticed: Sequence[Noticed], touches: Sequence[Touch], today: date
) -> Iterable[str]:
    """Yield why this person may be one to begin with, the strongest first."""
    met = sum(1 for fact in noticed if fact.rule is EvidenceRule.MET)
    calls = sum(1 for fact in noticed if fact.rule is EvidenceRule.SPOKE)
    mails = sum(1 for fact in noticed if fact.rule in _MAIL)
    parts = (
        "met once" if met == 1 else f"met {met} times" if met else "", count(calls, "call") if calls else "",
        count(mails, "mail") if mails else "",
    )
    seen = ", ".join(filter(None, parts))
    if seen:
        yield f"{seen} in the last year"
    if any(today - touch.day <= A_YEAR for touch in touches):
        yield "in touch in the last year"
    if any(row.starred for row in cluster.rows):
        yield "a favourite"
    if len(cluster.sources) >= SEVERAL_FILES:
        yield f"in {len(cluster.sources)} files"


_MAIL = (EvidenceRule.REPLIED, EvidenceRule.SENT, EvidenceRule.WROTE)


def _weight(cluster: Cluster, noticed: Sequence[Noticed], guess: Guess | None, today: date) -> float:
    """Return how likely somebody is one to begin with: what was seen of them first, then what the files say."""
    points = {EvidenceRule.MET: 6, EvidenceRule.SPOKE: 5, EvidenceRule.REPLIED: 4, EvidenceRule.SENT: 1}
    found: float = min(60, sum(points.get(fact.rule, 0) for fact in noticed))
    if guess is not None:
        days = (today - guess.day).days
        found += 20 if days <= 90 else 12 if days <= 366 else 4
    rows = cluster.rows
    found += 10 if any(row.starred for row in rows) else 0
    found += 3 * min(len(cluster.sources) - 1, 3)
    found += 2 if cluster.numbers else 0
    found += 1 if cluster.birthdays else 0
    found += 1 if any(row.notes or row.groups for row in rows) else 0
    found += 1 if any(row.touches for row in rows) else 0
    return found if len(name_words(cluster.name).plain) > 1 else found / 2     # "Plumber" is not a person's whole name
