"""The brief as one HTML file that needs nothing else, for the screen and for print on A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from winset.present.brief.contents import Contents

if TYPE_CHECKING:
    from winset.report.charts import draw

LINES_ON_A_PAGE = 9
ROWS_ON_A_PAGE = 16


def environment(*, escape: bool) -> Environment:
    """Templates of the brief; a name that is not given is an error."""
    return Environment(
        loader=PackageLoader("winset.present.brief", "templates"),
        autoescape=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html_brief(contents: Contents) -> str:
    """The whole brief as HTML, styles and charts inlined; every text of the case is escaped."""
    style = resources.files("winset.present.brief").joinpath("templates/style.css").read_text(encoding="utf-8")
    return (
        environment(escape=True)
        .get_template("brief.html.j2")
        .render(c=contents, style=Markup(style), figures=figures(contents))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart as inline SVG, in as many pieces as pages need, with its caption."""

    pieces: tuple[Markup, ...]
    caption: str


def figures(contents: Contents) -> dict[str, Figure]:
    """The charts of the brief by name; one that has nothing to show at this level is left out."""
    from winset.present.charts import bars, lines, matrix, scatter

    deal, case, visible = contents.deal, contents.case, contents.visible
    packages = tuple(item.package for item in contents.shown)
    issues = list(case.issues)
    made = {
        "main": _figure([lines.option_lines(case, visible, contents.focus)], _main_caption(contents)),
        "lines": _figure(
            [lines.option_lines(case, visible, part) for part in _parts(issues, LINES_ON_A_PAGE)],
            lines.caption(case, visible),
        ),
        "matrix": _figure(
            [matrix.position_matrix(case, visible, part) for part in _parts(issues, ROWS_ON_A_PAGE)],
            matrix.caption(case, visible),
        ),
        "bars": _figure(
            [bars.package_bars(deal, case, visible, packages)], bars.caption(deal, case, visible, packages)
        ),
        **_holds(contents),
        **_room(contents),
        **_steps(contents),
        "scatter": _figure([scatter.value_scatter(deal, case, visible)], scatter.caption(deal, case, visible)),
    }
    return {name: figure for name, figure in made.items() if figure.pieces}


def _holds(contents: Contents) -> dict[str, Figure]:
    """The graph of all states where they are few; else what can follow from each package, once for those alike."""
    from winset.present.charts import follows, states

    known = contents.holds
    if known is None or not known.told:
        return {}
    found, visible = known.looked_at.found, contents.visible
    places = [found[0].states.state(item.package) for item in contents.shown]
    graph = states.state_graph(found[0], visible, [place for place in places if place is not None])
    if graph is not None:
        return {"holds": _figure([graph], states.caption(found[0]))}
    drawn = [(found[one.numbers[0] - 1], one.name) for one in known.told if one.gains]
    if not drawn:
        return {}
    charts = [follows.what_follows(one, visible, name) for one, name in drawn]
    return {"holds": _figure(charts, follows.caption([one for one, _ in drawn]))}


def _room(contents: Contents) -> dict[str, Figure]:
    """What each table can agree on and what of it would hold, and meeting in stages."""
    from winset.present.charts import sequence, tables

    words = contents.room.words if contents.room is not None else None
    if words is None:
        return {}
    return {
        "tables": _figure([tables.table_bars(words)], tables.caption(words)),
        "stages": _figure([sequence.stages(words)], sequence.caption(words)),
    }


def _steps(contents: Contents) -> dict[str, Figure]:
    """The time line of the plan, and what a breach would bring and cost each party."""
    from winset.present.charts import staged

    if contents.steps is None:
        return {}
    drawn = staged.in_a_brief(contents.steps.told)
    return {f"steps_{name}": _figure([one.chart], one.caption) for name, one in drawn.items()}


def _figure(charts: Sequence[draw.Drawable | None], caption: str) -> Figure:
    from winset.report.charts import draw

    return Figure(pieces=tuple(Markup(draw.svg(chart)) for chart in charts if chart is not None), caption=caption)


def _parts(issues: list[str], most: int) -> list[list[str]]:
    """The issues in runs of nearly equal length, none longer than `most`."""
    count = max(1, -(-len(issues) // most))
    size = -(-len(issues) // count)
    return [issues[start : start + size] for start in range(0, len(issues), size)]


def _main_caption(contents: Contents) -> str:
    from winset.present.charts import lines

    whole = lines.caption(contents.case, contents.visible)
    if len(contents.focus) == len(contents.case.issues):
        return whole
    which = "issues on which the answer turns" if contents.focus_is_known else "issues"
    return f"{len(contents.focus)} of the {which}; the annex shows all, and how they are placed."
