"""What the Tab key offers: the names on the hit list, and the outcomes.

Takes what is typed so far. Offers nothing if the hit list cannot be read: Tab is not the place for errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:   # every `log` loads this module, and hardly any completes
    from click.shell_completion import CompletionItem


def complete_who(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Offer the names on the hit list that begin with what is typed, by any of their words."""
    from click.shell_completion import CompletionItem

    from followupd.cli.call import merged
    from followupd.desk.who import folded
    from followupd.rendering.text import name

    try:
        from followupd.hitlist.load import load

        hitlist = load(merged(ctx, ctx.params).config()).hitlist
    except Exception:   # noqa: BLE001 - whatever is wrong, `followupd check` tells it better
        return []
    wanted = folded(incomplete)
    contacts = hitlist.contacts if hitlist else ()
    names = [name(contact.name) for contact in contacts]
    return [CompletionItem(one) for one in names if any(_begins(words, wanted) for words in _tails(folded(one)))]


def _tails(text: str) -> list[str]:
    """`dana whitfield` and `whitfield`: a name is found by any of its words."""
    words = text.split()
    return [" ".join(words[start:]) for start in range(len(words))]


def _begins(text: str, wanted: str) -> bool:
    return text.startswith(wanted)


def complete_outcome(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Offer the outcomes that begin with what is typed."""
    from click.shell_completion import CompletionItem

    from followupd.core.values.facts import Outcome

    words = [outcome.value.replace("_", "-") for outcome in Outcome]
    return [CompletionItem(word) for word in words if word.startswith(incomplete.lower().replace("_", "-"))]
