"""A case whose quotes are missing by the hundred, from large sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from winset.casefile import evidence
from winset.casefile.read import check_case

CASE = (
    "winset: 1\ncase: {id: a, title: a}\nparties: {a: {name: a}, b: {name: b}}\n"
    "issues: {q: {options: {x: x, y: y}}}\npositions: {q: {rest: silent}}\nsources: {s: {file: s.txt}}\nclaims:\n"
)


def test_what_is_like_a_missing_quote_is_sought_within_a_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "s.txt").write_text("The north will sign the accord on Friday.\n" * 10, encoding="utf-8")
    claims = "".join(
        f'  c{n}: {{source: s, quote: "The north will sing the accord {n}.", reading: a}}\n' for n in range(9)
    )
    (tmp_path / "case.yaml").write_text(CASE + claims, encoding="utf-8")
    monkeypatch.setattr(evidence, "MOST_SEARCHED", 3 * 420 - 1)
    hints = [problem.hint for problem in check_case(tmp_path).errors if problem.code == "E101"]
    assert [hint.startswith("nearest, line") for hint in hints] == [True] * 3 + [False] * 6
    assert hints[-1] == "what is like it was not sought after so many others"


@pytest.mark.parametrize(
    "hiding", ["<p hidden>We sign the accord.</p>", "<p style='color:#fff'>We sign the accord.</p>"]
)
def test_the_error_says_that_a_page_hides_the_words(tmp_path: Path, hiding: str) -> None:
    (tmp_path / "s.html").write_text(f"<p>We refuse.</p>{hiding}", encoding="utf-8")
    claim = '  c: {source: s, quote: "We sign the accord", reading: a}\n'
    (tmp_path / "case.yaml").write_text(CASE.replace("s.txt", "s.html") + claim, encoding="utf-8")
    (error,) = [problem for problem in check_case(tmp_path).errors if problem.code == "E101"]
    assert "does not show the words of this quote" in error.message
    assert "hidden, struck out, too small" in error.hint
