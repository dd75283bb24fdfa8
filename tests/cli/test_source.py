"""`winset source add` copies documents byte for byte, lists what they say of themselves, and overwrites nothing."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import Result

from tests.casefile.pdfs import pdf
from tests.support.running import invoked
from winset.casefile.editing.editor import open_case, undo
from winset.casefile.read import check_case
from winset.casefile.start import write_starter

PAGE = b"""<!doctype html><html lang="EN-GB"><head><title>On the ferry</title>
<meta name="author" content="A. Writer"><meta property="article:published_time" content="2025-08-10T09:00:00Z">
<meta property="article:author" content="https://news.example/writer"></head><p>The ferry is late.</p></html>"""


def run(*arguments: object) -> Result:
    return invoked("source", "add", *arguments)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    write_starter(tmp_path / "ferry")
    return tmp_path / "ferry"


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def refusal(result: Result) -> str:
    """What the command line says where the command refuses."""
    return str(result.exception)


def with_information(data: bytes, **information: str) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=BytesIO(data))
    writer.metadata = {f"/{name}": text for name, text in information.items()}
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_document_is_copied_listed_and_can_be_quoted(case: Path, tmp_path: Path) -> None:
    before = (case / "case.yaml").read_text(encoding="utf-8")
    (tmp_path / "late.html").write_bytes(PAGE)
    result = run(case, tmp_path / "late.html", "--origin", "News agency", "--json")
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert document["sources"] == [
        {
            "id": "late", "file": "late.html", "title": "On the ferry", "date": "2025-08-10", "author": "A. Writer",
            "sha256": hashlib.sha256(PAGE).hexdigest(), "origin": "News agency", "language": "en-GB",
            "bytes": len(PAGE), "copied": True,
        }
    ]  # fmt: skip
    assert (case / "late.html").read_bytes() == PAGE
    assert document["sha256"] == hashlib.sha256((case / "case.yaml").read_bytes()).hexdigest()
    checked = check_case(case)
    assert not checked.errors
    assert checked.case is not None
    assert checked.case.sources["late"].author == "A. Writer"
    quoted = invoked("quote", case, "The ferry is late.", "--source", "late")
    assert quoted.exit_code == 0
    assert undo(open_case(case)).text == before
    assert not (case / "late.html").exists()


def test_text_says_nothing_of_itself_and_several_documents_come_at_once(case: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("By A. Writer, 10 August 2025\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("# A letter\n\nAll is well.\n", encoding="utf-8")
    result = run(case, tmp_path / "a.txt", tmp_path / "b.md", "--quality", "in doubt", "--handling", "team")
    assert result.exit_code == 0, result.stderr
    assert "as the file says" not in result.stderr
    checked = check_case(case)
    assert checked.case is not None
    first, second = checked.case.sources["a"], checked.case.sources["b"]
    assert (first.date, first.author, first.language, first.quality) == (None, None, None, "in doubt")
    assert (second.title, second.handling) == ("A letter", "team")


@pytest.mark.parametrize(
    ("given", "title"), [("Minutes of May", "Minutes of May"), ("Microsoft Word - x.doc", "letter"), ("", "letter")]
)
def test_a_pdf_says_when_it_was_made_and_a_file_name_is_no_title(
    case: Path, tmp_path: Path, given: str, title: str
) -> None:
    data = pdf(["BT /F1 12 Tf 72 700 Td (All is well.) Tj ET"], catalog="/Lang (en-US)")
    data = with_information(data, Title=given, Author="A. Writer", CreationDate="D:20250507110000+02'00'")
    (tmp_path / "letter.pdf").write_bytes(data)
    result = run(case, tmp_path / "letter.pdf")
    assert result.exit_code == 0, result.stderr
    assert "date 2025-05-07, author A. Writer, language en-US" in result.stderr
    assert "the day on which the file was made" in result.stderr
    checked = check_case(case)
    assert checked.case is not None
    assert checked.case.sources["letter"].title == title


def test_two_dates_are_no_date(case: Path, tmp_path: Path) -> None:
    more = b'<meta name="date" content="2025-08-11"><meta name="author" content="B. Writer"></head>'
    (tmp_path / "late.html").write_bytes(PAGE.replace(b"</head>", more))
    document = json.loads(run(case, tmp_path / "late.html", "--json").stdout)["sources"][0]
    assert "date" not in document
    assert document["author"] == "A. Writer; B. Writer"


def test_a_document_of_the_folder_stays_where_it_is(case: Path) -> None:
    (case / "letters").mkdir()
    (case / "letters" / "one.txt").write_text("All is well.\n", encoding="utf-8")
    result = run(case, case / "letters" / "one.txt", "--json")
    assert result.exit_code == 0, result.stderr
    source = json.loads(result.stdout)["sources"][0]
    assert (source["file"], source["copied"]) == ("letters/one.txt", False)
    assert not check_case(case).errors


def test_the_same_bytes_there_are_taken_and_other_bytes_refused(case: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("All is well.\n", encoding="utf-8")
    (case / "one.txt").write_text("All is lost.\n", encoding="utf-8")
    before = state(case)
    result = run(case, tmp_path / "one.txt")
    assert result.exit_code == 1
    assert "already holds another `one.txt`" in refusal(result)
    assert state(case) == before
    (case / "one.txt").write_text("All is well.\n", encoding="utf-8")
    assert json.loads(run(case, tmp_path / "one.txt", "--json").stdout)["sources"][0]["copied"] is False
    again = run(case, tmp_path / "one.txt")
    assert again.exit_code == 1
    assert "`one.txt` is the document of source `one` already" in refusal(again)


def test_everything_that_is_wrong_is_said_at_once_and_nothing_written(case: Path, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("All is well.\n", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff\n")
    (tmp_path / "large.txt").write_bytes(b"")
    with (tmp_path / "large.txt").open("wb") as stream:
        stream.truncate(20_000_001)
    (case / "out.txt").symlink_to(tmp_path / "good.txt")
    before = state(case)
    names = ("good.txt", "bad.txt", "large.txt", "none.txt", "ferry/out.txt")
    result = run(case, *(tmp_path / name for name in names), "--date", "10 August", "--language", "English")
    assert result.exit_code == 1
    for words in (
        "`10 August` is no date of a source: write a day", "`English` is no language", "not UTF-8 at byte 0, line 1",
        "20,000,001 bytes", "there is no document", "is a link that leads out of the case's folder",
    ):  # fmt: skip
        assert words in refusal(result)
    assert state(case) == before


def test_no_link_is_written_through(case: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("All is well.\n", encoding="utf-8")
    (case / "one.txt").symlink_to(tmp_path / "elsewhere.txt")
    result = run(case, tmp_path / "one.txt")
    assert result.exit_code == 1
    assert not (tmp_path / "elsewhere.txt").exists()


def test_where_the_case_cannot_be_saved_no_document_is_left(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from winset.casefile.editing import editor
    from winset.errors import SaveRefused

    def refused(*_: object) -> None:
        raise SaveRefused("the disk is full")

    (tmp_path / "one.txt").write_text("All is well.\n", encoding="utf-8")
    before = state(case)
    monkeypatch.setattr(editor, "replace_text", refused)
    result = run(case, tmp_path / "one.txt")
    assert result.exit_code == 1
    assert state(case) == before


def test_usage(case: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x\n", encoding="utf-8")
    assert run(case).exit_code == 2
    assert run(case, tmp_path / "a.txt", "--title", " ").exit_code == 2
    assert run(case, tmp_path / "a.txt", tmp_path / "a.txt", "--title", "T").exit_code == 2
    assert run(tmp_path / "nowhere", tmp_path / "a.txt").exit_code == 1
    twice = run(case, tmp_path / "a.txt", tmp_path / "a.txt")
    assert twice.exit_code == 1
    assert "already; each is added once" in refusal(twice)
