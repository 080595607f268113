"""The options of every command: which hit list, text or JSON, and as of when.

The only module of the command line that reads the clock. Takes the options, before or after the command's name; gives a
Call. Never reads the hit list.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from followupd.errors import FollowupdError, UsageError
from followupd.hitlist.place import find_config
from followupd.rendering.text import LONGEST_ECHO

if TYPE_CHECKING:
    from pathlib import Path  # 4 ms, which `--version` and `--help` do not need

FIRST_YEAR, LAST_YEAR = 1900, 2200
# A command in a hint, behind a colon, "see" or a backtick; not "they are called followupd doctor".
_TO_TYPE = (
    r"(?:(?<=: )|(?<=`)|(?<=[Ss]ee ))followupd (?=(?:add|check|doctor|edit|forecast|history|list|log|next|pause|plan|"
    r"promise|remove|rename|resume|review|run|service|show|simulate|skip|status|stop|sync|undo|why|withdraw)\b)"
)
_FIELDS = ("config", "as_json", "now")


class Call(NamedTuple):
    """The options that all commands take. `pretended` is the text of --now.

    No dataclass: `--version` and `--help` load nothing of followupd that click does not need.
    """

    named: str | None
    as_json: bool
    pretended: str | None

    def config(self) -> Path:
        """Return the path of the hit list, as short as possible from here. Raises UsageError if there is none."""
        from pathlib import Path  # 4 ms, as above

        path = Path(self.config_name())
        with suppress(OSError):   # the working directory may be gone
            if path.is_absolute() and path.is_relative_to(Path.cwd()):
                return path.relative_to(Path.cwd())
        return path

    def config_name(self) -> str:
        """Return the path of the hit list as it was found. Raises UsageError if there is none."""
        return find_config(self.named)

    def typed(self, text: str) -> str:
        """Return the text with `-c FILE` in each command that it says to type, if the hit list was named so."""
        if not self.named or len(self.named) > LONGEST_ECHO:
            return text
        import shlex  # only an answer with a hint needs it, and only after -c

        named = f"followupd -c {shlex.quote(self.named)} "
        return re.sub(_TO_TYPE, lambda _: named, text)

    def now(self, zone: tzinfo) -> datetime:
        """Return this instant in UTC, or the one that --now pretends; without an offset it is read in `zone`."""
        if self.pretended is None:
            return datetime.now(UTC)
        text = self.pretended.strip()
        try:
            at = datetime.fromisoformat(text)
            at = at.replace(tzinfo=at.tzinfo or zone).astimezone(UTC)
        except (ValueError, OverflowError):
            at = None
        if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
            from followupd.core.phrases.words import quoted  # loads core: a tenth of `--version`

            raise UsageError(
                f"--now {quoted(text)} is not an instant",
                "Write --now 2026-11-20T14:10, or with an offset: 14:10-07:00.",
            )
        return at


def common_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return -c/--config, --json and --now as click options."""
    for option in (
        click.option("--now", metavar="INSTANT", help="Pretend that it is this instant, as in 2026-11-20T14:10."),
        click.option("--json", "as_json", is_flag=True, help="Answer in JSON (docs/json.md)."),
        click.option("-c", "--config", metavar="FILE", help="The hit list; else $FOLLOWUPD_CONFIG or ./hitlist.yaml."),
    ):
        function = option(function)
    return function


def remember_options(ctx: click.Context, config: str | None, as_json: bool, now: str | None) -> None:
    """Keep the options before the name of a command; those after it win."""
    call = merged(ctx, {"config": config, "as_json": as_json, "now": now})
    ctx.obj = {"config": call.named, "as_json": call.as_json, "now": call.pretended}


def with_call(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the common options as its first argument, a Call."""

    @common_options
    @click.pass_context
    @functools.wraps(function)
    def command(ctx: click.Context, /, **options: Any) -> Any:
        own = {field: options.pop(field) for field in _FIELDS}
        call = merged(ctx, own)
        try:
            return function(call, **options)
        except FollowupdError as error:
            error.hint = call.typed(error.hint)
            raise

    return command


def merged(ctx: click.Context, own: dict[str, Any]) -> Call:
    """Return the options before and after the command as one Call; those after it win."""
    before = ctx.find_object(dict) or {}
    # An empty text counts: `--now "$WHEN"` with an empty variable is a mistake to report, not the present.
    chosen = {field: before.get(field) if own.get(field) in (None, False) else own[field] for field in _FIELDS}
    return Call(chosen["config"], bool(chosen["as_json"]), chosen["now"])
