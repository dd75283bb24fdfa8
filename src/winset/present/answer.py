"""The answer to "is there a deal?" in plain sentences, the same on a terminal, in the brief and in JSON."""

from __future__ import annotations

from fractions import Fraction

from winset.analyses.settlement.blockers import Concession, Constraint, NoDeal
from winset.analyses.settlement.deal import Deal, Verdict
from winset.analyses.settlement.dependence import Turn
from winset.analyses.settlement.settle import Opening
from winset.analyses.settlement.silence import Unresolved
from winset.model.case import Case
from winset.present.amounts import Amount, acceptable, acceptable_without, on_frontier, whole
from winset.present.visible import Visible, judged_numbers, levers_on
from winset.present.words import Words, counted, listed, owned_by, per_hundred, points, points_down, points_up

UNMEASURED = "how far was not computed"
FEASIBLE = "Feasible, that is within every rule and every needed party’s red lines"


def nothing_judged(case: Case) -> bool:
    """True where no number stands under `judgements`: then only what holds whatever the numbers is an answer."""
    return not any(True for _ in judged_numbers(case))


def is_limited(deal: Deal) -> bool:
    """True where a search stopped before it was known whether there is a deal."""
    return deal.central.status == "limit"


def draws_are_missing(deal: Deal) -> bool:
    """True where all that keeps the sources from deciding is that the draws of silence were not computed."""
    return (
        deal.has_silence
        and deal.unresolved is None
        and not any(turn.kind == "silent" for turn in deal.decisive)
        and deal.left_out.asked
        and deal.left_out.has_deal == deal.has_deal
    )


def verdict(deal: Deal) -> Verdict | None:
    """Whether the answer is the same however silence is read; None where that is not known, for something that it needs
    was not computed.
    """
    unproven = is_limited(deal) or not deal.left_out.proven
    return None if unproven or draws_are_missing(deal) else deal.verdict


def method_line(deal: Deal) -> str:
    """By which method the answer was found, and why by that one."""
    return f"Method: {deal.central.method} — {deal.central.because}."


def counts_line(deal: Deal, how: str = "Acceptable", none: str = "none") -> str:
    """How many packages there are, how many are feasible and how many acceptable. how, none: words for the last."""
    counts = deal.central.counts
    total = Amount(text=whole(counts.total)).of("package")
    number = none if deal.central.status == "none" else acceptable(deal.central)
    return f"{total[0].upper()}{total[1:]}. {FEASIBLE}: {whole(counts.feasible)}. {how}: {number}."


def frontier_line(deal: Deal) -> str:
    """How many packages are on the frontier."""
    return f"On the frontier: {on_frontier(deal.central.frontier)}."


def unmeasured(deal: Deal) -> list[Constraint]:
    """Constraints that are enough by themselves, without a known measure of how far they have to give."""
    why = deal.central.no_deal
    if why is None:
        return []
    told = [opening.constraint for opening in deal.central.openings]
    alone = [why.blockers.constraints[n] for repair in why.blockers.repairs if len(repair) == 1 for n in repair]
    return [item for item in alone if item not in told]


def pivotal_line(why: NoDeal, words: Words) -> str:
    """Which parties could open a deal by giving way alone, as far as that is known."""
    who = words.parties(why.blockers.pivotal)
    if who:
        return f"Could open a deal by giving way alone: {who}{'' if why.blockers.complete else ', at least'}."
    if why.blockers.complete:
        return "No party could open one by giving way alone."
    return "No party was found that could open one by giving way alone; the search for what blocks stopped at a limit."


def no_single_line(why: NoDeal) -> str:
    """What is said where no single movement is told."""
    if why.blockers.complete:
        return "No single movement is enough."
    return "No single movement was found that is enough; the search for what blocks stopped at a limit."


def in_judged_range(deal: Deal, case: Case, opening: Opening) -> bool | None:
    """Whether an opening's walk-away lies inside the range that the analyst judged for it; None where no range is."""
    low = lowest_judged(deal, case, opening.constraint.party)
    if opening.end is None or opening.constraint.body is not None or low is None:
        return None
    return low <= opening.end


def lowest_judged(deal: Deal, case: Case, party: int) -> Fraction | None:
    """The low end of the judged range of a party's walk-away, in points; None where no range is judged."""
    judged = case.judgements.walk_away.get(deal.case.parties[party])
    walk_away = deal.central.reading.walk_away[party]
    if judged is None or walk_away is None:
        return None
    span = judged.points or judged.status_quo
    if span is None or span.is_fixed:
        return None
    return deal.central.reading.points(party, walk_away) - span.central + span.low


def opening_lines(deal: Deal, words: Words, visible: Visible) -> list[tuple[str, str]]:
    """Each single movement that opens a deal, in words, with the levers that push that way."""
    lines = []
    for opening in deal.central.openings:
        item = opening.constraint
        party = deal.case.parties[item.party]
        if item.line is not None:
            lines.append((words.relaxed(item), ""))
            continue
        levers = [lever.title or name.replace("_", " ") for name, lever in levers_on(visible, party)]
        pushed = f"levers on it: {listed(levers)}" if levers else ""
        inside = {True: "within the range judged for it", False: "beyond the range judged for it", None: ""}
        pushed = "; ".join(part for part in (inside[in_judged_range(deal, words.case, opening)], pushed) if part)
        who = item.body or words.party(item.party)
        if visible.points(party) and opening.start is not None and opening.end is not None:
            fall = points_up(opening.start - opening.end)
            ends = f"from {points(opening.start)} to {points_down(opening.end)}"
            text = f"{owned_by(who)} walk-away falls by {fall} points, {ends}"
        else:
            text = f"{owned_by(who)} walk-away falls"
        lines.append((text, pushed))
    lines += [(words.relaxed(item), UNMEASURED) for item in unmeasured(deal)]
    return lines


def concession_line(one: Concession, deal: Deal, words: Words, visible: Visible) -> str:
    """Who would have to come down from its walk-away, and by how many points."""
    parts = []
    for party, value in enumerate(one.points):
        if value:
            shown = f"by {points_up(value, 2)} points" if visible.points(deal.case.parties[party]) else "by some points"
            parts.append(f"{words.party(party)} {shown}")
    for floor, value in zip(deal.central.reading.floors, one.bodies, strict=True):
        if value:
            shown = (
                f"by {points_up(value, 2)} points"
                if visible.points(deal.case.parties[floor.party])
                else "by some points"
            )
            parts.append(f"{floor.name} {shown}")
    return listed(parts)


def who_decides(deal: Deal, words: Words) -> str:
    """Whose consent the question asks for."""
    structure = deal.case.structure
    title = words.case.tables[deal.case.table].title or deal.case.table if deal.case.table else ""
    where = f"At the table “{title}”: " if title else ""
    others = [p for p in structure.can_be_needed if p not in structure.always]
    also = f", and {words.parties(others)} where what is agreed needs them" if others else ""
    ratify = [p for p in structure.always if p not in structure.bargaining]
    yes = f" {words.parties(ratify)} must ratify." if ratify else ""
    return f"{where}Every package needs the consent of {words.parties(structure.bargaining)}{also}.{yes}"


def variant_lines(case: Case, names: tuple[str, ...]) -> list[str]:
    """Under which variants the case is read, and why each is a way to understand it."""
    lines = []
    for name in names:
        variant = case.variants[name]
        because = f" {variant.because}" if variant.because else ""
        lines.append(f"Read under the variant “{variant.title or name}”.{because}")
    return lines


def silence_rows(deal: Deal, words: Words) -> list[tuple[str, str]]:
    """The answer under each rule of silence: the rule in words, and how many packages are acceptable."""
    dropped = [words.topic(issue) for issue in deal.left_out.issues]
    without = f": {listed(dropped)} stay as they are" if dropped else ": there is none"
    return [
        ("Silence as indifference (central)", _central_row(deal)),
        (f"Without the issues on which a needed party is silent{without}", _left_out_row(deal)),
        _drawn_row(deal),
    ]


def _central_row(deal: Deal) -> str:
    if is_limited(deal):
        return str(acceptable(deal.central))
    found = acceptable(deal.central)
    total = Amount(text=whole(deal.central.counts.total)).of("package")
    note = f" ({found.note})" if found.note else ""
    return f"{found.text} of {total} acceptable{note}"


def _left_out_row(deal: Deal) -> str:
    if not deal.left_out.asked:
        return "nothing is left to ask"
    if not deal.left_out.proven or (is_limited(deal) and not deal.left_out.acceptable):
        return "none was found before the search stopped"
    return acceptable_without(deal.left_out).of("acceptable package")


def _drawn_row(deal: Deal) -> tuple[str, str]:
    silence = deal.unresolved
    if silence is None:
        return "Silence filled at random, all else central", "not computed at this size"
    spread = "how many packages are acceptable in each was not counted"
    if silence.low is not None and silence.high is not None:
        spread = f"{silence.low:,} to {silence.high:,} acceptable packages"
    return (
        f"Silence filled at random ({silence.draws:,} draws, seed {silence.seed}), all else central",
        f"a deal in {silence.with_deal:,} of {silence.draws:,} draws ({_accuracy(silence, deal)}); {spread}",
    )


def _accuracy(silence: Unresolved, deal: Deal) -> str:
    """How far the share of draws can be trusted: its standard error, or what none or all of n still allow."""
    if 0 < silence.with_deal < silence.draws:
        return f"{per_hundred(silence.share)}, standard error {100 * silence.error:.1f} percentage points"
    rest = "with" if not silence.with_deal else "without"
    if not deal.central.counts.feasible:
        return "red lines and rules exclude every package"
    return f"fillings {rest} a deal are rarer than {per_hundred(min(1.0, 3 / silence.draws))}, at 95 % confidence"


RANGES = "Ranges are read at their most likely value here."


def default_lines(deal: Deal, words: Words) -> list[str]:
    """What no one judged and the program filled in by rule, so that nobody takes it for a judgement."""
    case, compiled = words.case, deal.case
    scores, saliences = [], []
    for party, name in enumerate(compiled.parties):
        for issue, topic in enumerate(compiled.issues):
            cell = compiled.cells[party][issue]
            if cell.is_silent or issue in compiled.structure.left_out:
                continue
            cell_name = f"{words.party(party)} on {words.topic(issue)}"
            if cell.delegate is None and not case.judgements.scores.get(topic, {}).get(name) and cell.order is None:
                scores.append(cell_name)
            if cell.salience is None:
                saliences.append(cell_name)
    linked = [
        f"{words.party(link.party)} ({listed(words.topic(issue) for issue in silent)})"
        for link in compiled.links
        if (silent := [issue for issue, _ in link.when if compiled.cells[link.party][issue].is_silent])
    ]
    quo = [words.party(p) for p, name in enumerate(compiled.parties) if name not in case.judgements.walk_away]
    lines = []
    if scores:
        lines.append(f"Scores by rule, not judged (100 at the ideal, falling along the line): {'; '.join(scores)}.")
    if saliences:
        lines.append(f"Salience 50 by rule, not judged: {'; '.join(saliences)}.")
    if quo and all(walk_away is not None for walk_away in deal.central.reading.walk_away):
        lines.append(f"Walk-away by rule, not judged (the value of the status quo package): {listed(quo)}.")
    if linked:
        lines.append(f"Points are judged for combinations on which the sources are silent: {'; '.join(linked)}.")
    return lines


NOT_BY_ORDER = (
    "How many packages are accepted in no reading, and how many in every reading, was not computed: there are too many "
    "to look at each."
)


def by_order_line(deal: Deal, words: Words) -> str:
    """How many packages no reading and how many every reading accepts; empty where that says nothing."""
    found = deal.ordinal
    if found.never is None or found.always is None:
        return NOT_BY_ORDER if found.known else ""
    never, always = int(found.never.sum()), int(found.always.sum())
    if not found.known or not never + always:
        return ""
    return (
        f"From who wants what alone, of {counted(len(found.never), 'package')} that cross no red line, {never:,} are "
        f"accepted in no reading and {always:,} in every reading; this follows for {words.parties(found.known)}, whose "
        "walk-away is the status quo."
    )


def moving_lines(deal: Deal, words: Words) -> list[str]:
    """What becomes of the answer if a party whose line has been moving settles on each other option."""
    return [turn_line(turn, words) for turn in deal.turns or () if turn.kind == "volatile"]


def turn_line(turn: Turn, words: Words) -> str:
    """One other reading of a cell and what it does."""
    cell = f"{words.party(turn.party)} on {words.topic(turn.issue)}"
    effect = {"a deal": "there is a deal", "no deal": "there is no deal", "another package": "another package leads"}
    result = effect.get(turn.effect or "", "the answer stays the same")
    if turn.kind == "inferred":
        return f"{cell}: if what is inferred there is not read into the sources, {result}"
    choice = words.option(turn.issue, turn.option) if turn.option is not None else ""
    verb = "wants" if turn.kind == "silent" else "settles on"
    return f"{cell}: if it {verb} “{choice}”, {result}"


def source_warnings(case: Case, visible: Visible) -> list[str]:
    """A sentence for each source whose quality is in doubt."""
    return [
        f"Source “{source.title or name}” is marked “{source.quality}”: read its quotes with that in mind."
        for name, source in case.sources.items()
        if source.quality and visible.allows(source.handling)
    ]
