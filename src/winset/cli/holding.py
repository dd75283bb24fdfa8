"""Whether packages that a command shows would hold, looked at beside what it was asked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from winset.analyses.robustness.acceptance import Share
    from winset.analyses.stability.stability import Stability
    from winset.old_study import Running, Study
    from winset.present.looked_at import LookedAt

KEYS = ("nash", "gmr", "smr", "seq", "sseq")
"""Definitions that are counted over readings; what several parties do at once takes too long."""
IN_WORDS = ("nash", "sseq")
"""Definitions whose readings a brief tells."""
IN_PASSING = 20_000
"""States up to which packages are looked at beside another question."""
MOST_COUNTED = 500
"""States up to which readings are counted beside another question."""
FEW = 100
"""Readings that are counted beside another question."""


def in_passing(study: Study, packages: Iterable[tuple[int, ...]], *, table: str | None, seed: int) -> LookedAt:
    """What is found of the packages beside another question, as far as that takes no time to speak of."""
    return looked_at(study, packages, table=table, seed=seed, draws=FEW, most=IN_PASSING)


def looked_at(
    study: Study,
    packages: Iterable[tuple[int, ...]],
    *,
    table: str | None,
    seed: int,
    draws: int,
    most: int | None = None,
    running: Running | None = None,
    label: str = "case",
    keys: tuple[str, ...] = KEYS,
) -> LookedAt:
    """What is found of the packages. most: states that are looked at; without it, as many as memory holds, and
    readings are counted whatever that takes. running, label: of the runs over readings. keys: of the definitions that
    are counted.
    """
    from winset.errors import NumberTooFine, TooLarge
    from winset.present.looked_at import NO_MOVES, LookedAt

    if not study.case.moves:
        return LookedAt(why_not=NO_MOVES)
    try:
        found = study.stability_of(packages, "leads", table=table, most=most)
    except TooLarge as refusal:
        why = str(refusal) if most is None else "there are too many states. `winset stability` may"
        return LookedAt(why_not=f"Whether a package would hold was not worked out: {why}.")
    if most is None:
        found = tuple(_whole(study, one, table) for one in found)
    shares: list[Mapping[str, Share] | None] = []
    why_not = ""
    for number, one in enumerate(found):
        try:
            counted = most is None or one.states.graph.states <= MOST_COUNTED
            work = partial(study.holding, one, seed=seed, draws=draws, keys=keys)
            told = f"{label}/holds/{number}"
            shares.append(work(running=running, label=told) if counted and _vary(one, draws) else None)
        except (TooLarge, NumberTooFine) as refusal:
            shares.append(None)
            why_not = f"In how many readings the packages would hold was not counted: {refusal}."
    return LookedAt(found=found, shares=tuple(shares), why_not=why_not)


def _whole(study: Study, found: Stability, table: str | None) -> Stability:
    """What was found, with a verdict on all states where they are few enough to be drawn."""
    from winset.questions.stability.packages import MOST_DRAWN as MOST_STATES

    if found.held is None or found.states.graph.states > MOST_STATES:
        return found
    return study.stability(table=table, package=found.case.package_names(found.held.package))


def _vary(found: Stability, draws: int) -> bool:
    """True where readings are drawn that may differ on whether the package holds."""
    from winset.analyses.stability.readings import is_fixed

    return bool(draws and found.states.moving) and not is_fixed(found.case, by_value=found.by_value)
