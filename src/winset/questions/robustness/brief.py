"""How sure an answer is, in the sections that only a brief picks: what to ask, what to watch, shares of trials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from winset.analyses.robustness.acceptance import LeverOutcome
from winset.analyses.robustness.drivers import Driver, Input
from winset.analyses.robustness.flips import Flip
from winset.analyses.robustness.most_accepted import trials_vary
from winset.analyses.robustness.readings_question import DEAL
from winset.model.moved import span_at
from winset.questions.question import Saying
from winset.questions.robustness.charts import Bar, BarKind, Dot, DotGroup, dots_figure, tornado_figure
from winset.questions.robustness.hangs import owned_flips, turning, with_error
from winset.questions.robustness.inputs import InputWords
from winset.questions.robustness.levers import LeverWords, owned_levers
from winset.questions.robustness.solve import RobustAnswer
from winset.readings.shares import Share
from winset.report.blocks import LEFT_OUT, Block, Bullets, Guarded, NoteSentence, Section, Sentence
from winset.report.counts import counted_of, in_trials, of_100
from winset.report.disclosure import from_those_shown
from winset.report.first_questions import FirstQuestions
from winset.report.names import judged_by, listed
from winset.report.ownership import NOBODY, Owner
from winset.report.pieces import capitalised, for_analyst

ALL_ALIKE = (
    "No judged number has a range, and nothing else is drawn, so that all trials are the same: they do not say how "
    "sure the answer is."
)
HANGS = "In how many of 100 trials a deal is lost and won when this alone changes:"
NOT_A_PROBABILITY = (
    "A trial draws every judged number from its range, and fills what the sources leave out. A share of trials says "
    "how far the answer hangs on guesses; it is not the probability of an event."
)
MOST_ASKED = 3
"""Inputs that are asked about; beyond, the dossier has them."""
MOST_BARS = 10
"""Bars of the tornado in a brief; beyond, inputs that turn the answer more seldom are left out."""
MOST_DOTS = 8
"""Variants and levers in the chart of shares in a brief, those that change most; beyond, the rest is in the dossier."""
MOST_NUMBERS = 2
"""Numbers near where they turn the central answer that are named among what to watch; beyond, the dossier has them."""
OwnedDot = tuple[Owner, Dot]
KINDS: dict[str, BarKind] = {"silence": "silent", "red_line": "switched", "variant": "switched"}


def brief_sections(answer: RobustAnswer, saying: Saying) -> Iterator[Section]:
    """What to ask first and what to watch; in the annex, in how many trials there is a deal and what moves that."""
    brief = _Brief(answer, saying)
    for key, title, blocks in (
        ("brief_ask", "What to find out first", brief.ask()),
        ("brief_indicators", "What would change our mind", brief.indicators()),
        ("brief_trials", "How sure is that?", brief.trials()),
    ):
        yield Section(key=key, title=title, blocks=tuple(blocks), depth="brief")


class _Brief:
    def __init__(self, answer: RobustAnswer, saying: Saying) -> None:
        self.answer, self.saying, self.owners = answer, saying, saying.owners
        self.robustness, self.acceptance = answer.robustness, answer.robustness.answer
        self.names = saying.names(answer.request.table)
        self.inputs, self.questions = InputWords(self.names), FirstQuestions(self.names)
        self.pulled = owned_levers(self.acceptance, self.owners) if self.acceptance.feasible else []

    def ask(self) -> Iterator[Block]:
        """A question for each of the strongest inputs on which the answer hangs; how a text is to be read comes last,
        for nobody at the table can be asked that.
        """
        inputs = [driver.input for driver in turning(self.robustness.worth_asking)]
        inputs.sort(key=lambda asked_input: asked_input.kind == "variant")
        if inputs:
            yield Bullets(items=tuple(map(self._question, inputs[:MOST_ASKED])))

    def _question(self, asked_input: Input) -> Any:
        """What to ask about an input; of a judged number with its owner, for it tells what that number does."""
        case, ask = self.names.compiled, self.questions
        match asked_input.kind, asked_input.names:
            case "silence", (issue, party):
                return ask.silent(*self._place(party, issue))
            case "red_line", (party, issue, option):
                who, what = self._place(party, issue)
                return ask.refused(who, what, case.options[what].index(option))
            case "variant", (name,):
                return ask.understood(self.inputs.variant(name))
            case "walk_away", (party,):
                return Guarded(self.owners.values(party), ask.no_deal(case.parties.index(party)))
            case "salience", (issue, party):
                return Guarded(self.owners.values(party), ask.weight(*self._place(party, issue)))
            case "scores", (issue, party):
                return Guarded(self.owners.values(party), ask.order(*self._place(party, issue)))
            case "link", names:
                stream = ".".join(("judgements", "links", *names))
                link = next(link for link in case.links if link.stream == stream)
                parts = [self.names.topic(issue) for issue, _ in link.when]
                owner = self.owners.values(case.parties[link.party])
                return Guarded(owner, ask.together(link.party, " and ".join(parts)))
            case _, names:
                return Guarded(self.owners.all_values, ask.ratified(" ".join(names)))

    def _place(self, party: str, issue: str) -> tuple[int, int]:
        case = self.names.compiled
        return case.parties.index(party), case.issues.index(issue)

    def indicators(self) -> Iterator[Block]:
        """Numbers near where they turn, pressure that would open a deal, and other understandings of the text."""
        items = [*self._near(), *self._pressure(), *self._understandings()]
        if items:
            yield Bullets(items=tuple(items))

    def _near(self) -> Iterator[Any]:
        """Signs that a number lies where the central answer turns, within the range that is judged for it; what lies
        nearest to that comes first.
        """
        owned = [(of, text) for of, flip in owned_flips(self.robustness, self.owners) if (text := self._sign(flip))]
        by_sign: dict[str, list[tuple[Owner, str]]] = {}
        for of, (who, sign) in dict.fromkeys(owned[:MOST_NUMBERS]):
            by_sign.setdefault(sign, []).append((of, who))
        for watched, each in by_sign.items():
            yield from_those_shown(each, partial(self._watched, watched))

    def _watched(self, sign: str, who: Sequence[str]) -> Any:
        """What the same sign of any of some parties would tell; nothing where none of them may be named."""
        becomes = "no deal" if self.answer.holds_centrally else "a deal"
        return f"Signs that {listed(who, 'or')} {sign}: {becomes}, if other guesses hold." if who else LEFT_OUT

    def _sign(self, flip: Flip) -> tuple[str, str] | None:
        """Who would do otherwise than is thought, and what; None of what nobody can watch."""
        more, number, who = flip.at > flip.central, flip.number, self.names.party(flip.number.party)
        case = self.names.compiled
        if number.kind == "walk_away":
            return who, f"would expect {'more' if more else 'less'} of no deal than we think"
        if number.kind == "salience":
            topic = self.names.topic(case.issues.index(number.names[0]))
            return who, f"would care {'more' if more else 'less'} about {topic} than we think"
        if number.kind == "score":
            issue = case.issues.index(number.names[0])
            deal = self.names.deal_with(issue, case.options[issue].index(number.names[2]))
            return who, f"would think {'better' if more else 'worse'} of {deal} than we do"
        return None

    def _pressure(self) -> Iterator[Any]:
        """The single lever that opens a deal most often, of those that may be named as something to use."""
        words = LeverWords(self.acceptance, self.names, [lever_outcome for _, lever_outcome in self.pulled])
        for of, lever_outcome in self.pulled:
            if len(lever_outcome.levers) == 1 and lever_outcome.opened.number and self._may_be_named(lever_outcome):
                both = Owner("lever", level="team") if of.level == "open" else of
                said = f"With {words.title(lever_outcome)} carried out"
                yield Guarded(both, f"{said}: a deal {in_trials(lever_outcome.deal)}.")
                return

    def _may_be_named(self, lever_outcome: LeverOutcome) -> bool:
        return self.names.case.why_not_offered(self.acceptance.case.levers[lever_outcome.levers[0]].name) is None

    def _understandings(self) -> Iterator[str]:
        """Variants under which the share of trials with a deal changes most."""
        before = self.acceptance.deal.number
        ordered = sorted(self.robustness.variants.items(), key=lambda item: -abs(item[1].number - before))
        for name, share in ordered[:1]:
            if share.number != before:
                yield f"If {self.inputs.variant(name)} is the right reading: a deal {in_trials(share)}."

    def trials(self) -> Iterator[Block]:
        """The exact counts, the shares of a deal and of packages, and what turns the answer."""
        answer = self.acceptance
        if not answer.feasible:
            yield Sentence(text="No trial has a deal: rules and red lines exclude every package.")
            return
        dots, vary = self._dots(), trials_vary(answer.case, answer.seed)
        has = f"There is a deal in {counted_of(answer.deal)}."
        yield Sentence(text=has if vary else ALL_ALIKE)
        if not vary and len(dots) == 1:
            return
        if len(dots) > 1:
            group = DotGroup(heading="A deal", dots=tuple(Guarded(of, dot) for of, dot in dots))
            yield replace(dots_figure((group,)), words=tuple(self._dots_in_words(dots)))
        if bars := self._bars():
            items = tuple(f"{capitalised(bar.label)}: lost {of_100(bar.lost)}, won {of_100(bar.won)}" for bar in bars)
            yield replace(tornado_figure(bars), words=(Sentence(text=HANGS), Bullets(items=items)))
        yield NoteSentence(text=f"{NOT_A_PROBABILITY} {answer.draws:,} trials{for_analyst(f', seed {answer.seed}')}.")

    def _dots_in_words(self, dots: Sequence[OwnedDot]) -> Iterator[Block]:
        yield Sentence(text="In how many of 100 trials there is a deal, with the standard error (±) of each number:")
        items = (Guarded(of, f"{capitalised(dot.label)}: {with_error(dot.share)}") for of, dot in dots)
        yield Bullets(items=tuple(items))

    def _dots(self) -> list[OwnedDot]:
        """A deal as the case stands; then under each variant and with each lever that may be named, those first that
        change most.
        """
        answer = self.acceptance
        others: list[OwnedDot] = [
            (NOBODY, Dot(label=f"if {self.inputs.variant(name)} is the right reading", share=share))
            for name, share in self.robustness.variants.items()
        ]
        levers = LeverWords(answer, self.names, [lever_outcome for _, lever_outcome in self.pulled])
        others += [
            (owner, Dot(label=f"with {levers.title(lever_outcome)}", share=lever_outcome.deal))
            for owner, lever_outcome in self.pulled
            if len(lever_outcome.levers) == 1 and self._may_be_named(lever_outcome)
        ]
        others.sort(key=lambda pair: -abs(pair[1].share.number - answer.deal.number))
        return [(NOBODY, Dot(label="as the case stands", share=answer.deal)), *others[:MOST_DOTS]]

    def _bars(self) -> tuple[Bar, ...]:
        """What turns the answer, the most first."""
        drivers = turning((*self.robustness.drawn_inputs, *self.robustness.alternatives))
        drivers.sort(key=lambda driver: -driver.effects[DEAL].changes.number)
        return tuple(map(self._bar, drivers[:MOST_BARS]))

    def _bar(self, driver: Driver) -> Bar:
        effect = driver.effects[DEAL]
        return Bar(
            label=self._what(driver),
            kind=KINDS.get(driver.input.kind, "judged"),
            won=effect.opened,
            lost=Share(number=effect.changes.number - effect.opened.number, draws=effect.changes.draws),
            source=(driver.input.kind, *driver.input.names),
            judged=self._judged(driver.input),
        )

    def _path(self, of_input: Input) -> str:
        """Where the judged number stands that an input is; empty where it is none by itself, or not judged."""
        path = ".".join((of_input.kind, *of_input.names))
        movable = of_input.kind in ("walk_away", "salience")
        return path if movable and span_at(self.names.case, path) is not None else ""

    def _judged(self, of_input: Input) -> Any:
        """What is judged of an input, and by whom; of silence, that no source says."""
        if of_input.kind == "silence":
            return self.inputs.why_silent(*of_input.names)
        path = self._path(of_input)
        span = span_at(self.names.case, path) if path else None
        if span is None:
            return ""
        case = self.names.case
        likely = f", most likely {float(span.likely):g}" if span.likely is not None else ""
        walk_away = case.judgements.walk_away.get(of_input.names[0]) if of_input.kind == "walk_away" else None
        above = " points above the status quo" if walk_away is not None and walk_away.status_quo is not None else ""
        told = f"Judged {float(span.low):g} to {float(span.high):g}{likely}{above}.{judged_by(case)}"
        return Guarded(self.inputs.owner(of_input, self.owners), told, "")

    def _what(self, driver: Driver) -> str:
        if driver.input.kind == "red_line":
            party, issue = self._place(*driver.input.names[:2])
            option = self.names.compiled.options[issue].index(driver.input.names[2])
            return f"if {self.names.party(party)} did not refuse {self.names.deal_with(issue, option)}"
        if driver.input.kind == "variant":
            return f"if {self.inputs.variant(driver.input.names[0])} is the right reading"
        return self.inputs.input(driver.input)
