"""What the answers of the shipped examples say, in sentences and as data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.running import invoked
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.solutions import solutions
from winset.model.evidence import Checked
from winset.present.brief import html_brief, markdown_brief
from winset.present.brief.contents import Contents
from winset.present.data import deal_document
from winset.present.headline import three_sentences
from winset.present.visible import Visible
from winset.present.words import Words, counted, listed, owned_by, points

Answered = Callable[..., tuple[Deal, Checked]]
EXAMPLES = ("examples/alaska-2025", "examples/camp-david-1978", "examples/classroom", "tests/fixtures/spun")


def contents(deal: Deal, checked: Checked) -> Contents:
    assert checked.case is not None
    return Contents(deal, checked, Visible(case=checked.case))


def test_the_alaska_answer_is_that_the_sources_do_not_decide_it(answered: Answered) -> None:
    deal, checked = answered()
    assert checked.case is not None
    first, second, third = three_sentences(deal, Words(checked.case, deal.case))
    assert first.startswith("The sources do not decide whether there is a deal")
    assert "some ways to fill the silence give one and some do not" in first
    assert second.startswith("It turns on what the sources leave out: Russian Federation on “Security guarantees”")
    assert "each of these alone would open one: Russian Federation to expect less of having no deal" in third
    assert "within the range judged for that" in third


@pytest.mark.parametrize("where", EXAMPLES)
def test_the_headline_holds_no_points(answered: Answered, where: str) -> None:
    deal, checked = answered(where)
    assert checked.case is not None
    for sentence in three_sentences(deal, Words(checked.case, deal.case)):
        assert "point" not in sentence
        assert not re.search(r"\d\.\d", sentence)


def test_literal_conditions_leave_a_deal_in_fewer_draws(answered: Answered) -> None:
    base, _ = answered()
    deal, _ = answered("examples/alaska-2025", "literal_conditions")
    assert not deal.has_deal
    assert deal.unresolved is not None
    assert base.unresolved is not None
    assert deal.unresolved.with_deal < base.unresolved.with_deal


def test_unchanged_goals_leave_no_deal_however_silence_is_read(answered: Answered) -> None:
    deal, _ = answered("examples/alaska-2025", "kremlin_unchanged")
    assert deal.verdict == "no deal"


def test_the_classroom_has_a_deal_and_no_silence(answered: Answered) -> None:
    deal, checked = answered("examples/classroom")
    assert deal.verdict == "deal"
    assert not deal.has_silence
    text = markdown_brief(contents(deal, checked))
    assert "However silence is read" not in text


@pytest.mark.parametrize("where", EXAMPLES)
def test_the_document_has_every_key_that_scripts_rely_on(answered: Answered, where: str) -> None:
    deal, checked = answered(where)
    assert checked.case is not None
    document = deal_document(deal, checked, Visible(case=checked.case))
    expected = {
        "winset", "case", "sha256", "status", "table", "parties", "silence", "depends_on", "packages", "method",
        "solutions", "frontier", "blockers", "concessions", "openings", "objections", "ordinal", "notes", "answer",
    }  # fmt: skip
    assert expected <= set(document)
    assert set(document["silence"]) == {"indifferent", "left_out", "unresolved"}  # type: ignore[call-overload]
    assert list(document["solutions"]) == list(solutions)  # type: ignore[call-overload]
    json.dumps(document, allow_nan=False)


def test_exact_numbers_are_fractions_and_agree_with_the_rounded_ones(answered: Answered) -> None:
    from fractions import Fraction

    deal, checked = answered("examples/classroom")
    assert checked.case is not None
    visible = Visible(case=checked.case)
    exact = json.loads(json.dumps(deal_document(deal, checked, visible, exact=True)))
    rounded = json.loads(json.dumps(deal_document(deal, checked, visible)))
    for one, other in zip(exact["frontier"]["packages"], rounded["frontier"]["packages"], strict=True):
        for party, value in one["values"].items():
            assert abs(Fraction(value) - Fraction(str(other["values"][party]))) < Fraction(1, 10**6)


def test_a_long_list_is_cut_at_the_limit_and_counted(answered: Answered) -> None:
    deal, checked = answered("examples/classroom")
    assert checked.case is not None
    visible = Visible(case=checked.case)
    document = json.loads(json.dumps(deal_document(deal, checked, visible, limit=2)))
    assert len(document["frontier"]["packages"]) == 2
    assert document["frontier"]["members"] == 11
    whole = json.loads(json.dumps(deal_document(deal, checked, visible, limit=0)))
    assert len(whole["frontier"]["packages"]) == 11


@pytest.mark.parametrize("where", EXAMPLES)
def test_every_claim_that_a_brief_uses_is_opened_in_its_annex(answered: Answered, where: str) -> None:
    deal, checked = answered(where)
    text = html_brief(contents(deal, checked))
    used = {int(number) for number in re.findall(r'href="#note-(\d+)"', text)}
    opened = {int(number) for number in re.findall(r'id="note-(\d+)"', text)}
    assert used <= opened
    assert opened == set(range(1, max(opened) + 1))
    for passage in checked.passages.values():
        assert " ".join(passage.text.split()) in passage.sentence


@pytest.mark.parametrize("where", EXAMPLES)
def test_a_brief_needs_nothing_else(answered: Answered, where: str) -> None:
    deal, checked = answered(where)
    text = html_brief(contents(deal, checked))
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
        result = invoked("brief", str(folder), "-o", str(target), "--draws", "20")
        assert result.exit_code == 0, result.output
        text = target.read_text(encoding="utf-8")
        assert "<script" not in text.lower().replace("\\<script", "")
        assert "539" not in re.sub(r"<svg.*?</svg>|<style>.*?</style>|sha256 [0-9a-f]{64}", "", text, flags=re.DOTALL)
        assert "</td></table>" not in text
    shown = invoked("deal", str(folder))
    assert "[bold red]B[/]" in shown.output
    assert "\x1b" not in shown.output


def test_small_english_is_right() -> None:
    from fractions import Fraction

    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a"]) == "a"
    assert listed([]) == ""
    assert counted(1, "package") == "1 package"
    assert counted(1296, "package") == "1,296 packages"
    assert owned_by("Ukraine") == "Ukraine’s"
    assert owned_by("the allies") == "the allies’"
    assert points(Fraction(-1, 1000)) == "0.0"
