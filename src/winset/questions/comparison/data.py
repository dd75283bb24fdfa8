"""Two versions of a case against each other as plain data for JSON."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from winset.analyses.comparison.answers import VersionAnswer
from winset.analyses.comparison.crossings import Crossing, CrossingPackages
from winset.analyses.comparison.effects import ChangeEffect, TrialAnswer
from winset.model.changes import Change, Quoted
from winset.model.claims import Claim, Node
from winset.model.entries import claims_in
from winset.model.numbers import Span
from winset.questions.comparison.solve import DiffAnswer
from winset.questions.comparison.verdict import CENTRALLY, NOT_A_PROBABILITY, hurdle_text, sentences
from winset.questions.comparison.versions import Versions, VersionSide
from winset.questions.question import Saying
from winset.report.blocks import Account, Derived, Guarded, Json, Owned
from winset.report.counts import rounded, share_data, whole_or_rounded


def data(answer: DiffAnswer, saying: Saying) -> Json:
    """What `winset diff --json` prints; lists are cut at the limit and their number stands beside them."""
    made = _Data(Versions(answer, saying), saying.showing.limit or None)
    return {**made.head(), **made.changes(), **made.answers(), **made.end()}


def changes_data(answer: DiffAnswer, saying: Saying) -> Json:
    """The changes alone, without what they do to the answer."""
    made = _Data(Versions(answer, saying), saying.showing.limit or None)
    head, end = made.head(), made.end()
    named = [Guarded(made.owners.name_of(change), change) for change in made.versions.changes]
    return {
        **{key: head[key] for key in ("case", "sha256", "file", "table")},
        **made.changes(),
        "changes": Derived(named, lambda shown: [made.evidence(shown_change) for shown_change in shown[: made.stop]]),
        "left_out": end["left_out"],
        "notes": list(made.versions.notes),
    }


class _Data:
    """The parts of the document. stop: where lists are cut, None where they are not."""

    def __init__(self, versions: Versions, stop: int | None) -> None:
        self.versions, self.owners, self.stop = versions, versions.owners, stop
        self.answer, self.comparison = versions.answer, versions.comparison
        self.sides = (("old", versions.old), ("new", versions.new))

    def head(self) -> Json:
        return {
            "case": {name: side.owners.case.case.id for name, side in self.sides},
            "sha256": {name: side.checked.sha256 for name, side in self.sides},
            "file": {name: side.checked.path for name, side in self.sides},
            "status": self.answer.status,
            "told": sentences(self.versions),
            "table": self.comparison.new.case.table,
        }

    def changes(self) -> Json:
        """Every change that may be named, and how many there are."""
        effects = {id(effect.change): effect for effect in self.comparison.effects}
        named = [Guarded(self.owners.name_of(change), change) for change in self.versions.changes]
        return {
            "changes": Derived(
                named,
                lambda shown: [
                    self._change(shown_change, effects[id(shown_change)]) for shown_change in shown[: self.stop]
                ],
            ),
            "counts": {
                "changes": len(self.versions.changes),
                "told": Derived(named, len),
                "left_out": Derived(self.versions.hidden(), len),
            },
        }

    def answers(self) -> Json:
        """The answers of both versions, what turned, and by which changes."""
        compared, together = self.comparison, self.comparison.joint_effect
        return {
            "answer": {name: _answer(side) for name, side in self.sides},
            "turned": compared.difference,
            "turning": [self.versions.key(effect.change) for effect in compared.turning_effects],
            "together": None
            if together is None
            else {
                "sets": [
                    [self.versions.key(change) for change in change_set] for change_set in together.sets[: self.stop]
                ],
                "smallest": together.smallest,
                "tried": together.tried,
                "all_tried_up_to": together.size,
            },
        }

    def end(self) -> Json:
        """Packages that crossed the line, how the readings were drawn, what is left out, and notes."""
        opened, closed = self.answer.moved if self.answer.moved is not None else (None, None)
        old, new, request = self.versions.old, self.versions.new, self.answer.request
        return {
            "packages": {"opened": self._moved(opened, new, old), "closed": self._moved(closed, old, new)},
            "draws": request.trials,
            "seed": request.seed,
            "left_out": {
                name: Account(side.owners.holdings, lambda counts, account: counts) for name, side in self.sides
            },
            "notes": [CENTRALLY, *([NOT_A_PROBABILITY] if request.trials else []), *self.versions.notes],
        }

    def _change(self, change: Change, effect: ChangeEffect) -> Json:
        return {
            **self.evidence(change),
            "bears_on_answer": effect.affects_answer,
            "turns_answer": effect.alone.answer is not None and self.comparison.reaches(effect.alone.answer),
            "alone": self._tried(effect.alone),
            "without": self._tried(effect.without),
        }

    def evidence(self, change: Change) -> Json:
        """A change by itself."""
        content = self.owners.content_of(change)
        return {
            "section": change.section,
            "name": self.versions.key(change),
            "words": self.versions.name(change),
            "kind": change.kind,
            "before": Owned(self._value(change.before), content),
            "after": Owned(self._value(change.after), content),
            "left_out": Guarded(of=content, shown=False, otherwise=True),
            "entries": [self._entry(member) for member in self.versions.members(change)],
            "quotes": {
                "before": self._claims(change.before, self.versions.old),
                "after": self._claims(change.after, self.versions.new),
            },
        }

    def _entry(self, member: Change) -> Json:
        """One of the entries that come or go as one."""
        content = self.owners.content_of(member)
        return {
            "name": self.versions.key(member),
            "before": Owned(self._value(member.before), content),
            "after": Owned(self._value(member.after), content),
            "left_out": Guarded(of=content, shown=False, otherwise=True),
        }

    def _claims(self, value: object, side: VersionSide) -> list[Guarded[Json]]:
        """The claims that carry an entry and may be shown."""
        return [Guarded(side.owners.claim(claim), _claim(claim)) for claim in dict.fromkeys(claims_in(value))]

    def _tried(self, tried: TrialAnswer) -> Json:
        """The answer with a change made or taken back; None for its parts where that cannot be done by itself."""
        together = [self.versions.key(change) for change in tried.together]
        return {
            "separable": tried.answer is not None and not together,
            "together_with": together,
            **_counts(tried.answer),
        }

    def _moved(self, moved: CrossingPackages | None, here: VersionSide, there: VersionSide) -> Json:
        if moved is None:
            return {"number": None, "leading": []}
        return {
            "number": moved.number,
            "leading": [self._crossing(crossing, here, there) for crossing in moved.leading],
        }

    def _crossing(self, crossing: Crossing, here: VersionSide, there: VersionSide) -> Json:
        return {
            "options": here.version.case.package_names(crossing.package),
            "in_the_other_version": hurdle_text(crossing, there, self.versions.words),
        }

    def _value(self, value: object) -> Any:
        """What an entry says, as data: numbers as they would be written, claims left out but in quotes."""
        if isinstance(value, Quoted):
            behind = [self.versions.key(self.versions.entry(path)) for path in value.carries]
            return {"claims": [_claim(claim) for claim in value.claims], "behind": behind}
        if isinstance(value, Node):
            return {
                field.alias or name: self._field(name, member)
                for name, field in type(value).model_fields.items()
                if name not in ("claim", "also") and (member := getattr(value, name)) != field.default
            }
        if isinstance(value, Mapping):
            return {str(key): self._value(member) for key, member in value.items()}
        if isinstance(value, tuple | list):
            return [self._value(item) for item in value]
        return _plain(value)

    def _field(self, name: str, value: Any) -> Any:
        """A field of an entry; of levers that a meeting uses up those that may be named."""
        if name == "spends":
            return [Guarded(self.owners.lever(lever), lever) for lever in value]
        return self._value(value)


def _counts(answer: VersionAnswer | None) -> Json:
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


def _answer(side: VersionSide) -> Json:
    version = side.version
    case = version.case
    share = side.share
    return {
        **_counts(version.answer),
        "status": version.answer.status,
        "acceptable_error": rounded(version.answer.counts.error) if version.answer.counts.error else 0,
        "leading": case.package_names(version.lead) if version.lead is not None else None,
        "ties": len(version.answer.leads),
        "parties": [case.parties[party] for party in case.structure.bargaining],
        "pivotal": list(version.pivotal),
        "no_walk_away": list(version.unjudged),
        "method": version.settlement.method,
        "readings": share_data(share, with_draws=True),
    }


def _claim(claim: Claim) -> Json:
    fields = ("source", "quote", "reading", "support", "speaker", "date", "reviewed_by", "drafted_by")
    said = {name: getattr(claim, name) for name in fields}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items() if value}


def _plain(value: object) -> object:
    if isinstance(value, Span):
        return _span(value)
    if isinstance(value, Fraction):
        return whole_or_rounded(value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _span(span: Span) -> object:
    ends = [span.low, *([span.likely] if span.likely is not None else []), span.high]
    plain: object = whole_or_rounded(span.low) if span.is_fixed else [whole_or_rounded(end) for end in ends]
    if span.because is None and span.handling is None:
        return plain
    more = {"handling": span.handling, "because": span.because}
    return {"points": plain, **{name: ground for name, ground in more.items() if ground is not None}}
