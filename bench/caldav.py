"""The cost of CalDAV, next to raw requests on the same Radicale (goals 6 and 7).

    python -m bench.caldav [ROUNDS] [EVENTS_ON_A_SLOW_LINE]

Starts a Radicale, pushes 500 events and reads them, and prints medians, and ratios taken round by round.
Run it as a module, or its name hides the library. Raw is http.client with the same bodies. Needs the `test` extra.
A line that adds 50 ms can be hidden, the server's own work cannot: raw requests straight to it, as many at a time as
ours, are the floor.
"""

from __future__ import annotations

import base64
import http.client
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.calendars.caldav.lanes import AT_ONCE
from followupd.calendars.ical import vevent
from followupd.core.values.event import Create, Done, Event
from followupd.core.values.targets import CaldavTarget
from followupd.dav import dav_xml
from tests.costs.proxy import Proxy

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
EVENTS, LATE = 500, 0.05
LOGIN = f"Basic {base64.b64encode(b'dana:horse').decode()}"


def events(count: int) -> list[Event]:
    """Make reminders as a pass writes them."""
    first = Event("due-p-hitlist@followupd", NOW, NOW, "Call Dana Whitfield", "Why now: no answer. " * 12)
    return [replace(first, uid=f"due-p{n}-20261201-hitlist@followupd", start=NOW + timedelta(hours=n),
                    end=NOW + timedelta(hours=n, minutes=15)) for n in range(count)]


class Raw:
    """Requests in sequence, with nothing around them."""

    def __init__(self, url: str) -> None:
        """Take a calendar's address."""
        self.parts = urlsplit(url)
        self.connection = http.client.HTTPConnection(self.parts.netloc, timeout=60)

    def request(self, method: str, name: str = "", body: str = "", **headers: str) -> str:
        """Send one request that must succeed; return the body of its answer."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, self.parts.path + name, body.encode(), {"Authorization": LOGIN, **told})
        response = self.connection.getresponse()
        text = response.read().decode()
        assert response.status in (201, 204, 207), (method, response.status, text)
        return text

    def push(self, wanted: list[Event]) -> None:
        """Write events in sequence."""
        for event in wanted:
            self.request("PUT", f"{event.uid.partition('@')[0]}.ics", vevent.render(event, NOW), If_None_Match="*",
                         Content_Type="text/calendar; charset=utf-8")


def seconds(act: Callable[[], object]) -> float:
    """Measure an act by the clock."""
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


class FreshCalendars:
    """New calendars on the server, each for one measurement."""

    def __init__(self, root: str) -> None:
        """Take the server's root."""
        self.root, self.number = root, 0

    def new(self) -> str:
        """Make a calendar, and return its address."""
        self.number += 1
        url = f"{self.root}dana/cal{self.number}/"
        Raw(url).request("MKCALENDAR")
        return url


def pushed(url: str, count: int) -> CaldavCalendar:
    """Write events as a pass does."""
    calendar = CaldavCalendar(CaldavTarget(url, username="dana", password="horse"), "hitlist", UTC)
    calendar.read()
    results = calendar.apply([Create(event) for event in events(count)], NOW)
    assert all(isinstance(result, Done) for result in results)
    return calendar


def straight(url: str, wanted: list[Event]) -> None:
    """Write events with raw requests, as many at a time as ours."""
    lanes = [threading.Thread(target=Raw(url).push, args=(wanted[lane::AT_ONCE],)) for lane in range(AT_ONCE)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()


def one_round(place: FreshCalendars, on_a_slow_line: int) -> dict[str, tuple[float, float]]:
    """Return pairs of (followupd, raw) seconds by what was measured."""
    url = place.new()
    raw_push = seconds(lambda: Raw(place.new()).push(events(EVENTS)))
    kept: list[CaldavCalendar] = []
    push = seconds(lambda: kept.append(pushed(url, EVENTS)))
    calendar = kept[0]
    calendar.read()
    raw = Raw(url)
    token = dav_xml.changes_since("")
    answer = raw.request("REPORT", "", token, Depth="0", Content_Type="text/xml")
    token = dav_xml.changes_since(answer.rpartition("<sync-token>")[2].partition("<")[0])
    raw_quiet = statistics.median(seconds(lambda: raw.request("REPORT", "", token, Depth="0", Content_Type="text/xml"))
                                  for _ in range(7))
    quiet = statistics.median(seconds(calendar.read) for _ in range(7))
    calendar.close()
    with Proxy(place.new(), delay=LATE) as proxy:
        slow = seconds(lambda: pushed(proxy.url, on_a_slow_line).close())
        assert len(proxy.seen) == on_a_slow_line + 2
    with Proxy(place.new(), delay=LATE) as proxy:
        raw_slow = seconds(lambda: Raw(proxy.url).push(events(on_a_slow_line)))
    floor = seconds(lambda: straight(place.new(), events(on_a_slow_line)))
    return {
        f"first push of {EVENTS} events": (push, raw_push),
        f"nothing changed, {EVENTS} events": (quiet, raw_quiet),
        f"first push of {on_a_slow_line} through {LATE * 1000:.0f} ms": (slow, raw_slow),
        f"the floor: {AT_ONCE} raw ones at a time, no delay": (floor, raw_slow),
        "that push beside its floor": (slow, floor),
    }


def main(rounds: int = 3, on_a_slow_line: int = 100) -> None:
    """Start the server, measure, and print."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), 15232
        (folder / "users").write_text("dana:horse\n")
        (folder / "config").write_text(
            f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_encryption = plain\ndelay = 0\n"
            f"htpasswd_filename = {folder / 'users'}\n[storage]\nfilesystem_folder = {folder / 'data'}\n"
        )
        command = [sys.executable, "-m", "radicale", "--config", str(folder / "config")]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
            try:
                for _ in range(200):
                    try:
                        Raw(f"http://127.0.0.1:{port}/dana/").request("PROPFIND", Depth="0")
                        break
                    except OSError:
                        time.sleep(0.05)
                place = FreshCalendars(f"http://127.0.0.1:{port}/")
                found = [one_round(place, on_a_slow_line) for _ in range(rounds)]
            finally:
                server.terminate()
    print(f"{'':40} {'followupd':>10} {'raw':>10} {'ratio':>7}   ({rounds} rounds)")
    for what in found[0]:
        mine, raw = (statistics.median(r[what][n] for r in found) for n in (0, 1))
        ratio = statistics.median(r[what][0] / r[what][1] for r in found)
        print(f"{what:40} {mine * 1000:8.1f}ms {raw * 1000:8.1f}ms {ratio:7.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
