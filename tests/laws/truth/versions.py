"""Two versions of a random case: the new one is the old one with a few changes, each of which is known by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from tests.oracles.random_cases import Draw, leaves_a_choice
from winset import compare
from winset.errors import CaseError
from winset.study import Study

from .cases import Raw, study_of, truth_case

Where: TypeAlias = tuple[str, ...]
MOST_CHANGES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change of a case. where: in its file; before, after: what stands there, None where nothing does; parts: what
    else comes or goes with it, as the cells of a party do, each by its place and what stands there afterwards.
    """

    where: Where
    before: Any
    after: Any
    parts: tuple[tuple[Where, Any], ...] = ()

    def made_to(self, raw: Raw) -> Raw:
        """The case with it."""
        made: Raw = _with(raw, self.where, self.after)
        for where, after in self.parts:
            made = _with(made, where, after)
        return made

    @property
    def kind(self) -> str:
        """In the words of a report."""
        return "new" if self.before is None else "gone" if self.after is None else "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two versions of a case and the changes between them, none of which depends on another."""

    old: Raw
    edits: tuple[Edit, ...]

    def with_edits(self, edits: Iterable[Edit]) -> Raw:
        """The old version with some of the changes."""
        raw = self.old
        for edit in edits:
            raw = edit.made_to(raw)
        return raw

    @property
    def new(self) -> Raw:
        return self.with_edits(self.edits)

    def without(self, edit: Edit) -> Raw:
        """The new version with one change taken back."""
        return self.with_edits(other for other in self.edits if other is not edit)


def random_pair(number: int, folder: Path) -> Pair:
    """A random case and a few changes; the same number gives the same pair."""
    random = Random(f"versions {number}")
    old = truth_case(number)
    draw, edits = Draw(random=random, coarse=False), dict[Where, Edit]()
    wanted = random.choice((0, 1, 1, 2, 3, MOST_CHANGES)) if number % 20 else 0
    if wanted and number % 3 == 1:
        old, edits = _with_one_more_or_less(draw, old, folder)
    for _ in range(4 * wanted):
        edit = random.choice(EDITS)(draw, old)
        if len(edits) == wanted or edit is None or any(_touches(edit.where, other) for other in edits):
            continue
        if any(
            _mentions(side, thing) for where in edits for thing in _things(where) for side in (edit.before, edit.after)
        ):
            continue
        tried = Pair(old=old, edits=(*edits.values(), edit))
        if all(_is_a_case(made, folder) for made in (edit.made_to(old), tried.new)):
            edits[edit.where] = edit
    every = tuple(edits.values())
    sets = [[edit for n, edit in enumerate(every) if mask >> n & 1] for mask in range(1 << len(every))]
    pair = Pair(old=old, edits=every)
    return pair if all(_is_a_case(pair.with_edits(one), folder) for one in sets) else Pair(old=old, edits=every[:1])


def versions_of(pair: Pair, folder: Path) -> tuple[Study, Study, Study]:
    """Old and new, each by itself, and both against each other."""
    places = [folder / name for name in ("old", "new")]
    each = []
    for place, raw in zip(places, (pair.old, pair.new), strict=True):
        place.mkdir()
        each.append(study_of(raw, place))
    return each[0], each[1], compare(*places)


def _touches(where: Where, other: Where) -> bool:
    """Whether two changes are about one thing, or about a cell and what is judged of it; what comes or goes is in no
    other change.
    """
    if any(step in other for step in _things(where)) or any(step in where for step in _things(other)):
        return True
    sections = {place[1] if place[0] == "judgements" else place[0] for place in (where, other)}
    return where == other or (sections <= {"positions", "orders", "scores"} and where[-2:] == other[-2:])


def _things(where: Where) -> tuple[str, ...]:
    """The party or issue that comes or goes; of an option, its issue."""
    return where[1:2] if where[0] == "parties" or (where[0] == "issues" and where[2:] != ("status_quo",)) else ()


def _is_a_case(raw: Raw, folder: Path) -> bool:
    if not all(leaves_a_choice(raw, table) for table in (None, *raw.get("tables", {}))):
        return False
    try:
        study_of(raw, folder)
    except CaseError:
        return False
    return True


def _with(raw: Any, where: Where, value: Any) -> Any:
    """A copy with a value at a place; None takes away what stands there, and what is empty then."""
    made = deepcopy(raw)
    _put(made, where, value)
    return made


def _put(node: Any, where: Where, value: Any) -> None:
    step, *rest = where
    if step.startswith("#"):  # of a list, whatever has this id, or is this
        _put_in_list(node, step[1:], value)
    elif not rest:
        node.pop(step, None) if value is None else node.__setitem__(step, deepcopy(value))
    else:
        empty: Any = [] if rest[0].startswith("#") else {}
        _put(node.setdefault(step, empty), tuple(rest), value)
        if not node[step]:
            del node[step]


def _put_in_list(items: list[Any], name: str, value: Any) -> None:
    place = next((n for n, item in enumerate(items) if item == name or name_of(item) == name), None)
    if place is not None and value is None:
        del items[place]
    elif place is not None:
        items[place] = deepcopy(value)
    elif value is not None:
        items.append(deepcopy(value))


def name_of(item: Any) -> str:
    """What tells an item of a list from the others."""
    return str(item["id"] if "id" in item else (item["party"], sorted(item["when"]))) if isinstance(item, dict) else ""


def at(raw: Any, where: Where) -> Any:
    """What stands at a place; None where nothing does."""
    for step in where:
        if step.startswith("#"):
            raw = next((item for item in raw or () if item == step[1:] or name_of(item) == step[1:]), None)
        else:
            raw = (raw or {}).get(step)
    return raw


# ------------------------------------------------------------------------------------------------- single changes


def _edit(raw: Raw, where: Where, after: Any) -> Edit | None:
    before = at(raw, where)
    return None if before == after else Edit(where=where, before=before, after=after)


def _walk_away(draw: Draw, raw: Raw) -> Edit | None:
    party = draw.random.choice(list(raw["parties"]))
    after = None if draw.chance(0.15) else draw.judgement(0, 90)
    return _edit(raw, ("judgements", "walk_away", party), after)


def _salience(draw: Draw, raw: Raw) -> Edit | None:
    issue, party = draw.random.choice(list(raw["issues"])), draw.random.choice(list(raw["parties"]))
    return _edit(raw, ("judgements", "salience", issue, party), draw.judgement(1, 100))


def _score(draw: Draw, raw: Raw) -> Edit | None:
    """Of a row of scores, one number."""
    rows = [(issue, party) for issue, held in raw["judgements"].get("scores", {}).items() for party in held]
    if not rows:
        return None
    issue, party = draw.random.choice(rows)
    row = raw["judgements"]["scores"][issue][party]
    return _edit(
        raw, ("judgements", "scores", issue, party), {**row, draw.random.choice(list(row)): draw.judgement(0, 100)}
    )


def _capability(draw: Draw, raw: Raw) -> Edit | None:
    party = draw.random.choice(list(raw["parties"]))
    return _edit(raw, ("judgements", "capability", party), draw.random.choice((10, 20, 40)))


def _position(draw: Draw, raw: Raw) -> Edit | None:
    """A red line more or fewer, or another ideal."""
    cells = [
        (issue, party)
        for issue, held in raw["positions"].items()
        for party, cell in held.items()
        if cell != "silent" and "ideal" in cell
    ]
    if not cells:
        return None
    issue, party = draw.random.choice(cells)
    cell, options = raw["positions"][issue][party], list(raw["issues"][issue]["options"])
    after = {key: value for key, value in cell.items() if key != "rejects"}
    if draw.chance(0.4):
        after["ideal"] = draw.random.choice(options)
    others = [option for option in options if option != after["ideal"]]
    if "rejects" not in cell or draw.chance(0.3):
        after["rejects"] = [draw.random.choice(others)]
    return _edit(raw, ("positions", issue, party), after)


def _consent(draw: Draw, raw: Raw) -> Edit | None:
    package = raw.get("consent", {}).get("package")
    if not package:
        return None
    party = draw.random.choice(list(raw["parties"]))
    return _edit(raw, ("consent", "package", f"#{party}"), None if party in package else party)


def _rule(draw: Draw, raw: Raw) -> Edit | None:
    """A rule that is gone, or a new one."""
    rules = raw.get("rules", [])
    if rules and draw.chance(0.5):
        return _edit(raw, ("rules", f"#{draw.random.choice(rules)['id']}"), None)
    if len(raw["issues"]) < 2:
        return None
    first, second = draw.random.sample(list(raw["issues"]), 2)
    one, other = (draw.random.choice(list(raw["issues"][issue]["options"])) for issue in (first, second))
    return _edit(raw, ("rules", "#rule_new"), {"id": "rule_new", "if": {first: one}, "then": {second: other}})


def _link(draw: Draw, raw: Raw) -> Edit | None:
    """Other points, or none, for a combination."""
    links = raw["judgements"].get("links", [])
    names = [name_of(link) for link in links]
    if not links or len(set(names)) < len(names):
        return None
    link = draw.random.choice(links)
    after = None if draw.chance(0.3) else {**link, "points": draw.judgement(-20, 30)}
    return _edit(raw, ("judgements", "links", f"#{name_of(link)}"), after)


def _status_quo(draw: Draw, raw: Raw) -> Edit | None:
    issue = draw.random.choice(list(raw["issues"]))
    if "status_quo" not in raw["issues"][issue]:
        return None
    return _edit(raw, ("issues", issue, "status_quo"), draw.random.choice(list(raw["issues"][issue]["options"])))


EDITS: tuple[Callable[[Draw, Raw], Edit | None], ...] = (
    _walk_away,
    _walk_away,
    _walk_away,
    _salience,
    _score,
    _capability,
    _position,
    _position,
    _consent,
    _rule,
    _link,
    _status_quo,
)


# ------------------------------------------------------------------------------------------------- what comes or goes


def _with_one_more_or_less(draw: Draw, raw: Raw, folder: Path) -> tuple[Raw, dict[Where, Edit]]:
    """A case in which nothing else rests on some party, issue or option, and the change that it comes or goes; the case
    without a change where none was found.
    """
    for _ in range(6):
        where = draw.random.choice((_a_party, _an_issue, _an_option))(draw, raw)
        if where is None:
            continue
        whole = _with_nothing_that_rests_on(raw, where)
        places = list(_places_of(whole, where))
        gone = Edit(where=where, before=at(whole, where), after=None, parts=tuple(places))
        without = gone.made_to(whole)
        if all(_is_a_case(made, folder) for made in (whole, without)):
            if draw.chance(0.5):
                return whole, {where: gone}
            parts = tuple((place, at(whole, place)) for place, _ in places)
            return without, {where: Edit(where=where, before=None, after=at(whole, where), parts=parts)}
    return raw, {}


def _a_party(draw: Draw, raw: Raw) -> Where | None:
    return ("parties", draw.random.choice(list(raw["parties"]))) if len(raw["parties"]) > 2 else None


def _an_issue(draw: Draw, raw: Raw) -> Where | None:
    return ("issues", draw.random.choice(list(raw["issues"]))) if len(raw["issues"]) > 1 else None


def _an_option(draw: Draw, raw: Raw) -> Where | None:
    issue = draw.random.choice(list(raw["issues"]))
    options = list(raw["issues"][issue]["options"])
    option = options[-1]  # so that the others keep their places
    is_held = option == raw["issues"][issue].get("status_quo") or "scale" in raw["issues"][issue]
    return None if len(options) < 3 or is_held else ("issues", issue, "options", option)


OWN = {"parties": ("parties", "positions"), "issues": ("issues", "positions")}
JUDGED = ("salience", "scores", "orders", "walk_away", "capability")


def _with_nothing_that_rests_on(raw: Raw, where: Where) -> Raw:
    """The case without the sections, cells and judgements that name it, but for its own."""
    own, name = OWN[where[0]], where[1] if len(where) == 2 else where[3]
    made = deepcopy(raw)
    for section in [
        section for section in made if section not in (*own, "case", "judgements") and _names(made[section], where)
    ]:
        del made[section]
    judged = made["judgements"]
    if where[0] == "issues":  # a table that deals with all issues, or with some of them, is another one with one more
        made.pop("tables", None)
    for kind in [kind for kind in judged if kind not in JUDGED and _names(judged[kind], where)]:
        del judged[kind]
    if len(where) == 4:  # an option that nobody is for or against, and that no order names
        issue = where[1]
        made["positions"][issue] = {
            party: cell if party == "rest" or not _mentions(cell, name) else "silent"
            for party, cell in made["positions"][issue].items()
        }
        for kind in ("scores", "orders"):
            rows = judged.get(kind, {}).get(issue, {})
            if any(_mentions(row, name) for row in rows.values()):
                del judged[kind][issue]
    made["case"] = {key: value for key, value in made["case"].items() if key != "client" or value != name}
    return made


def _names(node: Any, where: Where) -> bool:
    return _mentions(node, where[1])


def _mentions(node: Any, name: str) -> bool:
    """Whether the name is a word or a key in it."""
    if isinstance(node, dict):
        return any(key == name or _mentions(value, name) for key, value in node.items())
    return any(_mentions(item, name) for item in node) if isinstance(node, list) else bool(node == name)


def _places_of(raw: Raw, where: Where) -> Iterable[tuple[Where, None]]:
    """The places of what a party or an issue has beside its own entry."""
    if where[0] == "parties":
        yield from (
            (("positions", issue, where[1]), None) for issue, cells in raw["positions"].items() if where[1] in cells
        )
    elif len(where) == 2 and where[1] in raw["positions"]:
        yield ("positions", where[1]), None
    for kind in JUDGED:
        held = raw["judgements"].get(kind, {})
        if len(where) == 2 and where[1] in held:
            yield ("judgements", kind, where[1]), None
        elif len(where) == 2 and where[0] == "parties":
            yield from (
                (("judgements", kind, issue, where[1]), None)
                for issue, row in held.items()
                if isinstance(row, dict) and where[1] in row
            )


# ------------------------------------------------------------------------------------------------- variants


VARIANTS = {"first": "verbatim", "second": "broad", "third": "narrowest"}
"""Names of variants and their titles."""


def with_random_variants(number: int, raw: Raw, folder: Path) -> tuple[Raw, dict[str, Raw]]:
    """A case with up to three variants, and the case as each of them reads it; no variant where none was found."""
    random = Random(f"variants {number}")
    draw, made, readings = Draw(random=random, coarse=False), dict[str, Any](), dict[str, Raw]()
    for name in list(VARIANTS)[: random.randint(1, 3)]:
        edits = dict[Where, Edit]()
        for _ in range(random.choice((1, 1, 2))):
            edit = random.choice(READ_OTHERWISE)(draw, raw)
            if edit is not None and edit.after is not None and not any(_touches(edit.where, one) for one in edits):
                edits[edit.where] = edit
        reading = raw
        for edit in edits.values():
            reading = _with_another_ideal(edit.made_to(reading), edit)
        if edits and _is_a_case(reading, folder):
            made[name] = {
                "title": VARIANTS[name],
                "because": "x",
                "set": {".".join(edit.where): edit.after for edit in edits.values()},
            }
            readings[name] = reading
    return ({**raw, "variants": made} if made else raw), readings


def _with_another_ideal(raw: Raw, edit: Edit) -> Raw:
    """Scores and orders were judged for another ideal: they go with it."""
    if edit.where[0] != "positions" or _ideal(edit.before) == _ideal(edit.after):
        return raw
    for kind in ("scores", "orders"):
        if at(raw, ("judgements", kind, *edit.where[1:])) is not None:
            raw = _with(raw, ("judgements", kind, *edit.where[1:]), None)
    return raw


def _ideal(cell: Any) -> Any:
    return cell.get("ideal") if isinstance(cell, dict) else None


READ_OTHERWISE = (_walk_away, _walk_away, _salience, _score, _position, _position, _position, _status_quo)
