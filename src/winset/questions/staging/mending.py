"""What would mend a plan, or how far its terms may slip, in sentences; and whether its steps would be put back."""

from __future__ import annotations

from math import ceil

from winset.analyses.staging.pairs import TermPair
from winset.analyses.staging.remedies import Critical, Term
from winset.analyses.staging.staging import Remedies, SnapbackCredibility
from winset.questions.staging.words import StagingWords
from winset.report.names import counted, listed

TERMS: dict[Term, str] = {
    "snapback": "chance that a step is put back",
    "detection": "chance per period that a hidden breach is noticed",
    "lag": "periods until a hidden breach that was noticed is answered",
    "penalty": "points that third parties make a breach cost",
    "discount": "what a point in the next period is worth now",
}
SHORT: dict[Term, str] = {
    "snapback": "the chance that the steps which answer it are put back",
    "detection": "the chance per period that its hidden breach is noticed",
    "lag": "the lag of the answer",
    "penalty": "what third parties make its breach cost",
    "discount": "what it gives now for a point in the next period",
}
ONE_AT_A_TIME = (
    "One term at a time, all others as they are. The chance that a step is put back is the lowest of those that answer "
    "the party; all of them go the same part of their way."
)
SAME = 1e-9
MOST_PARTS = 12
"""Parts into which an exchange might be cut to be safe; beyond, nobody would, and it is not told."""


class MendingWords:
    """The sentences about what would mend one plan."""

    def __init__(self, words: StagingWords) -> None:
        self.words, self.staging = words, words.staging

    def critical(self, critical: Critical) -> str:
        """The value at which a term stops holding, or begins to."""
        if critical.status == "every value holds":
            return "any value does"
        if critical.status == "no value helps":
            return "no value helps"
        if critical.value is None:
            return "not known"
        if len(critical.crossings) > 1 and critical.term == "discount":
            return f"turns at {listed(f'{crossing:.3f}' for crossing in critical.crossings)}"
        least = "at most" if critical.term == "lag" else "at least"
        more = ", or more" if critical.status == "gave up at a limit" else ""
        return f"{least} {_value(critical.term, critical.value)}{more}"

    def now(self, critical: Critical) -> str:
        return f"{critical.now:.0f}" if critical.term == "lag" else f"{critical.now:.3g}"

    def rows(self) -> list[tuple[str, list[str]]]:
        """Term by term, at which value each party just keeps the plan, all other terms as they are."""
        return [
            (
                title,
                [
                    f"{self.critical(remedies.criticals[term])} (now {self.now(remedies.criticals[term])})"
                    for remedies in self.of
                ],
            )
            for term, title in TERMS.items()
        ]

    @property
    def of(self) -> tuple[Remedies, ...]:
        """The parties of the rows: those that could gain by a breach, the one with the weakest link first."""
        return self.staging.remedies

    def enough(self, critical: Critical) -> str:
        """What would have to be done about a term, and is enough; empty where nothing is, or nobody can."""
        if critical.value is None:
            return ""
        match critical.term:
            case "snapback":
                return f"put steps back with a chance of {_of_100(critical)}"
            case "detection":
                return f"notice a hidden breach with a chance per period of {_of_100(critical)}"
            case "lag":
                within = f"within {counted(round(critical.value), 'period')} of" if critical.value else "as soon as"
                return f"answer a breach {within}{' its being noticed' if critical.value else ' it is noticed'}"
            case "penalty":
                return f"have third parties make a breach cost {counted(ceil(critical.value - SAME), 'point')}"
        return ""

    def lines(self) -> list[str]:
        """What two terms, monitors or a guarantee would mend for whoever breaks it."""
        return [line for remedies in self.of if self.words.breaks(remedies.party) for line in self.beyond(remedies)]

    def beyond(self, remedies: Remedies) -> list[str]:
        """What two terms would mend together, and monitors, or a guarantee."""
        both = [self.pair(remedies.pair)] if remedies.pair is not None and self._moves(remedies, remedies.pair) else []
        return [*both, *self.guards(remedies)]

    def _moves(self, remedies: Remedies, pair: TermPair) -> bool:
        """True where both terms of a pair move: otherwise a single one is enough."""
        moved = zip(pair.terms, pair.values, strict=True)
        return all(abs(value - remedies.criticals[term].now) > SAME for term, value in moved)

    def pair(self, pair: TermPair) -> str:
        """Two terms that together would mend it."""
        terms = (f"{SHORT[term]} at {_value(term, value)}" for term, value in zip(pair.terms, pair.values, strict=True))
        return f"The two that together would have to move least: {listed(terms)}."

    def guards(self, remedies: Remedies) -> list[str]:
        """What monitors, or a guarantee, would have to be to mend it for a party."""
        who, guards, sentences = self.words.party(remedies.party), remedies.guards, []
        if guards.monitors:
            sentences.append(
                f"Monitors would mend it for {who} if they notice a hidden breach with a chance of "
                f"{_up(guards.monitors, 2)} per period by themselves."
            )
        elif guards.monitors is None:
            sentences.append(f"No monitors would mend it, however well they watch {who}.")
        if guards.guarantee:
            parts = ""
            if guards.parts is not None and 1 < guards.parts <= MOST_PARTS:
                parts = f"; so would such a deposit for each part of an exchange in {guards.parts}"
            sentences.append(
                f"A guarantee or a deposit of {_up(guards.guarantee, 1)} points that a breach costs {who} would mend it"
                f"{parts}."
            )
        elif guards.guarantee is None:
            sentences.append(f"No guarantee against {who} would mend it: some breach is never answered.")
        return sentences

    def snapback(self, snapback_credibility: SnapbackCredibility) -> str:
        """Whether a step would be put back, and who loses by that."""
        step, who = (
            self.words.quoted(snapback_credibility.step),
            self.words.party(int(self.staging.terms.owner[snapback_credibility.step])),
        )
        if not snapback_credibility.is_credible:
            return f"{step} would not be put back: its being in force is a gain for {who}. Its snapback counts as none."
        how = (
            "for certain" if snapback_credibility.chance >= 1 else f"with a chance of {snapback_credibility.chance:.2f}"
        )
        sentence = (
            f"{step} is put back by itself {how}"
            if snapback_credibility.owner_gains < 0
            else f"{step} would be put back {how}"
        )
        if snapback_credibility.owner_gains > 0:
            sentence += f", which saves {who} {_points(snapback_credibility.owner_gains)} a period"
        if snapback_credibility.reluctant:
            sentence += f"; {self.words.parties(snapback_credibility.reluctant)} would vote on it and lose by it"
        return f"{sentence}."


def _value(term: Term, value: float) -> str:
    return f"{value:.0f}" if term == "lag" else _up(value, 3)


def _of_100(critical: Critical) -> str:
    """A chance that is enough, beside the one that there is."""
    least = 0.0 if critical.value is None else critical.value
    return f"{ceil(100 * least - SAME)} in 100, not {100 * critical.now:.0f}"


def _points(value: float) -> str:
    return f"{value:.3g} point" + ("" if value == 1 else "s")


def _up(value: float, digits: int) -> str:
    """A number rounded up, so that so much is enough."""
    raised = ceil(value * 10**digits - SAME) / 10**digits
    return f"{raised:.{digits}f}".rstrip("0").rstrip(".")
