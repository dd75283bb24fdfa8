"""Would the plan be agreed, and would it be kept? The verdict with its margin and what it rests on, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import floor

from winset.analyses.staging.agreement import Consent
from winset.analyses.staging.readings import HOLDS
from winset.analyses.staging.remedies import Critical
from winset.analyses.staging.security import NOTHING
from winset.compiled import CompiledRedLine
from winset.questions.staging.mending import MendingWords
from winset.questions.staging.solve import StagingAnswer, UnderVariant
from winset.questions.staging.words import StagingWords, ratio_down
from winset.readings.shares import Share
from winset.report.counts import in_trials
from winset.report.names import counted, listed, owned_by, variant_title

WIDE = 1.0
"""Above this margin, as a part of what a breach brings, nobody asks by how much a plan holds."""
MOST_LINES = 4
"""Red lines that a brief names as crossed; beyond, it says how many more there are."""
SLIPS = ("snapback", "detection")
"""Terms of which it is told first how far they may slip."""


class VerdictWords:
    """The first block about a plan. values: whether what the package is worth may be said."""

    def __init__(self, answer: StagingAnswer, words: StagingWords, *, values: bool = True) -> None:
        self.answer, self.words, self.values = answer, words, values
        self.staging, self.names, self.agreed = answer.staging, words.names, answer.agreed
        self.mending = MendingWords(words)

    # verdict

    def verdict(self) -> str:
        """Whether the plan would be kept, and whether it would be agreed."""
        why, guess = self.why_not(), "On our best guesses the" if self.answer.ranges else "The"
        if fault := self._fault():
            sentence = f"{guess} plan would not be {fault}."
            signed = f"Nor would it be agreed, because {why}." if why else self._signed()
            return f"{sentence} {signed}".rstrip()
        if why:
            return f"{guess} plan would be kept if it were agreed. It would not be agreed, because {why}."
        return (
            f"{guess} plan would be kept: no breach that it leaves open to a party would pay. {self._signed()}".rstrip()
        )

    def in_brief(self) -> str:
        """The same to a reader who has not seen the plan: what it is, and the red lines that it crosses by name."""
        guess = "On our best guesses it" if self.answer.ranges else "It"
        steps, fits = counted(len(self.staging.terms.steps), "step"), self.answer.shown_packages
        apart = fits and all(fit.fit != "wholly" for fit in fits)
        plan = (
            f"The plan looked at, of {steps}, is none of the options above."
            if apart
            else f"A plan of {steps} was looked at."
        )
        fault, why = self._fault(), self._why_not_by_name()
        if not fault and why:
            return f"{plan} {guess} would be kept if agreed, but not agreed: {why}."
        kept = f"{guess} would not be {fault}." if fault else f"{guess} would be kept."
        agreed = f"Nor would it be agreed: {why}." if why else self._signed()
        return " ".join(filter(None, (plan, kept, agreed)))

    def _why_not_by_name(self) -> str:
        """Why the package of the plan would not be agreed, the red lines named; empty where nothing is in the way."""
        consent = self.agreed.consent
        if consent is None:
            return ""
        lines = [self._line_in_short(line) for line in consent.crossed[:MOST_LINES]]
        lines += [f"{len(consent.crossed) - MOST_LINES} more"] if len(consent.crossed) > MOST_LINES else []
        reasons = [f"crosses red lines ({'; '.join(lines)})"] if lines else []
        if consent.rules:
            reasons.append(f"breaks {counted(len(consent.rules), 'rule')}")
        if consent.below and self.values:
            reasons.append(f"is worth less than no deal to {self.names.parties(consent.below)}")
        return f"it {listed(reasons)}" if reasons else ""

    def _line_in_short(self, line: CompiledRedLine) -> str:
        basis = ", as we infer" if line.basis == "inferred" else ""
        return f"{self.names.party(line.owner)}: {self.names.quoted(line.issue, line.option)}{basis}"

    def _fault(self) -> str:
        """Why the plan would not be carried out, if it were agreed; empty where it would be."""
        if self.words.breakers:
            return f"kept by {self.words.parties(self.words.breakers)}: a breach would pay"
        if unwilling := self.staging.security.unwilling:
            return f"begun: the whole of it is worth less than no deal to {self.words.parties(unwilling)}"
        return ""

    @property
    def _judged(self) -> bool:
        """True where it may be said whether the package would be agreed: a red line is enough for a no."""
        return self.values or bool(self.agreed.consent and self.agreed.consent.crossed)

    def _signed(self) -> str:
        if self.agreed.consent is None or not self._judged:
            return ""
        return (
            "The package that it carries out would be agreed: it crosses no red line of those whose consent it needs, "
            "and none of them is better off without a deal."
        )

    def why_not(self) -> str:
        """Why the package of the plan would not be agreed, in short; empty where nothing is in the way."""
        consent = self.agreed.consent
        if consent is None:
            return ""
        reasons = []
        if consent.crossed:
            times = Counter(line.owner for line in consent.crossed)
            first, *others = (f"{_how_many(count)} of {self.names.party(owner)}" for owner, count in times.items())
            reasons.append(f"crosses {listed([first.replace('one of', 'a red line of', 1), *others])}")
        if consent.rules:
            reasons.append(f"breaks {counted(len(consent.rules), 'rule')}")
        if consent.below and self.values:
            reasons.append(f"is worth less than no deal to {self.names.parties(consent.below)}")
        return f"the package that it carries out {listed(reasons)}" if reasons else ""

    def crossings(self) -> list[str]:
        """Every red line that the package crosses, whose it is and what it rests on."""
        return [] if self.agreed.consent is None else [self._crossing(line) for line in self.agreed.consent.crossed]

    def _crossing(self, line: CompiledRedLine) -> str:
        still = "" if self._steps_of(line) else ", and no step changes that"
        return f"{self._obstacle(line)} stands in the way{still}."

    def _obstacle(self, line: CompiledRedLine) -> str:
        """A red line with what it rests on: "Russia’s refusal of a deal in which … (stated)"."""
        basis = f" ({line.basis})" if line.basis else ""
        return f"{self._refusal(line)} of {self.names.red_line(line)}{basis}"

    def _refusal(self, line: CompiledRedLine) -> str:
        return f"{owned_by(self.names.party(line.owner))} refusal"

    def _steps_of(self, line: CompiledRedLine) -> list[int]:
        """The steps that carry out what a red line refuses."""
        plan = self.names.compiled.plan
        steps = plan.steps if plan is not None else ()
        return [place for place, step in enumerate(steps) if (line.issue, line.option) in step.carries_out]

    # what it rests on

    def rests_on(self) -> str:
        """On what it rests whether the package would be agreed, and whether that is the same under every variant."""
        consent = self.agreed.consent
        if consent is None or not self._judged:
            return ""
        if self._both_guessed:
            return self._under_variants() if self.answer.variants else ""
        signed = f"That it would not be agreed {_basis_of(consent)}"
        if self._turned or not self.answer.variants:
            return " ".join(filter(None, (f"{signed}.", self._turned and self._under_variants())))
        return f"{signed}; it is the same under each variant of the case."

    def _under_variants(self) -> str:
        if self._turned:
            return f"Under {self._turned} the verdict is another."
        return "Under each variant of the case the verdict is the same."

    @property
    def _turned(self) -> str:
        """The variants under which the verdict is another, as a list; empty where it is under none."""
        variants = (
            variant_title(self.names.case, change.name) for change in self.answer.changes if self._turns(change)
        )
        return listed(variants, "or")

    @property
    def _both_guessed(self) -> bool:
        """True where nothing but guesses says whether the package would be agreed."""
        consent = self.agreed.consent
        return consent is not None and self.values and not consent.crossed and not consent.rules

    def _on_guesses(self) -> str:
        """That whether the plan is kept rests on guesses: how many are ranges, and in how many trials it holds then."""
        sentence = f"That it would {'not ' if self.words.breakers else ''}be kept rests on guessed numbers"
        if self._both_guessed:
            sentence = "Both rest on guessed numbers, of the plan and of the package"
        if not self.answer.ranges:
            return f"{sentence}; no number of the plan is a range"
        if self.answer.readings is None:
            return sentence
        trials = in_trials(Share(number=self.answer.readings.counts[HOLDS], draws=self.answer.readings.draws))
        return f"{sentence}: it would be kept {trials}"

    def margin(self) -> list[str]:
        """By how much the plan holds or fails, for whom, and how far a term may slip before that turns."""
        guesses = self._on_guesses()
        if self.words.breakers:
            return [f"{guesses}.", *map(self._best_breach, self.words.breakers), self.words.as_far_as()]
        weakest = self.staging.security.weakest
        if weakest is None:
            return [f"{guesses}. Nobody has a step of its own on which a breach would save anything."]
        who, over = self.words.party(weakest.party), weakest.ratio - 1
        if over >= WIDE:
            least = ratio_down(weakest.ratio)
            return [
                f"{guesses}. Every breach would cost at least {least} times what it brings; the nearest is by {who}."
            ]
        slips = self._slips(weakest.party)
        by = f"by {floor(100 * over + NOTHING)} %" if over >= 0.01 else "by less than 1 %"
        return [
            f"{guesses}. For {who} it holds only {by}{f': {slips}' if slips else ''}.",
            f"The weakest link is a breach by {who}, {self.words.way(weakest)}: it {self.words.costs(weakest)}.",
        ]

    def _best_breach(self, party: int) -> str:
        breach = self.staging.security.best_of(party)
        if breach is None:
            return ""
        return f"The best breach by {self.words.party(party)}, {self.words.way(breach)}, {self.words.costs(breach)}."

    def _slips(self, party: int) -> str:
        """Below which value of a term a breach by the party begins to pay."""
        terms = next((remedy.criticals for remedy in self.staging.remedies if remedy.party == party), {})
        critical = next((term for name, term in terms.items() if name in SLIPS and self._tells(term)), None)
        if critical is None or critical.value is None:
            return ""
        what = "snapback" if critical.term == "snapback" else "the chance that it is noticed in a period"
        return f"a breach pays once {what} falls below {floor(100 * critical.value + NOTHING)} in 100"

    def _tells(self, critical: Critical) -> bool:
        return critical.status == "found" and critical.value is not None and critical.value < critical.now

    def loose_ends(self) -> list[str]:
        """Who has no reason to begin, and who has nothing to lose."""
        security, sentences = self.staging.security, []
        if security.unwilling and self.words.breakers:
            who = self.words.parties(security.unwilling)
            sentences.append(f"The whole plan is worth less than no deal to {who}, so there is no reason to begin it.")
        if security.nothing_at_stake:
            who = listed((self.words.party(party) for party in security.nothing_at_stake), "or")
            sentences.append(
                f"A breach by {who} would cost nothing at any time: nothing of worth to the breaker is to come, or "
                "could be put back."
            )
        sentences += [
            f"From period {date} on a breach by {self.words.party(party)} would cost nothing."
            for party, date in enumerate(security.free_from)
            if date
        ]
        sentences += [
            f"In period {date} {self.words.party(party)} would be better off if the plan ended, though a breach would "
            "save it nothing of its own."
            for party, date in enumerate(security.burdened_from)
            if date is not None
        ]
        return sentences

    # variants

    def variants(self) -> Iterator[str]:
        """What is in the way under each variant under which that is another, each in a sentence."""
        here = self.agreed.consent
        for under_variant in self.answer.changes if here is not None and self._judged else ():
            title, there = variant_title(self.names.case, under_variant.name), under_variant.agreed.consent
            if there is None or here is None:
                continue
            for line in there.crossed:
                if line.key not in [crossed.key for crossed in here.crossed]:
                    yield f"Under {title}, {self._obstacle(line)} stands in the way too."
            for line in here.crossed:
                if line.key not in [crossed.key for crossed in there.crossed]:
                    yield f"Under {title}, {self._obstacle(line)} is not in the way."
            if self.values and there.below != here.below:
                whom = self.names.parties(there.below) or "nobody"
                yield f"Under {title}, the package is worth less than no deal to {whom}."
            if there.is_given and self.values:
                yield f"Under {title}, the package would be agreed."
            if under_variant.kept != self.staging.security.holds:
                yield f"Under {title}, the plan would {'' if under_variant.kept else 'not '}be kept."

    def _turns(self, under_variant: UnderVariant) -> bool:
        given = under_variant.agreed.consent is not None and under_variant.agreed.consent.is_given
        return given != (self.agreed.consent is not None and self.agreed.consent.is_given) or (
            under_variant.kept != self.staging.security.holds
        )

    # what to do

    def to_do(self) -> Iterator[str]:
        """What would make the plan one that is agreed and kept, the nearest first."""
        for line in self.agreed.consent.crossed if self.agreed.consent is not None else ():
            yield self._about(line)
        for worth in self.agreed.worth if self.values else ():
            if worth.differs_in_sign:
                who = self.words.party(worth.party)
                yield f"Look again at what {who} has of it: plan and package say the opposite of each other."
        for party in self.words.breakers:
            yield self._mended(party)
        if not self.answer.ranges:
            yield "Give the plan’s numbers as ranges, first the chance that a step is put back."
        turning = [driver for driver in self.answer.readings.drivers if driver.changes] if self.answer.readings else []
        if turning:
            what = self.words.number(turning[0].path)
            yield f"Find out {what}: the plan hangs on that most."
        yield from self._order()

    def _about(self, line: CompiledRedLine) -> str:
        ask = f"ask whether {self._refusal(line)} there stands"
        steps = self._steps_of(line)
        if not steps:
            return f"Add a step on {self.names.topic(line.issue)}, or {ask}."
        return f"Replace {listed(map(self.words.quoted, steps))}, or {ask}."

    def _mended(self, party: int) -> str:
        """The single terms that would mend the plan for a party, or that none does."""
        who = self.words.party(party)
        remedies = next(remedy for remedy in self.staging.remedies if remedy.party == party)
        ways = [way for critical in remedies.criticals.values() if (way := self.mending.enough(critical))]
        if not ways:
            return f"Find another step to hold {who}: no change of a single term would do."
        return f"To hold {who}, it is enough to {'; or to '.join(ways[:2])}."

    def _order(self) -> Iterator[str]:
        best = self.staging.schedules.get("security")
        now = self.staging.security.ratio
        if best is None or best.tested is None or best.tested.ratio is None or now is None:
            return
        then = ratio_down(best.tested.ratio)
        if self.words.is_safer(best) and not self.words.same_as_plan(best) and then != ratio_down(now):
            yield f"Take the steps in a safer order: every breach would cost {then} times what it brings or more."


def _basis_of(consent: Consent) -> str:
    """On what it rests that a package would not be agreed."""
    if any(line.basis == "stated" for line in consent.crossed):
        return "follows from stated red lines"
    return "rests on an inference" if consent.crossed else "follows from the rules of the case"


def _how_many(lines: int) -> str:
    return "one" if lines == 1 else f"{lines} red lines"
