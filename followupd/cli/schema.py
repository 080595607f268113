"""`followupd schema`: the JSON Schema with which an editor completes and checks a hit list.

The command prints it and needs no hit list. `init` writes it beside the new hit list, and `check` reports when it is
out of date.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from followupd.calendars.files import atomic
from followupd.cli.call import Call, with_call
from followupd.hitlist.reference import TITLE, schema_text

FILE = "hitlist.schema.json"


@click.command()
@with_call
def command(call: Call) -> None:  # noqa: ARG001 - the schema is the same for every hit list, and is JSON anyhow
    """Print the JSON Schema of a hit list, with which an editor completes and checks the file.

    \b
      followupd schema > hitlist.schema.json
    """
    click.echo(schema_text(), nl=False)


def put_beside(folder: Path) -> bool:
    """Write the schema into this folder, or update an older one of ours.

    Returns False if a file of that name is not ours; it is left as it is. Raises OSError and atomic.ChangedMeanwhile.
    """
    path, wanted = folder / FILE, schema_text().encode()
    on_disk = atomic.read(path)
    if on_disk is not None and not _is_ours(on_disk.data):
        return False
    if on_disk is None or on_disk.data != wanted:
        atomic.replace(path, wanted, on_disk)
    return True


def may_be_put(folder: Path) -> bool:
    """Return whether there is no file of another one's where the schema goes. Raises OSError."""
    there = atomic.read(folder / FILE)
    return there is None or _is_ours(there.data)


def is_outdated(folder: Path) -> bool:
    """Return whether this folder has our schema from another version, with which an editor would reject new keys."""
    try:
        there = atomic.read(folder / FILE)
    except OSError:
        return False
    return there is not None and there.data != schema_text().encode() and _is_ours(there.data)


def _is_ours(data: bytes) -> bool:
    try:
        schema = json.loads(data)
    except ValueError:
        return False
    return isinstance(schema, dict) and schema.get("title") == TITLE
