"""Address books for tests: vCards as text."""

from __future__ import annotations


def vcard(name: str, *lines: str, uid: str = "", version: str = "3.0") -> str:
    """Return a card of somebody with further lines."""
    given = (f"UID:{uid}",) if uid else ()
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *given, f"FN:{name}", *lines, "END:VCARD", ""))


DANA = vcard(
    "Dana Whitfield", "TEL;TYPE=CELL:+1 303 555 0142", "EMAIL:dana@example.com", "BDAY:--0514",
    "ADR:;;12 Elm Street;Denver;CO;80205;USA", "TZ:America/Denver", uid="dana-1",
)
