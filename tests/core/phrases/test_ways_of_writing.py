"""Ways in which people of different trades and tongues write the same, and what is like it and is the user's own."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import Outcome

READING = ReadingRules({}, date(2026, 11, 24), ("Dana Whitfield",))      # a Tuesday


def said(text: str) -> Outcome | str | None:
    """Return what a text says, "asked" if it is asked about, None if it is the user's own."""
    found = read_addition(text, READING)
    return "asked" if isinstance(found, Unclear) else found.outcome if isinstance(found, Mark) else None


@pytest.mark.parametrize("text", [
    "TT Dana, wants a quote", "d/w Dana, nil concerns", "STW Dana re invoice", "s/w client, docs to follow",
    "TC w/ Dana: confirmed dosage", "disc. with Dana, she will see", "telecon with Dana, agreed in principle",
    "Telephoned Ms Whitfield and advised on the lease", "I called with Dana, she is fine",
])
def test_a_talk_in_shorthand(text: str) -> None:
    assert said(text) is Outcome.REACHED


@pytest.mark.parametrize("text", [
    "Attempted telephone call; no response.", "Attempted to contact client by telephone without success.",
    "Attempt made to reach client. Unsuccessful.", "Call placed at 10:15. No response received.", "Call unanswered.",
    "dial 2 – no connect", "TC to pt, no answer", "rang x3 no pu",
    "nobody answer", "no one is taking the phone", "phone is ringing but nobody takes", "not possible to reach her",
    "was calling three times without success",
    "okay so I called and she didn't pick up", "um so I rang and there was no answer",
    "no answer poor love is at work", "no reply hope she's ok", "rang out poor thing must be in bed",
])
def test_a_try_in_shorthand_in_form_in_another_tongue_and_dictated(text: str) -> None:
    assert said(text) is Outcome.NO_ANSWER


@pytest.mark.parametrize(("text", "outcome"), [
    ("called Dana, she already bought one elsewhere", Outcome.REACHED),
    ("rang her & she'll do the flowers", Outcome.REACHED),
    ("rang Ms Whitfield who confirmed she is content", Outcome.REACHED), ("Update: spoke w/ Dana", Outcome.REACHED),
    ("tried calling whatsapp no response", Outcome.NO_ANSWER), ("tried again just now, nope", Outcome.NO_ANSWER),
    ("EA: call Tuesday", Outcome.CALL_BACK), ("tel. no answer 3x", Outcome.NO_ANSWER),
    ("rang Dana re the minibus, she can drive", Outcome.REACHED), ("tried both lines no one there", Outcome.NO_ANSWER),
    ("I am calling since the morning but she is not attending", Outcome.NO_ANSWER),
    ("she wants to think, call in two weeks", Outcome.CALL_BACK), ("number is now a fax", Outcome.WRONG_NUMBER),
    ("I have sent to her the offer by mail", Outcome.SENT), ("message blocked, address rejected", Outcome.BOUNCED),
    ("client has asked that we cease contact", Outcome.DECLINED),
    ("spoke to husband he will tell her", Outcome.LEFT_MESSAGE), ("call w dana went great", Outcome.REACHED),
])
def test_two_clauses_without_a_comma_or_with_a_label(text: str, outcome: Outcome) -> None:
    assert said(text) is outcome


@pytest.mark.parametrize("text", [
    "called her, she moved", "called, maybe she wants it", "rang her, she was to call me back",
    "she was going to send photos",
    "on a train, ring tomorrow morning", "text to speech thing, left a message anyway", "call with Dana: agenda",
    "no longer lives there, new people have the phone",
])
def test_what_another_may_have_said_is_asked_about(text: str) -> None:
    assert said(text) == "asked"


@pytest.mark.parametrize("text", [
    "she emailed: can't give this year", "she wrote to say she's fine with it", "her email came in, contract signed",
    "reply received, she consents", "she messaged, all good",
])
def test_what_they_wrote_is_an_answer(text: str) -> None:
    assert said(text) is Outcome.REACHED


@pytest.mark.parametrize("text", [
    "she emailed", "she wrote to say she's pregnant, congratulate her", "her email came, answer it",
])
def test_what_they_wrote_may_be_a_topic(text: str) -> None:
    """Nothing of it is said, or the user tells oneself what to do about it."""
    assert said(text) == "asked"


@pytest.mark.parametrize(("text", "outcome"), [
    ("no pickup; EA says try Thursday", Outcome.NO_ANSWER),
    ("didn't pick up, but she asked me to try Thursday", Outcome.CALL_BACK),
    ("got her at the gates, said try her Friday", Outcome.CALL_BACK),
    ("spoke to her, said try her Friday", Outcome.REACHED),
    ("gatekeeper wouldn't put me through", Outcome.NO_ANSWER),
    ("lad answered said he'd pass it on", Outcome.LEFT_MESSAGE),
    ("machine on. I said my piece", Outcome.LEFT_MESSAGE), ("voicemail spoken in", Outcome.LEFT_MESSAGE),
    ("I have wrote her e-mail because phone is off", Outcome.SENT), ("wtsapped her instead", Outcome.SENT),
    ("email sent to client enclosing draft", Outcome.SENT), ("this number is not existing", Outcome.WRONG_NUMBER),
    ("gone with someone cheaper, dont ring again", Outcome.DECLINED),
])
def test_who_says_what_decides(text: str, outcome: Outcome) -> None:
    assert said(text) is outcome


@pytest.mark.parametrize("text", [
    "in the diary, Thursday 4pm", "valuation in the diary, Thursday 4pm", "workshop locked in 3 Dec 09:00",
    "demo on cal thurs 2pm", "she said yes to an interview!! 2 dec 4pm",
])
def test_what_is_noted_down_is_agreed(text: str) -> None:
    found = read_addition(text, READING)
    assert isinstance(found, Mark)
    assert found.outcome is Outcome.REACHED
    assert found.later is not None


@pytest.mark.parametrize("text", ["do not call again before June", "no signal up top, do it tonight"])
def test_what_is_not_for_good_or_not_of_them_is_not_taken_so(text: str) -> None:
    assert said(text) in ("asked", None)


@pytest.mark.parametrize("text", [
    "tt races on Sunday", "sw corner of the plot", "slipped disc, ask how it is", "her office: 5550",
    "wife: ask about school", "telephone call about the roof?",
    "hope she liked the flowers",
])
def test_what_looks_like_it_is_the_users_own(text: str) -> None:
    assert said(text) is None


def test_disconnected_is_not_discussed() -> None:
    assert said("disc. # – not hers anymore") is Outcome.WRONG_NUMBER


@pytest.mark.parametrize("text", [
    "lender called, AIP expires 9 Dec", "my landlord rang about the rent", "THE DOCTOR RANG ABOUT MY EYES",
    "the archdeacon has not answered my letter either", "no answer from the bank yet, warn her",
    "Peter texted that he can't come", "council emailed the planning decision", "surveyor rang, report on Monday",
])
def test_news_of_others_is_the_users_own(text: str) -> None:
    """A trade or an institution that called or wrote has other business."""
    assert said(text) is None


@pytest.mark.parametrize("text", ["the solicitor rang back", "her husband rang", "the office emailed", "nobody there"])
def test_who_may_call_for_them_is_asked_about_or_read(text: str) -> None:
    assert said(text) is not None


@pytest.mark.parametrize("text", [
    "met her at a wedding in 2019", "left a note in May", "visited her in Rome last summer",
    "she lost her job in March", "she wrote back in June", "told me to ring, lol that was weeks back",
])
def test_an_old_story_is_the_users_own(text: str) -> None:
    """A month is long over if it is neither the last one nor to come soon."""
    assert said(text) is None


@pytest.mark.parametrize("text", ["she said in May she'd sell", "agreed a visit in May", "left a note in October"])
def test_a_month_that_a_plan_may_be_for_is_asked_about(text: str) -> None:
    assert said(text) is not None


@pytest.mark.parametrize("text", [
    "reached 60 last week", "met the deadline", "answered all questions", "bounced cheque",
    "she hates being called at work", "he was the one who fixed the boiler",
    "she's a nurse so never ring before noon", "left knee operation",
    "new baby, called Ivy", "be brief, she's always busy", "my boss asked how she is", "talked about Rome last time",
])
def test_a_verb_of_a_thing_or_a_habit_is_no_hint(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize(("text", "outcome"), [
    ("By God's grace I reached her, she will lead the prayer", Outcome.REACHED),
    ("long story short, she picked up", Outcome.REACHED), ("thankfully got through to her", Outcome.REACHED),
    ("spoke 2 her babes shes doin lashes", Outcome.REACHED), ("ok so she picked up", Outcome.REACHED),
    ("I was talking with her, she will pay", Outcome.REACHED), ("Telephoned with success.", Outcome.REACHED),
    ("Attended on client by telephone; instructions received", Outcome.REACHED),
    ("already talk with her, she say payment next week", Outcome.REACHED), ("already send her the email", Outcome.SENT),
    ("she pick up, want wall removed", Outcome.REACHED), ("she no answer", Outcome.NO_ANSWER),
    ("call no one answer", Outcome.NO_ANSWER), ("call two times no pick", Outcome.NO_ANSWER),
    ("no more call, she has other company", Outcome.DECLINED),
    ("she dmd back wants sat am", Outcome.REACHED), ("she slacked back, quote approved", Outcome.REACHED),
    ("she's written back at length", Outcome.REACHED),
    ("VML", Outcome.LEFT_MESSAGE), ("left her a massage", Outcome.LEFT_MESSAGE),
    ("A message was left with her son", Outcome.LEFT_MESSAGE),
    ("Somebody else is now using that number", Outcome.WRONG_NUMBER),
    ("her extension is wrong, it is the warehouse", Outcome.WRONG_NUMBER),
    ("No subscriber under this number.", Outcome.WRONG_NUMBER), ("MAILER DAEMON ON DWHITFIELD@", Outcome.BOUNCED),
    ("Nobody goes to the phone.", Outcome.NO_ANSWER), ("she wants no more newsletters", Outcome.DECLINED),
    ("email return with error", Outcome.BOUNCED), ("She was entertaining guests", Outcome.BUSY),
])
def test_adverbs_digits_base_forms_passives_and_channels_as_verbs(text: str, outcome: Outcome) -> None:
    assert said(text) is outcome


@pytest.mark.parametrize(("text", "day"), [
    ("cb 4.15", "2026-11-24 16:15"), ("F2F booked Thurs 08:40", "2026-11-26 08:40"),
    ("Has stepped out, her colleague suggests 9.15 tomorrow", "2026-11-25 09:15"),
    ("her colleague proposes Tuesday 10:00", "2026-12-01 10:00"),
    ("lashes friday 5pm its in the book", "2026-11-27 17:00"),
    ("Agreed to meet at their offices on Thursday 3 December at 10.30.", "2026-12-03 10:30"),
    ("I shall defer this until after the meeting on Thursday", "2026-11-26 None"),
])
def test_a_day_in_other_words(text: str, day: str) -> None:
    found = read_addition(text, READING)
    assert isinstance(found, Mark)
    told = found.later or found.asked
    assert told is not None
    assert f"{told.day} {str(told.time)[:5] if told.time is not None else None}" == day


@pytest.mark.parametrize("text", [
    "haven't got round to it today kids off sick", "On bus, unable to discuss, ring after surgery",
    "her old man answered says ring at dinner", "Show round confirmed, Saturday 28th at 12 noon",
    "she says cash ok, gate code 4471", "Wants a rep present, will only communicate in writing from now on",
    "was told she has left", "I speak with her, she agree", "she signed with a rival",
])
def test_what_tells_of_something_in_other_words_is_asked_about(text: str) -> None:
    assert said(text) == "asked"


@pytest.mark.parametrize("text", [
    "haven't told her about the baby", "no sugar she says", "review set for Friday",
    "already have her number", "call no later than 5", "call scheduled with Tom Friday",
    "massage left her relaxed", "visit her, booked or not", "her extension: 204", "I speak no Polish, keep it simple",
])
def test_what_looks_like_those_is_the_users_own(text: str) -> None:
    assert said(text) is None


@pytest.mark.parametrize("text", [
    "number's a chippy in Leeds now", "directory # is the old room moms", "The listed line now goes to a clinic.",
    "No subscriber under this number.", "mail id bounced, may be a typo in the CV",
    "The address is refused by the server.",
    "brochure shared on WA, awaiting", "cover letter served via certified mail", "done sending the link, will wait",
    "wrote back in lovely copperplate", "handwritten note from Dana: delighted",
    "she confirms in writing: 0.14 per word",
    "Spokesman took my question down, will hand it to her.", "I let an audio for her in whatsapp",
    "candidate not responding to calls since morning", "nobody goes to the phone", "She's on another call daw",
    "in the plenary, pressed me away", "yelled at me to lose her number", "wishes no more correspondence",
    "not buying here anymore, asked to DND", "withdraws from the study, delete her data",
    'she goes "hit me up tmrw after 6"', "To be recalled the 1st December, demand of her assistant.",
    "not til the market reopens Friday", "Let me first finish the report, then Friday I call.",
    "Lunch at the Somerset Club, Dec. 10, 12:30.", "We're meeting at Caffi Mawr on the 5th at eleven.",
])
def test_what_tells_of_something_however_it_begins_is_never_silent(text: str) -> None:
    assert said(text) is not None


@pytest.mark.parametrize("text", [
    "want to know why the email bounced", "reply received by the council", "offer letter went out by courier to Tom",
    "Friday will do nicely for Tom", "wants no gifts", "refuses to fly", "delete her number from the old phone",
    "on another call every morning", "she took my phone number", "her phone is new",
    "ask whether the line is a landline", "her number is 0555 1234", "letter from the council: discuss",
    "not her anymore?",
])
def test_what_only_has_such_words_is_the_users_own(text: str) -> None:
    assert said(text) is None
