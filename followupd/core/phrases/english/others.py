"""Words for what is not of the contact: other people by trade, things, and times that are long over."""

from __future__ import annotations


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
WITH = _set("with")
OF_A_CALL = _set("call calling ring ringing phone phoning text texting email emailing contact contacting her him to")
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
