"""Titles, cards and call sheets: what our events say.

Text is output only; nothing here is read back.
"""
