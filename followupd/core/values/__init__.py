"""The values that every room speaks of: instants and spans, events, facts, and the hit list.

Decides nothing.
"""
