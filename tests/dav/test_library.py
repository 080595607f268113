"""The adapter to the caldav library: each of its failures, and of niquests', as one of our few errors.

Each is provoked from the real library, by a server that answers with the bytes that cause it.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from followupd.core.values.targets import CaldavTarget
from followupd.credentials import Login
from followupd.dav import dav_xml
from followupd.dav.bounded import Deadline
from followupd.dav.library import Connection, DigestRequired, LoginRefused, MovedAway, NotACalendar, Response
from followupd.dav.network import ClearlyRefused, ConnectionBroke
from followupd.errors import CalendarUnreachable
from tests.kit.raw_server import RawServer, answer

XML = "application/xml; charset=utf-8"
HEAD = b'<?xml version="1.0"?><D:multistatus xmlns:D="DAV:">'
DANA = Login("dana", "secret")
DIGEST = 'Digest realm="x", nonce="y", qop="auth", algorithm=MD5'


def ask(url: str, login: Login | None = DANA, *, timeout: float = 5.0, digest: bool = False) -> Response:
    with closing(Connection(CaldavTarget(url, timeout=timeout), login, digest=digest)) as connection:
        return connection.request("PROPFIND", url, "<propfind/>", {"Depth": "0"}, Deadline.after(30))


def answered(data: bytes) -> Response:
    with RawServer(data) as server:
        return ask(server.url)


@contextmanager
def expect_refusal(sentence: str, kind: type[CalendarUnreachable] = CalendarUnreachable) -> Iterator[None]:
    """The error is exactly of this kind, says this, and what to do."""
    with pytest.raises(CalendarUnreachable, match=sentence) as caught:
        yield
    assert type(caught.value) is kind
    assert caught.value.hint
    assert "secret" not in str(caught.value)


# caldav's own exceptions.

@pytest.mark.parametrize(("status", "retry_after", "seconds"), [
    (429, "120", 120.0), (503, "60", 60.0), (429, "Fri, 01 Jan 2021 00:00:00 GMT", 0.0),
    (429, "soon", None), (429, "9" * 400, None), (429, "9" * 5000, None),
])
def test_a_server_asks_for_a_pause(status: int, retry_after: str, seconds: float | None) -> None:
    """RateLimitError: 429, and 503 with Retry-After in both forms; one that is longer than any float is not a bug."""
    with pytest.raises(CalendarUnreachable, match="asks for a pause") as caught:
        answered(answer(status, b"<html>", "text/html", Retry_After=retry_after))
    assert caught.value.retry_after == seconds


def test_429_without_retry_after_and_503_without() -> None:
    """The first is a pause of unknown length, the second a fault of the server's."""
    with expect_refusal("asks for a pause", ClearlyRefused):
        answered(answer(429))
    assert answered(answer(503, b"<broken", XML)).status == 503


@pytest.mark.parametrize("offered", ['Basic realm="x"', "Negotiate", "", f'{DIGEST}, Basic realm="x"'])
def test_a_refused_login(offered: str) -> None:
    """AuthorizationError with 401, whatever the server offers."""
    with pytest.raises(LoginRefused):
        answered(answer(401, b"<html>", "text/html", **({"WWW_Authenticate": offered} if offered else {})))


def test_a_server_that_requires_digest() -> None:
    """With a password it is used from then on; a token cannot use Digest, and a refused Digest is a wrong login."""
    with RawServer(answer(401, WWW_Authenticate=DIGEST)) as server:
        with pytest.raises(DigestRequired):
            ask(server.url)
        for login, digest in ((Login("", "token", bearer=True), False), (DANA, True)):
            with pytest.raises(LoginRefused):
                ask(server.url, login, digest=digest)


@pytest.mark.parametrize(("body", "text"), [
    (b"<C:no-uid-conflict/>", "<C:no-uid-conflict/>"), (b"", ""), (b"caf\xe9", "caf\ufffd"),
])
def test_a_forbidden_request_is_an_answer(body: bytes, text: str) -> None:
    """AuthorizationError with 403: Cyrus says with it that a UID is taken, so its body counts."""
    found = answered(answer(403, body, XML))
    assert (found.status, found.text, found.good) == (403, text, False)


# Responses on which the library's own parsing fails.

def test_a_web_page_is_not_a_calendar() -> None:
    """A TypeError of the library's: a login page with status 200 (and a page about several choices, with 300)."""
    for status in (200, 300):
        with expect_refusal("does not answer as a calendar server does", NotACalendar):
            answered(answer(status, b"<html><body>Log in", "text/html; charset=klingon"))
    assert answered(answer(502, b"<html>Bad gateway", "text/html")).status == 502


@pytest.mark.parametrize("body", [
    b"<multistatus", b"Warning: mysqli in /srv/dav.php on line 3\n" + HEAD + b"</D:multistatus>", b"<a>\0</a>",
    b'<?xml version="1.0" encoding="klingon"?><a/>', HEAD, b"caf\xe9",
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
    ) + b"]><a>&m;</a>",
], ids=["cut off", "php", "nul", "encoding", "no end", "latin-1", "entities"])
def test_of_a_body_that_is_not_xml_the_status_counts(body: bytes) -> None:
    """A SyntaxError of lxml's: what was done is done, and a listing without a tree is not a listing."""
    for status in (201, 207, 500):
        found = answered(answer(status, body, "text/xml"))
        assert (found.status, found.tree) == (status, None)


@pytest.mark.parametrize(("body", "kind"), [
    ('<?xml version="1.0" encoding="utf-16"?><a/>'.encode("utf-16"), XML),
    ("BEGIN:VCALENDAR\r\nX:é".encode("latin-1"), "text/calendar"),
])
def test_a_body_that_is_not_utf_8(body: bytes, kind: str) -> None:
    """A UnicodeDecodeError of the library's."""
    with expect_refusal("does not answer as a calendar server does", NotACalendar):
        answered(answer(200, body, kind))


@pytest.mark.parametrize(("data", "text"), [
    (answer(207), ""), (answer(200, b"hello"), "hello"), (answer(304), ""),
    (answer(200, b"BEGIN:VCALENDAR", "text/calendar; charset=klingon"), "BEGIN:VCALENDAR"),
    (answer(207, gzip.compress(b"<a/>" * 1000)[:30], XML, Content_Encoding="gzip"), ""),
])
def test_an_answer_that_says_little_is_returned(data: bytes, text: str) -> None:
    """No body, no type, an unknown charset, a compressed body that was cut: the caller gets what there is."""
    found = answered(data)
    assert (found.text, found.tree) == (text, None)


@pytest.mark.parametrize(("location", "sentence"), [
    ("/new/", "has moved to http://127.0.0.1:[0-9]+/new/$"), ("https://dav.example.org/x?k=secret", "org/x$"),
    ("//[::", "does not answer as a calendar server does"), (None, "the server does not say where to$"),
])
def test_a_redirect_is_not_followed(location: str | None, sentence: str) -> None:
    """A PUT would become a GET, and the login would go elsewhere."""
    reply = answer(302) if location is None else answer(302, Location=location)
    kind = NotACalendar if location in ("//[::", None) else MovedAway
    with RawServer(reply) as server, expect_refusal(sentence, kind):
        ask(server.url)
    assert len(server.heard) == 1


# niquests and what is below it.

@pytest.mark.parametrize("data", [b"", b"HTTP/1.", b"HTTP/1.1 207 X\r\nX: a\r\n"], ids=["none", "line", "head"])
def test_no_answer_at_all(data: bytes) -> None:
    """ConnectionError: dropped, by a server that was reached."""
    with expect_refusal("closed the connection without an answer", ConnectionBroke):
        answered(data)


@pytest.mark.parametrize("data", [
    b"hello world\r\n\r\n", b"HTTP/1.1 99999 X\r\n\r\n", b"HTTP/1.1 207 X\r\nContent-Length: many\r\n\r\n<a/>",
], ids=["no http", "status", "length"])
def test_an_answer_that_is_not_http(data: bytes) -> None:
    """The network is all right: it is the host or the port."""
    with expect_refusal("sends what is not HTTP", ConnectionBroke):
        answered(data)


@pytest.mark.parametrize("header", [b"X: " + b"a" * 200_000, b"X: a\r\n" * 40_000], ids=["one", "many"])
def test_headers_that_never_end(header: bytes) -> None:
    with expect_refusal("sends headers without end", ConnectionBroke):
        answered(b"HTTP/1.1 207 X\r\n" + header)


@pytest.mark.parametrize("data", [
    b"HTTP/1.1 207 X\r\nContent-Type: text/xml\r\nContent-Length: 1000\r\n\r\n<a",
    b"HTTP/1.1 207 X\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n<a",
    b"HTTP/1.1 207 X\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<a/>\r\n",
    answer(207, b"this is not gzip", XML, Content_Encoding="gzip"),
], ids=["body", "chunk", "chunk size", "gzip"])
def test_an_answer_that_breaks_off(data: bytes) -> None:
    """ChunkedEncodingError, ContentDecodingError, and urllib3's own InvalidHeader for a bad chunk."""
    with expect_refusal("the connection broke off", ConnectionBroke):
        answered(data)


def test_a_server_that_is_too_slow() -> None:
    """ReadTimeout before the answer; a ConnectionError in the middle of one."""
    with RawServer(b"", hold=True) as server, expect_refusal("did not answer within 0.3 seconds"):
        ask(server.url, timeout=0.3)
    begun = b"HTTP/1.1 207 X\r\nContent-Length: 100\r\n\r\n<a"
    with RawServer(begun, hold=True) as server, expect_refusal("did not answer within 0.3 seconds", ConnectionBroke):
        ask(server.url, timeout=0.3)


def test_a_port_that_does_not_speak_tls() -> None:
    """SSLError, without OpenSSL's riddles."""
    with (
        RawServer(answer(400), wait=1) as server,
        expect_refusal("has no TLS there"),
    ):
        ask(server.url.replace("http:", "https:"))


@pytest.mark.parametrize("url", ["http://a..b/", f"http://{'a' * 70}.example/", "http://localhost:99999/", "http:///x"])
def test_what_is_not_an_address(url: str) -> None:
    """InvalidURL, and urllib3's LocationParseError, which niquests lets through."""
    with expect_refusal("is not an address"):
        ask(url)


PROXIED = """
from followupd.dav.bounded import Deadline
from followupd.dav.library import Connection
from followupd.core.values.targets import CaldavTarget
url = "https://dav.example.org/"
try:
    Connection(CaldavTarget(url, timeout=5), None).request("PROPFIND", url, "", {}, Deadline.after(30))
except Exception as error:
    print(type(error).__name__, error)
"""


def test_a_proxy_that_refuses() -> None:
    """ProxyError. In a separate process: niquests reads the environment once."""
    with RawServer(answer(403)) as server:
        environment = {**os.environ, "https_proxy": server.url, "no_proxy": "", "NO_PROXY": ""}
        command = [sys.executable, "-c", PROXIED]
        said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.startswith("CalendarUnreachable https://dav.example.org/ could not be reached through the proxy")
    assert server.heard[0].startswith(b"CONNECT dav.example.org:443")


# Multistatus answers that are XML, but malformed.

@pytest.mark.parametrize(("response", "entries"), [
    ("<D:propstat><D:prop><D:getetag>1</D:getetag></D:prop></D:propstat>", []),
    ("<D:href/>", []), ("<D:href>  </D:href>", []),
    ("<D:href>//[::</D:href>", [("//[::", 200, None, set())]),      # reported by whoever would read it
    ("<D:href>/a</D:href>", [("/a", 200, None, set())]),
    ("<!-- c --><D:href>/a</D:href><D:status>none</D:status><?pi?>", [("/a", 200, None, set())]),
    ("<D:href>/a</D:href><D:status>HTTP/1.1 404</D:status>", [("/a", 404, None, set())]),
    ("<D:href>/a</D:href><D:propstat><D:prop><D:getetag>1</D:getetag></D:prop></D:propstat>",
     [("/a", 200, "1", set())]),
    ("<D:href>/a</D:href><D:propstat><D:prop><D:getetag/></D:prop></D:propstat>", [("/a", 200, None, set())]),
    ("<D:href>/a</D:href><D:propstat><D:status>HTTP/1.1 404 No</D:status><D:prop><D:getetag>1</D:getetag></D:prop>"
     "</D:propstat>", [("/a", 200, None, set())]),
    ("<D:href>/a</D:href><D:propstat><D:prop><D:resourcetype><!-- c --><D:collection/></D:resourcetype></D:prop>"
     "</D:propstat>", [("/a", 200, None, {"{DAV:}collection"})]),
])
def test_a_listing_with_parts_missing(
    response: str, entries: list[tuple[str, int, str | None, set[str]]]
) -> None:
    """No href, no status, no properties, no resourcetype: an entry has what is there; without an href it is left
    out."""
    found = answered(answer(207, HEAD + f"<D:response>{response}</D:response></D:multistatus>".encode(), XML))
    listed = dav_xml.entries(found.tree)
    assert listed is not None
    assert [(e.href, e.status, e.text("{DAV:}getetag"), e.kinds & {"{DAV:}collection"}) for e in listed] == entries


@pytest.mark.parametrize("body", [b"<html/>", b"<D:error xmlns:D='DAV:'/>", b"<multistatus/>"])
def test_xml_that_is_not_a_listing(body: bytes) -> None:
    """Another document, or the right name in no namespace."""
    assert dav_xml.entries(answered(answer(207, body, XML)).tree) is None


def test_the_library_writes_no_dump(monkeypatch: pytest.MonkeyPatch) -> None:
    """PYTHON_CALDAV_COMMDUMP would write logins into files under /tmp."""
    code = ("import os; import followupd.dav.library; from caldav.lib import error; "
            "print(os.environ.get('PYTHON_CALDAV_COMMDUMP'), error.debug_dump_communication)")
    monkeypatch.setenv("PYTHON_CALDAV_COMMDUMP", "1")
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["None", "False"]
