"""Phrases about another day: wished for, chosen or agreed, one pattern a line."""

from __future__ import annotations

# They, or somebody for them, wish to be called.
WISH = """
[<somebody>] <said>|asks|goes|need|needs|asking [me|us] [that|if] [<to>] <call> [<her>|me] [back|again] [later] [DAY]
[<somebody>] <said>|asks [me|us] [that|if|to] give her|him|me|them|NAME a <bell> [back] [again] [later] [DAY]
<she> would rather|prefer i|we <called> [<her>] [back|again] DAY
would rather|prefer i|we <called> [<her>] [back|again] DAY
[<she>] prefers|wants|asks|would [prefer] [that] i|we <call> [<her>] [back|again] [later] DAY
[<somebody>] asked|asks|said|says [if|whether|that] <may> i|we talk|speak|chat DAY
[<somebody>] asked|asks|said|says [if|whether|that] i|we <may> talk|speak|chat DAY
[<somebody>] asked|asks|said|says [if|whether|that] <may> i|we <call> [her|them|NAME] <when>
[<somebody>] asked|asks|said|says [if|whether|that] i|we <may> <call> [her|them|NAME] <when>
[<somebody>] said|says [to] give it|me|us|her DAY
[<somebody>] <said>|asks [me|us] [that|if|to] holler|bell [<her>|me] [back] [again] [later] [DAY]
[<somebody>] wants|wanted me|us back on the phone|line [DAY]
[<somebody>] would|might like|prefer [me|us] to <call> [<her>] [back|again] [later] [DAY]
[<somebody>] asked|wants|wanted|requested [for] a [<adj>] call|callback|ring|bell [back|again] [DAY]
[<somebody>] would like|prefer|appreciate a [<adj>] call|callback|ring|bell [back|again] [DAY]
[<somebody>] [has] asked|said|told|requested [me|us] to revert [back] [to] [<her>] [DAY]
[<somebody>] [has] asked|said|told|requested [me|us] to come|get back [to] [<her>] [DAY]
[<somebody>] wrote|emailed|texted|messaged [me|us] [to] <call> [<her>] [back|again] [later] DAY
[<somebody>] wrote|emailed|texted|messaged [me|us] [that] i|we should <call> [<her>] [back|again] [later] DAY
<hers> email|text|message|letter|note says|said|asks|asked [me|us] [to] <call> [<her>] [back|again] [DAY]
[<somebody>] <said> [me|us] [that] i|we should <call> [<her>] [back|again] [later] DAY
[<somebody>] asked|wants|wanted|requested|said [that] i|we <call> [<her>] [back|again] [DAY]
[<somebody>] asked for a [<adj>] call|callback|ring|bell [back] [again] [later|sometime] [DAY]
[<somebody>] asked|wants|wanted|would [like] to be called|rang|phoned [back|again] [later] [DAY]
<she> say|ask|want|tell [me|us] [to] <call> [<her>|me] [back|again] [later] [DAY]
to be called back [DAY]
to be called|rang|phoned [back] DAY
[<she>] can|could [not] talk|speak|chat DAY
[<she>] needs|wants|wanted calling|ringing|phoning [back] [again] [DAY]
[<she>] [is|was] [only|not] free|available DAY
[<she>] will be free|available|around|reachable DAY
[<somebody>] said|says [she] [will|would|is] [be] free|back|home DAY
[<somebody>] said|says [to] leave it DAY
DAY is better|best [for] [<her>]
DAY works|suits [<her>] better
in|at _ UNTIL
requests|requesting a call|callback [DAY]
callback requested
to call back DAY
[<somebody>] wants|would|wanted [like|prefer|rather] [to] talk|speak|chat|meet DAY
[<somebody>] asked|said if|whether|that i|we would|will <call> [<her>] [back|again] [later] [DAY]
told|asked to <call> [<her>|me] [back|again] [later] DAY
[i] was|got asked|told to <call> [<her>|me] [back|again] [later] [DAY]
[i|we] should|must <call> [<her>] back|again [later] [DAY]
requested [a] call|callback [back] [DAY]
[<somebody>] <said>|asks [me|us] [that|if|to] <write> [to] [<her>|me] [back|again] DAY
[<somebody>] asked|wants|wanted|requested [for] a|an text|email|message [back|again] DAY
call back requested
wants callback
[<somebody>] proposed|proposes|recommends|offers [me] [for] [on] DAY
[<somebody>] asked|wants|prefers|preferred|suggested|suggests|said|says [me] [for] [on] DAY
[<she>] would prefer|like DAY
[<somebody>] said|says DAY is better|best|good|fine
[<she>] [is] [will] [be] back [in] [the] [office|work] DAY
[<she>] [is] [will] [be] back from [the|a|her] _ DAY
[<somebody>] said|says <she> is|will [be] DAY
[<she>] [is] on [maternity|annual|sick] leave|holiday|vacation [is|will] [be] back DAY
[<she>] [is] returns|returning|reachable|available|free DAY
be in|back|home DAY
<she> [is|was] away|off|out|travelling|traveling|abroad UNTIL
away|off|out|abroad [sick|ill|work] UNTIL
<she> is|was in|at|on [_] [_] UNTIL
[<she>] [is] [on] mat|maternity|paternity|parental|sick|annual [leave] UNTIL
[<she>] [is] [on] holiday|holidays|vacation|hols UNTIL
[<she>] [is] on [a|the] <away on> UNTIL
<she> will be in|back|home|around [on] DAY
[<she>] [is|was] on [maternity|annual|sick] holiday|vacation|leave|holidays UNTIL
[<she>] [is|was] out of [the] office|town|country|station|state|area UNTIL
[<she>] will only talk DAY
i am|was to <call> [<her>] [back|again] DAY|today [instead]
"""

BACK = """
<call> [me|<her>] back [again] [later] [at] [DAY]
callback [later] [DAY]
"""

# They say that they will call.
RINGS = """
[<somebody>] [<wrote>|<said>] [me|us] [that] <she> will|would <phone> [me|us] <when>
[<somebody>] [<wrote>|<said>] [me|us] [that] <she> is [going] [to] <phone>|<phoning> [me|us] <when>
[<somebody>] [<wrote>|<said>] [me|us] [that] <she> will|would get|come back [to] me|us [DAY]
[<somebody>] [<wrote>|<said>] [me|us] [that] <she> will|would revert [back] [to] [me|us] [with] [a] [call] [DAY]
<hers> <person> [<said>] [that] <she>|will|would|is [will|would|is] <phone>|<phoning> me|us <when>
will|would <phone> me|us <when>
is <phone>|<phoning> me|us <when>
will|would get|come|revert back to me|us [DAY]
[<somebody>] promised|offered|agreed|hopes|plans to <phone> me|us <when>
[<somebody>] promised|offered|agreed|hopes|plans to get back to me|us [DAY]
<she> gets|comes back to me|us DAY
<she> calls|rings|phones me|us [back] DAY
"""

# After what says that they are not there, it is when to call: "on leave, call 7 Dec".
PLAN = """
<call> [<her>] [back] [again] DAY|then|after$
"""

AGAIN = """
<call> [me|<her>] [back] [again] DAY <she> is|was|will...
retry DAY
try again [in] DAY
try [<her>] DAY
try again [later|soon]$
try again in the evening|morning|afternoon
again DAY
i <call> <her> [again|back] DAY
[it] [is] better|best [to] <call> <her> [again|back] DAY
[i] [am] to <call> [<her>] back|again [DAY]
promised|agreed|said [<her>] [i] [would|will] [to] <call> [<her>] back|again [DAY]
[will] speak|speaking|talk|talking again DAY
<call> [<her>] again DAY
<call> me [back|again] [DAY]
<write> [to] me [back|again] DAY
<write> [to] [<her>] again DAY
better|best DAY$
check|follow in|up [with] [<her>] [again] DAY
"""

LATER = """
DAY$
DAY then|instead$
DAY suits|works [for] me [better]
rather DAY$
DAY is early|soon|time enough
DAY|today instead|as|because|when|after|maybe|since|for|while|same
later DAY|today|tonight$
later in the week$
today|now|tonight|not DAY instead
not UNTIL
i <put off> [it|this|that] [over|off|back] [to|for] DAY
<put off> [it|this|that] [by] [me|us] [back|over|off] [to|for] DAY
leave|leaving|move|moved|moving [it|this|that|<her>] [one] [to|for] UNTIL
move|moved|moving|changed [it|this|that] [one] [back] to DAY
let's|lets do|try|say|make [it|this] DAY
DAY will do$
after|before|during _ DAY$
diarise|diarised|scheduled [it|this|for] [for|on] DAY
chuck|shove|bump|slide|kick [it|this] [over|back|on] [to|till] DAY
better do|call|ring|try [it|this|<her>] [on] DAY
DAY later$
DAY or so$
after [the] <vague>$
today$
give <her>|it another day|week|month$
leave|move|moving it|this|that DAY
wait UNTIL
hold|leave|wait|park|parked until _ DAY
[can|must] wait UNTIL
do|doing|make|making it|this [again|on] DAY
do DAY
[i|we] do|doing it|this DAY|then
to do DAY$
[i|we] [will] doing|do [it|this|that] [one] DAY
do|doing it|this today$
[i] will wait|hold [off]
ill do|call|ring|phone|try [it|this|<her>] [again] DAY
[i] will give <her> a <bell>|hoy|try|go DAY
[i] will <call> [<her>] [again|back] today|tonight$
<call> [<her>] DAY instead
back to [it|this] DAY
rain check [to|till] DAY
[i] [will] [have] to leave|put [it|this] [off|be] UNTIL
[i] [will] get|come to it|this|her DAY
swap|swapped [it] [with|to|for] DAY
[i|we] will|going [to] [wait|leave] [do|try|call|ring|phone] [it|<her>] [again] DAY
wait and call|ring|try|phone [<her>] DAY
[i] will|going do|try|call|ring|to [do] [it|this|<her>|that] [again] DAY
will have to be|wait [to] DAY
give it DAY
circle back [to] [it|this|her] DAY
come|get back to [it|her] DAY
[back] to this DAY
back to it DAY
put [it|this] off [to] DAY
remind [me] DAY
maybe DAY$
[i|we] [will|must|need|have] [to] <put off> [it|this|that] until [after|before] [the|my|our|her|a] _ DAY
[i|we] [can|could|did] [not] face|get|got [round] [to] [it] [today] [will|so|moving] do|it DAY
[will] do [it] DAY
not today|now|tonight$
no$
no time [today|now|this] [week] [DAY] $
[ran|run] out of time|day|hours$
forgot$
[did|have] not get|got [round|around|to] [to] it|this|there$
[will] have|need to do|leave it|this DAY
doing NAME DAY
it will [have] [to] be DAY
[did] not get the chance$
did not have time$
too late|tired|early|ill|hot$
too late|tired|early to call|ring|phone [now|there|today]$
not in the mood$
[i] [did] not get [round|around] to it|this|her|him|them [today]
[i] [am] [too|so|completely|totally|absolutely|still] <worn out>$
[i] [am] flat|rushed|snowed|run out|off|under [my] [feet] [today]
[i] [am] up to my|up...
[i] can|could not [do] [it|this|today|now|tonight]$
[a] rain check
<put off>|snooze [it|this] $
in NUMBER|an|a|two|three|half hour|hours|minutes|mins$
some|another|next other time$
cba [today|tonight|now]$
no chance|way|hope [of] [today]$
too soon$
not the right|best time|moment|day$
overslept$
slept in$
another day|time$
leave [it|this] for now|today$
skipping|skip [this|it] [one|week|time|today]$
not this one|week|time$
[i] [am] on placement|nights|shift|call|site|duty [all] [day|week]$
not up to it$
can not face it$
skip [today|this]$
"""

BOOKED = """
[we] [have|had] settled|decided [on] [for] DAY
[i] [am|will] [be] going|visiting|visit|meeting [round|over|to] hers|her [place|house] [on] [for] [<meal>] DAY
[a|the] table|appointment|slot|date|time|room [for] [NUMBER|two|three|four|us] <agreed>|reserved [for|on] [us] DAY
[it] [is] in|on [the|my|our|hers] <diary> [for] DAY
[<adj>|site|home|office] <meal> [is] in|on [the|my|our|hers] <diary> [for] DAY
[site|home|office|<adj>] <meal> locked|pencilled in|down [for|on] DAY
[calendar] invite|invitation [is|was] accepted [for] DAY
<she> accepted|agreed$
<she> said|says yes$
<meal> DAY with <her> [it] is on$
<she> [has] accepted|confirmed|agreed [the|my|our] [invite|invitation|date|<meal>] [for|to|on] DAY
we are having <meal> [at] [hers|ours|mine|_] DAY
<she> will meet|see me|us [for] [a] [<meal>] [on] DAY
[got] a slot|appointment|date with <her> [on|for] DAY
[<somebody>] [is|has] put|booked|pencilled me|us in [hers|her|the|my] [diary|calendar] [for] DAY
<she> invited me|us [over|round] [for] [<meal>] DAY
<she> wants me|us there|over|round DAY
<meal> is on [for] DAY
all set [for] DAY
we [have|had] <agreed> [on|for] DAY
DAY it is$
it is on|happening DAY
coming here [for] [<meal>] DAY
[i] [am] popping|nipping|coming|going over|round [to] [hers] [on] [for] [<meal>] DAY
[we] [are] meeting|catching up [again] DAY
<she> [has] booked [a] [<meal>] [for] DAY
[i] [have] accepted her invite|invitation [for] DAY
we said DAY
[we] [have] agreed on <meal> [at] [hers|ours|mine|home] [DAY]
[_] [zoom|video|phone] call|chat <agreed> [with <her>] [in] [for] [on] DAY
[zoom|video|phone] call <agreed>$
[<adj>] <meal> it is$
<i> <agreed> <her> in|on [for] DAY
<she> [can|will|is] fit|fits|fitting|squeeze|squeezing me|us in DAY
agreed to view|visit|see|inspect|tour|show [_] [_] [_] DAY
coming [over|round] [to|for] <meal> [on] DAY
[<she>] will|is [be] pop|popping|drop|dropping|stop|stopping|call|calling in|by|round|over [for] [<meal>] DAY
<she> said yes [to|for] DAY
<she> said yes to [a] <meal>$
[we|i] [have] <agreed> [on] DAY for...
[we|i] [have] <agreed> a date|time|day
[we|i] [have] <agreed> a [<adj>] <meal> [with <her>] [on|for] DAY
[we|i] [have] <agreed> to meet|talk|speak [up] [again] [for] [<meal>] DAY
[we|i] [have] <agreed> a [<adj>] call [for] DAY
[we|i] [have] <agreed> to meet|talk|speak [up] [again] at|in|outside|by [the|a|my|our|<hers>] [_] [_] DAY
[a] call <agreed> [for] DAY
<she> is|will coming|come to my|our|the [_] [on] DAY
<she> is|will coming|come in|by|up|down|here [on|for] DAY
we will meet [up] at|in|outside [the|a|her|my] _ [_] DAY
[_] [_] _ booked [in] with <her> [for|on] DAY
[_] [_] <meal> <agreed> [with <her>] [for|on] DAY
[a|the|our] [_] [_] <meal> <agreed> with <her> [for|on] DAY
[a|the|our] [_] [_] <meal> [with <her>] DAY [NUMBER] <agreed> [with <her>]
[a|the|our] [_] <meal> [with <her>] [is|was] <agreed>$
<agreed>|teed|tee'd [in|up] [a|the|our] [<meal>] [with] [<her>] [for] [on] DAY
[a|the|our] [<adj>] <meal> [with] [<her>] [is|was] <agreed> [in|up] [for] DAY
[a|the|our] [_] [_] <meal> [with] [<her>] [is|was|all] <agreed> [in|up|down|on] [for] DAY [all] [good]
[a|the|our] [<adj>] <meal> [with] [<her>] [is|was] <agreed>
[a|the|our] <meal> [with] [<her>] DAY <agreed>|locked...
agreed to meet [up] DAY
DAY [then] [it|is|was|all] <agreed>
we will meet [up] [for] [a] [<meal>] DAY
we will have [a] <meal> DAY
going for [a] <meal> with <her> DAY
agreed|booked|confirmed$
we [are] meet|meeting|having [up] [for] [a] [<meal>] DAY
[we] [are] on DAY
[we] [are] on for <meal> DAY
[we] [are] on DAY <meal>
we [have|had] agreed [to] [meet] [up] [for] DAY
<she> agreed to meet|a|come|visit|pop [over|round|by|in] [for] DAY
<she> is|will coming|come [over|round|to] [for] [<meal>] DAY
yes [to] [a] [<meal>] [for] DAY
[<she>] said|says yes to [a|the] <meal> [for] [DAY]
<she> said|says to [a|the] <meal> [for] DAY
meeting|seeing <her> [for] [<meal>] DAY
<i> got|have|squeezed|fitted|slotted|popped <her> in [for|on] DAY
<she> booked herself|himself|themselves in [for|on] DAY
<she> will|is [be] popping|dropping|nipping DAY
<she> comes [in|over|round|here|by] [to|for] [<meal>] [on] DAY
meeting|date agreed|set DAY
set up a [<adj>] call|<meal> [for] DAY
[it] [is] a date DAY
[it] [is] a date$
[<adj>] <meal> [_] [_] [_] [_] DAY [_] [_] [_] [_] [_] [_] [it|is|all] <agreed>$
[<adj>] <meal> [_] [_] [_] DAY [_] [_] [_] [_] locked in$
[<adj>] <meal> [_] [_] [_] DAY [_] [_] [_] [_] [_] [it] is in the|my diary|calendar$
"""

# A meeting, if a later clause says that it is agreed.
MEETING = """
<i> invited|asked <her> [over|out|round] [for|to] [a] <meal> [on] DAY
[NUMBER|our|the|first|next] [<adj>|site|home|office] <meal> [_] [_] [_] [_] DAY [_] [_] [_] [_] [_]
<she>|i|we will|is|are|am [be] <coming> [_] [_] [_] [_] [_] DAY [_] [_] [_]
<she>|i|we will be at [_] [_] [_] [_] [_] DAY [_] [_] [_]
<she> can|could do|make DAY
<she>|i|we <meeting> [_] [_] [_] [_] [_] DAY [_] [_] [_]
<dropping by> [_] [_] [_] [_] [_] DAY [_] [_] [_]
"""

CONFIRMED = """
[_] [_] [_] [is|was] [all] <agreed> with <her>
[all|it|that] [is|was] <agreed>
locked in
<she> [has|is] confirmed|accepted|agreed$
invite|invitation accepted
[<adj>|site|home|office] [<meal>] [it] [is] in|on [the|my|our|hers] <diary>$
[site|home|office|<adj>] <meal> locked in$
[it] [is] a date
it is in the|my|our book|books$
<she> is bringing [_] [_]$
<she> is in|coming|up|keen|game$
<she> is up for it|that$
"""
