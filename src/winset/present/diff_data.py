"""Two versions of a case against each other as plain data for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from winset.analyses.comparison.answers import Answer
from winset.analyses.comparison.effects import Effect, Tried
from winset.analyses.comparison.moved import Crossing, Moved
from winset.model.changes import Change, Quoted
from winset.model.claims import Claim, Node
from winset.model.numbers import Span
from winset.model.version import VERSION
from winset.present.diff_answer import CENTRALLY, NOT_A_PROBABILITY, Diff, Side, hurdle_text, sentences

DIGITS = 6
Json = dict[str, object]


def diff_document(diff: Diff, *, limit: int) -> Json:
    """What `winset diff --json` prints; lists are cut at `limit` and their number stands beside them, 0 lists all."""
    stop = limit or None
    effects = {id(effect.change): effect for effect in diff.found.effects}
    together = diff.found.together
    limited = "limit" in (diff.found.old.answer.status, diff.found.new.answer.status)
    sides = (("old", diff.old), ("new", diff.new))
    opened, closed = diff.moved if diff.moved is not None else (None, None)
    return {
        "winset": VERSION,
        "case": {name: side.visible.case.case.id for name, side in sides},
        "sha256": {name: side.checked.sha256 for name, side in sides},
        "file": {name: side.checked.path for name, side in sides},
        "status": "limit" if limited else "answered",
        "told": sentences(diff),
        "table": diff.found.new.case.table,
        "changes": [_change(change, effects[id(change)], diff) for change in diff.shown[:stop]],
        "counts": {"changes": len(diff.found.changes.all), "told": len(diff.shown), "left_out": diff.hidden},
        "answer": {"old": _answer(diff.old), "new": _answer(diff.new)},
        "turned": diff.found.turned,
        "turning": [_name(effect.change, diff) for effect in diff.found.turning],
        "together": None
        if together is None
        else {
            "sets": [[_name(change, diff) for change in one] for one in together.sets[:stop]],
            "smallest": together.smallest,
            "tried": together.tried,
            "all_tried_up_to": together.size,
        },
        "packages": {
            "opened": _moved(opened, diff.new, diff.old, diff),
            "closed": _moved(closed, diff.old, diff.new, diff),
        },
        "draws": diff.draws,
        "seed": diff.seed,
        "left_out": {"old": diff.old.visible.left_out, "new": diff.new.visible.left_out},
        "notes": [CENTRALLY, *([NOT_A_PROBABILITY] if diff.draws else []), *_notes(diff)],
    }


def _notes(diff: Diff) -> list[str]:
    return list(dict.fromkeys([*diff.notes, *diff.old.checked.notes, *diff.new.checked.notes]))


def _name(change: Change, diff: Diff) -> str:
    """The path of a change; of what may not be shown only the section."""
    if not diff.new.visible.shows(change):
        return change.section
    closed_link = change.section == "judgements.links" and not diff.new.visible.tells(change)
    return change.name.partition("(")[0] if closed_link else change.name


def _change(change: Change, effect: Effect, diff: Diff) -> Json:
    told = diff.new.visible.tells(change)
    found = diff.found
    return {
        "section": change.section,
        "name": _name(change, diff),
        "words": diff.name(change),
        "kind": change.kind,
        "before": _value(change.before) if told else None,
        "after": _value(change.after) if told else None,
        "left_out": not told,
        "entries": [_entry(one, diff) for one in diff.members(change)] if len(change.paths) > 1 else [],
        "quotes": {
            "before": [_claim(one) for one in diff.old.visible.claims_behind(change.before)],
            "after": [_claim(one) for one in diff.new.visible.claims_behind(change.after)],
        },
        "bears_on_answer": effect.bears,
        "turns_answer": effect.alone.answer is not None and found.reaches(effect.alone.answer),
        "alone": _tried(effect.alone, diff),
        "without": _tried(effect.without, diff),
    }


def _entry(member: Change, diff: Diff) -> Json:
    """One of the entries that come or go as one."""
    told = diff.new.visible.tells(member)
    before, after = (_value(member.before), _value(member.after)) if told else (None, None)
    return {"name": _name(member, diff), "before": before, "after": after, "left_out": not told}


def _tried(tried: Tried, diff: Diff) -> Json:
    """The answer with a change made or taken back; None for its parts where that cannot be done by itself."""
    together = [_name(change, diff) for change in tried.together]
    return {"separable": tried.answer is not None and not together, "together_with": together, **_counts(tried.answer)}


def _counts(answer: Answer | None) -> Json:
    if answer is None:
        return {"deal": None, "acceptable": None, "feasible": None, "total": None, "leading": None}
    known = answer.status != "limit"
    return {
        "deal": answer.has_deal if known else None,
        "acceptable": answer.counts.acceptable if known else None,
        "feasible": answer.counts.feasible,
        "total": answer.counts.total,
        "leading": dict(min(answer.leads)) if answer.leads else None,
    }


def _answer(side: Side) -> Json:
    version = side.version
    case = version.case
    share = side.share
    return {
        **_counts(version.answer),
        "status": version.answer.status,
        "acceptable_error": round(float(version.answer.counts.error), DIGITS) if version.answer.counts.error else 0,
        "leading": case.package_names(version.lead) if version.lead is not None else None,
        "ties": len(version.answer.leads),
        "parties": [case.parties[party] for party in case.structure.bargaining],
        "pivotal": list(version.pivotal),
        "no_walk_away": list(version.unjudged),
        "method": version.found.method,
        "readings": None
        if share is None
        else {"share": round(share.share, DIGITS), "error": round(share.error, DIGITS), "draws": share.draws},
    }


def _moved(moved: Moved | None, here: Side, there: Side, diff: Diff) -> Json:
    if moved is None:
        return {"number": None, "leading": []}
    return {"number": moved.number, "leading": [_crossing(one, here, there, diff) for one in moved.leading]}


def _crossing(one: Crossing, here: Side, there: Side, diff: Diff) -> Json:
    return {
        "options": here.version.case.package_names(one.package),
        "in_the_other_version": hurdle_text(one, there, diff.words),
    }


def _claim(claim: Claim) -> Json:
    told = {name: getattr(claim, name) for name in ("source", "quote", "reading", "speaker", "date", "reviewed_by")}
    return {name: _value(value) for name, value in told.items() if value is not None}


def _value(value: object) -> object:
    """What an entry says, as data: numbers as they would be written, claims left out."""
    if isinstance(value, Quoted):
        carries = [".".join(map(str, path)) for path in value.carries]
        return {"claims": [_claim(one) for one in value.claims], "behind": carries}
    if isinstance(value, Span):
        return _span(value)
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, Node):
        return {
            field.alias or name: _value(held)
            for name, field in type(value).model_fields.items()
            if name not in ("claim", "also") and (held := getattr(value, name)) != field.default
        }
    if isinstance(value, Mapping):
        return {str(key): _value(held) for key, held in value.items()}
    if isinstance(value, tuple | list):
        return [_value(item) for item in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _span(span: Span) -> object:
    ends = [span.low, *([span.likely] if span.likely is not None else []), span.high]
    plain: object = _number(span.low) if span.is_fixed else [_number(one) for one in ends]
    if span.because is None and span.handling is None:
        return plain
    more = {"handling": span.handling, "because": span.because}
    return {"points": plain, **{name: told for name, told in more.items() if told is not None}}


def _number(value: Fraction) -> float | int:
    rounded = round(float(value), DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded
