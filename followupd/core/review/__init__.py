"""The weekly review: what was reached, tried and promised, what waits; and once a month, who rests."""
