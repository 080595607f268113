"""The bar of work that takes long: on a terminal only, after a second, and gone at the end."""

from __future__ import annotations

import sys

import pytest

from followupd.cli.progress import ProgressBar


@pytest.mark.parametrize(("terminal", "seconds", "shown"), [(True, 2.0, True), (True, 0.0, False), (False, 2.0, False)])
def test_a_bar_is_shown_on_a_terminal_once_it_takes_longer_than_a_second(
    terminal: bool, seconds: float, shown: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    with ProgressBar() as bar:
        bar._since -= seconds
        bar("Reading contacts.vcf", 1, 4)
        assert capsys.readouterr().err.startswith("\r[#####---------------] Reading contacts.vcf") == shown
    left = capsys.readouterr().err
    assert left.strip() == ""
    assert bool(left) == shown
