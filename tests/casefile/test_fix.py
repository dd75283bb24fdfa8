"""After the fix every quote that needed the fold stands as in its source, and nothing else has changed."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from winset.casefile.nodes import Reader, plain
from winset.casefile.read import check_case
from winset.casefile.save import save_text, spliced
from winset.casefile.typography import Fixed, fixed
from winset.errors import CaseError

SPUN = Path(__file__).parents[1] / "fixtures" / "spun"

SOURCE = (
    "The mayor said “we’ll rent the boat”. A ﬁne price – 1 000 a year – was named.\n"
    'The co\u00adoperative answered in\nthree lines of text.\r\nIt said: ‘never’ \\ "ever" … 🕊 peace.\n'
)
# What the file has, and what it has after the fix.
STYLES = {
    "plain": ("we'll rent the boat", "we’ll rent the boat"),
    "plain that needs quotes then": ("The cooperative answered", '"The co\\xADoperative answered"'),
    "single quotes": ("'“we''ll rent the boat”'", "'“we’ll rent the boat”'"),
    "single quotes that cannot stay": ("'1 000 a year'", '"1\\_000 a year"'),
    "double quotes": ('"A fine price - 1 000 a year"', '"A ﬁne price – 1\\_000 a year"'),
    "double quotes with signs": (
        '"It said: \'never\' \\\\ \\"ever\\" … 🕊 peace."',
        '"It said: ‘never’ \\\\ \\"ever\\" … 🕊 peace."',
    ),
    "plain over two lines": ("A fine\n      price", '"A ﬁne price"'),
    "double quotes over two lines": (
        '"answered in\n      three lines\n      of text"',
        '"answered in\\nthree lines of text"',
    ),
    "literal block": ("|\n      A fine price\n", '"A ﬁne price"\n'),
    "folded block with a comment": (
        ">-  # from page 2\n      A fine\n      price\n\n",
        '"A ﬁne price"  # from page 2\n\n',
    ),
    "block with trailing spaces": ("|-\n      A fine price  \n", '"A ﬁne price"\n'),
}


def made_case(folder: Path, quote: str, ending: str = "\n") -> Path:
    """A case whose only claim has the quote as it is written here."""
    (folder / "minutes.txt").write_bytes(SOURCE.replace("1 000", "1\xa0000").encode())
    text = f"""# 🕊 a comment — stays
winset: 1
case: {{id: made, title: Made}}
sources: {{minutes: {{file: minutes.txt}}}}

parties: {{a: {{name: A}}, b: {{name: B}}}}   # two of them
issues: {{boat: {{options: {{rent: rent it, sell: sell it}}}}}}
positions: {{boat: {{rest: silent}}}}
notes:
- claim:
    # before
    quote: {quote}{"" if quote.endswith(chr(10)) else "   # after" + chr(10)}    source: minutes
    reading: "it's"
  text: a note
"""
    path = folder / "case.yaml"
    path.write_bytes(text.replace("\n", ending).encode())
    return path


def applied(path: Path) -> Fixed:
    result = fixed(path)
    save_text(path, result.text, result.sha256)
    return result


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("style", STYLES)
def test_a_quote_is_written_exactly_and_in_its_style_where_that_is_possible(
    tmp_path: Path, style: str, ending: str
) -> None:
    before, after = STYLES[style]
    path = made_case(tmp_path, before, ending)
    assert check_case(path).counts.folded == 1
    result = applied(path)
    assert len(result.changed) == 1
    counts = check_case(path).counts
    assert (counts.quotes, counts.exact, counts.folded) == (1, 1, 0)
    expected = tmp_path / "expected"
    expected.mkdir()
    assert path.read_bytes() == made_case(expected, after, ending).read_bytes()


def test_a_byte_order_mark_stays_and_moves_no_edit(tmp_path: Path) -> None:
    path = made_case(tmp_path, "we'll rent the boat")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    before = path.read_bytes().decode()
    result = applied(path)
    assert path.read_bytes().decode() == before.replace("we'll", "we’ll") == spliced(before, result.edits)
    assert check_case(path).counts.exact == 1


def test_all_quotes_of_the_spun_case_are_exact_after_the_fix_and_nothing_else_changes(tmp_path: Path) -> None:
    folder = shutil.copytree(SPUN, tmp_path / "spun")
    path = folder / "case.yaml"
    old = path.read_text(encoding="utf-8")
    folded = check_case(path).counts.folded
    assert folded > 0
    result = applied(path)
    assert len(result.changed) == len(result.edits) == folded
    checked = check_case(path)
    assert (checked.counts.exact, checked.counts.folded) == (checked.counts.quotes, 0)
    assert {problem.code for problem in checked.problems} == {"W108", "W110", "W312", "W313"}
    new_lines, old_lines = path.read_text(encoding="utf-8").splitlines(), old.splitlines()
    assert len(new_lines) == len(old_lines)
    changed = [(a, b) for a, b in zip(old_lines, new_lines, strict=True) if a != b]
    assert len(changed) == folded
    assert all("quote:" in a and a.partition("#")[2] == b.partition("#")[2] for a, b in changed)


def test_a_second_fix_finds_nothing(tmp_path: Path) -> None:
    path = made_case(tmp_path, "we'll rent the boat")
    applied(path)
    text = path.read_bytes().decode()
    again = fixed(path)
    assert (again.changed, again.edits, again.text) == ((), (), text)
    assert again.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_claims_with_the_same_content_are_all_written(tmp_path: Path) -> None:
    path = made_case(tmp_path, "we'll rent the boat")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text[text.index("- claim") :], encoding="utf-8")
    assert len(applied(path).changed) == 2
    assert (check_case(path).counts.exact, check_case(path).counts.folded) == (2, 0)


def test_a_claim_that_is_named_once_is_written_once(tmp_path: Path) -> None:
    path = made_case(tmp_path, "we'll rent the boat")
    head, _, claim = path.read_text(encoding="utf-8").partition("notes:\n- claim:\n")
    quote = claim.replace("  text: a note\n", "")
    path.write_text(
        f"{head}notes:\n- {{text: a note, claim: c1}}\n- {{text: a note, claim: c1}}\nclaims:\n  c1:\n{quote}",
        encoding="utf-8",
    )
    assert len(applied(path).changed) == 1
    assert (check_case(path).counts.exact, check_case(path).errors) == (1, ())


def test_a_quote_that_is_wrong_stays_as_it_is(tmp_path: Path) -> None:
    path = made_case(tmp_path, "we'll rent the bote")
    before = path.read_bytes()
    assert applied(path).changed == ()
    assert path.read_bytes() == before


def test_the_line_says_where_and_shows_what_cannot_be_seen(tmp_path: Path) -> None:
    line = fixed(made_case(tmp_path, '"A fine price - 1 000 a year"')).changed[0]
    assert line.startswith("case.yaml:12: notes.0.claim.quote: ")
    assert "1\\_000" in line
    assert line.isprintable()


def test_a_file_with_yaml_errors_is_refused_with_all_of_them(tmp_path: Path) -> None:
    path = made_case(tmp_path, "we'll rent the boat")
    path.write_text(path.read_text(encoding="utf-8") + "winset: 1\n", encoding="utf-8")
    with pytest.raises(CaseError) as refused:
        fixed(path)
    assert any(problem.code == "E005" for problem in refused.value.problems)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError):
        fixed(tmp_path / "case.yaml")


def test_the_parsed_data_are_those_from_before_but_for_the_quote(tmp_path: Path) -> None:
    path = made_case(tmp_path, "|\n      A fine price\n")
    before = plain(Reader(path.read_text(encoding="utf-8"), "").read() or pytest.fail("no data"))
    after = plain(Reader(fixed(path).text, "").read() or pytest.fail("no data"))
    assert isinstance(before, dict)
    before["notes"][0]["claim"]["quote"] = "A ﬁne price"
    assert after == before


def test_a_quote_that_a_line_parts_stays_as_it_is_written(tmp_path: Path) -> None:
    """Its hyphen belongs to the line: nothing is warned of, and `--fix` has nothing to write."""
    (tmp_path / "s.txt").write_text("The nego-\ntiations in the cease-\nfire zone go on.\n", encoding="utf-8")
    (tmp_path / "case.yaml").write_text(
        "winset: 1\ncase: {id: a, title: a}\nparties: {a: {name: a}, b: {name: b}}\n"
        "issues: {q: {options: {x: x, y: y}}}\npositions: {q: {rest: silent}}\nsources: {s: {file: s.txt}}\nclaims:\n"
        '  c: {source: s, quote: "negotiations in the cease-fire zone", reading: a}\n',
        encoding="utf-8",
    )
    checked = check_case(tmp_path)
    assert not [problem for problem in checked.problems if problem.code in ("E101", "W104")]
    assert (checked.counts.exact, checked.counts.folded) == (1, 0)
