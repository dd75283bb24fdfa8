"""The case understood otherwise in one place: a red line that does not hold, a silent cell that speaks."""

from __future__ import annotations

from dataclasses import replace

from winset.analyses.robustness.drivers import Input, Switch
from winset.compiled import Compiled, CompiledRedLine


def without_red_lines(case: Compiled) -> tuple[Switch, ...]:
    """The case without each of its red lines in turn."""
    return tuple(
        (Input(kind="red_line", names=_names(case, line)), _without(case, line))
        for line in case.structure.lines
        if case.structure.open[case.column(line.issue, line.option)]
    )


def _names(case: Compiled, line: CompiledRedLine) -> tuple[str, ...]:
    return case.parties[line.owner], case.issues[line.issue], case.options[line.issue][line.option]


def _without(case: Compiled, line: CompiledRedLine) -> Compiled:
    cell = case.cells[line.owner][line.issue]
    kept = tuple(other for other in cell.rejects if other.option != line.option)
    return case.with_cell(line.owner, line.issue, replace(cell, rejects=kept))


def silence_resolved(case: Compiled) -> tuple[Switch, ...]:
    """The case with each silent cell resolved each way: an option is what the party wants most, or what it rejects,
    besides what it is known to reject.

    Centrally, what the party wants most is what `cell_alternatives` gives it, so that both say the same of it; what is
    not judged is drawn as for any position. Where only a rejection is known the cell stays silent on all else.
    """
    return tuple(
        switch
        for party, issue in case.silent_cells()
        if issue not in case.structure.left_out and case.structure.sizes[issue] > 1
        for option in range(case.structure.sizes[issue])
        if option not in case.cells[party][issue].rejected
        for switch in _resolved(case, CompiledRedLine(owner=party, issue=issue, option=option, basis="inferred"))
    )


def _resolved(case: Compiled, line: CompiledRedLine) -> tuple[Switch, Switch]:
    cell = case.cells[line.owner][line.issue]
    wants = cell.wanting(line.option)
    rejects = replace(cell, rejects=(*cell.rejects, line))
    party, issue, option = _names(case, line)
    return (
        (Input(kind="wants", names=(issue, party, option)), case.with_cell(line.owner, line.issue, wants)),
        (Input(kind="rejects", names=(issue, party, option)), case.with_cell(line.owner, line.issue, rejects)),
    )
