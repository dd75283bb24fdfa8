"""Compiled code for large cases is made when it is first needed, which takes a while: whoever waits is told so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from winset.runs.running import Running

if TYPE_CHECKING:
    from winset.analyses.settlement.methods.decide import Asked
    from winset.compiled import Compiled

PREPARING = "Preparing compiled code for large cases (once; about half a minute) …"


def say_if_preparing(running: Running, case: Compiled, asked: Asked | None = None) -> None:
    """Gives notice where a question of settlement makes compiled code first."""
    from winset.analyses.settlement.methods.decide import needs_kernels

    if needs_kernels(case, asked):
        from winset.analyses.settlement.kernels import prepared

        if not prepared():
            running.notice(PREPARING)
