"""The answer over many trials, as plain data for JSON."""

from __future__ import annotations

from typing import Any

from winset.analyses.robustness.acceptance import Acceptance, LeverOutcome, LikelyPackage, PackageAcceptance
from winset.analyses.robustness.drivers import Driver, DriverEffect, most_influential_first
from winset.analyses.robustness.flips import Flip
from winset.analyses.robustness.readings_question import DEAL, PACKAGE
from winset.analyses.robustness.robustness import Robustness
from winset.questions.question import Beside, Saying
from winset.questions.robustness.hangs import MOST_ASKED, owned_flips, turning
from winset.questions.robustness.inputs import InputWords
from winset.questions.robustness.levers import owned_levers
from winset.questions.robustness.solve import RobustAnswer
from winset.readings.shares import Share
from winset.report.blocks import Json, Owned
from winset.report.constraints import ConstraintWords
from winset.report.counts import DIGITS, NOT_A_PROBABILITY
from winset.report.disclosure import from_those_shown
from winset.report.ownership import Ownership, owner_of_all

MOST_PACKAGES = 3
"""Packages that are listed of those that lead with levers pulled; beyond, the rest is left out."""


def data(answer: RobustAnswer, saying: Saying) -> Json:
    """What `winset robust --json` prints."""
    known, owners = answer.robustness, saying.owners
    acceptance, case = known.answer, known.answer.case
    names = saying.names(answer.request.table)
    words, inputs, beside = ConstraintWords(names), InputWords(names), saying.beside.get("stability", Beside())
    most = saying.showing.limit or None
    packages = list(dict.fromkeys((*acceptance.most, *acceptance.trade_off)))
    return {
        "status": answer.status,
        "parties": [case.parties[party] for party in case.structure.bargaining],
        "draws": acceptance.draws,
        "seed": acceptance.seed,
        "deal": _share(acceptance.deal),
        "undecided": acceptance.deal.undecided,
        "packages": [
            {**_package(package, acceptance, owners), "holds": beside.data(package.options)}
            for package in packages[:most]
        ],
        "ties": len(acceptance.most),
        "all_ties": acceptance.all_ties,
        "every_package": acceptance.every_package,
        "accepted_at_most": _accepted_at_most(acceptance),
        "trade_off": len(acceptance.trade_off),
        "pivotal": {name: round(acceptance.pivotal[n].share, DIGITS) for n, name in enumerate(case.parties)},
        "pivotal_at_most": {name: round(acceptance.pivotal[n].top, DIGITS) for n, name in enumerate(case.parties)},
        "pivotal_errors": {name: round(acceptance.pivotal[n].error, DIGITS) for n, name in enumerate(case.parties)},
        "conflicts": [
            {"items": [words.constraint_name(acceptance.constraints[n]) for n in sorted(items)], **_share(share)}
            for items, share in acceptance.conflicts[:most]
        ],
        "all_conflicts": acceptance.all_conflicts,
        "named": [_named(package_acceptance, acceptance, words) for package_acceptance in acceptance.named],
        "levers": from_those_shown(
            owned_levers(acceptance, owners),
            lambda shown: [_pulled(lever_outcome, acceptance) for lever_outcome in shown[:most]],
        ),
        "by_variant": {
            name: {
                "draws": variant.draws,
                "deal": _share(variant),
                "never": known.excludes("variant", name) is not None,
            }
            for name, variant in known.variants.items()
        },
        "drivers": from_those_shown(
            [
                (inputs.owner(driver.input, owners), driver)
                for driver in most_influential_first((*known.drawn_inputs, *known.alternatives), DEAL)
            ],
            lambda shown: [_driver(driver) for driver in shown[:most]],
        ),
        "ask_first": from_those_shown(
            [(inputs.owner(driver.input, owners), driver) for driver in turning(known.worth_asking)],
            lambda shown: [driver.input.name for driver in shown[:MOST_ASKED]],
        ),
        "together": _together(known, inputs, owners),
        "silence": [_resolved(driver, known) for driver in known.resolved_silence][:most],
        "flips": from_those_shown(owned_flips(known, owners), lambda shown: [_flip(flip) for flip in shown[:most]]),
        "sweeps": [
            {"input": sweep.number.name, "deal": [{"at": float(value), **_share(share)} for value, share in sweep.deal]}
            for sweep in known.sweeps
        ],
        "notes": [NOT_A_PROBABILITY, *filter(None, [answer.fewer]), *saying.session.checked.notes, *beside.notes],
    }


def _share(share: Share) -> Json:
    """A share; where a limit left some trials open, also the largest that it may be."""
    told: Json = {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS)}
    return told | {"at_most": round(share.top, DIGITS)} if share.undecided else told


def _accepted_at_most(acceptance: Acceptance) -> float:
    """The share of trials that no package exceeds."""
    most = acceptance.at_most
    if most is None:
        most = (
            acceptance.deal.at_most
            if not acceptance.every_package
            else max((package.accepted.number for package in acceptance.most), default=0)
        )
    return round(most / acceptance.draws, DIGITS) if acceptance.draws else 0.0


def _package(likely_package: LikelyPackage, acceptance: Acceptance, owners: Ownership) -> Json:
    case = acceptance.case
    return {
        "options": case.package_names(likely_package.options),
        "acceptable_share": round(likely_package.accepted.share, DIGITS),
        "error": round(likely_package.accepted.error, DIGITS),
        "mean_gains": {
            case.parties[party]: None
            if gain is None
            else Owned(round(gain, DIGITS), owners.values(case.parties[party]))
            for party, gain in zip(case.structure.bargaining, likely_package.gains, strict=True)
        },
    }


def _driver(driver: Driver) -> Json:
    """What the answer hangs on: the total effect of an input, its first-order effect, and how often it turns it."""
    effect: Json = {"input": driver.input.name, **_effect(driver.effects[DEAL])}
    if PACKAGE in driver.effects:
        effect["package"] = _effect(driver.effects[PACKAGE])
    return effect


def _effect(driver_effect: DriverEffect) -> Json:
    return {
        "effect": None if driver_effect.total is None else round(driver_effect.total, DIGITS),
        "first": None if driver_effect.first is None else round(driver_effect.first, DIGITS),
        "turns": _share(driver_effect.changes),
        **({"holds": _share(driver_effect.holds)} if driver_effect.holds is not None else {}),
    }


def _together(known: Robustness, inputs: InputWords, owners: Ownership) -> Any:
    """The strongest numbers moved together: which, and the trials with a deal then; null where that was not asked."""
    if known.together is None:
        return None
    fields = {
        "inputs": [moved_input.name for moved_input in known.together.inputs],
        "deal": _share(known.together.deal),
    }
    return Owned(fields, owner_of_all(inputs.owner(moved_input, owners) for moved_input in known.together.inputs))


def _resolved(driver: Driver, known: Robustness) -> Json:
    """A silent cell that is resolved in one way: the trials that accept a deal and the package then. centrally: whether
    there is a deal with every number at its central value; null for what a party refuses.
    """
    issue, party, option = driver.input.names
    resolved: Json = {"cell": f"{issue}.{party}", driver.input.kind: option}
    resolved["centrally"] = known.centrally.get(driver.input.name)
    for finding, effect in driver.effects.items():
        if effect.holds is not None:
            resolved[finding] = {**_share(effect.holds), "turns": _share(effect.changes)}
    return resolved


def _flip(flip: Flip) -> Json:
    return {"input": flip.name, "central": float(flip.central), "at": float(flip.at)}


def _pulled(lever_outcome: LeverOutcome, acceptance: Acceptance) -> Json:
    return {
        "levers": [acceptance.case.levers[n].name for n in lever_outcome.levers],
        "deal": _share(lever_outcome.deal),
        "opened": _share(lever_outcome.opened),
        "closed": _share(lever_outcome.closed),
        "packages": [acceptance.case.package_names(package.options) for package in lever_outcome.most[:MOST_PACKAGES]],
    }


def _named(package_acceptance: PackageAcceptance, acceptance: Acceptance, words: ConstraintWords) -> Json:
    case = acceptance.case
    return {
        "options": case.package_names(package_acceptance.options),
        "acceptable_share": round(package_acceptance.accepted.share, DIGITS),
        "error": round(package_acceptance.accepted.error, DIGITS),
        "parties": {
            case.parties[p]: None if share is None else _share(share) for p, share in package_acceptance.parties.items()
        },
        "crosses": [words.constraint_name(item) for item in package_acceptance.crossed],
        "bodies": {name: _share(share) for name, share in package_acceptance.bodies.items()},
        "lawful": package_acceptance.satisfies_rules,
        "moves": package_acceptance.leaves_status_quo,
    }
