"""`winset certify` and `winset verify` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.places import ROOT
from tests.support.running import invoked
from winset.errors import WinsetError

CLASSROOM, ALASKA = str(ROOT / "examples" / "classroom"), str(ROOT / "examples" / "alaska-2025")


def outcome(*arguments: str) -> tuple[int, str]:
    result = invoked(*arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture
def proofs(tmp_path: Path) -> Path:
    target = tmp_path / "proofs.json"
    code, output = outcome("certify", CLASSROOM, "-o", str(target))
    assert code == 0
    assert "11 of 11 proofs" in output
    return target


def test_proofs_are_verified_by_themselves_and_against_their_case(proofs: Path) -> None:
    code, output = outcome("verify", str(proofs))
    assert code == 0
    assert output.count("proven  ") == 11
    assert "name the case" in output
    code, output = outcome("verify", str(proofs), CLASSROOM, "--json")
    document = json.loads(output)
    assert code == 0
    assert document["case_unchanged"] is True
    assert all(proof["proven"] for proof in document["proofs"])


def test_that_there_is_no_deal_is_proven(tmp_path: Path) -> None:
    target = tmp_path / "alaska.json"
    assert outcome("certify", ALASKA, "-o", str(target))[0] == 0
    code, output = outcome("verify", str(target), ALASKA)
    assert code == 0
    assert "no deal: no package is acceptable" in output
    assert "are about this case file" in output


def test_proofs_of_a_variant_and_a_table_are_checked_under_them(tmp_path: Path) -> None:
    target = tmp_path / "variant.json"
    assert (
        outcome("certify", ALASKA, "-o", str(target), "--variant", "kremlin_unchanged", "--table", "all_four")[0] == 0
    )
    code, output = outcome("verify", str(target), ALASKA)
    assert code == 0
    assert "FAILS" not in output
    assert "under kremlin_unchanged at the table all_four" in output


def test_a_forged_proof_fails_with_exit_code_1(proofs: Path) -> None:
    document = json.loads(proofs.read_text(encoding="utf-8"))
    document["statement"]["questions"][0]["runs"][0][0]["rows"][0][0][1][0] += 1
    proofs.write_text(json.dumps(document), encoding="utf-8")
    code, output = outcome("verify", str(proofs), CLASSROOM)
    assert code == 1
    assert "FAILS" in output


def test_proofs_of_another_case_fail(proofs: Path) -> None:
    code, output = outcome("verify", str(proofs), ALASKA)
    assert code == 1
    assert "FAILS" in output
    assert "are about this case" not in output


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"certificates": 3}', '{"certificates": [1]}', '{"certificates": [], "table": 3}']
)
def test_what_is_no_file_of_proofs_is_refused_in_words(tmp_path: Path, text: str) -> None:
    target = tmp_path / "broken.json"
    target.write_text(text, encoding="utf-8")
    with pytest.raises(WinsetError, match="not a file of proofs"):
        outcome("verify", str(target))


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WinsetError, match="no file"):
        outcome("verify", str(tmp_path / "nothing.json"))
    with pytest.raises(WinsetError, match="not a file"):
        outcome("verify", str(tmp_path))
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    with pytest.raises(WinsetError, match="not a file of proofs"):
        outcome("verify", str(tmp_path / "binary"))


def changed(path: Path, **fields: object) -> tuple[int, str]:
    """What becomes of the file with other fields, checked against its case."""
    document = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**document, **fields}), encoding="utf-8")
    return outcome("verify", str(path), CLASSROOM)


def test_an_empty_list_of_proofs_proves_nothing_and_says_so(proofs: Path) -> None:
    code, output = changed(proofs, certificates=[])
    assert code == 1
    assert "no proofs" in output
    assert "MISSING    Nash" in output
    assert "are about this case" not in output


def test_a_case_that_changed_without_effect_on_its_tables_is_not_the_one_that_was_proven(proofs: Path) -> None:
    for fields in ({"sha256": "0" * 64}, {"case": "another"}):
        code, output = changed(proofs, **fields)
        assert code == 1
        assert "NOT PROVEN of this case file: it has changed" in output


def test_a_certificate_that_is_left_out_is_named(proofs: Path) -> None:
    certificates = json.loads(proofs.read_text(encoding="utf-8"))["certificates"]
    code, output = changed(
        proofs, certificates=[certificate for certificate in certificates if certificate["kind"] != "product"]
    )
    assert code == 1
    assert "MISSING    Nash:" in output
    assert "NOT PROVEN" in output


def test_nothing_that_a_file_says_of_itself_is_printed(proofs: Path) -> None:
    certificates = json.loads(proofs.read_text(encoding="utf-8"))["certificates"]
    code, output = changed(
        proofs, certificates=[{**certificate, "claim": "NO acceptable package exists"} for certificate in certificates]
    )
    assert code == 1
    assert "NO acceptable" not in output
    for field in ("claim", "conclusion"):
        with pytest.raises(WinsetError, match=f"look at `{field}`"):
            changed(proofs, **{field: "NO acceptable package exists", "certificates": certificates})
        document = json.loads(proofs.read_text(encoding="utf-8"))
        proofs.write_text(json.dumps({key: value for key, value in document.items() if key != field}), encoding="utf-8")


@pytest.mark.parametrize(("form", "advice"), [(1, "winset certify"), (None, "winset certify"), (3, "update winset")])
def test_proofs_of_another_form_are_refused_with_advice(proofs: Path, form: object, advice: str) -> None:
    with pytest.raises(WinsetError, match=advice):
        changed(proofs, proofs=form)


def test_what_stops_at_the_limit_is_said_to_be_unproven(tmp_path: Path) -> None:
    code, output = outcome("certify", CLASSROOM, "-o", str(tmp_path / "cut.json"), "--nodes", "1")
    assert code == 0
    assert "not proven" in output
