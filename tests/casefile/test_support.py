"""What a quote is to its party: whether the words around it name the party, and what circumstances can carry."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.support import plain_yaml
from winset.casefile.evidence import PartyNames, SourceWords
from winset.casefile.read import check_case
from winset.model.case import Party
from winset.model.evidence import Checked

NORTH = {"name": "North", "in_sentence": "the North", "aliases": ["Northland", "the rebels", "Norðurland"]}


def named(text: str, **party: object) -> bool:
    return PartyNames([Party.model_validate({"name": "North", **party})]).stand_in(SourceWords.of(text))


@pytest.mark.parametrize(
    ("names", "text", "there"),
    [
        (["Iran"], "Iran wants it.", True),
        (["Iran"], "The Iranian side wants it.", False),
        (["Iran"], "iran wants it.", False),
        (["Iran"], "Iran’s side wants it.", True),
        (["Iran"], "Iran's side wants it.", True),
        (["Iran"], "“Iran” wants it, pro-Iran papers say.", True),
        (["US"], "Give us water.", False),
        (["US"], "The US, not us, gave it.", True),
        (["U.S."], "The U.S. gave it.", True),
        (["the rebels"], "Rebels hold the bridge.", True),
        (["the rebels"], "The REBELS hold the bridge.", True),
        (["the United States"], "United States policy is open.", True),
        (["The Hague"], "In the Hague they met.", True),
        (["People's Party"], "The People’s Party met.", True),
        (["St Anne’s"], "St Anne's was asked.", True),
        (["Perón"], "Pero\u0301n was asked.", True),
        (["Pero"], "Pero\u0301n was asked.", False),
        (["Kyiv"], "Kyiv\u00a0refused.", True),
        (["Côte  d'Ivoire"], "Côte\nd’Ivoire refused.", True),
        (["Киев"], "Киев отказался.", True),
        (["Киев"], "Киевский суд отказался.", False),
        (["中国"], "他说中国政府拒绝。", True),
        (["روسيا"], "وروسيا ترفض.", True),
        ([".*"], "Anything at all.", False),
        (["N.rth"], "North waits.", False),
        (["(a+)+$"], "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", False),
        (["..."], "Well ... North is silent.", False),
        (["the"], "In the end.", True),
        (["a_b"], "a_b_c and a_b.", True),
    ],
)
def test_a_name_stands_in_a_sentence_as_whole_words(names: list[str], text: str, there: bool) -> None:
    assert named(text, name="Nobody", aliases=names) is there
    assert named(text, name="Nobody", members=names) is there


def test_ten_thousand_aliases_and_a_long_sentence_take_no_time() -> None:
    aliases = [f"Alias{n}" for n in range(10_000)]
    names = PartyNames([Party.model_validate({"name": "North", "aliases": aliases})])
    long = SourceWords.of("Alias9999x " * 20_000)
    start = time.process_time()
    assert not any(names.stand_in(long) for _ in range(50))
    assert names.stand_in(SourceWords.of("It was Alias9999."))
    assert time.process_time() - start < 2


SOURCE = (
    "The North waits. They want the gate shut. South asks for water; its mayor, Ann Lee, will not sign without it. "
    "The road is old.\n"
)
CASE = {
    "winset": 1,
    "case": {"id": "gate", "title": "The gate"},
    "sources": {"letter": {"file": "letter.txt"}},
    "parties": {"north": {"name": "North"}, "south": {"name": "South"}},
    "issues": {"gate": {"status_quo": "shut", "options": {"shut": "shut", "half": "half", "open": "open"}}},
}


def claim(quote: str, **more: object) -> dict[str, object]:
    return {"source": "letter", "quote": quote, "reading": "As it says.", **more}


def checked(folder: Path, cell: object, other: object = "silent", **sections: object) -> Checked:
    case = {**CASE, "positions": {"gate": {"north": cell, "south": other}}, **sections}
    (folder / "letter.txt").write_text(SOURCE, encoding="utf-8")
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(case, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return check_case(folder)


def codes(found: Checked) -> list[str]:
    return [problem.code for problem in found.problems if problem.code in ("E320", "E324", "W108")]


@pytest.mark.parametrize("support", ["direct", "reported", None])
def test_words_or_a_report_state_a_position(tmp_path: Path, support: str | None) -> None:
    more = {"support": support} if support else {}
    assert codes(checked(tmp_path, {"ideal": "shut", "basis": "stated", "claim": claim("North waits", **more)})) == []


def test_circumstances_alone_state_nothing_and_help_beside_a_statement(tmp_path: Path) -> None:
    alone = {"ideal": "shut", "basis": "stated", "claim": claim("North waits", support="context")}
    (problem,) = [problem for problem in checked(tmp_path, alone).problems if problem.code == "E324"]
    assert "inferred" in problem.hint
    assert "because" in problem.hint
    assert codes(checked(tmp_path, {**alone, "also": [claim("The road is old", support="context")]})) == ["E324"]
    assert codes(checked(tmp_path, {**alone, "also": [claim("waits")]})) == []
    assert codes(checked(tmp_path, {**alone, "basis": "inferred", "because": "It waits."})) == []


def test_a_red_line_is_carried_like_its_cell(tmp_path: Path) -> None:
    def cell(**line: object) -> dict[str, object]:
        return {
            "ideal": "shut",
            "rejects": [{"option": "open", **line}],
            "basis": "stated",
            "claim": claim("North waits"),
        }

    context = claim("North", support="context")
    assert codes(checked(tmp_path, cell())) == []
    assert codes(checked(tmp_path, cell(claim=context))) == ["E324"]
    assert codes(checked(tmp_path, cell(basis="stated", claim=context))) == ["E324"]
    assert codes(checked(tmp_path, cell(basis="inferred", because="x", claim=context))) == []
    assert codes(checked(tmp_path, cell(claim=claim("The road is old")))) == ["W108"]


def test_the_whole_sentence_an_alias_a_member_or_the_speaker_names_the_party(tmp_path: Path) -> None:
    def south(**more: object) -> dict[str, object]:
        return {"ideal": "open", "basis": "stated", "claim": claim("will not sign without it", **more)}

    assert codes(checked(tmp_path, "silent", south())) == []
    they = {"ideal": "shut", "basis": "stated", "claim": claim("They want the gate shut")}
    assert codes(checked(tmp_path, they)) == ["W108"]
    assert codes(checked(tmp_path, {**they, "also": [claim("North waits")]})) == []
    assert codes(checked(tmp_path, {**they, "claim": claim("They want the gate shut", speaker="the North")})) == []
    assert codes(checked(tmp_path, {**they, "claim": claim("They want the gate shut", speaker="Ann Lee")})) == ["W108"]
    for field in ("aliases", "members"):
        parties = {"north": {"name": "North", field: ["They"]}, "south": {"name": "South"}}
        assert codes(checked(tmp_path, they, parties=parties)) == []
    empty = checked(tmp_path, they, parties={"north": {"name": "North", "aliases": [""]}, "south": {"name": "South"}})
    assert [error.code for error in empty.errors] == ["E204"]


def test_a_file_with_ten_thousand_aliases_is_checked(tmp_path: Path) -> None:
    parties = {
        "north": {"name": "North", "aliases": [f"Alias{n}" for n in range(10_000)] + [".*", "[", "\\", "x" * 5_000]}
    }
    they = {"ideal": "shut", "basis": "stated", "claim": claim("They want the gate shut")}
    start = time.process_time()
    found = checked(tmp_path, they, parties={**parties, "south": {"name": "South"}})
    assert codes(found) == ["W108"]
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("option", "code"),
    [
        ({"serves": ["south.water.deep"]}, "E203"),
        ({"serves": ["."]}, "E203"),
        ({"serves": ["south."]}, "E203"),
        ({"serves": [".water"]}, "E203"),
        ({"serves": ["west.water"]}, "E203"),
        ({"serves": [""]}, "E204"),
        ({"serves": ["x" * 3_000]}, "E203"),
        ({"serves": "south.water"}, "E204"),
        ({"flags": [{"kind": "moral", "text": "x"}]}, "E204"),
        ({"flags": [{"kind": "legal", "text": " "}]}, "E204"),
        ({"flags": [{"kind": "legal"}]}, "E202"),
        ({"flags": {"kind": "legal", "text": "x"}}, "E204"),
        ({"in_steps": "yes"}, "E204"),
    ],
)
def test_what_an_option_serves_and_raises_is_checked_at_its_place(
    tmp_path: Path, option: dict[str, object], code: str
) -> None:
    interests = {"water": {"kind": "need", "text": "water", "basis": "inferred", "because": "x"}}
    found = checked(
        tmp_path,
        "silent",
        parties={"north": {"name": "North"}, "south": {"name": "South", "interests": interests}},
        issues={"gate": {"options": {"shut": {"label": "shut", **option}, "open": "open"}}},
    )
    (problem,) = found.errors
    assert problem.code == code, problem
    assert problem.path[:4] == ("issues", "gate", "options", "shut")
    assert len(problem.message) + len(problem.hint) < 1_000


def test_of_a_delegation_either_party_will_do(tmp_path: Path) -> None:
    cell = {"delegates_to": "south", "basis": "stated", "claim": claim("asks for water")}
    other = {"ideal": "open", "basis": "inferred", "because": "x"}
    assert codes(checked(tmp_path, cell, other)) == []
    assert codes(checked(tmp_path, {**cell, "claim": claim("The road is old")}, other)) == ["W108"]


def test_what_quotes_are_to_their_parties_is_told_of_each_cell(tmp_path: Path) -> None:
    cell = {"ideal": "shut", "basis": "inferred", "because": "x", "claim": claim("The road is old", support="context")}
    support = checked(tmp_path, cell).support
    assert (support["gate", "north"].circumstances, support["gate", "north"].names_party) == (True, False)
    assert ("gate", "south") not in support


def test_the_quotes_of_interests_are_looked_up_like_any_other(tmp_path: Path) -> None:
    def parties(quote: str) -> dict[str, object]:
        interest = {"kind": "need", "text": "water", "claim": claim(quote)}
        return {"north": {"name": "North"}, "south": {"name": "South", "interests": {"water": interest}}}

    found = checked(tmp_path, "silent", parties=parties("South asks for water"))
    assert not found.errors
    assert found.counts.quotes == 1
    assert [error.code for error in checked(tmp_path, "silent", parties=parties("South has water")).errors] == ["E101"]
