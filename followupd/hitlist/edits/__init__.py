"""Edits of a hit list's files at their place in the text: whatever is not part of a change stays as it is, to the byte.

Takes the bytes of a file and a change as a value (`changes`); gives new bytes that are proved by reading them again, or
an error that says why not, with the lines to paste (`edit`, `proof`). Never writes a file, and never lays out again
what somebody wrote: comments, order, quotes, blanks, line ends and a missing last line break stay.

Others may use `changes` (the changes as values), `proposal` (a change judged by the whole list, and its diff) and
`writing` (values as YAML).

`syntax` is the text as pieces that know where they end, and `layout` its lines and comments. What to replace is decided
by `block` for what is written in lines, by `flow` for what is in brackets, and by `lists` for a list in place of
another; `splices` are the replacements. `writing` turns values into YAML text. `restated` is a file as bare values, for
those to be judged that cannot be written.
"""
