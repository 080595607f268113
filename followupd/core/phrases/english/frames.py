"""Frames: a few words by which a clause tells something, whatever is between them: "her lad says try her Friday".

A frame is looser than a pattern of what happened: it names who did what and leaves the rest of the clause open. So it
counts only in a text in which nothing else may turn it round; core/phrases/framed.py says when.
"""

from __future__ import annotations

from followupd.core.phrases.english.frame_classes import FRAME_CLASSES
from followupd.core.phrases.patterns import Says
from followupd.core.values.facts import Outcome


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


FRAMES: tuple[tuple[Outcome | Says, str], ...] = (
    (Says.SOMEBODY_ELSE, """
        her|his|the|some|a [_] _ picked|answered|answers|picks [up] [the|it] [phone|telephone|call]$
        [<hers>] [_] <any person> says|said|reckons|answered|picked
    """),
    (Says.ABSENT, """
        <absent> [is|was] [still|already] off|away|out|gone|abroad|asleep|elsewhere...
        <absent> [is|was|has] [already] left|gone|travelled|went|flew|stepped|popped|nipped|up|down|over|back|away...
        [her] maw's|mum's|mam's|mom's|mother's away|off|out|at|gone|in...
    """),
    (Outcome.NO_ANSWER, """
        it|phone|line [only|just] bleeped|buzzed|beeped|burred|droned [and|away|at|on]...
        neither|nothing|none successful|worked$
        <line> ~ [to] nowhere$
        <n>|NUMBER|seven|eight|nine|ten|twelve|twenty|countless rings [then|before|until|without]...
        left me|us hanging|waiting [on|in|at]
        call|calls ~ declined|rejected|ignored by <her>
        <she> [is|was|has|keeps] [been] dodging|ducking|screening|ignoring|ghosting|blanking me|us|my|the [calls|call]$
        [<she>] [is] not lifting|picking|answering|taking [up] my|the [call|calls|phone] [_]$
        nobody|none|neither ~ came|come|comes|went|goes to [the|her] it|phone|door|telephone$
        no <reply> [whatsoever|whatever|from|to|on|either|any|both|<her>|my|call|calls|knock|bell]$
        not a soul|sinner|peep|sausage|dicky|whisper|squeak|word ~ <take up>
        rang and rang
        [<did>|could] not|unable|failed [able] [to] reach|raise|contact|connect [with] <her>
        rings|rang [and] rings|rang
        [<she>] [<did>] not|never pick|lift|take|accept [up] [the|her|my|it] [phone|telephone|call|calls|receiver]$
        <any person> ~ <absent> is|was out|away|off|at|gone|not|in|on|asleep|abroad|down|up|shopping|fishing
    """),
    (Outcome.LEFT_MESSAGE, """
        [<hers>] [_] <any person>|associate|service ~ [to|will|would] give|pass <her> [the|my] message|number|note...
        asked|told [<hers>] [_] <any person> to [please] have|let|tell|get|make <her>...
        answering service|machine [took|noted|has|got]...
        <told it> ~ to [the|her|that|a|his] [_] <machine>
        left ~ on her|the [_] <machine>...
        left ~ message|word|note|number|details|name ~ with ~ <any person>...
        recorded|dropped|deposited ~ voicemail|message|msg...
        <any person> ~ took|taken|takes|noted|wrote|jotted|scribbled [down] ~ message|name|number|details|note...
        asked|told|got ~ <any person> ~ to ~ pass|relay|let|have|get <her>|it|on|that|this...
        [a|the|my] message|voicemail ~ left|recorded|taken [on|with|at|for|by]...
        [<hers>] [_] <any person> [_] to|will|shall pass|tell|let|relay|give|have ~ her|NAME|it|message|on|along|know
        [<hers>] [_] <any person> wrote my|it|down number|message|details|down...
    """),
    (Outcome.BOUNCED, """
        <mailed> ~ pinged|flew|came|shot|bounced straight|right|directly|instantly back
        mailbox|inbox ~ not|no [longer] <known>$
        got|had|received|receiving [a|an] [mail|email|automatic|instant] delivery|bounce|non-delivery <report>...
        <mailed> [is|was|keeps] returning|bouncing|coming [back] [to] [me|us] [with|as]...
        <mailed> ~ <came back> [back] [_] [_] [error|bounce|today|again|by|as|for|from|with|:]$
        <mailed> ~ was|is|got|been <came back>
        <mailed> ~ could not be <delivered>
        <mailed> ~ failed [to] deliver|delivery|send|arrive
        mailbox|inbox|domain [is|was] full|expired|unknown|closed|disabled|defunct|suspended|deactivated
        undeliverable|undelivered$
        <mailed> ~ is|was|came|got|has|comes|gets|been back|<came back>
        <mailed> ~ <came back> [back|to|by|as|with|from|again|immediately|instantly|unopened]
    """),
    (Outcome.WRONG_NUMBER, """
        some _ [in|from|at|called] [_] has|had|got|owns|uses|answers this|her|the|that number|phone|line [now]
        rings|connects|answers at|to|through a|an|some|the [_] [_] <another>|<another's>...
        got|came|put through to a|an|some [_] [_] <another>|<another's>...
        <a number> is|was|goes|belongs for|of|with|to one|some|another...
        no NAME lives|works|there|at|known|here...
        digit|digits missing|short|wrong
        <a number> ~ digit|digits...
        that|this|it is [now] [her] <whose> number|phone|mobile|line...
        <she> [does] no|not longer|has|have|use [has|have|uses|use|at] this|that|the number...
        <a number> we|i have|had|got|hold [_] [_] is|was out|dead|wrong|old|invalid|no|not|somebody|someone...
        <a number> ~ <leads> [through|straight|you|me] [to|at|in|into] a|an|some|another ~ <another>...
        <a number> is|was|are|reaches|reached [now] a|an|some [_] [_] <another>...
        [the|a] wrong [_] <a number>|person|house|party|woman|lady|household$
        some [_] <stranger> named|called...
        [some|a|random|total|complete] stranger|randomer answered|picked...
        never heard of <her>|any [NAME]
        <a number> [is|was|has] [no|not] [longer] [been] [in] service|use|hers|assigned|connected|<known>...
        <a number> does|do|did not exist|work|belong...
        answered|picked [up] by a|an|some|another [_] <another>|stranger
        who|never|not [even] know|knows|knew|heard [of] [who] <her> [is]$
        [never|not] heard of|about <her>...
        no NAME lives|works|here|there...
        wrong|different|another NAME...
    """),
    (Outcome.BUSY, """
        caught|got <her> halfway|half|right|about...
        said <she> can|could not talk|speak|chat [now|then|right|just]$
        <she> begged|rushed|dashed off$
        <she> ~ cut me|us|it|the short|off|call...
        caught|got|reached <her> ~ mid|<doing>...
        now in|at [a|her|the] class|court|surgery|theatre|meeting|lecture|meetings|mtg|interview|exam...
        waved|shooed|pressed me|us away|off...
        rang|hung|signed|got|clicked off|up quickly|quick|fast|abruptly|sharpish|straight...
        said|says [it] [is|was] [a] not [a] good|convenient|great|best [a] time|moment...
        said|says [it|that] [is|was] [a] bad|wrong|inconvenient|awkward|terrible|rotten|poor time|moment...
    """),
    (Says.WISH, """
        available|free|back|reachable|in [again] DAY [<hers>] [_] <any person>|she|he says|said...
        <she> would sooner|rather|prefer [to|that|if|we|i|it] [to|i|we] talk|speak|do|it|chat|call|have ~ DAY...
        prefers|prefer|preferred if|that|when i|we <ring>|called|rang|phoned ~ DAY...
        <speaker> <says> [that] [<politely>] [<politely>] [give] [her|a] <ring> [her|me|us|back|again|at] [back] DAY...
        <speaker> <says> [that] i|we return|returned|redial ~ DAY...
        hit me up ~ DAY...
        [<she>] <requests> [a|for|to|the] [_] callback|call|ring|chat|calling|phoning [back] ~ DAY...
    """),
    (Outcome.DECLINED, """
        [<she>|<any person>] asked|told|begged|ordered me|us to stop <writing> [to] [her|it|them]
        [<she>] [has] opted|unsubscribed out|from of|from [all|our|the] [_] email|calls|mailings|everything|contact$
        <she> is done|finished|through with us|me
        do not bother|call|ring|phone|contact|trouble [her|me|us|them] again|anymore|ever$
        [<she>] does|do|did not want|wish|like|need [to|be|any|our|my|for] ~ <calls> ~ anymore|again|further|more|from$
        <she> wants|wishes|asked|requested|prefers [for] no more|further [_] <calls>
        [<she>] wants|wishes|wish no [further|more] [_] <calls>
        <speaker> <asks> ~ to [be] ~ <remove> ~ <list>
        <speaker> <asks> ~ to [be] removed|taken|struck off|from
        <asks> ~ to dnd|unsubscribe
        [<she>] [is] not|never buying|looking|moving|renewing|giving|donating|joining ~ anymore|again|ever$
        [<she>] has|have|had no [more|further] need|use of|for us|me
        [<she>] will not ~ for|with us|me again|anymore [_] [_] [_] [_] [_] [_]$
        [<she>] does|do|did not want|need ~ anymore|again|ever [_] [_] [_] [_] [_] [_] [_]$
        unsub|unsubscribed|dnd$
        [<she>] [is] done|finished|through with us|me|it|this|calls
        [<she>|<any person>] <asks> ~ [to] lose|delete|erase|forget|bin <hers>|this|all number|details|data|name
    """),
    (Outcome.SENT, """
        [i|we] <sends> the|a|an|my|our|some [_] [_] across|over|off|out$
        [the|my|our] [_] [_] <sent thing> <went out> [for|to] [signature|approval|review|comment|checking|comments]$
        [i|we] <sends> [out|off|over] [the|a|an|some|my|our] [_] [_] <written>$
        [i|we] <pushed> a|the|my|our ~ <written>|copy ~ in|through|under|into ~ <in her box>|mail|post
        <written> ~ <went out> [out|off|over|across] by|via|per|on|through|over [the|her] [_] <wire>
        [_] [_] [_] [_] [_] went|gone out|off by|via|per [the] [_] <wire>
        [the|my|our|a|an] [_] [_] <written> <went out> [awaiting|waiting|today|now|this]$
        [_] [_] <went out> awaiting|waiting$
        [i|we] <sends>|pinged [off|out|over|across] [the|some|my|our|her|<her>|two|three|NUMBER|all] <sent thing>
        [the|my|our|a|her] [_] [_] <sent thing> [is|are] on its|their|the way [to] [her]
        [i|we] <sends>|texted|emailed|messaged [<her>] happy|merry|birthday|christmas...
    """),
    (Says.WROTE, """
        <she> called|rang|phoned in reply|return|response|answer...
        [the|got|had] [short|long|quick|nice|sweet|lovely|handwritten|kind|brief|warm] [_] <a reply> [back] from <her>$
        texted|emailed|messaged back
        replied|responded|replies by|via|over|saying|same|on|in <wire>|lovely|writing|kind
        <she> <writes> [me|us] back
        <she> sent ~ a|an|her <a reply>|voicemail|audio|thumbs|heart|emoji|sticker ~ back|saying|to
        <she> wrote me|us ~ <a reply> saying|to|that
        <she> [has] answered|replied|responded by|per|via|over|through|in|on ~ <wire>|writing|words|app|portal
        [<she>] texted|emailed|messaged|wrote|pinged|voice-noted back
    """),
    (Outcome.REACHED, """
        [i|we] <talking> [_] [_] with <her>
        [i|we] [have] had|enjoyed [a|an|the|our|another] [_] [_] <a talk> [with|about|on|over|re]
        [i|we] told|explained|read|gave <her> ~ over|on|by the phone|telephone|line
    """),
    (Says.BOOKED, """
        put|pencilled|slotted <her> in|down [for|on] DAY...
        <social> at hers|mine|ours|NAMES ~ DAY...
        <fixed> [a|the|our|her|my|_] <meal> ~ DAY...
        [i|we] <fixed> [_] [_] <meal>$
        [_] [_] <meal> <fixed>$
        <meal> with <her> [on|at|for] DAY in|at|by|near|outside _...
        <she> [is|will] [be] coming|visiting|dropping|popping|calling|bringing [in|over|round|by|to|for] ~ DAY...
        [i|we] [am|are|will|shall|be] seeing|meeting|visiting <her> ~ DAY...
    """),
    (Says.LATER, """
        [i|we] [will|better|best|must|have] [to|have] <waiting> it|this|that [off|on|back] [for|until|to|on] ~ DAY...
        [better|best] to <waiting> ~ until|till ~ DAY...
        hold|wait DAY...
        [i|we] will|shall leave|park|shelve it|this|that|her ~ DAY...
        [i|we] will|shall leave|park|shelve it|this|that|her until|till ~ [DAY]$
    """),
)
# Words that may be before a frame in its clause.
LEADS = _set("""
    2nd 3rd after afternoon again all and apparently at attempt but called DAY end evening first got had have i
    morning nah now NUMBER oh ok on phoned rang result ring said say second so then there they third third-time
    this TICK time today today's tonight tried try update we well who yes
    """)
# By one of these in a text it is not sure, or not of now, whatever else it says; but not "if" after "prefers".
DOUBTS = _set("""
    if unless whether maybe perhaps might must should hope hopefully hoping think thinks guess guessing suppose
    supposed believe wonder wondering unsure sure almost nearly probably prob possibly presumably seems seemed
    idk dunno supposedly expected wish wished remember remind imagine doubt likely either would-be ask tell
    check mention dont last planned undo
    """)
BEFORE_IF = _set("prefers prefer preferred grateful better easier")
# Before a frame that is not at the beginning of its clause: how many words, and which are not among them.
MOST_BEFORE = 6
TURNING = _set(FRAME_CLASSES["turning"].replace("|", " "))
# These begin no frame there, since what is before them is who did it; nor does a frame that would silence a person.
OF_A_SUBJECT = _set("no not never did has have was is could can went goes switched left failed picked answered without")
SILENCING = frozenset({Outcome.REACHED, Outcome.DECLINED, Says.WROTE, Says.BOOKED})
# First words of a clause with a frame, though the user's own text may begin so too.
NOUN_STARTS = _set("""
    her his their that this these those there in at from before last email phone text call message letter reply answer
    note have has was is it number card not offer invite invitation order does did do will wants want
    """)
OF_WHOM = _set("to with by for of")      # before another person's name
# In what is said before a day alone: that it is not to be today; and what is not of the writer alone.
OF_TODAY = _set("today tonight now not")
OF_OTHERS = _set("she he they her him them his their NAME NAMES wedding birthday party you")
