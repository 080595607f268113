"""Words that name the channel for the next try: "call again next week", "text me on Friday", "asked for an email"."""

from __future__ import annotations

from collections.abc import Mapping

from followupd.core.values.facts import WRITING

# The channel that a word names wherever it is in the clause of the day, and the verbs that lead to a day of their own.
NAMED: Mapping[str, str] = {
    **dict.fromkeys(("call", "ring", "phone", "callback", "telephone"), "phone"), "text": "text", "email": "email",
}
WRITTEN: Mapping[str, str] = {"text": "text", "email": "email", "mail": "email", "write": WRITING, "message": WRITING}
NOT_FOR_IT = frozenset({"not", "never", "no", "or", "instead", "rather", "stop"})    # "not a call", "call or text"
OF_SOMETHING = frozenset({"her", "his", "their", "the", "my", "your", "NAMES"})      # "her email says call Friday"

# All the words between the beginning of a clause and the day on which something is to be written.
_SAYS = r"(?:said|says|asked|asks|told|tells|wants|wanted|prefers|begged|insists)"
_ASKING = rf"(?:(?:she|he|they|NAME) )?{_SAYS} (?:(?:me|us) )?(?:that )?(?:(?:i|we) )?(?:should )?(?:to )?"
_MEANING = r"(?:(?:i|we) )?(?:will|should|must|going to|to|please|just) (?:(?:just|then) )?"
_VERB = "|".join(WRITTEN)
_THEM = "her|him|them|NAME"
_A_WRITING = rf"(?:(?:she|he|they|NAME) )?(?:asked for|wants|wanted|prefers|requested) (?:an? )?(?P<noun>{_VERB})"
ASKS_TO_WRITE = (
    rf"(?:{_ASKING})?(?P<verb>{_VERB}) (?:to )?(?:me|us)(?: (?:again|back|instead))?"
    rf"|(?:{_ASKING}|{_MEANING})(?P<meant>{_VERB})(?: (?:to )?(?:me|us|{_THEM}))?(?: (?:again|back|instead))?"
    rf"|(?P<again>{_VERB})(?: (?:to )?(?:{_THEM}))? (?:again|back|instead)|{_A_WRITING}"
)
MAY_HAVE_WRITTEN = rf"(?P<verb>{_VERB})(?: (?:to )?(?:{_THEM}))?"       # "email her Friday", and "sent, text Friday"
