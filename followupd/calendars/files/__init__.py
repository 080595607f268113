"""Calendars that are files: one .ics file, or a folder with a file per event.
"""
