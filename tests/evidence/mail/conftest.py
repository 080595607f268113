"""A mail server for all tests of the room, and mail to put on it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.kit.mail_server import HAS_DOVECOT, MailServer, Wire, dovecot_in


@pytest.fixture(scope="session")
def dovecot() -> Iterator[MailServer]:
    """Dovecot, with a folder of sent mail that has a name of no English program."""
    if not HAS_DOVECOT and not os.environ.get("FOLLOWUPD_REQUIRE_READERS"):
        pytest.skip("dovecot is not installed")
    with dovecot_in(sent="Wysłane") as server:
        yield server


@pytest.fixture
def wire(dovecot: MailServer) -> Iterator[Wire]:
    with Wire(dovecot.certificate, dovecot.plain_port) as relay:
        yield relay
