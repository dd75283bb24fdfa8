"""What is said of any answer, for what is not yet a question's folder."""

from __future__ import annotations

from winset.model.case import Case
from winset.present.visible import Visible
from winset.report.names import variant_lines
from winset.report.ownership import Ownership, nothing_judged
from winset.report.sources import source_warnings as owned_warnings

__all__ = ["nothing_judged", "source_warnings", "variant_lines"]


def source_warnings(case: Case, visible: Visible) -> list[str]:
    """A sentence for each source whose quality is in doubt."""
    return [one.shown for one in owned_warnings(Ownership(case=case)) if visible.allows(one.of.level)]
