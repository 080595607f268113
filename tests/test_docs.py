"""Citations in the code and the tests are on a page here: promises, rules about servers, other pages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from followupd.core.values.hitlist import RetryRule

ROOT = Path(__file__).parents[1]
PROMISES = (ROOT / "docs/promises.md").read_text(encoding="utf-8")
SERVERS = (ROOT / "docs/servers.md").read_text(encoding="utf-8")
LADDER = ", ".join(map(str, RetryRule().ladder))
MEASURED = {"docs/follow-through.md", "docs/follow-through-figures.md"}    # they name the ladder that was measured


def texts() -> dict[str, str]:
    """Return what cites: every module and page, by its path."""
    paths = [path for folder in ("followupd", "tests", "bench") for path in (ROOT / folder).rglob("*.py")]
    paths += [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}


def docstrings_and_comments(text: str, *, of_tests: bool = True) -> list[str]:
    """A module's prose: its comments and every docstring, so that a name in test data does not count as a citation."""
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef
    nodes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)]
    tests = [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    docstrings = [ast.get_docstring(node) or "" for node in nodes if of_tests or node not in tests]
    return [*docstrings, *re.findall(r"#.*", text)]


@pytest.mark.parametrize("folder", ["followupd", "bench", "tests"])
def test_every_docstring_and_comment_begins_with_what_it_says(folder: str) -> None:
    """With a verb or a noun phrase, never like a question: "Return whether ...", "The channels of ...".

    The docstring of a test is a sentence that must hold.
    """
    question = re.compile(r"(?:#:? *)?(?:What|Whether|How|Where|Why|Who|Whom|Whose|Which)\b")
    for name, text in texts().items():
        if name.startswith(folder):
            for said in docstrings_and_comments(text, of_tests=False):
                assert not question.match(said), f"{name}: {said}"


def test_every_promise_that_is_cited_is_on_the_page() -> None:
    promised = [int(number) for number in re.findall(r"^## P(\d+): ", PROMISES, re.MULTILINE)]
    assert promised == list(range(1, len(promised) + 1))

    def strange(text: str) -> set[int]:
        return {int(number) for number in re.findall(r"(?<!\w)P(\d{1,2})\b", text)} - set(promised)

    for name, text in texts().items():
        if found := strange(text):      # most modules need not be parsed
            found = strange("\n".join(docstrings_and_comments(text))) if name.endswith(".py") else found
        assert not found, f"{name} cites P{found}"


def test_what_a_user_gains_and_pays_is_on_one_screen() -> None:
    """With its picture and what each rule costs; the figures are on another page."""
    lines = (ROOT / "docs/follow-through.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 45
    assert max(map(len, lines)) <= 100
    assert "![Days in touch, by scenario and planner](follow-through.svg)" in lines


def test_each_promise_names_tests_that_exist() -> None:
    for promise in re.split(r"^## ", PROMISES, flags=re.MULTILINE)[1:]:
        held = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", promise)
        assert held, promise
        for path, test in held:
            assert re.search(rf"\b{test}\b", (ROOT / path).read_text(encoding="utf-8")), f"{path} has no {test}"


def test_every_rule_about_servers_that_is_cited_is_on_the_page() -> None:
    rules = {int(number) for number in re.findall(r"^(\d+)\. ", SERVERS, re.MULTILINE)}
    for name, text in texts().items():
        for cited in re.findall(r"docs/servers\.md\s+((?:\d+(?:, | and |-)?)+)", text):
            assert {int(number) for number in re.findall(r"\d+", cited)} <= rules, f"{name}: {cited}"


def test_every_page_that_is_cited_exists() -> None:
    """By its path, by a link from the page beside it, or by its name alone; `stack.md` is a sheet of a user."""
    pages = {"stack.md"} | {path.name for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))}
    for name, text in texts().items():
        for cited in re.findall(r"([\w./-]+\.md)\b", text):
            assert Path(cited).name in pages, f"{name} cites {cited}"


def test_only_the_table_of_keys_says_the_default_ladder() -> None:
    """A hit list on a page may state a ladder, and so may what a command measures; prose calls it the default one."""
    naming = set()
    for name, text in texts().items():
        if name.endswith(".md") and name not in MEASURED and not name.startswith("CHANGELOG"):
            prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
            naming |= {(name, line) for line in prose.splitlines() if LADDER in line}
    assert [(name, line.partition("`ladder`")[0]) for name, line in naming] == [("docs/hit-list.md", "| ")]
