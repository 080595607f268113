"""The signs in a header that a machine sent the mail: such mail never counts as anybody's.

Takes header fields; says yes in doubt. The fields are those of RFC 3834 (automatic answers), RFC 2369 and 2919 (mailing
lists), RFC 5230 (vacation), RFC 3464 and 8098 (reports), and what programs send without a standard.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# Whatever they hold.
_TELLING = (
    "list-id", "list-unsubscribe", "list-unsubscribe-post", "list-post", "list-help", "list-owner", "list-archive",
    "list-subscribe", "list-software", "list-name", "mailing-list", "x-mailing-list", "x-list-id", "x-listname",
    "x-beenthere", "x-mailman-version", "x-google-group-id", "x-failed-recipients", "x-loop",
    "x-auto-response-suppress", "x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply", "x-auto-replied",
    "x-mail-autoreply", "x-vacation", "x-auto-generated", "x-fc-machinegenerated", "x-cron-env",
    "x-jira-fingerprint", "x-github-reason", "x-gitlab-project", "x-bugzilla-type", "x-rt-originator",
    "x-campaign-id", "x-csa-complaints", "x-mailgun-sid", "x-sg-eid", "x-ses-outgoing", "x-mc-user", "x-mandrill-user",
)
# The fields that a reader has to ask for, in small letters.
FIELDS = (
    "auto-submitted", "precedence", "x-precedence", "return-path", "content-type", "content-class", "sender",
    "feedback-id", "x-spam-flag", *_TELLING,
)
# But `bounces+SRS=`, which Microsoft 365 puts into Return-Path when it forwards what a person wrote.
_ROBOTS = re.compile(
    r"(?<![a-z0-9])(?:mailer-daemon|postmaster|autoreply|auto-reply|vacation"
    r"|(?:do[._-]?not|no|not)[._-]?reply(?:[._+-].*)?|bounces?(?:[._=-].*|\+(?!srs=).*)?|listerrors"
    r"|calendar-notification|notifications?)@"
)
_CALENDAR = re.compile(r"text/calendar|application/ics|multipart/report|method=\"?(?:reply|request|cancel|counter)\b")


def is_machine(fields: Mapping[str, Sequence[str]], sender: str) -> bool:
    """Return whether a machine sent it. `fields` go by names in small letters, `sender` is the address in From."""
    if any(name in fields for name in _TELLING):
        return True
    # Fastmail puts one into what each of its people writes.
    if any(not value.lower().rstrip().endswith(":fastmail") for value in fields.get("feedback-id", ())):
        return True
    if any(_first_word(value) == "yes" for value in fields.get("x-spam-flag", ())):
        return True
    if any(_first_word(value) != "no" for value in fields.get("auto-submitted", ())):
        return True
    precedence = (*fields.get("precedence", ()), *fields.get("x-precedence", ()))
    if any(_first_word(value) not in {"", "normal", "first-class", "special-delivery"} for value in precedence):
        return True
    if any(value.strip() in {"<>", ""} for value in fields.get("return-path", ())):
        return True
    if any(_CALENDAR.search(value.lower()) for value in fields.get("content-type", ())):
        return True
    if any("calendarmessage" in value.lower() for value in fields.get("content-class", ())):
        return True
    senders = (sender, *fields.get("sender", ()), *fields.get("return-path", ()))
    return any(_ROBOTS.search(one[:500].lower()) is not None for one in senders)


def _first_word(value: str) -> str:
    """Return what stands before a parameter or a comment."""
    words = re.split(r"[;(\s]", value.strip().lower(), maxsplit=1)
    return words[0]
