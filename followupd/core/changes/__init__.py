"""From the plan to safe changes: the three-way diff, and the guard that refuses accidents (P10).
"""
