"""The register of stability definitions: what it takes for a party not to gain by moving away from a state.

A definition says what the others could do in answer to an improvement, so that the party would not make it. A state is
stable for a party where every improvement from it is answered. A new definition is one new file in this folder, one
reference case and one import line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from winset.analyses.stability.countermoves import Answer, Deviation

Answers = Callable[[Deviation], Answer | None]
By = Literal["nothing", "moves", "improvements", "changes at once"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One way to say that a state is stable for a party.

    answer: what answers an improvement, None where nothing does. by: of what answers are made. lasting: whether the
    party must be no better off even after its best reply. implied_by: the keys of definitions under which a stable
    state is stable under this one as well.
    """

    key: str
    title: str
    source: str
    meaning: str
    answer: Answers
    by: By
    lasting: bool = False
    implied_by: tuple[str, ...] = ()


definitions: dict[str, Definition] = {}


def definition(  # noqa: PLR0913 - the fields of an entry
    *, key: str, title: str, source: str, by: By, lasting: bool = False, implied_by: tuple[str, ...] = ()
) -> Callable[[Answers], Answers]:
    """Registers what it decorates; the docstring's first paragraph is what is printed with the answer."""

    def registered(answer: Answers) -> Answers:
        definitions[key] = Definition(
            key=key,
            title=title,
            source=source,
            meaning=(answer.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " "),
            answer=answer,
            by=by,
            lasting=lasting,
            implied_by=implied_by,
        )
        return answer

    return registered
