"""A case in positions: the only place where names are turned into array positions and back.

Parties, issues and options keep the order of the case file. A *column* is one option of one issue: the options of all
issues one after the other. What does not vary between readings (who must accept, red lines, rules) is the
`Structure`; what does vary is kept as ranges in the cells, walk-aways and links.
"""

from winset.compiled.case import Compiled, compiled
from winset.compiled.index import Condition
from winset.compiled.moves import CompiledMove
from winset.compiled.plan import Planned, PlannedStep, PlannedTrigger
from winset.compiled.preferences import CompiledCell, CompiledLever, CompiledLink, CompiledStatement, Ranking
from winset.compiled.structure import CompiledRedLine, CompiledRule, Structure, Vote
from winset.compiled.tables import Body, CompiledTable, Floor

__all__ = [
    "Body",
    "Compiled",
    "CompiledCell",
    "CompiledLever",
    "CompiledLink",
    "CompiledMove",
    "CompiledRedLine",
    "CompiledRule",
    "CompiledStatement",
    "CompiledTable",
    "Condition",
    "Floor",
    "Planned",
    "PlannedStep",
    "PlannedTrigger",
    "Ranking",
    "Structure",
    "Vote",
    "compiled",
]
