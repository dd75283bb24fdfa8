"""The packages that single movements open, for the question of stability."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.settle import Opening
from winset.present.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A package that movements open, with what each of them is."""

    package: Package
    reasons: tuple[str, ...]


def opened_by(openings: Iterable[Opening], words: Words, most: int = 3) -> list[Shown]:
    """The packages that movements open, those of one package together."""
    grouped: dict[Package, list[str]] = {}
    for opening in openings:
        item = opening.constraint
        short = (
            f"if {words.party(item.party)} accepts “{words.option(item.line.issue, item.line.option)}”"
            if item.line is not None
            else f"if {item.body or words.party(item.party)} expects less"
        )
        grouped.setdefault(opening.package, []).append(short)
    return [Shown(package=package, reasons=tuple(why)) for package, why in grouped.items()][:most]
