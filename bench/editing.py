"""A case of 25 issues and 12 parties with a source of 300 pages: opened, changed, saved, undone and checked again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bench.table import Row
from winset.casefile.editing.changes import SetValue, path_of
from winset.casefile.editing.editor import OpenedCase, open_case, save, undo

ISSUES, PARTIES, PAGES, LINES_OF_A_PAGE, RUNS = 25, 12, 300, 45, 5
BAR = "200 ms of processor time"
OPTIONS = "abcde"
NUMBER, IDEAL = path_of("judgements.salience.i12.p5"), path_of("positions.i3.p4.ideal")


def rows() -> list[Row]:
    with TemporaryDirectory() as folder:
        _write(Path(folder))
        opened = open_case(Path(folder))
        opened.checked  # noqa: B018 — what a page has shown before
        size = f"{ISSUES} issues × {PARTIES} parties, {len(opened.text.splitlines()):,} lines, {PAGES} pages of source"
        number, ideal = SetValue(path=NUMBER, value=[1, 2, 3]), SetValue(path=IDEAL, value="c")
        saved = [opened]

        def change_and_save() -> None:
            value = [1, 2, 3 + len(saved)]
            saved.append(save(saved[-1].changed([SetValue(path=NUMBER, value=value)]), force=True))

        def take_back() -> None:
            saved.append(undo(saved[-1]))

        return [
            _row(f"case opened: {size}", "–", lambda: open_case(Path(folder))),
            _row("one number changed: the new text, read as it should", BAR, lambda: opened.changed([number])),
            _row("one number changed and saved, with its journal", BAR, change_and_save),
            _row("the change undone on the disk", BAR, take_back),
            _row("the changed case checked again, after the page has shown it", "–", lambda: _checked(opened, ideal)),
        ]


def _checked(opened: OpenedCase, change: SetValue) -> None:
    opened.changed([change]).problems  # noqa: B018


def _row(what: str, bar: str, work: Callable[[], object]) -> Row:
    times = []
    for _ in range(RUNS):
        started = process_time()
        work()
        times.append(process_time() - started)
    return Row(
        what=what, bar=bar, figure=f"{1000 * sorted(times)[RUNS // 2]:.0f} ms, slowest {1000 * max(times):.0f} ms"
    )


def _write(folder: Path) -> None:
    count = PAGES * LINES_OF_A_PAGE
    sentences = [f"Sentence {n} says what party {n % PARTIES} asks for on issue {n % ISSUES}." for n in range(count)]
    (folder / "document.txt").write_text("\n".join(sentences), encoding="utf-8")
    issues, parties = range(ISSUES), range(PARTIES)
    lines = ["winset: 1", "case: {id: large, title: A large case}", "sources:"]
    lines += ["  document: {file: document.txt, title: A long document}", "parties:"]
    lines += [f"  p{party}: {{name: Party {party}, aliases: [party {party}]}}" for party in parties]
    lines.append("issues:")
    for issue in issues:
        lines += [f"  i{issue}:", f"    title: Issue {issue}", "    scale: true", "    status_quo: a", "    options:"]
        lines += [f"      {option}: {{label: option {option} of issue {issue}}}" for option in OPTIONS]
    lines.append("positions:")
    for issue in issues:
        lines.append(f"  i{issue}:")
        for party in parties:
            quote = sentences[37 * (issue * PARTIES + party)].rstrip(".")
            lines += [f"    p{party}:", f"      ideal: {OPTIONS[(issue + party) % 5]}", "      basis: stated"]
            lines += [
                "      claim:",
                "        source: document",
                f'        quote: "{quote}"',
                "        reading: It asks.",
            ]
    lines += ["judgements:", "  salience:"]
    ranges = ", ".join(f"p{party}: [{10 + party}, {20 + party}, {40 + party}]" for party in parties)
    lines += [f"    i{issue}: {{{ranges}}}" for issue in issues]
    lines.append("  scores:")
    for issue in issues:
        lines.append(f"    i{issue}:")
        lines += [f"      p{party}: {{a: [0, 10, 20], c: [10, 30, 40]}}" for party in parties]
    (folder / "case.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
