"""Who must be in the room, looked at beside the question of a brief."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from winset.analyses.robustness.acceptance import Share
    from winset.analyses.settlement.search.tree import Effort
    from winset.analyses.tables.talks import Talks
    from winset.old_study import Study
    from winset.present.brief.room import TablesFound

DRAWS, FEWEST = 100, 20
"""Readings that are counted at most, and fewer than which say too little."""
LOOKED_AT = 20_000_000
"""Packages that are looked at over all readings and tables; some seconds."""
MOST_FOR_VARIANTS = 300_000
"""Packages up to which each variant is looked at as well."""


def tables_found(
    study: Study, variants: Mapping[str, Study], *, seed: int, draws: int, effort: Effort | None
) -> TablesFound | None:
    """What is found of the tables of a case, as far as that takes no time to speak of; None where it has none."""
    from winset.errors import NumberTooFine, TooLarge
    from winset.present.brief.room import TablesFound

    if not study.case.tables:
        return None
    try:
        found = study.tables(effort=effort)
    except (TooLarge, NumberTooFine) as refusal:
        return TablesFound(missing=(f"Who must be in the room was not worked out: {str(refusal).rstrip('.')}.",))
    missing: list[str] = []
    others: dict[str, Talks] = {}
    if _packages(found) <= MOST_FOR_VARIANTS:
        others = {name: one.tables(effort=effort) for name, one in variants.items()}
    elif variants:
        missing.append("What the variants of the case change of this was not worked out; `winset tables` does.")
    holds = _holds(study, found, seed=seed, draws=draws)
    if draws and not holds:
        missing.append("In how many readings this is so was not counted: there are too many packages.")
    return TablesFound(talks=found, variants=others, holds=holds, missing=tuple(missing))


def _holds(study: Study, found: Talks, *, seed: int, draws: int) -> Mapping[str, Share]:
    """In how many readings something holds at the tables to come; empty where that would take too long."""
    from winset.errors import NumberTooFine, TooLarge

    names = tuple(met.table.name for met in (*found.compared.tables, found.compared.full) if not met.table.past)
    most = min(DRAWS, LOOKED_AT // (_packages(found) * len(names)))
    if not draws or most < FEWEST:
        return {}
    try:
        return study.tables_holding(found, seed=seed, draws=min(draws, most), tables=names)
    except (TooLarge, NumberTooFine):
        return {}


def _packages(found: Talks) -> int:
    from winset.analyses.settlement.packages import total_packages

    return total_packages(found.compared.terms.structure)
