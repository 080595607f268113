"""The commands by name, each loaded only when it is used, and the text of `followupd --help`.

Each name is that of a module with the command. Imports only click, so that `followupd --version` and `--help` answer at
once.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import click

from followupd import __version__
from followupd.cli.call import common_options, remember_options

PROGRAM = "followupd"
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "Write a first hit list"),
    "import": ("importing", "Choose people from an address book or another program"),
    "check": ("check", "Check the hit list, and name every mistake"),
    "schema": ("schema", "Print what an editor needs to complete and check the hit list"),
    "plan": ("plan", "Show what would be written on the calendar, and why"),
    "sync": ("sync", "Write it: one pass"),
    "run": ("run", "Keep the calendar up to date until stopped: the daemon"),
    "service": ("service", "Run the daemon permanently, as a service of your systemd"),
    "next": ("next", "Who to reach now, in the time you have"),
    "add": ("add", "Add somebody to the hit list"),
    "edit": ("edit", "Change what the hit list says about somebody"),
    "pause": ("pause", "Leave somebody alone for a while"),
    "resume": ("resume", "Plan somebody again after a pause or a stop"),
    "stop": ("stop", "Plan somebody no more, and keep the entry"),
    "rename": ("rename", "Give somebody another name; the history goes along"),
    "remove": ("remove", "Take somebody off the hit list"),
    "log": ("log", "Log a try; when it failed, the next one goes on the calendar"),
    "undo": ("undo", "Take back your last report, by command or on the calendar"),
    "noticed": ("noticed", "What was noticed by itself, and how to take it back"),
    "promise": ("promise", "Note what you promised somebody, so that it is kept"),
    "skip": ("skip", "Leave out the block of a week or a day; nobody is asked"),
    "why": ("why", "Explain when and why someone is planned"),
    "show": ("show", "Everything about one person"),
    "review": ("review", "Look back at the last week, and at who rests"),
    "list": ("list", "Everybody, the most urgent first"),
    "simulate": ("simulate", "Simulate the coming year, to see what might happen"),
    "forecast": ("forecast", "Is there enough time in the coming weeks, and who will be late?"),
    "status": ("status", "Is it running, and did the last pass succeed?"),
    "doctor": ("doctor", "Examine the whole set-up: what is wrong, and what to do"),
    "withdraw": ("withdraw", "Take all future followupd events off the calendar"),
    "history": ("history", "Export or import the history"),
    "export": ("export", "Export the people as vCards or CSV, or the history"),
    "completion": ("completion", "Tab completion for your shell"),
}

STORY = """Stay in touch with the people on your hit list.

You keep one YAML file of people. followupd keeps a protected hour on your calendar, decides who is in it, and
whenever you fail to reach somebody, it gives the next try its own day, so that you need not remember it.

\b
  followupd init                       write a first hit list
  followupd run                        keep your calendar up to date
  followupd log Dana no answer         you tried; the next try is on the calendar
"""


class LazyGroup(click.Group):
    """A group that knows the names of its commands and imports one when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(
        self, ctx: click.Context, cmd_name: str,  # noqa: ARG002 - click's signature
    ) -> click.Command | None:
        """Import the command and return it; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"followupd.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Resolve a command as click does, and suggest the nearest name if there is none."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            from followupd.core.phrases.words import quoted, suggest  # loads core: a tenth of `--help`

            near = suggest(args[0], COMMANDS)
            ctx.fail(f"{quoted(args[0])} is not a command." + (f" Did you mean {near}?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter,  # noqa: ARG002 - click's signature
    ) -> None:
        """Write the list of commands into the help."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_short_helps()))


def _short_helps() -> Iterator[tuple[str, str]]:
    for name, (_, text) in COMMANDS.items():
        yield name, text


@click.group(
    cls=LazyGroup, help=STORY, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
@common_options
@click.pass_context
def cli(ctx: click.Context, config: str | None, as_json: bool, now: str | None) -> None:
    """Keep the options before the command; without a command, print the help."""
    remember_options(ctx, config, as_json, now)
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
