"""Passes that read evidence, to be killed at every step (killing.py): meetings, a mailbox on Dovecot, a call log.

Whatever was under way, the next pass ends as an undisturbed one: each evidence is noticed once, what was taken back
stays taken back, and what comes afterwards is read, once.
"""

from __future__ import annotations

import imaplib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import format_datetime

from followupd.core.answers.taking_back import reports_that_count, taking_back
from followupd.core.values.facts import EvidenceRule, Fact, Noticed, Outcome
from followupd.core.values.record import Facts
from followupd.passes.outlook import look
from followupd.passes.report import Report
from followupd.run import run_pass
from tests.calendars.busy.conftest import calendar, event
from tests.faults.killing import LATER, NOW, Acknowledge, Interrupted, Victim
from tests.kit.mail_server import PASSWORD, MailServer

AFTER = NOW + timedelta(days=1)
ROBIN, SAM, CLEO, STRANGER = "robin@example.com", "sam@example.com", "cleo@example.com", "stranger@else.example"
LIST = """\
calendar: {{calendar}}
state: state.db
timezone: America/Denver
hours: Mon-Sun 0:00-24:00
me: [alex@example.com, {user}]
busy: [work.ics]
calls: calls
mail: {{{{imap: 'imaps://localhost:{port}', username: {user}, password: {password}, ca_file: {ca_file}}}}}
noticed: {{{{meetings: yes, mail: yes, calls: yes}}}}
contacts:
  - {{{{name: Dana Whitfield, phone: +1 303 555 0142}}}}
  - {{{{name: Sam Okafor, email: sam@example.com}}}}
  - {{{{name: Robin Hale, email: robin@example.com, phone: +1 303 555 0143, every: 1 month}}}}
  - {{{{name: Cleo Lang, email: cleo@example.com}}}}
"""
# Everything that the evidence shows, by person, rule and whether it is sure.
FIRST = {
    ("robin-hale", EvidenceRule.MET, True), ("cleo-lang", EvidenceRule.MET, False),
    ("dana-whitfield", EvidenceRule.NOT_ANSWERED, True), ("dana-whitfield", EvidenceRule.SPOKE, True),
    ("cleo-lang", EvidenceRule.SENT, True), ("cleo-lang", EvidenceRule.REPLIED, True),
    ("sam-okafor", EvidenceRule.SENT, True), ("sam-okafor", EvidenceRule.BOUNCED, True),
    ("robin-hale", EvidenceRule.WROTE, True),
}
SECOND = {
    ("cleo-lang", EvidenceRule.MET, True), ("dana-whitfield", EvidenceRule.RANG, True),
    ("robin-hale", EvidenceRule.SENT, True),
}


def letter(sender: str, to: str, at: datetime, number: str, *fields: str, body: str = "Hello.") -> str:
    head = (f"From: {sender}", f"To: {to}", f"Date: {format_datetime(at)}", f"Message-ID: <{number}@example>")
    return "\r\n".join((*head, *fields, "", *body.split("\n"), ""))


@dataclass
class Witnessed(Victim):
    """A victim with a work calendar, a mailbox and a call log."""

    server: MailServer

    def __post_init__(self) -> None:
        self.user = self.server.new_user()
        (self.folder / "calls").mkdir()
        (self.folder / "work.ics").write_bytes(calendar())
        super().__post_init__()
        self.relist(LIST.format(
            port=self.server.secure_port, user=self.user, password=PASSWORD, ca_file=self.server.certificate,
        ))

    def called(self, name: str, *lines: str) -> None:
        (self.folder / "calls" / name).write_text("".join(f"{line}\n" for line in lines))

    def mailed(self, folder: str, at: datetime, text: str) -> None:
        with self.server.logged_in(self.user) as imap:
            verdict, said = imap.append(folder, "", imaplib.Time2Internaldate(at), text.encode())
        assert verdict == "OK", said

    def shown(self) -> list[tuple[str, EvidenceRule, bool]]:
        return [(fact.contact, fact.rule, fact.sure) for fact in self.facts() if isinstance(fact, Noticed)]

    def facts(self) -> tuple[Fact, ...]:
        """Return the facts without the name of the user, which no two victims share."""
        return tuple(
            replace(fact, source=fact.source.replace(self.user, "me")) if isinstance(fact, Noticed) else fact
            for fact in super().facts()
        )

    def counted(self, now: datetime) -> dict[str, list[tuple[datetime, Outcome]]]:
        """Return the attempts that count, by name."""
        seen = look(self.config, lambda _: now)
        return {
            key: [(one.at, one.outcome) for one in seen.status(key).timeline.attempts]
            for key in ("cleo-lang", "dana-whitfield", "robin-hale", "sam-okafor")
        }

    def lose_the_database(self) -> None:
        for path in self.folder.glob("state.db*"):
            path.unlink()

    def undone(self, at: datetime, acknowledge: Acknowledge = lambda: None) -> Report:
        """Do what `followupd undo` does."""
        with self.opened() as sources:
            facts = Facts(sources.history.facts())
            sources.history.append(taking_back(facts, next(reports_that_count(facts)), at, "command"), at)
            acknowledge()
            return run_pass(sources, at, write=True)


def _guest(address: str) -> str:
    return f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{address}"


MINE = "ORGANIZER:mailto:alex@example.com"
LUNCH = event("DTSTART:20261120T212000Z", "DTEND:20261120T213000Z", "SUMMARY:Lunch", MINE, _guest(ROBIN), uid="lunch")
WORKSHOP = event("DTSTART:20261120T212000Z", "DTEND:20261120T214000Z", "SUMMARY:Workshop", MINE, _guest(CLEO),
                 *(_guest(f"p{number}@else.example") for number in range(3)), uid="workshop")
COFFEE = event("DTSTART:20261121T180000Z", "DTEND:20261121T190000Z", "SUMMARY:Coffee", MINE, _guest(CLEO), uid="coffee")


def _first(victim: Victim) -> None:
    """Let everybody be listed, and all kinds of evidence come afterwards."""
    assert isinstance(victim, Witnessed)
    victim.a_pass(NOW)
    at, me = NOW + timedelta(minutes=20), victim.user
    (victim.folder / "work.ics").write_bytes(calendar(LUNCH, WORKSHOP))
    victim.called("log.txt", "2026-11-20 14:30, outgoing, 303 555 0142, 0",
                  "2026-11-20 14:40, outgoing, 3035550142, 90", "2026-11-20 14:50, outgoing, 303 555 0199, 90")
    victim.mailed("Sent", at, letter(me, CLEO, at, "m1"))
    victim.mailed("INBOX", at, letter(CLEO, me, at + timedelta(minutes=5), "a1", "In-Reply-To: <m1@example>"))
    victim.mailed("Sent", at, letter(me, SAM, at, "m2"))
    victim.mailed("INBOX", at, letter(STRANGER, me, at, "s1"))
    victim.mailed("INBOX", at, letter(
        "MAILER-DAEMON@mx.example", me, at + timedelta(minutes=1), "dsn", "Return-Path: <>",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        body="--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n"
             f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {SAM}\nAction: failed\nStatus: 5.1.1\n\n--b--",
    ))
    victim.mailed("INBOX", at, letter(ROBIN, me, at + timedelta(minutes=9), "w1"))


def _second(victim: Witnessed) -> None:
    """Let more of each come."""
    at, me = LATER + timedelta(hours=2), victim.user
    victim.called("later.txt", "2026-11-20 17:30, missed, 303 555 0142")
    (victim.folder / "work.ics").write_bytes(calendar(LUNCH, WORKSHOP, COFFEE))
    victim.mailed("Sent", at, letter(me, ROBIN, at, "m3"))
    victim.mailed("INBOX", at, letter(STRANGER, me, at, "s2"))


def _heal(victim: Victim) -> Report:
    """Run the undisturbed pass, let more evidence come, and run another; once more, only run that one again."""
    assert isinstance(victim, Witnessed)
    if not (victim.folder / "calls" / "later.txt").exists():
        assert victim.a_pass(LATER).problems == ()
        assert sorted(victim.shown()) == sorted(FIRST)
        _second(victim)
    report = victim.a_pass(AFTER)
    assert report.problems == ()
    assert sorted(victim.shown()) == sorted(FIRST | SECOND)
    return report


def noticed_before(victim: Victim) -> None:
    """Let evidence come, and a pass notice it."""
    _first(victim)
    victim.a_pass(LATER)


def _lost(victim: Victim) -> None:
    assert isinstance(victim, Witnessed)
    noticed_before(victim)
    victim.lose_the_database()


def _undone(victim: Victim, acknowledge: Acknowledge) -> Report:
    assert isinstance(victim, Witnessed)
    return victim.undone(LATER, acknowledge)


WITH_EVIDENCE = {
    "evidence of all kinds": Interrupted(_first, lambda victim, _: victim.a_pass(LATER), _heal),
    "an undo of what was noticed": Interrupted(noticed_before, _undone, _heal),
    "a lost database": Interrupted(_lost, lambda victim, _: victim.a_pass(LATER), _heal),
}
