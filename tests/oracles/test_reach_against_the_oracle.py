"""Links and rules that reach along a line, and what new options escape, against conditions that are written out."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from tests.laws.cases import read
from tests.support.batches import batches
from winset.analyses.settlement.invent import inventions
from winset.analyses.settlement.reach import harmful
from winset.casefile.checks.register import is_valid
from winset.compiled import compiled

from .asks import compare_worths, told
from .invent_oracle import Question, Worth, is_covered
from .random_cases import random_case
from .reach_oracle import places, with_marks, written_out

many = pytest.mark.parametrize("batch", batches(20, 1))
PER_BATCH = 40
LITTLE = Fraction(1, 10**12)


def cases(batch: int) -> list[tuple[dict[str, Any], random.Random]]:
    """Random cases in which some link or rule reaches along a line, and that make sense."""
    found = []
    for number in range(batch * PER_BATCH, (batch + 1) * PER_BATCH):
        draw = random.Random(f"reach {number}")
        case = with_marks(random_case(draw), draw)
        marked = any("applies_above" in held for held in (*case.get("rules", []), *case["judgements"].get("links", [])))
        if marked and is_valid(read(case)):
            found.append((case, draw))
    return found


class Anywhere(Question):
    """A new option that may lie at any of several places."""

    def __init__(self, questions: list[Question]) -> None:
        self.questions, self.case = questions, questions[0].case

    def is_enough(self, worth: Worth) -> bool:
        return any(question.is_enough(worth) for question in self.questions)


@many
def test_a_mark_covers_the_listed_options_that_lie_beyond_it(batch: int) -> None:
    seen = 0
    for case, _ in cases(batch):
        found, written = compiled(read(case)), compiled(read(written_out(case, {})))
        assert [link.when for link in found.links] == [link.when for link in written.links]
        for one, other in zip(found.structure.rules, written.structure.rules, strict=True):
            assert (one.if_, one.then) == (other.if_, other.then)
        seen += 1
    assert seen > 3


@many
def test_a_new_option_is_enough_at_some_place_of_the_line_where_and_only_where_the_frontier_says_so(batch: int) -> None:
    for case, draw in cases(batch):
        positions = compiled(read(case))
        for one in inventions(positions).issues:
            if one.status == "off the agenda":
                continue
            issues = tuple(positions.issues[issue] for issue in one.issues)
            questions = [Question(written_out(case, new), None, issues) for new in places(case, issues)]
            compare_worths([told(positions, ask) for ask in one.frontier], Anywhere(questions), draw)


@many
def test_what_escapes_links_and_rules_is_not_enough_where_they_apply(batch: int) -> None:
    escaping = 0
    for case, _ in cases(batch):
        positions = compiled(read(case))
        result = inventions(positions)
        for one in (*result.issues, *result.combinations):
            if not one.opens or not harmful(positions, one.issues):
                continue
            issues = tuple(positions.issues[issue] for issue in one.issues)
            question = Question(written_out(case, dict.fromkeys(issues), everything=True), None, issues)
            asks = question.frontier()
            assert (one.named is None) == (not asks)
            for ask in one.frontier:
                worth = dict(zip(positions.parties, ask.worth, strict=True))
                assert bool(ask.escapes) == (not question.is_enough(worth) and not _is_enough_above(ask, asks, worth))
                escaping += bool(ask.escapes)
    assert escaping


def _is_enough_above(ask: Any, asks: list[Any], worth: Any) -> bool:
    """Whether an ask that has to be exceeded would be enough if it were, by however little."""
    exceeded = {party: least + (LITTLE if ask.exceed else 0) for party, least in worth.items()}
    return bool(ask.exceed) and any(is_covered(ask, exceeded) for ask in asks)
