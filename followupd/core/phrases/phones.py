"""A phone number as people type it, and what is dialled for it: `1-800-FLOWERS` is tel:18003569377.

Takes the text of a hit list; gives a link for a phone (RFC 3966, RFC 5724), or a ValueError with what to write where
nobody can say which digits are meant. Never calculates with a number, and never puts a country before it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from followupd.core.phrases.words import quoted

LONGEST = 60            # characters
LEAST, MOST = 3, 15     # digits: an internal extension, and E.164
WHOLE = 7               # digits with which a number may stand alone
SHORT = 6               # digits of a short one, which may stand alone beside a sign that joins two
MOST_AT_HOME = 12       # digits of a number without its country, or a zero before it
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")      # ITU-T E.161
_EXTENSION = (
    r"(?:[;,(]? *(?<![^\W\d_])(?:extension|extn?|ext|durchwahl|dw|nebenstelle|nst|apparat|app|interno|intern|int|poste"
    r"|toestel|anknytning|ramal|anexo|wew|доб)\.? *[:=#-]? *"
    r"|(?<=[\d) ])x\.? *|\bx *|(?<=\d) *#)(?P<extension>\d{1,8})\)?$"
)
# `,` waits two seconds, `;` until one says so.
_AFTER_PAUSE = r"(?P<post>(?: ?(?:[,;]+|(?<![^\W\d_])[pw]) ?[\d*#][\d*# -]*)+)$"
# Words that only say whose a number is, or where it rings.
_LABELS = frozenset((
    "after", "and", "app", "buero", "bureau", "business", "büro", "c", "casa", "cell", "cellular", "d", "day",
    "desk", "dienstlich", "direct", "domicile", "evening", "evenings", "f", "fax", "festnetz", "fijo", "free",
    "h", "handy", "home", "house", "landline", "line", "m", "main", "maison", "mob", "mobil", "mobile",
    "mornings", "movil", "móvil", "night", "no", "nr", "num", "number", "o", "off", "office", "oficina", "only",
    "p", "phone", "portable", "privat", "private", "reception", "signal", "switchboard", "t", "tel",
    "telephone", "the", "toll", "tollfree", "uk", "us", "usa", "voice", "voicemail", "w", "whats", "whatsapp",
    "work", "zentrale", "zuhause",
))
_OTHERS = r"\||&|/|[,;]|\b(?:or|and|oder|und|ou|et|and/or)\b"
# Any sign that is not within one number.
_BETWEEN = r"[^\d+(]*(?:[^\d\s+()./*#-]|\s[-/*#]+\s|[)(]\s*(?=[(]))[^\d+]*"
_JOINS = r"\s*[|&\\+,;]\s*|\s\W*\b(?:or|and|oder|od|und|bzw|resp|o|ou|et|y|and/or)\b\W*"
_FREE_CALL = r"1?8\d\d|0?80\d|0[38]\d\d|1[38]00|13"     # where numbers are spelt, in digits
# A number of one country, or from abroad, with nothing that could be a second one: nearly every one.
_PLAIN = re.compile(r"(?:\+(?!1)|(?=0)|(?=(?:\D*\d){4,10}\D*$)|(?:\+ ?)?(?=1(?:\D*\d){10}\D*$))"
                    r"(?:\([0-9]+\) ?)?[0-9]+(?:[ .-][0-9]{2,})*")
_SIP = re.compile("sips?:")
# A code before the number, such as the one that withholds one's own: `*67`, `#31#`, `141`.
_SERVICE = re.compile(r"\(?(?P<code>[*#]\d{2,3}(?:[*#]|(?=[\s,/()+-]))|(?:141|1831)(?=[ -]+0))\)?"
                      r"[\s,/-]*(?=[+(\d](?:\D*\d){3})")
_LINK = r"(?:tel|callto|phone|sms):(?://)?"


_LETTERS = r"[^\W\d_]+"
_NOT_A_NUMBER = "is not a phone number. Write +1 303 555 0142."
_SPELT = "has letters that may stand for digits. Write it in digits, and a name under notes."


def parse_number(text: str) -> str:
    """Return a number as typed, on one line, without the invisible signs that an address book copies along."""
    number = " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())
    if _PLAIN.fullmatch(number) and LEAST <= len(_digits(number)) <= MOST:       # nearly every one, ten times faster
        return number
    if "@" in number and "." in number and not number.startswith("sip:"):
        raise ValueError(f'{quoted(number)} looks like an e-mail address. Put it under email.')
    if len(number) > LONGEST or not number.isprintable():
        raise ValueError(f'{quoted(number)} {_NOT_A_NUMBER}')
    if why := _dialled(number)[1]:
        raise ValueError(f"{quoted(number)} {why}")
    return number


def link(number: str, scheme: str) -> str:
    """Return a link that dials the number: `tel:+13035550142;ext=12`, `tel:+13035550142,,123%23`.

    RFC 3966 has no pauses; phones know `,` and `;`, so they stay as they are. A text (`sms`) goes to the number alone:
    in its link `,` and `;` are between two recipients.
    """
    dialled = _dialled(number)[0]
    if _SIP.match(dialled):
        return dialled
    recipient = re.split("[,;]", dialled)[0] if scheme == "sms" else dialled
    return f"{scheme}:{recipient.replace('#', '%23')}"


@lru_cache(maxsize=1024)        # each text of an event has it
def _dialled(number: str) -> tuple[str, str]:
    """Return what is dialled, and what is unclear about it: "" if nothing is."""
    if _SIP.match(number):
        return number, ""
    main = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in unicodedata.normalize("NFKC", number))
    main = re.sub(_LINK, "", main.strip(), flags=re.IGNORECASE)
    if (service := _SERVICE.match(main)) is not None:
        dialled, why = _dialled(main[service.end():])
        return service["code"] + dialled, why
    main, behind = _number_and_extension(main)
    main = _without_trunk_zero(main)
    without_words, spelt = _without_words(main)
    dialled = re.sub(r"(?<=\d)\++|\+(?!\d)", "", re.sub(r"[^\d*#+]", "", without_words))
    why = _mistyped(main) or _several(main) or _fault_after_number(main) or spelt
    if not why and len(_digits(re.sub(r"^(?:00|011)", "", dialled))) > MOST:
        why = f"has more than {MOST} digits. Write one number, and the rest under notes."
    return dialled + behind, why or (_NOT_A_NUMBER if len(_digits(dialled)) < LEAST else "")


def _number_and_extension(main: str) -> tuple[str, str]:
    """Return the number itself, and what is dialled once somebody has answered: an extension, digits after a pause."""
    if match := re.search(_EXTENSION, main, re.IGNORECASE):
        return (main[: match.start()], f";ext={match[1]}") if _digits(main[: match.start()]) else (match[1], "")
    match = re.search(_AFTER_PAUSE, main)
    if match is None or len(_digits(match["post"])) >= WHOLE or not _digits(main[: match.start()]):
        return main, ""
    if len(_digits(main[: match.start()])) < SHORT and ",," not in match["post"]:
        return main, ""     # 030,123456: an area code
    if len(_digits(main[: match.start()])) < WHOLE and len(_digits(match["post"])) >= SHORT:
        return main, ""     # 123456, 234567: two short numbers
    return main[: match.start()], re.sub(r"[ -]", "", match["post"]).replace("p", ",").replace("w", ";")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _without_trunk_zero(main: str) -> str:
    """Return `+49 (0)30` without the zero, which is dialled only at home; Italy's belongs to the number."""
    abroad = re.match(r"(?:\+|00|011) ?(?!39|378)\d", main.strip(" (")) is not None
    return re.sub(r"\( ?0 ?\)", " ", main) if abroad else main


def _mistyped(main: str) -> str:
    """Return what is wrong: a letter that looks like a digit, a time of day, or the `.0` of a spreadsheet."""
    for one in re.finditer(r"\w+", main):
        letter = re.search("[OoIl]", one[0])
        if letter is not None and re.search(r"\d", one[0]) and not re.search(r"[^\dOoIl]", one[0]):
            digit = "0" if letter[0] in "Oo" else "1"
            return f'has the letter "{letter[0]}" among its digits. Write {digit} if it is one.'
    if re.search(r"\d:\d\d(?!\d)", main):
        return "holds a time of day. Write the number alone; when they like to be called is `hours`."
    if re.search(r"\d{7}\.0+$", main):
        return f"ends as a spreadsheet writes it. Write {main.partition('.')[0]}."
    return ""


def _several(main: str) -> str:
    """Return what is wrong with a text that is two numbers, or one and the end of another; "" if it is one."""
    forms = ((_OTHERS, WHOLE), (rf"[^\d+*#]*{_LETTERS}[^\d+*#]*", WHOLE), (r"(?<=\d)[^\d]*(?=\+)", WHOLE),
             (_JOINS, SHORT), (_BETWEEN, SHORT))
    for between, least in forms:
        whole = [part for part in re.split(between, main, flags=re.IGNORECASE) if len(_digits(part)) >= least]
        if len(whole) > 1:
            return f"may be two numbers. Write [{', '.join(map(_one_of_two, whole))}]."
    if _ends_of_two(main):
        return f"may be two numbers. Write each in full: [{main.partition('/')[0].strip()}, ...]."
    word = re.search(rf"{_LETTERS}.*?\d", main)
    if word is not None and len(_digits(main[: word.start()])) >= SHORT:
        return "has digits behind a word. Write the number alone, and the rest under notes; an extension as ext. 12."
    return ""


def _one_of_two(part: str) -> str:
    """Return one of two numbers without a word in brackets, and with the bracket that what was between them took."""
    number = re.sub(r"\([^()\d]*(?:\)|$)", "", part).strip(" ,;/-")
    return f"({number}" if number.count(")") > number.count("(") else number


def _fault_after_number(main: str) -> str:
    """Return what is wrong with digits that follow a whole number, or count it: `(2)`, `> 2`, `2nd floor`, `9-5`."""
    if found := re.match(r"(?:\([1-9]\)|\d{1,2}[).:]) +(?=.*(?:\d\D*){7})", main):     # (11) is an area code
        return f"begins as an entry of a list. Write it without {quoted(found[0].strip())}."
    digits = [one.end() for one in re.finditer(r"\d", main)]
    rest = main[digits[WHOLE - 1]:] if len(digits) > WHOLE else ""
    american = re.match(r"\(?(?:\+? ?1[ .-]*)?\(?[2-9]\d\d\)?[ .-]*\d{3}[ .-]*\d{4}(?=[ (.-])[^\d,;*#]*\d", main)
    odd = re.search(r"[^\d\s.,;/*#+-][^\d]*\d|\d[^\W\d_]", rest)
    many = len(digits) > MOST_AT_HOME and not re.match(r"\D*(?:\+|0|810)", main) and not re.search("[A-Za-z]", main)
    if american or odd or many:
        return "has digits behind it that may not belong to it. Write the number alone; an extension as ext. 12."
    return ""


def _ends_of_two(main: str) -> bool:
    """Return whether a slash cannot follow an area code (`030/123456`): too many digits are before it."""
    before, slash, after = main.partition("/")
    if not slash or not _digits(after):
        return False
    digits = _digits(before)
    most = 8 if "+" in before else 10 if digits.startswith("00") else 6 if digits.startswith("0") else 4
    return len(digits) > most


def _without_words(main: str) -> tuple[str, str]:
    """Return the number with its letters as digits, or without words that only say whose it is; and what is unclear."""
    main = re.sub(_LETTERS, lambda one: " " if one[0].casefold() in _LABELS else one[0], main)
    words = list(re.finditer(_LETTERS, main))
    keyed, digits, bare = "".join(one[0] for one in words), _digits(main), re.sub(_LETTERS, " ", main)
    if not keyed.isascii() or not words or not re.match(r"[+(\d]", main.strip()):
        return bare, ""
    total = len(digits) + len(keyed)
    joined = all(re.search(r"[\dA-Za-z)][-.]?$", main[: one.start()]) for one in words)
    free = keyed.isupper() and re.match(_FREE_CALL, digits) is not None
    short = len(digits) < WHOLE and WHOLE - 1 <= total <= MOST
    if (short and (joined or free)) or (free and total == len("18005550142")):
        return main.upper().translate(_KEYS), ""
    return bare, _SPELT if joined or free or (keyed.isupper() and total in (10, 11)) else ""
