"""What is said of cases whose packages are not kept: estimates, cut lists, limits, and what was not computed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import pytest

from tests.support.deals import Answered, answered, large_case
from winset.analyses.settlement.choose import Proof
from winset.questions.settlement.packages import leading_packages, on_frontier, shortfall, ties_of, unlisted
from winset.report.blocks import Drawn
from winset.report.charts import draw
from winset.report.counts import amount, whole
from winset.study import Study

Ask = Callable[..., Answered]
DEAL, HARDLY, NONE = 45, 78, 85


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Gives the answer to a case of 8^12 packages, by method, walk-away of everyone and nodes."""

    @cache
    def give(method: str, walk_away: float = DEAL, nodes: int = 100_000) -> Answered:
        folder = large_case(tmp_path_factory.mktemp("large") / "case", walk_away)
        return answered(Study.read(folder), trials=20, method=method, nodes=nodes)

    return give


NUMBER = r"[\d.,]+(?: [mb]illion)?"
"""A rounded number as it is read."""


def scatter(told: Answered) -> Drawn:
    """The cloud of packages."""
    (drawn,) = told.disclosed().figures()["scatter"].drawn()
    assert isinstance(drawn, Drawn)
    return drawn


def test_an_estimate_is_rounded_to_what_its_error_leaves_and_never_said_as_a_count() -> None:
    assert str(amount(29_160)) == "29,160"
    assert str(amount(1_230_012, 20_123.4)) == "about 1.23 million (standard error 20,000, from a sample)"
    assert amount(1_230_012, 20_123.4).of("package").startswith("about 1.23 million packages (")
    assert (
        str(amount(1_234_567 * 10**18, 2.4e22))
        == "about 1.23\u00a0×\u00a010²⁴ (standard error 2\u00a0×\u00a010²², from a sample)"
    )
    assert str(amount(1, 2.5e7)).startswith("at least 1 and hardly more than 80 million ")
    assert amount(1).of("package") == "1 package"


def test_a_number_too_long_to_read_is_a_power_of_ten() -> None:
    assert whole(10**15 - 1) == "999,999,999,999,999"
    assert whole(10**18) == "10¹⁸"
    assert whole(10**18 - 1) == "about 10¹⁸"
    assert whole(4_186 * 10**21) == "about 4.19\u00a0×\u00a010²⁴"
    assert whole(10**400) == "10⁴⁰⁰"


def test_estimates_are_told_as_estimates_on_every_page(large: Ask) -> None:
    found = large("fold")
    assert found.deal.central.counts.error > 0
    exact = f"{found.deal.central.counts.acceptable:,}"
    for page in found.everywhere():
        assert re.search(rf"about {NUMBER} \(standard error {NUMBER}, from a sample\)", page)
        assert exact not in page
        assert page.count(found.deal.central.because) == 1
    assert re.search(rf"could accept about {NUMBER} of [\d,]+ packages \(standard error", found.page())
    told = found.document()
    assert told["packages"]["acceptable"] == found.deal.central.counts.acceptable
    assert told["packages"]["acceptable_error"] > 0
    assert told["silence"]["indifferent"]["error"] == told["packages"]["acceptable_error"]
    assert told["silence"]["left_out"]["error"] >= 0
    assert told["because"] == found.deal.central.because


def test_a_frontier_of_which_a_part_is_listed_says_how_much(large: Ask) -> None:
    found = large("fold")
    front = found.deal.central.frontier
    assert front.complete
    assert front.members is not None
    assert front.members > len(front.packages)
    told = found.document(limit=0)["frontier"]
    assert (told["members"], told["vectors"]) == (front.members, len(front.vectors))
    assert len(told["packages"]) == len(front.packages)
    assert told["complete"]
    assert not told["all_listed"]
    page = found.page(full=True)
    assert f"On the frontier: {front.members:,}." in page
    assert f"… and {front.members - 60:,} more" in page
    assert f"and {front.members - 60:,} more" in found.brief()


def test_a_frontier_whose_members_were_not_counted_is_at_least_as_long_as_its_list(large: Ask) -> None:
    front = replace(large("fold").deal.central.frontier, members=None)
    assert str(on_frontier(front)) == f"at least {len(front.vectors):,}"
    assert unlisted(front, 30) == f"at least {len(front.vectors) - 30:,} more"


def test_a_part_of_the_frontier_is_said_to_be_one(large: Ask) -> None:
    found = large("search")
    told = found.document()["frontier"]
    assert told["members"] is None
    assert not told["complete"]
    assert not told["all_listed"]
    for page in [found.page(full=True), found.brief()]:
        assert "others that are not listed may dominate them" in page
        assert "that no other acceptable one dominates" not in page


def test_the_methods_agree_on_what_the_solutions_choose(large: Ask) -> None:
    folded, searched = large("fold").document(), large("search").document()
    assert folded["solutions"]["nash"]["packages"] == searched["solutions"]["nash"]["packages"]
    assert folded["solutions"]["nash"]["proof"]["best"] == searched["solutions"]["nash"]["proof"]["best"]
    assert folded["solutions"]["nash"]["proof"]["method"] == "fold"
    assert searched["solutions"]["nash"]["proof"]["bound"] is None


def test_a_proof_says_what_was_compared(large: Ask) -> None:
    folded, searched = (large(method).deal.central.choices["nash"] for method in ("fold", "search"))
    assert (len(folded.packages), len(searched.packages)) == (1, 1)
    assert folded.proof is not None
    assert searched.proof is not None
    assert (folded.proof.method, searched.proof.method) == ("fold", "search")
    assert min(folded.proof.compared, searched.proof.compared) > 0


def test_ties_that_were_cut_are_at_least_so_many(large: Ask) -> None:
    found = large("fold")
    nash = found.deal.central.choices["nash"]
    cut = replace(nash, packages=nash.packages * 3, complete=False)
    assert ties_of(cut) == "at least 3"
    tied = found.but_centrally(choices={**found.deal.central.choices, "nash": cut})
    told = tied.document()["solutions"]["nash"]
    assert (told["ties"], told["all_ties"]) == (3, False)
    assert "At least 3 packages tie" in tied.page(full=True)


def test_a_search_that_stopped_before_it_knew_says_neither_that_there_is_a_deal_nor_that_there_is_none(
    large: Ask,
) -> None:
    found = large("search", NONE, 5)
    assert found.deal.central.status == "limit"
    first = found.sentences()[0]
    assert first.startswith("The search stopped before it was known whether there is a deal that Party 0")
    assert "`--nodes`" in found.page()
    assert "`--nodes`" not in first
    told = found.document()
    assert told["status"] == "limit"
    assert told["verdict"] is None
    assert told["packages"]["acceptable"] is None
    assert told["silence"]["indifferent"]["acceptable"] is None
    assert told["depends_on"] is None
    assert told["concessions"] is None
    assert {solution["found"] for key, solution in told["solutions"].items() if key != "nash_weighted"} == {"limit"}
    for page in found.everywhere():
        assert "not known, since the search stopped at its limit" in page
        assert "There is no deal" not in page
        assert "No single movement" not in page
        assert "0 acceptable packages" not in page
        assert "there is no deal" not in page


def test_where_none_exists_it_says_so_and_names_what_would_have_to_give(large: Ask) -> None:
    found = large("search", NONE)
    assert found.deal.central.status == "none"
    told = found.document()
    assert told["packages"]["acceptable"] == 0
    assert told["packages"]["acceptable_error"] == 0
    assert told["blockers"]["conflicts"]
    assert {solution["found"] for key, solution in told["solutions"].items() if key != "nash_weighted"} == {
        "none exists"
    }
    assert "keep every rule and red line; each falls below somebody’s walk-away." in found.page(full=True)


def test_solutions_that_a_limit_stopped_are_not_known(large: Ask) -> None:
    found = large("search", HARDLY, 50)
    assert found.deal.has_deal
    page = found.page(full=True)
    assert re.search(r"Nash\S*, .* not known, since the search stopped", page)
    assert "Weighted Nash: not computed, since no capability" in page
    assert "one that was found" in page


def test_the_best_that_was_found_is_told_with_the_bound_that_remains(large: Ask) -> None:
    found = large("fold")
    nash = found.deal.central.choices["nash"]
    proof = Proof(method="search", compared=1234, best="1000", bound="2050/2")
    stopped = replace(nash, status="limit", complete=False, proof=proof)
    assert shortfall(stopped) == "the best that was found; what it maximises could be larger by 2.5 % at most"
    assert "may exist" in shortfall(replace(stopped, proof=replace(proof, best="(1, 2)", bound="(1, inf)")))
    assert "more may tie" in shortfall(replace(stopped, proof=replace(proof, best="(1, 2)", bound="(1, 2)")))
    unproven = found.but_centrally(choices={**found.deal.central.choices, "nash": stopped})
    reasons = unproven.words.reasons(leading_packages(unproven.deal)[0])
    assert reasons[0] == "Nash (best found, not proven)"
    told = unproven.document()["solutions"]["nash"]
    assert (told["found"], told["proof"]["bound"], told["all_ties"]) == ("limit", "2050/2", False)


def test_a_solution_whose_packages_were_not_listed_is_not_said_to_have_none(large: Ask) -> None:
    found = large("fold")
    unlisted_ = replace(found.deal.central.choices["leximin"], packages=(), complete=False)
    without = found.but_centrally(choices={**found.deal.central.choices, "leximin": unlisted_})
    for page in without.everywhere():
        assert "the best is known, but the search for a package that reaches it stopped at a limit" in page


def test_draws_that_were_asked_for_a_deal_alone_have_no_counts(large: Ask) -> None:
    found = large("fold")
    assert found.deal.unresolved is not None
    assert found.deal.unresolved.low is None
    rows = found.words.silence()
    assert "a deal in 20 of 20 trials" in rows[2][1]
    assert rows[2][1].endswith("was not counted")
    told = found.document()["silence"]["unresolved"]
    assert (told["acceptable"], told["low"], told["high"]) == (None, None, None)
    assert told["with_deal"] == 20


def test_draws_that_were_not_computed_leave_the_verdict_open(large: Ask) -> None:
    found = large("fold")
    assert found.deal.left_out.has_deal
    without = found.but(unresolved=None)
    first = without.sentences()[0]
    assert first.startswith("There is a deal that Party 0, Party 1 and Party 2 could all accept; whether that stays so")
    assert "was not computed at this size" in first
    assert "Too close to call" not in first
    told = without.document()
    assert told["verdict"] is None
    assert told["silence"]["unresolved"] is None
    for page in without.everywhere():
        assert "not computed at this size" in page


def test_cells_that_were_not_read_otherwise_are_not_said_to_turn_nothing(large: Ask) -> None:
    found = large("fold")
    without = found.but(cell_alternatives=None)
    assert any(sentence.startswith("On what the answer turns was not computed") for sentence in without.sentences())
    assert without.document()["depends_on"] is None
    assert isinstance(found.document()["depends_on"], list)


def test_what_holds_in_every_reading_is_not_counted_beyond_reach(large: Ask) -> None:
    told = large("fold").document()["ordinal"]
    assert told["never_acceptable"] is None
    assert told["always_acceptable"] is None
    assert told["among_feasible"] == 8**12 - 1


def test_concessions_that_were_cut_are_at_least_so_many(large: Ask) -> None:
    found = large("fold", NONE)
    why = found.deal.central.no_deal
    assert why is not None
    none = found.but_centrally(no_deal=replace(why, concessions=(), all_concessions=False))
    assert not none.document()["concessions_complete"]
    for page in none.everywhere():
        assert "concessions by several together" in page.lower()
        assert "not computed: there are too many" in page


def test_blockers_that_were_cut_do_not_say_that_nobody_could_open_a_deal(large: Ask) -> None:
    found = large("fold", NONE)
    why = found.deal.central.no_deal
    assert why is not None
    nothing = replace(why.blockers, conflicts=(), repairs=(), pivotal=(), complete=False)
    cut = found.but_centrally(no_deal=replace(why, blockers=nothing), openings=())
    assert any("stopped at a limit" in sentence for sentence in cut.sentences())
    for page in cut.everywhere():
        assert "Nobody could open a deal" not in page
        assert "No single movement opens" not in page
        assert "No package keeps every rule" not in page


@pytest.mark.parametrize("method", ["fold", "search"])
def test_the_cloud_of_a_large_case_is_a_sample_with_the_frontier(large: Ask, method: str) -> None:
    cloud = scatter(large(method))
    assert "(of about " in cloud.caption
    assert "an even sample with" in cloud.caption
    drawn = ElementTree.fromstring(draw.svg(cloud.chart))
    assert len(list(drawn.iter())) > 1000


def test_a_cloud_without_a_known_deal_draws_no_lesson(large: Ask) -> None:
    caption = scatter(large("search", NONE, 5)).caption
    assert caption.startswith(f"Feasible packages (of {8**12 - 1:,}, an even sample)")
    assert "there is no deal" not in caption
