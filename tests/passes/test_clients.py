"""Our events as calendar programs save them (tests/corpus/clients): dismissals and snoozes are no news, edits are read.

Each program saves every reminder and sheet that is there, in a folder of .ics files as CalDAV has them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from followupd.calendars.files.folder import Vdir
from followupd.calendars.ical import content_lines
from followupd.calendars.ical.vevent import token
from followupd.core.values.event import Present
from followupd.core.values.facts import Attempt, Outcome
from followupd.history.store import History
from tests.kit.desks import UserDesk
from tests.kit.people import DENVER
from tests.kit.phones import NOW, desk_of
from tests.kit.places import FolderPlace
from tests.kit.programs import PROGRAMS

CORPUS = Path(__file__).parents[1] / "corpus" / "clients"
CLIENTS = ("thunderbird", "apple", "google", "outlook", "nextcloud", "davx5", "gnome", "sogo")
TEXTS: dict[str, Callable[[str], str]] = PROGRAMS | {
    "thunderbird": lambda text: text.replace("    ", "\u00a0\u00a0\u00a0 "),
    "thunderbird html": lambda text: quote(f"<body>{html.escape(text)}</body>".replace("\n", "<br>")),
    "outlook": lambda text: f"{text.replace(chr(10), ' ' + chr(10))}\n\n",
    "no blank ends": lambda text: "\n".join(line.rstrip() for line in text.strip().split("\n")),
    "blanks": lambda text: text.replace("  ", " \u00a0"),
    "end of line": lambda text: f"{text}\n",
}


def saved(client: str, act: str, there: Present, said: str = "", ticked: str = "") -> str:
    """Return the event as a client saves it: the file of the corpus, with our words in their places."""
    event = there.event
    alarm = re.search(r"(?m)^TRIGGER:(.+?)\r?$", there.raw)
    values = {
        "uid": event.uid, "title": event.summary, "said": said, "text": event.description, "ticked": ticked,
        "alarm": event.summary, "note": there.note,
    }
    raw = {
        "start": token(event.start), "end": token(event.end), "local start": local(event.start),
        "local end": local(event.end), "transp": "OPAQUE" if event.busy else "TRANSPARENT",
        "trigger": alarm[1] if alarm else "PT0S",
    }

    def filled(match: re.Match[str]) -> str:
        name, _, how = match[1].partition("|")
        if name in raw:
            return raw[name]
        text = TEXTS[how](values[name]) if how else values[name]
        return text if how == "thunderbird html" else content_lines.escape(text)

    text = re.sub(r"\{([^{}]+)\}", filled, (CORPUS / f"{client}-{act}.ics").read_text(encoding="utf-8"))
    return "".join(content_lines.fold(line) for line in text.splitlines())


def local(instant: datetime) -> str:
    return f"{instant.astimezone(DENVER):%Y%m%dT%H%M%S}"


class Folder:
    """A desk with a folder of .ics files, and the program with which the user looks at it."""

    def __init__(self, folder: Path, client: str) -> None:
        kept = desk_of(folder)
        self.place, self.client = FolderPlace(folder), client
        calendar = Vdir(self.place.path, "hitlist", DENVER)
        self.desk = UserDesk(folder, kept.hitlist, History.open(folder / "folder.db", "hitlist"), calendar, NOW)
        kept.history.close()
        self.desk.run()
        self.reminder, self.sheet = self.desk.one("retry-dana").uid, self.desk.ours("block-")[0].uid

    def save(self, act: str, uid: str, said: str = "", ticked: str = "") -> None:
        name, there = self.place.ours()[uid]
        self.place.put(name, saved(self.client, act, there, said, ticked))

    def event(self, uid: str) -> Present:
        return self.place.ours()[uid][1]

    def told(self) -> list[tuple[str, Outcome, str | None, str]]:
        return [(one.contact, one.outcome, one.channel, one.note) for one in self.desk.facts(Attempt)]

    def nothing_new(self) -> None:
        """Three passes, hours apart, find nothing to write, to log or to ask."""
        texts, facts = self.place.texts(), self.desk.history.facts()
        for _ in range(3):
            report = self.desk()
            assert (report.changes, report.questions, report.problems) == ((), (), ())
            assert (self.place.texts(), self.desk.history.facts()) == (texts, facts)
            self.desk.now += timedelta(hours=2)


@pytest.fixture(params=CLIENTS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path, request.param)
    yield made
    made.desk.history.close()


@pytest.mark.parametrize("act", ["dismissed", "snoozed"])
def test_an_alarm_that_was_dismissed_or_snoozed_is_no_news(folder: Folder, act: str) -> None:
    for uid in (folder.reminder, folder.sheet):
        folder.save(act, uid)
    folder.nothing_new()


@pytest.mark.parametrize("over", [False, True], ids=["to come", "over"])
def test_words_in_the_title_are_read(folder: Folder, *, over: bool) -> None:
    """In whatever dress the program gives the rest back; our answer is written once."""
    there = folder.event(folder.reminder)
    folder.desk.now = there.event.end if over else folder.desk.now
    folder.save("title", folder.reminder, said=f"{there.event.summary} – left a message, she’s in Lisbon")
    assert folder.desk().questions == ()
    assert folder.told() == [("dana-whitfield", Outcome.LEFT_MESSAGE, "phone", "she’s in Lisbon")]
    answered = folder.event(folder.reminder)
    assert answered.event.summary == "✓ Call Dana Whitfield: left message"
    assert "ALTREP" not in answered.raw, "Thunderbird would go on showing the text of before"
    folder.nothing_new()


@pytest.mark.parametrize("over", [False, True], ids=["to come", "over"])
def test_a_title_of_the_users_own_stays(folder: Folder, *, over: bool) -> None:
    """On a block too, and it is not an answer."""
    there = folder.event(folder.sheet)
    folder.desk.now = there.event.end if over else folder.desk.now
    folder.save("title", folder.sheet, said="My hour: “calls” & tea")
    folder.desk()
    assert (folder.told(), folder.event(folder.sheet).event.summary) == ([], "My hour: “calls” & tea")
    folder.nothing_new()


@pytest.mark.parametrize("over", [False, True], ids=["to come", "over"])
def test_a_tick_in_the_text_is_read(folder: Folder, *, over: bool) -> None:
    """On the sheet with its note, and the words in the text of a reminder."""
    sheet, reminder = folder.event(folder.sheet), folder.event(folder.reminder)
    folder.desk.now = sheet.event.end if over else folder.desk.now
    line = "[ ] Call Renée Achterberg"
    assert line in sheet.event.description
    ticked = sheet.event.description.replace(line, f"[x] {line[4:]}: moves to Utrecht & back")
    folder.save("tick", folder.sheet, ticked=ticked)
    folder.save("tick", folder.reminder, ticked=f"na: on holiday\n{reminder.event.description}")
    assert folder.desk().questions == ()
    assert sorted(folder.told()) == [
        ("dana-whitfield", Outcome.NO_ANSWER, "phone", "on holiday"),
        ("renee-achterberg", Outcome.REACHED, "phone", "moves to Utrecht & back"),
    ]
    folder.nothing_new()


def test_every_client_has_every_act() -> None:
    """And each is named in the README with where its habits are known from."""
    acts = ("dismissed", "snoozed", "title", "tick")
    assert {path.name for path in CORPUS.glob("*.ics")} == {f"{client}-{act}.ics" for client in CLIENTS for act in acts}
    readme = (CORPUS / "README.md").read_text(encoding="utf-8").casefold()
    assert [client for client in CLIENTS if client not in readme] == []
