"""Feed the hit list's loader with bytes that nobody would write, and the plan with what it accepts.

    python tests/faults/fuzz_hitlist.py --seconds 300
    python tests/faults/fuzz_hitlist.py --mutations --seed 7 --inputs 20000

Guided by coverage if atheris is installed (`pip install atheris`), else by mutation of real hit lists. Any bytes give
a list, or problems with a place in the file, never an exception, in two CPU seconds; an accepted list can be planned,
and an editor does not object to it. An input that breaks this is saved beside the corpus and named. Never touches a
calendar.
"""

from __future__ import annotations

import argparse
import math
import random
import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jsonschema import Draft7Validator

ROOT = Path(__file__).parents[2]
if str(ROOT) not in sys.path:   # run as a script
    sys.path.insert(0, str(ROOT))

LONGEST = 2.0   # CPU seconds for one input
# Controls, lone surrogates, separators of lines, what turns the direction of all that follows (UAX 9), and what has no
# shape: in a sentence or a path they would act on a terminal, or be the mistake that nobody sees.
ACTING = ("Cc", "Cs", "Zl", "Zp")
TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
UNSEEN = "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff"
NOW = datetime(2026, 11, 20, 21, 10, tzinfo=UTC)
ZONE = ZoneInfo("America/Denver")

VALUES = (
    "1 per workday", "2 every Friday", "3 months", "6w", "weekly", "quarterly", "Mon-Fri 9:00-17:00", "0:00-24:00",
    "wedding", "coffee", "phone", "text", "warn", "2026-12-22 to 2027-01-02, Lisbon", "Diwali", "Eid",
    "Orthodox Easter",
    "1000 years", "every other Tuesday 10:00", "first Monday of the month 9:00", "last Friday of the month 16:00",
    "weekdays 8:45", "5 per month", "1 every Friday", "45 minutes", "0 minutes", "14 May 1977", "29 February 1900",
    "{on: 14 May 1977, lead: 10 days}", "{what: send the photos, by: 2026-11-28}", "Australia/Lord_Howe",
    "2026-11-20 booked 2027-05-21", "1e999", "0x7f", "-1", "99999999999999999999",
    "2026-11-20 14:10 left message, asked for Thursday", "29 February", "9999-12-31", "0001-01-01", "Pacific/Apia",
    "off", "yes", "stop", "follow/", "&a", "*a", "<<: *a", "- ", ": ", "{", "}", "[", "]",
    "|", ">", "!!python/object/apply:os.system", "---", "...",
    "%YAML", "\t", "\0", "\ufeff", "\x1b[2J", "\x85", "\u2028", "\ud7ff", "🎉", "é", "ﷺ", "\u202e", "'", '"',
    "\\", "#", "@", "`",
)


@cache
def words() -> tuple[str, ...]:
    """Return every key and its example, and values that are rare, wrong or hostile.

    Imported late, because atheris only follows what is imported under its eyes.
    """
    from followupd.hitlist.table import SECTIONS

    keys = [key for section in SECTIONS for key in section.keys]
    return tuple(dict.fromkeys((*(key.name for key in keys), *(key.example for key in keys), *VALUES)))


@cache
def editor() -> Draft7Validator:
    """Return an editor's validator for hit lists."""
    from followupd.hitlist.reference import json_schema

    return Draft7Validator(json_schema())


class Broken(AssertionError):
    """The loader broke a promise on some input."""


def is_plain(text: str) -> bool:
    """Return whether everything in a sentence is seen and none of it acts on the rest or on a terminal."""
    return not any(
        unicodedata.category(c) in ACTING or unicodedata.bidirectional(c) in TURNING or c in UNSEEN for c in text
    )


def one_input(data: bytes, folder: Path) -> bool:
    """Load these bytes as a hit list; True if they were accepted. Raises Broken, or whatever the loader raised."""
    from followupd.core.people.identity import identify
    from followupd.core.plan import make_plan
    from followupd.hitlist.json_schema import json_of
    from followupd.hitlist.load import load
    from followupd.hitlist.located import read_tree
    from followupd.hitlist.problems import render

    file = folder / "hitlist.yaml"
    file.write_bytes(data)
    began = time.process_time()
    loaded = load(file, lambda: ZONE)
    if (loaded.hitlist is None) != bool(loaded.problems):
        raise Broken("a list beside problems, or neither")
    lines = data.count(b"\n") + data.count(b"\r") + data.count("\u0085".encode()) + data.count("\u2028".encode()) + 2
    lines += data.count("\u2029".encode())
    for problem in (*loaded.problems, *loaded.notes):
        if problem.file == file and not (1 <= problem.line <= lines and problem.column >= 1):
            raise Broken(f"{problem.line}:{problem.column} is not a place in the file")
        for text in (problem.sentence, problem.path):
            if not is_plain(text):
                raise Broken(f"a sentence that a terminal would act on: {text!r}")
        if not problem.sentence.endswith((".", "?", ")")) or len(problem.sentence) > 700:
            raise Broken(f"no sentence: {problem.sentence!r}")
    render(loaded.problems)
    if loaded.hitlist is not None:
        people = identify(loaded.hitlist.contacts, (), NOW)
        make_plan(loaded.hitlist, people, people.listed, {}, NOW)
        for marked in editor().iter_errors(json_of(read_tree(data).root)):
            raise Broken(f"an editor marks what was accepted: {marked.json_path}: {marked.message}")
    if (taken := time.process_time() - began) > LONGEST:
        raise Broken(f"{taken:.1f} seconds for {len(data)} bytes")
    return loaded.hitlist is not None


def seeds() -> list[bytes]:
    """Return the example and every hit list that the pages show."""
    found = [(ROOT / "config.example.yaml").read_bytes()]
    for page in sorted((ROOT / "docs").glob("*.md")):
        found += [match.encode() for match in re.findall(r"```yaml\n(.*?)```", page.read_text(), re.DOTALL)]
    return found


def mutate(chance: random.Random, pool: list[bytes]) -> bytes:
    """Return a mutation of one of the pool: bytes or lines changed, moved, doubled, taken from another, or cut off."""
    data = bytearray(chance.choice(pool))
    for _ in range(chance.choice((1, 1, 2, 3, 6, 12))):
        at = chance.randrange(len(data) + 1)
        to = min(len(data), at + chance.choice((1, 1, 2, 4, 20, 100)))
        match chance.randrange(7):
            case 0:
                data[at:to] = b""
            case 1:
                data[at:at] = chance.choice(words()).encode("utf-8", "surrogatepass")
            case 2:
                data[at:to] = chance.choice(words()).encode("utf-8", "surrogatepass")
            case 3:
                data[at:to] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 4)))
            case 4:
                data[at:at] = data[at:to] * chance.choice((1, 2, 30))
            case 5:
                other = chance.choice(pool)
                start = chance.randrange(len(other) + 1)
                data[at:to] = other[start:start + chance.choice((5, 50, 500))]
            case _:
                lines = bytes(data).split(b"\n")
                chance.shuffle(lines)
                data = bytearray(b"\n".join(lines))
    return bytes(data)


def run_mutations(
    seed: int, tell: Callable[[bytes], None], *, seconds: float = math.inf, count: float = math.inf
) -> tuple[int, int]:
    """Mutate until the time or the count is over; return how many inputs there were, and how many were accepted.

    The same seed and count give the same inputs.
    """
    chance, pool = random.Random(seed), seeds()
    tried = accepted = 0
    deadline = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as name:
        while tried < count and time.monotonic() < deadline:
            data = mutate(chance, pool)
            try:
                if one_input(data, Path(name)):
                    accepted += 1
                    if len(pool) < 500 and len(data) < 5000:
                        pool.append(data)   # so that later ones differ more from the seeds
            except Exception:
                tell(data)
                raise
            tried += 1
    return tried, accepted


def run_guided(seconds: float, corpus: Path) -> None:
    """Run atheris (libFuzzer), which ends the process itself and says how many inputs it ran."""
    import atheris  # type: ignore[import-not-found,unused-ignore]

    with atheris.instrument_imports(include=["followupd"]):
        import followupd.core.people.identity
        import followupd.core.plan
        import followupd.hitlist.load
        import followupd.hitlist.problems  # noqa: F401 - imported to be followed
    for number, data in enumerate(seeds()):
        (corpus / f"seed{number}").write_bytes(data)
    dictionary = corpus.parent / "words.dict"
    dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in words()))
    folder = Path(tempfile.mkdtemp())

    def target(data: bytes) -> None:
        one_input(data, folder)

    atheris.Setup(
        [sys.argv[0], str(corpus), f"-max_total_time={seconds:.0f}", f"-dict={dictionary}", "-max_len=4000",
         "-timeout=10", "-rss_limit_mb=1000", f"-artifact_prefix={corpus.parent}/broken-", "-print_final_stats=1"],
        target,
    )
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass"))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--inputs", type=int, help="this many mutations, however long they take")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    parser.add_argument("--mutations", action="store_true", help="without atheris, even where it is installed")
    parser.add_argument("--corpus", type=Path, help="keep what was found here (default: a new folder in /tmp)")
    asked = parser.parse_args()
    corpus = asked.corpus or Path(tempfile.mkdtemp(prefix="followupd-fuzz-")) / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    if not asked.mutations:
        with suppress(ImportError):
            run_guided(asked.seconds, corpus)
            return

    def tell(data: bytes) -> None:
        broken = corpus.parent / "broken-input"
        broken.write_bytes(data)
        print(f"broken by {broken} (seed {asked.seed})", file=sys.stderr)

    limit = {"seconds": asked.seconds} if asked.inputs is None else {"count": asked.inputs}
    tried, accepted = run_mutations(asked.seed, tell, **limit)
    print(f"{tried} inputs survived, {accepted} of them accepted (seed {asked.seed})")


if __name__ == "__main__":
    main()
