"""A `#` in a text is never lost in silence: it is read, or reported at its place with what to quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from followupd.hitlist.first import FirstAnswers, first_config
from tests.hitlist.conftest import Accept, Complain, LoadText

ENTRIES = {
    "name": "  - name: Dana {}\n",
    "a name alone": "  - Dana {}\n",
    "id": "  - {{name: Dana,\n     id: dana {}\n    }}\n",
    "phone": "  - name: Dana\n    phone: 303 555 0142 {}\n",
    "phone in a list": "  - name: Dana\n    phone:\n      - 303 555 0142 {}\n",
    "address": "  - name: Dana\n    address: 12 Elm Street {}\n",
    "notes": "  - name: Dana\n    notes: Flat {}\n",
    "notes over two lines": "  - name: Dana\n    notes: Elm Street,\n      Flat {}\n",
    "notes in a list": "  - name: Dana\n    notes: [Elm Street, Flat {}\n      ]\n",
    "nothing but it": "  - name: Dana\n    notes: {}\n",
    "nothing but it in a list": "  - name: Dana\n    notes:\n      - {}\n",
    "interests": "  - name: Dana\n    interests: sailing, Bach {}\n",
    "facts": "  - name: Dana\n    facts: two girls {}\n",
    "people": "  - name: Dana\n    people: [Ann, Bo {}\n      ]\n",
    "promises": "  - name: Dana\n    promises: send list {}\n",
    "what": "  - name: Dana\n    promises:\n      - what: send list {}\n",
    "log": "  - name: Dana\n    log:\n      - 2026-11-18 no answer, flat {}\n",
    "log with a colon": "  - name: Dana\n    log:\n      - 2026-11-18 sent: list {}\n",
    "an empty log": "  - name: Dana\n    log: {}\n",
}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_a_number_behind_a_hash_is_reported_where_it_is(complain: Complain, entry: str) -> None:
    """One problem, at the `#`, that says how to keep it."""
    text = "contacts:\n" + entry.format("#4, second floor")
    (found,) = complain(text)
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "#" in one)
    assert found.startswith(f"{line}:{text.splitlines()[line - 1].index('#') + 1} contacts[0]")
    assert "Put quotes around all of it ('" in found
    assert "#4, second floor'" in found


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_one_blank_before_a_comment_is_noted_and_two_are_a_comment(load_text: LoadText, entry: str) -> None:
    """A note stops nothing; `key:  # like this` and an empty value are comments for sure."""
    text = entry.format(" # to be asked")
    assert load_text(f"contacts:\n{text}").notes == ()
    notes = load_text(f"contacts:\n{entry.format('# to be asked')}").notes
    beside_nothing = "nothing" in text or text.rstrip().endswith((":  # to be asked", "-  # to be asked"))
    assert len(notes) == (0 if beside_nothing else 1)


def test_what_is_advised_is_kept_whole(accept: Accept) -> None:
    """Quotes, a block of text, and a `#` without a blank before it."""
    (dana,) = accept("""
contacts:
  - name: Dana
    notes: 'it''s Flat #4, second floor'
    address: |
      12 Elm Street
      Flat #4
    facts: [likes C#, "room #5"]
""").contacts
    assert dana.notes == "it's Flat #4, second floor"
    assert dana.address.splitlines()[1] == "Flat #4"
    assert dana.facts == ("likes C#", "room #5")


@pytest.mark.parametrize("text", ['"Flat" {}', "'Flat' {}", "[\"Flat\" {}\n      ]", "\"Flat\\\n      \" {}"])
@pytest.mark.parametrize("comment", ["#comment", "# comment", "#4", "  #!"])
def test_behind_a_closed_quote_it_is_a_comment(load_text: LoadText, text: str, comment: str) -> None:
    """The text has ended, so nothing of it can be lost."""
    loaded = load_text(f"contacts:\n  - name: Dana\n    notes: {text.format(comment)}\n")
    assert (loaded.problems, loaded.notes) == ((), ())
    assert loaded.hitlist is not None
    assert loaded.hitlist.contacts[0].notes == "Flat"


def test_a_list_that_a_hash_leaves_open_says_so(complain: Complain) -> None:
    """YAML only misses the bracket."""
    (found,) = complain("contacts:\n  - name: Dana\n    facts: [room #5, two girls]\n  - name: Sam\n")
    assert "the list from line 3 is not closed. On line 3 what is behind the \"#\" is a comment" in found


def test_a_secret_is_never_quoted_and_a_checked_value_needs_no_advice(complain: Complain, accept: Accept) -> None:
    """A password with a `#` is reported without it; `every: 3 months #vip` loses nothing."""
    account = "calendar: {{url: 'https://dav.example.com/', username: dana,\n  {}}}\ncontacts: []\n"
    for key in ("password: tiger #42\n", "password_command: pass show tiger #42\n"):
        (found,) = complain(account.format(key))
        assert found.startswith("2:")
        assert "tiger" not in found
        assert "42" not in found
    accept("block: Tuesday 10:00 #weekly\ncontacts:\n  - name: Dana\n    every: 3 months #vip\n    like: yes #!\n")


def test_the_first_list_and_the_example_have_nothing_to_report(load_text: LoadText) -> None:
    """What we write ourselves."""
    example = (Path(__file__).parents[2] / "config.example.yaml").read_text(encoding="utf-8")
    for text in (example, first_config(FirstAnswers())):
        assert not [note for note in load_text(text).notes if "#" in note.sentence]
