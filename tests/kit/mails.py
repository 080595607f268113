"""Mail for tests: what a header needs, and the question that a source is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from followupd.core.noticing.mail import with_answers
from followupd.core.values.sightings import MailSeen, Sighting
from followupd.evidence.protocol import AskedAbout

ME = "alex@example.net"
ANN = "ann@example.com"
LEE = "lee@example.org"


def now() -> datetime:
    """The time of a server that knows no other."""
    return datetime.now(UTC).replace(microsecond=0)


def mail(
    sender: str, to: str, number: str, *fields: str, ago: timedelta = timedelta(hours=5), body: str = "Hi.\n"
) -> str:
    """A mail with this Message-ID, so long ago."""
    return "\n".join([
        f"From: {sender}", f"To: {to}", f"Date: {format_datetime(now() - ago)}", f"Message-ID: <{number}@example>",
        f"Subject: about {number}", *fields, "", body,
    ])


def answering(number: str) -> str:
    """The field of a mail that answers this one."""
    return f"In-Reply-To: <{number}@example>"


def failed(address: str, number: str = "dsn", action: str = "failed") -> str:
    """A report that a mail to this address could not be delivered, as Postfix writes it."""
    body = (
        "--b\nContent-Type: text/plain\n\nSorry.\n--b\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {address}\nAction: {action}\nStatus: 5.1.1\n\n--b--\n"
    )
    return mail("MAILER-DAEMON@mx.example", ME, number, "Return-Path: <>",
                "Content-Type: multipart/report; report-type=delivery-status; boundary=b", body=body)


def about(*addresses: str, me: tuple[str, ...] = (ME,), back: timedelta = timedelta(days=14)) -> AskedAbout:
    """Ask about these."""
    return AskedAbout((), addresses, me, ZoneInfo("UTC"), now() - back)


def what(sightings: tuple[Sighting, ...]) -> list[str]:
    """Say each of the last two weeks in a word or two, oldest first, as the rule for answers sees them."""
    mails = with_answers([one for one in sightings if isinstance(one, MailSeen)])
    return [_word(one) for one in mails if one.at >= now() - timedelta(days=14)]


def _word(seen: MailSeen) -> str:
    kind = "failed" if seen.failed else "machine" if seen.machine else "sent" if seen.from_user else (
        "replied" if seen.in_reply else "wrote")
    return f"{kind} {seen.address.partition('@')[0]}"
