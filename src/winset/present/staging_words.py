"""A plan of steps, in sentences: who would do its part, where it breaks first, what would mend it, who pays for it."""

from __future__ import annotations

from winset.analyses.staging.credible import Answer
from winset.analyses.staging.pairs import Pair
from winset.analyses.staging.remedies import Critical, Term
from winset.analyses.staging.schedule import Objective, Schedule
from winset.analyses.staging.security import Breach
from winset.analyses.staging.staging import Remedies, Staging
from winset.present.visible import Visible
from winset.present.words import counted, listed

TERMS: dict[Term, str] = {
    "snapback": "chance that a step is put back",
    "detection": "chance per period that a hidden breach is noticed",
    "lag": "periods until a hidden breach that was noticed is answered",
    "penalty": "points that third parties make a breach cost",
    "discount": "what a point in the next period is worth now",
}
OBJECTIVES: dict[Objective, str] = {
    "security": "The most secure",
    "worth": "Worth most to all together",
    "end": "The earliest to end",
}
NEVER = 9.95
"""Ratios from here on are told as "more than 9.9": nobody needs to know more."""


class StagingWords:
    """The sentences about one plan, in the names of its case. numbers: whether what is judged may be shown."""

    def __init__(self, found: Staging, visible: Visible) -> None:
        self.found, self.visible = found, visible
        self.numbers = visible.allows(visible.case.judgements.handling) and visible.any_points

    def party(self, party: int) -> str:
        return self.visible.case.parties[self.found.terms.parties[party]].name

    def parties(self, which: tuple[int, ...]) -> str:
        return listed(self.party(party) for party in which)

    def step(self, step: int) -> str:
        """A step by its title, or by what it carries out."""
        case, name = self.visible.case, self.found.terms.steps[step]
        told = case.plan.steps[name] if case.plan is not None else None
        return (told.title if told is not None else None) or name.replace("_", " ")

    def answer(self) -> list[str]:
        """Whether the plan holds, where it is weakest, how far it gets, who would not take part."""
        security, told = self.found.security, []
        if security.is_secure:
            told.append("Each party does its part at every date: nobody could gain by a breach.")
            if security.weakest is not None:
                told.append(f"It is weakest where {self.breach(security.weakest)}")
        else:
            open_ = sorted({link.party for link in security.links if not link.holds})
            told.append(f"The plan would not be kept by {self.parties(tuple(open_))}.")
            if security.worst is not None:
                told.append(f"It breaks first where {self.breach(security.worst)}")
            told.append(self._as_far_as())
        if security.unwilling:
            told.append(f"To {self.parties(security.unwilling)} it is worth less than no deal: no reason to begin.")
        if security.nothing_at_stake:
            told.append(
                f"Nothing in this plan is at stake for {self.parties(security.nothing_at_stake)}, who bear a cost and "
                "can stop at any time."
            )
        for party, date in enumerate(security.free_from):
            if date:
                told.append(f"From period {date} on {self.party(party)} has nothing left to lose by stopping.")
        return told

    def _as_far_as(self) -> str:
        periods = self.found.gets_as_far_as
        unit = self.found.terms.period
        if not periods:
            return "No beginning of it would be kept by itself."
        return f"Its first {counted(periods, 'period')} of {unit} would be kept if nothing were to follow."

    def breach(self, one: Breach) -> str:
        """A breach, what it would cost and bring; a whole clause with its full stop."""
        how = "withholds its part in secret"
        if one.open_period == one.period:
            how = "breaks the plan openly"
        elif one.open_period is not None:
            how += f" and breaks the plan openly in period {one.open_period}"
        told = f"{self.party(one.party)}, in period {one.period}, {how}"
        if not self.numbers:
            return f"{told}."
        return (
            f"{told}: that would bring it {one.gain:.1f} points and cost it {one.loss:.1f}, "
            f"{ratio_words(one.ratio)} times as much."
        )

    def critical(self, one: Critical) -> str:
        """The value at which a term stops holding, or begins to."""
        if one.found == "every value holds":
            return "any value does"
        if one.found == "no value helps":
            return "no value helps"
        if one.value is None:
            return "not known"
        value = f"{one.value:.0f}" if one.term == "lag" else f"{one.value:.3f}".rstrip("0").rstrip(".")
        least = {"lag": "at most"}.get(one.term, "at least")
        more = ", or more" if one.found == "gave up at a limit" else ""
        if len(one.crossings) > 1 and one.term == "discount":
            return f"turns at {listed(f'{each:.3f}' for each in one.crossings)}"
        return f"{least} {value}{more}"

    def pair(self, pair: Pair) -> str:
        """Two terms that together would mend it."""
        each = (
            f"the {TERMS[term]} at {value:.0f}" if term == "lag" else f"the {TERMS[term]} at {value:.3f}"
            for term, value in zip(pair.terms, pair.values, strict=True)
        )
        return f"The two terms that together would have to move least: {listed(each)}."

    def guards(self, one: Remedies) -> list[str]:
        """What monitors, or a guarantee, would have to be to mend it for a party."""
        who, guards, told = self.party(one.party), one.guards, []
        if guards.monitors:
            told.append(
                f"Monitors would mend it if they notice a hidden breach of {who} with a chance of "
                f"{guards.monitors:.2f} in each period."
            )
        elif guards.monitors is None:
            told.append(f"No monitors would mend it, however well they watch {who}.")
        if guards.guarantee:
            parts = (
                f", or steps in {counted(guards.parts, 'part')} each covered by such a deposit" if guards.parts else ""
            )
            told.append(
                f"A guarantee, or a deposit, would mend it if {who} loses {guards.guarantee:.1f} points by it when its "
                f"breach takes effect{parts}."
            )
        elif guards.guarantee is None:
            told.append(f"No guarantee against {who} would mend it: some breach is never answered.")
        return told

    def snapback(self, one: Answer) -> str:
        """Whether a step would be put back, and who loses by that."""
        who = self.party(int(self.found.terms.owner[one.step]))
        if not one.is_credible:
            return (
                f"“{self.step(one.step)}”: {who} gains from it while it is in force and would not put it back, so it "
                "counts as none (`--automatic` if it lapses by itself)."
            )
        chance = "for certain" if one.chance >= 1 else f"with a chance of {one.chance:.2f}"
        told = f"“{self.step(one.step)}”: {who} would put it back {chance}, once a breach takes effect"
        if one.reluctant:
            told += f"; {self.parties(one.reluctant)} would vote on it and lose by it"
        return f"{told}."

    def schedule(self, one: Schedule) -> list[str]:
        """What a better order of the steps is worth, and who pays for it."""
        if one.shares is None or one.tested is None or one.after is None:
            if one.found == "none exists":
                return ["There is no schedule of these steps that each party keeps and that is worth no deal to each."]
            return ["The search for one stopped at its limit."]
        told = []
        ratio = one.tested.ratio
        if ratio is not None and self.numbers:
            told.append(f"What a breach costs is at least {ratio_words(ratio)} times what it brings.")
        if not one.meets:
            told.append("With shares that can be read it does not quite keep what was asked.")
        if one.found == "gave up at a limit":
            told.append("The search stopped at its limit: there may be a better one.")
        if self.numbers:
            pairs = zip(one.before, one.after, strict=True)
            each = [f"{self.party(n)} {after:.1f} (now {before:.1f})" for n, (before, after) in enumerate(pairs)]
            told.append(f"Worth in points against no deal: {listed(each)}.")
        if one.payers:
            who = self.parties(one.payers)
            told.append(f"{who} would pay for it: it is worth less to them than the plan as it is.")
        return told

    def tail(self) -> str:
        """The bound that no order of the steps can beat."""
        tail = self.found.security.tail
        if tail is None or tail.ratio is None:
            return ""
        if not self.numbers:
            return f"Whatever the order, {self.party(tail.party)} is the weakest once all steps are in force."
        return (
            f"Whatever the order, once all steps are in force {self.party(tail.party)} would gain {tail.gain:.1f} "
            f"points by breaking openly and lose {tail.loss:.1f}: {ratio_words(tail.ratio)} times as much is the most "
            "that any schedule reaches. Only other terms help beyond that."
        )


def ratio_words(ratio: float) -> str:
    """A ratio for reading."""
    return "more than 9.9" if ratio >= NEVER else f"{ratio:.2f}"
