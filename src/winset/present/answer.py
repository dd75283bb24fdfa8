"""The answer to "is there a deal?" in plain sentences, the same on a terminal, in the brief and in JSON."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from winset.analyses.settlement.blockers import Concession
from winset.analyses.settlement.choose import Choice
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.dependence import Turn
from winset.analyses.settlement.settle import Package
from winset.model.case import Case
from winset.present.visible import Visible, judged_numbers, levers_on
from winset.present.words import Words, counted, listed, owned_by, per_hundred, points

AT_MOST_PACKAGES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A package chosen for show, with the reasons why: solutions that agree on it, or the movement that opens it."""

    package: Package
    reasons: tuple[str, ...]
    ties: int = 1


def headline(deal: Deal, words: Words) -> str:
    """The first sentence: whether there is a deal, and whether the answer is the same however silence is read."""
    if deal.is_blank:
        return "There is no answer yet: the sources are silent on every position."
    parties = deal.case.structure.bargaining
    accept = "both accept" if len(parties) == 2 else "all accept" if len(parties) > 2 else "accept"
    who = f"{words.parties(parties)} could {accept}"
    if not deal.has_silence:
        return f"There is a deal that {who}." if deal.has_deal else f"There is no deal that {who}."
    if deal.verdict == "deal":
        return f"There is a deal that {who}, however the silence of the sources is read."
    if deal.verdict == "no deal":
        return f"There is no deal that {who}, however the silence of the sources is read."
    return (
        f"The sources do not decide whether there is a deal that {who}: "
        + listed(
            [
                f"read with silence as indifference there is {'one' if deal.has_deal else 'none'}",
                _stated(deal),
                _drawn(deal),
            ]
        )
        + "."
    )


def _stated(deal: Deal) -> str:
    if not deal.left_out.asked:
        return "on the stated cells alone nothing is left to ask"
    return f"on the stated cells alone there is {'one' if deal.left_out.has_deal else 'none'}"


def _drawn(deal: Deal) -> str:
    silence = deal.unresolved
    if silence.with_deal == silence.draws:
        share = f"every one of {silence.draws:,} draws"
    else:
        share = (
            f"{silence.with_deal:,} of {silence.draws:,} draws"
            if silence.with_deal
            else f"none of {silence.draws:,} draws"
        )
    return f"with silence left unresolved there is one in {share}"


def turning(deal: Deal, words: Words) -> str:
    """The second sentence: the cells on which the answer turns."""
    if not deal.has_silence and not deal.turns:
        return "Every position is stated, so nothing is left to read otherwise."
    if deal.turns is None:
        return "There are too many packages to read every cell otherwise, so what the answer turns on was not computed."
    silent = _cells(deal, words, "silent")
    volatile = _cells(deal, words, "volatile")
    inferred = _cells(deal, words, "inferred")
    reasons = []
    if silent:
        reasons.append(f"on what the sources leave out: {listed(silent)}")
    if volatile:
        reasons.append(f"on lines that have been moving: {listed(volatile)}")
    if inferred:
        reasons.append(f"on what is inferred, not stated: {listed(inferred)}")
    if reasons:
        return f"It turns {'; and '.join(reasons)}."
    if deal.verdict == "not decided":
        return "No single cell turns it; several silent cells together do."
    return "No single silent, inferred or moving position turns it."


def _cells(deal: Deal, words: Words, kind: str) -> list[str]:
    cells = dict.fromkeys((turn.party, turn.issue) for turn in deal.decisive if turn.kind == kind)
    return [f"{words.party(party)} on {words.topic(issue)}" for party, issue in cells]


def reason(deal: Deal, words: Words) -> str:
    """The third sentence: who blocks and the least that would open a deal, or which package leads and what carries
    it.
    """
    if deal.has_deal:
        return _leading(deal, words)
    why = deal.central.no_deal
    if why is None:
        return ""
    if not why.blockers.conflicts:
        return "No package keeps every rule and moves anything."
    pivotal = words.parties(why.blockers.pivotal)
    each = "each " if len(why.blockers.pivotal) > 1 else ""
    blocks = f"{pivotal} could {each}open one by giving way alone"
    if not why.blockers.pivotal:
        blocks = "no party could open one by giving way alone"
    default = "With default numbers, since none is judged" if nothing_judged(words.case) else "Centrally"
    return f"{default}, {blocks}; {_cheapest(deal, words)}."


def _cheapest(deal: Deal, words: Words) -> str:
    if not deal.central.openings:
        why = deal.central.no_deal
        size = min((len(repair) for repair in why.blockers.repairs), default=0) if why else 0
        return f"no single movement is enough: at least {size} constraints have to give"
    first = deal.central.openings[0].constraint
    if first.line is not None:
        return f"the least that opens one is for {words.party(first.party)} to accept {words.red_line(first.line)}"
    if first.body is not None:
        return f"the least that opens one is for {first.body} to ask for less"
    inside = ", within the range that is judged for it" if in_judged_range(deal, words.case, 0) else ""
    who = words.party(first.party)
    return f"the least that opens one is for {who} to expect somewhat less of having no deal{inside}"


def _leading(deal: Deal, words: Words) -> str:
    shown = packages_to_show(deal)
    default = "Read with default numbers, since none is judged, the" if nothing_judged(words.case) else "The"
    bearing = [words.topic(issue) for issue in deal.central.load_bearing]
    carried = f"; every deal has to settle {listed(bearing)}" if bearing else ""
    if not shown:
        return f"Nobody’s gain can be counted, so no package is singled out{carried}."
    agree = listed(shown[0].reasons)
    return f"{default} package chosen by {agree} comes first{carried}."


def nothing_judged(case: Case) -> bool:
    """True where no number stands under `judgements`: then only what holds whatever the numbers is an answer."""
    return not any(True for _ in judged_numbers(case))


def packages_to_show(deal: Deal, most: int = AT_MOST_PACKAGES) -> list[Shown]:
    """At most so many packages: those that solutions choose, agreeing ones together; without a deal, those that a
    movement opens.
    """
    grouped: dict[Package, list[str]] = {}
    ties: dict[Package, int] = {}
    for choice in told_choices(deal):
        if not choice.packages:
            continue
        grouped.setdefault(choice.packages[0], []).append(choice.solution.title)
        ties[choice.packages[0]] = max(ties.get(choice.packages[0], 1), len(choice.packages))
    found = [Shown(package=package, reasons=tuple(titles), ties=ties[package]) for package, titles in grouped.items()]
    if not found and deal.has_deal:
        front = deal.central.frontier.members[:most]
        found = [Shown(package=deal.central.win_set.package(int(n)), reasons=("the frontier",)) for n in front]
    return found[:most]


def told_choices(deal: Deal) -> list[Choice]:
    """What each solution chooses; Nash among the most that can gain only where Nash's own solution does not exist."""
    choices = deal.central.choices
    nash_exists = bool(choices["nash"].packages)
    return [choice for key, choice in choices.items() if not (key == "nash_max_support" and nash_exists)]


def opened_packages(deal: Deal, words: Words, most: int = AT_MOST_PACKAGES) -> list[Shown]:
    """Without a deal: the packages that the cheapest single movements open."""
    grouped: dict[Package, list[str]] = {}
    for opening in deal.central.openings:
        item = opening.constraint
        short = (
            f"if {words.party(item.party)} accepts “{words.option(item.line.issue, item.line.option)}”"
            if item.line is not None
            else f"if {item.body or words.party(item.party)} expects less"
        )
        grouped.setdefault(opening.package, []).append(short)
    return [Shown(package=package, reasons=tuple(why)) for package, why in grouped.items()][:most]


def three_sentences(deal: Deal, words: Words) -> list[str]:
    """The answer: whether there is a deal, on what that turns, and why."""
    if deal.is_blank:
        return [
            headline(deal, words),
            "Write what each party wants and refuses, with the words that say so; then ask again.",
        ]
    return [sentence for sentence in (headline(deal, words), turning(deal, words), reason(deal, words)) if sentence]


def in_judged_range(deal: Deal, case: Case, number: int) -> bool:
    """True where an opening's walk-away lies inside the range that the analyst judged for it."""
    opening = deal.central.openings[number]
    low = lowest_judged(deal, case, opening.constraint.party)
    return opening.end is not None and opening.constraint.body is None and low is not None and low <= opening.end


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
    for number, opening in enumerate(deal.central.openings):
        item = opening.constraint
        party = deal.case.parties[item.party]
        if item.line is not None:
            lines.append((words.relaxed(item), ""))
            continue
        levers = [lever.title or name.replace("_", " ") for name, lever in levers_on(visible, party)]
        pushed = f"levers on it: {listed(levers)}" if levers else ""
        if in_judged_range(deal, words.case, number):
            pushed = "; ".join(part for part in ("within the range judged for it", pushed) if part)
        who = item.body or words.party(item.party)
        if visible.points(party) and opening.start is not None and opening.end is not None:
            fall = points(opening.start - opening.end)
            ends = f"from {points(opening.start)} to {points(opening.end)}"
            text = f"{owned_by(who)} walk-away falls by {fall} points, {ends}"
        else:
            text = f"{owned_by(who)} walk-away falls"
        lines.append((text, pushed))
    return lines


def concession_line(one: Concession, deal: Deal, words: Words, visible: Visible) -> str:
    """Who would have to come down from its walk-away, and by how many points."""
    parts = []
    for party, value in enumerate(one.points):
        if value:
            shown = f"by {points(value, 2)} points" if visible.points(deal.case.parties[party]) else "by some points"
            parts.append(f"{words.party(party)} {shown}")
    for floor, value in zip(deal.central.reading.floors, one.bodies, strict=True):
        if value:
            shown = (
                f"by {points(value, 2)} points" if visible.points(deal.case.parties[floor.party]) else "by some points"
            )
            parts.append(f"{floor.name} {shown}")
    return listed(parts)


def who_decides(deal: Deal, words: Words) -> str:
    """Whose consent the question asks for."""
    structure = deal.case.structure
    where = f"At the table “{deal.case.table}”: " if deal.case.table else ""
    others = [p for p in structure.can_be_needed if p not in structure.always]
    also = f", and {words.parties(others)} where what is agreed needs them" if others else ""
    ratify = [p for p in structure.always if p not in structure.bargaining]
    yes = f" {words.parties(ratify)} must ratify." if ratify else ""
    return f"{where}Every package needs the consent of {words.parties(structure.bargaining)}{also}.{yes}"


def silence_rows(deal: Deal, words: Words) -> list[tuple[str, str]]:
    """The answer under each rule of silence: the rule in words, and how many packages are acceptable."""
    counts, silence = deal.central.counts, deal.unresolved
    dropped = [words.topic(issue) for issue in deal.left_out.issues]
    without = f" (without {listed(dropped)})" if dropped else ""
    stated = (
        f"{counted(deal.left_out.acceptable, 'acceptable package')}"
        if deal.left_out.asked
        else "no issue is left to ask about"
    )
    return [
        ("Silence as indifference (central)", f"{counts.acceptable:,} of {counts.total:,} packages acceptable"),
        (f"Stated cells alone{without}", stated),
        (
            f"Silence unresolved ({silence.draws:,} draws, seed {silence.seed})",
            f"a deal in {per_hundred(silence.share)} of the draws (standard error {100 * silence.error:.1f} percentage points); "
            f"{silence.low:,} to {silence.high:,} acceptable packages",
        ),
    ]


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
    quo = [words.party(p) for p, name in enumerate(compiled.parties) if name not in case.judgements.walk_away]
    lines = []
    if scores:
        lines.append(f"Scores by rule, not judged (100 at the ideal, falling along the line): {'; '.join(scores)}.")
    if saliences:
        lines.append(f"Salience 50 by rule, not judged: {'; '.join(saliences)}.")
    if quo and all(walk_away is not None for walk_away in deal.central.reading.walk_away):
        lines.append(f"Walk-away by rule, not judged (the value of the status quo package): {listed(quo)}.")
    return lines


def by_order_line(deal: Deal, words: Words) -> str:
    """How many packages no reading and how many every reading accepts; empty where that says nothing."""
    found = deal.ordinal
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
