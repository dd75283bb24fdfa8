"""Loops compiled to machine code: kept where a folder can be written to, else made in memory in each run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import wraps
from typing import Any

from numba import njit
from numba.core import types
from numba.core.registry import CPUDispatcher

from winset.analyses.kept_code import KeptCode
from winset.stages import stage


def machine_code(function: Any) -> Any:
    """The function, compiled when it is first called; no other thread waits for it meanwhile."""
    made: Any = njit(nogil=True)(function)
    made._cache = KeptCode(function)
    made.get_call_template = _for_numbers(made)
    made._compiler.compile = _timed(made._compiler.compile)
    return made


def _for_numbers(made: CPUDispatcher) -> Any:
    """How other compiled functions call it: a number that is written out there is a number like any other, for which
    no code of its own is made.
    """
    called = made.get_call_template
    unliteral: Any = types.unliteral

    def template(args: tuple[Any, ...], kws: Mapping[str, Any]) -> Any:
        return called(tuple(map(unliteral, args)), {name: unliteral(kind) for name, kind in kws.items()})

    return template


def _timed(compiled: Any) -> Any:
    """The same, timed as a stage of its own."""

    @wraps(compiled)
    def timed(*kinds: Any) -> Any:
        with stage("machine_code"):
            return compiled(*kinds)

    return timed


def is_kept(made: Any) -> bool:
    """True where code of a compiled function is kept for this processor, made from what the function is now."""
    kept: bool = made._cache.is_kept(made.targetctx.codegen())
    return kept
