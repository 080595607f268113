"""English as people type it after a call: the words that may stand beside a clause.

The patterns of clauses are in the other files of this folder; sentence.py and clauses.py read by both.
"""

from __future__ import annotations

from collections.abc import Mapping

from followupd.core.phrases.english import beside
from followupd.core.phrases.english.classes import CLASSES
from followupd.core.phrases.english.clauses import ASIDES, HINTS, PATTERNS
from followupd.core.phrases.english.spellings import SPELT
from followupd.core.phrases.patterns import Says
from followupd.core.values.facts import Outcome

__all__ = ["ASIDES", "CLASSES", "HINTS", "PATTERNS", "SPELT"]


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# "Managed to reach her" is "reached her", unless a negation is before it.
ACHIEVED = (("managed", "to"), ("was", "able", "to"), ("able", "to"), ("got", "to"), ("did", "manage", "to"))
PAST: Mapping[str, str] = {
    "speak": "spoke", "talk": "talked", "chat": "chatted", "reach": "reached", "get": "got", "catch": "caught",
    "meet": "met", "see": "saw", "have": "had", "connect": "connected", "leave": "left", "grab": "got",
    "contact": "reached",
}
# "Already talk with her" is "talked with her", and not "already have her number".
BY_ALREADY: Mapping[str, str] = {
    **{word: past for word, past in PAST.items() if word != "have"},
    "send": "sent", "call": "called", "ring": "rang", "phone": "phoned", "text": "texted", "message": "messaged",
    "inform": "informed", "write": "wrote", "email": "emailed",
}
NEGATES = _set("not no never nobody hardly barely could can unable")
ONE_OF_US = [["NAME"], ["me"], ["i"], ["she"], ["he"], ["her"], ["him"]]
OTHER_OF_US = _set("i me NAME she he")
# "2" is "to" before one of these.
BEFORE_THEM = _set("leave stop get call ring phone try her him them me be talk speak say")

# Words that add nothing to what happened, anywhere and at the beginning of a clause.
FILLERS = _set("""
    just bloody damn flipping effing fucking bruv mate fam hun babe babes hon thankfully fortunately miraculously
    surprisingly amazingly annoyingly alhamdulillah mashallah deffo def omg finally already eventually
    actually really briefly quickly unfortunately sadly luckily hey oh ah yay nope
    hooray ugh argh sigh hmm meh alas still also even literally basically anyway phew please sorry yep yeah right
    politely firmly plainly
    definitely totally absolutely clearly honestly certainly genuinely frankly whatsoever hello hi
    lmao lmfao smh ngl tbf innit bruh bro hun xx xxx rn lah liao lor
    lol haha aargh obvs obviously apparently simply nicely kindly x obv tbh soz somehow
    """)
POLITE = _set("thanks cheers TICK hallelujah wow omg gosh whew")           # alone in a clause it says nothing
PERSONS = _set(CLASSES["person"].replace("|", " ")) | _set(
    "else stranger bloke someone somebody child children toddler"
)
SERIOUS = _set("hospital hospice intensive rehab prison jail")      # no mere absence
GIVEN_NAMES = _set("will may chase hope joy frank drew summer guy young")      # and words of the grammar too
TITLES = _set("mr mrs ms miss dr prof sir madame madam mme frau herr monsieur signora senora sister auntie lady")
INTERJECTIONS = _set("""
    sure aye och ach listen look anyways hallelujah wow omg blimey crikey gosh damn yikes bah tsk whew eureka bingo
    """)
FIRST_FILLERS = _set("yes well so TICK") | INTERJECTIONS
OK_BEFORE = _set("she he they i we NAME")      # "ok she is coming on Friday"
# After a name with an s: "Dana's out" is "Dana is out".
HOW_THEY_ARE = _set(CLASSES["fine"].replace("|", " ")) | _set(
    "out away off in at on not back gone asleep busy abroad here there ill sick mid driving still just"
)
# "She's answered" is "she has answered".
HAS_DONE = _set("""
    answered asked called replied moved gone got left said told agreed declined signed chosen decided switched
    promised opted rung written rang phoned accepted confirmed blocked returned responded instructed requested
    """)
HAS_TOLD = _set("asked told said declined agreed replied answered called rang phoned gone switched decided chosen")
FILLER_PHRASES = (
    ("at", "last"), ("at", "long", "last"), ("at", "all"), ("as", "well"), ("for", "now"), ("in", "the", "end"),
    ("to", "be", "honest"), ("i", "am", "afraid"), ("thank", "god"), ("thank", "goodness"), ("of", "course"),
    ("good", "news"), ("bad", "news"), ("as", "ever"), ("as", "usual"), ("as", "always"), ("surprise", "surprise"),
    ("no", "surprise"), ("big", "surprise"), ("for", "once"), *beside.BY_LUCK,
)

# Words before a day that belong to it; after a cue the day is about the next time, not part of a story.
LEADS_TO_A_DAY = _set("on for by until after from in next this around about at before")
BEFORE_A_DATE = LEADS_TO_A_DAY | _set("to set back again callback returns agreed booked meeting call ring phone retry")
CUES = _set("until after from before by")
UNTIL = _set("until til till")
ONLY_OF_THEM = _set("until til till by from")      # a cue only about them, or to put it off: "she's away until Monday"
OF_THEM = _set("""
    alone in home there available reachable busy she he they NAME client away out off back asked call try ring holiday
    vacation leave abroad travelling
    maternity paternity holidays
    """) | _set(CLASSES["away on"].replace("|", " "))
BY_A_DAY = _set("back home free available call ring reply revert")      # "by Friday" is for us only beside one
LEAVING = _set("away off out holiday vacation leave abroad travelling busy unavailable")      # "from" that day on
PUTS_OFF = _set(CLASSES["put off"].replace("|", " ")) | _set("leave leaving wait do move moved off not it this")
# Beginnings of a clause about the next try, and the only words that may be beside its day: "Monday then".
PLANS = _set("""
    will going retry trying try chase chasing follow following check call ring phone next giving give doing do
    """) | PUTS_OFF
ONLY_A_DAY = _set("DAY UNTIL then instead next so maybe")
BEFORE_AN_HOUR = _set("after until back at around by")
BEFORE_A_CLOCK = _set("callback call ring phone")       # and then only one with minutes: "cb 4.15"
FREE = _set("home free available reachable go back")
# They, or somebody for them, ask for a day; words of where they are then, which ask for nothing.
REQUESTS = _set(CLASSES["said"].replace("|", " ")) | _set("asks asking requests requesting prefers preferred prefer")
THERE = _set("free available reachable home around")
WISHING = _set("asked again call ring try callback wants next phone telephone ping retry chase follow")

# Things and places to speak on, beside a day: on her mobile, on the train.
SPOKEN_ON = _set(CLASSES["device"].replace("|", " ")) | _set("""
    DAY UNTIL today line train bus way road beach behalf and lunch coffee dinner tea breakfast drinks fence weekend
    christmas holiday hour hours minutes days weeks wall
    """)
# Words that end like an adverb but are not one.
NO_ADVERBS = _set("family italy july reply supply belly jelly bully ally emily kelly molly sally polly billy")
# Words that may follow a clause that was understood: they carry on, and are never nouns. The note begins with them.
CARRIES_ON = _set("""
    again yet today now yesterday earlier tonight twice once thrice together instead though tho too properly
    afterwards this that these after about around for on onto over via by because as when while whilst where which
    who she he they i we it you her his its their our my me him them NAME NAMES DAY UNTIL NUMBER TICK and but or
    until since with without within at all so more less long several many couple few two three four five six seven
    ten both either neither anymore any away myself herself himself themselves wants wanted want will would is was
    has had am are were said says told asked asks try trying back through up here there in inside to into if first cause
    later before during straight between re regarding off out next last not never no nothing than then like very
    quite from of per some maybe perhaps hopefully sounded sounds seems seemed doing left mentioned moved going got
    saying telling asking explaining letting wishing thanking inviting suggesting offering reminding confirming
    enclosing attaching requesting advising outlining summarising summarizing chasing introducing apologising
    another a an the x everything anything something how what why period end late
    """)
# Particles of a verb, with which no note begins: "picked up".
PARTICLES = _set("up through")
OF_A_VERB = PARTICLES | _set("me us got into back out off away of to hold her him them NAME")
NOT_BEHIND: Mapping[Outcome | Says, frozenset[str]] = {
    Outcome.REACHED: _set(
        "a an the at in her his their last when if before not never no of out into than or left to with from about "
        "NUMBER too NAME up"
    ),
    Says.PICKED_UP: _set("by so well back all the her his a an my our their some of to NUMBER smoking"),
    Outcome.DONE: _set(
        "that the a an for to of with without up her his their DAY if will i we before until when at in from by about"
    ),
    Outcome.SENT: _set("if when before to from by will nothing"),
    Outcome.NO_ANSWER: _set("off if before of about in from with to for until is"),
    Outcome.BUSY: _set("if of to about with DAY UNTIL in on from"),
    Outcome.DECLINED: _set("in on at about to for of with if when before until DAY UNTIL any"),
    Outcome.WRONG_NUMBER: _set("of for to in from"),
    Outcome.BOUNCED: _set("of to for after into last on from before"),
    Outcome.LEFT_MESSAGE: _set("in it"),
    Says.WISH: _set("than her him them it the from is any anytime whenever NAME"),
    Says.BOOKED: _set("without about is was her or if maybe perhaps but not until"),
    Says.ATTEMPT: _set("if"),
    Says.ABSENT: _set("of"),
    Says.AGAIN: _set("about to with if"),
    Says.BACK: _set("about to with if when the"),
    Says.RINGS: _set("about to with if the her him them NAME"),
}
# After a clause that is not understood: what may count, at once or if it says who; and words that turn it round.
SAFE_BEHIND = frozenset({Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE})
CLEAR_IF_NAMED = frozenset({
    Outcome.REACHED, Says.PICKED_UP, Outcome.BUSY, Outcome.SENT, Says.WISH, Says.LATER, Outcome.WRONG_NUMBER,
    Says.BOOKED,
})
CONDITIONS = _set("if unless when whenever whether until would should might ask tell check hope maybe perhaps")
HEDGES = _set("think guess suppose reckon believe assume hope")       # after "i"
OF_CALLING = _set(CLASSES["call"].replace("|", " ")) | _set(CLASSES["stop"].replace("|", " ")) | _set(
    "calls called contacted phoned rang bothered disturbed emailed emails contact list lists books details data number"
)
ABOUT_US = _set("i we me us she he they her him them NAME it this number phone")
# Not "bank, no answer": somebody did it, or did not.
DONE_BY_SOMEBODY = _set("""
    i we not never nobody could did left rang called tried voicemail picked answered unable failed phone line
    """)
OF_A_CALL = _set("no not nobody line engaged rang rings voicemail answer answered tone busy signal reply")
OF_TODAY = _set("no so today tonight too i my am all")
SAID_TO_IT = _set("""
    said told rambled sang wished explained recorded asked mentioned waffled spoke left gave let reminded thanked
    """)
SAID_SO = _set("said says asked asks reckons insists")
SAID_LAST = SAID_SO | _set("told")                 # "she told", and not "told Dana"
# Its beginning if the speaker follows without a comma.
SAID_BY_THEM = _set("call ring phone try contact stop do never not take remove no DAY UNTIL leave")
MINE = _set("i we")
CALLED = _set("called rang phoned")
CALLED_THEM = _set(CLASSES["her"].replace("|", " ")) | _set("again back up today now")
IN_ITS_PLACE = _set("instead then")
IN_TURN = _set("so then")       # before a day: it is put off to that
RINGS_BACK = _set("call ring phone callback")
MACHINES = _set("voicemail machine mailbox beep answerphone")
ELSEWHERE = _set("out away gone asleep abroad full")
# Reasons to put something off: "dentist today, Thursday".
REASONS = _set("""
    today tonight sick ill poorly headache migraine dentist doctor tired busy meetings funeral exams holiday
    thanksgiving diwali energy battery hangover hungover snowed slammed rushed stuck away travelling flu covid deadline
    cold mad hectic manic crazy
    """)
TALKS = _set(CLASSES["talk"].replace("|", " "))
SPOKE = _set(CLASSES["spoke"].replace("|", " "))
HANDS_OVER = _set("passed handed put gave")      # "picked up and passed me to her husband"
SURELY_TALKED = TALKS | SPOKE | {"reached"}
OF_ANOTHER = TALKS | _set(CLASSES["written"].replace("|", " "))
TURNS_ROUND = _set("""
    if when whether unless until till not no never nearly almost maybe perhaps hope hopefully thought would should
    could might want wanted need must before ask tell who what why how last ago
    """)
# Words that begin a new clause without a comma: "she was driving couldn't talk".
BEGINS_A_CLAUSE = _set("who could can did no not never wrong nobody asked asks wants wanted told said says left")
# An agreement that was not made, or no longer holds.
UNSURE = _set("if unless whether maybe perhaps might not never cancelled canceled cancels cancel postponed off")
OF_A_CONTRAST = _set("the a an to on in at for by this that until before DAY UNTIL NUMBER")      # after "not"
OPEN_ENDS = _set("the a an to of that about at in with for")      # a clause does not end with one of these
# Words that an aside makes something else of: "ok by email", "doesn't want calls at work".
NARROWED = frozenset({Outcome.DONE, Outcome.DECLINED, Outcome.WRONG_NUMBER, Says.BOOKED, Says.LATER, Says.MEETING})
# "Busy on Mondays" is not an outcome.
OF_HABIT = frozenset({Outcome.NO_ANSWER, Outcome.BUSY, Outcome.DECLINED, Says.BOOKED})
OF_NOW = frozenset({Outcome.REACHED, Outcome.SENT, Outcome.LEFT_MESSAGE})      # "in March" makes them a story
IN_PAST = _set("yesterday earlier")
# Nothing for a note.
TRIVIAL = _set("altogether again yet now today up back there in DAY UNTIL NUMBER TICK please thanks")

# Words of a head that say more than its outcome, so that the whole text is the note; and that they saw each other.
TELLING = _set(CLASSES["person"].replace("|", " ")) | _set(CLASSES["meal"].replace("|", " ")) | _set("""
    great nice lovely wonderful fun pleasant brilliant fantastic excellent interesting long full NUMBER
    yes facetime skype gossip news everything things life
    driving cooking teaching boarding rushing eating court surgery class lecture theatre transit conference client
    patient customer visitor card letter postcard invite parcel machine delighted pleased asleep away out off
    """)
# Something that was sent is worth a note, unless it is a mere message.
SENDING = _set("""
    i we have had did sent emailed texted posted forwarded shared messaged couriered wrote mailed dropped shot fired
    over off out her him them NAME to
    """)
SENT_MERELY = _set("email text message line note link")
SENT_THINGS = _set(CLASSES["written"].replace("|", " ")) - SENT_MERELY
THINGS_TOLD = (SENT_THINGS | _set(CLASSES["workplace"].replace("|", " "))) - _set(
    "note message word text texts email reply details number numbers address information info card office"
)
ONLY_BUSY = _set("""
    busy engaged line phone number is was still always she he they NAME too very super quite so her his the signal
    tone a could can not talk speak chat had has have no time got it good bad right wrong moment timing to
    """)
ONLY_AGREED = _set(CLASSES["agreed"].replace("|", " ")) | _set("""
    i we she he they her him them NAME NAMES is was are am it that on for in to with at a an the my our yes said says
    coming come meeting meet seeing see again up then all have has had will
    DAY UNTIL NUMBER TICK today
    """)
ONLY: Mapping[Outcome | Says | None, frozenset[str]] = {Outcome.BUSY: ONLY_BUSY, Says.BOOKED: ONLY_AGREED}
MET = _set("met saw visited bumped ran meeting lunch coffee dinner breakfast tea drinks walk came popped church")
NO_SHOW = _set("show shown stood come turn no-show")      # no answer, at a meeting
BACK = _set("back returns returning")
AT_A_PLACE = _set("in at the her his work office home town country desk")
# A head with these words is complete, whatever follows but what may turn it round or make another thing of it.
CLOSING = _set("NAME him them")
TALKED = _set("spoke spoken talked chatted got reached had caught connected discussed")
MESSAGES = _set("message voicemail")
DENIED_VERBS = _set("not never nobody")
NEVER_HERS = _set("about re regarding at in with before after for from on so very really by over between during via")
MAY_RUN_ON = frozenset({Outcome.NO_ANSWER, Outcome.SENT})
REOPENS = _set("""
    not never no or if unless whether of and is was NAMES instead than when to from questions needed expected required
    called like
    """)
# Words that may take back that they were in touch, or say it after all: such a text is asked about (P13).
WROTE = _set("texted emailed wrote messaged replied responded")
THEIR_CALL = _set("called rang phoned back")
MY_SIDE = _set("i we while when")
MISSED = _set("missed miss hear nobody wrong")
DENIES = _set("not no never only nearly almost sort kind")
DENIED = _set("of to with by her him NAME really properly quite me one there yet sure reached answered")
CONTACT = _set("happy spoke spoken talked chatted reached called rang phoned replied answered met")
# Of the writer's own phone or line: "no signal up here, tomorrow".
MY_END = _set("my our here")
REPLIES = _set(CLASSES["reply"].replace("|", " "))
# The writer's words to them, and their answer: "told her the price, she said go ahead".
TOLD = _set("told asked informed explained thanked congratulated apologised apologized quoted offered reminded wished")
ANSWERED = _set("""
    said agreed asked replied cried laughed promised accepted insisted answered understands understood knows knew took
    liked likes loved loves wants wanted thinks thought thanked
    """)
NOT_ALOUD = _set("""
    texted emailed wrote messaged text email message letter card machine voicemail note last ago if when whether ask
    """)
MEETINGS = _set(CLASSES["meal"].replace("|", " ")) | _set("meeting visit demo viewing tuning lunch")
IN_THE_EVENING = _set("dinner supper drinks drink beer pint pub curry")
OF_A_MEETING = _set(CLASSES["meal"].replace("|", " ")) | _set("with NAME her him them the a an our for in at")
# Clauses that may count although the one before is only a setting: "she's in a lecture, said ring after 4", "was in
# the car but we talked".
CLEAR_AFTER_A_SETTING = frozenset({Outcome.REACHED, Says.LATER, Outcome.DECLINED})
# "Spoke to Peter, he will".
AFTER_ANOTHER = frozenset({Says.PASSED_ON, Says.WISH, Says.BACK, Says.RINGS, Outcome.LEFT_MESSAGE})
AFTER_A_SETTING = frozenset({
    Says.WISH, Says.BACK, Says.RINGS, Says.AGAIN, Says.PASSED_ON, Outcome.BUSY, Outcome.NO_ANSWER,
    Outcome.LEFT_MESSAGE, Outcome.SENT, Outcome.WRONG_NUMBER,
})

# A clause that begins with one of these is the user's own: a request to oneself, a topic, a plan, a question.
OWN_STARTS = _set("""
    about re ref regarding ask tell bring mention remember remind reminder check send text email write post buy book
    order get take give show say invite thank congratulate wish discuss follow find see look read talk speak meet
    use make prepare print do for with if whether when why what where who how which should could can may apologise
    apologize might must need needs wants want will going plan planning idea topic nb ps fyi via in from before
    explain last to bday birthday since because maybe perhaps try keep let wait offer share confirm would once her
    his their arrange schedule visit pick review update finish sign return returning answer reply phone ring chase
    lead open start begin stress flag raise highlight emphasise emphasize compare focus aim
    google has have there these those this that not dont beware avoid are is does did was were goal note
    query clarify leave call suggest pitch think things figure practice listen smile pray and
    """)
# These are about a thing or a state of theirs, and what came of it may follow: "her break is 1430, said to phone then".
TOPIC_STARTS = _set("her his their this that these there in from before last")
PERSON_ACTS = _set("says said thinks answered picked took rang reckons")      # after "her husband"
NOT_OWN = _set("interested moving going doing calling ringing phoning looking now today")      # after "not"
# But not so: "have spoken with her husband", "call went to voicemail".
HAVING = _set("have has had")
NOUNS = _set("call phone text email reply answer message")
AGREED_ON = _set("show visit review look walk follow pick order")     # "visit booked Friday"
HAS_NOT = _set("got gotten had managed found done tried reached rung phoned")      # after "have not", of the writer
PICKED = _set("answered picked")
OF_A_NOUN = _set("""
    with attempted made placed completed did never would went goes was is got came not rang has had bounced answered
    dropped failed ended cut left sent returned rejected
    """)
# Words that are right as they are, each a slip away from another that is looked for.
ORDINARY = _set("""
    their there where were these those about could would should other moved loved liked lives works parts taken
    makes house horse money monday sunday offer often after later latest father rather better letter latter cooked
    looked asking spoke spoken speaks talks calls lease least phone alone along long meeting meetings sister client
    clients tested testing relied relying posed bounded bouncers tricked filed conform conformed pickled pricked
    propped dripped mauled shorted snorted booed sifted misused charted chanted fined taking guess world words
    hearing talking shoot black spend bunch tough movie bigger shame paint career friends letters lines cards launch
    meal plain boring quote
    """)

# With a word that nobody says of a call, these are about a thing: "left her keys", "got the tickets".
OF_A_THING = _set("left got had up returned booked declined bounced caught sent posted")
FINDING = _set("find catch caught raise track locate pin grab")
WHOSE = _set("her his their the a an my our")
# Prepositions of place: a name that is nobody's, "reached: Lisbon".
PLACES = _set("""
    lisbon porto madrid barcelona seville malaga paris lyon nice berlin munich hamburg cologne frankfurt vienna zurich
    geneva rome milan naples venice turin athens brussels antwerp amsterdam rotterdam copenhagen stockholm oslo helsinki
    dublin cork belfast london manchester birmingham leeds liverpool bristol edinburgh glasgow cardiff oxford cambridge
    brighton york prague warsaw krakow budapest bucharest sofia belgrade zagreb istanbul ankara moscow kyiv dubai cairo
    nairobi lagos accra johannesburg mumbai delhi bangalore chennai pune kolkata hyderabad karachi lahore beijing
    shanghai shenzhen tokyo osaka kyoto seoul singapore bangkok hanoi jakarta manila sydney melbourne brisbane perth
    adelaide auckland wellington toronto montreal vancouver ottawa calgary boston chicago denver seattle portland dallas
    houston miami atlanta philadelphia detroit phoenix minneapolis california texas florida ohio nevada colorado oregon
    france spain portugal italy germany austria switzerland belgium holland netherlands denmark sweden norway finland
    ireland scotland wales england britain poland hungary greece turkey egypt morocco kenya nigeria india pakistan
    thailand vietnam indonesia malaysia philippines taiwan australia canada mexico brazil argentina peru colombia chile
    tenerife mallorca ibiza crete cyprus malta hawaii bali iceland norfolk cornwall devon kent yorkshire
    """) - _set(
    "nice cork perth devon kent york phoenix paris sydney dallas adelaide india sofia milan denver"
)      # words, or people
# The possible meanings of a text that is not understood and has one of these words.
HINT_WORDS: Mapping[str, tuple[Outcome, ...]] = {
    word: meant
    for words, meant in (
        ("spoke spoken talked chatted visited prayed reached met answered replied responded picked connected spk",
         (Outcome.REACHED, Outcome.NO_ANSWER)),
        ("called rang phoned tried dialled dialed hung heard nada", (Outcome.NO_ANSWER, Outcome.REACHED)),
        ("voicemail voicemailed machine mailbox", (Outcome.LEFT_MESSAGE, Outcome.NO_ANSWER)),
        ("texted messaged emailed sent posted", (Outcome.SENT, Outcome.REACHED)),
        ("bounced undeliverable returned", (Outcome.BOUNCED, Outcome.SENT)),
        ("declined", (Outcome.DECLINED, Outcome.REACHED)),
        ("disconnected", (Outcome.WRONG_NUMBER, Outcome.NO_ANSWER)),
        ("callback", (Outcome.CALL_BACK, Outcome.BUSY)),
        ("engaged", (Outcome.BUSY, Outcome.NO_ANSWER)),
    )
    for word in words.split()
}
# Words after "reached" that mean somebody else, or nobody: "but it was her son", "with her husband", "her machine".
BEFORE_ANOTHER = _set("but it was that this only just with by to on from her his their the a an my NAMES")
ANOTHER_ONE = PERSONS | _set("voicemail vm machine answerphone mailbox")
# A whole clause after a tick that may say that nobody was reached.
NOBODY_REACHED = (
    r"(?i)\W*(?:no|nope|nobody|not (?:yet|really|quite|now)|(?:(?:he|she|they)(?:['’](?:s|re)| is| are| was| were) )?"
    r"(?:out|away|not (?:in|there|home|at home))|\?+)\s*(?:[,;.:!?]|$)"
)
DONE_BY_ANOTHER = _set("picked answered took told said instead only not")
# Somebody who is not interested now may be called again later.
NOT_FOR_GOOD = (
    r"(?i)\b(?:(?:for|right|just) now|at the moment|at present|currently|this (?:year|month|week|time)|yet|maybe"
    r"|perhaps|try|(?:next|in the|in|after) (?:year|month|week|spring|summer|autumn|winter|new year|january|february)"
    r"|(?:next|in the|in|after) (?:march|april|june)"
    r"|stop \w+ing (?:(?:her|me|us|him) )?(?:so \w+|on|at|before|after|in|during|that|this|every|late|early))\b"
)
TOLD_BEFORE_ANOTHER = BEFORE_ANOTHER | _set("""
    spoke spoken talked chatted chat talk call conversation well long good quick great lovely nice for about at length
    an hour hours min mins minute minutes while ages NUMBER today yesterday mainly mostly briefly
    """)
CUTS_OFF = _set("cut hold dropped disconnected")
THEM = _set("her him them NAME")
THEY = _set("she he they NAME")
A_FEW_WORDS = 6
