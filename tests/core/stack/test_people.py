"""The people who are offered first, and why; the guess of the last contact, which reads back as exactly that."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.phrases.log import parse_log_line
from followupd.core.stack.people import MOST_FIRST, StackPerson, make_stack
from followupd.core.stack.rows import ImportedRow
from followupd.core.stack.sameness import same_people
from followupd.core.values.facts import EvidenceRule, Noticed, Outcome
from tests.kit.people import DENVER, at
from tests.kit.rows import imported

TODAY = date(2026, 11, 20)


def shown(who: ImportedRow, day: str, rule: EvidenceRule = EvidenceRule.MET, what: str = "Lunch") -> Noticed:
    """A fact about the only row of somebody."""
    outcome = {EvidenceRule.SENT: Outcome.SENT, EvidenceRule.WROTE: None}.get(rule, Outcome.REACHED)
    channel = {EvidenceRule.SPOKE: "phone", EvidenceRule.MET: None}.get(rule, "email")
    return Noticed(who.id[:8], at(f"{day} 12:00"), outcome, channel, rule, f"{day}-{rule}", True, "work.ics", what)


def stack(rows: list[ImportedRow], *noticed: Noticed) -> list[StackPerson]:
    return make_stack(same_people(rows), noticed, DENVER, TODAY)


def test_evidence_goes_before_what_files_say_and_that_before_nothing() -> None:
    met, mailed, starred, touched, nobody = (
        imported("Met Often"), imported("Mailed Once"), imported("Star Red", starred=True),
        imported("Tou Ched", touched=date(2025, 1, 1)), imported("No Body"),
    )
    facts = (shown(met, "2026-03-01"), shown(met, "2026-10-01"), shown(mailed, "2026-10-02", EvidenceRule.REPLIED))
    people = stack([nobody, touched, starred, mailed, met], *facts)
    assert [one.name for one in people] == ["Met Often", "Mailed Once", "Star Red", "Tou Ched", "No Body"]
    assert [one.first for one in people] == [True, True, True, False, False]
    assert [one.reasons for one in people[:3]] == [
        ("met 2 times in the last year",), ("1 mail in the last year",), ("a favourite",),
    ]


def test_at_most_twelve_are_offered_first() -> None:
    people = stack([imported(f"Person Number{number}", starred=True) for number in range(20)])
    assert sum(one.first for one in people) == MOST_FIRST


def test_the_guess_is_the_latest_contact_and_never_a_mail_of_the_user() -> None:
    row = imported("Dana Whitfield", touched=date(2026, 8, 12))
    (one,) = stack([row], shown(row, "2026-11-01", EvidenceRule.SENT), shown(row, "2026-10-12"))
    assert one.guess is not None
    assert (one.guess.day, one.guess.line) == (date(2026, 10, 12), "2026-10-12 reached (work.ics: Lunch)")
    (other,) = stack([imported("Bo Ito", touched=date(2027, 1, 1))])
    assert other.guess is None      # a day to come is no contact


@pytest.mark.parametrize("title", [
    "Lunch", "call back Monday", "no answer", "moved to Friday", "(Lunch) # 2", "Äther: über alles", "left a message",
    "2026-12-01 reached", "x" * 500, "wrong number; never call", "",
])
def test_a_guess_reads_back_as_that_contact_and_nothing_more(title: str) -> None:
    row = imported("Dana Whitfield")
    (one,) = stack([row], shown(row, "2026-10-12", EvidenceRule.SPOKE, title))
    assert one.guess is not None
    read = parse_log_line(one.guess.line, DENVER, (), ("Dana Whitfield",))
    assert (read.outcome, read.channel, read.asked, read.at) == (Outcome.REACHED, "phone", None, at("2026-10-12 00:00"))


def test_a_person_has_what_all_their_rows_say() -> None:
    rows = [
        imported("D. Whitfield", "a", phones=("0303 5550142",), emails=("d@x.org",), born=(5, 14)),
        imported("Dana Whitfield", "b", phones=("+1 303 5550142", "+1 303 555 0199"), emails=("d@x.org", "w@x.org"),
                 org="Acme", born=(5, 14, 1983)),
        imported("Dana Whitfield", "c", emails=("d@x.org",)),
    ]
    (one,) = stack(rows)
    assert one.name == "Dana Whitfield"
    assert sorted(one.phones) == ["+1 303 555 0199", "+1 303 5550142"]
    assert (set(one.emails), one.org, one.birthday) == ({"d@x.org", "w@x.org"}, "Acme", "14 May 1983")
    assert one.sources == ("a", "b", "c")
    assert "in 3 files" in one.reasons


def test_who_is_connected_is_not_in_touch() -> None:
    (one,) = stack([imported("Dana Whitfield", known_since=date(2026, 11, 1))])
    assert (one.guess, one.reasons) == (None, ())
