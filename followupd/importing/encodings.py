"""The text of a file whose encoding nobody wrote down: UTF-8 with or without a mark, UTF-16, or what Windows wrote."""

from __future__ import annotations

import codecs

from followupd.core.phrases.names import composed

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(data: bytes) -> str:
    """Return the text, in NFC. Never raises: bytes that are no UTF-8 are read as Windows-1252, which Outlook writes."""
    return composed(_decoded(data))


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    head = data[:2000]
    if head.count(0) > len(head) // 4:      # UTF-16 without a mark: every other byte of Latin text is a zero
        return data.decode("utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
