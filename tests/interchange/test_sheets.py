"""Spreadsheets of a case: what is exported reads as the same, an edited cell is the only change, and what cannot be
taken is named by its cell, with nothing written.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.oracles.random_cases import as_yaml, random_case
from winset.casefile.editing.changes import SetValue, same
from winset.casefile.editing.editor import OpenedCase, open_case, save, undo
from winset.errors import CaseError, SaveRefused
from winset.interchange.sheets import xlsx_reading
from winset.interchange.sheets.csv_files import csv_files, kept, taken
from winset.interchange.sheets.importing import ImportedSheet, MergeOptions, imported_sheet
from winset.interchange.sheets.table import NotANumber, number_of
from winset.interchange.sheets.workbook import workbook_of
from winset.interchange.sheets.xlsx_reading import decoded
from winset.interchange.sheets.xlsx_writing import excel_text, xlsx_bytes
from winset.model.numbers import HANDLING, Handling

EXAMPLES = sorted(path.parent for path in Path("examples").rglob("case.yaml"))
HOSTILE = (
    "=1+1", "'=1+1", "''@x", "+5", "-20", "- no", "@SUM(A1)", "'tis", "\tx", " before", "after ", "_x0041_", "_x000D_",
    "a\rb", "a\r\nb", "a\nb", "#N/A", "TRUE", "1/3", "2025-08-14", "12,5", "1e5", "a;b", 'say "so"', "\u202eabc", "é—",
    "|cmd", "%x", "x" * 5_000, "<img src=x>", "0012", "{=1}",
)  # fmt: skip
SMALL = """\
winset: 1
case: {id: small, title: A small case}
sources:
  note: {file: note.txt, title: A note}
  secret: {file: secret.txt, title: A cable, handling: restricted}
parties:
  north: {name: North}
  south: {name: South}
issues:
  border:
    title: The border
    options: {open: the border is open, closed: the border is closed, shared: the border is watched by both}
  trade:
    options: {free: free, taxed: taxed}
positions:
  # who says what
  border:
    north: {ideal: open, basis: stated, claim: opening}   # beside
    south:
      ideal: closed
      rejects: [{option: open, basis: inferred, because: It said so once., claim: opening}]
      basis: inferred
      because: It has closed it.
      claim: {source: secret, quote: "South closes the border.", reading: It closes it.}
  trade:
    north: {ideal: free, basis: inferred, because: It trades.}
    rest: silent
claims:
  opening: {source: note, quote: "North wants an open border.", speaker: [A; B, C]}
judgements:
  salience: {border: {north: [70, 85.50, 95]}}
  scores: {border: {north: {open: 100, closed: "100/7", shared: [10, 20]}}}
  walk_away: {north: status_quo, south: {status_quo: {points: [5, 10, 20], handling: restricted, because: A guess.}}}
  capability: {north: {points: 40, because: It is small.}}
"""


def small_case(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "case.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "note.txt").write_text("North wants an open border. South is silent on trade.", encoding="utf-8")
    (folder / "secret.txt").write_text("South closes the border.", encoding="utf-8")
    return folder


def exported(opened: OpenedCase, folder: Path, level: Handling = "restricted", *, blank: bool = False) -> Path:
    assert opened.case is not None
    path = folder / "sheet.xlsx"
    path.write_bytes(xlsx_bytes(workbook_of(opened.case, opened.data, level, blank=blank)))
    return path


def exported_csv(opened: OpenedCase, folder: Path, level: Handling = "restricted") -> Path:
    assert opened.case is not None
    made = folder / "sheets"
    made.mkdir(exist_ok=True)
    for name, data in csv_files(workbook_of(opened.case, opened.data, level)).items():
        (made / name).write_bytes(data)
    return made


def edited(path: Path, edit: Callable[[dict[str, Worksheet]], None]) -> Path:
    book = load_workbook(path)
    edit({sheet.title: sheet for sheet in book.worksheets})
    book.save(path)
    return path


def at(sheet: Worksheet, key: str, head: str) -> Any:
    heads = {cell.value: cell.column for cell in sheet[1]}
    line = next(row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value == key)
    return sheet.cell(line, heads[head])


def put(path: Path, sheet: str, key: str, head: str, value: Any) -> str:
    """Edits one cell; gives its place."""
    places = []

    def edit(sheets: dict[str, Worksheet]) -> None:
        cell = at(sheets[sheet], key, head)
        cell.value = value
        places.append(f"{sheet}!{cell.coordinate}")

    edited(path, edit)
    return places[0]


def messages(opened: OpenedCase, path: Path) -> list[str]:
    before = opened.path.read_bytes()
    with pytest.raises(CaseError) as refused:
        imported_sheet(opened, [path])
    assert opened.path.read_bytes() == before
    return [problem.message for problem in refused.value.problems]


def changes_nothing(sheet: ImportedSheet) -> bool:
    return sheet.proposed is None and not sheet.changes


@pytest.mark.parametrize("folder", EXAMPLES, ids=str)
def test_what_is_exported_changes_nothing(folder: Path, tmp_path: Path) -> None:
    opened = open_case(folder)
    for level in HANDLING if folder.name == "classroom" else ("team",):
        assert changes_nothing(imported_sheet(opened, [exported_csv(opened, tmp_path, level)]))
    if folder.name in ("alaska-2025", "exchange"):
        assert changes_nothing(imported_sheet(opened, [exported(opened, tmp_path)]))


def random_opened(folder: Path, seed: int) -> OpenedCase:
    folder.mkdir(exist_ok=True)
    (folder / "case.yaml").write_text(as_yaml(random_case(Random(seed))), encoding="utf-8")
    return open_case(folder)


@pytest.mark.parametrize("seeds", [range(4), pytest.param(range(4, 500), marks=pytest.mark.slow)], ids=["few", "many"])
def test_a_random_case_goes_out_and_comes_back(seeds: range, tmp_path: Path) -> None:
    for seed in seeds:
        opened = random_opened(tmp_path / str(seed), seed)
        assert changes_nothing(imported_sheet(opened, [exported_csv(opened, tmp_path)]))
        if seed % 4 == 0:
            assert changes_nothing(imported_sheet(opened, [exported(opened, tmp_path)]))


@pytest.mark.parametrize("seeds", [range(4), pytest.param(range(4, 500), marks=pytest.mark.slow)], ids=["few", "many"])
def test_an_edited_number_is_the_only_change(seeds: range, tmp_path: Path) -> None:
    for seed in seeds:
        random = Random(seed)
        opened = random_opened(tmp_path / str(seed), seed)
        folder = exported_csv(opened, tmp_path)
        file = folder / "judgements.csv"
        rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
        heads = rows[0]
        row = random.choice([row for row in rows[1:] if row[0].startswith(("salience", "capability"))])
        for head in ("Low", "High"):
            row[heads.index(head)] = ""
        row[heads.index("Most likely")] = "33.5"
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(rows)
        sheet = imported_sheet(opened, [folder])
        assert sheet.proposed is not None
        path = ("judgements", *row[0].split("/"))
        expected = opened.changed([]).after.data
        here = expected = {**expected, "judgements": _copied(expected.get("judgements", {}))}
        for step in path[:-1]:
            here = here.setdefault(step, {})
        now = here.get(path[-1])
        value: Any = number_of("33.5")
        here[path[-1]] = {**now, "points": value} if isinstance(now, dict) else value
        assert same(sheet.proposed.after.data, expected)


def _copied(value: Any) -> Any:
    return {key: _copied(inner) for key, inner in value.items()} if isinstance(value, dict) else value


def test_one_edited_cell_changes_one_line_and_can_be_undone(tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    path = exported(opened, tmp_path)
    place = put(path, "Positions", "trade/north", "Wants most", "Taxed ")
    sheet = imported_sheet(opened, [path])
    assert sheet.proposed is not None
    assert [change.at for change in sheet.changes] == [place]
    after = save(sheet.proposed, title="Sheet imported")
    differing = [pair for pair in zip(SMALL.split("\n"), after.text.split("\n"), strict=True) if pair[0] != pair[1]]
    assert differing == [
        ("    north: {ideal: free, basis: inferred, because: It trades.}",
         "    north: {ideal: taxed, basis: inferred, because: It trades.}")
    ]  # fmt: skip
    assert undo(after).text == SMALL


def test_a_silent_cell_that_rest_covers_is_filled_in(tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    path = exported(opened, tmp_path)
    put(path, "Positions", "trade/south", "Basis", "stated: a source says it")
    put(path, "Positions", "trade/south", "Wants most", "free")
    put(path, "Positions", "trade/south", "Never accepts 1", "taxed")
    put(path, "Positions", "trade/south", "Source", "A note")
    place = put(path, "Positions", "trade/south", "Quote", "South speaks of trade")
    assert messages(opened, path) == [f"{place}: this quote is not in `note.txt`"]
    put(path, "Positions", "trade/south", "Quote", "South is silent on trade.")
    put(path, "Positions", "trade/south", "Speaker", "A; B")
    proposed = imported_sheet(opened, [path]).proposed
    assert proposed is not None
    assert proposed.after.data["positions"]["trade"]["south"] == {
        "basis": "stated",
        "ideal": "free",
        "rejects": ["taxed"],
        "claim": {"source": "note", "quote": "South is silent on trade.", "speaker": ["A", "B"]},
    }
    assert "# who says what" in proposed.text


def test_a_claim_that_others_use_is_written_out_where_it_is_edited(tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    path = exported(opened, tmp_path)
    put(path, "Positions", "border/north", "What the quote means", "North asks for it.")
    proposed = imported_sheet(opened, [path]).proposed
    assert proposed is not None
    data = proposed.after.data
    assert data["claims"] == opened.data["claims"]
    assert data["positions"]["border"]["north"]["claim"]["reading"] == "North asks for it."
    assert data["positions"]["border"]["south"] == opened.data["positions"]["border"]["south"]


def test_every_bad_cell_is_named_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    path = exported(opened, tmp_path)
    bad = {
        put(path, "Positions", "border/north", "Wants most", "the border is gone"): "none of the choices",
        put(path, "Positions", "border/south", "Date", 45883): "a date is written",
        put(path, "Positions", "trade/north", "Why we conclude it", "=1+1"): "a formula is not worked out",
        put(path, "Positions", "trade/south", "Wants most", "free"): "",
        put(path, "Judgements", "salience/border/north", "Low", 99): "",
        put(path, "Judgements", "salience/border/south", "Most likely", datetime(2025, 3, 1)): "made a date",
        put(path, "Judgements", "scores/border/north/open", "Most likely", 0.1234567): "six decimal places",
        put(path, "Judgements", "scores/border/north/closed", "High", "1,500"): "thousands without commas",
        put(path, "Judgements", "scores/border/north/shared", "Low", None): "a low and a high",
        put(path, "Judgements", "capability/south", "Counted from", "zero"): "only a walk-away",
    }
    said = messages(opened, path)
    for place, words in bad.items():
        if words:
            line = place.rpartition("!")[2].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            sheet = place.partition("!")[0]
            hits = [message for message in said if words in message]
            assert any(hit.startswith(f"{sheet}!") and hit.partition(":")[0].endswith(line) for hit in hits), words
    assert len(said) == len(bad)


def test_a_percentage_is_not_taken_for_a_number(tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    path = exported(opened, tmp_path)

    def edit(sheets: dict[str, Worksheet]) -> None:
        cell = at(sheets["Judgements"], "capability/south", "Most likely")
        cell.value, cell.number_format = 0.5, "0%"

    assert "a percentage" in messages(opened, edited(path, edit))[0]


@pytest.mark.parametrize("seeds", [range(8), pytest.param(range(8, 600), marks=pytest.mark.slow)], ids=["few", "many"])
def test_a_damaged_workbook_is_refused_or_read(seeds: range, tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    parts = _parts(exported(opened, tmp_path))
    refused = 0
    for seed in seeds:
        random = Random(seed)
        name = random.choice(sorted(parts))
        damaged = bytearray(parts[name])
        for _ in range(random.randint(1, 4)):
            place = random.randrange(len(damaged))
            if random.random() < 0.5:
                damaged[place] = random.choice(b'\x00<>&"A9/=z')
            else:
                del damaged[place : place + random.randint(1, 30)]
        file = tmp_path / "damaged.xlsx"
        file.write_bytes(_zip({**parts, name: bytes(damaged)}))
        try:
            imported_sheet(opened, [file])
        except CaseError:
            refused += 1
    assert 0 < refused <= len(seeds)


def test_a_sheet_filled_in_by_others_meanwhile_is_merged_by_rows(tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    path = exported(opened, tmp_path)
    put(path, "Positions", "trade/north", "Why we conclude it", "It trades a lot.")
    put(path, "Judgements", "capability/north", "Most likely", 55)
    case = opened.path
    case.write_text(SMALL.replace("ideal: closed", "ideal: shared").replace("points: 40", "points: 41"))
    now = open_case(case)
    said = messages(now, path)
    assert len(said) == 1
    assert said[0].startswith("Judgements!A")
    assert "“Most likely”" in said[0]
    sheet = imported_sheet(now, [path], MergeOptions(replace=True))
    assert sheet.proposed is not None
    assert sheet.proposed.after.data["judgements"]["capability"]["north"]["points"] == 55
    assert sheet.proposed.after.data["positions"]["border"]["south"]["ideal"] == "shared"
    assert any("1 row" in note for note in sheet.notes)


def test_an_empty_sheet_has_choices_and_says_nothing_of_the_case(tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    path = exported(opened, tmp_path, blank=True)
    book = load_workbook(path)
    words = {str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value}
    assert not any("open border." in text or "It trades" in text or text == "85.50" for text in words)
    validations = book["Positions"].data_validations.dataValidation
    assert any(check.type == "list" and "Options!" in check.formula1 for check in validations)
    wanted = next(
        check for check in validations if at(book["Positions"], "trade/north", "Wants most").coordinate in check.sqref
    )
    first, last = wanted.formula1.replace("$", "").partition("!")[2].split(":")
    assert [cell.value for (cell,) in book["Options"][first:last]] == ["free", "taxed"]
    assert book["Positions"].protection.sheet
    assert book["Positions"]["A1"].protection.locked
    assert not at(book["Positions"], "trade/north", "Wants most").protection.locked
    assert changes_nothing(imported_sheet(opened, [path]))
    put(path, "Positions", "trade/south", "Basis", "inferred: we conclude it")
    put(path, "Positions", "trade/south", "Wants most", "taxed")
    put(path, "Positions", "trade/south", "Why we conclude it", "It has no other income.")
    proposed = imported_sheet(opened, [path]).proposed
    assert proposed is not None
    assert proposed.after.data["positions"]["trade"]["south"]["ideal"] == "taxed"
    put(path, "Positions", "trade/north", "Basis", "silent: no source says anything")
    assert "--replace" in messages(opened, path)[0]
    replaced = imported_sheet(opened, [path], MergeOptions(replace=True)).proposed
    assert replaced is not None
    assert replaced.after.data["positions"]["trade"]["north"] == "silent"
    assert replaced.after.data["positions"]["border"] == opened.data["positions"]["border"]
    whole = imported_sheet(opened, [path], MergeOptions(replace=True, rest_silent=True)).proposed
    assert whole is not None
    assert whole.after.data["positions"]["border"] == {"north": "silent", "south": "silent"}
    assert whole.after.data["positions"]["trade"]["south"]["ideal"] == "taxed"
    assert whole.after.data["judgements"] == opened.data["judgements"]


def test_what_lies_above_a_level_is_left_out_and_left_alone(tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    for path in (exported(opened, tmp_path, "team"), exported_csv(opened, tmp_path, "team")):
        pieces = [path] if path.is_file() else list(path.iterdir())
        text = "".join(
            ZipFile(piece).read(name).decode()
            for piece in pieces
            if piece.suffix == ".xlsx"
            for name in ZipFile(piece).namelist()
        ) + "".join(piece.read_text(encoding="utf-8") for piece in pieces if piece.suffix != ".xlsx")
        assert "North wants an open border." in text
        for hidden in ("South closes", "A cable", "It closes it.", "A guess."):
            assert hidden not in text
        assert changes_nothing(imported_sheet(opened, [path]))
    path = exported(opened, tmp_path, "team")
    place = put(path, "Positions", "border/south", "Quote", "something else")
    assert messages(opened, path)[0].startswith(f"{place}: what the case says here was left out")
    assert opened.case is not None
    assert [table.title for table in workbook_of(opened.case, opened.data, "open").tables] == ["Positions"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_what_it_is(text: str) -> None:
    assert taken(kept(text)) == text
    assert decoded(excel_text(text)) == text


def test_hostile_texts_go_out_as_texts_and_come_back(tmp_path: Path) -> None:
    folder = small_case(tmp_path / "case")
    fresh = [
        SetValue(path=path, value=value)
        for n, text in enumerate(HOSTILE)
        for path, value in (
            (("parties", f"p{n}"), {"name": f"P{n}"}),
            (("positions", "border", f"p{n}"), "silent"),
            (("positions", "trade", f"p{n}"), {"ideal": "free", "basis": "inferred", "because": text}),
        )
    ]
    opened = open_case(folder).changed(fresh).after
    assert opened.case is not None
    for file in csv_files(workbook_of(opened.case, opened.data, "restricted")).values():
        cells = [cell for row in csv.reader(StringIO(file.decode("utf-8-sig"), newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t", "\r"))]
    assert changes_nothing(imported_sheet(opened, [exported_csv(opened, tmp_path)]))
    path = exported(opened, tmp_path)
    sheet = load_workbook(path)["Positions"]
    for n in range(len(HOSTILE)):
        assert at(sheet, f"trade/p{n}", "Why we conclude it").data_type == "s"
    assert changes_nothing(imported_sheet(opened, [path]))


def test_numbers_that_stand_in_lists_and_sections_are_edited_in_their_place(tmp_path: Path) -> None:
    opened = open_case(Path("examples/alaska-2025"))
    path = exported(opened, tmp_path)
    keys = [str(row[0].value) for row in load_workbook(path)["Judgements"].iter_rows(min_row=2)]
    link = next(key for key in keys if key.startswith("links/1/"))
    assert "nato=bid_abandoned" in link
    assert "levers/us_threat/walk_away" in keys
    assert sum(key.startswith("tables/") for key in keys) == sum(
        len(worth["worth"]) for worth in opened.data["judgements"].get("tables", {}).values() if "worth" in worth
    )
    put(path, "Judgements", link, "Low", "-36")
    put(path, "Judgements", "levers/us_threat/walk_away", "Why", "They sell less.")
    proposed = imported_sheet(opened, [path]).proposed
    assert proposed is not None
    now, was = proposed.after.data["judgements"], opened.data["judgements"]
    assert now["links"][1]["points"] == [-36, -20, -10]
    assert [link for n, link in enumerate(now["links"]) if n != 1] == [
        link for n, link in enumerate(was["links"]) if n != 1
    ]
    assert now["levers"]["us_threat"]["walk_away"] == {"points": [-20, -10, -3], "because": "They sell less."}
    put(path, "Judgements", link, "Low", None)
    put(path, "Judgements", link, "Most likely", None)
    put(path, "Judgements", link, "High", None)
    assert messages(opened, path)[0].startswith("Judgements!")


def test_rows_and_columns_may_be_sorted_hidden_or_left_out(tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    path = exported(opened, tmp_path)

    def edit(sheets: dict[str, Worksheet]) -> None:
        sheet = sheets["Positions"]
        lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
        heads = lines[0]
        gone = heads.index("Checked by")
        sheet.delete_rows(1, sheet.max_row)
        for line in (heads, *reversed(lines[2:])):
            sheet.append([value for n, value in enumerate(line) if n != gone] + ["my note"])
        sheet.row_dimensions[2].hidden = True
        at(sheet, "trade/north", "Why we conclude it").value = "It sells."

    sheet = imported_sheet(opened, [edited(path, edit)])
    assert [change.after for change in sheet.changes] == ["It sells."]
    assert any("which the sheet does not have" in note for note in sheet.notes)
    assert any("my note" in note for note in sheet.notes)


def test_a_row_is_known_by_its_words_where_it_has_no_key(tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    file = tmp_path / "mine.csv"
    file.write_text("Issue;Party;Why we conclude it\ntrade;north;It sells.\ntrade;east;x\n", encoding="utf-8")
    assert messages(opened, file)[0].startswith("Positions!A3: it is not known which issue and party")
    file.write_text("Issue;Party;Why we conclude it\ntrade;North;It sells.\n", encoding="utf-8")
    assert [change.at for change in imported_sheet(opened, [file]).changes] == ["Positions!C2"]


def test_merged_cells_and_twice_the_same_row_are_named(tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    path = exported(opened, tmp_path)

    def edit(sheets: dict[str, Worksheet]) -> None:
        sheets["Positions"].merge_cells("F2:F3")
        sheets["Judgements"].append([sheets["Judgements"]["A2"].value])

    said = messages(opened, edited(path, edit))
    assert sum("merged with others (F2:F3)" in message for message in said) == 2
    assert any("row 2 is about the same" in message for message in said)


def _zip(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return stream.getvalue()


def _parts(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as made:
        return {name: made.read(name) for name in made.namelist()}


def test_a_hostile_workbook_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    parts = _parts(exported(opened, tmp_path))
    sheet = "xl/worksheets/sheet2.xml"
    vast = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    link = b'<hyperlinks><hyperlink ref="1:1048576" location="a"/></hyperlinks>'
    types = parts["[Content_Types].xml"].replace(b"spreadsheetml.sheet.main", b"macroEnabled.main")
    doctype = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    utf16 = doctype.decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16")
    hostile = {
        "bomb": (_zip({**parts, "xl/media/a.png": b"\0" * 101_000_000}), "bytes once it is unpacked"),
        "entity": (_zip({**parts, sheet: doctype + parts[sheet].partition(b"?>")[2]}), "document type"),
        "entity in other letters": (_zip({**parts, "xl/styles.xml": utf16}), "document type"),
        "macro": (_zip({**parts, "xl/vbaProject.bin": b"x"}), "macros"),
        "macro by type": (
            _zip({
                **parts,
                "[Content_Types].xml": types,
            }),
            "macros",
        ),
        "merged": (_zip({**parts, sheet: parts[sheet].replace(b"<pageMargins", vast + b"<pageMargins")}), "spans"),
        "linked": (_zip({**parts, sheet: parts[sheet].replace(b"<pageMargins", link + b"<pageMargins")}), "spans"),
        "many parts": (_zip({**parts, **{f"x/{n}.png": b"" for n in range(1_001)}}), "parts"),
        "locked": (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "password"),
        "no zip": (b"hello", "no workbook"),
        "cut short": (_zip(parts)[:-200], "no workbook"),
        "no xml": (_zip({**parts, sheet: b"<a><b></a>"}), "not valid XML"),
    }  # fmt: skip
    for name, (data, words) in hostile.items():
        file = tmp_path / "hostile.xlsx"
        file.write_bytes(data)
        assert words in messages(opened, file)[0], name
    monkeypatch.setattr(xlsx_reading, "MOST_CELLS", 10)
    assert "cells" in messages(opened, exported(opened, tmp_path))[0]
    large = tmp_path / "large.xlsx"
    with large.open("wb") as stream:
        stream.truncate(100_000_000)
    assert "more than 20,000,000 bytes" in messages(opened, large)[0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfeI", "UTF-8"),
        (b"Row,Basis\n\xe9,x\n", "UTF-8"),
        (b'Row,Basis\n"x', "no CSV"),
        (b"Row\0,Basis\n", "U+0000"),
        (b"Basis,Wants most\nx,y\n", "Positions!A1: the first row has no head"),
        (b"Row,Basis\nborder/nroth,x\n", "Positions!A2: the case has no such row"),
        (b"Row,Why we conclude it\ntrade/north,=1\n", "Positions!B2: a formula"),
        (b"Row,Why we conclude it\ntrade/north,a\x07b\n", "Positions!B2: a text in a case file cannot hold"),
    ],
)
def test_a_file_of_csv_that_cannot_be_taken_is_refused(data: bytes, words: str, tmp_path: Path) -> None:
    opened = open_case(small_case(tmp_path / "case"))
    file = tmp_path / "positions.csv"
    file.write_bytes(data)
    assert words in messages(opened, file)[0]


@pytest.mark.parametrize(
    ("text", "number"), [("12,5", "12.5"), ("\u22125", "-5"), (" 7 ", "7"), ("300/7", "300/7"), ("0.10", "0.10")]
)
def test_a_number_is_read_as_it_is_meant(text: str, number: str) -> None:
    assert str(number_of(text)) == number


@pytest.mark.parametrize("text", ["1,500", "1.234,5", "5 %", "1e5", "٣", "nan", "1/0", "0.1234567", "9999999", "a"])
def test_what_may_be_meant_otherwise_is_no_number(text: str) -> None:
    with pytest.raises(NotANumber):
        number_of(text)


def test_an_exported_file_is_not_written_over_and_never_a_source(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from winset.cli import group

    case = small_case(tmp_path / "case")
    shutil.copy(case / "note.txt", tmp_path / "there.xlsx")
    for target, options in (("there.xlsx", []), ("case/case.yaml", ["--force"])):
        refused = CliRunner().invoke(group, ["sheet", "export", str(case), "-o", str(tmp_path / target), *options])
        assert isinstance(refused.exception, SaveRefused | NotADirectoryError | FileExistsError)
    assert (case / "case.yaml").read_text(encoding="utf-8") == SMALL
    done = CliRunner().invoke(group, ["sheet", "export", str(case), "-o", str(tmp_path / "there.xlsx"), "--force"])
    assert done.exit_code == 0
    assert "sheet import" in done.output
