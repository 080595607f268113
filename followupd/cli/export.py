"""`followupd export`: the list as vCards or as a table, and the history as lines of JSON. Nobody is locked in."""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.history import history_text
from followupd.cli.output import STANDARD, put
from followupd.cli.progress import ProgressBar
from followupd.core.values.time import count
from followupd.passes.outlook import look
from followupd.rendering.json_form import emit
from followupd.rendering.people_table import people_table
from followupd.rendering.vcards import vcards

CARDS, TABLE, HISTORY = "vcards", "csv", "history"
MARK = "\ufeff"     # by which Excel knows UTF-8


@click.command()
@click.argument("form", type=click.Choice((CARDS, TABLE, HISTORY)))
@click.option("-o", "--output", metavar="FILE", default=STANDARD, help="Write it there instead of printing it.")
@with_call
def command(call: Call, form: str, output: str) -> None:
    """Export the people as vCards or CSV, or the history as lines of JSON, for another program.

    The people come with what their cards say, and with their last contact. `followupd import` reads both again.

    \b
      followupd export vcards -o people.vcf
      followupd export csv -o people.csv
      followupd export history -o history.jsonl
    """
    with ProgressBar("Collecting"):
        text, what = _exported(call, form)
    if call.as_json and output == STANDARD:
        emit({"form": form, "text": text})
        return
    if form == TABLE and output != STANDARD:
        text = MARK + text
    put(text, output, what)


def _exported(call: Call, form: str) -> tuple[str, str]:
    """Return the text, and what it holds."""
    if form == HISTORY:
        text = history_text(call)
        return text, count(text.count("\n"), "fact")
    view = look(call.config(), call.now)
    people, zone = list(view.plan.statuses.values()), view.hitlist.timezone
    what = count(len(people), "person", "people")
    if form == CARDS:
        return vcards(people, view.hitlist.name, zone), what
    return people_table(people, zone), what
