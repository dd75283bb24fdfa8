"""The plans of the worked example of staging as cases: relief against withdrawal, and a plan of four parties."""

from __future__ import annotations

from typing import Any

from tests.laws.cases import read
from winset.analyses.staging.plan_terms import plan_terms
from winset.analyses.staging.terms import PlanTerms
from winset.compiled import Compiled, compiled

Raw = dict[Any, Any]
RELIEF: Raw = {
    "by": "c", "worth": {"r": {"each": 10}, "c": {"each": -3}}, "reversible": True, "divisible": True,
    "snapback": 0.8, "at": {0: 1},
}  # fmt: skip
WITHDRAWAL: Raw = {
    "by": "r", "worth": {"r": {"once": -60}, "c": {"once": 80}}, "reversible": False, "divisible": True, "at": {0: 1},
}  # fmt: skip
CEASEFIRE: Raw = {"by": "r", "worth": {"r": {"each": -0.5}, "c": {"each": 4}}, "reversible": True, "at": {0: 1}}
R: Raw = {"discount": 0.9, "detection": 0.5, "lag": 1, "open_lag": 0}
C: Raw = {"discount": 0.9, "detection": 1, "lag": 0, "open_lag": 0}


NO_OR_YES: Raw = {"none": "no", "some": "yes"}


def case_of(plan: Raw, parties: tuple[str, ...], options: Raw = NO_OR_YES) -> Compiled:
    """A case of these parties with one issue and the plan."""
    return compiled(
        read(
            {
                "winset": 1,
                "case": {"id": "staged", "title": "A staged agreement", "as_of": "2025-01-01"},
                "parties": {party: {"name": party.upper()} for party in parties},
                "issues": {"deal": {"status_quo": "none", "options": options}},
                "positions": {"deal": {"rest": "silent"}},
                "plan": {"period": "a month", **plan},
            }
        )
    )


def two_parties(*, ceasefire: bool = False, at: Raw | None = None, snapback: float | str = 0.8, **r: Any) -> PlanTerms:
    """Relief against withdrawal. at: the dates and shares of both; r: other terms for R."""
    dates = at or {0: 1}
    steps: Raw = {"relief": {**RELIEF, "snapback": snapback, "at": dates}, "withdrawal": {**WITHDRAWAL, "at": dates}}
    if ceasefire:
        steps["ceasefire"] = CEASEFIRE
    return plan_terms(case_of({"steps": steps, "parties": {"r": {**R, **r}, "c": C}}, ("r", "c")))


HALVES = {0: 0.5, 2: 0.5}
FOUR = ("rus", "ukr", "us", "eur")


def four_parties(snapback: float, detection: float, periods: int = 8) -> PlanTerms:
    """Eight steps of four parties, all at once at period 0, over so many periods."""

    def step(by: str, worth: Raw, **more: Any) -> Raw:
        return {"by": by, "worth": worth, "reversible": True, "at": {0: 1}, **more}

    def each(**points: float) -> Raw:
        return {party: {"each": worth} for party, worth in points.items()}

    def once(**points: float) -> Raw:
        return {party: {"once": worth} for party, worth in points.items()}

    steps = {
        "ceasefire_r": step("rus", each(rus=-1, ukr=6, us=1, eur=2)),
        "ceasefire_u": step("ukr", each(rus=4, ukr=-1)),
        "people": step("rus", once(rus=-4, ukr=20, us=1, eur=1), reversible=False, divisible=True),
        "withdrawal": step(
            "rus", once(rus=-60, ukr=80, eur=15, us=5), reversible=False, divisible=True, after=["ceasefire_r"]
        ),
        "relief_us": step("us", each(rus=5, us=-0.3, ukr=-0.5), snapback=snapback, divisible=True),
        "relief_eu": step("eur", each(rus=5, eur=-1, ukr=-0.5), snapback=snapback, divisible=True),
        "guarantee": step("us", each(ukr=3, us=-0.6, rus=-0.5)),
        "peacekeepers": step("eur", each(ukr=2, eur=-0.8, rus=-0.5), after=["ceasefire_r", "ceasefire_u"]),
    }
    rules = {party: {"discount": 0.9, "detection": 0.9, "lag": 1} for party in FOUR}
    rules["rus"]["detection"] = detection
    return plan_terms(case_of({"steps": steps, "parties": rules}, FOUR)).lasting(periods)
