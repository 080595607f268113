"""START HERE: one pass, on one page.

    hit list ─┐
    history  ─┼─> gather ─> absorb ─> plan ─> diff ─> guard ─> commit ─> calendar, history
    calendar ─┘

Reads everything, picks up what the user did on the calendar, decides purely, and writes to the calendar in one place.
The daemon, `sync` and `log` run it; `plan` runs it without writing. docs/one-pass.md explains one pass step by step.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from followupd.core.answers.recorder import with_questions
from followupd.core.changes.diff import diff
from followupd.core.changes.guard import but_unreadable, check_changes
from followupd.core.plan import make_plan
from followupd.core.schedule.going_back import ready_to_return
from followupd.core.values.facts import Noticed
from followupd.hitlist.feasts import with_feasts
from followupd.passes.commit import (
    Decided,
    Made,
    Writes,
    alone,
    both_reports,
    commit,
    reported,
    settled,
    store_news,
    was_overtaken,
)
from followupd.passes.gather import Allow, check_accidents, gather, pick_up
from followupd.passes.last_list import keep_list
from followupd.passes.new_facts import keep_number, new_facts
from followupd.passes.report import Report
from followupd.passes.sources import Sources, with_cards_of
from followupd.passes.withheld import to_write_again

ROUNDS = 2               # an event that was edited meanwhile is decided again once, then left to the next pass


def run_pass(
    sources: Sources, now: datetime, *, write: bool, reason: str = "sync", allow: Allow | None = None
) -> Report:
    """Run one pass as of `now` (aware).

    Raises UnsafeChange, CalendarUnreachable and Failure; then nothing was planned.
    """
    now = now.astimezone(UTC)
    allow = allow or Allow()
    sources = with_cards_of(sources, now)
    sources = replace(sources, hitlist=with_feasts(sources.hitlist, now))
    if not write:
        return _round(sources, now, reason, allow, write=False)

    def rounds() -> Report:
        report = first = _round(sources, now, reason, allow, write=True)
        for _ in range(ROUNDS - 1):
            if was_overtaken(report):
                report = both_reports(report, _round(sources, now, reason, Allow(), write=True))
        return settled(sources, report, first)

    return alone(sources, now, reason, rounds)


def _round(sources: Sources, now: datetime, reason: str, allow: Allow, *, write: bool) -> Report:
    hitlist = sources.hitlist
    world = gather(sources, now)
    check_accidents(world, sources, allow, now, write=write)
    news = pick_up(world, hitlist, now, rebuild=allow.rebuild)
    if write:
        store_news(sources, world, news, now)
    facts = world.facts.plus(news.recorded)
    new = new_facts(facts.recorded, sources.history)
    written = with_questions(ready_to_return(news.written, new), news.answers, now)
    plan = make_plan(hitlist, world.people, facts, written, now, world.user_time, sources.memo)
    difference = diff(plan, world.present, news.written, news.answers, hitlist.name, now)
    changes = difference.changes
    if any(isinstance(fact, Noticed) for fact in new):
        from followupd.core.changes.at_evidence import at_evidence

        changes = at_evidence(changes, plan, news.written, facts, new, hitlist, now)
    changes = but_unreadable(changes, world.unreadable, news.written, hitlist.name)
    difference = replace(difference, changes=changes)
    check_changes(difference.changes, world.present, news.written, hitlist.name, now)
    made = Made()
    if write:
        again = to_write_again(sources, world, plan, now)
        made = commit(sources, Writes(difference, world.copies.spare, again), now, new)
        keep_number(sources.history, made.results)
        keep_list(sources.history, world.people, now)
    return reported(sources, now, reason, world, news, Decided(plan, difference, made))
