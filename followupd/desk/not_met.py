"""The answer of `followupd log WHO she didn't show up`: the meeting that was noticed on that day is taken back.

Takes who, the words and a desk; stores the retractions. Nobody was tried then, as when the title of an event says it
(core/answers/noticed_titles.py).
"""

from __future__ import annotations

from followupd.core.answers.taking_back import taking_back
from followupd.core.people.timeline import day_of
from followupd.core.phrases.said import Mark
from followupd.core.phrases.words import quoted
from followupd.core.values.facts import EvidenceRule, Noticed, Outcome, key_of
from followupd.core.values.record import Facts
from followupd.desk.asking import LogArguments, Reply
from followupd.desk.desk import Desk
from followupd.desk.recording import record_facts
from followupd.desk.typed import moment_of
from followupd.desk.undo import taken_back_text
from followupd.desk.who import Match
from followupd.errors import UsageError


def says_not_met(mark: Mark, arguments: LogArguments) -> bool:
    """Return whether the words say that they did not come, and name no channel of a try."""
    return mark.met and mark.outcome is Outcome.NO_ANSWER and arguments.via is None and mark.channel is None


def not_met_answer(
    desk: Desk, match: Match, mark: Mark, arguments: LogArguments, *, as_json: bool
) -> Reply | None:
    """Take back what was noticed, and answer; None if no meeting was noticed on that day.

    Said again, it changes nothing (P4). Raises UsageError for further words: they would be the note of a try.
    """
    facts, zone = Facts(desk.history.facts()), desk.hitlist.timezone
    at, _ = moment_of(arguments, mark, desk.now, zone) or (desk.now, True)
    met = [
        fact for fact in facts.recorded
        if isinstance(fact, Noticed) and fact.rule is EvidenceRule.MET and day_of(fact.at, zone) == day_of(at, zone)
        and desk.before.people.today(fact.contact) == match.key
    ]
    if not met:
        return None
    if more := mark.note or arguments.note or arguments.next or ("the day for the next try" if mark.asked else ""):
        raise UsageError(
            f"{quoted(more)}: the meeting that was noticed is taken back, and no try is left for this",
            "Say that they did not come without other words, for instance: followupd log Dana no show",
        )
    counting = [fact for fact in met if key_of(fact) not in facts.taken_back]
    ending = record_facts(desk, *taking_back(facts, counting, desk.now, "command"), reason="log")
    return ending.answer(taken_back_text(desk, counting or met, ending, as_json=as_json), "Taken back")
