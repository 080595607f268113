"""Network failures as our own errors, for every request with niquests.

Says where it happened and what to do. Never repeats the library's message, which may quote a header with a login, or a
secret address.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from niquests import exceptions
from niquests.exceptions import BaseHTTPError  # type: ignore[attr-defined]  # urllib3's, whichever one it uses

from followupd.dav.bounded import AnswerTooBig, AnswerTooLong
from followupd.errors import AGAIN, CalendarUnreachable


class ConnectionBroke(CalendarUnreachable):
    """The connection failed or was dropped."""


class ClearlyRefused(CalendarUnreachable):
    """The server answered that it does nothing just now: it refuses the login, or asks for a pause."""


class LoginFailed(ClearlyRefused):
    """The server refuses this user name with this password."""


class TooLarge(CalendarUnreachable):
    """The answer is larger than we read."""


@dataclass(frozen=True, slots=True)
class Advice:
    """The next step for the user after each kind of failure."""

    slow: str
    large: str
    certificate: str
    address: str
    connection: str


@contextmanager
def network_errors(where: str, timeout: float, advice: Advice) -> Iterator[None]:
    """Raise CalendarUnreachable for every failure of the network; a ConnectionBroke if trying again may help.

    A redirect that must not be followed is left to the caller: niquests' TooManyRedirects.
    """
    try:
        yield
    except exceptions.TooManyRedirects:
        raise
    except AnswerTooLong as late:
        raise CalendarUnreachable(f"{where} did not finish within {late.seconds:g} seconds", advice.slow) from None
    except AnswerTooBig as big:
        raise too_large(where, big.size, advice.large) from None
    except exceptions.Timeout:
        raise CalendarUnreachable(f"{where} did not answer within {timeout:g} seconds", advice.slow) from None
    except exceptions.SSLError as failure:
        if _speaks_no_tls(failure):
            raise CalendarUnreachable(f"{where} has no TLS there", advice.certificate) from None
        raise CalendarUnreachable(
            f"{where} could not prove who it is: {tls_reason(failure)}", advice.certificate
        ) from None
    except exceptions.ProxyError:
        raise CalendarUnreachable(
            f"{where} could not be reached through the proxy", "Look at HTTPS_PROXY and NO_PROXY."
        ) from None
    except (exceptions.InvalidURL, exceptions.MissingSchema, exceptions.InvalidSchema):
        raise CalendarUnreachable(f"{where} is not an address", advice.address) from None
    except exceptions.ConnectionError as failure:
        raise _not_connected(where, failure, timeout, advice) from None
    except (exceptions.RequestException, BaseHTTPError, OSError) as failure:
        # A response that is cut off or cannot be decoded, or urllib3's own error, which niquests raises for a bad chunk
        # and for a host that cannot be one (a ValueError).
        if isinstance(failure, BaseHTTPError) and isinstance(failure, ValueError):
            raise CalendarUnreachable(f"{where} is not an address", advice.address) from None
        raise ConnectionBroke(f"{where}: the connection broke off", AGAIN) from None


def too_large(where: str, size: int, hint: str) -> TooLarge:
    """Return the error for an answer of more than `size` bytes."""
    return TooLarge(f"{where} sent more than {size / 1024 / 1024:g} MiB", hint)


def tls_reason(failure: BaseException) -> str:
    """Return why TLS failed, if a person can do something about it."""
    found = next((one for one in _causes(failure) if isinstance(one, ssl.SSLCertVerificationError)), None)
    return (found.verify_message if found is not None else "") or "its certificate is not trusted"


def _speaks_no_tls(failure: BaseException) -> bool:
    """Return whether the server answered in plain text, as one does that is meant by http://."""
    return any(isinstance(one, ssl.SSLError) and one.reason == "WRONG_VERSION_NUMBER" for one in _causes(failure))


def _not_connected(where: str, failure: BaseException, timeout: float, advice: Advice) -> ConnectionBroke:
    """Return the error for a server that was not reached, hung up, or whose answer has a head that nobody can read."""
    causes = list(_causes(failure))
    said = [str(one) for one in causes]
    if any(text.startswith("Receive buffer too long") for text in said):
        return ConnectionBroke(f"{where} sends headers without end", f"Look at its host and port. {AGAIN}")
    if any(text.startswith(("bad ", "illegal ", "malformed ")) for text in said):
        return ConnectionBroke(f"{where} sends what is not HTTP", f"Look at its host and port. {AGAIN}")
    if any(isinstance(one, ConnectionResetError | BrokenPipeError) for one in causes):
        return ConnectionBroke(f"{where} closed the connection without an answer", advice.connection)
    if any("timed out" in text for text in said):
        return ConnectionBroke(f"{where} did not answer within {timeout:g} seconds", advice.slow)
    return ConnectionBroke(f"{where} could not be reached", advice.connection)


def _causes(failure: BaseException) -> Iterator[BaseException]:
    """Yield an error and those that it wraps."""
    seen: BaseException | None = failure
    for _ in range(10):   # libraries wrap each other's errors
        if seen is None:
            return
        yield seen
        seen = _wrapped(seen)


def _wrapped(error: BaseException | None) -> BaseException | None:
    if error is None:
        return None
    reason = getattr(error, "reason", None)
    inner = next((argument for argument in error.args if isinstance(argument, BaseException)), None)
    return reason if isinstance(reason, BaseException) else inner or error.__cause__ or error.__context__
