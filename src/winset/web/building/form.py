"""The form of the builder: a row of options for each issue, and a slider for each number that can be moved."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from winset.questions.settlement.movable import Movable
from winset.questions.settlement.option_rows import option_rows
from winset.questions.settlement.trying import Tried
from winset.report.blocks import Report
from winset.report.disclosure import disclose
from winset.report.names import points
from winset.report.pieces import plain
from winset.web.address import View
from winset.web.blocks import PageBlocks
from winset.web.building.state import AT, ON, Builder, as_text, shown_at
from winset.web.render import filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """A number that can be moved, as the form has it; `number` is None where it may not be shown."""

    name: Markup
    number: Movable | None = None
    key: str = ""
    value: str = ""
    file: str = ""
    told: str = ""
    shown: str = ""
    low: str = ""
    high: str = ""
    step: str = ""
    place: str = ""
    ticks: tuple[tuple[str, str], ...] = ()
    judged: str = ""
    title: str = ""
    is_moved: bool = False


def package_form(builder: Builder, view: View, now: Tried) -> Markup:
    rows = option_rows(builder.session, builder.table)
    page = PageBlocks(disclose(Report(title=""), view.level), view)
    on = dict(zip(now.case.issues, now.package, strict=True))
    picked = {issue: now.case.options[now.case.issues.index(issue)][option] for issue, option in on.items()}
    moved = dict(view.moved)
    groups = [
        (group.key, plain(group.title), [slider_of(number, moved, page) for number in shown_group.numbers])
        for group in builder.groups()
        if (shown_group := shown_at(group, view.level)).numbers
    ]
    hidden = [
        *((name, value) for name, value in view.case_query if name != "set"),
        *((name, value) for name, value in view.given if name != "package"),
    ]
    others = [pair for pair in view.moved if pair[0] not in _paths(builder)]
    return filled(
        "builder.html.j2",
        action=view.part("tried").partition("?")[0],
        settled=view.part("settled").partition("?")[0],
        on=ON,
        at=AT,
        rows=[(row, page.text(row.title)) for row in rows],
        picked=picked,
        groups=groups,
        hidden=[*hidden, *(("set", f"{path}={text}") for path, text in others)],
        is_of_evidence=builder.is_of_evidence,
    )


def _paths(builder: Builder) -> set[str]:
    return {number.shown.path for group in builder.groups() for number in group.numbers}


def slider_of(number: Movable | str, moved: dict[str, str], page: PageBlocks) -> Slider:
    """A number as a slider; only its name where it may not be shown."""
    if not isinstance(number, Movable):
        return Slider(name=page.text(number))
    value = moved.get(number.path, as_text(number.likely))
    low, high = number.low, number.high
    if number.path in moved:  # an address may have put it farther than the slider goes
        low, high = min(low, Fraction(value)), max(high, Fraction(value))
    return Slider(
        name=page.text(number.name),
        number=number,
        key=number.path.replace(".", "-"),
        value=value,
        file=as_text(number.likely),
        shown=points(Fraction(value)).removesuffix(".0"),
        told=points(number.likely).removesuffix(".0"),
        low=as_text(low),
        high=as_text(high),
        step=as_text(number.step),
        place="any" if (Fraction(value) - low) % number.step else as_text(number.step),
        ticks=tuple((as_text(at), words) for at, words in number.ticks),
        judged=number.judged,
        title=plain(number.title),
        is_moved=number.path in moved,
    )
