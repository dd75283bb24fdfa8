"""Whether each snapback is itself credible: does who must put a step back gain by it?

To put a step back pays its owner where it gains nothing from the step while it is in force. Those who vote on it are
asked the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from winset.analyses.staging.terms import PlanTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapbackCredibility:
    """The snapback of one reversible step. owner_gains: what the owner gains per period by putting it back, in points;
    negative where it would punish itself. is_credible: False where it would, and nothing puts the step back by itself.
    chance: that the step is put back, once a breach takes effect. claimed: the same if who decides always did what the
    plan says. voters: per party that votes on it, what it gains per period if the step is put back; empty where the
    owner alone decides.
    """

    step: int
    owner_gains: float
    is_credible: bool
    chance: float
    claimed: float
    voters: tuple[tuple[int, float], ...]

    @property
    def reluctant(self) -> tuple[int, ...]:
        """Those who vote on it and lose by it."""
        return tuple(party for party, gains in self.voters if gains < 0)


def snapback_credibility(terms: PlanTerms) -> tuple[SnapbackCredibility, ...]:
    """The snapback of every reversible step."""
    snapbacks = []
    for step in range(len(terms.steps)):
        if not terms.reversible[step]:
            continue
        owner = int(terms.owner[step])
        voting = terms.voters.of if terms.voters is not None and terms.voted[step] else ()
        chance = terms.voters.chance() if terms.voters is not None and terms.voted[step] else 1.0
        snapbacks.append(
            SnapbackCredibility(
                step=step,
                owner_gains=0.0 - float(terms.each[owner, step]),
                is_credible=bool(terms.credible[step]),
                chance=float(terms.snapback[step]),
                claimed=float(terms.success[step]) * chance,
                voters=tuple((party, 0.0 - float(terms.each[party, step])) for party in voting),
            )
        )
    return tuple(snapbacks)
