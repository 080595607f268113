"""Phrases for somebody who answered and had no time to talk, or a busy line, one pattern a line."""

from __future__ import annotations

BUSY = """
[her|his|their|the] [line|phone|number] [is|was] [still|always] busy|engaged
[kept|keep|keeps] [on] [got|getting|get] [a|an|the] busy|engaged signal|tone
permanently|constantly|always engaged
[the] line [is|was] occupied
occupied$
<she> was <busy doing>...
<she> is|was mid|halfway...
<she> is|was flat out [with|at|on] [lambing|shearing|harvest|work|orders|customers]
<she> is|was snowed under
<she> is|was rushed|run off her|his|their feet
<she> [is|was] up the walls...
<she> is|was under the pump...
<she> is|was up to her|the eyes|eyeballs|neck|ears [in]...
<she> was with the|her|some|a builders|plumber|vet|guests|family|company|kids|visitors|client|customer...
<she> was up a|the|to ladder|tree|roof|her...
[<she>] was in|at|on a|an|the|her <busy place>...
<she> had|has hers|his|her|their hands full...
<she> had her|the grandchildren|kids|family|boys|girls|mother round|over|there|with...
in the bath|shower$
in with a|the client|customer|patient$
[<she>] had a|some client|clients|customer|customers|patient|patients|visitor|visitors|guests in|over|round$
busy with customers|clients|patients|kids|guests|visitors|family|lambing|harvest|deliveries...
on a|another call|zoom$
on the school run$
feeding the|her baby|kids|babies$
putting the|her kids|baby|little to bed$
[she] [would] had to rush|dash|go|run|fly$
busy when|as|while i...
[<she>] [is|was] [just] in the middle|midst of something|a|the|dinner|lunch|tea|supper|cooking|bathtime...
<she> was [just] sitting|having|getting|feeding|putting|heading|rushing|running|leaving|boarding...
<she> was [just|about] going into|in|out...
<she> was [just|about] going to a|the|her|his|work|bed|school|mass|church|lunch|dinner|court|sleep...
busy$
busy all day
engaged$
line busy|engaged
[<she>] [is|was] [too|very|super|quite|so] busy [to talk|speak|chat]
[<she>] [is|was] [too|very|super|quite|so] busy [right] now|again|at|with|she|he [the|moment|work]
<she> is|was busy
was busy
[<she>] [is|was] in [a|another|the|her] [_] meeting|meetings|call|hurry|rush|conference
<she>|is|was [is|was] at [a|another|the|her] [_] meeting|meetings|conference|class|lesson|lecture|interview
[<she>] [is|was] in a|another|her class|lesson|lecture|interview
[<she>] [is|was] in court|surgery|meetings|class|theatre|transit|interviews|appointments|workshops|training|lessons
[<she>] was [just|about] [to] driving|board|cooking|teaching|boarding|rushing|eating|working
[<she>] is driving|cooking|teaching|boarding|eating
<she> [is|was] on another|the|other [other] call|line|phone
on [the] another|other call|line|phone
[<she>] [is|was] with a|her client|patient|customer|visitor|kids
[<she>] could|can not talk|speak|chat|hold|come|stay|yak|natter|gab|gas|gossip|stop|discuss
unable to discuss|chat$
[it] [is|was] [a] [not] [a] [very] bad|good|great|right|wrong|terrible|awful|rotten time|moment|timing [for <her>]
<she> [had|has|have|did] no|not [have] time
had|has no time
did not have time to talk|speak|chat
[<she>] [did] not have [any] time for me|us
too busy to talk|speak|chat
no time for me|us$
no time to talk|speak|chat
<she> [is|was] tied up
tied up$
[<she>] [is|was] swamped
[<she>] had guests|visitors|company
<i> caught|got|had|reached <her> at|in a|the [really|very] bad|wrong...
<she> [is|was] leaving...
<she> is|was about to...
about to board|leave|go|eat|drive|start|teach...
[<she>] [is|was] on her|his|the way [out|home]
<she> [is|was] on her|his|the way to...
on her|his way to...
[<she>] had to go|run|dash|leave|hang
<i> did not get to talk|speak
[<somebody>] said|says now is not [a] [good] [time|moment]
<i> caught|got|reached <her> in|during|mid [a|the|another] meeting|class|lesson|lecture|interview|surgery|rush...
[at] [work] could|can not talk|speak
comunica
"""
