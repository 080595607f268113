"""The text of a description that a program turned into HTML: lines, words, what is struck out, addresses of links."""

from __future__ import annotations

import re
from html.parser import HTMLParser

STRUCK = "~~"      # around what is struck out, as in Markdown
_INLINE = "a|abbr|b|big|code|del|em|font|i|ins|label|s|small|span|strike|strong|sub|sup|u"
_BLOCK = (
    "address|article|blockquote|body|br|center|dd|div|dl|dt|h[1-6]|head|header|hr|html|html-blob|li|main|meta|ol|p|pre|"
    "section|style|table|tbody|td|th|thead|title|tr|ul"
)
_KNOWN = frozenset({"input", "h1", "h2", "h3", "h4", "h5", "h6", "script", *f"{_INLINE}|{_BLOCK}".split("|")})
_A_TAG = rf"(?i)</?(?:{_INLINE}|{_BLOCK})(?:\s[^<>]*)?/?>"
_BREAKING_TAG = rf"(?i)</?(?:{_BLOCK})(?:\s[^<>]*)?/?>"
_NEW_LINE = frozenset({
    "address", "article", "blockquote", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "li", "main", "ol", "p", "pre", "section", "table", "tr", "ul",
})
_CELLS = frozenset({"td", "th"})
_STRIKING = frozenset({"s", "strike", "del"})
_CHECKED: dict[str | None, str] = {"true": "[x] ", "checked": "[x] ", "false": "[ ] ", "unchecked": "[ ] "}
_UNSEEN = frozenset({"head", "style", "script", "title"})
_BLANKS = " \t\n"      # a blank that does not break is a word's own


def plain_text(text: str) -> str:
    """Return a text without HTML, into which some programs turn a description.

    What is struck out there is between two `~~`; the address of a link comes after its words.
    """
    if "<" in text and re.search(_A_TAG, text):
        return _text_of_html(text, keeps_lines=re.search(_BREAKING_TAG, text) is None)
    return text


def _text_of_html(text: str, *, keeps_lines: bool) -> str:
    """Return the text of HTML. `keeps_lines`: line ends in it are line ends, as if the tags were in a plain text."""
    reader = _HtmlText(keeps_lines=keeps_lines)
    reader.feed(text)
    reader.close()
    return reader.text()


class _HtmlText(HTMLParser):
    def __init__(self, *, keeps_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._lines, self._keeps_lines = [""], keeps_lines
        self._unseen = self._struck = self._kept = 0
        self._links: list[tuple[str, int, int]] = []     # address, and where its words begin: line and column

    def text(self) -> str:
        return "\n".join(line.replace("\xa0", " ").rstrip() for line in self._lines).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "br":
            self._lines.append("")
        elif tag in _NEW_LINE:
            self._new_line()
            self._lines[-1] += _CHECKED.get(named.get("data-checked", named.get("data-list")), "")
        elif tag in _CELLS and self._lines[-1]:
            self._lines[-1] += " "
        elif tag == "input" and named.get("type") == "checkbox":
            self._lines[-1] += "[x] " if "checked" in named else "[ ] "
        elif tag == "a":
            self._links.append((named.get("href") or "", len(self._lines), len(self._lines[-1])))
        elif tag not in _KNOWN and not re.match(r"[a-z]+:[a-z]", tag):       # Outlook's own, <o:p>
            self.handle_data(self.get_starttag_text() or "")       # "<https://example.com>" is not a tag
        self._unseen += tag in _UNSEEN
        self._struck += tag in _STRIKING
        self._kept += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _NEW_LINE:
            self._new_line()
        elif tag == "a" and self._links:
            self._end_link(*self._links.pop())
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        self._struck -= tag in _STRIKING and self._struck > 0
        self._kept -= tag == "pre" and self._kept > 0

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        lines = data.split("\n") if self._keeps_lines or self._kept else [re.sub(f"[{_BLANKS}]+", " ", data)]
        for number, line in enumerate(lines):
            if number:
                self._lines.append("")
            if not self._lines[-1] and not (self._keeps_lines or self._kept):
                line = line.lstrip(_BLANKS)
            self._lines[-1] += f"{STRUCK}{line}{STRUCK}" if self._struck and line.strip() else line

    def _new_line(self) -> None:
        if self._lines[-1].strip():
            self._lines.append("")

    def _end_link(self, address: str, line: int, column: int) -> None:
        """Keep the address of a link that its words do not say: the user may have put it there."""
        words = self._lines[line - 1][column:] if line == len(self._lines) else ""
        shown = re.sub(r"^(?:mailto:|tel:|https?://)", "", address).strip("/")
        if address and words and shown not in re.sub(r"\s", "", words):
            self._lines[-1] += f" {address}"
