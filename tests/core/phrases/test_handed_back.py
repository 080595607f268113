"""A text of ours in the dress of a program: what the program did to the whole of it is undone, and nothing else."""

from __future__ import annotations

import html
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.phrases.handed_back import relaid, undone
from followupd.core.phrases.html_text import plain_text
from tests.kit.programs import PROGRAMS

OURS = """\
Reach Sam & co.
2 people, about 8 minutes each.

[ ] Call Sam Okafor
    Phone: +1 303 555 0142  tel:+13035550142
    You don't owe her anything; she said "come by" – in May.

[ ] Email Dov
    Mail: mailto:dov@example.com

Calls: [x] spoke  [-] no answer
Tick [x] when a promise is kept."""
TICKED = OURS.replace("[ ] Call Sam Okafor", "[x] Call Sam Okafor: ski weekend <3 in January")


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_a_program_does_is_undone(program: str) -> None:
    """With a line that the user ticked, and without; a second time changes nothing."""
    for text in (OURS, TICKED):
        assert undone(PROGRAMS[program](text), OURS) == text
        assert undone(undone(PROGRAMS[program](text), OURS), OURS) == text


def test_blanks_that_do_not_break() -> None:
    """Among our words they become ours; among the user's own they stay as they are (P6)."""
    assert undone(OURS.replace(" ", "\u00a0"), OURS) == OURS
    assert undone(OURS.replace(" ", "\u200b "), OURS) == OURS
    assert undone(f"{OURS}\n\ndemain\u00a0: oui".replace(" ", "\u00a0"), OURS) == f"{OURS}\n\ndemain\u00a0:\u00a0oui"


@pytest.mark.parametrize("added", [
    "Bring the  blue book", "- milk\n- eggs", "See https://example.com/a?b=1&c=2", "I <3 you & <them>", "a\\nb",
    "1. one\n2. two",
    "[x] Aunt Carol: moved", "“quoted” – and more…", "x  y\tz", "Sam Okafor: na",
])
@pytest.mark.parametrize("place", ["above", "below", "between"])
def test_words_of_the_users_own_stay_to_the_letter(added: str, place: str) -> None:
    text = {
        "above": f"{added}\n\n{OURS}", "below": f"{OURS}\n\n{added}",
        "between": OURS.replace("\n\n[", f"\n\n{added}\n\n["),
    }
    assert undone(text[place], OURS) == text[place]


@pytest.mark.parametrize("signature", [
    "Sent from my iPhone", "Gesendet von meinem iPhone", "Von meinem iPad gesendet", "Envoyé de mon iPhone",
    "Sent from my Galaxy S24", "--\nGet Outlook for iOS", "Enviado desde mi iPhone", "Sent from Yahoo Mail for iPhone",
])
def test_a_signature_below_everything_is_no_word_of_the_users(signature: str) -> None:
    """What stands above it is."""
    assert undone(f"{TICKED}\n\n{signature}\n", OURS) == TICKED
    assert undone(f"{OURS}\n\nBring the book\n\n{signature}", OURS) == f"{OURS}\n\nBring the book"


@pytest.mark.parametrize("added", [
    "Sent from my desk: two books", "sent via gmail", "Sent from my iPhone\nthe contract",
])
def test_what_only_begins_like_a_signature_stays(added: str) -> None:
    assert undone(f"{OURS}\n\n{added}", OURS) == f"{OURS}\n\n{added}"


def test_backslashes_of_the_users_own_stay() -> None:
    """A program for Markdown puts one before each such sign of ours; one of the user's is theirs."""
    assert undone(f"{OURS}\n\n¯\\_(ツ)_/¯ in C:\\temp \\[a]", OURS) == f"{OURS}\n\n¯\\_(ツ)_/¯ in C:\\temp \\[a]"


def test_a_title() -> None:
    """Has no bullets but the user's, and no HTML."""
    assert relaid("1. Call Dana\u00a0 Whitfield – na", "Call Dana Whitfield") == "1. Call Dana Whitfield – na"
    assert relaid("Call Dana Whitfield", "Call Dana Whitfield") == "Call Dana Whitfield"


def test_what_the_user_took_out_stays_out() -> None:
    without = OURS.replace("[ ] Email Dov\n    Mail: mailto:dov@example.com\n\n", "")
    assert undone(without, OURS) == without
    assert undone(html.escape(without).replace("\n", "<br>"), OURS) == without


@pytest.mark.parametrize(("text", "plain"), [
    ("no tags, 1 < 2 > 0", "no tags, 1 < 2 > 0"), ("a<br>b", "a\nb"), ("<p>a</p><p>b &amp; c</p>", "a\nb & c"),
    ("<ul><li>a<li>b</ul>", "a\nb"), ("<s>gone</s> here", "~~gone~~ here"), ("<del>a<br>b</del>", "~~a~~\n~~b~~"),
    ('<a href="https://zoom.us/j/1">Join</a> now', "Join https://zoom.us/j/1 now"),
    ('<a href="https://zoom.us/j/1">zoom.us/j/1</a>', "zoom.us/j/1"), ('<a href="tel:+1303">+1 303</a>', "+1 303"),
    ('<input type="checkbox" checked> Sam<br><input type="checkbox"> Dov', "[x]  Sam\n[ ]  Dov"),
    ("<b>a</b>\nb", "a\nb"), ("<style>p {}</style><script>x()</script>a<br>", "a"), ("a <unknown> b", "a <unknown> b"),
    ("see <https://example.com/a?b=1> or <a@example.com><br>", "see <https://example.com/a?b=1> or <a@example.com>"),
    ("<div><div>a</div></div><div><br></div><div>b</div>", "a\n\nb"), ("a<br", "a<br"),
])
def test_the_text_of_html(text: str, plain: str) -> None:
    """What is struck out is shown as such, and no address of a link is lost."""
    assert plain_text(text) == plain


@given(st.text(), st.text())
def test_any_two_texts(shown: str, ours: str) -> None:
    """Whatever is handed back, undoing it ends, loses no word without HTML, and a second time changes nothing (P3)."""
    once = relaid(shown, ours)
    assert relaid(once, ours) == relaid(relaid(once, ours), ours)
    assert relaid(ours, ours) == ours


@given(st.text(alphabet="ab [x]\n-•<&;"), st.text(alphabet="ab [ ]\n-"))
def test_texts_of_few_letters(shown: str, ours: str) -> None:
    once = undone(shown, ours)
    assert undone(once, ours) == undone(undone(once, ours), ours)


def test_a_long_text_takes_bounded_time() -> None:
    started = time.perf_counter()
    undone(("word " * 40 + "\n") * 50, ("other word " * 20 + "\n") * 50)
    undone("\n".join(f"[x] Call {n}: hi" for n in range(999)), "\n".join(f"[ ] Call {n} now" for n in range(999)))
    undone("<br>" * 20_000, OURS)
    assert time.perf_counter() - started < 3
