"""Drafting without a model: what of five briefings is found, by kind of cue, and a PDF of 300 pages in a case."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bench.memory import peak_megabytes
from bench.table import Row
from tests.support.briefings import FOLDER, SET_ASIDE, TUNED, Count, counted, total

PAGES, LINES_OF_A_PAGE, WIDTH = 300, 45, 82
SECONDS, MEGABYTES = 20, 1_000


def rows() -> list[Row]:
    return [*_found(), _pages()]


def table() -> str:
    """What is found, as the documentation has it."""
    head = (
        "| cue | recall, tuned | precision, tuned | recall, set aside | precision, set aside |\n|---|---|---|---|---|\n"
    )
    tuned, aside = counted(TUNED), counted(SET_ASIDE)
    lines = [_line(kind, tuned[kind], aside[kind]) for kind in tuned]
    return head + "\n".join([*lines, _line("all", total(tuned), total(aside))]) + "\n"


def stated_wrongly() -> tuple[str, str]:
    """How many candidates propose a field where the text says less, of how many."""
    tuned, aside = total(counted(TUNED)), total(counted(SET_ASIDE))
    return f"{tuned.stated_wrongly} of {tuned.candidates}", f"{aside.stated_wrongly} of {aside.candidates}"


def issues_right() -> tuple[str, str]:
    """Of the right candidates for which an issue is proposed, for how many it is right."""
    tuned, aside = total(counted(TUNED)), total(counted(SET_ASIDE))
    return f"{tuned.issues_right} of {tuned.issues}", f"{aside.issues_right} of {aside.issues}"


def _line(kind: str, tuned: Count, aside: Count) -> str:
    cells = [
        f"{count.found} of {count.answers}" if n == 0 else f"{count.right} of {count.candidates}"
        for count in (tuned, aside)
        for n in (0, 1)
    ]
    return f"| {kind} | {' | '.join(cells)} |"


def _found() -> list[Row]:
    made = []
    for name, briefings in (("three briefings that were tuned on", TUNED), ("two that were set aside", SET_ASIDE)):
        for kind, count in {**counted(briefings), "all": total(counted(briefings))}.items():
            figure = f"{count.found} of {count.answers} found; {count.right} of {count.candidates} candidates right"
            made.append(Row(what=f"{kind} in {name}", bar="–", figure=figure))
    return made


def _pages() -> Row:
    """A PDF is added, drafted from and shown as a page of the workbench, each as a user would, in one process."""
    what = f"a PDF of {PAGES} pages added, drafted from and shown on the page Sources"
    bar = f"{SECONDS} s of processor time, {MEGABYTES:,} MB"
    with TemporaryDirectory() as folder:
        run = subprocess.run(
            [sys.executable, "-c", "from bench.drafting import long_document; long_document()", folder],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
    return Row(what=what, bar=bar, figure=run.stdout.strip())


def long_document() -> None:
    """Adds, drafts and shows, and prints how long each took and how much memory was held."""
    from tests.support.web import Client, served
    from winset.casefile.drafting.kept import drafted_candidates, read_kept
    from winset.casefile.editing.editor import open_case
    from winset.casefile.editing.operations.sources import save_sources, sources_added
    from winset.casefile.evidence import open_sources
    from winset.casefile.read import check_case
    from winset.casefile.sources import SourceText

    folder = Path(sys.argv[1]) / "cases" / "cable"
    shutil.copytree(FOLDER / "cable", folder)
    document = Path(sys.argv[1]) / "long.pdf"
    document.write_bytes(_pdf())
    started = process_time()
    opened = open_case(folder)
    save_sources(opened, sources_added(opened, [document]))
    added = process_time()
    checked = check_case(str(folder))
    case, texts = checked.case, {}
    if case is not None:
        there = open_sources(folder, case)
        texts = {name: text for name, text in there.items() if isinstance(text, SourceText)}
        drafted = drafted_candidates(case, texts, read_kept(folder / "case.yaml"))
    ended = process_time()
    with served(folder.parent) as serving:
        page = Client.let_in(serving).get("/case/cable/sources?source=long")
    shown = process_time()
    if page.status != 200 or " left</label>" not in page.text:
        sys.exit("the page does not show the candidates")
    characters = sum(len(text.text) for text in texts.values())
    print(
        f"{shown - started:.1f} s of processor time ({added - started:.1f} added, {ended - added:.1f} drafted, "
        f"{shown - ended:.1f} shown); {peak_megabytes():,.0f} MB; {len(drafted):,} candidates in {characters:,} "
        "characters"
    )


def _pdf() -> bytes:
    """Pages of the briefings over and over, each sentence with a number of its own."""
    from tests.casefile.pdfs import pdf

    paragraphs = [
        paragraph
        for briefing in (*TUNED, *SET_ASIDE)
        for path in FOLDER.joinpath(briefing).glob("text.*")
        for paragraph in path.read_text(encoding="utf-8").split("\n\n")
        if paragraph.strip()
    ]
    lines: list[str] = []
    for number, paragraph in enumerate(islice(cycle(paragraphs), 100_000)):
        lines += [*textwrap.wrap(f"Item {number:,}: {' '.join(paragraph.split())}", WIDTH), ""]
        if len(lines) >= PAGES * LINES_OF_A_PAGE:
            break
    pages = [lines[n : n + LINES_OF_A_PAGE] for n in range(0, PAGES * LINES_OF_A_PAGE, LINES_OF_A_PAGE)]
    return pdf([_page(page) for page in pages])


def _page(lines: list[str]) -> bytes:
    shown = []
    for n, line in enumerate(lines):
        text = line.encode("cp1252", "replace").decode("latin-1")
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        shown.append(f"BT /F1 10 Tf 50 {740 - 15 * n} Td ({escaped}) Tj ET")
    return "\n".join(shown).encode("latin-1")
