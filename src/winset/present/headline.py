"""What is said of a case without positions, for what is not yet a question's folder."""

from winset.report.sources import BLANK

__all__ = ["BLANK"]
