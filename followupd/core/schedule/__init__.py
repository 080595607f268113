"""Where the protected time and the reminders go, and who is on which call sheet.

Takes next steps, busy time and what is on the calendar already.
"""
