"""docs/judgement.md is true: each hit list of the page is planned, and each command says what the page says.

FOLLOWUPD_UPDATE_GOLDEN=1 writes the answers again. Read every line of them as a user would before committing.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

from tests.cli.conftest import ROOT, Shell

PAGE = ROOT / "docs/judgement.md"
UPDATE = os.environ.get("FOLLOWUPD_UPDATE_GOLDEN") == "1"
ANYTHING = "...\n"      # on the page: this answer is shown elsewhere


def test_the_page_is_true(desk: Shell) -> None:
    """From top to bottom; each `yaml` is a separate hit list with its own history."""
    text = PAGE.read_text(encoding="utf-8")
    blocks = list(re.finditer(r"```(yaml|console)\n(.*?)```", text, re.DOTALL))
    assert len(blocks) > 8
    shown = []
    for block in blocks:
        if block[1] == "yaml":
            _begin_anew(desk, block[2])
            shown.append(block[2])
        else:
            shown.append("".join(_said(desk, step) for step in re.split(r"^\$ ", block[2], flags=re.MULTILINE)[1:]))
    if UPDATE:
        for block, new in zip(reversed(blocks), reversed(shown), strict=True):
            text = text[: block.start(2)] + new + text[block.end(2) :]
        PAGE.write_text(text, encoding="utf-8")
    page = re.finditer(r"```(?:yaml|console)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert [block[1] for block in page] == shown


def _begin_anew(desk: Shell, hitlist: str) -> None:
    shutil.rmtree(Path(os.environ["XDG_STATE_HOME"]), ignore_errors=True)
    desk.calendar.unlink(missing_ok=True)
    desk.hitlist.write_text(hitlist, encoding="utf-8")


def _said(desk: Shell, step: str) -> str:
    """Return the command with its current answer."""
    typed, _, expected = step.partition("\n")
    program, *args = shlex.split(typed)
    at = args.index("--now")
    assert program == "followupd"
    told = desk(*args[:at], *args[at + 2 :], now=args[at + 1])
    assert (told.code, told.err) == (0, ""), typed
    return f"$ {typed}\n" + (ANYTHING if expected == ANYTHING else told.out)


def test_the_page_says_what_the_code_holds() -> None:
    """The figures in its text are those of the constants."""
    from followupd.core.people import learning
    from followupd.core.schedule import start_small
    from followupd.core.values.hitlist import StartSmall

    assert (learning.ENOUGH_TRIES, learning.ENOUGH_OF_CATEGORY) == (6, 30)
    assert (start_small.MANAGED, start_small.NOT_MANAGED) == (2 / 3, 1 / 3)
    assert StartSmall() == StartSmall(7, 3)
