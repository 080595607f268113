"""A server that sends what no server should: one sentence, in time, and no more memory than a mailbox takes."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from followupd.core.values.mailboxes import ImapTarget
from followupd.errors import Failure
from followupd.evidence.mail import connection
from followupd.evidence.mail.imap import ImapMailbox
from tests.kit.mail_server import make_certificate
from tests.kit.mails import ANN, about

OK = b"* OK hello\r\n"


@contextmanager
def saying(folder: Path, greeting: bytes, answer: bytes, *, ends: bool = True) -> Iterator[ImapTarget]:
    """A server that greets so, and answers each command so; %t is its tag. Without `ends` it repeats that for ever."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_certificate(folder), folder / "key.pem")

    class Talk(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError), context.wrap_socket(self.request, server_side=True) as client:
                client.sendall(greeting)
                for line in client.makefile("rb"):
                    said = answer.replace(b"%t", line.split(b" ")[0])
                    client.sendall(said)
                    while not ends:
                        client.sendall(said)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield ImapTarget("localhost", server.server_address[1], username="alex", password="x",
                         ca_file=folder / "cert.pem", timeout=1)
        server.shutdown()


@pytest.mark.parametrize(("greeting", "answer"), [
    (b"HTTP/1.1 400 Bad Request\r\n\r\n", b""), (b"\x00\xff\r\n", b""), (b"* BYE no\r\n", b""),
    (OK, b"* CAPABILITY\r\n%t OK\r\n"), (OK, b"%t NO\r\n"), (OK, b"%t BAD what\r\n"), (OK, b"nonsense\r\n"),
    (OK, b"+ \r\n+ \r\n"), (OK, b"* CAPABILITY IMAP4rev1 {9999999999}\r\n"), (OK, b"* X {-1}\r\n%t OK\r\n"),
    (OK, b"* BYE now\r\n%t OK\r\n"), (b"* PREAUTH hello\r\n", b"%t OK\r\n"),
])
def test_what_is_not_imap(tmp_path: Path, greeting: bytes, answer: bytes) -> None:
    with saying(tmp_path, greeting, answer) as target, pytest.raises(Failure) as caught:
        ImapMailbox(target).look(about(ANN), "")
    assert caught.value.hint
    assert caught.value.message.startswith(("the ", "there is"))


@pytest.mark.parametrize("flood", [b"* OK x\r\n", b"x" * 10_000, b"* X {500000}\r\n" + b"y" * 500_000])
def test_a_flood_ends_somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flood: bytes) -> None:
    """Lines without end, one line without end, and literals without end."""
    monkeypatch.setattr(connection, "LARGEST_SESSION", 3_000_000)
    monkeypatch.setattr(connection, "LONGEST_LINE", 1_000_000)
    monkeypatch.setattr(connection, "MOST_LINES", 10_000)
    with saying(tmp_path, OK, flood, ends=False) as target, pytest.raises(Failure, match="more than anybody reads"):
        ImapMailbox(target).look(about(ANN), "")


def test_a_server_that_drips_is_left_when_the_whole_time_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pause that is never long enough for the timeout of one read."""
    monkeypatch.setattr(connection.MailConnection.__init__, "__defaults__", (0.5,))
    monkeypatch.setattr(connection, "LARGEST_SESSION", 1 << 40)
    with saying(tmp_path, OK, b"* OK x\r\n", ends=False) as target, pytest.raises(Failure, match="did not answer"):
        ImapMailbox(target).look(about(ANN), "")
