"""Changes of a whole text by programs, whether or not anybody edits it."""

from __future__ import annotations

import html
import re
import textwrap
import unicodedata
from collections.abc import Callable


def _lines(text: str, line: str, empty: str = "") -> str:
    return "".join(line.format(html.escape(one) or empty) for one in text.split("\n"))


PROGRAMS: dict[str, Callable[[str], str]] = {
    "nothing": lambda text: text,
    "other line ends": lambda text: text.replace("\n", "\r\n"),
    "old line ends": lambda text: text.replace("\n", "\r"),
    "line separators": lambda text: text.replace("\n", "\u2028"),
    "breaks": lambda text: html.escape(text).replace("\n", "<br>"),
    "breaks and line ends": lambda text: html.escape(text).replace("\n", "<br/>\n"),
    "paragraphs": lambda text: _lines(text, "<p>{}</p>", "&nbsp;"),
    "divisions": lambda text: (
        f"<html><head><style>p {{}}</style></head><body>{_lines(text, '<div>{}</div>', '<br>')}</body>"
    ),
    "a list": lambda text: f"<ul>{_lines(text, '<li>{}</li>')}</ul>".replace("<li></li>", ""),
    "a table": lambda text: f"<table>{_lines(text, '<tr><td>{}</td></tr>')}</table>",
    "spans": lambda text: f'<span style="x">{html.escape(text)}</span>',
    "preformatted": lambda text: f"<pre>{html.escape(text)}</pre>",
    "links": lambda text: re.sub(
        r"((?:tel|mailto):\S+)", r'<a href="\1">\1</a>', html.escape(text)
    ).replace("\n", "<br>"),
    "blanks of HTML": lambda text: html.escape(text).replace("    ", "&nbsp; &nbsp; ").replace("\n", "<br>"),
    "escapes of HTML": html.escape,
    "escaped twice": lambda text: text.replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n"),
    "escaped three times": lambda text: re.sub("[,;]", r"\\\\\\\g<0>", text).replace("\n", "\\\\\\n"),
    "escapes of Markdown": lambda text: re.sub(r"[\[\]()*_#+.!<>-]", r"\\\g<0>", text),
    "joined lines": lambda text: " ".join(text.split()),
    "wrapped lines": lambda text: "\n".join(textwrap.fill(line, 40) for line in text.split("\n")),
    "no blank lines": lambda text: re.sub(r"\n+", "\n", text),
    "double line ends": lambda text: text.replace("\n", "\n\n"),
    "no indent": lambda text: re.sub(r"(?m)^ +", "", text),
    "bullets": lambda text: re.sub(r"(?m)^(?=.)", "• ", text),
    "dashes": lambda text: re.sub(r"(?m)^(?=.)", "- ", text),
    "numbers": lambda text: re.sub(r"(?m)^(?=\S)", "1. ", text),
    "quoted": lambda text: re.sub(r"(?m)^", "> ", text),
    "typeset": lambda text: text.replace("'", "’").replace(' "', " “").replace('" ', "” ").replace("[-]", "[–]"),
    "plain dashes": lambda text: text.replace("–", "-"),
    "other letters": lambda text: unicodedata.normalize("NFD", "\u200e" + text.replace("\n", "\n\u200f")),
    "filled lines": lambda text: textwrap.fill(text, 72),
    "Outlook, escaped": lambda text: html.escape(
        f'<html xmlns:o="urn:x"><body>{_lines(text, "<p class=MsoNormal>{}<o:p></o:p></p>", "&nbsp;")}</body></html>'
    ),
    "Outlook on the web": lambda text: _lines(text, '<div class="elementToProof">{}</div>', "<br>"),
    "Exchange, from RTF": lambda text: (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2//EN">\n<HTML>\n<BODY>\n<!-- Converted from text/rtf format -->\n'
        f"""{_lines(text, '<P DIR=LTR><SPAN LANG="en-us"><FONT FACE="Arial">{}</FONT></SPAN></P>')}\n</BODY>\n</HTML>"""
    ),
    "Google's own page": lambda text: f"<html-blob>{html.escape(text, quote=False)}</html-blob>".replace("\n", "<br>"),
    "a page with boxes": lambda text: html.escape(text).replace("\n", "<br>").replace(
        "[x]", '<input type="checkbox" checked>').replace("[ ]", '<input type="checkbox">'),
    "entities of numbers": lambda text: "".join(
        one if one.isalnum() or one == " " else "<br>" if one == "\n" else f"&#x{ord(one):x};" for one in text
    ),
    "next lines": lambda text: text.replace("\n", "\x85"),
    "vertical tabs": lambda text: text.replace("\n", "\x0b"),
    "Markdown line ends": lambda text: text.replace("\n", "\\\n"),
    "blank ends": lambda text: text.replace("\n", "  \n"),
}
