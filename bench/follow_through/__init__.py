"""Does the plan keep people in touch? Ours, what others do, and the best that could be, in the same worlds."""
