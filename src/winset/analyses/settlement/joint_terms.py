"""What rules forbid and links add, in one table for each set of issues that they join."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from winset.compiled import CompiledRule, Condition
from winset.readings.exact import LinkWorth

LARGEST_TABLE = 4_096
"""Combinations of options of issues that one rule or link joins, which are written out; beyond, each rule and link is
looked at by itself, with the same result.
"""
Packages = NDArray[np.int16]
Issues = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointTable:
    """What hangs on the options of some issues. values: (combination) or (party, combination)."""

    issues: Issues
    sizes: tuple[int, ...]
    values: NDArray[Any]

    def places(self, packages: Packages) -> NDArray[np.int64]:
        """(package) the combination that it holds."""
        place = np.zeros(len(packages), dtype=np.int64)
        for issue, size in zip(self.issues, self.sizes, strict=True):
            place = place * size + packages[:, issue]
        return place


def together(whens: Sequence[Sequence[Condition]]) -> Iterator[tuple[Issues, list[int]]]:
    """The sets of issues that are named together, each with the positions of what names it."""
    grouped: dict[Issues, list[int]] = {}
    for n, conditions in enumerate(whens):
        issues = tuple(sorted({issue for condition in conditions for issue, _ in condition}))
        grouped.setdefault(issues, []).append(n)
    yield from grouped.items()


def is_small(issues: Issues, sizes: tuple[int, ...]) -> bool:
    """Whether the combinations of options of these issues are written out."""
    return prod(sizes[issue] for issue in issues) <= LARGEST_TABLE


def meets(grid: dict[int, NDArray[np.int64]], when: Condition, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """(option of each issue) whether the condition holds. grid: by issue, its options along its own axis."""
    result = np.ones(shape, dtype=bool)
    for issue, options in when:
        result &= (grid[issue][..., None] == list(options)).any(axis=-1)
    return result


def _grid(issues: Issues, sizes: tuple[int, ...]) -> tuple[dict[int, NDArray[np.int64]], tuple[int, ...]]:
    shape = tuple(sizes[issue] for issue in issues)
    axes = np.meshgrid(*(np.arange(size) for size in shape), indexing="ij", sparse=True)
    return dict(zip(issues, axes, strict=True)), shape


@lru_cache(maxsize=16)
def forbidden(
    rules: tuple[CompiledRule, ...], sizes: tuple[int, ...]
) -> tuple[tuple[JointTable, ...], tuple[CompiledRule, ...]]:
    """What the rules forbid, (combination) by the issues that they join; and the rules that join too many for that."""
    tables, apart = [], []
    for issues, positions in together([(rule.if_, rule.then) for rule in rules]):
        if not is_small(issues, sizes):
            apart += [rules[n] for n in positions]
            continue
        grid, shape = _grid(issues, sizes)
        broken = np.zeros(shape, dtype=bool)
        for n in positions:
            broken |= meets(grid, rules[n].if_, shape) & ~meets(grid, rules[n].then, shape)
        tables.append(JointTable(issues=issues, sizes=shape, values=broken.ravel()))
    return tuple(tables), tuple(apart)


def added(
    links: Sequence[LinkWorth], sizes: tuple[int, ...], parties: int, dtype: np.dtype[Any]
) -> tuple[list[JointTable], list[LinkWorth]]:
    """What links add, (party, combination) by the issues that they join; and the links that join too many for that."""
    tables, apart = [], []
    for issues, positions in together([(link.when,) for link in links]):
        if not is_small(issues, sizes):
            apart += [links[n] for n in positions]
            continue
        grid, shape = _grid(issues, sizes)
        worth = np.zeros((parties, *shape), dtype=dtype)
        for n in positions:
            worth[links[n].party] += meets(grid, links[n].when, shape) * links[n].worth
        tables.append(JointTable(issues=issues, sizes=shape, values=worth.reshape(parties, -1)))
    return tables, apart
