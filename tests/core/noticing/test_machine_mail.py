"""The signs of a machine in a header, one row for each, beside what people's own mail has."""

from __future__ import annotations

import pytest

from followupd.core.noticing.machine_mail import FIELDS, is_machine

LISTS = ("List-Id", "List-Archive", "List-Subscribe", "List-Software", "List-Unsubscribe", "Mailing-List",
         "X-Mailing-List", "X-BeenThere", "X-Google-Group-Id", "X-Loop")
PROGRAMS = ("X-Auto-Generated", "X-FC-MachineGenerated", "X-Cron-Env", "X-JIRA-FingerPrint", "X-GitHub-Reason")


@pytest.mark.parametrize("name", [*LISTS, *PROGRAMS])
def test_a_field_tells_whatever_it_holds(name: str) -> None:
    """And a server is asked for it."""
    assert is_machine({name.lower(): ["x"]}, "dana@example.com")
    assert name.lower() in FIELDS


@pytest.mark.parametrize(("name", "value", "machine"), [
    ("return-path", "<>", True),
    ("return-path", "<bounces@em.sendgrid.net>", True),
    ("return-path", "<bounces+4711-dana=example.com@mail.example.com>", True),
    ("return-path", "<bounce-md_1.2@mandrillapp.com>", True),
    ("return-path", "<bounces+SRS=abCd=EF@example.onmicrosoft.com>", False),
    ("return-path", "<dana@example.com>", False),
    ("sender", "Newsletter <bounces@em.sendgrid.net>", True),
    ("sender", "dana@example.com", False),
    ("feedback-id", "1234:campaign:mailchimp", True),
    ("feedback-id", "i56a14606:Fastmail", False),
    ("auto-submitted", "auto-replied (vacation)", True),
    ("auto-submitted", "no", False),
    ("precedence", "bulk", True),
    ("precedence", "normal", False),
    ("content-type", 'text/calendar; method="REPLY"', True),
    ("content-type", "text/plain", False),
    ("x-spam-flag", "YES", True),
    ("x-spam-flag", "NO", False),
])
def test_the_value_of_a_field_tells(name: str, value: str, machine: bool) -> None:
    assert is_machine({name: [value]}, "dana@example.com") is machine
    assert name in FIELDS


@pytest.mark.parametrize(("sender", "machine"), [
    ("no-reply@example.com", True), ("do.not.reply+x@example.com", True), ("bounces@example.com", True),
    ("dana@example.com", False), ("norepley.smith@example.com", False), ("bouncey@example.com", False),
])
def test_the_name_of_an_address_tells(sender: str, machine: bool) -> None:
    assert is_machine({}, sender) is machine
