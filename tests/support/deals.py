"""Answers to the question of a deal, with what is said of them on each page; and cases of any size."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from winset.analyses.settlement.deal import Deal
from winset.model.numbers import Handling
from winset.questions.catalogue import question
from winset.questions.question import Showing
from winset.questions.settlement.request import DealRequest
from winset.questions.settlement.solve import DealAnswer
from winset.questions.settlement.words import DealWords, words_of
from winset.report.disclosure import Disclosed, disclose
from winset.report.renderers.terminal import text
from winset.study import Study

from . import running
from .places import ROOT

SHAPE = (12, 8, 3)
CLAIM = "claim: {source: s, quote: hello world, reading: x}"


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answer, with the study that gave it, and each page of it that was looked at."""

    study: Study
    answer: DealAnswer
    shown: dict[tuple[object, ...], Disclosed] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def deal(self) -> Deal:
        return self.answer.deal

    @property
    def words(self) -> DealWords:
        return words_of(self.answer, self.study.saying(question("deal"), self.answer))

    def but(self, **changed: Any) -> Answered:
        """The same, were the answer another in these fields."""
        return replace(self, answer=replace(self.answer, deal=replace(self.deal, **changed)))

    def but_centrally(self, **changed: Any) -> Answered:
        """The same, were its central reading another in these fields."""
        return self.but(central=replace(self.deal.central, **changed))

    def disclosed(self, level: Handling = "team", **showing: Any) -> Disclosed:
        if running.is_changed:
            return self._disclosed_now(level, **showing)
        asked = (level, *sorted(showing.items()))
        if asked not in self.shown:
            self.shown[asked] = self._disclosed_now(level, **showing)
        return self.shown[asked]

    def _disclosed_now(self, level: Handling, **showing: Any) -> Disclosed:
        report = self.study.report(self.answer.request, self.answer, Showing(**showing))
        return disclose(report, level)

    def sentences(self) -> list[str]:
        """Whether there is a deal, why, on what it turns, and what is not known."""
        return [str(sentence) for sentence in self.document()["answer"]]

    def document(self, **showing: Any) -> Any:
        """The document as a program reads it."""
        return json.loads(json.dumps(self.disclosed(**showing).document, allow_nan=False))

    def page(self, *, full: bool = False) -> str:
        """What the terminal shows, on one line."""
        return " ".join(text(self.disclosed(full=full)).split())

    def brief(self) -> str:
        """Everything that a brief or a dossier can pick from, on one line."""
        return " ".join(text(self.disclosed(full=True), "brief").split())

    def everywhere(self) -> list[str]:
        """Every page on which the answer is told, whole."""
        return [self.page(full=True), self.brief()]


@cache
def example(where: str = "examples/alaska-2025", *variants: str) -> Answered:
    """The answer about a case of this repository, under variants."""
    return answered(Study.read(ROOT / where, variants), trials=200)


def answered(study: Study, **asked: Any) -> Answered:
    return Answered(study=study, answer=study.ask(DealRequest(**asked)))


def large_case(folder: Path, walk_away: float, shape: tuple[int, int, int] = SHAPE) -> Path:
    """A case with so many issues, options on each and parties, of which the first is silent on the first issue."""
    issues, options, parties = shape
    chance = random.Random(1)
    names = [f"p{n}" for n in range(parties)]
    cells: list[str] = []
    scores: list[str] = []
    for issue in range(issues):
        row, scored = [], []
        for name in names:
            if issue == 0 and name == names[0]:
                row.append(f"{name}: silent")
                continue
            ideal = chance.randrange(1, options)
            row.append(f"{name}: {{ideal: o{ideal}, basis: stated, {CLAIM}}}")
            worth = ", ".join(f"o{o}: {100 if o == ideal else chance.randint(0, 99)}" for o in range(options))
            scored.append(f"{name}: {{{worth}}}")
        cells.append(f"  i{issue}: {{{', '.join(row)}}}")
        scores += [f"    i{issue}: {{{', '.join(scored)}}}"] if scored else []
    labels = ", ".join(f"o{o}: Option {o}" for o in range(options))
    lines = [
        "winset: 1",
        "case: {id: large, title: A large dispute}",
        "sources: {s: {file: s.md}}",
        "parties:",
        *(f"  {name}: {{name: Party {n}}}" for n, name in enumerate(names)),
        "issues:",
        *(f"  i{n}: {{title: Issue {n}, status_quo: o0, options: {{{labels}}}}}" for n in range(issues)),
        "positions:",
        *cells,
        "judgements:",
        "  by: generated",
        "  salience:",
        *(f"    i{n}: {{{', '.join(f'{name}: {chance.randint(10, 99)}' for name in names)}}}" for n in range(issues)),
        "  scores:",
        *scores,
        "  walk_away: {" + ", ".join(f"{name}: {walk_away}" for name in names) + "}",
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "s.md").write_text("hello world\n", encoding="utf-8")
    return folder
