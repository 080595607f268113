"""The errors for a CalDAV account that cannot be used; none ever has a secret."""

from __future__ import annotations

import logging
import shutil
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.core.values.event import Create, Event
from followupd.core.values.targets import CaldavTarget
from followupd.dav.find import trusted
from followupd.errors import CalendarUnreachable, FollowupdError, UsageError
from tests.kit.local_http import Asked, HttpReply
from tests.kit.servers import Scripted

SECRET = "s3cr3t-hünter2"
STAMP = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
EVENT = Event("block-2026-11-24-hitlist@followupd", STAMP, STAMP + timedelta(hours=1), "Outreach")


def told(calendar: CaldavCalendar, act: Callable[[CaldavCalendar], object]) -> FollowupdError:
    """Return the error of an action, after a check that none of its texts shows the secret."""
    try:
        with pytest.raises(FollowupdError) as caught:
            act(calendar)
    finally:
        calendar.close()
    error: BaseException | None = caught.value
    shown = [repr(calendar), calendar.label]
    while error is not None:
        shown += [str(error), repr(error), repr(getattr(error, "__dict__", ""))]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    assert not [text for text in shown if SECRET in text or "Authorization" in text]
    value = caught.value
    assert value.message
    assert value.hint
    return value


@pytest.fixture(autouse=True)
def no_secret_in_any_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Even with every logger of every library at DEBUG."""
    caplog.set_level(logging.DEBUG)
    for name in ("caldav", "caldav.response", "niquests", "urllib3", "urllib3_future"):
        caplog.set_level(logging.DEBUG, logger=name)
    yield
    assert SECRET not in caplog.text
    assert "Basic " not in caplog.text
    assert "Bearer " not in caplog.text


def target(url: str, **more: Any) -> CaldavTarget:
    return CaldavTarget(url, username="dana", **({"password": SECRET} | more))


@pytest.mark.parametrize(("reply", "sentence", "pause"), [
    (HttpReply(401, headers={"WWW-Authenticate": 'Basic realm="x"'}), "the login was refused", None),
    (HttpReply(403), "may not do that (403)", None),
    (HttpReply(429, headers={"Retry-After": "120"}), "asks for a pause", 120.0),
    (HttpReply(503, headers={"Retry-After": "60"}), "asks for a pause", 60.0),
    (HttpReply(503), "the server has a fault (503)", None),
    (HttpReply(502, "<html>bad gateway</html>"), "the server has a fault (502)", None),
    (
        HttpReply(301, headers={"Location": "https://dav.example.org/x?k=1"}),
        "has moved to https://dav.example.org/x", None,
    ),
    (HttpReply(302, headers={"Location": "/new/"}), "has moved to http://127.0.0.1", None),
    (HttpReply(200, "<html><body>Log in</body></html>", {"Content-Type": "text/html"}), "does not answer as a", None),
    (HttpReply(200, "<p>Log in", {"Content-Type": "text/html"}), "does not answer as a", None),
    (HttpReply(207, "<multistatus", {"Content-Type": "text/xml"}), "does not answer as a", None),
    (HttpReply(207, "", {"Content-Type": "text/xml"}), "does not answer as a", None),
    (HttpReply(405), "there is no calendar (405)", None),
    (None, "closed the connection without an answer", None),
], ids=str)
def test_every_answer_becomes_a_calm_error(scripted: Scripted, reply: Any, sentence: str, pause: float | None) -> None:
    """Where, what and the next thing to do; a pause that the server asks for is passed on."""
    scripted.script = lambda asked: reply
    error = told(CaldavCalendar(target(scripted.url), "hitlist", UTC), CaldavCalendar.read)
    assert isinstance(error, CalendarUnreachable)
    assert error.message.startswith(scripted.url)
    assert sentence in error.message
    assert error.retry_after == pause
    assert len(scripted.seen) == 1


def test_a_login_is_sent_at_once_and_to_nobody_else(scripted: Scripted) -> None:
    """Basic credentials in UTF-8 with the first request; a redirect is reported and not followed."""
    scripted.script = lambda asked: HttpReply(302, headers={"Location": f"{scripted.url}elsewhere/"})
    told(CaldavCalendar(target(scripted.url), "hitlist", UTC), CaldavCalendar.read)
    (asked,) = scripted.seen
    assert asked.headers["authorization"] == "Basic ZGFuYTpzM2NyM3QtaMO8bnRlcjI="


@pytest.mark.parametrize("status", [404, 410])
def test_a_missing_collection_is_reported_as_missing(scripted: Scripted, status: int) -> None:
    """404 and 410 of the collection itself are not an unreachable server: the guard (P10) decides what they mean."""
    scripted.script = lambda asked: HttpReply(status)
    calendar = CaldavCalendar(target(scripted.url), "hitlist", UTC)
    assert calendar.read().exists is False
    error = told(calendar, lambda c: c.apply([Create(EVENT)], STAMP))
    assert "there is no calendar" in error.message


ELSEWHERE = """<?xml version="1.0"?><multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><response>
<href>/</href><propstat><prop><C:calendar-home-set><href>https://evil.invalid/dana/</href></C:calendar-home-set></prop>
<status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"""


def test_the_login_is_not_sent_where_a_server_points(scripted: Scripted) -> None:
    """A server lists the account's calendars; another host among them gets no password."""
    scripted.script = lambda asked: HttpReply(207, ELSEWHERE, {"Content-Type": "application/xml"})
    error = told(CaldavCalendar(target(scripted.url), "hitlist", UTC), CaldavCalendar.read)
    assert "names calendars on another server: https://evil.invalid/dana/" in error.message


@pytest.mark.parametrize(("start", "there", "allowed"), [
    ("https://dav.example.org/", "https://dav.example.org:443/home/", True),
    ("https://caldav.icloud.com/", "https://p42-caldav.icloud.com:443/123/calendars/", True),
    ("https://caldav.icloud.com/", "https://icloud.com.evil.org/", False),
    ("https://caldav.icloud.com/", "http://p42-caldav.icloud.com/", False),
    ("https://dav.example.org/", "https://p42-caldav.icloud.com/", False),
    ("https://dav.example.org/", "http://dav.example.org/", False),
    ("https://dav.example.org/", "https://dav.example.org:8443/", False),
])
def test_which_hosts_get_the_login(start: str, there: str, allowed: bool) -> None:
    """The one that the user named, and iCloud's hosts among each other."""
    if allowed:
        assert trusted(start, there) == there
    else:
        with pytest.raises(CalendarUnreachable, match="another server"):
            trusted(start, there)


def test_a_slow_server_gets_no_more_than_the_timeout(scripted: Scripted) -> None:
    """The timeout can be set, and the sentence says it."""
    release = threading.Event()

    def late(asked: Asked) -> None:
        """Hang up much later."""
        release.wait(20)

    scripted.script = late
    try:
        error = told(CaldavCalendar(target(scripted.url, timeout=0.3), "hitlist", UTC), CaldavCalendar.read)
    finally:
        release.set()
    assert "did not answer within 0.3 seconds" in error.message


@pytest.mark.parametrize(("url", "sentence"), [
    ("http://127.0.0.1:1/", "http://127.0.0.1:1/ could not be reached"),
    ("http://nowhere.invalid/", "http://nowhere.invalid/ could not be reached"),
])
def test_a_server_that_is_not_there(url: str, sentence: str) -> None:
    """Nothing listens, or the name is unknown: the same calm sentence."""
    error = told(CaldavCalendar(target(url), "hitlist", UTC), CaldavCalendar.read)
    assert sentence in error.message


def test_a_certificate_that_is_not_trusted(scripted: Scripted, tmp_path: Path) -> None:
    """TLS is checked; with `ca_file` a private certificate is accepted, and a missing file is reported."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    scripted.server.socket = context.wrap_socket(scripted.server.socket, server_side=True)
    scripted.script = lambda asked: HttpReply(404)
    url = scripted.url.replace("http:", "https:")
    error = told(CaldavCalendar(target(url), "hitlist", UTC), CaldavCalendar.read)
    assert "could not prove who it is" in error.message
    trusting = CaldavCalendar(target(url, ca_file=cert), "hitlist", UTC)
    assert trusting.read().exists is False
    trusting.close()
    error = told(CaldavCalendar(target(url, ca_file=tmp_path / "none"), "hitlist", UTC), CaldavCalendar.read)
    assert "does not exist" in error.message


def test_an_expired_token_is_asked_for_once_more(scripted: Scripted, tmp_path: Path) -> None:
    """The command is run again after a 401, and only once: a locked account would be worse than a late event."""
    asked_for = tmp_path / "count"
    command = f"echo x >> {asked_for}; echo token-$(wc -l < {asked_for})"
    good = "Bearer token-2"

    def script(asked: Any) -> HttpReply:
        return HttpReply(404 if asked.headers.get("authorization") == good else 401)

    scripted.script = script
    calendar = CaldavCalendar(CaldavTarget(scripted.url, token_command=command), "hitlist", UTC)
    assert calendar.read().exists is False
    assert [a.headers["authorization"] for a in scripted.seen] == ["Bearer token-1", good]
    scripted.script = lambda asked: HttpReply(401)
    error = told(calendar, CaldavCalendar.read)
    assert "`token_command:`" in error.hint
    assert len(scripted.seen) == 4


def test_a_login_inside_the_address_is_refused() -> None:
    """It would be in every log and in the key of the state database."""
    with pytest.raises(UsageError) as caught:
        CaldavCalendar(CaldavTarget(f"https://dana:{SECRET}@dav.example.org/"), "hitlist", UTC)
    assert SECRET not in str(caught.value) + caught.value.hint
    assert SECRET not in CaldavTarget(f"https://dana:{SECRET}@dav.example.org/").key


@pytest.mark.parametrize("url", ["ftp://example.org/", "example.org", "", "https:///path"])
def test_a_bad_address_is_a_usage_error(url: str) -> None:
    """A wrong address is reported before anything is sent."""
    with pytest.raises(UsageError, match="not the address"):
        CaldavCalendar(target(url), "hitlist", UTC)
