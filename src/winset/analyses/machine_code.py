"""Loops compiled to machine code: kept where a folder can be written to, else made in memory in each run."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from numba import njit
from numba.core.caching import FunctionCache


class _KeptCode(FunctionCache):
    """What was compiled before. A folder that is full, gone or closed costs time, and no answer."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        with suppress(OSError):
            return super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        with suppress(OSError):
            super().save_overload(sig, data)  # type: ignore[no-untyped-call]


def machine_code(function: Any) -> Any:
    """The function, compiled when it is first called; no other thread waits for it meanwhile."""
    made: Any = njit(nogil=True)(function)
    with suppress(RuntimeError, OSError):  # no folder in which it could be kept
        made._cache = _KeptCode(function)  # type: ignore[no-untyped-call]
    return made
