"""`followupd init`: a first hit list from a short conversation, each question with an answer that is good enough.

Takes flags or answers, shows the first plan, and then writes one new file, and beside it the JSON Schema for editors.
Never overwrites a file that is not ours, and writes nothing until every answer is sound and the plan was agreed to.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from followupd.beginning.first_plan import first_plan, time_of
from followupd.calendars.files import atomic
from followupd.cli import schema
from followupd.cli.call import Call, with_call
from followupd.cli.changes import Changes, totals
from followupd.cli.first_questions import Conversation
from followupd.cli.questions import Questions
from followupd.cli.service import install_service
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import count
from followupd.daemon.service import can_install
from followupd.errors import Failure, UsageError
from followupd.hitlist.first import BLOCK, CALENDAR, HOURS, first_config
from followupd.hitlist.load import load
from followupd.hitlist.place import FILE_NAME
from followupd.passes.address_books import cards_now
from followupd.rendering.json_form import emit
from followupd.rendering.plan_lines import quiet_lines
from followupd.rendering.text import complain, line, say

# yaml-language-server reads a relative name from the folder of the file that has this line.
EDITOR_LINE = f"# yaml-language-server: $schema={schema.FILE}"


@click.command()
@click.option("--path", metavar="FILE", help=f"Where to write it, if not ./{FILE_NAME}.")
@click.option("--calendar", metavar="CALENDAR",
              help=f"A file or folder, your e-mail address, or the address of a server. [{CALENDAR}]")
@click.option("--calendar-name", metavar="NAME", help="Which calendar of the account.")
@click.option("--username", metavar="NAME", help="The login name at the server.")
@click.option("--password-command", metavar="COMMAND", help="A command that prints the password, as in pass show dav.")
@click.option("--password-env", metavar="VARIABLE", help="The environment variable that holds it.")
@click.option("--busy", multiple=True, metavar="CALENDAR", help="Another one, to keep clear of; may be repeated.")
@click.option("--meetings", type=click.Choice(["ask", "yes", "no"]), help="Whether meetings with people are noticed.")
@click.option("--me", multiple=True, metavar="ADDRESS", help="Your own e-mail address; may be repeated.")
@click.option("--addressbook", multiple=True, metavar="BOOK",
              help="A .vcf file or a folder, for numbers and birthdays; may be repeated.")
@click.option("--service/--no-service", default=None, help="Install it as a service that runs from now on.")
@click.option("--timezone", metavar="ZONE", help="Your time zone, as in America/Denver. [the system's]")
@click.option("--block", metavar="SLOT", help=f"Your weekly hour, or none. [{BLOCK}]")
@click.option("--hours", metavar="HOURS", help=f"When you are willing to reach out. [{HOURS}]")
@click.option("--name", "names", multiple=True, metavar="NAME", help="Somebody to stay in touch with; may be repeated.")
@click.option("--person", "people", multiple=True, metavar="LINE",
              help='The same with more: "Mia Chen, +49 30 123456, every 6 weeks".')
@click.option("--yes", is_flag=True, help="Ask nothing; take what is usual for all that was not said.")
@with_call
def command(call: Call, path: str | None, service: bool | None, yes: bool, **given: Any) -> None:
    """Write a first hit list. It asks a few questions, or none with --yes.

    \b
      followupd init
      followupd init --yes --name "Dana Whitfield" --person "Sam Okafor, weekly"
    """
    target = Path(path or call.named or FILE_NAME).expanduser()
    if service and call.as_json:
        raise UsageError("--service and --json cannot be given together", "Then run: followupd service install --json")
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target} already exists and was left unchanged", "Name another: followupd init --path FILE")
    if not target.absolute().parent.is_dir():       # before two minutes of answers
        raise Failure(f"{target} could not be written: there is no folder {target.parent}", "Name another with --path.")
    questions = Questions(there=not yes and not call.as_json and sys.stdin.isatty())
    with _nothing_written():
        conversation = Conversation(call, questions, target, given)
        text = first_config(conversation.hold())
        _agree(call, questions, target, conversation.hitlist())
        if conversation.login is not None:
            conversation.login.keep()
    _tell(call, target, _written(target, text))
    variable = conversation.login.variable if conversation.login is not None else ""
    if variable and not call.as_json:
        say(f"Set {variable} to the password where followupd is started.")
    if _runs_as_service(questions, service, possible=not variable):
        install_service(call, target)
    elif not call.as_json:
        say(f"Next: followupd {'run' if questions.there else 'plan'}{_named(target)}")


@contextmanager
def _nothing_written() -> Iterator[None]:
    """Say that nothing was written if somebody leaves."""
    try:
        yield
    except (click.Abort, KeyboardInterrupt):
        complain("nothing was written", "Begin again with: followupd init")
        raise


def _agree(call: Call, questions: Questions, target: Path, hitlist: Hitlist) -> None:
    """Show the first plan, and ask whether the list shall be written. Raises click.Abort if not."""
    if not questions.there:
        return
    now = call.now(hitlist.timezone)
    if hitlist.address_books:
        hitlist = cards_now(hitlist, None, now).hitlist
    report = first_plan(hitlist, now, time_of(hitlist, now).user_time)
    changes = list(Changes(report).lines()) if report.changes else ["Nothing yet: add people, or a weekly hour."]
    questions.say("", f"This would be on {report.label}:", "", *changes)
    if report.changes:
        questions.say("", f"{totals(report)}. They are written by `followupd sync` or `followupd run`, not now.")
    questions.say(*quiet_lines(report.plan, report.hitlist, report.now), "")
    if not questions.agreed(f"Write {line(str(target))}"):
        raise click.Abort


def _written(target: Path, text: str) -> bool:
    """Write the list, and then the schema beside it, without which the list is whole; return whether that is ours."""
    try:
        helped = schema.may_be_put(target.parent)
        atomic.replace(target, (f"{EDITOR_LINE}\n{text}" if helped else text).encode(), None)
        return helped and schema.put_beside(target.parent)
    except atomic.ChangedMeanwhile:
        raise UsageError(f"{target} already exists and was left unchanged", "Name another with --path.") from None
    except OSError as error:
        raise Failure(f"{target} could not be written: {error.strerror}", "Name another file with --path.") from None


def _tell(call: Call, target: Path, helped: bool) -> None:
    loaded = load(target)
    people = len(loaded.hitlist.contacts) if loaded.hitlist else 0
    if call.as_json:
        beside = str(target.absolute().parent / schema.FILE) if helped else None
        emit({"path": str(target.absolute()), "contacts": people, "schema": beside})
        return
    say(f"Wrote {line(str(target))} with {count(people, 'person', 'people')}.")
    if helped:
        say(f"Beside it is {schema.FILE}, with which an editor completes and checks it.")
    else:
        say(f"{schema.FILE} is a file of yours and stays as it is; `followupd schema` prints what editors need.")
    if people == 0:
        say(f'Nobody is on it yet. Add somebody: followupd add "Mia Chen"{_named(target)}')


def _named(target: Path) -> str:
    return "" if target == Path(FILE_NAME) else f" -c {shlex.quote(str(target))}"


def _runs_as_service(questions: Questions, given: bool | None, *, possible: bool) -> bool:
    """Return whether a service is wanted; it is offered if one is `possible` and this machine has a manager for it."""
    if given is not None or not questions.there or not possible or not can_install():
        return bool(given)
    try:
        return questions.agreed("Run it as a service from now on")
    except (click.Abort, KeyboardInterrupt):
        return False
