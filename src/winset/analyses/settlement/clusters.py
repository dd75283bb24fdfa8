"""Clusters: issues that rules or links join are taken together, and what clusters are worth adds up.

Where a cluster would have too many combinations, its issues become layers, one cluster each, of which only rows that
fit each other may follow one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from winset.analyses.settlement.layers import Layer, layers
from winset.analyses.settlement.packages import Ints, Packages, all_choices, combinations, holds
from winset.compiled import Condition, Structure
from winset.readings.exact import LinkWorth

LARGEST_CLUSTER = 50_000
"""Combinations of options of issues that rules or links join, which are written out; beyond, these issues are taken one
after the other, with the same result.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IssueCluster:
    """Issues that belong together, with every lawful combination of their options; or one layer of such issues.

    choices: (choice, issue) options, in lexicographic order; in a layer, those from each state before it. added:
    (choice, party) what links add, numerators. before, after: (choice) the states between layers that it leads from and
    to, 0 where there is only one. states: how many there are after it. status_quo_choice: the choice that moves
    nothing, None where there is none.
    """

    issues: tuple[int, ...]
    choices: Packages
    added: Ints
    before: Ints
    after: Ints
    states: int
    status_quo_choice: int | None


def groups(structure: Structure, links: tuple[LinkWorth, ...]) -> tuple[tuple[int, ...], ...]:
    """The issues of each cluster, in the order of the case: joined by a rule, or by a link that is worth something.

    An issue that packages may hold one option of joins nothing.
    """
    root = list(range(len(structure.sizes)))

    def top(issue: int) -> int:
        while root[issue] != issue:
            issue = root[issue]
        return issue

    named = [[issue for issue, _ in (*rule.if_, *rule.then)] for rule in structure.rules]
    named += [[issue for issue, _ in link.when] for link in links if link.worth]
    for issues in named:
        joined = [issue for issue in issues if len(structure.choices(issue)) > 1]
        for issue in joined[1:]:
            first, second = sorted((top(joined[0]), top(issue)))
            root[second] = first
    tops = [top(issue) for issue in range(len(root))]
    return tuple(tuple(n for n, top_issue in enumerate(tops) if top_issue == first) for first in dict.fromkeys(tops))


def holder(structure: Structure, named: Condition) -> int:
    """The issue whose cluster a rule or link belongs to: the first that packages may hold several options of."""
    issues = [issue for issue, _ in named]
    return next((issue for issue in issues if len(structure.choices(issue)) > 1), issues[0])


def as_packages(structure: Structure, issues: tuple[int, ...], rows: Packages) -> Packages:
    """(row, issue) rows of some issues as packages, with the only option of each other issue that has just one."""
    wide = np.zeros((len(rows), len(structure.sizes)), dtype=np.int16)
    for issue, options in enumerate(all_choices(structure)):
        wide[:, issue] = options[0] if len(options) == 1 else 0
    wide[:, list(issues)] = rows
    return wide


def build_clusters(structure: Structure, links: tuple[LinkWorth, ...]) -> tuple[IssueCluster, ...]:
    """All clusters. Raises TooJoined where too much is open between the layers of some issues."""
    choices = all_choices(structure)
    clusters: list[IssueCluster] = []
    for issues in groups(structure, links):
        if prod(len(choices[issue]) for issue in issues) > LARGEST_CLUSTER:
            clusters += (_layer(structure, links, layer) for layer in layers(structure, links, issues))
        else:
            clusters.append(_whole(structure, links, issues, combinations(tuple(choices[issue] for issue in issues))))
    return tuple(clusters)


def _whole(structure: Structure, links: tuple[LinkWorth, ...], issues: tuple[int, ...], rows: Packages) -> IssueCluster:
    """One cluster of the lawful ones among all combinations of its issues."""
    wide = as_packages(structure, issues, rows)
    keep = np.ones(len(rows), dtype=bool)
    for rule in structure.rules:
        if holder(structure, (*rule.if_, *rule.then)) in issues:
            keep &= ~holds(wide, rule.if_) | holds(wide, rule.then)
    rows, wide = rows[keep], wide[keep]
    added = np.zeros((len(rows), structure.needs.shape[1]), dtype=np.int64)
    for link in links:
        if link.worth and holder(structure, link.when) in issues:
            added[:, link.party] += holds(wide, link.when) * link.worth
    quo = None
    if (unmoved := structure.status_quo_package) is not None:
        same = np.flatnonzero((rows == np.array([unmoved[issue] for issue in issues], dtype=np.int16)).all(axis=1))
        quo = int(same[0]) if len(same) else None
    alone = np.zeros(len(rows), dtype=np.int64)
    return IssueCluster(
        issues=issues, choices=rows, added=added, before=alone, after=alone, states=1, status_quo_choice=quo
    )


def _layer(structure: Structure, links: tuple[LinkWorth, ...], layer: Layer) -> IssueCluster:
    """One cluster of the ways through a layer."""
    added = np.zeros((len(layer.transitions), structure.needs.shape[1]), dtype=np.int64)
    for n, way in enumerate(layer.transitions):
        for link in way.fulfilled:
            added[n, links[link].party] += links[link].worth
    return IssueCluster(
        issues=(layer.issue,),
        choices=np.array([[way.option] for way in layer.transitions], dtype=np.int16).reshape(-1, 1),
        added=added,
        before=np.array([way.before for way in layer.transitions], dtype=np.int64),
        after=np.array([way.after for way in layer.transitions], dtype=np.int64),
        states=layer.states,
        status_quo_choice=layer.status_quo_transition,
    )
