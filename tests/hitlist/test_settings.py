"""Every setting, as it may be written, and the complaint if it is not."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import tzlocal

from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import Hitlist, Per, Quota, RetryRule, StartSmall
from followupd.core.values.targets import IcsTarget
from followupd.core.values.time import Span
from followupd.core.values.user_time import Away
from followupd.hitlist.load import Loaded, load
from tests.kit.people import DENVER

Accept = Callable[[str], Hitlist]
Complain = Callable[[str], list[str]]
LoadText = Callable[[str], Loaded]


def test_an_almost_empty_list_has_every_default(accept: Accept, tmp_path: Path) -> None:
    """One key is enough: the calendar is beside the file, the zone is the system's."""
    assert accept("contacts:\n") == Hitlist(
        IcsTarget(tmp_path / "followup.ics"), DENVER, parse_hours("Mon-Fri 9:00-17:00")
    )


@pytest.mark.parametrize(
    ("text", "attribute", "expected"),
    [
        ("list: alex2", "name", "alex2"),
        ("hours: [Mon 9-12, Tue 13-17]", "hours", parse_hours("Mon 9-12, Tue 13-17")),
        ("holidays: US-CO", "holidays", ("US-CO",)),
        ("holidays: [us-co, DE-BY, GB, de-bayern]", "holidays", ("US-CO", "DE-BY", "GB")),
        ("holidays: us-colorado, NO", "holidays", ("US-CO", "NO")),
        ("holidays: NO", "holidays", ("NO",)),
        ("holidays: no", "holidays", ()),
        ("holidays: off", "holidays", ()),
        ("away: 2026-12-24", "away", (Away(date(2026, 12, 24), date(2026, 12, 24)),)),
        ("away: [2026-12-24, '2027-01-02 to 2027-01-04, Lisbon']", "away",
         (Away(date(2026, 12, 24), date(2026, 12, 24)), Away(date(2027, 1, 2), date(2027, 1, 4), "Lisbon"))),
        ("away: {from: 2026-12-22, to: 2 Jan 2027, reason: Lisbon}", "away",
         (Away(date(2026, 12, 22), date(2027, 1, 2), "Lisbon"),)),
        ("away: []", "away", ()),
        ("me: [Dana@Example.com, d@work.example]", "me", ("dana@example.com", "d@work.example")),
        ("me: dana@example.com, dana@example.com", "me", ("dana@example.com",)),
        ("retry: {ladder: [4 days, 2w], min_gap: 2d, length: 20 min}", "retry",
         RetryRule((Span(days=4), Span(days=14)), Span(days=2), timedelta(minutes=20))),
        ("retry: {per_day: 4 a day}", "retry", RetryRule(per_day=4)),
        ("retry: {length: {video: 45m, call: 10m, default: 20m}}", "retry", RetryRule(
            length=timedelta(minutes=20),
            per_channel=(("phone", timedelta(minutes=10)), ("video", timedelta(minutes=45))))),
        ("retry: {length: {video: 45m}}", "retry", RetryRule(per_channel=(("video", timedelta(minutes=45)),))),
        ("retry: {rest: 2 months, switch_after: 1}", "retry", RetryRule(rest=Span(months=2), switch_after=1)),
        ("retry: {ladder: [1 week, 2 weeks, 1 month]}", "retry",       # whoever spelled it out keeps it
         RetryRule((Span(days=7), Span(days=14), Span(months=1)))),
        ("retry: {ladder: '1 week, 1 month'}", "retry", RetryRule((Span(days=7), Span(months=1)))),
        ("action_plan: off", "action_plan", ()),
        ("action_plan: {call: 1 per workday}", "action_plan", (Quota("phone", 1, Per.WORKDAY),)),
        ("action_plan: {email: 1 every Friday}", "action_plan", (Quota("email", 1, Per.WEEKDAY, 4),)),
        ("start_small: off", "start_small", None),
        ("start_small: no", "start_small", None),
        ("start_small: yes", "start_small", StartSmall()),
        ("start_small: {first: 5, then: 2 per month}", "start_small", StartSmall(5, 2)),
        ("start_small: {then: 4}", "start_small", StartSmall(7, 4)),
    ],
)
def test_a_setting_is_typed(accept: Accept, text: str, attribute: str, expected: Any) -> None:
    """As people write it, one or several."""
    assert getattr(accept(text), attribute) == expected


def test_a_relative_state_file_is_beside_the_hit_list(accept: Accept, tmp_path: Path) -> None:
    """A relative path starts from the hit list, wherever the daemon was started."""
    assert accept("state: followupd.db").state == tmp_path / "followupd.db"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("list: Alex-1", '1:7 list: "Alex-1" is part of every event\'s UID'),
        ("list: Alex-1", "Write alex1."),
        ("calender: x.ics", "1:1 calender: no such key. Did you mean calendar?"),
        ("tz: UTC", "1:1 tz: no such key. Did you mean timezone?"),
        ("timezone: America/Denvr", '1:11 timezone: "America/Denvr" is not a time zone. Did you mean America/Denver?'),
        ("timezone: denver", "Did you mean America/Denver?"),
        ("timezone: America", "is not a time zone"),
        ("timezone: PST", '"PST" is not a time zone. Did you mean America/Los_Angeles?'),
        ("timezone: EST", '"EST" is a clock without summer time. Write America/New_York, or America/Panama if'),
        ("timezone: yes", '"yes" is not a time zone. Write a name such as America/Denver'),
        ("away: [2026-12-22 to 2027-01-02, Lisbon]",
         'Is it the reason of the days before it? Then quote both: "2026-12-22 to 2027-01-02, Lisbon".'),
        ("review: []", "review: must be one text, not a list. Write Monday 9:00."),
        ("contacts: [{name: Sam, keeps: {a: b}}]", "must be one text, not a mapping. Write [Diwali, Eid]."),
        ("contacts: [{name: Sam, book_ahead: }]", "book_ahead: is empty. Write 6 months. Or delete the line."),
        ("timezone: ../../etc/passwd", "is not a time zone"),
        ("hours: 9-5", "Write 9:00-17:00."),
        ("hours:", "1:7 hours: is empty. Write Mon-Fri 9:00-17:00. Or delete the line."),
        ("retry: {per_day: 0}", 'retry.per_day: "0" is not a number of reminders a day'),
        ("retry: {switch_after: 0}", 'retry.switch_after: "0" is not a number of failures'),
        ("retry: {length: {vidoe: 45m}}", "Did you mean video?"),
        ("retry: {length: {text: 3m, sms: 4m}}", "says text twice"),
        ("retry: {length: {video: 45}}", "has no unit"),
        ("retry: {ladder: []}", "retry.ladder: needs 1 to 20 waits"),
        ("retry: {ladder: [1 week, soon]}", 'retry.ladder[1]: "soon" is not a duration'),
        ("action_plan: 5", "Write action_plan: {phone: 1 per workday, coffee: 2 per month}, or off."),
        ("action_plan: {phone: 5}", '"5" does not say how often. Write 5 per month, or 5 per workday.'),
        ("action_plan: {phnoe: 1 per week}", '"phnoe" is not a channel. Did you mean phone?'),
        ("action_plan: {phone: 1 per week, call: 1 a day}", "is phone, which is here already. Keep one."),
        ("start_small: 7", "must be keys and values, not one text. Write {first: 7, then: 3 per month}, or off."),
        ("start_small: {first: 0}", '"0" is not a number of people'),
        ("me: dana", '1:5 me: "dana" is not a mail address. Write dana@example.com.'),
        ("holidays: US-CL", '1:11 holidays: "US-CL": US has no part "CL". '),
        ("holidays: US-Colorad", "Did you mean US-CO?"),
        ("holidays: [GB, germany]", '1:16 holidays[1]: "germany" is not a country whose holidays are known here. '
         "Did you mean DE?"),
        ("holidays: USA", "Did you mean US?"),
        ("holidays: UK", "Did you mean GB?"),
        ("holidays: GB-London", "There are ENG, NIR, SCT, WLS."),
        ("holidays: MC-X", "MC has the same holidays everywhere. Write MC."),
        ("holidays: 12", "Write a country such as US, or a part of it such as US-CO."),
        ("away: 2027-01-02 to 2026-12-22", '1:7 away: "2027-01-02 to 2026-12-22" ends before it begins. '
         "Write 2026-12-22 to 2027-01-02, or correct the year."),
        ("away: 2026-12-22 to 2072-01-02", "is more than two years. Correct the year."),
        ("away: [2026-12-24, next week]", '1:20 away[1]: "next week" is not a day. '
         "Write 2026-11-28 or 28 Nov 2026, or 2026-12-22 to 2027-01-02 for several days."),
        ("away: 2026-02-30", "there is no such day in the calendar"),
        ("away: 22 Dec to 2 Jan", '"22 dec" has no year.'),
        ("away: 03/04/2026", "year first, or the month as a word"),
        ("away: {to: 2026-12-24}", "does not say from when. Write from: 2026-12-22."),
        ("away: {from: 2026-12-22}", "1:14 away: does not say until when. "
         "Write to: 2026-12-22 for that one day, or the last day away."),
        ("away: [{reason: rest, from: 22 Dec 2026}]", "1:29 away[0]: does not say until when. Write to: 2026-12-22"),
        ("away: {from: 2026-12-24, to: 2026-12-24, resaon: rest}", "away.resaon: no such key. Did you mean reason?"),
        ("away: {from: 2026-12-24, to: 2026-12-20}", '"2026-12-24 to 2026-12-20" ends before it begins'),
        ("state: ./", "is a folder, and the state is one file"),
        ("categories: {clients: {every: 3 months, at_most: 1 month}}",
         "categories.clients.at_most: 1 month is shorter than every 3 months. Write 4 months, or leave at_most out."),
        ("categories: {clients: {every: 1 year, at_most: 1 month}}",
         "categories.clients.at_most: 1 month is shorter than every year. Write 1 year 4 months, or"),
        ("categories: {clients: {at_most: 1 month}}",
         "categories.clients.at_most: 1 month is shorter than every 3 months"),
        ("categories: {clients: {evry: 1 month}}", "categories.clients.evry: no such key. Did you mean every?"),
        ("categories: {clients: {via: [emial]}}",
         'categories.clients.via[0]: "emial" is not a channel. Did you mean email?'),
        ("default: 2 fortnights", 'default: "2 fortnights" is not a duration.'),
    ],
)
def test_a_bad_setting_is_named_with_its_place(complain: Complain, text: str, problem: str) -> None:
    """One sentence: what is wrong, and what to write."""
    found = complain(text)
    assert any(problem in line for line in found), found
    assert len(found) == 1


@pytest.mark.parametrize(("text", "paths"), [
    ("retry: {ladder: [], min_gap: 0 days}", ["retry.ladder", "retry.min_gap"]),
    ("retry: {ladder: [soon], min_gap: 0 days}", ["retry.ladder[0]", "retry.min_gap"]),
    ("away: {from: 2026-12-24, to: 2026-12-22, reason: 5, foo: 1}", ["away", "away.foo"]),
    ("calendar: {url: ftp://x/y, username: bob}", ["calendar.url", "calendar.username"]),
])
def test_the_problems_of_a_section_are_reported_together(complain: Complain, text: str, paths: list[str]) -> None:
    """One key's problem hides no other's (P9), and none is told twice."""
    assert sorted(line.split(": ")[0].split(" ")[-1] for line in complain(text)) == paths


def test_no_key_is_without_effect(load_text: LoadText) -> None:
    """Every key does something, so there are no notes."""
    loaded = load_text(
        "block: {every: Tue 10, protect: warn}\ncontacts:\n"
        + "".join(f"  - {{name: P{i}, dates: {{birthday: 14 May}}, promises: [x], people: [y]}}\n" for i in range(3))
    )
    assert loaded.notes == ()


def test_a_machine_without_a_zone_is_in_utc_with_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list loads; the note says which key to write."""
    def no_zone() -> Any:
        warnings.warn("Can not find any timezone configuration, defaulting to UTC.", stacklevel=1)

    monkeypatch.setattr(tzlocal, "get_localzone", no_zone)
    file = tmp_path / "hitlist.yaml"
    file.write_text("contacts:\n")
    loaded = load(file)
    assert loaded.hitlist is not None
    assert loaded.hitlist.timezone.key == "UTC"
    assert [note.path for note in loaded.notes] == ["timezone"]


AN_EXAMPLE = "Write the name of your zone, for example timezone: Europe/Berlin."      # nothing says which is theirs


@pytest.mark.parametrize(("system", "write"), [
    *((system, AN_EXAMPLE) for system in ("UTC-7", "MST7MDT,M3.2.0,M11.1.0", "CET-1CEST", "<-07>7", "PST", "Nowhere")),
    *((system, "Write timezone: Europe/Berlin.") for system in ("Europe/Berln", "europe/berlin", "Berlin", "berlin")),
    ("America/New_york", "Write timezone: America/New_York."),
    ("New York", "Write timezone: America/New_York."),
])
def test_a_system_zone_that_is_not_understood_asks_for_the_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, write: str
) -> None:
    """Every time would be hours off in UTC; with the key the list loads whatever the system says."""
    monkeypatch.setenv("TZ", system)
    monkeypatch.setattr("tzlocal.unix._cache_tz", None)
    file = tmp_path / "hitlist.yaml"
    file.write_text("contacts:\n")
    (problem,) = load(file).problems
    assert f'(TZ="{system}")' in problem.sentence
    assert problem.sentence.endswith(write)
    file.write_text("timezone: Europe/Zurich\ncontacts:\n")
    assert load(file).problems == ()


@pytest.mark.parametrize("system", ["Europe/Berlin ", " Europe/Berlin", "Europe/Berlin\n"])
def test_a_blank_beside_the_system_zone_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    """Nobody sees it in the quoted value."""
    monkeypatch.setenv("TZ", system)
    monkeypatch.setattr("tzlocal.unix._cache_tz", None)
    file = tmp_path / "hitlist.yaml"
    file.write_text("contacts:\n")
    (problem,) = load(file).problems
    assert '(TZ="Europe/Berlin" with a blank beside it). Write timezone: Europe/Berlin.' in problem.sentence


def written(folder: Path, marks: str) -> Path:
    path = folder / "hitlist.yaml"
    path.write_text(f"timezone: America/Denver\nmarks: {marks}\ncontacts: [Dana]\n", encoding="utf-8")
    return path


def test_own_words_are_read(tmp_path: Path) -> None:
    loaded = load(written(tmp_path, "{Erreicht: ok, 'Niemand  da': na, mailbox: left message}"))
    assert loaded.hitlist is not None
    assert dict(loaded.hitlist.marks) == {
        "erreicht": Outcome.DONE, "niemand da": Outcome.NO_ANSWER, "mailbox": Outcome.LEFT_MESSAGE,
    }


@pytest.mark.parametrize(("marks", "said"), [
    ("[ok]", "must be keys and values"),
    ("{erreicht: okk}", '"okk" is not an outcome'),
    ("{ok: na}", "already means done"),
    ("{'3': ok}", "cannot be a word in a title"),
    ("{'a: b': ok}", "cannot be a word in a title"),
])
def test_a_bad_word_is_named_with_its_place(tmp_path: Path, marks: str, said: str) -> None:
    loaded = load(written(tmp_path, marks))
    assert loaded.hitlist is None
    (problem,) = loaded.problems
    assert said in problem.sentence
    assert problem.line == 2
