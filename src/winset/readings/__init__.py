"""Readings of a case: every number fixed, exactly, as integers."""

from winset.readings.exact import Reading, central
from winset.readings.draws import Draws, drawn

__all__ = ["Draws", "Reading", "central", "drawn"]
