"""The answer to "is there a deal?" in three sentences, without points and without a share."""

from __future__ import annotations

from winset.analyses.settlement.blockers import NoDeal
from winset.analyses.settlement.settle import Opening
from winset.questions.settlement.amounts import acceptable
from winset.questions.settlement.no_deal import UNMEASURED, in_judged_range, unmeasured
from winset.questions.settlement.packages import told_choices
from winset.questions.settlement.words import DealWords
from winset.report.counts import whole
from winset.report.names import counted, listed
from winset.report.ownership import nothing_judged
from winset.report.sources import BLANK

MOST_OPENINGS = 4
"""Single movements that a sentence names; beyond, it says how many more there are."""
NOTHING_FOUND = "What blocks was not found: the search for it stopped at a limit."
KINDS = {
    "silent": "on what the sources leave out",
    "volatile": "on lines that have been moving",
    "inferred": "on what is inferred, not stated",
}


def three_sentences(words: DealWords) -> list[str]:
    """Whether there is a deal, on what that turns, and who blocks or which package leads."""
    if words.deal.is_blank:
        return list(BLANK)
    if words.is_limited:
        return [_headline(words), _all_that_is_known(words)]
    return [sentence for sentence in (_headline(words), _turning(words), _reason(words)) if sentence]


def _headline(words: DealWords) -> str:
    """The first sentence: whether there is a deal, and whether the answer is the same however silence is read."""
    deal, parties = words.deal, words.deal.case.structure.bargaining
    accept = "both accept" if len(parties) == 2 else "all accept" if len(parties) > 2 else "accept"
    who = f"{words.names.parties(parties)} could {accept}"
    if words.is_limited:
        return (
            f"The search stopped before it was known whether there is a deal that {who}; raise `--nodes` (and "
            "`--seconds`, where a time limit is set)."
        )
    if deal.has_deal and any(deal.central.reading.walk_away[party] is None for party in parties):
        number = acceptable(deal.central).of("package")
        return (
            f"No red line or rule stands against {number}; whether {words.names.parties(parties)} would accept one is "
            f"not known. {words.no_walk_away()}"
        )
    if not deal.has_silence:
        return f"There is {'a' if deal.has_deal else 'no'} deal that {who}."
    if deal.verdict == "no deal" and not deal.central.counts.feasible:
        return (
            f"There is no deal that {who}, whatever the sources leave out: rules and red lines exclude every package."
        )
    if deal.lacks_draws:
        return _without_draws(words, who)
    if deal.verdict not in ("deal", "no deal") or deal.unresolved is None:
        return f"The sources do not decide whether there is a deal that {who}: {listed(_three_rules(words))}."
    draws = counted(deal.unresolved.draws, "draw")
    if deal.has_deal:
        return (
            f"There is a deal that {who}: one with silence as indifference, one without the issues on which a needed "
            f"party is silent, and one in every one of {draws} of what the sources leave out."
        )
    return (
        f"There is no deal that {who}: none with silence as indifference, none without the issues on which a needed "
        f"party is silent, and none in {draws} of what the sources leave out."
    )


def _without_draws(words: DealWords, who: str) -> str:
    """The first sentence where silence could not be filled at random."""
    there_is, one = ("There is a deal", "one") if words.deal.has_deal else ("There is no deal", "none")
    return (
        f"{there_is} that {who}, with silence as indifference, and {one} without the issues on which a needed party is "
        "silent; whether that stays so with the silence filled at random was not computed at this size."
    )


def _all_that_is_known(words: DealWords) -> str:
    """The second sentence where a search stopped."""
    counts = words.deal.central.counts
    return (
        f"What is known: {whole(counts.feasible)} of {whole(counts.total)} packages break no rule and cross no red "
        "line of a needed party; none of those that were tried is worth the walk-away to everyone needed."
    )


def _three_rules(words: DealWords) -> list[str]:
    """The answer under each rule of silence."""
    deal, left = words.deal, "nothing is left to ask"
    if deal.left_out.applies:
        left = f"there is {'one' if deal.left_out.has_deal else 'none'}"
    if not deal.left_out.proven:
        left = "the search stopped before that was known"
    return [
        f"read with silence as indifference there is {'one' if deal.has_deal else 'none'}",
        f"without the issues on which a needed party is silent {left}",
        _when_drawn(words),
    ]


def _when_drawn(words: DealWords) -> str:
    if words.deal.unresolved is None:
        return "what filling the silence at random gives was not computed at this size"
    if _draws_differ(words):
        return "some ways to fill the silence give one and some do not"
    return (
        f"with the silence filled at random there is {'one' if words.deal.unresolved.with_deal else 'none'} every time"
    )


def _draws_differ(words: DealWords) -> bool:
    drawn = words.deal.unresolved
    return drawn is not None and 0 < drawn.with_deal < drawn.draws


def _turning(words: DealWords) -> str:
    """The second sentence: the cells on which the answer turns."""
    deal = words.deal
    if deal.cell_alternatives is None:
        return "On what the answer turns was not computed: reading every cell otherwise takes too long at this size."
    if not deal.cell_alternatives:
        return "Every position is stated in the sources, so none was read otherwise."
    reasons = [f"{what}: {listed(cells)}" for kind, what in KINDS.items() if (cells := _cells(words, kind))]
    if reasons:
        return f"It turns {'; and '.join(reasons)}."
    if _draws_differ(words):
        return "No single cell turns it; several silent cells together do."
    if deal.verdict not in ("deal", "no deal"):
        return "No single cell turns it; only leaving out the issues on which a needed party is silent does."
    return "No single silent, inferred or moving position turns it."


def _cells(words: DealWords, kind: str) -> list[str]:
    cells = dict.fromkeys((turn.party, turn.issue) for turn in words.deal.decisive if turn.kind == kind)
    return [f"{words.names.party(party)} on {words.names.topic(issue)}" for party, issue in cells]


def _reason(words: DealWords) -> str:
    """The third sentence: which single movements would open a deal, or which package leads and what carries it."""
    if words.deal.has_deal:
        return _leading(words)
    why = words.deal.central.no_deal
    if why is None or not why.blockers.conflicts:
        stopped = why is not None and not why.blockers.complete
        return NOTHING_FOUND if stopped else "No package keeps every rule and moves anything."
    default = "With default numbers, since none is judged" if nothing_judged(words.case) else "Centrally"
    openings, others = words.deal.central.openings, unmeasured(words.deal)
    if not openings and not others:
        return f"{default}, {_no_opening(why)}."
    ways = [_movement(words, opening) for opening in openings[:MOST_OPENINGS]]
    more = len(openings) - len(ways)
    ways += [f"{words.constraints.relaxed(item)} ({UNMEASURED})" for item in others]
    ways += [f"{counted(more, 'other single movement')}"] if more else []
    each = "each of these alone would open one" if len(ways) > 1 else "this alone would open one"
    return f"{default}, {each}: {listed(ways, 'or')}."


def _no_opening(why: NoDeal) -> str:
    """What is known of the least that has to give, where no single movement is told."""
    if not why.blockers.complete:
        return "no single movement that opens one was found before the search for what blocks stopped at a limit"
    size = min((len(repair) for repair in why.blockers.repairs), default=0)
    return f"no single movement opens one: at least {counted(size, 'constraint')} would have to give"


def _movement(words: DealWords, opening: Opening) -> str:
    item = opening.constraint
    if item.line is not None:
        return words.constraints.relaxed(item)
    if item.body is not None:
        return f"{item.body} to ask for less"
    inside = in_judged_range(words, opening)
    where = {True: ", within the range judged for that", False: ", beyond the range judged for that", None: ""}[inside]
    return f"{words.names.party(item.party)} to expect less of having no deal{where}"


def _leading(words: DealWords) -> str:
    bearing = [words.names.topic(issue) for issue in words.deal.central.load_bearing]
    default = "Read with default numbers, since none is judged" if nothing_judged(words.case) else "Centrally"
    carried = f"{default}, every acceptable package settles {listed(bearing)}" if bearing else ""
    chosen = [choice for choice in told_choices(words.deal) if choice.packages]
    if not chosen:
        return f"{carried}." if carried else "Nobody’s gain can be counted, so no package is singled out."
    same = [choice for choice in chosen if choice.packages[0] == chosen[0].packages[0]]
    proven = [choice for choice in same if choice.status == "found"]
    agree = listed(choice.solution.title for choice in proven or same)
    leads = f"the package that comes first is the choice of {agree}"
    if not proven:
        leads = f"the package that comes first is the best that was found for {agree} before the search stopped"
    return f"{carried}; {leads}." if carried else f"{default}, {leads}."
