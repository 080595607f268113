"""A card is that of one person: by UID, by a number or an address that only it has, by a name; else nobody's."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from followupd.core.values.cards import Birthday, Card
from followupd.core.values.hitlist import Anniversary, Cadence, Contact
from followupd.core.values.time import Span
from followupd.hitlist.contacts import USUAL_LEAD
from followupd.passes.linking import Links, card_added, people_on, whose_cards

BERLIN = ZoneInfo("Europe/Berlin")
OFTEN = Cadence(Span(months=3), Span(months=4))


def person(name: str, *phones: str, email: str = "", card: str = "", slug: str = "") -> Contact:
    return Contact(
        slug or name.lower(), name, OFTEN, phones=phones, emails=(email,) if email else (), card=card,
        via_by_details=True,
    )


def found(contacts: list[Contact], cards: list[Card], *, complete: bool = True) -> Links:
    return whose_cards(contacts, cards, BERLIN, complete=complete)


def linked(contact: Contact, *cards: Card) -> str:
    """Return the place of the card that is theirs, else the doubt."""
    links = found([contact], list(cards))
    assert (contact.slug in links.cards) != bool(links.doubts) or not (links.cards or links.doubts)
    return links.cards[contact.slug].place if links.cards else "".join(doubt.sentence for doubt in links.doubts)


DANA = Card("d", ("Dana Whitfield",), ("+1 303 555 0142",), ("dana@example.com",), book="contacts/", place="d.vcf")
OTHER = Card("o", ("Dana Whitfield",), ("+1 303 555 0199",), ("dw@example.org",), book="work", place="o.vcf")


@pytest.mark.parametrize("contact", [
    person("dana whitfield"),
    person("Dana", "(303) 555-0142"),
    person("Dana", "+13035550142"),
    person("Dana", "0013035550142"),
    person("Dana", email="Dana@Example.com"),
    person("Dana", email="dana@EXAMPLE.com"),
    person("D.", card="d"),
    person("D.", card="urn:uuid:D"),
    person("Dana Whitfield", "+1 999 999 9999"),
])
def test_one_card_is_theirs(contact: Contact) -> None:
    """In any spelling; the number in another form or without its country."""
    assert linked(contact, DANA, Card("s", ("Sam",), ("+1 303 555 0143",))) == "d.vcf"


@pytest.mark.parametrize("address", ["dana@xn--bcher-kva.example", "Dana@B\u00fccher.example"])
def test_a_domain_in_letters_or_in_ascii(address: str) -> None:
    card = replace(DANA, emails=("dana@b\u00fccher.example",))
    assert linked(person("Dana", email=address), card) == "d.vcf"


@pytest.mark.parametrize("contact", [
    person("Dana"), person("Dana W."), person("Whitfield"), person("Dana", "+1 303 555 014"),
    person("Dana", email="ana@example.com"),
])
def test_a_part_of_a_name_or_number_is_nobody(contact: Contact) -> None:
    assert linked(contact, DANA) == ""


@pytest.mark.parametrize("contact", [
    person("Dana Whitfield", "+1 303 555 0142"), person("Dana Whitfield", email="dana@example.com"),
    person("Dana Whitfield", card="d"),
])
def test_a_detail_or_a_uid_decides_between_two_of_one_name(contact: Contact) -> None:
    assert linked(contact, DANA, OTHER) == "d.vcf"


def test_a_name_decides_between_two_with_one_number() -> None:
    """A household with one number, and the switchboard of an office."""
    home = Card("r", ("Rob Whitfield",), DANA.phones, place="r.vcf")
    assert linked(person("Rob Whitfield", "+1 303 555 0142"), DANA, home) == "r.vcf"


HOME = Card("r", ("Rob Whitfield",), DANA.phones, ("rob@example.com",), place="r.vcf")


@pytest.mark.parametrize("name", ["Xx", "Dana Whitfield"])
def test_an_address_that_only_one_has_decides_between_two_with_one_number(name: str) -> None:
    assert linked(person(name, *DANA.phones, email="dana@example.com"), HOME, DANA) == "d.vcf"


@pytest.mark.parametrize("contact", [
    person("Xx", *DANA.phones),
    person("Xx", *DANA.phones, email="dw@example.org"),             # on neither of the two with the number
    person("Xx", *OTHER.phones, email="dana@example.com"),
    person("Rob Whitfield", *DANA.phones, email="dana@example.com"),
    person("Rob Whitfield", email="dana@example.com"),
])
def test_what_speaks_for_different_cards_is_a_doubt(contact: Contact) -> None:
    """Two details that no card has both of, and an address of one card and the name of another."""
    assert "cards may be theirs" in linked(contact, DANA, HOME, OTHER)


def test_two_that_may_be_meant_are_named_both() -> None:
    said = linked(person("Dana Whitfield"), DANA, OTHER)
    assert said == (
        "Dana Whitfield: 2 cards may be theirs, Dana Whitfield (contacts/d.vcf, card: d) or Dana Whitfield (work,"
        " o.vcf, card: o), so nothing is taken. Write which one it is, as in card: d."
    )


def test_a_number_of_another_name_is_a_doubt_only_if_a_card_has_their_name() -> None:
    """The switchboard's card is not theirs if there is one of their own; Mum is, whatever she is called."""
    office = Card("x", ("Reception",), ("+1 303 555 0177",), place="x.vcf")
    said = linked(person("Dana Whitfield", "+1 303 555 0177"), office, DANA)
    assert "2 cards may be theirs, Reception (x.vcf, card: x) or Dana Whitfield (contacts/d.vcf, card: d)" in said
    assert said.endswith("as in card: d.")
    assert linked(person("Mum", "+1 303 555 0142"), DANA) == "d.vcf"


def test_cards_without_a_uid_are_told_apart_by_their_place() -> None:
    a, b = (Card(names=("Ann",), phones=(phone,), book="c.vcf", place=f"c.vcf, line {n}") for n, phone in ((1, "1234"),
                                                                                                          (9, "5678")))
    assert linked(person("Ann"), a, b) == (
        "Ann: 2 cards may be theirs, Ann (c.vcf, line 1) or Ann (c.vcf, line 9), so nothing is taken. Write a number or"
        " an address that only one of them has, or delete the other card."
    )


def test_one_person_in_two_books_is_one_card() -> None:
    """The same UID in two books: together they say everything, and there is no doubt."""
    copy = Card("urn:uuid:D", ("Dana Whitfield",), ("+1 303 555 0142", "+1 720 555 0100"), birthday=Birthday(5, 14))
    (one,) = people_on([DANA, copy])
    assert one.phones == ("+1 303 555 0142", "+1 720 555 0100")
    assert (one.birthday, one.place) == (Birthday(5, 14), "d.vcf")
    assert linked(person("Dana Whitfield"), DANA, copy) == "d.vcf"


def test_one_uid_with_two_names_is_two_people() -> None:
    """A card that was copied and edited: `card:` alone cannot say which."""
    sam = Card("d", ("Sam Okafor",), ("+1 1",), place="s.vcf")
    assert len(people_on([DANA, sam])) == 2
    assert linked(person("Sam Okafor"), DANA, sam) == "s.vcf"
    assert "Give each person on the cards a UID of their own" in linked(person("Sam Okafor", card="d"), DANA, sam)


def test_a_uid_that_no_card_has_is_said_once_all_books_were_read() -> None:
    contact = person("Dana Whitfield", card="gone")
    assert linked(contact, DANA) == "Dana Whitfield: no card has the UID gone. Correct card: or leave it out."
    assert found([contact], [DANA], complete=False) == Links({})


def test_two_people_of_the_list_who_may_be_one_card_are_named_both() -> None:
    one, two = person("Dana Whitfield", slug="a"), person("Dana Whitfield", slug="b")
    links = found([one, two], [DANA])
    assert links.cards == {}
    assert [doubt.slug for doubt in links.doubts] == ["a", "b"]
    assert links.doubts[0].sentence == (
        "Dana Whitfield: the card of Dana Whitfield (contacts/d.vcf, card: d) may be theirs or that of Dana Whitfield,"
        " so nothing is taken. Write card: with whoever it is."
    )
    assert found([person("Dana Whitfield", slug="a", card="d"), two], [DANA]).cards.keys() == {"a"}


def test_of_two_with_one_number_the_card_is_that_of_the_name() -> None:
    """The other is told why nothing was taken, until `card:` says whose it is."""
    dana, rob = person("Dana Whitfield", *DANA.phones), person("Rob Whitfield", *DANA.phones)
    for people in ([dana, rob], [rob, dana], [rob, person("Dana Whitfield")]):
        links = found(people, [DANA])
        assert links.cards == {"dana whitfield": DANA}
        assert [(doubt.slug, doubt.sentence) for doubt in links.doubts] == [(
            "rob whitfield", "Rob Whitfield: the card of Dana Whitfield (contacts/d.vcf, card: d) has a number or an"
            " address of theirs, and the name of Dana Whitfield, so nothing is taken from it. Write card: with whoever"
            " it is.",
        )]
    assert found([replace(dana, card="d"), rob], [DANA]) == Links({"dana whitfield": DANA})
    assert found([dana, replace(rob, card="d")], [DANA]) == Links({"rob whitfield": DANA})


def test_one_uid_with_two_people_of_the_list_is_nobody_s() -> None:
    links = found([person("Dana", card="d"), person("D.", card="D"), person("Dana Whitfield")], [DANA])
    assert links.cards == {}
    assert [doubt.slug for doubt in links.doubts] == ["dana", "d."]
    assert links.doubts[0].sentence == (
        "Dana: the card of Dana Whitfield (contacts/d.vcf, card: d) may be theirs or that of D., so nothing is taken."
        " Leave card: with one of them only."
    )


FULL = Card(
    "d", ("Dana Whitfield",), ("+1 303 555 0142", "1-800-CALL-ME-NOW-OR-NEVER"), ("dana@example.com", "nobody"),
    Birthday(5, 14), "12 Elm Street\nDenver", "America/Denver", book="contacts/", place="d.vcf",
)


def test_what_the_hit_list_says_goes_before_the_card_key_by_key() -> None:
    bare, _ = card_added(person("Dana"), FULL)
    assert bare.phones == ("+1 303 555 0142",)
    assert bare.emails == ("dana@example.com",)
    assert (bare.address, str(bare.timezone)) == ("12 Elm Street\nDenver", "America/Denver")
    assert bare.dates == (Anniversary("birthday", 5, 14, None, USUAL_LEAD),)
    assert bare.via == ("phone", "email")
    assert bare.taken is not None
    assert bare.taken.keys == ("phone", "email", "address", "timezone", "birthday")
    own = Contact(
        "dana", "Dana", OFTEN, via=("email",), phones=("1234",), emails=("d@e.org",), address="here", timezone=BERLIN,
        dates=(Anniversary("Birthday", 6, 1),),
    )
    kept, _ = card_added(own, FULL)
    assert kept.taken is not None
    assert kept.taken.keys == ()
    assert (kept.phones, kept.emails, kept.via) == (own.phones, own.emails, own.via)
    assert (kept.address, kept.timezone, kept.dates) == (own.address, own.timezone, own.dates)


def test_a_birthday_under_another_name_is_not_written_twice() -> None:
    contact = Contact("dana", "Dana", OFTEN, dates=(Anniversary("Geburtstag", 5, 14, 1980),))
    assert card_added(contact, FULL)[0].dates == contact.dates


@pytest.mark.parametrize(("name", "born"), [
    ("Geburtstag", True), ("Mamas Geburtstag", True), ("Anniversaire", True), ("cumpleaños", True),
    ("Compleanno", True), ("verjaardag", True), ("Aniversário", True), ("b-day", True), ("birth day", True),
    ("anniversaire de mariage", False), ("aniversario", False), ("aniversário de casamento", False),
    ("name day", False),
])
def test_a_birthday_in_another_language_goes_before_that_of_the_card(name: str, born: bool) -> None:
    """Also on another day: the hit list is right, and nobody has two birthdays."""
    contact = Contact("dana", "Dana", OFTEN, dates=(Anniversary(name, 5, 1),))
    assert (card_added(contact, FULL)[0].dates == contact.dates) is born


def test_what_the_hit_list_would_refuse_is_named_and_left_out() -> None:
    """With the words of its own readers: an offset is not a time zone."""
    _, said = card_added(person("Dana"), Card(names=("Dana",), timezone="-07:00", emails=("nobody",), place="d.vcf",
                                              faults=('"1981-02-29" is not a day of the calendar',)))
    where = "Dana: on the card of Dana (d.vcf), "
    assert said == (
        f'{where}"1981-02-29" is not a day of the calendar.',
        f'{where}"nobody" is not an e-mail address. Write dana@example.com.',
        f'{where}"-07:00" is an offset, which leaves out summer time. Write the place, such as America/Denver or'
        " Europe/Zurich; or Etc/GMT+7 if you mean it.",
    )
