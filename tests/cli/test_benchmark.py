"""`winset benchmark deu` on a small record that is worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from winset.cli import group

ISSUES = "isnr,prnr,outcome\na,p,60\nb,q,20\nc,q,\n"
STANDS = "isnr,actor,position,salience\na,de,0,50\na,fr,100,50\nb,de,0,100\nb,mt,58,50\nc,de,1,1\n"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    (tmp_path / "issues.csv").write_text(ISSUES, encoding="utf-8")
    (tmp_path / "actors_long.csv").write_text(STANDS, encoding="utf-8")
    return tmp_path


def test_errors_are_those_worked_out_by_hand(record: Path) -> None:
    """The compromise of `a` is 50; that of `b` is 58 · 1.5 of 30.5, with 29 votes against 3 at half the salience."""
    result = CliRunner().invoke(group, ["benchmark", "deu", str(record), "--rule", "mean", "--json"])
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    errors = [10, abs(58 * 1.5 / 30.5 - 20)]
    compromise = document["rules"]["compromise"]
    assert document["issues"] == compromise["issues"] == 2
    assert compromise["mae"] == pytest.approx(sum(errors) / 2)
    assert compromise["within10"] == 0.5
    assert set(document["rules"]) == {"compromise", "mean"}
    assert document["rules"]["mean"]["mae"] == pytest.approx((10 + 9) / 2)
    assert document["rules"]["mean"]["beside_compromise"]["mean"] == pytest.approx(9.5 - sum(errors) / 2)


def test_what_is_wrong_is_said(record: Path) -> None:
    assert "no rule `best`" in CliRunner().invoke(group, ["benchmark", "deu", str(record), "--rule", "best"]).output
    (record / "issues.csv").unlink()
    assert CliRunner().invoke(group, ["benchmark", "deu", str(record)]).exit_code != 0
