"""A plan of steps, in sentences: who would do its part, where it breaks, who pays for an order."""

from __future__ import annotations

from fractions import Fraction
from itertools import zip_longest

from winset.analyses.staging.assistance import AssistedPlan
from winset.analyses.staging.readings import HOLDS, PlanRobustness
from winset.analyses.staging.schedule import Objective, Schedule
from winset.analyses.staging.security import NOTHING, Breach
from winset.analyses.staging.staging import Staging
from winset.report.names import Names, counted, listed
from winset.report.plan import TERMS

OBJECTIVES: dict[Objective, str] = {
    "security": "The most secure",
    "worth": "Worth most to all together",
    "end": "The earliest to end",
}
NONE_AT_ALL = 0.005
"""Ratios below this are told as a breach that costs nothing."""
SAFER = 0.001
"""By so much a ratio is higher; less is within the rounding of a schedule to shares that can be read."""
NEVER = 9.95
"""Ratios from here on are told as "more than 9.9": nobody needs to know more."""
DRIVERS = 5
READ = (
    "In a breach a party withholds its part in secret from some period on, and may break the plan openly later. Once "
    "a breach takes effect nobody owes further steps, and the steps of others that can be put back are put back with "
    "their chance. The plan enforces itself where every breach costs at least what it brings, and the plan is worth no "
    "less than no deal to each party."
)
LIMITS = (
    "Steps are taken as worth the same whatever else happens; a hidden breach is noticed with the same chance whether "
    "little or much is withheld; an open breach is answered no later than a hidden one. The bound on all orders is of "
    "the open breach."
)
CLOSED = "The numbers of the plan are judgements and may not be shown at this level."


class StagingWords:
    """The sentences about one plan, in the names of its case. numbers: whether what is judged of it is said; the plan
    owns them, and what is said without them stands where it may not be shown.
    """

    def __init__(self, found: Staging, names: Names, *, numbers: bool = True) -> None:
        self.found, self.names, self.numbers = found, names, numbers

    def party(self, party: int) -> str:
        return self.names.party_called(self.found.terms.parties[party])

    def parties(self, which: tuple[int, ...]) -> str:
        return listed(self.party(party) for party in which)

    def step(self, step: int) -> str:
        """A step by its title, or by its name in the file."""
        case, name = self.names.case, self.found.terms.steps[step]
        told = case.plan.steps[name] if case.plan is not None else None
        return (told.title if told is not None else None) or name.replace("_", " ")

    def answer(self) -> list[str]:
        """Whether the plan holds, where it is weakest, how far it gets, who would not take part."""
        security, told = self.found.security, []
        if security.is_secure:
            told.append("Each party does its part at every date: nobody could gain by a breach.")
            if security.weakest is not None:
                told.append(f"It is weakest where {self.party(security.weakest.party)} {self._weakest()}")
        else:
            open_ = tuple(one.party for one in self.found.remedies if self.breaks(one.party))
            told.append(
                f"The plan would not be kept by {self.parties(open_)}: a breach would bring more than it costs."
            )
            told += [self.best_breach(party) for party in open_]
            told.append(self._as_far_as())
        if security.unwilling:
            told.append(
                f"To {self.parties(security.unwilling)} the whole plan is worth less than no deal, so there is no "
                "reason to begin it."
            )
        if idle := security.nothing_at_stake:
            who, own = ("they bear a cost", "their") if len(idle) > 1 else ("it bears a cost", "its")
            told.append(
                f"Nothing that {self.parties(idle)} would have of this plan depends on {own} own part: {who}, would "
                "lose nothing by a breach, and can stop at any time."
            )
        for party, date in enumerate(security.free_from):
            if date:
                when = f"period {date}" if self.numbers else "some period"
                told.append(f"From {when} on {self.party(party)} has nothing left to lose by stopping.")
        return told

    def breaks(self, party: int) -> bool:
        """True where some breach of the party pays."""
        return any(not link.holds for link in self.found.security.links if link.party == party)

    def _as_far_as(self) -> str:
        periods = self.found.longest_secure_prefix
        if not periods:
            return "No beginning of the plan would be kept even if nothing were to follow."
        if not self.numbers:
            return "A beginning of the plan would be kept if nothing were to follow."
        unit = self.found.terms.period
        return f"Its first {counted(periods, 'period')} of {unit} would be kept if nothing were to follow."

    def _weakest(self) -> str:
        weakest = self.found.security.weakest
        return "" if weakest is None else f"{self.way(weakest, 's')}{self._weighed(weakest)}"

    def helped(self, one: AssistedPlan) -> str:
        """What a help would be worth: whether the plan is then kept, and what it does for those whom it is about."""
        name, size, terms = one.assistance.names[0], one.assistance.size, self.found.terms
        amount = f"{size:g}" if self.numbers else "some"
        if one.assistance.kind == "exchange":
            about = tuple(dict.fromkeys(int(terms.owner[terms.step(each)]) for each in one.assistance.names))
            each = listed(f"“{self._step(each)}”" for each in one.assistance.names)
            what = f"With {each} exchanged in {counted(round(size), 'part')}, one a period"
        else:
            about = (terms.party(name),)
            who = self.party(about[0])
            what = f"With monitors who notice a hidden breach of {who} with a chance of {amount} per period"
            if one.assistance.kind == "guarantee":
                what = f"With a guarantee or deposit of {amount} points that {who} loses when its breach takes effect"
        kept = "each party would do its part" if one.tested.is_secure else "the plan would still not be kept"
        return f"{what}, {kept}{self._instead(one, about)}."

    def _instead(self, one: AssistedPlan, about: tuple[int, ...]) -> str:
        """The lowest ratios of some parties, with and without a help."""
        told = []
        for party in about:
            before, after = self.found.security.of(party), one.tested.of(party)
            if self.numbers and before is not None and after is not None:
                ratios = f"{ratio_words(after.ratio)} instead of {ratio_words(before.ratio)}"
                told.append(f"the lowest ratio of {self.party(party)} would be {ratios}")
        return f"; {listed(told)}" if told else ""

    def best_breach(self, party: int) -> str:
        """What a party would do best if it broke the plan, and what that would bring and cost it."""
        breach = self.found.security.of(party)
        if breach is None:
            return f"{self.party(party)} could gain nothing by a breach."
        return f"{self.party(party)} would do best to {self.way(breach)}{self._weighed(breach)}"

    def way(self, one: Breach, ending: str = "") -> str:
        """How the plan is broken; ending: of its verbs."""
        at, later = (f" in period {one.period}", "") if self.numbers else ("", " later")
        if one.open_period == one.period:
            return f"break{ending} the plan openly{at}"
        told = f"withhold{ending} its part in secret" + (f" from period {one.period} on" if self.numbers else "")
        if one.open_period is None:
            return told
        return f"{told} and break{ending} the plan openly" + (
            f" in period {one.open_period}" if self.numbers else later
        )

    def _weighed(self, one: Breach) -> str:
        """What a breach would bring and cost."""
        if not self.numbers:
            return "."
        if one.loss <= NOTHING:
            return f": that would bring it {one.gain:.1f} points and cost it nothing."
        times = f", {ratio_words(one.ratio)} times as much"
        return f": that would bring it {one.gain:.1f} points and cost it {one.loss:.1f}{times}."

    def schedule(self, one: Schedule) -> list[str]:
        """What a better order of the steps is worth, and who pays for it."""
        if one.shares is None or one.tested is None or one.after is None:
            if one.status == "none exists":
                times = "" if one.ratio == 1 else f" {one.ratio:g} times"
                return [
                    f"No order of these steps has every breach cost at least{times} what it brings and is worth to "
                    "each party at least no deal, or its floor where one is asked."
                ]
            return ["The search for one stopped at its limit."]
        told = []
        if one.objective == "security" and not self.is_safer(one) and not self.same_as_plan(one):
            told.append("No order is more secure than the plan; of those as secure this is worth most to all together.")
        told.append(self._secured(one) if self.numbers else "")
        if one.tested.is_secure and not self.found.security.is_secure:
            told.append("Each party would do its part in this order.")
        if not one.meets:
            told.append("With shares that can be read it does not quite keep what was asked.")
        if one.status == "gave up at a limit":
            told.append("The search stopped at its limit: there may be a better one.")
        if self.same_as_plan(one):
            best = "Within these periods no order is more secure than the plan as it stands."
            return [best if one.objective == "security" else "It is the plan as it stands.", *filter(None, told)]
        if self.numbers:
            pairs = zip(one.before, one.after, strict=True)
            each = [f"{self.party(n)} {after:.1f} (now {before:.1f})" for n, (before, after) in enumerate(pairs)]
            told.append(f"What the whole plan would be worth, in points against no deal: {listed(each)}.")
        if one.payers:
            them = "them" if len(one.payers) > 1 else "it"
            told.append(f"{self.parties(one.payers)} would pay for it: the plan as it is is worth more to {them}.")
        return [line for line in told if line]

    def _secured(self, one: Schedule) -> str:
        ratio = None if one.tested is None else one.tested.ratio
        if ratio is None:
            return ""
        if ratio < NONE_AT_ALL:
            return "Even so some breach would cost nothing."
        if ratio < 1:
            return f"Even so some breach would cost only {ratio_words(ratio)} times what it brings."
        return f"Every breach would cost at least {ratio_words(ratio)} times what it brings."

    def same_as_plan(self, one: Schedule) -> bool:
        """True where a schedule has the shares of the plan as it is, however many periods it might take."""
        if one.shares is None:
            return False
        pairs = zip(one.shares, plan_shares(self.found), strict=True)
        return all(share == plan for new, old in pairs for share, plan in zip_longest(new, old, fillvalue=Fraction(0)))

    def is_safer(self, one: Schedule) -> bool:
        """True where a schedule has a higher security ratio than the plan as it is."""
        now, then = self.found.security.ratio, None if one.tested is None else one.tested.ratio
        return now is not None and (then is None or then > now + SAFER)

    def tail(self) -> str:
        """The bound that no order of the steps can beat."""
        tail = self.found.security.tail
        if tail is None or tail.ratio is None:
            return ""
        who = self.party(tail.party)
        if not self.numbers:
            return f"Whatever the order, {who} is the weakest once all steps are in force."
        told = f"Whatever the order, once all steps are in force {who} would gain {tail.gain:.1f} points by breaking"
        if tail.loss <= NOTHING:
            return f"{told} the plan openly and lose nothing. No order of these steps changes that; other terms may."
        return (
            f"{told} the plan openly and lose {tail.loss:.1f}. So no order of these steps reaches a ratio above "
            f"{ratio_words(tail.ratio)}; beyond that only other terms help."
        )

    def sure(self, sure: PlanRobustness) -> list[str]:
        """In how many readings the plan holds, and with which numbers that turns."""
        if not sure.drivers and sure.counts[HOLDS] in (0, sure.draws):
            return ["No number of the plan is a range, so every reading of it is the same."]
        told = [f"The plan holds in {sure.counts[HOLDS]:,} of {sure.draws:,} readings of its numbers."]
        turning = [one for one in sure.drivers if one.changes][:DRIVERS]
        if turning:
            each = listed(f"{self.number(one.path)} ({one.changes:,} of {sure.redrawn:,})" for one in turning)
            told.append(f"It turns most often with {each}, each drawn anew by itself.")
        return told

    def number(self, path: str) -> str:
        """A number of the plan by its path in the case file, in words."""
        match path.split("."):
            case ["plan", "steps", step, "worth", party, kind]:
                often = "each period" if kind == "each" else "once"
                return f"what “{self._step(step)}” is worth to {self.names.party_called(party)} {often}"
            case ["plan", "steps", step, "at", period]:
                when = f" in period {period}" if self.numbers else ""
                return f"the share of “{self._step(step)}”{when}"
            case ["plan", "steps", step, _]:
                return f"the chance that “{self._step(step)}” is put back"
            case ["plan", "trigger", "willing", party]:
                return f"the chance that {self.names.party_called(party)} votes for a snapback"
            case ["plan", "parties", party, field, *_]:
                return f"the {TERMS[field]} of {self.names.party_called(party)}"
        return path

    def _step(self, name: str) -> str:
        return self.step(self.found.terms.step(name))


def plan_shares(found: Staging) -> tuple[tuple[Fraction, ...], ...]:
    """(step, period) the shares of the plan as it is, as they are read."""
    return tuple(tuple(Fraction(str(round(x, 6))) for x in row) for row in found.terms.share.tolist())


def ratio_words(ratio: float) -> str:
    """A ratio for reading."""
    return "more than 9.9" if ratio >= NEVER else f"{ratio:.2f}"


def percent(share: Fraction) -> str:
    """A share of a step: "all", or in percent."""
    return "all" if share == 1 else f"{float(100 * share):.3g} %"
