"""A report as a PDF file, set by Typst: tagged for those who cannot see it, PDF/UA-1 where every text can be shown.

The document is one template that winset ships; what a case says reaches it as data, so that none of it is ever read as
markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import resources
from typing import Any

from winset.errors import WinsetError
from winset.report.disclosure import Disclosed
from winset.report.renderers.paper import Cell, Heading, Notes, Paper, Paragraph, Part, Picture, Run, Table

MISSING = "writing PDF needs Typst: pip install 'winset[pdf-out]', or write HTML and print it"
TIME = 0
"""Seconds since 1970 that stand as the time of making: the same report gives the same file."""


def pdf_file(disclosed: Disclosed) -> bytes:
    """The report as a PDF file. Raises WinsetError where Typst is not installed or cannot set it."""
    try:
        import typst
    except ImportError:
        raise WinsetError(MISSING) from None
    template = resources.files("winset.report.renderers").joinpath("page.typ").read_bytes()
    inputs = {"report": document(disclosed)}
    try:
        made = typst.Compiler(input=template, sys_inputs=inputs).compile(pdf_standards="ua-1", timestamp=TIME)
    except typst.TypstError:
        made = _tagged(template, inputs)
    if not isinstance(made, bytes):
        raise WinsetError("the PDF could not be set: Typst gave no document")
    return made


def _tagged(template: bytes, inputs: dict[str, str]) -> Any:
    """The same without the promise of PDF/UA, as for a text in letters for which there is no font here."""
    import typst

    try:
        return typst.Compiler(input=template, sys_inputs=inputs).compile(timestamp=TIME)
    except typst.TypstError as error:
        raise WinsetError(f"the PDF could not be set: {error.message}; write HTML and print it") from None


def document(disclosed: Disclosed) -> str:
    """The report as the data that the template reads."""
    paper = Paper(disclosed)
    parts = [_part(part) for part in paper.parts()]
    notes = [{"number": number, "runs": _runs(runs)} for number, runs in paper.notes]
    about = {"title": paper.title, "marks": paper.marks, "kind": paper.kind}
    return json.dumps({**about, "parts": parts, "notes": notes}, ensure_ascii=False)


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Heading():
            begins = {"part": part.part, "own_page": part.own_page}
            return {"is": "heading", "level": part.level, "runs": _runs(part.runs), **begins}
        case Paragraph():
            return {"is": "paragraph", "style": part.style, "runs": _runs(part.runs)}
        case Table():
            head, rows = _row(part.head), [_row(row) for row in part.rows]
            return {"is": "table", "head": head, "rows": rows, "columns": part.columns, "key": part.key}
        case Picture():
            from winset.report.charts.draw import svg

            return {"is": "picture", "svg": svg(part.chart), "caption": part.caption}
        case Notes():
            return {"is": "notes"}


def _row(row: Iterable[Cell]) -> list[dict[str, Any]]:
    return [{"runs": _runs(cell.runs), "note": _runs(cell.note), "mark": cell.mark} for cell in row]


def _runs(runs: Iterable[Run]) -> list[dict[str, Any]]:
    return [
        {"text": run.text, "strong": run.strong, "italic": run.italic, "note": run.note, "raised": run.raised}
        for run in runs
    ]
