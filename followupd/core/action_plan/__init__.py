"""The monthly action plan: a call a workday, a mail on Fridays, two coffees.

What it asks for, how it goes, and by which way people whose time comes may serve it. It makes nobody's day earlier.
"""
