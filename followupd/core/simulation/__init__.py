"""A year played through: a simulated user and simulated people around the real planner, pure and repeatable."""
