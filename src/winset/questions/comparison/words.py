"""What changed between two versions of a case, judged numbers too, in the names of the case: of what, and from what to
what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from winset.errors import Path
from winset.model.case import Case, Cell, Interest, Needs, OptionFlag, RedLine
from winset.model.changes import Change
from winset.model.claims import Node
from winset.model.entries import said
from winset.model.judgements import Link, Statement, WalkAway
from winset.model.kept import KeptPackage
from winset.model.numbers import Handling, Span
from winset.model.placed import fields_in_points, fields_of_parties, place_shape, unit_at
from winset.report.entry_names import called, named
from winset.report.names import flag_words, listed
from winset.report.ownership import Ownership
from winset.report.pieces import piece

FIELDS = {
    "ideal": "wants", "rejects": "refuses", "basis": "rests on", "delegates_to": "leaves it to", "because": "because",
    "precondition": "a condition for talks", "volatile": "the line has been moving", "needs": "needs the consent of",
    "options": "for single options", "if_": "where", "then": "then", "holders": "held by", "target": "presses",
    "seated": "seated", "past": "has taken place", "after": "after", "opens_if": "opens if", "agenda": "agenda",
    "ratifiers": "ratified by", "by": "by", "from_to": "from and to", "set": "sets", "handling": "may be seen by",
    "file": "file", "title": "title", "date": "date", "quality": "quality", "name": "name", "members": "members",
    "aims": "aims", "text": "text", "carries_out": "carries out", "worth": "is worth", "reversible": "can be put back",
    "divisible": "can be taken in parts", "snapback": "chance of being put back", "at": "share by period",
    "discount": "discount", "detection": "chance that a breach is seen", "lag": "lag of the answer",
    "open_lag": "lag of an open answer", "exit_gain": "gain of leaving", "penalty": "penalty",
    "false_alarm": "chance of a false alarm", "of": "of", "willing": "chance of voting for it", "votes": "votes needed",
    "spends": "levers used up", "walk_away": "moves the walk-away by", "points": "points", "when": "where",
    "strong": "separates strongly", "walk_away_change": "change of the walk-away", "power": "power",
    "best_escalation": "best escalation", "applies_above": "reaches to", "glossary": "glossary",
    "sha256": "expected digest", "id": "name", "label": "called", "in_sentence": "in a sentence",
    "aliases": "also called", "interests": "needs and fears", "in_steps": "one step at a time", "serves": "serves",
    "flags": "concerns", "kind": "kind", "state": "state", "effect": "effect", "offered": "may be offered",
    "at_most": "largest share in one period", "origin": "has it from", "language": "language", "inputs": "numbers",
    "now": "now", "change": "change each period", "believes": "takes its own chance to be", "cost": "cost of fighting",
    "period": "period", "moves": "moves", "apply": "applies", "lift": "lifts", "from_": "from period",
    "until": "until period", "parties": "parties", "issue": "issue", "shares": "share of the stake",
    "largest_cost": "largest cost in the eyes of the other", "kinds": "may be strong or weak", "weak": "wants if weak",
    "chance": "chance of being weak", "strong_loses": "loses a battle if strong",
    "weak_loses": "loses a battle if weak", "ratified": "least share that is ratified",
    "holding_out": "holding out", "note": "note", "prize": "prize", "each": "each period",
}  # fmt: skip
"""Fields of the case file in words."""
NAMED = ("id", "title", "name", "label")
"""Fields that the name of a change tells already, where it is new or gone."""
BASES = {"stated": "stated in the sources", "inferred": "inferred, not stated", "silent": "the sources are silent"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing about a change: of what, and what it was and is; empty where there was or is nothing."""

    what: str
    before: str
    after: str


class ChangeWords:
    """Names of either version in words; where both have one, that of the new version."""

    def __init__(self, old: Ownership, new: Ownership) -> None:
        self.cases, self.owners = (new.case, old.case), new

    def party(self, name: str) -> str:
        known = (case.name_in_sentence(name) for case in self.cases if name in case.parties or name in case.others)
        return piece("party", next(known, name), name)

    def topic(self, issue: str) -> str:
        """An issue inside a sentence: "on territory"."""
        titles = (case.issue_in_sentence(issue) for case in self.cases if issue in case.issues)
        return piece("issue", next(titles, issue.replace("_", " ")), issue)

    def title(self, issue: str) -> str:
        """An issue by its title."""
        titles = (case.issue_title(issue) for case in self.cases if issue in case.issues)
        return f"“{piece('issue', next(titles, issue.replace('_', ' ')), issue)}”"

    def option(self, issue: str, option: str) -> str:
        labels = (
            case.option_label(issue, option)
            for case in self.cases
            if issue in case.issues and option in case.issues[issue].options
        )
        return f"“{piece('option', next(labels, option.replace('_', ' ')), f'{issue}.{option}')}”"

    def titled(self, section: str, name: str) -> str:
        """What has a title of its own: a source, table, lever, variant, rule or step; "…" where it may not be shown."""
        level = self._level(section, name)
        for case in self.cases:
            steps = case.plan.steps if case.plan is not None else {}
            named: dict[str, Mapping[str, object]] = {
                "sources": case.sources, "tables": case.tables, "levers": case.levers, "variants": case.variants,
                "packages": case.packages,
                "rules": {rule.id: rule for rule in case.rules}, "steps": steps,
            }  # fmt: skip
            title = getattr(named[section].get(name), "title", None)
            if title:
                return f"“{piece('text', title, level=level)}”"
        return f"“{piece('text', name.replace('_', ' '), level=level)}”"

    def _level(self, section: str, name: str) -> Handling:
        if section == "packages":
            return self.owners.part((section, name)).level
        if section not in ("sources", "levers"):
            return "open"
        return (self.owners.source(name) if section == "sources" else self.owners.lever(name)).level

    def name(self, change: Change, *, closed: bool = False) -> str:
        """What changed, as the beginning of a sentence; closed: of a link, without what it combines."""
        path = tuple(map(str, change.path))
        if path[0] == "judgements":
            return self._judged(path, change, closed=closed)
        if path[0] == "plan":
            return self._of_plan(path)
        names: dict[str, Callable[[], str]] = {
            "case": lambda: {
                "id": "Name of the case",
                "title": "Title of the case",
                "question": "Question",
                "client": "For whom briefs are written",
                "drafter": "Who wrote the case",
            }.get(path[1], "The day of which the case speaks"),
            "sources": lambda: f"{'The text of s' if path[2:] else 'S'}ource {self.titled('sources', path[1])}",
            "parties": lambda: f"Party {self.party(path[1])}",
            "others": lambda: f"{self.party(path[1])}, without a seat",
            "issues": lambda: self._of_issue(path),
            "positions": lambda: f"{self.party(path[2])} on {self.topic(path[1])}",
            "consent": lambda: self._consent(path),
            "rules": lambda: f"Rule {self.titled('rules', path[1])}",
            "levers": lambda: f"Lever {self.titled('levers', path[1])}",
            "tables": lambda: f"Table {self.titled('tables', path[1])}",
            "moves": lambda: f"Moves on {self.topic(path[1])}",
            "variants": lambda: f"Variant {self.titled('variants', path[1])}",
            "notes": lambda: "A note",
            "packages": lambda: f"Kept package {self.titled('packages', path[1])}",
            "brief": lambda: "Sentences of the drafter's",
            "claims": lambda: "A quote",
        }
        return names[path[0]]()

    def at(self, path: Path) -> str:
        """The name of whatever stands at a path."""
        return self.name(Change(path=path, kind="changed", before=None, after=None, paths=()))

    def _of_issue(self, path: tuple[str, ...]) -> str:
        topic = self.topic(path[1])
        if len(path) == 2:
            return f"Issue {self.title(path[1])}, with all that is said of it"
        if path[2] == "options":
            return f"Option {self.option(path[1], path[3])} of {topic}"
        return {
            "title": f"Title of {topic}", "in_sentence": f"Title of {topic} in a sentence",
            "status_quo": f"Status quo of {topic}",
        }.get(path[2], f"Places of the options of {topic} on its line")  # fmt: skip

    def _consent(self, path: tuple[str, ...]) -> str:
        if path[1] == "package":
            return f"Consent of {self.party(path[2])} to the whole package"
        return f"Who is needed besides for {self.topic(path[2])}" if path[1] == "issues" else "Grounds of who is needed"

    def _of_plan(self, path: tuple[str, ...]) -> str:
        if path[1] == "steps":
            return f"Step {self.titled('steps', path[2])} of the plan"
        if path[1] == "parties":
            return f"Patience and detection of {self.party(path[2])} in the plan"
        return {"period": "Period of the plan", "trigger": "Who may put a step back"}.get(
            path[1], "Grounds of the plan"
        )

    def _judged(self, path: tuple[str, ...], change: Change, *, closed: bool) -> str:
        if path[1] == "links":
            link = change.before if isinstance(change.before, Link) else change.after
            who = self.party(path[2].partition("(")[0])
            if closed or not isinstance(link, Link):
                return f"What a combination of options is worth to {who}"
            return f"What {self.condition(link.when)} together are worth to {who}"
        return called(self, type(self.cases[0]), path)

    def condition(self, when: Mapping[str, tuple[str, ...]]) -> str:
        return listed(
            f"{listed((self.option(issue, option) for option in options), 'or')} on {self.topic(issue)}"
            for issue, options in when.items()
        )

    def lines(self, change: Change) -> list[Line]:
        """What the change says, one thing a line; what stays the same is left out."""
        unit = ChangeUnit(change, type(self.cases[0]))
        before, after = change.before, change.after
        if change.path[0] == "positions":  # a cell that was not there was not silent, but in no question
            issue, party = map(str, change.path[1:3])
            empty = [Cell() if issue in case.issues and party in case.parties else None for case in self.cases]
            before, after = before or empty[1], after or empty[0]
        if isinstance(before, WalkAway) or isinstance(after, WalkAway):
            party = str(change.path[2])
            words = [
                unit.walk_away(side, case) if party in case.parties else ""
                for side, case in zip((after, before), self.cases, strict=True)
            ]
            return [Line(what="", before=words[1], after=words[0])]
        if isinstance(before or after, Link):
            spans = [side.points if isinstance(side, Link) else None for side in (before, after)]
            reach = [self._reach(side.applies_above) if isinstance(side, Link) else "" for side in (before, after)]
            points = [Line(what="", before=unit.number(spans[0]), after=unit.number(spans[1]))]
            along = [Line(what=FIELDS["applies_above"], before=reach[0], after=reach[1])]
            return (points if spans[0] != spans[1] or reach[0] == reach[1] else []) + (
                along if reach[0] != reach[1] else []
            )
        if isinstance(before or after, KeptPackage):
            return list(self._of_package(before, after))
        if change.path[0] == "moves":
            moves = [side if isinstance(side, tuple) else () for side in (before, after)]
            if len(moves[0]) == len(moves[1]) == 1:
                before, after = moves[0][0], moves[1][0]
            else:
                items = self._items(moves[0], moves[1], tuple(map(str, change.path)), "moves")
                return [Line(what="", before=pair[0], after=pair[1]) for pair in items]
        if isinstance(before or after, Node):
            return [
                Line(what=FIELDS.get(key, key.replace("_", " ")), before=words[0], after=words[1])
                for key, words in self._fields(before, after, unit, change)
            ]
        if isinstance(before or after, Mapping):
            old, new = (side if isinstance(side, Mapping) else {} for side in (before, after))
            return [
                Line(what=self._key(change, str(key)), before=unit.entry(old.get(key)), after=unit.entry(new.get(key)))
                for key in dict.fromkeys([*old, *new])
                if said(old.get(key)) != said(new.get(key))
            ]
        words = [self._plain(side, change) if side is not None else "" for side in (before, after)]
        return [Line(what="", before=words[0], after=words[1])]

    def _of_package(self, before: object, after: object) -> Iterator[Line]:
        """What a kept package is called, why it is kept, and the option that it has on each issue."""
        sides = [side if isinstance(side, KeptPackage) else None for side in (before, after)]
        for field in ("title", "note", "handling"):
            old, new = (str(getattr(side, field, None) or "") for side in sides)
            if old != new:
                yield Line(what=FIELDS[field], before=old, after=new)
        held = [side.options if side is not None else {} for side in sides]
        for issue in dict.fromkeys([*held[0], *held[1]]):
            old, new = (self.option(issue, side[issue]) if issue in side else "" for side in held)
            if old != new:
                yield Line(what=f"on {self.topic(issue)}", before=old, after=new)

    def _reach(self, marks: Mapping[str, Fraction | str]) -> str:
        """How far along which lines a link or a rule reaches."""
        return listed(
            f"{self.option(issue, at) if isinstance(at, str) else f'{float(at):g} of 100'} on {self.topic(issue)}"
            for issue, at in marks.items()
        )

    def _key(self, change: Change, key: str) -> str:
        """What an entry of a row is of."""
        if change.path[0] == "issues":
            return self.option(str(change.path[1]), key)
        at = place_shape(type(self.cases[0]), change.path)
        return named(self, (*at.names, (key, at.keys[0] if at.keys else None)))[-1]

    def _plain(self, side: object, change: Change) -> str:
        path = tuple(map(str, change.path))
        if side is True:
            return "needed"
        if isinstance(side, Span):
            return ChangeUnit(change, type(self.cases[0])).number(side)
        if path[0] == "issues" and path[-1] == "status_quo":
            return self.option(path[1], str(side))
        if path[:2] == ("judgements", "orders") and isinstance(side, tuple):
            return ", then ".join(self.option(path[2], str(option)) for option in side)
        if path[:2] == ("judgements", "statements") and isinstance(side, tuple):
            return "; ".join(f"{n}. {self._statement(statement)}" for n, statement in enumerate(side, 1))
        if path[:1] == ("sources",):
            return f"digest {str(side)[:12]}…"
        return self.value(side, path, "") if not isinstance(side, str) else side

    def _statement(self, statement: object) -> str:
        if not isinstance(statement, Statement):
            return str(statement)
        strong = " (separates strongly)" if statement.strong else ""
        return f"{listed(map(self.condition, statement.when), 'or')}{strong}"

    def _fields(
        self, before: object, after: object, unit: ChangeUnit, change: Change
    ) -> Iterator[tuple[str, tuple[str, str]]]:
        entry = before or after
        if not isinstance(entry, Node):
            return
        fields = type(entry).model_fields
        path = tuple(map(str, change.path))
        order = list(FIELDS)
        for name in sorted(fields, key=lambda field: order.index(field) if field in order else len(order)):
            if name in ("claim", "also"):
                continue
            sides = [side for side in (before, after) if side is not None]
            if len(sides) == 1 and (name in NAMED or getattr(sides[0], name) == fields[name].default):
                continue
            values = [getattr(side, name, None) for side in (before, after)]
            if said(values[0]) == said(values[1]):
                continue
            lists = [side_value for side_value in values if isinstance(side_value, tuple) and side_value]
            if len(lists) == 2:
                yield from ((name, pair) for pair in self._items(lists[0], lists[1], path, name))
                continue
            words = [
                self.value(side_value, path, name) if side_value not in (None, (), {}) else "" for side_value in values
            ]
            yield name, (words[0], words[1])

    def _items(
        self, before: tuple[object, ...], after: tuple[object, ...], path: tuple[str, ...], field: str
    ) -> Iterator[tuple[str, str]]:
        """Red lines of which something else is said; then what of a list is there no longer, and what is new."""
        gone = [item for item in before if said(item) not in [said(other) for other in after]]
        come = [item for item in after if said(item) not in [said(other) for other in before]]
        for old, new in [(old, new) for old in gone for new in come if _same_line(old, new)]:
            gone.remove(old)
            come.remove(new)
            yield self.value(old, path, field), self.value(new, path, field)
        if gone:
            yield listed(self.value(item, path, field) for item in gone), ""
        if come:
            yield "", listed(self.value(item, path, field) for item in come)

    def value(self, value: object, path: tuple[str, ...], field: str) -> str:
        """A value of a field in words, by the field that it stands in."""
        issue = path[1] if path[0] in ("positions", "moves") else path[2] if path[:2] == ("consent", "issues") else ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Span | Fraction):
            return (
                ChangeUnit.points(value)
                if isinstance(value, Span) and field in fields_in_points()
                else ChangeUnit.bare(value)
            )
        if isinstance(value, Node):
            return self._part(value, issue, path)
        if isinstance(value, Mapping):
            return self._pairs(value, issue, path, field)
        if isinstance(value, tuple | list):
            if field == "from_to" and len(value) == 2 and all(isinstance(item, str) for item in value):
                return f"{self.option(issue, str(value[0]))} to {self.option(issue, str(value[1]))}"
            return listed(self.value(item, path, field) for item in value)
        return self._word(value, issue, field) if isinstance(value, str) else str(value)

    def _part(self, value: Node, issue: str, path: tuple[str, ...]) -> str:
        """A part of an entry, with what it rests on."""
        if isinstance(value, RedLine):
            basis = f" ({BASES.get(value.basis, value.basis)})" if value.basis else ""
            because = f", because: {value.because}" if value.because else ""
            return f"{self.option(issue, value.option)}{basis}{because}"
        if isinstance(value, OptionFlag):
            return f"{value.kind}: {flag_words(value)}"
        if isinstance(value, Interest):
            because = f" (inferred, because: {value.because})" if value.because else ""
            return f"{value.kind}: {value.text}{because}"
        if isinstance(value, Needs):
            return f"the consent of {listed(map(self.party, value.needs))}"
        return ", ".join(
            f"{FIELDS.get(name, name.replace('_', ' '))} {self.value(member, path, name)}"
            for name in type(value).model_fields
            if name not in ("claim", "also") and (member := getattr(value, name)) not in (None, (), {}, False)
        )

    def _pairs(self, value: Mapping[str, object], issue: str, path: tuple[str, ...], field: str) -> str:
        """A mapping: a condition, options that are carried out, paths that a variant sets, or names with values."""
        if field == "set":
            return listed(f"`{key}`" for key in value)
        if field == "applies_above":
            return self._reach(
                {key: option if isinstance(option, Fraction) else str(option) for key, option in value.items()}
            )
        if field in ("if_", "then", "when", "carries_out"):
            options = {key: option if isinstance(option, tuple) else (str(option),) for key, option in value.items()}
            return self.condition(options)
        return "; ".join(
            f"{self._word(str(key), issue, field)}: {self.value(member, path, field)}" for key, member in value.items()
        )

    def _word(self, value: str, issue: str, field: str) -> str:
        if field in ("ideal", "options", "from_to") and issue:
            return self.option(issue, value)
        if field in fields_of_parties():
            return self.party(value)
        if field == "agenda":
            return self.topic(value)
        if field == "after" or field == "spends":
            level = self._level("levers" if field == "spends" else "", value)
            return f"“{piece('text', value.replace('_', ' '), level=level)}”"
        return BASES.get(value, value) if field == "basis" else value


def _same_line(old: object, new: object) -> bool:
    """Whether two items of a list refuse the same option."""
    return isinstance(old, RedLine) and isinstance(new, RedLine) and old.option == new.option


class ChangeUnit:
    """Numbers of one change with their unit."""

    def __init__(self, change: Change, kind: type[Case]) -> None:
        self.is_line = change.path[0] == "issues"
        self.unit = unit_at(kind, change.path)

    def entry(self, value: object) -> str:
        """A number of a row; on a line, the place from 0 to 100, or aside."""
        if self.is_line and value is not None:
            return "off the line" if value == "aside" else f"at {self.bare(value)} of 100"
        return self.number(value)

    def number(self, value: object) -> str:
        """A judged number with its range in the long form; empty where there is none."""
        if not isinstance(value, Span):
            return ""
        return self._ranged(value, f"{_decimal(value.central)}{self._points(value.central)}")

    def walk_away(self, value: object, case: Case) -> str:
        """A walk-away in points, or above or below what the status quo package is worth. case: the version that says
        it; where an issue of it has no status quo, none follows from one.
        """
        if not isinstance(value, WalkAway):
            has_status_quo = all(issue.status_quo is not None for issue in case.issues.values())
            return "not judged: as much as the status quo" if has_status_quo else "not judged"
        if value.points is not None:
            return self.number(value.points)
        span = value.status_quo
        if span is None:
            return ""
        if span.is_fixed and not span.central:
            return "as much as the status quo"
        side = "above" if span.central >= 0 else "below"
        return self._ranged(
            span, f"{_decimal(abs(span.central))}{self._points(abs(span.central))} {side} the status quo"
        )

    def _points(self, value: Fraction) -> str:
        return " point" if self.unit == " points" and abs(value) == 1 else self.unit

    @staticmethod
    def _ranged(span: Span, central: str) -> str:
        """The number with its range and the reason that is given for it."""
        because = f", because: {span.because}" if span.because else ""
        if span.is_fixed:
            return f"{central}{because}"
        middle = "" if span.likely is not None else ", none of it likelier"
        return f"{central} (from {_decimal(span.low)} to {_decimal(span.high)}{middle}){because}"

    @staticmethod
    def points(value: Span) -> str:
        """A number of a field that is in points."""
        unit = "point" if abs(value.central) == 1 else "points"
        return ChangeUnit._ranged(value, f"{_decimal(value.central)} {unit}")

    @staticmethod
    def bare(value: object) -> str:
        """A number without a unit."""
        if isinstance(value, Span):
            return ChangeUnit._ranged(value, _decimal(value.central))
        return _decimal(value) if isinstance(value, Fraction) else str(value)


def _decimal(value: Fraction) -> str:
    """A number as it would be written: up to six decimals, or about so much where these do not do."""
    text = f"{float(value):.6f}".rstrip("0").rstrip(".")
    return text if Fraction(text) == value else f"about {float(value):.2f}"
