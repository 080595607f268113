"""Addresses whose domain has letters beyond ASCII are the same in both spellings."""

from __future__ import annotations

import pytest

from followupd.core.values.sightings import folded_address, in_ascii


@pytest.mark.parametrize(("address", "same", "sent"), [
    ("Dana@Example.com", "dana@example.com", "dana@example.com"),
    ("Ann@MÜLLER.example", "ann@müller.example", "ann@xn--mller-kva.example"),
    ("ann@XN--MLLER-KVA.example", "ann@müller.example", "ann@xn--mller-kva.example"),
    ("ann@mu\u0308ller.example", "ann@müller.example", "ann@xn--mller-kva.example"),
    ("ann@straße.example", "ann@straße.example", "ann@xn--strae-oqa.example"),
    ("ann@例え.テスト", "ann@例え.テスト", "ann@xn--r8jz45g.xn--zckzah"),
    ("Jörg@example.com", "jörg@example.com", "jörg@example.com"),
    ("ann@xn--\udcff.example", "ann@xn--\udcff.example", "ann@xn--xn--\udcff.example"),
    ("ann@xn--99999999999.example", "ann@xn--99999999999.example", "ann@xn--99999999999.example"),
    ("", "", ""), ("xn--mller-kva", "müller", "xn--mller-kva"),
])
def test_both_spellings(address: str, same: str, sent: str) -> None:
    """A code that is none stays as it is."""
    assert folded_address(address) == same
    assert folded_address(folded_address(address)) == same
    if "\udcff" not in address:
        assert in_ascii(same) == sent
        assert folded_address(sent) == same
