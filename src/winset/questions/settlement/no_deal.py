"""What would open a deal, in words: who could alone, single movements of each kind, concessions by several."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from winset.analyses.settlement.blockers import Concession, Constraint, NoDeal
from winset.analyses.settlement.cell_alternatives import CellAlternative
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.settle import Opening, is_priced, kind_of
from winset.compiled import CompiledRedLine
from winset.questions.settlement.words import DealWords, by_cell, cut_short
from winset.report.blocks import Guarded
from winset.report.disclosure import from_those_shown
from winset.report.names import about, listed, owned_by, points, points_down, points_up

UNMEASURED = "how far was not computed"
RANGE = {True: "within the judged range", False: "beyond the judged range", None: ""}


def unmeasured(deal: Deal) -> list[Constraint]:
    """Constraints that are enough by themselves, without a known measure of how far they have to give."""
    why = deal.central.no_deal
    if why is None:
        return []
    constraints = [opening.constraint for opening in deal.central.openings]
    alone = [why.blockers.constraints[n] for repair in why.blockers.repairs if len(repair) == 1 for n in repair]
    return [item for item in alone if item not in constraints]


def pivotal_line(why: NoDeal, words: DealWords) -> str:
    """Which parties could open a deal by giving way alone, as far as that is known."""
    who = [f"by {words.names.party(party)} alone" for party in why.blockers.pivotal]
    if who:
        at_least = "" if why.blockers.complete else " These at least were found."
        either = f"{', or '.join(who)}{',' if len(who) > 1 else ''}"
        return f"Movement {either} would be enough.{at_least}"
    if why.blockers.complete:
        return "Nobody could open a deal by giving way alone."
    return "Nobody was found who could open a deal by giving way alone; the search for what blocks stopped at a limit."


def in_judged_range(words: DealWords, opening: Opening) -> bool | None:
    """Whether an opening's walk-away lies inside the range that the analyst judged for it; None where no range is."""
    low = _lowest_judged(words, opening.constraint.party)
    if opening.end is None or opening.constraint.body is not None or low is None:
        return None
    return low <= opening.end


def _lowest_judged(words: DealWords, party: int) -> Fraction | None:
    """The low end of the judged range of a party's walk-away, in points; None where no range is judged."""
    reading = words.deal.central.reading
    judged = words.case.judgements.walk_away.get(words.deal.case.parties[party])
    walk_away = reading.walk_away[party]
    if judged is None or walk_away is None:
        return None
    span = judged.points or judged.status_quo
    if span is None or span.is_fixed:
        return None
    return reading.points(party, walk_away) - span.central + span.low


def prices(words: DealWords, *, full: bool) -> list[Any]:
    """The walk-aways whose fall alone opens a deal, the smallest fall first. full: with the levers on them."""
    less = [item for item in unmeasured(words.deal) if item.line is None]
    return [
        *(
            _opening_line(words, opening, full=full)
            for opening in words.deal.central.openings
            if opening.kind == "price"
        ),
        *(f"{words.constraints.relaxed(item)} ({UNMEASURED})" for item in less if not item.votes),
    ]


def inferences(words: DealWords, *, full: bool) -> list[str]:
    """What may be wrong, each with a deal if it is: what is inferred and what the sources are silent on. full: each by
    itself, with the refusal that would be none and what a silent party would have to want.
    """
    names = words.names
    lines = [
        constraint.line
        for constraint in _dropped(words)
        if kind_of(constraint) == "inference" and constraint.line is not None
    ]
    refusals, views, silences = dict.fromkeys((line.owner, line.issue) for line in lines), [], []
    for (party, issue), each in by_cell(words.deal.decisive).items():
        kinds = {cell.kind for cell in each if cell.effect == "a deal"}
        if "silent" in kinds:
            wanted = f" ({_wanted(words, [cell for cell in each if cell.kind == 'silent'])})" if full else ""
            silences.append(f"{_view(words, party, issue)}{wanted}")
        if "inferred" in kinds and words.deal.case.cells[party][issue].is_inferred:
            views.append(_view(words, party, issue))
        elif "inferred" in kinds:
            refusals.setdefault((party, issue))
    if full:
        each_line = [
            f"Inferred: {owned_by(names.party(line.owner))} refusal of {names.red_line(line)}" for line in lines
        ]
        return [*each_line, *(f"Inferred: {view}" for view in views), *(f"Silent: {silence}" for silence in silences)]
    refused = [f"{owned_by(names.party(party))} refusal on {names.topic(issue)}" for party, issue in refusals]
    kinds_of = (("Inferred", [*refused, *views]), ("Silent", silences))
    return [f"{kind}: {cut_short(texts, 'or')}" for kind, texts in kinds_of if texts]


def _view(words: DealWords, party: int, issue: int) -> str:
    return f"{owned_by(words.names.party(party))} view of {words.names.topic(issue)}"


def _wanted(words: DealWords, silent: Sequence[CellAlternative]) -> str:
    """What a silent party would have to want for a deal to appear."""
    if words.matters_at_all(silent):
        return "if it matters at all there"
    names, turning = (
        words.names,
        [cell for cell in silent if cell.effect == "a deal"],
    )
    return f"if it is for {listed((names.option(cell.issue, cell.option or 0) for cell in turning), 'or')}"


def stated_lines(words: DealWords) -> list[str]:
    """The stated red lines that would each be enough if given up, and whether the case says what that would cost."""
    return [
        given_up(words, constraint.line)
        for constraint in _dropped(words)
        if kind_of(constraint) == "red_line" and constraint.line is not None
    ]


def _dropped(words: DealWords) -> list[Constraint]:
    """The red lines that alone are enough if they give."""
    opened = [opening.constraint for opening in words.deal.central.openings]
    return [constraint for constraint in (*opened, *unmeasured(words.deal)) if constraint.line is not None]


def given_up(words: DealWords, line: CompiledRedLine) -> str:
    """A red line given up, with that the case does not say what it would cost, where that is so."""
    who = words.names.party(line.owner)
    clause = words.names.clause(line.issue, line.option)
    given = f"{who} to accept {f'that {clause}' if clause else words.names.red_line(line)}"
    inferred = ", if the refusal that is inferred is none" if line.basis == "inferred" else ""
    cost = "" if is_priced(words.deal.case, line) else f"; the case does not say what this would cost {who}"
    return f"{given}{inferred}{cost}"


def _opening_line(words: DealWords, opening: Opening, *, full: bool = True) -> Any:
    item, key = opening.constraint, words.deal.case.parties[opening.constraint.party]
    if item.line is not None:
        return given_up(words, item.line)
    falls = f"{owned_by(item.body or words.names.party(item.party))} walk-away falls"
    levers = [
        (words.owners.lever(name), lever.title or name.replace("_", " "))
        for name, lever in words.case.levers_offered().items()
        if lever.target == key and lever.effect == "tighten"
    ]
    levers = levers if full else []

    def with_levers(text: str, inside: str = "") -> Any:
        def pushed(titles: Sequence[str]) -> str:
            parts = [inside, f"levers on it: {listed(titles)}" if titles else ""]
            both = "; ".join(part for part in parts if part)
            return f"{text} ({both})" if both else text

        return from_those_shown(levers, pushed)

    if opening.start is None or opening.end is None:
        return with_levers(falls)
    fall = opening.start - opening.end
    by = f"{owned_by(item.body or words.names.party(item.party))} by {about(fall)}"
    if full:
        by = f"{falls} by {points_up(fall)} points, from {points(opening.start)} to {points_down(opening.end)}"
    inside = RANGE[in_judged_range(words, opening)]
    return Guarded(words.owners.values(key), with_levers(by, inside), with_levers(falls))


def by_several(why: NoDeal) -> list[Concession]:
    """The smallest concessions that more than one party or body makes."""
    return [
        concession
        for concession in why.concessions
        if sum(bool(value) for value in (*concession.points, *concession.bodies)) > 1
    ]


def concession_line(concession: Concession, words: DealWords) -> Any:
    """Who would have to come down from its walk-away, and by how many points."""
    deal = words.deal
    moved = [(words.names.party(party), party, value) for party, value in enumerate(concession.points) if value]
    floors = zip(deal.central.reading.floors, concession.bodies, strict=True)
    moved += [(floor.name, floor.party, value) for floor, value in floors if value]

    def sentence(shown: Sequence[int]) -> str:
        return listed(
            f"{who} by {points_up(value, 2)} points" if n in shown else f"{who} by some points"
            for n, (who, _, value) in enumerate(moved)
        )

    owned = [(words.owners.values(deal.case.parties[party]), n) for n, (_, party, _) in enumerate(moved)]
    return from_those_shown(owned, sentence)
