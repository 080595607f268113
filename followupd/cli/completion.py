"""`followupd completion`: the script with which a shell completes commands, names and outcomes.

Prints click's own script; the names come from the hit list when Tab is pressed (completing.py).
"""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from followupd.cli.call import Call, with_call
from followupd.cli.group import PROGRAM

INSTALL = {
    "bash": 'Put this line into ~/.bashrc:  eval "$(followupd completion bash)"',
    "zsh": 'Put this line into ~/.zshrc:  eval "$(followupd completion zsh)"',
    "fish": "Run once:  followupd completion fish > ~/.config/fish/completions/followupd.fish",
}


@click.command()
@click.argument("shell", type=click.Choice(list(INSTALL)))
@with_call
def command(call: Call, shell: str) -> None:  # noqa: ARG001 - a script does not depend on the hit list
    """Print the completion script for your SHELL.

    \b
      eval "$(followupd completion bash)"
    """
    made = get_completion_class(shell)
    assert made is not None, shell
    script = made(click.get_current_context().find_root().command, {}, PROGRAM, f"_{PROGRAM.upper()}_COMPLETE")
    # Not `source()`: for bash it would start a bash only to ask for its version.
    click.echo(f"# {INSTALL[shell]}\n{script.source_template % script.source_vars()}")
