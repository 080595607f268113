"""The steps of a pass that read or write: sources, state, the time of the user, the report.
"""
