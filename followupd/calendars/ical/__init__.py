"""iCalendar text: cut into components, read and written byte for byte.
"""
