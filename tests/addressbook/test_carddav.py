"""Address books on servers: Radicale, Xandikos, and a scripted one with the faults of real ones (docs/servers.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from followupd.addressbook import carddav
from followupd.addressbook.carddav import CarddavBook, PatientBook
from followupd.addressbook.protocol import BookMemory
from followupd.core.values.targets import CarddavTarget
from followupd.dav.account import Limits
from followupd.errors import CalendarUnreachable, Failure, FollowupdError
from tests.kit.address_books import DANA, vcard
from tests.kit.fake_caldav import CUT_AFTER, CUT_BEFORE, HANG, FakeCalDAV, Quirks, RequestFault
from tests.kit.local_http import HttpReply
from tests.kit.servers import CalendarServer, Scripted

SAM = vcard("Sam Okafor", "TEL:+44 20 7946 0958", uid="sam-1")


def names(memory: BookMemory | None) -> list[str]:
    assert memory is not None
    return [card.name for card in memory.cards]


def stored(memory: BookMemory | None) -> BookMemory:
    """Return it as another process finds it in the state database."""
    assert memory is not None
    again = BookMemory.from_text(memory.to_text())
    assert again == memory
    return memory


class OnServer:
    """An address book on a real server, behind a relay that sees the requests."""

    def __init__(self, server: CalendarServer, relay: Scripted) -> None:
        parts = urlsplit(server.home)
        folder = server.home if server.username and "calendars" not in parts.path else f"{server.url}dana/contacts/"
        self.server, self.relay, self.direct = server, relay, server.new_address_book("Friends", folder)
        self.put("dana.vcf", DANA)
        self.put("sam.vcf", SAM)
        self.target = CarddavTarget(
            relay.in_front_of(self.direct), username=server.username, password=server.password, timeout=10,
        )

    def put(self, name: str, text: str) -> None:
        status, answer = self.server.request("PUT", f"{self.direct}{name}", text)
        assert status in (200, 201, 204), answer

    def remove(self, name: str) -> None:
        assert self.server.request("DELETE", f"{self.direct}{name}")[0] in (200, 204)

    def look(self, memory: BookMemory | None) -> tuple[BookMemory | None, list[str]]:
        """Look as a new process does; return what there is and the requests that were sent."""
        before = len(self.relay.seen)
        with closing(CarddavBook(self.target)) as book:
            found = book.look(memory)
        return found, [one.method for one in self.relay.seen[before:]]


@pytest.fixture(params=["radicale", "xandikos"])
def place(request: pytest.FixtureRequest) -> Iterator[OnServer]:
    with Scripted() as relay:
        yield OnServer(request.getfixturevalue(request.param), relay)


def test_a_new_process_asks_one_request_if_nothing_has_changed(place: OnServer) -> None:
    first, _ = place.look(None)
    assert names(first) == ["Dana Whitfield", "Sam Okafor"]
    nothing, asked = place.look(stored(first))
    assert nothing is None
    assert asked == ["REPORT"]


def test_only_what_changed_is_fetched(place: OnServer) -> None:
    memory = stored(place.look(None)[0])
    place.put("dana.vcf", DANA.replace("0142", "0177"))
    second, asked = place.look(memory)
    assert asked == ["REPORT", "REPORT"]
    assert second is not None
    assert [card.phones for card in second.cards if card.uid == "dana-1"] == [("+1 303 555 0177",)]
    place.put("ann.vcf", vcard("Ann", uid="ann"))
    place.remove("sam.vcf")
    third, _ = place.look(stored(second))
    assert names(third) == ["Ann", "Dana Whitfield"]
    assert place.look(stored(third))[0] is None


def test_it_is_found_by_its_name_on_the_account(place: OnServer) -> None:
    """And a name that there is not is answered with those that there are."""
    with closing(CarddavBook(CarddavTarget(
        place.server.url, "friends", username=place.server.username, password=place.server.password,
    ))) as book:
        if "several" in _raised(book):      # the servers of a session have the books of earlier tests
            assert "several address books are called 'friends'" in _raised(book)
        else:
            assert names(book.look(None)) == ["Dana Whitfield", "Sam Okafor"]
    with closing(CarddavBook(CarddavTarget(
        place.server.url, "Nowhere", username=place.server.username, password=place.server.password,
    ))) as book:
        assert "no address book is called 'Nowhere'; there are: " in _raised(book)


def _raised(book: CarddavBook) -> str:
    try:
        book.look(None)
    except FollowupdError as error:
        return error.message
    return ""


def test_a_wrong_password_says_where_to_look(radicale: CalendarServer) -> None:
    with Scripted() as relay:
        place = OnServer(radicale, relay)
    target = replace(place.target, url=place.direct, password="wrong")
    with closing(CarddavBook(target)) as book, pytest.raises(CalendarUnreachable, match="login was refused") as refused:
        book.look(None)
    assert refused.value.hint == "Look at `username:` and `password:` in the hit list."
    assert "wrong" not in f"{refused.value.message}{book!r}"


@pytest.fixture
def fake() -> Iterator[FakeCalDAV]:
    with FakeCalDAV("/dana/book/", cards=True) as server:
        server.put("dana.vcf", DANA)
        server.put("sam.vcf", SAM)
        yield server


def look(fake: FakeCalDAV, memory: BookMemory | None, timeout: float = 5.0) -> BookMemory | None:
    with closing(CarddavBook(CarddavTarget(fake.url, timeout=timeout))) as book:
        return book.look(memory)


@pytest.mark.parametrize("quirks", [
    Quirks(), Quirks(tokens="none"), Quirks(tokens="seconds"), Quirks(etags="weak"), Quirks(etags="none"),
    Quirks(etags="none", tokens="none"), Quirks(etags="restless"), Quirks(whole_404=True), Quirks(leaves_out=True),
], ids=str)
def test_each_change_arrives_whatever_the_server_is_like(fake: FakeCalDAV, quirks: Quirks) -> None:
    fake.quirks = quirks
    memory = look(fake, None)
    assert names(memory) == ["Dana Whitfield", "Sam Okafor"]
    for _ in range(2):
        memory = stored(look(fake, memory) or memory)
    fake.put("ann.vcf", vcard("Ann", uid="ann"))
    fake.put("dana.vcf", DANA.replace("0142", "0177"))
    fake.remove("sam.vcf")
    fake.second += 1
    memory = look(fake, memory)
    assert names(memory) == ["Ann", "Dana Whitfield"]
    assert memory is not None
    assert memory.cards[1].phones == ("+1 303 555 0177",)
    assert memory.problems == ()


@pytest.mark.parametrize("quirks", [Quirks(), Quirks(tokens="none"), Quirks(tokens="seconds"), Quirks(etags="weak")],
                         ids=str)
def test_nothing_new_is_one_request(fake: FakeCalDAV, quirks: Quirks) -> None:
    """A listing, if the server has no tokens that can be trusted."""
    fake.quirks = quirks
    memory = stored(look(fake, None))
    fake.seen.clear()
    assert look(fake, memory) is None
    assert [method for method, _ in fake.seen] == ["PROPFIND" if quirks.tokens in ("none", "seconds") else "REPORT"]


def test_a_token_is_not_trusted_for_ever(fake: FakeCalDAV, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose tokens never tell of an edit: a full list finds it after a day."""
    fake.quirks = Quirks(tokens="deaf")
    memory = stored(look(fake, None))
    fake.put("dana.vcf", DANA.replace("0142", "0177"))
    memory = stored(look(fake, memory) or memory)
    assert memory.cards[0].phones == ("+1 303 555 0142",)
    monkeypatch.setattr(carddav, "FULL_AFTER", -1.0)
    second = look(fake, memory)
    assert second is not None
    assert second.cards[0].phones == ("+1 303 555 0177",)


def test_an_unreadable_body_is_not_a_deletion(fake: FakeCalDAV) -> None:
    memory = stored(look(fake, None))
    fake.put("dana.vcf", DANA.replace("0142", "0177"))
    fake.null.add("dana.vcf")
    second = look(fake, memory)
    assert second is not None
    assert [card.phones for card in second.cards if card.uid == "dana-1"] == [("+1 303 555 0142",)]
    assert second.problems == ("dana.vcf holds no vCard.",)
    fake.null.clear()
    third = look(fake, stored(second))
    assert third is not None
    assert [card.phones for card in third.cards if card.uid == "dana-1"] == [("+1 303 555 0177",)]


@pytest.mark.parametrize("fault", [
    CUT_BEFORE, CUT_AFTER, HttpReply(500), HttpReply(502, "<html>bad gateway</html>"), HttpReply(503),
    HttpReply(429, headers={"Retry-After": "1"}), HttpReply(200, "<html>log in</html>", {"Content-Type": "text/html"}),
    HttpReply(302, headers={"Location": "https://elsewhere.example/"}), HttpReply(401), HttpReply(403), HttpReply(404),
    HttpReply(207, "<not xml"), HttpReply(207, "\x00\xff"),
], ids=str)
@pytest.mark.parametrize("number", [0, 1])
def test_a_fault_at_any_request_is_said_calmly_or_gone_around(
    fake: FakeCalDAV, fault: RequestFault | HttpReply, number: int
) -> None:
    """And the next look has everything. No sentence is about a calendar."""
    memory = stored(look(fake, None))
    fake.put("dana.vcf", DANA.replace("0142", "0177"))
    fake.fault = lambda method, path, count: fault if count >= number and method == "REPORT" else None
    second, said = memory, ""
    try:
        second = look(fake, memory) or memory
    except FollowupdError as error:
        said = f"{error.message} {error.hint}"
    assert "calendar" not in said
    assert {card.uid for card in second.cards} == {"dana-1", "sam-1"}
    fake.fault = lambda method, path, count: None
    third = look(fake, stored(second)) or second
    assert {card.phones for card in third.cards} == {("+1 303 555 0177",), ("+44 20 7946 0958",)}


def test_a_book_that_moved_is_found_again_and_one_that_is_gone_says_so(fake: FakeCalDAV) -> None:
    memory = stored(look(fake, None))
    moved = BookMemory({**memory.marks, "url": f"{fake.url}old/", "token": ""}, memory.parts)
    assert names(look(fake, moved)) == ["Dana Whitfield", "Sam Okafor"]
    fake.path = "/dana/elsewhere/"
    with pytest.raises(CalendarUnreachable, match="there is no address book"):
        look(fake, memory)


def test_the_login_is_never_sent_where_a_memory_says(fake: FakeCalDAV) -> None:
    """An address on another host, in a state database that somebody else wrote, is not trusted."""
    memory = stored(look(fake, None))
    spoilt = BookMemory({**memory.marks, "url": "http://127.0.0.1:9/steal/"}, memory.parts)
    assert names(look(fake, spoilt)) == ["Dana Whitfield", "Sam Okafor"]


def test_pictures_of_megabytes_are_read_in_smaller_groups(fake: FakeCalDAV) -> None:
    """An answer that is larger than we read is asked for in halves; only one card that alone is so large is missing."""
    for number in range(6):
        picture = f"PHOTO;ENCODING=b:{'A' * 300_000}"
        fake.put(f"{number}.vcf", vcard(f"Person {number}", picture, uid=str(number)))
    target = CarddavTarget(fake.url)
    with closing(CarddavBook(target, replace(Limits.of(target.timeout), size=700_000))) as book:
        found = book.look(None)
    assert len(names(found)) == 8


def test_a_slow_server_does_not_hold_a_pass(fake: FakeCalDAV) -> None:
    """The look goes on; a later one has it. What is said names the address book."""
    fake.fault = lambda method, path, count: HANG if method == "PROPFIND" and count == 0 else None
    target = CarddavTarget(fake.url, timeout=0.5)
    with (
        closing(PatientBook(CarddavBook(target), 0.05)) as book,
        pytest.raises(Failure, match=rf"^{re.escape(target.label)} was not read within 0\.05 seconds"),
    ):
        book.look(None)


@pytest.mark.parametrize("address", ["ftp://x/", "https://", "https://u:p@x/"])
def test_an_address_that_cannot_be_used_is_about_an_address_book(address: str) -> None:
    with pytest.raises(FollowupdError, match="address book"):
        CarddavBook(CarddavTarget(address))
