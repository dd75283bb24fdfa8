"""The brief as one HTML file that needs nothing else, for the screen and for print on A4."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from winset.present.brief.contents import Contents


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


def figures(contents: Contents) -> dict[str, tuple[Markup, str]]:
    """The charts as inline SVG, each with its caption; one that has nothing to show at this level is left out."""
    from winset.present.charts import bars, draw, lines, matrix, scatter

    deal, case, visible = contents.deal, contents.case, contents.visible
    packages = tuple(item.package for item in contents.shown)
    made: dict[str, tuple[Callable[[], draw.Drawable | None], str]] = {
        "main": (lambda: lines.option_lines(case, visible, contents.focus), _main_caption(contents)),
        "lines": (lambda: lines.option_lines(case, visible), lines.caption(case, visible)),
        "matrix": (lambda: matrix.position_matrix(case, visible), matrix.caption(case, visible)),
        "bars": (lambda: bars.package_bars(deal, case, visible, packages), bars.caption(deal, case, visible, packages)),
        "scatter": (lambda: scatter.value_scatter(deal, case, visible), scatter.caption(deal, case, visible)),
    }
    found: dict[str, tuple[Markup, str]] = {}
    for name, (make, caption) in made.items():
        chart = make()
        if chart is not None:
            found[name] = (Markup(draw.svg(chart)), caption)
    return found


def _main_caption(contents: Contents) -> str:
    from winset.present.charts import lines

    whole = lines.caption(contents.case, contents.visible)
    if len(contents.focus) == len(contents.case.issues):
        return whole
    return f"The {len(contents.focus)} issues on which the answer turns most; the annex shows all. {whole}"
