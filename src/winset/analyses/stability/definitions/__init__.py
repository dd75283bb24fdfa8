"""Stability definitions, one file each; the order of the imports is the order in which they are shown."""

# isort: off
from winset.analyses.stability.definitions import nash
from winset.analyses.stability.definitions import gmr
from winset.analyses.stability.definitions import smr
from winset.analyses.stability.definitions import seq
from winset.analyses.stability.definitions import sseq
from winset.analyses.stability.definitions import sim
# isort: on

from winset.analyses.stability.definitions.register import Definition, definition, definitions

__all__ = ["Definition", "definition", "definitions", "gmr", "nash", "seq", "sim", "smr", "sseq"]
