"""`followupd schema` prints what editors need, and `init` puts it beside the hit list that it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from followupd.cli.schema import FILE
from followupd.hitlist.reference import schema_text
from tests.cli.conftest import Shell

FOREIGN = ["{}", "[1]", "no JSON", '{"title": "mine"}']
NAMED = f"# yaml-language-server: $schema={FILE}\n"


def test_the_schema_is_printed_without_a_hit_list(desk: Shell) -> None:
    desk.hitlist.unlink()
    told = desk("schema")
    assert (told.code, told.err) == (0, "")
    assert told.out == schema_text()
    assert desk("schema", "--json").json == json.loads(schema_text())


def test_init_names_the_schema_that_it_puts_beside_the_list(desk: Shell) -> None:
    """Also in another folder, and under another name: an editor looks from the folder of the file."""
    desk.hitlist.unlink()
    Path("lists").mkdir()
    for name in ("hitlist.yaml", "lists/people.yaml"):
        assert desk("init", "--yes", "--path", name).code == 0
        assert Path(name).read_text().startswith(NAMED)
        assert (Path(name).parent / FILE).read_text() == schema_text()
        assert desk("check", "-c", name).code == 0


@pytest.mark.parametrize("foreign", FOREIGN)
def test_a_file_of_that_name_that_is_not_ours_stays(desk: Shell, foreign: str) -> None:
    """And the hit list does not point to it."""
    Path(FILE).write_text(foreign)
    told = desk("init", "--yes", "--path", "new.yaml")
    assert told.code == 0
    assert f"{FILE} is a file of yours and stays as it is" in told.out
    assert Path(FILE).read_text() == foreign
    assert "$schema" not in Path("new.yaml").read_text()
    assert desk("init", "--yes", "--path", "other.yaml", "--json").json["schema"] is None


def test_an_older_one_of_ours_is_brought_up_to_date(desk: Shell) -> None:
    """One that is the same is not written again."""
    Path(FILE).write_text(json.dumps(json.loads(schema_text()) | {"properties": {}}))
    assert desk("init", "--yes", "--path", "new.yaml").code == 0
    written = Path(FILE).stat()
    assert Path(FILE).read_text() == schema_text()
    assert desk("init", "--yes", "--path", "other.yaml").code == 0
    assert (Path(FILE).stat().st_ino, Path(FILE).stat().st_mtime_ns) == (written.st_ino, written.st_mtime_ns)


def test_check_says_when_the_schema_beside_the_list_is_out_of_date(desk: Shell) -> None:
    """A file of ours from another version would mark keys that are new; one that is not ours is the user's affair."""
    note = f"is from another version of followupd. Write it again: followupd schema > {FILE}"
    for content, expected in ((schema_text(), False), (json.dumps(json.loads(schema_text())), True), ("{}", False)):
        Path(FILE).write_text(content)
        told = desk("check")
        assert (told.code, note in told.out) == (0, expected)
    Path(FILE).unlink()
    assert FILE not in desk("check").out


def test_init_in_a_folder_that_is_not_there_says_so(desk: Shell) -> None:
    told = desk("init", "--yes", "--path", "nowhere/new.yaml")
    assert told.code == 1
    assert "nowhere/new.yaml could not be written" in told.err
