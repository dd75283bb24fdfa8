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
    found, case = known.answer, known.answer.case
    names = saying.names(answer.request.table)
    words, inputs, beside = ConstraintWords(names), InputWords(names), saying.beside.get("stability", Beside())
    most = saying.showing.limit or None
    packages = list(dict.fromkeys((*found.most, *found.trade_off)))
    return {
        "status": answer.status,
        "parties": [case.parties[party] for party in case.structure.bargaining],
        "draws": found.draws,
        "seed": found.seed,
        "deal": _share(found.deal),
        "packages": [{**_package(one, found, owners), "holds": beside.data(one.options)} for one in packages[:most]],
        "ties": len(found.most),
        "trade_off": len(found.trade_off),
        "pivotal": {name: round(found.pivotal[n].share, DIGITS) for n, name in enumerate(case.parties)},
        "pivotal_errors": {name: round(found.pivotal[n].error, DIGITS) for n, name in enumerate(case.parties)},
        "conflicts": [
            {"items": [words.constraint_name(found.constraints[n]) for n in sorted(items)], **_share(share)}
            for items, share in found.conflicts[:most]
        ],
        "all_conflicts": found.all_conflicts,
        "named": [_named(one, found, words) for one in found.named],
        "levers": from_those_shown(
            owned_levers(found, owners), lambda shown: [_pulled(one, found) for one in shown[:most]]
        ),
        "by_variant": {
            name: {"draws": one.draws, "deal": _share(one), "never": known.excludes("variant", name) is not None}
            for name, one in known.variants.items()
        },
        "drivers": from_those_shown(
            [
                (inputs.owner(one.input, owners), one)
                for one in most_influential_first((*known.drawn_inputs, *known.alternatives), DEAL)
            ],
            lambda shown: [_driver(one) for one in shown[:most]],
        ),
        "ask_first": from_those_shown(
            [(inputs.owner(one.input, owners), one) for one in turning(known.worth_asking)],
            lambda shown: [one.input.name for one in shown[:MOST_ASKED]],
        ),
        "together": _together(known, inputs, owners),
        "silence": [_resolved(one, known) for one in known.resolved_silence][:most],
        "flips": from_those_shown(owned_flips(known, owners), lambda shown: [_flip(one) for one in shown[:most]]),
        "sweeps": [
            {"input": one.number.name, "deal": [{"at": float(value), **_share(share)} for value, share in one.deal]}
            for one in known.sweeps
        ],
        "notes": [NOT_A_PROBABILITY, *filter(None, [answer.fewer]), *saying.session.checked.notes, *beside.notes],
    }


def _share(share: Share) -> Json:
    return {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS)}


def _package(one: LikelyPackage, found: Acceptance, owners: Ownership) -> Json:
    case = found.case
    return {
        "options": case.package_names(one.options),
        "acceptable_share": round(one.accepted.share, DIGITS),
        "error": round(one.accepted.error, DIGITS),
        "mean_gains": {
            case.parties[party]: None
            if gain is None
            else Owned(round(gain, DIGITS), owners.values(case.parties[party]))
            for party, gain in zip(case.structure.bargaining, one.gains, strict=True)
        },
    }


def _driver(one: Driver) -> Json:
    """What the answer hangs on: the total effect of an input, its first-order effect, and how often it turns it."""
    effect: Json = {"input": one.input.name, **_effect(one.effects[DEAL])}
    if PACKAGE in one.effects:
        effect["package"] = _effect(one.effects[PACKAGE])
    return effect


def _effect(one: DriverEffect) -> Json:
    return {
        "effect": None if one.total is None else round(one.total, DIGITS),
        "first": None if one.first is None else round(one.first, DIGITS),
        "turns": _share(one.changes),
        **({"holds": _share(one.holds)} if one.holds is not None else {}),
    }


def _together(known: Robustness, inputs: InputWords, owners: Ownership) -> Any:
    """The strongest numbers moved together: which, and the trials with a deal then; null where that was not asked."""
    if known.together is None:
        return None
    told = {"inputs": [one.name for one in known.together.inputs], "deal": _share(known.together.deal)}
    return Owned(told, owner_of_all(inputs.owner(one, owners) for one in known.together.inputs))


def _resolved(one: Driver, known: Robustness) -> Json:
    """A silent cell that is resolved in one way: the trials that accept a deal and the package then. centrally: whether
    there is a deal with every number at its central value; null for what a party refuses.
    """
    issue, party, option = one.input.names
    resolved: Json = {"cell": f"{issue}.{party}", one.input.kind: option}
    resolved["centrally"] = known.centrally.get(one.input.name)
    for finding, effect in one.effects.items():
        if effect.holds is not None:
            resolved[finding] = {**_share(effect.holds), "turns": _share(effect.changes)}
    return resolved


def _flip(one: Flip) -> Json:
    return {"input": one.name, "central": float(one.central), "at": float(one.at)}


def _pulled(one: LeverOutcome, found: Acceptance) -> Json:
    return {
        "levers": [found.case.levers[n].name for n in one.levers],
        "deal": _share(one.deal),
        "opened": _share(one.opened),
        "closed": _share(one.closed),
        "packages": [found.case.package_names(package.options) for package in one.most[:MOST_PACKAGES]],
    }


def _named(one: PackageAcceptance, found: Acceptance, words: ConstraintWords) -> Json:
    case = found.case
    return {
        "options": case.package_names(one.options),
        "acceptable_share": round(one.accepted.share, DIGITS),
        "error": round(one.accepted.error, DIGITS),
        "parties": {case.parties[p]: None if share is None else _share(share) for p, share in one.parties.items()},
        "crosses": [words.constraint_name(item) for item in one.crossed],
        "bodies": {name: _share(share) for name, share in one.bodies.items()},
        "lawful": one.satisfies_rules,
        "moves": one.leaves_status_quo,
    }
