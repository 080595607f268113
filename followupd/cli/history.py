"""`followupd history export` and `import`: what happened, as lines of JSON (docs/state.md).

Moves facts between the state database and a file or a pipe. A second import of the same facts adds nothing.
"""

from __future__ import annotations

import sys
from datetime import tzinfo
from pathlib import Path

import click

from followupd.cli.call import Call, common_options, remember_options, with_call
from followupd.cli.output import STANDARD, put, why
from followupd.core.values.time import count
from followupd.errors import Failure, UsageError
from followupd.history.codec import export_lines, parse_lines
from followupd.history.locks import holder, ring
from followupd.history.store import History
from followupd.passes.current_list import read_hitlist
from followupd.passes.state_file import open_history
from followupd.rendering.json_form import emit
from followupd.rendering.text import line, say


@click.group(invoke_without_command=True)
@common_options
@click.pass_context
def command(ctx: click.Context, config: str | None, as_json: bool, now: str | None) -> None:
    """Export or import what happened, every try and every drag, as lines of JSON.

    \b
      followupd history export backup.jsonl
      followupd history import backup.jsonl
    """
    remember_options(ctx, config, as_json, now)
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _open(call: Call) -> tuple[History, tzinfo]:
    """Return the history, and the hit list's time zone for --now."""
    config = call.config()
    hitlist, _, _ = read_hitlist(config)
    return open_history(config, hitlist.name, hitlist.state), hitlist.timezone


@command.command("export")
@click.argument("file", required=False, default=STANDARD)
@with_call
def export_facts(call: Call, file: str) -> None:
    """Write every fact to FILE, else to standard output.

    \b
      followupd history export backup.jsonl
    """
    text = history_text(call)
    put(text, file, count(text.count("\n"), "fact"))


def history_text(call: Call) -> str:
    """Return every fact as a line of JSON; `followupd export history` prints the same."""
    history, _ = _open(call)
    with history:
        return "".join(f"{text}\n" for text in export_lines(history.facts()))


@command.command("import")
@click.argument("file")
@with_call
def import_facts(call: Call, file: str) -> None:
    """Add the facts of FILE that are not known yet.

    All of them, or none if a line is bad. FILE may be - for standard input.

    \b
      followupd history import backup.jsonl
    """
    facts = parse_lines(_read(file))
    history, zone = _open(call)
    with history:
        new = history.append(facts, call.now(zone))
        if holder(history.path) is not None:
            ring(history.path)
    if call.as_json:
        emit({"read": len(facts), "new": new})
    else:
        say(f"{count(len(facts), 'fact')} read, {new} of them new.")


def _read(file: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if file == STANDARD else Path(file).expanduser().read_bytes()
        return data.decode().split("\n")
    except OSError as error:
        raise Failure(f"{line(file)} cannot be read: {why(error)}", "Check the name.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{line(file)} is not UTF-8 text", "Name a file that `history export` wrote.") from None
