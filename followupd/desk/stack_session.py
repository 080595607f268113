"""One person after another: the stack at a terminal, a key for each answer.

Takes a stack and keys; gives lines to print. Each answer is written and stored at once, so that stopping at any moment
loses nothing, and the next run goes on where this one stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from followupd.core.stack.people import StackPerson
from followupd.core.values.decisions import Decision
from followupd.desk.stack import ENOUGH, Added, Stack, add, take_back
from followupd.errors import FollowupdError
from followupd.rendering.text import line

SURELY_ENOUGH = 7
MOST_CATEGORIES = 9
YES, NO, LATER, UNDO, STOP = "y", "n", "l", "u", "q"
WORDS = {"yes": YES, "no": NO, "later": LATER, "undo": UNDO, "quit": STOP}
NEXT = ("\r", "\n", " ")
END = ("\x03", "\x04")


@dataclass(frozen=True, slots=True)
class _Answer:
    """A decision about somebody, and the one before it."""

    person: StackPerson
    before: Decision | None
    added: Added | None = None


@dataclass(slots=True)
class Session:
    """The stack while somebody goes through it. `over` once they stop, or nobody is left."""

    stack: Stack
    place: int = 0
    over: bool = False
    _answers: list[_Answer] = field(default_factory=list)
    _asked: str | None = None       # of somebody who is to be added: their category, while their guess is asked about

    @property
    def person(self) -> StackPerson | None:
        """Return who is shown."""
        return self.stack.open[self.place] if self.place < len(self.stack.open) else None

    def shown(self) -> Iterator[str]:
        """Yield who is asked about, and the keys; nothing once it is over."""
        one = self.person
        if one is None or self.over:
            self.over = True
            return
        if self._asked is not None and one.guess is not None:
            yield f"   Log this as your last contact? {line(one.guess.line)}   y yes  n no  l later  u back"
            return
        yield ""
        yield f"{self.place + 1} of {len(self.stack.open)}   {line(one.name)}"
        yield from (f"   {line(text)}" for text in _about(one))
        keys = [f"{number} {line(name)}" for number, name in enumerate(self._categories, 1)]
        yield "   ".join(("   y yes", "n no", "l later", *keys, "u undo", "q stop"))

    def press(self, key: str) -> Iterator[str]:
        """Do what a key says, and yield what there is to say about it."""
        if key in (STOP, *END):
            self.over = True
        elif self._asked is not None:
            yield from self._press_about_log(self._asked, key)
        elif key in (NO, LATER):
            self._decide(Decision.NO if key == NO else Decision.LATER)
        elif key == UNDO:
            yield from self._undo()
        elif key in NEXT:
            self.place += 1
        elif key == YES or (key.isdecimal() and 1 <= int(key) <= len(self._categories)):
            category = "" if key == YES else self._categories[int(key) - 1]
            if self.person is not None and self.person.guess is not None:
                self._asked = category
            else:
                yield from self._add(category, logs=False)

    def _press_about_log(self, category: str, key: str) -> Iterator[str]:
        """Do what a key says when it is asked whether to log the guess. Back and later are about the person again."""
        if key in (YES, NO):
            yield from self._add(category, logs=key == YES)
        elif key in (UNDO, LATER):
            self._asked = None
            if key == LATER:
                self._decide(Decision.LATER)

    @property
    def _categories(self) -> tuple[str, ...]:
        return self.stack.categories[:MOST_CATEGORIES]

    def _decide(self, decision: Decision) -> None:
        if (one := self.person) is not None:
            self._answers.append(_Answer(one, self.stack.known.of(one.cluster)))
            self.stack.keep(one.cluster, decision)
            self.place += 1

    def _add(self, category: str, *, logs: bool) -> Iterator[str]:
        self._asked = None
        if (one := self.person) is None:
            return
        before = self.stack.known.of(one.cluster)
        try:
            guess = one.guess.line if logs and one.guess is not None else ""
            added = add(self.stack, one, category or None, log=guess)
        except FollowupdError as error:
            yield _failed(error)
            return
        self._answers.append(_Answer(one, before, added))
        self.place += 1
        yield f"   Added to {line(str(added.edit.proposal.draft.file))}."
        yield from (f"   {line(text)}" for text in added.left_out)
        number = len(self.stack.added)
        if number in (ENOUGH, SURELY_ENOUGH):
            yield ""
            yield f"{number} people: that is enough to begin. q stops here; the others wait until you import again."

    def _undo(self) -> Iterator[str]:
        if not self._answers:
            yield "   There is nothing to take back."
            return
        last = self._answers[-1]
        try:
            if last.added is not None and not take_back(self.stack, last.added):
                yield "   The hit list was changed meanwhile. To take them off:"
                yield f"   followupd remove {line(last.person.name)}"
                return
        except FollowupdError as error:
            yield _failed(error)
            return
        self._answers.pop()
        self.stack.forget(last.person.cluster)
        if last.before is not None:
            self.stack.keep(last.person.cluster, last.before)
        self.place = self.stack.open.index(last.person)
        yield f"   Taken back: {line(last.person.name)}."


def _failed(error: FollowupdError) -> str:
    return f"   {line(error.message, 400)} {line(error.hint)}".rstrip()


def _about(person: StackPerson) -> Iterator[str]:
    """Yield what is known of somebody."""
    role = next((row.role for row in person.cluster.rows if row.role), "")
    birthday = f"birthday {person.birthday}" if person.birthday else ""
    parts = (", ".join(filter(None, (role, person.org))), *person.phones[:2], *person.emails[:2], birthday)
    if any(parts):
        yield "   ".join(filter(None, parts))
    if person.why:
        yield person.why
    if person.guess is not None:
        yield f"last contact perhaps {person.guess.day.isoformat()}: {person.guess.said}"
    yield f"in {', '.join(person.sources)}"
