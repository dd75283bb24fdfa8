"""The judged numbers that can be moved to see what follows: the range of each, and what is said beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from winset.model.numbers import Span
from winset.readings.shapes import central_salience, central_scores
from winset.report.blocks import ChartData, Guarded
from winset.report.names import Names, judged_number, owned_by, points
from winset.session import Session

LEAST_WIDTH = 20
"""Points over which a number can be moved at least, however narrow its judged range."""
FARTHEST, FULL = 1000, 100
STEPS = (Fraction(1), Fraction(1, 2), Fraction(1, 10), Fraction(1, 100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Movable:
    """A judged number. path: below `judgements`. name: of the number in its group; title: by itself. likely: where the
    case has it. low, high: between which it can be moved. ticks: the ends and the most likely value of its judged
    range. judged: these in words.
    """

    path: str
    name: str
    title: str
    likely: Fraction
    low: Fraction
    high: Fraction
    step: Fraction
    ticks: tuple[tuple[Fraction, str], ...]
    judged: str


@dataclass(frozen=True)
class MovableGroup(ChartData):
    """Numbers that stand together; of those that may not be shown only the name."""

    key: str
    title: str
    numbers: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """Where a number stands, and what is judged of it: so many points beside its span. by_rule: said where none is."""

    likely: Fraction
    span: Span | None
    beside: Fraction = Fraction(0)
    by_rule: str = ""

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        if self.span is None:
            return self.likely, self.likely
        return self.beside + self.span.low, self.beside + self.span.high

    @property
    def words(self) -> str:
        if self.span is None or self.span.is_fixed:
            return self.by_rule or f"judged {_short(self.likely)}, without a range"
        low, high = self.ends
        likely = f", most likely {_short(self.likely)}" if self.span.likely is not None else ""
        return f"judged {_short(low)} to {_short(high)}{likely}"

    @property
    def ticks(self) -> tuple[tuple[Fraction, str], ...]:
        low, high = self.ends
        if low == high:
            return ((self.likely, "as it stands"),)
        return (low, "lowest judged"), (self.likely, "most likely"), (high, "highest judged")


def movable_groups(session: Session, table: str | None) -> tuple[MovableGroup, ...]:
    """The walk-aways of all parties, the weights of each, and the levers, as the case file has them."""
    made = (_walk_aways(session, table), *_weights(session, table), _levers(session, table))
    return tuple(group for group in made if group.numbers)


def _walk_aways(session: Session, table: str | None) -> MovableGroup:
    case, compiled, reading = session.case, session.compiled(table), session.central(table)
    names, owners, numbers = Names(case, compiled), session.owners, []
    for party, key in enumerate(compiled.parties):
        walk_away, judged = reading.walk_away[party], case.judgements.walk_away.get(key)
        if walk_away is None:
            continue
        likely, span = reading.points(party, walk_away), None if judged is None else judged.points or judged.status_quo
        beside = Fraction(0) if span is None else likely - span.central
        stands = _Judged(likely=likely, span=span, beside=beside, by_rule="the worth of the status quo, by rule")
        if span is not None and span.is_fixed:
            stands = _Judged(likely=likely, span=span, beside=beside)
        title = f"{owned_by(names.party(party))} walk-away"
        number = _movable(f"walk_away.{key}", (names.party_name(party), title), stands, (-FARTHEST, FARTHEST))
        numbers.append(Guarded(owners.values(key), number, names.party_name(party)))
    return MovableGroup(key="walk_away", title="Walk-aways", numbers=tuple(numbers))


def _weights(session: Session, table: str | None) -> Iterator[MovableGroup]:
    case, compiled = session.case, session.compiled(table)
    names, owners = Names(case, compiled), session.owners
    for party, key in enumerate(compiled.parties):
        numbers = []
        for issue, topic in enumerate(compiled.issues):
            span, likely = compiled.cells[party][issue].salience, central_salience(compiled, party, issue)
            if issue in compiled.structure.left_out or (span is None and not likely):
                continue
            title = f"the weight of {names.topic(issue)} for {names.party(party)}"
            stands = _Judged(likely=likely, span=span, by_rule="not judged, 50 by rule" if span is None else "")
            number = _movable(f"salience.{topic}.{key}", (names.issue(issue), title), stands, (0, FULL))
            numbers.append(Guarded(owners.values(key), number, names.issue(issue)))
        title = f"What weighs for {names.party(party)}"
        yield MovableGroup(key=f"salience-{key}", title=title, numbers=tuple(numbers))


def _levers(session: Session, table: str | None) -> MovableGroup:
    case, names = session.case, Names(session.case, session.compiled(table))
    owners, numbers = session.owners, []
    for key, effect in case.judgements.levers.items():
        name, target = lever_title(session, key), owned_by(names.party_called(case.levers[key].target))
        stands = _Judged(likely=effect.walk_away.central, span=effect.walk_away)
        words = (name, f"what {name} does to {target} walk-away")
        number = _movable(f"levers.{key}", words, stands, (-FARTHEST, FARTHEST))
        numbers.append(Guarded(owners.lever_effect(key), number))
    return MovableGroup(key="levers", title="What levers do once pulled", numbers=tuple(numbers))


def movable_scores(session: Session, table: str | None, issue: str, party: str) -> MovableGroup:
    """What each option of an issue is worth to a party. They are many, so that only those asked for are made."""
    case, compiled, numbers = session.case, session.compiled(table), []
    names, owner = Names(case, compiled), session.owners.values(party)
    row, place = compiled.parties.index(party), compiled.issues.index(issue)
    judged = case.judgements.scores.get(issue, {}).get(party, {})
    worth = central_scores(compiled, row, place)
    for option, likely in zip(compiled.options[place], worth, strict=True):
        path, label = f"scores.{issue}.{party}.{option}", case.option_label(issue, option)
        stands = _Judged(likely=likely, span=judged.get(option), by_rule=f"not judged, {_short(likely)} by rule")
        numbers.append(Guarded(owner, _movable(path, (label, judged_number(case, path)), stands, (0, FULL)), label))
    title = f"What each option on {names.topic(place)} is worth to {names.party(row)}"
    return MovableGroup(key=f"scores-{issue}-{party}", title=title, numbers=tuple(numbers))


def lever_title(session: Session, key: str) -> str:
    return session.case.levers[key].title or key.replace("_", " ")


def _movable(path: str, words: tuple[str, str], stands: _Judged, bounds: tuple[int, int]) -> Movable:
    """The number with room beyond what is judged of it; a weight can be moved from one end to the other."""
    low, high = stands.ends
    beyond = max(high - low, Fraction(LEAST_WIDTH)) / 2 if bounds[0] else Fraction(FULL)
    least = Fraction(max(floor(low - beyond), bounds[0]))
    return Movable(
        path=path,
        name=words[0],
        title=words[1],
        likely=stands.likely,
        low=least,
        high=Fraction(min(ceil(high + beyond), bounds[1])),
        step=next((step for step in STEPS if not (stands.likely - least) % step), STEPS[0]),
        ticks=stands.ticks,
        judged=stands.words,
    )


def _short(value: Fraction) -> str:
    return points(value).removesuffix(".0")
