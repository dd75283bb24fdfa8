"""Bodies that ratify by vote: which of their members are parties of the case, and which of these are enough.

A member that is a party of the case votes for what it would agree to: by its value against its walk-away, and by its
red lines. How any other member votes is not known and is never guessed: a package is *ratified* where the known
members are enough, *refused* where not even all others could make up for them, and *undetermined* between the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.votes import minimal_coalitions
from winset.compiled import Body, Compiled, CompiledTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One body. voters: members that are parties, with their weights. others: members that are not, by name."""

    name: str
    voters: tuple[tuple[int, Fraction], ...]
    others: tuple[tuple[str, Fraction], ...]
    quota: Fraction

    @property
    def weight_of_others(self) -> Fraction:
        return sum((weight for _, weight in self.others), Fraction(0))

    def missing(self, in_favour: frozenset[int]) -> Fraction:
        """The weight that others would have to add; 0 where the parties in favour are enough."""
        weight = sum((weight for party, weight in self.voters if party in in_favour), Fraction(0))
        return max(Fraction(0), self.quota - weight)

    def passes(self, in_favour: frozenset[int], *, with_others: bool) -> bool:
        """Whether the parties in favour are enough: with all the others, or without any of them."""
        return self.missing(in_favour) <= (self.weight_of_others if with_others else 0)


def ballot(case: Compiled, body: Body) -> Ballot:
    parties = {name: party for party, name in enumerate(case.parties)}
    return Ballot(
        name=body.name,
        voters=tuple((parties[name], weight) for name, weight in body.members if name in parties),
        others=tuple((name, weight) for name, weight in body.members if name not in parties),
        quota=body.quota,
    )


def ballots(case: Compiled, table: CompiledTable) -> tuple[Ballot, ...]:
    """The bodies of a table that vote."""
    return tuple(ballot(case, body) for body in table.bodies)


def enough(case: Compiled, table: CompiledTable, *, with_others: bool) -> tuple[frozenset[int], ...]:
    """The smallest sets of parties whose votes are enough in every body of a table; one empty set where none votes.

    with_others: whether all members of whom nothing is known are in favour, or none of them. No set where not even all
    parties are enough.
    """
    voting = ballots(case, table)
    voters = sorted({party for ballot in voting for party, _ in ballot.voters})
    return minimal_coalitions(voters, lambda yes: all(ballot.passes(yes, with_others=with_others) for ballot in voting))
