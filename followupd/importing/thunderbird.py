"""Thunderbird's CSV, whose headers are in the language of the program."""

from __future__ import annotations

from collections.abc import Mapping

from followupd.importing.tables import ExportProgram, columns, header

NAME = "Thunderbird"
ENGLISH = {
    "given": "First Name", "family": "Last Name", "name": "Display Name", "nickname": "Nickname",
    "email": "Primary Email|Secondary Email", "mobile": "Mobile Number", "phone": "Work Phone|Home Phone",
    "org": "Organization|Organisation", "role": "Job Title", "notes": "Notes", "birth_year": "Birth Year",
    "birth_month": "Birth Month", "birth_day": "Birth Day", "home_street": "Home Address", "home_city": "Home City",
    "home_region": "Home State|Home County", "home_code": "Home ZipCode|Home Post Code", "home_country": "Home Country",
    "work_street": "Work Address", "work_city": "Work City", "work_region": "Work State|Work County",
    "work_code": "Work ZipCode|Work Zip|Work Post Code", "work_country": "Work Country",
}
GERMAN = {
    "given": "Vorname", "family": "Nachname", "name": "Anzeigename", "nickname": "Spitzname",
    "email": "Primäre E-Mail-Adresse|Sekundäre E-Mail-Adresse", "mobile": "Mobil-Tel.-Nr.",
    "phone": "Tel. dienstlich|Tel. privat", "org": "Organisation", "role": "Arbeitstitel|Berufsbezeichnung",
    "notes": "Notizen", "birth_year": "Geburtsjahr", "birth_month": "Geburtsmonat", "birth_day": "Geburtstag",
    "home_street": "Privat: Adresse", "home_city": "Privat: Ort", "home_code": "Privat: PLZ",
    "home_country": "Privat: Land",
    "work_street": "Dienstlich: Adresse", "work_city": "Dienstlich: Ort", "work_code": "Dienstlich: PLZ",
    "work_country": "Dienstlich: Land",
}
FRENCH = {
    "given": "Prénom", "family": "Nom de famille|Nom", "name": "Nom à afficher", "nickname": "Surnom",
    "email": "Adresse électronique principale|Adresse électronique secondaire", "mobile": "Portable",
    "phone": "Tél. professionnel|Tél. personnel|Tél. privé", "org": "Société", "notes": "Notes",
    "birth_year": "Année de naissance", "birth_month": "Mois", "birth_day": "Jour", "home_street": "Adresse privée",
    "work_street": "Adresse professionnelle",
}
SPANISH = {
    "given": "Nombre", "family": "Apellidos", "name": "Nombre en pantalla", "nickname": "Apodo",
    "email": "Dirección de correo electrónico principal|Dirección de correo electrónico secundaria",
    "mobile": "Teléfono móvil", "phone": "Teléfono (Trabajo)|Teléfono (Casa)", "org": "Organización", "notes": "Notas",
    "birth_year": "Año de nacimiento", "birth_month": "Mes de nacimiento", "birth_day": "Día de nacimiento",
    "home_street": "Dirección personal", "work_street": "Dirección de trabajo",
}
ITALIAN = {
    "given": "Nome", "family": "Cognome", "name": "Nome visualizzato", "nickname": "Soprannome",
    "email": "Email principale|Email secondaria|Indirizzo email principale|Indirizzo email secondario",
    "mobile": "Numero cellulare|Cellulare", "phone": "Telefono lavoro|Telefono ufficio|Telefono casa",
    "org": "Organizzazione", "notes": "Note", "birth_year": "Anno di nascita", "birth_month": "Mese di nascita",
    "birth_day": "Giorno di nascita",
}
PORTUGUESE = {
    "given": "Primeiro nome", "family": "Último nome", "name": "Mostrar nome|Nome de exibição", "nickname": "Apelido",
    "email": "E-mail primário|E-mail secundário", "mobile": "Celular", "phone": "Fone de trabalho|Fone de casa",
    "org": "Organização", "notes": "Notas", "birth_year": "Ano de nascimento", "birth_month": "Mês de nascimento",
    "birth_day": "Dia de nascimento", "home_street": "Endereço de casa", "work_street": "Endereço de trabalho",
}


def _language(table: Mapping[str, str]) -> ExportProgram:
    first = header(table["email"].partition("|")[0])
    others = (header(name) for name in table["name"].split("|"))
    return ExportProgram(NAME, columns(of=table), tuple(frozenset({first, name}) for name in others), day_first=True)


THUNDERBIRD = tuple(map(_language, (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE)))
