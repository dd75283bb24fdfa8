"""Whether a plan holds, asked of many readings: a question as the robustness analysis takes it, and what drives it.

Every number of a plan has its own stream, named by its path in the case file. The other numbers of a case have no part
in the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from winset.analyses.staging.plan_terms import CHANCES, LAGS, plan_of, plan_terms
from winset.analyses.staging.security import least_margin
from winset.analyses.staging.terms import NEGLIGIBLE, Bools, PlanTerms
from winset.compiled import Compiled
from winset.model.numbers import Span
from winset.readings import Draws
from winset.readings.judged import JudgedDraws, Kind
from winset.readings.shapes import Drawer

HOLDS, SECURE, WILLING = "holds", "secure", "willing"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanQuestion:
    """Whether the plan holds, whether no breach of a party pays, and whether the plan is worth no less than no deal to
    it. A plan that another version of the case does not have holds in no reading.
    """

    parties: tuple[str, ...]
    automatic: frozenset[str] = frozenset()

    @property
    def findings(self) -> tuple[str, ...]:
        """holds; secure.PARTY and willing.PARTY."""
        return (HOLDS, *(finding_name(kind, party) for party in self.parties for kind in (SECURE, WILLING)))

    def __call__(self, case: Compiled) -> Callable[[Draws], Mapping[str, Bools]]:
        if case.plan is not None:
            plan_of(case)

        def answer(draws: Draws) -> Mapping[str, Bools]:
            numbers = range(draws.first, draws.first + len(draws))
            return self.of(case, plan_draws(case, draws.seed, numbers, ranges=draws.scope == "everything"))

        return answer

    def of(self, case: Compiled, drawn: JudgedDraws) -> dict[str, Bools]:
        """What holds in which of some draws of a plan."""
        findings = {name: np.zeros(len(drawn), dtype=bool) for name in self.findings}
        if case.plan is None:
            return findings
        once = not drawn.drawer.ranges or not inputs(case)
        for n in range(1 if once else len(drawn)):
            terms = plan_terms(case, drawn.of(n), self.automatic)
            for name, holds in plan_findings(terms, self.parties).items():
                findings[name][slice(None) if once else n] = holds
        return findings


def plan_findings(terms: PlanTerms, parties: tuple[str, ...]) -> dict[str, bool]:
    """Every finding of one reading. Of parties that are not asked about no more is worked out than whether the plan
    holds needs: it does not where somebody is unwilling.
    """
    willing = dict(zip(terms.parties, (terms.values() >= -NEGLIGIBLE).tolist(), strict=True))
    secure = {name: _is_secure(terms, name) for name in terms.parties if name in parties}
    others = (name for name in terms.parties if name not in secure)
    holds = all(willing.values()) and all(secure.values()) and all(_is_secure(terms, name) for name in others)
    findings = {HOLDS: holds}
    for name in parties:
        findings |= {
            finding_name(SECURE, name): secure.get(name, False),
            finding_name(WILLING, name): willing.get(name, False),
        }
    return findings


def _is_secure(terms: PlanTerms, party: str) -> bool:
    """True where no breach of a party pays."""
    return least_margin(terms, terms.party(party)) >= -NEGLIGIBLE


def finding_name(kind: str, party: str) -> str:
    """The name of a finding about a party."""
    return f"{kind}.{party}"


def kind_of(path: str) -> Kind:
    """What kind of number of a plan stands at a path."""
    *_, before, field = path.split(".")
    if field in LAGS:
        return "periods"
    return "chance" if field in (*CHANCES, "snapback") or before in ("at", "willing") else "points"


def plan_draws(
    case: Compiled, seed: int, numbers: range, *, ranges: bool = True, anew: frozenset[str] = frozenset()
) -> JudgedDraws:
    """Draws of the numbers of a plan. anew: the paths that are drawn once more, all others staying as they are."""
    return JudgedDraws(Drawer(case, seed, numbers, ranges=ranges, anew=anew), kind_of)


def inputs(case: Compiled) -> tuple[str, ...]:
    """The paths of the numbers of the plan that are ranges, in the order in which they are read."""
    paths: dict[str, None] = {}

    def noted(path: str, span: Span) -> Fraction:
        if not span.is_fixed:
            paths[path] = None
        return span.central

    plan_terms(case, noted)
    return tuple(paths)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDriver:
    """What one number does to the answer when it alone is drawn anew. changes: in how many draws the answer changes.
    total: its share of the answer's variance, alone and together with others; None where the answer never varies.

    Source: Jansen 1999, Computer Physics Communications 117, 35–43.
    """

    path: str
    changes: int
    total: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRobustness:
    """How sure it is that a plan holds. seed: of the draws, which are numbered from 0. counts: per finding, in how many
    draws it holds. drivers: of its holding, over the first `redrawn` draws, those first that turn it most often; empty
    where no number is a range.
    """

    seed: int
    draws: int
    redrawn: int
    counts: Mapping[str, int]
    drivers: tuple[PlanDriver, ...]
