"""How a brief takes an answer up: which of its sections, where, and within which budget the question is asked for it.

A question says so in `in_brief` of its folder, as `IN_BRIEF`; without that file its answer stands in the annex, and all
of it in a dossier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Within what a brief asks. trials: how many it was asked for. shown: the packages that it shows, in positions."""

    trials: int
    shown: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One section that a brief takes. key: which. title: instead of its own; empty where it goes on from another. most:
    blocks of it at most. words_only: without its pictures.
    """

    key: str
    title: str | None = None
    most: int | None = None
    words_only: bool = False


def _as_the_brief(_: Budget) -> Fields:
    """A question that is asked as the brief is."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class InBrief:
    """How a brief takes an answer up. title: its heading in a dossier; the summary of the question, if not given.
    pages: sections on the pages that are handed over, after what could be agreed. annex: those in the annex. dossier:
    those in a dossier beside all that the question says. fields: what it is asked otherwise than the brief is. apart:
    it takes long and shares little of its work with others, so that a second process may answer it meanwhile.
    """

    title: str = ""
    pages: tuple[Taken, ...] = ()
    annex: tuple[Taken, ...] = (Taken(key="answer"),)
    dossier: tuple[Taken, ...] = ()
    fields: Callable[[Budget], Fields] = _as_the_brief
    apart: bool = False
