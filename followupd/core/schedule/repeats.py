"""The next reminder of something: the first one, or the one that comes again after those that passed unanswered.

Takes what is wanted and what is on the calendar; returns from which day on a place is searched, or that a try waits for
a line on a sheet instead. Gives it no place.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from followupd.core.people.timeline import day_of
from followupd.core.people.understand import LONG_AGO
from followupd.core.people.wanted import NextTry, Task, Wanted, with_reasons
from followupd.core.reasons import NoSheetBefore, PassedUnanswered, Reason
from followupd.core.schedule.fitting import A_WEEK, NEAR
from followupd.core.schedule.on_calendar import OtherItems
from followupd.core.schedule.scene import OWN_REMINDER_AHEAD, Opening, Scene
from followupd.core.schedule.slots import first_day_over
from followupd.core.values.time import later
from followupd.core.values.uid import DATED, THEY_WAIT, Kind

# Days between a reminder that passed and the next; the last value repeats. Items with their own day come back
# sooner.
ITS_OWN_DAY, ANY_DAY = (1, 2, 7, 14, 30), (7, 14, 30)
WEEK = 7
COME_SOON = DATED | THEY_WAIT
WORKDAYS_BACK = 7


def first_day(wanted: Wanted, scene: Scene, others: OtherItems) -> date:
    """Return the first day for a separate reminder. A sheet may be ticked until the evening of its day."""
    calendar = scene.calendar
    after_sheet = _after_sheet(wanted, scene)
    first = calendar.events.get(wanted.uid(calendar.list_name))
    match wanted:
        case NextTry():
            soonest = wanted.anchor if wanted.kind is Kind.CALLBACK else wanted.not_before      # no gap (P7)
            return soonest if calendar.unused_sheet(wanted) is None else max(soonest, after_sheet)
        case Task(by=date() as by):
            # The day on which it is; else the user's last day before it, if possible one without another item.
            still = days_in_time(wanted, by, scene)
            if first is not None and first.sought in still:
                return first.sought
            if calendar.passed(wanted, wanted.uid(calendar.list_name)) is not None:
                return after_sheet                  # it comes again, counted from its time
            last = next(iter(still or days_before(wanted, by, scene)), by)
            return max(next((day for day in still if day not in others.days), last), after_sheet)
    # The day after the one on which it was first planned: it stays where it is.
    if first is None:
        return later(calendar.today, 1)
    return first.sought or day_of(first.start, calendar.zone)


def days_in_time(task: Task, by: date, scene: Scene) -> list[date]:
    """Return the user's days on which there can still be a reminder for that day, the last one first."""
    first = max(scene.calendar.today, _after_sheet(task, scene))
    return [day for day in days_before(task, by, scene) if day >= first]


def days_before(task: Task, by: date, scene: Scene) -> list[date]:
    """Return the user's days in the week up to that day, the last one first."""
    days = (by - timedelta(days=back) for back in range(WORKDAYS_BACK))
    return [day for day in days if scene.hours[task.key].my_day(day)]


def _last_day(task: Task, until: date, first: date, begun: Sequence[date], scene: Scene) -> date | None:
    """Return the last day for a reminder: the one for a call, else the last of the user's days while it is useful.

    That is `until` itself if they are away for the whole week before it. None if it is before `first`, or if a reminder
    has `begun` since.
    """
    days = [] if task.call_on is None else [task.call_on]
    days = [*days, *days_before(task, until, scene)] or [until]
    return next((day for day in days if day >= first and day > max(begun, default=date.min)), None)


def _after_sheet(wanted: Wanted, scene: Scene) -> date:
    """Return the day after the last sheet that began with its line."""
    sheet = scene.calendar.last_sheet(wanted)
    return later(day_of(sheet, scene.calendar.zone), 1) if sheet is not None else date.min


def next_reminder(
    wanted: Wanted, scene: Scene, earliest: date, repeat: int
) -> Opening | None:
    """Return the first reminder that has not passed.

    One that passed comes again, counted from its time. It was not a try, so this never ends, but the reminders come
    less and less often, and never before `earliest` (P1).
    """
    calendar = scene.calendar
    if earliest - calendar.today > OWN_REMINDER_AHEAD:
        return None
    last, passed = max((repeat, *calendar.numbers(wanted))), list[datetime]()
    day, before = later(earliest, days_until_again(wanted, repeat)) if repeat else earliest, 0
    for number in itertools.count():
        uid = wanted.uid(calendar.list_name, number)
        start = calendar.passed_at(wanted, uid)
        if start is not None:
            passed.append(start)
            if start < _since(wanted):
                before = number + 1
            elif number >= repeat:
                day = max(earliest, later(day_of(start, calendar.zone), days_until_again(wanted, number + 1 - before)))
        # Some of those before the last are unknown, because the user tidied up, or back, because they put it back.
        elif number >= last or (number >= repeat and uid in calendar.events):
            break
    if isinstance(wanted, Task) and wanted.until is not None:
        begun = [day_of(start, calendar.zone) for start in passed]
        last_day = _last_day(wanted, wanted.until, max(earliest, calendar.today), begun, scene)
        if last_day is None:
            return None
        day = min(day, last_day)    # a birthday comes whatever the pauses between two reminders are
    waits_from = None
    if isinstance(wanted, NextTry):
        reasons: tuple[Reason, ...] = scene.fitting.why_none(wanted, calendar.today) if scene.coming else ()
        unanswered = calendar.last_unanswered(wanted) if passed and wanted.kind not in DATED else None
        if unanswered is not None:
            reasons = (PassedUnanswered(unanswered, calendar.asked_on(wanted)), *reasons)
        wanted, waits_from = with_reasons(wanted, *reasons), earliest
    elif scene.coming:
        wanted = with_reasons(wanted, NoSheetBefore())
    passed_at = tuple(passed)
    over = first_day_over(scene.need(wanted, day, passed_at), calendar.now) is not None
    return Opening(wanted, uid, day, over, waits_from, passed_at)


def _since(wanted: Wanted) -> datetime:
    """Return since when its reminders count: those from before they rang or wrote again do not put it off."""
    return wanted.timeline.owed[-1].at if isinstance(wanted, NextTry) and wanted.timeline.owed else LONG_AGO


def after_words(next_try: NextTry, scene: Scene) -> NextTry:
    """Return the try, `min_gap` after a reminder with words that are asked about: they may report one (P7)."""
    asked_on = scene.calendar.asked_on(next_try)
    if asked_on is None:
        return next_try
    return replace(next_try, not_before=max(next_try.not_before, scene.hitlist.retry.min_gap.after(asked_on)))


def days_until_again(wanted: Wanted, number: int) -> int:
    """Return the days from a reminder that passed to the next one, the `number`th repeat.

    A retry, a call-back, an answer and a task for a day come again on the next day, two days after that, and then, as
    the others do from the first, less and less often: a try after a quarter of the cadence at most, a task each week.
    """
    has_its_day = wanted.kind in COME_SOON or (isinstance(wanted, Task) and wanted.by is not None)
    waits = ITS_OWN_DAY if has_its_day else ANY_DAY
    wait = waits[min(number, len(waits)) - 1]
    most = wanted.contact.cadence.every.about_days / 4 if isinstance(wanted, NextTry) else WEEK
    return wait if wait <= WEEK else max(WEEK, int(min(wait, most)))


def last_day_of_a_sheet(wanted: Wanted, scene: Scene) -> date | None:
    """Return until when something whose reminder passed waits for a sheet: a little longer than for the next reminder.

    That one is after days off. None if no reminder of it has passed since it was on a sheet. A call-back whose hour was
    over when it was said comes as soon as one whose reminder passed then.
    """
    calendar = scene.calendar
    passed, sheet = calendar.last_passed(wanted), calendar.last_sheet(wanted)
    if passed is None and wanted.kind is Kind.CALLBACK and calendar.unused_sheet(wanted) is None:
        again = later(wanted.anchor, 1)
        last = later(next(iter(scene.hours[wanted.key].days_from(again, 1)), again), NEAR.days)
        return last if last >= calendar.today else None         # an old wish waits for a sheet
    if passed is None or passed < _since(wanted) or (sheet is not None and sheet >= passed):
        return None
    starts = (calendar.passed_at(wanted, wanted.uid(calendar.list_name, one)) for one in calendar.numbers(wanted))
    unanswered = sum(start is not None and start >= _since(wanted) for start in starts)
    again = later(passed.date(), days_until_again(wanted, unanswered))
    return later(next(iter(scene.hours[wanted.key].days_from(again, 1)), again), NEAR.days)


def only_in_blocks(wanted: Wanted, scene: Scene) -> bool:
    """Return whether a try waits for a block because no other hour of the user's suits its person.

    They did not ask for it.
    """
    if not isinstance(wanted, NextTry) or wanted.kind is Kind.CALLBACK or not wanted.keeps_hours:
        return False
    hours, length = scene.hours[wanted.key], scene.hitlist.retry.length_for(wanted.channel)
    return hours.only_in_blocks(max(wanted.anchor, scene.calendar.today), length) and scene.fitting.any_coming(wanted)


def waits_for_a_sheet(wanted: NextTry, scene: Scene, others: OtherItems, repeat: int) -> bool:
    """Return whether a block can hold them. If only a late one can, a reminder that was announced passes first.

    An answer waits for a block of the week, and for none while a reminder of it is to come.
    """
    if only_in_blocks(wanted, scene):
        return True
    calendar = scene.calendar
    until = last_day_of_a_sheet(wanted, scene)
    if wanted.kind is Kind.REPLY and calendar.announced(wanted):
        return False
    if wanted.kind is Kind.REPLY and until is None:
        until = later(max(wanted.anchor, calendar.today), A_WEEK.days)
    if until is not None:
        return scene.fitting.any_block(wanted, others, until)
    if scene.fitting.any_block(wanted, others):
        return True
    sheet = calendar.last_sheet(wanted)
    on_sheet = sheet is not None and day_of(sheet, calendar.zone) >= wanted.anchor
    passed = repeat > 0 or wanted.uid(calendar.list_name) in calendar.events or on_sheet
    if calendar.announced(wanted):
        return False
    return scene.fitting.late_block(wanted, calendar.now, passed=passed, others=others)
