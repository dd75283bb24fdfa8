"""Text whose words were swapped is found by the phrases of the list, all of them and no others; nothing is edited."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.places import EXAMPLES, ROOT, SHARED
from winset.casefile.read import check_case
from winset.casefile.sources import SourceText, read_source, source_text
from winset.casefile.swapped_words import (
    FEWEST,
    direct_speech,
    listed_phrases,
    reads_swapped,
    swapped_phrases,
)
from winset.model.evidence import Checked
from winset.report.blocks import Guarded, Quote
from winset.report.claims import ALTERED_SPEECH, quote_of
from winset.report.ownership import Ownership

CLEAN = sorted((ROOT / "tests" / "fixtures" / "clean").glob("*.txt"))
WRITTEN = sorted(
    [
        *(path for path in EXAMPLES.rglob("*") if path.suffix in (".md", ".txt", ".html")),
        *(path for path in (ROOT / "docs").rglob("*") if path.suffix in (".md", ".html")),
        *ROOT.glob("*.md"),
    ]
)
TELLING = ("CHANGELOG.md", "error-codes.md", "what-the-evidence-gate-proves.md")
"""Pages that give examples of such phrases."""
ALASKA = SHARED / "cases" / "alaska"
PHRASES = [listed.phrase for listed in listed_phrases()]
SHOWN = [re.sub(r"~", "", phrase) for phrase in PHRASES]


def text_of(content: str) -> SourceText:
    source = source_text("briefing.txt", content.encode())
    assert isinstance(source, SourceText)
    return source


def test_the_list_is_sorted_into_kinds_and_says_nothing_twice() -> None:
    assert len(PHRASES) >= 150
    assert {listed.kind for listed in listed_phrases()} == {
        *("institution", "office", "place", "military", "diplomacy", "law", "economy", "politics", "usage")
    }
    assert [phrase for phrase, times in Counter(map(str.lower, PHRASES)).items() if times > 1] == []
    for listed in listed_phrases():
        assert " " in listed.phrase or "-" in listed.phrase or listed.phrase == "ceasefireplace", listed
        assert listed.original.strip()
        assert not swapped_phrases(text_of(listed.original)), f"the original of {listed.phrase} is itself listed"


def test_there_are_twenty_clean_briefings_of_a_page() -> None:
    assert len(CLEAN) == 20
    assert all(120 <= len(path.read_text(encoding="utf-8").split()) <= 200 for path in CLEAN)


@pytest.mark.parametrize("path", [*CLEAN, *WRITTEN], ids=lambda path: str(path.relative_to(ROOT)))
def test_in_what_people_wrote_no_phrase_is_found(path: Path) -> None:
    found = read_source(path.parent, path.name)
    assert isinstance(found, SourceText)
    allowed = {"White Home", "dominated out"} if path.name in TELLING else set()
    assert {phrase.shown for phrase in swapped_phrases(found)} <= allowed


@pytest.mark.skipif(not ALASKA.exists(), reason="the reference case is not here")
def test_the_machine_spun_source_of_the_reference_case_is_flagged_without_its_glossary() -> None:
    found = read_source(ALASKA, "source.txt")
    assert isinstance(found, SourceText)
    phrases = swapped_phrases(found)
    assert len({phrase.listed for phrase in phrases}) >= 10
    assert "White Home" in [phrase.shown for phrase in phrases]
    (warning,) = [problem for problem in check_case(ALASKA).problems if problem.code == "W110"]
    assert "“White Home” (line 1, perhaps “White House”)" in warning.message


@given(
    st.sampled_from(CLEAN),
    st.lists(
        st.tuples(st.integers(0, 10_000), st.sampled_from(SHOWN), st.sampled_from(["as is", "upper"])), max_size=8
    ),
)
def test_phrases_put_into_a_clean_text_are_found_with_exactly_these(
    path: Path, put: list[tuple[int, str, str]]
) -> None:
    words = path.read_text(encoding="utf-8").split(" ")
    for where, phrase, spelling in put:
        shown = phrase.upper() if spelling == "upper" else phrase
        words.insert(where % (len(words) + 1), f"({shown})")
    wanted = Counter(phrase.lower() for _, phrase, _ in put)
    source = text_of(" ".join(words))
    found = swapped_phrases(source)
    assert Counter({phrase.shown.lower(): len(phrase.offsets) for phrase in found}) == wanted
    for swapped in found:
        for offset in swapped.offsets:
            there = source.text[offset : offset + len(swapped.shown)]
            assert there.lower() == swapped.shown.lower()
    assert reads_swapped(found) == (len(wanted) >= FEWEST)


def test_phrases_are_whole_words_in_any_typography_with_endings_and_capitals_as_listed() -> None:
    def shown(content: str) -> list[tuple[str, int]]:
        return [(phrase.listed.phrase, len(phrase.offsets)) for phrase in swapped_phrases(text_of(content))]

    assert shown("A white home. The White\n\u00a0Home, and the WHITE HOME; White Homeland.") == [("White Home", 2)]
    assert shown("Prisoners of struggle, a prisoner of struggle, imprisoner of struggle") == [
        ("prisoner~ of struggle", 2)
    ]
    assert shown("Each side’s lawyers spoke") == []
    assert shown("so far proper procedure was kept") == []
    assert shown("the UN Safety Council of the Assembled Nations")[0] == ("UN Safety Council", 1)


def test_of_a_phrase_within_another_only_the_longer_is_found() -> None:
    phrases = swapped_phrases(text_of("The Worldwide Committee of the Pink Cross waits."), [("the Pink Cross", "it")])
    assert [phrase.listed.phrase for phrase in phrases] == ["Committee of the Pink Cross"]


CASE = """
winset: 1
case: {id: gate, title: The gate}
sources:
  letter:
    file: letter.txt
    glossary: {water courtroom: water court}
parties:
  north: {name: North}
  south: {name: South}
issues: {gate: {status_quo: shut, options: {shut: shut, open: open}}}
positions:
  gate:
    north:
      ideal: shut
      basis: stated
      claim: {source: letter, quote: North is quiet., reading: It waits., support: direct}
    south:
      ideal: open
      basis: stated
      claim: {source: letter, quote: South waits, reading: It waits., speaker: Ms Arden}
notes:
  - {text: a, claim: {source: letter, quote: South and North meet, reading: They meet.}}
  - {text: b, claim: {source: letter, quote: South asks for, reading: It asks., support: context}}
  - {text: c, claim: {source: letter, quote: a lot of water, reading: It asks.}}
"""
SPUN = (
    "South and North meet in the {home} again.\n"
    "North is quiet. South asks for “a lot of water” before the water courtroom. South waits quite than talks.\n"
)


def checked(folder: Path, text: str) -> Checked:
    (folder / "letter.txt").write_text(text, encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    return check_case(folder)


def told(found: Checked) -> dict[str, str]:
    """What is said of each quote beside its reading, by the quote."""
    assert found.case is not None
    owners = Ownership(case=found.case)
    words: dict[str, str] = {}
    for claim in found.passages:
        guarded = quote_of(claim, found, owners)
        inner = guarded.shown
        quote = inner.shown if isinstance(inner, Guarded) else inner
        assert isinstance(quote, Quote)
        words[claim.quote] = quote.reported
    return words


def test_a_source_with_swapped_words_is_warned_of_and_its_direct_speech_is_no_speakers(tmp_path: Path) -> None:
    found = checked(tmp_path, SPUN.format(home="White Home"))
    (warning,) = [problem for problem in found.problems if problem.code == "W110"]
    assert warning.message == (
        "source `letter` reads like a text whose words were swapped: 3 odd phrases in 3 places, "
        "“White Home” (line 1, perhaps “White House”), “water courtroom” (line 2, perhaps “water court”), "
        "“quite than” (line 2, perhaps “rather than”)"
    )
    assert "do not cite the passage in quotation marks" in warning.hint
    assert told(found) == {
        "North is quiet.": ALTERED_SPEECH,
        "South asks for": "circumstances, no statement of the party",
        "a lot of water": ALTERED_SPEECH,
        "South waits": f"the source reports Ms Arden; {ALTERED_SPEECH}",
        "South and North meet": "",
    }
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == SPUN.format(home="White Home")


def test_a_single_odd_phrase_is_no_warning_and_speech_stays_the_speakers(tmp_path: Path) -> None:
    text = SPUN.format(home="White House").replace("quite than", "rather than")
    found = checked(tmp_path, text)
    assert [problem for problem in found.problems if problem.code == "W110"] == []
    assert told(found)["North is quiet."] == "the party’s own words"
    assert told(found)["a lot of water"] == ""


def test_direct_speech_is_what_stands_in_quotation_marks() -> None:
    text = (
        'He said “no”, «нет», „nein“, "non" and ‘it’s over’; the north’s and the parties’ words, 5" wide.\n“Open\nend'
    )
    spans = direct_speech(text_of(text))
    assert [text[slice(*span)] for span in spans] == ["“no”", "«нет»", "„nein“", '"non"', "‘it’s over’"]
