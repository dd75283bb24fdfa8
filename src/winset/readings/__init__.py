"""Readings of a case: every number fixed, exactly, as integers."""

from winset.readings.draws import Draws, draw_readings, redraw_readings
from winset.readings.exact import Reading, central, central_shares

__all__ = ["Draws", "Reading", "central", "central_shares", "draw_readings", "redraw_readings"]
