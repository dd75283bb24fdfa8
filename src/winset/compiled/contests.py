"""Contests of two parties, in positions: what is at stake between them, with the streams of its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from winset.compiled.index import Index
from winset.compiled.numbers import TimedNumber, timed
from winset.model.contests import Contest, HoldingOut, Kinds

Given = TypeVar("Given")
Made = TypeVar("Made")
Numbers = tuple[TimedNumber | None, TimedNumber | None]
"""One for each of the two parties; None where it is not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledKinds:
    """A party that may be strong or weak. loses: the chance to lose a battle if weak and if strong, both or neither."""

    strong: TimedNumber
    weak: TimedNumber
    chance: TimedNumber
    loses: tuple[TimedNumber, TimedNumber] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledHoldingOut:
    """What a party wins if the other gives in, and what each period costs it."""

    prize: TimedNumber
    each: TimedNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledContest:
    """What two parties might fight over. name: in the file, empty where the file names none. shares: per option of the
    issue that is given one, its place and the share of the first party. All but prizes and costs of holding out are in
    percent.
    """

    name: str
    parties: tuple[int, int]
    issue: int | None = None
    shares: tuple[tuple[int, TimedNumber], ...] = ()
    largest: Numbers = (None, None)
    kinds: tuple[CompiledKinds | None, CompiledKinds | None] = (None, None)
    ratified: Numbers = (None, None)
    holding_out: tuple[CompiledHoldingOut | None, CompiledHoldingOut | None] = (None, None)


def contest_of(name: str, contest: Contest, index: Index, root: str) -> CompiledContest:
    """A contest in positions. root: the path of the section of contests."""
    path, parties = f"{root}.{name}", contest.parties
    issue = None if contest.issue is None else index.issues.index(contest.issue)
    return CompiledContest(
        name=name,
        parties=(index.parties.index(parties[0]), index.parties.index(parties[1])),
        issue=issue,
        shares=tuple(
            (index.options[issue].index(option), timed(f"{path}.shares.{option}", span))
            for option, span in contest.shares.items()
            if issue is not None
        ),
        largest=_of_both(parties, f"{path}.largest_cost", contest.largest_cost, timed),
        kinds=_of_both(parties, f"{path}.kinds", contest.kinds, _kinds),
        ratified=_of_both(parties, f"{path}.ratified", contest.ratified, timed),
        holding_out=_of_both(parties, f"{path}.holding_out", contest.holding_out, _holding_out),
    )


def _of_both(
    parties: tuple[str, ...], path: str, given: Mapping[str, Given], made: Callable[[str, Given], Made]
) -> tuple[Made | None, Made | None]:
    """What is given of the two parties, each under its path; None where it is not."""
    first, second = (made(f"{path}.{party}", given[party]) if party in given else None for party in parties)
    return first, second


def _kinds(path: str, kinds: Kinds) -> CompiledKinds:
    weak, strong = kinds.weak_loses, kinds.strong_loses
    return CompiledKinds(
        strong=timed(f"{path}.strong", kinds.strong),
        weak=timed(f"{path}.weak", kinds.weak),
        chance=timed(f"{path}.chance", kinds.chance),
        loses=None
        if weak is None or strong is None
        else (timed(f"{path}.weak_loses", weak), timed(f"{path}.strong_loses", strong)),
    )


def _holding_out(path: str, holding_out: HoldingOut) -> CompiledHoldingOut:
    return CompiledHoldingOut(
        prize=timed(f"{path}.prize", holding_out.prize), each=timed(f"{path}.each", holding_out.each)
    )
