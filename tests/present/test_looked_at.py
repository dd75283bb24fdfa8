"""Whether the packages that an answer shows would hold: in the brief, at every level of handling."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.support.briefs import brief
from tests.support.places import EXAMPLES
from winset.analyses.settlement.deal import Deal
from winset.casefile.read import read_case
from winset.cli import holding
from winset.model.numbers import Handling
from winset.present.brief import html_brief, markdown_brief
from winset.present.brief.contents import Beside, Contents
from winset.present.chosen import shown_packages
from winset.present.looked_at import NO_MOVES, LookedAt, in_a_line
from winset.present.stability_words import StabilityWords
from winset.present.visible import Visible
from winset.present.words import Words
from winset.study import Study


@cache
def known(where: str, draws: int = 20) -> tuple[Study, Deal, LookedAt]:
    study = Study(checked=read_case(EXAMPLES / where, []))
    deal = study.deal(draws=20)
    packages = [item.package for item in shown_packages(deal, Words(study.case, deal.case))]
    return study, deal, holding.looked_at(study, packages, table=None, seed=1, draws=draws)


def contents(where: str, level: Handling = "team") -> Contents:
    study, deal, looked_at = known(where)
    return Contents(deal, study.checked, Visible(case=study.case, level=level), Beside(looked_at=looked_at))


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^<>]+>", " ", html).split())


def test_a_brief_says_of_the_packages_that_it_shows_who_could_gain_and_who_could_answer() -> None:
    text = markdown_brief(contents("alaska-2025"))
    section = text[text.index("### Would it hold?") :]
    assert "**Packages 1, 2 and 3.** Russian Federation and Ukraine could gain by moving away from it alone" in section
    assert (
        "- Russian Federation could gain by changing “Format of the next talks” to “only the United States and Russia” "
        "(it wants “Format of the next talks” to be “only the United States and Russia”); Ukraine could answer by "
        "changing “Ukraine and NATO” to" in section
    )
    assert ", which leaves Russian Federation worse off than under the package." in section
    assert "It is an equilibrium by symmetric sequential stability, though not by Nash’s definition." in section
    assert "No judged number changes this" in section


def test_what_is_left_aside_is_said() -> None:
    section = markdown_brief(contents("alaska-2025")).split("What this leaves aside")[1]
    assert "Nobody can change “Security guarantees” alone: it stays as it is." in section
    assert "If in truth it could, this answer is too hopeful." in section
    assert "under “moves” the case gives no grounds" in section
    assert "`" not in section.split("### The judgements")[0]


def test_shares_of_readings_stand_where_orders_are_by_value() -> None:
    told = contents("camp-david-1978").holds
    assert told is not None
    assert [one.numbers for one in told.told] == [(1,), (2,)]
    assert all("of 20 readings drawn" in one.readings for one in told.told)


def test_where_readings_cannot_be_counted_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    from winset.errors import TooLarge

    def refuse(*_: object, **__: object) -> object:
        raise TooLarge("there are too many", 7)

    study, deal, _ = known("camp-david-1978")
    monkeypatch.setattr(Study, "holding", refuse)
    packages = [item.package for item in shown_packages(deal, Words(study.case, deal.case))]
    found = holding.looked_at(study, packages, table=None, seed=1, draws=20)
    told = Contents(deal, study.checked, Visible(case=study.case), Beside(looked_at=found)).holds
    assert told is not None
    assert told.why_not == "In how many readings the packages would hold was not counted: there are too many."
    assert len(told.told) == 2


def test_a_case_without_moves_says_so_in_one_sentence() -> None:
    _, _, found = known("classroom")
    assert (found.found, found.why_not) == ((), NO_MOVES)
    text = plain(html_brief(contents("classroom")))
    assert text.count("Would it hold?") == 1
    assert (
        "cannot be said, since the case says of nobody what it could change alone: that belongs under “moves”" in text
    )


def test_a_brief_without_what_would_hold_has_no_section_on_it() -> None:
    study, deal, _ = known("classroom")
    assert "Would it hold?" not in html_brief(Contents(deal, study.checked, Visible(case=study.case)))


@pytest.mark.parametrize("level", ["open", "team"])
def test_statements_are_shown_only_where_judgements_may_be(level: Handling) -> None:
    for text in (html_brief(contents("alaska-2025", level)), markdown_brief(contents("alaska-2025", level))):
        assert "could gain by changing" in text
        assert ("(it wants “" in text) == (level == "team")


def test_a_large_case_shows_what_can_follow_and_a_small_one_all_states() -> None:
    large, small = plain(html_brief(contents("alaska-2025"))), html_brief(contents("literature/kilgour-2001-elmira"))
    assert "could be answered by changing" in large
    assert "Packages 1, 2" in large
    assert "The 12 states and what each party can move alone." in small


def test_no_graph_is_in_a_brief_that_may_not_show_how_parties_rank() -> None:
    study, deal, looked_at = known("literature/kilgour-2001-elmira")
    judgements = study.case.judgements.model_copy(update={"handling": "restricted"})
    visible = Visible(case=study.case.model_copy(update={"judgements": judgements}))
    text = html_brief(Contents(deal, study.checked, visible, Beside(looked_at=looked_at)))
    assert "Would it hold?" in text
    assert "12 states" not in text


def test_the_line_in_the_table_of_packages_says_against_whom_it_would_not_hold() -> None:
    study, _, found = known("literature/rapoport-1966-chicken")
    lines = [
        in_a_line(StabilityWords(one, Visible(case=study.case)), one.held)
        for one in found.found
        if one.held is not None
    ]
    assert lines == [
        "it would not hold against First driver and Second driver, whom nobody could answer",
        "nobody could gain by leaving it alone",
        "nobody could gain by leaving it alone",
    ]
    assert "Would it hold?" in plain(html_brief(contents("literature/rapoport-1966-chicken")))


def test_an_answer_that_costs_is_told_as_such_in_one_sentence_and_only_the_state_that_is_meant() -> None:
    study, _, _ = known("literature/fraser-1984-cuban-missiles")
    found = study.stability()
    held = found.held
    assert held is not None
    words = StabilityWords(found, Visible(case=study.case))
    from winset.present.stability_words import improvements

    told = words.in_short(held, improvements(found, held, 0)[0])
    assert told.startswith("United States could gain by changing “A blockade of Cuba” to “imposed” (it wants “What the")
    assert "other states would do as well)" in told
    assert "withdraws them" not in told
    assert told.endswith("than as things stand, though Soviet Union would not gain by that.")


def test_the_command_writes_the_section() -> None:
    assert "### Would it hold?" in brief(EXAMPLES / "camp-david-1978", "md")
