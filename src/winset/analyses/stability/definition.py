"""What a stability definition says of itself: what it takes for a party not to gain by moving away from a state.

A definition says what the others could do in answer to an improvement, so that the party would not make it. A state is
stable for a party where every improvement from it is answered. A new definition is one new file in `definitions/`, with
one reference case. Nothing heavy is imported here: options of commands are made from the register.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from winset.analyses.stability.countermoves import Countermove, Deviation

By = Literal["nothing", "moves", "improvements", "changes at once", "a rule of its own"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One way to say that a state is stable for a party.

    meaning: printed with the answer. order: its place among the definitions wherever they are shown. by: of what
    answers are made. lasting: whether the party must be no better off even after its best reply. rule: where answers
    are made by a rule of its own, what answers an improvement, None where nothing does; it may raise TooLarge.
    implied_by: the keys of definitions under which a stable state is stable under this one as well. is_quick: whether
    it takes so little time that it is counted over readings wherever a package is shown. leads_paths: whether it is
    said how things get to its stable states. for_any_movers: whether it is also asked of coalitions and blocks, and
    where preferences are strong, unknown or to be found. most_for_coalitions: states up to which it is asked of these.
    """

    key: str
    title: str
    meaning: str
    source: str
    order: int
    by: By
    lasting: bool = False
    rule: Callable[[Deviation], Countermove | None] | None = None
    implied_by: tuple[str, ...] = ()
    is_quick: bool = True
    leads_paths: bool = False
    for_any_movers: bool = False
    most_for_coalitions: int = 100_000
