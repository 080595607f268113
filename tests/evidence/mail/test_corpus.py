"""Two thousand synthetic headers: each shows what it should, and none that a machine sent counts as an answer."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from followupd.core.noticing.mail import shown_by, with_answers
from followupd.core.noticing.people_index import PeopleIndex
from followupd.core.values.facts import EvidenceRule, Outcome
from followupd.core.values.hitlist import Mode
from followupd.evidence.mail.heads import ListAddresses, read_head
from followupd.evidence.mail.memory import MailMemory, ReadMail
from followupd.evidence.protocol import AskedAbout
from tests.kit.mail_corpus import LANGUAGES, MACHINES, ME, NOW, PROGRAMS, WHO, MailCase, corpus
from tests.kit.people import person

ABOUT = AskedAbout((), (WHO,), (ME,), ZoneInfo("UTC"), NOW - timedelta(days=14))
PEOPLE = {"dana": person(emails=(WHO,))}


def shown(case: MailCase) -> list[tuple[EvidenceRule, Outcome | None]]:
    """The rules and outcomes by which the mail in question counts, read as a file is."""
    memory = MailMemory()
    before = [_read(head, sent=True) for head in case.before]
    mail = _read(case.header + "\n" + case.body, sent=case.sent)
    memory.take([one for one in (*before, mail) if one is not None], ABOUT)
    evidence = mail.header.evidence if mail is not None else ""
    seen = [one for one in with_answers(list(memory.sightings(ABOUT))) if one.evidence == evidence]
    return [(fact.rule, fact.outcome) for one in seen for fact in shown_by(one, PeopleIndex(PEOPLE), Mode.YES)]


def _read(text: str, *, sent: bool) -> ReadMail | None:
    data = text.encode("utf-8", "surrogateescape")
    return read_head(data, ListAddresses.of([WHO]), "INBOX", sent=sent, subjects=True)


def test_no_mail_counts_as_what_it_is_not() -> None:
    """No false answer among 2,000; nor anything else that is not labelled so, and nothing is missed."""
    wrong = Counter(
        (case.program, case.kind, tuple(shown(case)), case.rule) for case in corpus()
        if [rule for rule, _ in shown(case)] != ([case.rule] if case.rule is not None else [])
    )
    assert wrong == {}


def test_the_corpus_reaches_what_it_is_about() -> None:
    """A dozen programs and languages, every sign of a machine, and each rule for mail."""
    cases = list(corpus())
    assert len(cases) == 2000
    assert len(PROGRAMS) >= 12
    assert len(LANGUAGES) >= 12
    assert {name for name, _ in MACHINES} <= {case.kind for case in cases}
    kinds = Counter(case.rule for case in cases)
    rules = {EvidenceRule.SENT, EvidenceRule.REPLIED, EvidenceRule.WROTE, EvidenceRule.BOUNCED}
    assert rules <= {rule for rule, count in kinds.items() if count >= 30}
    assert kinds[None] > 1000
