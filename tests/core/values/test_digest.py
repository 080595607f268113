"""The digest is SHA-256 whoever makes it: ids of facts and names of files rest on it."""

from __future__ import annotations

import hashlib

import pytest

from followupd.core.values.digest import LARGE, sha256


@pytest.mark.parametrize("data", [b"", b"Dana", b"x" * LARGE, b"x" * (LARGE + 1)])
def test_it_is_the_one_of_hashlib(data: bytes) -> None:
    """Small and large, either side of where OpenSSL takes over."""
    assert sha256(data) == hashlib.sha256(data).digest()
