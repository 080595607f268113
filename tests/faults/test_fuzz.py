"""Bytes that nobody would send or write: one of our errors at most, quickly, and nothing doubled or lost.

Own calendar files mutated between passes, answers of a scripted server, whole HTTP answers, and busy files; mutated hit
lists are in test_yaml.py. `FOLLOWUPD_EXAMPLES=20000 pytest tests/faults/test_fuzz.py` tries more, and `FOLLOWUPD_SEED`
others. A failure shows what was read.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.busy.units import read_part
from followupd.calendars.ical.cutter import BrokenCalendar
from followupd.core.values.targets import CaldavTarget
from followupd.dav.bounded import Deadline
from followupd.dav.library import Connection, DigestRequired, LoginRefused
from followupd.errors import CalendarUnreachable, FollowupdError
from followupd.history.store import History
from followupd.passes.report import Report
from followupd.run import run_pass
from tests.calendars.busy.conftest import need, shown, watching
from tests.calendars.busy.generated import Maker
from tests.kit.branches import EXAMPLES
from tests.kit.every_kind import EveryKind
from tests.kit.fake_caldav import FakeCalDAV
from tests.kit.local_http import Asked, HttpReply
from tests.kit.mutations import SEED, mutated
from tests.kit.places import CalendarPlace, FilePlace, FolderPlace
from tests.kit.raw_server import RawServer
from tests.kit.remote_places import FakePlace
from tests.kit.worlds import DENTIST

LONGEST = 5.0     # seconds for one input, on a busy machine
WORDS = tuple(word.encode("utf-8", "surrogatepass") for word in (
    "99991231T235959Z", "00010101T000000Z", "20261301T000000Z", "20261122", "20261122T100000", ";VALUE=DATE:20261122",
    ";TZID=America/Denver:20261122T100000", ";TZID=Nowhere:20261122T100000", "P1W", "-P99999999D", "PT1H", "TRUE", "-1",
    "RRULE:FREQ=DAILY\r\n", "RRULE:FREQ=SECONDLY\r\n", "RECURRENCE-ID:20261124T170000Z\r\n", "EXDATE:,\r\n",
    "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "BEGIN:VCALENDAR\r\n", "END:VCALENDAR\r\n", "BEGIN:VALARM\r\n", "DTSTART:",
    "UID:", "UID:a@b\r\n", "SUMMARY:", "DESCRIPTION:", "STATUS:CANCELLED\r\n", "SEQUENCE:9999999999999999999\r\n",
    "\\n[x] ", "[v]", "reached", "no answer", "skip", "lm", "call again in 9999 years", "on 31 December 9999",
    "1 January 0001", "?", "✓ ", "\r\n ", "\n\t", "\r", "\0", "\x1b[2J", "\ufeff", "\u2028", "\u202e", "\x85", "é",
    "🎉", "\ud7ff", "\\", "\\,", '"', ":", ";", "=", "@followupd", "-hitlist@followupd", "x" * 3000,
))
INVITED = (
    "\r\nORGANIZER;CN=Dana:mailto:dana@example.com\r\nATTENDEE;PARTSTAT=DECLINED:mailto:alex@example.com\r\nCLASS:PRIVATE"
    "\r\nATTENDEE;CN=\"Ben;:\";EMAIL=ben@example.com;CUTYPE=GROUP:/a/b/\r\nSUMMARY:Dana Whitfield"
)
XML_WORDS = tuple(word.encode() for word in (
    "<D:response>", "</D:response>", "<D:href>", "</D:href>", "//[::", "http://h:x/", "%00", "%", "/", "..",
    "<D:status>", "HTTP/1.1 404 Not Found", "HTTP/1.1 507 x", "HTTP/1.1 200 OK", "HTTP/1.1 ٣ x", "<D:propstat>",
    "<D:sync-token>", "</D:sync-token>", "<C:calendar-data>", "</C:calendar-data>", "<D:getetag/>", "<!-- ", "-->",
    "<![CDATA[", "]]>", "&#0;", "&amp;", "&x;", "<?xml version='1.0' encoding='utf-16'?>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<D:collection/>", "W/", '"', "\0", "é", "\ud7ff", "🎉", "<html>", "(null)",
))
STATUSES = (200, 201, 204, 207, 301, 304, 401, 403, 404, 409, 410, 412, 423, 429, 500, 503, 507, 599)
HEADERS = ("ETag", "Content-Type", "Content-Encoding", "Location", "Retry-After", "WWW-Authenticate")
VALUES = ('""', '"x"', "W/", "gzip", "text/html", "text/xml", "http://[", "-1", "9" * 400, "Digest", "Basic",
          "Sun, 99 Nov", "text/calendar", "x; charset=utf-7")
HTTP_WORDS = (
    *XML_WORDS, b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.0 200\r\n", b"HTTP/2 200\r\n", b"Content-Length: 5\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: br\r\n", b"Content-Encoding: zstd\r\n", b"ffffffffff\r\n",
    b"Set-Cookie: a=b\r\n", b'Alt-Svc: h3=":443"\r\n', b"Upgrade: h2c\r\n", b"\r\n", b"\n", b":", b"-1", b"99999999",
)


def ours_in(place: CalendarPlace) -> Counter[str]:
    """Return how often each UID of ours is there, whatever else the text is."""
    texts = [path.read_bytes() for path in _files(place)] if not isinstance(place, FakePlace) else [
        text.encode("utf-8", "surrogateescape") for text in place.texts().values()
    ]
    return Counter(uid for text in texts for uid in re.findall(rb"(?m)^UID:([!-~]*-hitlist@followupd)\r?$", text))


def _files(place: CalendarPlace) -> list[Path]:
    if isinstance(place, FilePlace):
        return [place.path] if place.path.exists() else []
    assert isinstance(place, FolderPlace)
    return sorted(place.path.iterdir())


def passed(world: EveryKind) -> Report | None:
    """Run a pass in a new process; None if it ended with one of our errors."""
    world.now += timedelta(minutes=1)
    begun = time.monotonic()
    try:
        with world.opened() as sources:
            return run_pass(sources, world.now, write=True)
    except FollowupdError:
        return None
    finally:
        assert time.monotonic() - begun < LONGEST


class Again:
    """A world that goes back to how it was before each input."""

    def __init__(self, folder: Path, place: CalendarPlace) -> None:
        self.folder, self.world = folder, EveryKind(folder, place)
        self.world.place.add_foreign(DENTIST)
        self.world.run()
        self.now = self.world.now
        self.kept = self.world.copy().read_bytes()

    def begin(self) -> None:
        self.world.history.close()
        for path in self.folder.glob("state.db*"):
            path.unlink()
        self.world.path.write_bytes(self.kept)
        self.world.history, self.world.now = History.open(self.world.path, "hitlist"), self.now

    def close(self) -> None:
        self.world.history.close()


@pytest.mark.parametrize("kind", [FilePlace, FolderPlace])
def test_own_calendar_files(tmp_path: Path, kind: type[FilePlace | FolderPlace]) -> None:
    """It settles, no event of ours is doubled, and the user's own event keeps its bytes."""
    place = kind(tmp_path)
    again = Again(tmp_path, place)
    chance, kept = random.Random(f"{SEED} {kind.__name__}"), {path: path.read_bytes() for path in _files(place)}
    dentist = next(text for text in place.texts().values() if DENTIST in text).encode()
    dentist = dentist[dentist.index(b"BEGIN:VEVENT"):dentist.index(b"END:VEVENT")]
    for number in range(EXAMPLES // 12):
        again.begin()
        for path in set(_files(place)).difference(kept):
            path.unlink()
        for path, data in kept.items():
            path.write_bytes(data)
        for path in chance.sample(sorted(kept), min(len(kept), chance.choice((1, 1, 2, 5)))):
            path.write_bytes(mutated(chance, [kept[path]], WORDS))
        before, read = ours_in(place), {path.name: path.read_bytes() for path in _files(place)}
        foreign = dentist in b"".join(read.values())
        first = passed(again.world)
        after = {path.name: path.read_bytes() for path in _files(place)}
        told = f"input {number} of seed {SEED}: {read}"
        if first is None:
            assert after == read, told
        else:
            assert all(many <= max(1, before[uid]) for uid, many in ours_in(place).items()), told
            assert dentist in b"".join(after.values()) or not foreign, told
            second = passed(again.world)
            assert second is not None, told
            assert not second.changes, (told, second.changes)
            assert {path.name: path.read_bytes() for path in _files(place)} == after, told
    again.close()


class Garbling:
    """Mutates some answers of a server."""

    def __init__(self, server: FakeCalDAV, chance: random.Random) -> None:
        self._answer, self._chance, self.often = server.answer, chance, 0.0
        self.said: list[HttpReply | None] = []
        server.answer = self  # type: ignore[method-assign]

    def __call__(self, asked: Asked) -> HttpReply | None:
        reply = self._answer(asked)
        if reply is not None and self._chance.random() < self.often:
            reply = self._garbled(reply)
            self.said.append(reply)
        return reply

    def _garbled(self, reply: HttpReply) -> HttpReply | None:
        match self._chance.randrange(8):
            case 0:
                return None
            case 1:
                return replace(reply, status=self._chance.choice(STATUSES))
            case 2:
                header = {self._chance.choice(HEADERS): self._chance.choice(VALUES)}
                return replace(reply, headers={**reply.headers, **header})
            case _:
                body = mutated(self._chance, [reply.body.encode("utf-8", "surrogateescape")], XML_WORDS + WORDS)
                return replace(reply, body=body.decode("latin-1"), charset="latin-1")


def test_answers_of_a_server(tmp_path: Path) -> None:
    """Whatever it answers: once it is well again, nothing of ours is there twice, and all is settled."""
    place = FakePlace()
    again = Again(tmp_path, place)
    chance = random.Random(f"{SEED} server")
    garbling, saved = Garbling(place.server, chance), place.server.saved()
    dentist = {name: text for name, text in place.texts().items() if DENTIST in text}
    for number in range(EXAMPLES // 25):
        again.begin()
        place.server.restore(saved)
        if chance.random() < 0.5:      # something to write
            name = chance.choice(sorted(set(saved.texts).difference(dentist)))
            place.server.edit(name, SUMMARY=chance.choice(("lm", "reached", "Dinner")))
        garbling.said.clear()
        for garbling.often in (0.4, 0.4, 0.0, 0.0):
            report = passed(again.world)
        told = f"input {number} of seed {SEED}: {garbling.said}"
        assert max(ours_in(place).values()) == 1, told
        assert {name: text for name, text in place.texts().items() if DENTIST in text} == dentist, told
        if report is not None:         # else it asks whether what seemed to be deleted was
            assert not report.changes, (told, report.changes)
    again.close()
    place.close()


def test_whole_http_answers() -> None:
    """Heads, lengths, encodings and chunks: an answer, or one of the few errors of a connection."""
    chance = random.Random(f"{SEED} http")
    xml = (b'<?xml version="1.0"?><D:multistatus xmlns:D="DAV:"><D:response><D:href>/a</D:href><D:propstat><D:prop>'
           b"<D:getetag>1</D:getetag></D:prop></D:propstat></D:response></D:multistatus>")
    head = b"HTTP/1.1 207 Multi-Status\r\nContent-Type: application/xml\r\nConnection: close\r\n"
    pool = [
        head + b"Content-Length: %d\r\n\r\n" % len(xml) + xml,
        head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(xml), xml),
        head + b"Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\n" + bytes.fromhex(
            "1f8b08000000000000030300000000000000000000"),
        b'HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="x", nonce="y"\r\nContent-Length: 0\r\n\r\n',
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/x\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 503 x\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n",
    ]
    for number in range(EXAMPLES // 2):
        data = mutated(chance, pool, HTTP_WORDS)
        begun = time.monotonic()
        with RawServer(data) as server, suppress(CalendarUnreachable, LoginRefused, DigestRequired):
            connection = Connection(CaldavTarget(server.url, timeout=2), None)
            try:
                connection.request("PROPFIND", server.url, "", {}, Deadline.after(2))
            finally:
                connection.close()
        assert time.monotonic() - begun < LONGEST, (number, data)


def test_busy_files() -> None:
    """Times, or a sentence about what cannot be read; what is read once more is read in the same way."""
    chance = random.Random(f"{SEED} busy")
    maker = Maker(chance)
    pool = [maker.one().text.replace("SUMMARY:One", f"SUMMARY:One{INVITED}").encode() for _ in range(30)]
    for number in range(EXAMPLES * 2):
        data = mutated(chance, pool, (*WORDS, INVITED.encode()))
        begun = time.thread_time()
        with suppress(BrokenCalendar):
            part = read_part(data, "mark", need(me=("alex@example.com",)), None)
            for wanted in (watching(), watching(private=True, times=False)):
                seen = read_part(data, "mark", wanted, None)
                assert not [unit.problem for unit in seen.units if "a fault in followupd" in unit.problem], data
                assert shown(seen) == (shown(part) if wanted.times else []), data
                again = read_part(data, "mark", wanted, seen)
                assert [unit.meetings for unit in again.units] == [unit.meetings for unit in seen.units], data
                assert all(one.start < one.end for unit in seen.units for one in unit.meetings), data
            assert not [unit.problem for unit in part.units if "a fault in followupd" in unit.problem], data
            assert all(start < end for unit in part.units for start, end, _ in unit.times), data
            assert set(shown(read_part(data, "mark", need(me=("alex@example.com",)), part))) == set(shown(part)), data
        assert time.thread_time() - begun < LONGEST, (number, data)
