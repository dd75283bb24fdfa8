"""Rules, consent, tables, plan and notes: what must fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case, Ratifier, Rule, parts
from winset.model.claims import Assertion, Claim

Condition = Mapping[str, tuple[str, ...]]


def rules(case: Case, tree: Tree) -> Iterator[Problem]:
    """Some package keeps every rule, and no two rules share a name."""
    seen: set[str] = set()
    for n, rule in enumerate(case.rules):
        if rule.id in seen:
            yield tree.problem("E208", f"two rules are called `{rule.id}`", ("rules", n, "id"))
        seen.add(rule.id)
    usable = tuple(rule for rule in case.rules if _names_fit(case, rule))
    if usable and not _satisfiable(case, usable):
        yield tree.problem("E308", "no package keeps all the rules: they contradict each other", ("rules",))


def _names_fit(case: Case, rule: Rule) -> bool:
    return all(
        issue in case.issues and all(option in case.issues[issue].options for option in options)
        for when in (rule.if_, rule.then)
        for issue, options in when.items()
    )


def _satisfiable(case: Case, known: tuple[Rule, ...]) -> bool:
    """True if options can be chosen, issue by issue, so that no rule is broken; a depth-first search."""
    issues = list(dict.fromkeys(issue for rule in known for when in (rule.if_, rule.then) for issue in when))

    def holds(when: Condition, chosen: dict[str, str]) -> bool | None:
        settled = [chosen[issue] in options if issue in chosen else None for issue, options in when.items()]
        return False if False in settled else None if None in settled else True

    def extend(chosen: dict[str, str]) -> bool:
        if any(holds(rule.if_, chosen) is True and holds(rule.then, chosen) is False for rule in known):
            return False
        if len(chosen) == len(issues):
            return True
        issue = issues[len(chosen)]
        return any(extend({**chosen, issue: option}) for option in case.issues[issue].options)

    return extend({})


def consent(case: Case, tree: Tree) -> Iterator[Problem]:
    """Somebody's consent is asked for, and no list names a party twice."""
    lists: list[tuple[Path, tuple[str, ...]]] = []
    if case.consent.package is not None:
        lists.append((("consent", "package"), case.consent.package))
        if not case.consent.package:
            yield tree.problem(
                "E322", "nobody's consent is asked for", ("consent", "package"), "leave the list out to ask every party"
            )
    lists += [(("tables", name, "seated"), table.seated) for name, table in case.tables.items()]
    lists += [(("consent", "issues", name, "needs"), needs.needs) for name, needs in case.consent.issues.items()]
    for path, names in lists:
        for name in names:
            if names.count(name) > 1:
                yield tree.problem("E208", f"`{name}` stands twice in this list", path)
                break


def tables(case: Case, tree: Tree) -> Iterator[Problem]:
    """A table seats somebody, follows no table in a circle, and leaves nothing undefined that is off its agenda."""
    for name, table in case.tables.items():
        path: Path = ("tables", name)
        if not table.seated:
            yield tree.problem("E202", f"nobody is seated at `{name}`", (*path, "seated"))
        chain = [name]
        while (after := case.tables[chain[-1]].after) is not None and after in case.tables:
            chain.append(after)
            if after in chain[:-1]:
                yield tree.problem(
                    "E318", f"the tables follow each other in a circle: {' ← '.join(chain)}", (*path, "after")
                )
                break
        for issue in case.issues:
            if table.agenda is not None and issue not in table.agenda and case.issues[issue].status_quo is None:
                yield tree.problem(
                    "E314",
                    f"`{issue}` is off the agenda of `{name}` and has no `status_quo` to stay at",
                    (*path, "agenda"),
                )
        for n, ratifier in enumerate(table.ratifiers):
            yield from _ratifier(tree, (*path, "ratifiers", n), ratifier)


def _ratifier(tree: Tree, path: Path, ratifier: Ratifier) -> Iterator[Problem]:
    if ratifier.party is None and ratifier.body is None:
        yield tree.problem("E202", "a ratifier is a party or has a `body`", path)
    if ratifier.body is not None and ratifier.follows is None and not ratifier.members:
        yield tree.problem("E202", "a body follows a party (`follows`) or has `members` with a `quota`", path)
    if ratifier.members and ratifier.quota is None:
        yield tree.problem("E202", "a body with members needs a `quota`", path)
    if ratifier.members and ratifier.quota is not None and sum(ratifier.members.values()) < ratifier.quota:
        yield tree.problem("E301", "the quota is larger than all the weights together", (*path, "quota"))
    if ratifier.follows is not None and ratifier.members:
        yield tree.problem("E204", "a body either follows a party or has members of its own", path)


def steps(case: Case, tree: Tree) -> Iterator[Problem]:
    """The steps of a plan follow each other without a circle."""
    if case.plan is None:
        return
    after = {
        name: [other for other in step.after if other in case.plan.steps] for name, step in case.plan.steps.items()
    }
    done: set[str] = set()
    while ready := [name for name in after if name not in done and all(other in done for other in after[name])]:
        done.update(ready)
    if len(done) < len(after):
        stuck = [name for name in after if name not in done]
        yield tree.problem(
            "E318", f"steps wait for each other in a circle: {', '.join(stuck)}", ("plan", "steps", stuck[0], "after")
        )


def unused(case: Case, tree: Tree) -> Iterator[Problem]:
    """Warnings: a named claim that nothing uses, a source that nothing quotes, a claim without a reading."""
    used = {
        use
        for _, part in parts(case)
        if isinstance(part, Assertion)
        for use in (part.claim, *part.also)
        if isinstance(use, str)
    }
    for name in case.claims:
        if name not in used:
            yield tree.problem("W107", f"nothing uses the claim `{name}`", ("claims", name))
    claims = [(path, part) for path, part in parts(case) if isinstance(part, Claim)]
    quoted = {claim.source for _, claim in claims}
    for name in case.sources:
        if name not in quoted:
            yield tree.problem("W106", f"nothing quotes the source `{name}`", ("sources", name))
    for path, claim in claims:
        if claim.reading is None:
            yield tree.problem(
                "W103", "this claim says nothing of what the quote means", (*path, "quote"), "add `reading: …`"
            )
