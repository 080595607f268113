"""Where somebody tells what happened: the words as a fact, stored first and durably (P4), and the answer to it.

Used by the commands and, so that they need not load all this, by the running daemon in their stead.
"""
