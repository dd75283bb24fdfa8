"""Where the package agreed at Camp David falls in the win-set of the shipped case: an illustration, no validation."""

from __future__ import annotations

from collections import Counter
from math import prod

import numpy as np

from tests.support.places import EXAMPLES
from winset.analyses.settlement.packages import View
from winset.analyses.settlement.settle import solve
from winset.casefile.read import read_case
from winset.compiled import compiled
from winset.model.case import Case
from winset.readings import central

CASE = EXAMPLES / "camp-david-1978"
AGREED = {
    "extent": "all",
    "timing": "staged",
    "airfields": "replaced",
    "settlements": "removed",
    "security": "mutual_fixed",
    "relations": "midway",
    "oil": "returned_assured",
    "palestinian": "transition",
}


def test_the_agreed_package_crosses_one_red_line_and_no_other() -> None:
    checked = read_case(CASE)
    assert checked.case is not None
    positions = compiled(checked.case)
    package = tuple(positions.options[n].index(AGREED[issue]) for n, issue in enumerate(positions.issues))
    view = View(positions.structure, np.array([package], dtype=np.int16))
    crossed = [positions.line_name(line) for line in positions.structure.lines if view.crosses(line)[0]]
    assert crossed == ["red_line.israel.settlements.removed"]
    assert solve(central(positions)).status == "none"


def test_with_that_line_lifted_it_is_acceptable_and_near_the_frontier() -> None:
    checked = read_case(CASE, ["begin_may_yield"])
    assert checked.case is not None
    positions = compiled(checked.case)
    answer = solve(central(positions))
    reading, winners = answer.reading, answer.win_set
    package = tuple(positions.options[n].index(AGREED[issue]) for n, issue in enumerate(positions.issues))
    place = [winners.package(n) for n in range(len(winners))].index(package)
    bargaining = list(reading.structure.bargaining)

    def product(number: int) -> int:
        return prod(int(winners.values[p, number]) - (reading.walk_away[p] or 0) for p in bargaining)

    better = winners.values[bargaining] - winners.values[bargaining][:, [place]]
    assert answer.counts.acceptable == 210
    assert 1 + sum(product(n) > product(place) for n in range(len(winners))) == 18
    assert int(((better >= 0).all(axis=0) & (better > 0).any(axis=0)).sum()) == 1


def test_where_egypt_lets_settlements_stay_there_are_packages_but_not_the_agreed_one() -> None:
    checked = read_case(CASE, ["settlements_under_egypt"])
    assert checked.case is not None
    positions = compiled(checked.case)
    answer = solve(central(positions))
    package = tuple(positions.options[n].index(AGREED[issue]) for n, issue in enumerate(positions.issues))
    assert answer.counts.acceptable == 235
    assert package not in [answer.win_set.package(n) for n in range(len(answer.win_set))]


def rests_on(case: Case) -> tuple[Counter[str], Counter[str]]:
    """How many cells, and how many red lines, rest first on the record, on the exercise text and on nothing."""
    cells: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for issue in case.issues:
        for party in case.parties:
            cell = case.cell(issue, party)
            first = [claim.source == "briefing" for claim in case.claims_of(cell)[:1]]
            cells[_on(first)] += 1
            for line in cell.rejects:
                lines[_on([claim.source == "briefing" for claim in case.claims_of(line)[:1]] or first)] += 1
    return cells, lines


def _on(first: list[bool]) -> str:
    if not first:
        return "nothing"
    return "exercise text" if first[0] else "record"


def test_the_readme_counts_the_cells_that_rest_on_the_record_and_on_the_exercise_text() -> None:
    checked = read_case(CASE)
    assert checked.case is not None
    cells, lines = rests_on(checked.case)
    assert cells == {"record": 13, "exercise text": 7, "nothing": 4}
    assert lines == {"record": 7, "exercise text": 6}
    told = (CASE / "README.md").read_text(encoding="utf-8")
    assert "- 13 rest first on the record" in told
    assert "- 7 rest first on `briefing.md`" in told
    assert "- 4 are silent" in told
    assert "Of the 13 red lines 7 rest first on the record and 6 on `briefing.md`" in told


def test_every_document_of_the_record_is_named_and_none_is_later_than_the_eve_of_the_talks() -> None:
    checked = read_case(CASE)
    assert checked.case is not None
    case = checked.case
    documents = {name: source for name, source in case.sources.items() if name != "briefing"}
    assert {source.file for source in documents.values()} == {
        f"record/{file.name}" for file in (CASE / "record").glob("*.md")
    }
    for source in documents.values():
        assert source.origin == "United States government"
        assert source.title is not None
        assert source.title.startswith(("FRUS 1977–1980, ", "State Department cable "))
        assert source.date is not None
        assert source.date <= (case.case.as_of or "")
        assert source.sha256 is not None
        number = source.title.split(":")[0].split()[-1]
        heading = (CASE / source.file).read_text(encoding="utf-8").splitlines()[0]
        assert heading.startswith("# ")
        assert number in heading
