"""What one party can reach by moving, by a named rule, and what is left when another party answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import Literal

from winset.analyses.forecast.levers import (
    CounterMoves,
    Forecasting,
    Opponents,
    SearchEffort,
    StanceChange,
    counter_moves,
    position_for,
    search,
)
from winset.analyses.forecast.register import BargainingRule, Choices
from winset.analyses.forecast.rules import RULES
from winset.analyses.forecast.stances_of import CaseStances, IssueLine
from winset.compiled import Compiled
from winset.errors import UnknownName
from winset.questions.forecast.request import ForecastRequest
from winset.questions.request import BadOption

Kind = Literal["position", "salience", "both", "capability"]
KINDS: tuple[Kind, ...] = ("position", "salience", "both", "capability")
"""What a party changes: where it says that it stands, how much it cares, both, or how strong it is."""
STRONGEST = 2.0
"""How many times today's capability is tried at most."""
STEPS = 20
"""Steps of the line in which two parties answer each other."""
COMPROMISE = "compromise"
END = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyMove:
    """The best change of one kind that is known. after: where the rule then settles, None where there is no forecast.
    is_exact: none is better; otherwise a search found it.
    """

    kind: Kind
    change: StanceChange
    after: float | None
    is_exact: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IssueMoves:
    """What the party can reach on one issue. aim: where it wants the outcome. now: its position, salience and
    capability of today. before: where the rule settles today. answers: the moves of both, None where nobody is named
    who answers, or it has no position.
    """

    issue: int
    aim: float
    now: StanceChange
    before: float | None
    moves: tuple[PartyMove, ...]
    answers: CounterMoves | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartyMoves:
    """Of one party by one rule. against: who answers, if anybody. placeless: the issues asked for on which the party
    has no position.
    """

    party: int
    against: int | None
    rule: BargainingRule
    effort: SearchEffort
    issues: tuple[IssueMoves, ...]
    placeless: tuple[int, ...]


def moves_of(
    request: ForecastRequest, case: Compiled, read: CaseStances, chosen: Mapping[str, Choices]
) -> PartyMoves | None:
    """None where no party is named. Raises BadOption and UnknownName for what the case does not have."""
    if request.by not in RULES:
        raise BadOption("by", f"there is no rule `{request.by}`; rules: {', '.join(RULES)}")
    if request.mover is None:
        for name, given in (("toward", bool(request.toward)), ("against", request.against is not None)):
            if given:
                raise BadOption(name, "needs --mover, the party that moves")
        return None
    party = _party(case, request.mover)
    against = None if request.against is None else _party(case, request.against)
    if against == party:
        raise BadOption("against", "needs another party than --mover")
    forecasting = Forecasting(rule=RULES[request.by], choices=chosen[request.by])
    effort = SearchEffort(trials=request.tries, seed=request.seed, capability=STRONGEST)
    asked = dict(_asked(request, case, read, party))
    placed = {issue: aim for issue, aim in asked.items() if aim is not None}
    return PartyMoves(
        party=party,
        against=against,
        rule=forecasting.rule,
        effort=effort,
        issues=tuple(
            _issue_moves(read, forecasting, effort, (party, against), (issue, aim)) for issue, aim in placed.items()
        ),
        placeless=tuple(issue for issue in asked if issue not in placed),
    )


def _party(case: Compiled, name: str) -> int:
    if name not in case.parties:
        raise UnknownName(f"no party `{name}`; this case has: {', '.join(case.parties)}")
    return case.parties.index(name)


def _asked(
    request: ForecastRequest, case: Compiled, read: CaseStances, party: int
) -> Iterator[tuple[int, float | None]]:
    """The issues that are asked for, all with a line if none is named, with the aim: the place that is named, else
    where the party stands; None where it has no position.
    """
    position = read.stances.position[party]
    named = request.toward or tuple(name for name, line in zip(case.issues, read.lines, strict=True) if line)
    for text in named:
        name, sign, place = text.partition("=")
        if name not in case.issues:
            raise UnknownName(f"no issue `{name}`; this case has: {', '.join(case.issues)}")
        issue = case.issues.index(name)
        line = read.lines[issue]
        if line is None:
            raise BadOption("toward", f"`{name}` has no line, or is not treated at this table")
        here = float(position[issue])
        aim = _aim(case, issue, line, place) if sign else here
        yield issue, aim if isfinite(here) else None


def _aim(case: Compiled, issue: int, line: IssueLine, text: str) -> float:
    """The place of an option, or a number from 0 to 100."""
    options = case.options[issue]
    if text in options:
        place = line.places[options.index(text)]
        if place is None:
            raise BadOption("toward", f"`{text}` has no place on the line")
        return place
    try:
        aim = float(text)
    except ValueError:
        aim = -1.0
    if not 0 <= aim <= END:
        raise BadOption("toward", f"`{text}` is neither a number from 0 to 100 nor one of {', '.join(options)}")
    return aim


def _issue_moves(
    read: CaseStances,
    forecasting: Forecasting,
    effort: SearchEffort,
    parties: tuple[int, int | None],
    goal: tuple[int, float],
) -> IssueMoves:
    (party, against), (issue, aim) = parties, goal
    stances = read.stances
    now = StanceChange(
        party=party,
        issue=issue,
        position=float(stances.position[party, issue]),
        salience=float(stances.salience[party, issue]),
        capability=float(stances.capability[party]),
    )
    (before,) = forecasting.points(stances, issue, [now])
    is_answered = against is not None and isfinite(stances.position[against, issue])
    return IssueMoves(
        issue=issue,
        aim=aim,
        now=now,
        before=float(before) if isfinite(before) else None,
        moves=tuple(_moves(read, forecasting, effort, now, aim)),
        answers=counter_moves(
            stances, Opponents(issue=issue, parties=(party, against), aim=aim, steps=STEPS), forecasting
        )
        if is_answered and against is not None
        else None,
    )


def _moves(
    read: CaseStances, forecasting: Forecasting, effort: SearchEffort, now: StanceChange, aim: float
) -> Iterator[PartyMove]:
    """The best of each kind. Of both position and salience one alone is a case, and taken where it comes nearer."""
    known: list[PartyMove] = []
    for kind in KINDS:
        found = _move(read, forecasting, effort, now, (kind, aim))
        nearest = min([found, *known], key=lambda move: _away(move, aim)) if kind == "both" else found
        known.append(replace(nearest, kind=kind, is_exact=found.is_exact))
    yield from known


def _away(move: PartyMove, aim: float) -> float:
    return inf if move.after is None else abs(move.after - aim)


def _move(
    read: CaseStances, forecasting: Forecasting, effort: SearchEffort, now: StanceChange, goal: tuple[Kind, float]
) -> PartyMove:
    """The best move of one kind: exact for a position under the compromise, else searched."""
    (kind, aim), stances = goal, read.stances
    if kind == "position" and forecasting.rule.key == COMPROMISE:
        place = position_for(stances, now.party, now.issue, aim)
        if place is not None:
            change = StanceChange(
                party=now.party, issue=now.issue, position=place, salience=now.salience, capability=now.capability
            )
            (after,) = forecasting.points(stances, now.issue, [change])
            return PartyMove(kind=kind, change=change, after=float(after), is_exact=True)
    start = StanceChange(
        party=now.party,
        issue=now.issue,
        position=None if kind in ("position", "both") else now.position,
        salience=None if kind in ("salience", "both") else now.salience,
        capability=None if kind == "capability" else now.capability,
    )
    found = search(stances, start, forecasting, aim, effort)
    return PartyMove(kind=kind, change=found.change, after=found.after, is_exact=False)
