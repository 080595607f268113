"""One change of a hit list's text: what becomes of it, to the byte, and what is refused."""

from __future__ import annotations

import pytest

from followupd.hitlist.edits.changes import (
    AddContact,
    Bare,
    EditRefused,
    Keys,
    ListEdit,
    RemoveContact,
    RemoveKey,
    SetKey,
)
from followupd.hitlist.edits.edit import edited, to_paste
from followupd.hitlist.table import CONTACT

ORDER = tuple(key.name for key in CONTACT.keys)
MIA = AddContact((("name", "Mia Chen"), ("phone", "+1 303 555 0177"), ("like", Bare("yes"))))
BO = AddContact((("name", "Bo"),))
PHONE = SetKey(0, ("phone",), "+1 2", ORDER)


def set_(key: str, value: object, contact: int = 0) -> SetKey:
    return SetKey(contact, (key,), value, ORDER)  # type: ignore[arg-type]


HOME_AND_WORK = "contacts:\n- name: Sam\n  phone:\n  - +1 42  # home\n  - +1 43  # work\n"
CASES: dict[str, tuple[str, ListEdit, str]] = {
    "an entry at the end, with what follows the list kept": (
        "contacts:\n  - Sam\n\nreview: Monday 9:00\n",
        MIA,
        "contacts:\n  - Sam\n  - name: Mia Chen\n    phone: +1 303 555 0177\n    like: yes\n\nreview: Monday 9:00\n",
    ),
    "dashes under the key, wide gaps, CRLF and no last line break": (
        "contacts:\r\n-   name:   Sam\r\n    phone:  1",
        MIA,
        "contacts:\r\n-   name:   Sam\r\n    phone:  1\r\n"
        "-   name: Mia Chen\r\n    phone: +1 303 555 0177\r\n    like: yes",
    ),
    "a blank line between people stays the habit": (
        "contacts:\n  - Sam\n\n  - Ann   # boss\n    # and friend\n# end\n",
        BO,
        "contacts:\n  - Sam\n\n  - Ann   # boss\n    # and friend\n\n  - name: Bo\n# end\n",
    ),
    "a list in brackets on one line": (
        "contacts: [Sam, {name: Ann}]  # two\n", BO, "contacts: [Sam, {name: Ann}, {name: Bo}]  # two\n",
    ),
    "a list in brackets with a line for each": (
        "contacts: [\n  Sam,    # old\n  {name: Ann}   # new\n]\n",
        BO,
        "contacts: [\n  Sam,    # old\n  {name: Ann},   # new\n  {name: Bo}\n]\n",
    ),
    "a comma at the end of the list": ("contacts: [\n  Sam,\n]\n", BO, "contacts: [\n  Sam,\n  {name: Bo},\n]\n"),
    "JSON stays JSON": (
        '{"contacts": [{"name": "Sam"}]}',
        MIA,
        '{"contacts": [{"name": "Sam"}, {"name": "Mia Chen",'
        ' "phone": "+1 303 555 0177", "like": true}]}',
    ),
    "the first contact, of an empty list": (
        "contacts: []   # nobody\nreview: off\n", BO, "contacts:   # nobody\n  - name: Bo\nreview: off\n",
    ),
    "the first contact, below comments": (
        "contacts:\n  # - Sam\nreview: off\n", BO, "contacts:\n  # - Sam\n  - name: Bo\nreview: off\n",
    ),
    "the first contact of a file without the key": (
        "calendar: a.ics\n# the end", BO, "calendar: a.ics\n# the end\ncontacts:\n  - name: Bo",
    ),
    "the first contact, before the end of the document": (
        "calendar: a.ics\n...\n", BO, "calendar: a.ics\ncontacts:\n  - name: Bo\n...\n",
    ),
    "a file that is a list": ("# friends\n- Sam", BO, "# friends\n- Sam\n- name: Bo"),
    "an empty file": ("# friends\n", BO, "# friends\ncontacts:\n  - name: Bo\n"),
    "behind a text whose empty lines count": (
        "contacts:\n- name: Sam\n  notes: |+\n    a\n\nreview: off\n",
        BO,
        "contacts:\n- name: Sam\n  notes: |+\n    a\n\n- name: Bo\nreview: off\n",
    ),
    "a byte order mark": ("\ufeffcontacts:\n- Sam\n", BO, "\ufeffcontacts:\n- Sam\n- name: Bo\n"),
    "a new key, at its place": (
        "contacts:\n  - name: Sam\n    email: a@b  # work\n              # only\n    log: [2026-01-02 reached]\n",
        PHONE,
        "contacts:\n  - name: Sam\n    phone: +1 2\n    email: a@b  # work\n"
        "              # only\n"
        "    log: [2026-01-02 reached]\n",
    ),
    "a value, and nothing else on its line": (
        "contacts:\n- {name: Sam,  phone :  1 ,like: yes} # x\n",
        PHONE,
        "contacts:\n- {name: Sam,  phone :  +1 2 ,like: yes} # x\n",
    ),
    "a name alone becomes keys": (
        "contacts:\n  -  'Sam'   # a friend\n  - Ann\n",
        PHONE,
        "contacts:\n  -  name: 'Sam'   # a friend\n     phone: +1 2\n  - Ann\n",
    ),
    "a name alone in brackets": ("contacts: [Sam, Ann]\n", PHONE, "contacts: [{name: Sam, phone: +1 2}, Ann]\n"),
    "a key with nothing behind it": (
        "contacts:\n- name: Sam\n  notes:  # ask\n",
        set_("notes", "tea"),
        "contacts:\n- name: Sam\n  notes: tea  # ask\n",
    ),
    "the quotes that were there": (
        "contacts:\n- name: \"Sam\"\n  notes: 'x'\n",
        set_("notes", "it's"),
        "contacts:\n- name: \"Sam\"\n  notes: 'it''s'\n",
    ),
    "a long text in a block": (
        "contacts:\n- name: Sam\n  notes: |  # long\n    a\n\n    b\n  like: yes\n",
        set_("notes", "no"),
        "contacts:\n- name: Sam\n  notes: 'no'  # long\n  like: yes\n",
    ),
    "a text of two lines": (
        "contacts:\n- name: Sam\n",
        set_("notes", "a: 1\n# b"),
        "contacts:\n- name: Sam\n  notes: |-\n    a: 1\n    # b\n",
    ),
    "a text with a comment becomes the first of a list with it": (
        "contacts:\n- name: Sam\n  phone:  '+1 1' # home\n      # evenings\n  like: yes\n",
        set_("phone", ("+1 1", "+1 3")),
        "contacts:\n- name: Sam\n  phone:\n    - '+1 1' # home\n      # evenings\n    - +1 3\n  like: yes\n",
    ),
    "a text with a comment becomes the last of a list with it": (
        "contacts:\n- name: Sam\n  phone: +1 1  # home",
        set_("phone", ("+1 2", "+1 1")),
        "contacts:\n- name: Sam\n  phone:\n    - +1 2\n    - +1 1  # home",
    ),
    "a list where there was a text": (
        "contacts:\n- name: Sam\n  phone: 1  # home\n",
        set_("phone", ("+1 2", "+1 3")),
        "contacts:\n- name: Sam\n  phone: [+1 2, +1 3]  # home\n",
    ),
    "one more in a list": (
        "contacts:\n- name: Sam\n  phone:\n  - +1 2  # home\n  like: yes\n",
        set_("phone", ("+1 2", "+1 3")),
        "contacts:\n- name: Sam\n  phone:\n  - +1 2  # home\n  - +1 3\n  like: yes\n",
    ),
    "one in a list changes": (
        "contacts:\n- name: Sam\n  phone:\n  - +1 2  # home\n  - +1 4\n",
        set_("phone", ("+1 2", "+1 3")),
        "contacts:\n- name: Sam\n  phone:\n  - +1 2  # home\n  - +1 3\n",
    ),
    "a list stays a list for one text": (
        "contacts:\n- name: Sam\n  phone:\n  - +1 2\n  - +1 4\n  like: yes\n",
        PHONE,
        "contacts:\n- name: Sam\n  phone:\n  - +1 2\n  like: yes\n",
    ),
    "a list in brackets stays one, and the comment behind it is behind it": (
        'contacts:\n- name: Sam\n  "phone": ["+1 4", +1 5] # two\n', PHONE,
        'contacts:\n- name: Sam\n  "phone": ["+1 2"] # two\n',
    ),
    "values that stay keep their comments at another place of the list": (
        f"{HOME_AND_WORK}  like: yes\n",
        set_("phone", ("+1 43", "+1 44")),
        "contacts:\n- name: Sam\n  phone:\n  - +1 43  # work\n  - +1 44\n  like: yes\n",
    ),
    "two that change places take their comments along": (
        HOME_AND_WORK,
        set_("phone", ("+1 43", "+1 42")),
        "contacts:\n- name: Sam\n  phone:\n  - +1 43  # work\n  - +1 42  # home\n",
    ),
    "a value goes with its comment": (
        "contacts:\n- name: Sam\n  phone:   # numbers\n    -  '0142'   # home\n  like: yes\n",
        PHONE,
        "contacts:\n- name: Sam\n  phone:   # numbers\n    -  '+1 2'\n  like: yes\n",
    ),
    "comments above values and below them go along": (
        "contacts:\n- name: Sam\n  phone:\n  # first\n  - 1\n\n  # second\n  - 2  # b\n     # more\n"
        "  - 3\n  # next\n  like: yes\n",
        set_("phone", ("3", "2")),
        "contacts:\n- name: Sam\n  phone:\n  - 3\n\n  # second\n  - 2  # b\n     # more\n  # next\n  like: yes\n",
    ),
    "a list at the end of a file without a line break": (
        "contacts:\n- name: Sam\n  phone:\n  - 1\n  - 2  # b",
        set_("phone", ("2", "1", "+1 3")),
        "contacts:\n- name: Sam\n  phone:\n  - 2  # b\n  - 1\n  - +1 3",
    ),
    "comments in brackets go along, and begin no line that was none": (
        "contacts:\n- name: Sam\n  phone: [1, # home\n    2]   # both\n",
        set_("phone", ("2", "1", "+1 3")),
        "contacts:\n- name: Sam\n  phone: [2,\n    1, # home\n    +1 3]   # both\n",
    ),
    "a value in brackets goes with its comment": (
        "contacts:\n- name: Sam\n  phone: [\n    1,  # home\n    # the second\n    2   # work\n  ]\n",
        set_("phone", ("2",)),
        "contacts:\n- name: Sam\n  phone: [\n    # the second\n    2   # work\n  ]\n",
    ),
    "a day beside other days": (
        "contacts:\n- name: Sam\n  dates:\n    wedding: 3 May  # 2008\n",
        SetKey(0, ("dates", "birthday"), "14 May", ORDER),
        "contacts:\n- name: Sam\n  dates:\n    wedding: 3 May  # 2008\n    birthday: 14 May\n",
    ),
    "the first day": (
        "contacts:\n- Sam\n",
        SetKey(0, ("dates", "birthday"), "14 May", ORDER),
        "contacts:\n- name: Sam\n  dates: {birthday: 14 May}\n",
    ),
    "a merged key of one's own": (
        "contacts:\n- &a\n  name: Sam\n  phone: 1\n- <<: *a\n  name: Ann\n",
        set_("phone", "+1 2", 1),
        "contacts:\n- &a\n  name: Sam\n  phone: 1\n- <<: *a\n  name: Ann\n  phone: +1 2\n",
    ),
    "a value that is there already, which others share": (
        "contacts:\n- name: Sam\n  every: &e 6 weeks\n- {name: Ann, every: *e}\n",
        set_("every", "6 weeks"),
        "contacts:\n- name: Sam\n  every: &e 6 weeks\n- {name: Ann, every: *e}\n",
    ),
    "an alias becomes a value": (
        "contacts:\n- name: Sam\n  hours: &h 9-12\n- {name: Ann, hours: *h}\n",
        set_("hours", "13-15", 1),
        "contacts:\n- name: Sam\n  hours: &h 9-12\n- {name: Ann, hours: 13-15}\n",
    ),
    "a key goes, its comment stays": (
        "contacts:\n- name: Sam\n  status: paused  # a baby\n  like: yes\n",
        RemoveKey(0, "status"),
        "contacts:\n- name: Sam\n  # a baby\n  like: yes\n",
    ),
    "the key behind the dash goes": (
        "contacts:\n- phone: 1\n  name: Sam\n", RemoveKey(0, "phone"), "contacts:\n- name: Sam\n",
    ),
    "the last key in braces goes": (
        "contacts: [{name: Sam, phone: 1}]", RemoveKey(0, "phone"), "contacts: [{name: Sam}]",
    ),
    "the last line goes, and its line break was missing": (
        "contacts:\r\n- name: Sam\r\n  phone: 1", RemoveKey(0, "phone"), "contacts:\r\n- name: Sam",
    ),
    "a contact goes with its comments, and those above it stay": (
        "contacts:\n  # family\n  - name: Sam  # bro\n    # inside\n\n  - Ann\n",
        RemoveContact(0),
        "contacts:\n  # family\n  - Ann\n",
    ),
    "a contact in the middle goes, and one group of blank lines stays": (
        "contacts:\n- Ann\n\n\n- Sam\n\n- Bo\n", RemoveContact(1), "contacts:\n- Ann\n\n\n- Bo\n",
    ),
    "a contact goes whose text has the blank line at its end": (
        "contacts:\n- Ann\n- name: Sam\n  notes: |+\n    a\n\n- Bo\n", RemoveContact(1), "contacts:\n- Ann\n\n- Bo\n",
    ),
    "a contact goes below a text that would keep the blank line": (
        "contacts:\n- name: Ann\n  notes: |+\n    a\n- Sam\n\n- Bo\n",
        RemoveContact(1),
        "contacts:\n- name: Ann\n  notes: |+\n    a\n- Bo\n",
    ),
    "the last contact goes": ("contacts:\n- Ann\n\n- Sam", RemoveContact(1), "contacts:\n- Ann"),
    "the only contact goes": (
        "contacts:  # all\n- Ann\nreview: off\n", RemoveContact(0), "contacts:  # all\nreview: off\n",
    ),
    "one in brackets goes with its comment": (
        "contacts: [Ann, # boss\n  Sam]\n", RemoveContact(0), "contacts: [Sam]\n",
    ),
    "what is in brackets with a comment goes, and a comment is never at a bracket": (
        "contacts: [Ann, # boss\n  # friends\n  Sam]\n",
        RemoveContact(1),
        "contacts: [Ann, # boss\n  # friends\n           ]\n",
    ),
    "the only one in brackets on lines goes": ("contacts: [\n  Ann,\n]\n", RemoveContact(0), "contacts: []\n"),
    "a new one in brackets behind a comment": (
        "contacts: [Ann # boss\n]\n", BO, "contacts: [Ann, # boss\n           {name: Bo}\n]\n",
    ),
    "the first one in brackets behind a comment": (
        "contacts: [ # nobody\n  ]\n", BO, "contacts: [ # nobody\n           {name: Bo}\n  ]\n",
    ),
    "a key in braces goes, its comment stays": (
        "contacts:\n- {name: Sam,\n   every: 6 weeks,   # e\n   like: yes}   # all\n",
        RemoveKey(0, "every"),
        "contacts:\n- {name: Sam,\n   # e\n   like: yes}   # all\n",
    ),
    "the last key in braces goes, its comment stays": (
        "contacts:\n- {name: Sam,\n   every: 6 weeks   # e\n  }\n",
        RemoveKey(0, "every"),
        "contacts:\n- {name: Sam\n   # e\n  }\n",
    ),
    "a new key in braces behind a comment": (
        "contacts:\n- {name: Sam,   # s\n   like: yes}\n",
        PHONE,
        "contacts:\n- {name: Sam,   # s\n   phone: +1 2,\n   like: yes}\n",
    ),
    "the last one on a line of its own goes, and its neighbour keeps the comma": (
        "contacts: [\n  Cy, # only\n    {name: Bo}\n]\n", RemoveContact(1), "contacts: [\n  Cy, # only\n]\n",
    ),
    "the last one of a list in JSON goes, which wants no comma there": (
        'contacts: [\n  {"name": "Cy"},\n  {"name": "Bo"}\n]\n', RemoveContact(1), 'contacts: [\n  {"name": "Cy"}\n]\n',
    ),
    "one on a line goes, and the next keeps its blanks": (
        "contacts: [\n  Ann,\n\n  Sam,\n    Bo\n]\n", RemoveContact(1), "contacts: [\n  Ann,\n\n    Bo\n]\n",
    ),
    "one in brackets goes": ("contacts: [Ann, {name: Sam},  Bo]\n", RemoveContact(1), "contacts: [Ann, Bo]\n"),
}


@pytest.mark.parametrize("parser", ["libyaml", "Python"])
@pytest.mark.parametrize("case", CASES)
def test_an_edit_changes_this_and_no_more(case: str, parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """With either parser, and with the line breaks of another system."""
    if parser == "Python":
        monkeypatch.setattr("followupd.hitlist.located.LIBYAML", None)
    before, change, after = CASES[case]
    assert edited(before.encode(), change).data.decode() == after
    if "\r" not in before:
        crlf = edited(before.replace("\n", "\r\n").encode(), change).data.decode()
        assert crlf == after.replace("\n", "\r\n")


@pytest.mark.parametrize(("text", "value"), [
    ("Sam: the boss", "'Sam: the boss'"), ("Team #1", "'Team #1'"), ("C#", "C#"), ("no", "'no'"),
    ("2026-12-24", "'2026-12-24'"), ("+13035550142", "'+13035550142'"), ("+1 303 555 0142", "+1 303 555 0142"),
    ("O'Brien", "O'Brien"), ("'t Hooft", "'''t Hooft'"), ('"Bo"', "'\"Bo\"'"), ("[x]", "'[x]'"), ("- a", "'- a'"),
    ("Zoë, Åsa", "Zoë, Åsa"), ("a\tb", '"a\\u0009b"'), ("", "''"), ("null", "'null'"), ("1:30", "'1:30'"),
    ("<<", "'<<'"), ("=", "'='"), ("a ", "'a '"), ("x\u0085y", '"x\\u0085y"'), ("👩\u200d🚀", "👩\u200d🚀"),
])
def test_a_text_has_quotes_where_it_needs_them(text: str, value: str) -> None:
    """As soon as YAML would read it otherwise, or another reader a number, a day, a yes or nothing."""
    made = edited(b"contacts:\n- name: Sam\n", set_("notes", text)).data.decode()
    assert made == f"contacts:\n- name: Sam\n  notes: {value}\n"


REFUSED: dict[str, tuple[str, ListEdit, str]] = {
    "a comment inside the value": (
        "contacts:\n- name: Sam\n  dates:\n    a: 3 May  # home\n", set_("dates", "x"), "# home",
    ),
    "a text that others share": (
        "contacts:\n- name: Sam\n  hours: &h 9-12\n- {name: Ann, hours: *h}\n", set_("hours", "1-2"), "*h",
    ),
    "a contact that others merge": ("contacts:\n- &a\n  name: Sam\n- <<: *a\n  name: Ann\n", PHONE, "shares this text"),
    "a contact that is an anchor, removed": (
        "contacts:\n- &a {name: Sam}\n- <<: *a\n  name: Ann\n", RemoveContact(0), "*a",
    ),
    "a key that is merged": (
        "contacts:\n- &a {name: Sam, like: yes}\n- <<: *a\n  name: Ann\n", RemoveKey(1, "like"), "merged",
    ),
    "a name in two lines": ("contacts:\n- Sam\n  Okafor\n", PHONE, "more than one line"),
    "a key with a question mark": ("contacts:\n- ? name\n  : Sam\n", PHONE, '"?"'),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_proved_is_refused(case: str) -> None:
    """The reason names what is in the way."""
    before, change, why = REFUSED[case]
    with pytest.raises(EditRefused) as refused:
        edited(before.encode(), change)
    assert why in str(refused.value)


@pytest.mark.parametrize(("values", "gone"), [
    (("+1 43", "+1 44"), ("# home",)), (("+1 43", "+1 42"), ()), (("9", "8"), ("# home", "# work")),
])
def test_a_comment_that_goes_is_named(values: tuple[str, ...], gone: tuple[str, ...]) -> None:
    assert edited(HOME_AND_WORK.encode(), set_("phone", values)).comments == gone
    in_block = edited(b"contacts:\n- name: Sam\n  notes: |  # long\n    a # b\n", RemoveKey(0, "notes"))
    assert in_block.comments == ("# long",)


def test_the_lines_to_paste_are_those_of_the_change() -> None:
    assert to_paste(MIA) == ["- name: Mia Chen", "  phone: +1 303 555 0177", "  like: yes"]
    assert to_paste(set_("notes", "a: b")) == ["notes: 'a: b'"]
    assert to_paste(SetKey(0, ("dates", "birthday"), "14 May")) == ["dates: {birthday: 14 May}"]
    assert to_paste(AddContact((("name", "Bo"), ("dates", Keys((("birthday", "3 May"),)))))) == [
        "- name: Bo", "  dates: {birthday: 3 May}",
    ]
    assert to_paste(RemoveContact(0)) == []
