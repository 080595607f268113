"""The words that name a channel: "texted her", "called instead", by what was done, and by what it says of the try."""

from __future__ import annotations

_ALONE = r"(?:by|via|on|over|through|per) (?:the |an? |her |his )?"
_SENT_A = r"(?:sent|wrote|dropped|shot|fired|did) (?:off )?(?:(?:her|him|them) )?(?:an? |the )?(?:quick |short |long )?"
# Something that was sent.
SENT = {
    "text": rf"\b(?:texted|txted|txtd|sms'?d)\b|\b(?:{_SENT_A}|{_ALONE})(?:text|txt|sms)\b(?! (?:book|file))",
    "email": rf"\b(?:e-?mailed|mailed)\b|\b(?:{_SENT_A}|{_ALONE})e-?mails?\b",
    "note": rf"\b(?:posted|sent|written|wrote) (?:(?:her|him|them) )?(?:an? |the )?(?:card|letter|postcard)\b"
            rf"|\b{_ALONE}(?:post|letter)\b",
    "whatsapp": rf"\bwhatsapp(?:'?e?d)\b|\b(?:{_SENT_A}|{_ALONE})whatsapp\b",
    "social": rf"\b{_ALONE}(?:linkedin|facebook|insta(?:gram)?|messenger)\b",
}
# A talk, or a try for one.
TRIED = {
    "phone": rf"\b(?:i |we )?(?:called|rang|phoned|telephoned)\b|\b{_ALONE}(?:tele)?phone\b",
    "video": rf"\b(?:facetimed|zoomed|skyped|skype'd)\b|\b{_ALONE}(?:video|zoom|skype|facetime|teams)\b",
}
# An answer in writing.
ANSWERED = {
    "text": r"\btexted (?:me )?back\b|\b(?:replied|answered|responded) (?:by|via|with a) (?:text|txt|sms)\b",
    "email": r"\be-?mailed (?:me )?back\b|\b(?:replied|answered|responded) (?:by|via|with an) e-?mail\b",
}
# A contact without such a channel may have it by another name.
AS_WELL = {"whatsapp": "text"}
