"""`winset import` and `winset export` write all or nothing, say what was not taken over, and what to do next."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import Result

from tests.support.places import ROOT
from tests.support.running import invoked, program
from winset.errors import CaseError, SaveRefused

PROFILE = """<utility_space><objective index="0" type="objective" name="root">
<issue index="1" name="price"><item value="low" evaluation="1"/><item value="high" evaluation="4"/></issue>
<weight index="1" value="1.0"/></objective><discount_factor value="0.9"/><reservation value="0.3"/></utility_space>
"""


CONFLICT = {
    "useManualPreferenceRanking": False,
    "options": [{"name": "Dam", "permittedDirection": "both"}, {"name": "Sue", "permittedDirection": "fwd"}],
    "decisionMakers": [
        {"name": "Builder", "options": [0], "preferences": [[[1, "N"]]], "misperceptions": [[[1, "Y"]]]},
        {"name": "Town", "options": [1], "preferences": [[[0, "N"]]]},
    ],
    "infeasibles": [],
}


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    folder = tmp_path / "sale"
    folder.mkdir()
    for name in ("buyer", "seller"):
        (folder / f"{name}.xml").write_text(PROFILE, encoding="utf-8")
    return folder


def run(*arguments: object) -> Result:
    return invoked(*arguments)


def winset(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return program(*arguments, cwd=cwd)


@pytest.mark.parametrize("name", ["import", "export"])
def test_the_help_shows_the_formats_and_an_example(name: str) -> None:
    told = run(name, "--help").output
    assert "genius" in told
    assert f"winset {name} genius" in told
    assert f"winset {name} genius" in run(name, "genius", "--help").output


def test_a_folder_is_imported_and_the_printed_commands_answer(profiles: Path, tmp_path: Path) -> None:
    result = run("import", "genius", profiles, "-o", tmp_path / "a case")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Next:", f"  winset check '{tmp_path / 'a case'}'", f"  winset deal '{tmp_path / 'a case'}'",
    ]  # fmt: skip
    assert "2 parties, 1 issue" in result.stderr
    assert "note: `buyer.xml`, `seller.xml`: the discount factor 0.9 is not used" in result.stderr
    check = run("check", tmp_path / "a case")
    assert check.exit_code == 0
    assert "0 errors, 0 warnings" in check.output


def test_json_says_what_was_read_and_written(profiles: Path, tmp_path: Path) -> None:
    result = run("import", "genius", profiles, "-o", tmp_path / "case", "--json")
    told = json.loads(result.stdout)
    assert told["written"] == ["case.schema.json", "case.yaml"]
    assert [one["file"] for one in told["read"]] == ["buyer.xml", "seller.xml"]
    assert told["parties"] == {"buyer": "buyer", "seller": "seller"}
    assert told["issues"] == {"price": "price"}
    assert len(told["notes"]) == 1


def test_a_refusal_has_its_place_and_exit_code_1_and_writes_nothing(profiles: Path, tmp_path: Path) -> None:
    (profiles / "seller.xml").write_text(PROFILE.replace('"0.3"', '"30"'), encoding="utf-8")
    result = winset("import", "genius", "sale", "-o", "case", cwd=tmp_path)
    assert result.returncode == 1
    assert "error[E607]: no value reaches the reservation: the reservation is 30" in result.stderr
    assert "seller.xml:1:1" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "case").exists()


def test_a_missing_reservation_can_be_given(profiles: Path, tmp_path: Path) -> None:
    (profiles / "seller.xml").write_text(PROFILE.replace('<reservation value="0.3"/>', ""), encoding="utf-8")
    refused = run("import", "genius", profiles, "-o", tmp_path / "case")
    assert isinstance(refused.exception, CaseError)
    result = run("import", "genius", profiles, "-o", tmp_path / "case", "--reservation", "0.25")
    assert result.exit_code == 0
    assert "seller: {points: 25, because" in (tmp_path / "case" / "case.yaml").read_text(encoding="utf-8")
    assert "`seller.xml`: no reservation; taken as 0.25, as asked for" in result.stderr


@pytest.mark.parametrize("number", ["2", "-0.1", "nan", "half"])
def test_a_given_reservation_lies_between_0_and_1(profiles: Path, tmp_path: Path, number: str) -> None:
    result = run("import", "genius", profiles, "-o", tmp_path / "case", f"--reservation={number}")
    assert result.exit_code == 2
    assert "--reservation" in result.stderr


def test_a_taken_folder_is_refused_before_anything_is_read(profiles: Path, tmp_path: Path) -> None:
    assert run("import", "genius", profiles, "-o", tmp_path / "case").exit_code == 0
    again = run("import", "genius", profiles, "-o", tmp_path / "case")
    assert again.exit_code == 2
    assert "already holds a case.yaml" in again.stderr


def test_a_case_can_be_kept_beside_its_profiles(profiles: Path, tmp_path: Path) -> None:
    assert run("import", "genius", profiles, "-o", profiles).exit_code == 0
    assert sorted(path.name for path in profiles.iterdir()) == [
        "buyer.xml", "case.schema.json", "case.yaml", "seller.xml",
    ]  # fmt: skip
    assert run("import", "genius", profiles, "-o", tmp_path / "again").exit_code == 0


def test_an_export_is_refused_until_what_is_lost_may_be_dropped(tmp_path: Path) -> None:
    case, out = ROOT / "examples" / "classroom", tmp_path / "out"
    refused = run("export", "genius", case, "-o", out)
    assert isinstance(refused.exception, SaveRefused)
    assert not out.exists()
    result = run("export", "genius", case, "-o", out, "--drop")
    assert result.exit_code == 0
    assert "note: left out: red lines: red_line.hospital.delivery.weekly" in result.stderr
    assert [line.split("/")[-1] for line in result.stderr.splitlines() if line.startswith("wrote")] == [
        "domain.xml", "profile_1_hospital.xml", "profile_2_laundry.xml",
    ]  # fmt: skip
    assert result.stdout.splitlines() == ["Next:", f"  winset import genius {out} -o {out}-again"]
    assert run("import", "genius", out, "-o", f"{out}-again").exit_code == 0


def test_an_export_takes_variants_and_tables(tmp_path: Path) -> None:
    case = ROOT / "examples" / "alaska-2025"
    words = ("--variant", "kremlin_unchanged", "--table", "all_four", "--drop", "--json")
    told = json.loads(run("export", "genius", case, "-o", tmp_path / "out", *words).stdout)
    assert list(told["parties"]) == ["us", "russia", "ukraine", "europeans"]
    assert told["written"][0] == "domain.xml"
    assert told["notes"]


def test_numbers_above_the_level_of_handling_are_not_exported(profiles: Path, tmp_path: Path) -> None:
    run("import", "genius", profiles, "-o", tmp_path / "case")
    path = tmp_path / "case" / "case.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("seller: {points: 30,", "seller: {points: {points: 30, handling: restricted},")
    path.write_text(text, encoding="utf-8")
    refused = run("export", "genius", tmp_path / "case", "-o", tmp_path / "out")
    assert isinstance(refused.exception, SaveRefused)
    assert "numbers of `seller` are marked above “team”" in str(refused.exception)
    assert run("export", "genius", tmp_path / "case", "-o", tmp_path / "out", "--handling", "restricted").exit_code == 0


def test_a_graph_model_is_imported_and_what_was_left_out_is_told(tmp_path: Path) -> None:
    file, case = tmp_path / "dam.gmcr", tmp_path / "a case"
    file.write_text(json.dumps(CONFLICT), encoding="utf-8")
    result = run("import", "gmcr", file, "-o", case)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == ["Next:", f"  winset check '{case}'", f"  winset stability '{case}'"]
    assert "WHO WOULD BE TEMPTED" in run("stability", case, "--trials", "0").stdout
    assert "2 parties, 2 issues" in result.stderr
    assert "note: what `Builder` misperceives is left out" in result.stderr
    check = run("check", case)
    assert check.exit_code == 0
    assert "0 errors, 0 warnings" in check.output
    again = run("import", "gmcr", file, "-o", case)
    assert again.exit_code == 2
    assert "already holds a case.yaml" in again.stderr
    told = json.loads(run("import", "gmcr", file, "-o", tmp_path / "other", "--json").stdout)
    assert told["issues"] == {"dam": "Dam", "sue": "Sue"}
    assert len(told["notes"]) == 1


def test_a_broken_graph_model_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "dam.gmcr").write_text(json.dumps(CONFLICT).replace('"options": [1]', '"options": [0]'), "utf-8")
    result = winset("import", "gmcr", "dam.gmcr", "-o", "case", cwd=tmp_path)
    assert result.returncode == 1
    assert "error[E608]: option 0 belongs to party 0 already" in result.stderr
    assert "dam.gmcr:1:" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "case").exists()


REFORM = """Reform,How fast,2,1
Actor,Description,Power,Pace Position,Pace Salience
MIN,Ministry,100,30,60
UNI,Unions,62.5,0,50
"""


def test_a_spatial_model_is_imported_and_checks(tmp_path: Path) -> None:
    file, case = tmp_path / "reform.csv", tmp_path / "reform"
    file.write_text(REFORM, encoding="utf-8")
    result = run("import", "ktab", file, "-o", case)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == ["Next:", f"  winset check {case}", f"  winset forecast {case}"]
    assert "2 parties, 1 issue" in result.stderr
    assert "0 errors" in run("check", case).output
    again = run("import", "ktab", file, "-o", case)
    assert again.exit_code == 2
    assert "already holds a case.yaml" in again.stderr
    told = json.loads(run("import", "ktab", file, "-o", tmp_path / "other", "--json").stdout)
    assert told["parties"] == {"min": "Ministry", "uni": "Unions"}
    assert told["issues"] == {"pace": "Pace"}


def test_a_broken_spatial_model_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "reform.csv").write_text(REFORM.replace("62.5", "strong"), encoding="utf-8")
    result = winset("import", "ktab", "reform.csv", "-o", "case", cwd=tmp_path)
    assert result.returncode == 1
    assert "error[E604]: `strong` is not a finite number" in result.stderr
    assert "reform.csv:4:12" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "case").exists()
