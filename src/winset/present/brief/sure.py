"""How sure an answer is, as a brief tells it: shares of readings, what would change the answer, levers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from winset.analyses.robustness.acceptance import LikelyPackage, Pulled, Share
from winset.analyses.robustness.drivers import Driver
from winset.analyses.robustness.question import DEAL
from winset.analyses.robustness.robustness import Robustness
from winset.present.brief.footnotes import Footnotes
from winset.present.charts.readings import Bar, Dot
from winset.present.inputs import InputWords
from winset.present.levers import LeverWords
from winset.present.shares import in_readings
from winset.present.silence import silent_cells
from winset.present.visible import Visible
from winset.present.words import Words, counted, listed

NOT_A_PROBABILITY = (
    "A share of readings says how far the answer hangs on guessed numbers and on silence; it is not the probability of "
    "an event."
)
MOST_BARS = 14
MOST_PACKAGES = 7
MOST_ASKED = 3
MOST_FLIPS = 2
MOST_SILENT = 12
MOST_TOGETHER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverRow:
    """A lever with who holds it, on whom, the readings with a deal once it is pulled, and what leads then."""

    title: str
    held: str
    target: str
    deal: str
    change: str
    opens: str
    notes: tuple[int, ...]


class Sure:
    """What a brief says of the readings of a case.

    has_deal: whether there is one centrally; where there is none the brief tells elsewhere which movement opens one.
    """

    def __init__(self, found: Robustness, visible: Visible, footnotes: Footnotes, *, has_deal: bool) -> None:
        self.found, self.visible, self.footnotes, self.has_deal = found, visible, footnotes, has_deal
        self.answer = found.answer
        self.words = Words(visible.case, self.answer.case)
        self.inputs = InputWords(self.words, visible)
        self.pulled = LeverWords(self.answer, visible)
        self.levers = [self._lever(one) for one in self.pulled.single] if self.answer.feasible else []

    @property
    def sentences(self) -> list[str]:
        """In how many readings there is a deal, as the case stands and under each variant."""
        who = self.words.parties(self.answer.case.structure.bargaining)
        if not self.answer.feasible:
            return [f"No reading has a deal that {who} could all accept: rules and red lines exclude every package."]
        told = [f"There is a deal that {who} could all accept {in_readings(self.answer.deal)}."]
        if self.answer.most:
            share = in_readings(self.answer.most[0].accepted, drawn=False)
            several = len(self.answer.most)
            lead = "The package that the most readings accept is" if several == 1 else f"The {several} that lead are"
            told.append(f"{lead} acceptable {share}.")
        return told + self._variants()

    def _variants(self) -> list[str]:
        """The variants with the fewest and the most readings with a deal; the figure shows all."""
        ordered = sorted(self.found.variants.items(), key=lambda item: (item[1].number, item[0]))
        ends = ordered if len(ordered) < 2 else [ordered[0], ordered[-1]]
        each = [f"{in_readings(share, drawn=False)} under {self.inputs.variant(name)}" for name, share in ends]
        if len(ordered) > len(ends):
            return [f"By variant the share runs from {each[0].removeprefix('in ')} to {each[1].removeprefix('in ')}."]
        return [f"By variant, a deal {listed(each)}."] if each else []

    @property
    def would_change(self) -> list[str]:
        """What would change this answer: what to ask about, which numbers turn it, which refusals and levers."""
        told = []
        asked = [self.inputs.input(one.input) for one in _turning(self.found.asked_first)[:MOST_ASKED]]
        if asked:
            told.append(f"Ask first {listed(asked)}.")
        parties = self.answer.case.parties
        flips = [one for one in self.found.flips if self.visible.points(parties[one.number.party])][:MOST_FLIPS]
        if flips and self.has_deal:
            each = [
                f"{self.inputs.number(one.number)} at {float(one.at):g} (now {float(one.central):g})" for one in flips
            ]
            told.append(f"With all else at its central value, it turns with {listed(each, 'or')}.")
        lines = [one for one in _turning(self.found.otherwise) if one.input.kind == "red_line"]
        if lines:
            effect = lines[0].effects[DEAL].holds or self.answer.deal
            told.append(
                f"Were it not that {self.inputs.red_line(lines[0].input.names)}, there would be a deal "
                f"{in_readings(effect, drawn=False)}."
            )
        if self.levers and self.pulled.single[0].opened.number:
            one = self.pulled.single[0]
            told.append(
                f"Of the levers, {self.pulled.title(one)} would open most: a deal {in_readings(one.deal, drawn=False)}."
            )
        return told or ["Nothing that is judged, left open or refused changes it alone."]

    @property
    def most(self) -> list[tuple[str, str]]:
        """The first of the packages that the most readings accept, as issues with options."""
        return self.words.package(self.answer.most[0].options) if self.answer.most else []

    @property
    def dots(self) -> list[tuple[str, list[Dot]]]:
        """The shares of the figure: of a deal as the case stands, under each variant, with each lever; of packages."""
        if not self.answer.feasible:
            return []
        stands = [Dot(label="as the case stands", share=self.answer.deal)]
        variants = [
            Dot(label=f"under the variant {self.inputs.variant(name)}", share=share)
            for name, share in self.found.variants.items()
        ]
        levers = [Dot(label=f"with {self.pulled.title(one)}", share=one.deal) for one in self.pulled.single]
        first = self.answer.most[0] if self.answer.most else None
        packages = [self._package(one, first) for one in self._packages] if first is not None else []
        return [("A deal", [*stands, *variants, *levers]), ("A package that all it needs accept", packages)]

    @property
    def _packages(self) -> list[LikelyPackage]:
        others = [one for one in self.answer.trade_off if one not in self.answer.most]
        return [*self.answer.most[:2], *others][:MOST_PACKAGES]

    def _package(self, one: LikelyPackage, first: LikelyPackage | None) -> Dot:
        if first is None or one is first:
            return Dot(label="the package below", share=one.accepted)
        pairs = zip(self.words.package(one.options), self.words.package(first.options), strict=True)
        differs = "; ".join(f"{issue}: {option}" for (issue, option), before in pairs if (issue, option) != before)
        return Dot(label=f"the same, but {differs}", share=one.accepted)

    @property
    def bars(self) -> list[Bar]:
        """What turns the answer, the most first."""
        kinds = {"silence": "silent", "red_line": "switched", "variant": "switched"}
        told = _turning((*self.found.drawn, *self.found.otherwise))
        told.sort(key=lambda one: -one.effects[DEAL].turns.number)
        return [
            Bar(
                label=self._what(one),
                kind=kinds.get(one.input.kind, "judged"),
                won=effect.opened,
                lost=Share(number=effect.turns.number - effect.opened.number, draws=effect.turns.draws),
            )
            for one in told[:MOST_BARS]
            for effect in [one.effects[DEAL]]
        ]

    def _what(self, one: Driver) -> str:
        if one.input.kind == "red_line":
            return f"were it not that {self.inputs.red_line(one.input.names)}"
        if one.input.kind == "variant":
            return f"under the variant {self.inputs.variant(one.input.names[0])}"
        return self.inputs.input(one.input)

    @property
    def silence(self) -> list[str]:
        """How the answer moves when each silent cell is resolved each way."""
        cells = [one for one in silent_cells(self.found) if one.moves]
        told = [f"{self.inputs.cell(*cell.names)}: {self.inputs.resolved(cell)}" for cell in cells[:MOST_SILENT]]
        rest = len(cells) - len(told)
        return [*told, *([f"{counted(rest, 'other silent cell')} in `winset robust --json`"] if rest else [])]

    @property
    def before(self) -> str:
        """The readings with a deal among those that were drawn for what the answer hangs on."""
        return in_readings(self.found.drivers[0].effects[DEAL].before, drawn=False) if self.found.drivers else ""

    @property
    def together(self) -> list[str]:
        """The combinations of levers that open the most."""
        return [f"{self.pulled.title(one)}: {self.pulled.effect(one)}" for one in self.pulled.together[:MOST_TOGETHER]]

    def _lever(self, one: Pulled) -> LeverRow:
        change = one.opened.number - one.closed.number
        return LeverRow(
            title=self.pulled.title(one),
            held=self.pulled.holders(one),
            target=self.pulled.target(one),
            deal=in_readings(one.deal, drawn=False),
            change=f"{100 * change / one.deal.draws:+.1f}" if change else "none",
            opens=self.pulled.opens(one) or "the same",
            notes=self.footnotes.of(self.visible.case.levers[self.pulled.names(one)[0]]),
        )

    @property
    def not_a_probability(self) -> str:
        return NOT_A_PROBABILITY

    @property
    def drawn(self) -> str:
        """How many draws, and their seed."""
        return f"{self.answer.draws:,} readings, seed {self.answer.seed}"


def _turning(drivers: Sequence[Driver]) -> list[Driver]:
    return [one for one in drivers if one.effects[DEAL].turns.number]
