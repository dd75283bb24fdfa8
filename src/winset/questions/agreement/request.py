"""What can be asked of two readers' cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.questions.request import Request, table_option


@dataclass(frozen=True, kw_only=True)
class AgreementRequest(Request):
    """Say how far two readers of the same sources agree, on which cells not, and whether the answer hangs on it.

    CASE and OTHER are folders with a case.yaml, or the files themselves, of the same parties and issues, filled in by
    two people apart. What both make of each cell is compared, by Cohen's kappa and Krippendorff's alpha; each cell on
    which they differ is then taken from the one into the other, and the answer worked out again.

    \b
    Example:   winset agreement first-reader/ second-reader/
               winset agreement first-reader/ second-reader/ --full
               winset agreement first-reader/ second-reader/ --json --exact
    """

    question: ClassVar[str] = "agreement"

    table: str | None = table_option()
