"""Whether the packages that an answer shows would hold, in short, at every level of handling."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from winset.analyses.settlement.settle import leading_package
from winset.analyses.stability.definitions import definitions
from winset.casefile.read import read_case
from winset.errors import TooLarge
from winset.model.numbers import Handling
from winset.questions.question import Beside, Saying, ShownPackages
from winset.questions.stability import packages, summary
from winset.questions.stability.request import StabilityRequest
from winset.questions.stability.summary import NO_MOVES, StabilitySummary
from winset.questions.stability.words import NOT_SHOWN, StabilityWords
from winset.report.blocks import Bullets, Figure, NoteSentence, Report, Section, Sentence
from winset.report.disclosure import disclose
from winset.report.names import Names
from winset.report.pieces import plain
from winset.session import Session
from winset.study import Study

EXAMPLES = Path(__file__).parents[2] / "examples"
WORDS = "holds_in_words"


@cache
def study_of(where: str) -> Study:
    return Study.read(EXAMPLES / where)


def shown(study: Study) -> ShownPackages:
    """The package that leads, or those that single movements open, as a brief asks about them."""
    leads = leading_package(study.session.central())
    opened = dict.fromkeys(opening.package for opening in study.session.settlement().openings)
    each = (leads,) if leads is not None else tuple(opened)[:3]
    return ShownPackages(packages=each, draws=20, in_words=True)


def beside(study: Study) -> tuple[StabilitySummary, Beside]:
    answer = study.ask(summary.request_of(shown(study)))
    return answer, summary.beside(answer, Saying(session=study.session))


def sections(study: Study, level: Handling = "team") -> tuple[Section, ...]:
    report = Report(title="", sections=beside(study)[1].sections(WORDS))
    each: tuple[Section, ...] = disclose(report, level).report.sections
    return each


def blocks(study: Study, kind: type[Any], level: Handling = "team") -> list[Any]:
    return [block for section in sections(study, level) for block in section.blocks if isinstance(block, kind)]


def text(study: Study, level: Handling = "team") -> str:
    said = []
    for section in sections(study, level):
        for block in section.blocks:
            said += [block.name, block.text] if isinstance(block, Sentence) else []
            said += block.items if isinstance(block, Bullets) else []
    return plain("\n".join(said))


def test_packages_that_hold_alike_are_told_together_with_who_could_gain_and_who_could_answer() -> None:
    said = text(study_of("alaska-2025"))
    assert (
        "Packages 1 and 2\nRussia and Ukraine would be tempted to break it; each would face a reply that leaves it "
        "worse off, if used (seven of nine listed moves are unsourced)." in said
    )
    assert (
        "Russia would be tempted to act so that the war goes on. Ukraine could reply by acting so that Ukraine's NATO "
        "bid stands without American support" in said
    )
    assert "Nobody’s listed moves can put back how things stand on prisoners and children and" in said
    assert "Rests on an inference" in said
    assert not any(definition.title.lower() in said.lower() for definition in definitions.values())


def test_what_is_left_aside_is_said_without_names_of_the_case_file() -> None:
    (aside,) = (section for section in sections(study_of("alaska-2025")) if section.key == "holds_aside")
    said = plain("\n".join(item for block in aside.blocks for item in block.items))
    assert "Nobody is listed as able to change security guarantees alone: what is agreed there stays." in said
    assert "Seven of nine assumptions about what a party can do alone are unsourced." in said
    assert "`" not in said


def test_shares_of_readings_stand_where_orders_are_by_value_of_what_sentences_tell_and_of_nothing_else() -> None:
    study = study_of("camp-david-1978")
    named = [block for block in blocks(study, Sentence) if block.name]
    assert [one.name for one in named] == ["Package 1", "Package 2"]
    assert all("Somebody would be tempted in" in one.text for one in named)
    answer, said = beside(study)
    told = said.data(answer.request.packages[0]).value
    assert set(told["readings"]) == set(summary.IN_WORDS)


def test_where_readings_cannot_be_counted_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> object:
        raise TooLarge("there are too many", 7)

    monkeypatch.setattr(packages.Counting, "shares", refuse)
    study = Study.read(EXAMPLES / "camp-david-1978")
    why = "In how many readings the packages would hold was not counted: there are too many."
    assert blocks(study, Sentence)[0].text == why
    assert sum(bool(block.name) for block in blocks(study, Sentence)) == 2
    assert beside(study)[1].notes == (why,)


def test_a_run_that_is_stopped_keeps_the_verdicts_and_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(packages.Counting, "shares", stop)
    study = Study.read(EXAMPLES / "camp-david-1978")
    answer, said = beside(study)
    assert answer.status == "limit"
    assert study.stopped == (answer.stopped,)
    assert said.data(answer.request.packages[0]).value["readings"] is None
    assert said.line(answer.request.packages[0])


def test_a_case_without_moves_says_so_in_one_sentence() -> None:
    study = study_of("classroom")
    answer, _ = beside(study)
    assert (answer.stabilities, answer.why_not) == ((), NO_MOVES)
    assert text(study).count("cannot be said") == 1
    assert "that belongs under `moves`" in text(study)


def test_nothing_is_said_where_no_package_is_shown() -> None:
    study = study_of("alaska-2025")
    answer = study.ask(summary.request_of(ShownPackages(packages=())))
    said = summary.beside(answer, Saying(session=study.session))
    assert [said.sections(key) for key in ("holds", "holds_by_definition", WORDS)] == [(), (), ()]
    assert said.line((0,)) == ""
    assert said.data((0,)) is None


@pytest.mark.parametrize("level", ["open", "team"])
def test_who_would_be_tempted_is_told_only_where_judgements_may_be(level: Handling) -> None:
    study = study_of("alaska-2025")
    said = text(study, level)
    assert ("would be tempted to act" in said) == (level == "team")
    assert (NOT_SHOWN in said) == (level == "open")
    _, short = beside(study)
    package = shown(study).packages[0]
    report = Report(title="", sections=(Section(key="x", title="", blocks=(Sentence(text=short.line(package)),)),))
    (line,) = disclose(report, level).report.sections[0].blocks
    assert ("tempted" in plain(line.text)) == (level == "team")


def test_a_large_case_shows_what_can_follow_and_a_small_one_all_states() -> None:
    (large,) = blocks(study_of("alaska-2025"), Figure)
    (small,) = blocks(study_of("literature/kilgour-2001-elmira"), Figure)
    assert (large.key, small.key) == ("what_follows", "states")
    assert [drawing.data.name for drawing in large.drawings] == ["Packages 1 and 2", "Package 3"]
    assert small.drawings[0].data.looked_at


def test_no_graph_is_shown_to_those_who_may_not_see_how_parties_rank() -> None:
    checked = read_case(EXAMPLES / "literature/kilgour-2001-elmira", [])
    assert checked.case is not None
    judgements = checked.case.judgements.model_copy(update={"handling": "restricted"})
    closed = replace(checked, case=checked.case.model_copy(update={"judgements": judgements}))
    study = Study(session=Session(checked=closed))
    assert not blocks(study, Figure)
    assert [block.key for block in blocks(study, Figure, "restricted")] == ["states"]


def test_the_line_in_a_table_of_packages_says_against_whom_it_would_not_hold() -> None:
    study = study_of("literature/rapoport-1966-chicken")
    asked = ShownPackages(packages=((0, 0), (0, 1), (1, 0)))
    said = summary.beside(study.ask(summary.request_of(asked)), Saying(session=study.session))
    lines = {package: plain(said.line(package)) for package in asked.packages}
    assert sorted(lines.values()).count("no tempting breach among the moves that the case lists") == 2
    assert any(
        line.startswith("the first driver and the second driver would be tempted to break it, and nobody has a reply")
        for line in lines.values()
    )


def test_a_reply_that_costs_is_told_as_such_and_only_the_state_that_is_meant() -> None:
    study = study_of("literature/fraser-1984-cuban-missiles")
    found = study.ask(StabilityRequest(trials=0)).still
    assert found is not None
    words = StabilityWords(found, Names(study.session.case, found.case))
    said = plain(words.in_short(words.gains.of(0)[0]))
    assert said == (
        "the United States would be tempted to act so that Cuba is blockaded. The Soviet Union could reply by acting "
        "so that the conflict escalates, at a cost to the Soviet Union."
    )
    told = plain(words.sentence(words.gains.of(0)[0]))
    assert "What decides for it: the missiles stay in Cuba, there is no air strike and Cuba is blockaded." in told
    assert "withdrawn" not in told


def test_how_it_is_read_stands_under_verdicts_only() -> None:
    assert [block.text for block in blocks(study_of("camp-david-1978"), NoteSentence)]
    assert not blocks(study_of("classroom"), NoteSentence)
