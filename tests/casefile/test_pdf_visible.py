"""What a page of a PDF does not show is not quotable; what it shows in whatever way is."""

from __future__ import annotations

from pathlib import Path

import pytest

from winset.casefile import pdf_source
from winset.casefile.document_text import SourceRefused
from winset.casefile.sources import SourceText, read_source

from .pdfs import pdf, stream

pytest.importorskip("pypdf")

WRITE = "/F1 12 Tf 72 700 Td (We agree to it.) Tj"
SEEN = "BT 0 g /F1 12 Tf 72 600 Td (They refuse.) Tj ET"
IMAGE = stream("0" * 12, "/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceRGB /BitsPerComponent 8")
MASKED = IMAGE.replace("/Width", "/SMask 3 0 R /Width")
FORM = "/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
USES = "/XObject << /X 4 0 R >>"


def read(folder: Path, content: str, resources: str = "", more: tuple[str, ...] = (), catalog: str = "") -> SourceText:
    (folder / "a.pdf").write_bytes(pdf([content], resources, more, catalog))
    source = read_source(folder, "a.pdf")
    assert isinstance(source, SourceText), source
    return source


HIDDEN = {
    "no ink": f"BT 3 Tr {WRITE} 0 Tr ET",
    "a clip alone": f"q BT 7 Tr {WRITE} ET Q",
    "white": f"BT 1 g {WRITE} ET",
    "almost white": f"BT 0.97 0.98 0.96 rg {WRITE} ET",
    "white by ink": f"BT 0 0 0 0 k {WRITE} ET",
    "white by colour space": f"BT /DeviceRGB cs 1 1 1 sc {WRITE} ET",
    "white outlines": f"BT 1 G 1 Tr {WRITE} 0 Tr ET",
    "white outlines and faces": f"BT 1 G 1 g 2 Tr {WRITE} 0 Tr ET",
    "black on black": f"0 g 50 650 300 100 re f BT {WRITE} ET",
    "white on white on black": f"0 g 50 650 300 100 re f 1 g 60 660 280 80 re f BT {WRITE} ET",
    "white on a white oval": f"1 g 50 650 m 80 700 90 750 300 760 c f BT {WRITE} ET",
    "white beside black": f"0 g 50 640 300 50 re f BT 1 g {WRITE} ET",
    "tiny": "BT 0 g /F1 1 Tf 72 700 Td (We agree to it.) Tj ET",
    "no size": "BT 0 g /F1 0 Tf 72 700 Td (We agree to it.) Tj ET",
    "made tiny by its matrix": "BT 0 g /F1 12 Tf 0.1 0 0 0.1 72 700 Tm (We agree to it.) Tj ET",
    "made tiny by the page's": f"q 0.1 0 0 0.1 0 0 cm BT 0 g {WRITE} ET Q",
    "squeezed": f"BT 0 g 5 Tz {WRITE} 100 Tz ET",
    "off the page": "BT 0 g /F1 12 Tf 72 900 Td (We agree to it.) Tj ET",
    "left of the page": "BT 0 g /F1 12 Tf -500 700 Td (We agree to it.) Tj ET",
    "raised off the page": f"BT 0 g 500 Ts {WRITE} 0 Ts ET",
    "outside its clip": f"q 0 0 50 50 re W n BT 0 g {WRITE} ET Q",
    "painted over": f"BT 0 g {WRITE} ET 1 g 50 650 300 100 re f",
    "painted over in black": f"BT 0 g {WRITE} ET 0 g 50 650 m 350 650 l 350 750 l 50 750 l h f",
    "in the next line's operator": "BT 1 g /F1 12 Tf 14 TL 72 714 Td (We agree to it.) ' ET",
    "spaced": 'BT 1 g /F1 12 Tf 14 TL 72 714 Td 1 1 (We agree to it.) " ET',
    "kerned": "BT 1 g /F1 12 Tf 72 700 Td [(We agr) -20 (ee to it.)] TJ ET",
    "white again after a restored state": f"1 g q 0 g Q BT {WRITE} ET",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_not_seen_is_not_quotable(tmp_path: Path, name: str) -> None:
    source = read(tmp_path, f"{SEEN} {HIDDEN[name]} {SEEN.replace('600', '500').replace('refuse', 'leave')}")
    assert "agree" not in source.text
    assert "They refuse." in source.text
    assert "They leave." in source.text
    assert "We agree to it." in source.whole
    assert source.where(0) == "page 1"


SHOWN = {
    "black": f"BT 0 g {WRITE} ET",
    "grey": f"BT 0.7 g {WRITE} ET",
    "yellow": f"BT 1 1 0 rg {WRITE} ET",
    "white on black": f"0 g 50 650 300 100 re f BT 1 g {WRITE} ET",
    "white on lines": "0 g 72 695 m 300 695 l 300 715 l 72 715 l f BT 1 g " + WRITE + " ET",
    "white on a thick line": f"0 G 40 w 50 700 m 300 700 l S BT 1 g {WRITE} ET",
    "white on a gradient": f"q 50 650 300 100 re W n /S sh Q BT 1 g {WRITE} ET",
    "small print": "BT 0 g /F1 4 Tf 72 700 Td (We agree to it.) Tj ET",
    "size from the matrix": "BT 0 g /F1 1 Tf 12 0 0 12 72 700 Tm (We agree to it.) Tj ET",
    "turned": "BT 0 g /F1 12 Tf 0 1 -1 0 72 300 Tm (We agree to it.) Tj ET",
    "mirrored twice": "q 1 0 0 -1 0 792 cm BT 0 g /F1 12 Tf 1 0 0 -1 72 92 Tm (We agree to it.) Tj ET Q",
    "inside its clip": f"q 50 650 300 100 re W n BT 0 g {WRITE} ET Q",
    "black after a restored state": f"0 g q 1 g Q BT {WRITE} ET",
    "in a frame": f"BT 0 g {WRITE} ET 0 g 50 650 300 100 re 51 651 298 98 re f*",
    "beside paint": f"BT 0 g {WRITE} ET 1 g 50 600 300 50 re f",
    "under clipped paint": f"BT 0 g {WRITE} ET q 0 0 10 10 re W n 1 g 50 650 300 100 re f Q",
    "in a spot colour": f"BT /Sep cs 0.9 scn {WRITE} ET",
}
USED = "/Shading << /S << /ShadingType 2 >> >> /ColorSpace << /Sep [/Separation /Ink /DeviceCMYK 3 0 R] >>"


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_seen_is_quotable(tmp_path: Path, name: str) -> None:
    source = read(tmp_path, SHOWN[name], USED)
    assert "We agree to it." in source.text
    assert source.whole == ""


def test_an_ink_of_no_tint_is_none(tmp_path: Path) -> None:
    assert "agree" not in read(tmp_path, f"{SEEN} BT /Sep cs 0 scn {WRITE} ET", USED).text


@pytest.mark.parametrize(("opacity", "shown"), [("/ca 0", False), ("/ca 0.05", False), ("/ca 0.5", True)])
def test_text_without_opacity_is_not_seen(tmp_path: Path, opacity: str, shown: bool) -> None:
    source = read(tmp_path, f"{SEEN} q /G gs BT 0 g {WRITE} ET Q", f"/ExtGState << /G << {opacity} >> >>")
    assert ("agree" in source.text) is shown


@pytest.mark.parametrize("state", ["/ca 0.4", "/BM /Multiply", "/SMask << /S /Alpha >>"])
def test_a_marker_over_text_leaves_it_seen(tmp_path: Path, state: str) -> None:
    page = f"BT 0 g {WRITE} ET q /G gs 1 1 0 rg 50 650 300 100 re f Q"
    assert "We agree to it." in read(tmp_path, page, f"/ExtGState << /G << {state} >> >>").text


@pytest.mark.parametrize("page", [f"{{draw}} BT 3 Tr {WRITE} ET", f"BT 3 Tr {WRITE} ET {{draw}}",
                                  f"BT 0 Tr 0 g {WRITE} ET {{draw}}"])  # fmt: skip
def test_the_words_of_a_scanned_page_are_kept_and_said_to_be_that(tmp_path: Path, page: str) -> None:
    source = read(tmp_path, page.format(draw="q 612 0 0 792 0 0 cm /X Do Q"), USES, (IMAGE,))
    assert "We agree to it." in source.text
    assert source.where(source.text.index("agree")) == "page 1 (with text behind a picture)"


def test_unseen_words_beside_a_picture_are_not_those_of_a_scan(tmp_path: Path) -> None:
    page = f"{SEEN} q 100 0 0 100 0 0 cm /X Do Q BT 3 Tr {WRITE} ET"
    assert "agree" not in read(tmp_path, page, USES, (IMAGE,)).text


def test_text_on_a_picture_is_seen(tmp_path: Path) -> None:
    source = read(tmp_path, f"q 612 0 0 792 0 0 cm /X Do Q BT 1 g {WRITE} ET", USES, (IMAGE,))
    assert "We agree to it." in source.text
    assert source.where(0) == "page 1"


def test_a_picture_with_holes_covers_nothing(tmp_path: Path) -> None:
    source = read(tmp_path, f"BT 0 g {WRITE} ET q 612 0 0 792 0 0 cm /X Do Q", USES, (MASKED,))
    assert "We agree to it." in source.text
    assert source.where(0) == "page 1"


def test_what_is_hidden_in_a_form_is_hidden(tmp_path: Path) -> None:
    form = stream(f"BT 1 g {WRITE} ET", FORM)
    assert "agree" not in read(tmp_path, f"{SEEN} /X Do {SEEN}", USES, (form,)).text


def test_a_form_takes_its_place_its_size_and_its_colours_from_the_page(tmp_path: Path) -> None:
    form = stream(f"q BT {WRITE} ET", FORM)
    assert "We agree" in read(tmp_path, f"/X Do BT {WRITE.replace('agree', 'stay')} ET", USES, (form,)).text
    assert "agree" not in read(tmp_path, f"{SEEN} q 1 g /X Do Q", USES, (form,)).text
    assert "agree" not in read(tmp_path, f"{SEEN} q .1 0 0 .1 0 0 cm /X Do Q", USES, (form,)).text
    assert "agree" not in read(tmp_path, f"{SEEN} q 1 0 0 1 0 800 cm /X Do Q", USES, (form,)).text
    after = read(tmp_path, f"q 1 0 0 1 0 800 cm /X Do Q BT {WRITE.replace('agree', 'stay')} ET", USES, (form,)).text
    assert after.strip() == "We stay to it."


LAYER = "<< /Type /OCG /Name (Layer) >>"
OFF = "/OCProperties << /OCGs [4 0 R] /D << /OFF [4 0 R] >> >>"
BASE_OFF = "/OCProperties << /OCGs [4 0 R] /D << /BaseState /OFF >> >>"
ON = "/OCProperties << /OCGs [4 0 R] /D << /ON [4 0 R] >> >>"


@pytest.mark.parametrize(("catalog", "shown"), [(OFF, False), (BASE_OFF, False), (ON, True), ("", True)])
@pytest.mark.parametrize(
    "layer", ["4 0 R", "<< /Type /OCMD /OCGs [4 0 R] >>", "<< /Type /OCMD /OCGs 4 0 R /P /AllOn >>"]
)
def test_a_layer_that_is_off_is_not_seen(tmp_path: Path, layer: str, catalog: str, shown: bool) -> None:
    page = f"{SEEN} /OC /L BDC BT 0 g {WRITE} ET /Span BMC EMC EMC {SEEN.replace('600', '500')}"
    if "R" not in layer[:5]:
        source = read(tmp_path, page, "/Properties << /L 5 0 R >>", (LAYER, layer), catalog)
    else:
        source = read(tmp_path, page, "/Properties << /L 4 0 R >>", (LAYER,), catalog)
    assert ("agree" in source.text) is shown
    assert source.text.count("refuse") == 2


def test_a_form_on_a_layer_that_is_off_is_not_seen(tmp_path: Path) -> None:
    form = stream(f"BT 0 g {WRITE} ET", FORM + " /OC 4 0 R")
    assert "agree" not in read(tmp_path, f"{SEEN} /X Do", "/XObject << /X 5 0 R >>", (LAYER, form), OFF).text


def test_what_is_left_out_joins_nothing(tmp_path: Path) -> None:
    page = "BT /F1 12 Tf 72 700 Td 0 g (10) Tj 3 Tr (5) Tj 0 Tr (000 men) Tj ET"
    assert read(tmp_path, page).text == "10\t000 men"


def test_a_pdf_of_hidden_text_alone_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([f"BT 1 g {WRITE} ET"]))
    source = read_source(tmp_path, "a.pdf")
    assert isinstance(source, SourceRefused)
    assert source.code == "E125"
    assert "no text can be seen" in source.message


@pytest.mark.parametrize(
    "noise",
    ["Q Q Q", "q " * 500, "EMC EMC", "/Nope gs", "/Nope Do", "Do", "cm", "1 cm", "(a) rg", "re f", "/X cs scn", "W n",
     "1 2 3 4 5 m l c h f", "[(a) /b 5] TJ", "Tj", "Tf", "/F1 Tf", "/F1 (x) Tf", "1e30 0 0 1e30 0 0 cm 0 0 9 9 re f",
     "BDC", "/OC BDC", "/OC /Nope BDC", "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", "99999999999999999999 Tr"],
)  # fmt: skip
def test_operations_that_make_no_sense_hide_nothing(tmp_path: Path, noise: str) -> None:
    """Older versions of the library refuse some of these pages."""
    (tmp_path / "a.pdf").write_bytes(pdf([f"BT /F1 12 Tf 72 700 Td (We agree to it.) Tj ET {noise} "]))
    source = read_source(tmp_path, "a.pdf")
    assert source.code == "E125" if isinstance(source, SourceRefused) else "We agree to it." in source.text


def test_a_page_that_piles_paint_on_paint_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = SEEN + " 0.5 g " + "20 20 590 750 re B* " * 40 + "BT /F1 9 Tf " + "(a) Tj " * 40 + "ET"
    (tmp_path / "a.pdf").write_bytes(pdf([page] * 2))
    assert isinstance(read_source(tmp_path, "a.pdf"), SourceText)
    monkeypatch.setattr(pdf_source, "MOST_COMPARED", 1_000)
    source = read_source(tmp_path, "a.pdf")
    assert isinstance(source, SourceRefused)
    assert "1,000 comparisons" in source.message


@pytest.mark.parametrize(("content", "form"), [("% a remark\n" * 60, ""), ("/X Do " * 60, " " * 60)])
def test_what_takes_long_to_read_counts_as_often_as_it_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, form: str
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([SEEN + content] * 10, USES, (stream(form, FORM),)))
    monkeypatch.setattr(pdf_source, "MOST_UNPACKED", 2_000)
    source = read_source(tmp_path, "a.pdf")
    assert isinstance(source, SourceRefused)
    assert "which may take 2,000 bytes" in source.message


def test_a_form_that_draws_itself_ends(tmp_path: Path) -> None:
    form = stream(f"BT 0 g {WRITE} ET /X Do", FORM.replace("/Font <<", "/XObject << /X 4 0 R >> /Font <<"))
    assert "They refuse." in read(tmp_path, f"/X Do {SEEN}", USES, (form,)).text


def test_fonts_count_with_every_page_that_uses_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 5 0 R >>"
    page = SEEN.replace("/F1", "/F2")
    content = pdf([page] * 10, "/Font << /F2 4 0 R >>", (font, stream("begincmap " * 100, "")))
    (tmp_path / "a.pdf").write_bytes(content.replace(b"/Font << /F1 3 0 R >>", b""))
    assert isinstance(read_source(tmp_path, "a.pdf"), SourceText)
    monkeypatch.setattr(pdf_source, "MOST_UNPACKED", 8_000)
    source = read_source(tmp_path, "a.pdf")
    assert isinstance(source, SourceRefused)
    assert "up to page 8" in source.message
