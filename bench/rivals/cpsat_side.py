"""Bargaining solutions by CP-SAT: `cpsat_side.py MODEL KIND PARTIES ISSUES OPTIONS SEED REPEAT LIMIT`.

Run by an interpreter that has OR-Tools; prints one line of JSON. Making the case and the import are not timed; building
the model is. Models:

- `egalitarian`: the greatest least gain, a linear model in whole numbers: exact.
- `nash_products`: the product as a chain of multiplications. It must fit 64 bits, so the gains are first divided by a
  common factor and rounded down; what is optimal then need not be optimal before, and its bound bounds nothing else.
- `nash_tangents`: the sum of logarithms, each held below tangents with whole coefficients rounded up. Every package
  found gets tangents of its own and is excluded, until what is left can provably not reach the best product. Products
  are compared in Python's integers, so the answer is exact, ties included: the strongest simple model that was found.

The frontier is out of CP-SAT's scope: it has one objective, so that a frontier of n vectors takes n solves or more.
"""

from __future__ import annotations

import json
import math
import sys
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

from bench.instances import Instance, Worth, fingerprint
from bench.memory import peak_megabytes
from ortools.sat.python import cp_model

LOG_UNIT = 10**10
"""Units of the whole-number logarithms: rounding a slope up costs a gain of 10^4 no more than one millionth."""

FIRST_TANGENTS = 1.05
"""The ratio of neighbouring first tangents, from a thousandth of a party's greatest gain upwards."""

LARGEST = 2**62
"""The scaled product of the greatest gains stays at or below this."""

COARSEST = 100_000
"""No tangent at a gain this many times smaller than the greatest: slope times gain must fit 64 bits with ease."""

SOLVED = (cp_model.OPTIMAL, cp_model.FEASIBLE)


@dataclass(kw_only=True)
class Answer:
    """What a model found: the status in CP-SAT's words, the best objective and its bound, in exact terms if `exact`."""

    status: str
    objective: int | None
    bound: float | None
    exact: bool
    note: str = ""


class Model:
    """One option per issue and one variable for the gain of each party, at least `least`.

    The gains are variables of their own: written out as sums within many constraints with large coefficients they make
    the presolve of 9.15 cut off the optimum and call the rest optimal (OR-Tools issue 5293).
    """

    def __init__(self, worth: Worth, walk_away: list[int], least: int) -> None:
        self.cp = cp_model.CpModel()
        self.worth = worth
        self.walk_away = walk_away
        self.takes = [[self.cp.new_bool_var("") for _ in table] for table in worth]
        for options in self.takes:
            self.cp.add_exactly_one(options)
        self.most = [sum(int(t[:, party].max()) for t in worth) - low for party, low in enumerate(walk_away)]
        self.gain = [self.cp.new_int_var(least, max(least, most), "") for most in self.most]
        for party, gain in enumerate(self.gain):
            total = sum(
                int(score) * take
                for table, options in zip(worth, self.takes, strict=True)
                for score, take in zip(table[:, party], options, strict=True)
            )
            self.cp.add(gain == total - walk_away[party])

    def solve(self, objective: Any, seconds: float) -> tuple[Any, int]:
        self.cp.maximize(objective)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        solver.parameters.num_workers = 8
        solver.parameters.presolve_inclusion_work_limit = 0  # the way round issue 5293, and no slower here
        return solver, solver.solve(self.cp)

    def package(self, solver: Any) -> list[int]:
        return [[solver.boolean_value(take) for take in options].index(True) for options in self.takes]

    def gains(self, package: list[int]) -> list[int]:
        """The gains of a package from the tables, not from the solver."""
        return [
            sum(int(table[option, party]) for table, option in zip(self.worth, package, strict=True)) - low
            for party, low in enumerate(self.walk_away)
        ]


def egalitarian(worth: Worth, walk_away: list[int], limit: float) -> Answer:
    model = Model(worth, walk_away, 0)
    least = model.cp.new_int_var(0, max(0, *model.most), "")
    for gain in model.gain:
        model.cp.add(least <= gain)
    solver, status = model.solve(least, limit)
    if status not in SOLVED:
        return Answer(status=solver.status_name(status), objective=None, bound=None, exact=True)
    return Answer(
        status=solver.status_name(status),
        objective=min(model.gains(model.package(solver))),
        bound=solver.best_objective_bound,
        exact=True,
    )


def nash_products(worth: Worth, walk_away: list[int], limit: float) -> Answer:
    model = Model(worth, walk_away, 1)
    factor = 1
    while math.prod(most // factor for most in model.most) > LARGEST:
        factor += 1 + factor // 100
    scaled = [model.cp.new_int_var(0, max(0, most // factor), "") for most in model.most]
    for small, gain in zip(scaled, model.gain, strict=True):
        model.cp.add(factor * small <= gain)
    product = model.cp.new_int_var(0, max(0, math.prod(most // factor for most in model.most)), "")
    model.cp.add_multiplication_equality(product, scaled)
    solver, status = model.solve(product, limit)
    if status not in SOLVED:
        return Answer(status=solver.status_name(status), objective=None, bound=None, exact=factor == 1)
    gap = solver.best_objective_bound / solver.objective_value - 1 if solver.objective_value else math.inf
    return Answer(
        status=solver.status_name(status),
        objective=math.prod(model.gains(model.package(solver))),
        bound=solver.best_objective_bound if factor == 1 else None,
        exact=factor == 1,
        note=f"gains divided by {factor}; the bound of the divided product is {gap:.1%} above it",
    )


def nash_tangents(worth: Worth, walk_away: list[int], limit: float) -> Answer:
    started = perf_counter()
    model = Model(worth, walk_away, 1)
    if min(model.most) < 1:
        return Answer(status="INFEASIBLE", objective=None, bound=None, exact=True)
    logarithms = first_tangents(model)
    highest: float = sum(map(logarithm, model.most))
    best = 0
    rounds = 0
    while True:
        rounds += 1
        solver, status = model.solve(sum(logarithms), limit - (perf_counter() - started))
        if status in SOLVED:
            highest = solver.best_objective_bound
        if status == cp_model.INFEASIBLE or (best and highest < logarithm(best) - 1):
            return Answer(
                status="OPTIMAL" if best else "INFEASIBLE",
                objective=best or None,
                bound=best or None,
                exact=True,
                note=f"{rounds} solves",
            )
        if status not in SOLVED:
            break
        package = model.package(solver)
        gains = model.gains(package)
        best = max(best, math.prod(gains))
        for party, gain in enumerate(gains):
            if gain >= model.most[party] // COARSEST:
                touch(model, logarithms, party, gain)
        model.cp.add_bool_or([options[o].negated() for options, o in zip(model.takes, package, strict=True)])
        if status != cp_model.OPTIMAL:
            break
    return Answer(
        status="FEASIBLE" if best else "UNKNOWN",
        objective=best or None,
        bound=max(float(best), math.exp(highest / LOG_UNIT)),
        exact=True,
        note=f"{rounds} solves",
    )


def first_tangents(model: Model) -> list[Any]:
    """One variable per party that is no less than the logarithm of its gain, and not much more."""
    logarithms = [model.cp.new_int_var(0, logarithm(most) + 1, "") for most in model.most]
    for party, most in enumerate(model.most):
        point = float(most)
        while point >= max(1, most / 1_000):
            touch(model, logarithms, party, int(point))
            point /= FIRST_TANGENTS
    return logarithms


def touch(model: Model, logarithms: list[Any], party: int, point: int) -> None:
    """Holds a party's logarithm below its tangent at a gain; rounded up, so that no package is cut off."""
    at_nought = logarithm(point) - LOG_UNIT + 2
    slope = -(-LOG_UNIT // point)
    model.cp.add(logarithms[party] <= at_nought + slope * model.gain[party])


def logarithm(number: int) -> int:
    """The logarithm of a number in whole units, rounded down."""
    return math.floor(LOG_UNIT * math.log(number))


MODELS = {"egalitarian": egalitarian, "nash_products": nash_products, "nash_tangents": nash_tangents}


def main(model: str, instance: Instance, repeat: int, limit: float) -> None:
    worth, walk_away = instance.tables()
    seconds = []
    for _ in range(repeat):
        started = perf_counter()
        answer = MODELS[model](worth, walk_away, limit)
        seconds.append(perf_counter() - started)
    line = {"what": model, "instance": fingerprint(worth), "seconds": seconds, "peak_mb": round(peak_megabytes(), 1)}
    print(json.dumps({**line, **asdict(answer)}))


if __name__ == "__main__":
    main(sys.argv[1], Instance.from_words(sys.argv[2:7]), int(sys.argv[7]), float(sys.argv[8]))
