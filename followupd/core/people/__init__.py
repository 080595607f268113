"""What each contact needs next: who they are, what happened with them, and their next step.

Takes contacts and facts; never places anything on a calendar.
"""
