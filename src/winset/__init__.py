"""winset finds, for a real multi-party negotiation, the agreements that everyone needed would accept.

    import winset

    case = winset.read("alaska-2025")
    deal = case.deal()
    print(deal.report())

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
    from winset.questions.question import NotComputed
    from winset.report.disclosure import Disclosed
    from winset.result import Result
    from winset.study import Study, compare, read

__version__ = VERSION

_WHERE = {
    "Case": "winset.model.case",
    "CaseError": "winset.errors",
    "Checked": "winset.model.evidence",
    "Disclosed": "winset.report.disclosure",
    "NotComputed": "winset.questions.question",
    "Passage": "winset.model.evidence",
    "Problem": "winset.errors",
    "Result": "winset.result",
    "SaveRefused": "winset.errors",
    "Study": "winset.study",
    "TooLarge": "winset.errors",
    "UnknownName": "winset.errors",
    "WinsetError": "winset.errors",
    "check_case": "winset.casefile.read",
    "compare": "winset.study",
    "read": "winset.study",
    "read_case": "winset.casefile.read",
}

__all__ = [
    "Case", "CaseError", "Checked", "Disclosed", "NotComputed", "Passage", "Problem", "Result", "SaveRefused", "Study",
    "TooLarge", "UnknownName", "WinsetError", "__version__", "check_case", "compare", "read", "read_case",
]  # fmt: skip


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module 'winset' has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
