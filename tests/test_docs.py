"""What the code and the tests cite is on a page here: promises, rules about servers, other pages."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

from followupd.core.values.hitlist import RetryRule

ROOT = Path(__file__).parents[1]
PROMISES = (ROOT / "docs/promises.md").read_text(encoding="utf-8")
SERVERS = (ROOT / "docs/servers.md").read_text(encoding="utf-8")
LADDER = ", ".join(map(str, RetryRule().ladder))
TRIES = len(RetryRule().ladder) + 1
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def texts() -> dict[str, str]:
    """What cites: every module and page, by its path."""
    paths = [path for folder in ("followupd", "tests", "bench") for path in (ROOT / folder).rglob("*.py")]
    paths += [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in paths}


def docstrings_and_comments(text: str) -> list[str]:
    """A module's prose: its comments and every docstring, so that a name in test data does not count as a citation."""
    tree = ast.parse(text)
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef
    docstrings = [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, kinds)]
    return [*docstrings, *re.findall(r"#.*", text)]


@pytest.mark.parametrize("folder", ["followupd", "bench"])
def test_every_docstring_and_comment_begins_with_what_it_says(folder: str) -> None:
    """With a verb or a noun phrase, never like a question: "Return whether ...", "The channels of ..."."""
    question = re.compile(r"(?:#:? *)?(?:What|Whether|How|Where|Why|Who|Whom|Whose|Which)\b")
    for name, text in texts().items():
        if name.startswith(folder):
            for said in docstrings_and_comments(text):
                assert not question.match(said), f"{name}: {said}"


def test_every_promise_that_is_cited_is_on_the_page() -> None:
    promised = [int(number) for number in re.findall(r"^## P(\d+): ", PROMISES, re.MULTILINE)]
    assert promised == list(range(1, len(promised) + 1))
    for name, text in texts().items():
        prose = "\n".join(docstrings_and_comments(text)) if name.endswith(".py") else text
        for number in re.findall(r"(?<!\w)P(\d{1,2})\b", prose):
            assert int(number) in promised, f"{name} cites P{number}"


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
    """By its path, by a link from the page beside it, or by its name alone."""
    pages = {path.name for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))}
    for name, text in texts().items():
        for cited in re.findall(r"([\w./-]+\.md)\b", text):
            assert Path(cited).name in pages, f"{name} cites {cited}"


@pytest.mark.parametrize(("page", "before", "said", "after"), [
    ("config.example.yaml", "ladder: [", LADDER, "]   # then the person rests"),
    ("docs/hit-list.md", "ladder: [", LADDER, "]   # the waits between tries"),
    ("docs/judgement.md", "The ladder says how long to wait: ", LADDER, ". The next try"),
    ("docs/judgement.md", "After the ", ORDINALS[TRIES - 1], " try they rest"),
    ("docs/follow-through.md", "the ladder's waits (", LADDER, ")"),
    ("docs/follow-through.md", "the rest after ", str(TRIES), " tries"),
])
def test_every_page_says_the_default_ladder(page: str, before: str, said: str, after: str) -> None:
    """Each place that says the waits, or how many tries they make, says those of `RetryRule`.

    FOLLOWUPD_UPDATE_GOLDEN=1 writes them there; the figures beside them need `bench.follow_through`.
    """
    path = ROOT / page
    text = path.read_text(encoding="utf-8")
    found = re.search(rf"{re.escape(before)}([^\n\])]+?){re.escape(after)}", text)
    assert found is not None
    if os.environ.get("FOLLOWUPD_UPDATE_GOLDEN") == "1":
        path.write_text(text[: found.start(1)] + said + text[found.end(1) :], encoding="utf-8")
    else:
        assert found[1] == said
