"""The monthly action plan (`action_plan:`): so many tries by each channel.

Takes a located mapping of channel to how often; gives quotas in its order. Knows nothing of people.
"""

from __future__ import annotations

from followupd.core.phrases.log import parse_channel
from followupd.core.phrases.quotas import parse_quota
from followupd.core.values.action_quota import Quota
from followupd.hitlist.fields import NO, Scope, shown
from followupd.hitlist.located import Mapping, Node, Scalar

_SHAPE = "action_plan: {phone: 1 per workday, coffee: 2 per month}, or off"


def read_action_plan(scope: Scope, node: Node) -> tuple[Quota, ...]:
    """One quota a channel; "off" is none. A channel named twice, by two of its names, is a problem."""
    if isinstance(node, Scalar) and node.text.strip().lower() in NO:
        return ()
    if not isinstance(node, Mapping):
        scope.mapping(node, "action_plan", (), _SHAPE)
        return ()
    found: dict[str, Quota] = {}
    for text, (key, value) in node.entries.items():
        path = f"action_plan.{shown(text)}"
        channel = scope.value(key, path, parse_channel)
        asked = scope.value(value, path, parse_quota)
        if channel is None or asked is None:
            continue
        if channel in found:
            scope.problem(key, path, f"is {channel}, which stands here already. Keep one.")
            continue
        number, per, weekday = asked
        found[channel] = Quota(channel, number, per, weekday)
    return tuple(found.values())
