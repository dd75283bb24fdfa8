"""Rules, consent, tables and notes: what must fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from winset.casefile.checks.circles import circles
from winset.casefile.checks.register import check
from winset.casefile.nodes import Mapping as Section
from winset.casefile.nodes import Node, Scalar, Sequence
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case, Ratifier, Rule, parts
from winset.model.claims import Claim
from winset.model.reach import mark, widened

MOST_LOOKS = 100_000
"""Times that a rule is looked at in search of a package that keeps all of them; beyond, it is not checked whether the
rules contradict each other.
"""

Condition = Mapping[str, tuple[str, ...]]


@check(explains=True)
def version(case: Case, tree: Tree) -> Iterator[Problem]:
    """The version of the format is a whole number; `true`, which counts as 1, is none."""
    node = tree.node(("winset",))
    if isinstance(node, Scalar) and (isinstance(node.value, bool) or not isinstance(node.value, int)):
        problem = tree.problem("E204", f"`winset`: `{case.winset}` is expected here", ("winset",))
        if problem.place not in {known.place for known in tree.reader.problems}:
            yield problem


@check()
def rules(case: Case, tree: Tree) -> Iterator[Problem]:
    """Some package keeps every rule, and no two rules share a name."""
    seen: set[str] = set()
    for n, rule in enumerate(case.rules):
        if rule.id in seen:
            yield tree.problem("E208", f"two rules are called `{rule.id}`", ("rules", n, "id"))
        seen.add(rule.id)
    usable = tuple(_widened(case, rule) for rule in case.rules if _names_fit(case, rule))
    if usable and _satisfiable(case, usable) is False:
        yield tree.problem("E308", "no package keeps all the rules: they contradict each other", ("rules",))


def _names_fit(case: Case, rule: Rule) -> bool:
    return all(
        issue in case.issues and all(option in case.issues[issue].options for option in options)
        for when in (rule.if_, rule.then)
        for issue, options in when.items()
    )


def _satisfiable(case: Case, known: tuple[Rule, ...]) -> bool | None:
    """True if options can be chosen, issue by issue, so that no rule is broken; None where it takes too long to say.

    A depth-first search; a rule is looked at when the last of its issues is decided.
    """
    issues = list(dict.fromkeys(issue for rule in known for when in (rule.if_, rule.then) for issue in when))
    rank = {issue: n for n, issue in enumerate(issues)}
    due: list[list[Rule]] = [[] for _ in issues]
    for rule in known:
        due[max(rank[issue] for issue in (*rule.if_, *rule.then))].append(rule)
    options = [tuple(case.issues[issue].options) for issue in issues]
    tried = [0] * len(issues)
    chosen: dict[str, str] = {}
    depth, looked = 0, 0
    while 0 <= depth < len(issues):
        if tried[depth] == len(options[depth]):
            tried[depth] = 0
            depth -= 1
            continue
        chosen[issues[depth]] = options[depth][tried[depth]]
        tried[depth] += 1
        looked += 1 + len(due[depth])
        if looked > MOST_LOOKS:
            return None
        if not any(_holds(rule.if_, chosen) and not _holds(rule.then, chosen) for rule in due[depth]):
            depth += 1
    return depth == len(issues)


def _widened(case: Case, rule: Rule) -> Rule:
    """The rule with the options on the list to which it reaches."""
    reaches = {name: widened(case.issues, getattr(rule, name), rule.applies_above) for name in ("if_", "then")}
    return rule.model_copy(update=reaches)


@check()
def marks(case: Case, tree: Tree) -> Iterator[Problem]:
    """What a link or a rule says of how far it reaches makes sense on the line of the issue."""
    for n, rule in enumerate(case.rules):
        yield from _marks(case, tree, ("rules", n), (rule.if_, rule.then), rule.applies_above)
    for n, link in enumerate(case.judgements.links):
        yield from _marks(case, tree, ("judgements", "links", n), (link.when,), link.applies_above)


def _marks(
    case: Case, tree: Tree, path: Path, whens: tuple[Condition, ...], above: Mapping[str, Fraction | str]
) -> Iterator[Problem]:
    for name, at in above.items():
        where: Path = (*path, "applies_above", name)
        if name not in case.issues:
            continue
        holding = [when[name] for when in whens if name in when]
        if not holding:
            yield tree.problem("E331", f"`{name}` is not named here, so nothing reaches along its line", where)
        wrong = next((fault for named in holding if isinstance(fault := mark(case.issues[name], named, at), str)), None)
        if wrong is not None:
            yield tree.problem("E331", f"`applies_above` on `{name}`: {wrong}", where)


def _holds(when: Condition, chosen: Mapping[str, str]) -> bool:
    return all(chosen[issue] in options for issue, options in when.items())


@check()
def consent(case: Case, tree: Tree) -> Iterator[Problem]:
    """Somebody's consent is asked for, and no list names a party twice."""
    lists: list[tuple[Path, tuple[str, ...]]] = []
    if case.consent.package is not None:
        lists.append((("consent", "package"), case.consent.package))
        if not case.consent.package:
            message = "nobody's consent is asked for"
            yield tree.problem("E322", message, ("consent", "package"), "leave the list out to ask every party")
    lists += [(("tables", name, "seated"), table.seated) for name, table in case.tables.items()]
    lists += [(("consent", "issues", name, "needs"), needs.needs) for name, needs in case.consent.issues.items()]
    for path, names in lists:
        twice = next((name for name, times in Counter(names).items() if times > 1), None)
        if twice is not None:
            yield tree.problem("E208", f"`{twice}` stands twice in this list", path)


@check()
def tables(case: Case, tree: Tree) -> Iterator[Problem]:
    """A table seats somebody, follows no table in a circle, and leaves nothing undefined that is off its agenda."""
    for circle in circles({name: [table.after] for name, table in case.tables.items() if table.after is not None}):
        way = " ← ".join([*circle, circle[0]])
        yield tree.problem("E318", f"the tables follow each other in a circle: {way}", ("tables", circle[0], "after"))
    for name, table in case.tables.items():
        path: Path = ("tables", name)
        if not table.seated:
            yield tree.problem("E202", f"nobody is seated at `{name}`", (*path, "seated"))
        agenda = set(case.issues if table.agenda is None else table.agenda)
        for issue in case.issues:
            stays = tree.has(("issues", issue, "status_quo"))
            if issue not in agenda and case.issues[issue].status_quo is None and not stays:
                message = f"`{issue}` is off the agenda of `{name}` and has no `status_quo` to stay at"
                yield tree.problem("E314", message, (*path, "agenda"))
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


@check(warns_only=True)
def unused(case: Case, tree: Tree) -> Iterator[Problem]:
    """Warnings: a named claim that nothing uses, a source that nothing quotes, a claim without a reading."""
    used = _texts_under(tree, ("claim", "also"))
    for name in case.claims:
        if name not in used:
            yield tree.problem("W107", f"nothing uses the claim `{name}`", ("claims", name))
    quoted = _texts_under(tree, ("source",))
    for name in case.sources:
        if name not in quoted:
            yield tree.problem("W106", f"nothing quotes the source `{name}`", ("sources", name))
    claims = [(path, part) for path, part in parts(case) if isinstance(part, Claim)]
    for path, claim in claims:
        if claim.reading is None:
            message = "this claim says nothing of what the quote means"
            yield tree.problem("W103", message, (*path, "quote"), "add `reading: …`")


def _texts_under(tree: Tree, fields: tuple[str, ...]) -> set[str]:
    """Every text that stands anywhere in the file under one of the fields, in parts that are broken too."""
    texts: set[str] = set()
    waiting: list[tuple[Node, bool]] = [(tree.root, False)]
    while waiting:
        node, is_field = waiting.pop()
        if isinstance(node, Section):
            waiting += [(value, key in fields) for key, (_, value) in node.entries.items()]
        elif isinstance(node, Sequence):
            waiting += [(item, is_field) for item in node.items]
        elif isinstance(node, Scalar) and is_field:
            texts.add(node.text)
    return texts
