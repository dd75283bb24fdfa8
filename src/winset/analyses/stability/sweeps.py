"""The best or the worst that changes of some issues lead to, of all packages at once: one issue after the other.

Where a party may change several issues in one move, each as its own relation allows, the ends of its moves are a
product. So the largest worth among them is found by taking the largest along one issue, then along the next; what lies
in between need not be lawful.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from winset.analyses.stability.space import Bools

Control = Mapping[int, Bools]
"""Per issue that a party can change, (option, option) whether it can change the one into the other or leaves it."""
Worth = TypeVar("Worth", NDArray[np.int32], NDArray[np.bool_])


def sweep(better: np.ufunc, worth: Worth, shape: tuple[int, ...], control: Control) -> Worth:
    """(place) the largest worth at the end of any of these changes, none included; the smallest for np.minimum.

    worth: (place). shape: options of each issue.
    """
    sizes = list(shape)
    complete = [issue for issue in sorted(control) if control[issue].all()]
    best = worth
    for issue in complete:
        best = _over_all(better, best, sizes, issue)
        sizes[issue] = 1
    for issue in sorted(control):
        if issue not in complete:
            best = _along(better, best, sizes, issue, control[issue])
    for issue in reversed(complete):
        outer, inner = prod(sizes[:issue]), prod(sizes[issue + 1 :])
        sizes[issue] = shape[issue]
        best = np.broadcast_to(best.reshape(outer, 1, inner), (outer, sizes[issue], inner)).reshape(-1)
    return best


def _over_all(better: np.ufunc, worth: Worth, sizes: list[int], issue: int) -> Worth:
    """The best over all options of an issue."""
    table = worth.reshape(prod(sizes[:issue]), sizes[issue], prod(sizes[issue + 1 :]))
    best = table[:, 0].copy()
    for option in range(1, sizes[issue]):
        better(best, table[:, option], out=best)
    return best.reshape(-1)


def _along(better: np.ufunc, worth: Worth, sizes: list[int], issue: int, can: Bools) -> Worth:
    """The best over the options of an issue that each can be changed to."""
    table = worth.reshape(prod(sizes[:issue]), sizes[issue], prod(sizes[issue + 1 :]))
    best = table.copy()
    for start, end in zip(*np.nonzero(can), strict=True):
        if start != end:
            better(best[:, start], table[:, end], out=best[:, start])
    return best.reshape(-1)


def unite_controls(controls: Iterable[Control]) -> Control:
    """What several can bring about together, any number of changes one after another included."""
    united: dict[int, Bools] = {}
    for control in controls:
        for issue, can in control.items():
            united[issue] = united[issue] | can if issue in united else can
    for issue in united:
        while not chains(united[issue]):
            united[issue] = united[issue] @ united[issue]
    return united


def chains(can: Bools) -> bool:
    """True where two changes of an issue in a row can always be made as one. can: staying included."""
    return not ((can @ can) & ~can).any()
