"""What all tests share: the profile of the properties, and real CalDAV servers for every test that wants one.

Each server has its own process, port and folder, and is stopped by its own pid.
"""

from __future__ import annotations

import base64
import http.client
import itertools
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest

# The assertions of these are explained as those of the tests are.
pytest.register_assert_rewrite("tests.contract.contract", "tests.kit")

# No property has a deadline: many read files or call libraries, and a slow machine breaks no promise. Nor is it a
# failure there that drawing a whole user takes long.
hypothesis.settings.register_profile(
    "followupd", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("followupd")

# One seed for all random examples of a run, which a failing run names. On CI (CI=true) the examples never change.
RERUN = "random examples: pytest --hypothesis-seed={}"


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if hypothesis.settings().derandomize or config.getoption("hypothesis_seed") is not None:
        return
    config.option.hypothesis_seed = str(secrets.randbelow(2**32))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    if exitstatus and config.getoption("hypothesis_seed") is not None:
        terminalreporter.write_line(RERUN.format(config.getoption("hypothesis_seed")))


START_UP = 30.0   # seconds; a server that has not answered by then is broken


@pytest.fixture(scope="session", autouse=True)
def folders_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test, and no process that a test starts, leaves a mark in the cache or state folder of whoever runs them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patched.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@dataclass(frozen=True)
class Server:
    """A running CalDAV server: `url` is its root, `home` the folder of the user's calendars."""

    url: str
    home: str
    username: str
    password: str
    log: Path
    pid: int
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), repr=False)

    def new_calendar(self, name: str | None = None) -> str:
        """Make an empty calendar with this display name and return its address."""
        url = f"{self.home}cal{next(self._numbers)}/"
        shown = f"<D:set><D:prop><D:displayname>{name}</D:displayname></D:prop></D:set>" if name else ""
        body = f'<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">{shown}</C:mkcalendar>'
        status, answer = self.request("MKCALENDAR", url, body)
        assert status == 201, answer
        return url

    def request(self, method: str, url: str, body: str = "", **headers: str) -> tuple[int, str]:
        """One plain HTTP request as the user, past everything that is under test."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        login = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        kind = "text/calendar; charset=utf-8" if method == "PUT" else "application/xml; charset=utf-8"
        try:
            connection.request(method, parts.path, body.encode(), {
                "Authorization": f"Basic {login}", "Content-Type": kind,
                **{name.replace("_", "-"): value for name, value in headers.items()},
            })
            response = connection.getresponse()
            return response.status, response.read().decode()
        finally:
            connection.close()


@pytest.fixture(scope="session")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Radicale with a login (user `dana`), as people host it for themselves."""
    folder = tmp_path_factory.mktemp("radicale")
    port = _free_port()
    (folder / "users").write_text("dana:correct horse\n")
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\nhtpasswd_encryption = plain\ndelay = 0\n"
        f"[storage]\nfilesystem_folder = {folder / 'data'}\n"
    )
    command = [sys.executable, "-m", "radicale", "--config", str(folder / "config")]
    with _running(command, folder, port) as pid:
        root = f"http://127.0.0.1:{port}/"
        server = Server(root, f"{root}dana/", "dana", "correct horse", folder / "log", pid)
        server.request("MKCOL", server.home)
        yield server


@pytest.fixture(scope="session")
def xandikos(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Xandikos, which knows no login over plain HTTP."""
    folder = tmp_path_factory.mktemp("xandikos")
    port = _free_port()
    command = [sys.executable, "-m", "xandikos", "serve", "-d", str(folder / "data"), "--defaults",
               "--current-user-principal", "/dana/", "-l", "127.0.0.1", "-p", str(port),
               "--state-dir", str(folder / "state")]
    with _running(command, folder, port) as pid:
        root = f"http://127.0.0.1:{port}/"
        yield Server(root, f"{root}dana/calendars/", "dana", "nobody asks", folder / "log", pid)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: Sequence[str], folder: Path, port: int) -> Iterator[int]:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)
    try:
        deadline = time.monotonic() + START_UP
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < deadline, "the server did not come up"
                time.sleep(0.05)   # nothing tells when a foreign process listens
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
