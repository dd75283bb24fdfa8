"""A cell as the fields of a form, and what a filled-in form makes of the cell in the case file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from winset.casefile.editing.changes import Operation
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.operations.cells import cell_said, cell_silent, option_of, position_moved
from winset.casefile.editing.operations.claims import ClaimWords, Support, claim_of, selection_of
from winset.casefile.editing.yaml_text import Data
from winset.errors import EditRefused
from winset.model.case import Case
from winset.report.names import listed

LEAVES = "to:"
"""Before the name of a party, in the field of what a party wants: it leaves that to them."""
SUPPORT: dict[Support, str] = {
    "direct": "the party’s own words",
    "reported": "somebody says it of the party",
    "context": "circumstances from which it is read",
}
REFUSES = "refuses."
"""Before the name of an option, in the name of a field: it is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFields:
    """What a form says of a cell. wants: an option, or LEAVES and a party; empty where no source says anything.
    has_moved: what the cell said is kept as what the party wanted before.
    """

    wants: str = ""
    refuses: tuple[str, ...] = ()
    basis: str = "inferred"
    because: str = ""
    precondition: bool = False
    volatile: bool = False
    has_moved: bool = False

    @classmethod
    def of(cls, data: Any) -> CellFields:
        """The fields of a cell as it stands in the file; of what no cell is, those of a silent one."""
        if not isinstance(data, Mapping):
            return cls()
        to, ideal, lines = data.get("delegates_to"), data.get("ideal"), data.get("rejects")
        return cls(
            wants=f"{LEAVES}{to}" if isinstance(to, str) else ideal if isinstance(ideal, str) else "",
            refuses=tuple(option for line in lines if (option := option_of(line))) if isinstance(lines, list) else (),
            basis="stated"
            if data.get("basis") != "inferred" and (data.get("claim") or data.get("also"))
            else "inferred",
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
            has_moved="moved" in form,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CellQuote:
    """The words of a source that a form gives for a cell; none where `quote` is empty. speaker: several with `;`."""

    source: str = ""
    quote: str = ""
    reading: str = ""
    speaker: str = ""
    support: Support = "reported"

    @classmethod
    def sent(cls, form: Mapping[str, str]) -> CellQuote:
        """The quote of a form that was sent."""
        return cls(
            source=form.get("source", ""),
            quote=form.get("quote", "").strip(),
            reading=" ".join(form.get("reading", "").split()),
            speaker=form.get("speaker", "").strip(),
            support=next((key for key in SUPPORT if key == form.get("support")), "reported"),
        )

    def claim(self, opened: OpenedCase) -> dict[str, Data]:
        """The claim of these words. Raises EditRefused where they do not stand in the source once."""
        words = ClaimWords(reading=self.reading, speaker=speakers(self.speaker), support=self.support)
        return claim_of(opened, selection_of(opened, self.source, self.quote), words)


def speakers(text: str) -> tuple[str, ...]:
    """The names in a field in which several stand with `;` between them."""
    return tuple(name for part in text.split(";") if (name := part.strip()))


def cell_changed(
    opened: OpenedCase, issue: str, party: str, fields: CellFields, quote: CellQuote | None = None
) -> Operation:
    """The cell says what the form says; what the form does not speak of, such as claims, stays as it was. quote: words
    that carry it besides. Raises EditRefused where these cannot be quoted.
    """
    if not fields.wants and not fields.refuses:
        if quote is not None and quote.quote:
            raise EditRefused(
                "say also what the party wants or refuses by these words, which a quote alone does not say"
            )
        return cell_silent(opened, issue, party)
    to = fields.wants.removeprefix(LEAVES) if fields.wants.startswith(LEAVES) else ""
    old = cell_in_file(opened.data, issue, party)
    lines = old.get("rejects") if isinstance(old, Mapping) else None
    wanted: dict[str, Any] = {
        "ideal": None if to else fields.wants or None,
        "delegates_to": to or None,
        "rejects": None if to else _red_lines(lines, fields.refuses) or None,
        "precondition": fields.precondition or None,
        "volatile": fields.volatile or None,
        "basis": fields.basis,
        "because": fields.because or None,
    }
    if fields.has_moved:
        claim = {"claim": quote.claim(opened)} if quote is not None and quote.quote else {}
        return position_moved(opened, issue, party, {**wanted, **claim, "volatile": True})
    there = old if isinstance(old, Mapping) else {}
    changed = {name: value for name, value in wanted.items() if _is_new(there, name, value)}
    if quote is not None and quote.quote:
        changed |= _carried(there, quote.claim(opened))
    return cell_said(opened, issue, party, changed)


def _carried(there: Mapping[str, Any], claim: dict[str, Data]) -> dict[str, Any]:
    """The claim as that of the cell; beside the one that it has."""
    if there.get("claim") is None:
        return {"claim": claim}
    also = there.get("also")
    return {"also": [*(also if isinstance(also, list) else [also] if also else []), claim]}


def _is_new(there: Mapping[str, Any], name: str, value: Any) -> bool:
    """Whether a field of the form says something else than the file does, which may say that something is not so."""
    old = there.get(name)
    if isinstance(old, str) and isinstance(value, str):
        return old.strip() != value
    return (old or None) != (value or None)


def cell_in_file(data: Any, issue: str, party: str) -> Any:
    """What the file has in the place of a cell; None where it has nothing there."""
    for name in ("positions", issue, party):
        data = data.get(name) if isinstance(data, Mapping) else None
    return data


def _red_lines(old: Any, refuses: tuple[str, ...]) -> list[Any]:
    """Those that were there as they stand, in their order, then those that are new."""
    lines = [line for line in old if option_of(line) in refuses] if isinstance(old, list) else []
    there = {option_of(line) for line in lines}
    return [*lines, *(option for option in refuses if option not in there)]


def said(case: Case, at: tuple[str, str], old: CellFields, new: CellFields, quote: CellQuote | None = None) -> str:
    """What a form changes of a cell, in a sentence without a full stop, for the list of changes."""
    who, what = case.name_in_sentence(at[1]), case.issue_in_sentence(at[0])
    changed = [*_changed(case, at[0], old, new), *(["with a quote"] if quote is not None and quote.quote else [])]
    return f"{who[:1].upper()}{who[1:]} on {what}: {'; '.join(changed) or 'as it was'}"


def _changed(case: Case, issue: str, old: CellFields, new: CellFields) -> Iterator[str]:
    if not new.wants and not new.refuses:
        if old.wants or old.refuses:
            yield "no source says what it wants"
        return
    if new.wants != old.wants:
        to = new.wants.removeprefix(LEAVES) if new.wants.startswith(LEAVES) else ""
        wants = f"wants “{label_of(case, issue, new.wants)}”" if new.wants else "what it wants is not said"
        yield f"leaves it to {case.name_in_sentence(to)}" if to else wants
    for verb, options in (
        ("refuses", [option for option in new.refuses if option not in old.refuses]),
        ("no longer refuses", [option for option in old.refuses if option not in new.refuses]),
    ):
        if options:
            yield f"{verb} {listed(f'“{label_of(case, issue, option)}”' for option in options)}"
    for is_so, was_so, words in (
        (new.precondition, old.precondition, "a condition for talks"),
        (new.volatile, old.volatile, "its line has been moving"),
    ):
        if is_so != was_so:
            yield words if is_so else f"no longer {words.replace('its line has been moving', 'a moving line')}"
    if new.basis != old.basis or not (old.wants or old.refuses):
        yield new.basis
    if new.because != old.because:
        yield "with another reason" if new.because and old.because else "with a reason" if new.because else "no reason"


def label_of(case: Case, issue: str, option: str) -> str:
    """The label of an option; of one that the issue does not have, which is an error in the file, its name."""
    known = case.issues[issue].options.get(option) if issue in case.issues else None
    return known.label if known is not None else option
