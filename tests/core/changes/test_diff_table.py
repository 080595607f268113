"""Wanted, present, last written: what is changed, as a rule table. tests/passes/test_diff.py has whole situations."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from followupd.core.answers.ownership import note_text
from followupd.core.answers.recorder import Answers
from followupd.core.changes.diff import Difference, diff
from followupd.core.items.kind import Question
from followupd.core.phrases.vocabulary import asking
from followupd.core.plan import Plan
from followupd.core.values.event import Change, Create, Delete, Event, Present, Update, Written

NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)
UID = "due-dana-20261120-hitlist@followupd"
SECOND = "due-dana-20261120.2-hitlist@followupd"
THIRD = "due-dana-20261120.3-hitlist@followupd"
A = Event(UID, NOW + timedelta(days=2), NOW + timedelta(days=2, minutes=15), "Call Dana", "Why: due.", people=("dana",))
B = replace(A, description="Why: still due.\nLast: in May.")
PAST = replace(A, start=NOW - timedelta(days=1), end=NOW - timedelta(hours=23))
NO_ANSWERS = Answers((), frozenset(), {})


def present(event: Event, ours: Event | None = None, **values: Any) -> Present:
    values.setdefault("version", '"1"')
    values.setdefault("note", note_text(ours or event, 1))
    return Present(replace(event, people=()), "dana.ics", raw="", **values)


def row(event: Event, **values: Any) -> Written:
    return Written(event.uid, event, "dana.ics", values.pop("version", '"1"'), **values)


def difference(
    wanted: Event | None, there: Present | None, last: Written | None, answers: Answers = NO_ANSWERS,
    answered: dict[str, str] | None = None,
) -> Difference:
    plan = Plan((wanted,) if wanted else (), {}, (), {}, answered or {}, NOW)
    seen, written = ({one.uid: one} if one else {} for one in (there, last))
    return diff(plan, seen, written, answers, "hitlist", NOW)  # type: ignore[arg-type]


def asked(change: Change) -> tuple[str, str, str]:
    match change:
        case Create(after=event):
            return "create", event.uid, event.description
        case Update(after=event):
            return "update", event.summary, event.description
        case Delete(before=there):
            return "delete", there.uid, ""


OF_THEIRS = replace(A, description="Why: due.\n\nbring the book")
RETITLED = replace(A, summary="Dana!")
MARKED = replace(A, summary="Call Dana na")
BUSY = replace(A, busy=True)
MAIL, TEXT = replace(A, summary="Mail Dana"), replace(A, summary="Text Dana")


@pytest.mark.parametrize(("wanted", "there", "last", "changes"), [
    (A, present(A), row(A), []),                                        # as we left it
    (A, present(A, version='"2"'), row(A), []),                         # another ETag of the same content
    (A, present(A, version=None), row(A, version=None), []),            # a server without ETags
    (A, present(replace(A, description="Why: due. \r\n"), ours=A), row(A), []),    # as the server spells it
    (A, present(replace(A, description="Why: due. \r\n"), ours=A, version='"2"'), row(A), []),
    (A, present(replace(A, description="Why:\x07 due.\x7f"), ours=A, version='"2"'), row(A), []),
    (B, present(A), row(A), [("update", "Call Dana", B.description)]),
    (None, present(A), row(A), [("delete", UID, "")]),
    (None, present(PAST), row(PAST), []),                               # the past is left alone
    # There is no event for it. A UID of a deleted or a past event is never used again.
    (A, None, None, [("create", UID, A.description)]),
    (A, None, row(A, deleted=True), [("create", SECOND, A.description)]),
    (A, None, row(replace(A, uid=SECOND), deleted=True), [("create", THIRD, A.description)]),
    (A, None, row(A), [("create", UID, A.description)]),                # remembered as gone, in another place
    (A, present(PAST), row(PAST), [("create", SECOND, A.description)]),
    (A, present(replace(PAST, uid=SECOND)), None, [("create", THIRD, A.description)]),
    (A, present(A, status="CANCELLED"), row(A), [("create", SECOND, A.description), ("delete", UID, "")]),
    (A, present(replace(A, uid=SECOND)), row(replace(A, uid=SECOND)), []),
    # The user's own: a title, lines, whether it takes time. They stay under our new text.
    (A, present(RETITLED, ours=A), row(A), []),
    (B, present(RETITLED, ours=A), row(A), [("update", "Dana!", B.description)]),
    (A, present(OF_THEIRS, ours=A), row(A), []),
    (B, present(OF_THEIRS, ours=A), row(A), [("update", "Call Dana", B.description + "\n\nbring the book")]),
    (A, present(BUSY, ours=A), row(A), []),
    # Our new title replaces only a title of ours; what another followupd wrote stays until then.
    (MAIL, present(A), row(A), [("update", "Mail Dana", A.description)]),
    (MAIL, present(RETITLED, ours=A), row(A), []), (MAIL, present(RETITLED, note=""), row(A), []),
    (A, present(TEXT), row(A), []), (MAIL, present(TEXT), row(A), [("update", "Mail Dana", A.description)]),
    # A line of ours that the user wrote once more is theirs; our new text that is there already is ours.
    (B, present(replace(A, description="Why: due.\nWhy: due."), ours=A), row(A),
     [("update", "Call Dana", B.description + "\n\nWhy: due.")]),
    (B, present(replace(B, description=B.description + "\n\nbring the book"), ours=A), row(A), []),
    # Adopted, without memory: a line that by its form belongs to a sheet goes, and all that may be the user's
    # stays, whatever it begins with; not twice what we write now.
    (B, present(OF_THEIRS, ours=A), None, [("update", "Call Dana", B.description)]),
    (B, present(OF_THEIRS, note=""), row(replace(A, description="")),
     [("update", "Call Dana", B.description + "\n\nWhy: due.\nbring the book")]),
    (B, present(replace(A, description="[ ] Call Bo\n    Due.\n\n" + B.description), note=""),
     row(replace(A, description="")), [("update", "Call Dana", B.description)]),
    (B, present(replace(A, description=B.description + "\n\nWhy: she asked me to."), note=""),
     row(replace(A, description="")), []),
    (B, present(OF_THEIRS, ours=A), row(replace(A, description="")),
     [("update", "Call Dana", B.description + "\n\nbring the book")]),
])
def test_what_is_changed(
    wanted: Event | None, there: Present | None, last: Written | None, changes: list[tuple[str, str, str]]
) -> None:
    """P3 if there is nothing to do, P6 for the user's edits, docs/servers.md 5 and 7 for the server's."""
    assert [asked(change) for change in difference(wanted, there, last).changes] == changes


@pytest.mark.parametrize(("last", "settled"), [
    (row(A), False),
    (row(replace(A, alarm=timedelta(minutes=5))), True), (row(replace(A, people=("dana", "sam"))), True),
    (row(replace(A, sought=NOW.date())), True), (None, True),
])
def test_an_event_that_is_as_wanted_is_only_remembered(last: Written | None, settled: bool) -> None:
    """What no event shows (its alarm, its people) is corrected in memory only, once, and nothing is written."""
    there = present(A)
    assert difference(A, there, last) == Difference((), ((there, A),) if settled else ())


ANSWERED = replace(A, summary="✓ Call Dana: no answer", answer="no_answer")
PAST_ANSWERED = replace(PAST, summary="✓ Call Dana: no answer", answer="no_answer")


@pytest.mark.parametrize(("there", "last", "marked", "title"), [
    (present(PAST), row(PAST), False, "✓ Call Dana: no answer"),
    (present(replace(PAST, summary="Call Dana na"), ours=PAST), row(PAST), True, "✓ Call Dana: no answer"),
    (present(replace(PAST, summary="Dana!"), ours=PAST), row(PAST), False, "✓ Dana!: no answer"),   # their own title
    (present(replace(PAST, summary="Dana!"), ours=PAST), None, True, "✓ Dana!: no answer"),
    (present(PAST_ANSWERED), row(PAST_ANSWERED), False, None),                                      # answered before
    (present(replace(PAST_ANSWERED, summary="✓ thanks"), ours=PAST_ANSWERED), row(PAST_ANSWERED), False, None),
    (present(replace(PAST_ANSWERED, summary="✓ Call Dana: no answer ok"), ours=PAST_ANSWERED),
     row(replace(PAST, summary="✓ Call Dana: reached", answer="reached")), True, "✓ Call Dana: no answer"),
    (present(replace(PAST_ANSWERED, summary="✓ Call Dana: no answer na"), ours=PAST_ANSWERED), row(PAST_ANSWERED), True,
     "✓ Call Dana: no answer"),                                                                     # said again
    (present(PAST, status="CANCELLED"), row(PAST), False, None),
    (present(A), row(A), False, "✓ Call Dana: no answer"),                                          # before its time
])
def test_an_answer_is_a_tick_in_the_title(
    there: Present, last: Written | None, marked: bool, title: str | None
) -> None:
    """Nothing else of it changes, and it is no longer an open item."""
    answers = Answers((), frozenset({UID} if marked else ()), {})
    found = difference(None, there, last, answers, {UID: "no_answer"}).changes
    if title is None:
        assert found == ()
    else:
        (change,) = found
        assert isinstance(change, Update)
        assert change.after == replace(there.event, summary=title, answer="no_answer")
        assert (change.ours.summary, change.ours.people) == (title, ())


def test_an_event_answered_before_its_time_stays_beside_the_next_one() -> None:
    found = difference(A, present(ANSWERED), row(ANSWERED), answered={UID: "no_answer"}).changes
    assert [asked(change) for change in found] == [("create", SECOND, A.description)]


def test_a_mark_gives_the_title_back_and_a_question_is_above() -> None:
    taken = difference(B, present(MARKED, ours=A), row(A), Answers((), frozenset({UID}), {}))
    assert [asked(change) for change in taken.changes] == [("update", "Call Dana", B.description)]
    question = Question('"na" says nothing')
    unclear = difference(A, present(MARKED, ours=A), row(A), Answers((), frozenset(), {UID: (question,)}))
    assert [asked(change) for change in unclear.changes] == [
        ("update", "? Call Dana na", 'Not understood: "na" says nothing.\n\nWhy: due.'),
    ]


ASKED = replace(PAST, summary="? Call Dana", description='Not understood: "nna" says nothing.\n\nWhy: due.')
NNA = replace(PAST, summary="Call Dana nna")


@pytest.mark.parametrize(("there", "last", "unclear", "text"), [
    (present(NNA, ours=PAST), row(PAST), "nna", 'Not understood: "nna" says nothing.\n\nWhy: due.'),
    (present(replace(NNA, description="Why: due.\nmy own line"), ours=PAST), row(PAST), "nna",
     'Not understood: "nna" says nothing.\n\nWhy: due.\nmy own line'),
    (present(replace(ASKED, summary="? Call Dana nna"), ours=ASKED), row(ASKED), "nna", None),            # asked before
    (present(replace(ASKED, summary="? Call Dana huh"), ours=ASKED), row(ASKED), "huh",
     'Not understood: "huh" says nothing.\n\nWhy: due.'),
    (present(ASKED), row(ASKED), None, "Why: due."),                                                   # taken back
    (present(NNA, ours=PAST), row(PAST), None, None),
    (present(NNA, ours=PAST), None, "nna", None),
    (present(NNA, ours=PAST, status="CANCELLED"), row(PAST), "nna", None),
])
@pytest.mark.parametrize("answer", [None, "", "not_tried"])
def test_what_was_written_on_an_event_that_is_over_is_asked_about_there(
    there: Present, last: Written | None, unclear: str | None, text: str | None, answer: str | None
) -> None:
    """P11: people mark an event when it is over. It gets no ✓ before the mark is clear, and is asked about once
    (P3)."""
    answers = Answers((), frozenset(), {UID: (Question(f'"{unclear}" says nothing'),)} if unclear else {})
    told = {UID: answer} if answer is not None and unclear else {}
    found = [asked(change) for change in difference(None, there, last, answers, told).changes]
    title = asking(there.event.summary) if unclear else "Call Dana"
    assert found == ([] if text is None else [("update", title, text)])


def test_an_answer_takes_the_question_back() -> None:
    there = present(replace(ASKED, summary="Call Dana na", description=ASKED.description + "\nmine"), ours=ASKED)
    answers = Answers((), frozenset({UID}), {})
    (change,) = difference(None, there, row(ASKED), answers, {UID: "no_answer"}).changes
    assert asked(change) == ("update", "✓ Call Dana: no answer", "Why: due.\nmine")
    assert isinstance(change, Update)
    assert change.ours.description == "Why: due."
