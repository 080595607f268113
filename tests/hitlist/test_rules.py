"""Cadence and channels: the nearest rule that says it decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from followupd.core.phrases.times import parse_span
from followupd.core.values.hitlist import Cadence, Hitlist
from followupd.core.values.time import Span
from followupd.hitlist.rules import a_third_more

Accept = Callable[[str], Hitlist]

RULES = "categories: {clients: {every: 3 months, at_most: 5 months, via: [phone, email]}, friends: 6w, odd: }\n"


@pytest.mark.parametrize(
    ("keys", "every", "at_most"),
    [
        ("", "3 months", "4 months"),
        (", every: 6 weeks", "6 weeks", "8 weeks"),
        (", category: clients", "3 months", "5 months"),
        (", category: clients, every: 6 months", "6 months", "8 months"),
        (", category: clients, at_most: 6 months", "3 months", "6 months"),
        (", category: friends", "6 weeks", "8 weeks"),
        (", category: odd", "3 months", "4 months"),
        (", every: weekly, at_most: 10 days", "1 week", "10 days"),
    ],
)
def test_the_nearest_rule_decides_the_cadence(accept: Accept, keys: str, every: str, at_most: str) -> None:
    """Contact, category, default, 3 months; `at_most` never comes from farther than `every`."""
    (contact,) = accept(f"{RULES}contacts:\n  - {{name: Sam{keys}}}\n").contacts
    assert contact.cadence == Cadence(parse_span(every), parse_span(at_most))


def test_the_default_rule_holds_for_everyone_else(accept: Accept) -> None:
    """A contact without a category, and a category without a rule."""
    default = "default: {every: 2 months, via: email}\n"
    hitlist = accept(f"{default}{RULES}contacts: [A, {{name: B, category: friends}}]\n")
    assert [str(c.cadence.every) for c in hitlist.contacts] == ["2 months", "6 weeks"]
    assert {c.via for c in hitlist.contacts} == {("email",)}


@pytest.mark.parametrize(
    ("keys", "failures"),
    [("", 3), (", category: friends", 1), (", category: odd", 3), (", category: friends, switch_after: 2", 2)],
)
def test_the_nearest_rule_says_when_the_channel_changes(accept: Accept, keys: str, failures: int) -> None:
    """Contact, category, default; else it is left to `retry`."""
    rules = "default: {switch_after: 3}\ncategories: {friends: {switch_after: 1}, odd: }\n"
    (contact,) = accept(f"{rules}contacts:\n  - {{name: Sam{keys}}}\n").contacts
    assert contact.switch_after == failures
    (contact,) = accept("contacts: [Sam]\n").contacts
    assert contact.switch_after is None


@pytest.mark.parametrize(
    ("every", "at_most"),
    [
        (Span(3), Span(4)), (Span(2), Span(2, 20)), (Span(1), Span(1, 10)), (Span(0, 42), Span(0, 56)),
        (Span(0, 1), Span(0, 2)),
    ],
)
def test_at_most_is_a_third_more(every: Span, at_most: Span) -> None:
    """If it is not given."""
    assert a_third_more(every) == at_most
