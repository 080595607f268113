"""A second YAML reader, stricter than PyYAML: the npm package `yaml`, which editors use, if it is installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence

FAULTS = """
const { parseDocument } = require('yaml');
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const fault = (text) => parseDocument(text, { logLevel: 'silent', schema: 'failsafe' }).errors.map(String)[0] || '';
process.stdout.write(JSON.stringify(texts.map(fault)));
"""


def has_strict_yaml() -> bool:
    """Return whether it is there: found by NODE_PATH."""
    check = ["node", "-e", "require.resolve('yaml')"]
    return shutil.which("node") is not None and subprocess.run(check, capture_output=True, check=False).returncode == 0


def strict_faults(texts: Sequence[str]) -> list[str]:
    """Return the first fault in each text, "" if it has none."""
    unmarked = json.dumps([text.removeprefix("\ufeff") for text in texts])      # a byte order mark is no part of a text
    said = subprocess.run(["node", "-e", FAULTS], input=unmarked, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    found: list[str] = json.loads(said.stdout)
    return found
