"""Words by which a text tells of something that has happened or was decided, though nothing of it is understood."""

from __future__ import annotations

from followupd.core.values.facts import Outcome


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs in the past that do not end as others do, as far as they are about people and plans.
PAST = _set("""
    spoke said told gave got came put rang sent heard met found paid sold bought chose quit hung kept lost won died
    thought fell broke cut caught taken given written chosen forgot forgotten left held stuck meant dealt
    swore threw spat bade shook taught
    """)
NO_PAST = _set("""
    need speed feed weed seed bleed exceed proceed succeed indeed united wicked naked sacred hundred kindred belated
    privileged completed finished interested divorced needed tasked tested missed sorted arranged
    raised tracked grabbed touched confirmed shared blocked rejected cleared planned changed advanced detailed
    """)
# Verbs that are about a call or a plan whatever thing follows.
OF_CONTACT = _set("told asked said quoted pledged popped recorded sang thanked wished spoke dropped delivered")
SETTLED = _set("""
    set confirmed locked fixed booked sorted postponed moved pushed agreed organised organized scheduled settled
    diarised pencilled rescheduled bumped shifted
    """)
FIXED = _set("confirmed booked agreed arranged scheduled")      # after a noun: "visit booked"
SPEAK = _set("speak talk call ring phone send text email reach message")     # "I speak with her, she agree"
YES = _set("yes ok fine sure")      # after "she says"
OF_MINE = _set("will am was could did have can would")       # after "i"
OF_THEIRS = _set("was were did could says")
OF_THEIRS_NOW = _set("is are will do does has would")        # if more is said
DENIED = _set("could will does did can was would is am are has have")      # before "not", at the beginning
DENIED_ONCE = _set("can could will did was would")      # and not of a habit
WANTING = _set("wants says reckons asks thinks")
DOING = _set("was doing pushing putting skipping")      # at the beginning: of the writer
SUBJECTS = _set("i we she he they NAME")
WISHED = _set("want wish")      # after "does not", at the beginning: of the contact
TO_BE_CALLED = _set("be hear get receive")      # and then after "to": not "doesn't want to move"
ASKED_ABOUT = SUBJECTS | _set("it you there that this")      # after "would not": "wouldn't it be quicker"
TO_COME = _set("in at want need like love have know remember hear")      # after "will": a fact, not what they do
# Beginnings of a second clause if the first is only the reason: "she can't hear well, speak slowly".
REQUESTS = _set("""
    be go stay say speak act sound mention ask remember mind expect bring use start let tell congratulate thank
    introduce listen explain smile skip avoid dont
    """)
EVER = _set("never always")      # before what one tells oneself: "never ring before noon"
BACK_THEN = _set("back home in there here away out off free")      # after "be": of them, not "be brief"
A_WHILE = _set("time week month year summer winter spring autumn christmas")      # after "last"
THIRD = _set("she he they NAME")
# Before a verb these make it part of another thing: "the book that she read", "how he answered".
RELATIVE = _set("who which that what how why if when whether where the a an to was is about by with")
DETERMINERS = _set("the a an her his their my our")
OF_PLACE = _set("by with in solid on at from")
# Whole texts that may tell what happened, and what: shortest answers, and what somebody said.
ALONE: tuple[tuple[str, tuple[Outcome, ...]], ...] = (
    (r"(?i)(?:please )?(?:take|remove|get) (?:me|us) off (?:your|the|this|that) .*", (Outcome.DECLINED,)),
    (r"(?i)(?:please )?stop[.! ]*|👎\W*", (Outcome.DECLINED, Outcome.NO_ANSWER)),
    (
        r"(?i)(?:(?:she|he|they) )?do(?:es)?(?: not|n['’]?t) want to (?:talk|speak)\b(?!\s+(?:about|of|to|with)\b).*",
        (Outcome.DECLINED, Outcome.BUSY),
    ),
    (r"(?i)(?:(?:she|he) )?wants to,? but (?:has |had )?no time\b.*", (Outcome.CALL_BACK, Outcome.REACHED)),
    (r"(?i)(?:still )?a?waiting[.! ]*", (Outcome.NO_ANSWER,)),
    (r"(?i)(?:not|no longer) (?:needed|necessary|required|relevant)(?: now| any ?more)?[.! ]*", (Outcome.DONE,)),
    (r"(?i)not yet(?: (?:reached|done|called|spoken))?[.! ]*", (Outcome.NO_ANSWER,)),
    (r"(?i)(?:(?:she|he|they) )?never (?:answers?|picks? up|repl(?:y|ies))[.! ]*", (Outcome.NO_ANSWER,)),
    (r"(?i)(?:not (?:yet )?|un)sent(?: yet)?[.! ]*", (Outcome.SENT, Outcome.BOUNCED)),
    (r"(?i)(?:went (?:in)?to|in|landed in) (?:the |her |his )?(?:spam|junk)[.! ]*", (Outcome.SENT, Outcome.BOUNCED)),
    (r"(?i)(?:i was |was |got )?blocked[.! ]*", (Outcome.DECLINED, Outcome.BOUNCED)),
    (
        r"(?i)(?:(?:do it|will do|call|ring|try|later|wait)\s+)?(?:(?:on|to|until|till|after|before)\s+)?"
        r"(?:st\.? \w+(?:['’]s?)? day|(?:boxing|thanksgiving|valentine['’]?s|new year['’]?s|independence) (?:day|eve)"
        r"|hogmanay|good friday|easter (?:sunday|monday)|(?:the )?bank holiday)[.! ]*", (Outcome.CALL_BACK,),
    ),
    (r"(?i)made contact[.! ]*|success(?:ful)?[.! ]*", (Outcome.REACHED,)),
    (r"(?i)(?:[✅✔☑✓]\ufe0f?\s*[:,;.–—-]?|(?:ok|okay|k|x)\s+(?=(?:she|he|they)\b|\w{2,}ed\b)).*\w.*", (Outcome.DONE,)),
)
MOST_BEFORE = 2        # words before a verb that is still about the contact
# By one of these a text tells of something however it begins, but for a question or a request to oneself.
SURE: tuple[tuple[Outcome, str], ...] = (
    (Outcome.WRONG_NUMBER, """
        <a number> [_] [_] [now] is|was|goes|reaches [now] [to|at] a|an|the|some|someone|somebody|another|assigned
        belongs|belonged to the|a|an|some|someone|somebody
        bad|dud|duff number
        number|one|line altogether|no good
        is the number of|from
        from|of other|another|different person
        no [such] subscriber|customer|account|user|person under|at|with|on
        another|other person|someone|somebody is|are
        never heard of
        customer is no longer
    """),
    (Outcome.BOUNCED, """
        <mailed> [_] [_] [_] [_] [_] <came back>
        <came back> <mailed>|back|undeliverable
        mailer daemon|daemons on|at|for
        mailer-daemon on|at|for
        <mailed> error
        is come back
        returned itself
    """),
    (Outcome.SENT, """
        sent|served|shared|gone|went|out|issued|shot|forwarded|mailed [out|off] [over] by|via|per|on|through|over <wire>
        <mailed>|link|brochure|offer|quote out|gone|issued$
        done sending|emailing|texting|writing
        shot|fired|pinged <her> the|a|an|some
        i send|sent|let [_] [_] [_] to|for <her>
    """),
    (Outcome.REACHED, """
        wrote|write|writes|written|replied|responded me|us|back
        note|letter|card|reply|reaction|response|answer|word|confirmation|message from <her>
        letter|reply|reaction|response|answer|confirmation [was|has|is] received from <her>
        reply|reaction|response|answer|confirmation received on|over|by|via <wire>
        reply has|is come
        inbound reply
        replied|responded|answered to <wire>
        <she> [has] confirms|agrees|accepts|acknowledged|acknowledges
        confirms in|by writing|email|text|letter
        she|he write
        <she> pick|picked [up] phone
    """),
    (Outcome.LEFT_MESSAGE, """
        took|taken|takes|noted down a|my|the [_] message|name|number|question|details
        took|taken a|my|the message|question [down] for|down|and
        i say|said|told|tell|gave to <hers> <person>
        asked|informed|told _ to let|tell|have|ask <her>
        to have|let <her> know|call|ring
        let|left a|an audio|voicenote|memo
    """),
    (Outcome.NO_ANSWER, """
        not responding|answering|picking|reachable|lifting
        rang and rang
        nobody|none|one goes|came|comes|went to it|the
        call did not
        network _ _
    """),
    (Outcome.BUSY, """
        <she> is|was on another|other call|line|phone
        not [a] convenient
        pressed|waved|shooed me|us away|off
        can|could not talk|speak|discuss
        canny talk|speak
    """),
    (Outcome.DECLINED, """
        no further|more [_] <unwanted>
        wants|wishes|want|wish no <unwanted>
        not [to] receive
        not bother [<her>] again
        to lose|delete|remove|strike|forget <hers> number|name|data|details
        forget|delete|remove|strike <hers> number|name|data
        refuses|refused further|any|all
        refuses|refused to <unwanted>|engage|talk|speak|discuss
        cease contact|calling
        unsub|unsubscribed|unsubscribe|dnd
        withdraws|withdrew|withdrawn from
        not [_] [_] [_] anymore
        no longer wants|wishes|interested
        gone|went|signed|goes with _
    """),
)
# And by one of these, if a day is in it.
SURE_OF_A_DAY: tuple[tuple[Outcome, str], ...] = (
    (Outcome.CALL_BACK, """
        says|said|asks|asked|bids|begs|goes|demands|suggests|proposes [_] [_] [_] [_] <ring>
        wants|want|prefers|prefer|wishes|likes i|we|me <ring>
        asked|asks|says|said [that] i|we return|returned
        to be recalled|called|heard|rung|phoned
        i may|can|must|shall|should|will <ring>
        hit me up
        i <ring>
    """),
    (Outcome.CALL_BACK, """
        will do|resched|reschedule|redo|retry
        i|we do|report this|it
        not until
        will not|never trouble|bother|disturb <her> before
        then DAY i
        goes to DAY
        weaned|done|finished|over first
    """),
    (Outcome.REACHED, """
        <meeting up> [is] on for|at DAY
        will|to drive|take|collect|fetch <her>
        <meeting up> on cal|calendar|diary
    """),
)
# Whole clauses that may tell what came of it, with no other words and no day beside them. Those that may mean
# REACHED say how somebody is, which one knows from them, or without a try.
ALL_SAID: tuple[tuple[tuple[Outcome, ...], str], ...] = (
    ((Outcome.NO_ANSWER, Outcome.REACHED), """
        [<she>] [is|was|has|have] [<yet>] out|away|abroad|gone|travelling|traveling|elsewhere|asleep [<yet>]
        [<she>] [is|was] [<yet>] [off] ill|sick|unwell|poorly [in] [bed] [<yet>]
        <she> is|was [<yet>] off [today]
        [<she>] [is|was] not well|working [<yet>]
        [<she>] [is|was] [<yet>] in hospital|bed|court|surgery|labour|transit [<yet>]
        [<she>] [is|was] [<yet>] at|on|having [the] <busy with> [<yet>]
        [<she>] [is|was] [<yet>] on [<adj>|maternity|annual|sick|a|her] leave|holiday|holidays|vacation|hols|trip
        [<she>] [is|was] [<yet>] out of [the] office|town|country
        [<she>] [is|was] [<yet>] away|out|off from|at|for [<hers>] desk|phone|day|week|work|lunch
        [<she>] [is|was] working from home
        [<she>] [has|had|is] [<yet>] left for [the] _ [_]
        [<she>] [has|had|is] [<yet>] off|gone|flew|flown to|on [the] _ [_]
        [<she>] [has|is] gone fishing|skiing|sailing|hiking|climbing|shopping|quiet
        [her] day|week off
    """),
    ((Outcome.NO_ANSWER,), """
        not <her>
        [still] no word|news [yet|from] [<her>]
        [i] [have|has|had] not [yet] called|rung|rang|phoned|spoken|emailed [to] [<her>|it] [<yet>]
        [i] have|has|had|was|did not [yet] done|tried [<her>|it] [<yet>]
    """),
    ((Outcome.REACHED,), """
        yes|yep|yup|yeah|aye|yea|yess
        [it|that] [is|was] [all|very|really] good|fine|well|ok|grand|great|sorted|lovely|nice [here|there|now]
        <she> is|was|seems|sounds|sounded [very|really|so|all|doing] fine|well|good|ok|great|grand|happy|better
        [very|really|some] good|great|nice|lovely|excellent|bad|sad news
        [it|that|call|all] went [very|really|quite] well|fine|ok|great|badly
        perfect|brilliant|wonderful|fantastic|excellent|awesome|super
    """),
    ((Outcome.DECLINED, Outcome.BUSY), """
        leave|left <her>|me alone|be [UNTIL]
        leave|left <her>|me alone|be until|till|til|for [the] _ [_]
        [<she>] [just] <wanting> to be left alone|be|in [peace] [UNTIL]
        [<she>] [just] <wanting> to be left alone|be|in [peace] until|till|til|for [the] _ [_]
        [<she>] wants|wanted no [more|further] calls|contact|call|emails|texts|messages [UNTIL|DAY|now]
        [please] remove|delete <her>|me [from] [<hers>] [list]
        [please] opt|opting [<her>|me] out
    """),
    ((Outcome.WRONG_NUMBER, Outcome.NO_ANSWER), """
        [<she>] does not <work> there|here [anymore|longer|more|now] [any] [longer|more]
        [a] new number|address needed|wanted|required
        need|needs [a|the|her] new number|address
    """),
)
SURE_CLASSES = {
    "ring": "call|ring|phone|telephone|bell|tinkle|ping|holler|buzz|recall|contact",
    "meeting up": "meeting|lunch|coffee|visit|demo|viewing|appointment|interview|zoom|dinner|session",
    "a number": "number|line|phone|mobile|telephone|dial|cell|landline|extension",
    "mailed": "email|address|circular|message|letter|parcel|card|inbox|mailbox|domain|mail|newsletter|ebill|pec|invite",
    "came back": "bounced|rejected|refused|returned|undeliverable|failed|kicked|spat|undelivered|expired",
    "busy with": "lunch|dinner|breakfast|work|court|school|church|gym|dentist|doctor",
    "wanting": "wants|wanted|asked|asks|prefers|needs",
    "yet": "still|already|just|currently|now|today|again|yet|tonight|temporarily",
    "work": "work|works|live|lives",
    "unwanted": "calls|call|contact|correspondence|reminders|newsletters|messages|emails|marketing|letters",
    "wire": "post|mail|email|text|letter|whatsapp|signal|viber|telegram|courier|certified|registered|sms|messenger",
}
TO_SOMEBODY = _set("to for with")
PLANNED = _set("will visit in at")      # how a meeting may begin
# Nor then: how a request to oneself or a question begins, and what is of a later time.
NOT_SURE = _set("""
    ask tell mention check find see if whether remember remind make why when where who how could would should might
    maybe hope prepare explain what which want delete remove
    forget strike say try do be dont avoid never bring ring call phone use give send
    """)
