"""What can be asked of whether a package would hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.analyses.stability.definitions import definitions
from winset.questions.request import PACKAGE, Pairs, Request, Value, option, seed_option, table_option, trials_option

Blocks = tuple[tuple[str, ...], ...]
MOST_COUNTED = 1000
"""States up to which trials are counted beside another question; beyond, it is said how it is centrally alone."""


def _blocks(text: str) -> Blocks:
    blocks = tuple(tuple(block.split("+")) for block in text.split(","))
    if not all(name for block in blocks for name in block):
        raise ValueError(f"`{text}` is not A+B,C+D")
    return blocks


BLOCKS = Value(
    read=_blocks,
    write=lambda blocks: ",".join("+".join(block) for block in blocks),
    take=lambda given: tuple(tuple(map(str, block)) for block in given),
    given="a list of lists of parties",
)


@dataclass(frozen=True, kw_only=True)
class StabilityRequest(Request):
    """Say whether a package would hold once it is agreed: who would be tempted to break it alone, what the others could
    reply, on what that rests, and which other option would turn the verdict.

    CASE is a folder with a case.yaml, or the file itself. What each party can change alone is what `moves` says of it.

    \b
    Example:   winset stability examples/camp-david-1978
               winset stability examples/alaska-2025 --package territory=freeze,ceasefire=full
               winset stability examples/alaska-2025 --by-value --concept seq --json
               winset stability examples/literature/kilgour-2001-elmira --coalitions --paths --inverse nash
               winset stability examples/literature/kilgour-2001-elmira --chart elmira.svg
    """

    question: ClassVar[str] = "stability"

    package: Pairs | None = option(
        None,
        "Look at this package; issues not named stay as they are. [default: what leads in `winset deal`, else the "
        "first that a single movement would open]",
        metavar="ISSUE=OPTION,…",
        value=PACKAGE,
    )
    concepts: tuple[str, ...] = option(
        (),
        "List the states that are stable by this definition; may be repeated. [default: all]",
        flag="--concept",
        choices=tuple(definitions),
        repeated=True,
    )
    coalitions: bool = option(default=False, help="Say as well who would be tempted to break it together.", kind=bool)
    partition: Blocks | None = option(
        None,
        "Say as well what holds if these parties each act as one; a party that is not named acts by itself.",
        metavar="A+B,…",
        value=BLOCKS,
    )
    paths: bool = option(default=False, help="Say as well how things could get there from where they stand.", kind=bool)
    inverse: tuple[str, ...] = option(
        (),
        "Say as well which preferences would have to be different for it to be stable by this definition; may be "
        "repeated.",
        choices=tuple(key for key, definition in definitions.items() if definition.for_any_movers),
        repeated=True,
    )
    ahead: int | None = option(
        None,
        "For two parties: say as well what holds if each looks up to so many moves ahead.",
        kind=int,
        minimum=1,
        maximum=50,
        metavar="MOVES",
    )
    by_value: bool = option(
        default=False, help="Rank by value even where the case has statements or a ranking.", kind=bool
    )
    table: str | None = table_option()
    seed: int = seed_option()
    trials: int = trials_option(1000, "In how many trials the package is looked at; 0 leaves it out.")

    @property
    def keys(self) -> tuple[str, ...]:
        """The definitions that are shown, in their order."""
        return tuple(key for key in definitions if not self.concepts or key in self.concepts)


@dataclass(frozen=True, kw_only=True)
class StabilitySummaryRequest(Request):
    """Whether packages that another answer shows would hold, in short. most: states that are looked at; without it, as
    many as memory holds, and readings are counted whatever that takes. in_words: only what sentences say is counted
    over readings.
    """

    question: ClassVar[str] = "stability"
    solved_by: ClassVar[str] = "summary"

    packages: tuple[tuple[int, ...], ...] = ()
    table: str | None = None
    seed: int = 1
    trials: int = 100
    most: int | None = None
    most_counted: int = MOST_COUNTED
    in_words: bool = False
