"""A case as a workbook: positions, judgements, the choices, and what is to be read first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from winset.interchange.sheets.judgements import judgements_table
from winset.interchange.sheets.labels import CaseLabels, case_labels, is_shown
from winset.interchange.sheets.positions import positions_table
from winset.interchange.sheets.table import BLANK, WITHHELD, Table, Workbook
from winset.model.case import Case
from winset.model.numbers import HANDLING, Handling

FIRST_WORDS = (
    "On “Positions” each row is one party on one issue: the option that it wants most, and its red lines, the options "
    "that it would accept in no deal.",
    "The basis of a position is stated where a source says it, inferred where we conclude it, and silent where no "
    "source says anything; silent is an answer and is never filled in.",
    "A claim is a quote with its source: copy the words of the document character for character, since they are looked "
    "up in it, and say in a sentence of your own what they mean.",
    "On “Judgements” every number is yours and none is a source's: low, most likely and high, or the most likely "
    "alone; fractions such as 300/7 and decimals stay exact.",
    "Choose from the lists where a cell has one, leave the grey cells and the heads as they are, and send the file "
    "back: `winset sheet import` reads it, or names every cell that it cannot take, and then changes nothing.",
)
"""Five sentences for whoever fills the sheet in without having seen the case."""


def tables_of(case: Case, data: Mapping[str, Any], level: Handling, stamped: str = "") -> tuple[Table, ...]:
    """The tables of a case as they stand at a level. data: what the case file says. stamped: `blank` for empty ones."""
    labels = case_labels(case, level)
    return (
        positions_table(case, labels, level, stamped or level),
        judgements_table(case, labels, level, stamped or level, data),
    )


def workbook_of(case: Case, data: Mapping[str, Any], level: Handling, *, blank: bool = False) -> Workbook:
    """The workbook of a case. blank: nothing is filled in, for somebody who is not to see what others found."""
    labels = case_labels(case, level)
    tables = tables_of(case, data, level, BLANK if blank else "")
    if level == HANDLING[0] and not is_shown(case.judgements.handling, level):
        tables = tables[:1]
    title = [case.case.title] + ([case.case.question] if case.case.question else [])
    left_out = sum(WITHHELD in row.texts.values() for table in tables for row in table.rows)
    rows = "1 row has" if left_out == 1 else f"{left_out} rows have"
    notes = [f"Level: {level}." + (f" {rows} cells that are left out at this level." if left_out else "")]
    if len(tables) == 1:
        notes.append("Judgements are left out at this level.")
    return Workbook(tables=tables, lists=_lists(case, labels), read_me=(*title, *FIRST_WORDS, *notes))


def _lists(case: Case, labels: CaseLabels) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The choices by name of their list, with a title; those of an issue under its name."""
    common = (
        ("basis", "Basis"),
        ("parties", "Parties"),
        ("sources", "Sources"),
        ("support", "How it is said"),
        ("yes", "Yes"),
        ("counted", "Counted from"),
    )
    lists = {name: (title, tuple(labels.choices(name).words.values())) for name, title in common}
    return lists | {
        f"issue.{issue}": (labels.issues.words[issue], tuple(labels.options[issue].words.values()))
        for issue in case.issues
    }
