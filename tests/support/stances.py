"""Stances for tests: one issue from plain lists, and random ones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
from hypothesis import strategies as st

from tests.oracles.forecast_oracle import Actor
from winset.analyses.forecast.stances import Stances


def one_issue(
    position: Sequence[float],
    salience: Sequence[float],
    capability: Sequence[float],
    reference: float | None = None,
) -> Stances:
    """Stances of one issue; salience 0 to 100."""
    return Stances(
        position=np.array(position, dtype=np.float64)[:, None],
        salience=np.array(salience, dtype=np.float64)[:, None],
        capability=np.array(capability, dtype=np.float64),
        reference=None if reference is None else np.array([reference]),
    )


def actors_of(stances: Stances) -> list[Actor]:
    """The parties with a weight, for the oracle."""
    kept = stances.only(0)
    return [
        Actor(position=float(x), salience=float(s) / 100, capability=float(c))
        for x, s, c in zip(kept.position[:, 0], kept.salience[:, 0], kept.capability, strict=True)
    ]


W3 = one_issue([0, 40, 100], [90, 40, 60], [1, 0.5, 0.8])
"""Three parties of the definitions' worked example."""


Values: TypeAlias = tuple[st.SearchStrategy[float], ...]
FINE: Values = (
    st.integers(0, 1000).map(lambda n: n / 10),
    st.integers(1, 100),
    st.integers(1, 50).map(lambda n: n / 10),
)
COARSE: Values = (st.sampled_from([0, 20, 50, 80, 100]), st.sampled_from([20, 50, 100]), st.sampled_from([1, 2]))
"""Places, saliences and powers; the coarse ones are few, so that ties are common."""


@cache
def columns(count: int, coarse: bool) -> st.SearchStrategy[tuple[list[float], list[float], list[float]]]:
    """Places, saliences and powers of so many parties; made once, since strategies take long to make."""
    each = COARSE if coarse else FINE
    places, saliences, powers = (st.lists(values, min_size=count, max_size=count) for values in each)
    return st.tuples(places, saliences, powers)


@cache
def counts(least: int, most: int) -> st.SearchStrategy[int]:
    """Numbers of parties."""
    return st.integers(least, most)


@st.composite
def random_stances(draw: st.DrawFn, *, least: int = 1, most: int = 7, coarse: bool = False) -> Stances:
    """One issue; everyone has a position and a weight."""
    position, salience, capability = draw(columns(draw(counts(least, most)), coarse))
    return one_issue(position, salience, capability)
