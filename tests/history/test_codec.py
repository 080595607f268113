"""The written form of facts and events."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, timedelta, timezone
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Booked, Fact, Outcome
from followupd.errors import UsageError
from followupd.history.codec import FACT_FORMS, export_lines, fact_id, parse_lines
from followupd.history.written import event_from_text, event_to_text


def test_every_fact_survives_the_round_trip(any_fact: st.SearchStrategy[Fact]) -> None:
    """What export writes, import reads back as the same facts in the same order, one line each."""

    @given(st.lists(any_fact, max_size=5))
    def holds(facts: list[Fact]) -> None:
        lines = list(export_lines(facts))
        assert len(lines) == len(facts)
        assert not any("\n" in line for line in lines)
        assert list(parse_lines(lines)) == facts

    holds()


def test_the_form_is_stable(one_of_each: tuple[Fact, ...]) -> None:
    """The lines of docs/state.md: key order, instants in UTC with Z, absent values left out."""
    (
        attempt, card, listed, closed, moved, skipped, restored, promised, settled, booked, swept, noticed, call,
        retracted,
    ) = export_lines(one_of_each)
    assert list(json.loads(card)) == ["kind", "contact", "at", "outcome", "channel", "note", "source", "card"]
    assert attempt == (
        '{"kind":"attempt","contact":"dana","at":"2026-11-20T21:10:00Z","outcome":"call_back","channel":"phone",'
        '"note":"asked for “Thursday”\\n2nd line","asked":"2026-11-26T10:30:00","timed":false,"source":"hitlist"}'
    )
    assert list(json.loads(listed)) == ["kind", "contact", "at", "slug", "name", "phones", "emails"]
    assert list(json.loads(closed)) == ["kind", "contact", "at", "channel", "address", "outcome", "attempt_at"]
    assert list(json.loads(moved)) == ["kind", "at", "uid", "start", "end"]
    assert list(json.loads(skipped)) == ["kind", "contact", "at", "uid", "start"]
    assert list(json.loads(promised)) == ["kind", "contact", "at", "what", "by", "source"]
    assert restored == '{"kind":"restored","at":"2026-11-20T21:10:00Z","uid":"block-2026w48-1-hitlist@followupd"}'
    assert list(json.loads(settled)) == ["kind", "contact", "at", "what", "by", "kept", "source", "event"]
    assert booked == (
        '{"kind":"booked","contact":"dana","at":"2026-11-20T21:10:00Z","day":"2027-05-21","source":"calendar",'
        '"event":"retry-dana-20261120-1-hitlist@followupd","time":"15:00:00","channel":"coffee"}'
    )
    assert list(json.loads(swept)) == ["kind", "contact", "at", "day", "source", "event"]
    assert noticed == (
        '{"kind":"noticed","contact":"dana","at":"2026-11-20T21:10:00Z","outcome":"reached","rule":"met",'
        '"evidence":"abababababababababababababababab","sure":false,"source":"work.ics","what":"Lunch"}'
    )
    assert call.endswith('"source":"calls","seconds":240}')
    assert retracted == (
        '{"kind":"retracted","contact":"dana","at":"2026-11-20T21:10:00Z","fact":"0123456789abcdef0123456789abcdef",'
        '"source":"calendar"}'
    )


def test_a_booking_from_before_channels_is_read() -> None:
    """An older line has neither the time nor the channel, and is written as it was."""
    line = '{"kind":"booked","contact":"dana","at":"2026-11-20T21:10:00Z","day":"2027-05-21","source":"command"}'
    (before,) = parse_lines([line])
    assert isinstance(before, Booked)
    assert (before.day, before.time, before.channel) == (date(2027, 5, 21), None, None)
    assert list(export_lines([before])) == [line]


def test_the_same_attempt_from_two_inputs_has_one_id(one_of_each: tuple[Fact, ...]) -> None:
    """`source` and the zone of an instant do not count; the note and the outcome do."""
    first = one_of_each[0]
    assert isinstance(first, Attempt)
    elsewhere = first.at.astimezone(timezone(timedelta(hours=-7)))
    same = Attempt("dana", elsewhere, first.outcome, "phone", first.note, first.asked, False, "calendar")
    assert fact_id(same) == fact_id(first)
    assert fact_id(Attempt("dana", first.at, Outcome.BUSY)) != fact_id(Attempt("dana", first.at, Outcome.REACHED))
    assert len({fact_id(fact) for fact in one_of_each}) == len(one_of_each)


GOOD = '{"kind":"skipped","at":"2026-11-20T21:10:00Z","uid":"x","start":"2026-11-20T21:10:00Z"}'


@pytest.mark.parametrize(("line", "complaint"), [
    ("{", "no JSON at column 2"),
    ("[]", "a fact is a JSON object"),
    ("{}", '"kind" is null; it is one of attempt, listed'),
    ('{"kind":["attempt"]}', '"kind" is ["attempt"]'),
    ('{"kind":"meeting"}', '"kind" is "meeting"; it is one of'),
    ('{"kind":"attempt","at":"2026-11-20T21:10:00Z","outcome":"busy"}', '"contact" is missing'),
    ('{"kind":"attempt","contact":"a","at":"2026-11-20T21:10:00","outcome":"busy"}', "names no time zone"),
    ('{"kind":"attempt","contact":"a","at":"0001-01-01T00:00:00+09:00","outcome":"busy"}',
     "outside the years 1 to 9999"),
    ('{"kind":"attempt","contact":"a","at":"yesterday","outcome":"busy"}', "write an instant such as"),
    ('{"kind":"attempt","contact":"a","at":"2026-11-20T21:10:00Z","outcome":"meh"}', "reached, no_answer"),
    ('{"kind":"attempt","contact":3,"at":"2026-11-20T21:10:00Z","outcome":"busy"}', '"contact" must be text'),
    ('{"kind":"attempt","contact":"\\ud800","at":"2026-11-20T21:10:00Z","outcome":"busy"}', "half a character"),
    (GOOD.replace('"uid"', '"uids"'), '"uid" is missing'),
    (GOOD.replace("}", ',"colour":"red"}'), '"colour" is not a field'),
    ('{"kind":"attempt","contact":"a","at":"2026-11-20T21:10:00Z","outcome":"busy","asked":"soon"}', "write a day"),
    ('{"kind":"attempt","contact":"a","at":"2026-11-20T21:10:00Z","outcome":"busy","timed":1}', "true or false"),
    ('{"kind":"attempt","contact":"a","at":"2026-11-20T21:10:00Z","outcome":"busy","source":"me"}', "command, hitlist"),
    ('{"kind":"listed","contact":"a","at":"2026-11-20T21:10:00Z","slug":"a","name":"A","phones":"1"}', "list of texts"),
    ('{"kind":"moved","at":"2026-11-20T21:10:00Z","uid":"x","start":"2026-11-20T21:10:00Z",'
     '"end":"9999-12-31T00:00:00Z"}', "2026-11-20 and 9999-12-31, where no event can be"),
    ('{"kind":"moved","at":"2026-11-20T21:10:00Z","uid":"x","start":"2026-11-20T21:10:00Z",'
     '"end":"2026-11-19T00:00:00Z"}', "2026-11-20 and 2026-11-19, where no event can be"),
    *(
        ('{"kind":"noticed","contact":"a","at":"2026-11-20T21:10:00Z","rule":"spoke","evidence":"'
         f'{"a" * 32}","seconds":{no}}}', '"seconds" must be a number of seconds')
        for no in ("-1", "true", "4.5", '"4"', "99999999999999999999")
    ),
    ('{"kind":"retracted","at":"2026-11-20T21:10:00Z","fact":"the call"}', '"fact" is "the call"; it is 32 hex digits'),
    ("[" * 100_000, "line 2: "),
])
def test_a_bad_line_is_named_and_nothing_is_read(line: str, complaint: str) -> None:
    """The number of the line and what is wrong with it; good lines beside it are not imported either."""
    with pytest.raises(UsageError) as caught:
        parse_lines([GOOD, line, GOOD])
    assert caught.value.message.startswith("line 2: ")
    assert complaint in caught.value.message
    assert "nothing was imported" in caught.value.hint


def test_all_bad_lines_are_reported_together() -> None:
    """Ten are shown and the others counted."""
    with pytest.raises(UsageError) as caught:
        parse_lines(["{", GOOD, *["[]"] * 20])
    shown = caught.value.message.splitlines()
    assert len(shown) == 11
    assert shown[0].startswith("line 1:")
    assert shown[1].startswith("line 3:")
    assert shown[-1] == "and 11 more"


def test_a_byte_order_mark_and_empty_lines_do_no_harm() -> None:
    """A file that passed through an editor is still read."""
    assert len(parse_lines(["\ufeff" + GOOD + "\r\n", "\n", GOOD, ""])) == 2


def test_events_survive_the_round_trip(event: Event) -> None:
    """An event written to the state database is the same when it is read, alarm and people included."""
    plain = Event("block-1-hitlist@followupd", event.start, event.end, "")
    for one in (event, plain):
        assert event_from_text(event_to_text(one)) == one


@pytest.mark.parametrize("kind", get_args(Fact))
def test_the_table_has_the_fields_of_each_type_in_their_order(kind: type[Fact]) -> None:
    """A new type of fact is one entry; a field that is missing there would be lost silently."""
    (form,) = [form for form in FACT_FORMS.values() if form.fact is kind]
    assert ["contact", "at", *(field.name for field in form.fields)] == [field.name for field in fields(kind)]
