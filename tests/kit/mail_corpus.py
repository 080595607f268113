"""Headers of mail as a dozen programs write them in a dozen languages, each with what it shows.

Made anew from a number, so that the corpus is a script and not two thousand files. Each case is what is in the mailbox
before, the mail in question, and the rule by which it counts, or None. What a machine sent goes under a person's own
address and answers a mail of the user's: nothing but its own signs gives it away.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import format_datetime

from followupd.core.values.facts import EvidenceRule

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
ME = "alex@example.net"
WHO = "dana@example.com"
STRANGERS = tuple(f"stranger{number}@elsewhere.example" for number in range(9))


@dataclass(frozen=True)
class MailCase:
    """`before` are headers of the user's mail that was sent earlier, `header` is the mail in question.

    `program` and `kind` say what it is, for a test that fails. `sent`: it lies in the folder of sent mail.
    """

    program: str
    kind: str
    before: tuple[str, ...]
    header: str
    rule: EvidenceRule | None
    sent: bool = False
    body: str = ""


@dataclass(frozen=True)
class _Program:
    """The manner of a mail program: its Message-IDs, its own fields, and which fields it leaves out."""

    name: str
    id_form: str
    own: tuple[str, ...] = ()
    references: bool = True
    in_reply_to: bool = True
    lower: bool = False             # names of fields in small letters
    bare: bool = False              # addresses without a name
    comment: bool = False           # dana@example.com (Dana)
    last_first: bool = False        # "Whitfield, Dana" <...>
    upper_address: bool = False
    zone: str = "+0000"
    folds: str = "\n "


PROGRAMS = (
    _Program("Gmail", "<CA+{n}=x@mail.gmail.com>", (
        "MIME-Version: 1.0", 'Content-Type: multipart/alternative; boundary="0"')),
    _Program("Apple Mail", "<{n}-ABCD-4F@example.com>", ("Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.600.62\\))",
             "X-Mailer: Apple Mail (2.3774.600.62)"), folds="\n\t"),
    _Program("iPhone", "<{n}@example.com>", ("X-Mailer: iPhone Mail (21F90)", "Mime-Version: 1.0 (1.0)")),
    _Program("Outlook", "<AM0PR{n}@AM0PR05MB1.eurprd05.prod.outlook.com>", (
        "Thread-Topic: x", "Thread-Index: AQHa{n}", "Accept-Language: de-DE, en-US", "X-MS-Has-Attach:",
        "X-MS-TNEF-Correlator:"), last_first=True),
    _Program("old Outlook", "<000001{n}$abc$def@example.com>", ("X-Mailer: Microsoft Outlook 14.0",), references=False),
    _Program("Thunderbird", "<{n}-1b2c@example.com>", ("User-Agent: Mozilla Thunderbird", "Content-Language: fr")),
    _Program("Mutt", "<2026{n}.GA12@host.example.com>", ("User-Agent: Mutt/2.2.9",), bare=True),
    _Program("K-9 Mail", "<{n}@example.com>", ("User-Agent: K-9 Mail for Android",), in_reply_to=False),
    _Program("Yahoo", "<{n}.1234567@mail.yahoo.com>", ("X-Mailer: WebService/1.1.22 YMailNorrin",), lower=True),
    _Program("GMX", "<trinity-{n}@3c-app-gmx-bap54>", ("Importance: normal", "Sensitivity: Normal", "X-Priority: 3")),
    _Program("Roundcube", "<{n}abcdef@example.com>", ("User-Agent: Roundcube Webmail/1.6.5", "X-Sender: x"),
             upper_address=True),
    _Program("KMail", "<{n}.xyz@host>", ("User-Agent: KMail/5.24",), comment=True, zone="+0100"),
    _Program("Notes", "<OF{n}.00-ONC1.2@example.com>", ("X-Mailer: Lotus Domino Web Server",), references=False,
             zone="-0700"),
    _Program("Proton", "<{n}=@proton.me>", ("X-Pm-Message-ID: {n}", "Feedback-Loop: none"), folds="\n  "),
)
# A name, a subject, and a charset in which an older program writes them.
LANGUAGES = (
    ("Dana Whitfield", "Lisbon", "us-ascii"), ("Danä Müller", "Grüße aus Köln", "iso-8859-1"),
    ("Renée Lefèvre", "Ça va, à bientôt", "utf-8"), ("José Muñoz", "¿Cómo estás?", "iso-8859-15"),
    ("Łucja Wójcik", "Dziękuję", "iso-8859-2"), ("Анна Иванова", "Привет, как дела", "koi8-r"),
    ("山田花子", "お元気ですか", "iso-2022-jp"), ("王小明", "你好，最近怎么样", "gb2312"),
    ("Ελένη", "Καλημέρα", "iso-8859-7"),
    ("דנה", "שלום", "utf-8"), ("دانا", "مرحبا", "utf-8"), ("Çiğdem Şahin", "Teşekkürler", "iso-8859-9"),
    ("João Conceição", "Olá", "windows-1252"), ("김다나", "안녕하세요", "euc-kr"),
)


def corpus(size: int = 2000, number: int = 14) -> Iterator[MailCase]:
    """Yield so many cases, each kind by each program in turn."""
    chance = random.Random(number)
    for count in range(size):
        make = _KINDS[count % len(_KINDS)]
        writer = _Writer(PROGRAMS[count // len(_KINDS) % len(PROGRAMS)], LANGUAGES[chance.randrange(len(LANGUAGES))],
                         chance, count)
        yield make(writer)


class _Writer:
    """Writes the headers of one case."""

    def __init__(self, program: _Program, language: tuple[str, str, str], chance: random.Random, number: int) -> None:
        self.program, self.language, self.chance, self.number = program, language, chance, number

    def id(self, of: str = "") -> str:
        return self.program.id_form.format(n=f"{self.number}{of}")

    def mine(self, *, ago: timedelta, to: str = WHO, cc: str = "") -> str:
        """A mail of the user's."""
        lines = [f"From: Alex <{ME}>", f"To: <{to}>", *([f"Cc: {cc}"] if cc else []),
                 f"Date: {format_datetime(NOW - ago)}", f"Message-ID: {self.mine_id}", "Subject: Lisbon"]
        return "\n".join(lines) + "\n"

    @property
    def mine_id(self) -> str:
        return f"<mine{self.number}@example.net>"

    def theirs(self, *, ago: timedelta = timedelta(days=1), answers: bool, to: str = "", fields: tuple[str, ...] = (),
               sender: str = WHO, without: tuple[str, ...] = ()) -> str:
        """A mail of theirs."""
        program = self.program
        at = (NOW - ago).astimezone(UTC)
        date = format_datetime(at) if program.zone == "+0000" else _in_zone(at, program.zone)
        lines = [
            f"From: {self.named(sender)}", f"To: {to or self._me()}",
            f"Subject: {self._word('Re: ' * answers + self.language[1])}", f"Date: {date}", f"Message-ID: {self.id()}",
        ]
        if answers and program.in_reply_to:
            lines.append(f"In-Reply-To: {self.mine_id}")
        if answers and program.references:
            lines.append(f"References: <first{self.number}@example.org>{program.folds}{self.mine_id}")
        lines += [*(one.format(n=self.number) for one in program.own), *fields]
        lines = [line for line in lines if line.partition(":")[0].lower() not in without]
        self.chance.shuffle(lines)
        if program.lower:
            lines = [name.lower() + colon + rest for name, colon, rest in (line.partition(":") for line in lines)]
        received = f"Received: from {STRANGERS[0].partition('@')[2]} (mx [192.0.2.1]){program.folds}by mx.example.net"
        return "\n".join([received, *lines]) + "\n"

    def named(self, address: str) -> str:
        program, name = self.program, self.language[0]
        if program.upper_address:
            address = address.upper()
        if program.bare:
            return address
        if program.comment:
            return f"{address} ({self._word(name)})" if name.isascii() else address
        if program.last_first and name.isascii():
            return f'"{", ".join(reversed(name.split(" ", 1)))}" <{address}>'
        return f"{self._word(name)} <{address}>"

    def _me(self) -> str:
        return ME if self.program.bare else f'"Alex, the user" <{ME}>'

    def _word(self, text: str) -> str:
        if text.isascii():
            return text
        charset = self.language[2] if self.chance.random() < 0.5 else "utf-8"
        try:
            return Header(text, charset, maxlinelen=60).encode()
        except UnicodeError:
            return Header(text, "utf-8").encode() if self.chance.random() < 0.8 else text


def _in_zone(at: datetime, zone: str) -> str:
    sign = -1 if zone.startswith("-") else 1
    shifted = at + sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
    return shifted.strftime("%a, %d %b %Y %H:%M:%S ") + f"{zone} (CET)"


WEEK = timedelta(days=7)
Make = Callable[[_Writer], MailCase]


def _answer(write: _Writer) -> MailCase:
    return MailCase(write.program.name, "an answer", (write.mine(ago=timedelta(days=90)),), write.theirs(answers=True),
                    EvidenceRule.REPLIED)


def _answer_by_time(write: _Writer) -> MailCase:
    return MailCase(write.program.name, "a new mail within 30 days", (write.mine(ago=WEEK),),
                    write.theirs(answers=False), EvidenceRule.REPLIED)


def _out_of_the_blue(write: _Writer) -> MailCase:
    before = [(), (write.mine(ago=timedelta(days=40)),), (write.mine(ago=WEEK, to=STRANGERS[1]),)]
    return MailCase(write.program.name, "out of the blue", before[write.chance.randrange(3)],
                    write.theirs(answers=False), EvidenceRule.WROTE)


def _after_it(write: _Writer) -> MailCase:
    return MailCase(write.program.name, "before a mail of the user's", (write.mine(ago=timedelta(hours=2)),),
                    write.theirs(answers=False), EvidenceRule.WROTE)


def _after_a_circular(write: _Writer) -> MailCase:
    circular = write.mine(ago=WEEK, cc=", ".join(STRANGERS))
    return MailCase(write.program.name, "after a circular of the user's", (circular,), write.theirs(answers=False),
                    EvidenceRule.WROTE)


def _sent(write: _Writer) -> MailCase:
    others = ["", STRANGERS[0], f"<{STRANGERS[0]}>, Foo Bar <{STRANGERS[1]}>"][write.chance.randrange(3)]
    mine = write.mine(ago=timedelta(days=1), cc=others)
    return MailCase(write.program.name, "mine", (), mine, EvidenceRule.SENT, sent=True)


def _sent_to_many(write: _Writer) -> MailCase:
    mine = write.mine(ago=timedelta(days=1), cc=", ".join(STRANGERS[: write.chance.randrange(3, 9)]))
    return MailCase(write.program.name, "mine to many", (), mine, None, sent=True)


def _to_many(write: _Writer) -> MailCase:
    many = ", ".join([ME, *(f'"{one}, X" <{one}>' for one in STRANGERS[:4])])
    return MailCase(write.program.name, "theirs to many", (write.mine(ago=WEEK),),
                    write.theirs(answers=False, to=many), None)


def _to_nobody(write: _Writer) -> MailCase:
    return MailCase(write.program.name, "theirs to undisclosed recipients", (write.mine(ago=WEEK),),
                    write.theirs(answers=False, to="Undisclosed recipients:;"), None)


def _stranger(write: _Writer) -> MailCase:
    like = [
        "xdana@example.com", "dana@example.com.evil.example", "dana@example.co",
        '"dana@example.com" <x@evil.example>', "dana@example.com <x@evil.example>", "x@evil.example (dana@example.com)",
    ][write.chance.randrange(6)]
    header = write.theirs(answers=True, without=("from",)) + f"From: {like}\n"
    return MailCase(write.program.name, "a stranger like them", (write.mine(ago=WEEK),), header, None)


def _copied(write: _Writer) -> MailCase:
    header = write.theirs(answers=True, sender=STRANGERS[2], to=f"{ME}, {WHO}")
    return MailCase(write.program.name, "a stranger's, with a copy to them", (write.mine(ago=WEEK),), header, None)


MACHINES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Gmail's vacation", ("Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes")),
    ("Exchange's out of office", ("Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All")),
    ("Exchange's out of office, suppressed only", ("X-Auto-Response-Suppress: DR, OOF, AutoReply",)),
    ("Sieve's vacation", ("Auto-Submitted: auto-replied (vacation)",)),
    ("Sieve's vacation in capitals", ("AUTO-SUBMITTED:   Auto-Replied; owner-email=x",)),
    ("Yahoo's vacation", ("X-Autoreply: yes", "X-Auto-Reply: 1")),
    ("Horde's vacation", ("X-Vacation: x",)),
    ("old autoresponders", ("X-Autorespond: Re: x", "Precedence: auto_reply")),
    ("cPanel's autoresponder", ("X-Autoresponder: x", "Precedence: junk")),
    ("an empty Return-Path", ("Return-Path: <>",)),
    ("an empty Return-Path with blanks", ("Return-Path:  < >".replace("< >", "<>"),)),
    ("a newsletter", ("List-Unsubscribe: <https://news.example/u>", "List-Id: news <news.example>")),
    ("a newsletter with one click", ("List-Unsubscribe-Post: List-Unsubscribe=One-Click",)),
    ("a mailing list", ("List-Post: <mailto:l@example.org>", "List-Id: <l.example.org>", "Precedence: list")),
    ("a mailing list of old", ("Precedence: list",)),
    ("bulk mail", ("Precedence:\n bulk",)),
    ("a campaign", ("Feedback-ID: 1:2:3:mailer",)),
    ("Google's answer to an invitation", ("Sender: Google Calendar <calendar-notification@google.com>",)),
    ("Outlook's answer to an invitation", ('Content-Type: text/calendar; charset="utf-8"; method=REPLY',)),
    ("an answer by a form", ("Content-Class: urn:content-classes:calendarmessage",)),
    ("a read receipt", ("Content-Type: multipart/report;\n\treport-type=disposition-notification; boundary=x",)),
    ("a report of delivery", ("Content-Type: multipart/report; report-type=delivery-status; boundary=x",)),
    ("somebody's ticket system", ("Auto-Submitted: auto-generated", "Sender: bounce+12@tickets.example")),
    ("a robot for them", ("Sender: no-reply@social.example",)),
)


def _machine(write: _Writer) -> MailCase:
    kind, fields = MACHINES[write.number // len(_KINDS) % len(MACHINES)]
    without = tuple(field.partition(":")[0].lower() for field in fields)
    header = write.theirs(answers=write.chance.random() < 0.7, fields=fields)
    if "content-type" in without:
        kept = [line for line in write.program.own if not line.startswith("Content-Type")]
        header = header if len(kept) == len(write.program.own) else header.replace(
            'Content-Type: multipart/alternative; boundary="0"\n', "")
    return MailCase(write.program.name, kind, (write.mine(ago=WEEK),), header, None)


def _invitation(write: _Writer) -> MailCase:
    body = "--0\nContent-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n--0--\n"
    return MailCase(write.program.name, "an invitation inside", (write.mine(ago=WEEK),), write.theirs(answers=True),
                    None, body=body)


def _failure(write: _Writer) -> MailCase:
    kind = write.chance.randrange(3)
    head = [f"From: Mail Delivery System <MAILER-DAEMON@mx{write.number}.example>", f"To: {ME}",
            f"Date: {format_datetime(NOW - timedelta(days=1))}", f"Message-ID: {write.id()}"]
    if kind == 0:
        head += ["Auto-Submitted: auto-replied", f"X-Failed-Recipients: {WHO}"]
        return MailCase("Exim", "a failure", (write.mine(ago=WEEK),), "\n".join(head) + "\n", EvidenceRule.BOUNCED)
    head += ["Return-Path: <>", "Content-Type: multipart/report; report-type=delivery-status;\n\tboundary=b"]
    action = "failed" if kind == 1 else "delayed"
    blank = " " * write.chance.randrange(2)
    body = ("--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n"
            f"Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822;{blank}{WHO}\nAction: {action}\nStatus: 5.1.1\n\n--b\n"
            f"Content-Type: text/rfc822-headers\n\nFrom: {ME}\nTo: {WHO}\n--b--\n")
    rule = EvidenceRule.BOUNCED if kind == 1 else None
    return MailCase("Postfix", f"a report: {action}", (write.mine(ago=WEEK),), "\n".join(head) + "\n", rule, body=body)


def _failure_of_another(write: _Writer) -> MailCase:
    head = ["From: postmaster@mx.example", "Return-Path: <>", f"To: {ME}", f"Message-ID: {write.id()}",
            f"Date: {format_datetime(NOW - timedelta(days=1))}",
            "Content-Type: multipart/report; report-type=delivery-status"]
    body = ("--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; "
            f"{STRANGERS[3]}\nAction: failed\n\n--b\nContent-Type: text/rfc822-headers\n\n"
            f"To: {WHO}, {STRANGERS[3]}\n--b--\n")
    return MailCase("Postfix", "a failure of another address", (write.mine(ago=WEEK),), "\n".join(head) + "\n", None,
                    body=body)


# Machines more often than the others: that is what must never count.
_KINDS: tuple[Make, ...] = (
    _answer, _machine, _answer_by_time, _machine, _out_of_the_blue, _machine, _sent, _machine, _after_it, _machine,
    _stranger, _machine, _sent_to_many, _to_many, _machine, _to_nobody, _copied, _machine, _invitation, _failure,
    _failure_of_another, _after_a_circular,
)
