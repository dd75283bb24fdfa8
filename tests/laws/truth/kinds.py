"""The whole inventory: every module registers its kinds where it is imported."""

from __future__ import annotations

from . import (
    check,
    deal,
    diff,
    forecast,
    interests,
    invent,
    robust,
    stability,
    staging,
    tables,
    timing,
    variants,
    verdict,
)
from .grammar import KINDS, matching

__all__ = [
    "KINDS",
    "check",
    "deal",
    "diff",
    "forecast",
    "interests",
    "invent",
    "matching",
    "robust",
    "stability",
    "staging",
    "tables",
    "timing",
    "variants",
    "verdict",
]
