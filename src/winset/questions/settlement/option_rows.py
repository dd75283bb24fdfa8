"""The options of every issue, each with who wants it most and who refuses it: what a package is put together from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from winset.model.case import Case, Cell
from winset.report.names import Names, listed
from winset.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionChoice:
    """An option. is_quo: it holds as long as nothing is agreed. is_open: packages may hold it. wanted, refused: by
    whom, in words.
    """

    key: str
    label: str
    is_quo: bool
    is_open: bool
    wanted: str
    refused: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionRow:
    """An issue with its options, in the order of the case."""

    key: str
    title: str
    options: tuple[OptionChoice, ...]


def option_rows(session: Session, table: str | None) -> tuple[OptionRow, ...]:
    """The issues of the question."""
    case, compiled = session.case, session.compiled(table)
    names = Names(case, compiled)
    return tuple(
        OptionRow(
            key=topic,
            title=names.issue(issue),
            options=tuple(_option(case, topic, name, compiled.structure.choices(issue), position)
                          for position, name in enumerate(compiled.options[issue])),
        )
        for issue, topic in enumerate(compiled.issues)
        if issue not in compiled.structure.left_out
    )  # fmt: skip


def _option(case: Case, issue: str, option: str, choices: tuple[int, ...], position: int) -> OptionChoice:
    return OptionChoice(
        key=option,
        label=case.option_label(issue, option),
        is_quo=case.issues[issue].status_quo == option,
        is_open=position in choices,
        wanted=_parties(case, issue, lambda cell: cell.ideal == option),
        refused=_parties(case, issue, lambda cell: any(line.option == option for line in cell.rejects)),
    )


def _parties(case: Case, issue: str, chosen: Callable[[Cell], bool]) -> str:
    return listed(case.name_in_sentence(party) for party in case.parties if chosen(case.cell(issue, party)))
