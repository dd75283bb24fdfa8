"""Where the nodes of a drawing go whose arrows lead downwards: in layers, with few crossings.

Source: Sugiyama, Tagawa & Toda 1981, IEEE Transactions on Systems, Man, and Cybernetics 11, 109-125.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from winset.report.charts.lettering import spread

SWEEPS = 24
SHIFTS = 12
Edge = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """rows: nodes by layer from the top, left to right. x: of each node its centre. bends: of each edge that passes
    layers the place in each of them, as layer and x.
    """

    rows: tuple[tuple[int, ...], ...]
    x: Mapping[int, float]
    bends: Mapping[Edge, tuple[tuple[int, float], ...]]


def layered(nodes: int, edges: Iterable[Edge], most: int, wide: float) -> Layout:
    """Every edge leads downwards, but for those that close a circle; what leads nowhere is at the bottom.

    most: nodes side by side; a layer with more is broken into several. wide: of the whole drawing.
    """
    down = _without_circles(nodes, edges)
    layer = _broken(_heights(nodes, down), most)
    rows: list[list[int]] = [[] for _ in range(max(layer, default=0) + 1)]
    for node in range(nodes):
        rows[layer[node]].append(node)
    chains: dict[Edge, list[int]] = {}
    for start, end in sorted(down):
        if layer[start] < layer[end]:
            chains[start, end] = list(range(nodes, nodes + layer[end] - layer[start] - 1))
            for step, bend in enumerate(chains[start, end], 1):
                rows[layer[start] + step].append(bend)
            nodes += len(chains[start, end])
    links = [pair for (start, end), chain in chains.items() for pair in pairwise([start, *chain, end])]
    ordered = _with_few_crossings(rows, links)
    x = _across(ordered, links, set(range(len(layer))), wide)
    place = {node: n for n, row in enumerate(ordered) for node in row}
    return Layout(
        rows=tuple(tuple(node for node in row if node < len(layer)) for row in ordered),
        x={node: x[node] for node in range(len(layer))},
        bends={edge: tuple((place[bend], x[bend]) for bend in chain) for edge, chain in chains.items()},
    )


def _without_circles(nodes: int, edges: Iterable[Edge]) -> set[Edge]:
    """The edges that lead forward in an order in which few lead back.

    Source: Eades, Lin & Smyth 1993, Information Processing Letters 47, 319-323.
    """
    given = {(start, end) for start, end in edges if start != end}
    left, first, last = set(range(nodes)), list[int](), list[int]()
    while left:
        out = dict.fromkeys(left, 0)
        into = dict.fromkeys(left, 0)
        for start, end in given:
            if start in left and end in left:
                out[start] += 1
                into[end] += 1
        sinks = [node for node in left if not out[node]]
        sources = [node for node in left if out[node] and not into[node]]
        last = sorted(sinks) + last
        first += sorted(sources)
        if not sinks and not sources:
            first.append(max(left, key=lambda node: (out[node] - into[node], -node)))
        left -= {*first, *last}
    place = {node: n for n, node in enumerate(first + last)}
    return {(start, end) for start, end in given if place[start] < place[end]}


def _heights(nodes: int, down: set[Edge]) -> list[int]:
    """(node) its layer from the top: the longest way down from it, counted from the bottom."""
    after = defaultdict(list)
    for start, end in down:
        after[start].append(end)
    known: dict[int, int] = {}

    def height(node: int) -> int:
        if node not in known:
            known[node] = 1 + max((height(end) for end in after[node]), default=-1)
        return known[node]

    top = max((height(node) for node in range(nodes)), default=0)
    return [top - known[node] for node in range(nodes)]


def _broken(layer: list[int], most: int) -> list[int]:
    """The layers, those with too many nodes broken into several of nearly equal length."""
    broken, top = list(layer), 0
    for n in range(max(layer, default=0) + 1):
        nodes = [node for node, number in enumerate(layer) if number == n]
        count = max(1, -(-len(nodes) // most))
        for place, node in enumerate(nodes):
            broken[node] = top + place * count // len(nodes)
        top += count
    return broken


def _with_few_crossings(rows: Sequence[Sequence[int]], links: Sequence[Edge]) -> list[list[int]]:
    """The rows, each ordered by the mean place of what its nodes are linked to, down and up in turn; the best kept."""
    above, below = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for start, end in links:
        below[start].append(end)
        above[end].append(start)
    now = [list(row) for row in rows]
    best, least = [list(row) for row in now], _crossings(now, below)
    for sweep in range(SWEEPS):
        linked, order = (above, now) if sweep % 2 == 0 else (below, now[::-1])
        place = {node: n / len(row) for row in now for n, node in enumerate(row)}
        for row in order:
            wanted = {
                node: sum(place[neighbour] for neighbour in linked[node]) / len(linked[node])
                if linked[node]
                else place[node]
                for node in row
            }
            row.sort(key=wanted.__getitem__)
            place.update({node: (n + 0.5) / len(row) for n, node in enumerate(row)})
        crossing_count = _crossings(now, below)
        if crossing_count < least:
            best, least = [list(row) for row in now], crossing_count
    return best


def _crossings(rows: Sequence[Sequence[int]], below: Mapping[int, Sequence[int]]) -> int:
    """How often two links between neighbouring rows cross."""
    count = 0
    for upper, lower in pairwise(rows):
        place = {node: n for n, node in enumerate(lower)}
        ends = [sorted(place[end] for end in below.get(node, ())) for node in upper]
        for n, own_ends in enumerate(ends):
            count += sum(first > second for first in own_ends for other in ends[n + 1 :] for second in other)
    return count


def _across(rows: Sequence[Sequence[int]], links: Sequence[Edge], nodes: set[int], wide: float) -> dict[int, float]:
    """(node) its place across: near what it is linked to, in the order of its row, none over another."""
    linked = defaultdict[int, list[int]](list)
    for start, end in links:
        linked[start].append(end)
        linked[end].append(start)
    most = max((sum(node in nodes for node in row) for row in rows), default=1)
    step = wide / max(most, 2)
    widths = [[_width(node in nodes, step, row, nodes, wide) for node in row] for row in rows]
    x: dict[int, float] = {}
    for row, row_widths in zip(rows, widths, strict=True):
        even = [wide * (n + 0.5) / len(row) for n in range(len(row))]
        x.update(zip(row, spread(even, row_widths, 0, (0, wide)), strict=True))
    for turn in range(SHIFTS):
        order = list(zip(rows, widths, strict=True))
        for row, row_widths in order if turn % 2 == 0 else order[::-1]:
            means = [
                sum(x[neighbour] for neighbour in linked[node]) / len(linked[node]) if linked[node] else x[node]
                for node in row
            ]
            x.update(zip(row, spread(means, row_widths, 0, (0, wide)), strict=True))
    return x


def _width(is_node: bool, step: float, row: Sequence[int], nodes: set[int], wide: float) -> float:
    """How much room a node or a bend takes, bends less where the row would not fit."""
    node_count = sum(node in nodes for node in row)
    bends = len(row) - node_count
    if is_node:
        return step if not bends else min(step, 0.85 * wide / node_count)
    return min(step / 3, (wide - min(step * node_count, 0.85 * wide)) / bends)
