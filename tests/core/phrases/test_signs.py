"""Our answers: signs without a language, their words in a title, and the one table that reads the words back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from followupd.core.phrases import signs
from followupd.core.phrases.signs import SIGN, in_words, read_sign, said_by, sign, sign_in, with_answer
from followupd.core.phrases.vocabulary import ENGLISH, LANGUAGES, Said
from followupd.core.values.facts import Outcome

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("said", [*Outcome, *Said])
def test_every_answer_is_a_plain_token_and_comes_back_from_its_words(said: Outcome | Said) -> None:
    """A language of texts has words for every answer, and no two answers share them."""
    details = {Said.BOOKED: "2027-05-28", Said.DECIDED: 3, Said.REACHED_MANY: 3, Said.TRIED_MANY: 2}
    told = sign(said, details.get(said, "") if isinstance(said, Said) else "")
    assert re.fullmatch(r"[A-Za-z0-9._=-]+", told)
    assert re.fullmatch(SIGN, told)
    assert read_sign(told) == told
    assert said_by(told)[0] is said
    for language in LANGUAGES:
        assert language.answers.keys() == ENGLISH.answers.keys() == {*Outcome, *Said}
    for title in ("Call Ann: Lee", "Meeting with Ann"):
        assert sign_in(with_answer(title, told, DAY), DAY) == told
        assert with_answer(with_answer(title, told, DAY), "reached", DAY, told) == f"✓ {title}: reached"


def test_words() -> None:
    assert in_words("no_answer") == "no answer"
    assert in_words("booked.2027-05-28") == "booked Fri 28 May 2027"
    assert in_words("booked.2027-05-28t1500") == "booked Fri 28 May 2027 15:00"
    assert in_words("decided.3") == "3 decided"


@pytest.mark.parametrize("text", ["", "kept.", "kept.3", "gone", "KEPT", "no answer", "kept;x", "decided.3.4"])
def test_a_damaged_sign_is_none(text: str) -> None:
    assert read_sign(text) == ""


@pytest.mark.parametrize(("title", "told", "before", "after"), [
    ("Call Ann", "reached", "", "✓ Call Ann: reached"),
    ("✓ Call Ann: no answer", "reached", "no_answer", "✓ Call Ann: reached"),     # instead of an earlier one
    ("Call Ann: Lee", "reached", "", "✓ Call Ann: Lee: reached"),                  # and of nothing else
    ("Call Ann: no answer", "reached", "", "✓ Call Ann: no answer: reached"),
    ("✓ You spoke with 3 people: 2 decided", "decided.3", "decided.2", "✓ You spoke with 3 people: 3 decided"),
    ("✓ Book it: booked Fri 21 May", "booked.2027-05-28", "booked.2027-05-21", "✓ Book it: booked Fri 28 May"),
    ("✓ Book it: booked Fri 21 May 2027", "booked.2027-11-26", "booked.2027-05-21",
     "✓ Book it: booked Fri 26 Nov 2027"),                                        # more than nine months from its event
    ("Ask Ann", "booked.2026-12-03t1500", "", "✓ Ask Ann: booked Thu 3 Dec 15:00"),
    ("✓ Ask Ann: booked Thu 3 Dec 15:00", "booked.2027-12-03t0905", "booked.2026-12-03t1500",
     "✓ Ask Ann: booked Fri 3 Dec 2027 09:05"),
    ("✓ Ask Ann: booked Thu 3 Dec", "booked.2026-12-03t1500", "booked.2026-12-03",
     "✓ Ask Ann: booked Thu 3 Dec 15:00"),                                        # of a version that kept no time
    ("✓ Book it: booked 2027-05-21", "reached", "booked.2027-05-21", "✓ Book it: reached"),       # as we wrote it once
    ("✓ Promised to Ann: send: later", "kept", "later", "✓ Promised to Ann: send: kept"),
    ("Call Ann", "not_tried", "", "– not tried: Call Ann"),
    ("Promised to Ann: send", "not_done", "", "– not done: Promised to Ann: send"),
    ("– not done: Promised to Ann: send", "kept", "not_done", "✓ Promised to Ann: send: kept"),
    ("Meeting with Ann", "asked", "", "Meeting with Ann: how was it?"),
    ("– not tried: Call Ann", "reached", "not_tried", "✓ Call Ann: reached"),
    ("✓ Call Ann: reached", "not_tried", "reached", "– not tried: Call Ann"),      # a ✓ on something that was not done
    ("Meeting with Ann: how was it?", "reached", "asked", "✓ Meeting with Ann: reached"),
    ("✓ Promised to Ann: send: kept", "dropped", "kept", "✓ Promised to Ann: send: dropped"),
])
def test_the_answer_in_a_title(title: str, told: str, before: str, after: str) -> None:
    assert with_answer(title, told, DAY, before) == after


def test_an_answer_in_another_language_gives_way_and_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first language of texts is written; the titles of all others are still ours."""
    words = {**ENGLISH.answers, Outcome.NO_ANSWER: "nicht erreicht", Said.KEPT: "gehalten"}
    other = replace(ENGLISH, name="de", answers=words, resting="{} {}")
    monkeypatch.setattr(signs, "LANGUAGES", (other, ENGLISH))
    assert with_answer("Call Ann", "no_answer", DAY) == "✓ Call Ann: nicht erreicht"
    assert with_answer("✓ Call Ann: no answer", "kept", DAY, "no_answer") == "✓ Call Ann: gehalten"
    assert with_answer("✓ Call Ann: nicht erreicht", "kept", DAY, "no_answer") == "✓ Call Ann: gehalten"
    assert sign_in("✓ Call Ann: nicht erreicht", DAY) == sign_in("✓ Call Ann: no answer", DAY) == "no_answer"


@pytest.mark.parametrize(("title", "told"), [
    ("✓ Call Ann: no answer", "no_answer"), ("✓ Call: Ann: reached", "reached"), ("Call Ann: no answer", ""),
    ("– not tried: Call Ann", "not_tried"), ("not tried: Call Ann", ""),
    ("– not done: Card for Ann: birthday", "not_done"), ("Meeting with Ann: how was it?", "asked"),
    ("✓ Call Ann: later", "later"), ("✓ Call Ann", ""), ("✓ no answer", ""), ("✓ Call Ann: booked ", ""),
    ("✓ Call Ann: not really reached", ""), ("✓ Ask Ann: booked Thu 3 Dec", "booked.2026-12-03"),
    ("✓ Ask Ann: booked Mon 3 May", "booked.2027-05-03"), ("✓ Ask Ann: booked Thu 20 Nov", "booked.2025-11-20"),
    ("✓ Ask Ann: booked Thu 3 Dec 15:00", "booked.2026-12-03t1500"),
    ("✓ Ask Ann: booked Fri 3 Dec 2027 09:05", "booked.2027-12-03t0905"),
    ("✓ Ask Ann: booked Fri 3 Dec 2027", "booked.2027-12-03"), ("✓ Ask Ann: booked 2026-12-03", "booked.2026-12-03"),
])
def test_what_a_title_still_says(title: str, told: str) -> None:
    """When the history and the sign are lost: only behind our own tick, and only words that we write."""
    assert sign_in(title, DAY) == told
