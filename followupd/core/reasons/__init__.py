"""Why something is planned as it is: a reason is a value, with one file for each rule that gives reasons.

The event text, `why` and the tests read the same values.
"""
