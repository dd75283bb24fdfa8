"""A case as a page can show it, also where its file has errors."""

from __future__ import annotations

from winset.errors import CaseError
from winset.session import Session
from winset.web.address import View
from winset.web.desk import Desk


def readable_session(desk: Desk, view: View) -> Session:
    """The case as the view reads it; one with errors as far as it could be read. Raises CaseError where not at all."""
    session = desk.shelf.case(view.case).any_session()
    if session.checked.case is None:
        raise CaseError(session.checked.problems)
    try:
        return desk.study(view).session
    except CaseError:
        return session
