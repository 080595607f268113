"""The answers that we give on events: as a language-free sign, and in words around a title.

The sign is a token of `[a-z0-9._-]`, which every server keeps (docs/servers.md 17): `no_answer`, `kept`,
`booked.2027-05-28t1500`. It is in our history and in a property of the event, and it alone decides everything about an
answered event. Words are output. `sign_in` reads them back only if there is no sign: in an event whose history and
property are both lost, and in a row of a history from before there were signs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, time

from followupd.core.phrases.days import parse_day
from followupd.core.phrases.vocabulary import (
    AROUND,
    DONE_ON_IT,
    ENGLISH,
    LANGUAGES,
    Language,
    Said,
    clock_text,
    day_text,
)
from followupd.core.values.facts import DayTime, Outcome

_HEADS = tuple(head.partition("{")[0] for head, _ in (DONE_ON_IT, *AROUND.values()) if head)
_NOTICED: Mapping[tuple[str | None, Outcome], Said] = {
    ("phone", Outcome.REACHED): Said.SPOKE_NOTICED, ("phone", Outcome.NO_ANSWER): Said.NO_ANSWER_NOTICED,
    ("email", Outcome.SENT): Said.SENT_NOTICED, ("email", Outcome.REACHED): Said.REPLIED_NOTICED,
    ("email", Outcome.BOUNCED): Said.BOUNCED_NOTICED,
}
# Nothing has been done on the event yet.
OPEN = frozenset({"", Said.NOT_TRIED.value, Said.NOT_DONE.value, Said.NOT_MET.value, Said.ASKED.value})
MOST_NAMES = 3      # in a title; of more people two are named, and the others counted
SIGN = r"[a-z_]+(?:\.[a-z0-9-]+)?"
_A_DAY = r"\S+ \d{1,2} [^\s,]+(?: \d{4})?"
_A_MOMENT = rf"{_A_DAY}(?: \d\d:\d\d)?"
_BY_NAME: dict[str, Outcome | Said] = {said.value: said for said in ENGLISH.answers}


def sign(said: Outcome | Said, detail: object = "") -> str:
    """Return the sign of an answer. `detail` is the day or the number that its words have a placeholder for."""
    return f"{said.value}.{detail}" if detail != "" else said.value


def noticed_sign(outcome: Outcome, channel: str | None, *, met: bool) -> str:
    """Return the sign of an attempt that evidence shows, which says by what."""
    return sign(Said.MET_NOTICED if met else _NOTICED.get((channel, outcome), outcome))


def booked_sign(day: date, at: time | None) -> str:
    """Return the sign of a meeting that was booked, for a day and a time if one was named."""
    return sign(Said.BOOKED, f"{day}t{at:%H%M}" if at is not None else day)


def said_by(answer: str) -> tuple[Outcome | Said | None, str]:
    """Return what a sign says, and the detail; (None, "") for any other text, such as a damaged property."""
    if not re.fullmatch(SIGN, answer):
        return None, ""
    name, _, detail = answer.partition(".")
    said = _BY_NAME.get(name)
    return (said, detail) if said is not None and bool(detail) == ("{}" in ENGLISH.answers[said]) else (None, "")


def read_sign(text: str) -> str:
    """Return the sign in a property of an event; "" if it is damaged or from a newer version."""
    return text if said_by(text)[0] is not None else ""


def in_words(answer: str) -> str:
    """Return `no answer` for `no_answer`, `booked Fri 28 May 2027` for `booked.2027-05-28`."""
    said, detail = said_by(answer)
    return LANGUAGES[0].answers[said].format(_spelt(detail)[0]) if said is not None else ""


def with_answer(title: str, answer: str, near: date, before: str = "") -> str:
    """Return the title with our answer: `✓ Call Dana Whitfield: no answer`, `– not tried: Call Sam`.

    `near` is the day of the event: a day close to it needs no year. `before` is the sign of the answer that the title
    carries already, which is replaced.
    """
    detail = said_by(answer)[1]
    booked = booked_for(detail)
    head, tail = _around(answer, LANGUAGES[0], _booked_text(booked, near) if booked is not None else detail)
    return f"{head}{without_answer(title, before)}{tail}"


def without_answer(title: str, before: str) -> str:
    """Return the title without the answer of this sign, in whatever language it was written."""
    if not before:
        return title
    parts = [
        _around(before, language, shown) for language in LANGUAGES for shown in _spelt(said_by(before)[1])
    ]
    title = title.removeprefix(next((head for head, _ in parts if title.startswith(head)), ""))
    return title.removesuffix(next((tail for _, tail in parts if title.endswith(tail)), ""))


def up_to_act(title: str, act: str) -> str:
    """Return a title up to the act in it: with our ✓, without our answer. Nothing if the user emptied the title."""
    return title.partition(act)[0] + act if act else ""


def _around(answer: str, language: Language, shown: str) -> tuple[str, str]:
    """Return what goes before and after a title for a sign, with its detail as it is `shown`."""
    said, _ = said_by(answer)
    if said is None:
        return "", ""
    head, tail = AROUND.get(said, DONE_ON_IT)
    words = language.answers[said].format(shown)
    return head.format(words), tail.format(words)


def booked_for(detail: str) -> DayTime | None:
    """Return the day, and the time if it has one, in the detail of a sign; None for any other detail."""
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:t(\d{2})(\d{2}))?", detail)
    try:
        at = time(int(match[2]), int(match[3])) if match and match[2] else None
        return DayTime(date.fromisoformat(match[1]), at) if match else None
    except ValueError:
        return None


def _booked_text(booked: DayTime, near: date) -> str:
    return day_text(booked.day, near) + (f" {clock_text(booked.time)}" if booked.time is not None else "")


def _spelt(detail: str) -> tuple[str, ...]:
    """Return the forms that the detail of a sign may have: a day with its year, without it, or the text itself."""
    booked = booked_for(detail)
    if booked is None:
        return (detail,)
    return _booked_text(booked, date.min), _booked_text(booked, booked.day), detail


def sign_in(title: str, near: date) -> str:
    """Return the sign for the words of an answered title, in any language; "" without an answer of ours.

    `near` is the day of the event, from which a day without a year is read.
    """
    ends = tuple(one.answers[said] for said, (head, _) in AROUND.items() if not head for one in LANGUAGES)
    if not (title.startswith(_HEADS) or title.endswith(ends)):
        return ""                                # almost every title, each time a history is read
    for language in LANGUAGES:
        for said, text in language.answers.items():
            words = re.escape(text).replace(r"\{\}", rf"([0-9-]+|{_A_MOMENT})")
            head, tail = (re.escape(part).replace(r"\{\}", words) for part in AROUND.get(said, DONE_ON_IT))
            match = re.fullmatch(f"{head}.+{tail}", title.strip(), re.DOTALL)
            if match is not None:
                return sign(said, _detail(match[1], near) if match.groups() else "")
    return ""


def _detail(shown: str, near: date) -> str:
    """Read back the detail of a sign as it was `shown`: of a weekday and a date, the day whose year is nearest."""
    match = re.fullmatch(rf"(?P<day>{_A_DAY})(?P<clock> \d\d:\d\d)?", shown)
    if match is None:
        return shown
    years = sorted(range(max(near.year - 1, date.min.year), near.year + 2), key=lambda year: abs(year - near.year))
    days = [match["day"]] if re.search(r"\d{4}$", match["day"]) else [f"{match['day']} {year}" for year in years]
    for day in days:
        try:
            booked = parse_day(f"{day}{match['clock'] or ''}", date.min)
        except ValueError:                       # another weekday in that year
            continue
        return said_by(booked_sign(booked.day, booked.time))[1]
    return shown


def resting_line(since: str, back: str) -> str:
    """Return what a line of a review says after the name of a person who rests."""
    return LANGUAGES[0].resting.format(since, back)


def behind_resting_line(text: str) -> str:
    """Return what the user wrote after that, in any language; the text itself if it does not begin with that."""
    for language in LANGUAGES:
        match = re.match(re.escape(language.resting).replace(r"\{\}", _A_DAY), text.strip())
        if match is not None:
            return text.strip()[match.end():]
    return text


def sheet_title(channel: str, names: Sequence[str], beside: str, calls: Sequence[str] = ()) -> str:
    """Return the title of a block: `Call Zoe, Katya and 5 more, and 2 cards`: what is `beside` the names is counted.

    Before them are `calls` for a day of theirs: `Ring Eve Lind: birthday today; call Zoe`.
    """
    people = [_names_title(channel, names)] if names else []
    if calls or people:
        first, *others = [*calls, *people]
        acts = "; ".join((first, *(f"{one[:1].lower()}{one[1:]}" for one in others)))
        return f"{acts}, and {beside}" if beside else acts
    return f"{LANGUAGES[0].block}: {beside}" if beside else LANGUAGES[0].block


def _names_title(channel: str, names: Sequence[str]) -> str:
    ours = LANGUAGES[0]
    if len(names) > MOST_NAMES:
        people = ours.and_more.format(", ".join(names[:MOST_NAMES - 1]), len(names) - MOST_NAMES + 1)
    else:
        people = ours.and_last.format(", ".join(names[:-1]), names[-1]) if len(names) > 1 else names[0]
    return ours.sheets.get(channel, ours.sheets[""]).format(people)
