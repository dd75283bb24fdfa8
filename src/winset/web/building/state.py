"""What is tried on the page of a deal: a package, and judged numbers that stand elsewhere, as an address has them; and
what is kept of a case so that a moved number is answered while it is being moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import floor
from threading import Lock
from typing import Any, TypeVar

from winset.analyses.settlement.choose import Package
from winset.analyses.settlement.packages import FEW, total_packages
from winset.analyses.settlement.quick_answers import QuickAnswers
from winset.analyses.settlement.settle import Settlement, Whether, leading_choice
from winset.errors import UnknownName
from winset.model.numbers import Handling
from winset.questions.catalogue import QUESTIONS
from winset.questions.request import PACKAGE
from winset.questions.settlement.movable import Movable, MovableGroup, movable_groups
from winset.questions.settlement.solve import DealAnswer
from winset.questions.settlement.trying import Tried
from winset.report.blocks import ChartData, Drawing, Figure, Report, Section
from winset.report.claims import ClaimReferences
from winset.report.disclosure import disclose
from winset.report.names import Names
from winset.report.ownership import Ownership
from winset.session import Session
from winset.study import Study
from winset.web.address import View
from winset.web.desk import Desk

DEAL = QUESTIONS["deal"]
HELD = ("fold", "streaming", "enumeration")
"""Methods whose work can be held while numbers move."""
ON, AT = "on.", "at."
"""Before an issue and before the path of a number, in the fields of the form in which they are chosen and moved."""
PLAIN = 6
"""Decimals of a number in an address."""
T = TypeVar("T", bound=ChartData)


@dataclass(slots=True, kw_only=True, eq=False)
class Builder:
    """One case under its variants at one level, and for one table. session: with every number where the file has it.
    method: by which the question was answered, as far as that is known.
    """

    session: Session
    table: str | None
    _lock: Lock = field(default_factory=Lock)
    _quick: QuickAnswers | None = None
    method: str = ""
    kept: dict[Any, Any] = field(default_factory=dict)

    @property
    def is_of_evidence(self) -> bool:
        return self.session.whole is not None

    @property
    def is_small(self) -> bool:
        """True where everything is answered at once, also the first time."""
        return total_packages(self.session.compiled(self.table).structure) <= FEW

    @property
    def owners(self) -> Ownership:
        return self.session.owners

    @property
    def names(self) -> Names:
        return Names(self.session.case, self.session.compiled(self.table))

    def claims(self) -> tuple[ClaimReferences, Mapping[str, Any]]:
        """References to the claims of the case, and these opened."""
        known: tuple[ClaimReferences, Mapping[str, Any]] = self._once("claims", self._claims)
        return known

    def _claims(self) -> tuple[ClaimReferences, Mapping[str, Any]]:
        references = ClaimReferences(self.session.checked, self.owners)
        return references, references.quotes()

    def groups(self) -> tuple[MovableGroup, ...]:
        """The numbers that can be moved; none where judgements are left out."""
        known: tuple[MovableGroup, ...] = self._once(
            "groups", lambda: () if self.is_of_evidence else movable_groups(self.session, self.table)
        )
        return known

    def _once(self, key: str, made: Any) -> Any:
        if key not in self.kept:
            self.kept[key] = made()
        return self.kept[key]

    @property
    def quick(self) -> QuickAnswers | None:
        """Answers while numbers move; made once. None where each answer is a search, which takes too long for that."""
        if not self.is_small and self.method not in HELD:
            return None
        with self._lock:
            if self._quick is None:
                reading = self.session.central(self.table)
                lowest = {number.path: number.low for number in self.numbers()}
                names = [f"walk_away.{party}" for party in self.session.compiled(self.table).parties]
                least = tuple(
                    floor(lowest[name] * reading.denominator[party]) if name in lowest else None
                    for party, name in enumerate(names)
                )
                self._quick = QuickAnswers(reading, least)
            return self._quick

    def numbers(self) -> Iterator[Movable]:
        """Every number that can be moved."""
        for group in self.groups():
            for number in group.numbers:
                yield number.shown

    def at(self, view: View) -> Session:
        """The case with the numbers that a view moves. Raises UnknownName."""
        return self.session if self.is_of_evidence else self.session.with_moved(dict(view.moved))


def builder_of(desk: Desk, view: View) -> Builder:
    """The builder of a case as a view reads it. Raises CaseError and UnknownName."""
    case = desk.shelf.case(view.case)
    table = view.first("table") or None
    unmoved = replace(view, moved=(), given=())

    def made() -> Builder:
        session = desk.study(unmoved).session
        session.compiled(table)
        return Builder(session=session, table=table)

    case.session(*view.reading)
    return case.kept.once((case.stamp, "builder", view.reading, view.level, table), made)


def tried(desk: Desk, view: View) -> Tried:
    """What a view tries, as far as that is known at once. Raises UnknownName."""
    builder, study = builder_of(desk, view), answered(desk, view)
    session = builder.at(view)
    known = _known(desk, view, builder)
    named = _package(view.first("package"), builder)
    if named is None:
        central: Whether | None = settlement(desk, view)
    else:
        quick = builder.quick if known is None else None
        central = known if quick is None else quick.whether(session.central(builder.table))
    said: tuple[Any, ...] = ()
    if study is not None and not builder.is_of_evidence:
        verdict = study.verdict(desk.request(DEAL, view))
        said = tuple(block.text for section in verdict.sections for block in section.blocks)
    return Tried(
        session=session,
        table=builder.table,
        package=named if named is not None else _leading(builder, central),
        central=central,
        said=said,
        against=_package(view.first("against"), builder),
    )


def answered(desk: Desk, view: View) -> Study | None:
    """The case as a view reads it, where the page's question has been answered of it already; else None."""
    study = desk.shelf.case(view.case).known_study(view)
    return study if study is not None and desk.request(DEAL, view) in study.answers else None


def settlement(desk: Desk, view: View) -> Settlement | None:
    """The whole settlement answer as a view reads the case, where it is known or found at once."""
    builder = builder_of(desk, view)
    known = _known(desk, view, builder)
    quick = builder.quick if known is None else None
    return known if quick is None else quick.solve(builder.at(view).central(builder.table))


def _known(desk: Desk, view: View, builder: Builder) -> Settlement | None:
    """The settlement answer that the page's question has been answered with; None where it has not."""
    study = answered(desk, view)
    answer = study.answers.get(desk.request(DEAL, view)) if study is not None else None
    if not isinstance(answer, DealAnswer):
        return None
    builder.method = answer.deal.central.method
    return answer.deal.central


def _leading(builder: Builder, central: Whether | None) -> Package:
    """The package that leads the answer, or that the first movement opens; where there is no such, or judgements are
    left out, how things stand.
    """
    if builder.is_of_evidence:
        return _as_it_stands(builder)
    lead = leading_choice(central.choices, central.frontier) if isinstance(central, Settlement) else None
    if lead is None and central is not None and central.openings:
        lead = central.openings[0].package
    return lead if lead is not None else _as_it_stands(builder)


def _package(text: str, builder: Builder) -> Package | None:
    if not text:
        return None
    try:
        named = PACKAGE.read(text)
    except ValueError as error:
        raise UnknownName(str(error)) from None
    return builder.session.compiled(builder.table).package(dict(named))


def _as_it_stands(builder: Builder) -> Package:
    structure = builder.session.compiled(builder.table).structure
    return tuple(
        quo if quo is not None else next(iter(structure.choices(issue)), 0)
        for issue, quo in enumerate(structure.status_quo)
    )


def written(builder: Builder, package: Package) -> str:
    """A package as it stands in an address."""
    return PACKAGE.write(tuple(by_what_it_moves(builder, package).items()))


def by_what_it_moves(builder: Builder, package: Package) -> dict[str, str]:
    """The options of a package off the status quo; of one that moves nothing, that of one issue."""
    compiled = builder.session.compiled(builder.table)
    named, quo = compiled.package_names(package), compiled.structure.status_quo
    moved = {
        compiled.issues[issue]: named[compiled.issues[issue]]
        for issue, option in enumerate(package)
        if compiled.issues[issue] in named and option != quo[issue]
    }
    return moved or dict(list(named.items())[:1])


def chosen(view: View, builder: Builder) -> View:
    """The address of what was chosen and moved in the form. Raises UnknownName."""
    options = {name.removeprefix(ON): value for name, value in view.given if name.startswith(ON)}
    view = slid(view, {number.path: number.likely for number in builder.numbers()})
    plain = tuple(pair for pair in view.given if not pair[0].startswith(ON))
    view = replace(view, page="deal", given=plain)
    if not options:
        return view
    package = builder.session.compiled(builder.table).package(options)
    return view.with_given(package=written(builder, package))


def slid(view: View, known: Mapping[str, Fraction]) -> View:
    """The address of the numbers that sliders of a form have moved. known: where the case has them; there, a number is
    not moved.
    """
    for name, text in view.given:
        if name.startswith(AT):
            path = name.removeprefix(AT)
            view = view.with_moved(path, None if path in known and text == as_text(known[path]) else text)
    return replace(view, given=tuple(pair for pair in view.given if not pair[0].startswith(AT)))


def as_text(value: Fraction) -> str:
    """A number as an address and a slider have it, to at most six decimals."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.{PLAIN}f}".rstrip("0").rstrip(".")


def shown_at(data: T, level: Handling) -> T:
    """The data with what may not be shown left out, or in its other form."""
    figure = Figure(key="data", drawings=(Drawing(lambda seen: seen, data),))
    section = Section(key="data", title="", blocks=(figure,))
    passed: T = disclose(Report(title="", sections=(section,)), level).figures()["data"].drawings[0].data
    return passed
