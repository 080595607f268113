"""The stack of an import: everybody in the files who is not on the list and was not decided about, ranked.

Takes files and an open desk; gives people and what was decided. Adding somebody is an edit of the hit list
(`editing.addition`), and a decision is stored once the edit is. Never adds anybody who was not named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from followupd.calendars.files import atomic
from followupd.core.noticing.notice import NoticeContext, notice
from followupd.core.people.timeline import day_of
from followupd.core.phrases.log import parse_log_line
from followupd.core.stack.alike import Cluster, name_words
from followupd.core.stack.decisions import Decisions, decided, full_names
from followupd.core.stack.people import StackPerson, make_stack
from followupd.core.stack.sameness import on_the_list, same_people
from followupd.core.values.decisions import Decision
from followupd.core.values.facts import Noticed
from followupd.core.values.hitlist import Cadence, Contact, Hitlist, Mode
from followupd.core.values.record import NO_FACTS
from followupd.core.values.time import Span
from followupd.desk.desk import Desk
from followupd.desk.editing import Edit, addition, change_of, set_key
from followupd.desk.stack_keys import contact_keys
from followupd.desk.who import Match
from followupd.errors import Failure
from followupd.history.decision_rows import drop_decisions, keep_decisions, load_decisions
from followupd.hitlist.category_names import category_names
from followupd.importing.read import FileRead, files_of, read_file
from followupd.importing.vcards import rows_of_cards
from followupd.passes.address_books import ASKED, AddressBooks, BookSeen, remember_books
from followupd.passes.current_list import read_hitlist
from followupd.passes.linking import naming_uids
from followupd.passes.past_evidence import past_evidence, past_meetings

ADDRESS_BOOK = "address book"
ANY_CADENCE = Cadence(Span(months=3), Span(months=4))       # of people whose evidence is looked for
SHOWN_EACH = 50         # items
A_YEAR = timedelta(days=366)
ENOUGH = 5              # people added, with whom one can begin
SayStep = Callable[[str, float, int], None]     # what is under way, and how many steps are done, of how many
T = TypeVar("T")


@dataclass(slots=True)
class Stack:
    """The people of an import. `open` are those to decide about, those for later last.

    `desk` is the open desk, whose list changes with each person who is added, and `known` what was decided. `listed`
    are the marks of those who were on the list before. `problems` are sentences. `card_uids` are those by which the hit
    list can name a card of its own address books.
    """

    desk: Desk
    files: tuple[FileRead, ...]
    everybody: tuple[Cluster, ...]
    open: list[StackPerson]
    listed: frozenset[str]
    known: Decisions
    problems: tuple[str, ...]
    categories: tuple[str, ...]
    card_uids: frozenset[str] = frozenset()
    added: list[Added] = field(default_factory=list)
    logged: list[str] = field(default_factory=list)     # names of those who were on the list

    def person(self, cluster: Cluster) -> StackPerson:
        """Return somebody of the stack, also if nothing more is to be decided about them."""
        zone = self.desk.hitlist.timezone
        made = make_stack([cluster], (), zone, day_of(self.desk.now, zone))
        return next((one for one in self.open if one.mark == cluster.mark), made[0])

    def keep(self, person: Cluster, decision: Decision) -> None:
        """Store a decision."""
        made = decided(person, decision, self.desk.now)
        keep_decisions(self.desk.history, made)
        self.known.add(made)

    def forget(self, person: Cluster) -> None:
        """Take a decision back."""
        drop_decisions(self.desk.history, person.ids)
        self.known.forget(person)


@dataclass(frozen=True, slots=True)
class Added:
    """Somebody who was added: the edit that did it, and what of their details was left out, as sentences."""

    person: StackPerson
    edit: Edit
    left_out: tuple[str, ...]


def lay_out(desk: Desk, paths: Sequence[Path], progress: SayStep = lambda *_: None) -> Stack:
    """Return the stack of these files. Evidence is read only if there is somebody to decide about."""
    wanted = files_of(paths)
    steps = _Steps(progress, len(wanted) + len(("details", "names", "evidence")))
    files, card_uids = ([], frozenset[str]()) if paths else _live_books(desk, progress)
    for number, path in enumerate(wanted):
        steps.begin(f"Reading {path.name}", number)
        files.append(read_file(path, steps.through))
    steps.begin("Comparing details and names", len(wanted))
    people = same_people((row for one in files for row in one.rows), steps.through)
    everybody = tuple(_without_user(people, desk.hitlist))
    listed = on_the_list(everybody, desk.hitlist.contacts, by_name=not paths)
    alone = full_names((one.words for one in everybody), (name_words(one.name) for one in desk.hitlist.contacts))
    known = Decisions(load_decisions(desk.history), alone)
    decisions = {one.mark: known.of(one) for one in everybody}
    left = [
        one for one in everybody
        if one.mark not in listed.surely and decisions[one.mark] not in (Decision.YES, Decision.NO)
    ]
    steps.begin("Looking who you met, called or wrote to", steps.steps - 1)
    noticed, problems = _noticed(left, desk) if left else ((), ())
    zone = desk.hitlist.timezone
    later = {mark for mark, decision in decisions.items() if decision is Decision.LATER}
    ranked = [
        replace(one, before=known.before(one.cluster))
        for one in make_stack(left, noticed, zone, day_of(desk.now, zone), later, listed.perhaps)
    ]
    said = tuple(problem for one in files for problem in one.problems)
    return Stack(
        desk, tuple(files), everybody, ranked, listed.surely, known, (*said, *problems), category_names(desk.files),
        card_uids,
    )


@dataclass(slots=True)
class _Steps:
    """The steps of the work, and how far the one under way is."""

    show: SayStep
    steps: int
    step: str = ""
    ended: int = 0

    def begin(self, step: str, ended: int) -> None:
        """Begin a step, after so many."""
        self.step, self.ended = step, ended
        self.show(step, self.ended, self.steps)

    def through(self, items: Sequence[T], /) -> Iterator[T]:
        """Give the items of a step, and show how many were taken."""
        for number, item in enumerate(items):
            if number % SHOWN_EACH == 0:
                self.show(self.step, self.ended + number / len(items), self.steps)
            yield item
        self.ended += 1


def _live_books(desk: Desk, progress: SayStep) -> tuple[list[FileRead], frozenset[str]]:
    """Return what the address books of the hit list hold now, and the UIDs by which it can name a card of them."""
    if not desk.hitlist.address_books:
        return [], frozenset()
    progress("Reading the address books", 0, 0)
    with closing(AddressBooks.of(desk.hitlist.address_books, ASKED)) as books:
        seen = books.look(desk.history, desk.hitlist, desk.now)
    remember_books(desk.history, seen)
    uids = naming_uids(card for one in seen if one.memory is not None for card in one.memory.cards)
    return [_book(one) for one in seen], uids


def _book(seen: BookSeen) -> FileRead:
    rows, nameless = rows_of_cards(seen.memory.cards if seen.memory is not None else ())
    return FileRead(seen.label, ADDRESS_BOOK, tuple(rows), nameless, seen.problems)


def add(stack: Stack, person: StackPerson, category: str | None, *, log: str) -> Added:
    """Write somebody into the hit list, with a line of `log` if it is not "", and remember it.

    Raises what `addition` and writing raise.
    """
    stack.desk = _with_list_as_it_is(stack.desk)        # the user may have edited it since
    category = category or _group_of(person, stack.categories)
    pairs, left_out = contact_keys(person, category, stack.desk.hitlist, stack.card_uids, log=log)
    edit = addition(stack.desk, pairs, None)
    edit.write()
    stack.keep(person.cluster, Decision.YES)
    stack.desk = _with_list_as_it_is(stack.desk)
    added = Added(person, edit, left_out)
    stack.added.append(added)
    return added


def _group_of(person: StackPerson, categories: Sequence[str]) -> str | None:
    """Return the category that a file puts them in, if it is one of the list's; None if it is none, or two are."""
    groups = {group.casefold() for row in person.cluster.rows for group in row.groups}
    found = [category for category in categories if category.casefold() in groups]
    return found[0] if len(found) == 1 else None


def log_later(stack: Stack, person: Cluster, line: str) -> None:
    """Write the last contact of somebody who is on the list already into their entry, if it is not there.

    An entry that has a log is left as it is: ValueError says which line to add. Raises what an edit raises.
    """
    stack.desk = _with_list_as_it_is(stack.desk)
    hitlist = stack.desk.hitlist
    meant = [one for one in hitlist.contacts if on_the_list([person], [one]).surely]
    if len(meant) != 1:
        return           # they were taken off the list, or two may be meant
    (contact,) = meant
    said = parse_log_line(line, hitlist.timezone, contact.via, (contact.name,))
    if any((one.at, one.outcome) == (said.at, said.outcome) for one in contact.log):
        return
    if contact.log or contact.booked:
        raise ValueError(f"their entry has a log already. Add this line to it: - {line}")
    edit = change_of(stack.desk, Match(contact.slug, contact), [set_key("log", (line,))])
    edit.write()
    stack.desk = _with_list_as_it_is(stack.desk)
    stack.logged.append(contact.name)


def take_back(stack: Stack, added: Added) -> bool:
    """Take somebody off the list again who was just added; False if the file was changed meanwhile. Raises Failure."""
    file, new = added.edit.proposal.draft.file, added.edit.proposal.new
    try:
        state = atomic.read(file)
        if state is None or state.data != new:
            return False
        atomic.replace(file, added.edit.state.data, state)
    except atomic.ChangedMeanwhile:
        return False
    except OSError as error:
        raise Failure(f"{file} could not be written: {error.strerror}", "Nothing was changed.") from None
    stack.forget(added.person.cluster)
    stack.desk = _with_list_as_it_is(stack.desk)
    stack.added.remove(added)
    return True


def _with_list_as_it_is(desk: Desk) -> Desk:
    hitlist, files, notes = read_hitlist(desk.config)
    return replace(desk, hitlist=hitlist, files=files, notes=notes)


def _without_user(people: Iterable[Cluster], hitlist: Hitlist) -> list[Cluster]:
    """Return the people without the user, who is in most address books."""
    return [one for one in people if not one.emails & set(hitlist.own_addresses)]


def _noticed(people: Sequence[Cluster], desk: Desk) -> tuple[tuple[Noticed, ...], tuple[str, ...]]:
    """Return what the sources that the hit list names show of these people in the last year, and what cannot be read.

    Meetings count even if `noticed:` does not allow to count them by themselves: here they only help to rank.
    """
    contacts = {
        one.mark: Contact(one.mark, one.name, ANY_CADENCE, phones=one.phones, emails=tuple(sorted(one.emails)))
        for one in people
    }
    noticing = desk.hitlist.noticed
    meetings = Mode.YES if desk.hitlist.busy else noticing.meetings
    asked = replace(
        desk.hitlist, contacts=tuple(contacts.values()), noticed=replace(noticing, meetings=meetings),
    )
    seen = [*past_meetings(asked, A_YEAR, desk.now), *past_evidence(asked, A_YEAR, desk.now)]
    around = NoticeContext(contacts, {}, asked, desk.now, A_YEAR)
    found = notice((one for source in seen for one in source.sightings), NO_FACTS, around)
    return found, tuple(problem for source in seen for problem in source.problems)
