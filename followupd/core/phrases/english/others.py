"""Words for what is not of the contact: other people by trade, things, and times that are long over."""

from __future__ import annotations

from collections.abc import Mapping

from followupd.core.phrases.english.classes import CLASSES
from followupd.core.values.facts import Outcome


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# People and institutions who call and write on other business.
TRADES = _set("""
    lender lenders surveyor solicitor solicitors lawyer lawyers attorney notary agent agents broker bank council school
    college university doctor doctors dentist vet plumber builder builders electrician carpenter roofer painter
    accountant landlord landlady insurer insurance hospital police court judge government embassy consulate archdeacon
    bishop vicar priest rector chairman chairwoman chair treasurer committee board architect engineer supplier suppliers
    courier garage dealer mechanic developer contractor planner inspector auditor taxman revenue hmrc registrar
    landowner vendor vendors publisher editor journalist union ministry authority authorities airline airport hotel
    legal procurement accounts payroll underwriter adjuster trustee trustees executor tutor coach caterer florist
    photographer undertaker gardener
    """)
TRADE_ENDS = ("er", "or", "ist", "ian", "deacon")
SHORT_TRADE = 5        # letters: "sister" and "brother" are known; "other" is not a trade
OF_MINE_OR_NOBODYS = _set("the a an my our")       # "her lawyer rang" may be for her
CALLED_OR_WROTE = _set("called rang phoned emailed texted messaged wrote visited left")
SAID = _set("said says asked asks told wants wanted thinks")
MINE = _set("my our")
OF_MY_HOUSE = _set("""
    boss manager wife husband partner mother mum mom father dad sister brother son daughter friend neighbour neighbor
    flatmate landlord landlady aunt uncle gran grandma cousin team niece nephew
    """)
# Words after which another person may be named, by what was done.
BEFORE_WHOM: Mapping[Outcome, frozenset[str]] = {
    Outcome.REACHED: _set("with"),
    Outcome.LEFT_MESSAGE: _set("for"),
    Outcome.DECLINED: _set(
        "call calling ring ringing phone phoning text texting email emailing contact contacting her him to"
    ),
}
HAS = _set("has have")
REPLIED = _set("answered replied responded called rang written")
# After one of these a verb is of a habit or a name: "hates being called", "likes to be called Mrs W".
OF_A_HABIT = _set("being be")
OF_ATTRIBUTES = _set("bounced disconnected returned declined")       # a noun may follow at once: "bounced cheque"
OF_THINGS = OF_ATTRIBUTES | _set("reached answered met picked heard")
ARTICLES = _set("the a an")
BEFORE_A_THING = ARTICLES | _set("all some my")
NAMES = _set("called")      # "called her a genius", "called me Danny"
NAMED = _set("her him them me it us")
# Verbs of a story; and of plans, which a month that is over may be for: "said in May she'd sell".
TOLD_OF = _set("""
    spoke spoken met saw wrote written left sent called rang got lost bought sold died had answered replied came went
    was were did
    """)
OF_PLANS = _set("""
    said says told asked asks agreed agrees promised booked wants wanted fixed set arranged planned invited confirmed
    postponed moved until UNTIL again call ring try next no not never
    """)
LONG_OVER = (
    r"(?i)\b(?:last (?:year|summer|winter|spring|autumn|fall|christmas|easter|time|visit)"
    r"|(?:years|months|ages) (?:ago|back))\b"
)
THAT_WAS = r"(?i)\b(?:that|this|it) was (?:weeks|months|years|ages) (?:ago|back)\b"      # whatever it was
A_YEAR_BUT = 10        # months: a month that was so long ago may be the next one
# At the beginning of a text: how somebody speaks, how somebody fares, and what a talk would be good for.
_HOW = (
    "highly|warmly|badly|fondly|kindly|lovingly|proudly|harshly|bitterly|passionately|movingly|glowingly"
    "|first|last|next"
)
_A_TALK = (
    r"(?!no\b)(?:an? |the |another )?(?:[\w-]+ ){0,2}(?:chat|talk|call|conversation|catch[- ]?up|word|discussion)s?\b"
)
NOT_OF_A_CALL = (
    r"(?i)\W*(?:(?:i|we|she|he|they) )?(?:spoke|spoken|talked) (?:so |very |really )?"
    rf"(?:(?:{_HOW}) (?:of|about|at|in|for)|(?:well|ill|poorly) of)\b"
    r"|\W*(?:(?:she|he|they) )?bounced (?:right |straight )?back "
    r"(?:after|from|so|very|well|nicely|quickly|fast|strongly)\b"
    rf"|\W*{_A_TALK}[^,;.!?]*? (?:(?:is|are|['’]s) (?:well |long |so |much |really )?"
    r"(?:needed|overdue|due|wanted|required|in order)"
    r"|(?:always|usually|often|never|would|might|should|could) \w+|needed|please)\b"
)
# A whole text of which it is not sure what it says: an order or a wish, news, or a message of theirs.
NOT_SURE: Mapping[Outcome, str] = {
    Outcome.DECLINED: (
        r"(?i)\W*(?:please )?(?:do not|don['’]?t) (?:call|contact|ring|phone)(?: (?:her|him|them|me|us))?\W*"
    ),
    Outcome.BUSY: r"(?i)\W*(?:(?:just|now|newly) engaged\W*|engaged!+)",
    Outcome.LEFT_MESSAGE: r"(?i)\W*left (?:me|us)\b.*",
}
# A talk that is only named, with nothing said of it; and what says of it that it was.
NAMES_A_TALK = _set("""
    a an the another very really such so with about and catch up her him them NAME herself himself NUMBER min mins
    minute minutes hour hours phone telephone telecon teleconference
    """) | _set(" ".join(CLASSES[one] for one in ("adj", "size", "chat", "talk")).replace("|", " "))
OF_PRAISE = _set(CLASSES["praise"].replace("|", " ")) | _set("grand fab fabulous cracking smashing super ace useful")
NOT_YET = r"(?i)\b(?:so|if|before|when|unless|in case|please|maybe|perhaps|should|must|need|needs)\b"
THAT_IT_WAS = (
    r"(?i)\b(?:yesterday|earlier|just now|last night|this morning|finally|at last"
    r"|had|was|were|went|got|spoke|called|rang|phoned)\b"
    r"|[,;.:!–—-]\s*(?:(?:and|but) )?(?:she|he|they|we|i|all|both|nothing|no|everything|it|her|his|their"
    r"|wants|needs|says)\b"
    r"|[,;.:!–—-]\s.*(?!needed)\b\w+ed\b"
)
