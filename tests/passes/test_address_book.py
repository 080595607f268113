"""A live address book in whole passes: what is on a card is on the calendar, and follows the card."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Listed, Outcome
from followupd.desk.withdraw import withdraw
from followupd.history.store import History
from followupd.passes.address_books import LINKED
from followupd.passes.evidence import BOOKS
from followupd.passes.report import Report
from tests.kit.address_books import DANA, vcard
from tests.kit.desks import HomeFolder
from tests.kit.fake_caldav import FakeCalDAV
from tests.kit.local_http import HttpReply

NOW = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
LIST = """
calendar: followup.ics
state: followup.db
timezone: America/Denver
hours: Mon-Fri 8:30-17:30
start_small: off
addressbook: contacts.vcf
contacts:
  - {name: Dana Whitfield, log: [2026-06-01 reached]}
"""


@pytest.fixture
def home(tmp_path: Path) -> HomeFolder:
    home = HomeFolder(tmp_path)
    home.write(LIST)
    (tmp_path / "contacts.vcf").write_text(DANA)
    return home


def text_of(home: HomeFolder, title: str = "Call Dana") -> str:
    (event,) = [one.event for one in home.events() if one.event.summary.startswith(title)]
    return event.description


def quiet(home: HomeFolder, now: datetime = NOW) -> None:
    """A further pass writes nothing to the calendar, and nothing to what is remembered of the cards (P3)."""
    before = remembered(home)
    assert home.a_pass(now).changes == ()
    assert remembered(home) == before


def remembered(home: HomeFolder) -> list[object]:
    with home.opened() as sources:
        return [sources.history.evidence(key) for key in (LINKED, f"{BOOKS}{home.folder / 'contacts.vcf'}")]


def about_cards(report: Report) -> list[str]:
    return [problem for problem in report.problems if "calendar" not in problem.lower()]


def test_the_number_on_a_card_is_what_the_reminder_dials(home: HomeFolder) -> None:
    home.a_pass(NOW)
    assert "tel:+13035550142" in text_of(home)
    assert "mailto:dana@example.com" in text_of(home)
    quiet(home)


def test_what_the_card_says_now_counts_in_the_next_pass(home: HomeFolder) -> None:
    home.a_pass(NOW)
    (home.folder / "contacts.vcf").write_text(DANA.replace("0142", "0177"))
    home.a_pass(NOW)
    assert "tel:+13035550177" in text_of(home)
    assert "0142" not in text_of(home)
    quiet(home)


def test_a_birthday_on_a_card_is_one_like_any_other(home: HomeFolder) -> None:
    """A week before it a card is written, to the address on hers."""
    home.a_pass(datetime(2027, 4, 20, 16, 0, tzinfo=UTC))
    assert "12 Elm Street, Denver, CO 80205, USA" in text_of(home, "Card for Dana Whitfield: birthday on 14 May")


def test_a_number_that_was_wrong_is_open_again_once_the_card_has_another(home: HomeFolder) -> None:
    """But not when the phone only writes the same number in another way."""
    home.write(LIST.replace("name: Dana Whitfield", "name: Dana Whitfield, via: phone"))
    home.a_pass(NOW)
    with home.opened() as sources:
        at = NOW - timedelta(hours=2)
        sources.history.append([Attempt("dana-whitfield", at, Outcome.WRONG_NUMBER, "phone")], NOW)
    home.a_pass(NOW)
    assert not [one for one in home.events() if "tel:" in one.event.description]
    for spelling in ("+13035550142", "+1 (303) 555-0142", "tel:+1-303-555-0142", "(303) 555-0142", "303.555.0142"):
        (home.folder / "contacts.vcf").write_text(DANA.replace("+1 303 555 0142", spelling))
        home.a_pass(NOW)
        assert not [one for one in home.events() if "tel:" in one.event.description], spelling
    (home.folder / "contacts.vcf").write_text(DANA.replace("0142", "0177"))
    home.a_pass(NOW)
    assert "tel:+13035550177" in text_of(home)
    quiet(home)


def test_a_book_that_cannot_be_read_counts_as_it_was_and_is_reported_once(home: HomeFolder) -> None:
    home.a_pass(NOW)
    (home.folder / "contacts.vcf").rename(home.folder / "away.vcf")
    first = home.a_pass(NOW)
    assert about_cards(first) == [
        f"Address book {home.folder / 'contacts.vcf'} does not exist. Correct `addressbook:`, or wait for the program"
        " that writes it. Its cards count as they were before Mon 30 Nov 09:00."
    ]
    assert about_cards(home.a_pass(NOW + timedelta(hours=1))) == []
    assert "tel:+13035550142" in text_of(home)
    (home.folder / "away.vcf").rename(home.folder / "contacts.vcf")
    assert about_cards(home.a_pass(NOW + timedelta(hours=2))) == []


def test_a_book_that_is_suddenly_empty_is_taken_for_an_accident(home: HomeFolder) -> None:
    home.a_pass(NOW)
    (home.folder / "contacts.vcf").write_text("")
    assert about_cards(home.a_pass(NOW)) == ["contacts.vcf holds no vCard."]
    assert about_cards(home.a_pass(NOW)) == []
    assert "tel:+13035550142" in text_of(home)


def test_so_is_one_on_a_server_whose_cards_are_all_gone_at_once(home: HomeFolder) -> None:
    with FakeCalDAV("/dana/book/", cards=True) as server:
        server.put("dana.vcf", DANA)
        home.write(LIST.replace("contacts.vcf", f"{{url: {server.url}}}"))
        home.a_pass(NOW)
        assert "tel:+13035550142" in text_of(home)
        server.remove("dana.vcf")
        (said,) = about_cards(home.a_pass(NOW))
        assert "is empty, and held cards before. Its cards count as they were before Mon 30 Nov 09:00." in said
        assert about_cards(home.a_pass(NOW)) == []
        assert "tel:+13035550142" in text_of(home)
        server.put("dana.vcf", DANA.replace("0142", "0177"))
        home.a_pass(NOW)
        assert "tel:+13035550177" in text_of(home)
        before = len(server.seen)
        home.a_pass(NOW)
        assert [method for method, _ in server.seen[before:]] == ["REPORT"]


def test_a_server_that_does_not_answer_counts_as_it_was_and_is_reported_once(home: HomeFolder) -> None:
    with FakeCalDAV("/dana/book/", cards=True) as server:
        server.put("dana.vcf", DANA)
        home.write(LIST.replace("contacts.vcf", f"{{url: {server.url}}}"))
        home.a_pass(NOW)
        server.fault = lambda method, path, count: HttpReply(500)
        (said,) = about_cards(home.a_pass(NOW))
        assert said.endswith(
            "the server has a fault (500). The next pass tries again. Its cards count as they were before Mon 30 Nov"
            " 09:00."
        )
        assert about_cards(home.a_pass(NOW + timedelta(minutes=15))) == []
        assert "tel:+13035550142" in text_of(home)


def test_a_book_that_was_never_read_stops_nothing(home: HomeFolder) -> None:
    (home.folder / "contacts.vcf").unlink()
    (said,) = about_cards(home.a_pass(NOW))
    assert said.endswith("It was never read, so nobody has a card from it.")
    assert "Call Dana" in [one.event.summary[:9] for one in home.events()]


def test_two_cards_that_may_be_hers_are_reported_once_and_neither_is_taken(home: HomeFolder) -> None:
    (home.folder / "contacts.vcf").write_text(DANA + vcard("Dana Whitfield", "TEL:1234567"))
    (said,) = about_cards(home.a_pass(NOW))
    assert said.startswith("Dana Whitfield: 2 cards may be theirs, ")
    assert about_cards(home.a_pass(NOW)) == []
    assert "tel:" not in text_of(home)
    home.write(LIST.replace("name: Dana Whitfield", "name: Dana Whitfield, card: dana-1"))
    home.a_pass(NOW)
    assert "tel:+13035550142" in text_of(home)


def test_a_pass_that_only_shows_remembers_nothing(home: HomeFolder) -> None:
    home.a_pass(NOW, write=False)
    assert remembered(home) == [None, None]


def test_what_the_list_no_longer_names_is_forgotten(home: HomeFolder) -> None:
    """The cards of strangers stay nowhere."""
    home.a_pass(NOW)
    home.write(LIST.replace("addressbook: contacts.vcf\n", ""))
    home.a_pass(NOW)
    assert remembered(home) == [None, None]
    assert "tel:" not in text_of(home)


def test_after_a_lost_database_the_cards_are_read_again(home: HomeFolder) -> None:
    home.a_pass(NOW)
    for path in home.folder.glob("followup.db*"):
        path.unlink()
    home.a_pass(NOW)
    quiet(home)
    assert "tel:+13035550142" in text_of(home)


def test_what_is_remembered_may_be_damaged(home: HomeFolder) -> None:
    home.a_pass(NOW)
    with History.open(home.folder / "followup.db", "hitlist") as history:
        for key in (LINKED, f"{BOOKS}{home.folder / 'contacts.vcf'}"):
            row = history.evidence(key)
            assert row is not None
            history.keep_evidence(key, type(row)('{"x": [1]}'))
    home.a_pass(NOW)
    assert "tel:+13035550142" in text_of(home)


def test_withdrawing_and_coming_back_lists_nobody_again(home: HomeFolder) -> None:
    """Who has a number by a card alone has not changed because a command read no card."""
    home.a_pass(NOW)
    before = [fact for fact in home.facts() if isinstance(fact, Listed)]
    with home.opened() as sources:
        assert withdraw(sources, NOW, write=True).deleted
    home.a_pass(NOW)
    assert [fact for fact in home.facts() if isinstance(fact, Listed)] == before
    assert before[0].phones == ("+1 303 555 0142",)
