"""The pages that are handed over: what stands on them, in which order, for whom, and what never does."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from tests.support import plain_yaml
from tests.support.briefs import brief
from tests.support.to_analysts import to_analysts
from winset.analyses.settlement.solutions import solutions
from winset.questions.check.brief import Grade, level

ALASKA, CAMP_DAVID = "examples/alaska-2025", "examples/camp-david-1978"
EXAMPLES = (ALASKA, CAMP_DAVID, "examples/classroom", "examples/exchange")
ORDER = (
    "The bottom line", "Confidence in the analysis", "Key judgements", "What to find out first",
    "Options that a movement would open", "Whose consent is needed", "What would change our mind", "Annex",
)  # fmt: skip
TAGS = ("follows from stated red lines", "rests on an inference", "rests on guessed numbers")
MOST_WORDS = 900
LIKELIHOOD = r"\b(un)?likely\b|\bprobabl[ey]\b|\bchance of\b|\bodds\b"


@cache
def first_pages(where: str, handling: str = "team") -> str:
    """What stands before the annex."""
    text = brief(where, "md", "--handling", handling)
    return re.sub(r"\\(.)", r"\1", text[: text.index("\n## Annex")])


def words(text: str) -> int:
    return len(re.findall(r"[A-Za-z][\w’'-]*|\d[\d,.]*", text))


def with_header(tmp_path: Path, **header: str) -> Path:
    folder = tmp_path / "case"
    shutil.copytree(ALASKA, folder)
    raw = plain_yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    raw["case"].update(header)
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def test_the_sections_stand_in_the_order_of_what_a_minister_reads() -> None:
    text = brief(ALASKA, "md")
    places = [text.index(f"# {title}") for title in ORDER]
    assert places == sorted(places)


def test_the_bottom_line_is_three_sentences_at_most() -> None:
    text = first_pages(ALASKA)
    line = text[text.index("## The bottom line") : text.index("## Confidence")]
    assert 1 <= len(line.strip().split("\n\n")) - 1 <= 3


@pytest.mark.parametrize("where", EXAMPLES)
def test_the_first_pages_are_short(where: str) -> None:
    assert words(first_pages(where)) <= MOST_WORDS


@pytest.mark.parametrize("where", EXAMPLES)
def test_nothing_in_it_is_said_to_whoever_works_on_the_case(where: str) -> None:
    assert not to_analysts(brief(where, "md"))


@pytest.mark.parametrize("where", EXAMPLES)
def test_the_first_pages_hold_no_word_of_art_no_command_and_no_likelihood(where: str) -> None:
    text = first_pages(where)
    text = text[text.index("## Confidence") :]
    for solution in solutions.values():
        assert solution.title not in text
    assert "`" not in text
    assert "--" not in re.sub(r"\|[-|]+\|", "", text)
    assert not re.search(LIKELIHOOD, text)
    assert not re.search(r"\d\.\d+ points", text)


@pytest.mark.parametrize("where", EXAMPLES)
def test_every_key_judgement_says_what_it_rests_on(where: str) -> None:
    text = first_pages(where)
    table = text[text.index("## Key judgements") :].split("\n\n")[1].splitlines()[2:]
    assert 1 <= len(table) <= 4
    assert all(row.rstrip(" |").endswith(TAGS) for row in table)


def test_options_say_who_gains_who_pays_and_on_how_many_terms_a_view_is_not_known() -> None:
    text = first_pages(ALASKA)
    assert "| Ukraine | gains: security guarantees" in text
    guess = "worse off than with no deal (our guess)"
    assert f"| Who pays | Russia: {guess} | Ukraine: {guess} | Ukraine: a red line given up |" in text
    assert "3. If Ukraine gave up an inferred red line on territory" in text
    assert "view is not known | 5 of 8 terms |" in text
    assert "binding international guarantees (?)" in text


def test_red_lines_that_fit_are_named_whole_and_by_whose_they_are() -> None:
    text = first_pages(ALASKA)
    assert "the United States rules out that it supports Ukraine's entry into NATO; Russia rules out" in text
    assert "Ukraine rules out that sanctions are lifted in steps and nothing puts them back, that sanctions" in text
    assert re.search(r"; \d more \(see the positions in the annex\)", first_pages(CAMP_DAVID))


def test_it_says_over_what_who_stands_in_the_way_and_on_which_inferences_that_hangs() -> None:
    enough = "if either expected less of no deal or Ukraine moved on territory or sanctions."
    assert f"Russia and Ukraine stand in the way; it would be enough {enough}" in first_pages(ALASKA)
    assert "enough if Egypt or Israel moved on the settlements in Sinai." in first_pages(CAMP_DAVID)
    wrong = "If any of these inferences is wrong there is a deal, on our other guesses: Russia wants"
    assert wrong in first_pages(ALASKA)


def test_it_asks_for_the_view_that_is_not_known_on_a_term_of_most_options() -> None:
    assert "Ask Ukraine: what do you want on Ukraine's armed forces? No source says." in first_pages(ALASKA)


def test_a_plan_is_introduced_with_the_red_lines_that_it_crosses() -> None:
    text = first_pages(ALASKA)
    assert "The plan looked at, of 8 steps, is none of the options above." in text
    assert "crosses red lines (Russia: “peacekeepers are deployed”; Ukraine: “only the United States" in text
    assert "A plan of 2 steps was looked at. It would not be kept by Veld and Oster" in first_pages("examples/exchange")


def test_at_an_open_level_nothing_is_told_that_only_judged_numbers_tell() -> None:
    text = first_pages(ALASKA, "open")
    assert "Who pays" not in text
    assert "Signs that" not in text
    assert "Left out at the handling level “open”" in text


@pytest.fixture(scope="module")
def of_ukraine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case with a drafter and a client."""
    return with_header(tmp_path_factory.mktemp("client"), drafter="J. Smith", client="ukraine")


def test_date_drafter_client_and_level_stand_at_the_head(of_ukraine: Path) -> None:
    assert "handling: team · as of 14 August 2025 · drafted by J. Smith · for Ukraine" in brief(of_ukraine, "md")
    page = brief(of_ukraine, "html")
    assert "@top-left" in page
    assert "counter(pages)" in page


def test_a_client_is_told_what_to_ask_for_and_an_open_reader_is_not(of_ukraine: Path) -> None:
    text = brief(of_ukraine, "md")
    told = text[text.index("## For Ukraine") : text.index("## Confidence")]
    for row in ("Ask for", "Do not give", "Best in reach"):
        assert f"| {row} |" in told
    assert "land is swapped" in told
    assert "Settle at home: would you refuse" in text
    public = brief(of_ukraine, "md", "--handling", "open")
    for row in ("Ask for", "Do not give", "Best in reach", "Least acceptable"):
        assert row not in public


def test_confidence_is_told_by_sources_reviews_and_ranges(tmp_path: Path) -> None:
    low = first_pages(ALASKA)
    assert "Low: one source, marked “exercise source”, none of 57 claims reviewed by a second person" in low
    folder = with_header(tmp_path)
    raw = plain_yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    del raw["sources"]["briefing"]["quality"]
    text = plain_yaml.safe_dump(raw, allow_unicode=True, sort_keys=False)
    text = re.sub(r"^( *)(?=reading: )", r"\1reviewed_by: JS\n\1", text, flags=re.MULTILINE)
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    assert "Moderate: one source, 57 of 57 claims reviewed by a second person" in brief(folder, "md")


@pytest.mark.parametrize(
    ("grades", "word"),
    [
        (("good", "good", "good"), "High"),
        (("good", "middling", "good"), "Moderate"),
        (("poor", "good", "good"), "Moderate"),
        (("poor", "middling", "poor"), "Low"),
        (("poor", "poor"), "Low"),
    ],
)
def test_confidence_is_high_only_where_all_is_good_and_low_where_two_grounds_are_poor(
    grades: tuple[Grade, ...], word: str
) -> None:
    assert level(grades) == word


def test_positions_stand_once_and_quotes_only_in_the_dossier() -> None:
    text, dossier = brief(ALASKA, "md"), brief(ALASKA, "md", "--dossier")
    assert text.count("\n### Positions") == 1
    quote = "meant to find out whether Putin is ready to compromise"
    assert quote not in text
    assert quote in dossier
    assert len(dossier) > 2 * len(text)


def test_a_dossier_says_everything_that_the_questions_say_in_full() -> None:
    dossier = brief(ALASKA, "md", "--dossier")
    for title in ("Is there a deal?", "How sure is that?", "Who must be in the room?", "Would the steps be kept?"):
        assert f"\n## {title}" in dossier
    assert "### The judgements" in dossier
