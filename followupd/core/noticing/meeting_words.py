"""The words in titles of events that say whether people come together.

English, German, French, Spanish, Italian, Dutch and Portuguese, in small letters without accents. A word in no list
says nothing either way.
"""

# They say that people see each other. French and Spanish tea needs its "with": "the" is an article, "te" a pronoun.
TOGETHER = (
    "lunch", "brunch", "breakfast", "dinner", "supper", "coffee", "coffees", "tea", "drink", "drinks", "beer", "beers",
    "pint", "pints", "wine", "cocktails", "happy hour", "meal", "meet", "meet up", "meetup", "meeting", "appointment",
    "catch up", "catchup", "catching up", "1 1", "1 on 1", "1on1", "1x1", "one on one", "121", "walk", "hike", "visit",
    "chat", "video chat", "sync", "sync up", "zoom", "teams", "google meet", "video meeting",
    # German
    "mittagessen", "mittag", "abendessen", "fruhstuck", "essen", "kaffee", "kaffeetrinken", "bier", "feierabendbier",
    "tee", "treffen", "termin", "besprechung", "sitzung", "spaziergang", "spazieren", "besuch", "verabredung",
    "jour fixe",
    # French
    "dejeuner", "petit dejeuner", "diner", "souper", "cafe", "the avec", "verre", "apero", "aperitif", "biere",
    "reunion",
    "rdv", "rendez vous", "rencontre", "visite", "balade", "promenade", "repas", "entretien",
    # Spanish
    "comida", "almuerzo", "cena", "desayuno", "merienda", "canas", "cana", "cerveza", "cervezas", "copas", "te con",
    "cita", "encuentro", "visita", "paseo",
    # Italian
    "pranzo", "colazione", "caffe", "aperitivo", "birra", "riunione", "incontro", "appuntamento", "passeggiata",
    # Dutch
    "ontbijt", "avondeten", "eten", "koffie", "thee", "borrel", "bier", "biertje", "afspraak", "overleg", "vergadering",
    "wandeling", "wandelen", "bezoek", "bijpraten",
    # Portuguese
    "almoco", "jantar", "cafe da manha", "pequeno almoco", "cerveja", "cha", "reuniao", "encontro", "passeio",
)
# They join the people.
WITH = ("with", "w", "mit", "avec", "con", "met", "com")
JOINING = (*WITH, "and", "und", "et", "y", "e", "en", "bei", "chez", "x")
# They change nothing beside a word of the first list.
BESIDE = (
    "a", "an", "the", "our", "quick", "short", "long", "early", "late", "weekly", "biweekly", "monthly",
    "quarterly", "annual", "regular", "business", "working", "virtual", "online", "kurzes", "kurzer", "gemeinsames",
    "un", "une", "una", "uno", "um", "uma", "een", "ein", "eine", "petit", "rapide", "rapido", "de", "trabajo",
    "lavoro",
    "am", "pm", "uhr",
)
# They begin a place, if what follows is one (places.py). "No" and "na" do too in Portuguese, and deny elsewhere.
PLACE = (
    "at", "@", "in", "im", "am", "beim", "bei", "chez", "au", "aux", "a", "en", "dans", "presso", "da", "al", "alla",
    "bij", "te", "op", "em", "zu", "on",
)
# Of these, those before which a capital tells a name from another word, as they are written in the middle of a title.
BEFORE_NAMES = ("at", "@", "chez", "au", "aux", "a", "en", "dans", "presso", "da", "al", "alla", "bij", "te", "em")
AT_A_TIME = ("at", "@", "a", "a las", "as", "alle", "om", "um")
ARTICLES = (
    "the", "a", "an", "my", "our", "your", "their", "der", "dem", "den", "einem", "einer", "le", "la", "les", "un",
    "une", "el", "los", "las", "una", "il", "lo", "het", "de", "een", "o", "os", "um", "uma", "mon", "ma", "mi", "mijn",
)
# Inside the name of a place.
WITHIN_NAMES = (
    "the", "and", "of", "on", "de", "du", "des", "la", "le", "les", "el", "los", "las", "del", "della", "di", "il",
    "lo", "do", "dos", "das", "y", "e", "et", "van", "het", "den", "&",
)
KINDS_OF_PLACE = (
    "office", "restaurant", "cafe", "bar", "pub", "bistro", "club", "hotel", "lobby", "library", "museum", "gallery",
    "park", "beach", "airport", "station", "gym", "canteen", "cafeteria", "home", "house", "studio", "room",
    "meeting room", "conference room", "hq", "brewery", "bakery", "market",
    "buro", "zimmer", "raum", "hause", "kantine", "mensa", "bahnhof", "flughafen", "gasthof", "gasthaus", "biergarten",
    "bureau", "salle", "gare", "aeroport", "hotel", "brasserie", "maison",
    "oficina", "sala", "casa", "restaurante", "aeropuerto", "estacion", "ufficio", "ristorante", "trattoria",
    "aeroporto", "stazione", "kantoor", "kamer", "zaal", "thuis", "escritorio", "estacao",
)
# With a capital too they are no name: times of the year, what is not settled, and what did not happen.
NO_PLACE = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "spring", "summer", "autumn", "fall", "winter", "christmas", "easter", "thanksgiving", "noon",
    "midnight", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "q1", "q2", "q3", "q4",
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre",
    "decembre", "noel", "paques", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
    "septiembre", "octubre", "noviembre", "diciembre", "navidad", "gennaio", "febbraio", "aprile", "maggio", "giugno",
    "luglio", "settembre", "ottobre", "novembre", "dicembre", "natale", "pasqua", "januari", "februari", "maart",
    "mei", "juni", "juli", "augustus", "oktober", "kerst", "pasen", "janeiro", "fevereiro", "marco", "maio", "junho",
    "julho", "setembro", "outubro", "novembro", "dezembro", "natal", "pascoa",
    "doubt", "risk", "limbo", "question", "jeopardy", "danger", "progress", "planning", "vain", "trouble", "case",
    "need", "time", "last", "least", "best", "once", "eod", "eow", "cob", "asap", "attente", "suspens", "cours",
    "duda", "espera", "pausa", "sospeso", "forse", "attesa", "duvida", "overleg", "afwachting",
    "no", "not", "non", "nao", "never", "did", "didn", "does", "was", "wasn", "is", "isn", "has", "will", "won",
    "nobody", "failed", "missed", "later", "late", "if", "when", "but", "instead",
)
# At the beginning of a title they make it a task, whatever follows.
TASK_FIRST = (
    "send", "ping", "contact", "reach", "reach out", "mail", "e mail", "email", "message", "write", "reply",
    "respond", "answer", "ask", "tell", "thank", "thanks", "remind", "buy", "get", "order", "book", "plan", "schedule",
    "arrange", "organise", "organize", "set up", "reschedule", "move", "confirm", "cancel", "skip", "pay", "invoice",
    "bill", "prep", "prepare", "read", "watch", "check", "find", "chase", "nudge",
    "invite", "pick up", "drop", "drive", "travel", "fly", "research", "draft", "finish", "submit", "sign", "focus",
    "focus time", "notes", "introduce", "wish", "congratulate", "share", "forward", "post", "print",
    "fix", "work on", "talk about", "think about", "sms", "whatsapp", "dm", "no", "not", "call back", "callback",
    "before", "after", "until", "instead of",
)
# So do these, unless a word of the first list comes behind them.
TASK_OR_TOPIC = ("follow up", "followup", "review", "intro", "update", "text")
# So do these, unless "with" comes behind them: then it is a call, which may have reached nobody.
CALL_FIRST = ("call", "ring", "phone", "telephone", "dial", "facetime", "skype", "anruf", "appel", "tel")
# Before a name they say that it is not who is met.
NOT_WITH = (
    "via", "about", "re", "regarding", "concerning", "for", "from", "by", "to", "of", "without", "instead of", "before",
    "after", "wegen", "uber", "ueber", "fur", "fuer", "von", "an", "sans", "pour", "sobre", "para", "per", "voor",
    "over", "por", "sul", "sulla",
)
# Anywhere in a title they say that it is no meeting: a task, an absence, a gift, a deadline, or one that is off.
NO_MEETING = (
    # off
    "no show", "no shows", "noshow", "no go", "stood me up",
    "cancelled", "canceled", "cancellation", "postponed", "moved", "rescheduled", "skipped", "declined", "tentative",
    "abgesagt", "absage", "absagen", "verschoben", "verschieben", "entfallt", "fallt aus", "ausgefallen", "storniert",
    "kein", "keine", "keinen", "annule", "annulee", "annuler", "reporte", "reportee", "deplace", "pas de", "cancelado",
    "cancelada", "cancelar", "anulado", "anulada", "aplazado", "aplazada", "pospuesto", "pospuesta", "sin", "annullato",
    "annullata", "annullare", "rinviato", "rinviata", "spostato", "spostata", "senza", "geannuleerd", "afgezegd",
    "verzet", "verplaatst", "vervalt", "geen", "adiado", "adiada", "desmarcado", "desmarcada", "sem",
    # days, and the deaths
    "birthday", "bday", "b day", "anniversary", "funeral", "memorial", "wake", "geburtstag", "jubilaum", "beerdigung",
    "trauerfeier", "anniversaire", "enterrement", "obseques", "cumpleanos", "cumple", "aniversario", "entierro",
    "compleanno", "anniversario", "funerale", "verjaardag", "begrafenis", "uitvaart", "velorio", "enterro",
    # absences and journeys
    "pto", "ooo", "oof", "out of office", "out", "off", "vacation", "holiday", "holidays", "leave", "leaves", "sick",
    "ill", "wfh", "away", "absent", "travel", "travels", "flight", "flights", "arrives", "arrival", "departure",
    "lands",
    "urlaub", "ferien", "krank", "frei", "abwesend", "reise", "flug", "conge", "conges", "vacances", "absente",
    "malade", "vol", "vacaciones", "baja", "ausente", "enfermo", "enferma", "vuelo", "ferie", "malattia", "assente",
    "volo", "vrij", "vakantie", "ziek", "afwezig", "vlucht", "ferias", "doente", "folga", "voo",
    # gifts
    "gift", "gifts", "present", "presents", "flowers", "cake", "geschenk", "blumen", "kuchen", "cadeau", "cadeaux",
    "fleurs", "regalo", "regalos", "flores", "fiori", "bloemen", "presente", "prenda",
    # deadlines and papers
    "deadline", "due", "invoice", "quote", "proposal", "contract", "frist", "abgabe", "fallig", "rechnung", "angebot",
    "vertrag", "echeance", "facture", "devis", "plazo", "factura", "presupuesto", "scadenza", "fattura", "preventivo",
    "factuur", "offerte", "prazo", "fatura", "proposta",
    # tasks
    "todo", "to do", "reminder", "remind", "prep", "prepare", "preparation", "hold", "call back", "callback", "focus",
    "anrufen", "ruckruf", "zuruckrufen", "schicken", "senden", "mailen", "schreiben", "vereinbaren", "ausmachen",
    "planen", "buchen", "kaufen", "besorgen", "fragen", "erinnern", "erinnerung", "melden", "antworten", "bezahlen",
    "uberweisen", "vorbereiten", "vorbereitung", "organisieren", "einladen", "bestatigen",
    "appeler", "rappeler", "rappel", "telephoner", "relancer", "envoyer", "ecrire", "repondre", "acheter", "reserver",
    "planifier", "organiser", "preparer", "payer", "contacter", "demander", "remercier", "inviter", "confirmer",
    "llamar", "enviar", "escribir", "responder", "contestar", "comprar", "reservar", "planear", "organizar", "preparar",
    "pagar", "contactar", "pedir", "preguntar", "agradecer", "invitar", "mandar", "confirmar", "avisar", "recordar",
    "chiamare", "richiamare", "telefonare", "sentire", "inviare", "mandare", "scrivere", "rispondere", "comprare",
    "prenotare", "organizzare", "preparare", "pagare", "contattare", "ringraziare", "invitare", "chiedere",
    "confermare", "bellen", "terugbellen", "sturen", "schrijven", "kopen", "boeken", "plannen", "regelen",
    "voorbereiden", "betalen", "vragen", "bedanken", "uitnodigen", "bevestigen",
    "ligar", "telefonar", "escrever", "marcar", "planejar", "contatar", "perguntar", "convidar",
)
# Behind one of these and a colon everything is off, whoever is invited.
CALLED_OFF = (
    "cancelled", "canceled", "postponed", "abgesagt", "entfallt", "verschoben", "annule", "annulee", "annulation",
    "cancelado", "cancelada", "annullato", "annullata", "geannuleerd", "afgezegd", "adiado", "adiada",
)
# Anywhere in a title, as a question mark does, they say that it is not settled.
DOUBT = (
    "tbc", "tbd", "tba", "maybe", "perhaps", "possibly", "or", "vielleicht", "eventuell", "evtl", "oder", "peut etre",
    "ou", "quizas", "quiza", "o", "forse", "misschien", "of", "talvez",
)
# Pictures of coming together; any other says something that is not known.
PICTURES = "☕🍵🫖🍽🍴🥪🥗🍕🍔🍜🍣🥐🍳🍺🍻🍷🥂🍸🍹🤝🚶"
