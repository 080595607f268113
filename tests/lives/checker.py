"""Compare what a person sees with what they did: the promises, computed again without the planner's code.

`Checker.look` is called with each morning's and evening's calendar. Every rule is a generator that says what is wrong;
they are in manners.py (never pushy, never dropped), truth.py (only what happened is said) and shown.py (the rest).
The checker believes the human's diary, the YAML and the calendar; of the
history it reads the exported JSON, for one rule: that it says what the diary says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from tests.lives.diary import Diary, DiaryEntry
from tests.lives.lists import Story
from tests.lives.seen import (
    ANSWERED,
    TRIES,
    HitList,
    Line,
    SeenPerson,
    Shown,
    after,
    channel_of,
    lines_of,
    person_of,
)


@dataclass(frozen=True)
class Complaint:
    """A broken rule: when, about whom, and the event with its text."""

    rule: str
    now: datetime
    person: str | None
    event: str | None
    text: str

    def __str__(self) -> str:
        return f"{self.rule} {self.now:%a %Y-%m-%d %H:%M}Z {self.person or ''} {self.event or ''}: {self.text}".strip()


@dataclass(frozen=True)
class ShownTry:
    """A try that the calendar asks for: a reminder, or a line of a sheet (`line`)."""

    person: str
    channel: str
    event: Shown
    line: Line | None = None

    @property
    def start(self) -> datetime:
        return self.event.start


@dataclass
class Morning:
    """The calendar at one instant, the list as it is then, and the facts that were recorded since the last one."""

    now: datetime
    hit_list: HitList
    ours: list[Shown]
    foreign: list[Shown]
    news: list[Mapping[str, Any]]
    items: dict[str, list[ShownTry]] = field(default_factory=lambda: defaultdict(list))     # to come, by person

    def __post_init__(self) -> None:
        for event in self.coming:
            if event.kind in TRIES and not event.title.startswith(ANSWERED):
                person = person_of(event, self.hit_list.people)
                if person is not None:
                    self.items[person].append(ShownTry(person, channel_of(event.title), event))
            if event.kind == "block":
                for line in lines_of(event, self.hit_list.people):
                    if line.person is not None and line.box == " " and not line.is_task:
                        self.items[line.person].append(ShownTry(line.person, line.channel, event, line))

    @property
    def coming(self) -> Iterator[Shown]:
        return (e for e in self.ours if e.start > self.now and not e.cancelled)

    @property
    def today(self) -> date:
        return self.hit_list.day(self.now)


Found = Iterator[tuple[str | None, Shown | None, str]]      # person, event, what is wrong
Rule = Callable[["Checker", Morning], Found]


class RulesByName(dict[str, Rule]):
    """Rules by their name."""

    def named(self, name: str) -> Callable[[Rule], Rule]:
        def add(function: Rule) -> Rule:
            self[name] = function
            return function
        return add


class Checker:
    """`complaints` are all that it found; the rest is what it remembers of the calendar before."""

    def __init__(self, life: Story, diary: Diary, rules: Mapping[str, Rule]) -> None:
        self.life, self.diary, self.rules = life, diary, rules
        self.complaints: list[Complaint] = []
        self.said: set[tuple[str | None, ...]] = set()
        self.known: Counter[tuple[str, str, str, date]] = Counter()      # tries in the history
        self.titles: dict[str, str] = {}                    # of each event, before it began
        self.times: dict[str, datetime] = {}
        self.passed: dict[str, list[Shown]] = defaultdict(list)      # reminders of a person that are over
        self.foreign: set[bytes] | None = None
        self.listed: dict[str, date] = {}
        self.first_tries: list[datetime] = []
        self.asked_of: set[str] = set()                     # people who ever had an item
        self.zone: Any = None
        self.places = Counter[str]()

    def believe_the_log(self, hit_list: HitList, now: datetime) -> None:
        """Begin the diary with the `log:` lines of the first day."""
        for entry in hit_list.raw["contacts"]:
            for line in entry.get("log", ()) if isinstance(entry, dict) else ():
                day, *clock, channel, outcome = line.split(",")[0].split()
                at = datetime.fromisoformat(f"{day} {clock[0] if clock else '00:00'}").replace(tzinfo=hit_list.zone)
                key = next(p.key for p in hit_list.people.values() if p.name == entry["name"])
                entry = DiaryEntry(at, min(now, at), key, outcome, channel, "yaml", timed=bool(clock))
                self.diary.entries.append(entry)

    def complain(self, name: str, now: datetime, person: str | None, event: Shown | None, text: str) -> None:
        what = f"{event.uid} {event.start:%a %d %b %H:%M}Z {event.title!r}" if event is not None else None
        once = (name, person, event.uid if event else None, text.split("; ")[0])
        if once in self.said:
            return
        self.said.add(once)
        self.complaints.append(Complaint(name, now, person, what, text))

    def look(self, morning: Morning) -> None:
        self.zone = morning.hit_list.zone
        for key in morning.hit_list.people:
            self.listed.setdefault(key, morning.today)
        self._see_what_passed(morning)
        for name, check in self.rules.items():
            for person, event, text in check(self, morning):
                self.complain(name, morning.now, person, event, text)
        self._remember(morning)

    def _see_what_passed(self, morning: Morning) -> None:
        for event in morning.ours:
            if event.start <= morning.now and event.kind in TRIES:
                person = person_of(event, morning.hit_list.people)
                if person is not None and event.uid not in {e.uid for e in self.passed[person]}:
                    self.passed[person].append(event)

    def _remember(self, morning: Morning) -> None:
        for event in morning.ours:
            if event.start > morning.now:
                if event.uid not in self.titles and event.kind == "due" and event.uid not in self.diary.dragged:
                    self.first_tries.append(event.start)
                self.titles[event.uid], self.times[event.uid] = event.title, event.start
        self.asked_of.update(morning.items)

    def at_the_end(self) -> None:
        """First tries are spread over the day."""
        if len(self.first_tries) >= 30 and self.zone is not None:
            early = sum(at.astimezone(self.zone).hour < 11 for at in self.first_tries)
            if early / len(self.first_tries) > 0.5:
                text = f"{early} of {len(self.first_tries)} first tries before 11:00"
                self.complain("first tries queue in the morning", max(self.first_tries), None, None, text)

    # The diary's entries.

    def by_hand(self, uid: str) -> bool:
        return uid in self.diary.dragged

    def due(self, person: SeenPerson, now: datetime, hit_list: HitList) -> date:
        last = self.diary.last_contact(person.key, now)
        return self.listed[person.key] if last is None else after(hit_list.day(last.at), person.every)

    def rests_until(self, person: SeenPerson, now: datetime, hit_list: HitList) -> date | None:
        """When the ladder is used up: the end of the rest, six weeks or the cadence."""
        row = [e for e in self.diary.row(person.key, now) if not e.reply]
        rungs = len(hit_list.ladder) + 1
        if not row or len(row) % rungs:
            return None
        last = hit_list.day(row[-1].at)
        return min(after(last, "6 weeks"), after(last, person.every))
