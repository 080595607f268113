"""`followupd review`: the last seven days, what is open, and who rests; the same as the review on the calendar.

Takes the outlook and prints it; decides nothing and writes nothing.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click

from followupd.cli.call import Call, with_call
from followupd.core.items.looking_back import Everyone, Review, look_back
from followupd.core.items.review import question_lines, review_lines, sweep_lines
from followupd.core.people.timeline import day_of
from followupd.core.schedule.minutes import begun_before, week_before
from followupd.core.schedule.status import State
from followupd.core.values.record import Facts
from followupd.passes.outlook import Outlook, look
from followupd.passes.state_file import open_history
from followupd.rendering.json_form import Json, attempt, day, emit, instant, promise_form
from followupd.rendering.text import say

ALL = 10_000


@click.command()
@with_call
def command(call: Call) -> None:
    """Look back at the last seven days, today included.

    Who you reached and tried, which promises are kept and open, who is late, who waits, and who rests and has been
    quiet for 30, 60 and 90 days.

    \b
      followupd review
    """
    config = call.config()
    view = look(config, call.now)
    reply = _review(config, view)
    if call.as_json:
        emit(_form(reply, view))
        return
    say(*review_lines(reply, ALL))
    if reply.asked:
        say("", *question_lines(reply, ALL, to_answer=False))
    if reply.sweep:
        say("", *sweep_lines(reply, ALL, to_answer=False))


def _review(config: Path, view: Outlook) -> Review:
    hitlist, people, statuses = view.hitlist, view.people, view.plan.statuses
    zone = hitlist.timezone
    timelines = {key: status.timeline for key, status in statuses.items()}
    next_tries = {key: status.next_try for key, status in statuses.items() if status.next_try is not None}
    held_back = {key for key, status in statuses.items() if status.state is State.WAITING}
    today = day_of(view.now, zone)
    tomorrow = today + timedelta(days=1)
    with open_history(config, hitlist.name, hitlist.state) as history:
        facts, written = Facts(history.facts()).counting, history.written(hitlist.calendar.key)
    since = day_of(min(people.first_seen.values(), default=view.now), zone)
    stood = begun_before(written, hitlist.name, view.now)
    time = week_before(tomorrow, view.plan.blocks, view.plan.dropped, stood, since, view.now, zone)
    planned = {key: day_of(one.item.interval.start, zone) for key, one in statuses.items() if one.item is not None}
    everyone = Everyone(hitlist, people, timelines, next_tries, facts, held_back, planned, view.plan.tasks.for_review)
    return look_back(everyone, tomorrow, today, sweep=True, time=time)


def _form(review: Review, view: Outlook) -> Json:
    return {
        "now": instant(view.now), "first": day(review.first), "last": day(review.day - timedelta(days=1)),
        "time": None if review.time is None else {
            "protected": review.time.protected, "moved": review.time.moved, "lost": review.time.lost,
            "because": list(review.time.because),
        },
        "reached": [{"key": key, "name": name, "attempt": attempt(one)} for key, name, one in review.reached],
        "tried": [{"key": key, "name": name, "attempt": attempt(one)} for key, name, one in review.tried],
        "settled": [
            {"key": key, "name": name, "what": one.what, "by": day(one.by), "kept": one.kept, "at": instant(one.at)}
            for key, name, one in review.kept
        ],
        "open": [{"key": key, "name": name, **promise_form(one, key, view)} for key, name, one in review.open],
        "late": [
            {"key": one.key, "name": one.name, "last": day(one.last), "days": one.days} for one in review.late
        ],
        "waits": [{"key": key, "name": name, "since": day(since)} for key, name, since in review.waits],
        "asked": [
            {"key": one.key, "name": one.contact.name, "text": one.act, "on": day(one.anchor)} for one in review.asked
        ],
        "rests": [
            {"key": one.key, "name": one.name, "since": day(one.since), "back": day(one.back), "quiet": one.folder}
            for one in review.sweep or ()
        ],
    }
