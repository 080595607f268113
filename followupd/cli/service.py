"""`followupd service install` and `remove`: the daemon as a service of your own systemd.

Takes the hit list and this installation; prints what was done, how to see the log and how to take it back.
`init` offers the same by `install_service`.
"""

from __future__ import annotations

import os
import sys
from difflib import unified_diff
from pathlib import Path

import click

from followupd.cli.call import Call, common_options, remember_options, with_call
from followupd.core.values.hitlist import Hitlist
from followupd.daemon import service
from followupd.daemon.unit import ServiceUnit, this_program, unit_for, unit_path
from followupd.history.locks import holder
from followupd.passes.current_list import read_hitlist
from followupd.passes.state_file import state_path
from followupd.rendering.json_form import emit
from followupd.rendering.text import line, say

LINGER = "With lingering, systemd starts your services with the machine and keeps them while you are logged out."
INSTALL = "followupd service install"


@click.group(invoke_without_command=True)
@common_options
@click.pass_context
def command(ctx: click.Context, config: str | None, as_json: bool, now: str | None) -> None:
    """Run the daemon permanently, as a service of your own systemd.

    \b
      followupd service install
      followupd service remove
    """
    remember_options(ctx, config, as_json, now)
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command("install")
@click.option("--linger", is_flag=True, help="Keep it running while you are logged out.")
@click.option("--replace", is_flag=True, help="Replace a service that is there, for instance for another hit list.")
@click.option("--dry-run", is_flag=True, help="Print the unit, and write nothing.")
@with_call
def install_command(call: Call, linger: bool, replace: bool, dry_run: bool) -> None:
    """Write the unit for this hit list and this followupd, and start it, now and with each login.

    \b
      followupd service install
      followupd service install --linger
      followupd service install --dry-run
    """
    if not dry_run:
        install_service(call, call.config(), linger=linger, replace=replace)
        return
    unit = _unit(call.config())
    if call.as_json:
        _emit(unit, service.Installed(written=False, started=False))
    else:
        click.echo(unit.text, nl=False)


def install_service(call: Call, config: Path, *, linger: bool = False, replace: bool = False) -> None:
    """Install the service for this hit list, and print what was done.

    Raises UsageError and Failure; then nothing was done, unless it says so.
    """
    unit = _unit(config)
    hitlist, _, _ = read_hitlist(config)
    serving = holder(state_path(config, hitlist.name, hitlist.state))
    if not call.as_json and sys.stderr.isatty():
        click.echo("Starting followupd: its first pass may take a while...", err=True)
    done = service.install(unit, serving=serving.pid if serving else 0, replace=replace)
    if linger and not service.lingers():
        service.enable_lingering()
    if call.as_json:
        _emit(unit, done)
    else:
        _tell(unit, done)
        _tell_variables(hitlist)


@command.command("remove")
@with_call
def remove_command(call: Call) -> None:
    """Stop the service and remove its unit. Hit list, history and calendar stay as they are.

    \b
      followupd service remove
    """
    was = service.remove()
    if call.as_json:
        emit({"unit": str(unit_path()), "text": was, "removed": was is not None})
        return
    if was is None:
        say("There is no service to remove.")
        return
    say(f"The service is stopped, and {line(str(unit_path()))} removed. Install it again: {INSTALL}")
    if unit_path().with_name("followupd.service.d").exists():
        say("Your own changes to it, in followupd.service.d beside it, were left there.")
    if service.lingers():
        say("Lingering is still enabled, which other services may need. End it: loginctl disable-linger")


def _unit(config: Path) -> ServiceUnit:
    return unit_for(config.absolute(), this_program(sys.argv[0]), os.environ)


def _tell_variables(hitlist: Hitlist) -> None:
    """Name the variables with passwords that the service does not get: a shell's variables end with the shell."""
    accounts = (hitlist.calendar, *hitlist.busy, *hitlist.address_books, *hitlist.mail)
    for name in sorted({name for one in accounts if (name := getattr(one, "password_env", None)) is not None}):
        say(
            f"The password comes from ${name}, and a service does not see the variables of your shell.",
            f"Give it one: systemctl --user edit followupd, with the lines [Service] and Environment={name}=...; "
            "or write password_command or password_credential instead",
        )


def _emit(unit: ServiceUnit, done: service.Installed) -> None:
    emit({
        "unit": str(unit.path), "text": unit.text, "written": done.written, "started": done.started,
        "lingers": service.lingers(),
    })


def _tell(unit: ServiceUnit, done: service.Installed) -> None:
    path = line(str(unit.path))
    if done.was is not None:
        say(*(text.rstrip("\n") for text in unified_diff(
            done.was.splitlines(), unit.text.splitlines(), "before", path, n=0, lineterm=""
        )))
    if not done.started:
        say(f"The service runs on {line(str(unit.config))} already; nothing to do.")
    else:
        say(f"{'Wrote' if done.written else 'Kept'} {path}, and started it: it runs now, and from each login on.")
    say(
        f"See what it does:  {service.LOG} -f",
        "Take it back:      followupd service remove",
        LINGER if service.lingers() else f"It ends when you log out. {LINGER} For that: {INSTALL} --linger",
    )
