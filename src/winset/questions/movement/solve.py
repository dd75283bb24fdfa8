"""How the parties of a case have moved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from winset.analyses.movement.movement import Movement, movements
from winset.casefile.names import listing, nearest, short
from winset.compiled.history import histories
from winset.errors import UnknownName
from winset.questions.movement.request import MovementRequest
from winset.questions.question import Given
from winset.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementAnswer:
    """The movements that were asked for, of every cell that lists an earlier position."""

    request: MovementRequest
    movements: tuple[Movement, ...]
    stopped: str = ""

    @property
    def status(self) -> str:
        return "answered" if self.movements else "none"


def solve(request: MovementRequest, given: Given) -> MovementAnswer:
    """Raises UnknownName for a party or an issue that the case does not have."""
    return moved(request, given.session)


def moved(request: MovementRequest, session: Session) -> MovementAnswer:
    """The same of a session, which may be one of the evidence alone."""
    case = session.compiled()
    for what, name, known in (("party", request.party, case.parties), ("issue", request.issue, case.issues)):
        if name is not None and name not in known:
            raise UnknownName(_unknown(what, name, known))
    asked = tuple(
        history
        for history in histories(session.case, case)
        if request.party in (None, case.parties[history.party]) and request.issue in (None, case.issues[history.issue])
    )
    return MovementAnswer(request=request, movements=movements(case, asked))


def _unknown(what: str, name: str, known: Collection[str]) -> str:
    guess = nearest(name, known)
    return f"no {what} `{short(name)}`; {f'did you mean `{guess}`? ' if guess else ''}this case has: {listing(known)}"
