"""Calendars on a CalDAV server.
"""
