"""The text of a source on a page: runs, windows and sentences have exact offsets, whatever overlaps and whatever script
it is in.
"""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from winset.casefile.sentences import sentence_around, sentences_of
from winset.casefile.sources import SourceText
from winset.report.printable import STEERING
from winset.web.sources.marked_text import Mark, marked_text
from winset.web.sources.windows import LONGEST, paragraphs, segments, window_of, windows

ALPHABET = "abZ .,!?\n\r\f\t-|#*>0123é“”«»і́їא ב‏مرحبا🕊️👩‍🚀\u202e\u2066\ue000\u2028一。"
texts = st.text(alphabet=st.sampled_from(ALPHABET), max_size=300)
PROSE = (
    "Київ наполягає на гарантіях. Мир 🕊️ можливий! «Ні», — сказав речник. ",
    "قال المتحدث إن المفاوضات مستمرة. هل من اتفاق؟ ",
    "הנשיא אמר שלא יחתום. האם יש הסכם? ",
    "The talks go on. Nobody signed 👩‍🚀 anything. ",
)
prose = st.lists(st.sampled_from(PROSE), max_size=12).map("".join)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(texts | prose)
    places = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(places, places), max_size=8))
    return text, [(min(pair), max(pair)) for pair in pairs]


@given(marked(), st.data())
def test_runs_are_the_stretch_and_lie_where_the_marks_do(
    case: tuple[str, list[tuple[int, int]]], data: st.DataObject
) -> None:
    text, marks = case
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    runs = segments((start, end), marks)
    assert "".join(text[run.start : run.end] for run in runs) == text[start:end]
    for run in runs:
        assert run.start < run.end
        for place in range(run.start, run.end):
            assert set(run.marks) == {n for n, mark in enumerate(marks) if mark[0] <= place < mark[1]}
    ended = [n for run in runs for n in run.ending]
    assert sorted(ended) == [n for n, mark in enumerate(marks) if mark[0] < mark[1] and start < mark[1] <= end]


@given(texts | prose)
def test_sentences_hold_everything_but_white_space_once(text: str) -> None:
    end = 0
    for start, stop in sentences_of(text, 0, len(text)):
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip() != ""
        end = stop
    assert not text[end:].strip()


@given(prose)
def test_a_sentence_is_what_stands_around_its_words(text: str) -> None:
    for start, end in sentences_of(text, 0, len(text)):
        assert sentence_around(text, start, end) == (start, end)


def source(text: str, kind: str = "text") -> SourceText:
    return SourceText(name="a.txt", kind=kind, text=text, sha256="0" * 64)  # type: ignore[arg-type]


@given(texts | prose, st.sampled_from(["text", "pdf"]), st.integers(1, 60))
def test_windows_hold_every_character_once(text: str, kind: str, times: int) -> None:
    text *= times * 3
    cut = windows(source(text, kind))
    assert "".join(text[start:end] for start, end in cut) == text
    assert all(end - start <= LONGEST for start, end in cut)
    for n, (start, end) in enumerate(cut):
        assert all(window_of(cut, place) == n for place in {start, end - 1} if start <= place < end)
        if kind == "pdf":
            assert "\f" not in text[start : end - 1]


@given(texts | prose)
def test_paragraphs_hold_everything_but_white_space(text: str) -> None:
    end = 0
    for start, stop in paragraphs(text, (0, len(text))):
        assert not text[end:start].strip()
        end = stop
    assert not text[end:].strip()


RUN = re.compile(
    r'<(mark|span) data-at="(\d+)"(?: data-to="(\d+)")?(?: class="[^"]*")?(?: data-marks="([^"]*)")?>([^<]*)</\1>'
)


@given(marked())
def test_every_run_says_where_it_begins_and_which_quotes_lie_there(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = case
    marks = [Mark(span=span, number=n, url=f"?claim={n}") for n, span in enumerate(spans, 1)]
    html = str(marked_text(text, (0, len(text)), marks))
    covered: set[int] = set()
    for _, at, to, numbers, words in RUN.findall(html):
        start, shown = int(at), unescape(words)
        end = int(to) if to else start + len(shown)
        if to:
            assert STEERING.fullmatch(text[start:end]) or text[start:end] == "\r\n"
        else:
            assert text[start:end] == shown, "a run is the text itself"
        covered |= set(range(start, end))
        for place in range(start, end):
            assert {int(n) for n in numbers.split()} == {
                mark.number for mark in marks if mark.span[0] <= place < mark.span[1]
            }
    assert not "".join(char for n, char in enumerate(text) if n not in covered).strip()
    assert not STEERING.search(html.replace("\n", "")), "nothing on the page steers it"


@given(marked())
def test_the_text_of_a_source_is_never_a_tag(case: tuple[str, list[tuple[int, int]]]) -> None:
    text = case[0].replace("a", "<img src=x onerror=alert(1)>").replace("b", "</script>")
    html = str(marked_text(text, (0, len(text)), []))
    assert set(re.findall(r"<(/?\w+)", html)) <= {"p", "/p", "span", "/span"}
