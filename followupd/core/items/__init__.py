"""The kinds of item other than a try: promises, cards, bookings and reviews.
"""
