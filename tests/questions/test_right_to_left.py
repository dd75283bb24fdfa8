"""Whatever is read from right to left stands apart in every output, and JSON has the words as they are."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.support.running import document, invoked, program
from winset.report.direction import ISOLATE, POP, balanced, in_isolation, isolated, reads_leftward
from winset.report.printable import shown_in_balance

ROOT = Path(__file__).parents[2]
STATE = "دولة الشمال"
PORT = "נמל 12 (צפון)"
SPEECH = "لن نقبل أي وقف لإطلاق النار قبل 14 آب، قال NATO ذلك."
LEFTWARD = re.compile("[\u0590-\u08ff]")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leftward") / "case"
    shutil.copytree(ROOT / "examples/alaska-2025", folder)
    source = folder / "briefing.md"
    source.write_text(source.read_text(encoding="utf-8") + f"\n{SPEECH} وانتهى.\n", encoding="utf-8")
    text = (folder / "case.yaml").read_text(encoding="utf-8")
    text = text.replace("name: Ukraine\n", f"name: {STATE}\n", 1).replace("title: Ceasefire", f"title: {PORT}", 1)
    text = re.sub(r'    sha256: "[0-9a-f]{64}"\n', "", text, count=1)
    before, positions = text.split("\npositions:", 1)
    positions = re.sub(r'quote: "[^"]*"', f'quote: "{SPEECH[:-1]}"', positions, count=1)
    positions = re.sub(r"\n +reading: .*", "", positions, count=1)
    text = f"{before}\npositions:{positions}"
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return folder


def stands_apart(text: str) -> bool:
    """True where every letter from right to left lies between an isolate and its end, on its line."""
    for line in text.split("\n"):
        depth = 0
        for char in line:
            depth += (char == ISOLATE) - (char == POP)
            if LEFTWARD.match(char) and not depth:
                return False
        if depth:
            return False
    return True


def brief(case: Path, kind: str, folder: Path) -> bytes:
    target = folder / f"brief.{kind}"
    result = invoked("brief", case, "-o", target, "--trials", 40)
    assert result.exit_code == 0, result.output
    return target.read_bytes()


@pytest.mark.parametrize("command", ["deal", "check"])
def test_on_a_terminal(case: Path, command: str) -> None:
    shown = program(command, case, *(["--trials", 40, "--full"] if command == "deal" else [])).stdout
    if command == "deal":
        assert reads_leftward(shown)
    assert stands_apart(shown), [line for line in shown.split("\n") if not stands_apart(line)][:3]


def test_in_markdown_and_html(case: Path, tmp_path: Path) -> None:
    markdown = brief(case, "md", tmp_path).decode()
    assert f"“{ISOLATE}**{SPEECH[:-1]}**" in markdown
    assert stands_apart(markdown)
    page = brief(case, "html", tmp_path).decode()
    assert f"“<bdi><mark>{SPEECH[:-1]}</mark>" in page
    body = re.sub(r"<bdi>.*?</bdi>|&#x2068;.*?&#x2069;|<title>.*?</title>", "", page, flags=re.S)
    assert not reads_leftward(body), body[max(0, LEFTWARD.search(body).start() - 80) :][:160]  # type: ignore[union-attr]


def test_in_word_files(case: Path, tmp_path: Path) -> None:
    pytest.importorskip("docx")
    parts = zipfile.ZipFile(io.BytesIO(brief(case, "docx", tmp_path)))
    for name in ("word/document.xml", "word/footnotes.xml"):
        text = parts.read(name).decode()
        for paragraph in re.findall(r"<w:p>.*?</w:p>|<w:p .*?</w:p>", text, re.S):
            assert stands_apart("".join(re.findall(r"<w:t[^>]*>([^<]*)", paragraph)))
        runs = re.findall(r"<w:r>.*?</w:r>", text, re.S)
        leftward = [run for run in runs if reads_leftward(run)]
        assert leftward
        assert all("<w:rtl/>" in run for run in leftward)


def test_in_pdf_files(case: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    assert brief(case, "pdf", tmp_path).startswith(b"%PDF")


def test_in_charts(case: Path, tmp_path: Path) -> None:
    picture = brief(case, "html", tmp_path).decode()
    labels = re.findall(r"<text[^>]*>([^<]*)", picture)
    assert any(map(reads_leftward, labels))
    for label in labels:
        assert stands_apart(label.replace("&#x2068;", ISOLATE).replace("&#x2069;", POP)), label


def test_the_source_of_a_quote_is_shown_apart(case: Path) -> None:
    result = invoked("quote", case, SPEECH[:20])
    assert stands_apart(result.stderr), result.stderr


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("no such letters", "no such letters"),
        (f"{STATE} (12)", f"{ISOLATE}{STATE} (12){POP}"),
        (f"of {STATE} 12 of 30", f"of {ISOLATE}{STATE}{POP} 12 of 30"),
        (f"the source says “{SPEECH}” on page 3", f"the source says “{ISOLATE}{SPEECH}{POP}” on page 3"),
        ("a שלום b שלום", f"a {ISOLATE}שלום{POP} b {ISOLATE}שלום{POP}"),
    ],
)
def test_what_is_kept_apart_in_a_line(text: str, apart: str) -> None:
    assert in_isolation(text) == apart


def test_a_broken_text_is_apart_on_each_line() -> None:
    assert balanced([f"a {ISOLATE}ב", "ג", f"ד{POP} e"]) == [
        f"a {ISOLATE}ב{POP}",
        f"{ISOLATE}ג{POP}",
        f"{ISOLATE}ד{POP} e",
    ]


def test_what_a_case_leaves_open_is_named() -> None:
    assert shown_in_balance(f"a{ISOLATE}b") == "a[U+2068]b"
    assert shown_in_balance(isolated(STATE)) == isolated(STATE)


def test_in_json_nothing_is_added(case: Path) -> None:
    written = json.dumps(document("deal", case, "--trials", 40), ensure_ascii=False)
    assert STATE in written
    assert ISOLATE not in written
    assert POP not in written
