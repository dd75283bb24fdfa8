"""What bargaining theory says beside the answer on time: each sentence is true of its inputs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.support import plain_yaml
from tests.support.places import EXAMPLES
from winset.analyses.timing.contest_answers import ContestAnswer
from winset.analyses.timing.given import NotEnoughGiven
from winset.analyses.timing.patience import Hurry
from winset.questions.question import Saying
from winset.questions.timing.brief import decide
from winset.questions.timing.contest_words import ContestWords
from winset.questions.timing.data import theory_data
from winset.questions.timing.request import TimingRequest
from winset.questions.timing.solve import TimingAnswer
from winset.questions.timing.theory import Theory
from winset.questions.timing.words import TimingWords
from winset.report.disclosure import disclose
from winset.report.pieces import plain
from winset.report.renderers.markdown import markdown_page
from winset.study import Study

ALASKA = EXAMPLES / "alaska-2025"
REQUEST = TimingRequest(trials=20, alone=True)


def changed(folder: Path, contest: Mapping[str, Any], parties: Mapping[str, Any] | None = None) -> Path:
    """The Alaska example with other entries of its contest, and of what time does to its parties."""
    raw = plain_yaml.safe_load((ALASKA / "case.yaml").read_text(encoding="utf-8"))
    timing = raw["judgements"]["timing"]
    timing["contests"]["war"].update(contest)
    for party, fields in (parties or {}).items():
        timing["parties"][party].update(fields)
        timing["parties"][party] = {
            name: value for name, value in timing["parties"][party].items() if value is not None
        }
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    (folder / "briefing.md").write_bytes((ALASKA / "briefing.md").read_bytes())
    return folder


def asked(case: Path) -> tuple[TimingAnswer, Theory]:
    study = Study.read(case)
    answer = study.ask(REQUEST)
    return answer, Theory(answer, Saying(session=study.session).names())


def only(case: Path) -> tuple[ContestAnswer, ContestWords]:
    answer, theory = asked(case)
    return answer.contests[0], theory.contests[0]


def said(words: ContestWords) -> str:
    return plain(" ".join((*words.lines(), *words.more())))


def test_the_range_and_the_options_in_it() -> None:
    _, words = only(ALASKA)
    assert "with a chance of 61 in 100, and fighting on would cost it 20 and Ukraine 25 of 100 parts" in said(words)
    assert "both prefer whatever gives Russia between 41 and 86 parts" in said(words)
    assert "“agreed ceasefire line, no recognition” and “land is swapped” lie in the range" in said(words)


def test_beliefs_that_no_cost_makes_up_for_close_the_range(tmp_path: Path) -> None:
    parties = {
        "russia": {"power": {"now": 60, "change": 0, "believes": 80}, "cost": 5},
        "ukraine": {"power": {"now": 40, "change": 0, "believes": 60}, "cost": 10},
    }
    _, words = only(changed(tmp_path, {}, parties))
    assert "That is 40 more than there can be, and more than the costs of fighting make up for" in said(words)
    assert "Beliefs close the range in all 20 trials" in said(words) or "in 20 of 20 trials" in said(words)


def test_beliefs_that_can_both_be_right_are_no_optimism(tmp_path: Path) -> None:
    parties = {
        "russia": {"power": {"now": 60, "change": 0, "believes": 50}},
        "ukraine": {"power": {"now": 40, "change": 0, "believes": 40}},
    }
    assert "Both can be right" in said(only(changed(tmp_path, {}, parties))[1])


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        (
            {"full_withdrawal": 0, "recognise_four": 100},
            "To draw lots or to take turns between the two would do, with 41",
        ),
        ({"full_withdrawal": 0, "freeze": 30}, "Each gives Russia too little; a side payment worth 11 of 100 parts"),
        (
            {"land_swaps": 95, "recognise_four": 100},
            "Each gives Ukraine too little; a side payment worth 9 of 100 parts",
        ),
    ],
)
def test_what_would_take_the_place_of_a_missing_middle(shares: dict[str, int], words: str, tmp_path: Path) -> None:
    text = said(only(changed(tmp_path, {"shares": shares}))[1])
    assert "No option on territory lies in the range." in text
    assert words in text


def test_an_opponent_of_unknown_strength_and_what_battles_teach(tmp_path: Path) -> None:
    kinds = {"ukraine": {"strong": 55, "weak": 25, "chance": 50, "strong_loses": 40, "weak_loses": 70}}
    answer, words = only(changed(tmp_path, {"kinds": kinds}))
    offer = answer.tests.offers[0]
    assert not isinstance(offer, NotEnoughGiven)
    assert offer.best == "risky"
    assert "it takes that to be 50, so that the risk pays. That would change after 3 battles in a row" in said(words)
    assert "won by Ukraine, which leave it a chance of 11 in 100 of being weak" in said(words)


def test_ratifiers_move_an_even_split_or_exclude_each_other(tmp_path: Path) -> None:
    assert "an even division moves to 35 of 100 parts for Russia" in said(
        only(changed(tmp_path, {"ratified": {"ukraine": 65}}))[1]
    )
    text = said(only(changed(tmp_path, {"ratified": {"ukraine": 65, "russia": 45}}))[1])
    assert "exclude each other" in text
    text = said(only(changed(tmp_path, {"ratified": {"ukraine": [20, 80]}}))[1])
    assert "the best single offer of Russia is 60 of 100 parts, which is ratified with a chance of 67 in 100" in text


def test_what_is_missing_is_named_with_its_test(tmp_path: Path) -> None:
    parties = {"russia": {"cost": None, "power": None}}
    contest: dict[str, dict[str, object]] = {"shares": {}, "largest_cost": {}, "holding_out": {}}
    answer, words = only(changed(tmp_path, contest, parties))
    assert said(words) == ""
    assert isinstance(answer.power, NotEnoughGiven)
    for name in (
        "the bargaining range: how strong both parties are now and what fighting costs both.",
        "mutual optimism: how likely each thinks it is to prevail and what fighting costs both.",
        "a war of attrition: what each would win if the other gave in, and what holding out costs it.",
        "ratifiers at home: the least share that either ratifier would accept.",
        "an outside option: how strong both parties are now and what fighting costs who could leave for it.",
    ):
        assert f"Not enough is given on {name}" in words.lacking()


def test_a_shift_that_no_promise_outlives_and_the_limit_that_mends_it(tmp_path: Path) -> None:
    parties = {
        "russia": {"discount": 0.97, "power": {"now": 60, "change": 8}, "cost": 4},
        "ukraine": {"discount": 0.97, "power": {"now": 60, "change": -4}, "cost": 4},
    }
    folder = changed(tmp_path, {}, parties)
    raw = plain_yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    raw["judgements"]["timing"]["events"] = {}
    raw["judgements"]["timing"]["limits"] = {
        "peacekeepers": {"deployed": {"russia": 8}},
        "forces": {"limits_and_halt": {"ukraine": 2}},
    }
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    answer, words = only(folder)
    assert not isinstance(answer.power, NotEnoughGiven)
    assert answer.power.unsafe
    assert "No promise made now can hold: in period 8 Russia will be too strong to be kept to it, and Ukraine" in plain(
        words.promise()
    )
    first, second = (plain(line) for line in words.limits())
    assert first.startswith("“peacekeepers are deployed” takes")
    assert first.endswith("promises can then hold.")
    assert second.startswith("“Ukraine stops mobilising and limits its armed forces” adds")
    assert second.endswith("to the worst shift.")


def test_without_an_entry_the_two_parties_whose_strength_is_given_contend(tmp_path: Path) -> None:
    folder = changed(tmp_path, {})
    raw = plain_yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    del raw["judgements"]["timing"]["contests"]
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    answer, words = only(folder)
    assert answer.contest.parties == (1, 2)
    assert plain(words.title) == "Russian Federation and Ukraine"
    assert "No option" not in said(words)


def test_patience_is_an_explanation_whose_assumptions_are_held_against_the_case() -> None:
    answer, theory = asked(ALASKA)
    assert isinstance(answer.hurry, Hurry)
    assert sum(answer.hurry.short) == pytest.approx(1)
    patience = next(section for section in theory.sections() if section.key == "patience")
    text = plain(" ".join(str(getattr(block, "text", "")) for block in patience.blocks))
    assert text.startswith("An explanation of who has time, not a forecast")
    assert "3 parties must agree and not two; 9 issues are on the table and not one stake" in text
    assert "stationary shares, one equilibrium among many" in text


def test_without_a_discount_for_each_needed_party_nothing_is_said_of_patience(tmp_path: Path) -> None:
    answer, theory = asked(changed(tmp_path, {}, {"us": {"discount": None}}))
    assert isinstance(answer.hurry, NotEnoughGiven)
    assert not next(section for section in theory.sections() if section.key == "patience").blocks


def section_of(theory: Theory, key: str) -> str:
    """The sentences, bullets and cells of a section."""
    section = next(section for section in theory.sections() if section.key == key)
    texts = [
        text
        for block in section.blocks
        for text in (
            getattr(block, "text", ""),
            *getattr(block, "items", ()),
            *map(" | ".join, getattr(block, "rows", ())),
        )
    ]
    return plain("\n".join(filter(None, texts)))


def test_a_drawn_proposer_is_told_beside_offers_in_turn() -> None:
    text = section_of(asked(ALASKA)[1], "random_proposer")
    assert text.startswith("It needs all of these parties to agree, and each has an equal chance to propose")
    assert "Russian Federation | 48 | 45" in text


def test_a_fight_to_leave_for_changes_something_where_it_is_worth_more_than_waiting(tmp_path: Path) -> None:
    text = section_of(asked(ALASKA)[1], "outside_option")
    assert "To Russia the fight is worth 41 of 100 parts of the stake; if it alone could" in text
    assert "change nothing: where Ukraine offers first, Russia gets 62 parts anyway." in text
    parties = {
        "russia": {"power": {"now": 80, "change": 0}, "cost": 5},
        "ukraine": {"power": {"now": 20, "change": 0}, "cost": 30},
    }
    text = section_of(asked(changed(tmp_path, {}, parties))[1], "outside_option")
    assert "Russia gets 75 parts, and would get 62 if it could not leave." in text
    assert "To Ukraine the fight brings nothing beyond its cost; if it alone" in text


def between(folder: Path, cost: int | None) -> Path:
    """The Alaska example in which every two of three equally strong parties could fight over territory."""
    parties: dict[str, Any] = {
        party: {"power": {"now": 50, "change": 0}, "cost": cost} for party in ("us", "russia", "ukraine")
    }
    folder = changed(folder, {}, parties)
    raw = plain_yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    raw["judgements"]["timing"]["events"] = {}
    raw["judgements"]["timing"]["contests"] = {
        f"{first}_{second}": {"parties": [first, second], "issue": "territory", "basis": "inferred", "because": "x"}
        for first, second in (("us", "russia"), ("russia", "ukraine"), ("us", "ukraine"))
    }
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (
            10,
            "worth 40 to the United States, 40 to Russia and 40 to Ukraine, of 100 parts of the stake: together 120, "
            "which no division can give them all.",
        ),
        (20, "of 100 parts of the stake: together 90, so that some division gives each as much."),
        (60, "together 0 (what is below 0 counts as 0), so that some"),
        (None, "Not enough is given on territory: what fighting costs each of them."),
    ],
)
def test_three_who_could_fight_two_at_a_time_may_find_no_division(cost: int | None, words: str, tmp_path: Path) -> None:
    assert words in section_of(asked(between(tmp_path, cost))[1], "shared")


@pytest.mark.parametrize(
    ("members", "quota", "russia", "words"),
    [
        ({"us": 1, "russia": 1, "ukraine": 1}, 2, 0.9,
         "If the 3 members of the council divided one stake by 2 votes, with an equal chance to propose, who is drawn "
         "would keep 70 of 100 parts; if all had to agree, 40."),
        ({"us": 1, "russia": 1, "ukraine": 1}, 2, 0.8, "a stake: what a period later is worth to each member"),
        ({"us": 1, "russia": 2, "ukraine": 1}, 2, 0.9, "a stake: one and the same weight for the vote of each member"),
        ({"us": 1, "russia": 1, "other": 1}, 2, 0.9, "a stake: what a period later is worth to each member, the same"),
    ],
)  # fmt: skip
def test_a_body_that_votes_gives_who_offers_the_more_the_fewer_votes_it_needs(
    members: dict[str, int], quota: int, russia: float, words: str, tmp_path: Path
) -> None:
    folder = changed(
        tmp_path, {}, {"us": {"discount": 0.9}, "russia": {"discount": russia}, "ukraine": {"discount": 0.9}}
    )
    raw = plain_yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    table = next(iter(raw["tables"]))
    raw["tables"][table]["ratifiers"] = [{"body": "the council", "members": members, "quota": quota}]
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    study = Study.read(folder)
    answer = study.ask(TimingRequest(trials=20, alone=True, table=table))
    text = section_of(Theory(answer, Saying(session=study.session).names(table)), "random_proposer")
    assert words in text
    assert "The council" in text or "votes in the council" in text


def test_the_document_has_what_theory_says_or_what_is_missing() -> None:
    study = Study.read(ALASKA)
    made = theory_data(study.ask(REQUEST))
    assert made["contests"][0]["outside_option"]["ukraine"] == {
        "worth": 0.142857,
        "without": 0.363057,
        "gets": 0.363057,
    }
    assert made["patience"]["russia"]["random_proposer"] == {"keeps": 0.481818, "expects": 0.454545}
    assert made["contested"] == []
    assert made["bodies"] == {}


def test_the_full_answer_opens_the_claims_of_events() -> None:
    study = Study.read(ALASKA)
    text = markdown_page(disclose(study.report(REQUEST, study.ask(REQUEST)), "team"), "detail")
    assert "shrinking income from oil and gas" in text
    assert "that it is felt when the next year begins is supposed" in text


def test_no_number_is_shown_where_judgements_are_closed() -> None:
    study = Study.read(ALASKA)
    disclosed = disclose(study.report(REQUEST, study.ask(REQUEST)), "open")
    text = markdown_page(disclosed, "detail")
    assert "What time does is judged and may not be shown at this level" in text
    assert "prevail" not in text


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ({}, "a deal opens after 2 periods of 3 months (February 2026), as every walk-away falls, and stays open to"),
        (
            {"near": {"period": 1, "moves": {"walk_away": {"russia": -10}}},
             "far": {"period": 3, "moves": {"walk_away": {"russia": 40}}}},
            "walk-away falls, and is gone after 3 periods of 3 months (May 2026), so decide before. Waiting for it",
        ),
        (
            {"far": {"period": 1, "moves": {"walk_away": {"russia": 40}}}},
            "no deal opens within 8 periods of 3 months (August 2027): waiting alone brings none.",
        ),
    ],
)  # fmt: skip
def test_the_brief_says_by_when_to_decide(events: dict[str, Any], words: str, tmp_path: Path) -> None:
    folder = changed(tmp_path, {})
    raw = plain_yaml.safe_load((folder / "case.yaml").read_text(encoding="utf-8"))
    raw["judgements"]["timing"]["events"] = events
    (folder / "case.yaml").write_text(plain_yaml.safe_dump(raw, sort_keys=False, allow_unicode=True), encoding="utf-8")
    study = Study.read(folder)
    found = TimingWords(study.ask(REQUEST), Saying(session=study.session).names())
    assert words in plain(decide(found))
