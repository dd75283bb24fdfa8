"""How far two readers agree, and what becomes of the answer with the other's reading."""

from __future__ import annotations

from dataclasses import dataclass

from winset.analyses.agreement.cells import ReadersAgreement, readers_agreement
from winset.analyses.agreement.effects import ReadersEffects, readers_effects
from winset.casefile.checks.register import is_valid
from winset.errors import NumberTooFine, TooLarge, UnknownName, WinsetError
from winset.questions.agreement.request import AgreementRequest
from winset.questions.question import Given


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AgreementAnswer:
    """Two readers' cases against each other. effects: None where an answer cannot be worked out; notes say why."""

    request: AgreementRequest
    readers: ReadersAgreement
    effects: ReadersEffects | None
    notes: tuple[str, ...] = ()
    stopped: str = ""

    @property
    def status(self) -> str:
        known = self.effects is not None and "limit" not in (self.effects.first.status, self.effects.other.status)
        return "answered" if known else "limit"


def solve(request: AgreementRequest, given: Given) -> AgreementAnswer:
    """How far two readers agree. Raises UnknownName for a table that a case does not have, WinsetError for one case."""
    if given.other is None:
        raise WinsetError("the cases of two readers are compared; only one is given")
    sessions = (given.session, given.other)
    for session in sessions:
        tables = session.case.tables
        if request.table is not None and request.table not in tables:
            known = ", ".join(tables) or "none"
            raise UnknownName(f"{session.place}: no table `{request.table}`; this case has: {known}")
    cases = (given.session.case, given.other.case)
    texts = (given.session.checked.sources, given.other.checked.sources)
    readers = readers_agreement(*cases, texts)
    try:
        effects = readers_effects(cases, readers.differing, request.table, is_valid)
    except (TooLarge, NumberTooFine) as refusal:
        reason = f"Whether the answer hangs on it was not computed: {refusal}"
        return AgreementAnswer(request=request, readers=readers, effects=None, notes=(reason,))
    return AgreementAnswer(request=request, readers=readers, effects=effects)
