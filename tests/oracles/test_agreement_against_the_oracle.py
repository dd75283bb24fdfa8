"""How far two readers agree, and what the other's reading does to the answer, against the slow and obvious way."""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import Any

import pytest

from tests.laws.cases import read
from tests.oracles import agreement_oracle
from tests.oracles.random_cases import random_case
from winset.analyses.agreement.cells import readers_agreement
from winset.analyses.agreement.coefficients import alpha, kappa
from winset.analyses.agreement.effects import readers_effects
from winset.analyses.comparison.answers import VersionAnswer, VersionAnswers
from winset.casefile.checks.register import is_valid


def test_the_coefficients_are_those_of_all_pairs() -> None:
    for seed in range(300):
        random = Random(seed)
        words = "abcd"[: random.randint(1, 4)]
        pairs = [
            [(random.choice(words), random.choice(words)) for _ in range(random.randint(1, 6))]
            for _ in range(random.randint(1, 3))
        ]
        found = kappa(pairs)
        assert found == agreement_oracle.kappa(pairs)
        assert alpha(pairs) == agreement_oracle.alpha(pairs)
        loose = [[random.choices(words, k=random.randint(0, 4)) for _ in range(5)] for _ in pairs]
        assert alpha(loose) == agreement_oracle.alpha(loose)
        assert found == kappa([[(two, one) for one, two in group] for group in pairs])
        if found is not None:
            assert found <= 1
            assert (found == 1) == all(one == two for group in pairs for one, two in group)


def second_reader(raw: dict[str, Any], random: Random) -> dict[str, Any]:
    """The case as somebody else might have read it: some cells otherwise."""
    other = deepcopy(raw)
    for issue, row in other["positions"].items():
        for party in raw["parties"]:
            cell = row.get(party)
            if random.random() < 0.5 or not isinstance(cell, dict) or "ideal" not in cell:
                continue
            options = list(raw["issues"][issue]["options"])
            row[party] = "silent" if random.random() < 0.2 else {**cell, "ideal": random.choice(options)}
            if isinstance(row[party], dict):
                row[party].pop("rejects", None)
    return other


def answer_of(raw: dict[str, Any]) -> VersionAnswer | None:
    """The answer of a case that is read from its text; None where it has errors."""
    try:
        case = read(raw)
    except AssertionError:
        return None
    return VersionAnswers(None).of(case)


@pytest.mark.parametrize(
    "seeds", [range(25), pytest.param(range(25, 600), marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_a_cell_does_what_it_does_in_a_case_written_anew(seeds: range) -> None:
    turned = 0
    for seed in seeds:
        random = Random(seed)
        raw = random_case(random)
        other = second_reader(raw, random)
        if answer_of(other) is None:
            continue
        cases = (read(raw), read(other))
        found = readers_agreement(*cases)
        effects = readers_effects(cases, found.differing, None, is_valid)
        assert (effects.first, effects.other) == (answer_of(raw), answer_of(other))
        for effect in effects.cells:
            for taken, into, source in ((effect.first, raw, other), (effect.other, other, raw)):
                written = deepcopy(into)
                row = written["positions"][effect.cell.issue]
                row[effect.cell.party] = source["positions"][effect.cell.issue].get(effect.cell.party, "silent")
                assert taken.answer == answer_of(written)
                turned += taken.turned == "deal"
        written = deepcopy(raw)
        for effect in effects.cells:
            if effect.first.answer is not None:
                row = other["positions"][effect.cell.issue]
                written["positions"][effect.cell.issue][effect.cell.party] = row.get(effect.cell.party, "silent")
        assert effects.first_with_all.answer == answer_of(written)
    assert turned
