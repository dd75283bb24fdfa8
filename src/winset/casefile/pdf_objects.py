"""The objects of a PDF, behind the references to them, and what pypdf lets through on damaged ones."""

from __future__ import annotations

import struct
import zlib
from typing import Any

DAMAGED = (
    *(AttributeError, TypeError, LookupError),  # an object of another type, a key or item that is missing
    *(ValueError, OverflowError, AssertionError),  # numbers, names, dates and encodings that make no sense
    RecursionError,  # objects that contain themselves
    *(zlib.error, struct.error, EOFError, NotImplementedError),  # broken streams and filters that are not known
)
"""What pypdf and python-docx let through on damaged files, beside their own errors."""


def resolved(reference: Any) -> Any:
    """What the reference leads to; anything else as it is."""
    return reference.get_object() if hasattr(reference, "get_object") else reference


def number(reference: Any, otherwise: float) -> float:
    """The number that is meant, `otherwise` where it is none."""
    value = resolved(reference)
    return float(value) if isinstance(value, int | float) else otherwise
