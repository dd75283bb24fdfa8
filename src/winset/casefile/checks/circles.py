"""Circles among things that follow each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from graphlib import CycleError, TopologicalSorter

MOST = 100
"""Circles that are reported, of tables or steps that come after each other, or of delegations; beyond, the rest is
reported once these are mended.
"""


def circles(after: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Circles that share no member, each beginning with the member that stands first; none where all have an order.

    after: what each follows; what does not follow anything may be left out.
    """
    left = {name: list(others) for name, others in after.items()}
    rank = {name: n for n, name in enumerate(left)}
    circles_found: list[list[str]] = []
    while len(circles_found) < MOST:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle = list(reversed(error.args[1]))[1:]
            start = min(range(len(circle)), key=lambda n: rank.get(circle[n], 0))
            circles_found.append([*circle[start:], *circle[:start]])
            left = {name: [name for name in others if name not in circle] for name, others in left.items()}
            left = {name: others for name, others in left.items() if name not in circle}
        else:
            break
    return circles_found
