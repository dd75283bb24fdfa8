"""The fields of a form as a page shows them: what stands in each, what it is chosen among, and what is wrong there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from winset.errors import Path
from winset.model.numbers import HANDLING, HANDLING_WORDS
from winset.web.sections.choices import Choices, Groups
from winset.web.sections.filled_in import (
    A_DAY,
    GONE,
    HIGH,
    KEY,
    LIKELY,
    LOW,
    NO,
    NOTHING,
    VALUE,
    YES,
    Faults,
    Fields,
    Name,
    Sent,
    Tree,
    below,
    rows,
    said,
    text_in,
    value_kind,
)
from winset.web.sections.kinds import (
    GROUNDS,
    AnyKind,
    ByPeriodKind,
    ChoiceKind,
    EitherKind,
    FlagKind,
    GroupKind,
    KeyedKind,
    Kind,
    LinesKind,
    ModelField,
    NamedOrWrittenKind,
    NameKind,
    NamesKind,
    NumberKind,
    OptionsKind,
    RangeKind,
    RowsKind,
    TextKind,
    TogetherKind,
)

UNSAID, CHOOSE = "nothing is said", "choose …"

FOLDED = (RowsKind, OptionsKind, KeyedKind, TogetherKind, EitherKind, GroupKind, ByPeriodKind)
"""Kinds whose fields are folded where they are empty and may stay so."""
SHORT = 12
"""Choices that stand side by side; beyond, they stand below one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPlace:
    """Where a field stands, and what it is called. issue: the one whose options are meant there."""

    at: Name
    label: str
    help: str = ""
    is_required: bool = False
    issue: str = ""

    def below(self, *steps: str, label: str = "", help: str = "", issue: str | None = None) -> FieldPlace:
        return FieldPlace(
            at=(*self.at, *steps), label=label or self.label, help=help, issue=self.issue if issue is None else issue
        )


@dataclass(slots=True, kw_only=True)
class FormFields:
    """Makes what a page shows of fields. faults: what is wrong, by the name of the field. shown: those of them that
    stand at a field. fresh: the row that was just added. own: what the form is about, as a name that it does not offer.
    """

    choices: Choices
    fields: Fields
    faults: Mapping[Name, str] = field(default_factory=dict)
    fresh: Name = ()
    own: tuple[str, str] = ("", "")
    shown: set[Name] = field(default_factory=set)

    def field(self, kind: Kind, sent: Sent, asked: FieldPlace) -> dict[str, Any]:
        """A field, with the fields in it."""
        return {
            "name": ".".join(asked.at),
            "id": "-".join(asked.at),
            "label": asked.label,
            "help": asked.help,
            "required": asked.is_required,
            "fault": self._fault(asked.at),
            "fresh": asked.at == self.fresh,
            "is_folded": not asked.is_required and isinstance(kind, FOLDED),
            "is_unfolded": self._says(kind, sent) or self._is_within(asked.at),
            **self._of_kind(kind, sent, asked),
        }

    def _says(self, kind: Kind, sent: Sent) -> bool:
        """Whether anything is filled in that is not so by default, or a row is there to be filled in."""
        has_rows = isinstance(kind, RowsKind) or (isinstance(kind, KeyedKind) and not kind.has_a_row_for_each)
        return (has_rows and bool(rows(sent))) or said(kind, sent, Faults(), (), self.fields) is not NOTHING

    def _is_within(self, at: Name) -> bool:
        """Whether something is wrong in a field, or a row was just added there."""
        return any(name[: len(at)] == at for name in (*self.faults, self.fresh))

    def _fault(self, at: Name) -> str:
        if at in self.faults:
            self.shown.add(at)
        return self.faults.get(at, "")

    @property
    def elsewhere(self) -> list[str]:
        """What is wrong where no field of the page stands."""
        return [words for at, words in self.faults.items() if at not in self.shown]

    def _of_kind(self, kind: Kind, sent: Sent, asked: FieldPlace) -> dict[str, Any]:
        match kind:
            case TextKind(sentences=sentences, is_date=is_date):
                text = text_in(sent)
                return {
                    "as": "text", "value": text, "long": sentences or "\n" in text, "example": A_DAY * is_date
                }  # fmt: skip
            case LinesKind():
                return {"as": "lines", "value": text_in(sent)}
            case NumberKind():
                return {"as": "number", "value": text_in(sent)}
            case FlagKind(default=False):
                return {"as": "check", "on": text_in(sent) == YES}
            case FlagKind():
                return self._chosen((("", ((YES, "yes"), (NO, "no"))),), text_in(sent), asked)
            case ChoiceKind(words=words, default=default):
                return self._chosen((("", words),), text_in(sent) or default, asked, has_none=not default)
            case NameKind():
                return self._chosen(self._among(kind, asked.issue), text_in(sent), asked)
            case NamesKind():
                return self._names(kind, sent, asked)
        return self._of_many(kind, sent, asked)

    def _of_many(self, kind: Kind, sent: Sent, asked: FieldPlace) -> dict[str, Any]:
        match kind:
            case OptionsKind():
                return self._options(sent, asked)
            case RangeKind():
                return self._range(sent, asked)
            case ByPeriodKind():
                return self._list(RangeKind(), sent, asked, least=1, of_periods=True)
            case RowsKind(item=item):
                return self._list(item, sent, asked, least=int(asked.is_required))
            case TogetherKind(items=items):
                return {"as": "together", "items": list(self._together(items, sent, asked))}
            case EitherKind(name=name):
                first = self.field(name, below(sent, "name"), asked.below("name", label=f"{asked.label}: by name"))
                number = asked.below("number", label=f"{asked.label}: as a number")
                return {"as": "either", "items": [first, self.field(NumberKind(), below(sent, "number"), number)]}
            case KeyedKind():
                return self._keyed(kind, sent, asked)
            case GroupKind():
                return self._group(kind, sent, asked)
            case NamedOrWrittenKind(name=name, group=group):
                return self._named_or_written(name, group, sent, asked)
        return {"as": "kept"}

    def _chosen(self, groups: Groups, value: str, asked: FieldPlace, *, has_none: bool = True) -> dict[str, Any]:
        known = {key for _, some in groups for key, _ in some}
        shown = [(heading, list(some)) for heading, some in groups if some]
        if value and value not in known:
            shown.append(("", [(value, self.choices.unknown(value))]))
        none = (CHOOSE if asked.is_required else UNSAID) if has_none else ""
        return {"as": "choice", "groups": shown, "value": value, "none": none}

    def _among(self, kind: NameKind | NamesKind, issue: str) -> Groups:
        groups = self.choices.of(kind.of, issue, or_others=kind.or_others)
        if kind.of != self.own[0]:
            return groups
        return tuple((heading, tuple(one for one in some if one[0] != self.own[1])) for heading, some in groups)

    def _names(self, kind: NamesKind, sent: Sent, asked: FieldPlace) -> dict[str, Any]:
        groups = self._among(kind, asked.issue)
        chosen = [text_in(row) for _, row in rows(sent)]
        if kind.ordered:
            return self._list(NameKind(of=kind.of), sent, asked, least=1)
        known = {key for _, some in groups for key, _ in some}
        others = tuple((key, self.choices.unknown(key)) for key in chosen if key and key not in known)
        made, number = [], 0
        for heading, some in (*groups, ("", others)):
            boxes = []
            for key, words in some:
                box = {"name": f"{'.'.join(asked.at)}.{number}", "id": f"{'-'.join(asked.at)}-{number}"}
                boxes.append({**box, "value": key, "label": words, "on": key in chosen})
                number += 1
            if boxes:
                made.append({"heading": heading, "boxes": boxes})
        return {"as": "checks", "groups": made, "below": number > SHORT}

    def _options(self, sent: Sent, asked: FieldPlace) -> dict[str, Any]:
        there = rows(sent) or [("0", "")]
        made = []
        for n, row in there:
            one = asked.below(n)
            chosen = self._chosen(self.choices.options_of_issues, text_in(row), one)
            made.append(self._row(one.at, {**self._bare(one), **chosen, "none": CHOOSE}))
        return {"as": "rows", "rows": made, "more": "One more", "none": ""}

    def _bare(self, asked: FieldPlace) -> dict[str, Any]:
        return {
            "name": ".".join(asked.at), "id": "-".join(asked.at), "label": asked.label, "help": "", "required": False,
            "fault": self._fault(asked.at), "fresh": asked.at == self.fresh, "is_folded": False,
        }  # fmt: skip

    def _row(self, at: Name, value: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {
            "number": at[-1],
            "fresh": at == self.fresh,
            "field": value,
            "key": None,
            "hidden": None,
            "gone": None,
            "label": "",
            "fault": "",
            "less": "Take out",
            **more,
        }

    def _range(self, sent: Sent, asked: FieldPlace) -> dict[str, Any]:
        ends = [(LOW, "lowest"), (LIKELY, "most likely"), (HIGH, "highest")]
        levels = (("", tuple((level, HANDLING_WORDS[level]) for level in HANDLING)),)
        handling = asked.below("handling", label="Who may see it")
        return {
            "as": "range",
            "ends": [{**self._bare(asked.below(end, label=words)), "value": text_in(sent, end)} for end, words in ends],
            "because": {
                **self._bare(asked.below("because", label="Why so much")),
                "as": "text",
                "long": True,
                "example": "",
                "value": text_in(sent, "because"),
            },
            "handling": {**self._bare(handling), **self._chosen(levels, text_in(sent, "handling"), handling)},
            "is_open": bool(text_in(sent, "because") or text_in(sent, "handling")),
        }

    def _list(
        self, item: Kind, sent: Sent, asked: FieldPlace, *, least: int = 0, of_periods: bool = False
    ) -> dict[str, Any]:
        there = rows(sent)
        there += [(str(n), {}) for n in range(len(there), least)]
        made = []
        for place, (n, row) in enumerate(there):
            words = f"period {place}" if of_periods and len(there) > 1 else ""
            less = "" if of_periods and len(there) == 1 else "Take out"
            made.append(self._row((*asked.at, n), self.field(item, row, asked.below(n)), label=words, less=less))
        more = "One range for each period" if of_periods and len(there) < 2 else "One more"
        return {"as": "rows", "rows": made, "more": more, "none": "" if made else "There is none."}

    def _together(self, items: tuple[Kind, ...], sent: Sent, asked: FieldPlace) -> Iterator[dict[str, Any]]:
        words = ("from", "to") if len(items) == 2 else tuple(str(n + 1) for n in range(len(items)))
        is_pair_of_options = all(isinstance(one, NameKind) and one.of == "options" for one in items)
        for n, item in enumerate(items):
            said = words[n] if is_pair_of_options else ("the first", "the second")[n] if len(items) == 2 else words[n]
            yield self.field(item, below(sent, str(n)), asked.below(str(n), label=said))

    def _keyed(self, kind: KeyedKind, sent: Sent, asked: FieldPlace) -> dict[str, Any]:
        there = rows(sent)
        if kind.has_a_row_for_each and isinstance(kind.key, NameKind):
            return self._for_each(kind, kind.key, there, asked)
        made = []
        if not there and asked.is_required and not isinstance(kind.value, AnyKind):
            there = [("0", {KEY: "0"} if isinstance(kind.key, NumberKind) else {})]
        for n, row in there:
            one, name = asked.below(n), text_in(row, KEY)
            key = self.field(kind.key, name, one.below(KEY, label=_key_label(kind.key)))
            inner = value_kind(kind, name)
            issue = self._issue_after(kind.key, name, asked.issue)
            held = one.below(VALUE, label=key_words(key) or asked.label, issue=issue)
            if isinstance(kind.value, AnyKind):
                made.append(self._set_row((name, key), inner, row, held))
            else:
                made.append(
                    self._row(one.at, self.field(inner, below(row, VALUE), held), key=key, fault=self._fault(one.at))
                )
        return {"as": "rows", "rows": made, "more": "One more", "none": "" if made else "There is none."}

    def _set_row(
        self, name_and_key: tuple[str, dict[str, Any]], inner: Kind, row: Sent, held: FieldPlace
    ) -> dict[str, Any]:
        """A value that a variant sets: its place is chosen first, then what it is."""
        name, key = name_and_key
        if not name:
            return self._row(held.at[:-1], {"as": "go_on", "label": "", "id": key["id"] + "-on"}, key=key)
        label = place_words(key) or name
        gone = {**self._bare(held.below(label="Nothing is said there")), "as": "check", "on": text_in(row, GONE) == YES}
        at = (*held.at[:-1], GONE)
        gone |= {"name": ".".join(at), "id": "-".join(at)}
        path = name.split(".")
        issue = next((step for step in path[1:] if step in self.choices.case.issues), held.issue)
        shown = self.field(inner, below(row, VALUE), FieldPlace(at=held.at, label=label, issue=issue))
        hidden = {"name": key["name"], "value": name}
        return self._row(
            held.at[:-1],
            shown,
            hidden=hidden,
            label=label,
            gone=gone,
            less="Take out this difference",
            fault=self._fault(held.at[:-1]),
        )

    def _for_each(
        self, kind: KeyedKind, key: NameKind, there: list[tuple[str, Sent]], asked: FieldPlace
    ) -> dict[str, Any]:
        """A row for each thing that the case has, and for each name that it does not have."""
        by_name = {text_in(row, KEY): (n, row) for n, row in there}
        known = {name: words for _, some in self.choices.of(key.of, asked.issue) for name, words in some}
        unknown = {name: self.choices.unknown(name) for name in by_name if name and name not in known}
        free = max((int(n) for n, _ in there), default=-1) + 1
        made = []
        for name, words in {**known, **unknown}.items():
            n, row = by_name.get(name, ("", {}))
            if not n:
                n, free = str(free), free + 1
            one = asked.below(n)
            issue = self._issue_after(key, name, asked.issue)
            shown = self.field(kind.value, below(row, VALUE), one.below(VALUE, label=words, issue=issue))
            for inner in shown.get("fields", []):
                inner["help"] = ""  # the same under every name
            hidden = {"name": ".".join((*one.at, KEY)), "value": name}
            made.append(self._row(one.at, shown, hidden=hidden, label=words, fault=self._fault(one.at)))
        return {"as": "each", "rows": made}

    def _issue_after(self, key: Kind, name: str, issue: str) -> str:
        return name if isinstance(key, NameKind) and key.of == "issues" else issue

    def _group(self, kind: GroupKind, sent: Sent, asked: FieldPlace) -> dict[str, Any]:
        parts = self.fields(kind)
        issue = next(
            (text_in(sent, one.file) for one in parts if isinstance(one.kind, NameKind) and one.kind.of == "issues"),
            asked.issue,
        )
        made: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
        for one in parts:
            inner = below(sent, one.file)
            made[one.file in GROUNDS].append(self.of_field(one, inner, (*asked.at, one.file), issue))
        has_grounds = any(self._says(one.kind, below(sent, one.file)) for one in parts if one.file in GROUNDS)
        wrong = any(at[: len(asked.at)] == asked.at and at[len(asked.at) :][:1] and at[len(asked.at)] in GROUNDS
                    for at in self.faults)  # fmt: skip
        return {
            "as": "group", "fields": made[False], "grounds": made[True], "is_open": has_grounds or wrong
        }  # fmt: skip

    def of_field(self, one: ModelField, sent: Sent, at: Name, issue: str) -> dict[str, Any]:
        """A field of the model."""
        return self.field(
            one.kind, sent, FieldPlace(at=at, label=one.label, help=one.help, is_required=one.is_required, issue=issue)
        )

    def _named_or_written(self, name: NameKind, group: GroupKind, sent: Sent, asked: FieldPlace) -> dict[str, Any]:
        chosen = self.field(name, below(sent, "name"), asked.below("name", label="One that is there already"))
        here = below(sent, "here")
        written = self.field(group, here, asked.below("here", label="Quote one here"))
        at = (*asked.at, "here")
        wrong = any(fault[: len(at)] == at for fault in self.faults)
        return {"as": "named", "chosen": chosen, "written": written, "is_open": self._says(group, here) or wrong}


def key_words(key: dict[str, Any]) -> str:
    """The words for the name that is chosen in a field; empty where none is."""
    groups = key.get("groups", [])
    return next((words for _, some in groups for name, words in some if name == key.get("value")), "")


def place_words(key: dict[str, Any]) -> str:
    """The words for the place that is chosen in a field, after what its section is called."""
    groups = key.get("groups", [])
    found = ((heading, words) for heading, some in groups for name, words in some if name == key.get("value"))
    return next((f"{heading}: {words}" if heading else words for heading, words in found), "")


def _key_label(key: Kind) -> str:
    match key:
        case NumberKind():
            return "In period"
        case NameKind(of="places"):
            return "What is different"
        case NameKind():
            return "Of"
    return "Name"


def name_at(kind: Kind, sent: Sent, path: Path, fields: Fields) -> Name:
    """The field of a form that what stands at a path of the part comes from, or the nearest one around it."""
    if not path:
        return ()
    step, rest = path[0], path[1:]
    match kind:
        case GroupKind():
            one = next((one for one in fields(kind) if one.file == step), None)
            return () if one is None else (one.file, *name_at(one.kind, below(sent, one.file), rest, fields))
        case RowsKind(item=item) if isinstance(step, int) and step < len(rows(sent)):
            n, row = rows(sent)[step]
            return (n, *name_at(item, row, rest, fields))
        case KeyedKind():
            found = next(((n, row) for n, row in rows(sent) if text_in(row, KEY) == str(step)), None)
            if found is not None:
                inner = name_at(value_kind(kind, str(step)), below(found[1], VALUE), rest, fields)
                return (found[0], VALUE, *inner)
        case OptionsKind():
            chosen = [n for n, row in rows(sent) if text_in(row).partition("/")[0] == step]
            return (
                (chosen[rest[0] if rest and isinstance(rest[0], int) and rest[0] < len(chosen) else 0],)
                if chosen
                else ()
            )
        case NamedOrWrittenKind(group=group) if isinstance(below(sent, "here"), dict):
            return ("here", *name_at(group, below(sent, "here"), path, fields))
    return ()


def with_row(sent: Tree, name: Name) -> tuple[Tree, Name]:
    """The form with one row more at a name, and that row's name."""
    at: Any = sent
    for step in name:
        below_it = at.setdefault(step, {})
        if not isinstance(below_it, dict):
            return sent, ()
        at = below_it
    number = str(max((int(n) for n, _ in rows(at)), default=-1) + 1)
    at[number] = {}
    return sent, (*name, number)


def without_row(sent: Tree, name: Name) -> Tree:
    """The form without the row of that name."""
    at: Any = sent
    for step in name[:-1]:
        at = at.get(step) if isinstance(at, dict) else None
    if isinstance(at, dict) and name:
        at.pop(name[-1], None)
    return sent
