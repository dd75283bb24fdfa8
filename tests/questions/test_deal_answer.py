"""What the answers of the shipped examples say, in sentences and as data."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

from tests.support.deals import example
from tests.support.places import ROOT
from tests.support.running import written
from winset.analyses.settlement.solutions import solutions
from winset.cli import group
from winset.report.names import counted, listed, owned_by, points
from winset.session import Session

EXAMPLES = ("examples/alaska-2025", "examples/camp-david-1978", "examples/classroom", "tests/fixtures/spun")


def test_the_alaska_answer_is_too_close_to_call_and_says_why_on_what_and_what_is_not_known() -> None:
    whether, why, unknown, turns, silence = example().sentences()
    assert whether.startswith("Too close to call whether there is a deal that the United States, Russia and Ukraine")
    assert why.startswith("No package meets Russia’s, Ukraine’s and the European allies’ walk-aways and respects")
    assert "(inferred)" in why
    assert turns == "It turns on one silence (Russia’s view of security guarantees) and four inferences."
    assert unknown.startswith("Five of the eight terms of package 1 below rest on a party whose view is not known; ")
    assert unknown.endswith("or Russia’s view of security guarantees, at the least favourable, would sink it.")
    assert silence == "With the silence alone filled at random there is a deal in about half of the trials."


@pytest.mark.parametrize("where", EXAMPLES)
def test_the_headline_holds_no_points(where: str) -> None:
    for sentence in example(where).sentences():
        assert "points" not in sentence
        assert not re.search(r"\d\.\d", sentence)


def test_literal_conditions_leave_a_deal_in_fewer_draws() -> None:
    base, deal = example().deal, example("examples/alaska-2025", "literal_conditions").deal
    assert not deal.has_deal
    assert deal.unresolved is not None
    assert base.unresolved is not None
    assert deal.unresolved.with_deal < base.unresolved.with_deal


def test_unchanged_goals_leave_no_deal_however_silence_is_read() -> None:
    assert example("examples/alaska-2025", "kremlin_unchanged").deal.verdict == "no deal"


def test_the_classroom_has_a_deal_and_no_silence() -> None:
    classroom = example("examples/classroom")
    assert classroom.deal.verdict == "deal"
    assert not classroom.deal.has_silence
    assert all("HOWEVER SILENCE IS READ" not in page for page in classroom.everywhere())


@pytest.mark.parametrize("where", EXAMPLES)
def test_the_document_has_every_key_that_scripts_rely_on(where: str) -> None:
    document = example(where).document()
    expected = {
        "winset", "case", "sha256", "status", "table", "parties", "silence", "depends_on", "packages", "method",
        "solutions", "frontier", "blockers", "concessions", "openings", "objections", "ordinal", "notes", "answer",
    }  # fmt: skip
    assert expected <= set(document)
    assert set(document["silence"]) == {"indifferent", "left_out", "unresolved"}
    assert list(document["solutions"]) == list(solutions)


def test_exact_numbers_are_fractions_and_agree_with_the_rounded_ones() -> None:
    exact, rounded = (example("examples/classroom").document(exact=told) for told in (True, False))
    for one, other in zip(exact["frontier"]["packages"], rounded["frontier"]["packages"], strict=True):
        for party, value in one["values"].items():
            assert abs(Fraction(value) - Fraction(str(other["values"][party]))) < Fraction(1, 10**6)


def test_a_long_list_is_cut_at_the_limit_and_counted() -> None:
    document = example("examples/classroom").document(limit=2)
    assert len(document["frontier"]["packages"]) == 2
    assert document["frontier"]["members"] == 11
    assert len(example("examples/classroom").document(limit=0)["frontier"]["packages"]) == 11


@cache
def page_of(where: str) -> str:
    """The brief of a case as a page."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "brief.html"
        result = written("brief", ROOT / where, "-o", target, "--trials", "20")
        assert result.exit_code == 0, result.output
        return target.read_text(encoding="utf-8")


@pytest.mark.parametrize("where", EXAMPLES)
def test_every_claim_that_a_brief_uses_is_opened_in_its_annex(where: str) -> None:
    text = page_of(where)
    used = {int(number) for number in re.findall(r'href="#note-(\d+)"', text)}
    opened = {int(number) for number in re.findall(r'id="note-(\d+)"', text)}
    assert used <= opened
    assert opened == set(range(1, max(opened) + 1))
    for passage in Session.read(ROOT / where).checked.passages.values():
        assert " ".join(passage.text.split()) in passage.sentence


@pytest.mark.parametrize("where", EXAMPLES)
def test_a_brief_needs_nothing_else(where: str) -> None:
    text = page_of(where)
    assert "<script" not in text.lower()
    outside = re.findall(r"""(?:src|href)\s*=\s*["'](?!#)[^"']*""", text)
    assert not outside
    assert not re.search(r"url\((?!#|['\"]?#)", text)
    assert "exercise source" in text or "machine-spun" in text


def test_a_hostile_name_is_text_everywhere(tmp_path: Path) -> None:
    folder = tmp_path / "hostile"
    folder.mkdir()
    name = "<script>alert(1)</script> | `x` [y](javascript:z) {{ 7*77 }} \\u0000"
    (folder / "case.yaml").write_text(
        f"""winset: 1
case: {{id: hostile, title: {json.dumps(name)}, question: {json.dumps(name)}}}
parties: {{a: {{name: {json.dumps(name)}}}, b: {{name: "[bold red]B[/] & </svg>"}}}}
issues:
  j: {{title: {json.dumps(name)}, status_quo: x, options: {{x: {json.dumps(name)}, y: "</td></table>"}}}}
positions:
  j:
    a: {{ideal: y, basis: inferred, because: {json.dumps(name)}}}
    b: {{ideal: x, rejects: [y], basis: inferred, because: n}}
notes: [{{text: {json.dumps(name)}}}]
""",
        encoding="utf-8",
    )
    for kind in ("html", "md"):
        target = tmp_path / f"brief.{kind}"
        result = CliRunner().invoke(group, ["brief", str(folder), "-o", str(target), "--trials", "20"])
        assert result.exit_code == 0, result.output
        text = target.read_text(encoding="utf-8")
        assert "<script" not in text.lower().replace("\\<script", "")
        assert "539" not in re.sub(r"<svg.*?</svg>|<style>.*?</style>|sha256 [0-9a-f]{64}", "", text, flags=re.DOTALL)
        assert "</td></table>" not in text
    shown = CliRunner().invoke(group, ["deal", str(folder)])
    assert "[bold red]B[/]" in shown.output
    assert "\x1b" not in shown.output


def test_small_english_is_right() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a"]) == "a"
    assert listed([]) == ""
    assert counted(1, "package") == "1 package"
    assert counted(1296, "package") == "1,296 packages"
    assert owned_by("Ukraine") == "Ukraine’s"
    assert owned_by("the allies") == "the allies’"
    assert points(Fraction(-1, 1000)) == "0.0"
