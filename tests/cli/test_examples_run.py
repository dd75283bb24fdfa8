"""Every case that ships runs from file to brief, and so does the reference case where it is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import plain_yaml
from tests.support.briefs import brief
from tests.support.places import ROOT
from tests.support.running import printed
from winset.casefile.read import check_case

REFERENCE = ROOT.parent / "shared" / "cases" / "alaska"
SHIPPED = ("examples/alaska-2025", "examples/camp-david-1978", "examples/classroom", "examples/exchange")
WARNED = {
    "alaska-2025": {"W312", "W314", "W332", "W333"},
    "camp-david-1978": {"W314"},
    "classroom": set[str](),
    "exchange": {"W312"},
}
"""What the check warns of in each example, and rightly: Russia would keep Alaska's plan and would not agree to it."""
FOLDED = 6
RUN, MOSTLY_NAMES = 8, 5


def from_file_to_brief(case: Path) -> str:
    for words in (("check", case), ("deal", case, "--trials", "20")):
        assert printed(*words)
    return brief(case)


@pytest.mark.parametrize("where", SHIPPED)
def test_a_shipped_example_runs_and_is_labelled(where: str) -> None:
    checked = check_case(ROOT / where)
    assert {problem.code for problem in checked.problems} == WARNED[Path(where).name]
    assert checked.counts.exact == checked.counts.quotes
    assert "exercise source" in from_file_to_brief(ROOT / where)


def test_the_spun_fixture_passes_the_gate_with_its_odd_typography() -> None:
    case = ROOT / "tests" / "fixtures" / "spun"
    checked = check_case(case)
    assert not checked.errors
    assert {problem.code for problem in checked.warnings} == {"W104", "W108", "W110", "W312", "W313"}
    assert checked.counts.folded == FOLDED
    text = from_file_to_brief(case)
    assert "machine-spun" in text


def test_a_flipped_word_in_the_spun_fixture_is_refused(tmp_path: Path) -> None:
    source = ROOT / "tests" / "fixtures" / "spun"
    raw = plain_yaml.safe_load((source / "case.yaml").read_text(encoding="utf-8"))
    quote = next(iter(raw["claims"].values()))["quote"] if raw.get("claims") else None
    assert quote
    words = quote.split()
    flipped = " ".join([*words[: len(words) // 2], "never", *words[len(words) // 2 :]])
    text = (source / "case.yaml").read_text(encoding="utf-8")
    assert quote in text
    (tmp_path / "case.yaml").write_text(text.replace(quote, flipped), encoding="utf-8")
    (tmp_path / "source.txt").write_bytes((source / "source.txt").read_bytes())
    assert [problem.code for problem in check_case(tmp_path).errors] == ["E101"]


def test_the_reference_case_runs() -> None:
    if not REFERENCE.is_dir():
        pytest.skip("the reference case ../shared/cases/alaska is not on this machine")
    checked = check_case(REFERENCE)
    assert not checked.errors
    assert checked.counts.exact == checked.counts.quotes > 50
    text = from_file_to_brief(REFERENCE)
    assert "machine-spun" in text


def test_the_alaska_example_shares_its_structure_with_the_reference_and_no_sentence() -> None:
    if not REFERENCE.is_dir():
        pytest.skip("the reference case ../shared/cases/alaska is not on this machine")
    ours = plain_yaml.safe_load((ROOT / SHIPPED[0] / "case.yaml").read_text(encoding="utf-8"))
    theirs = plain_yaml.safe_load((REFERENCE / "case.yaml").read_text(encoding="utf-8"))
    assert list(ours["issues"]) == list(theirs["issues"])
    assert list(ours["parties"]) == list(theirs["parties"])
    briefing = (ROOT / SHIPPED[0] / "briefing.md").read_text(encoding="utf-8").split()
    source = (REFERENCE / "source.txt").read_text(encoding="utf-8").split()
    theirs_in_runs = {tuple(source[n : n + RUN]) for n in range(len(source) - RUN + 1)}
    shared = [run for n in range(len(briefing) - RUN + 1) if (run := tuple(briefing[n : n + RUN])) in theirs_in_runs]
    assert [run for run in shared if sum(word[0].isupper() for word in run) < MOSTLY_NAMES] == []
