"""What the answer about time offers to other questions."""

from __future__ import annotations

from winset.analyses.timing.power import exit_gains as gains_by_party
from winset.compiled.timing import timing_of
from winset.errors import UnknownName
from winset.questions.question import ExitGains
from winset.readings.judged import most_likely
from winset.session import Session

NEEDED = "`judgements.timing` of this case does not say how strong two parties or more are, and how that changes"


def exit_gains(session: Session, periods: int, agreed: frozenset[tuple[int, int]]) -> ExitGains:
    """What parties gain by leaving an agreement as their strength develops, at the most likely numbers, with the limits
    that what is agreed sets to it. Raises UnknownName where the case does not give enough.
    """
    timing, judged = timing_of(session.case), session.case.judgements.timing
    gains = {} if timing is None else gains_by_party(timing, most_likely, periods, agreed)
    if judged is None or not gains:
        raise UnknownName(NEEDED)
    return ExitGains(
        by_party=gains,
        period=judged.period,
        words="how strength develops under `timing`, at the most likely numbers",
        section=("judgements", "timing"),
    )
