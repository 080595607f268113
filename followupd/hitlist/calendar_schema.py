"""`calendar:` as a target: an .ics file, a folder of them, or a calendar of a CalDAV account.

Takes a located node; looks at the disk only to tell a folder from a file. No secret and no address that may hold
one is ever quoted in a problem.
"""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from followupd.core.phrases.times import parse_length
from followupd.core.values.hitlist import CaldavTarget, CalendarTarget, IcsTarget
from followupd.hitlist.fields import Scope, file_path, shown
from followupd.hitlist.located import Mapping, Node, Sequence

DEFAULT_FILE = "followup.ics"
SECRET_KEYS = ("password", "password_command", "password_env", "password_credential", "token_command")
CALDAV_KEYS = ("url", "name", "username", *SECRET_KEYS, "ca_file", "timeout")
_SHAPE = "followup.ics, or {url: https://dav.example.com/, username: dana, password_command: pass show dav}"
_URL = re.compile(r"https?://", re.IGNORECASE)
_ENV_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CREDENTIAL_NAME = re.compile(r"[A-Za-z0-9_.@-]+")
_LONGEST_TIMEOUT = 600.0


def read_calendar(scope: Scope, node: Node, path: str) -> CalendarTarget | None:
    """The target, or None after a problem."""
    if isinstance(node, Mapping):
        return read_caldav(scope, node, path)
    text = scope.text(node, path)
    if text is None:
        return None
    if _URL.match(text):
        return CaldavTarget(text) if _checked_url(scope, node, path, text) else None
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", text):
        scope.problem(node, path, "is an address of another kind. Write a file, a folder, or an https:// address.")
        return None
    return scope.value(node, path, lambda written: ics_target(scope.folder, written))


def ics_target(folder: Path, text: str) -> IcsTarget:
    """A folder where one is there or the text ends in a slash, else a file, which must end in .ics."""
    found = file_path(folder, text)
    if text.endswith("/") or is_folder(found):
        return IcsTarget(found, is_folder=True)
    if found.suffix.lower() != ".ics":
        raise ValueError(
            f'"{shown(text)}" is no .ics file and no folder that is there. Write {found.stem}.ics, or {shown(text)}/.'
        )
    return IcsTarget(found)


def is_folder(path: Path) -> bool:
    """Whether a folder is there; one that we may not look at is taken for none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _checked_url(scope: Scope, node: Node, path: str, text: str) -> SplitResult | None:
    try:
        url = urlsplit(text)
        usable = bool(url.hostname) and (url.port is None or url.port > 0)
    except ValueError:
        url, usable = None, False
    if url is None or not usable or re.search(r"\s", text) or url.scheme.lower() not in ("http", "https"):
        scope.problem(node, path, "is no web address. Write https://dav.example.com/.")
        return None
    if "@" in url.netloc:
        scope.problem(node, path, "holds a user name. Put it beside the address: username, and password_command.")
        return None
    return url


def read_caldav(scope: Scope, node: Mapping, path: str) -> CaldavTarget | None:
    """A calendar of an account, with its login. None after a problem."""
    found = scope.mapping(node, path, CALDAV_KEYS, _SHAPE) or {}
    if "url" not in found:
        scope.problem(node, path, "has no url. Write url: https://dav.example.com/.")
        return None
    before = len(scope.findings.problems)
    text = scope.text(found["url"], f"{path}.url")
    url = _checked_url(scope, found["url"], f"{path}.url", text) if text else None
    texts = {key: scope.text(found[key], f"{path}.{key}") for key in ("name", "username", "password") if key in found}
    secrets = [key for key in SECRET_KEYS if key in found]
    target = CaldavTarget(
        text or "",
        name=texts.get("name"),
        username=texts.get("username"),
        ca_file=_ca_file(scope, found, path),
        timeout=_timeout(scope, found, path),
        password=texts.get("password"),
        password_command=_command(scope, found, path, "password_command"),
        password_env=_name(scope, found, path, "password_env", _ENV_NAME, "MY_PASSWORD"),
        password_credential=_name(scope, found, path, "password_credential", _CREDENTIAL_NAME, "caldav-password"),
        token_command=_command(scope, found, path, "token_command"),
    )
    _check_secrets(scope, node, found, path, secrets)
    if url and secrets and url.scheme.lower() == "http" and not _is_loopback(url.hostname or ""):
        sentence = "sends the password over the network in the clear. Write https:// if the server has it."
        scope.note(found["url"], f"{path}.url", sentence)
    return target if len(scope.findings.problems) == before else None


def _check_secrets(scope: Scope, node: Mapping, found: dict[str, Node], path: str, secrets: list[str]) -> None:
    """At most one source; a password goes with a user name, and a user name with a secret."""
    if len(secrets) > 1:
        scope.problem(found[secrets[1]], f"{path}.{secrets[1]}", f"stands beside {secrets[0]}. Keep one of them.")
    elif secrets and secrets[0] != "token_command" and "username" not in found:
        scope.problem(node, path, f"has {secrets[0]} and no username. Add username.")
    elif not secrets and "username" in found:
        sentence = "has no password beside it. Add password_command: pass show dav."
        scope.problem(found["username"], f"{path}.username", sentence)
    if "password" in found:
        sentence = "stands here for everyone who can read this file. password_command keeps it out."
        scope.note(found["password"], f"{path}.password", sentence)


def _command(scope: Scope, found: dict[str, Node], path: str, key: str) -> str | tuple[str, ...] | None:
    """A text for the shell, or a list that is run as it is."""
    node, at = found.get(key), f"{path}.{key}"
    if node is None:
        return None
    if not isinstance(node, Sequence):
        return scope.text(node, at)
    if not node.items:
        scope.problem(node, at, "is an empty list. Write [pass, show, dav].")
    return scope.values(node, at, str)


def _name(scope: Scope, found: dict[str, Node], path: str, key: str, form: re.Pattern[str], example: str) -> str | None:
    """The name of a place that holds a secret; not quoted, since someone may put the secret itself here."""
    node = found.get(key)
    text = scope.text(node, f"{path}.{key}") if node is not None else None
    if node is not None and text is not None and not form.fullmatch(text):
        sentence = f"is the name of where the password is, not the password. Write a name such as {example}."
        scope.problem(node, f"{path}.{key}", sentence)
        return None
    return text


def _ca_file(scope: Scope, found: dict[str, Node], path: str) -> Path | None:
    if "ca_file" not in found:
        return None
    return scope.value(found["ca_file"], f"{path}.ca_file", lambda text: file_path(scope.folder, text))


def _timeout(scope: Scope, found: dict[str, Node], path: str) -> float:
    return scope.value_or(found, path, "timeout", parse_timeout, CaldavTarget("").timeout)


def parse_timeout(text: str) -> float:
    """Seconds: "30", "30 seconds", "1 minute"; more than none and at most ten minutes."""
    if match := re.fullmatch(r"([0-9]{1,4}(?:\.[0-9]{1,3})?) ?(?:s|sec|secs|seconds?)?", text.lower()):
        seconds = float(match[1])
    else:
        try:
            seconds = parse_length(text).total_seconds()
        except ValueError:
            raise ValueError(f'"{shown(text)}" is no number of seconds. Write 30.') from None
    if not 0 < seconds <= _LONGEST_TIMEOUT:
        raise ValueError(f'"{shown(text)}" is not between 1 and {_LONGEST_TIMEOUT:.0f} seconds. Write 30.')
    return seconds


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
