"""YAML text becomes a tree of what was typed, with positions; every fault is reported with its place."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from followupd.hitlist import located
from followupd.hitlist.located import Mapping, Node, Scalar, Sequence, Tree, read_tree
from followupd.hitlist.yaml_faults import TOO_DEEP, Fault, syntax_fault


def value(node: Node | None) -> Any:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [value(item) for item in node.items]
        case Mapping():
            return {text: value(inner) for text, (_, inner) in node.entries.items()}
        case None:
            return None


def in_python(data: bytes) -> Tree:
    builder = located.Builder()
    return Tree(builder.build(located.python_events(data)), tuple(builder.faults))


def test_plain_text_stays_what_was_typed() -> None:
    """YAML 1.1 would make a bool, minutes, a date and an octal number of these."""
    data = b"[no, on, 09:30, 2026-11-18, +13035550142, 007, 1_000, ~, '']"
    assert value(read_tree(data).root) == ["no", "on", "09:30", "2026-11-18", "+13035550142", "007", "1_000", "~", ""]


def test_nodes_know_their_position() -> None:
    """Lines and columns count from 1, also for keys and after an umlaut."""
    root = read_tree("ä: 1\nfriends:\n  - {ü: x}\n".encode()).root
    assert isinstance(root, Mapping)
    key, friends = root.entries["friends"]
    assert (key.line, key.column) == (2, 1)
    assert isinstance(friends, Sequence)
    inner = friends.items[0]
    assert isinstance(inner, Mapping)
    assert (inner.entries["ü"][1].line, inner.entries["ü"][1].column) == (3, 9)


def test_only_unquoted_nothing_is_empty() -> None:
    """A quoted empty text was typed on purpose."""
    root = read_tree(b"[~, '', a]").root
    assert isinstance(root, Sequence)
    assert [item.is_empty for item in root.items if isinstance(item, Scalar)] == [True, False, False]


def test_merge_keys_give_way_to_own_keys_and_earlier_sources() -> None:
    """As YAML's merge type says, and as PyYAML reads it."""
    data = b"a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {z: 3, <<: [*a, *b]}\nd: {'<<': 4}\n"
    assert value(read_tree(data).root)["c"] == {"x": "1", "y": "1", "z": "3"}
    assert value(read_tree(data).root)["d"] == {"<<": "4"}
    assert yaml.safe_load(data)["c"] == {"x": 1, "y": 1, "z": 3}


def test_aliases_share_their_node() -> None:
    """A hundred uses of one anchor cost one node."""
    root = read_tree(b"[&x {a: 1}, *x, *x]").root
    assert isinstance(root, Sequence)
    assert root.items[1] is root.items[0]
    assert root.items[2] is root.items[0]


LAUGHS = b"a: &a [x,x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 10)) for i in range(12)
)
MERGES = b"a: &a {" + b",".join(b"k%d: 1" % i for i in range(3000)) + b"}\nb: {<<: [" + b"*a," * 3000 + b"]}\n"


@pytest.mark.parametrize(
    ("data", "line", "column", "sentence"),
    [
        (b"a: 1\nb: 2\na: 3\n", 3, 1, "a is here twice, first on line 1"),
        (b"a: &x [*x]", 1, 8, "*x is inside the very part"),
        (b"a: &x {<<: *x}", 1, 12, "*x is inside the very part"),
        (b"a: *x", 1, 4, "*x refers to no &x above it"),
        (b"a: {<<: text}", 1, 9, "merges another mapping"),
        (b"a: !!python/object/apply:os.system [x]", 1, 4, "the tag !!python/object/apply:os.system is not used here"),
        (b"a: !foo x", 1, 4, "the tag !foo is not used here"),
        (b"a: 1\n---\nb: 2\n", 2, 1, "a second document begins here"),
        (b"{a: {{x}}}", 1, 6, "a key must be one text"),
        (b"[" * 60, 1, 51, "more than 50 levels deep"),
        (LAUGHS, 6, 17, "more than 500,000 values"),
        (MERGES, 2, 256, "more than 500,000 values"),
        (b"a: \x00", 1, 4, "a control character (NUL)"),
        (b"a: 1\nb: \x1b[0m", 2, 4, "a control character (U+001B)"),
        (b"a: 1\nb\xc3\xa4: \xff", 2, 5, "the byte 0xff is not UTF-8"),
        ("a: 1".encode("utf-16"), 1, 1, "the file is UTF-16"),
        (b"a:\n\t- b\n", 2, 1, "this is a tab"),
        (b"a: @x", 1, 4, '"@" cannot begin a text'),
        (b"notes: back: from Lisbon", 1, 12, 'a ": " where no key can be'),
        (b"a: [1, 2\nb: 3\n", 2, 2, 'the list from line 1 is not closed'),
        (b"a: 'x\nb: 1\n", 1, 4, "the quoted text that begins on line 1 is never closed"),
        (b"a: b\nc\nd: e", 3, 1, 'neither "key: value" nor an entry'),
        (b"a:\n  - b\n c: d", 3, 2, "does not fit what began on line 1"),
        ("a:\n  - b: 1\n\ufeff    c: 2\n".encode(), 3, 1, "begins with a character that cannot be seen (U+FEFF)"),
        ("a:\n  - b\n\u00a0 - c\nd: e\n".encode(), 3, 1, "begins with a character that cannot be seen (U+00A0)"),
        (b"a" * (located.LARGEST_FILE + 1), 1, 1, "larger than 20 MB"),
    ],
    ids=lambda part: part[:20] if isinstance(part, (bytes, str)) else None,
)
def test_a_fault_has_a_place_and_a_plain_sentence(data: bytes, line: int, column: int, sentence: str) -> None:
    """After it nothing is read that would make no sense, or fill the memory."""
    faults = read_tree(data).faults
    assert [(f.line, f.column) for f in faults[:1]] == [(line, column)]
    assert sentence in faults[0].sentence


DEEP = {"in flow": b"[" * 2000, "in block": b"".join(b" " * i + b"a:\n" for i in range(2000))}
FROM_LIBYAML = {
    "flow": ("while increasing flow level", 0, 1000), "block": ("while increasing block level", 999, 1000),
}


@pytest.mark.parametrize("data", DEEP.values(), ids=DEEP)
def test_too_deep_nesting_is_reported_in_our_own_words(data: bytes) -> None:
    """Older parsers let us count to fifty; libyaml 0.2.6 reads ahead and stops at a thousand."""
    assert [fault.sentence for fault in read_tree(data).faults] == [TOO_DEEP]


@pytest.mark.parametrize(("context", "line", "column"), FROM_LIBYAML.values(), ids=FROM_LIBYAML)
def test_libyamls_own_limit_is_translated(context: str, line: int, column: int) -> None:
    """As libyaml 0.2.6 raises it, whichever libyaml is installed here."""
    mark = yaml.Mark("x", 0, line, column, None, 0)
    error = yaml.scanner.ScannerError(context, mark, "exceeded maximum nesting depth", mark)
    assert syntax_fault(error, b"") == Fault(line + 1, column + 1, TOO_DEEP)


def test_the_harmless_is_accepted() -> None:
    """A byte order mark, `!!str`, an end mark, comments only, and nothing at all."""
    assert value(read_tree(b"\xef\xbb\xbf# first\na: !!str 12\n...\n").root) == {"a": "12"}
    assert read_tree(b"# nothing\n") == Tree(None, ())
    assert read_tree(b"") == Tree(None, ())


TREES = st.recursive(
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcdefg", min_size=1, max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(TREES)
def test_what_yaml_writes_is_read_back(tree: Any) -> None:
    """Quoted or not, in blocks or in flow."""
    data = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=None).encode()
    read = read_tree(data)
    assert read.faults == ()
    assert value(read.root) == tree


@given(st.text("ab:- \n[]{},&*<!'\"#|>x?%@\t", max_size=40))
def test_no_text_breaks_the_reader_and_both_parsers_agree(text: str) -> None:
    """Faults, never exceptions; the C parser and the one in Python build the same tree of what both accept."""
    read = read_tree(text.encode())
    try:
        other = in_python(text.encode())
    except (yaml.YAMLError, located.TooMuch):
        return
    if read.faults == () and other.faults == ():
        assert value(read.root) == value(other.root)


def test_without_the_c_parser_the_same_tree_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML without libyaml is slower and nothing else."""
    data = b"a: &x {b: [no, 007]}\nc: {<<: *x, d: 'e'}\nf:\n"
    expected = value(read_tree(data).root)
    monkeypatch.setattr(located, "LIBYAML", None)
    assert value(read_tree(data).root) == expected
    assert read_tree(b"a: 1\na: 2\n").faults[0].line == 2
