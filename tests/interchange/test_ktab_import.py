"""A file of KTAB gives a case with exactly its positions, saliences and capabilities, or is refused with its place."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from winset.casefile.read import check_case, read_case
from winset.errors import CaseError, Problem, SaveRefused
from winset.interchange.ktab_import import imported_ktab
from winset.model.case import Case
from winset.model.numbers import Span

FACTS = Path(__file__).parents[3] / "shared" / "data" / "spatial" / "ktab"
CASES = ("SOE-Pol-Comp", "SOE-Policy", "dummyData-a040", "dummyData_3Dim", "dummyData_6Dim")
REFORM = """Reform,"A law, and who pays",3,2,
Actor,Description,Power,Pace Position,Pace Salience,Cost Pstn,Sal
MIN,Ministry,100,30,60.5,10,40,
UNI,Unions,62.5,0,50,100,0.000001
IND,Industry,80,30,20,12.25,70
"""
Row = tuple[Fraction, ...]


def file_of(folder: Path, text: str, name: str = "reform.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def case_of(path: Path, folder: Path) -> Case:
    """The case that the file gives, which has no errors."""
    imported_ktab(path, folder).write(folder)
    checked = check_case(folder)
    assert not [problem for problem in checked.problems if problem.code.startswith("E")]
    assert checked.case is not None
    return checked.case


def numbers(case: Case) -> dict[str, tuple[Fraction, Row, Row]]:
    """For each party its capability, its positions and its saliences, as a forecast reads them."""
    found = {}
    for party in case.parties:
        positions, saliences = list[Fraction](), list[Fraction]()
        for issue, topic in case.issues.items():
            ideal = case.positions[issue][party].ideal
            assert ideal is not None
            positions.append(Fraction(str(topic.options[ideal].at)))
            saliences.append(likely(case.judgements.salience[issue][party]))
        found[party] = (likely(case.judgements.capability[party]), tuple(positions), tuple(saliences))
    return found


def likely(span: Span) -> Fraction:
    """A number that was imported, which has no range."""
    assert span.low == span.likely == span.high
    assert span.likely is not None
    return span.likely


def stated(path: Path) -> list[tuple[Fraction, Row, Row]]:
    """What the file says of each party, in its order."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [[cell.strip() for cell in row] for row in csv.reader(stream, skipinitialspace=True) if row]
    lines = int(rows[0][3])
    return [
        (
            Fraction(row[2]),
            tuple(map(Fraction, row[3 : 3 + 2 * lines : 2])),
            tuple(map(Fraction, row[4 : 4 + 2 * lines : 2])),
        )
        for row in rows[2:]
    ]


def refusals(folder: Path, text: str) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        imported_ktab(file_of(folder, text), folder / "case")
    assert not (folder / "case").exists()
    return caught.value.problems


def test_every_position_is_an_option_at_its_place(tmp_path: Path) -> None:
    path = file_of(tmp_path, REFORM)
    case = case_of(path, tmp_path / "case")
    assert case.case.title == "Reform"
    assert [party.name for party in case.parties.values()] == ["Ministry", "Unions", "Industry"]
    assert list(case.parties) == ["min", "uni", "ind"]
    pace, cost = case.issues.values()
    assert (pace.title, cost.title) == ("Pace", "Cost")
    assert pace.scale
    assert [str(option.at) for option in pace.options.values()] == ["0", "30"]
    assert [str(option.at) for option in cost.options.values()] == ["10", "49/4", "100"]
    assert list(numbers(case).values()) == stated(path)
    cell = case.positions["cost"]["ind"]
    assert cell.basis == "inferred"
    assert cell.because == "imported from reform.csv, which places the party at 12.25"
    assert "the authors of reform.csv" in str(case.judgements.by)
    assert "A law, and who pays" in str(case.notes)


@pytest.mark.parametrize("name", CASES)
def test_a_published_file_is_read_without_loss(name: str, tmp_path: Path) -> None:
    path = FACTS / f"{name}.csv"
    if not path.is_file():
        pytest.skip(f"{path} is not at hand")
    assert list(numbers(case_of(path, tmp_path / "case")).values()) == stated(path)


@settings(max_examples=25)
@given(data=st.data(), parties=st.integers(2, 5), lines=st.integers(1, 3))
def test_any_file_gives_the_numbers_that_it_states(
    data: st.DataObject, parties: int, lines: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("ktab")
    number = st.integers(0, 10_000).map(lambda whole: f"{whole / 100:.2f}")
    rows = [
        [f"P{party}", f"Party {party}", data.draw(number), *(data.draw(number) for _ in range(2 * lines))]
        for party in range(parties)
    ]
    for line in range(lines):
        rows[0][3 + 2 * line], rows[1][3 + 2 * line] = "0", "99.99"
    head = ["Actor", "Description", "Power", *(f"{kind}{line}" for line in range(lines) for kind in ("Issue", "Sal"))]
    text = "\n".join([f"Any,any,{parties},{lines}", ",".join(head), *(",".join(row) for row in rows)])
    path = file_of(folder, text)
    imported_ktab(path, folder / "case").write(folder / "case")
    case = read_case(folder / "case").case
    assert case is not None
    assert list(numbers(case).values()) == stated(path)


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "message"),
    [
        (REFORM, "Reform\n", "E602", 1, "ends before a heading"),
        ("3,2,\n", "three,2,\n", "E602", 1, "`three` is no number of parties"),
        (",3,2,\n", "\n", "E602", 1, "counts no parties and lines"),
        (",3,2,", ",4,2,", "E608", 1, "counts 4 parties, and 3 follow"),
        (",Cost Pstn,Sal\n", "\n", "E608", 2, "5 columns are headed, and 2 lines need 7"),
        (",10,40,", ",10,", "E603", 3, "has 6 cells instead of 7"),
        ("62.5", "much", "E604", 4, "`much` is not a finite number"),
        ("62.5", "-1", "E604", 4, "the capability -1 is negative"),
        ("62.5", "", "E604", 4, "a capability is missing"),
        ("12.25", "100.5", "E604", 5, "the position 100.5 does not lie from 0 to 100"),
        (",70\n", ",170\n", "E604", 5, "the salience 170 does not lie from 0 to 100"),
        ("12.25", "12.1234567890123", "E603", 5, "more places than a case file holds"),
        ("IND,", "MIN,", "E603", 5, "`MIN` stands twice, first in line 3"),
        ("UNI,Unions,62.5,0,", "UNI,Unions,62.5,30,", "E603", 2, "all parties stand at 30 on `Pace`"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(
    old: str, new: str, code: str, line: int, message: str, tmp_path: Path
) -> None:
    assert old in REFORM
    problems = refusals(tmp_path, REFORM.replace(old, new))
    assert [(problem.code, problem.place.line) for problem in problems] == [(code, line)]
    assert message in problems[0].message


def test_everything_wrong_is_reported_at_once_and_where_it_stands(tmp_path: Path) -> None:
    problems = refusals(tmp_path, REFORM.replace("62.5", "much").replace("12.25", "-3"))
    assert [(problem.place.line, problem.place.column, problem.place.length) for problem in problems] == [
        (4, 12, 4),
        (5, 23, 2),
    ]


def test_other_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("Réforme,x,2,1".encode("latin-1"))
    with pytest.raises(CaseError) as caught:
        imported_ktab(tmp_path / "latin.csv", tmp_path / "case")
    assert [problem.code for problem in caught.value.problems] == ["E602"]
    with pytest.raises(CaseError) as caught:
        imported_ktab(tmp_path / "none.csv", tmp_path / "case")
    assert [problem.code for problem in caught.value.problems] == ["E601"]


def test_names_that_are_no_ids_and_markup_do_no_harm(tmp_path: Path) -> None:
    text = (
        REFORM.replace("MIN,Ministry", '"no","a: {b}, ""c"" #d"').replace("Pace Position", "yes").replace("UNI", "1: x")
    )
    case = case_of(file_of(tmp_path, text), tmp_path / "case")
    assert next(iter(case.parties.values())).name == 'a: {b}, "c" #d'
    assert next(iter(case.issues.values())).title == "yes"


def test_saliences_above_a_hundred_and_parties_without_weight_are_said(tmp_path: Path) -> None:
    text = REFORM.replace("60.5", "90").replace("62.5", "0")
    notes = imported_ktab(file_of(tmp_path, text), tmp_path / "case").notes
    assert notes == (
        "the saliences of `min` add up to 130; KTAB itself takes no more than 100",
        "without capability, and so without weight in a forecast: uni",
    )


def test_scores_are_written_out_where_places_have_too_many_decimals(tmp_path: Path) -> None:
    fine = REFORM.replace("IND,Industry,80,30,20", "IND,Industry,80,70.0007,20.0001").replace("12.25", "12.3457")
    made = imported_ktab(file_of(tmp_path, fine.replace("0.000001", "1")), tmp_path / "case")
    assert "scores are written out" in made.notes[0]
    case = case_of(file_of(tmp_path, fine.replace("0.000001", "1")), tmp_path / "case")
    assert str(case.judgements.scores["pace"]["min"]["at_70_0007"].likely) == "599993/10000"


def test_nothing_that_stands_is_overwritten(tmp_path: Path) -> None:
    made = imported_ktab(file_of(tmp_path, REFORM), tmp_path / "case")
    made.write(tmp_path / "case")
    with pytest.raises(SaveRefused):
        made.write(tmp_path / "case")
