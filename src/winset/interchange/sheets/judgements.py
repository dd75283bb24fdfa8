"""The sheet of judgements: a row for every number that can be judged of parties, issues and options, and what a
filled-in row says in the case file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from winset.casefile.editing.changes import at
from winset.errors import Path
from winset.interchange.sheets.labels import COUNTED, CaseLabels, NoSuchChoice, is_shown
from winset.interchange.sheets.table import (
    KEY_HEAD,
    STAMP_HEAD,
    WITHHELD,
    Column,
    NotANumber,
    Row,
    Table,
    normal_number,
    number_of,
    number_text,
)
from winset.model.case import Case
from winset.model.numbers import Handling, strictest

TITLE = "Judgements"
NUMBERS = ("low", "likely", "high")
COLUMNS = (
    Column(name="key", head=KEY_HEAD, kind="key", width=4),
    Column(name="stamp", head=STAMP_HEAD, kind="stamp", width=4),
    Column(name="what", head="What is judged", kind="label", width=40),
    Column(name="party", head="Party", kind="label", width=24),
    Column(name="issue", head="Issue", kind="label", width=24),
    Column(name="option", head="Option", kind="label", width=40),
    Column(name="low", head="Low", kind="number", width=10, words="The lowest number that you hold possible."),
    Column(
        name="likely", head="Most likely", kind="number", width=12,
        words="The number that you hold most likely; alone, it is taken as certain.",
    ),
    Column(name="high", head="High", kind="number", width=10, words="The highest number that you hold possible."),
    Column(
        name="counted", head="Counted from", kind="choice", width=14, list_name="counted",
        words="Of a walk-away only: whether the points count from zero, or from what things as they are are worth.",
    ),
    Column(name="because", head="Why", kind="text", width=50, words="Why you judge it so, in a sentence."),
)  # fmt: skip


def judgements_table(case: Case, labels: CaseLabels, level: Handling, stamped: str, data: Mapping[str, Any]) -> Table:
    """Every number that can be judged here, with what the case judges. data: what the case file says."""
    rows = tuple(
        Row(
            key=_key(case, path),
            path=path,
            texts={**labelled, **_texts(at(data, path), path, (case, level, data))},
            is_walk_away=path[1] == "walk_away",
        )
        for path, labelled in _places(case, labels)
    )
    return Table(title=TITLE, columns=COLUMNS, rows=rows, level=stamped)


def _key(case: Case, path: Path) -> str:
    """What a row is known by; a link also by what it is about, since its place in the list may change."""
    if path[1] == "links":
        return f"links/{path[2]}/{case.judgements.links[int(path[2])].entry_name}"
    return "/".join(map(str, path[1:]))


def _places(case: Case, labels: CaseLabels) -> Iterator[tuple[Path, dict[str, str]]]:
    """Where numbers are judged, with the words for it: by party; what a delegate decides is judged of the delegate."""
    parties, issues = labels.parties.words, labels.issues.words
    for party, name in parties.items():
        for issue in case.positions:
            about = {"party": name, "issue": issues[issue]}
            yield (
                ("judgements", "salience", issue, party),
                {**about, "what": "Salience: weight of the issue to the party, 0 to 100"},
            )
            judged = case.judgements.scores.get(issue, {}).get(party, {})
            if case.cell(issue, party).delegates_to and not judged:
                continue
            for option, label in labels.options[issue].words.items():
                words = "Score: worth of the option to the party, 0 to 100"
                yield ("judgements", "scores", issue, party, option), {**about, "what": words, "option": label}
        yield (
            ("judgements", "walk_away", party),
            {"party": name, "what": "Walk-away: what no deal is worth to the party"},
        )
        yield ("judgements", "capability", party), {"party": name, "what": "Capability: its power to press, 0 to 100"}
    yield from _judged_besides(case, labels)


def _judged_besides(case: Case, labels: CaseLabels) -> Iterator[tuple[Path, dict[str, str]]]:
    """Numbers that stand in the case and that not every party or issue has."""
    parties, judged = labels.parties.words, case.judgements
    for lever in judged.levers:
        known = case.levers.get(lever)
        target = known.target if known is not None else ""
        title = (known.title if known is not None else None) or lever.replace("_", " ")
        words = {
            "what": f"Lever “{title}”: by how many points it moves the walk-away",
            "party": parties.get(target, ""),
        }
        yield ("judgements", "levers", lever, "walk_away"), words
    for n, link in enumerate(judged.links):
        words = {"party": parties.get(link.party, link.party), "option": _combination(link.when, labels)}
        yield (
            ("judgements", "links", n, "points"),
            {**words, "what": "Combination: points that it is worth beyond its parts"},
        )
    for table, worth in judged.tables.items():
        title = (case.tables[table].title if table in case.tables else None) or table.replace("_", " ")
        for party in worth.worth:
            words = {"what": f"Meeting “{title}”: points that it is worth itself", "party": parties.get(party, party)}
            yield ("judgements", "tables", table, "worth", party), words
    for party in judged.refusal:
        words = {"what": "Gain if it refuses its part", "party": parties.get(party, party)}
        yield ("judgements", "refusal", party), words
    for party, row in judged.spoil.items():
        for other in row:
            name = parties.get(other, other)
            words = {"what": f"What it brings {name} if it is left out and loses", "party": parties.get(party, party)}
            yield ("judgements", "spoil", party, other), words


def _combination(when: Mapping[str, tuple[str, ...]], labels: CaseLabels) -> str:
    """Options that must come together: "Territory: a line; Guarantees: binding"."""
    return "; ".join(
        f"{labels.issues.words.get(issue, issue)}: "
        + " or ".join(labels.options[issue].words.get(option, option) for option in options)
        for issue, options in when.items()
        if issue in labels.options
    )


def _texts(value: Any, path: Path, shown: tuple[Case, Handling, Mapping[str, Any]]) -> dict[str, str]:
    """The texts of a number; where it lies above the level, that it does. shown: the case, the level, and what the file
    says.
    """
    if value is None:
        return {}
    case, level, data = shown
    judged = Judged(value, is_walk_away=path[1] == "walk_away")
    lever = case.levers.get(str(path[2])) if path[1] == "levers" else None
    parts = (at(data, path[:n]) for n in range(2, len(path)))
    around = [part.get("handling") for part in parts if isinstance(part, dict)]
    levels = (judged.handling, *around, lever.handling if lever else None)
    if not is_shown(strictest(case.judgements.handling, *levels), level):
        columns = (*NUMBERS, "counted", "because") if path[1] == "walk_away" else (*NUMBERS, "because")
        return dict.fromkeys(columns, WITHHELD)
    texts = {name: number_text(number) for name, number in judged.numbers.items()}
    if path[1] == "walk_away":
        texts["counted"] = COUNTED["status_quo" if judged.above_status_quo else "points"]
    return texts | ({"because": judged.because} if judged.because else {})


class Judged:
    """A judged number as a case file has it: the numbers by column, why, and who may see them."""

    def __init__(self, value: Any, *, is_walk_away: bool) -> None:
        self.value, self.is_walk_away = value, is_walk_away
        self.above_status_quo = is_walk_away and (
            value == "status_quo" or (isinstance(value, dict) and "status_quo" in value)
        )
        inner = value
        if self.above_status_quo:
            inner = 0 if value == "status_quo" else value["status_quo"]
        self.inner = inner
        because, handling, points = None, None, inner
        while isinstance(points, dict):
            because, handling = points.get("because") or because, points.get("handling") or handling
            points = points.get("points")
        self.because, self.handling = because, handling
        listed = points if isinstance(points, list) else [points]
        names = {1: ("likely",), 2: ("low", "high"), 3: NUMBERS}.get(len(listed), ())
        self.numbers: dict[str, Any] = dict(zip(names, listed, strict=True)) if points is not None else {}

    def with_numbers(self, points: Any, because: str | None, *, above_status_quo: bool) -> Any:
        """The same with other numbers, and another reason; who may see it stays."""
        inner: Any = points
        if because or self.handling:
            inner = {"points": points}
            inner |= {"handling": self.handling} if self.handling else {}
            inner |= {"because": because} if because else {}
        if isinstance(self.inner, dict) and isinstance(inner, dict):
            inner = {name: inner[name] for name in (*self.inner, *inner) if name in inner}
        if not above_status_quo:
            return inner
        return "status_quo" if self.value == "status_quo" and inner == 0 else {"status_quo": inner}


Refuse = Callable[[str, str], None]


def judged_value(
    row: Row, labels: CaseLabels, data: Mapping[str, Any], after: Mapping[str, str], refuse: Refuse
) -> Any:
    """What the case file says of the number of a filled-in row; None where nothing is judged. What is wrong is given to
    `refuse`, and the value then means nothing.
    """
    now = at(data, row.path)
    judged = Judged(now, is_walk_away=row.is_walk_away)
    withheld = WITHHELD in row.texts.values()
    numbers: dict[str, Any] = {}
    for name in NUMBERS:
        text = after.get(name, "")
        if withheld and text != row.texts.get(name, ""):
            refuse(name, "what the case says here was left out of the sheet, so it is not replaced from it")
        elif not withheld and text.strip():
            numbers[name] = _number(name, (text, judged), refuse)
    if withheld:
        return now
    because = after.get("because", "").strip() and after.get("because", "")
    above = judged.above_status_quo
    if row.is_walk_away:
        above = _counted(labels, after, refuse) == "status_quo"
    elif after.get("counted", "").strip():
        refuse("counted", "only a walk-away can be counted from the status quo; leave this cell empty")
    if not numbers:
        if because and because != (judged.because or ""):
            refuse("because", "there is a reason here, and no number")
        return None
    if any(number is None for number in numbers.values()):
        return now
    points = _points(numbers, refuse)
    return now if points is None else judged.with_numbers(points, because or None, above_status_quo=above)


def _number(name: str, given: tuple[str, Judged], refuse: Refuse) -> Any:
    """The number of a cell; as the case file writes it where it is the same."""
    text, judged = given
    try:
        value = number_of(text)
    except NotANumber as error:
        refuse(name, str(error))
        return None
    now = judged.numbers.get(name)
    is_same = now is not None and normal_number(number_text(now)) == normal_number(text)
    return now if is_same else value


def _counted(labels: CaseLabels, after: Mapping[str, str], refuse: Refuse) -> str:
    text = after.get("counted", "")
    if not text.strip():
        return "points"
    try:
        return labels.counted.name_of(text)
    except NoSuchChoice as error:
        refuse("counted", str(error))
        return "points"


def _points(numbers: dict[str, Any], refuse: Refuse) -> Any:
    """The numbers as a case file has them: one, two or three, going upwards."""
    given = tuple(name for name in NUMBERS if name in numbers)
    if given not in (("likely",), ("low", "high"), NUMBERS):
        missing = next(name for name in ("high", "low") if name not in given)
        refuse(missing, "a range has a low and a high number; one number alone stands under “Most likely”")
        return None
    exact = [Fraction(normal_number(number_text(numbers[name]))) for name in given]
    for name, number, following in zip(given[1:], exact, exact[1:], strict=False):
        if number > following:
            refuse(name, "a range goes upwards: low, most likely, high")
            return None
    listed = [numbers[name] for name in given]
    return listed[0] if len(listed) == 1 else listed
