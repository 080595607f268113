"""The questions of `init` about an account on a server: where it is, the login, and which of its calendars.

Takes a mail address or a server's; gives the account as it is found, and the keys that lead to it. The password is
typed without being shown and tried at once; one that the server refuses is asked again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

import click

from followupd.beginning.keepers import Keeper, keepers
from followupd.cli.questions import Questions
from followupd.core.values.targets import CaldavTarget
from followupd.errors import CalendarUnreachable, UsageError
from followupd.hitlist.calendars import is_loopback, parse_url, parse_variable
from followupd.hitlist.edits.changes import Keys, Value
from followupd.rendering.text import complain, line

# The domains of calendars that no password opens.
TOKENS = ("gmail.com", "googlemail.com")
GOOGLE = "Google takes no password: docs/calendars.md says how a calendar there is written with `token_command`."


@dataclass(slots=True)
class AccountLogin:
    """A login to a server: the keys with which a hit list has it, and the password as long as it is only typed."""

    url: str
    username: str
    keys: tuple[tuple[str, Value], ...]
    password: str = field(default="", repr=False)
    keeper: Keeper | None = None

    def target(self) -> CaldavTarget:
        """Return the account, to be looked into."""
        said = {key: str(value) for key, value in self.keys}
        return CaldavTarget(
            self.url, username=self.username, password=self.password or None,
            password_command=None if self.password else said.get("password_command"),
            password_env=None if self.password else said.get("password_env"),
        )

    def unlocked(self, value: Value | None) -> Value | None:
        """Return a value of the hit list with the password that was typed, as long as no keeper has it."""
        if isinstance(value, tuple):
            return tuple(one for one in map(self.unlocked, value) if one is not None)
        if not self.password or not isinstance(value, Keys) or value.pairs[-len(self.keys):] != self.keys:
            return value
        return Keys((*value.pairs[:-len(self.keys)], ("password", self.password)))

    def entry(self, url: str, name: str | None) -> Keys:
        """Return a collection of the account as the hit list writes it."""
        named: tuple[tuple[str, Value], ...] = (("name", name),) if name else ()
        user: tuple[tuple[str, Value], ...] = (("username", self.username),) if self.username else ()
        return Keys((("url", url), *named, *user, *self.keys))

    @property
    def variable(self) -> str:
        """Return the environment variable that has to hold the password, "" if there is none."""
        return str(dict(self.keys).get("password_env", ""))

    def keep(self) -> None:
        """Give a password that was typed to its keeper. Raises Failure."""
        if self.keeper is not None:
            self.keeper.keep(self.password)


def server_address(text: str, find: Callable[[str], str | None]) -> tuple[str, str]:
    """Return the address of the server, and the mail address if that was given. Raises ValueError with a sentence."""
    if "://" in text:
        if urlsplit(text).scheme.lower() not in ("http", "https"):
            raise ValueError(f'"{line(text, 80)}" is not the address of a server. Write https://host/path.')
        try:
            return parse_url(text), ""
        except ValueError as problem:
            raise ValueError(f'"{line(text, 80)}" {problem}') from None
    domain = text.rpartition("@")[2].casefold()
    if domain in TOKENS:
        raise ValueError(GOOGLE)
    found = find(text)
    if found is None:
        raise ValueError(
            f"{line(domain, 60)} does not say where its calendars are. Write the server's address (https://...), as "
            "your calendar's page shows it for CalDAV; docs/calendars.md has those of some."
        )
    return found, text


def ask_login(questions: Questions, given: dict[str, Any], url: str, mail: str) -> AccountLogin:
    """Ask for the login. Raises UsageError if a flag is missing and nobody is there to ask."""
    command, variable = given["password_command"], given["password_env"]
    if not questions.there and not (given["username"] and (command or variable)):
        raise UsageError("an address needs a login", "Add --username, and --password-command or --password-env.")
    host = urlsplit(url).netloc
    if url.lower().startswith("http:") and not is_loopback(urlsplit(url).hostname or ""):
        complain(f"{host} would get the password over the network in the clear", "Write https:// if the server has it.")
    username = questions.answer(f"User name at {host}", given["username"], mail, _not_empty)
    if variable:
        variable = questions.answer("", variable, "", parse_variable)
        return AccountLogin(url, username, (("password_env", variable),))
    if command is None:
        command = questions.typed("A command that prints the password, as `pass show dav` (Enter: type it now)")
    if command:
        return AccountLogin(url, username, (("password_command", command),))
    return AccountLogin(url, username, (), _password(questions))


def ask_again(questions: Questions, login: AccountLogin) -> AccountLogin:
    """Ask for the name and the password once more, after the server refused them."""
    complain(f"{urlsplit(login.url).netloc} refuses this user name with this password",
             "Many servers want an app password here: docs/calendars.md.")
    username = questions.answer("User name", None, login.username, _not_empty)
    return AccountLogin(login.url, username, (), _password(questions))


def ask_keeper(questions: Questions, login: AccountLogin) -> AccountLogin:
    """Ask where a password that was typed is kept, and return the login with the keys for that."""
    if not login.password:
        return login
    known = keepers(urlsplit(login.url).netloc, login.username)
    questions.say("", "The password is not written into the hit list. Where shall followupd find it?",
                  *(f"   {number}  {one.label}" for number, one in enumerate(known, 1)))
    chosen = questions.answer("A number, or a command that prints it", None, "1", lambda text: _keeper(text, known))
    if isinstance(chosen, str):
        return replace(login, keys=(("password_command", chosen),), password="")
    return replace(login, keys=chosen.keys(), keeper=chosen)


def _keeper(text: str, known: tuple[Keeper, ...]) -> Keeper | str:
    if not text.isdecimal():
        return _not_empty(text)
    if not 1 <= int(text) <= len(known):
        raise ValueError(f"There is no number {text}. Write one from 1 to {len(known)}.")
    return known[int(text) - 1]


def _password(questions: Questions) -> str:
    while not (password := questions.typed("Password (not shown, and not written)", hidden=True)):
        complain("nothing was typed; Ctrl-C leaves")
    return password


def _not_empty(text: str) -> str:
    if not text.strip():
        raise ValueError("Nothing was typed.")
    return text.strip()


def unreachable(questions: Questions, error: CalendarUnreachable) -> None:
    """Say why the server cannot be used, so that another calendar is chosen. Raises the error if nobody is there."""
    if not questions.there:
        raise error
    complain(error.message)
    click.echo("", err=True)
