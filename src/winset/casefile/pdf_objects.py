"""The objects of a PDF, behind the references to them."""

from __future__ import annotations

from typing import Any


def resolved(reference: Any) -> Any:
    """What the reference leads to; anything else as it is."""
    return reference.get_object() if hasattr(reference, "get_object") else reference


def number(reference: Any, otherwise: float) -> float:
    """The number that is meant, `otherwise` where it is none."""
    value = resolved(reference)
    return float(value) if isinstance(value, int | float) else otherwise
