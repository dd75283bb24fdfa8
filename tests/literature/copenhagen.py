"""The climate conference of 2009 as a published program ran it; the data are not part of the package."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from winset.analyses.forecast.rules import exchange
from winset.analyses.forecast.stances import Stances

FACTS = Path(__file__).parents[3] / "shared" / "data" / "spatial"


PROGRAM = {**exchange.RULE.presets["published_program"], "rounds": "1"}
"""The first round of the preset."""


def stances(position: Any, salience: Any, capability: Any) -> Stances:
    return Stances(
        position=np.array(position, dtype=float),
        salience=np.array(salience, dtype=float),
        capability=np.array(capability, dtype=float),
    )


def copenhagen() -> tuple[Stances, list[str], list[str], dict[str, Any]]:
    """The climate conference of 2009: who stood where, and the run of a published program."""
    if not FACTS.is_dir():
        pytest.skip(f"{FACTS} is not at hand")
    run = json.loads((FACTS / "exchange" / "copenhagen_reference.json").read_text(encoding="utf-8"))
    parties, issues = run["actors"], list(run["issues"])
    position, salience = np.full((len(parties), len(issues)), np.nan), np.zeros((len(parties), len(issues)))
    capability = np.zeros(len(parties))
    with (FACTS / "exchange" / "copenhagen_actors_issues.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            cell = parties.index(row["actor"]), issues.index(row["issue"])
            position[cell], salience[cell] = float(row["position"]), 100 * float(row["salience"])
            capability[cell[0]] = float(row["power"])
    return stances(position, salience, capability), parties, issues, run
