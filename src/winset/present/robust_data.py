"""The answer over many readings as plain data for JSON."""

from __future__ import annotations

from collections.abc import Sequence

from winset.analyses.robustness.acceptance import Acceptance, LikelyPackage, Named, Pulled, Share
from winset.analyses.robustness.drivers import Driver, Effect, ranked
from winset.analyses.robustness.flips import Flip
from winset.analyses.robustness.question import DEAL, PACKAGE
from winset.analyses.robustness.robustness import Robustness
from winset.model.evidence import Checked
from winset.model.version import VERSION
from winset.present.looked_at import LookedAt
from winset.present.shares import NOT_A_PROBABILITY
from winset.present.visible import Visible
from winset.present.words import Words

DIGITS = 6
Json = dict[str, object]


def robust_document(
    known: Robustness, checked: Checked, visible: Visible, *, limit: int, looked_at: LookedAt | None = None
) -> Json:
    """What `winset robust --json` prints. looked_at: whether the packages that lead would hold."""
    holding = looked_at or LookedAt()
    found = known.answer
    case, words = found.case, Words(visible.case, found.case)
    most = None if limit == 0 else limit
    listed = list(dict.fromkeys((*found.most, *found.trade_off)))
    return {
        "winset": VERSION,
        "case": visible.case.case.id,
        "sha256": checked.sha256,
        "status": "answered",
        "parties": [case.parties[p] for p in case.structure.bargaining],
        "draws": found.draws,
        "seed": found.seed,
        "deal": _share(found.deal),
        "packages": [{**_package(one, found, visible), "holds": holding.data(one.options)} for one in listed[:most]],
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
        "levers": [
            _pulled(one, found)
            for one in sorted(found.levers, key=lambda one: (one.closed.number - one.opened.number, len(one.levers)))
            if all(visible.lever(case.levers[n].name) for n in one.levers)
        ][:most],
        "by_variant": {name: {"draws": one.draws, "deal": _share(one)} for name, one in known.variants.items()},
        "drivers": [_driver(one) for one in ranked((*known.drawn, *known.otherwise), DEAL)][:most]
        if known.drivers
        else [],
        "ask_first": [one.input.name for one in known.asked_first if one.effects[DEAL].turns.number][:3],
        "silence": [_resolved(one) for one in known.resolved][:most],
        "flips": flips_data(known.flips, visible)[:most],
        "sweeps": [
            {"input": one.number.name, "deal": [{"at": float(value), **_share(share)} for value, share in one.deal]}
            for one in known.sweeps
        ],
        "left_out": visible.left_out,
        "notes": [NOT_A_PROBABILITY, *checked.notes, *([holding.why_not] if holding.why_not else [])],
    }


def _share(share: Share) -> Json:
    return {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS)}


def _package(one: LikelyPackage, found: Acceptance, visible: Visible) -> Json:
    case = found.case
    return {
        "options": case.package_names(one.options),
        "acceptable_share": round(one.accepted.share, DIGITS),
        "error": round(one.accepted.error, DIGITS),
        "mean_gains": {
            case.parties[party]: round(gain, DIGITS)
            if gain is not None and visible.points(case.parties[party])
            else None
            for party, gain in zip(case.structure.bargaining, one.gains, strict=True)
        },
    }


def _driver(one: Driver) -> Json:
    """What the answer hangs on: the total effect of an input, its first-order effect, and how often it turns it."""
    told: Json = {"input": one.input.name, **_effect(one.effects[DEAL])}
    if PACKAGE in one.effects:
        told["package"] = _effect(one.effects[PACKAGE])
    return told


def _effect(one: Effect) -> Json:
    return {
        "effect": None if one.total is None else round(one.total, DIGITS),
        "first": None if one.first is None else round(one.first, DIGITS),
        "turns": _share(one.turns),
        **({"holds": _share(one.holds)} if one.holds is not None else {}),
    }


def _resolved(one: Driver) -> Json:
    """A silent cell that is resolved in one way: the readings that accept a deal and the package then."""
    issue, party, option = one.input.names
    told: Json = {"cell": f"{issue}.{party}", one.input.kind: option}
    for finding, effect in one.effects.items():
        if effect.holds is not None:
            told[finding] = {**_share(effect.holds), "turns": _share(effect.turns)}
    return told


def flips_data(found: Sequence[Flip], visible: Visible) -> list[Json]:
    """The judged numbers that alone turn the central answer, of parties whose numbers may be shown."""
    parties = tuple(visible.case.parties)
    return [
        {"input": one.name, "central": float(one.central), "at": float(one.at)}
        for one in found
        if visible.points(parties[one.number.party])
    ]


def _pulled(one: Pulled, found: Acceptance) -> Json:
    return {
        "levers": [found.case.levers[n].name for n in one.levers],
        "deal": _share(one.deal),
        "opened": _share(one.opened),
        "closed": _share(one.closed),
        "packages": [found.case.package_names(package.options) for package in one.most[:3]],
    }


def _named(one: Named, found: Acceptance, words: Words) -> Json:
    case = found.case
    return {
        "options": case.package_names(one.options),
        "acceptable_share": round(one.accepted.share, DIGITS),
        "error": round(one.accepted.error, DIGITS),
        "parties": {case.parties[p]: None if share is None else _share(share) for p, share in one.parties.items()},
        "crosses": [words.constraint_name(item) for item in one.crossed],
        "bodies": {name: _share(share) for name, share in one.bodies.items()},
        "lawful": one.lawful,
        "moves": one.moves,
    }
