"""Address books as phones and LinkedIn export them: made up, large, with the same people in several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

GIVEN = ("Jörg", "Änne", "Zoë", "Søren", "Dana", "Priya", "Łukasz", "Mia", "Noël", "Ines", "Tom", "Rosa", "Åke", "Bea")
FAMILY = (
    "Müller", "Größner", "Weiß", "Okafor", "Whitfield", "Raman", "Nowak", "Chen", "Brontë", "Álvarez", "Lindqvist",
    "Ibáñez", "Håkansson", "Çelik", "O'Hara", "Østergård", "Ferreira", "Schäfer", "Dvořák", "Yılmaz", "Kőszegi",
    "Prévost",
    "Garçon", "Jäger", "Sjöberg", "Núñez", "Białek", "Krüger", "Löw", "Fröhlich", "Süß", "Bäcker", "König", "Vögele",
    "Übel", "Ärmel", "Ölschläger", "Meißner", "Groß", "Thießen", "Hübner", "Kühn", "Böhm", "Grün", "Rößler", "Wörner",
    "Zöllner", "Strauß", "Preuß", "Wüst",
)


class ExportedPerson(NamedTuple):
    """A person: `number` makes their phone number and address."""

    given: str
    family: str
    number: int

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"

    @property
    def phone(self) -> str:
        return f"+49 171 {5550000 + self.number}"

    @property
    def email(self) -> str:
        return f"p{self.number}@example.com"


def everybody(many: int) -> list[ExportedPerson]:
    """So many people, each with another name."""
    pairs = ((given, family) for given in GIVEN for family in FAMILY)
    return [ExportedPerson(given, family, number) for number, (given, family) in zip(range(many), pairs, strict=False)]


def android(people: Sequence[ExportedPerson]) -> bytes:
    """vCard 2.1 as Android exports it: quoted-printable with soft breaks, a picture, no UID."""
    cards = []
    for one in people:
        picture = "\r\n ".join(["/9j/4AAQSkZJRgABAQ" * 4] * 3)
        cards.append(
            f"BEGIN:VCARD\r\nVERSION:2.1\r\n{_printable('N', f'{one.family};{one.given};;;')}\r\n"
            f"{_printable('FN', one.name)}\r\nTEL;CELL;PREF:0171{5550000 + one.number}\r\n"
            f"PHOTO;ENCODING=BASE64;JPEG:{picture}\r\n\r\nEND:VCARD\r\n"
        )
    return "".join(cards).encode()


def _printable(name: str, text: str) -> str:
    """A property in quoted-printable if it is not ASCII, its lines joined by an "=" at their end."""
    if text.isascii():
        return f"{name}:{text}"
    coded = [f"={byte:02X}" for byte in text.encode()]
    lines = ("".join(coded[at : at + 12]) for at in range(0, len(coded), 12))
    return f"{name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:" + "=\r\n".join(lines)


def ios(people: Sequence[ExportedPerson]) -> bytes:
    """vCard 3.0 as iCloud exports it: groups, labels, a birthday without its year as of 1604."""
    return "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//iPhone OS 19.1//EN\r\nN:{one.family};{one.given};;;\r\n"
        f"FN:{one.name}\r\nitem1.EMAIL;type=INTERNET;type=pref:{one.email}\r\nitem1.X-ABLabel:_$!<HomePage>!$_\r\n"
        f"TEL;type=CELL;type=VOICE;type=pref:{one.phone}\r\n"
        f"BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-{one.number % 28 + 1:02}\r\n"
        "END:VCARD\r\n"
        for one in people
    ).encode()


def linkedin(people: Sequence[ExportedPerson]) -> bytes:
    """Connections.csv, with its notes; no address is shown."""
    rows = "".join(
        f"{one.given},{one.family},https://www.linkedin.com/in/p{one.number},,\"Acme, Inc.\",Engineer,12 Mar 2024\n"
        for one in people
    )
    return (
        'Notes:\n"When exporting your connection data, you may notice that some of the email addresses are missing."\n'
        "\n"
        f"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n{rows}"
    ).encode()
