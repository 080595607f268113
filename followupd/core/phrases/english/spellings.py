"""Spellings: how people write a word, and how it is matched."""

from __future__ import annotations

from collections.abc import Mapping

from followupd.core.phrases.english.classes import CLASSES

# Spellings and what is matched instead: "didnt" is "did not".
_SPELLINGS = """
can not: cant can't cannot cannae
will not: wont won't
is not: ain't aint
could not: cdnt couldent cudnt cudn't coudnt coudn't couldnot cudnae
did not: din dint dind't dindt didn dint didnae didint ddnt didnot ddn't
do not: dnt
i have: ive
it is: its
she is: shes shez
he is: hes
that is: thats
they are: theyre they're
i am: i'm im
no one: noone no-one
no one is: noone's
nobody: noboby nobdy no1
with: w/ w wi wi' wiv
and: & + nd
through: thru fru
back: bk bak
until: til till
you: u
are: r
please: pls plz
message: msg msgs mssg mesage messages mess mesg mssge
voicemail: vm vms vmail v/m v.m voice-mail voicemails voicenote voicemsg answerphone ansaphone ansafone ansa
left: lft lef lefft
left voicemail: lvm vml
voicemail: voicemale vociemail
left message: lm lmtcb lmom lmovm lmam lm2cb lvmtcb
answer: ans anwser answr awnser asnwer
answered: answerd anserd ansered ansrd anwserd
no answer: na n/a n.a no-answer noanswer unanswered
pick up: pickup pu
picking: pickin
ringing: ringin
answering: answerin
calling: callin
going: goin
rang: rung
called: calld cald
tried: tryed
meeting: mtg
meetings: mtgs
appointment: appt
face-to-face: f2f ftf face2face
interview: intvw
assistant: asst
email: e-mail mail mails emails
emailed: e-mailed mailed emald emaild
text: sms txt whatsapp wa dm
texted: sms'd txted txtd imessaged
messaged: whatsapp'd whatsapped dm'd dmed dmd wtsapped wa'd wa'ed watsapped whatsapd whatsappd wats'apped slacked
messaged: slack'd teamsed teams'd telegrammed telegramed wechatted vibered viber'd snapchatted messengered discorded
phoned: telephoned fond phond
talked: facetimed zoomed skyped skype'd zoom'd facetime'd talkd tlked
called: t/c tc
conversation: conv convo
phone: ph tel cell mobile mob landline fone fon
number: nr num no. #
phone is: mobile's cell's landline's mob's tel's
could not: cldnt couldnae
again: agen
later: l8r
great: gr8
late: l8
said: sed sez
about: bout abt
wants: wnts
no: nae
nobody: naebody
to: tae
was not: wasnae wasent wosnt
old: auld
out: oot
home: hame
anything: owt
out of office: ooo oof
unable to reach: utr
response: resp respons
follow up: f/u fu
holiday: hols hol
vacation: vacay
leave: pto
happy: hapy
week: wk
weeks: wks
afternoon: arvo
today: tday
would not: wldnt wudnt wudn't
before: b4
wrong number: wn
callback: clbk call-back cb ringback
ok: okay k
done: dun
yes: yh
not interested: ni
do not call: dnc
busy: bz bsy bizy bussy bzy
hung up: hu
no reply: n/r
rang no answer: rna
no show: n/s
could: cud
does not: dosent doesent dosnt
have not: havnt havent
has not: hasent hasnt
spoke: spok speaked spoked
will: shall
madam: mam
this: dis
because: coz cuz cos
the: da teh
wrong: rong
engaged: ingaged
thanks: fanks thx ty ta
good: gd
gatekeeper: gk
client: pt
want to: wanna
going to: gonna
have to: gotta
someone: sum1 som1
manager: mgr
customer: cust
sent: snt sended
address: direction adress
delivered: deliverd
"""
_NEGATED = "did could would does do has have had is was were are should"
_CONTRACTED = {
    "n't": ("not", _NEGATED), "nt": ("not", _NEGATED), "'re": ("are", "we you"),
    "'ve": ("have", "i we they you"), "'ll": ("will", "i we she he they it who that"),
    "'d": ("would", "i we she he they"),
    "'s": (
        "is",
        "she he it one who now line phone number mailbox nobody everyone someone somebody that there email card letter"
        " invite parcel message quote machine voicemail coffee lunch dinner meeting",
    ),
}
SPELT: Mapping[str, str] = {
    **{f"{person}'s": f"{person} is" for person in CLASSES["person"].split("|")},
    **{f"{word}{end}": f"{word} {full}" for end, (full, words) in _CONTRACTED.items() for word in words.split()},
    **{
        form: said
        for said, forms in (line.split(": ") for line in _SPELLINGS.strip().splitlines())
        for form in forms.split()
    },
}
