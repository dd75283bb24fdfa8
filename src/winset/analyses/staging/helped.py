"""What outside help would be worth to a plan: the same plan, tested once more with it.

Monitors notice a hidden breach of a party, a guarantor or a deposit makes it cost points, and two steps are exchanged
against each other in parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from winset.analyses.staging.guards import exchanged, guaranteed, watched
from winset.analyses.staging.security import Security, security
from winset.analyses.staging.terms import Terms

Kind = Literal["monitors", "guarantee", "exchange"]
KINDS: tuple[Kind, ...] = ("monitors", "guarantee", "exchange")


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """One help. names: of the party that is watched or guarded against, or of the two steps. size: the chance per
    period with which monitors notice, the points that a breach costs more, or the number of parts.
    """

    kind: Kind
    names: tuple[str, ...]
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """The plan with one help, all else as it is."""

    help: Help
    terms: Terms
    tested: Security


def helped(terms: Terms, asked: Help) -> Helped:
    """The plan tested with a help. Raises UnknownName for a party or step that the plan does not have."""
    if asked.kind == "exchange":
        one, other = (terms.step(name) for name in asked.names)
        plan = exchanged(terms, one, other, round(asked.size))
    else:
        party = terms.party(asked.names[0])
        plan = watched(terms, party, asked.size) if asked.kind == "monitors" else guaranteed(terms, party, asked.size)
    return Helped(help=asked, terms=plan, tested=security(plan))
