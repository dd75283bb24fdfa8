"""Parts of an answer that are fetched by themselves or taken away: charts, tables, and the whole document."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from io import StringIO

from starlette.responses import JSONResponse, Response

from winset.errors import UnknownName
from winset.questions.catalogue import QUESTIONS, Question
from winset.questions.question import Showing
from winset.report.blocks import Drawn, Grid, PackageTable
from winset.report.charts import draw
from winset.report.direction import in_a_chart
from winset.report.disclosure import Disclosed, disclose
from winset.report.pieces import plain
from winset.report.printable import printable
from winset.web.address import View
from winset.web.blocks import tables_of
from winset.web.desk import Desk
from winset.web.posted import natural


def part_file(desk: Desk, view: View, name: str) -> Response:
    """A file of an answer: `chart.json`, `chart.svg`, `chart.png`, `table.csv`, `answer.json`. Raises UnknownName."""
    asked = QUESTIONS[view.page]
    if name == "answer.json":
        return Response(_document(desk, view, asked), media_type="application/json", headers=_as_file(view, "json"))
    job = desk.job(asked, view)
    job.ended.wait()
    disclosed = desk.disclosed(asked, view, job.result())
    number = natural(view.first("number")) or 0
    if name == "table.csv":
        text = _csv(disclosed, number)
        return Response(text, media_type="text/csv; charset=utf-8", headers=_as_file(view, "csv"))
    drawn = _drawn(disclosed, view, number)
    if name == "chart.json":
        return JSONResponse(in_a_chart(drawn.chart.to_dict(validate=False)))
    if name == "chart.svg":
        return Response(draw.svg(drawn.chart), media_type="image/svg+xml", headers=_as_file(view, "svg"))
    if name == "chart.png":
        return Response(draw.png(drawn.chart), media_type="image/png", headers=_as_file(view, "png"))
    raise UnknownName(f"an answer has no part `{name}`")


def _document(desk: Desk, view: View, asked: Question) -> str:
    """What `--json` prints."""
    study, job = desk.study(view, asked), desk.job(asked, view)
    job.ended.wait()
    report = study.report(desk.request(asked, view), job.result(), Showing(full=True, limit=0))
    return json.dumps(disclose(report, view.level).document, ensure_ascii=False, indent=1)


def _as_file(view: View, suffix: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{view.case}-{view.page}.{suffix}"'}


def _drawn(disclosed: Disclosed, view: View, number: int) -> Drawn:
    figure = disclosed.figures().get(view.first("key"))
    drawn: tuple[Drawn, ...] = figure.drawn() if figure is not None else ()
    if number >= len(drawn):
        raise UnknownName("this answer has no such chart")
    return drawn[number]


def _csv(disclosed: Disclosed, number: int) -> str:
    """A table as rows of texts; a cell that a spreadsheet would take for a formula is marked as text."""
    tables = tables_of(disclosed)
    if number >= len(tables):
        raise UnknownName("this answer has no such table")
    made = StringIO()
    csv.writer(made).writerows([_safe(cell) for cell in row] for row in _rows(tables[number]))
    return made.getvalue()


def _rows(table: Grid | PackageTable) -> Iterable[Iterable[object]]:
    if isinstance(table, Grid):
        return (*((table.head,) if table.head else ()), *table.rows)
    return (("", *table.headings), *table.options, *table.worth, *table.more)


def _safe(cell: object) -> str:
    text = printable(plain(str(cell)))
    first = text.lstrip()[:1]  # a spreadsheet may drop the spaces before it
    is_formula = first in ("=", "+", "@") or (first == "-" and not _is_number(text))
    return f"'{text}" if first and is_formula else text


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", ""))
    except ValueError:
        return False
    return True
