"""SHA-256 without OpenSSL where there is little to digest: `hashlib` loads it whole, 3.5 MiB that a daemon holds for
life and 3 ms of each start (bench/idle.py). Python's own code is taken from where `random` of the standard library
takes its like; it needs seven times as long, so that large texts go to OpenSSL all the same. The digest is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

LARGE = 200_000     # bytes: 2 ms without OpenSSL


def _own() -> Callable[[bytes], Any]:
    for module in ("_sha2", "_sha256"):      # Python 3.12 and later; 3.11
        with suppress(ImportError, AttributeError):
            own: Callable[[bytes], Any] = import_module(module).sha256
            return own
    return _of_openssl()


def _of_openssl() -> Callable[[bytes], Any]:
    from hashlib import sha256

    return sha256


_small = _own()


def sha256(data: bytes) -> bytes:
    """The 32 bytes."""
    digest: bytes = (_small if len(data) <= LARGE else _of_openssl())(data).digest()
    return digest
