"""followupd keeps a protected outreach block on your calendar, and puts the next try there when a call fails.

Start reading at run.py: one pass, one page.
"""

__version__ = "0.1.0"
