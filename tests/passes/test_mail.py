"""Mail that is noticed in whole passes: each evidence once, whatever happens in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from followupd.core.answers.taking_back import reports_that_count, taking_back
from followupd.core.values.facts import Closed, EvidenceRule, Noticed, Outcome
from followupd.core.values.mailboxes import MailFilesTarget
from followupd.core.values.record import Facts
from followupd.core.values.sightings import MailSeen
from followupd.core.values.targets import CaldavTarget
from followupd.evidence.mail.mbox import Mbox
from followupd.passes.evidence import about_people
from tests.kit.desks import HomeFolder
from tests.kit.mails import ANN, ME, answering, failed, mail, now
from tests.kit.people import hit_list, person

DAY = timedelta(days=1)
FROM = "From x Mon Nov 30 13:45:24 2026\n"
LIST = f"""
calendar: followup.ics
state: followup.db
timezone: UTC
me: {ME}
mail: {{mbox: [inbox, sent]}}
noticed: {{mail: yes}}
contacts: [{{name: Ann, email: {ANN}}}]
"""
RULES = [(EvidenceRule.SENT, True), (EvidenceRule.REPLIED, True), (EvidenceRule.WROTE, True)]


def home_in(folder: Path, text: str = LIST) -> tuple[HomeFolder, datetime]:
    """A list on which Ann has been for a month, and three mails with her."""
    home, now = HomeFolder(folder), datetime.now(UTC)
    home.write(text)
    (folder / "inbox").touch()
    (folder / "sent").touch()
    home.a_pass(now - 30 * DAY)
    add(folder / "sent", mail(ME, ANN, "m1", ago=3 * DAY))
    add(folder / "inbox", mail(ANN, ME, "a1", answering("m1"), ago=2 * DAY))
    add(folder / "sent", mail(ME, "stranger@else.example", "m2", ago=DAY))
    return home, now


def add(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(f"{FROM}{text}\n")


def noticed(home: HomeFolder) -> list[tuple[EvidenceRule, bool]]:
    return [(fact.rule, fact.sure) for fact in home.facts() if isinstance(fact, Noticed)]


def test_each_mail_is_noticed_once(tmp_path: Path) -> None:
    home, now = home_in(tmp_path)
    for ago in (2, 1, 0):
        home.a_pass(now - timedelta(minutes=ago))
        assert noticed(home) == RULES[:2]


def test_what_a_mailbox_remembers_may_be_lost(tmp_path: Path) -> None:
    """As when the power failed between the facts and it: all is read again, and nothing counts twice."""
    home, now = home_in(tmp_path)
    home.a_pass(now)
    with home.opened() as sources:
        (source,) = sources.evidence
        row = sources.history.evidence(source.key)
        assert row is not None
        assert "@" not in row.memory
        sources.history.keep_evidence(source.key, type(row)(""))
    home.a_pass(now)
    assert noticed(home) == RULES[:2]


def test_with_a_mailbox_and_no_word_about_it_the_user_is_asked(tmp_path: Path) -> None:
    """And with `no` it is not even opened."""
    home, now = home_in(tmp_path, LIST.replace("noticed: {mail: yes}\n", ""))
    home.a_pass(now)
    assert noticed(home) == [(rule, False) for rule, _ in RULES[:2]]
    home.write(LIST.replace("mail: yes", "mail: no"))
    with home.opened() as sources:
        assert sources.evidence == ()


def test_a_mailbox_that_cannot_be_read_is_reported_once_and_stops_nothing(tmp_path: Path) -> None:
    home, now = home_in(tmp_path)
    (tmp_path / "inbox").rename(tmp_path / "elsewhere")
    first, second = home.a_pass(now), home.a_pass(now)
    (problem,) = [one for one in first.problems if "inbox" in one]
    assert problem.startswith(f"{tmp_path / 'inbox'} cannot be read")
    assert not [one for one in second.problems if "inbox" in one]
    (tmp_path / "elsewhere").rename(tmp_path / "inbox")
    home.a_pass(now)
    assert noticed(home) == RULES[:2]


def test_a_pass_that_only_shows_remembers_nothing(tmp_path: Path) -> None:
    home, now = home_in(tmp_path)
    home.a_pass(now, write=False)
    assert noticed(home) == []
    home.a_pass(now)
    assert noticed(home) == RULES[:2]


def test_a_bounced_mail_closes_the_address_at_once(tmp_path: Path) -> None:
    """The pass that notices it asks for new details, and the next one writes nothing (P3); an undo opens it again."""
    home, now = home_in(tmp_path)
    add(tmp_path / "inbox", failed(ANN))
    report = home.a_pass(now)
    assert [fact.address for fact in home.facts() if isinstance(fact, Closed)] == [ANN]
    assert report.plan.statuses["ann"].timeline.closed != ()
    assert home.a_pass(now).changes == ()
    with home.opened() as sources:
        facts = Facts(sources.history.facts())
        sources.history.append(taking_back(facts, [facts.all.noticed[-1]], now, "command"), now)
    assert home.a_pass(now).plan.statuses["ann"].timeline.closed == ()


@pytest.mark.parametrize("mode", ["yes", "ask"])
def test_of_two_addresses_the_one_that_bounced_is_closed(tmp_path: Path, mode: str) -> None:
    """Although it is not the first."""
    old = f"old.{ANN}"
    text = LIST.replace(f"email: {ANN}", f"email: [{ANN}, {old}], via: [email, phone]")
    home, now = home_in(tmp_path, text.replace("mail: yes", f"mail: {mode}"))
    add(tmp_path / "inbox", failed(old))
    home.a_pass(now)
    if mode == "ask":
        calendar = tmp_path / "followup.ics"
        calendar.write_bytes(calendar.read_bytes().replace(b"SUMMARY:Did you get", b"SUMMARY:yes Did you get"))
        home.a_pass(now)
    assert [fact.address for fact in home.facts() if isinstance(fact, Closed)] == [old]


@pytest.mark.parametrize("ago", [15, 40])
def test_older_mail_shows_nothing_new(tmp_path: Path, ago: int) -> None:
    home, now = home_in(tmp_path)
    add(tmp_path / "inbox", mail(ANN, ME, "a0", ago=ago * DAY))
    home.a_pass(now)
    assert noticed(home) == RULES[:2]


def test_a_mail_from_one_account_is_answered_in_another(tmp_path: Path) -> None:
    """Two entries of `mail:`; the one with the answer is read first."""
    home, now = home_in(tmp_path, LIST.replace("{mbox: [inbox, sent]}", "[{mbox: inbox}, {mbox: sent}]"))
    add(tmp_path / "inbox", mail(ANN, ME, "a2", ago=DAY))
    home.a_pass(now)
    assert noticed(home) == [RULES[0], RULES[1], RULES[1]]


def test_an_answer_that_is_read_before_what_it_answers_becomes_contact(tmp_path: Path) -> None:
    """The user's own copy comes one pass later. Until then they owe an answer; then it is contact, once, and undone."""
    home, now = home_in(tmp_path)
    (tmp_path / "sent").write_text("")
    home.a_pass(now)
    timeline = home.a_pass(now).plan.statuses["ann"].timeline
    assert (len(timeline.owed), timeline.last_contact) == (1, None)
    add(tmp_path / "sent", mail(ME, ANN, "m1", ago=3 * DAY))
    home.a_pass(now)
    report = home.a_pass(now)
    assert report.changes == ()
    timeline = report.plan.statuses["ann"].timeline
    assert (timeline.owed, [one.outcome for one in timeline.attempts]) == ((), [Outcome.SENT, Outcome.REACHED])
    with home.opened() as sources:
        facts = Facts(sources.history.facts())
        (told, *_) = reports_that_count(facts)
        sources.history.append(taking_back(facts, told, now, "command"), now)
    home.a_pass(now)
    timeline = home.a_pass(now).plan.statuses["ann"].timeline
    assert (timeline.owed, [one.outcome for one in timeline.attempts]) == ((), [Outcome.SENT])


BOOKS = "xn--bcher-kva.example", "b\u00fccher.example"


@pytest.mark.parametrize(("me", "login", "mine", "for_others"), [
    ((), f"Alex@{BOOKS[1].upper()}", True, [False, False]),
    ((f"alex@{BOOKS[0]}",), "", True, [True, False]), ((f"alex@{BOOKS[1]}",), "alex", True, [True, False]),
    (("other@example.net",), f"alex@{BOOKS[1]}", True, [True, False]), ((), "alex", False, [False, False]),
])
def test_the_users_addresses_are_known_from_logins(
    tmp_path: Path, me: tuple[str, ...], login: str, mine: bool, for_others: list[bool]
) -> None:
    """In any spelling. That of a calendar may be at no mailbox: then it does not say which mail is for others."""
    account = CaldavTarget("https://dav.example.com/", username=login)
    listed = replace(hit_list(me=me), calendar=account)
    asked = about_people([person("Ann", emails=(ANN,))], listed, now() - 14 * DAY)
    add(tmp_path / "inbox", mail(f"alex@{BOOKS[0]}", ANN, "m1"))
    add(tmp_path / "inbox", mail(ANN, f"alex@{BOOKS[1]}", "a1", ago=DAY))
    add(tmp_path / "inbox", mail(ANN, "me@elsewhere.example", "a2", ago=2 * DAY))
    seen = Mbox(MailFilesTarget((tmp_path / "inbox",), is_mbox=True)).look(asked, "").sightings
    shown = [(one.from_user, one.to_others) for one in seen if isinstance(one, MailSeen)]
    assert shown == [*((False, one) for one in for_others), *[(True, False)] * mine]
