"""Case files of large negotiations, written by number: the sizes of which the documentation states what they take."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.ordinary_cases import Size, mapping

PARTIES = (
    "Federal Government", "Northern Alliance", "Coastal Provinces", "Workers' Congress", "Southern Council",
    "Chamber of Commerce", "Highland Assembly", "Reform Party", "Veterans' League", "Island Communities",
    "Regional Union", "Lender Group",
)  # fmt: skip
ISSUES = (
    "Ceasefire line", "Withdrawal of forces", "Monitoring", "Disarmament", "Amnesty", "Prisoners", "Return of refugees",
    "Property claims", "Language rights", "Autonomy", "Elections", "Seats in parliament", "Police", "Courts",
    "Border crossings", "Port access", "Oil revenue", "Water shares", "Customs", "Sanctions relief", "Reconstruction",
    "Debt", "Security guarantees", "Missiles", "Review clause",
)  # fmt: skip
WALK_AWAY = 20
"""What every party has without a deal, in points of 100: most packages are acceptable, as where much is to be won."""
WIDE_WALK_AWAY = 40
"""The same where many parties meet, so that few packages are acceptable."""


def square(parties: int, issues: int) -> Size:
    """So many parties on issues of ten options each: 10 to the power of the issues packages."""
    return Size(parties=parties, issues=issues, options=10, refusals=0.0, walk_away=WALK_AWAY)


WIDE = Size(parties=12, issues=25, options=5, rules=10, refusals=0.04, walk_away=WIDE_WALK_AWAY)
"""Many parties on many issues, with red lines and rules: about 3 × 10^17 packages."""
JOINED = replace(square(5, 9), rules=20, links=40, across=4)
"""Rules and links that join all issues, so that they cannot be taken one after the other: 10^9 packages."""
JOINED_WIDE = replace(WIDE, rules=20, links=60, across=4)
"""The same where many parties meet on many issues."""


def write(size: Size, folder: Path) -> Path:
    """The case in a folder of its own, which is returned; the same size gives the same file."""
    folder.mkdir(parents=True, exist_ok=True)
    case = named(size)
    lines = (f"{section}: {json.dumps(content)}\n" for section, content in case.items())
    (folder / "case.yaml").write_text("".join(lines), encoding="utf-8")
    return folder


def named(size: Size) -> dict[str, Any]:
    """What the case file says, with names as negotiations have them."""
    case = mapping(size)
    for party, name in zip(case["parties"].values(), PARTIES, strict=False):
        party["name"] = name
    for issue, title in zip(case["issues"].values(), ISSUES, strict=False):
        issue["title"] = title
        issue["options"] = {key: f"step {n} of {len(issue['options'])}" for n, key in enumerate(issue["options"], 1)}
    return case
