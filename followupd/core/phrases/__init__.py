"""Every phrase that people write, in one place: durations, clocks, hours, days, moments, outcomes and log lines.

Pure text -> value parsers. Each raises ValueError with one sentence that quotes the text, says what is wrong and
what to write instead, and nothing else on any text whatever. Time is an argument. docs/grammar.md lists the forms.
"""
