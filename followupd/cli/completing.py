"""Completion by the Tab key: the names on the hit list, and the outcomes.

Takes what is typed so far. Offers nothing if the hit list cannot be read: Tab is not the place for errors. Commands
with completion load this module, so what reads hit lists is loaded only when Tab is pressed.
"""

from __future__ import annotations

import click

from followupd.cli.call import merged
from followupd.rendering.text import name


def complete_who(
    ctx: click.Context, param: click.Parameter, incomplete: str,  # noqa: ARG001 - click's signature
) -> list[str]:
    """Offer the names on the hit list that begin with what is typed, by any of their words."""
    from followupd.core.phrases.names import folded  # the planner: ten times a daemon's answer
    from followupd.hitlist.load import load

    try:
        hitlist = load(merged(ctx, ctx.params).config()).hitlist
    except Exception:   # noqa: BLE001 - whatever is wrong, `followupd check` reports it better
        return []
    wanted = folded(incomplete)
    contacts = hitlist.contacts if hitlist else ()
    names = [name(contact.name) for contact in contacts]
    return [one for one in names if any(_begins(words, wanted) for words in _tails(folded(one)))]


def _tails(text: str) -> list[str]:
    """Yield `dana whitfield` and `whitfield`, so that a name is found by any of its words."""
    words = text.split()
    return [" ".join(words[start:]) for start in range(len(words))]


def _begins(text: str, wanted: str) -> bool:
    return text.startswith(wanted)


def complete_outcome(
    ctx: click.Context, param: click.Parameter, incomplete: str,  # noqa: ARG001 - click's signature
) -> list[str]:
    """Offer the outcomes that begin with what is typed."""
    from followupd.core.values.facts import Outcome  # loads core, as above

    words = [outcome.value.replace("_", "-") for outcome in Outcome]
    return [word for word in words if word.startswith(incomplete.lower().replace("_", "-"))]
