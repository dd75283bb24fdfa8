"""Who can still say no afterwards: what each ratifier lets through, who decides in a body that votes, and how a deal
changes where a body asks for more.

A body that follows a party has its red lines, and asks for so much above the party's walk-away; how much is judged as
a range. The central reading takes the likeliest value. Beside it stand the counts at both ends, and for a deal the
share of the range at which the body ratifies it, which supposes nothing of how likely the values within are.

Schelling's conjecture is that a tighter constraint at home brings a negotiator a better deal. Where the constraint is
certain and known to all, Nash's deal can be followed exactly: it stays as it is up to the party's gain in it, then
jumps to the best of those that give the party more, until none is left. With constraints on both sides, or where they
are not known, the conjecture can fail or turn round (Tarar), so the path must not be read as advice.

Source: Putnam 1988, International Organization 42(3), 427–460; Schelling 1960, The Strategy of Conflict; Tarar 2001,
Journal of Conflict Resolution 45(3), and 2005, Journal of Conflict Resolution 49(3), for its limits; Banzhaf 1965.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from winset.analyses.settlement.choose import SolutionChoice
from winset.analyses.settlement.counting import CountEstimate
from winset.analyses.tables.ballots import Ballot, ballots
from winset.analyses.tables.package_space import PackageSpace, less
from winset.analyses.tables.tables import gains_at, package_of
from winset.analyses.tables.terms import Gains, Package, TableTerms
from winset.analyses.votes import indispensable, swings
from winset.compiled import CompiledTable, Floor
from winset.model.numbers import Span

MOST_JUMPS = 40
"""Jumps of a deal that are followed while a body asks for more; beyond, further ones are not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowingBody:
    """A body that follows a party. low, likely, high: what it asks for above the party's walk-away. passing: packages
    of R that are carried out and that this body ratifies at each of the three.
    """

    name: str
    party: int
    low: Fraction
    likely: Fraction
    high: Fraction
    passing: tuple[CountEstimate, CountEstimate, CountEstimate]


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a body that votes. party: None where it is no party of the case. indispensable: whether the quota
    fails without it. swings: coalitions of the other members that are not enough alone and are with it (Banzhaf), of
    2^(members − 1). decides: packages of R that are carried out and that pass with its vote and fail without, the other
    parties voting as they do and all members of whom nothing is known in favour; None where it is no party.
    """

    name: str
    party: int | None
    weight: Fraction
    indispensable: bool
    swings: int
    decides: CountEstimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingBody:
    """A body that votes. passing, refused, undetermined: packages of R that are carried out."""

    name: str
    quota: Fraction
    members: tuple[Member, ...]
    passing: CountEstimate
    refused: CountEstimate
    undetermined: CountEstimate


@dataclass(frozen=True, slots=True, kw_only=True)
class DealRatification:
    """How ratifiers take one deal. no: ratifying parties that refuse. shares: per body that follows a party, the share
    of its range at which it ratifies, 0 where the deal crosses a red line of the party; None where the party has no
    walk-away. missing: per body that votes, the weight
    that members of whom nothing is known would have to add to those known to be in favour, and the weight that they
    have.
    """

    no: tuple[int, ...]
    shares: tuple[tuple[str, Fraction | None], ...]
    missing: tuple[tuple[str, Fraction, Fraction], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratification:
    """The ratifiers of a table. parties: per party that ratifies, the packages of R carried out that it accepts.
    before_ratification: R carried out, before ratification. Each is estimated where packages are too many to count.
    """

    before_ratification: CountEstimate
    parties: tuple[tuple[int, CountEstimate], ...]
    following: tuple[FollowingBody, ...]
    voting: tuple[VotingBody, ...]


def ratification(space: PackageSpace, table: CompiledTable) -> Ratification:
    """What each ratifier of a table lets through."""
    terms, alone = space.terms, replace(table, ratifiers=(), floors=(), bodies=())
    voting = zip(table.bodies, ballots(terms.case, table), strict=True)
    before = space.holding_count(alone)
    return Ratification(
        before_ratification=before,
        parties=tuple((party, space.holding_count(replace(alone, ratifiers=(party,)))) for party in table.ratifiers),
        following=tuple(_following(space, alone, floor) for floor in table.floors),
        voting=tuple(_voting(space, replace(alone, bodies=(body,)), ballot, before) for body, ballot in voting),
    )


def _following(space: PackageSpace, alone: CompiledTable, floor: Floor) -> FollowingBody:
    terms = space.terms
    ends = (floor.above.low, terms.demanded_by(floor), floor.above.high)
    low, likely, high = (
        space.holding_count(replace(alone, floors=(floor_at(terms, floor.party, points),))) for points in ends
    )
    return FollowingBody(
        name=floor.name, party=floor.party, low=ends[0], likely=ends[1], high=ends[2], passing=(low, likely, high)
    )


def floor_at(terms: TableTerms, party: int, points: Fraction) -> Floor:
    """A body that follows a party and asks for exactly so many points above its walk-away."""
    return Floor(name=f"more for {terms.case.parties[party]}", party=party, above=Span.of(points))


def _voting(space: PackageSpace, table: CompiledTable, ballot: Ballot, before: CountEstimate) -> VotingBody:
    """table: with this body alone to ratify. before: what it is asked of."""
    terms = space.terms
    names = [(terms.case.parties[party], party, weight) for party, weight in ballot.voters]
    membership = [*names, *((name, None, weight) for name, weight in ballot.others)]
    weights = [weight for _, _, weight in membership]
    needed, decisive = indispensable(weights, ballot.quota), swings(weights, ballot.quota)
    passing, could = space.surely_ratified(table), space.holding_count(table)
    members = tuple(
        Member(
            name=name,
            party=party,
            weight=weight,
            indispensable=n in needed,
            swings=decisive[n],
            decides=None if party is None else space.decided(table, ballot, party),
        )
        for n, (name, party, weight) in enumerate(membership)
    )
    return VotingBody(
        name=ballot.name,
        quota=ballot.quota,
        members=members,
        passing=passing,
        refused=less(before, could),
        undetermined=less(could, passing),
    )


def deal_ratification(terms: TableTerms, table: CompiledTable, deal: Package) -> DealRatification:
    """How the ratifiers of a table take a deal."""
    in_favour = frozenset(party for party in terms.everybody if terms.agrees(party, deal))
    gains = terms.gains(deal)
    return DealRatification(
        no=tuple(party for party in table.ratifiers if party not in in_favour),
        shares=tuple(
            (
                floor.name,
                Fraction(0) if terms.rejects(floor.party, deal) else share_of(floor.above, gains[floor.party]),
            )
            for floor in table.floors
        ),
        missing=tuple(
            (ballot.name, ballot.missing(in_favour), ballot.weight_of_others) for ballot in ballots(terms.case, table)
        ),
    )


def share_of(demand: Span, gain: Fraction | None) -> Fraction | None:
    """The share of a range that a gain reaches; of a single number, 1 where it is reached and 0 where not."""
    if gain is None:
        return None
    if demand.is_fixed:
        return Fraction(int(gain >= demand.low))
    return min(Fraction(1), max(Fraction(0), (gain - demand.low) / (demand.high - demand.low)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A deal while a constraint tightens. up_to: the most that can be asked for above the party's walk-away for this to
    remain the deal, in points. gains: of every party.
    """

    deal: Package
    up_to: Fraction
    gains: Gains


@dataclass(frozen=True, slots=True, kw_only=True)
class Tightening:
    """Nash's deal of a table while a body that follows a party asks for more and more.

    jumps: the deals in turn, the first with nothing asked. ends: what comes after the last one: no deal where none
    exists any more; "limit" or "not computed" where it is not known, or where the path has more jumps than are followed
    ("found").
    """

    party: int
    jumps: tuple[Jump, ...]
    ends: SolutionChoice

    @property
    def helps(self) -> bool | None:
        """Whether some tighter constraint brings the party more than none; None where there is no deal to begin with.

        It supposes that the constraint is certain and known.
        """
        return len(self.jumps) > 1 if self.jumps else None


def tightening(space: PackageSpace, table: CompiledTable, party: int, others: Iterable[Floor] = ()) -> Tightening:
    """Nash's deal of a table while a body that follows a party asks for more. others: further bodies that stay."""
    terms, further = space.terms, tuple(others)
    unit = Fraction(1, terms.reading.denominator[party])
    jumps: list[Jump] = []
    choice = space.above(table, further)
    while (deal := package_of(choice)) is not None and len(jumps) < MOST_JUMPS:
        gains = gains_at(terms, choice)
        reached = gains[party] if gains is not None else None
        if gains is None or reached is None:
            break
        jumps.append(Jump(deal=deal, up_to=reached, gains=gains))
        choice = space.above(table, (*further, floor_at(terms, party, reached + unit)))
    return Tightening(party=party, jumps=tuple(jumps), ends=choice)
