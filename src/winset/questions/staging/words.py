"""A plan of steps, in sentences: who would do its part, where it breaks, who pays for an order."""

from __future__ import annotations

from fractions import Fraction
from itertools import zip_longest
from math import ceil, floor

from winset.analyses.staging.guards import AssistedPlan
from winset.analyses.staging.readings import HOLDS, PlanRobustness
from winset.analyses.staging.schedule import Objective, Schedule
from winset.analyses.staging.security import NOTHING, Breach
from winset.analyses.staging.staging import Staging
from winset.analyses.staging.terms import SAME_SHARE
from winset.questions.question import ExitGains
from winset.report.names import Names, counted, listed, points

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
ROUNDING = 1e-6
"""Hundredths of a ratio that rounding may have added or taken."""
DRIVERS = 5
READ = (
    "In a breach a party withholds its part in secret from some period on, and may break the plan openly later. Once "
    "a breach takes effect nobody owes further steps, and the steps of others that can be put back are put back with "
    "their chance. The plan is kept where every breach costs at least what it brings, and the plan is worth no less "
    "than no deal to each party."
)
LIMITS = (
    "Steps are taken as worth the same whatever else happens. A hidden breach is noticed with the same chance whether "
    "little or much is withheld. An open breach is answered no later than a hidden one. The bound on all orders is of "
    "the open breach."
)
CLOSED = "The numbers of the plan are judgements and may not be shown at this level, nor what follows from them."
TERMS = {
    "discount": "discount",
    "detection": "detection",
    "lag": "lag of a hidden breach",
    "open_lag": "lag of an open breach",
    "exit_gain": "exit gain",
    "penalty": "penalty",
    "false_alarm": "false alarms against the steps in favour",
}


class StagingWords:
    """The sentences about one plan, in the names of its case. All numbers in them belong to the plan."""

    def __init__(self, staging: Staging, names: Names) -> None:
        self.staging, self.names = staging, names

    def party(self, party: int) -> str:
        """A party inside a sentence."""
        return self.names.party(party)

    def parties(self, which: tuple[int, ...]) -> str:
        return self.names.parties(which)

    def party_name(self, party: int) -> str:
        """A party by its name alone, at the head of a row or a lane."""
        return self.names.party_name(party)

    def step(self, step: int) -> str:
        """A step by its title, or by its name in the file."""
        case, name = self.names.case, self.staging.terms.steps[step]
        step_entry = case.plan.steps[name] if case.plan is not None else None
        return (step_entry.title if step_entry is not None else None) or name.replace("_", " ")

    def quoted(self, step: int) -> str:
        """A step inside a sentence."""
        return f"“{self.step(step)}”"

    @property
    def breakers(self) -> tuple[int, ...]:
        """The parties that some breach would pay, the one with the weakest link first."""
        return tuple(party for party in self.staging.by_weakest_link if self.breaks(party))

    def breaks(self, party: int) -> bool:
        """True where some breach of the party pays."""
        return any(not link.holds for link in self.staging.security.links if link.party == party)

    def way(self, breach: Breach) -> str:
        """How the plan is broken: "secret from period 3 on, open from period 4"."""
        if breach.open_period == breach.period:
            return f"open in period {breach.period}"
        secret = f"secret from period {breach.period} on"
        return secret if breach.open_period is None else f"{secret}, open from period {breach.open_period}"

    def costs(self, breach: Breach) -> str:
        """What a breach would cost beside what it would bring."""
        return f"would cost {_times(breach)}{'' if _is_free(breach) else ' what it brings'}"

    def largest_shares(self) -> list[str]:
        """How much of which steps may be taken in one period of a schedule."""
        terms, limits = self.staging.terms, dict[float, list[int]]()
        for step, limit in enumerate(terms.at_most.tolist()):
            if limit < 1 - SAME_SHARE:
                limits.setdefault(limit, []).append(step)
        return [
            f"At most {100 * limit:.3g} % of {listed((self.quoted(step) for step in steps), 'or')} in one period."
            for limit, steps in limits.items()
        ]

    def exit_gains(self, taken: ExitGains) -> str:
        """What was taken from another question: the largest gain of leaving of each party."""
        gains = {self.party(party): max(path) for party, path in taken.by_party.items()}
        most = [f"{party} at most {points(gain)} points" for party, gain in gains.items() if gain]
        most += [f"{party} nothing" for party, gain in gains.items() if not gain]
        period = self.staging.terms.period
        length = f"; a period of the plan ({period}) is taken as one there ({taken.period})"
        return (
            f"What a party gains by leaving is taken from {taken.words}: {listed(most)}"
            f"{length if taken.period != period else ''}."
        )

    def as_far_as(self) -> str:
        """The longest beginning of the plan that would be kept alone."""
        periods = self.staging.longest_secure_prefix
        if not periods:
            return "No beginning of the plan would be kept even if nothing were to follow."
        unit = self.staging.terms.period
        return f"Its first {counted(periods, 'period')} of {unit} would be kept if nothing were to follow."

    def helped(self, assisted_plan: AssistedPlan) -> str:
        """What a help would be worth: whether the plan is then kept, and what it does for those whom it is about."""
        name, size, terms = assisted_plan.assistance.names[0], assisted_plan.assistance.size, self.staging.terms
        if assisted_plan.assistance.kind == "exchange":
            about = tuple(
                dict.fromkeys(int(terms.owner[terms.step(step_name)]) for step_name in assisted_plan.assistance.names)
            )
            each = listed(self.quoted(terms.step(name)) for name in assisted_plan.assistance.names)
            what = f"With {each} exchanged in {counted(round(size), 'part')}, one a period"
        else:
            about = (terms.party(name),)
            who = self.party(about[0])
            what = f"With monitors who notice a hidden breach by {who} with a chance of {size:g} per period"
            if assisted_plan.assistance.kind == "guarantee":
                what = f"With a guarantee or deposit of {size:g} points that a breach costs {who}"
        kept = "the plan would be kept" if assisted_plan.tested.is_secure else "the plan would still not be kept"
        return f"{what}, {kept}{self._instead(assisted_plan, about)}."

    def _instead(self, assisted_plan: AssistedPlan, about: tuple[int, ...]) -> str:
        """What a breach of some parties would cost for each point that it brings, with and without a help."""
        changes = []
        for party in about:
            before, after = self.staging.security.of(party), assisted_plan.tested.of(party)
            if before is not None and after is not None:
                changes.append(f"a breach by {self.party(party)} {self.costs(after)} (now {_times(before)})")
        return f"; {listed(changes)}" if changes else ""

    def schedule(self, schedule: Schedule) -> list[str]:
        """What a better order of the steps is worth, and who pays for it."""
        if schedule.shares is None or schedule.tested is None or schedule.after is None:
            return [self._none(schedule)]
        sentences = []
        if schedule.objective == "security" and not self.is_safer(schedule) and not self.same_as_plan(schedule):
            sentences.append(
                "No order is more secure than the plan; of those as secure this is worth most to all together."
            )
        sentences.append(self._secured(schedule))
        if schedule.tested.is_secure and not self.staging.security.is_secure:
            sentences.append("In this order no breach would pay.")
        if not schedule.meets:
            sentences.append("With shares that can be read it does not quite keep what was asked.")
        if schedule.status == "gave up at a limit":
            sentences.append("The search stopped at its limit: there may be a better one.")
        if self.same_as_plan(schedule):
            best = "Within these periods no order is more secure than the plan as it stands."
            return [
                best if schedule.objective == "security" else "It is the plan as it stands.",
                *filter(None, sentences),
            ]
        pairs = zip(schedule.before, schedule.after, strict=True)
        worths = [f"{self.party(n)} {after:.1f} (now {before:.1f})" for n, (before, after) in enumerate(pairs)]
        sentences.append(f"What the whole plan would be worth, in points against no deal: {listed(worths)}.")
        if schedule.payers:
            who = self.parties(schedule.payers)
            sentences.append(f"It would be paid for by {who}, to whom the plan as it stands is worth more.")
        return [line for line in sentences if line]

    def _none(self, schedule: Schedule) -> str:
        if schedule.status != "none exists":
            return "The search for one stopped at its limit."
        times = "" if schedule.ratio == 1 else f" {schedule.ratio:g} times"
        kept = " that keeps the largest shares" if self.largest_shares() else ""
        return (
            f"In no order of these steps{kept} does every breach cost at least{times} what it brings while each party "
            "has at least no deal, or its floor."
        )

    def _secured(self, schedule: Schedule) -> str:
        ratio = None if schedule.tested is None else schedule.tested.ratio
        if ratio is None:
            return ""
        if ratio < NONE_AT_ALL:
            return "Even so some breach would cost nothing."
        if ratio < 1:
            return f"Even so some breach would cost only {ratio_words(ratio)} times what it brings."
        return f"Every breach would cost at least {ratio_down(ratio)} times what it brings."

    def same_as_plan(self, schedule: Schedule) -> bool:
        """True where a schedule has the shares of the plan as it is, however many periods it might take."""
        if schedule.shares is None:
            return False
        pairs = zip(schedule.shares, plan_shares(self.staging), strict=True)
        return all(share == plan for new, old in pairs for share, plan in zip_longest(new, old, fillvalue=Fraction(0)))

    def is_safer(self, schedule: Schedule) -> bool:
        """True where a schedule has a higher security ratio than the plan as it is."""
        now, then = self.staging.security.ratio, None if schedule.tested is None else schedule.tested.ratio
        return now is not None and (then is None or then > now + SAFER)

    def bound(self) -> str:
        """What no order of the steps can beat: the open breach at the end, or what the search for an order proved."""
        tail, best = self.staging.security.tail, self.staging.schedules.get("security")
        if tail is None or tail.ratio is None:
            return ""
        who = self.party(tail.party)
        if tail.loss <= NOTHING:
            return (
                f"Once all steps are in force an open breach by {who} would cost nothing. No order of these steps "
                "changes that; other terms may."
            )
        proven = best is not None and best.status != "gave up at a limit" and best.bound < tail.ratio - SAFER
        least = best.bound if best is not None and proven else tail.ratio
        if least >= NEVER:
            return ""
        why = "" if proven else f", for then an open breach by {who} would cost no more once all steps are in force"
        shares = "keeps the largest shares and " if self.largest_shares() else ""
        kept = f" that {shares}leaves each party at least no deal, or its floor," if proven else ""
        return (
            f"In no order{kept} does every breach cost more than {ratio_up(least)} times what it brings{why}. "
            "Beyond that only other terms help."
        )

    def sure(self, sure: PlanRobustness) -> list[str]:
        """In how many trials the plan holds, and with which numbers that turns."""
        if not sure.drivers and sure.counts[HOLDS] in (0, sure.draws):
            return ["No number of the plan is a range, so every trial of it is the same."]
        sentences = [f"The plan holds in {sure.counts[HOLDS]:,} of {sure.draws:,} trials of its numbers."]
        turning = [driver for driver in sure.drivers if driver.changes][:DRIVERS]
        if turning:
            sentences.append("Whether it holds turns most often with these, each drawn anew by itself:")
            sentences += [
                f"{self.number(plan_driver.path)}, in {plan_driver.changes:,} of {sure.redrawn:,} trials."
                for plan_driver in turning
            ]
        return sentences

    def number(self, path: str) -> str:
        """A number of the plan by its path in the case file, in words."""
        match path.split("."):
            case ["plan", "steps", step, "worth", party, kind]:
                often = "each period" if kind == "each" else "once"
                return f"what {self._step(step)} is worth to {self.names.party_called(party)} {often}"
            case ["plan", "steps", step, "at", period]:
                return f"the share of {self._step(step)} in period {period}"
            case ["plan", "steps", step, _]:
                return f"the chance that {self._step(step)} is put back"
            case ["plan", "trigger", "willing", party]:
                return f"the chance that {self.names.party_called(party)} votes for a snapback"
            case ["plan", "parties", party, field, *_]:
                return f"the {TERMS[field]} of {self.names.party_called(party)}"
        return path

    def _step(self, name: str) -> str:
        return self.quoted(self.staging.terms.step(name))


def _is_free(breach: Breach) -> bool:
    return breach.loss <= NOTHING or breach.ratio < NONE_AT_ALL


def _times(breach: Breach) -> str:
    return "nothing" if _is_free(breach) else f"{ratio_words(breach.ratio)} times"


def plan_shares(staging: Staging) -> tuple[tuple[Fraction, ...], ...]:
    """(step, period) the shares of the plan as it is, as they are read."""
    return tuple(tuple(Fraction(str(round(x, 6))) for x in row) for row in staging.terms.share.tolist())


def ratio_words(ratio: float) -> str:
    """A ratio for reading."""
    return "more than 9.9" if ratio >= NEVER else f"{ratio:.2f}"


def ratio_down(ratio: float) -> str:
    """A ratio for reading that every breach has at least."""
    return "9.9" if ratio >= NEVER else f"{floor(100 * ratio + ROUNDING) / 100:.2f}"


def ratio_up(ratio: float) -> str:
    """A ratio for reading that nothing exceeds."""
    return f"{ceil(100 * ratio - ROUNDING) / 100:.2f}"


def percent(share: Fraction) -> str:
    """A share of a step: "all", or in percent."""
    return "all" if share == 1 else f"{float(100 * share):.3g} %"
