"""Files and includes: all problems of all files at once, each in its own file, and nothing half-read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followupd.core.values.hitlist import Hitlist
from followupd.errors import UsageError
from followupd.hitlist.load import Loaded, load
from followupd.hitlist.problems import Problem, render
from followupd.hitlist.table import SETTINGS
from tests.kit.people import DENVER

LoadText = Callable[[str | bytes], Loaded]
Editor = Callable[[str], list[str]]


def tree(folder: Path, files: dict[str, str]) -> Loaded:
    """Loads hitlist.yaml out of these files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    return load(folder / "hitlist.yaml", lambda: DENVER)


def shown(loaded: Loaded) -> list[str]:
    return [f"{p.file.name}:{p.line}:{p.column} {p.path}: {p.sentence}" for p in loaded.problems]


def test_problems_are_shown_the_way_the_style_page_shows_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All at once, in the order of the lines, under the name that was given for the file."""
    monkeypatch.chdir(tmp_path)
    contacts = "".join(f"  - name: P{i}\n    every: {'2 fortnights' if i == 3 else 'weekly'}\n" for i in range(5))
    Path("hitlist.yaml").write_text("calendar: x.ics\ncontacts:\n" + contacts + "  - name: P5\n    catgory: x\n")
    loaded = load(Path("hitlist.yaml"), lambda: DENVER)
    assert render(loaded.problems) == (
        "hitlist.yaml: 2 problems; the calendar was not touched\n"
        '  10:12  contacts[3].every: "2 fortnights" is not a duration. Write 14 days, 2w or "every 2 weeks".\n'
        "  14:5   contacts[5].catgory: no such key. Did you mean category?"
    )
    assert loaded.problems[1].as_dict() == {
        "file": "hitlist.yaml", "line": 14, "column": 5, "path": "contacts[5].catgory",
        "sentence": "no such key. Did you mean category?",
    }


def test_several_files_make_several_paragraphs() -> None:
    """And one problem is singular."""
    problems = [Problem(Path("a.yaml"), 1, 1, "", "x."), Problem(Path("b.yaml"), 2, 1, "k", "y.")]
    assert render(problems) == (
        "a.yaml: 1 problem; the calendar was not touched\n  1:1  x.\n"
        "b.yaml: 1 problem; the calendar was not touched\n  2:1  k: y."
    )
    assert render([]) == ""


def test_includes_join_contacts_and_categories(tmp_path: Path) -> None:
    """Globs, subfolders, bare lists, and a file that two lines name: each once, in the order of the files."""
    loaded = tree(tmp_path, {
        "hitlist.yaml": "include: [people/*.yaml, people/b.yaml, bare.yaml]\ncontacts: [{name: M, category: old}]\n",
        "people/b.yaml": "contacts: [B]\ninclude: ../deep.yaml\n",
        "people/a.yaml": "categories: {old: yearly}\ncontacts: [A]\n",
        "deep.yaml": "- D\n",
        "bare.yaml": "- {name: Z, category: old}\n",
        "empty.yaml": "",
    })
    assert loaded.hitlist is not None
    assert [c.name for c in loaded.hitlist.contacts] == ["M", "A", "B", "D", "Z"]
    assert [c.category for c in loaded.hitlist.contacts if str(c.cadence.every) == "1 year"] == ["old", "old"]
    assert [str(file.relative_to(tmp_path)) for file in loaded.files] == [
        "hitlist.yaml", "people/a.yaml", "people/b.yaml", "people/../deep.yaml", "bare.yaml",
    ]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"hitlist.yaml": "include: friends.yaml"}, "hitlist.yaml:1:10 include: "),
        ({"hitlist.yaml": "include: [a.yaml]", "a.yaml": "include: hitlist.yaml"},
         'a.yaml:1:10 include: "hitlist.yaml" includes itself.'),
        ({"hitlist.yaml": "include: a.yaml", "a.yaml": "calendar: x.ics"},
         "a.yaml:1:1 calendar: is a setting, and settings belong in hitlist.yaml only. Move it there."),
        ({"hitlist.yaml": "include: a.yaml", "a.yaml": "contcts: []"},
         "a.yaml:1:1 contcts: no such key. Did you mean contacts?"),
        ({"hitlist.yaml": "include: a.yaml", "a.yaml": "- name: X\n  evry: 1w"},
         "a.yaml:2:3 contacts[0].evry: no such key."),
        ({"hitlist.yaml": "include: a.yaml", "a.yaml": "- [x"}, "a.yaml:2:1 : "),
        ({"hitlist.yaml": "include: a.yaml\ncontacts: [X]", "a.yaml": "- X"},
         'a.yaml:1:3 contacts[0]: "X" is on line 2 of '),
        ({"hitlist.yaml": "include: a.yaml\ncategories: {x: 1w}", "a.yaml": "categories: {x: 1w}"},
         "a.yaml:1:14 categories.x: is in another file too"),
        ({"hitlist.yaml": "include: a.yaml", "a.yaml": "text"}, "this is one text"),
        ({"hitlist.yaml": ""}, "hitlist.yaml:1:1 : the file is empty. followupd init writes a first hit list."),
        ({"hitlist.yaml": "# only this\n"}, "the file is empty"),
        ({"hitlist.yaml": "- Dana\n"}, 'this is a list, and a hit list is made of keys. Put "contacts:" above it.'),
        ({"hitlist.yaml": "Dana\n"}, "this is one text"),
        ({"hitlist.yaml": "contacts: Dana\n"}, 'must be a list. Write "- name: Dana Whitfield"'),
        ({"hitlist.yaml": "list: a\nlist: b\n"}, "hitlist.yaml:2:1 : list is here twice, first on line 1."),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, files: dict[str, str], problem: str) -> None:
    """With the line in that file, not the line that includes it."""
    found = shown(tree(tmp_path, files))
    assert any(problem in line for line in found), found
    assert len(found) == 1


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    """A bracket in a folder's name is not a glob, and an asterisk in the home path neither."""
    folder = tmp_path / "[my] *lists*"
    folder.mkdir()
    loaded = tree(folder, {"hitlist.yaml": "include: '*.yml'\n", "a.yml": "- A\n"})
    assert loaded.hitlist is not None
    assert [c.name for c in loaded.hitlist.contacts] == ["A"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('calendar: "a\\0.ics"', "calendar: contains a control character. Type it again."),
        ('contacts: [{name: A, notes: "bell\\a"}]', "contacts[0].notes: contains a control character."),
        (f"calendar: {'x' * 300}", "calendar: is too long for a path."),
        (f"state: {'x/' * 3000}", "state: is too long for a path."),
        (f"include: {'x' * 300}", "include: is too long for a path."),
        ("include: loop.yaml", 'include: "loop.yaml" cannot be reached.'),
        ("include: below", "include: "),
        ("calendar: ~nobody-of-this-name/x.ics", "names a home folder that is not there"),
    ],
)
def test_a_hostile_path_is_a_problem_and_not_a_crash(tmp_path: Path, text: str, problem: str) -> None:
    """Whatever the operating system says about it."""
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "below").mkdir()
    (found,) = shown(tree(tmp_path, {"hitlist.yaml": text}))
    assert problem in found


def test_a_glob_may_match_nothing_and_never_the_file_itself(tmp_path: Path) -> None:
    """The files may come later; the note says so."""
    loaded = tree(tmp_path, {"hitlist.yaml": "include: ['*.yaml', 'friends/*.yaml']\n"})
    assert loaded.hitlist is not None
    assert [note.path for note in loaded.notes] == ["include[0]", "include[1]"]


def test_without_the_file_there_is_a_next_step(tmp_path: Path) -> None:
    """A missing hit list is a usage error, and so is a folder of that name."""
    with pytest.raises(UsageError, match="is not there") as refused:
        load(tmp_path / "hitlist.yaml")
    assert "followupd init" in refused.value.hint
    with pytest.raises(UsageError, match="cannot be read"):
        load(tmp_path)


def test_problems_of_every_kind_come_together(load_text: LoadText) -> None:
    """A doubled key, a bad setting, a bad contact and a clash: one reading names all four."""
    loaded = load_text("hours: 9-5\nlist: a\nlist: b\ncontacts:\n  - {name: X, like: perhaps}\n  - X\n")
    assert [problem.line for problem in sorted(loaded.problems)] == [1, 3, 5, 6]


def test_many_contacts_keep_their_order(load_text: LoadText) -> None:
    """And share the values that they share."""
    people = [f"  - {{name: Person {i}, every: 6 weeks, hours: 9:00-12:00, phone: 555 {i:05}}}\n" for i in range(3000)]
    loaded = load_text("contacts:\n" + "".join(people))
    assert loaded.hitlist is not None
    contacts = loaded.hitlist.contacts
    assert [c.slug for c in contacts[:2]] == ["person-0", "person-1"]
    assert contacts[0].hours is contacts[2999].hours


VALUE = st.recursive(
    st.sampled_from(
        ["", "~", "x", "3 months", "off", "7", "Tuesday 10:00", "9-17", "https://x", "2026-11-18 na", "'", "&a b"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
        | st.dictionaries(
            st.sampled_from(["name", "every", "url", "first", "what", "ladder", "log", "password", "<<", "dates"]),
            inner,
            max_size=3,
        ).map(lambda parts: f"{{{', '.join(f'{k}: {v}' for k, v in parts.items())}}}")
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.dictionaries(st.sampled_from(tuple(SETTINGS.by_name)), VALUE, max_size=4))
def test_no_list_breaks_the_loader(load_text: LoadText, editor: Editor, keys: dict[str, str]) -> None:
    """A list or problems, exactly one of the two, and never an exception; an editor objects to nothing that loads."""
    keys.pop("include", None)
    text = "".join(f"{key}: {value}\n" for key, value in keys.items())
    loaded = load_text(text)
    assert (loaded.hitlist is None) == bool(loaded.problems)
    assert loaded.hitlist is None or editor(text) == []


def test_every_setting_reaches_the_hit_list(load_text: LoadText) -> None:
    """A setting in the file changes the value, so that no new one is read and then forgotten."""
    said = load_text("""\
calendar: there.ics
timezone: Asia/Tokyo
hours: Sat 8:00-9:00
list: alex
block: Tuesday 10:00
retry: {min_gap: 5 days}
start_small: off
busy: other.ics
me: alex@example.com
holidays: US
away: 2026-12-24
state: my.db
action_plan: {phone: 1 per week}
review: Monday 9:00
marks: {erreicht: ok}
noticed: {calls: ask}
mail: {maildir: ~/Maildir}
calls: calls/
addressbook: contacts/
contacts: [Sam]
""").hitlist
    unsaid = load_text("timezone: Europe/Berlin\n").hitlist
    assert said is not None
    assert unsaid is not None
    assert [one.name for one in fields(Hitlist) if getattr(said, one.name) == getattr(unsaid, one.name)] == []
