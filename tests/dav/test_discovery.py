"""Autodiscovery (RFC 6764): SRV and TXT from a real DNS server, the well-known address, and redirects."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import dns.message
import dns.resolver
import dns.rrset
import pytest

from followupd.beginning.account import look_into, server_of
from followupd.core.values.targets import CaldavTarget
from followupd.dav.account import Account
from followupd.dav.discovery import account_at
from followupd.dav.network import LoginFailed
from followupd.errors import CalendarUnreachable
from tests.kit.local_http import Asked, HttpReply
from tests.kit.servers import CalendarServer, Scripted, free_port, radicale_in


@contextmanager
def dns_server(records: dict[tuple[str, str], str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Answer from these records, by name and type, on a loopback port that the resolver asks."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = ["127.0.0.1"], listening.getsockname()[1]
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)

        def serve() -> None:
            while (asked := listening.recvfrom(4096))[0] != b"stop":
                query = dns.message.from_wire(asked[0])
                answer, name = dns.message.make_response(query), query.question[0].name
                kind = dns.rdatatype.to_text(query.question[0].rdtype)
                if (value := records.get((name.to_text(), kind))) is not None:
                    answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, value))
                else:
                    answer.set_rcode(dns.rcode.NXDOMAIN)
                listening.sendto(answer.to_wire(), asked[1])

        serving = threading.Thread(target=serve)
        serving.start()
        try:
            yield
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stopping:
                stopping.sendto(b"stop", listening.getsockname())
            serving.join()


@pytest.mark.parametrize(("records", "found"), [
    ({("_caldavs._tcp.example.test.", "SRV"): "0 1 443 dav.example.test.",
      ("_caldavs._tcp.example.test.", "TXT"): '"path=/caldav/"'}, "https://dav.example.test/caldav/"),
    ({("_caldavs._tcp.example.test.", "SRV"): "0 1 8443 example.test."}, "https://example.test:8443/"),
    # RFC 6764 8: a server in another domain is not taken unasked, and none without TLS.
    ({("_caldavs._tcp.example.test.", "SRV"): "0 1 443 dav.evil.test."}, None),
    ({("_caldav._tcp.example.test.", "SRV"): "0 1 80 dav.example.test."}, None),
    ({}, None),
])
def test_the_server_of_a_mail_address(
    records: dict[tuple[str, str], str], found: str | None, monkeypatch: pytest.MonkeyPatch,
) -> None:
    with dns_server(records, monkeypatch):
        assert server_of("dana@example.test") == found


def test_a_server_that_is_known_needs_no_dns() -> None:
    assert server_of("Dana@iCloud.com") == "https://caldav.icloud.com/"


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarServer]:
    with radicale_in(Path(tmp_path_factory.mktemp("radicale"))) as server:
        server.new_calendar("Personal")
        server.new_calendar("Outreach")
        server.new_address_book("Contacts")
        yield server


def login(server: CalendarServer, url: str, password: str = "") -> CaldavTarget:
    return CaldavTarget(url, username=server.username, password=password or server.password)


@pytest.mark.parametrize("path", ["", "dana/", ".well-known/caldav", "nowhere/at/all/"])
def test_any_address_on_the_server_leads_to_its_calendars(radicale: CalendarServer, path: str) -> None:
    """The root, the home of the calendars, the well-known address, and one that does not exist."""
    found = look_into(login(radicale, f"{radicale.url}{path}"))
    assert sorted(one.name for one in found.calendars) == ["Outreach", "Personal"]
    assert [(one.name, one.count) for one in found.books] == [("Contacts", 0)]
    assert {one.count for one in found.calendars} == {0}


def test_the_address_of_a_calendar_leads_to_the_others(radicale: CalendarServer) -> None:
    """But beside it no name is written: the address would win, and the wrong calendar be written to."""
    found = look_into(login(radicale, radicale.url)).calendars
    assert [one.unique for one in found] == [True, True]
    others = look_into(login(radicale, found[0].url)).calendars
    assert {one.url for one in others} == {one.url for one in found}
    assert [one.unique for one in others] == [False, False]


def test_a_wrong_password_is_known_as_one(radicale: CalendarServer) -> None:
    with pytest.raises(LoginFailed, match="the login was refused"):
        look_into(login(radicale, radicale.url, "wrong"))


def test_a_redirect_is_followed_on_its_host_alone(radicale: CalendarServer) -> None:
    """The well-known address may lead on; the login is never sent to another host."""
    with Scripted() as scripted, Scripted() as elsewhere:
        scripted.in_front_of(f"{radicale.url}dana/")

        def moved(to: str) -> None:
            def script(asked: Asked) -> HttpReply:
                if asked.path in ("/", "/.well-known/caldav"):
                    return scripted.reply(301, Location=to) if asked.path != "/" else scripted.reply(404)
                return scripted.pass_on(asked)

            scripted.script = script

        with closing(Account(login(radicale, scripted.url))) as account:
            moved("/dana/")
            url, found = account_at(account, scripted.url)
            assert (url, len(found)) == (f"{scripted.url}dana/", 2)
            moved(f"{elsewhere.url}dana/")
            with pytest.raises(CalendarUnreachable, match="on another server"):
                account_at(account, scripted.url)
            moved("/.well-known/caldav")
            with pytest.raises(CalendarUnreachable):
                account_at(account, scripted.url)
        assert elsewhere.seen == []


def test_a_server_that_is_gone_is_said() -> None:
    with pytest.raises(CalendarUnreachable, match="could not be reached"):
        look_into(CaldavTarget(f"http://127.0.0.1:{free_port()}/", username="dana", password="x"))
