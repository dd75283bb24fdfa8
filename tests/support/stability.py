"""`winset stability` run on a case, and a small dispute in which parties can move."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.laws.cases import dispute
from tests.support.running import Asking

ALASKA, CLASSROOM, CAMP_DAVID = "examples/alaska-2025", "examples/classroom", "examples/camp-david-1978"
LINE = "territory=freeze,ceasefire=full,sanctions=stepwise_snapback,nato=bid_abandoned,people=both"


_STABILITY = Asking("stability", "40")
run, told, document = _STABILITY.run, _STABILITY.told, _STABILITY.document


def written(folder: Path, **sections: Any) -> str:
    (folder / "case.yaml").write_text(json.dumps({**dispute(), **sections}), encoding="utf-8")
    return str(folder)
