"""The entry point: run the command, and turn every way of stopping into an exit code and a few calm words.

Takes the command line; imports only click before the command is known, so that `--version` and `next` answer at once.
Never shows a traceback: a bug is saved to a file that can go into a report.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import click

from followupd.cli.group import PROGRAM, cli
from followupd.errors import FollowupdError
from followupd.rendering.text import LONGEST_CALL, complain, line, without_echo

INTERRUPTED = 130   # what shells give for Ctrl-C
FAILED = 1
USAGE = 2


def main(args: list[str] | None = None) -> None:
    """Run one command line (`args` without the program's name; None: the process's own) and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        # A letter that the terminal cannot show must not stop the answer.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(exit_code(sys.argv[1:] if args is None else args))


def exit_code(args: list[str]) -> int:
    """Run the command, print errors on stderr, and return the exit code."""
    try:
        if f"_{PROGRAM.upper()}_COMPLETE" in os.environ:
            cli.main(args, prog_name=PROGRAM)   # answers the shell's question for completions, and exits
        with cli.make_context(PROGRAM, list(args)) as context:
            cli.invoke(context)
        _flush()
    except click.exceptions.Exit as done:
        return _flushed(done.exit_code, args)
    except click.ClickException as error:
        return _wrong_call(error, args)
    except FollowupdError as error:
        complain(without_echo(error.message, args), without_echo(error.hint, args))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except OSError as error:
        return _failed(error, args)
    except Exception as error:   # noqa: BLE001 - the one place where a bug ends
        return _bug(error)
    return 0


def _bug(error: Exception) -> int:
    from followupd.cli.crash import tell  # traceback and pathlib: 4 ms, a tenth of `--version`

    return tell(error)


def _flush() -> None:
    if sys.stdout is not None:      # closed before we began (`>&-`): nobody listens, and nothing is wrong
        sys.stdout.flush()


def _flushed(code: int, args: list[str]) -> int:
    try:
        _flush()
    except OSError as error:
        return _failed(error, args)
    return code


def _failed(error: OSError, args: list[str]) -> int:
    code = _no_output(error, args)
    return _bug(error) if code is None else code


def _in_plain_words(message: str) -> str:
    """Return click's message about a number in plain words."""
    message = message.replace("is not a valid integer range", "is not a whole number")
    return message.replace("is not a valid float range", "is not a number")


def _wrong_call(error: click.ClickException, args: list[str]) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    complaint = line(without_echo(_in_plain_words(error.format_message()), args), LONGEST_CALL)
    complain(complaint, f"See how to write it: {context.command_path if context else PROGRAM} --help")
    return USAGE


def _no_output(error: OSError, args: list[str]) -> int | None:
    """Return the code if standard output takes nothing more: 0 if its reader left, as in `followupd list | head`.

    None if the error is that of another file: it was not raised where the answer is printed.
    """
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    if not isinstance(error, BrokenPipeError) and (at is None or at.tb_frame.f_code not in _PRINTING):
        return None
    with suppress(OSError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())   # the interpreter's own flush at exit goes there too
        os.close(nothing)
    if isinstance(error, BrokenPipeError):
        return 0
    done = _REPORTING.intersection(args)
    hint = "What you reported is stored: followupd status" if done else "Give the output another place, and ask again."
    complain(f"the answer could not be written ({error.strerror})", hint)
    return FAILED


_REPORTING = frozenset(("log", "undo", "promise", "skip", "history"))      # these store before they answer
_PRINTING = (click.echo.__code__, _flush.__code__)


if __name__ == "__main__":
    main()
