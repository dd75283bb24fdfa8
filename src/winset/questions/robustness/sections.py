"""The answer over many trials, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import Any

from winset.analyses.robustness.acceptance import LeverOutcome, LikelyPackage, PackageAcceptance
from winset.analyses.robustness.exclusion import Exclusion, exclusion
from winset.questions.question import Beside, Saying
from winset.questions.robustness.brief import brief_sections
from winset.questions.robustness.hangs import MOST_QUESTIONS, HangsWords, exactly, is_other, turning
from winset.questions.robustness.levers import BEST_TOGETHER, JUDGED, MOST_TOGETHER, LeverWords, differing, owned_levers
from winset.questions.robustness.solve import RobustAnswer
from winset.report.blocks import (
    LEFT_OUT,
    Align,
    Answer,
    Block,
    Bullets,
    Command,
    Depth,
    Grid,
    Guarded,
    Hint,
    NoteSentence,
    Section,
    Sentence,
    in_detail,
)
from winset.report.claims import BLANK, quote_of
from winset.report.constraints import ConstraintWords
from winset.report.counts import NO_PROBABILITY, counted_of, in_trials, of_trials, trials_counted
from winset.report.disclosure import from_those_shown
from winset.report.names import counted, listed, variant_title
from winset.report.pieces import capitalised

LEAD = "How sure is that? The question asked of many trials, each with other numbers."
NAMES, TITLES, CHANGES = 46, 66, 76
"""Characters for the titles of issues, of variants, and of what changes the share."""
MOST_CONFLICTS = 6
"""Sets of demands that cannot all hold, as they are listed; beyond, the rest is in the JSON alone."""
MOST_TIES = 3
"""Packages that the most trials accept, each shown whole; beyond, the rest is in the JSON alone."""
MOST_TRADE_OFF = 8
"""Other packages, accepted less often but worth more, as they are listed; beyond, the rest is in the JSON alone."""
NEVER = "never"
MOSTLY = 0.5
"""Share of the trials without a deal in which a party alone must be able to open one to be named in the answer."""
MOST_VARIANTS = 4
"""Other readings of the text in the full report's list, those that change most; beyond, they stand by their counts."""
SCREEN_VARIANTS, SCREEN_LEVERS = 3, 2
"""Other readings of the text and levers that a screen shows; beyond, the full report has them."""
A_TRIAL = (
    "A trial fixes every number within the range that is judged for it, and what is neither judged nor said by chance."
)
PRESSURE = "Trials with a deal if the pressure is applied"
MOST_LEVERS = 3
"""Levers that a screen shows; beyond, the full report has them."""


def lead(answer: RobustAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What is asked, in a line."""
    return (Sentence(text=LEAD, tone="lead"),)


def sections(answer: RobustAnswer, saying: Saying) -> list[Section]:
    """In how many trials there is a deal and what would turn that, what to ask first, which package most trials accept,
    what pressure would change, and other ways to read the text; in full who blocks and all that it hangs on.
    """
    return [section for section in _Sections(answer, saying).all() if section.blocks]


class _Sections:
    def __init__(self, answer: RobustAnswer, saying: Saying) -> None:
        self.answer, self.saying, self.owners = answer, saying, saying.owners
        self.robustness, self.acceptance = answer.robustness, answer.robustness.answer
        self.names = saying.names(answer.request.table)
        self.constraints = ConstraintWords(self.names)
        self.bargaining = self.acceptance.case.structure.bargaining
        self.hangs = HangsWords(answer, self.names, self.owners)

    def all(self) -> Iterator[Section]:
        yield Section(key="answer", title="Answer", blocks=tuple(self._answer()), depth="answer")
        if self.acceptance.case.is_blank:
            return
        yield Section(key="ask", title="Ask first", blocks=tuple(self._questions()))
        yield from self.hangs.detail()
        if self.acceptance.most:
            looked = "" if self.acceptance.leads else ", of the packages looked at"
            yield Section(key="most", title=f"Accepted in the most trials{looked}", blocks=tuple(self._most()))
        for section in self.saying.beside.get("stability", Beside()).sections("holds_by_definition"):
            yield replace(section, depth="detail")
        yield Section(key="named", title="The packages that you named", blocks=tuple(self._named()))
        if self.acceptance.blocked:
            blocks = tuple(self._blockers())
            yield Section(key="blockers", title="Who blocks where there is no deal", blocks=blocks, depth="detail")
        if not self.saying.showing.full:
            yield Section(key="changes", title="What would change the share", blocks=tuple(self._changes()))
        elif self.acceptance.levers and self.acceptance.feasible:
            levers = from_those_shown(owned_levers(self.acceptance, self.owners), self._levers)
            yield Section(key="levers", title=PRESSURE, blocks=(levers,))
        if self.robustness.variants and self.saying.showing.full:
            yield Section(key="variants", title="If the text is read differently", blocks=tuple(self._variants()))
        for sweep in self.robustness.sweeps:
            yield Section(key="sweep", title="As one number moves", blocks=tuple(self.hangs.sweep(sweep)))
        reach = self.answer.request.reach
        if reach is not None:
            lines = from_those_shown(owned_levers(self.acceptance, self.owners), self._reached)
            yield Section(key="reach", title=f"A deal in {reach} of 100 trials", blocks=(lines,))
        yield Section(key="next", title="Look next", blocks=tuple(self._next()))
        yield from brief_sections(self.answer, self.saying)

    def _answer(self) -> Iterator[Block]:
        for sentence in self._sentences():
            yield Answer(text=sentence)
        if not self.acceptance.case.is_blank and self.acceptance.feasible:
            yield exactly(self.acceptance.deal)
            if undecided := self.acceptance.deal.undecided:
                yield NoteSentence(text=_undecided(undecided, self.acceptance.draws))
            yield from self.hangs.turning_numbers()
            if self.answer.fewer:
                yield NoteSentence(text=self.answer.fewer)
            yield NoteSentence(text=NO_PROBABILITY)
            yield NoteSentence(text=A_TRIAL, depth="detail")

    def _sentences(self) -> Iterator[str]:
        answer = self.acceptance
        if answer.case.is_blank:
            yield from BLANK
            return
        if not answer.feasible:
            yield "Red lines and rules exclude every package, so no trial has a deal."
            if why := exclusion(answer.case):
                yield from self._exclusion(why)
            return
        blocked, pivotal = self.acceptance.blocked, self.acceptance.pivotal
        least = MOSTLY * answer.none.at_most
        enough = [party for party, share in enumerate(pivotal) if blocked and share.number >= least]
        if enough:
            alone = listed((f"by {self.names.party(party)} alone" for party in enough), "or")
            always = all(pivotal[party].number == answer.none.at_most for party in enough)
            yield f"{'Wherever' if always else 'Mostly where'} there is none, movement {alone} would be enough."

    def _exclusion(self, why: Exclusion) -> Iterator[str]:
        """Whose red lines alone, if they were given up, would leave a package."""
        if why.owners:
            owners = ", or ".join(f"of {self.names.party(party)}" for party in why.owners)
            yield f"Without the red lines {owners}, some package would be left."
        else:
            yield "No party could change that alone by giving up its red lines."

    def _questions(self) -> Iterator[Any]:
        """What to ask first; how the text is to be read stands by itself."""
        asked = [driver for driver in turning(self.robustness.worth_asking) if driver.input.kind != "variant"]
        if asked:
            yield from_those_shown(self.hangs.owned(asked), lambda shown: self.hangs.questions(shown[:MOST_QUESTIONS]))

    def _most(self) -> Iterator[Any]:
        answer = self.acceptance
        quo = answer.case.structure.status_quo_package
        for number, package in enumerate(answer.most[:MOST_TIES]):
            depth: Depth = "detail" if number else "main"
            every = self.names.package(package.options)
            same = () if quo is None else set(self.names.package(quo))
            moved = tuple(row for row in every if row not in same)
            stays = "; everything else stays as it is" if len(moved) < len(every) else ""
            yield Sentence(text=f"{self._accepted(number, package)}{stays}:", depth=depth)
            yield Grid(rows=moved, most=NAMES, depth=depth)
            yield exactly(package.accepted)
            yield self._mean_gains(package)
        if not answer.every_package:
            yield NoteSentence(text=self._beyond_those())
        looked = "" if answer.all_ties else " of those looked at"
        more = len(answer.most) - MOST_TIES
        if more > 0:
            yield Hint(
                text=f"{more:,} more{looked} {'is' if more == 1 else 'are'} accepted as often; `--json` lists all.",
                depth="detail",
            )
        leading = {likely_package.options for likely_package in answer.most}
        others = [likely_package for likely_package in answer.trade_off if likely_package.options not in leading]
        if not others:
            return
        looked = "" if answer.every_package else " of those looked at"
        several = f"{counted(len(others), 'other package')}{looked} {'is' if len(others) == 1 else 'are'}"
        yield Sentence(text=f"{several} accepted less often, but worth more on average to somebody.", depth="detail")
        differs = "What differs from the first"
        gains = Guarded(self.owners.any_values, f"{differs}, and the mean gain of each party in points:", f"{differs}:")
        yield Sentence(text=gains, depth="detail")
        shown = others[:MOST_TRADE_OFF]
        parties = [(self.owners.values(name), n) for n, name in enumerate(self._bargaining_names())]
        yield from_those_shown(parties, lambda places: self._differences(answer.most[0], shown, places))
        if len(others) > MOST_TRADE_OFF:
            yield Hint(text=f"{len(others) - MOST_TRADE_OFF} more in `--json`.", depth="detail")

    def _beyond_those(self) -> str:
        """What is known of the packages that were not looked at."""
        answer = self.acceptance
        if answer.leads:
            others = "no other is accepted as often" if answer.all_ties else "others may be accepted as often"
            return f"Not every package was looked at, but it is proven that none is accepted in more trials; {others}."
        if answer.at_most is None or answer.at_most == answer.deal.at_most:
            return (
                f"None of the {answer.feasible:,} packages that were looked at is accepted in more trials; whether "
                "another would be was not proven."
            )
        return (
            "Not every package was looked at: another may be accepted in more trials, though in no more than "
            f"{answer.at_most:,} of {answer.draws:,}."
        )

    def _accepted(self, number: int, package: LikelyPackage) -> str:
        """In how many trials a package that leads is acceptable. number: of how many of them it is named before."""
        most = self.acceptance.most
        if len(most) > 1 and not number:
            least = "" if self.acceptance.all_ties else "At least "
            return f"{least}{counted(len(most), 'package')} are acceptable {in_trials(package.accepted)}, such as this"
        return f"Acceptable to all that it needs {in_trials(package.accepted)}"

    def _bargaining_names(self) -> list[str]:
        return [self.acceptance.case.parties[party] for party in self.bargaining]

    def _mean_gains(self, package: LikelyPackage) -> Any:
        """What the package is worth to the parties whose numbers may be shown."""
        gains = [
            (self.owners.values(name), f"{self.names.party(party)} {gain:+.1f}")
            for party, name, gain in zip(self.bargaining, self._bargaining_names(), package.gains, strict=True)
            if gain is not None
        ]

        def said(shown: list[str]) -> Any:
            if not shown:
                return LEFT_OUT
            return Sentence(text=f"Mean gain over all trials, in points: {listed(shown)}.", depth="detail")

        return from_those_shown(gains, said)

    def _differences(self, first: LikelyPackage, others: Sequence[LikelyPackage], places: Sequence[int]) -> Grid:
        """Packages by what differs from the first. places: of the bargaining parties whose mean gains stand beside."""
        rows = tuple(
            (
                f"{100 * likely_package.accepted.share:.1f}",
                "; ".join(differing(self.names, likely_package.options, first.options)),
                *("–" if (gain := likely_package.gains[place]) is None else f"{gain:+.1f}" for place in places),
            )
            for likely_package in others
        )
        parties = [self.names.party_name(self.bargaining[place]) for place in places]
        right: list[Align] = ["right"] * len(parties)
        head = ("of 100 trials", "what differs", *parties)
        return Grid(head=head, rows=rows, align=("right", "left", *right), depth="detail")

    def _named(self) -> Iterator[Block]:
        for package_acceptance in self.acceptance.named:
            yield Sentence(text=f"Acceptable to all that it needs {in_trials(package_acceptance.accepted)}.")
            yield Grid(rows=tuple(self.names.package(package_acceptance.options)), most=NAMES)
            yield Bullets(items=tuple(self._why(package_acceptance)))

    def _why(self, package_acceptance: PackageAcceptance) -> Iterator[str]:
        if not package_acceptance.satisfies_rules:
            yield "It breaks a rule of the case, so no trial accepts it."
        if not package_acceptance.leaves_status_quo:
            yield "It moves nothing: the status quo as a whole is no deal, whatever it is worth."
        for item in package_acceptance.crossed:
            yield f"In every trial it goes against {self.constraints.constraint(item)}."
        for party, share in package_acceptance.parties.items():
            worth = "no walk-away can be derived"
            if share is not None:
                worth = f"worth no less than having no deal {in_trials(share)}"
            yield f"{self.names.party(party)}: {worth}."
        for name, share in package_acceptance.bodies.items():
            yield f"{name}, which must ratify: given what it asks {in_trials(share)}."

    def _blockers(self) -> Iterator[Block]:
        answer = self.acceptance
        yield Sentence(text=f"{capitalised(counted_of(answer.none))} have no deal.")
        pivotal = tuple(
            f"Movement by {self.names.party(party)} alone would be enough in {trials_counted(share)}."
            for party, share in enumerate(answer.pivotal)
            if share.at_most
        )
        yield Bullets(items=pivotal)
        if not answer.conflicts:
            return  # rules alone leave nothing
        number = counted(len(answer.conflicts), "conflict")
        at_least = "" if answer.all_conflicts else " at least"
        yield Sentence(text=f"What cannot all hold together ({number}{at_least}, the most frequent first):")
        yield Bullets(
            items=tuple(
                f"{counted_of(share).removesuffix(' trials')}: "
                + "; ".join(self.constraints.constraint(answer.constraints[n]) for n in sorted(items))
                for items, share in answer.conflicts[:MOST_CONFLICTS]
            )
        )

    def _levers(self, shown: list[LeverOutcome]) -> tuple[Any, ...]:
        """The levers that bring a deal in the most trials; in full all, combined too, with the words behind them."""
        levers = LeverWords(self.acceptance, self.names, shown)
        single, together = levers.single, levers.together
        if not single:
            return self._hidden(levers)
        rows = [
            (
                levers.title(lever_outcome),
                levers.holders(lever_outcome),
                levers.target(lever_outcome),
                of_trials(lever_outcome.deal),
            )
            for lever_outcome in single
        ]
        head = ("pressure", "by", "on", "with a deal")
        blocks: list[Any] = [Grid(head=head, rows=tuple(rows[:MOST_LEVERS])), NoteSentence(text=JUDGED)]
        for lever_outcome in single:
            blocks.append(
                Bullets(items=(f"{levers.title(lever_outcome)}: {levers.effect(lever_outcome)}.",), depth="detail")
            )
            claims = self.owners.case.claims_of(levers.levers(lever_outcome)[0])
            blocks += [in_detail(quote_of(claim, self.saying.session.checked, self.owners)) for claim in claims]
        if together:
            blocks.append(Sentence(text=BEST_TOGETHER, depth="detail"))
            items = tuple(
                f"{levers.title(lever_outcome)}: {levers.effect(lever_outcome)}."
                for lever_outcome in together[:MOST_TOGETHER]
            )
            blocks.append(Bullets(items=items, depth="detail"))
        if len(together) > MOST_TOGETHER:
            blocks.append(Hint(text=f"{len(together) - MOST_TOGETHER} more combinations in `--json`.", depth="detail"))
        return (*blocks, *self._hidden(levers))

    def _changes(self) -> Iterator[Any]:
        """In short for a screen: the levers that bring a deal in the most trials, and how else the text may be read."""
        levers = owned_levers(self.acceptance, self.owners) if self.acceptance.feasible else []
        variants = [
            (f"the text says {title}", then if why is None else f"{then}, by red lines")
            for title, then, why in self._variant_rows(list(self._ordered_variants()))[:SCREEN_VARIANTS]
        ]

        def made(shown: list[LeverOutcome]) -> Any:
            words = LeverWords(self.acceptance, self.names, shown)
            rows = [
                (f"pressure: {words.title(lever_outcome)}", of_trials(lever_outcome.deal))
                for lever_outcome in words.single[:SCREEN_LEVERS]
            ]
            if not rows and not variants:
                return LEFT_OUT
            return Grid(head=("if", "trials with a deal"), rows=(*rows, *variants), most=CHANGES)

        if levers or variants:
            yield from_those_shown(levers, made)

    def _hidden(self, levers: LeverWords) -> tuple[Sentence, ...]:
        if not levers.hidden:
            return ()
        hidden = counted(levers.hidden, "lever or combination", "levers and combinations")
        return (Sentence(text=f"{hidden} may not be shown."),)

    def _reached(self, shown: list[LeverOutcome]) -> Bullets:
        return Bullets(
            items=tuple(LeverWords(self.acceptance, self.names, shown).reached(self.answer.request.reach or 0))
        )

    def _ordered_variants(self) -> Iterator[tuple[str, Any]]:
        """The same trials under each variant, those first that change most."""
        stands = self.acceptance.deal
        yield from sorted(self.robustness.variants.items(), key=lambda item: -abs(item[1].share - stands.share))

    def _variant_rows(self, ordered: Sequence[tuple[str, Any]]) -> list[tuple[str, str, Exclusion | None]]:
        """Those that change the share: what the text is taken to say, the trials then, and the red lines that decide
        it where some do.
        """
        return [
            (variant_title(self.names.case, name), of_trials(share) if why is None else NEVER, why)
            for name, share in ordered
            if (why := self.robustness.excludes("variant", name)) is not None or is_other(share, self.acceptance.deal)
        ]

    def _variants(self) -> Iterator[Block]:
        """Every variant; never where red lines decide it."""
        ordered = list(self._ordered_variants())
        rows = self._variant_rows(ordered)
        head = ("the text is taken to say", "trials with a deal")
        shown = tuple((name, then) for name, then, _ in rows[:MOST_VARIANTS])
        if shown:
            yield Grid(head=head, rows=shown, most=TITLES)
        whys = [why for _, _, why in rows[:MOST_VARIANTS] if why is not None]
        for text in dict.fromkeys(map(self.hangs.inputs.never, whys)):
            yield Sentence(text=f"{text[:1].upper()}{text[1:]}.")
        if not rows:
            yield Sentence(text="No other reading of the text changes the share by much.")
        exact = tuple((variant_title(self.names.case, name), trials_counted(share)) for name, share in ordered)
        yield Grid(head=("counted", ""), rows=exact, most=TITLES, depth="detail")

    def _next(self) -> Iterator[Block]:
        """Commands that go on from here."""
        checked, table = self.saying.session.checked, self.answer.request.table
        path = Path(checked.path)
        case = quote(str(path.parent if path.name == "case.yaml" else path))
        more = [f"--variant {name}" for name in checked.variants] + ([f"--table {table}"] if table else [])
        yield Command(text=" ".join(("winset deal", case, *more)))
        if not self.saying.showing.full:
            yield Command(text=" ".join(("winset robust", case, *more, "--full")))


def _undecided(number: int, draws: int) -> str:
    """Of the trials that a limit left open."""
    return (
        f"In {number:,} of {draws:,} trials the search reached its limit before it was known whether there is a deal; "
        "what hangs on them is told as between two bounds."
    )
