"""The connection to a server: its name, its port, and whether it can prove who it is.

Takes a host and a port, returns checks. Sends no login and no request. Trusts exactly the authorities that the calendar
itself is opened with: `ca_file:`, else those of the system.
"""

from __future__ import annotations

import os
import socket
import ssl
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import wassima

from followupd.core.values.targets import CaldavTarget
from followupd.doctor.checks import UNREACHABLE, Check, ok, problem, skipped, warning

CONNECTION_PATIENCE = 10.0      # seconds to wait for a connection, at most
EXPIRES_SOON = timedelta(days=14)  # before a certificate expires
PORTS = {"http": 80, "https": 443}
LOOPBACK = ("127.", "::1")


def way(target: CaldavTarget, now: datetime) -> list[Check]:
    """Yield the checks `name` and `TLS`. After a problem no request makes sense."""
    url = urlsplit(target.url)
    host, port = url.hostname or "", url.port or PORTS.get(url.scheme, 443)
    if _proxied(url):
        return [skipped("name", "a proxy is in between (HTTPS_PROXY)"), skipped("TLS", "the proxy is asked first")]
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):   # a name with an empty or overlong part is not IDNA
        return [problem("name", f"{host} is not known", "Look at `url:` for a slip, and at the network.", UNREACHABLE),
                skipped("TLS", "the server was not found")]
    address = str(addresses[0][4][0])
    known = ok("name", f"{host} is {address}" if address != host else f"{host} is an address")
    if url.scheme == "http":
        secret = target.username is not None or target.token_command is not None
        if secret and not address.startswith(LOOPBACK):
            return [known, warning("TLS", "none: the password crosses the network in the clear",
                                   "Write https:// in `url:` if the server has it.")]
        return [known, ok("TLS", "none, and none is needed on this machine" if secret else "none, and no login")]
    return [known, _proof(target, host, port, now)]


def _proxied(url: SplitResult) -> bool:
    return bool(urllib.request.getproxies().get(url.scheme)) and not urllib.request.proxy_bypass(url.hostname or "")


def _proof(target: CaldavTarget, host: str, port: int, now: datetime) -> Check:
    """Do a TLS handshake and nothing else."""
    name = "TLS"
    ca_file = None if target.ca_file is None else target.ca_file.expanduser()
    try:
        context = _context(ca_file)
    except OSError as error:   # SSLError too, if it holds no certificate
        what = "is not there" if isinstance(error, FileNotFoundError) else "cannot be used"
        return problem(name, f"ca_file: {ca_file} {what}", "Correct `ca_file:` in the hit list.", UNREACHABLE)
    try:
        with (
            socket.create_connection((host, port), timeout=min(CONNECTION_PATIENCE, target.timeout)) as plain,
            context.wrap_socket(plain, server_hostname=host) as shown,
        ):
            certificate = shown.getpeercert() or {}
            version = shown.version() or "TLS"
    except ssl.SSLCertVerificationError as failure:
        return problem(name, f"{host} could not prove who it is: {failure.verify_message.rstrip('.')}",
                       "Correct `url:`, or name the authority's certificate with `ca_file:`.", UNREACHABLE)
    except ssl.SSLError:
        return problem(name, f"{host}:{port} does not speak TLS as it should", "Look at the port in `url:`.",
                       UNREACHABLE)
    except TimeoutError:
        return problem(name, f"{host}:{port} does not answer", "Look at the port in `url:`, and at the network.",
                       UNREACHABLE)
    except OSError as error:
        what = (error.strerror or "no connection").lower()
        return problem(name, f"{host}:{port} cannot be reached: {what}", "Is the server running, and the port right?",
                       UNREACHABLE)
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
    if ends - now < EXPIRES_SOON:
        return warning(name, f"the certificate of {host} expires on {ends:%Y-%m-%d}",
                       "Renew it, or tell whoever runs the server.")
    return ok(name, f"{version}; the certificate of {host} is good until {ends:%Y-%m-%d}")


def _context(ca_file: Path | None) -> ssl.SSLContext:
    if ca_file is not None:
        return ssl.create_default_context(cafile=os.fspath(ca_file))
    # As niquests sees what the system trusts.
    return ssl.create_default_context(cadata=wassima.generate_ca_bundle())
