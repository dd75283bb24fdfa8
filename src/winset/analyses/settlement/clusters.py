"""Clusters: issues that rules or links join are taken together, and what clusters are worth adds up.

Where a cluster would have too many combinations, its issues become layers, one cluster each, of which only rows that
fit each other may follow one another.

Clusters hang on who must accept what, on rules and on the conditions of links, and on no other number: readings that
differ in numbers alone have the same ones, which are built once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray

from winset.analyses.settlement.layers import Joining, Layer, TooJoined, Whens, conditions, layers
from winset.analyses.settlement.packages import Ints, Packages, all_choices, combinations, holds
from winset.compiled import Condition, Structure
from winset.readings.exact import LinkWorth

LARGEST_CLUSTER = 50_000
"""Combinations of options of issues that rules or links join, which are written out; beyond, these issues are taken one
after the other, with the same result.
"""
MOST_CLUSTERS_KEPT = 64
"""Structures whose clusters are kept for the next reading; beyond, they are built again, with the same result."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class IssueCluster:
    """Issues that belong together, with every lawful combination of their options; or one layer of such issues.

    choices: (choice, issue) options, in lexicographic order; in a layer, those from each state before it. fulfilled:
    links, as places among those of a reading, each with the choices that bring it. before, after: (choice) the states
    between layers that it leads from and to, 0 where there is only one. states: how many there are after it.
    status_quo_choice: the choice that moves nothing, None where there is none.
    """

    issues: tuple[int, ...]
    choices: Packages
    fulfilled: tuple[tuple[int, NDArray[np.intp]], ...]
    before: Ints
    after: Ints
    states: int
    status_quo_choice: int | None


def groups(structure: Structure, whens: Whens) -> tuple[tuple[int, ...], ...]:
    """The issues of each cluster, in the order of the case: joined by a rule, or by a link that is worth something.

    An issue that packages may hold one option of joins nothing.
    """
    choices = all_choices(structure)
    root = list(range(len(structure.sizes)))

    def top(issue: int) -> int:
        while root[issue] != issue:
            issue = root[issue]
        return issue

    named = [[issue for issue, _ in (*rule.if_, *rule.then)] for rule in structure.rules]
    named += [[issue for issue, _ in when] for when in whens if when is not None]
    for issues in named:
        joined = [issue for issue in issues if len(choices[issue]) > 1]
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
    """All clusters, the same ones for links that differ in worth alone. Raises TooJoined where too much is open between
    the layers of some issues.
    """
    clusters = _of_structure(structure, conditions(links), LARGEST_CLUSTER)
    if clusters is None:
        raise TooJoined
    return clusters


@lru_cache(maxsize=MOST_CLUSTERS_KEPT)
def _of_structure(structure: Structure, whens: Whens, largest: int) -> tuple[IssueCluster, ...] | None:
    """The clusters of this very structure; None where too much is open between layers."""
    return _built(Joining.of(structure, whens), largest)


@lru_cache(maxsize=MOST_CLUSTERS_KEPT)
def _built(joining: Joining, largest: int) -> tuple[IssueCluster, ...] | None:
    """The same for all structures that differ in consent and red lines alone. largest: combinations of a cluster that
    is written out.
    """
    structure, whens = joining.structure, joining.whens
    choices = all_choices(structure)
    clusters: list[IssueCluster] = []
    for issues in groups(structure, whens):
        if prod(len(choices[issue]) for issue in issues) > largest:
            try:
                clusters += (_layer(layer, len(whens)) for layer in layers(structure, whens, issues))
            except TooJoined:
                return None
        else:
            clusters.append(_whole(structure, whens, issues, combinations(tuple(choices[issue] for issue in issues))))
    return tuple(clusters)


def _whole(structure: Structure, whens: Whens, issues: tuple[int, ...], rows: Packages) -> IssueCluster:
    """One cluster of the lawful ones among all combinations of its issues."""
    wide = as_packages(structure, issues, rows)
    keep = np.ones(len(rows), dtype=bool)
    for rule in structure.rules:
        if holder(structure, (*rule.if_, *rule.then)) in issues:
            keep &= ~holds(wide, rule.if_) | holds(wide, rule.then)
    rows, wide = rows[keep], wide[keep]
    fulfilled = tuple(
        (n, np.flatnonzero(holds(wide, when)))
        for n, when in enumerate(whens)
        if when is not None and holder(structure, when) in issues
    )
    quo = None
    if (unmoved := structure.status_quo_package) is not None:
        same = np.flatnonzero((rows == np.array([unmoved[issue] for issue in issues], dtype=np.int16)).all(axis=1))
        quo = int(same[0]) if len(same) else None
    alone = np.broadcast_to(np.int64(0), len(rows))
    return IssueCluster(
        issues=issues, choices=rows, fulfilled=fulfilled, before=alone, after=alone, states=1, status_quo_choice=quo
    )


def _layer(layer: Layer, links: int) -> IssueCluster:
    """One cluster of the ways through a layer."""
    bringing: list[list[int]] = [[] for _ in range(links)]
    for n, way in enumerate(layer.transitions):
        for link in way.fulfilled:
            bringing[link].append(n)
    return IssueCluster(
        issues=(layer.issue,),
        choices=np.array([[way.option] for way in layer.transitions], dtype=np.int16).reshape(-1, 1),
        fulfilled=tuple((link, np.array(ways, dtype=np.intp)) for link, ways in enumerate(bringing) if ways),
        before=np.array([way.before for way in layer.transitions], dtype=np.int64),
        after=np.array([way.after for way in layer.transitions], dtype=np.int64),
        states=layer.states,
        status_quo_choice=layer.status_quo_transition,
    )
