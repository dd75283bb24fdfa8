"""What every question is asked of a random case, and of which cases."""

from __future__ import annotations

from typing import Any

from .cases import Raw

ASKED: dict[str, dict[str, Any]] = {
    "check": {},
    "deal": {"trials": 50},
    "robust": {"trials": 60, "drivers": 20},
    "invent": {"trials": 30},
    "stability": {"trials": 20, "coalitions": True, "paths": True},
    "tables": {"trials": 20, "subsets": True},
    "staging": {"trials": 6},
    "timing": {"trials": 40},
    "forecast": {"trials": 20, "round_trials": 1},
}
"""Few trials: each is gone through again, package by package or breach by breach."""


def applies(question: str, raw: Raw) -> bool:
    """Whether the case holds what a question is about."""
    about = {"tables": raw.get("tables"), "staging": raw.get("plan"), "timing": raw["judgements"].get("timing")}
    return bool(about.get(question, True))
