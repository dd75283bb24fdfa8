"""What is said of cases whose packages are not kept: estimates, cut lists, limits, and what was not computed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any
from xml.etree import ElementTree

import pytest
from winset.present.brief import html_brief, markdown_brief
from winset.present.brief.contents import Contents
from winset.present.data import deal_document
from winset.present.deal_text import DealText

from tests.present.large import large_case
from winset.analyses.settlement.choose import Proof
from winset.analyses.settlement.deal import Deal
from winset.analyses.settlement.methods.decide import Asked
from winset.analyses.settlement.search.tree import Effort
from winset.casefile.read import read_case
from winset.cli.output import console
from winset.model.evidence import Checked
from winset.old_study import Study
from winset.present.amounts import amount, on_frontier, unlisted, whole
from winset.present.answer import silence_rows
from winset.present.charts import scatter
from winset.present.chosen import choice_line, packages_to_show, shortfall, ties_of
from winset.present.headline import three_sentences
from winset.present.visible import Visible
from winset.present.words import Words
from winset.report.charts import draw

Answered = tuple[Deal, Checked]
Ask = Callable[..., Answered]
DEAL, HARDLY, NONE = 45, 78, 85


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Gives the answer to a case of 8^12 packages, by method, walk-away of everyone and nodes."""

    @cache
    def give(method: str, walk_away: float = DEAL, nodes: int = 100_000) -> Answered:
        folder = large_case(tmp_path_factory.mktemp("large") / "case", walk_away)
        study = Study(checked=read_case(folder))
        return study.deal(draws=20, asked=Asked(method=method, effort=Effort(nodes=nodes))), study.checked

    return give


def document(deal: Deal, checked: Checked, limit: int = 100) -> Any:
    assert checked.case is not None
    return json.loads(
        json.dumps(deal_document(deal, checked, Visible(case=checked.case), limit=limit), allow_nan=False)
    )


def sentences(deal: Deal, checked: Checked) -> list[str]:
    assert checked.case is not None
    return three_sentences(deal, Words(checked.case, deal.case))


def text(deal: Deal, checked: Checked, capsys: pytest.CaptureFixture[str], *, everything: bool = False) -> str:
    assert checked.case is not None
    capsys.readouterr()
    DealText(console(), deal, checked, Visible(case=checked.case), everything=everything).write()
    return " ".join(capsys.readouterr().out.split())


def briefs(deal: Deal, checked: Checked) -> list[str]:
    assert checked.case is not None
    contents = Contents(deal, checked, Visible(case=checked.case))
    without_tags = re.sub(r"<svg.*?</svg>|<style>.*?</style>|<[^>]*>", "", html_brief(contents), flags=re.DOTALL)
    return [" ".join(page.split()) for page in (without_tags, markdown_brief(contents))]


def everywhere(deal: Deal, checked: Checked, capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [text(deal, checked, capsys), *briefs(deal, checked)]


def test_an_estimate_is_rounded_to_what_its_error_leaves_and_never_said_as_a_count() -> None:
    assert str(amount(29_160)) == "29,160"
    assert str(amount(1_230_012, 20_123.4)) == "about 1,230,000 (standard error 20,000, from a sample)"
    assert amount(1_230_012, 20_123.4).of("package").startswith("about 1,230,000 packages (")
    assert str(amount(1_234_567 * 10**18, 2.4e22)) == "about 1.235 × 10²⁴ (standard error 2.4 × 10²², from a sample)"
    assert str(amount(1, 2.5e7)).startswith("at least 1 and hardly more than 80,000,000 ")
    assert amount(1).of("package") == "1 package"


def test_a_number_too_long_to_read_is_a_power_of_ten() -> None:
    assert whole(10**15 - 1) == "999,999,999,999,999"
    assert whole(10**18) == "10¹⁸"
    assert whole(10**18 - 1) == "about 10¹⁸"
    assert whole(4_186 * 10**21) == "about 4.19 × 10²⁴"
    assert whole(10**400) == "10⁴⁰⁰"


def test_estimates_are_told_as_estimates_on_every_page(large: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    deal, checked = large("fold")
    assert deal.central.counts.error > 0
    exact = f"{deal.central.counts.acceptable:,}"
    for page in everywhere(deal, checked, capsys):
        assert re.search(r"about [\d,]+ \(standard error [\d,]+, from a sample\)", page)
        assert exact not in page
        assert page.count(deal.central.because) == 1
    told = document(deal, checked)
    assert told["packages"]["acceptable"] == deal.central.counts.acceptable
    assert told["packages"]["acceptable_error"] > 0
    assert told["silence"]["indifferent"]["error"] == told["packages"]["acceptable_error"]
    assert told["silence"]["left_out"]["error"] >= 0
    assert told["because"] == deal.central.because


def test_a_frontier_of_which_a_part_is_listed_says_how_much(large: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    deal, checked = large("fold")
    front = deal.central.frontier
    assert front.complete
    assert front.members is not None
    assert front.members > len(front.packages)
    told = document(deal, checked, limit=0)["frontier"]
    assert (told["members"], told["vectors"]) == (front.members, len(front.vectors))
    assert len(told["packages"]) == len(front.packages)
    assert told["complete"]
    assert not told["all_listed"]
    page = text(deal, checked, capsys, everything=True)
    assert f"On the frontier: {front.members:,}." in page
    assert f"… and {front.members - 60:,} more" in page
    assert f"and {front.members - 30:,} more" in briefs(deal, checked)[0]


def test_a_frontier_whose_members_were_not_counted_is_at_least_as_long_as_its_list(large: Ask) -> None:
    front = replace(large("fold")[0].central.frontier, members=None)
    assert str(on_frontier(front)) == f"at least {len(front.vectors):,}"
    assert unlisted(front, 30) == f"at least {len(front.vectors) - 30:,} more"


def test_a_part_of_the_frontier_is_said_to_be_one(large: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    deal, checked = large("search")
    told = document(deal, checked)["frontier"]
    assert told["members"] is None
    assert not told["complete"]
    assert not told["all_listed"]
    for page in [text(deal, checked, capsys, everything=True), *briefs(deal, checked)]:
        assert "others that are not listed may dominate them" in page
        assert "that no other acceptable one dominates" not in page


def test_the_methods_agree_on_what_the_solutions_choose(large: Ask) -> None:
    folded, searched = document(*large("fold")), document(*large("search"))
    assert folded["solutions"]["nash"]["packages"] == searched["solutions"]["nash"]["packages"]
    assert folded["solutions"]["nash"]["proof"]["best"] == searched["solutions"]["nash"]["proof"]["best"]
    assert folded["solutions"]["nash"]["proof"]["method"] == "fold"
    assert searched["solutions"]["nash"]["proof"]["bound"] is None


def test_a_proof_says_what_was_compared(large: Ask) -> None:
    folded, searched = (large(method)[0].central.choices["nash"] for method in ("fold", "search"))
    assert re.fullmatch(r"1 package; chosen among [\d,]+ different values on the frontier", choice_line(folded))
    assert re.fullmatch(r"1 package; proven by a search of [\d,]+ nodes", choice_line(searched))


def test_ties_that_were_cut_are_at_least_so_many(large: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    deal, checked = large("fold")
    nash = deal.central.choices["nash"]
    cut = replace(nash, packages=nash.packages * 3, complete=False)
    assert ties_of(cut) == "at least 3"
    assert choice_line(cut).startswith("at least 3 packages; ")
    central = replace(deal.central, choices={**deal.central.choices, "nash": cut})
    told = document(replace(deal, central=central), checked)["solutions"]["nash"]
    assert (told["ties"], told["all_ties"]) == (3, False)
    assert "At least 3 packages tie" in text(replace(deal, central=central), checked, capsys)


def test_a_search_that_stopped_before_it_knew_says_neither_that_there_is_a_deal_nor_that_there_is_none(
    large: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    deal, checked = large("search", NONE, 5)
    assert deal.central.status == "limit"
    first = sentences(deal, checked)[0]
    assert first.startswith("The search stopped before it was known whether there is a deal that Party 0")
    assert "raise `--nodes`" in first
    told = document(deal, checked)
    assert told["status"] == "limit"
    assert told["verdict"] is None
    assert told["packages"]["acceptable"] is None
    assert told["silence"]["indifferent"]["acceptable"] is None
    assert told["depends_on"] is None
    assert told["concessions"] is None
    assert {one["found"] for key, one in told["solutions"].items() if key != "nash_weighted"} == {"limit"}
    for page in everywhere(deal, checked, capsys):
        assert "not known, since the search stopped at its limit" in page
        assert "There is no deal" not in page
        assert "No single movement" not in page
        assert "0 acceptable packages" not in page
        assert "there is no deal" not in page


def test_where_none_exists_it_says_so_and_names_what_would_have_to_give(
    large: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    deal, checked = large("search", NONE)
    assert deal.central.status == "none"
    told = document(deal, checked)
    assert told["packages"]["acceptable"] == 0
    assert told["packages"]["acceptable_error"] == 0
    assert told["blockers"]["conflicts"]
    assert {one["found"] for key, one in told["solutions"].items() if key != "nash_weighted"} == {"none exists"}
    assert "Acceptable: none." in text(deal, checked, capsys)


def test_solutions_that_a_limit_stopped_are_not_known(large: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    deal, checked = large("search", HARDLY, 50)
    assert deal.has_deal
    page = text(deal, checked, capsys)
    assert re.search(r"Nash\S*, .* not known, since the search stopped", page)
    assert "Weighted Nash: not computed, since no capability" in page
    assert "one that was found" in page


def test_the_best_that_was_found_is_told_with_the_bound_that_remains(large: Ask) -> None:
    deal, checked = large("fold")
    nash = deal.central.choices["nash"]
    proof = Proof(method="search", compared=1234, best="1000", bound="2050/2")
    stopped = replace(nash, found="limit", complete=False, proof=proof)
    assert choice_line(stopped) == (
        "not proven: the best that was found; what it maximises could be larger by 2.5 % at most; the search stopped "
        "after 1,234 nodes"
    )
    assert "may exist" in shortfall(replace(stopped, proof=replace(proof, best="(1, 2)", bound="(1, inf)")))
    assert "more may tie" in shortfall(replace(stopped, proof=replace(proof, best="(1, 2)", bound="(1, 2)")))
    central = replace(deal.central, choices={**deal.central.choices, "nash": stopped})
    reasons = packages_to_show(replace(deal, central=central))[0].reasons
    assert reasons[0] == "Nash (best found, not proven)"
    told = document(replace(deal, central=central), checked)["solutions"]["nash"]
    assert (told["found"], told["proof"]["bound"], told["all_ties"]) == ("limit", "2050/2", False)


def test_a_solution_whose_packages_were_not_listed_is_not_said_to_have_none(
    large: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    deal, checked = large("fold")
    unlisted_ = replace(deal.central.choices["leximin"], packages=(), complete=False)
    central = replace(deal.central, choices={**deal.central.choices, "leximin": unlisted_})
    for page in everywhere(replace(deal, central=central), checked, capsys):
        assert "the best is known, but the search for a package that reaches it stopped at a limit" in page


def test_draws_that_were_asked_for_a_deal_alone_have_no_counts(large: Ask) -> None:
    deal, checked = large("fold")
    assert deal.unresolved is not None
    assert deal.unresolved.low is None
    assert checked.case is not None
    rows = silence_rows(deal, Words(checked.case, deal.case))
    assert "a deal in 20 of 20 draws" in rows[2][1]
    assert rows[2][1].endswith("was not counted")
    told = document(deal, checked)["silence"]["unresolved"]
    assert (told["acceptable"], told["low"], told["high"]) == (None, None, None)
    assert told["with_deal"] == 20


def test_draws_that_were_not_computed_leave_the_verdict_open(large: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    deal, checked = large("fold")
    assert deal.left_out.has_deal
    without = replace(deal, unresolved=None)
    first = sentences(without, checked)[0]
    assert first.startswith("There is a deal that Party 0, Party 1 and Party 2 could all accept, with silence as ")
    assert "was not computed at this size" in first
    assert "do not decide" not in first
    told = document(without, checked)
    assert told["verdict"] is None
    assert told["silence"]["unresolved"] is None
    for page in everywhere(without, checked, capsys):
        assert "not computed at this size" in page


def test_cells_that_were_not_read_otherwise_are_not_said_to_turn_nothing(large: Ask) -> None:
    deal, checked = large("fold")
    without = replace(deal, turns=None)
    assert sentences(without, checked)[1].startswith("On what the answer turns was not computed")
    assert document(without, checked)["depends_on"] is None
    assert isinstance(document(deal, checked)["depends_on"], list)


def test_what_holds_in_every_reading_is_not_counted_beyond_reach(large: Ask) -> None:
    told = document(*large("fold"))["ordinal"]
    assert told["never_acceptable"] is None
    assert told["always_acceptable"] is None
    assert told["among_feasible"] == 8**12 - 1


def test_concessions_that_were_cut_are_at_least_so_many(large: Ask, capsys: pytest.CaptureFixture[str]) -> None:
    deal, checked = large("fold", NONE)
    why = deal.central.no_deal
    assert why is not None
    none = replace(deal, central=replace(deal.central, no_deal=replace(why, concessions=(), all_concessions=False)))
    assert not document(none, checked)["concessions_complete"]
    for page in everywhere(none, checked, capsys):
        assert "concessions by several together" in page
        assert "not computed: there are too many" in page


def test_blockers_that_were_cut_do_not_say_that_nobody_could_open_a_deal(
    large: Ask, capsys: pytest.CaptureFixture[str]
) -> None:
    deal, checked = large("fold", NONE)
    why = deal.central.no_deal
    assert why is not None
    nothing = replace(why.blockers, conflicts=(), repairs=(), pivotal=(), complete=False)
    cut = replace(deal, central=replace(deal.central, no_deal=replace(why, blockers=nothing), openings=()))
    assert "stopped at a limit" in sentences(cut, checked)[-1]
    for page in everywhere(cut, checked, capsys):
        assert "No party could open one" not in page
        assert "No single movement is enough" not in page
        assert "No package keeps every rule" not in page


@pytest.mark.parametrize("method", ["fold", "search"])
def test_the_cloud_of_a_large_case_is_a_sample_with_the_frontier(large: Ask, method: str) -> None:
    deal, checked = large(method)
    assert checked.case is not None
    visible = Visible(case=checked.case)
    caption = scatter.caption(deal, checked.case, visible)
    assert "(of about " in caption
    assert "an even sample with" in caption
    chart = scatter.value_scatter(deal, checked.case, visible)
    assert chart is not None
    drawn = ElementTree.fromstring(draw.svg(chart))
    assert len(list(drawn.iter())) > 1000


def test_a_cloud_without_a_known_deal_draws_no_lesson(large: Ask) -> None:
    deal, checked = large("search", NONE, 5)
    assert checked.case is not None
    caption = scatter.caption(deal, checked.case, Visible(case=checked.case))
    assert caption.startswith(f"Feasible packages (of {8**12 - 1:,}, an even sample)")
    assert "there is no deal" not in caption
