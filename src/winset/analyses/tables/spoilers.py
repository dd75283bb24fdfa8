"""Whether a party that is left out and loses can break a deal, and how strong it would have to be.

The outsider test: a party that neither sits at the table nor is needed, and that loses by the deal, does better by
spoiling where that ends the deal, for no deal is worth 0 to it. Spoiling changes the values of others by amounts that
the analyst judges; the deal is robust where all whose consent it rests on still accept it. Each spoiler is taken by
itself, and bodies that vote are left out: how their members would take it is not asked.

Source: Stedman 1997, International Security 22(2), 5–53, for spoilers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.tables.terms import Package, TableTerms
from winset.compiled import CompiledTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """How much a party can lose and still accept. spoiled: what is judged that the spoiler takes from it; else None."""

    party: int
    points: Fraction
    spoiled: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoiler:
    """A party that is left out and loses. loss: its own, in points, above 0. slacks: of all whose consent the deal
    rests on, the smallest first. breaks: whether it can end the deal as judged; None where nothing is judged of it.
    strength: the multiple of what is judged above which the deal breaks, at 1 or more it holds; None where nothing that
    it takes from anybody is judged. smallest: the loss above which some party no longer accepts; None where no
    walk-away is known.
    """

    party: int
    loss: Fraction
    slacks: tuple[Slack, ...]
    breaks: bool | None
    strength: Fraction | None
    smallest: Fraction | None


def spoilers(terms: TableTerms, table: CompiledTable, deal: Package) -> tuple[Spoiler, ...]:
    """All who are left out of a deal and lose by it, in the order of the case."""
    consenting = {*table.seated, *terms.needed(deal)}
    gains = terms.gains(deal)
    return tuple(
        _spoiler(terms, table, deal, party, -gain)
        for party, gain in enumerate(gains)
        if party not in consenting and gain is not None and gain < 0
    )


def _spoiler(terms: TableTerms, table: CompiledTable, deal: Package, party: int, loss: Fraction) -> Spoiler:
    names = terms.case.parties
    taken = {
        other: terms.judged(f"judgements.spoil.{names[who]}.{names[other]}", points)
        for who, other, points in terms.case.spoil
        if who == party
    }
    slacks = sorted(
        (Slack(party=other, points=points, spoiled=taken.get(other)) for other, points in slack(terms, table, deal)),
        key=lambda slack: (slack.points, slack.party),
    )
    ratios = [slack.points / -slack.spoiled for slack in slacks if slack.spoiled is not None and slack.spoiled < 0]
    strength = min(ratios, default=None)
    return Spoiler(
        party=party,
        loss=loss,
        slacks=tuple(slacks),
        breaks=None if not taken else strength is not None and strength < 1,
        strength=strength,
        smallest=slacks[0].points if slacks else None,
    )


def slack(terms: TableTerms, table: CompiledTable, deal: Package) -> tuple[tuple[int, Fraction], ...]:
    """Per party whose consent the deal rests on, the points above the least at which it still gives it."""
    needed, gains = terms.needed(deal), terms.gains(deal)
    slacks = []
    for party, gain in enumerate(gains):
        demands = [Fraction(0)] if party in {*table.seated, *table.ratifiers} else []
        demands += [terms.refusal[party]] if party in needed else []
        demands += [terms.demanded_by(floor) for floor in table.floors if floor.party == party]
        if demands and gain is not None:
            slacks.append((party, gain - max(demands)))
    return tuple(slacks)
