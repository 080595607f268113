"""The names of folders: modified UTF-7 (RFC 3501, 5.1.3), which folder holds sent mail, and which nobody's mail.

Takes and gives texts; asks nobody.
"""

from __future__ import annotations

import base64
import re

INBOX = "INBOX"
# For servers that do not say it (RFC 6154); in small letters, without the folders above.
_SENT = frozenset({
    "sent", "sent items", "sent messages", "sent mail", "gesendet", "gesendete objekte", "gesendete elemente",
    "envoyés", "éléments envoyés", "messages envoyés", "enviados", "elementos enviados", "mensagens enviadas",
    "itens enviados", "posta inviata", "inviati", "inviata", "verzonden", "verzonden items", "verzonden objecten",
    "skickat", "skickade objekt", "sendt", "sendte elementer", "lähetetyt", "wysłane", "elementy wysłane",
    "odeslané", "odeslaná pošta", "elküldött", "gönderilmiş öğeler", "gönderilenler", "отправленные", "надіслані",
    "送信済み", "已发送", "已发送邮件", "寄件備份", "보낸 편지함",
})
# Mail that nobody wrote to anybody, or not yet. Trash is read: an answer that was deleted is one.
_LEFT_OUT = frozenset({
    "draft", "drafts", "templates", "outbox", "unsent messages", "junk", "junk e-mail", "junk email", "junk mail",
    "spam", "bulk mail", "entwürfe", "vorlagen", "postausgang", "junk-e-mail", "unerwünscht", "werbung", "brouillons",
    "modèles", "boîte d'envoi", "indésirables", "courrier indésirable", "pourriel", "borradores", "plantillas",
    "bandeja de salida", "correo no deseado", "rascunhos", "modelos", "caixa de saída", "lixo eletrônico",
    "lixo eletrónico", "bozze", "modelli", "posta in uscita", "posta indesiderata", "concepten", "sjablonen",
    "postvak uit", "ongewenst", "ongewenste e-mail", "ongewenste reclame", "utkast", "skräppost", "utkorg", "kladder",
    "uønsket e-post", "udbakke", "luonnokset", "roskaposti", "szkice", "kopie robocze", "wersje robocze", "koncepty",
    "nevyžádaná pošta", "piszkozatok", "levélszemét", "taslaklar", "черновики", "спам", "чернетки", "下書き",
    "迷惑メール", "草稿", "垃圾邮件", "垃圾郵件", "임시 보관함", "스팸",
})


def is_left_out(name: str) -> bool:
    """Return whether a folder is called as those of drafts, templates, junk and mail that waits to be sent."""
    return _last(name) in _LEFT_OUT


def may_hold_sent(name: str) -> bool:
    """Return whether a folder is called as folders of sent mail are, in one of some languages."""
    return _last(name) in _SENT


def to_wire(name: str) -> str:
    """Return a name in modified UTF-7."""
    parts = re.split(r"([^\x20-\x7e]+)", name.replace("&", "&-"))
    return "".join(_encoded(part) if place % 2 else part for place, part in enumerate(parts))


def from_wire(name: str) -> str:
    """Return the name that modified UTF-7 spells; what is none stays as it is."""
    try:
        return re.sub(r"&([^-&]*)-", lambda match: _decoded(match[1]) if match[1] else "&", name)
    except (ValueError, UnicodeDecodeError):
        return name


def quoted_name(name: str) -> str:
    """Return a name as a quoted string of a command."""
    return quoted_text(to_wire(name))


def quoted_text(text: str) -> str:
    """Return printable ASCII as a quoted string of a command. Raises ValueError for any other text."""
    if not text.isascii() or not text.isprintable():
        raise ValueError("not printable ASCII")
    escaped = re.sub(r'(["\\])', r"\\\1", text)
    return f'"{escaped}"'


def _last(name: str) -> str:
    """Return a folder's name without the folders above it, in small letters."""
    return re.split(r"[./\\]", name)[-1].strip().lower()


def _encoded(part: str) -> str:
    coded = base64.b64encode(part.encode("utf-16-be", "surrogatepass")).decode()
    return f"&{coded.rstrip('=').replace('/', ',')}-"


def _decoded(part: str) -> str:
    padded = part.replace(",", "/") + "=" * (-len(part) % 4)
    return base64.b64decode(padded, validate=True).decode("utf-16-be")
