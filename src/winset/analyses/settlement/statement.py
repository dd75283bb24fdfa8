"""What a file of proofs is about: who bargains, what every choice is worth to whom, and what is asked of each value.

It is made of the case alone, without a search. A proof that is checked against a case is about these very tables.
"""

from __future__ import annotations

from collections.abc import Sequence

from winset.analyses.settlement.choose import gain_scale, weights
from winset.analyses.settlement.subproblem import NO_FLOOR, Part, Subproblem
from winset.compiled import Compiled
from winset.model.case import Case
from winset.readings import Reading

Json = dict[str, object]
Texts = tuple[tuple[str, ...], ...]


def statement(case: Compiled, reading: Reading, subproblems: Sequence[Subproblem], words: Case | None) -> Json:
    """The tables of a question. words: where titles are found; without it, names stand for them."""
    scale, unmoved = gain_scale(reading), reading.structure.status_quo_package
    texts, capabilities = option_texts(case, words), weights(reading)
    return {
        "parties": [words.name(case.parties[p]) if words else case.parties[p] for p in reading.structure.bargaining],
        "walk_aways": [scale.floor[n] if scale else None for n in range(len(reading.structure.bargaining))],
        "points": [reading.denominator[p] for p in reading.structure.bargaining],
        "capabilities": list(capabilities) if capabilities is not None else None,
        "still": named(texts, subproblems[0], unmoved) if unmoved is not None and subproblems else None,
        "questions": [_question(case, texts, subproblem) for subproblem in subproblems],
    }


def option_texts(case: Compiled, words: Case | None) -> Texts:
    """Per issue the text of each option: its title after that of the issue, and its name where titles are alike."""
    every = []
    for issue, options in zip(case.issues, case.options, strict=True):
        title = words.issue_title(issue) if words else issue
        labels = [words.option_label(issue, option) if words else option for option in options]
        alike = len(set(labels)) < len(labels) or (words is not None and any(
            words.issue_title(other) == title for other in case.issues if other != issue
        ))  # fmt: skip
        every.append(tuple(
            f"{title} ({issue}): {label} ({option})" if alike else f"{title}: {label}"
            for option, label in zip(options, labels, strict=True)
        ))  # fmt: skip
    return tuple(every)


def named(texts: Texts, subproblem: Subproblem, package: Sequence[int]) -> list[str]:
    """A package as one text for each part of a question."""
    return [_text(texts, part.cluster.issues, [package[n] for n in part.cluster.issues]) for part in subproblem.parts]


def groups(part: Part) -> list[list[int]]:
    """The rows of a part, for each state before it."""
    states = int(part.before.max()) + 1
    return [[n for n, before in enumerate(part.before.tolist()) if before == state] for state in range(states)]


def _question(case: Compiled, texts: Texts, subproblem: Subproblem) -> Json:
    return {
        "required": [case.parties[p] for p in sorted(subproblem.required)],
        "values": [case.parties[p] for p in subproblem.parties],
        "floor": [int(least) if least > NO_FLOOR else NO_FLOOR for least in subproblem.floor],
        "runs": [[_part(texts, subproblem, subproblem.parts[n]) for n in run] for run in subproblem.runs],
    }


def _part(texts: Texts, subproblem: Subproblem, part: Part) -> Json:
    issues, unmoved = part.cluster.issues, subproblem.reading.structure.status_quo_package
    return {
        "still": _text(texts, issues, [unmoved[n] for n in issues]) if unmoved is not None else None,
        "rows": [
            [
                [
                    int(part.after[row]),
                    part.rows[row].tolist(),
                    [_text(texts, issues, options) for options in part.options(row).tolist()],
                ]
                for row in rows
            ]
            for rows in groups(part)
        ],
    }


def _text(texts: Texts, issues: Sequence[int], options: Sequence[int]) -> str:
    return "; ".join(texts[issue][option] for issue, option in zip(issues, options, strict=True))
