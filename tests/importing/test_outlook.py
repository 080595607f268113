"""Outlook's CSV in the languages that it exports: headers as the program writes them, in the Windows encoding."""

from __future__ import annotations

from pathlib import Path

import pytest

from followupd.core.stack.rows import ImportedRow
from followupd.core.values.cards import Birthday
from followupd.importing.read import FileRead, read_file

ENGLISH = (
    '"Title","First Name","Middle Name","Last Name","Suffix","Company","Department","Job Title","Business Street",'
    '"Business City","Business State","Business Postal Code","Business Country/Region","Home Street","Home City",'
    '"Home State","Home Postal Code","Home Country/Region","Assistant\'s Phone","Business Fax","Business Phone",'
    '"Business Phone 2","Callback","Car Phone","Company Main Phone","Home Fax","Home Phone","Mobile Phone","Other '
    'Phone",'
    '"Anniversary","Birthday","Categories","E-mail Address","E-mail Type","E-mail Display Name","E-mail 2 Address",'
    '"Gender","Notes","Priority","Web Page"'
)
GERMAN = (
    '"Anrede","Vorname","Weitere Vornamen","Nachname","Suffix","Firma","Abteilung","Position","Straße geschäftlich",'
    '"Ort geschäftlich","Region geschäftlich","Postleitzahl geschäftlich","Land/Region geschäftlich","Straße privat",'
    '"Ort privat","Bundesland/Kanton privat","Postleitzahl privat","Land/Region privat","Telefon Assistent",'
    '"Fax geschäftlich","Telefon geschäftlich","Telefon geschäftlich 2","Rückmeldung","Autotelefon","Telefon Firma",'
    '"Fax privat","Telefon privat","Mobiltelefon","Weiteres Telefon","Jahrestag","Geburtstag","Kategorien",'
    '"E-Mail-Adresse","E-Mail-Typ","E-Mail: Angezeigter Name","E-Mail 2: Adresse","Geschlecht","Notizen","Priorität",'
    '"Webseite"'
)
FRENCH = (
    '"Titre","Prénom","Deuxième prénom","Nom","Suffixe","Société","Service","Titre","Rue (bureau)","Ville (bureau)",'
    '"Dép/Région (bureau)","Code postal (bureau)","Pays/Région (bureau)","Rue (domicile)","Ville (domicile)",'
    '"Dép/Région (domicile)","Code postal (domicile)","Pays/Région (domicile)","Téléphone de l\'assistant(e)",'
    '"Télécopie (bureau)","Téléphone (bureau)","Téléphone 2 (bureau)","Rappel","Téléphone (voiture)","Téléphone '
    'société",'
    '"Télécopie (domicile)","Téléphone (domicile)","Tél. mobile","Téléphone (autre)","Anniversaire de mariage ou fête",'
    '"Anniversaire","Catégories","Adresse de messagerie","Type de messagerie","Nom complet de l\'adresse de '
    'messagerie",'
    '"Adresse de messagerie 2","Sexe","Notes","Priorité","Page Web"'
)
SPANISH = (
    '"Title","Nombre","Segundo nombre","Apellidos","Suffix","Organización","Department","Puesto","Calle del trabajo",'
    '"Ciudad de trabajo","Provincia o estado de trabajo","Código postal del trabajo","País o región del trabajo",'
    '"Home Street","Home City","Home State","Home Postal Code","País o región del domicilio","Assistant\'s Phone",'
    '"Business Fax","Teléfono del trabajo","Business Phone 2","Devolución de llamada","Car Phone",'
    '"Número de centralita de la organización","Home Fax","Particular","Mobile Phone","Otro teléfono","Anniversary",'
    '"Birthday","Categorías","E-mail Address","E-mail Type","Nombre de pantalla de correo electrónico",'
    '"Dirección de correo electrónico 2","Género","Notes","Prioridad","Página web"'
)
ITALIAN = (
    '"Titolo","Nome","Secondo nome","Cognome","Titolo straniero","Società","Reparto","Posizione","Via (uff.)",'
    '"Città (uff.)","Provincia (uff.)","CAP (uff.)","Paese (uff.)","Via (ab.)","Città (ab.)","Provincia (ab.)",'
    '"CAP (ab.)","Paese (ab.)","Telefono assistente","Fax (uff.)","Ufficio","Ufficio 2","Richiamata automatica",'
    '"Telefono auto","Telefono principale società","Fax (ab.)","Abitazione","Cellulare","Altro telefono",'
    '"Anniversario",'
    '"Compleanno","Categorie","Indirizzo posta elettronica","Tipo posta elettronica",'
    '"Nome visualizzato posta elettronica","Indirizzo posta elettronica 2","Sesso","Notes","Priorità","Pagina Web"'
)
DUTCH = (
    '"Titel","Voornaam","Middelste naam","Achternaam","Achtervoegsel","Bedrijf","Afdeling","Functie",'
    '"Werkadres, straat","Werkadres, plaats","Werkadres, provincie","Werkadres, postcode","Land/regio (werk)",'
    '"Huisadres, straat","Huisadres, plaats","Huisadres, provincie","Huisadres, postcode","Land/regio (thuis)",'
    '"Telefoon assistent","Fax op werk","Telefoon op werk","Telefoon op werk 2","Terugbellen","Autotelefoon",'
    '"Hoofdtelefoon bedrijf","Fax thuis","Telefoon thuis","Mobiele telefoon","Andere telefoon","Speciale datum",'
    '"Verjaardag","Categorieën","E-mailadres","E-mailtype","Weergavenaam voor e-mail","E-mailadres 2","Geslacht",'
    '"Notities","Prioriteit","Webpagina"'
)
BRAZILIAN = (
    '"Tratamento","Primeiro nome","Segundo nome","Sobrenome","Sufixo","Empresa","Departamento","Cargo",'
    '"Business Street","Business City","Business State","Business Postal Code","País/Região da Empresa",'
    '"Endereço residencial","Cidade do endereço residencial","Estado","CEP do endereço residencial",'
    '"País/Região de Residência","Telefone do assistente","Fax comercial","Telefone comercial","Telefone comercial 2",'
    '"Retorno de chamada","Telefone do carro","Telefone principal da empresa","Fax residencial","Telefone residencial",'
    '"Telefone celular","Outro telefone","Datas especiais","Birthday","Categorias","E-mail Address","Tipo de email",'
    '"Nome para exibição do email","Endereço de email 2","Sexo","Anotações","Prioridade","Página da Web"'
)
PORTUGUESE = (
    '"Título","Primeiro nome","Outros nomes/apelidos","Apelido","Sufixo","Empresa","Departamento","Cargo",'
    '"Rua da empresa","Localidade da empresa","Distrito da empresa","Código postal da empresa",'
    '"País/Região da Empresa","Rua da residência","Localidade da residência","Distrito da residência",'
    '"Código postal da residência","País da Residência/Região","Telefone do assistente","Fax da empresa",'
    '"Telefone da empresa","2º telefone da empresa","Tel. de resposta","Telefone do carro",'
    '"Telefone principal da empresa","Fax da residência","Telefone da residência","Telemóvel","Outro telefone",'
    '"Aniversário","Data de nascimento","Categorias","Endereço de correio electrónico","Tipo de correio electrónico",'
    '"Nome a apresentar para o correio electrónico","Endereço do correio electrónico 2","Sexo","Notas","Prioridade",'
    '"Página na Web"'
)
LANGUAGES = {
    "en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN, "nl": DUTCH, "pt-BR": BRAZILIAN,
    "pt-PT": PORTUGUESE,
}
DAYS = {"en": "5/14/1983", "de": "14.05.1983", "nl": "14-5-1983"}


def row(birthday: str) -> str:
    """A person in every column, as the headers above have them: numbers of a fax or an assistant end in 9."""
    cells = (
        "Dr.", "Jürgen", "", "Weiß", "", "Möbel & Söhne", "Verkauf", "Leiter", "Am Markt 1", "Köln", "", "50667", "DE",
        "Gartenweg 3", "Bonn", "", "53111", "DE", "+49 221 9", "+49 221 5559", "+49 221 555 010", "", "", "",
        "+49 221 5550009", "+49 228 5559", "+49 228 555 020", "+49 171 555 0142", "", "0/0/00", birthday,
        "Freunde;Kunden",
        "Juergen@Example.de", "SMTP", "Jürgen Weiß (juergen@example.de)", "jw@example.org", "", "liest gern\nund viel",
        "Normal", "https://example.de",
    )
    return ",".join('"' + cell + '"' for cell in cells)


def written(folder: Path, text: str, encoding: str = "cp1252") -> FileRead:
    path = folder / "contacts.csv"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return read_file(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_read_by_the_names_of_its_columns(language: str, tmp_path: Path) -> None:
    """Umlauts survive, the mobile number is first, and nobody's fax, assistant or switchboard is a number of theirs."""
    read = written(tmp_path, f"{LANGUAGES[language]}\n{row(DAYS.get(language, '14/05/1983'))}\n")
    assert (read.program, read.problems, read.nameless) == ("Outlook", (), 0)
    (found,) = read.rows
    card = found.card
    assert card.names == ("Jürgen Weiß",)
    assert card.phones == ("+49 171 555 0142", "+49 221 555 010", "+49 228 555 020")
    assert card.emails == ("juergen@example.de", "jw@example.org")
    assert card.birthday == Birthday(5, 14, 1983)
    assert card.address == "Gartenweg 3\n53111 Bonn\nDE"
    assert (card.org, found.groups, found.notes) == ("Möbel & Söhne", ("Freunde", "Kunden"), "liest gern\nund viel")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_encoding_and_separator(separator: str, encoding: str, tmp_path: Path) -> None:
    lines = f"{GERMAN}\n{row('14.05.1983')}\n".replace('","', f'"{separator}"')
    (found,) = written(tmp_path, lines, encoding).rows
    assert (found.name, found.card.org) == ("Jürgen Weiß", "Möbel & Söhne")


def test_columns_may_stand_in_any_order_and_be_few(tmp_path: Path) -> None:
    """As from outlook.com, or from somebody who deleted columns; Excel's line about the separator is no header."""
    read = written(tmp_path, "sep=;\nE-mail Address;Last Name;First Name\nmia@example.com;Chen;Mia\n;;\n;Ito;\n")
    assert [(one.name, one.card.emails) for one in read.rows] == [("Mia Chen", ("mia@example.com",)), ("Ito", ())]


def english(folder: Path, *birthdays: str) -> tuple[list[Birthday | None], tuple[str, ...]]:
    read = written(folder, "\n".join((ENGLISH, *map(row, birthdays), "")))
    return [one.card.birthday for one in read.rows], read.problems


def test_the_order_of_a_birthday_is_that_of_its_column_and_never_guessed(tmp_path: Path) -> None:
    """British and American days look alike; 0/0/00 is Outlook's for none."""
    assert english(tmp_path, "5/4/1980", "25/4/1980") == ([Birthday(4, 5, 1980), Birthday(4, 25, 1980)], ())
    assert english(tmp_path, "5/4/1980", "4/25/1980", "0/0/00") == ([Birthday(5, 4, 1980), Birthday(4, 25, 1980),
    None], ())
    days, problems = english(tmp_path, "5/4/1980", "0/0/00")
    assert days == [None, None]
    assert len(problems) == 1
    assert "1 birthday may be read in two ways" in problems[0]


def test_the_id_of_a_row_is_of_what_it_says_and_not_of_its_place(tmp_path: Path) -> None:
    def only(text: str) -> ImportedRow:
        return written(tmp_path, text).rows[0]

    one = only(f"{GERMAN}\n{row('14.05.1983')}\n")
    assert only(f"{ENGLISH}\n{row('5/14/1983')}\n").id == one.id
    assert only(f"{ENGLISH}\n{row('5/14/1983').replace('0142', '0143')}\n").id != one.id
