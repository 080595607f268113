"""A published calendar: asked politely, read completely or not at all, and its secret address never shown."""

from __future__ import annotations

import gzip
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

import pytest

from followupd.calendars.busy import feed
from followupd.calendars.busy.feed import BusyFeed
from followupd.calendars.busy.remembered_times import Memory
from followupd.core.values.targets import CaldavTarget, FeedTarget
from followupd.errors import CalendarUnreachable
from tests.calendars.busy.conftest import calendar, event, need
from tests.kit.local_http import LocalServer

SECRET = "private-8f2c"
ONE = calendar(event("DTSTART:20261124T170000Z", "DTEND:20261124T180000Z", "SUMMARY:One"))
TWO = calendar(event("DTSTART:20261124T170000Z", "DTEND:20261124T180000Z", "SUMMARY:Two"))
Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A web server that answers as a test says, and remembers the request headers."""

    url: str
    asked: list[dict[str, str]] = field(default_factory=list)
    answer: Answer = lambda _: None


def says(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.fixture
def site() -> Iterator[Site]:
    class FeedAnswers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append({name.lower(): value for name, value in self.headers.items()} | {"path": self.path})
            found.answer(self)

        def log_message(self, format: str, *args: object) -> None: ...

    with LocalServer(FeedAnswers, f"/{SECRET}/basic.ics") as server:
        found = Site(server.url)
        yield found


@pytest.fixture(autouse=True)
def not_polite(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask in each refresh; one test is about when not to."""
    monkeypatch.setattr(feed, "POLITE", 0.0)


def title(memory: Memory | None) -> str:
    assert memory is not None
    ((_, _, found),) = memory.times
    return found


def refused(site: Site, answer: Answer, **limits: Any) -> str:
    site.answer = answer
    with pytest.raises(CalendarUnreachable) as error:
        BusyFeed(FeedTarget(site.url), 3, **limits).look(None, need())
    told = f"{error.value.message} {error.value.hint}"
    assert SECRET not in told
    assert "busy[3] (127.0.0.1)" in told
    assert error.value.__cause__ is None
    return told


@pytest.mark.parametrize(
    ("validator", "sent"),
    [({"ETag": '"v1"'}, ("if-none-match", '"v1"')), ({"ETag": 'W/"v1"'}, ("if-none-match", 'W/"v1"')),
     ({"Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}, ("if-modified-since", "Sun, 22 Nov 2026 10:00:00 GMT"))],
)
def test_an_unchanged_feed_costs_one_conditional_request(
    site: Site, validator: dict[str, str], sent: tuple[str, str]
) -> None:
    """With the validators that the server gave."""
    reader = BusyFeed(FeedTarget(site.url), 0)
    site.answer = says(200, ONE, **{name.replace("-", "_"): value for name, value in validator.items()})
    memory = reader.look(None, need())
    assert title(memory) == "One"
    site.answer = says(304)
    assert reader.look(memory, need()) is None
    assert len(site.asked) == 2
    assert site.asked[1][sent[0]] == sent[1]
    # Other days are needed: a 304 would leave them unknown, so the request is unconditional.
    site.answer = says(200, ONE)
    assert title(reader.look(memory, need(me=("dana@example.com",)))) == "One"
    assert sent[0] not in site.asked[2]


def test_a_feed_without_validators_is_compared_by_its_bytes(site: Site) -> None:
    reader = BusyFeed(FeedTarget(site.url), 0)
    site.answer = says(200, ONE)
    memory = reader.look(None, need())
    assert reader.look(memory, need()) is None
    site.answer = says(200, TWO)
    assert title(reader.look(memory, need())) == "Two"


def test_a_feed_is_not_fetched_all_the_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each edit of the hit list makes a pass, but not a request to the server."""
    monkeypatch.setattr(feed, "POLITE", 100.0)
    reader = BusyFeed(FeedTarget(site.url), 0)
    site.answer = says(200, ONE)
    memory = reader.look(None, need())
    assert reader.look(memory, need()) is None
    assert len(site.asked) == 1


def test_compressed_answers_and_redirects_are_followed(site: Site) -> None:
    """Up to five; the last address gets no headers meant for the first."""
    def answer(request: BaseHTTPRequestHandler) -> None:
        if request.path.endswith("/moved.ics"):
            says(200, gzip.compress(ONE), Content_Encoding="gzip")(request)
        else:
            says(302, Location=f"/{SECRET}/moved.ics")(request)

    site.answer = answer
    assert title(BusyFeed(FeedTarget(site.url), 0).look(None, need())) == "One"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (says(302, Location="/again"), "redirects without end"),
        (says(302), "redirects to what cannot be read"),
        (says(302, Location="file:///etc/passwd"), "redirects to what cannot be read"),
        (says(401), "asks for a login (401)"),
        (says(404), "does not exist (404)"),
        (says(410), "does not exist (410)"),
        (says(500), "has a fault (500)"),
        (says(503), "asks for a pause (503)"),
        (says(418), "cannot be read (418)"),
        (says(304), "cannot be read (304)"),
        (says(200, b"<html>Log in</html>"), "is not an iCalendar file"),
        (says(200, b""), "is empty"),
    ],
)
def test_an_answer_that_is_not_a_calendar_is_reported(site: Site, answer: Answer, told: str) -> None:
    """With what to do, and with no more of the address than its host."""
    assert told in refused(site, answer)


def test_a_server_that_asks_for_a_pause_gets_it(site: Site) -> None:
    reader = BusyFeed(FeedTarget(site.url), 0)
    site.answer = says(429, Retry_After="3600")
    for _ in range(3):
        with pytest.raises(CalendarUnreachable, match="pause"):
            reader.look(None, need())
    assert len(site.asked) == 1


def test_an_endless_body_is_given_up(site: Site) -> None:
    """By size and by time: a byte now and then does not keep a pass waiting."""
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            while True:
                request.wfile.write(b"X" * 65536)
        except OSError:
            return

    assert "sent more than 1 MiB" in refused(site, endless, largest=1024 * 1024)

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            for _ in range(200):
                request.wfile.write(b"BEGIN:VCALENDAR\r\n")
                request.wfile.flush()
                time.sleep(0.02)   # the server is meant to be slow
        except OSError:
            return

    begun = time.monotonic()
    assert "did not finish within 0.3 seconds" in refused(site, drip, longest=0.3)
    assert time.monotonic() - begun < 3


def test_a_bomb_of_zeros_is_refused(site: Site) -> None:
    """Unpacking a small answer into a gigabyte stops at 32 MiB."""
    packed = gzip.compress(b"\0" * 200_000_000)
    assert "sent more than 32 MiB" in refused(site, says(200, packed, Content_Encoding="gzip"))


def test_nobody_there(site: Site) -> None:
    with pytest.raises(CalendarUnreachable) as error:
        BusyFeed(FeedTarget("http://127.0.0.1:9/x"), 0).look(None, need())
    assert "could not be reached" in error.value.message


def test_a_connection_cut_in_the_middle_is_not_a_shorter_calendar(site: Site) -> None:
    """Half an answer may be valid iCalendar; it must not free the time of the other half."""
    def cut(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(ONE) + 500))
        request.end_headers()
        request.wfile.write(ONE)

    assert "broke off" in refused(site, cut)


def test_a_packed_calendar_is_unpacked(site: Site) -> None:
    """`work.ics.gz`, whatever the server says of it; the packed bytes alone tell."""
    site.answer = says(200, gzip.compress(ONE), Content_Type="application/gzip")
    assert title(BusyFeed(FeedTarget(site.url), 0).look(None, need())) == "One"


def test_webcal_to_a_server_without_tls_says_what_to_write(site: Site) -> None:
    """It is read as https://; the address itself is never shown."""
    for port, what in ((urlsplit(site.url).port, "has no TLS there"), (9, "could not be reached")):
        target = FeedTarget(f"https://127.0.0.1:{port}/{SECRET}.ics", webcal=True)
        with pytest.raises(CalendarUnreachable, match=what) as error:
            BusyFeed(target, 0).look(None, need())
        assert "write http:// in place of webcal://" in error.value.hint
        assert SECRET not in f"{error.value.message} {error.value.hint}"


LOGIN = CaldavTarget("http://127.0.0.1/", username="dana", password_command="echo tiger")
BASIC = f"Basic {b64encode(b'dana:tiger').decode()}"


def guarded(scheme: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        sent = request.headers.get("Authorization", "")
        if (sent == BASIC and scheme == "Basic") or (sent.startswith('Digest username="dana"') and scheme == "Digest"):
            says(200, ONE)(request)
        else:
            says(401, WWW_Authenticate=f'{scheme} realm="x", nonce="n", qop="auth"')(request)

    return answer


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_a_published_calendar_may_have_a_login(site: Site, scheme: str) -> None:
    """With the keys of a CalDAV account; without them the refusal says which to write."""
    site.answer = guarded(scheme)
    assert title(BusyFeed(FeedTarget(site.url, LOGIN), 0).look(None, need())) == "One"
    assert "username: dana, password_command:" in refused(site, guarded(scheme))
    with pytest.raises(CalendarUnreachable, match="the login was refused"):
        BusyFeed(FeedTarget(site.url, replace(LOGIN, username="sam")), 0).look(None, need())


def test_a_token_is_sent_and_no_login_goes_to_another_server(site: Site) -> None:
    """Where a redirect leads is not whom the user trusts."""
    token = CaldavTarget("http://127.0.0.1/", token_command="echo tiger")
    site.answer = says(200, ONE)
    assert title(BusyFeed(FeedTarget(site.url, token), 0).look(None, need())) == "One"
    assert site.asked[-1]["authorization"] == "Bearer tiger"
    other = site.url.replace("127.0.0.1", "localhost")
    site.answer = lambda request: (
        says(302, Location=other) if request.headers["Host"].startswith("127") else says(200, TWO)
    )(request)
    assert title(BusyFeed(FeedTarget(site.url, token), 0).look(None, need())) == "Two"
    assert "authorization" not in site.asked[-1]

def test_a_server_may_take_its_time_before_the_first_byte(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as for the whole answer: some make a calendar when it is asked for."""
    monkeypatch.setattr(feed, "TIMEOUT", 0.05)

    def late(request: BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)   # the server is meant to be slow
        with suppress(OSError):      # it was given up
            says(200, ONE)(request)

    site.answer = late
    assert BusyFeed(FeedTarget(site.url), 0).look(None, need()) is not None
    assert "did not finish within 0.2 seconds" in refused(site, late, longest=0.2)
