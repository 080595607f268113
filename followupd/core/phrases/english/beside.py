"""What may be beside what happened: how somebody begins who dictates, what one thinks of it, and abbreviations."""

from __future__ import annotations

from followupd.core.values.facts import Outcome

# How somebody who dictates begins: "okay so I called her".
DICTATED = (
    r"(?i)\W*(?:(?:ok(?:ay)?|right|u[mh]+|er+m?|well|yeah|hi|hiya|alright|anyway)[\s,]+)*"
    r"(?:so|u[mh]+|er+m?)[\s,]+(?=(?:i|i['’]?ve|we|yeah|just|called|rang|phoned|tried|spoke)\b)"
)
# A full stop behind one of these ends no sentence.
ABBREVIATIONS = ("mr", "mrs", "ms", "dr", "prof", "disc", "tel")
# What one thinks of it, without a comma: "no answer poor love is at work", and the outcomes behind which it may be.
GUESSES = frozenset({
    "poor", "hope", "bet", "bless", "wonder", "must", "guess", "suppose", "reckon", "imagine", "think", "prob", "might",
})  # fmt: skip
GUESSED_ABOUT = frozenset({Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY})
# How what they wrote goes on, though a request to oneself may begin so too: "she emailed, will come to the concert".
OF_THEM_TOO = frozenset({
    "will", "can", "would", "is", "does", "did", "was", "has", "might", "may", "could", "needs", "wants",
})  # fmt: skip
# Nothing works where the writer is: "no signal up top, do it tonight"; and then it is not their own phone.
NOT_HERE = frozenset({"signal", "reception", "battery", "coverage", "dead"})
# What is noted down is agreed: "in the diary, Thursday 4pm".
NOTED_DOWN = frozenset({"diary", "calendar", "cal", "locked"})
