"""Words beside the outcome: how dictation begins, what one thinks of it, abbreviations, and what names a channel."""

from __future__ import annotations

from followupd.core.phrases.english.classes import CLASSES
from followupd.core.values.facts import Outcome


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The beginning of a dictated text: "okay so I called her".
DICTATED = (
    r"(?i)\W*(?:(?:ok(?:ay)?|right|u[mh]+|er+m?|well|yeah|hi|hiya|alright|anyway)[\s,]+)*"
    r"(?:so|u[mh]+|er+m?)[\s,]+(?=(?:i|i['’]?ve|we|she|he|they|no|yeah|just|called|rang|phoned|tried|spoke|got|left)\b)"
)
# Labels before a line: "Update: spoke to her".
LABELLED = r"(?i)\W*(?:update|note|log|status|result|outcome|progress|fyi|nb|report)\s*(?:[:–—]|\s-\s)\s*(?=\S)"
# A full stop after one of these ends no sentence.
ABBREVIATIONS = ("mr", "mrs", "ms", "dr", "prof", "disc", "tel")
# An opinion without a comma: "no answer poor love is at work", and the outcomes after which it may be.
GUESSES = _set("poor hope bet bless wonder must guess suppose reckon imagine think prob might")
GUESSED_ABOUT = frozenset({Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY})
# Beginnings of what they wrote, though a note to self may begin so too: "she emailed, will come to the concert".
OF_THEM_TOO = _set("will can would is does did was has might may could needs wants")
# Nothing works where the writer is: "no signal up top, do it tonight"; and then it is not their own phone.
NOT_HERE = _set("signal reception battery coverage dead")
# A day that is noted down is agreed: "in the diary, Thursday 4pm".
NOTED_DOWN = _set("diary calendar cal locked book books")
BOOKS = _set("book books diary calendar")      # at the end: "lashes Friday 5pm, it's in the book"
# After "called her": what is only known from them, and what another may have said or a machine: "she moved".
NEWS = _set("wants needs likes loves thinks prefers plans hopes has had did knows")
ABOUT = _set("about re regarding")
BEFORE_NEWS = _set("already still now also just really then")
NO_NEWS = _set("""
    moved left went gone died changed retired came hung cut answered picked rejected declined blocked switched dropped
    disconnected ignored missed called texted emailed messaged replied passed be call ring phone get try text have
    return not put sent been asked told said heard
    """)
DENIES = _set("not never no nobody if unless maybe perhaps might hung out away")
# The try itself, before its failure: "tried calling her mobile twice no answer".
WORDS_OF_A_WAY = 6
FAILS = frozenset({"no", "nobody", "not", "never", "without", "nothing"})
WAYS = _set(CLASSES["device"].replace("|", " ")) | _set(CLASSES["workplace"].replace("|", " ")) | _set("""
    from on via by at over her his the my both all again twice also too NUMBER NAMES today yesterday this morning
    earlier door doorbell bell lines numbers phones home house work other second first times ways calling ringing
    phoning
    """)
# By what luck it was done: it says nothing of what was.
BY_LUCK = tuple(tuple(phrase.split()) for phrase in (
    "by god's grace", "by the grace of god", "with god's help", "praise god", "praise the lord", "glory to god",
    "by some miracle", "by a miracle", "by luck", "to my surprise", "great news", "long story short",
    "believe it or not", "against all odds", "out of the blue", "in fairness", "at the end",
))

# The words that name a channel, by what was done, and by what it says of the try.
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
