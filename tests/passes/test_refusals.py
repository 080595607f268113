"""A server that refuses single events: all others are written, nothing doubles, and the refused are told by name."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from followupd.core.phrases.vocabulary import moment_text
from followupd.core.values.event import Change, Create, Delete, Failed, uid_of
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.uid import Kind
from followupd.desk.withdraw import withdraw
from followupd.errors import CalendarUnreachable, EventRefused
from followupd.passes.refusals import PAUSES
from followupd.passes.report import Report
from followupd.run import run_pass
from tests.kit.branches import fewer
from tests.kit.fake_caldav import Quirks, RequestFault
from tests.kit.local_http import HttpReply
from tests.kit.people import DENVER
from tests.kit.refused import NOW, Refusal, RefusedDesk, base, doubled, name_of, opened

STATUSES = (400, 402, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 422, 423, 431, 451, 500, 501, 505, 508)
STOPPING = (401, 429, 502, 503, 504, 507)     # which may be about the server as a whole
METHODS = ("PUT", "DELETE")
MOST_STOPS = 40
TOO_LARGE = "<D:error xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav'><C:max-resource-size/></D:error>"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[RefusedDesk]:
    with opened(tmp_path) as made:
        yield made


REFUSALS = st.builds(
    Refusal, st.integers(0, 10**6), st.integers(2, 4), st.sampled_from(STATUSES) | st.sampled_from(STOPPING),
    st.sampled_from([METHODS, ("PUT",), ("DELETE",)]),
)


@settings(max_examples=max(5, fewer() // 8))
@example([Refusal(0, 2, 501, METHODS)], [], 3)
@example([Refusal(0, 2, 503, METHODS), Refusal(1, 2, 401, METHODS)], [0, 1, 2], 3)
@given(st.lists(REFUSALS, min_size=1, max_size=3), st.lists(st.integers(0, 7), max_size=6), st.sampled_from([1, 3, 8]))
def test_whatever_is_refused_all_others_converge(refusals: list[Refusal], tried: list[int], days: int) -> None:
    """P2, P3: and once the server takes everything, the calendar is as planned after one pass."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as desk:
        desk()                                      # some of this is later changed and deleted
        desk.server.fault = lambda method, path, count: next(
            filter(None, (one.fault(method, path, count) for one in refusals)), None
        )
        for step in range(4):
            desk.now += timedelta(days=days)
            desk.log(*(Attempt(f"p{n}", desk.now - timedelta(minutes=5), Outcome.NO_ANSWER, "phone")
                       for n in tried[step:step + 2]))
            report = gone_on(desk, refusals)
            if report is not None:
                check_others(desk, report, refusals)
                check_waiting(desk, report, refusals)
                event(f"{min(len(report.failed), 4)} refused")
        desk.server.fault = lambda method, path, count: None
        desk.now += PAUSES[-1]
        desk()
        assert desk().changes == ()
        assert not doubled(desk.really(), desk.now)


def gone_on(desk: RefusedDesk, refusals: list[Refusal]) -> Report | None:
    """Run passes until none is stopped: each is stopped at another event, after which the next one goes on.

    None if only refused events are left before another was written, which looks like a server that is down.
    """
    for _ in range(MOST_STOPS):
        try:
            report = desk()
            if all(isinstance(failed.error, EventRefused) for failed in report.failed):
                return report
            done = report.done
        except CalendarUnreachable:
            done = ()
        event("stopped")
        left = run_pass(desk.sources(), desk.now, write=False).changes
        if not done and all(any(one.hits(*request_of(change)) for one in refusals) for change in left):
            event("only refused events are left")
            return None
    raise AssertionError("each pass is stopped")


def request_of(change: Change) -> tuple[str, str]:
    return "DELETE" if isinstance(change, Delete) else "PUT", name_of(uid_of(change))


def check_waiting(desk: RefusedDesk, report: Report, refusals: list[Refusal]) -> None:
    """Once nothing more can be written, a further pass tries nothing and tells the same.

    What was written may give what was refused another time, at which it is tried.
    """
    for _ in range(4):
        if not report.done:
            break
        following = gone_on(desk, refusals)
        if following is None:
            return
        report = following
    assert not report.done
    asked: list[str] = []
    fault = desk.server.fault

    def listening(method: str, path: str, count: int) -> HttpReply | RequestFault | None:
        asked.append(method)
        return fault(method, path, count)

    desk.server.fault = listening
    again = desk()
    desk.server.fault = fault
    assert not set(asked) & set(METHODS)
    assert again.refused == report.refused


def check_others(desk: RefusedDesk, report: Report, refusals: list[Refusal]) -> None:
    """Everything that is not refused is as planned; what is refused is told."""
    errors = [failed.error for failed in report.failed]
    assert all(isinstance(error, EventRefused) for error in errors)
    stuck = {failed.change.before.uid for failed in report.failed if isinstance(failed.change, Delete)}
    for failed in report.failed:
        assert any(refusal.hits(*request_of(failed.change)) for refusal in refusals)
    really = desk.really()
    missing = {base(one.change.after.uid) for one in report.failed if not isinstance(one.change, Delete)}
    for wanted in report.plan.events:
        here = [present for present in really if base(present.uid) == wanted.uid]
        assert wanted.uid in missing or any(present.event.start == wanted.start for present in here), wanted
    assert not doubled([p for p in really if p.uid not in stuck], desk.now)
    assert len(report.problems) == min(len(errors), 4)


def test_a_refusal_names_the_event_and_the_reason(desk: RefusedDesk) -> None:
    desk()
    (first, *_) = desk.ours(Kind.RETRY)
    name = name_of(first.uid)
    desk.log(Attempt("p3", desk.now - timedelta(minutes=1), Outcome.REACHED, "phone"))
    desk.server.fault = lambda method, path, count: HttpReply(403, TOO_LARGE) if method == "PUT" else None
    report = desk()
    assert report.created == report.updated == 0
    assert report.problems
    assert "could not be written: the server refuses it (403: max-resource-size)" in report.problems[0]
    desk.server.fault = lambda method, path, count: HttpReply(405) if method == "DELETE" and name in path else None
    desk.log(*(Attempt(f"p{n}", desk.now - timedelta(minutes=1), Outcome.REACHED, "phone") for n in range(8)))
    report = desk()
    (failed,) = report.failed
    assert isinstance(failed.change, Delete)
    when = moment_text(first.event.start, DENVER, NOW.date())
    assert report.problems == (
        f'Fake: "{first.event.summary}" of {when} could not be taken off: the server refuses it (405)',
    )
    assert not [p for p in desk.really() if p.uid.startswith(Kind.RETRY) and p.uid != first.uid]


@pytest.mark.parametrize("status", [404, 410])
def test_a_write_that_is_not_found_is_about_one_event_while_the_calendar_is_there(
    desk: RefusedDesk, tmp_path: Path, status: int
) -> None:
    """A create and an update; each other event is written."""
    (tmp_path / "planned").mkdir()
    with opened(tmp_path / "planned") as other:
        names = [name_of(event.uid) for event in other().plan.events]
    name = next(name for name in names if name.startswith(Kind.RETRY))
    desk.server.fault = lambda method, path, count: HttpReply(status) if method == "PUT" and name in path else None
    for others in (len(names) - 1, 0):                            # a create; and later an update
        report = desk()
        assert len(report.failed) == 1
        assert report.created == others
        assert f"the server refuses it ({status})" in report.problems[0]
        desk.server.fault = lambda method, path, count: None
        desk.now += PAUSES[-1]
        desk()
        desk.hitlist = replace(desk.hitlist, contacts=tuple(
            replace(one, phones=("+1 303 555 0199",)) for one in desk.hitlist.contacts
        ))
        desk.server.fault = lambda method, path, count: HttpReply(status) if method == "PUT" and name in path else None


@pytest.mark.parametrize(("reply", "said"), [
    (HttpReply(301), "has moved, and the server does not say where to"),
    (HttpReply(302, headers={"Location": "/login"}), "has moved to http://127.0.0.1"),
    (
        HttpReply(303, "<?php", {"Location": "//[::", "Content-Type": "application/xml"}),
        "does not answer as a calendar",
    ),
    (HttpReply(200, "<p>Blocked", {"Content-Type": "text/html"}), "does not answer as a calendar server does"),
], ids=["301", "302", "303", "page"])
@pytest.mark.parametrize("method", METHODS)
def test_a_redirect_of_one_event_is_its_refusal(desk: RefusedDesk, method: str, reply: HttpReply, said: str) -> None:
    """So is the page of a proxy; `url:` is right, since the calendar itself answers. Other events go on."""
    if method == "DELETE":
        desk()
        desk.log(*(Attempt(f"p{n}", desk.now - timedelta(minutes=1), Outcome.REACHED, "phone") for n in range(8)))
    desk.server.fault = lambda asked, path, count: (
        reply if asked == method and ("retry-p3" in path or "retry-p4" in path) else None
    )
    report = desk()
    assert report.succeeded
    assert len(report.failed) == len(report.problems) == 2
    assert all(said in problem for problem in report.problems)
    assert "could not be " + ("taken off" if method == "DELETE" else "written") in report.problems[0]
    assert (report.deleted if method == "DELETE" else report.created) > 2
    desk.server.fault = lambda asked, path, count: None
    desk.now += PAUSES[0]
    assert len(desk().done) == 2
    assert desk().changes == ()


def test_a_redirect_of_the_whole_calendar_stops_the_pass(desk: RefusedDesk) -> None:
    desk.calendar.read()
    desk.server.fault = lambda method, path, count: (
        HttpReply(302, headers={"Location": "/login"}) if method in ("PUT", "PROPFIND") else None
    )
    with pytest.raises(CalendarUnreachable, match="has moved to"):
        desk()


def test_withdraw_goes_on_past_what_is_refused(desk: RefusedDesk) -> None:
    desk()
    (kept, *_) = desk.ours(Kind.RETRY)
    desk.server.fault = lambda method, path, count: (
        HttpReply(500) if method == "DELETE" and name_of(kept.uid) in path else None
    )
    report = withdraw(desk.sources(), desk.now, write=True)
    assert [type(result) for result in report.results].count(Failed) == 1
    assert [p.uid for p in desk.really()] == [kept.uid]


def test_a_calendar_that_takes_nothing_is_no_matter_of_single_events(desk: RefusedDesk) -> None:
    """A shared calendar that may only be read: exit code 4, and what to look at."""
    desk.server.fault = lambda method, path, count: HttpReply(403) if method == "PUT" else None
    with pytest.raises(CalendarUnreachable, match="Fake takes no event") as caught:
        desk()
    assert "sharing" in caught.value.hint


def test_an_event_that_is_accepted_and_never_shown_stops_no_other(tmp_path: Path) -> None:
    """SOGo answers (null) for some events."""
    with opened(tmp_path) as before:
        wanted = before().plan.events
    hidden = next(one.uid for one in wanted if one.uid.startswith(Kind.RETRY))
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as desk:
        desk.server.quirks = Quirks(etags="silent")
        desk.server.null.add(f"{name_of(hidden)}.ics")
        (failed,) = desk().failed
        assert isinstance(failed.change, Create)
        assert failed.change.after.uid == hidden
        assert "does not return it" in str(failed.error)
        assert len(desk.server.texts) == len(wanted)
