"""The exports of Google, LinkedIn, HubSpot, Thunderbird, and tables made by hand, as these programs write them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from followupd.core.stack.rows import Touch
from followupd.core.values.cards import Birthday
from followupd.importing.read import FileRead, files_of, read_file

GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name "
    "Suffix,"
    "Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - "
    "Label,"
    "Phone 2 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City"
)
GOOGLE_BEFORE = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,"
    "Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,"
    "Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,"
    "E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Type,Organization 1 - Name,"
    "Organization 1 - Yomi Name,Organization 1 - Title"
)
LINKEDIN = """Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing. You will only see \
email addresses for connections who have allowed their connections to see or download their email address using this \
setting https://www.linkedin.com/psettings/privacy/email. You can learn more here \
https://www.linkedin.com/help/linkedin/answer/261"

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Priya,Raman,https://www.linkedin.com/in/priya-raman-1a2b3c,,"Stripe, Inc.",Technical Recruiter,12 Mar 2024
Søren,Ågård,https://www.linkedin.com/in/SorenAgard/,soren@example.dk,Novo,"Manager, North",03 Jan 2023
Neha,,https://www.linkedin.com/in/neha-k,,Razorpay,,7-Feb-22
,,https://www.linkedin.com/in/nobody,,,,
"""
THUNDERBIRD = (
    "First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone,Fax "
    "Number,"
    "Pager Number,Mobile Number,Home Address,Home Address 2,Home City,Home State,Home ZipCode,Home Country,Work "
    "Address,"
    "Work Address 2,Work City,Work State,Work ZipCode,Work Country,Job Title,Department,Organization,Web Page 1,"
    "Web Page 2,Birth Year,Birth Month,Birth Day,Custom 1,Custom 2,Custom 3,Custom 4,Notes"
)
THUNDERBIRD_GERMAN = (
    "Vorname,Nachname,Anzeigename,Spitzname,Primäre E-Mail-Adresse,Sekundäre E-Mail-Adresse,Messenger-Name,"
    "Tel. dienstlich,Tel. privat,Fax-Nummer,Pager-Nummer,Mobil-Tel.-Nr.,Privat: Adresse,Privat: Adresse 2,Privat: Ort,"
    "Privat: Bundesland,Privat: PLZ,Privat: Land,Dienstlich: Adresse,Dienstlich: Adresse 2,Dienstlich: Ort,"
    "Dienstlich: Bundesland,Dienstlich: PLZ,Dienstlich: Land,Arbeitstitel,Abteilung,Organisation,Webseite 1,Webseite 2,"
    "Geburtsjahr,Geburtsmonat,Geburtstag,Benutzerdef. 1,Benutzerdef. 2,Benutzerdef. 3,Benutzerdef. 4,Notizen"
)
PERSON = (
    "Rory,Williams,Rory Williams,,rory@example.com,rory2@example.com,,555-3000,555-1000,555-4000,555-5000,555-2000,"
    "12 Leadworth Lane,Flat B,Leadworth,,GL1 2AB,UK,1 Tardis Way,,London,,SW1A 1AA,UK,Nurse,Ward,Leadworth Hospital,,,"
    "1980,1,15,,,,,a note"
)


def written(folder: Path, text: str, name: str = "export.csv") -> FileRead:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_file(path)


def test_google_as_it_exports_today(tmp_path: Path) -> None:
    """Several addresses in one cell, a birthday without its year, labels, a star, and a number that is a fax."""
    read = written(tmp_path, f"{GOOGLE}\n" + (
        'Dana,M.,Whitfield,,,,,,,,Acme,CEO,,--05-14,likes tea,,* myContacts ::: Friends ::: * starred,* Work,'
        'Dana@Example.com ::: d@x.org,Home,dana@home.example,Work Fax,+1 303 555 0199,Mobile,+1 303 555 0142,Home,'
        '"1 Main St\nDenver, CO",1 Main St,Denver\n'
        ",,,,,,,,,,,,,,,,* Other Contacts,,someone@example.com,,,,,,,,,,\n"
        ",,,,,,,,,,Taxi Ltd,,,,,,* myContacts,,,,,Work,+49 30 202020,,,,,,\n"
    ))
    assert (read.program, read.nameless) == ("Google Contacts", 2)
    (dana,) = read.rows
    assert dana.card.names == ("Dana M. Whitfield",)
    assert dana.card.emails == ("dana@example.com", "d@x.org", "dana@home.example")
    assert dana.card.phones == ("+1 303 555 0142",)
    assert dana.card.birthday == Birthday(5, 14)
    assert dana.card.address == "1 Main St\nDenver, CO"
    assert (dana.groups, dana.starred, dana.notes) == (("Friends",), True, "likes tea")


def test_google_as_it_exported_before(tmp_path: Path) -> None:
    row = "José Álvarez,José,,Álvarez,,,,,,,,,,,1975-02-01,,,,,,,,,,,,,,* myContacts ::: Clientes,*,jose@example.es,"
    read = written(tmp_path, f"{GOOGLE_BEFORE}\n{row}Mobile,+34 600 555 010,,Construcciones,,Arquitecto\n")
    assert read.program == "Google Contacts"
    (jose,) = read.rows
    assert (jose.card.names, jose.card.org, jose.role) == (("José Álvarez",), "Construcciones", "Arquitecto")
    assert (jose.card.birthday, jose.groups) == (Birthday(2, 1, 1975), ("Clientes",))


@pytest.mark.parametrize("before", ["", "\ufeff"])
def test_linkedin_behind_its_notes(before: str, tmp_path: Path) -> None:
    """The notes are no header, a connection without an address counts, and a row without a name is nobody."""
    read = written(tmp_path, before + LINKEDIN, "Connections.csv")
    assert (read.program, read.nameless, read.problems) == ("LinkedIn", 1, ())
    assert [one.name for one in read.rows] == ["Priya Raman", "Søren Ågård", "Neha"]
    assert [one.known_since for one in read.rows] == [date(2024, 3, 12), date(2023, 1, 3), date(2022, 2, 7)]
    assert read.rows[1].card.emails == ("soren@example.dk",)
    assert read.rows[0].touches == ()       # to be connected is no contact


def test_hubspot_with_the_columns_that_somebody_chose(tmp_path: Path) -> None:
    read = written(tmp_path, (
        "Record ID,First Name,Last Name,Email,Phone Number,Job Title,Company Name,Contact owner,Last Activity Date,"
        "Last Contacted,Lifecycle Stage,Create Date\n"
        "901,Gaëlle,Perrin,g.perrin@example.fr,04 50 11 22 33,Buyer,Fromagerie Perrin,Inès Moreau,2026-10-01 09:30,"
        "2026-09-28 10:00,customer,2024-01-15 10:00\n902,,,who@example.fr,,,,,,,lead,\n"
    ))
    assert (read.program, read.nameless) == ("HubSpot", 1)
    (gaelle,) = read.rows
    assert gaelle.touches == (Touch(date(2026, 9, 28), None, "HubSpot: last contacted"),)
    assert (gaelle.card.org, gaelle.card.phones) == ("Fromagerie Perrin", ("04 50 11 22 33",))


@pytest.mark.parametrize("headers", [
    THUNDERBIRD, THUNDERBIRD.replace("ZipCode", "Post Code").replace("State", "County").replace("Organiz", "Organis"),
    THUNDERBIRD_GERMAN,
])
def test_thunderbird_in_its_languages(headers: str, tmp_path: Path) -> None:
    read = written(tmp_path, f"{headers}\n{PERSON}\n")
    assert read.program == "Thunderbird"
    (rory,) = read.rows
    assert (rory.name, rory.card.org, rory.notes) == ("Rory Williams", "Leadworth Hospital", "a note")
    assert rory.card.phones == ("555-2000", "555-3000", "555-1000")
    assert rory.card.emails == ("rory@example.com", "rory2@example.com")
    assert rory.card.birthday == Birthday(1, 15, 1980)


def test_a_table_made_by_hand(tmp_path: Path) -> None:
    read = written(tmp_path, "Company;Name;Phone;Last contact\nAcme;Mia Chen;+1 303 555 0101;12 Aug 2026\n;Bo;;\n")
    assert [one.name for one in read.rows] == ["Mia Chen", "Bo"]
    assert read.rows[0].touches[0].day == date(2026, 8, 12)


def test_family_names_come_first_where_names_have_no_blanks(tmp_path: Path) -> None:
    read = written(tmp_path, "First Name,Last Name,Email\n太郎,山本,taro@example.jp\n영희,김,kim@example.kr\n")
    assert [one.name for one in read.rows] == ["山本太郎", "김영희"]


@pytest.mark.parametrize(("text", "why"), [
    ("", "is empty"), ("one,two\n1,2\n", "has no headers that are known"), ("PK\x03\x04rest", "is an archive"),
    ("{\"account\": 1}", ""), ("name,email\nMia,\"mia@example.com\n", ""), ("name,email\nMi\0a,m@example.com\n", ""),
])
def test_what_cannot_be_read_is_a_sentence_and_never_an_error(text: str, why: str, tmp_path: Path) -> None:
    read = written(tmp_path, text)
    assert all(str(tmp_path) in problem for problem in read.problems)
    assert why in "".join(read.problems)


def test_a_folder_is_all_its_files(tmp_path: Path) -> None:
    written(tmp_path, LINKEDIN, "b.csv")
    written(tmp_path, f"{THUNDERBIRD}\n{PERSON}\n", "a.csv")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    gone = tmp_path / "gone.csv"
    assert [path.name for path in files_of([tmp_path, gone])] == ["a.csv", "b.csv", "gone.csv"]
    assert "cannot be read" in read_file(gone).problems[0]
