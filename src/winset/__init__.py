"""winset finds, for a real multi-party negotiation, the agreements that everyone needed would accept.

What is listed in `__all__` is the public surface; each name is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from winset.model.version import VERSION

if TYPE_CHECKING:
    from winset.casefile.read import check_case, read_case
    from winset.errors import CaseError, Problem, SaveRefused, TooLarge, UnknownName, WinsetError
    from winset.model.case import Case
    from winset.model.evidence import Checked, Passage
    from winset.old_study import Study

__version__ = VERSION

_WHERE = {
    "Case": "winset.model.case",
    "CaseError": "winset.errors",
    "Checked": "winset.model.evidence",
    "Passage": "winset.model.evidence",
    "Problem": "winset.errors",
    "SaveRefused": "winset.errors",
    "Study": "winset.old_study",
    "TooLarge": "winset.errors",
    "UnknownName": "winset.errors",
    "WinsetError": "winset.errors",
    "check_case": "winset.casefile.read",
    "read_case": "winset.casefile.read",
}

__all__ = [
    "Case", "CaseError", "Checked", "Passage", "Problem", "SaveRefused", "Study", "TooLarge", "UnknownName",
    "WinsetError", "__version__", "check_case", "read_case",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'winset' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
