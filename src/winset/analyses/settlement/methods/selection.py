"""The one decision: by which method a question is answered, from its size and shape, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from winset.analyses.settlement.layers import MOST_STEPS, TooJoined
from winset.analyses.settlement.methods.enumeration import Enumeration
from winset.analyses.settlement.methods.method_protocol import Method
from winset.analyses.settlement.packages import (
    FEW,
    MOST,
    Packages,
    few_lawful,
    refuse_if_too_many,
    total_packages,
)
from winset.analyses.settlement.search.tree import Effort
from winset.compiled import Compiled
from winset.errors import TooLarge
from winset.readings import Reading

METHODS = ("enumeration", "streaming", "fold", "search")
SOME = 20_000_000
"""Packages up to which each is looked at by compiled code, so that every count is exact; beyond, the frontier is built
issue by issue, and large counts are estimated.
"""
MOST_PLAIN = 2_000_000
"""Packages up to which a first answer does not wait for compiled code, which takes longer to make than going through
them without; beyond, it is made first.
"""
MANY = 2_000_000_000
"""Packages up to which each is looked at where that is asked for; beyond, such a request is refused."""
SOON = MANY // 10
"""Packages up to which each is looked at where the frontier is long, or where rules and links join too many issues;
beyond, each answer is searched for.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverOptions:
    """How a question is to be answered.

    method: the one that is wanted, None where the size and shape decide. feasible: the feasible packages, where they
    are known already. effort: of each search. plain: where compiled code would go through the packages, plain arrays
    do, which gives the same answer. frontier: False where nothing is asked but whether there is a deal, and counts.
    """

    method: str | None = None
    feasible: Packages | None = None
    effort: Effort | None = None
    plain: bool = False
    frontier: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SelectedMethod:
    """The method that answers, and why it was taken."""

    method: Method
    because: str


def select_method(reading: Reading, solver: SolverOptions | None = None) -> SelectedMethod:
    """The method for a reading. Raises TooLarge where the one that is wanted, or any, cannot take it on."""
    solver = solver or SolverOptions()
    total = total_packages(reading.structure)
    packages = f"{total:,} packages" if total < 10**15 else f"at least 10^{len(str(total)) - 1} packages"
    if solver.method is not None:
        return SelectedMethod(method=_wanted(reading, solver, total), because="as asked for")
    if total <= FEW or (total <= MOST and not fits(reading)):
        return SelectedMethod(method=_enumeration(reading, solver), because=f"{packages}: few enough to keep each")
    lawful = few_lawful(reading.structure)
    if lawful is not None:
        because = f"{packages}, of which {len(lawful):,} keep every rule: few enough to keep each"
        return SelectedMethod(method=_enumeration(reading, solver), because=because)
    if not fits(reading):
        refuse_if_too_many(reading.structure)
    if total <= SOME and not reading.structure.votes:
        because = f"{packages}: each is looked at, none has to be kept"
        return SelectedMethod(method=_streaming(reading, plain=solver.plain), because=because)
    try:
        return _by_sums(reading, solver, packages, total)
    except TooJoined:
        if total <= SOON and not reading.structure.votes:
            return SelectedMethod(
                method=_streaming(reading),
                because=f"{packages}, and rules and links join too many issues to add them up: each is looked at",
            )
        if total <= MOST:
            return SelectedMethod(
                method=_enumeration(reading, solver), because=f"{packages}, and a body votes: each is looked at"
            )
        return SelectedMethod(
            method=_joined(reading, solver, total),
            because=(
                f"{packages}, and rules and links join too many issues to add them up: each answer is searched for "
                "among the packages, one issue after the other"
            ),
        )


def _by_sums(reading: Reading, solver: SolverOptions, packages: str, total: int) -> SelectedMethod:
    from winset.analyses.settlement.methods.fold import Fold, TooLong

    gone_through_if_long = total <= SOON and not reading.structure.votes
    if not solver.frontier and not gone_through_if_long:
        return SelectedMethod(
            method=_search(reading, solver, total),
            because=f"{packages}, and no frontier is asked for: it is searched for",
        )
    try:
        return SelectedMethod(
            method=Fold(reading, effort=solver.effort),
            because=f"{packages}: the frontier is built issue by issue, without going through them",
        )
    except TooLong:
        if gone_through_if_long:
            return SelectedMethod(
                method=_streaming(reading), because=f"{packages}, and a long frontier: each package is looked at"
            )
        return SelectedMethod(
            method=_search(reading, solver, total),
            because=f"{packages}, and a frontier too long to keep: each answer is searched for and proven by itself",
        )


def _wanted(reading: Reading, solver: SolverOptions, total: int) -> Method:
    if solver.method == "enumeration":
        return _enumeration(reading, solver)
    if not fits(reading):
        raise TooLarge("the numbers of this reading need more than 64 bits, which only enumeration takes", total)
    if solver.method == "streaming":
        if reading.structure.votes:
            raise TooLarge("a body of this table votes, which streaming does not count; fold and search do", total)
        if total > MANY:
            raise TooLarge(f"this case has {total:,} packages; streaming takes on {MANY:,} at most", total)
        return _streaming(reading, plain=solver.plain)
    from winset.analyses.settlement.methods.fold import Fold, TooLong

    try:
        if solver.method == "fold":
            return Fold(reading, effort=solver.effort)
        return _search(reading, solver, total)
    except TooLong:
        raise TooLarge("the frontier of this case is longer than the fold keeps", total, "search") from None
    except TooJoined:
        raise _too_joined(total) from None


def _enumeration(reading: Reading, solver: SolverOptions) -> Enumeration:
    return Enumeration(reading, solver.feasible)


def _search(reading: Reading, solver: SolverOptions, total: int) -> Method:
    from winset.analyses.settlement.methods.search import Search

    try:
        return Search(reading, effort=solver.effort)
    except TooJoined:
        return _joined(reading, solver, total)


def _joined(reading: Reading, solver: SolverOptions, total: int) -> Method:
    from winset.analyses.settlement.methods.joined import Joined
    from winset.analyses.settlement.search.joined import MOST_PARTIES

    if len(reading.walk_away) > MOST_PARTIES:
        raise _too_joined(total)
    return Joined(reading, effort=solver.effort)


def _streaming(reading: Reading, *, plain: bool = False) -> Method:
    if plain and total_packages(reading.structure) <= MOST_PLAIN:
        from winset.analyses.settlement.methods.plain_streaming import PlainStreaming

        return PlainStreaming(reading)
    from winset.analyses.settlement.methods.streaming import Streaming

    return Streaming(reading)


def _too_joined(total: int) -> TooLarge:
    return TooLarge(
        f"this case has {total:,} packages, and its rules and links join so many issues that, one after the other, "
        f"more than {MOST_STEPS:,} ways lead from one to the next; such a case is taken on up to {SOON:,} packages, or "
        "with up to 62 parties",
        total,
        "links",
    )


def fits(reading: Reading) -> bool:
    """True where no sum of the reading's numbers leaves 64 bits."""
    if reading.worth.dtype != object:
        return True
    reach = sum(int(np.abs(row).max()) for row in reading.worth) * len(reading.structure.sizes)
    reach += sum(abs(link.worth) for link in reading.links) + sum(abs(floor.worth) for floor in reading.floors)
    reach += sum(abs(walk_away) for walk_away in reading.walk_away if walk_away is not None)
    return reach < 2**61


def is_streamed(case: Compiled, solver: SolverOptions | None = None) -> bool:
    """True where a question is answered by going through the packages with compiled code, unless numbers are too large
    for that.
    """
    wanted = solver.method if solver is not None else None
    by_size = FEW < total_packages(case.structure) <= SOME and not case.structure.votes
    return wanted == "streaming" or (wanted is None and by_size)


def is_soon_streamed(case: Compiled, solver: SolverOptions | None = None) -> bool:
    """True where going through the packages takes less time without compiled code than it takes to make that."""
    return is_streamed(case, solver) and total_packages(case.structure) <= MOST_PLAIN


def needs_kernels(case: Compiled, solver: SolverOptions | None = None) -> bool:
    """True where a question needs compiled code, which is made once when it is first used."""
    wanted = solver.method if solver is not None else None
    return wanted not in (None, "enumeration") or (wanted is None and total_packages(case.structure) > FEW)
