"""A number dials who it belongs to: letters are digits, a pause is a pause, and two numbers are never one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.phrases.phones import link, parse_number

DIALLED = {
    "+1 303 555 0142": "+13035550142", "+1.303.555.0142": "+13035550142", "303/555-0142": "3035550142", "0042": "0042",
    "tel:+1-303-555-0142": "+13035550142", "(303) 555-0142": "3035550142", "x4411": "4411",
    "*67 555 0142": "*675550142", "*31#030 123456": "*31%23030123456", "*123": "*123", "*123456": "*123456",
    "*67 1-303-555-0142": "*6713035550142", "*67+1 303 555 0142": "*67+13035550142",
    "#31#0170 1234567": "%2331%2301701234567", "*67 +44 20 7946 0018": "*67+442079460018",
    "*67 (303) 555-0142 ext 4": "*673035550142;ext=4", "*67 1-800-FLOWERS": "*6718003569377",
    "*67*3035550142": "*67*3035550142", "141 020 7946 0018": "14102079460018", "٠٣٠١٢٣٤٥٦": "030123456",
    "＋１ ３０３ ５５５ ０１４２": "+13035550142",
    "\u202a+1\u00a0303\u00a0555\u00a00142\u202c": "+13035550142",
    # letters are digits
    "1-800-FLOWERS": "18003569377", "1-800-flowers": "18003569377", "1 800 FLOWERS": "18003569377",
    "1-800-GO-FEDEX": "18004633339", "1-888-555-HELP": "18885554357", "1 (800) 555-TELL": "18005558355",
    "0800 REVERSE": "08007383773", "13 CATS": "132287", "1300 FLOWER": "1300356937", "555-HELP": "5554357",
    "1-800-FLOWERS office": "18003569377", "1-800-FLOWERS ext 4": "18003569377;ext=4",
    # or say whose it is
    "fax: 303 555 0142": "3035550142", "mobile 303 555 0142": "3035550142", "303 555 0142 (mobile)": "3035550142",
    "303 555 0142 (ask for Jim)": "3035550142", "Alex 555 0142": "5550142", "T: +49 30 123456": "+4930123456",
    "Reception 4411": "4411", "555014 mobile": "555014",
    # an area code behind a slash, and a zero that is dialled only at home
    "030/123456": "030123456", "030 / 123 456 78": "03012345678", "+49 30/123456": "+4930123456",
    "+49 (0)30 123456": "+4930123456", "0049 (0) 30 123456": "004930123456", "+44 (0)20 7946 0018": "+442079460018",
    "(0)20 7946 0018": "02079460018", "+39 (0)6 1234567": "+39061234567",
    # pauses, and extensions (RFC 3966)
    "+1 303 555 0142,,123#": "+13035550142,,123%23", "+1 303 555 0142;123#": "+13035550142;123%23",
    "+1 303 555 0142, 123": "+13035550142,123", "+1 303 555 0142 p123": "+13035550142,123",
    "+1 303 555 0142 w123#": "+13035550142;123%23", "+1 303 555 0142,,12,,4#": "+13035550142,,12,,4%23",
    "+1 303 555 0142 x12": "+13035550142;ext=12", "+1 303 555 0142 (ext 12)": "+13035550142;ext=12",
    "+1 303 555 0142;ext=12": "+13035550142;ext=12", "+1 303 555 0142 #12": "+13035550142;ext=12",
    "030 123456 DW 12": "030123456;ext=12", "030 123456 DW-12": "030123456;ext=12", "555 0142 Ext12": "5550142;ext=12",
    "030 1234567 (App. 12)": "0301234567;ext=12", "030 1234567 Nst. 12": "0301234567;ext=12",
    "030 1234567-12": "030123456712", "+49 30 123456-78": "+493012345678", "030,123456": "030123456",
    "(11) 91234-5678": "11912345678", "(11) 5555-0142": "1155550142",
    "8 (495) 123-45-67 доб. 12": "84951234567;ext=12",
}


@pytest.mark.parametrize(("typed", "dialled"), DIALLED.items(), ids=DIALLED)
def test_a_number_dials_what_its_writer_meant(typed: str, dialled: str) -> None:
    assert link(parse_number(typed), "tel") == f"tel:{dialled}"


@pytest.mark.parametrize("typed", DIALLED)
def test_a_text_goes_to_the_number_alone(typed: str) -> None:
    """A `,` or a `;` in the link of a text is between two recipients."""
    assert link(typed, "sms") == re.split("[,;]", link(typed, "tel").replace("tel:", "sms:"))[0]


TWO = ["{} / {}", "{}/{}", "{}, {}", "{}; {}", "{} or {}", "{} oder {}", "{} & {}", "{} | {}",
       "{} (home) {} (work)", "{} (home), {} (work)", "Home: {} Work: {}", "{} (home)/{} (work)"]


@pytest.mark.parametrize("form", TWO)
@pytest.mark.parametrize("numbers", [
    ("303 555 0142", "303 555 0143"), ("+1 303 555 0142", "+44 20 7946 0018"), ("(303) 555-0142", "(303) 555-0143"),
])
def test_two_numbers_are_a_problem_that_shows_the_list(form: str, numbers: tuple[str, str]) -> None:
    """Joined to one they would ring somebody else, or nobody."""
    with pytest.raises(ValueError, match=re.escape(f"may be two numbers. Write [{', '.join(numbers)}].")):
        parse_number(form.format(*numbers))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("555 0142/43", "may be two numbers. Write each in full: [555 0142, ...]."),
        ("+1 303 555 0142 / 0143", "may be two numbers. Write each in full"),
        ("+1 303 555 0142 +1 303 555 0143", "may be two numbers"),
        ("303 555 0142 303 555 0143", "has digits behind it that may not belong to it. Write the number alone"),
        ("030 123456789 030 123456780", "has more than 15 digits. Write one number"),
        ("303 555 0142 room 12", "has digits behind a word"),
        ("303 555 0142 (until 6)", "has digits behind a word"),
        ("555-0142-Jim", "has letters that may stand for digits. Write it in digits"),
        ("555 0142 JIM", "has letters that may stand for digits. Write it in digits"),
        ("sam@example.com", "looks like an e-mail address"),
        ("303 555 0142 / sam@example.com", "looks like an e-mail address"),
        ("call me", "is not a phone number. Write +1 303 555 0142."),
        ("12", "is not a phone number"),
        ("1" * 61, "is not a phone number"),
    ],
)
def test_what_may_dial_somebody_else_is_asked_about(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        parse_number(typed)


@pytest.mark.parametrize("between", [
    " / ", "/", " & ", "&", " | ", "|", " + ", " \\ ", "\\", " bzw ", " bzw. ", " or ", " ODER ", " od. ",
    " resp. ", " y ", " o ",
    " - ", " \u2013 ", " \u2014 ", " ; ", ", ", " \u2022 ", " : ", " = ", " -> ", " then ", " else ", " * ", " # ",
    " _ ", " ~ ", "\u3001",
    "\uff0c", "\uff0f", " (2) ", " w4 ", " ext ", " ext. 5 ", " или ", " och ", " also ", " mobile: ", " fax ", "][",
    " (home) ",
])
@pytest.mark.parametrize(("first", "second"), [
    ("303 555 0142", "303 555 0143"), ("555 0142", "555 0143"), ("+49 30 123456", "+49 30 123457"),
    ("0171 1234567", "030 123456"),
])
def test_whatever_is_between_two_numbers_they_are_not_one(first: str, second: str, between: str) -> None:
    """Nobody is rung by the digits of both."""
    with pytest.raises(ValueError, match=r"two numbers|may not belong to it|digits behind a word|more than 15 digits"):
        parse_number(first + between + second)


@pytest.mark.parametrize(("typed", "why"), [
    ("303 555 O142", 'has the letter "O" among its digits. Write 0 if it is one.'),
    ("3o3 555 0142", 'has the letter "o" among its digits. Write 0 if it is one.'),
    ("303 555 014l", 'has the letter "l" among its digits. Write 1 if it is one.'),
    ("+49 3O 123456", "the letter"), ("303 555 0I42", "the letter"), ("O30 123456", "the letter"),
    ("hours 12:00-14:00", "holds a time of day"),
    ("3035550142.0", "ends as a spreadsheet writes it. Write 3035550142."),
    ("1) 303 555 0142", 'begins as an entry of a list. Write it without "1)".'), ("2. 303 555 0142", "entry of a list"),
    ("303 555 0142 (9-5)", "may not belong to it"), ("303 555 0142 9-5", "may not belong to it"),
    ("303 555 0142 2nd floor", "may not belong to it"), ("303 555 0142 (2)", "may not belong to it"),
    ("(2) 303 555 0142", "entry of a list"), ("303.555.0142.4", "may not belong to it"),
    ("303 555 0142-43", "may not belong to it"), ("030 1234567 > 2", "may not belong to it"),
    ("+1 303 555 0142 - 43", "may not belong to it"), ("303 555 0142 PIN 1234", "digits behind a word"),
    ("303 555 0142 pw 1234", "digits behind a word"), ("123456, 234567", "two numbers"),
])
def test_what_is_mistyped_or_follows_a_number_is_asked_about(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        parse_number(typed)


def test_an_internet_address_is_no_number() -> None:
    """Nothing of it is dialled on the telephone network."""
    assert link(parse_number("sip:1234@example.com"), "tel") == "sip:1234@example.com"


KEY = "(?:[0-9*]|%23)"


@given(st.text("0123456789+()/-., ;#*xpwaAéFLOW٣", max_size=24) | st.text(max_size=12))
def test_every_text_is_a_link_of_digits_or_a_problem(text: str) -> None:
    """Only what RFC 3966 and phones know follows the scheme, and at most one number's digits before a pause."""
    try:
        typed = parse_number(text)
    except ValueError:
        return
    if typed.startswith(("sip:", "sips:")):
        return
    found = re.fullmatch(f"tel:({KEY}*[+]?{KEY}+)((?:[,;]+{KEY}+)*|;ext=[0-9]{{1,8}})", link(typed, "tel"))
    assert found, (typed, link(typed, "tel"))
    assert 3 <= len(re.sub("%23|[^0-9]", "", found[1])) <= 18
