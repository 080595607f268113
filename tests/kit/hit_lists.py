"""Hit lists as people write them, in every style of YAML, each with who owns which characters.

Takes a source of chance; gives texts in parts. A part belongs to nobody, to a contact, or to a key of a contact, so
that a test can say which bytes an edit may touch. Each comment of a contact ends in its number (`no.7.`). Quotes and
blocks are written by hand, not by the code under test.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

Owner = tuple[int, str] | None      # a contact's number in the file, and the key, or "" for what holds it together
PLAIN = (
    "Flat 4, second floor", "no", "2026-12-24", "loves it's so", "Zoë & Jürgen", "1:30", "null", "a:b", "x#y", "~x",
    "ÅÄÖ", "-5", "a - b", "yes",
)
QUOTED = (
    "Flat #4: ring twice", "[x]", "it's \"so\"", "- a", "@home", "{a: b}", "ends with:", "  spaces ", "*star", "1% #1",
)
NAMES = ("Sam Okafor", "Renée Ångström", "O'Brien", "no", "Mei 美玲", "Dr. No-One", "Jo")
ODD_NAMES = ("Team #1", "Lee: the boss", "[Ann]", 'Bo "Bob" Li', "2026-01-01", "& Co")
NUMBERS = ("+1 303 555 01{:02}", "+130355501{:02}", "(303) 555-01{:02}")
WORDS = {
    "every": ("3 months", "6w", "weekly"), "hours": ("12:00-14:00", "Mon-Fri 9:00-17:00"),
    "like": ("yes", "no", "true"),
    "via": ("phone", "email"), "category": ("friends",), "status": ("active",), "timezone": ("Europe/Berlin",),
    "book_ahead": ("6 months",), "switch_after": ("2",),
}
SETTINGS = ("calendar: f.ics\n", "timezone:   America/Denver  # home\n", "hours: 'Mon-Fri 8:30-17:30'\n")
HEADS = ("contacts:\n", "contacts:   # people §\n", "contacts : \n", '"contacts":\n')
EMPTY = (
    "contacts: []\n", "contacts:\n", "contacts: ~   # nobody yet §\n", "contacts: [ ]  # none §\n", "contacts: [\n]\n",
    "contacts: [ # none §\n ]\n",
)
COMMENTS = ("  # why §", "   #\ttab §", " # 'quote §", "\t\t# x: y §", "  # - a §")
TEXTS = ("notes", "address")
LISTS = ("phone", "email", "interests", "facts", "people")


@dataclass
class WrittenText:
    """A text in parts, with who owns each."""

    parts: list[tuple[str, Owner]] = field(default_factory=list)
    contacts: list[list[str]] = field(default_factory=list)      # the keys that each contact has, its own ones

    comments: int = 0

    def add(self, text: str, owner: Owner = None) -> None:
        """Add a part, with a number for each `§`."""
        while "§" in text:
            self.comments += 1
            text = text.replace("§", f"no.{self.comments}.", 1)
        self.parts.append((text, owner))

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.parts)

    def rebroken(self, ending: str) -> None:
        """Use other line breaks everywhere."""
        self.parts = [(text.replace("\n", ending), owner) for text, owner in self.parts]


@dataclass
class ListWriter:
    """Writes one file. `people` counts over all files, so that no two have one name."""

    chance: random.Random
    made: WrittenText = field(default_factory=WrittenText)
    anchors: dict[str, list[str]] = field(default_factory=dict)    # of texts by key
    merged: list[str] = field(default_factory=list)                # of whole contacts
    first: int = 0

    def file(self, *, main: bool, includes: Sequence[str] = ()) -> WrittenText:
        chance, made = self.chance, self.made
        if chance.random() < 0.1:
            made.add(chance.choice(("%YAML 1.1\n---\n", "---\n", "--- # begins §\n")))
        if chance.random() < 0.3:
            made.add(chance.choice(("# my people §\n", "#\ttabs\there §\n\n", "\n", "  # odd §\n")))
        form = chance.random()
        if form < 0.12 and (main or not self.first):
            self.braces(main, includes)
        elif not main and form < 0.5:
            self.block_list(chance.choice((0, 0, 2)))
        else:
            self.settings(main, includes)
        self.end()
        return made

    def settings(self, main: bool, includes: Sequence[str]) -> None:
        chance = self.chance
        before = ["categories: {friends: {every: 6 weeks}}   # who\n"] if main else []
        if includes:
            before.append(f"include: [{', '.join(includes)}]\n")
        after: list[str] = []
        for line in SETTINGS if main else ():
            (before if chance.random() < 0.6 else after).append(line)
        for line in before:
            self.made.add(line)
            self.gap(0.2)
        match chance.randrange(12):
            case 0:
                self.made.add(chance.choice(EMPTY))
            case 1:
                pass
            case 2 | 3:
                self.made.add("contacts:" + chance.choice((" ", "   ")))
                self.flow_list(0)
                self.made.add(chance.choice(("\n", "   # all of them §\n")))
            case _:
                self.made.add(chance.choice(HEADS))
                self.block_list(chance.choice((0, 2, 2, 2, 4)))
        for line in after:
            self.gap(0.2)
            self.made.add(line)

    def braces(self, main: bool, includes: Sequence[str]) -> None:
        """Write the whole file in braces, perhaps as JSON."""
        chance = self.chance
        quote = json.dumps if chance.random() < 0.5 else str
        step = chance.choice((" ", "\n  "))
        self.made.add("{" + ("" if step == " " else step))
        if main:
            rule = f"{{{quote('friends')}: {{{quote('every')}: {quote('6 weeks')}}}}}"
            self.made.add(f"{quote('categories')}: {rule},{step}")
        if includes:
            self.made.add(f"{quote('include')}: [{', '.join(map(quote, includes))}],{step}")
        self.made.add(f"{quote('contacts')}: ")
        self.flow_list(4 if step != " " else 0, as_json=quote is json.dumps)
        self.made.add("\n}\n" if step != " " else "}\n")

    def gap(self, often: float) -> None:
        """Write blank lines and comments between entries, now and then."""
        while self.chance.random() < often:
            self.made.add(self.chance.choice(("\n", "# a remark §\n", "#\ttab\tremark - {x}: [ §\n", "  \n")))

    def end(self) -> None:
        chance, made = self.chance, self.made
        if chance.random() < 0.15:
            ends = ["...\n", "...\n# after the end §\n"] if made.contacts else []
            made.add(chance.choice(("# the end §\n", "\n\n", *ends)))
        if chance.random() < 0.2 and made.parts and made.parts[-1][0].endswith("\n"):
            text, owner = made.parts.pop()
            made.add(text[:-1], owner)
        if chance.random() < 0.25:
            made.rebroken(chance.choice(("\r\n", "\r\n", "\r\n", "\r", "\x85")))
        if chance.random() < 0.1:
            made.parts.insert(0, ("\ufeff", None))

    def name(self) -> tuple[str, bool]:
        """Return a name that nobody else has, and whether it may be plain."""
        self.first += 1
        odd = self.chance.random() < 0.25
        return f"{self.chance.choice(ODD_NAMES if odd else NAMES)} {self.first}", not odd

    def text(self, key: str) -> tuple[str, bool]:
        if key == "phone":
            return self.chance.choice(NUMBERS).format(self.chance.randrange(100)), True
        if key == "email":
            return f"a{self.chance.randrange(999)}@example.com", True
        if key in WORDS:
            return self.chance.choice(WORDS[key]), True
        return (self.chance.choice(PLAIN), True) if self.chance.random() < 0.6 else (self.chance.choice(QUOTED), False)

    def spelled(self, text: str, plain: bool, *, flow: bool) -> str:
        """Return a text as a scalar in one of the ways in which it may be written."""
        if flow and any(sign in text for sign in ",[]{}"):
            plain = False
        match self.chance.randrange(5):
            case 0:
                return "'" + text.replace("'", "''") + "'"
            case 1:
                return json.dumps(text, ensure_ascii=self.chance.random() < 0.3)
            case _:
                return text if plain else "'" + text.replace("'", "''") + "'"

    def keys(self) -> list[str]:
        chance = self.chance
        pool = [*WORDS, *TEXTS, *LISTS, "dates", "log"]
        return ["name", *chance.sample(pool, chance.choice((0, 1, 2, 2, 3, 4, 6)))]

    def comment(self) -> str:
        return self.chance.choice(COMMENTS) if self.chance.random() < 0.2 else ""

    def block_list(self, left: int) -> None:
        chance, made = self.chance, self.made
        apart = chance.random() < 0.3
        if chance.random() < 0.1:
            made.add(f"{' ' * (left + 2)}# the first §\n")
        for number in range(chance.choice((1, 1, 2, 3, 5))):
            if number:
                if apart:
                    made.add("\n")
                self.gap(0.1)
            who = len(made.contacts)
            pad, gap = " " * left, " " * chance.choice((1, 1, 1, 1, 3))
            match chance.randrange(8):
                case 0 | 1:
                    name, plain = self.name()
                    made.contacts.append(["name"])
                    made.add(f"{pad}-{gap}", (who, ""))
                    made.add(self.spelled(name, plain, flow=False), (who, "name"))
                    made.add(f"{self.comment()}\n", (who, ""))
                case 2 | 3:
                    made.add(f"{pad}-{gap}", (who, ""))
                    self.flow_contact(left + 4, as_json=False)
                    made.add(f"{self.comment()}\n", (who, ""))
                case _:
                    self.block_contact(left, gap)
            if chance.random() < 0.08:
                made.add(f"{pad} # inside §\n", (who, ""))       # not of the last entry of a list

    def block_contact(self, left: int, gap: str) -> None:
        chance, made = self.chance, self.made
        who, keys = len(made.contacts), self.keys()
        at = left + 1 + len(gap)
        made.add(f"{' ' * left}-", (who, ""))
        lead, anchor = gap, ""
        if chance.random() < 0.1:
            anchor = f"who{self.first}x{who}"
            made.add(f" &{anchor}\n", (who, ""))
            lead = " " * at
        elif chance.random() < 0.1:
            made.add(chance.choice(("\n", "   # somebody §\n")), (who, ""))
            lead = " " * at
        if self.merged and chance.random() < 0.15:
            made.add(f"{lead}<<: *{chance.choice(self.merged)}\n", (who, ""))
            lead = " " * at
        if chance.random() < 0.15:
            chance.shuffle(keys)
        made.contacts.append(list(keys))
        for key in keys:
            made.add(lead, (who, ""))
            lead = " " * at
            self.block_key(who, key, at)
            if chance.random() < 0.05:
                made.add(f"{lead}# about the next §\n", (who, ""))
        if anchor:
            self.merged.append(anchor)

    def block_key(self, who: int, key: str, left: int) -> None:
        chance, made = self.chance, self.made
        colon = chance.choice((":", ":", ":", ":", " :", ":  ", ":\t"))
        label = (f'"{key}"' if chance.random() < 0.05 else key) + colon + ("" if colon.endswith((" ", "\t")) else " ")
        tail, owner = self.comment(), (who, key)
        pad = " " * (left + 2)
        if key == "dates":
            made.add(chance.choice((
                f"{label}{{birthday: 14 May}}", f"{label}\n{pad}birthday: 14 May 1977\n{pad}wedding: '3 June'",
                f"{label}{{birthday: {{on: 2 May, lead: 3 days}}, x day: 3 May}}",
            )), owner)
        elif key == "log":
            made.add(chance.choice((
                f"{label}[2026-08-20 11:00 reached]",
                f"{label}\n{pad}- 2026-08-20 reached: all well\n{pad}- 2026-08-21 no answer",
            )), owner)
        elif key in LISTS and chance.random() < 0.5:
            texts = [self.text(key) for _ in range(chance.choice((1, 2, 3)))]
            if chance.random() < 0.5:
                made.add(f"{label}{self.bracketed(texts, pad)}", owner)
            else:
                inner = " " * chance.choice((left, left + 2))
                entries = [f"{self.line_above(inner)}{inner}- {self.spelled(*text, flow=False)}" for text in texts]
                lines = "\n".join(f"{entry}{self.comment()}" for entry in entries)
                made.add(f"{label.rstrip()}{self.comment()}\n{lines}", owner)
                tail = ""
        elif key in TEXTS and chance.random() < 0.4:
            made.add(self.long_text(label, pad), owner)
            tail = ""
        else:
            self.short_text(who, key, label)
        made.add(f"{tail}\n", (who, ""))

    def line_above(self, inner: str) -> str:
        """Write a comment or a blank line above an entry of a list, now and then."""
        return self.chance.choice((f"{inner}# about it §\n", "\n")) if self.chance.random() < 0.1 else ""

    def bracketed(self, texts: Sequence[tuple[str, bool]], pad: str) -> str:
        """Write a list in brackets on one line, or on several with comments."""
        written = [self.spelled(*text, flow=True) for text in texts]
        if self.chance.random() < 0.6:
            return f"[{self.chance.choice((', ', ', ', ',')).join(written)}]"
        begins = self.chance.choice(("", f"\n{pad}", f"  # some §\n{pad}"))
        ends = self.chance.choice(("", "", f"   # last §\n{pad}", f",   # last §\n{pad}", f"\n{pad}"))
        between = self.chance.choice((
            f",   # one §\n{pad}", f",\n{pad}", f",\n{pad}# above §\n{pad}", f"  # one §\n{pad}, ",
        ))
        return f"[{begins}{between.join(written)}{ends}]"

    def short_text(self, who: int, key: str, label: str) -> None:
        chance, made = self.chance, self.made
        text, plain = self.name() if key == "name" else self.text(key)
        known = self.anchors.setdefault(key, [])
        if key != "name" and known and chance.random() < 0.2:
            made.add(f"{label}*{chance.choice(known)}", (who, key))
            return
        mark = ""
        if key != "name" and chance.random() < 0.06:
            mark = f"{key}{self.first}x{len(known)}"
            known.append(mark)
            mark = f"&{mark} "
        made.add(f"{label}{mark}{self.spelled(text, plain, flow=False)}", (who, key))

    def long_text(self, label: str, pad: str) -> str:
        chance = self.chance
        lines = [chance.choice(("Loves to travel", "back from # Lisbon", "- no: list", "ends")) for _ in range(3)]
        match chance.randrange(4):
            case 0:
                return f"{label}Loves to travel\n{pad}and to sail\n\n{pad}far"
            case 1:
                return f"{label}'Loves: to\n{pad}travel # much'"
            case _:
                header = chance.choice(("|", ">", "|-", ">-", "|+", "|+", "|2")) + chance.choice(("", "", "  # long §"))
                more = chance.choice(("", "", "\n", "\n\n"))
                return f"{label}{header}\n" + "\n".join(f"{pad}{line}" for line in lines) + more

    def flow_list(self, left: int, *, as_json: bool = False) -> None:
        chance, made = self.chance, self.made
        step = chance.choice((" ", " ", f"\n{' ' * (left + 2)}"))
        made.add("[" + ("" if step == " " else step))
        count = chance.choice((0, 1, 2, 3))
        for number in range(count):
            who = len(made.contacts)
            if as_json or chance.random() < 0.6:
                self.flow_contact(left + 4, as_json=as_json)
            else:
                name, plain = self.name()
                made.contacts.append(["name"])
                made.add(self.spelled(name, plain, flow=True), (who, "name"))
            if number + 1 < count or (not as_json and chance.random() < 0.2):
                made.add(",", (who, ""))
            if not as_json and chance.random() < (0.3 if step != " " else 0.1):
                made.add("   # who it is §", (who, ""))
                made.add(f"\n{' ' * (left + 2)}")
            elif number + 1 < count:
                made.add(step)
            if not as_json and number + 1 < count and chance.random() < 0.05:
                made.add(f"\n{' ' * (left + 2)}# a group §\n{' ' * (left + 2)}")
        made.add("]" if step == " " else f"\n{' ' * left} ]")

    def flow_contact(self, left: int, *, as_json: bool) -> None:
        chance, made = self.chance, self.made
        who, keys = len(made.contacts), [key for key in self.keys() if key not in ("dates", "log")]
        made.contacts.append(list(keys))
        step = chance.choice((" ", " ", " ", f"\n{' ' * left}"))
        made.add("{" + chance.choice(("", "", " ")), (who, ""))
        for number, key in enumerate(keys):
            text, plain = self.name() if key == "name" else self.text(key)
            if as_json:
                made.add(f"{json.dumps(key)}: {json.dumps(text)}", (who, key))
            elif key in LISTS and chance.random() < 0.3:
                made.add(f"{key}: [{self.spelled(text, plain, flow=True)}]", (who, key))
            else:
                made.add(f"{key}: {self.spelled(text, plain, flow=True)}", (who, key))
            if number + 1 < len(keys):
                remark = "" if as_json or step == " " or chance.random() > 0.4 else "  # of a key §"
                made.add(f",{remark}{step}", (who, ""))
            elif not as_json and chance.random() < 0.1:
                made.add(",", (who, ""))
        made.add(chance.choice(("", "", " ")) + "}", (who, ""))


def written_list(chance: random.Random) -> dict[str, WrittenText]:
    """Return the files of a hit list by name, the main one first."""
    others = ["friends.yaml", "work people.yaml"][: chance.choice((0, 0, 0, 1, 2))]
    files, people = {}, 0
    for name in ("hitlist.yaml", *others):
        writer = ListWriter(chance, first=people)
        files[name] = writer.file(main=name == "hitlist.yaml", includes=others if name == "hitlist.yaml" else ())
        people = writer.first
    return files
