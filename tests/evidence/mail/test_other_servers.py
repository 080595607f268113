"""Servers that find an address in other ways: as it is written, with brackets everywhere, or without any."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from followupd.core.values.mailboxes import ImapTarget
from followupd.evidence.mail.commands import FetchedMail
from followupd.evidence.mail.headers import addresses_in
from followupd.evidence.mail.imap_folder import OpenFolder
from tests.kit.mails import ANN, ME, about, now

Search = Callable[[dict[str, str]], bool]


def as_written(value: str) -> str:
    """As Cyrus and Courier do: bare addresses have no brackets."""
    return value


def written_anew(value: str) -> str:
    """As Dovecot does: each address has them."""
    return ", ".join(f"<{one}>" for one in addresses_in([value]))


def parts_alone(value: str) -> str:
    """As by RFC 3501: the parts of an address in the envelope, which have none."""
    return value.replace("<", " ").replace(">", " ")


@dataclass(slots=True)
class ScriptedFolder:
    """A folder in which addresses are found by one of these; it takes the place of a connection."""

    form: Callable[[str], str]
    mails: dict[int, dict[str, str]]
    fetched: list[int] = field(default_factory=list)

    def search(self, what: str) -> list[int]:
        words = iter(re.findall(r'"(?:[^"\\]|\\.)*"|\S+', what))
        keys = list(self._keys(words))
        return [uid for uid, mail in self.mails.items() if all(key(mail | {"uid": str(uid)}) for key in keys)]

    def _keys(self, words: Iterator[str]) -> Iterator[Search]:
        for word in words:
            yield self._key(word, words)

    def _key(self, word: str, words: Iterator[str]) -> Search:
        if word == "OR":
            one, other = (self._key(next(words), words) for _ in range(2))
            return lambda mail: one(mail) or other(mail)
        if word == "NOT":
            key = self._key(next(words), words)
            return lambda mail: not key(mail)
        if word == "UID":
            ranges = [part.partition(":") for part in next(words).split(",")]
            return lambda mail: any(int(low) <= int(mail["uid"]) <= int(high or low) for low, _, high in ranges)
        if word == "SINCE":
            next(words)
            return lambda _: True
        name = (next(words) if word == "HEADER" else word).lower()
        sought = next(words).strip('"').lower()
        return lambda mail: sought in self.form(mail.get(name, "")).lower()

    def fetch(self, uids: str, _: str) -> Iterator[FetchedMail]:
        for uid in self.search(f"UID {uids}"):
            self.fetched.append(uid)
            mail = self.mails[uid]
            header = f"From: {mail['from']}\r\nMessage-ID: <{uid}@x>\r\n\r\n".encode()
            recipients = "".join(f"{name}: {mail[name]}\r\n" for name in ("to", "cc") if name in mail)
            yield FetchedMail(uid, now(), header, recipients.encode(), b"")


def found(form: Callable[[str], str], mails: dict[int, dict[str, str]], *, sent: bool) -> tuple[list[int], list[int]]:
    """Return the mails with Ann, and all of which a header was fetched."""
    server: Any = ScriptedFolder(form, mails)
    folder = OpenFolder(ImapTarget("mail.example.com"), server, about(ANN), "A folder", sent)
    people = [(mail.header.sender, *mail.header.recipients) for mail in folder.read([ANN], 1, 99)]
    return [uid for uid, who in zip(server.fetched, people, strict=True) if ANN in who], server.fetched


FORMS = [as_written, written_anew, parts_alone]


@pytest.mark.parametrize(("form", "strangers"), [*zip(FORMS, [[4], [], [3, 4]], strict=True)])
def test_bare_addresses_are_found_beside_others(form: Callable[[str], str], strangers: list[int]) -> None:
    """A stranger whose address ends like hers crosses the wire only where the server cannot tell them apart."""
    froms = [ANN, f"Ann <{ANN}>", f"Joann <jo{ANN}>", f"jo{ANN}", "kim@else.example", f"<{ANN.upper()}>"]
    mails = {uid: {"from": one, "to": ME} for uid, one in enumerate(froms, 1)}
    theirs, fetched = found(form, mails, sent=False)
    assert theirs == [1, 2, 6]
    assert sorted({*fetched} - {*theirs}) == strangers


@pytest.mark.parametrize("form", FORMS)
def test_bare_recipients_are_found(form: Callable[[str], str]) -> None:
    tos = [ANN, f"Ann <{ANN}>", "kim@else.example", f"Bo <bo@else.example>, Ann <{ANN}>"]
    mails = {uid: {"from": ME, "to": one} for uid, one in enumerate(tos, 1)}
    mails[5] = {"from": ME, "to": "bo@else.example", "cc": ANN}
    for sent in (True, False):
        assert found(form, mails, sent=sent)[0] == [1, 2, 4, 5]
