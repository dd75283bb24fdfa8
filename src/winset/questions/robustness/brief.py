"""How sure an answer is, in the sections that only a brief picks: shares, what would change it, levers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from winset.analyses.robustness.acceptance import LeverOutcome, LikelyPackage
from winset.analyses.robustness.drivers import Driver
from winset.analyses.robustness.flips import Flip
from winset.analyses.robustness.readings_question import DEAL
from winset.questions.question import Saying
from winset.questions.robustness.charts import Bar, BarKind, Dot, DotGroup, dots_figure, tornado_figure
from winset.questions.robustness.hangs import asked_first, owned_flips, red_lines, silence_read, turning, with_error
from winset.questions.robustness.inputs import InputWords
from winset.questions.robustness.levers import BEST_TOGETHER, JUDGED, MOST_TOGETHER, LeverWords, differing, owned_levers
from winset.questions.robustness.silence import silent_cells
from winset.questions.robustness.solve import RobustAnswer
from winset.readings.shares import Share
from winset.report.blocks import LEFT_OUT, Block, Bullets, Grid, Guarded, NoteSentence, Section, Sentence
from winset.report.claims import ClaimReferences
from winset.report.counts import in_readings
from winset.report.disclosure import from_those_shown
from winset.report.names import counted, listed
from winset.report.ownership import NOBODY, Owner

NOT_A_PROBABILITY = (
    "A share of readings says how far the answer hangs on guessed numbers and on silence; it is not the probability of "
    "an event."
)
HANGS = "In how many of 100 readings a deal is lost and won when this alone changes:"
MOST_BARS = 14
"""Bars of the tornado in a brief; beyond, inputs that turn the answer more seldom are left out."""
MOST_PACKAGES = 7
"""Packages in the chart of shares in a brief; beyond, the rest is in the JSON alone."""
MOST_FLIPS = 2
"""Numbers that turn the central answer, named under what would change it; beyond, the rest is in the JSON alone."""
MOST_SILENT = 12
"""Silent cells whose weight a brief tells; beyond, it says how many more there are."""
OwnedDots = tuple[str, list[tuple[Owner, Dot]]]
"""A heading, and under it shares with their owners."""
KINDS: dict[str, BarKind] = {"silence": "silent", "red_line": "switched", "variant": "switched"}


def brief_sections(answer: RobustAnswer, saying: Saying) -> Iterator[Section]:
    """On the first page in how many readings there is a deal, and what would change that; in the annex the rest."""
    brief = _Brief(answer, saying)
    sure = "How sure is that?"
    for key, title, blocks in (
        ("brief_sure", sure, brief.sure()),
        ("brief_shares", sure, brief.shares()),
        ("brief_hangs", "What it hangs on", brief.hangs()),
        ("brief_silence", "The weight of silence", brief.silence()),
        ("brief_levers", "Levers: what pressure would change", brief.levers()),
        ("brief_drawn", "", brief.drawn()),
    ):
        yield Section(key=key, title=title, blocks=tuple(blocks), depth="brief")


class _Brief:
    def __init__(self, answer: RobustAnswer, saying: Saying) -> None:
        self.answer, self.saying, self.owners = answer, saying, saying.owners
        self.robustness, self.found = answer.robustness, answer.robustness.answer
        self.names = saying.names(answer.request.table)
        self.inputs = InputWords(self.names)
        self.pulled = owned_levers(self.found, self.owners) if self.found.feasible else []

    def sure(self) -> Iterator[Block]:
        yield Sentence(text=" ".join(self._sentences()))
        owned: list[tuple[Owner, Flip | LeverOutcome]] = [*owned_flips(self.robustness, self.owners), *self.pulled]
        yield Sentence(name="What would change this answer", text=from_those_shown(owned, self._would_change))
        yield NoteSentence(text=NOT_A_PROBABILITY)

    def _sentences(self) -> Iterator[str]:
        """In how many readings there is a deal, as the case stands and under each variant."""
        found, who = self.found, self.names.parties(self.found.case.structure.bargaining)
        if not found.feasible:
            yield f"No reading has a deal that {who} could all accept: rules and red lines exclude every package."
            return
        yield f"There is a deal that {who} could all accept {in_readings(found.deal)}."
        if found.most:
            several = len(found.most)
            lead = "The package that the most readings accept is" if several == 1 else f"The {several} that lead are"
            yield f"{lead} acceptable {in_readings(found.most[0].accepted, drawn=False)}."
        yield from self._variants()

    def _variants(self) -> Iterator[str]:
        """The variants with the fewest and the most readings with a deal; the figure shows all."""
        ordered = sorted(self.robustness.variants.items(), key=lambda item: (item[1].number, item[0]))
        ends = ordered if len(ordered) < 2 else [ordered[0], ordered[-1]]
        each = [f"{in_readings(share, drawn=False)} under {self.inputs.variant(name)}" for name, share in ends]
        if len(ordered) > len(ends):
            yield f"By variant the share runs from {each[0].removeprefix('in ')} to {each[1].removeprefix('in ')}."
        elif each:
            yield f"By variant, a deal {listed(each)}."

    def _would_change(self, shown: list[Flip | LeverOutcome]) -> str:
        """What to ask about, which numbers turn the answer, which refusals and levers. shown: numbers and levers that
        may be.
        """
        flips = [one for one in shown if isinstance(one, Flip)][:MOST_FLIPS]
        levers = LeverWords(self.found, self.names, [one for one in shown if isinstance(one, LeverOutcome)])
        sentences = []
        if asked := asked_first(self.robustness, self.inputs):
            sentences.append(f"Ask first {listed(asked)}.")
        if flips and self.answer.holds_centrally:
            each = [
                f"{self.inputs.number(one.number)} at {float(one.at):g} (now {float(one.central):g})" for one in flips
            ]
            sentences.append(f"With all else at its central value, it turns with {listed(each, 'or')}.")
        if lines := red_lines(self.robustness):
            holds = lines[0].effects[DEAL].holds or self.found.deal
            sentences.append(
                f"Were it not that {self.inputs.red_line(lines[0].input.names)}, there would be a deal "
                f"{in_readings(holds, drawn=False)}."
            )
        best = next(iter(levers.single), None)
        if best is not None and best.opened.number:
            deal = in_readings(best.deal, drawn=False)
            sentences.append(f"Of the levers, {levers.title(best)} would open most: a deal {deal}.")
        return " ".join(sentences) or "Nothing that is judged, left open or refused changes it alone."

    def shares(self) -> Iterator[Block]:
        """The shares of a deal and of packages, and the package that leads."""
        if groups := self._dots():
            dots = tuple(
                DotGroup(heading=heading, dots=tuple(Guarded(owner, dot) for owner, dot in row))
                for heading, row in groups
            )
            yield replace(dots_figure(dots), words=tuple(self._dots_in_words(groups)))
        if self.found.most:
            options = "; ".join(differing(self.names, self.found.most[0].options, None))
            yield Sentence(text=f"The package that the most readings accept: {options}.")

    def _dots_in_words(self, groups: list[OwnedDots]) -> Iterator[Block]:
        for heading, dots in groups:
            if dots:
                yield Sentence(text=f"{heading}, of 100 readings:")
                yield Bullets(items=tuple(Guarded(of, f"{one.label}: {with_error(one.share)}") for of, one in dots))

    def _dots(self) -> list[OwnedDots]:
        """Of a deal as the case stands, under each variant, with each lever; of packages."""
        found = self.found
        if not found.feasible:
            return []
        deals = [(NOBODY, Dot(label="as the case stands", share=found.deal))]
        deals += [
            (NOBODY, Dot(label=f"under the variant {self.inputs.variant(name)}", share=share))
            for name, share in self.robustness.variants.items()
        ]
        levers = LeverWords(found, self.names, [one for _, one in self.pulled])
        deals += [
            (owner, Dot(label=f"with {levers.title(one)}", share=one.deal))
            for owner, one in self.pulled
            if len(one.levers) == 1
        ]
        others = [one for one in found.trade_off if one not in found.most]
        packages = [(NOBODY, self._package(one)) for one in (*found.most[:2], *others)] if found.most else []
        return [("A deal", deals), ("A package that all it needs accept", packages[:MOST_PACKAGES])]

    def _package(self, one: LikelyPackage) -> Dot:
        first = self.found.most[0]
        if one is first:
            return Dot(label="the package below", share=one.accepted)
        differs = "; ".join(differing(self.names, one.options, first.options))
        return Dot(label=f"the same, but {differs}", share=one.accepted)

    def hangs(self) -> Iterator[Block]:
        """What turns the answer."""
        if bars := self._bars():
            items = tuple(
                f"{one.label}: lost {100 * one.lost.share:.1f}, won {100 * one.won.share:.1f}" for one in bars
            )
            yield replace(tornado_figure(bars), words=(Sentence(text=HANGS), Bullets(items=items)))

    def _bars(self) -> tuple[Bar, ...]:
        """What turns the answer, the most first."""
        drivers = turning((*self.robustness.drawn_inputs, *self.robustness.alternatives))
        drivers.sort(key=lambda one: -one.effects[DEAL].changes.number)
        return tuple(map(self._bar, drivers[:MOST_BARS]))

    def _bar(self, one: Driver) -> Bar:
        effect = one.effects[DEAL]
        return Bar(
            label=self._what(one),
            kind=KINDS.get(one.input.kind, "judged"),
            won=effect.opened,
            lost=Share(number=effect.changes.number - effect.opened.number, draws=effect.changes.draws),
        )

    def _what(self, one: Driver) -> str:
        if one.input.kind == "red_line":
            return f"were it not that {self.inputs.red_line(one.input.names)}"
        if one.input.kind == "variant":
            return f"under the variant {self.inputs.variant(one.input.names[0])}"
        return self.inputs.input(one.input)

    def silence(self) -> Iterator[Block]:
        """How the answer moves when each silent cell is resolved each way."""
        cells = [one for one in silent_cells(self.robustness) if one.moves]
        lines = [f"{self.inputs.cell(*cell.names)}: {self.inputs.resolved(cell)}" for cell in cells[:MOST_SILENT]]
        rest = len(cells) - len(lines)
        lines += [f"and {counted(rest, 'other silent cell')}"] if rest else []
        if lines:
            yield Sentence(text=silence_read(self.robustness))
            yield Bullets(items=tuple(lines))

    def levers(self) -> Iterator[Any]:
        yield from_those_shown(self.pulled, self._levers)

    def _levers(self, shown: list[LeverOutcome]) -> Any:
        levers = LeverWords(self.found, self.names, shown)
        references = ClaimReferences(self.saying.session.checked, self.owners)
        rows = tuple(
            (
                levers.title(one) + references.of(levers.levers(one)[0]),
                levers.holders(one),
                levers.target(one),
                in_readings(one.deal, drawn=False),
                f"{100 * change / one.deal.draws:+.1f}"
                if (change := one.opened.number - one.closed.number)
                else "none",
                levers.opens(one) or "the same",
            )
            for one in levers.single
        )
        if not rows:
            return LEFT_OUT
        head = ("Lever", "held by", "on", "a deal, once pulled", "of 100 more", "what leads then differs in")
        together = tuple(f"{levers.title(one)}: {levers.effect(one)}" for one in levers.together[:MOST_TOGETHER])
        more = (Sentence(text=BEST_TOGETHER), Bullets(items=together)) if together else ()
        return (Grid(head=head, rows=rows), NoteSentence(text=JUDGED), *more)

    def drawn(self) -> Iterator[Block]:
        """How many draws, and their seed."""
        yield NoteSentence(text=f"{self.found.draws:,} readings, seed {self.found.seed}")
