"""What was taken from a case that is read as it stood on a date, in sentences and for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from winset.model.as_of import AsOf
from winset.model.case import Case
from winset.model.dates import on_date
from winset.report.blocks import Block, Guarded, Json, NoteSentence, Owned, Section
from winset.report.names import counted, listed
from winset.report.ownership import Ownership


def as_of_line(case: Case, taken: AsOf | None) -> tuple[NoteSentence, ...]:
    """How far the case is another than today's, in a line; none where it is read as it stands."""
    if taken is None:
        return ()
    what = []
    if taken.earlier:
        what.append(f"{counted(len(taken.earlier), 'position')} had not moved yet")
    if taken.silent:
        what.append(f"of {counted(len(taken.silent), 'position')} nothing had been said, which counts as silence")
    if taken.undated:
        cannot = "is without a date and counts" if len(taken.undated) == 1 else "are without a date and count"
        what.append(f"{counted(len(taken.undated), 'position')} {cannot} as silence")
    if taken.red_lines and not what:
        what.append(f"{counted(len(taken.red_lines), 'red line')} had not been drawn")
    said = "; ".join(what) or "every position was the same as today"
    return (NoteSentence(text=f"Read as the case stood {on_date(taken.date)}: {said}."),)


def as_of_sections(case: Case, taken: AsOf | None, owners: Ownership) -> tuple[Section, ...]:
    """What was taken from the case, position by position; none where it is read as it stands."""
    lines: list[Block | Guarded[Block]] = (
        [NoteSentence(text=text) for text in _listed(case, taken)] if taken is not None else []
    )
    if taken is not None and taken.judged:
        left_out = counted(len(taken.judged), "entry", "entries")
        text = f"Judged numbers are those of today, without {left_out} made for a position that was not held yet."
        lines.append(Guarded(owners.judgements, NoteSentence(text=text)))
    if taken is None or not lines:
        return ()
    return (Section(key="as_of", title=f"As it stood {on_date(taken.date)}", blocks=tuple(lines), depth="detail"),)


def _listed(case: Case, taken: AsOf) -> Iterator[str]:
    for words, cells in (
        ("At an earlier position", taken.earlier),
        ("Nothing had been said yet by", taken.silent),
        ("Without a date in claim, document or case, and so not placed", taken.undated),
    ):
        if cells:
            yield f"{words}: {_cells(case, cells)}."
    if taken.red_lines:
        lines = (
            f"{case.name_in_sentence(party)} against “{case.option_label(issue, option)}”"
            for issue, party, option in taken.red_lines
        )
        yield f"Red lines drawn later, or that cannot be placed: {listed(lines)}."
    if taken.otherwise:
        yield (
            f"{counted(len(taken.otherwise), 'entry', 'entries')} of other kinds, such as meetings, levers and rules, "
            "rest on later claims alone, and stand all the same."
        )


def _cells(case: Case, cells: Iterable[tuple[str, str]]) -> str:
    """Cells by party: "Russia on the ceasefire and territory; Ukraine on sanctions"."""
    issues: dict[str, list[str]] = {}
    for issue, party in cells:
        issues.setdefault(party, []).append(case.issue_in_sentence(issue))
    return "; ".join(f"{case.name_in_sentence(party)} on {listed(on)}" for party, on in issues.items())


def as_of_data(taken: AsOf | None, owners: Ownership) -> Json:
    """The same for JSON; no key where the case is read as it stands."""
    if taken is None:
        return {}
    return {
        "as_of": {
            "date": taken.date,
            "earlier": [".".join(cell) for cell in taken.earlier],
            "silent": [".".join(cell) for cell in taken.silent],
            "undated": [".".join(cell) for cell in taken.undated],
            "red_lines": [".".join(line) for line in taken.red_lines],
            "judgements_left_out": Owned(list(taken.judged), owners.judgements),
            "otherwise": [".".join(map(str, path)) for path in taken.otherwise],
        }
    }
