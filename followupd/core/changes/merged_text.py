"""A new text of ours with the lines that the user added to the last one, each where they wrote it (P6)."""

from __future__ import annotations

from collections import Counter

from followupd.core.phrases.vocabulary import BOX

SHEET = ("    ", BOX)   # how the lines of a call sheet begin, in every language of texts


def merged_text(last: str, shown: str, wanted: str, written: str) -> str:
    """Return the wanted text with the lines that the user added to what we last wrote.

    Words after a line of ours stay there while we write that line. Lines below a line with a box stay below it, all
    others follow the text. `last` is that text as we remember it, `written` as the note on the event shows it.
    """
    if shown == last:
        return wanted
    if wanted == last:
        return shown
    known = Counter(last.split("\n"))
    known |= Counter(written.split("\n"))
    known.update(wanted.split("\n"))
    if not last and not written:
        # Adopted without any memory, neither ours nor the event's own. Lines of a sheet show by their form that they
        # are ours; of all others only those that we write now are, and the rest may be the user's: it stays (P6).
        known |= Counter(line for line in shown.split("\n") if line.startswith(SHEET))
    longer = _lengthened(shown, (last, written, wanted), known)
    ours = "\n".join(longer.get(line, line) for line in wanted.split("\n"))
    known.update(set(longer.values()).intersection(ours.split("\n")))
    return _with_added(ours, _added(shown, known))


def set_apart(shown: str, last: str, wanted: str) -> str:
    """Return a text with the words that the user wrote behind lines of ours that go, each on a line of its own."""
    going = sorted(set(filter(None, last.split("\n"))).difference(wanted.split("\n")), key=len, reverse=True)

    def apart(line: str) -> str:
        begun = next((one for one in going if line.startswith(f"{one} ")), None)
        return f"{begun}\n{line.removeprefix(begun).strip()}" if begun is not None else line

    return "\n".join(map(apart, shown.split("\n")))


def _lengthened(shown: str, texts: tuple[str, str, str], known: Counter[str]) -> dict[str, str]:
    """Return the lines after which the user wrote more, by the line of ours that is not there alone any more.

    `texts` are ours, the wanted one last: a line with a box that only it has is somebody's who is new on the sheet, and
    whose name another one's may begin with.
    """
    lines, found, (last, written, wanted) = shown.split("\n"), dict[str, str](), texts
    before = {*last.split("\n"), *written.split("\n"), *(one for one in wanted.split("\n") if not one.startswith(BOX))}
    ours = sorted((line for line in before.difference(lines) if line.strip()), key=len, reverse=True)
    for line in (one for one in lines if one not in known):
        begun = next((one for one in ours if line.startswith(one) and not line[len(one)].isalnum()), None)
        if begun is not None:
            found.setdefault(begun, line)
    return found


def _added(shown: str, known: Counter[str]) -> list[tuple[str, str, str]]:
    """Return the lines that are not known, each with the nearest line with a box and the nearest line of ours above it.

    Both are "" if a blank line or none of ours is above it.
    """
    added, box, above = [], "", ""
    for line in shown.split("\n"):
        if not line.strip():
            box = above = ""
        elif known[line] > 0:
            known[line] -= 1
            box = line if line.startswith(BOX) else box
            above = line if box else ""
        else:
            added.append((line, box, above))
    return added


def _with_added(wanted: str, added: list[tuple[str, str, str]]) -> str:
    ours, lines = wanted.split("\n"), list[str]()
    box = ""
    for line in ours:
        lines.append(line)
        box = line if line.startswith(BOX) else box if line.strip() else ""
        here = [one for one in added if box and box == one[1] and line == (one[2] if one[2] in ours else box)]
        lines += [one for one, *_ in here]
        added = [one for one in added if one not in here]
    text = "\n".join(lines)
    return f"{text}\n\n" + "\n".join(one for one, *_ in added) if added else text
