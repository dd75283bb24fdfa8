"""What `winset stability` is asked as well: coalitions, paths, preferences that would do, moves in view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from winset.analyses.stability.deterrence import Concept
    from winset.analyses.stability.inverse import Inverse
    from winset.analyses.stability.stability import Held, Stability
    from winset.errors import TooLarge
    from winset.old_study import Study
    from winset.present.stability_text import Part
    from winset.present.visible import Visible

NEAREST = 2
"""Stable states of each definition that are told with a way to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """How it is shown: at which level, for which definitions, with how long lists."""

    visible: Visible
    keys: tuple[str, ...]
    most: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """The questions of one call. named: definitions whose stable states are listed."""

    named: tuple[str, ...]
    coalitions: bool
    partition: str | None
    paths: bool
    inverse: tuple[Concept, ...]
    ahead: int | None

    def parts(self, study: Study, found: Stability, showing: Showing) -> Sequence[Part]:
        """A section for each question. Raises UnknownName, WinsetError and TooLarge."""
        if found.held is None or not found.states.moving:
            return []
        return list(self._parts(study, found, found.held, showing))

    def _parts(self, study: Study, found: Stability, held: Held, showing: Showing) -> Iterator[Part]:
        from winset.analyses.stability.degrees import firmness, uncertain
        from winset.errors import TooLarge, UnknownName
        from winset.present.coalitions_text import CoalitionsText, Gains
        from winset.present.stability_degrees import AheadText, DegreesText
        from winset.present.stability_equilibria import EquilibriaText
        from winset.present.stability_inverse import InverseText
        from winset.present.stability_paths import PathsText
        from winset.present.stability_text import NotComputed
        from winset.present.words import Words

        words = Words(showing.visible.case, found.case)
        if held.why == "still":
            yield _opened(study, found, showing.visible)
        if self.named:
            yield EquilibriaText(found, held, [key for key in showing.keys if key in self.named], words)
        firm, unsure = firmness(found), uncertain(found)
        if firm is not None or unsure is not None:
            yield DegreesText(found, firm, unsure, words)
        if self.coalitions:
            together, universal = study.coalitions(found)
            chosen = {key: told for key, told in together.items() if key in showing.keys}
            yield CoalitionsText(found, held, words, Gains(together=chosen, universal=universal), showing.most)
        if self.partition is not None:
            blocks = tuple(tuple(block.split("+")) for block in self.partition.split(","))
            if not all(name for block in blocks for name in block):
                raise click.BadParameter(f"`{self.partition}` is not A+B,C+D", param_hint="--partition")
            chosen = {key: told for key, told in study.partition(found, blocks).items() if key in showing.keys}
            yield CoalitionsText(found, held, words, Gains(together=chosen, blocks=blocks), showing.most)
        if self.paths:
            keys = tuple(key for key in showing.keys if key in ("nash", "seq")) or showing.keys
            try:
                yield PathsText(study.routes(found, keys, most=NEAREST), showing.visible)
            except (TooLarge, UnknownName) as refusal:
                yield NotComputed("paths", "How things could get there", str(refusal))
        if self.inverse:
            told = {concept: _inverse(study, found, concept) for concept in dict.fromkeys(self.inverse)}
            yield InverseText(found, held, told, showing.visible)
        if self.ahead is not None:
            if found.states.graph.parties != 2:
                raise click.UsageError("`--ahead` needs a case of two parties: with more, moves ahead are not defined")
            yield AheadText(found, held, study.ahead(found, self.ahead), words)


def _opened(study: Study, found: Stability, visible: Visible) -> Part:
    from winset.errors import TooLarge
    from winset.present.chosen import opened_by
    from winset.present.stability_opened import OpenedText
    from winset.present.words import Words

    try:
        shown = opened_by(study.openings(table=found.case.table), Words(visible.case, found.case))
        packages = [one.package for one in shown]
        each = study.stability_of(packages, "opened", table=found.case.table, by_value=found.by_value)
    except TooLarge:
        return OpenedText([], [], visible)
    return OpenedText(shown, each, visible)


def _inverse(study: Study, found: Stability, concept: Concept) -> Inverse | TooLarge:
    from winset.errors import TooLarge

    try:
        return study.inverse(found, concept)
    except TooLarge as refusal:
        return refusal
