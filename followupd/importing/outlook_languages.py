"""The headers of Outlook's CSV in each language that it exports, by field; a header may have several spellings.

Some languages leave headers in English, so a table of another language is completed by the English one. Fax, pager,
assistant and switchboard are left out: none of them reaches the person.
"""

from __future__ import annotations

ENGLISH = {
    "given": "First Name", "middle": "Middle Name", "family": "Last Name", "nickname": "Nickname",
    "name": "Display Name", "org": "Company|Organization", "role": "Job Title", "groups": "Categories",
    "notes": "Notes", "birthday": "Birthday",
    "email": "E-mail Address|E-mail 2 Address|E-mail 3 Address|Email Address|Email 2 Address|Email 3 Address",
    "mobile": "Mobile Phone",
    "phone": "Business Phone|Business Phone 2|Home Phone|Home Phone 2|Primary Phone|Other Phone|Car Phone|Radio Phone",
    "home_street": "Home Street", "home_city": "Home City", "home_region": "Home State",
    "home_code": "Home Postal Code", "home_country": "Home Country/Region|Home Country",
    "work_street": "Business Street", "work_city": "Business City",
    "work_region": "Business State", "work_code": "Business Postal Code",
    "work_country": "Business Country/Region|Business Country",
    "other_street": "Other Street", "other_city": "Other City", "other_region": "Other State",
    "other_code": "Other Postal Code", "other_country": "Other Country/Region|Other Country",
}
GERMAN = {
    "given": "Vorname", "middle": "Weitere Vornamen|Zweiter Vorname", "family": "Nachname",
    "nickname": "Spitzname|Rufname", "org": "Firma", "role": "Position", "groups": "Kategorien", "notes": "Notizen",
    "birthday": "Geburtstag",
    "email": "E-Mail-Adresse|E-Mail 2: Adresse|E-Mail 3: Adresse|E-Mail-Adresse 2|E-Mail-Adresse 3",
    "mobile": "Mobiltelefon|Mobiltelefon 2",
    "phone": "Telefon geschäftlich|Telefon geschäftlich 2|Telefon privat|Telefon privat 2|Telefon (privat)|"
             "Telefon (privat 2)|Haupttelefon|Weiteres Telefon|Autotelefon",
    "home_street": "Straße privat", "home_city": "Ort privat", "home_region": "Bundesland/Kanton privat|Region privat",
    "home_code": "Postleitzahl privat", "home_country": "Land/Region privat|Land privat",
    "work_street": "Straße geschäftlich", "work_city": "Ort geschäftlich", "work_region": "Region geschäftlich",
    "work_code": "Postleitzahl geschäftlich", "work_country": "Land/Region geschäftlich|Land geschäftlich",
    "other_street": "Weitere Straße", "other_city": "Weiterer Ort", "other_code": "Weitere Postleitzahl",
    "other_country": "Weiteres/e Land/Region|Weiteres Land",
}
FRENCH = {
    "given": "Prénom", "middle": "Deuxième prénom", "family": "Nom", "nickname": "Surnom", "org": "Société",
    "groups": "Catégories", "notes": "Notes", "birthday": "Anniversaire",
    "email": "Adresse de messagerie|Adresse de messagerie 2|Adresse de messagerie 3|Adresse e-mail|Adresse e-mail 2|"
             "Adresse e-mail 3",
    "mobile": "Tél. mobile|Téléphone mobile",
    "phone": "Téléphone (bureau)|Téléphone 2 (bureau)|Téléphone (domicile)|Téléphone 2 (domicile)|Téléphone principal|"
             "Téléphone (autre)|Téléphone (voiture)|Radio téléphone",
    "home_street": "Rue (domicile)", "home_city": "Ville (domicile)", "home_region": "Dép/Région (domicile)",
    "home_code": "Code postal (domicile)", "home_country": "Pays/Région (domicile)", "work_street": "Rue (bureau)",
    "work_city": "Ville (bureau)", "work_region": "Dép/Région (bureau)", "work_code": "Code postal (bureau)",
    "work_country": "Pays/Région (bureau)", "other_street": "Rue (autre)", "other_city": "Ville (autre)",
    "other_code": "Code postal (autre)", "other_country": "Pays/Région (autre)",
}
SPANISH = {
    "given": "Nombre", "middle": "Segundo nombre", "family": "Apellidos|Apellido", "nickname": "Apodo|Sobrenombre",
    "org": "Organización|Compañía|Empresa", "role": "Puesto|Cargo", "groups": "Categorías", "notes": "Notas",
    "birthday": "Cumpleaños|Fecha de nacimiento",
    "email": "Dirección de correo electrónico|Dirección de correo electrónico 2|Dirección del correo electrónico 3|"
             "Dirección de correo electrónico 3|Correo electrónico",
    "mobile": "Móvil|Teléfono móvil|Número de móvil",
    "phone": "Teléfono del trabajo|Teléfono del trabajo 2|Particular|Particular 2|Teléfono particular|"
             "Teléfono principal|Otro teléfono|Radioteléfono|Teléfono del automóvil",
    "home_street": "Calle del domicilio|Calle particular", "home_city": "Ciudad del domicilio|Ciudad particular",
    "home_code": "Código postal del domicilio|Código postal particular", "home_country": "País o región del domicilio",
    "work_street": "Calle del trabajo", "work_city": "Ciudad de trabajo|Ciudad del trabajo",
    "work_region": "Provincia o estado de trabajo", "work_code": "Código postal del trabajo",
    "work_country": "País o región del trabajo", "other_street": "Otra calle", "other_city": "Otra ciudad",
    "other_code": "Otro código postal", "other_country": "Otro país o región",
}
ITALIAN = {
    "given": "Nome", "middle": "Secondo nome", "family": "Cognome", "nickname": "Soprannome|Nome alternativo",
    "org": "Società", "role": "Posizione", "groups": "Categorie", "notes": "Note|Notes", "birthday": "Compleanno",
    "email": "Indirizzo posta elettronica|Indirizzo posta elettronica 2|Indirizzo posta elettronica 3|"
             "Indirizzo di posta elettronica|Indirizzo di posta elettronica 2|Indirizzo di posta elettronica 3",
    "mobile": "Cellulare|Numero di cellulare",
    "phone": "Ufficio|Ufficio 2|Abitazione|Abitazione 2|Telefono (uff.)|Telefono (ab.)|Telefono principale|"
             "Altro telefono|Telefono auto|Radiotelefono",
    "home_street": "Via (ab.)", "home_city": "Città (ab.)", "home_region": "Provincia (ab.)", "home_code": "CAP (ab.)",
    "home_country": "Paese (ab.)", "work_street": "Via (uff.)", "work_city": "Città (uff.)",
    "work_region": "Provincia (uff.)", "work_code": "CAP (uff.)", "work_country": "Paese (uff.)",
    "other_street": "Altra via", "other_city": "Altra città", "other_code": "Altro CAP", "other_country": "Altro paese",
}
DUTCH = {
    "given": "Voornaam", "middle": "Middelste naam", "family": "Achternaam", "nickname": "Bijnaam", "org": "Bedrijf",
    "role": "Functie", "groups": "Categorieën", "notes": "Notities", "birthday": "Verjaardag",
    "email": "E-mailadres|E-mailadres 2|E-mailadres 3", "mobile": "Mobiele telefoon",
    "phone": "Telefoon op werk|Telefoon op werk 2|Telefoon thuis|Telefoon thuis 2|Hoofdtelefoon|Andere telefoon|"
             "Autotelefoon|Radiotelefoon",
    "home_street": "Huisadres, straat", "home_city": "Huisadres, plaats", "home_region": "Huisadres, provincie",
    "home_code": "Huisadres, postcode", "home_country": "Land/regio (thuis)", "work_street": "Werkadres, straat",
    "work_city": "Werkadres, plaats", "work_region": "Werkadres, provincie", "work_code": "Werkadres, postcode",
    "work_country": "Land/regio (werk)", "other_street": "Ander adres, straat", "other_city": "Ander adres, plaats",
    "other_code": "Ander adres, postcode", "other_country": "Land/regio (anders)",
}
BRAZILIAN = {
    "given": "Primeiro nome|Nome", "middle": "Segundo nome", "family": "Sobrenome", "nickname": "Apelido",
    "org": "Empresa", "role": "Cargo", "groups": "Categorias", "notes": "Anotações", "birthday":
    "Aniversário|Data de nascimento",
    "email": "Endereço de email|Endereço de email 2|Endereço de email 3|Endereço de e-mail|Endereço de e-mail 2|"
             "Endereço de e-mail 3",
    "mobile": "Telefone celular|Celular",
    "phone": "Telefone comercial|Telefone comercial 2|Telefone residencial|Telefone residencial 2|Telefone principal|"
             "Outro telefone|Telefone do carro|Radiofone",
    "home_street": "Endereço residencial", "home_city": "Cidade do endereço residencial", "home_region": "Estado",
    "home_code": "CEP do endereço residencial", "home_country": "País/Região de Residência",
    "work_country": "País/Região da Empresa", "other_street": "Outro endereço", "other_city": "Cidade",
    "other_code": "CEP", "other_country": "Outro País/Região",
}
PORTUGUESE = {
    "given": "Primeiro nome|Nome próprio", "middle": "Outros nomes/apelidos", "family": "Apelido", "org": "Empresa",
    "role": "Cargo", "groups": "Categorias", "notes": "Notas", "birthday": "Data de nascimento",
    "email": "Endereço de correio electrónico|Endereço do correio electrónico 2|Endereço do correio electrónico 3|"
             "Endereço de correio eletrónico|Endereço do correio eletrónico 2|Endereço do correio eletrónico 3",
    "mobile": "Telemóvel",
    "phone": "Telefone da empresa|2º telefone da empresa|Telefone da residência|2º telefone da residência|"
             "Telefone principal|Outro telefone|Telefone do carro|Radiotelefone",
    "home_street": "Rua da residência", "home_city": "Localidade da residência", "home_region":
    "Distrito da residência",
    "home_code": "Código postal da residência", "home_country": "País da Residência/Região",
    "work_street": "Rua da empresa", "work_city": "Localidade da empresa", "work_region": "Distrito da empresa",
    "work_code": "Código postal da empresa", "work_country": "País/Região da Empresa",
    "other_street": "Rua do outro endereço", "other_city": "Localidade do outro endereço",
    "other_code": "Código postal do outro endereço", "other_country": "Outro País/Região",
}
