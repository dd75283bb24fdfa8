"""A cell as the fields of a form, and what a filled-in form makes of the cell in the case file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from winset.model.case import Case
from winset.report.names import listed

LEAVES = "to:"
"""Before the name of a party, in the field of what a party wants: it leaves that to them."""
REFUSES = "refuses."
"""Before the name of an option, in the name of a field: it is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFields:
    """What a form says of a cell. wants: an option, or LEAVES and a party; empty where no source says anything."""

    wants: str = ""
    refuses: tuple[str, ...] = ()
    basis: str = "stated"
    because: str = ""
    precondition: bool = False
    volatile: bool = False

    @classmethod
    def of(cls, data: Any) -> CellFields:
        """The fields of a cell as it stands in the file; of what no cell is, those of a silent one."""
        if not isinstance(data, Mapping):
            return cls()
        to, ideal, lines = data.get("delegates_to"), data.get("ideal"), data.get("rejects")
        return cls(
            wants=f"{LEAVES}{to}" if isinstance(to, str) else ideal if isinstance(ideal, str) else "",
            refuses=tuple(option for line in lines if (option := option_of(line))) if isinstance(lines, list) else (),
            basis="inferred" if data.get("basis") == "inferred" else "stated",
            because=str(data.get("because") or ""),
            precondition=data.get("precondition") is True,
            volatile=data.get("volatile") is True,
        )

    @classmethod
    def sent(cls, form: Mapping[str, str]) -> CellFields:
        """The fields of a form that was sent."""
        return cls(
            wants=form.get("wants", ""),
            refuses=tuple(name.removeprefix(REFUSES) for name in form if name.startswith(REFUSES)),
            basis="inferred" if form.get("basis") == "inferred" else "stated",
            because=form.get("because", "").strip(),
            precondition="precondition" in form,
            volatile="volatile" in form,
        )


def option_of(line: Any) -> str:
    """The option of a red line, be it written alone or with its basis."""
    option = line.get("option") if isinstance(line, Mapping) else line
    return option if isinstance(option, str) else ""


def cell_data(old: Any, fields: CellFields) -> Any:
    """The cell as it is to stand in the file: what the form does not speak of, such as claims, as it was."""
    if not fields.wants and not fields.refuses:
        return "silent"
    cell: dict[str, Any] = dict(old) if isinstance(old, Mapping) else {}
    to = fields.wants.removeprefix(LEAVES) if fields.wants.startswith(LEAVES) else ""
    wanted: dict[str, Any] = {
        "ideal": "" if to else fields.wants,
        "delegates_to": to,
        "rejects": [] if to else _red_lines(cell.get("rejects"), fields.refuses),
        "precondition": fields.precondition,
        "volatile": fields.volatile,
        "basis": fields.basis,
        "because": fields.because,
    }
    for name, value in wanted.items():
        if value:
            cell[name] = value
        else:
            cell.pop(name, None)
    return cell


def _red_lines(old: Any, refuses: tuple[str, ...]) -> list[Any]:
    """Those that were there as they stand, in their order, then those that are new."""
    lines = [line for line in old if option_of(line) in refuses] if isinstance(old, list) else []
    there = {option_of(line) for line in lines}
    return [*lines, *(option for option in refuses if option not in there)]


def said(case: Case, issue: str, party: str, fields: CellFields) -> str:
    """What the fields say of a party, in a sentence without a full stop, for the list of changes."""
    who, what = case.name_in_sentence(party), case.issue_in_sentence(issue)
    head = f"{who[:1].upper()}{who[1:]} on {what}"
    if not fields.wants and not fields.refuses:
        return f"{head}: no source says what it wants"
    if fields.wants.startswith(LEAVES):
        words = f"leaves it to {case.name_in_sentence(fields.wants.removeprefix(LEAVES))}"
    else:
        words = f"wants “{_label(case, issue, fields.wants)}”" if fields.wants else "wants nothing in particular"
    refused = listed(f"“{_label(case, issue, option)}”" for option in fields.refuses)
    more = [f"refuses {refused}"] if refused else []
    more += ["a condition for talks"] * fields.precondition + ["its line is moving"] * fields.volatile
    return f"{head}: {'; '.join([words, *more])} ({fields.basis})"


def _label(case: Case, issue: str, option: str) -> str:
    known = case.issues[issue].options.get(option) if issue in case.issues else None
    return known.label if known is not None else option
