"""Titles of events: who is met, by a table of titles that was labelled before the rule was written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from followupd.core.noticing import meeting_words
from followupd.core.noticing.people_index import PeopleIndex
from followupd.core.noticing.titles import TitleSays, is_called_off, own_words, said_of
from tests.kit.people import person

CORPUS = Path(__file__).parents[2] / "corpus" / "meeting_titles.tsv"
PEOPLE = PeopleIndex({one.slug: one for one in (person("Dana Whitfield"), person("Ben Ito"))})
ME = own_words(("alex.morgan@example.com",))
MET, PERHAPS, NOT = TitleSays.MET, TitleSays.PERHAPS, TitleSays.NOT


def said(title: str) -> TitleSays:
    """Return what a title says of Dana Whitfield."""
    names = PEOPLE.in_title(title)
    return next((said_of(one, names, title, ME) for one in names if one.keys == ("dana-whitfield",)), NOT)


def labelled() -> list[tuple[str, str, str]]:
    """Return label, language and title of each line."""
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    return [(label, language, title) for label, language, title in
            (line.split("\t") for line in lines if not line.startswith("#"))]


def test_the_table() -> None:
    """No title is surely a meeting that is none, four of five plain ones are in each language, few tasks are asked."""
    lines = labelled()
    assert len(lines) >= 290
    assert [title for label, _, title in lines if label != "met" and said(title) is MET] == []
    met = Counter((language, said(title)) for label, language, title in lines if label == "met")
    for language in ("en", "de", "fr", "es", "it", "nl", "pt"):
        assert met[language, MET] >= 0.8 * sum(met[language, says] for says in TitleSays) > 0, language
    nothing = [said(title) is NOT for label, _, title in lines if label == "not"]
    assert sum(nothing) >= 0.9 * len(nothing)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Lunch with Dana Whitfield 12:30", MET),
        ("Lunch (Dana Whitfield)", MET),
        ("Coffee in Boulder with Dana Whitfield", MET),
        ("Lunch with Dana Whitfield at 1 (tbc)", PERHAPS),
        ("[Dana Whitfield]", PERHAPS),
        ("Alex -> Dana Whitfield", PERHAPS),
        ("❌ Lunch with Dana Whitfield", PERHAPS),
        ("📞 Dana Whitfield", PERHAPS),
        ("Dana Whitfield vs Ben Ito", PERHAPS),
        ("Lunch with Mary Dana Whitfield", PERHAPS),
        ("Dana Whitfield 50", PERHAPS),
        ("Kick-off with Dana Whitfield", PERHAPS),
        ("Dinner in honour of Dana Whitfield", NOT),
        ("Follow-up meeting with Dana Whitfield", PERHAPS),
        ("Meeting at Dana Whitfield", PERHAPS),
        ("Lunch \ue000 Dana Whitfield", MET),
        ("Lunch with Dana Whitfield at Miller's Wharf", MET),
        ("Lunch with Dana Whitfield at Nopa (no answer)", PERHAPS),
        ("Lunch with Dana Whitfield no", PERHAPS),
        ("Dana Whitfield at Café Einstein", PERHAPS),
        ("Lunch #3 Dana Whitfield", MET),
        ("De\u0301jeuner avec Dana Whitfield", MET),      # its accent as a sign of its own, as macOS writes it
    ],
)
def test_single_titles(title: str, expected: TitleSays) -> None:
    """Rows beside those of the table."""
    assert said(title) is expected


def test_called_off() -> None:
    """As programs and people write it before the old title."""
    assert all(map(is_called_off, ("Canceled: Lunch", "ABGESAGT: Treffen", "[Cancelled: x", "Annulé : repas")))
    assert not any(map(is_called_off, ("Lunch", "Cancelled flights", "Moved house: party", "Lunch: cancelled:")))


def test_the_lists() -> None:
    """What they hold is folded, as titles are, and no word both makes and denies a meeting."""
    lists = [value for name, value in vars(meeting_words).items() if name.isupper() and isinstance(value, tuple)]
    assert all(word == word.lower() and (word.isascii()) for words in lists for word in words)
    others = {*meeting_words.NO_MEETING, *meeting_words.TASK_FIRST, *meeting_words.BESIDE}
    assert not others.intersection(meeting_words.TOGETHER)
