"""On the page of tables: a table put together seat by seat, and what it could do; it stands in the address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from winset.analyses.settlement.packages import total_packages
from winset.analyses.tables.enumerated_space import MOST_LISTED
from winset.errors import NumberTooFine, TooLarge, UnknownName
from winset.model.case import Case
from winset.model.moved import FEWEST, TriedTable, bodies_of
from winset.questions.tables.tried import report
from winset.report.disclosure import disclose
from winset.session import Session
from winset.web.address import Query, View
from winset.web.blocks import FragmentBlocks
from winset.web.desk import Desk
from winset.web.render import Part, filled, fragments

SEAT, RATIFIES, AGENDA = "seat", "ratifies", "on"
"""Names in an address: who sits there, who must say yes afterwards, and what is on the agenda."""
OF_THE_TABLE = (SEAT, RATIFIES, AGENDA)


def beside(desk: Desk, view: View) -> Iterator[Part]:
    """The seats as a form, and what the table could do."""
    session = desk.study(replace(view, given=())).session
    if session.whole is not None or len(session.case.parties) < FEWEST:
        return
    table = table_of(view, session.case)
    yield Part(name="seats", html=_form(session.case, view, table))
    is_small = total_packages(session.compiled().structure) <= MOST_LISTED
    yield tried(desk, view, session, table) if is_small else _asked_for(view, session.case, table)


def tried_part(desk: Desk, view: View, request: Request) -> Response:
    """What the table could do, answered while seats are taken."""
    session = desk.study(replace(view, given=())).session
    if session.whole is not None:
        raise UnknownName("no table can be tried where judgements are left out")
    table = table_of(view, session.case)
    view = replace(view, given=(*_rest(view), *as_query(table, session.case)))
    return fragments(view, tried(desk, view, session, table).element)


def table_of(view: View, case: Case) -> TriedTable:
    """The table that an address names; the next one of the case where it names no seat, else one of everybody."""
    named = {name: tuple(value for given, value in view.given if given == name) for name in OF_THE_TABLE}
    if any(named.values()):
        every = set(named[AGENDA]) >= set(case.issues)
        return TriedTable(seated=named[SEAT], ratifiers=named[RATIFIES], agenda=() if every else named[AGENDA])
    coming = next((key for key, table in case.tables.items() if not table.past), None)
    return TriedTable(seated=tuple(case.parties)) if coming is None else of_case(case, coming)


def of_case(case: Case, key: str) -> TriedTable:
    """A table of the case as one that is put together."""
    table = case.tables[key]
    ratifiers = tuple(name for ratifier in table.ratifiers if (name := ratifier.party or ratifier.body) is not None)
    return TriedTable(seated=tuple(table.seated), ratifiers=ratifiers, agenda=tuple(table.agenda or ()))


def as_query(table: TriedTable, case: Case) -> Query:
    """The table as it stands in an address."""
    return (
        *((SEAT, party) for party in case.parties if party in table.seated),
        *((RATIFIES, name) for name in (*case.parties, *bodies_of(case)) if name in table.ratifiers),
        *((AGENDA, issue) for issue in case.issues if issue in table.agenda),
    )


def _rest(view: View) -> Query:
    return tuple(pair for pair in view.given if pair[0] not in OF_THE_TABLE)


def _form(case: Case, view: View, table: TriedTable) -> Markup:
    starts = [(entry.title or key.replace("_", " "), of_case(case, key)) for key, entry in case.tables.items()]
    starts.append(("everybody", TriedTable(seated=tuple(case.parties))))
    return filled(
        "seats.html.j2",
        action=view.part("seats").partition("?")[0],
        hidden=[*view.case_query, *_rest(view)],
        parties=[(key, party.name, key in table.seated, key in table.ratifiers) for key, party in case.parties.items()],
        bodies=[(name, name in table.ratifiers) for name in bodies_of(case)],
        issues=[(key, case.issue_title(key), not table.agenda or key in table.agenda) for key in case.issues],
        starts=[(title, replace(view, given=(*_rest(view), *as_query(each, case))).url) for title, each in starts],
        names=OF_THE_TABLE,
    )


def _asked_for(view: View, case: Case, table: TriedTable) -> Part:
    """Where it takes a search to say what a table could do: said once that is asked for, so that the page need not
    wait.
    """
    url = replace(view, given=(*_rest(view), *as_query(table, case))).part("seats")
    told = Markup('<p><a href="{}" data-swap>Say what this table could do</a>, which takes a search.</p>').format(url)
    html = filled("table_tried.html.j2", told=told, refused="", known=_known(case, table))
    return Part(name="table-tried", html=html)


def _known(case: Case, table: TriedTable) -> str:
    """The table of the case that has these seats and this agenda, by its title; empty where none has."""
    for key, entry in case.tables.items():
        own = {name: body for name, body in bodies_of(case).items() if name in of_case(case, key).ratifiers}
        same_bodies = all(body in entry.ratifiers for body in own.values())
        if same_bodies and as_query(of_case(case, key), case) == as_query(table, case):
            return entry.title or key.replace("_", " ")
    return ""


def tried(desk: Desk, view: View, session: Session, table: TriedTable) -> Part:
    """What the table could agree on, and whether that would hold; or why that is not said."""
    case = desk.shelf.case(view.case)
    try:
        moved = case.kept.once(
            (case.stamp, "tried table", view.reading, view.moved, view.level, table), lambda: session.with_table(table)
        )
        page = FragmentBlocks(disclose(report(moved), view.level), view, "main")
        told, refused = Markup("").join(page.parts(page.disclosed.report.sections)), ""
    except (UnknownName, TooLarge, NumberTooFine) as error:
        told, refused = Markup(""), f"{str(error)[:1].upper()}{str(error)[1:]}."
    return Part(
        name="table-tried",
        html=filled("table_tried.html.j2", told=told, refused=refused, known=_known(session.case, table)),
    )
