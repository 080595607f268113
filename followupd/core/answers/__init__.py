"""What the user did on our events: drags, deletions, marks and ticks, as facts.

Never writes to a calendar.
"""
