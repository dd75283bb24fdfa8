"""The feasible packages of a case under draws, got from those of a case that differs in red lines alone."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Protocol

import numpy as np

from winset.analyses.robustness.violation_index import refuse_large
from winset.analyses.settlement.draw_evaluator import DrawEvaluator
from winset.analyses.settlement.packages import Bools, View, feasible_packages
from winset.compiled import Structure
from winset.readings import Draws

MOST_KEPT = 32
"""Structures whose feasible packages are kept in case the same are asked for again; beyond, they are gone through
again, with the same result.
"""
BUT_RED_LINES = tuple(field.name for field in fields(Structure) if field.name != "red_lines")


class PackagesInDraws(Protocol):
    """Some packages that can be asked in which draws they are acceptable, as (draw, package)."""

    def acceptable(self, draws: Draws) -> Bools: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Some:
    """Those of known packages that more red lines leave."""

    known: DrawEvaluator
    which: Bools

    def acceptable(self, draws: Draws) -> Bools:
        return self.known.acceptable(draws)[:, self.which]


@dataclass(frozen=True, slots=True, kw_only=True)
class _More:
    """Known packages with those that fewer red lines add."""

    known: DrawEvaluator
    more: DrawEvaluator

    def acceptable(self, draws: Draws) -> Bools:
        return np.concatenate([self.known.acceptable(draws), self.more.acceptable(draws)], axis=1)


def feasible_in_draws(structure: Structure, known: Structure | None = None) -> PackagesInDraws:
    """The feasible packages of a structure. known: one whose packages are asked of the same draws, so that only what
    other red lines change is looked at anew. Raises TooLarge.
    """
    if (
        known is None
        or structure is known
        or any(getattr(structure, line) is not getattr(known, line) for line in BUT_RED_LINES)
    ):
        return _evaluator(structure)
    if _has_all(structure, known):
        return _Some(known=_evaluator(known), which=View(structure, _packages(known).packages).feasible)
    if _has_all(known, structure):
        return _More(known=_evaluator(known), more=DrawEvaluator(_added(structure, known)))
    return _evaluator(structure)


def _has_all(first: Structure, other: Structure) -> bool:
    """True where one has every red line of another."""
    lines = zip(first.red_lines, other.red_lines, strict=True)
    return all(line in mine for mine, theirs in lines for line in theirs)


@lru_cache(maxsize=3)
def _evaluator(structure: Structure) -> DrawEvaluator:
    """The feasible packages; a case with other numbers alone has the same structure, and so the same packages."""
    return DrawEvaluator(_packages(structure))


@lru_cache(maxsize=MOST_KEPT)
def _packages(structure: Structure) -> View:
    refuse_large(structure)
    return View(structure, feasible_packages(structure))


@lru_cache(maxsize=MOST_KEPT)
def _added(structure: Structure, known: Structure) -> View:
    """The packages that are feasible in a structure and not in the known one."""
    every = _packages(structure)
    return every.only(~View(known, every.packages).feasible)
