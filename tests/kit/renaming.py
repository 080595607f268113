"""A list of bare names in which somebody is renamed: whole passes on a real .ics file."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from followupd.core.values.facts import Attempt, Listed, Outcome
from followupd.core.values.record import Facts
from followupd.passes.report import Report
from tests.kit.desks import HomeFolder
from tests.kit.people import at

NOW = at("2026-11-24 11:00")
HEAD = "calendar: followup.ics\nstate: state.db\ntimezone: America/Denver\nstart_small: off\ncontacts:\n"
LIST = ["Ann Fox", "Dana Whitfield", "Sam Okafor"]


class Renaming:
    """A list of bare names, and the person with a reminder and one try without an answer."""

    def __init__(self, folder: Path, names: list[str] = LIST, tried: str = "dana-whitfield") -> None:
        self.home, self.now, self.tried = HomeFolder(folder), NOW, tried
        self.save(*names)
        self.sync()
        with self.home.opened() as sources:
            sources.history.append([Attempt(tried, self.now, Outcome.NO_ANSWER, "phone")], self.now)
        self.sync()

    def save(self, *entries: str) -> None:
        """Write the hit list; an entry is a name, or a whole mapping."""
        self.home.write(HEAD + "".join(f"  - {entry}\n" for entry in entries))

    def sync(self) -> Report:
        """Run a pass; a second one writes nothing, and says nothing but open questions (P3)."""
        self.now += timedelta(minutes=5)
        report = self.home.a_pass(self.now)
        again = self.home.a_pass(self.now)
        assert (again.changes, again.renamed) == ((), ())
        assert again.questions == report.questions
        return report

    def reminder(self) -> tuple[str, str]:
        """UID and title of the one reminder of the person who was tried."""
        (shown,) = [one for one in self.home.events() if one.uid.startswith(f"retry-{self.tried}-")]
        return shown.uid, shown.event.summary

    def retitle(self, before: str, after: str) -> None:
        """Put another title into the .ics file."""
        file = self.home.folder / "followup.ics"
        text = file.read_bytes().decode()
        assert f"SUMMARY:{before}\r\n" in text
        file.write_bytes(text.replace(f"SUMMARY:{before}\r\n", f"SUMMARY:{after}\r\n").encode())

    def told(self) -> list[tuple[str, Outcome]]:
        """Return the attempts that count, each with whose it is."""
        return [(one.contact, one.outcome) for one in Facts(self.home.facts()).all.attempts]

    def keys(self) -> dict[str, str]:
        """Return the key of each name of all time, the latest owner last."""
        return {fact.name: fact.contact for fact in self.home.facts() if isinstance(fact, Listed)}
