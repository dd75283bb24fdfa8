"""What a brief and a dossier are made of: sections picked by their keys from what is said of each answer, before it is
known what of it may be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from winset.questions.catalogue import QUESTIONS, Question
from winset.questions.in_brief import Taken
from winset.report.blocks import LEFT_OUT, Bullets, Depth, Figure, Guarded, Section

Said = Mapping[str, Sequence[Any]]
"""What is said of each question, any section of which may stand guarded together with others."""
MOST_ASKED, MOST_INDICATORS = 4, 5
"""Questions to put first, and things to watch, on the pages that are handed over; beyond, the dossier has them."""
SENTENCES = 3
"""Sentences of the bottom line; beyond, the dossier has them."""
EVIDENCE = "check"
"""The question whose sections open and close the annex and the dossier."""
BOTTOM_LINE = "The bottom line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """One section of a brief. question, key: which. title: instead of its own; empty for one that goes on from the
    section before it. level, beside: as a section has them. most: blocks of it at most. unless: of the same question, a
    section in whose place it stands. leads: it is set apart as the answer. words_only: without its pictures.
    """

    question: str
    key: str
    title: str | None = None
    level: int = 2
    beside: bool = False
    most: int | None = None
    unless: str = ""
    leads: bool = False
    words_only: bool = False

    def placed(self, section: Section) -> Section:
        """The section as it stands in the brief."""
        title = section.title if self.title is None else self.title
        depth: Depth = "answer" if self.leads else "brief"
        blocks = _first((block for block in section.blocks if not (self.words_only and _is_picture(block))), self.most)
        key = section.key if self.leads or section.key != "answer" else f"{self.question}_answer"
        return replace(section, key=key, title=title, blocks=blocks, depth=depth, level=self.level, beside=self.beside)

    def of(self, said: Said) -> Iterator[Any]:
        """The section, where there is one and nothing better."""
        every = said.get(self.question, ())
        if self.unless and picked(every, Pick(question=self.question, key=self.unless)) is not LEFT_OUT:
            return
        section = picked(every, self)
        yield from () if section is LEFT_OUT else section


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Bullets of several questions under one heading, each said once, at most so many."""

    key: str
    title: str
    questions: tuple[str, ...]
    most: int

    def of(self, said: Said) -> Iterator[Section]:
        """The section; an item that two questions say alike stands where the first says it."""
        items: list[Any] = []
        for question in self.questions:
            part = picked(said.get(question, ()), Pick(question=question, key=self.key))
            for section in () if part is LEFT_OUT else part:
                bullets = (block for block in section.blocks if isinstance(block, Bullets))
                items += [item for block in bullets for item in block.items if item not in items]
        if items:
            blocks = (Bullets(items=tuple(items[: self.most])),)
            yield Section(key=self.key, title=self.title, blocks=blocks, depth="brief")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of its own: what follows stands in it."""

    key: str
    title: str

    def of(self, said: Said) -> Iterator[Section]:
        """Its heading."""
        yield Section(key=self.key, title=self.title, blocks=(), level=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class InFull:
    """Everything that a question says on a terminal, to the last detail, under its title."""

    question: str
    title: str

    def of(self, said: Said) -> Iterator[Any]:
        """A part with every section of the question that is not made for a brief alone."""
        every = _said_in_full(said.get(self.question, ()))
        if every is not LEFT_OUT:
            yield Section(key=self.question, title=self.title, blocks=(), level=1)
            yield from every


Choice = Pick | Merged | Part | InFull


def _first(blocks: Iterable[Any], most: int | None) -> tuple[Any, ...]:
    """The first blocks, those that stand guarded together counted one by one."""
    blocks_shown: list[Any] = []
    for block in blocks:
        left = None if most is None else most - len(blocks_shown)
        if left is not None and left <= 0:
            break
        if isinstance(block, Guarded):
            shown, otherwise = (
                side[:left] if isinstance(side, tuple) else side for side in (block.shown, block.otherwise)
            )
            block = Guarded(block.of, shown, otherwise)
        blocks_shown.append(block)
    return tuple(blocks_shown)


def _is_picture(block: Any) -> bool:
    return isinstance(block.shown if isinstance(block, Guarded) else block, Figure)


def picked(said: Any, pick: Pick) -> Any:
    """Of sections, of which some stand guarded together, those with the key; LEFT_OUT where there is none."""
    return _each(said, lambda section: pick.placed(section) if section.key == pick.key else LEFT_OUT)


def _said_in_full(said: Any) -> Any:
    return _each(said, lambda section: LEFT_OUT if section.depth == "brief" else section)


def _each(said: Any, chosen: Any) -> Any:
    """Of sections, of which some stand guarded together, what is chosen of each; LEFT_OUT where that is nothing."""
    if isinstance(said, Section):
        return chosen(said)
    if isinstance(said, Guarded):
        shown, otherwise = _each(said.shown, chosen), _each(said.otherwise, chosen)
        return LEFT_OUT if shown is LEFT_OUT and otherwise is LEFT_OUT else Guarded(said.of, shown, otherwise)
    if isinstance(said, Iterable) and not isinstance(said, str):
        each = tuple(chosen_part for part in said if (chosen_part := _each(part, chosen)) is not LEFT_OUT)
        return each if each else LEFT_OUT
    return LEFT_OUT


FIRST: tuple[Choice, ...] = (
    Pick(question="deal", key="verdict", title=BOTTOM_LINE, most=SENTENCES, leads=True),
    Pick(question="deal", key="answer", title=BOTTOM_LINE, most=SENTENCES, unless="verdict", leads=True),
    Pick(question="deal", key="not_computed", title=BOTTOM_LINE, leads=True),
    Pick(question="deal", key="brief_client"),
    Pick(question=EVIDENCE, key="confidence"),
    Pick(question="deal", key="brief_terms", title=""),
    Pick(question="deal", key="brief_judgements"),
    Merged(key="brief_ask", title="What to find out first", questions=("robust", "deal"), most=MOST_ASKED),
    Pick(question="deal", key="brief_options"),
)
"""What the pages that are handed over begin with: the bottom line, and what could be agreed."""

NEXT: tuple[Choice, ...] = (
    Pick(question="deal", key="brief_room", title="Whose consent is needed"),
    Merged(
        key="brief_indicators",
        title="What would change our mind",
        questions=("deal", "robust"),
        most=MOST_INDICATORS,
    ),
    Pick(question=EVIDENCE, key="warnings"),
)
"""What they end with, after what other questions put there."""

ANNEX: tuple[Choice, ...] = (
    Part(key="annex", title="Annex"),
    Pick(question=EVIDENCE, key="positions", words_only=True),
    Pick(question=EVIDENCE, key="bases"),
    Pick(question=EVIDENCE, key="consent"),
)
"""What the annex begins with."""

LAST: tuple[Choice, ...] = (
    Pick(question=EVIDENCE, key="unsaid"),
    Pick(question=EVIDENCE, key="claims_in_short"),
)
"""What the annex ends with."""

DOSSIER: tuple[Choice, ...] = (
    Part(key="evidence", title="What the sources say"),
    Pick(question=EVIDENCE, key="positions"),
    Pick(question=EVIDENCE, key="consent"),
    Pick(question=EVIDENCE, key="unsaid"),
)
"""What a dossier begins with."""

DOSSIER_LAST: tuple[Choice, ...] = (
    Part(key="evidence_opened", title="Claims and judgements"),
    Pick(question=EVIDENCE, key="claims"),
    Pick(question=EVIDENCE, key="judgements"),
    Pick(question="deal", key="brief_method"),
)
"""What a dossier ends with: the claims, the judgements, the method."""


def handed_over() -> tuple[Choice, ...]:
    """What is handed over: the pages, and the annex that opens them."""
    pages = (pick for question in _others() for pick in _picks(question, question.taken_up.pages))
    annex = (pick for question in _others() for pick in _picks(question, question.taken_up.annex))
    return (*FIRST, *pages, *NEXT, *ANNEX, *annex, *LAST)


def dossier() -> tuple[Choice, ...]:
    """Everything: what each question says to the last detail."""
    return (*DOSSIER, *(choice for question in _others() for choice in _in_full(question)), *DOSSIER_LAST)


def _others() -> Iterator[Question]:
    """The questions beside that of the evidence, in the order of the catalogue; of one that is not asked nothing is
    said, so that none of its sections is picked.
    """
    return (question for question in QUESTIONS.values() if question.key != EVIDENCE)


def _picks(question: Question, sections: Iterable[Taken]) -> Iterator[Pick]:
    for taken in sections:
        yield Pick(
            question=question.key, key=taken.key, title=taken.title, most=taken.most, words_only=taken.words_only
        )


def _in_full(question: Question) -> Iterator[Choice]:
    """All that a question says, where a brief asks it, and what else a dossier takes from it."""
    if question.in_brief:
        yield InFull(question=question.key, title=question.taken_up.title or question.summary)
        yield from _picks(question, question.taken_up.dossier)
