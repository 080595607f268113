"""Report the state of the daemon to systemd: ready, reloading, stopping, alive.

Sends datagrams to $NOTIFY_SOCKET (sd_notify(3)). Without that variable nothing is sent. Never fails: a service must not
die because nobody listens.
"""

from __future__ import annotations

import os
import socket
import time
from contextlib import suppress


class Notify:
    """The connection to systemd.

    `socket_name` and `watchdog_usec` come from the environment, `pid` is the process meant.
    """

    def __init__(self, socket_name: str | None, watchdog_usec: str | None = None, pid: str | None = None) -> None:
        """`watchdog_usec` counts only if `pid` is ours or absent."""
        self._address = None if not socket_name else "\0" + socket_name[1:] if socket_name[0] == "@" else socket_name
        meant = pid is None or pid == str(os.getpid())
        usable = watchdog_usec is not None and watchdog_usec.isdecimal() and meant and self._address is not None
        self.watchdog: float | None = int(watchdog_usec or 0) / 1_000_000 or None if usable else None

    @classmethod
    def from_environment(cls) -> Notify:
        """Read the variables that systemd set."""
        return cls(*(os.environ.get(name) for name in ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")))

    def ready(self, status: str) -> None:
        """Report that the daemon works, with a line of status."""
        self._send(f"READY=1\nSTATUS={status}")

    def status(self, status: str) -> None:
        """Report a line of status."""
        self._send(f"STATUS={status}")

    def reloading(self) -> None:
        """Report that the hit list is being read again; `ready` ends that."""
        self._send(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """Report that the daemon is about to end."""
        self._send("STOPPING=1")

    def alive(self) -> None:
        """Report that no pass hangs; systemd restarts a service that is silent for WatchdogSec."""
        if self.watchdog is not None:
            self._send("WATCHDOG=1")

    def _send(self, text: str) -> None:
        if self._address is None:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
            sender.setblocking(False)
            sender.sendto(text.encode("utf-8", "replace"), self._address)
