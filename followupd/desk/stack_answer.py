"""The answers of `followupd import`: what is in the stack, what became of a sheet, and whose turn comes first.

Takes a stack; gives text or JSON. After people were added it runs the pass as `log` does, or leaves it to the daemon.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, tzinfo

from followupd.core.stack.people import StackPerson
from followupd.core.values.time import count
from followupd.desk.asking import Reply
from followupd.desk.desk import at_the_desk
from followupd.desk.recording import Ending, record_facts
from followupd.desk.stack import ENOUGH, Stack
from followupd.desk.stack_sheet import SheetTaken
from followupd.rendering.json_form import Json, day, error_form, printed
from followupd.rendering.text import clean, line, listed

FIRST_SHOWN = 12
LONGEST_PROBLEM = 300
NowIn = Callable[[tzinfo], datetime]


def summary(stack: Stack) -> str:
    """Return how many people the files have, and how many of them are to be decided about."""
    known = len(stack.everybody) - len(stack.open)
    rows = sum(len(one.rows) for one in stack.files)
    found = f"{count(rows, 'entry', 'entries')}, {count(len(stack.everybody), 'person', 'people')}"
    nameless = sum(one.nameless for one in stack.files)
    left = f"; {count(nameless, 'entry', 'entries')} without a name left out" if nameless else ""
    on_list = f", {len(stack.listed)} on your list already" if stack.listed else ""
    decided = known - len(stack.listed)
    before = f", {decided} decided before" if decided else ""
    return f"{found}{on_list}{before}{left}."


def overview(stack: Stack) -> Iterator[str]:
    """Yield what is in the stack, for a terminal that nobody types at."""
    yield summary(stack)
    yield from problem_lines(stack.problems)
    if not stack.open:
        yield "There is nobody to decide about."
        return
    for one in stack.open[:FIRST_SHOWN]:
        yield f"  {described(one)}"
    more = len(stack.open) - FIRST_SHOWN
    if more > 0:
        yield f"  and {more} more"
    yield "To choose: run this at a terminal, or add --sheet stack.md and tick the people in any editor."


def described(person: StackPerson) -> str:
    """Return one line about somebody: who they are, and why they may be one to begin with."""
    about = ", ".join(filter(None, (person.org, *person.phones[:1], *person.emails[:1])))
    why = f": {person.why}" if person.why else ""
    return line(f"{person.name}{f' ({about})' if about else ''}{why}")


def problem_lines(problems: tuple[str, ...]) -> Iterator[str]:
    """Yield what could not be read or was left out."""
    yield from (line(problem, LONGEST_PROBLEM) for problem in problems)


def sheet_lines(stack: Stack, taken: SheetTaken, path: str) -> Iterator[str]:
    """Yield what became of a sheet."""
    yield summary(stack)
    yield from problem_lines((*stack.problems, *taken.problems))
    if taken.new:
        if not stack.open:
            yield "There is nobody to decide about; no sheet was written."
            return
        first = sum(one.first for one in stack.open)
        offered = f", {first} of them first, with a reason" if first else ""
        yield f"Wrote {line(path)} with {count(taken.shown, 'person', 'people')}{offered}."
        yield "Tick whom you want to stay in touch with, save it, and run the same command again."
        return
    if taken.refused:
        yield f"{count(taken.refused, 'no', 'noes')} remembered."
    if taken.shown:
        yield f"{line(path)} has {count(taken.shown, 'new person', 'new people')} at its end."
    if stack.logged:
        yield f"Last contact logged: {listed(stack.logged)}."
    if not (stack.added or stack.logged or taken.refused or taken.shown or taken.problems):
        yield f"Nothing new is ticked in {line(path)}; nothing was changed."


def finished(stack: Stack, clock: NowIn, said: Iterator[str], *, as_json: bool, extra: Json | None = None) -> Reply:
    """Return the answer: what was said, who was added, and what that means for the calendar."""
    lines = list(said)
    ending = _passed(stack, clock) if stack.added or stack.logged else None
    if as_json:
        return _json(stack, ending, extra or {})
    if stack.added:
        names = [one.person.name for one in stack.added]
        lines.append(f"Added {count(len(names), 'person', 'people')}: {listed(names)}.")
        if len(names) >= ENOUGH:
            lines.append("That is enough to begin. The others wait: run the same command again whenever you like.")
    text = "\n".join(clean(one) for one in lines)
    if ending is None:
        return Reply(text)
    return ending.answer("\n".join(filter(None, (text, ending.said))), "The hit list is written")


def _passed(stack: Stack, clock: NowIn) -> Ending:
    """Return the end of a pass with the list as it is now."""
    with at_the_desk(stack.desk.config, clock, edited=True) as after:
        return record_facts(after, reason="import")


def _json(stack: Stack, ending: Ending | None, extra: Json) -> Reply:
    form = {
        "people": [_form(one) for one in stack.open], "on_list": len(stack.listed),
        "listed": [one.name for one in stack.everybody if one.mark in stack.listed],
        "added": [one.person.name for one in stack.added], "problems": list(stack.problems), **extra,
        "error": error_form(ending.error if ending is not None else None),
    }
    return Reply(printed(form)) if ending is None else ending.answer(printed(form), "The hit list is written")


def _form(person: StackPerson) -> Json:
    guess = person.guess
    return {
        "mark": person.mark, "name": person.name, "phones": list(person.phones), "emails": list(person.emails),
        "org": person.org, "files": list(person.sources), "first": person.first, "reasons": list(person.reasons),
        "perhaps_on_list": person.perhaps or None, "decided_before": [one.value for one in person.before],
        "last_contact": None if guess is None else {"day": day(guess.day), "from": guess.said, "log": guess.line},
    }
