"""Busy time of the user's other calendars: read, cut into events, judged, and remembered as stretches of time."""
