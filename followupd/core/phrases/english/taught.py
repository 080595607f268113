"""Words that make a phrase true once only, so that it is no word to be taught."""

from __future__ import annotations

TIMES = "today|tonight|tomorrow|yesterday|morning|afternoon|evening|week|weekend|month|year"
SUBJECTS = frozenset({"he", "she", "they", "it", "we", "hes", "shes", "theyre", "its", "were"})
