"""What a page of HTML does not show is not quotable; what it shows in whatever way is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from winset.casefile import page_styles
from winset.casefile.document_text import SourceRefused
from winset.casefile.page_visible import colour_of
from winset.casefile.sources import SourceText, read_source

WORDS = "We agree to it."


def read(folder: Path, markup: str) -> SourceText:
    (folder / "a.html").write_text(f"<body><p>before</p>{markup}<p>after</p>", encoding="utf-8")
    source = read_source(folder, "a.html")
    assert isinstance(source, SourceText), source
    return source


HIDING_STYLES = [
    "display: none", "DISPLAY:NONE !important", "visibility: hidden", "visibility:collapse", "opacity: 0",
    "opacity: 1%",
    "font-size: 0", "font-size: 1px", "font-size: .05em", "font-size: 5%", "font: 0/0 a", "font: bold 1px serif",
    "color: white", "color: #fff", "color: #FFFFFF", "color: #fefefe80", "color: rgb(255, 255, 255)",
    "color: rgb(100% 100% 100% / 1)", "color: hsl(0, 0%, 100%)", "color: rgba(0,0,0,0)", "color: transparent",
    "color: whitesmoke", "background: #000", "background-color: black; color: #050505",
    "background: navy; color: rgb(0, 0, 128)", "position: absolute; left: -9999px", "position:fixed; top:-100em",
    "text-indent: -9999px", "margin-left: -2000px", "clip: rect(0, 0, 0, 0)", "clip: rect(1px,1px,1px,1px)",
    "clip-path: inset(100%)", "clip-path: inset(50%)", "height: 0; overflow: hidden", "overflow:hidden;max-width:1px",
    "transform: scale(0)", "scale: 0", "text-decoration: line-through", "text-decoration-line: line-through",
    "content-visibility: hidden", r"d\69splay: none", "/* a */ display: /* b */ none", "color: blue; display: none",
]  # fmt: skip
HIDING_VARIABLES = [
    ("--ink: white", "color: var(--ink)"), ("--INK: #fff", "color: var(--ink)"), ("", "color: var(--ink, white)"),
    ("--a: none", "display: var( --a )"), ("--a: var(--b); --b: none", "display: var(--a)"),
    ("--a: initial", "color: var(--a, var(--b, transparent))"), ("--c: 255, 255, 255", "color: rgb(var(--c))"),
    ("--s: 0", "font-size: var(--s)"), ("--a: red; --a: white", "color: var(--a, black)"),
]  # fmt: skip
SHOWING_VARIABLES = [
    ("--ink: black", "color: var(--ink)"), ("--ink: white", "color: var(--other)"), ("", "display: var(--none)"),
    ("--a: var(--b); --b: var(--a)", "color: var(--a)"), ("--a: var(--a)", "display: var(--a)"),
    ("--ink: white", "background: black; color: var(--ink)"),
    ("--a: none", "--a: block; display: var(--a)"),
]  # fmt: skip
SHOWING_STYLES = [
    "display: block", "opacity: .5", "font-size: 0.9em", "font-size: 8px", "color: #999", "color: red", "color: yellow",
    "background: #000; color: #fff", "background-color: navy; color: white", "color: white; background: url(a.png)",
    "background: linear-gradient(red, blue); color: white", "color: var(--ink)", "text-indent: 2em",
    "margin-left: -10px",
    "position: relative; left: 10px", "overflow: hidden; height: 200px", "transform: scale(0.9)", "width: 0",
    "text-decoration: underline", "background: linear-gradient(red, blue); background-clip: text; color: transparent",
    "nonsense", "display", ": none", "display: none; display: block", "content: 'display: none'",
]  # fmt: skip


@pytest.mark.parametrize("style", HIDING_STYLES)
@pytest.mark.parametrize(
    "where", ["inline", "class", "id", "tag", "list", "child", "screen", "layer", "nested", "below"]
)
def test_what_a_style_hides_is_not_quotable(tmp_path: Path, style: str, where: str) -> None:
    source = read(tmp_path, styled(style, where))
    assert "agree" not in source.text
    assert source.text.startswith("before")
    assert source.text.endswith("after")
    assert WORDS in source.whole


@pytest.mark.parametrize("style", SHOWING_STYLES)
@pytest.mark.parametrize("where", ["inline", "class", "child", "screen", "below"])
def test_what_a_style_shows_is_quotable(tmp_path: Path, style: str, where: str) -> None:
    source = read(tmp_path, styled(style, where))
    assert WORDS in source.text
    assert source.whole == ""


def styled(style: str, where: str) -> str:
    """A page that shows the words in this style, which is declared in one of many ways."""
    attributes, sheet = {
        "inline": (f'style="{style}"', ""),
        "class": ('class="big gone"', f".gone {{ {style} }}"),
        "id": ("id=x", f"a.b, #x {{ {style} }}"),
        "tag": ("", f"em {{ {style} }}"),
        "list": ('class="gone"', f"h1, em.gone:not(.kept), h2 {{ {style}; }} h3 {{ color: red }}"),
        "child": ("lang=en", f"body > div em[lang|=en] {{ {style} }}".replace("[lang|=en]", "[lang]")),
        "screen": ("class=gone", f"@media screen and (min-width: 600px) {{ .gone {{ {style} }} }}"),
        "layer": ("class=gone", f"@layer a {{ @supports (display: grid) {{ .gone {{ {style} }} }}"),
        "nested": ("class=gone", f"div {{ color: #111; & .gone {{ {style} }} }}"),
        "below": ("", f"div {{ {style} }}"),
    }[where]
    return f"<style>{sheet}</style><div><em {attributes}>{WORDS}</em></div>"


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print { .gone { display: none } }",
        "@media (max-width: 600px) { .gone { display: none } }",
        "@media screen and (prefers-color-scheme: dark) { .gone { display: none } }",
        "@supports not (display: grid) { .gone { display: none } }",
        "@font-face { display: none }",
        "@keyframes fade { from { opacity: 0 } to { opacity: 1 } }",
        ".menu .gone { display: none }",
        ".gone::before { display: none }",
        ".gone:hover { display: none }",
        ".gone { display: none } .gone { display: block }",
        "em { display: none } .gone { display: inline }",
        "#x em { display: none } em { display: block !important }",
        "/* .gone { display: none } */",
        ".gone { content: '} .gone { display: none }' }",
        ".gone, { display: none",
        ".gone {{{ display: none",
    ],
)
def test_what_is_hidden_elsewhere_alone_is_kept(tmp_path: Path, sheet: str) -> None:
    page = f"<style>{sheet}</style><div id=x><em class=gone>{WORDS}</em></div>"
    if sheet.startswith((".gone,", ".gone {{{")):  # what is broken may hide, and breaks nothing
        read(tmp_path, page)
    else:
        assert WORDS in read(tmp_path, page).text


@pytest.mark.parametrize(
    "markup",
    [
        "<div hidden>{}</div>", "<div hidden=until-found>{}</div>", "<del>{}</del>", "<s>{}</s>", "<strike>{}</strike>",
        "<!-- {} -->", "<template>{}</template>", "<noscript>{}</noscript>", "<dialog>{}</dialog>",
        "<datalist><option>{}</datalist>", "<video>{}</video>", "<iframe>{}</iframe>", "<object>{}</object>",
        "<svg><title>{}</title><desc></desc></svg>", "<font color=white>{}</font>", "<font color='#FFFFFF'>{}</font>",
        "<table bgcolor=black><tr><td>{}</table>", "<style media=print>em {{}}</style><em hidden>{}</em>",
        "<div style='visibility: hidden'><p>{}</p></div>",
        "<div style='font-size: 0'><p style='color: red'>{}</p></div>",
        "<div style='background: #fff'><b style='color: #fff'>{}</b></div>",
        "<div style='background: #000'><p style='background: #fff; color: #fff'>{}</p></div>",
    ],
)  # fmt: skip
def test_what_an_element_hides_is_not_quotable(tmp_path: Path, markup: str) -> None:
    assert "agree" not in read(tmp_path, markup.format(WORDS)).text


@pytest.mark.parametrize(
    "markup",
    [
        "<p aria-hidden=true>{}</p>", "<details><p>{}</p></details>", "<dialog open>{}</dialog>", "<ins>{}</ins>",
        "<div style='visibility: hidden'><p style='visibility: visible'>{}</p></div>",
        "<div style='font-size: 0'><p style='font-size: 14px'>{}</p></div>",
        "<div style='color: white'><p style='color: #333'>{}</p></div>",
        "<div style='background: #000'><p style='color: #fff'>{}</p></div>",
        "<table bgcolor=black><tr><td><font color=white>{}</font></table>", "<u>{}</u>", "<mark>{}</mark>",
    ],
)  # fmt: skip
def test_what_an_element_shows_is_quotable(tmp_path: Path, markup: str) -> None:
    assert WORDS in read(tmp_path, markup.format(WORDS)).text


def test_what_is_hidden_joins_nothing(tmp_path: Path) -> None:
    assert "10 000 men" in read(tmp_path, "<p>10<span hidden>5</span>000 men</p>").text
    assert "un able" in read(tmp_path, "<p>un<s>x</s>able</p>").text


@pytest.mark.parametrize(("written", "opacity"), [("#0f08", 8 / 15), ("rgba(0, 255, 0, .5)", 0.5), ("#00FF00", 1.0)])
def test_colours_are_read_in_every_spelling(written: str, opacity: float) -> None:
    colour, read_opacity = colour_of(written)
    assert colour == (0.0, 1.0, 0.0)
    assert read_opacity == pytest.approx(opacity)


@given(st.text(st.sampled_from("a.#{}:;,()[]<>@/*\\\"'&!% \n0-"), max_size=80))
def test_any_style_sheet_is_read(tmp_path_factory: pytest.TempPathFactory, sheet: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    page = f'<style>{sheet.replace("</", "")}</style><p class=a id=b style="{sheet}">one</p>'
    (folder / "fuzz.html").write_text(page, encoding="utf-8")
    assert isinstance(read_source(folder, "fuzz.html"), SourceText)


HEAVY = {
    "children counted": ("p:nth-last-child(2n) { color: red }", "<p>x</p>" * 60_000),
    "neighbours": ("p ~ p ~ p ~ p ~ b { color: red }", "<p>x</p><b>y</b>" * 40_000),
    "what it has": ("div:has(b) { color: red } i:has(u) { color: red }", "<div><i>x</i></div>" * 40_000),
    "rules": ("".join(f"p.a{n}, p > b {{ color: red }}" for n in range(9_000)), "<p><b>x</b></p>" * 20_000),
    "depth": ("div b { color: red }", "<div><i>" * 50_000 + "x"),
    "deep ancestors": ("u b div { color: red }", "<div>" * 90_000 + "x"),
    "selectors": (",".join(f".a{n} .b" for n in range(25_000)) + "{ color: red }", "<p class=b>x</p>" * 50),
    "one long selector": ("a " * 200_000 + "{ color: red }", "<p>x</p>" * 50),
    "brackets": ("(" * 100_000 + "[" * 100_000 + "{" * 100_000, "<p>x</p>" * 50),
    "comments": ("/*" * 200_000 + "*/", "<p>x</p>" * 50),
    "nested rules": (".a { & .b, & .c " * 5_000, "<p class=b>x</p>" * 50),
    "quotes": ("'\"" * 100_000, "<p>x</p>" * 50),
    "names of classes": (".a { color: red }", "".join(f"<p class='c{n}'>" for n in range(90_000)) + "x"),
}


LONGEST = {"children counted", "names of classes", "neighbours", "what it has", "depth", "deep ancestors", "rules"}
"""Those that take two seconds each."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in LONGEST else []) for name in HEAVY]
)
def test_a_style_sheet_that_asks_for_much_is_refused_or_read(tmp_path: Path, name: str) -> None:
    sheet, markup = HEAVY[name]
    (tmp_path / "a.html").write_text(f"<style>{sheet}</style>{markup}", encoding="utf-8")
    source = read_source(tmp_path, "a.html")
    assert isinstance(source, SourceText) or (source.code == "E122" and "style rules" in source.message)


def test_a_page_of_too_many_rules_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_styles, "MOST_RULES", 2)
    (tmp_path / "a.html").write_text("<style>a, b, c { color: red }</style><p>x</p>", encoding="utf-8")
    assert isinstance(read_source(tmp_path, "a.html"), SourceRefused)


@pytest.mark.parametrize(("outer", "inner"), HIDING_VARIABLES)
def test_what_a_variable_hides_is_not_quotable(outer: str, inner: str, tmp_path: Path) -> None:
    inline = f'<div style="{outer}"><p><span style="{inner}">{WORDS}</span></p></div>'
    assert WORDS not in read(tmp_path, inline).text
    sheet = f"<style>:root {{ {outer} }} .x {{ {inner} }}</style><html><body><p class=x>{WORDS}</p>"
    assert WORDS not in page(tmp_path, sheet).text


@pytest.mark.parametrize(("outer", "inner"), SHOWING_VARIABLES)
def test_what_a_variable_shows_is_quotable(outer: str, inner: str, tmp_path: Path) -> None:
    assert WORDS in read(tmp_path, f'<div style="{outer}"><p style="{inner}">{WORDS}</p></div>').text


def test_a_variable_that_grows_without_end_ends(tmp_path: Path) -> None:
    grows = "; ".join(f"--v{n}: var(--v{n + 1}) var(--v{n + 1})" for n in range(60))
    assert WORDS in read(tmp_path, f'<p style="{grows}; --v60: red; color: var(--v0)">{WORDS}</p>').text


def page(folder: Path, markup: str) -> SourceText:
    (folder / "a.html").write_text(markup, encoding="utf-8")
    source = read_source(folder, "a.html")
    assert isinstance(source, SourceText), source
    return source


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("<link rel=stylesheet href=a.css>", ("a.css",)),
        ("<LINK REL='Stylesheet' HREF='https://x.example/b.css' media='screen'>", ("https://x.example/b.css",)),
        ("<style>@import url('c.css'); p {}</style>", ("c.css",)),
        ('<style>@IMPORT "d.css" screen;</style><link rel=stylesheet href=a.css>', ("a.css", "d.css")),
        ("<link rel=stylesheet href=a.css media=print>", ()),
        ("<link rel='alternate stylesheet' href=a.css>", ()),
        ("<link rel=icon href=a.png><style>/* @import 'a.css'; */ p {}</style>", ()),
    ],
)
def test_style_sheets_that_stand_elsewhere_are_known(head: str, names: tuple[str, ...], tmp_path: Path) -> None:
    assert page(tmp_path, f"<html><head>{head}</head><body><p>{WORDS}</p></body></html>").elsewhere == names
