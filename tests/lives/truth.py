"""Only what happened is said: ticks, passed events, counts and texts against the diary (P1, P4, P11, P12)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tests.lives.checker import Checker, Found, Morning, RulesByName, ShownTry
from tests.lives.diary import DiaryEntry
from tests.lives.manners import has_meeting
from tests.lives.seen import ANSWERED, TRIES, UNUSED, lines_of, person_of

RULES = RulesByName()
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY = r"(?:\w{3,9} )?(?P<day>\d{1,2}) (?P<month>[A-Z][a-z]{2,8})(?: (?P<year>\d{4}))?"
LAST = re.compile(rf"(?:Last contact:?|[Yy]ou last (?:spoke|met|wrote)(?: on)?|[Ll]ast spoke(?: on)?) {DAY}")
NEVER = re.compile(r"No contact so far|[Yy]our first hello|never spoken")
DUE = re.compile(rf"Last contact [^.;]*?due {DAY}")
FAILED = re.compile(rf"(?P<what>No answer|Left message|Left a message|Busy) on {DAY}")
NUMBER = re.compile(r"\((?P<number>\d+)(?:st|nd|rd|th) try\)")
NOBODY_DUE = re.compile(r"Nobody is due|Everyone is up to date")
COUNTED = (re.compile(r"Outreach block: (?P<n>\d+) (?:people|person)"),)
NAMED = re.compile(r"Call (?P<names>.+?) and (?P<more>\d+) more")


@RULES.named("8 a sheet says that nobody is due while somebody is")
def nobody_due(checker: Checker, morning: Morning) -> Found:
    for event in morning.coming:
        if event.kind != "block" or not NOBODY_DUE.search(event.text):
            continue
        day = morning.hit_list.day(event.start)
        for key, person in morning.hit_list.people.items():
            due = checker.due(person, morning.now, morning.hit_list)
            rest = checker.rests_until(person, morning.now, morning.hit_list)
            waits = any(e.told > morning.now - timedelta(days=14) for e in checker.diary.row(key, morning.now))
            elsewhere = person.name in event.text or has_meeting(morning, key)
            if person.status == "active" and due < day and not rest and not waits and not elsewhere:
                yield key, event, f"due {due}"
                break


@RULES.named("P12 a false tick")
def false_tick(checker: Checker, morning: Morning) -> Found:
    """A ✓ is only on an event that was marked, or was open for the person when the try was reported elsewhere, once."""
    spent: Counter[DiaryEntry] = Counter()
    for event in sorted(morning.ours, key=lambda e: e.start, reverse=True):
        if not event.title.startswith(ANSWERED) or event.kind not in TRIES:
            continue
        entries = [e for e in checker.diary.entries if event.uid == e.uid or event.uid in e.existing]
        free = [e for e in entries if not spent[e]]
        if not entries:
            yield person_of(event, morning.hit_list.people), event, "nothing was done on it"
        elif not free:
            yield person_of(event, morning.hit_list.people), event, "what was done has its ✓ on another event"
        else:
            spent[min(free, key=lambda e: e.uid != event.uid)] += 1


@RULES.named("P12 a passed event says something else")
def passed_unused(checker: Checker, morning: Morning) -> Found:
    for event in morning.ours:
        before = checker.titles.get(event.uid)
        if event.start > morning.now or before is None or event.kind not in TRIES or event.title.startswith(ANSWERED):
            continue
        done = any(event.uid == e.uid for e in checker.diary.entries)
        act = event.title.removeprefix("? ").removeprefix(UNUSED)      # the thing to say goes once it is over
        if not done and event.uid not in checker.diary.unclear and act != before and not before.startswith(f"{act}: "):
            yield person_of(event, morning.hit_list.people), event, f"was {before!r} and nothing was done"


@RULES.named("P11 a mark was passed over")
def answered(checker: Checker, morning: Morning) -> Found:
    shown = {e.uid: e for e in morning.ours}
    for entry in checker.diary.entries:
        if entry.how == "title" and entry.told <= morning.now and entry.uid in shown:
            event = shown[entry.uid]
            if not event.title.startswith(ANSWERED) and event.kind != "date":
                yield entry.person, event, f"marked {entry.outcome} at {entry.told:%d %b %H:%M}"


@RULES.named("P11 an unclear word is asked about")
def asked_about(checker: Checker, morning: Morning) -> Found:
    shown = {e.uid: e for e in morning.ours}
    for uid, (told, word) in checker.diary.unclear.items():
        event = shown.get(uid)
        if event is not None and told <= morning.now and word not in event.text and not any(checker.diary.on(uid)):
            yield person_of(event, morning.hit_list.people), event, f"{word!r} was written at {told:%d %b %H:%M}"


@RULES.named("P4 P12 the history says what was done")
def history(checker: Checker, morning: Morning) -> Found:
    """Each try of the diary is in the history once: the same outcome, channel and day, and no other try is there."""
    known = checker.known
    for fact in morning.news:
        if fact["kind"] == "attempt":
            at = datetime.fromisoformat(fact["at"])
            known[(fact["contact"], fact["outcome"], fact.get("channel", ""), morning.hit_list.day(at))] += 1
    told = Counter((e.person, e.outcome, e.channel, morning.hit_list.day(e.at)) for e in checker.diary.entries
                   if e.told <= morning.now and e.how != "yaml" and e.person in morning.hit_list.people)
    for key, number in (told - known).items():
        near = [k for k in known if k[0] == key[0] and abs((k[3] - key[3]).days) < 3]
        yield key[0], None, f"done {key[1:]}, {number} not known; near it {[k[1:] for k in near]}"
    for key, number in (known - told).items():
        yield key[0], None, f"known {key[1:]}, {number} never done"


def _texts(morning: Morning) -> Iterator[tuple[str, ShownTry, str]]:
    """Each item to come with its own text: the reminder's, or the lines below its line on the sheet."""
    for key, items in morning.items.items():
        for item in items:
            text = item.event.text
            if item.line is not None:
                lines = text.split("\n")[item.line.place + 1:]
                end = next((n for n, line in enumerate(lines) if line.startswith("[")), len(lines))
                text = "\n".join([item.line.act, *lines[:end]])
            else:
                text = f"{item.event.title}\n{text}"
            yield key, item, text


@RULES.named("16 a text contradicts the diary")
def texts(checker: Checker, morning: Morning) -> Found:
    for key, item, text in _texts(morning):
        person = morning.hit_list.people[key]
        last = checker.diary.last_contact(key, morning.now)
        for found in LAST.finditer(text):
            if last is None or not _is(found, morning.hit_list.day(last.at)):
                yield key, item.event, f"{found[0]!r}; last contact was {last and morning.hit_list.day(last.at)}"
        if last is not None and NEVER.search(text):
            yield key, item.event, f"says never; last contact was {morning.hit_list.day(last.at)}"
        due = checker.due(person, morning.now, morning.hit_list)
        for found in DUE.finditer(text):
            if last is not None and not _is(found, due):
                yield key, item.event, f"{found[0]!r}; due {due}"
        tries = checker.diary.row(key, morning.now)
        for found in FAILED.finditer(text):
            if not any(_is(found, morning.hit_list.day(e.at)) for e in tries):
                yield key, item.event, f"{found[0]!r}; tries on {[str(morning.hit_list.day(e.at)) for e in tries]}"
        if not item.channel:
            yield key, item.event, "no channel in the title"


def _is(found: re.Match[str], day: date) -> bool:
    year = found["year"]
    return (int(found["day"]), MONTHS.index(found["month"][:3].casefold()) + 1) == (day.day, day.month) and (
        year is None or int(year) == day.year)


@RULES.named("16 a title counts wrong")
def counts(checker: Checker, morning: Morning) -> Found:
    for event in morning.coming:
        if event.kind != "block":
            continue
        lines = [line for line in lines_of(event, morning.hit_list.people) if not line.is_task and line.box == " "]
        for pattern in COUNTED:
            if (found := pattern.match(event.title)) and int(found["n"]) != len(lines):
                yield None, event, f"{len(lines)} lines"
        if found := NAMED.match(event.title):
            named = len(found["names"].split(", ")) + int(found["more"])
            if named != len(lines):
                yield None, event, f"names {named}, {len(lines)} lines"
