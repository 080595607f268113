"""A careless human with a calendar: marks, ticks, drags, deletes, forgets, goes away, logs and edits; keeps a diary.

Works on the .ics file as a phone does: reads it, changes one event, writes it back. Whether somebody answers the
phone is drawn from the seed. Never looks at followupd's own state.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import icalendar
import yaml

from followupd.__main__ import exit_code
from tests.lives.diary import CALL_BACK, LEFT_MESSAGE, NO_ANSWER, REACHED, SENT, Deleted, Diary, DiaryEntry
from tests.lives.lists import FIRST_DAY, Story
from tests.lives.seen import (
    ANSWERED,
    LIVE,
    TRIES,
    HitList,
    Line,
    Shown,
    channel_of,
    key_of,
    lines_of,
    load_yaml,
    person_of,
    read_calendar,
    read_list,
)

PICKS_UP = {"phone": 0.35, "video": 0.6}
TITLE = {REACHED: ("ok", "done", "reached"), NO_ANSWER: ("na", "no answer"), LEFT_MESSAGE: ("lm", "vm"),
         SENT: ("ok", "sent", "done")}
BOX = {REACHED: "x", NO_ANSWER: "-", LEFT_MESSAGE: "v", SENT: "x"}
REPLIES = 0.45
UNCLEAR = ("reached out", "tried twice", "hung up")
NOTES = ("", "", "", "back from Lisbon on Friday", "the daughter starts school", "moving house in May",
         "the boat is sold", "new job at the museum", "training for the marathon", "the wedding in Porto")


class Human:
    def __init__(self, life: Story, folder: Path, random: Random) -> None:
        self.life, self.folder, self.random, self.diary = life, folder, random, Diary()
        self.replies: list[tuple[datetime, str, str]] = []      # when, who, by which channel they answer

    @property
    def config(self) -> Path:
        return self.folder / "hitlist.yaml"

    @property
    def calendar(self) -> Path:
        return self.folder / "followup.ics"

    def hit_list(self) -> HitList:
        return read_list(self.config.read_text(encoding="utf-8"))

    def ours(self) -> list[Shown]:
        return read_calendar(self.calendar.read_bytes())[0] if self.calendar.exists() else []

    def absent(self, day: date) -> bool:
        """On holiday, or in one of the weeks in which everything is forgotten."""
        number = (day - FIRST_DAY).days
        begins, ends = self.life.forgets
        return begins <= number < ends or any(first <= number <= last for first, last in self.life.away)

    def a_day(self, day: date) -> Iterator[datetime]:
        """Do what happens on a day; yield each instant at which followupd makes a pass."""
        if self.absent(day):
            return
        hit_list = self.hit_list()
        morning = datetime.combine(day, time(7, 5), hit_list.zone)
        done = self.life.tidies and day.day == 1 and self._tidy(morning)
        for event in self.ours():
            if event.start > morning and not event.title.startswith(ANSWERED):
                done = self._hand(event, morning, hit_list) or done
        if done:
            yield morning
        midnight = datetime.combine(day, time(23, 59), hit_list.zone)
        today = [e for e in self.ours() if morning < e.start < midnight]
        for event in today:
            if self._answer(event, hit_list):
                yield event.end + timedelta(minutes=1)
        evening = datetime.combine(day, time(21, 30), hit_list.zone)
        done = self._late(day, evening, hit_list)
        if self._elsewhere(day, evening, hit_list) or done:
            yield evening

    # One event.

    def edit(self, event: Shown, **values: str | datetime) -> None:
        """Write an event back with other values, as a calendar program does."""
        data = self.calendar.read_bytes()
        component = icalendar.Event.from_ical(event.raw)
        for name, value in values.items():
            del component[name]
            component.add(name, value)
        component["SEQUENCE"] = int(component.get("SEQUENCE", 0)) + 1
        assert data.count(event.raw) == 1, event.uid
        self.calendar.write_bytes(data.replace(event.raw, component.to_ical()))

    def _hand(self, event: Shown, now: datetime, hit_list: HitList) -> bool:
        """Now and then drag or delete something coming within the week."""
        if event.start > now + timedelta(days=7) or event.kind not in (*TRIES, "block"):
            return False
        luck = self.random.random()
        rarely = 0.3 if event.kind == "block" else 1
        if luck < 0.004 * rarely:
            data = self.calendar.read_bytes()
            self.calendar.write_bytes(data.replace(event.raw, b""))
            whose = person_of(event, hit_list.people) if event.kind in TRIES else None
            self.diary.deleted[event.uid] = Deleted(now, event, whose)
            return True
        if luck < 0.012 * rarely:
            day = hit_list.day(now) + timedelta(days=self.random.randint(1, 9))
            clock = time(self.random.randint(9, 16), self.random.choice((7, 23, 40, 0)))
            start = datetime.combine(day, clock, hit_list.zone).astimezone(event.start.tzinfo)
            end = start + (event.end - event.start)
            self.edit(event, DTSTART=start, DTEND=end)
            self.diary.dragged[event.uid] = (now, start, end)
            return True
        return False

    def _tidy(self, now: datetime) -> bool:
        """Delete what has been over for two weeks."""
        data = self.calendar.read_bytes()
        for event in self.ours():
            if event.end < now - timedelta(days=14):
                data = data.replace(event.raw, b"")
        self.calendar.write_bytes(data)
        return True

    def _answer(self, event: Shown, hit_list: HitList) -> bool:
        if self.random.random() > 0.75:
            return False                    # not today
        now = next((e for e in self.ours() if e.uid == event.uid), None)
        if now is None or now.title.startswith(ANSWERED) or now.start != event.start:
            return False
        if event.kind == "block":
            return self._sheet(now, hit_list)
        key = person_of(now, hit_list.people)
        if key is None:
            return False
        if event.kind in TRIES:
            return self._try(now, key, hit_list)
        return self._task(now, key, hit_list)

    def _try(self, event: Shown, key: str, hit_list: HitList, *, late: datetime | None = None) -> bool:
        channel = channel_of(event.title)
        if channel in ("none", ""):
            return False
        if late is None and self.random.random() < 0.03:
            word = self.random.choice(UNCLEAR)
            self.edit(event, SUMMARY=f"{event.title} {word}")
            self.diary.unclear[event.uid] = (event.end, word)
            return True
        outcome = self._outcome(channel)
        word = self.random.choice(TITLE[outcome])
        note = self.random.choice(NOTES)
        note = self.random.choice((f": {note}", f" - {note}")) if note else ""
        title = f"{word} {event.title}" if self.random.random() < 0.3 and not note else f"{event.title} {word}{note}"
        self.edit(event, SUMMARY=title)
        # A mark that comes later than its event gives no time.
        told = late or event.end
        self._wrote(DiaryEntry(event.start, told, key, outcome, channel, "title", event.uid, timed=late is None))
        return True

    def _outcome(self, channel: str) -> str:
        if channel not in LIVE or channel == "coffee":         # an invitation, which they may answer
            return SENT
        if self.random.random() < PICKS_UP[channel]:
            return REACHED
        return self.random.choice((NO_ANSWER, NO_ANSWER, LEFT_MESSAGE)) if channel == "phone" else NO_ANSWER

    def _wrote(self, entry: DiaryEntry) -> None:
        self.diary.entries.append(entry)
        if entry.outcome == SENT and entry.channel != "note" and self.random.random() < REPLIES:
            days = timedelta(days=self.random.randint(1, 4))
            self.replies.append((entry.at + days, entry.person, entry.channel))

    def _sheet(self, event: Shown, hit_list: HitList) -> bool:
        lines, text = lines_of(event, hit_list.people), event.text.split("\n")
        done = False
        for number, line in enumerate(lines):
            if line.box != " " or line.person is None or self.random.random() > 0.85:
                continue
            at = event.start + min(timedelta(minutes=8 * number + 3), event.end - event.start - timedelta(minutes=2))
            done = self._tick(event, line, text, at) or done
        if done:
            self.edit(event, DESCRIPTION="\n".join(text))
        return done

    def _tick(self, event: Shown, line: Line, text: list[str], at: datetime) -> bool:
        assert line.person is not None
        told = event.end + timedelta(minutes=1)
        if line.is_task:
            if line.act.startswith("Meeting with"):
                return False
            outcome = self._outcome("phone") if line.act.startswith("Ring ") else SENT
            text[line.place] = f"[{BOX[outcome] if outcome != SENT else 'x'}] {line.act}"
            if line.act.startswith("Ring "):
                self._wrote(DiaryEntry(at, told, line.person, outcome, "phone", "tick", event.uid, timed=False))
            if line.act.startswith("Book "):
                self.diary.booked[line.person] = told
            if line.act.startswith("Card for"):
                self._wrote(DiaryEntry(at, told, line.person, SENT, "note", "tick", event.uid, timed=False))
            self.diary.settled.add(f"{event.uid}#{line.act}")
            return True
        if line.channel in ("none", ""):
            return False
        outcome = self._outcome(line.channel)
        note = self.random.choice(NOTES)
        note = f": {note}" if note else ""
        text[line.place] = f"[{BOX[outcome]}] {line.act}{note}"
        self._wrote(DiaryEntry(at, told, line.person, outcome, line.channel, "tick", event.uid, timed=False))
        return True

    def _task(self, event: Shown, key: str, hit_list: HitList) -> bool:
        """Handle a promise, a card, a meeting to book or a meeting; a review is read, not answered."""
        told = event.end + timedelta(minutes=1)
        match event.kind:
            case "promise":
                self.edit(event, SUMMARY=f"{event.title} done")
            case "date":
                self.edit(event, SUMMARY=f"{event.title} sent")
                self._wrote(DiaryEntry(event.start, told, key, SENT, "note", "title", event.uid))
            case "book":
                day = hit_list.day(event.start) + timedelta(days=self.random.randint(20, 70))
                self.edit(event, SUMMARY=f"{event.title} booked {day.isoformat()}")
                self.diary.booked[key] = told
            case "meeting":
                self.edit(event, SUMMARY=f"{event.title} ok")
                via = hit_list.people[key].via
                met = "video" if "video" in via and "coffee" not in via else "coffee"       # in person
                self._wrote(DiaryEntry(event.start, told, key, REACHED, met, "title", event.uid))
            case _:
                return False
        self.diary.settled.add(event.uid)
        return True

    # The evening.

    def _late(self, day: date, now: datetime, hit_list: HitList) -> bool:
        """Mark in the evening what was done on that day or the day before."""
        for event in self.ours():
            recent = day - timedelta(days=1) <= hit_list.day(event.start) <= day and event.end < now
            if event.kind in TRIES and recent and not event.title.startswith(ANSWERED) and self.random.random() < 0.1:
                key = person_of(event, hit_list.people)
                if key is not None and event.uid not in self.diary.unclear and not list(self.diary.on(event.uid)):
                    return self._try(event, key, hit_list, late=now)
        return False

    def _elsewhere(self, day: date, now: datetime, hit_list: HitList) -> bool:
        """Replies, calls that come in, promises by command, edits of the YAML."""
        done = False
        for reply in [r for r in self.replies if r[0] <= now]:
            self.replies.remove(reply)
            if reply[1] in hit_list.people and not self._tried_on(reply[1], day, hit_list):
                done = self._log(hit_list, reply[1], REACHED, reply[2], now, by_yaml=False, reply=True) or done
        active = [p for p in hit_list.people.values() if p.status == "active"]
        active = [p for p in active if not self._tried_on(p.key, day, hit_list)]
        if active and self.random.random() < 0.06:
            who = self.random.choice(active).key
            outcome = self.random.choice((REACHED, REACHED, NO_ANSWER))
            done = self._log(hit_list, who, outcome, "phone", now, by_yaml=self.random.random() < 0.5) or done
        if active and self.random.random() < 0.02:
            self._call_back(hit_list, self.random.choice(active).key, now)
            done = True
        if active and self.random.random() < 0.03:
            done = self._edit(self.random.choice(active).key, day, now) or done
        return done

    def _tried_on(self, key: str, day: date, hit_list: HitList) -> bool:
        """Return whether there was a try with them on that day: a second one would look like the same."""
        return any(hit_list.day(entry.at) == day for entry in self.diary.of(key))

    def _log(
        self, hit_list: HitList, key: str, outcome: str, channel: str, now: datetime, *, by_yaml: bool,
        reply: bool = False,
    ) -> bool:
        at = now - timedelta(minutes=self.random.randint(20, 300))
        local = at.astimezone(hit_list.zone).replace(second=0, microsecond=0)
        existing = self._existing(key, hit_list, now)
        words = outcome.replace("_", " ")
        if by_yaml:
            entry = self._entry(raw := self.raw(), key)
            entry.setdefault("log", []).append(f"{local:%Y-%m-%d %H:%M} {channel} {words}, by the way")
            self.write(raw)
        else:
            arguments = ["-c", str(self.config), "log", hit_list.people[key].name, words, "--via", channel,
                         "--at", f"{local:%Y-%m-%d %H:%M}", "--now", now.isoformat()]
            self.command(arguments, well=True)
        how = "yaml" if by_yaml else "command"
        self._wrote(DiaryEntry(local, now, key, outcome, channel, how, None, existing, reply=reply))
        return True

    def _call_back(self, hit_list: HitList, key: str, now: datetime) -> None:
        """They rang and asked for a call at an hour of a day, which overrides every rule."""
        at = now - timedelta(minutes=50)
        asked = datetime.combine(
            hit_list.day(now) + timedelta(days=self.random.randint(1, 12)), time(self.random.randint(8, 19), 10),
            hit_list.zone,
        )
        existing = self._existing(key, hit_list, now)
        self.command(["-c", str(self.config), "log", hit_list.people[key].name, "call back", "--via", "phone", "--at",
                      f"{at.astimezone(hit_list.zone):%Y-%m-%d %H:%M}", "--next", f"{asked:%Y-%m-%d %H:%M}", "--now",
                      now.isoformat()], well=True)
        self.diary.entries.append(
            DiaryEntry(at, now, key, CALL_BACK, "phone", "command", None, existing, reply=True, asked=asked)
        )

    def command(self, arguments: list[str], *, well: bool = False) -> tuple[int, str]:
        """Run a command; return its exit code and output. With `well` it must succeed."""
        out = io.BytesIO()
        with io.TextIOWrapper(out, "utf-8", write_through=True) as text, redirect_stdout(text), redirect_stderr(text):
            code = exit_code(arguments)
            said = out.getvalue().decode()
        assert code == 0 or not well, (arguments, said)
        return code, said

    def _existing(self, key: str, hit_list: HitList, now: datetime) -> tuple[str, ...]:
        """Return the person's coming reminder or sheet, and the last one that passed."""
        people = hit_list.people
        theirs = [e for e in self.ours() if (e.kind in (*TRIES, "meeting") and person_of(e, people) == key) or (
            e.kind == "block" and any(line.person == key for line in lines_of(e, people)))]
        passed = [e.uid for e in theirs if e.start <= now]
        return (*passed[-1:], *(e.uid for e in theirs if e.start > now))

    # The YAML.

    def raw(self) -> dict[str, object]:
        found: dict[str, object] = load_yaml(self.config.read_text(encoding="utf-8"))
        return found

    def write(self, raw: dict[str, object]) -> None:
        self.config.write_text(yaml.safe_dump(raw, sort_keys=False, allow_unicode=True, width=200), encoding="utf-8")

    def _entry(self, raw: dict[str, object], key: str) -> dict[str, list[str]]:
        contacts = raw["contacts"]
        assert isinstance(contacts, list)
        for number, entry in enumerate(contacts):
            name = entry if isinstance(entry, str) else entry.get("id", entry["name"])
            if key_of(name) == key:
                if isinstance(entry, str):
                    contacts[number] = {"name": entry}
                return contacts[number]  # type: ignore[no-any-return]
        raise AssertionError(key)

    def _edit(self, key: str, day: date, now: datetime) -> bool:
        raw = self.raw()
        entry: dict[str, object] = self._entry(raw, key)  # type: ignore[assignment]
        match self.random.choice(("every", "pause", "stop", "promise", "like", "new")):
            case "every":
                entry["every"] = self.random.choice(("5 weeks", "2 months", "4 months"))
            case "pause":
                entry["pause_until"] = (day + timedelta(days=self.random.randint(10, 40))).isoformat()
            case "stop":
                entry["status"] = "stop"
            case "promise":
                by = (day + timedelta(days=self.random.randint(2, 20))).isoformat()
                entry.setdefault("promises", []).append({"what": f"the map of {day:%d %b}", "by": by})  # type: ignore[attr-defined]
            case "like":
                entry["like"] = "yes"
            case _:
                contacts = raw["contacts"]
                assert isinstance(contacts, list)
                contacts.append({"name": f"Newcomer {len(contacts)}", "phone": f"+1 303 556 {len(contacts):04}"})
        self.write(raw)
        self.diary.touched[key] = now
        return True
