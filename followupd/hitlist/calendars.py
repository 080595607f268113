"""`calendar:`, `busy:` and `addressbook:` as targets: files, folders, published addresses, collections of an account.

Takes texts and what was found; looks at the disk only to tell a folder from a file. No problem ever quotes a secret, or
an address that may hold one: the address of a published calendar is itself a secret.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from followupd.core.phrases.times import parse_length
from followupd.core.phrases.words import quoted
from followupd.core.values.targets import (
    BY_SCHEME,
    CaldavTarget,
    CalendarTarget,
    CarddavTarget,
    CardFilesTarget,
    FeedTarget,
    IcsTarget,
)
from followupd.hitlist.json_schema import ANY_TEXT, Definitions, Schema, either
from followupd.hitlist.located import Node, Sequence
from followupd.hitlist.scope import Scope, each, file_path, shown
from followupd.hitlist.sections import SectionValues
from followupd.hitlist.shapes import Entry

DEFAULT_FILE = "followup.ics"
PASSWORD_KEYS = ("password", "password_command", "password_env", "password_credential")
SECRET_KEYS = (*PASSWORD_KEYS, "token_command")
MOST_CALENDARS = 50
MOST_BOOKS = 20
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
CREDENTIAL = re.compile(r"[A-Za-z0-9_.@-]+")
_LONGEST_TIMEOUT = 600.0
_OTHER_KIND = "is an address of another kind. Write a file, a folder, or an https:// address."


def parse_calendar(folder: Path, text: str) -> CalendarTarget:
    """An .ics file, a folder, or the address of a calendar without a login."""
    if match := _SCHEME.match(text):
        if match[1].lower() not in BY_SCHEME:
            raise ValueError(_OTHER_KIND)
        return BY_SCHEME[match[1].lower()](parse_url(text))
    path = file_path(folder, text)
    if text.endswith("/") or is_folder(path):
        return IcsTarget(path, is_folder=True)
    if path.suffix.lower() != ".ics":
        raise ValueError(
            f'"{shown(text)}" is neither an .ics file nor an existing folder. Write {path.stem}.ics or {shown(text)}/.'
        )
    return IcsTarget(path)


def is_folder(path: Path) -> bool:
    """Return whether this is a folder. One that we may not look at does not count."""
    try:
        return path.is_dir()
    except OSError:
        return False


def parse_url(text: str) -> str:
    """The address of a server as it is written, without a login in it."""
    url: SplitResult | None
    try:
        url = urlsplit(text)
        usable = bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        url, usable = None, False
    if url is None or not usable or re.search(r"\s", text) or url.scheme.lower() not in {*_SCHEMES, *BY_SCHEME}:
        raise ValueError("is not a web address. Write https://dav.example.com/.")
    if "@" in url.netloc:
        raise ValueError("holds a user name. Put it beside the address: username, and password_command.")
    return text


def account(section: SectionValues) -> CaldavTarget | None:
    """A calendar of an account, with its login. None after a problem."""
    return CaldavTarget(**section.values) if _is_account(section, feeds=section.path.startswith("busy")) else None


def address_book(section: SectionValues) -> CarddavTarget | None:
    """An address book of an account, with its login. None after a problem."""
    return CarddavTarget(**section.values) if _is_account(section) else None


def _is_account(section: SectionValues, *, feeds: bool = False) -> bool:
    """Check the address of a server and its login; with `feeds` it may be that of a published calendar too."""
    if "url" not in section.nodes:
        return False
    secrets = [key for key in SECRET_KEYS if key in section.nodes]
    check_secrets(section, secrets)
    url = section.values.get("url")
    if url is None or not section.is_sound("url"):
        return False
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") and not feeds:
        section.problem("url", _OTHER_KIND)
    elif secrets and parts.scheme.lower() == "http" and not is_loopback(parts.hostname or ""):
        section.note("url", "sends the password over the network in the clear. Write https:// if the server has it.")
    return section.is_sound()


def check_secrets(section: SectionValues, secrets: list[str]) -> None:
    """Check that there is at most one source, and that user name and secret come together."""
    if len(secrets) > 1:
        section.problem(secrets[1], f"is a second source beside {secrets[0]}. Keep one of them.")
    elif secrets and secrets[0] != "token_command" and "username" not in section.nodes:
        section.scope.problem(section.node, section.path, f"has {secrets[0]} and no username. Add username.")
    elif not secrets and "username" in section.nodes:
        section.problem("username", "has no password beside it. Add password_command: pass show dav.")
    if "password" in section.nodes:
        section.note("password", "can be read by everyone who can read this file. password_command avoids that.")


@dataclass(frozen=True, slots=True)
class Command:
    """A text for the shell, or a list that is run as it is."""

    example: str

    def read(self, scope: Scope, node: Node, path: str) -> str | tuple[str, ...] | None:
        """The command; texts are kept as they were typed."""
        if not isinstance(node, Sequence):
            return scope.text(node, path, self.example)
        if not node.items:
            scope.problem(node, path, "is an empty list. Write [pass, show, dav].")
        parts = (scope.text(item, at, self.example) for item, at in each(node, path))
        return tuple(part for part in parts if part is not None)

    def schema(self, definitions: Definitions) -> Schema:  # noqa: ARG002 - Shape's signature
        """One or a list."""
        return either(ANY_TEXT, {"type": "array", "items": ANY_TEXT, "minItems": 1})


def parse_variable(text: str) -> str:
    """The name of an environment variable; never quoted, since somebody may put the secret itself here."""
    return _name(text, VARIABLE, "MY_PASSWORD")


def parse_credential(text: str) -> str:
    """The name of a systemd credential; not quoted either."""
    return _name(text, CREDENTIAL, "caldav-password")


def _name(text: str, form: re.Pattern[str], example: str) -> str:
    if not form.fullmatch(text):
        raise ValueError(f"is the name of where the password is, not the password. Write a name such as {example}.")
    return text


SECONDS = r"([0-9]{1,4}(?:\.[0-9]{1,3})?) ?(?:s|sec|secs|seconds?)?"


def parse_timeout(text: str) -> float:
    """Seconds: "30", "30 seconds", "1 minute"; more than zero and at most ten minutes."""
    if match := re.fullmatch(SECONDS, text.lower()):
        seconds = float(match[1])
    else:
        try:
            seconds = parse_length(text).total_seconds()
        except ValueError:
            raise ValueError(f'"{shown(text)}" is not a number of seconds. Write 30.') from None
    if not 0 < seconds <= _LONGEST_TIMEOUT:
        raise ValueError(f'"{shown(text)}" is not between 1 and {_LONGEST_TIMEOUT:.0f} seconds. Write 30.')
    return seconds


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class OnTheAccount:
    """A value that may name another calendar on the account of `calendar:`, if that is on one."""

    name: str
    otherwise: str      # the problem if it is not


def parse_busy(folder: Path, text: str) -> CalendarTarget | OnTheAccount:
    """A file, a folder, an address, or the name of a calendar on the account of `calendar:`."""
    if match := _SCHEME.match(text):
        return FeedTarget(_feed(match[1].lower(), text[match.end():]), webcal=match[1].lower() == "webcal")
    path = file_path(folder, text)
    if text.endswith("/") or is_folder(path):
        return IcsTarget(path, is_folder=True)
    if path.name.lower().endswith((".ics", ".ical", ".ifb", ".gz")) or text.startswith(("~", "/", "./", "../")):
        return IcsTarget(path)
    return OnTheAccount(
        text,
        f"{quoted(text)} is not an .ics file, an existing folder or an address. Write {path.stem}.ics or"
        f" {path.name}/. A name alone is another calendar on the account of `calendar:`, but that is not an account.",
    )


def _feed(scheme: str, rest: str) -> str:
    """Return the address of a published calendar."""
    if scheme not in _SCHEMES:
        raise ValueError(_OTHER_KIND)
    url = f"{_SCHEMES[scheme]}://{rest}"
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", url):
        raise ValueError("is not a web address. Write https://calendar.example.com/work.ics.")
    if "@" in parts.netloc:
        raise ValueError("holds a user name or password. Write {url: ADDRESS, username: dana, password_command: ...}.")
    return url


def _is_published(target: CaldavTarget) -> bool:
    """Return whether this is the address of a file and not of an account: `.../work.ics`, `.../personal?export`."""
    parts = urlsplit(target.url)
    is_file = parts.path.lower().endswith((".ics", ".ical", ".ifb", ".gz")) or bool(parts.query)
    return target.name is None and (is_file or parts.scheme.lower() not in ("http", "https"))


def busy_targets(scope: Scope, entries: list[Entry], calendar: CalendarTarget | None) -> tuple[CalendarTarget, ...]:
    """The calendars to keep clear of, each once, in the order in which they are written."""
    targets: dict[CalendarTarget, str] = {}
    for entry in entries:
        target = entry.value
        if isinstance(target, OnTheAccount):
            if calendar is None:        # that is reported separately
                continue
            if not isinstance(calendar, CaldavTarget):
                scope.problem(entry.node, entry.path, target.otherwise)
                continue
            target = replace(calendar, name=target.name)
        elif isinstance(target, CaldavTarget) and _is_published(target):
            scheme, _, rest = target.url.partition("://")
            has_login = target.username is not None or target.token_command is not None or target.ca_file is not None
            url = _feed(scheme.lower(), rest)
            target = FeedTarget(url, replace(target, url=url) if has_login else None, webcal=scheme.lower() == "webcal")
        if target is not None and target in targets:
            scope.note(entry.node, entry.path, f"is the same calendar as {targets[target]}. One of them is enough.")
        elif target is not None:
            targets[target] = entry.path
    return tuple(targets)


def parse_book(folder: Path, text: str) -> CalendarTarget:
    """A .vcf file or a folder of them."""
    if "://" in text:
        raise ValueError("is an address. Write {url: ADDRESS, username: dana, password_command: pass show dav}.")
    path = file_path(folder, text)
    if text.endswith("/") or is_folder(path):
        return CardFilesTarget(path, is_folder=True)
    if path.suffix.lower() not in (".vcf", ".vcard"):
        raise ValueError(
            f'"{shown(text)}" is neither a .vcf file nor an existing folder. Write {path.stem}.vcf or {shown(text)}/.'
        )
    return CardFilesTarget(path)
