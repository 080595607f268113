"""Words by which a text tells of something that has happened or was decided, though nothing of it is understood."""

from __future__ import annotations

from followupd.core.values.facts import Outcome


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs in the past that do not end as others do, as far as they are about people and plans.
PAST = _set("""
    spoke said told gave got came put rang sent heard met found paid sold bought chose quit hung kept lost won died
    thought fell broke cut caught taken given written chosen forgot forgotten left held stuck meant dealt
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
FIXED = _set("confirmed booked agreed arranged scheduled")      # behind a noun: "visit booked"
SPEAK = _set("speak talk call ring phone send text email reach message")     # "I speak with her, she agree"
YES = _set("yes ok fine sure")      # behind "she says"
OF_MINE = _set("will am was could did have can would")       # behind "i"
OF_THEIRS = _set("was were did could says")
OF_THEIRS_NOW = _set("is are will do does has would")        # if more is said
DENIED = _set("could will does did can was would is am are has have")      # before "not", at the beginning
DENIED_ONCE = _set("can could will did was would")      # and not of a habit
WANTING = _set("wants says reckons asks thinks")
DOING = _set("was doing pushing putting skipping")      # at the beginning: of the writer
SUBJECTS = _set("i we she he they NAME")
WISHED = _set("want wish")      # behind "does not", at the beginning: of the contact
TO_BE_CALLED = _set("be hear get receive")      # and then behind "to": not "doesn't want to move"
ASKED_ABOUT = SUBJECTS | _set("it you there that this")      # behind "would not": "wouldn't it be quicker"
TO_COME = _set("in at want need like love have know remember hear")      # behind "will": a fact, not what they do
# How the second clause begins if the first is only the reason: "she can't hear well, speak slowly".
REQUESTS = _set("""
    be go stay say speak act sound mention ask remember mind expect bring use start let tell congratulate thank
    introduce listen explain smile skip avoid dont
    """)
EVER = _set("never always")      # before what one tells oneself: "never ring before noon"
BACK_THEN = _set("back home in there here away out off free")      # behind "be": of them, not "be brief"
A_WHILE = _set("time week month year summer winter spring autumn christmas")      # behind "last"
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
    (r"(?i)made contact[.! ]*|success(?:ful)?[.! ]*", (Outcome.REACHED,)),
    (r"(?i)(?:[✅✔☑✓]\ufe0f?\s*[:,;.–—-]?|(?:ok|okay|k|x)\s+(?=(?:she|he|they)\b|\w{2,}ed\b)).*\w.*", (Outcome.DONE,)),
)
MOST_BEFORE = 2        # words before a verb that is still about the contact
