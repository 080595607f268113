"""The changes that bring the calendar into line with the plan (`diff`), and what is never written (`guard`).

`merged_text` keeps the lines that the user added to a text of ours where they are. `at_evidence` lets a reminder that
goes away because of what was noticed say so.

Takes a plan, what is on the calendar and what was last written, three ways and field by field; gives changes that hold
both sides. `guard` refuses accidents (P10) and whatever no plan may do (P5). Never writes, and decides nothing by the
words of a title.

Others may use `diff`, `Difference`, `at_evidence` and the checks of `guard`.
"""
