"""How a body that decides by votes would divide a stake among its members: what its quota gives who makes the offer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from winset.analyses.timing.given import NotEnoughGiven, lacks
from winset.analyses.timing.patience import TWO, random_proposer
from winset.compiled.tables import Body
from winset.compiled.timing import CompiledTiming
from winset.readings.judged import JudgedValue

ONE_VOTE = "one and the same weight for the vote of each member"
ALIKE = "what a period later is worth to each member, the same for all and below 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class VotedDivision:
    """A stake that members divide by vote, each being as likely to be drawn to offer. votes: that are enough. keeps:
    what who is drawn keeps; with_all: what it would keep if all had to agree.
    """

    members: int
    votes: int
    discount: Fraction
    keeps: Fraction
    with_all: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingBody:
    """A body that ratifies by vote, by its name, with what is said of it."""

    name: str
    division: VotedDivision | NotEnoughGiven


def voting_bodies(
    bodies: Sequence[Body], parties: Sequence[str], timing: CompiledTiming, judged: JudgedValue
) -> tuple[VotingBody, ...]:
    """Each body of two or more members. parties: of the case, by place; of other members no discount is known."""
    return tuple(
        VotingBody(name=body.name, division=_division(body, parties, timing, judged))
        for body in bodies
        if len(body.members) >= TWO
    )


def _division(
    body: Body, parties: Sequence[str], timing: CompiledTiming, judged: JudgedValue
) -> VotedDivision | NotEnoughGiven:
    votes, discount = _votes(body), _discount(body, parties, timing, judged)
    if votes is None or discount is None:
        return lacks((ONE_VOTE, votes is None), (ALIKE, discount is None))
    members = len(body.members)
    return VotedDivision(
        members=members,
        votes=votes,
        discount=discount,
        keeps=random_proposer(discount, members, votes),
        with_all=random_proposer(discount, members, members),
    )


def _votes(body: Body) -> int | None:
    """How many votes are enough; None where members weigh differently, or nothing."""
    first, *others = {weight for _, weight in body.members}
    return None if others or first <= 0 else max(1, ceil(body.quota / first))


def _discount(body: Body, parties: Sequence[str], timing: CompiledTiming, judged: JudgedValue) -> Fraction | None:
    """The discount that all members share; None where one is not given, differs or does not lie below 1."""
    if any(name not in parties for name, _ in body.members):
        return None
    given = [timing.parties[parties.index(name)].discount for name, _ in body.members]
    discounts = {None if number is None else judged(number.stream, number.span) for number in given}
    discount = min(discounts, key=lambda number: (number is not None, number or 0))
    return discount if len(discounts) == 1 and discount is not None and discount < 1 else None
