"""Contests of two parties, in positions: what is at stake between them, with the streams of its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from winset.compiled.index import Index
from winset.compiled.numbers import TimedNumber
from winset.model.contests import Contest, HoldingOut, Kinds
from winset.model.numbers import Span

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
    path = f"{root}.{name}"
    first, second = contest.parties
    issue = None if contest.issue is None else index.issues.index(contest.issue)
    return CompiledContest(
        name=name,
        parties=(index.parties.index(first), index.parties.index(second)),
        issue=issue,
        shares=tuple(
            (index.options[issue].index(option), TimedNumber(span=span, stream=f"{path}.shares.{option}"))
            for option, span in contest.shares.items()
            if issue is not None
        ),
        largest=(
            _number(f"{path}.largest_cost.{first}", contest.largest_cost.get(first)),
            _number(f"{path}.largest_cost.{second}", contest.largest_cost.get(second)),
        ),
        kinds=(
            _kinds(f"{path}.kinds.{first}", contest.kinds.get(first)),
            _kinds(f"{path}.kinds.{second}", contest.kinds.get(second)),
        ),
        ratified=(
            _number(f"{path}.ratified.{first}", contest.ratified.get(first)),
            _number(f"{path}.ratified.{second}", contest.ratified.get(second)),
        ),
        holding_out=(
            _holding_out(f"{path}.holding_out.{first}", contest.holding_out.get(first)),
            _holding_out(f"{path}.holding_out.{second}", contest.holding_out.get(second)),
        ),
    )


def _number(stream: str, span: Span | None) -> TimedNumber | None:
    return None if span is None else TimedNumber(span=span, stream=stream)


def _kinds(path: str, kinds: Kinds | None) -> CompiledKinds | None:
    if kinds is None:
        return None
    weak, strong = kinds.weak_loses, kinds.strong_loses
    both = None
    if weak is not None and strong is not None:
        both = (
            TimedNumber(span=weak, stream=f"{path}.weak_loses"),
            TimedNumber(span=strong, stream=f"{path}.strong_loses"),
        )
    return CompiledKinds(
        strong=TimedNumber(span=kinds.strong, stream=f"{path}.strong"),
        weak=TimedNumber(span=kinds.weak, stream=f"{path}.weak"),
        chance=TimedNumber(span=kinds.chance, stream=f"{path}.chance"),
        loses=both,
    )


def _holding_out(path: str, holding_out: HoldingOut | None) -> CompiledHoldingOut | None:
    if holding_out is None:
        return None
    return CompiledHoldingOut(
        prize=TimedNumber(span=holding_out.prize, stream=f"{path}.prize"),
        each=TimedNumber(span=holding_out.each, stream=f"{path}.each"),
    )
