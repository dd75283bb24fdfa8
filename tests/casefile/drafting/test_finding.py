"""Candidates: exact words of the source, of the party that is named, with nothing proposed where the words say less."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.briefings import SET_ASIDE, TUNED, answers_of, counted, drafted, source_of, total
from winset.casefile.drafting.candidate import CUE_KINDS, Candidate, as_data, read_back
from winset.casefile.drafting.cues import LIST, cues
from winset.casefile.drafting.find import candidates_of
from winset.casefile.evidence import open_sources
from winset.casefile.passages import ChosenPassage, passage_at
from winset.casefile.quotes import CutsWord, Empty
from winset.casefile.read import check_case
from winset.casefile.sources import SourceText, source_text
from winset.model.case import Case

EXAMPLES = Path(__file__).parents[3] / "examples"
CASE = """
winset: 1
case: {id: ferry, title: Ferry}
sources: {text: {file: text.md}}
parties:
  north: {name: North Shore, aliases: [Northport, Mayor Lind, Lind]}
  south: {name: South Shore, aliases: [Southport, Mayor Okoro, Okoro]}
  company: {name: Ferry Company, aliases: [the company]}
issues:
  toll: {title: Toll, options: {none: no toll, low: a low toll, high: a high toll}}
  night: {title: Night boats, options: {none: no boat at night, hourly: a boat every hour}}
positions: {toll: {rest: silent}, night: {rest: silent}}
"""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "text.md").write_text("Nothing.\n", encoding="utf-8")
    checked = check_case(str(tmp_path))
    assert checked.case is not None, checked.problems
    return checked.case


def found(case: Case, text: str) -> list[Candidate]:
    source = source_text("text.md", text.encode())
    assert isinstance(source, SourceText)
    return list(candidates_of(case, {"text": source}))


def told(case: Case, text: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [(one.cue, one.party, one.field, one.doubts) for one in found(case, text)]


@pytest.mark.parametrize("briefing", [*TUNED, *SET_ASIDE])
def test_every_candidate_is_exact_and_passes_the_gate(briefing: str) -> None:
    source = source_of(briefing)
    candidates = drafted(briefing)
    assert candidates
    assert len({one.id for one in candidates}) == len(candidates)
    for one in candidates:
        assert source.text[one.start : one.end] == one.quote
        assert one.start <= one.cue_start < one.cue_end <= one.end
        assert one.reading == ""
        passage = passage_at("text", source, one.start, one.end)
        assert isinstance(passage, ChosenPassage), one.quote
        assert passage.match.text == one.quote
        assert read_back(Candidate, json.dumps(as_data(one))) == one


@pytest.mark.parametrize("name", ["alaska-2025", "camp-david-1978", "classroom", "exchange"])
def test_candidates_of_the_examples_are_exact(name: str) -> None:
    checked = check_case(str(EXAMPLES / name))
    assert checked.case is not None
    sources = {
        key: text for key, text in open_sources(EXAMPLES / name, checked.case).items() if isinstance(text, SourceText)
    }
    for one in candidates_of(checked.case, sources):
        assert sources[one.source].text[one.start : one.end] == one.quote


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("North Shore demands a low toll.", [("want", "north", "ideal", ())]),
        ("The mayor of North Shore did not reject a low toll.", [("refusal", "north", "open", ("several", "negated"))]),
        ("Northport did not refuse a high toll.", [("refusal", "north", "open", ("negated",))]),
        ("Northport might accept a high toll.", [("offer", "north", "open", ("hedged",))]),
        ("If North Shore demands a low toll the boats stop.", [("want", "north", "open", ("hypothetical",))]),
        ("Suppose that Okoro agreed to a high toll.", [("offer", "south", "open", ("hypothetical",))]),
        ("Lind denied that she wants a high toll.", [("want", "north", "open", ("denied",))]),
        ("Okoro had offered a high toll. He had not.", [("offer", "south", "open", ("past", "denied"))]),
        ("Does North Shore want a low toll?", []),
        ("North Shore wants South Shore to accept a high toll.", [("want", "north", "ideal", ())]),
        ("A low toll was rejected by the Ferry Company.", [("refusal", "company", "rejects", ())]),
        ("Okoro will never accept a high toll.", [("refusal", "south", "rejects", ())]),
        (
            "Northport and Southport demand night boats.",
            [("want", "north", "ideal", ()), ("want", "south", "ideal", ())],
        ),
        ("Lind spoke. She demands a low toll.", [("want", "north", "ideal", ("far",))]),
        ("On the toll, Northport leaves the decision to South Shore.", [("delegation", "north", "delegates_to", ())]),
        ("The company was not invited.", [("absence", "company", "claim", ())]),
        (
            "Okoro says that there will be no talks until the toll is lowered.",
            [("precondition", "south", "precondition", ())],
        ),
        (
            "Northport would lift the ban on lorries step by step as the boats return.",
            [("relief", "north", "claim", ())],
        ),
        ("If the toll rises, the company would cancel the night boats.", [("threat", "company", "lever", ())]),
        ("The company would sail at night only if the toll is high.", [("condition", "company", "claim", ())]),
        ("LIND: We demand a low toll.", [("want", "north", "ideal", ())]),
        ("QUESTION: We demand a low toll.", []),
        ("# What North Shore wants", []),
        ("North Shore heard people who demand a low toll.", []),
    ],
)
def test_what_words_say_of_whom(case: Case, text: str, expected: list[tuple[str, str, str, tuple[str, ...]]]) -> None:
    assert told(case, text + "\n") == expected


def test_an_issue_and_an_option_are_proposed_by_their_words(case: Case) -> None:
    (one,) = found(case, "Northport insists on a low toll.\n")
    assert (one.issue, one.option) == ("toll", "low")
    (one,) = found(case, "Northport insists on better coffee.\n")
    assert (one.issue, one.option) == (None, None)


def test_words_of_a_speaker_are_direct_and_in_a_spun_text_they_are_nobodys(case: Case) -> None:
    text = "Okoro said: “We want a low toll,” and left.\n"
    (one,) = found(case, text)
    assert (one.party, one.support, one.doubts) == ("south", "direct", ())
    spun = case.model_copy(
        update={"sources": {"text": case.sources["text"].model_copy(update={"quality": "machine-spun"})}}
    )
    (one,) = found(spun, text)
    assert (one.support, one.doubts) == ("reported", ("swapped",))


def test_a_source_in_another_language_is_not_drafted_from(case: Case) -> None:
    french = case.model_copy(update={"sources": {"text": case.sources["text"].model_copy(update={"language": "fr"})}})
    assert found(french, "North Shore demands a low toll.\n") == []


def test_a_candidate_keeps_its_id_while_its_source_stays(case: Case) -> None:
    text = "North Shore demands a low toll.\n"
    (one,) = found(case, text)
    renamed = case.model_copy(update={"issues": {"levy": case.issues["toll"]}})
    (again,) = found(renamed, text)
    assert again.id == one.id
    (other,) = found(case, f"A line before.\n\n{text}")
    assert other.id != one.id


WORDS = (
    "North Shore", "Northport", "Okoro", "the company", "the Ferry Company’s", "demands", "did not", "refuse", "until",
    "no talks", "would lift", "the ban", "step by step", "low toll", "night boats", "is ready to", "without",
    "says that", "“", "”", "?", ".", ",", "\n", "\n\n", "\f", "\u2028", "\u00ad", "ﬁ", "İ", "x\u0301", "𝔘", "if",
    "we", "LIND:", "1. ",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=60))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_text_holds_candidates_are_its_words(case: Case, pieces: list[str]) -> None:
    source = source_text("text.md", " ".join(pieces).encode())
    assert isinstance(source, SourceText)
    for one in candidates_of(case, {"text": source}):
        assert source.text[one.start : one.end] == one.quote
        assert not isinstance(passage_at("text", source, one.start, one.end), CutsWord | Empty)
        assert one.start <= one.cue_start < one.cue_end <= one.end
        assert one.party in case.parties
        assert one.issue in (None, *case.issues)
        assert one.option is None or one.option in case.issues[one.issue or ""].options
        assert one.field == "open" or set(one.doubts) <= {"far", "swapped"}


def test_every_line_of_the_list_can_be_read_and_stands_once() -> None:
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z]{2,3} \| [a-z ]+ \| \S.*", line) for line in lines)
    assert len(set(lines)) == len(lines)
    assert cues("en")


def test_the_briefings_have_answers_of_every_kind() -> None:
    kinds = {kind for briefing in (*TUNED, *SET_ASIDE) for answer in answers_of(briefing) for kind in answer.kinds}
    assert kinds == set(CUE_KINDS)
    assert total(counted(TUNED)).answers + total(counted(SET_ASIDE)).answers > 100
