"""The doctor on real servers, and on servers with the faults of real ones."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from followupd.calendars.caldav.calendar import CaldavCalendar
from followupd.core.values.targets import CaldavTarget
from followupd.core.values.uid import parse_uid
from followupd.dav.account import Account
from followupd.dav.find import DavCollection
from followupd.doctor.checks import Verdict, exit_code
from followupd.doctor.probe import Probe
from followupd.doctor.server import RADICALE, STEPS, clock_check, software
from tests.doctor.conftest import NOW, TOKEN, examine, states, with_event
from tests.kit.fake_caldav import FakeCalDAV, Quirks
from tests.kit.local_http import Asked, HttpReply
from tests.kit.remote_places import ServerPlace
from tests.kit.servers import CalendarServer, Scripted

ALL = {"name", "TLS", *STEPS, "kept", "conditions"}


def test_a_good_radicale_is_fine_in_everything(radicale: CalendarServer) -> None:
    """Every check is made and says ok; the probe is gone, and the software is known."""
    url = radicale.new_calendar("Outreach")
    found = examine(CaldavTarget(url, username=radicale.username, password=radicale.password))
    assert set(found) == ALL
    assert set(states(found).values()) == {"ok"}
    assert found["server"].sentence == "Radicale"
    assert "Outreach" in found["calendar"].sentence
    assert ".ics" not in radicale.request("PROPFIND", url, Depth="1")[1]


def test_a_good_xandikos_is_fine_without_a_login(xandikos: CalendarServer) -> None:
    """It needs no login, and the check says so."""
    found = examine(CaldavTarget(xandikos.new_calendar()))
    assert set(states(found).values()) == {"ok"}
    assert found["server"].sentence == "Xandikos"
    assert "asks for none" in found["login"].sentence


def test_a_wrong_password_is_reported_and_what_needs_a_login_is_skipped(place: ServerPlace) -> None:
    """One problem, not ten; the secret is in no text."""
    found = examine(replace(place.target, password="wr0ng-s3cret"))
    assert found["login"].state is Verdict.PROBLEM
    assert "refused" in found["login"].sentence
    assert {found[name].state for name in STEPS[1:]} == {Verdict.SKIPPED}
    assert exit_code(found.values()) == 4
    assert "wr0ng-s3cret" not in repr(found)


def test_a_wrong_address_is_reported(place: ServerPlace) -> None:
    """The server answers and the login is good, but there is no such calendar."""
    found = examine(replace(place.target, url=f"{place.target.url}nowhere/"))
    assert (found["login"].state, found["calendar"].state) == (Verdict.OK, Verdict.PROBLEM)
    assert found["probe"].state is Verdict.SKIPPED
    assert exit_code(found.values()) == 4


@pytest.mark.parametrize(("url", "name", "sentence"), [
    ("http://nowhere.invalid/", "name", "nowhere.invalid is not known"),
    ("https://127.0.0.1:1/", "TLS", "cannot be reached: connection refused"),
    ("http://127.0.0.1:1/", "login", "could not be reached"),
])
def test_a_server_that_is_not_there(url: str, name: str, sentence: str) -> None:
    """Reported at the first step that fails; everything after it is skipped with the reason."""
    found = examine(CaldavTarget(url, username="dana", password="secret"))
    assert [check.name for check in found.values() if check.state is Verdict.PROBLEM] == [name]
    assert sentence in found[name].sentence
    assert found["probe"].state is Verdict.SKIPPED


def test_an_unknown_authority_is_reported_and_ca_file_makes_it_good(place: ServerPlace, tmp_path: Path) -> None:
    """The same trust as a pass has; a certificate that expires soon is reported in advance."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "100", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    place.relay.server.socket = context.wrap_socket(place.relay.server.socket, server_side=True)
    target = replace(place.target, url=place.target.url.replace("http:", "https:"))

    found = examine(target)
    assert found["TLS"].state is Verdict.PROBLEM
    assert "could not prove who it is: self-signed certificate" in found["TLS"].sentence
    assert "ca_file" in found["TLS"].advice

    trusting = replace(target, ca_file=cert)
    end = datetime.now(UTC) + timedelta(days=100)
    assert set(states(examine(trusting, now=end - timedelta(days=60))).values()) == {"ok"}
    soon = examine(trusting, now=end - timedelta(days=3))
    assert soon["TLS"].state is Verdict.WARNING
    assert "expires on 20" in soon["TLS"].sentence
    assert "is not there" in examine(replace(target, ca_file=tmp_path / "none"))["TLS"].sentence


@pytest.mark.parametrize(("off", "state", "words"), [
    (timedelta(seconds=50), Verdict.OK, "agree"),
    (timedelta(minutes=-3), Verdict.WARNING, "3 minutes behind"),
    (timedelta(minutes=1), Verdict.WARNING, "1 minute ahead of"),
    (timedelta(hours=1), Verdict.PROBLEM, "1 hour ahead of"),
    (timedelta(days=-700), Verdict.PROBLEM, "700 days behind"),
])
def test_clocks_are_compared(off: timedelta, state: Verdict, words: str) -> None:
    """A minute may pass; ten minutes are a problem."""
    check = clock_check(format_datetime(NOW, usegmt=True), NOW + off)
    assert (check.state, words in check.sentence) == (state, True)


@pytest.mark.parametrize("said", [None, "", "noon", "Fri, 20 Nov 2026 21:10:00 -0000"])
def test_a_server_without_a_clock_is_not_judged(said: str | None) -> None:
    assert clock_check(said, NOW).state is Verdict.SKIPPED


def test_a_wrong_clock_is_found_through_the_servers_own_answer(
    place: ServerPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its Date header is compared with the given clock; the other checks continue."""
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    monkeypatch.setattr(place.relay.server.RequestHandlerClass, "date_time_string", lambda self: later)
    found = examine(place.target)
    assert found["clock"].state is Verdict.PROBLEM
    assert found["probe"].state is Verdict.OK
    assert exit_code(found.values()) == 1
    assert examine(place.target, clock=None)["clock"].state is Verdict.SKIPPED


def test_the_probe_is_not_an_event_of_ours(place: ServerPlace) -> None:
    """While it exists, a pass reads it neither as an event of ours nor as a broken one."""
    account = Account(place.target)
    probe = Probe(account, DavCollection(place.target.url, "x"), "hitlist", TOKEN, NOW)
    assert parse_uid(probe.event.uid, "hitlist") is None
    assert probe.event.end < NOW - timedelta(days=365)
    assert not probe.event.busy
    seen: list[bool] = []

    def look(asked: Asked, reply: HttpReply) -> HttpReply:
        if asked.method == "PUT":
            calendar = CaldavCalendar(replace(place.target, url=place.direct), "hitlist", UTC)
            snapshot = calendar.read()
            calendar.close()
            assert sorted(place.texts()) == [f"probe-{TOKEN}-hitlist.ics"]
            seen.append(snapshot.events == () and snapshot.problems == () and snapshot.unreadable == {})
        return reply

    place.answer(look)
    checks = list(probe.examine())
    account.close()
    assert [check.state for check in checks] == [Verdict.OK] * 3
    assert len(seen) >= 2
    assert all(seen)
    written = next(asked.body for asked in place.relay.seen if asked.method == "PUT")
    assert "TRANSP:TRANSPARENT" in written
    assert "ACKNOWLEDGED:" in written
    assert "ATTENDEE" not in written


def test_what_a_killed_doctor_left_is_removed_and_nothing_else(place: ServerPlace) -> None:
    """Only probes of this very list, by their whole name."""
    others = ["probe-0123456789abcdef-other.ics", "probe-home-visit-hitlist.ics", "mine.ics"]
    for number, name in enumerate([*others, "probe-00000000deadbeef-hitlist.ics"]):
        with_event(place, name, f"{number}-x")
    found = examine(place.target)
    assert found["left over"].state is Verdict.OK
    assert sorted(place.texts()) == sorted(others)
    assert "left over" not in examine(place.target)


STEPS_OF_THE_PROBE = 8   # PUT, GET, PUT (refused), PUT, GET, PUT (refused), DELETE, GET


@pytest.mark.parametrize("broken", range(STEPS_OF_THE_PROBE))
@pytest.mark.parametrize("how", ["hang up", "500"])
def test_a_failure_at_any_step_leaves_nothing_behind(place: ServerPlace, broken: int, how: str) -> None:
    """The server makes the change and the answer is lost or wrong: the probe is still removed."""
    steps: list[str] = []

    def lose(asked: Asked, reply: HttpReply) -> HttpReply | None:
        if "probe-" not in asked.path:
            return reply
        steps.append(asked.method)
        if len(steps) == broken + 1:
            return None if how == "hang up" else HttpReply(500)
        return reply

    place.answer(lose)
    found = examine(place.target)
    assert sorted(place.texts()) == []
    assert len(steps) > broken
    assert "left over" not in found
    if how == "500" and steps[broken] == "PUT" and found["probe"].state is Verdict.OK:
        assert found["conditions"].state is Verdict.OK     # the two refusals came in another way
    elif how == "500" or steps[broken] != "GET":         # reading again after a lost answer is harmless, and is done
        assert found["probe"].state is Verdict.PROBLEM
        assert exit_code(found.values()) == 4


def test_a_probe_that_cannot_be_removed_is_reported(place: ServerPlace) -> None:
    """Its day is named, so that the user finds it; the next doctor removes it."""
    real = place.relay.pass_on
    place.relay.script = lambda asked: HttpReply(500) if asked.method == "DELETE" else real(asked)
    found = examine(place.target)
    assert found["left over"].state is Verdict.WARNING
    assert "2025" in found["left over"].sentence
    assert len(sorted(place.texts())) == 1
    place.relay.script = real
    assert states(examine(place.target, "fedcba9876543210"))["left over"] == "ok"
    assert sorted(place.texts()) == []


def test_a_calendar_that_may_only_be_read_is_reported(place: ServerPlace) -> None:
    real = place.relay.pass_on
    place.relay.script = lambda asked: HttpReply(403) if asked.method == "PUT" else real(asked)
    found = examine(place.target)
    assert "may not do that" in found["probe"].sentence
    assert "sharing" in found["probe"].advice


def test_a_server_that_ignores_versions_is_reported(place: ServerPlace) -> None:
    """SOGo and DAViCal let changes through that they should refuse (docs/servers.md 3, 9)."""
    real = place.relay.pass_on

    def careless(asked: Asked) -> HttpReply:
        kept = {name: value for name, value in asked.headers.items() if not name.startswith("if-")}
        return real(replace(asked, headers=kept))

    place.relay.script = careless
    found = examine(place.target)
    assert found["conditions"].state is Verdict.WARNING
    assert "older version" in found["conditions"].sentence
    assert "refusing to create it" in found["conditions"].sentence
    assert (found["probe"].state, sorted(place.texts())) == (Verdict.OK, [])


def test_a_server_that_checks_versions_only_when_it_deletes(place: ServerPlace) -> None:
    """Then a change of the doctor's that went through must not block the removal."""
    real = place.relay.pass_on

    def careless(asked: Asked) -> HttpReply:
        kept = {n: v for n, v in asked.headers.items() if asked.method != "PUT" or n != "if-match"}
        return real(replace(asked, headers=kept))

    place.relay.script = careless
    found = examine(place.target)
    assert (found["conditions"].state, found["probe"].state, sorted(place.texts())) == (Verdict.WARNING, Verdict.OK, [])


@pytest.mark.parametrize("quirks", [
    Quirks(), Quirks(etags="silent"), Quirks(etags="weak"), Quirks(etags="none"), Quirks(tokens="none"),
    Quirks(etags="restless"), Quirks(etags="stale"), Quirks(tokens="seconds"), Quirks(clash=400), Quirks(clash=403),
    Quirks(clash=409), Quirks(trash=True), Quirks(lag=2), Quirks(rewrites=True), Quirks(overwrites=True),
    Quirks(overwrites=True, deletes_anyway=True, tokens="seconds"), Quirks(whole_404=True), Quirks(leaves_out=True),
], ids=str)
def test_known_habits_of_real_servers_are_not_problems(quirks: Quirks) -> None:
    """For each habit in docs/servers.md the probe succeeds and leaves nothing; carelessness is a warning."""
    with FakeCalDAV() as server:
        server.quirks = quirks
        found = examine(CaldavTarget(server.url))
        assert [c for c in found.values() if c.state is Verdict.PROBLEM] == []
        assert found["probe"].state is Verdict.OK
        assert server.texts == {}
    assert (found["conditions"].state is Verdict.WARNING) == quirks.overwrites


def test_events_of_ours_that_others_cannot_show_are_reported(place: ServerPlace) -> None:
    """As they are on the server now."""
    with_event(place, "block-2026w48-1-hitlist.ics", "block-2026w48-1-hitlist@followupd")
    assert examine(place.target)["other programs"].state is Verdict.OK
    real = place.relay.pass_on
    place.answer(lambda asked, reply: replace(reply, body=re.sub(r"DTEND:\S+\s+", "", reply.body)))
    told = examine(place.target)["other programs"].sentence
    assert "has no end" in told
    assert told.count("@followupd") == 1          # which event it is, once, by its title too
    place.relay.script = real
    assert sorted(place.texts()) == ["block-2026w48-1-hitlist.ics"]


def test_a_server_without_versions_is_reported_calmly(place: ServerPlace) -> None:
    place.answer(lambda asked, reply: replace(reply, headers={k: v for k, v in reply.headers.items() if k != "ETag"}))
    found = examine(place.target)
    assert found["conditions"].state is Verdict.SKIPPED
    assert found["probe"].state is Verdict.OK


def drop(pattern: str, instead: str = "") -> Callable[[Asked, HttpReply], HttpReply]:
    """Make the server drop such lines."""
    def change(asked: Asked, reply: HttpReply) -> HttpReply:
        if asked.method == "GET" and reply.status == 200:
            body = re.sub(pattern, instead, reply.body, flags=re.DOTALL)
            assert body != reply.body
            return replace(reply, body=body)
        return reply
    return change


@pytest.mark.parametrize(("pattern", "instead", "state", "words"), [
    (r"BEGIN:VALARM.*END:VALARM\r?\n", "", Verdict.WARNING, "alarms"),
    (r"TRANSP:TRANSPARENT\r?\n", "", Verdict.WARNING, "free time"),
    (r"X-FOLLOWUPD-START:[^\r\n]*\r?\n", "", Verdict.WARNING, "X-FOLLOWUPD-START"),
    ("\U0001f600", "?", Verdict.PROBLEM, "line breaks and emoji"),
    (r"\\n", " ", Verdict.PROBLEM, "line breaks and emoji"),
    (r"DTEND:[^\r\n]*\r?\n", "", Verdict.PROBLEM, "its time"),
    (r"SUMMARY:followupd", "SUMMARY:FOLLOWUPD", Verdict.PROBLEM, "its title"),
    (r"UID:", "UID:new-", Verdict.PROBLEM, "not an event"),
    (r".*", "(null)", Verdict.PROBLEM, "not an event"),
])
def test_what_a_server_does_not_keep_is_reported(
    place: ServerPlace, pattern: str, instead: str, state: Verdict, words: str
) -> None:
    """By its effect on the user: an alarm may be lost; a text that changes would be written for ever."""
    place.answer(drop(pattern, instead))
    found = examine(place.target)
    assert (found["kept"].state, words in found["kept"].sentence) == (state, True)
    assert sorted(place.texts()) == []


NEXTCLOUD_BODY = 'xmlns:s="http://sabredav.org/ns" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns"'


@pytest.mark.parametrize(("headers", "body", "url", "name"), [
    ({"dav": RADICALE, "server": "nginx"}, "", "https://dav.example.org/", "Radicale"),
    ({"server": "nginx"}, NEXTCLOUD_BODY, "https://cloud.example.org/remote.php/dav/", "Nextcloud"),
    ({"dav": "1, 3, nc-calendar-search"}, "", "https://cloud.example.org/", "Nextcloud"),
    ({"dav": "1, sync-collection"}, "", "https://cloud.example.org/", None),
    ({}, 'xmlns:s="http://sabredav.org/ns"', "https://example.org/dav.php/", "Baikal (sabre/dav)"),
    ({"x-sabre-version": "4.7.0"}, "", "https://example.org/", "sabre/dav 4.7.0"),
    ({"server": "Cyrus-HTTP/3.6.1 Cyrus-SASL/2.1"}, "", "https://example.org/dav/", "Cyrus 3.6.1"),
    ({"server": "Apache"}, "", "https://example.org/SOGo/dav/dana/", "SOGo"),
    ({"x-davical-version": "DAViCal/1.1.12; DB/1.3.4"}, "", "https://example.org/caldav.php/", "DAViCal 1.1.12"),
    ({}, "", "https://caldav.icloud.com/", "iCloud"),
    ({}, "", "https://apidata.googleusercontent.com/caldav/v2/x/events/", "Google Calendar"),
    ({}, "", "https://icloud.com.evil.org/", None),
    ({"server": "nginx"}, "", "https://example.org/", None),
])
def test_the_software_is_named_where_it_shows(
    headers: dict[str, str], body: str, url: str, name: str | None
) -> None:
    assert software(headers, body, url) == name


def test_a_proxy_is_left_to_do_its_work(place: ServerPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a proxy neither the name nor the certificate can be checked; the rest goes through it."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    found = examine(CaldavTarget("https://nowhere.invalid/"))
    assert (found["name"].state, found["TLS"].state) == (Verdict.SKIPPED, Verdict.SKIPPED)
    assert found["login"].state is Verdict.PROBLEM


def test_a_server_on_the_network_without_tls_is_reported(scripted: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    """On this machine nobody can listen in, so there it is not reported."""
    from followupd.doctor import network

    target = CaldavTarget(scripted.url, username="dana", password="secret")
    assert [check.state for check in network.way(target, NOW)] == [Verdict.OK, Verdict.OK]
    monkeypatch.setattr(network, "LOOPBACK", ("192.168.",))
    assert [check.state for check in network.way(target, NOW)] == [Verdict.OK, Verdict.WARNING]
