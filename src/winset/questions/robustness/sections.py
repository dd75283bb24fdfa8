"""The answer over many readings, as the sections of a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from winset.analyses.robustness.acceptance import LeverOutcome, LikelyPackage, PackageAcceptance
from winset.questions.question import Beside, Saying
from winset.questions.robustness.brief import brief_sections
from winset.questions.robustness.hangs import hanging_sections
from winset.questions.robustness.levers import BEST_TOGETHER, JUDGED, MOST_TOGETHER, LeverWords, differing, owned_levers
from winset.questions.robustness.solve import RobustAnswer
from winset.report.blocks import (
    LEFT_OUT,
    Align,
    Answer,
    Block,
    Bullets,
    Grid,
    Guarded,
    Hint,
    NoteSentence,
    Section,
    Sentence,
)
from winset.report.claims import quote_of
from winset.report.constraints import ConstraintWords
from winset.report.counts import NOT_A_PROBABILITY, in_readings
from winset.report.disclosure import from_those_shown
from winset.report.names import counted, listed, variant_title
from winset.report.sources import BLANK

LEAD = "How sure is that? The question asked of many readings of the case."
NAMES = 46
"""Characters for the titles of issues and variants."""
MOST_CONFLICTS = 6
"""Sets of demands that cannot all hold, as they are listed; beyond, the rest is in the JSON alone."""
MOST_TIES = 3
"""Packages that the most readings accept, each shown whole; beyond, the rest is in the JSON alone."""
MOST_TRADE_OFF = 8
"""Other packages, accepted less often but worth more, as they are listed; beyond, the rest is in the JSON alone."""


def lead(answer: RobustAnswer, saying: Saying) -> tuple[Sentence, ...]:
    """What is asked, in a line."""
    return (Sentence(text=LEAD, tone="lead"),)


def sections(answer: RobustAnswer, saying: Saying) -> list[Section]:
    """Whether there is a deal, which package most readings accept, who blocks, what it hangs on, levers, and the
    variants.
    """
    return [one for one in _Sections(answer, saying).all() if one.blocks]


class _Sections:
    def __init__(self, answer: RobustAnswer, saying: Saying) -> None:
        self.answer, self.saying, self.owners = answer, saying, saying.owners
        self.robustness, self.found = answer.robustness, answer.robustness.answer
        self.names = saying.names(answer.request.table)
        self.constraints = ConstraintWords(self.names)
        self.bargaining = self.found.case.structure.bargaining

    def all(self) -> Iterator[Section]:
        yield Section(key="answer", title="Answer", blocks=tuple(self._answer()), depth="answer")
        if self.found.case.is_blank:
            return
        if self.found.most:
            yield Section(key="most", title="Accepted in the most readings", blocks=tuple(self._most()))
        yield from self.saying.beside.get("stability", Beside()).sections("holds_by_definition")
        yield Section(key="named", title="The packages that you named", blocks=tuple(self._named()))
        if self.found.blocked:
            yield Section(key="blockers", title="Who blocks where there is no deal", blocks=tuple(self._blockers()))
        yield from hanging_sections(self.robustness, self.names, self.owners)
        if self.found.levers and self.found.feasible:
            levers = from_those_shown(owned_levers(self.found, self.owners), self._levers)
            yield Section(key="levers", title="Levers: what pressure would change", blocks=(levers,))
        if self.robustness.variants:
            title = "Under each variant, with the same draws"
            yield Section(key="variants", title=title, blocks=(self._variants(),))
        reach = self.answer.request.reach
        if reach is not None:
            lines = from_those_shown(owned_levers(self.found, self.owners), self._reached)
            yield Section(key="reach", title=f"A deal in {reach} of 100 readings", blocks=(lines,))
        yield from brief_sections(self.answer, self.saying)

    def _answer(self) -> Iterator[Block]:
        for sentence in self._sentences():
            yield Answer(text=sentence)
        if not self.found.case.is_blank:
            yield NoteSentence(text=NOT_A_PROBABILITY)

    def _sentences(self) -> Iterator[str]:
        found, who = self.found, self.names.parties(self.bargaining)
        if found.case.is_blank:
            yield from BLANK
            return
        if not found.feasible:
            yield (
                f"There is no deal that {who} could all accept, whatever the numbers are: rules and red lines exclude "
                "every package."
            )
            return
        yield f"There is a deal that {who} could all accept {in_readings(found.deal)}."
        if found.most:
            several = len(found.most)
            most = f"{counted(several, 'package')} are acceptable more often than all others"
            most = most if several > 1 else "One package is acceptable more often than any other"
            yield f"{most}, {in_readings(found.most[0].accepted, drawn=False)}."
        blocking = [
            f"{self.names.party(party)} {in_readings(share, drawn=False)}"
            for party, share in enumerate(found.pivotal)
            if share.number
        ]
        if blocking:
            yield f"By giving way alone a deal could be opened by {listed(blocking)}."

    def _most(self) -> Iterator[Any]:
        found = self.found
        for package in found.most[:MOST_TIES]:
            yield Sentence(text=f"Acceptable to all {in_readings(package.accepted)}:")
            yield Grid(rows=tuple(self.names.package(package.options)), most=NAMES)
            yield self._mean_gains(package)
        rest = len(found.most) - MOST_TIES
        if rest > 0:
            yield Hint(text=f"{rest} more {'is' if rest == 1 else 'are'} accepted as often; `--json` lists all.")
        others = [one for one in found.trade_off if one not in found.most]
        if not others:
            return
        number = f"{counted(len(others), 'other package')} {'is' if len(others) == 1 else 'are'}"
        before = f"{number} accepted less often, but worth more on average to somebody. What differs from the first"
        gains = Guarded(self.owners.any_values, f"{before}, and the mean gain of each party in points:", f"{before}:")
        yield Sentence(text=gains)
        shown = others[:MOST_TRADE_OFF]
        parties = [(self.owners.values(name), n) for n, name in enumerate(self._bargaining_names())]
        yield from_those_shown(parties, lambda places: self._differences(found.most[0], shown, places))
        if len(others) > MOST_TRADE_OFF:
            yield Hint(text=f"{len(others) - MOST_TRADE_OFF} more in `--json`.")

    def _bargaining_names(self) -> list[str]:
        return [self.found.case.parties[party] for party in self.bargaining]

    def _mean_gains(self, package: LikelyPackage) -> Any:
        """What the package is worth to the parties whose numbers may be shown."""
        gains = [
            (self.owners.values(name), f"{self.names.party(party)} {gain:+.1f}")
            for party, name, gain in zip(self.bargaining, self._bargaining_names(), package.gains, strict=True)
            if gain is not None
        ]
        return from_those_shown(
            gains,
            lambda shown: (
                Sentence(text=f"Mean gain over all readings, in points: {listed(shown)}.") if shown else LEFT_OUT
            ),
        )

    def _differences(self, first: LikelyPackage, others: Sequence[LikelyPackage], places: Sequence[int]) -> Grid:
        """Packages by what differs from the first. places: of the bargaining parties whose mean gains stand beside."""
        rows = tuple(
            (
                f"{100 * one.accepted.share:.1f}",
                "; ".join(differing(self.names, one.options, first.options)),
                *("–" if (gain := one.gains[place]) is None else f"{gain:+.1f}" for place in places),
            )
            for one in others
        )
        parties = [self.names.party(self.bargaining[place]) for place in places]
        right: list[Align] = ["right"] * len(parties)
        head = ("of 100 readings", "what differs", *parties)
        return Grid(head=head, rows=rows, align=("right", "left", *right))

    def _named(self) -> Iterator[Block]:
        for one in self.found.named:
            yield Sentence(text=f"Acceptable to all that it needs {in_readings(one.accepted)}.")
            yield Grid(rows=tuple(self.names.package(one.options)), most=NAMES)
            yield Bullets(items=tuple(self._why(one)))

    def _why(self, one: PackageAcceptance) -> Iterator[str]:
        if not one.satisfies_rules:
            yield "It breaks a rule of the case, so no reading accepts it."
        if not one.leaves_status_quo:
            yield "It moves nothing: the status quo as a whole is no deal, whatever it is worth."
        for item in one.crossed:
            yield f"In every reading it crosses {self.constraints.constraint(item)}."
        for party, share in one.parties.items():
            worth = "no walk-away can be derived"
            if share is not None:
                worth = f"worth no less than having no deal {in_readings(share)}"
            yield f"{self.names.party(party)}: {worth}."
        for name, share in one.bodies.items():
            yield f"{name}, which must ratify: given what it asks {in_readings(share)}."

    def _blockers(self) -> Iterator[Block]:
        found = self.found
        yield Sentence(text=f"{found.blocked:,} of {found.draws:,} readings have no deal.")
        pivotal = tuple(
            f"{self.names.party(party)} could open one alone {in_readings(one)}."
            for party, one in enumerate(found.pivotal)
            if one.number
        )
        yield Bullets(items=pivotal)
        number = counted(len(found.conflicts), "conflict")
        at_least = "" if found.all_conflicts else " at least"
        yield Sentence(text=f"What cannot all hold together ({number}{at_least}, the most frequent first):")
        yield Bullets(
            items=tuple(
                f"{in_readings(share, drawn=False)}: "
                + "; ".join(self.constraints.constraint(found.constraints[n]) for n in sorted(items))
                for items, share in found.conflicts[:MOST_CONFLICTS]
            )
        )

    def _levers(self, shown: list[LeverOutcome]) -> tuple[Any, ...]:
        """Each lever, with who holds it and the words behind it; then the combinations that open the most."""
        levers = LeverWords(self.found, self.names, shown)
        blocks: list[Any] = [NoteSentence(text=JUDGED)]
        for one in levers.single:
            held = f"held by {levers.holders(one)}, on {levers.target(one)}"
            blocks.append(Bullets(items=(f"{levers.title(one)} — {held}: {levers.effect(one)}",)))
            claims = self.owners.case.claims_of(levers.levers(one)[0])
            blocks += [quote_of(claim, self.saying.session.checked, self.owners) for claim in claims]
        together = levers.together
        if together:
            blocks.append(Sentence(text=BEST_TOGETHER))
            items = tuple(f"{levers.title(one)}: {levers.effect(one)}" for one in together[:MOST_TOGETHER])
            blocks.append(Bullets(items=items))
        if len(together) > MOST_TOGETHER:
            blocks.append(Hint(text=f"{len(together) - MOST_TOGETHER} more combinations in `--json`."))
        if levers.hidden:
            hidden = counted(levers.hidden, "lever or combination", "levers and combinations")
            blocks.append(Sentence(text=f"{hidden} may not be shown."))
        return tuple(blocks)

    def _reached(self, shown: list[LeverOutcome]) -> Bullets:
        return Bullets(items=tuple(LeverWords(self.found, self.names, shown).reached(self.answer.request.reach or 0)))

    def _variants(self) -> Grid:
        rows = [("as the case stands", self.found.deal)]
        rows += [(variant_title(self.names.case, name), one) for name, one in self.robustness.variants.items()]
        return Grid(rows=tuple((name, f"a deal {in_readings(share)}") for name, share in rows), most=NAMES)
