"""Promises, cards, meetings and the review on every kind of calendar: what the user does there is picked up.

test_promises.py, test_cards.py, test_bookings.py and test_review.py have each word; here each kind of act goes all
the way, through the texts that a file, a folder and real servers keep.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Booked, Moved, Outcome, Promised, Settled, Skipped, Swept
from followupd.core.values.hitlist import Anniversary, BlockRule, Cadence, Contact, Promise, ReviewRule
from followupd.core.values.time import Span
from followupd.desk.withdraw import withdraw
from tests.kit.people import DENVER
from tests.kit.remote_places import KINDS, place_of
from tests.kit.worlds import DENTIST, UserWorld

YEAR = Cadence(Span(months=12), Span(months=18))


def told(slug: str, day: datetime, outcome: Outcome = Outcome.REACHED) -> tuple[Attempt, ...]:
    return (Attempt(slug, day, outcome, "phone", source="hitlist"),)


LIST = Promise("send the list; then, the photos", date(2026, 11, 27))
SAM = Contact("sam", "Sam; Okafor, jr", YEAR, promises=(LIST,),
              log=told("sam", datetime(2026, 10, 20, 16, tzinfo=UTC)))
EVE = Contact("eve", "Eve Lind", YEAR, dates=(Anniversary("birthday", 12, 4, 1986, Span(days=7)),),
              log=told("eve", datetime(2026, 10, 21, 16, tzinfo=UTC)))
SIX = Contact("six", "The walking six", YEAR, book_ahead=Span(months=6),
              log=told("six", datetime(2026, 11, 21, 17, tzinfo=UTC)))
PROMISE = "Promised to Sam; Okafor, jr: send the list; then, the photos"
CARD = "Card for Eve Lind: birthday on 4 Dec (turns 40)"
BOOK = "Book the next meeting with The walking six, for about 21 May 2027"
ALL = {"promise-": PROMISE, "date-": CARD, "book-": BOOK}
TUESDAYS = (BlockRule((1,), time(10), ahead=Span(days=28)),)
OWN = ("LOCATION:Kitchen", "COLOR:tomato", "X-MY-APP;SIZE=large:black")


@pytest.fixture(params=KINDS)
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UserWorld]:
    """Sunday; without a block, so that each task has a separate reminder."""
    place = place_of(request.param, tmp_path, request.getfixturevalue)
    made = UserWorld(tmp_path, place)
    made.hitlist = replace(made.hitlist, contacts=(SAM, EVE, SIX), blocks=())
    place.add_foreign(DENTIST)
    (dentist,) = place.texts().values()
    made.run()
    yield made
    assert [text for text in place.texts().values() if DENTIST in text] == [dentist]
    made.history.close()
    place.close()


def uid_of(world: UserWorld, kind: str) -> str:
    (uid,) = [uid for uid in world.there() if uid.startswith(kind)]
    return uid


def answers(world: UserWorld) -> list[tuple[str, object]]:
    """Return what was picked up from the calendar: about whom, and what."""
    found: list[tuple[str, object]] = []
    for fact in world.history.facts():
        match fact:
            case Settled():
                found.append((fact.contact, (fact.what, fact.kept)))
            case Booked():
                found.append((fact.contact, fact.day))
            case Attempt():
                found.append((fact.contact, (fact.outcome, fact.channel)))
            case Swept():
                found.append((fact.contact, fact.day))
            case _:
                pass
    return sorted(found, key=lambda entry: entry[0])


DONE: list[tuple[str, object]] = [
    ("eve", (Outcome.SENT, "note")), ("sam", ("send the list; then, the photos", True)), ("six", date(2027, 5, 28)),
]


def test_marks_are_answered_and_a_lost_database_knows_them_again(world: UserWorld) -> None:
    """Each is recorded once, answered with our ✓, and read back from it when the history is lost; nothing doubles."""
    for kind, mark in (("promise-", "{} done"), ("date-", "sent {}"), ("book-", "{} booked 28 May 2027")):
        world.place.retitle(uid_of(world, kind), mark.format(ALL[kind]), at=world.now)
    world.run()
    assert answers(world) == DONE
    after = {uid: there.event.summary for uid, there in world.there().items()}
    assert sorted(after.values()) == [
        "Meeting with The walking six", f"✓ {BOOK}: booked Fri 28 May", f"✓ {CARD}: sent", f"✓ {PROMISE}: kept",
    ]
    world.lose()
    world.run()
    assert {uid: there.event.summary for uid, there in world.there().items()} == after
    assert answers(world) == DONE
    world.now += timedelta(days=20)
    world.run()
    assert answers(world) == DONE
    assert {uid: there.event.summary for uid, there in world.there().items()} == after


@pytest.mark.parametrize("left", ["the sign", "the words"])
def test_a_lost_database_needs_the_sign_or_the_words(world: UserWorld, left: str) -> None:
    """The sign has no language, so the title may say anything; without it the words of our ✓ are read."""
    for kind, mark in (("promise-", "{} done"), ("date-", "sent {}"), ("book-", "{} booked 28 May 2027")):
        world.place.retitle(uid_of(world, kind), mark.format(ALL[kind]), at=world.now)
    world.run()
    for uid in (uid_of(world, kind) for kind in ALL):
        assert "X-FOLLOWUPD-ANSWER:" in world.there()[uid].raw
        if left == "the sign":
            world.place.retitle(uid, "✓ erledigt")
        else:
            world.place.edit(uid, X_FOLLOWUPD_ANSWER="!")
    titles = {uid: there.event.summary for uid, there in world.there().items()}
    world.lose()
    world.run()
    assert answers(world) == DONE
    assert {uid: there.event.summary for uid, there in world.there().items()} == titles


def test_completed_counts_like_the_mark(world: UserWorld) -> None:
    for kind in ALL:
        world.place.edit(uid_of(world, kind), STATUS="COMPLETED")
    world.run()
    assert answers(world) == [*DONE[:2], ("six", date(2027, 5, 21))]
    assert all(world.there()[uid_of(world, kind)].event.summary.startswith("✓ ") for kind in ALL)


@pytest.mark.parametrize("cancelled", [False, True])
def test_what_is_deleted_or_cancelled_is_not_written_again(world: UserWorld, cancelled: bool) -> None:
    """A card and a meeting: not this time. A promise stays open: its line is on the next sheet."""
    gone = {uid_of(world, kind) for kind in ALL}
    for uid in sorted(gone):
        if cancelled:
            world.place.edit(uid, STATUS="CANCELLED")
            world.run()
        else:
            world.place.delete(uid)
            world.run()
    assert answers(world) == []
    assert sorted(world.hands(), key=lambda hand: hand[1]) == [(Skipped, uid) for uid in sorted(gone)]
    existing = {uid for uid, there in world.there().items() if not there.cancelled}
    assert not existing & gone
    assert {uid.partition("-")[0] for uid in existing} <= {"promise"}
    world.now += timedelta(days=1)
    world.run()
    assert not {uid for uid, there in world.there().items() if not there.cancelled} & gone


def test_what_is_dragged_stays_also_after_a_lost_database(world: UserWorld) -> None:
    """And `later 3d` is a drag; whoever it is about is not moved with it."""
    starts = {}
    for number, kind in enumerate(ALL):
        uid = uid_of(world, kind)
        starts[uid] = datetime(2026, 11, 25 + number, 23, 0, tzinfo=UTC)
        world.place.drag(uid, starts[uid], at=world.now)
    world.run()
    assert {kind for kind, _ in world.hands()} == {Moved}
    assert {uid: there.event.start for uid, there in world.there().items()} == starts
    world.lose()
    world.run()
    assert {uid: there.event.start for uid, there in world.there().items()} == starts
    uid = uid_of(world, "promise-")
    world.place.retitle(uid, f"{PROMISE} later 3d")
    world.run()
    event = world.there()[uid].event
    assert event.summary == PROMISE
    assert (event.start.astimezone(DENVER).date() - world.now.astimezone(DENVER).date()).days == 3
    assert answers(world) == []


def test_the_users_words_survive_a_new_text(world: UserWorld) -> None:
    """A line, a property and a title on each of them, while what is known about the person changes twice."""
    uids = [uid_of(world, kind) for kind in ALL]
    for uid in uids:
        world.place.add_lines(uid, *OWN)
        world.place.rewrite(uid, world.there()[uid].event.description + "\n\nask about the dog; and, Lisbon")
    world.run()
    for note in ("Has moved, to Utrecht.", "Sails; again."):
        people = tuple(replace(contact, notes=note) for contact in (SAM, EVE, SIX))
        world.hitlist = replace(world.hitlist, contacts=people)
        assert world.run().updated == len(uids)
    for uid in uids:
        there = world.there()[uid]
        assert there.event.description.count("ask about the dog; and, Lisbon") == 1
        assert there.event.description.count("Sails; again.") == 1
        assert "Utrecht" not in there.event.description
        flat = there.raw.replace("\r\n ", "")
        assert all(flat.count(f"\r\n{line}\r\n") == 1 for line in OWN)


def test_ticks_on_a_sheet_and_somebody_below_them(world: UserWorld) -> None:
    """Each line has its own meaning: kept, posted, booked on the day behind it. Nobody is reached by it."""
    world.hitlist = replace(world.hitlist, blocks=TUESDAYS)
    world.run()
    assert [uid for uid in world.there() if not uid.startswith("block-")] == []
    block = min((u for u in world.there() if u.startswith("block-")), key=lambda u: world.there()[u].event.start)
    text = world.there()[block].event.description
    for line, behind in ((PROMISE, " by mail"), (CARD, ""), (BOOK, " 28 May 2027")):
        assert f"[ ] {line}" in text
        text = text.replace(f"[ ] {line}", f"[x] {line}{behind}")
    world.place.rewrite(block, text + "\nbring cookies")
    world.run()
    assert answers(world) == DONE
    after = world.there()[block].event.description
    assert after.count("bring cookies") == 1
    assert not any(f"[ ] {line}" in after for line in ALL.values())
    world.now += timedelta(days=4)
    world.run()
    assert answers(world) == DONE


def test_a_review_is_dragged_ticked_and_deleted(world: UserWorld) -> None:
    """Its ticks are reported once, even after a lost database; the user's words on it stay; a deleted one is off."""
    rests = replace(SAM, log=(*SAM.log, *told("sam", datetime(2026, 11, 12, 16, tzinfo=UTC), Outcome.DECLINED)))
    world.hitlist = replace(world.hitlist, review=ReviewRule(0, time(9)), contacts=(rests, EVE, SIX))
    world.now = datetime(2026, 12, 3, 17, 0, tzinfo=UTC)
    world.run()
    uid = uid_of(world, "review-")
    assert uid == "review-2026w50-hitlist@followupd"
    text = world.there()[uid].event.description
    line = next(one for one in text.split("\n") if one.startswith("[ ] Sam; Okafor, jr"))
    world.place.rewrite(uid, text.replace(line, line.replace("[ ]", "[>]") + " 15 Jan") + "\nwater the plants")
    start = world.there()[uid].event.start + timedelta(hours=5)
    world.place.drag(uid, start)
    world.run()
    world.history.append([Promised("eve", world.now, "the recipe; soon, please", None)], world.now)
    world.run()
    for _ in range(2):
        event = world.there()[uid].event
        assert event.start == start
        assert event.description.count("[>] Sam; Okafor, jr") == 1
        assert event.description.count("water the plants") == 1
        assert ("sam", date(2027, 1, 15)) in answers(world)
        assert len([fact for fact in world.history.facts() if isinstance(fact, Swept)]) == 1
        world.lose()
        world.run()
    world.place.delete(uid)
    world.run()
    assert uid_of(world, "review-") == "review-2026w51-hitlist@followupd"


def test_withdraw_takes_all_of_them_off(world: UserWorld) -> None:
    world.hitlist = replace(world.hitlist, review=ReviewRule(0, time(9)))
    world.run()
    assert {uid.partition("-")[0] for uid in world.there()} == {"promise", "date", "book", "review"}
    with world.opened() as sources:
        withdraw(sources, world.now, write=True)
    assert world.there() == {}


def booked(world: UserWorld) -> str:
    """The walking six meet on 10 December; returns the UID of their meeting."""
    world.history.append([Booked("six", world.now, date(2026, 12, 10))], world.now)
    world.run()
    return uid_of(world, "meeting-")


def test_a_meeting_takes_its_time_and_stays_where_it_is_dragged(world: UserWorld) -> None:
    """Busy once it is booked; a drag, words and a lost database leave it as the user has it; then they met."""
    uid = booked(world)
    there = world.there()[uid]
    assert (there.event.start, there.event.busy) == (datetime(2026, 12, 10, 19, 0, tzinfo=UTC), True)
    assert not [u for u in world.there() if u.startswith("book-")]
    world.place.add_lines(uid, *OWN)
    world.place.rewrite(uid, there.event.description + "\nat the mill")
    start = datetime(2026, 12, 11, 23, 0, tzinfo=UTC)
    world.place.drag(uid, start, at=world.now)
    for _ in range(2):
        world.run()
        there = world.there()[uid]
        assert (there.event.start, there.event.busy) == (start, True)
        assert there.event.description.count("at the mill") == 1
        assert "Only the day is known" not in there.event.description
        assert world.hands() == [(Moved, uid)]
        assert ("six", date(2026, 12, 10)) in answers(world)
        world.lose()
    world.run()
    world.now = start + timedelta(hours=2)
    world.place.retitle(uid, f"{there.event.summary} ok: lovely walk")
    world.run()
    assert ("six", (Outcome.REACHED, "coffee")) in answers(world)
    assert world.there()[uid].event.summary == "✓ Meeting with The walking six: reached"
    assert len([u for u in world.there() if u.startswith("book-")]) == 1


def test_another_day_in_a_title_stays_after_the_pass_that_read_it_was_lost(world: UserWorld) -> None:
    """P6: our own writing has moved the event, and nothing but the event still says that the user wanted it there."""
    booked(world)
    words = {kind: f"later {12 + number} Dec 20:00" for number, kind in enumerate(("promise-", "date-", "meeting-"))}
    starts = {
        uid_of(world, kind): datetime(2026, 12, 13 + number, 3, 0, tzinfo=UTC) for number, kind in enumerate(words)
    }
    for kind, later in words.items():
        uid = uid_of(world, kind)
        world.place.retitle(uid, f"{world.there()[uid].event.summary} {later}")
    before = world.copy()
    for copy in (before, None):
        world.run()
        assert {uid: there.event.start for uid, there in world.there().items()} == starts
        world.lose(copy)         # killed after writing the calendar, with the history as it was before; then all of it
    world.run()
    assert {uid: there.event.start for uid, there in world.there().items()} == starts


@pytest.mark.parametrize("how", ["deleted", "cancelled", "dropped"])
def test_a_meeting_is_called_off(world: UserWorld, how: str) -> None:
    """It is not written again, and there is a meeting to book."""
    uid = booked(world)
    if how == "deleted":
        world.place.delete(uid)
    elif how == "cancelled":
        world.place.edit(uid, STATUS="CANCELLED")
    else:
        world.place.retitle(uid, world.there()[uid].event.summary + " dropped")
    world.run()
    assert world.hands() == [(Skipped, uid)]
    left = world.there().get(uid)
    assert (left is not None) is (how == "dropped")
    assert left is None or (left.event.summary.endswith(": dropped") and not left.event.busy)
    assert len([u for u in world.there() if u.startswith("book-")]) == 1
    world.now += timedelta(days=1)
    world.run()
    assert [u for u in world.there() if u.startswith("meeting-")] == ([uid] if left else [])


@pytest.mark.parametrize("mark", ["later 12 Dec 18:30", "12 Dec 18:30"])
def test_a_meeting_is_put_off_by_a_mark(world: UserWorld, mark: str) -> None:
    uid = booked(world)
    world.place.retitle(uid, f"{world.there()[uid].event.summary} {mark}")
    world.run()
    event = world.there()[uid].event
    assert (event.summary, event.start) == ("Meeting with The walking six", datetime(2026, 12, 13, 1, 30, tzinfo=UTC))
