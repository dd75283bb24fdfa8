"""What can be asked of a brief."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from winset.questions.request import (
    Request,
    method_option,
    nodes_option,
    option,
    seconds_option,
    seed_option,
    table_option,
    trials_option,
)


@dataclass(frozen=True, kw_only=True)
class BriefRequest(Request):
    """Write the brief that can be handed over: two pages and an annex, as HTML, Markdown, Word or PDF.

    What is marked above the handling level is left out, and the brief says how much. At `--handling open` it shows no
    judgement as a number. `--dossier` writes everything that stands behind it: quotes in full, scores and ranges.

    \b
    Example:   winset brief examples/alaska-2025 --output alaska.html
               winset brief examples/alaska-2025 --format docx --reference office.docx
               winset brief examples/alaska-2025 --handling open --output public.md
               winset brief examples/alaska-2025 --dossier --output dossier.pdf
    """

    question: ClassVar[str] = "brief"

    dossier: bool = option(
        default=False, kind=bool, help="Write all that stands behind the brief: quotes in full, scores, ranges, method."
    )
    forecast: bool = option(
        default=False, kind=bool, help="Add to the annex where bargaining would settle each issue; it is no advice."
    )
    without: tuple[str, ...] = option(
        (),
        "Leave this section out, such as `brief_plan` or `annex`; may be repeated.",
        repeated=True,
        metavar="SECTION",
    )
    table: str | None = table_option()
    seed: int = seed_option()
    trials: int = trials_option(1000, "How many trials resolve what the sources are silent on.", minimum=1)
    method: str | None = method_option()
    nodes: int = nodes_option()
    seconds: float | None = seconds_option()
