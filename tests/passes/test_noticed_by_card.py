"""Meetings, mail and calls are matched by the address book: by the addresses and numbers that only a card has."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from followupd.core.values.facts import EvidenceRule, Noticed
from tests.calendars.busy.conftest import calendar, event
from tests.kit.address_books import vcard
from tests.kit.desks import HomeFolder
from tests.kit.mails import ANN, ME, answering, mail, now

DAY = timedelta(days=1)
LIST = f"""
timezone: UTC
state: state.db
me: {ME}
addressbook: contacts/
busy: work.ics
mail: {{mbox: [inbox, sent]}}
calls: calls.txt
noticed: {{meetings: yes, mail: yes, calls: yes}}
contacts: [Ann Lee, Robin]
"""


def noticed(home: HomeFolder) -> list[tuple[str, EvidenceRule]]:
    return [(fact.contact, fact.rule) for fact in home.facts() if isinstance(fact, Noticed)]


def test_who_has_a_card_needs_no_address_in_the_hit_list_to_be_noticed(tmp_path: Path) -> None:
    """And each evidence still counts once, also when the card changes afterwards."""
    home, at = HomeFolder(tmp_path), now()
    home.write(LIST)
    (tmp_path / "contacts").mkdir()
    card = tmp_path / "contacts" / "ann.vcf"
    card.write_text(vcard("Ann Lee", f"EMAIL:{ANN}", "TEL:+1 303 555 0142"))
    for name in ("inbox", "sent", "calls.txt"):
        (tmp_path / name).touch()
    (tmp_path / "calls.txt").write_text("2020-01-01 10:00, missed, 1234567\n")
    (tmp_path / "work.ics").write_bytes(calendar())
    home.a_pass(at - 30 * DAY)
    met = at - 3 * DAY
    (tmp_path / "work.ics").write_bytes(calendar(event(
        f"DTSTART:{met:%Y%m%dT%H%M%SZ}", "DURATION:PT1H", "SUMMARY:Lunch", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ANN}",
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}", uid="lunch",
    )))
    head = "From x Mon Nov 30 13:45:24 2026\n"
    (tmp_path / "sent").write_text(f"{head}{mail(ME, ANN, 'm1', ago=6 * DAY)}\n")
    (tmp_path / "inbox").write_text(f"{head}{mail(ANN, ME, 'a1', answering('m1'), ago=5 * DAY)}\n")
    (tmp_path / "calls.txt").write_text(f"{at - 2 * DAY:%Y-%m-%d %H:%M}, outgoing, +13035550142, 0\n")
    home.a_pass(at)
    found = [
        ("ann-lee", rule)
        for rule in (EvidenceRule.SENT, EvidenceRule.REPLIED, EvidenceRule.MET, EvidenceRule.NOT_ANSWERED)
    ]
    assert sorted(noticed(home)) == sorted(found)
    card.write_text(vcard("Ann Lee", "EMAIL:other@example.com", f"EMAIL:{ANN}", "TEL:+1 303 555 0142"))
    home.a_pass(at)
    assert sorted(noticed(home)) == sorted(found)
