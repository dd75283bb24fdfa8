"""The answer in sentences, without points: whether there is a deal, why, on what it turns, and what is not known."""

from __future__ import annotations

from typing import Any

from winset.analyses.settlement.blockers import NoDeal
from winset.analyses.settlement.silence import Unresolved
from winset.questions.settlement.conflicts import smallest_conflict
from winset.questions.settlement.packages import acceptable, feasible, shown_packages
from winset.questions.settlement.terms import Terms
from winset.questions.settlement.unknown import lacks_walk_away
from winset.questions.settlement.words import DealWords, cut_short
from winset.readings.shares import Share
from winset.report.claims import BLANK
from winset.report.counts import in_trials, whole
from winset.report.names import counted, counted_in_words, listed, owned_by
from winset.report.ownership import nothing_judged

MOST_CELLS = 3
"""Cells that a sentence names; beyond, it says how many there are."""
NOTHING_FOUND = "What blocks was not found: the search for it stopped at a limit."
BY_DEFAULT = "No number is judged: what depends on numbers is read with default ones, one reading among many."


def answer_sentences(words: DealWords) -> list[Any]:
    """Why the answer is so, and what rests on a silent party; not whether there is a deal."""
    if words.deal.is_blank:
        return list(BLANK)
    if words.is_limited:
        return [_all_that_is_known(words)]
    default = BY_DEFAULT if nothing_judged(words.case) else ""
    return [sentence for sentence in (_reason(words), default, _unknown(words)) if sentence]


def more_sentences(words: DealWords) -> list[str]:
    """On how much the answer turns, and where the rules of silence differ."""
    if words.deal.is_blank or words.is_limited:
        return []
    rules = three_rules(words)
    return [sentence for sentence in (_turning(words), f"{_capital(rules)}." if rules else "") if sentence]


def all_sentences(words: DealWords) -> list[Any]:
    """Whether there is a deal, and then what the sentences of the answer say."""
    said = [*answer_sentences(words), *more_sentences(words)]
    return said if words.deal.is_blank else [whether(words), *said]


def whether(words: DealWords) -> str:
    """Whether there is a deal, as far as the sources decide it."""
    deal, parties = words.deal, words.deal.case.structure.bargaining
    who = words.names.accepting(parties)
    if words.is_limited:
        return f"The search stopped before it was known whether there is a deal that {who}."
    if deal.has_deal and lacks_walk_away(deal.central):
        number = acceptable(deal.central).of("package")
        return (
            f"No red line or rule stands against {number}; whether {words.names.parties(parties)} would accept one is "
            f"not known. {words.no_walk_away()}"
        )
    there_is = f"There is {'a' if deal.has_deal else 'no'} deal that {who}"
    if deal.verdict == "no deal" and not deal.central.counts.feasible:
        return f"{there_is}: rules and red lines exclude every package."
    if deal.verdict == "not decided":
        return f"Too close to call whether there is a deal that {who}."
    if deal.lacks_draws:
        return f"{there_is}; whether that stays so however the silence is filled was not computed at this size."
    return f"{there_is}{', whatever the sources leave out' if deal.has_silence else ''}."


def three_rules(words: DealWords) -> str:
    """Where the other two rules of silence answer otherwise than our best guesses do, as one clause without a full
    stop; empty where all agree, or that is not known.
    """
    deal = words.deal
    if not deal.has_silence or words.is_limited:
        return ""
    others = []
    if deal.left_out.applies and deal.left_out.proven and deal.left_out.has_deal != deal.has_deal:
        where = "on the issues alone on which no needed party is silent"
        others.append(f"{where} there is {'a' if deal.left_out.has_deal else 'no'} deal")
    drawn = deal.unresolved
    if drawn is not None and not all_alike(drawn, deal.has_deal):
        trials = in_trials(Share(number=drawn.with_deal, draws=drawn.draws))
        others.append(f"with the silence alone filled at random there is {'one' if others else 'a deal'} {trials}")
    return "; ".join(others)


def all_alike(drawn: Unresolved, has_deal: bool) -> bool:
    """True where every trial of the silence gives the answer of the best guesses."""
    return drawn.with_deal == (drawn.draws if has_deal else 0)


def _all_that_is_known(words: DealWords) -> str:
    """What is known where a search stopped."""
    counts = words.deal.central.counts
    return (
        f"What is known: {feasible(counts)} of {whole(counts.total)} packages break no rule and cross no red "
        "line of a needed party; none of those that were tried is worth the walk-away to everyone needed."
    )


def _reason(words: DealWords) -> str:
    """What carries a deal, or what stands in the way of one."""
    if words.deal.has_deal:
        bearing = [words.names.topic(issue) for issue in words.deal.central.load_bearing]
        return f"Every acceptable package settles {cut_short(bearing)}." if bearing else ""
    why = words.deal.central.no_deal
    if why is None or not why.blockers.conflicts:
        stopped = why is not None and not why.blockers.complete
        return NOTHING_FOUND if stopped else "No package keeps every rule and moves anything."
    return smallest_conflict(why, words)


def _turning(words: DealWords) -> str:
    """The cells on which the answer turns."""
    deal = words.deal
    if deal.cell_alternatives is None:
        return "On what the answer turns was not computed: reading every cell otherwise takes too long at this size."
    if not deal.cell_alternatives:
        return "Every position is stated in the sources, so none was read otherwise."
    silent, inferred, moving = (_cells(words, kind) for kind in ("silent", "inferred", "volatile"))
    inferred_named = inferred if deal.has_deal else []  # without a deal the openings name them
    few = len(silent) + len(inferred_named) + len(moving) <= MOST_CELLS
    parts = [
        f"{counted_in_words(len(cells), what)}{f' ({listed(named)})' if few and named else ''}"
        for cells, named, what in (
            (silent, silent, "silence"),
            (inferred, inferred_named, "inference"),
            (moving, moving, "moving line"),
        )
        if cells
    ]
    if parts:
        return f"It turns on {listed(parts)}."
    if deal.unresolved is not None and 0 < deal.unresolved.with_deal < deal.unresolved.draws:
        return "No single view turns it; several on which the sources are silent together do."
    if deal.verdict == "not decided":
        return "No single view turns it; leaving out the issues on which a needed party is silent does."
    return "No single view that is silent, inferred or moving turns it."


def _cells(words: DealWords, kind: str) -> list[str]:
    cells = dict.fromkeys((turn.party, turn.issue) for turn in words.deal.decisive if turn.kind == kind)
    return [f"{owned_by(words.names.party(party))} view of {words.names.topic(issue)}" for party, issue in cells]


def _unknown(words: DealWords) -> Any:
    """How many terms of the package that stands first rest on a party whose view is not known."""
    shown = shown_packages(words.deal, 1)
    return Terms(words, shown[0].package).headline("package 1 below") if shown else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def no_opening(why: NoDeal) -> str:
    """What is known of the least that has to give, where no single movement is told."""
    if not why.blockers.complete:
        return "No single movement that opens a deal was found before the search for what blocks stopped at a limit."
    if not why.blockers.repairs:
        return "Nothing that anyone gives up opens a deal: no package keeps every rule."
    size = min(len(repair) for repair in why.blockers.repairs)
    if size == 1:
        alone = (why.blockers.constraints[n] for repair in why.blockers.repairs if len(repair) == 1 for n in repair)
        bodies = dict.fromkeys(constraint.body for constraint in alone if constraint.body is not None)
        return f"A deal would appear if {listed(bodies, 'or')} ratified all the same."
    return f"No single movement opens a deal: at least {counted(size, 'thing')} would have to give together."
