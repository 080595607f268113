"""Content lines: folding, escaping and splitting lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.calendars.ical import content_lines

AWKWARD = st.text(st.sampled_from("aé̈\u0301👩🏽\u200d🚀🇩🇪\\,;:\"nN \t\n漢שׁ")) | st.text()


@given(AWKWARD)
def test_a_text_comes_back_as_it_was_cleaned(text: str) -> None:
    """Escaping, folding, unfolding and unescaping give the cleaned text again."""
    raw = content_lines.fold(f"SUMMARY:{content_lines.escape(text)}")
    line = content_lines.parse(raw)
    assert (line.name, content_lines.unescape(line.value)) == ("SUMMARY", content_lines.clean(text))


@given(AWKWARD)
def test_no_physical_line_is_over_75_octets_and_each_is_whole_utf8(text: str) -> None:
    """RFC 5545 3.1, in octets; a reader that decodes line by line never finds half a character."""
    folded = content_lines.fold(f"DESCRIPTION:{content_lines.escape(text)}").encode()
    for physical in folded.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(physical) <= 75
        physical.decode("utf-8")


def test_a_fold_does_not_cut_what_is_one_sign_on_screen() -> None:
    """SOGo answers (null) for an event with an emoji cut at its fold; accents and flags stay whole too."""
    for sign in ("👩🏽\u200d🚀", "e\u0301", "🇩🇪", "\\n", "❤\ufe0f"):
        for padding in range(60, 76):
            for physical in content_lines.fold("X:" + "a" * padding + sign + "b" * 30).split("\r\n "):
                assert sign in physical or not set(physical) & set(sign)


@pytest.mark.parametrize("sign", ["é", "–", "漢", "🚀", "\\n", "\\é"])
def test_a_line_is_folded_as_late_as_possible(sign: str) -> None:
    """However many octets a sign has: each physical line is full, or the next sign would make it too long."""
    for padding in range(60, 76):
        folded = content_lines.fold("X:" + "a" * padding + sign * 40).encode()
        first, *more = folded.removesuffix(b"\r\n").split(b"\r\n ")
        assert len(first) + len(sign.encode()) > 75 or not more
        assert all(len(physical) + len(sign.encode()) > 74 for physical in more[:-1])


@given(AWKWARD)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    """A cleaned text can be written, also in XML, and is not altered again, or two sides would rewrite it for ever."""
    cleaned = content_lines.clean(text)
    assert content_lines.clean(cleaned) == cleaned
    assert not any(ch < " " and ch not in "\n\t" for ch in cleaned)
    cleaned.encode("utf-8")


@given(st.lists(st.sampled_from(["A:b", " folded", "\ttab", "", "x", "BEGIN:VEVENT", 'UID;X="a:b":c'])), st.booleans())
def test_the_raw_lines_joined_are_the_text(physical: list[str], crlf: bool) -> None:
    """Splitting keeps every character, whatever the text is."""
    text = ("\r\n" if crlf else "\n").join(physical)
    assert "".join(line.raw for line in content_lines.split(text)) == text


@pytest.mark.parametrize(("raw", "name", "params", "value"), [
    ("DTSTART;TZID=America/Denver:20261124T100000\r\n", "DTSTART", {"TZID": "America/Denver"}, "20261124T100000"),
    ('dtstart;tzid="A:B;C":2026\n', "DTSTART", {"TZID": "A:B;C"}, "2026"),
    ("SUMM\r\n ARY:a\r\n b\r\n", "SUMMARY", {}, "ab"),
    ("X-A;P=:v", "X-A", {"P": ""}, "v"),
    ("no colon here", "", {}, "no colon here"),
])
def test_a_line_is_read(raw: str, name: str, params: dict[str, str], value: str) -> None:
    """Names in any case, quoted parameters, folds anywhere."""
    line = content_lines.parse(raw)
    assert (line.name, line.params, line.value) == (name, params, value)


@pytest.mark.parametrize(("text", "value"), [
    ("a,b;c", r"a\,b\;c"), ("C:\\News\\new", "C:\\\\\u2060News\\\\new"), ("one\r\ntwo\rthree", r"one\ntwo\nthree"),
    ("bell\x07 nul\x00", "bell nul"), ("half \ud83d pair", "half  pair"),
])
def test_a_text_is_escaped(text: str, value: str) -> None:
    """Backslash, comma, semicolon and line breaks; what a calendar cannot hold is left out."""
    assert content_lines.escape(text) == value
