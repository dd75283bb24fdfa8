"""What coalitions could gain by leaving a package, where states are too many to list: as over all states wherever it is
decided.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.laws.cases import random_moving
from tests.support.batches import parts
from winset.analyses.stability import coalitions_nearby
from winset.analyses.stability.coalitions import coalition_verdicts, with_coalitions, with_partition
from winset.analyses.stability.coalitions_nearby import verdicts_nearby
from winset.analyses.stability.deterrence import CONCEPTS
from winset.analyses.stability.nearby import ImplicitGraph
from winset.analyses.stability.stability import can_be_asked_about, stability_at
from winset.analyses.stability.states import states_of
from winset.compiled import Compiled
from winset.errors import WinsetError
from winset.readings import central

Seen = Counter[tuple[str, bool | None]]
some = pytest.mark.parametrize("numbers", parts(80, 15))


def compared(case: Compiled, rng: random.Random) -> Seen:
    """Of one package, every coalition and every block of a partition under every concept."""
    by_value = rng.random() < 0.5
    seen: Seen = Counter()
    try:
        listed = states_of(case, central(case), case.structure.status_quo_package, by_value=by_value)
    except WinsetError:
        return seen
    package = listed.package(rng.randrange(listed.graph.states))
    if listed.graph.states > 200 or not can_be_asked_about(case, package):
        return seen
    unlisted = states_of(case, central(case), package, by_value=by_value, most=0)
    known = stability_at(unlisted, package, "named", by_value=by_value).of_package
    graph, here = unlisted.graph, listed.state(package)
    assert isinstance(graph, ImplicitGraph)
    assert known is not None
    assert here is not None
    parties = list(range(graph.parties))
    rng.shuffle(parties)
    blocks = [parties[: (cut := rng.randint(1, len(parties)))], parties[cut:]]
    for acting in (with_coalitions(listed.graph), with_partition(listed.graph, [block for block in blocks if block])):
        answers = verdicts_nearby(graph, known, acting.acting, acting.mode)
        for concept in CONCEPTS:
            expected, answer = coalition_verdicts(acting, concept, (here,)), answers[concept]
            for members in acting.acting:
                if members in answer.undecided:
                    seen[concept, None] += 1
                    continue
                verdict = answer.verdicts[members, known.state]
                assert verdict.stable == expected.verdicts[members, here].stable, (concept, members)
                seen[concept, verdict.stable] += 1
            assert answer.holds in (None, not expected.unanswered_improvements)
    return seen


def several(names: range) -> Seen:
    seen: Seen = Counter()
    for case, rng in random_moving("together", names):
        seen += compared(case, rng)
    return seen


@some
def test_what_is_decided_is_what_holds_over_all_states(numbers: range) -> None:
    seen = several(numbers)
    assert seen["nash", True] > len(numbers)
    assert seen["nash", False] > len(numbers) // 4
    assert seen["gmr", False]
    assert 10 * seen["nash", None] < seen["nash", True] + seen["nash", False]


@some
def test_it_is_so_where_weights_decide(numbers: range, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coalitions_nearby, "MOST_LISTED", 0)
    seen = several(numbers)
    assert seen["nash", True] > len(numbers)
    assert seen["nash", False] > len(numbers) // 4
    assert seen["nash", None]


@pytest.mark.slow
def test_it_holds_on_thousands_of_cases() -> None:
    seen = several(range(1_000, 3_000))
    assert all(seen["nash", stable] > 500 for stable in (True, False))
