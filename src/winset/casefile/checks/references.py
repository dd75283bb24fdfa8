"""Every name that a case uses stands for something in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from winset.casefile.checks.register import check
from winset.casefile.names import listing, nearest, short
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case, Cell, RedLine, parts
from winset.model.claims import Assertion, Claim

REQUIRED = ("parties", "issues")
Conditions = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A name in use: where, what kind of thing it names, and where things of that kind are declared."""

    path: Path
    kind: str
    name: str
    declared: Path
    also: tuple[Path, ...] = ()
    is_key: bool = False


def party(path: Path, name: str, *, is_key: bool = False) -> Reference:
    return Reference(path=path, kind="party", name=name, declared=("parties",), is_key=is_key)


def holder(path: Path, name: str) -> Reference:
    return Reference(path=path, kind="party", name=name, declared=("parties",), also=(("others",),))


def issue(path: Path, name: str) -> Reference:
    return Reference(path=path, kind="issue", name=name, declared=("issues",), is_key=True)


def option(path: Path, of_issue: str, name: str, *, is_key: bool = False) -> Reference:
    return Reference(
        path=path, kind=f"option of `{of_issue}`", name=name, declared=("issues", of_issue, "options"), is_key=is_key
    )


@check(explains=True)
def unknown_names(case: Case, tree: Tree) -> Iterator[Problem]:
    """A problem for each name that nothing in the case bears, with the one that was probably meant."""
    yield from unknown_among(references(case), tree)


def unknown_among(used: Iterable[Reference], tree: Tree) -> Iterator[Problem]:
    """The same of some names alone."""
    known: dict[tuple[Path, ...], dict[str, None]] = {}
    for reference in used:
        where = (reference.declared, *reference.also)
        if where not in known:
            known[where] = dict.fromkeys(name for path in where for name in tree.keys(path))
        declared = known[where]
        if reference.name in declared or not _is_told(tree, reference.declared):
            continue
        guess = nearest(reference.name, declared)
        names = listing(declared) or "none is declared"
        yield Problem(
            code="E203",
            message=f"no {reference.kind} is called `{short(reference.name)}`",
            place=tree.key_place(reference.path) if reference.is_key else tree.place(reference.path),
            hint=f"did you mean `{guess}`? known: {names}" if guess else f"known: {names}",
            suggestion=guess,
            path=tree.in_file(reference.path),
        )


def _is_told(tree: Tree, declared: Path) -> bool:
    """True where the file says what there is of a kind: a section that is missing or broken is a problem of its own."""
    if declared[-1] != "interests" and (declared[0] in REQUIRED or len(declared) > 1):
        return tree.is_section(declared)
    return tree.is_section(declared) or not tree.has(declared)


def references(case: Case) -> Iterator[Reference]:
    """Every name in use, in the order of the format."""
    return chain(
        _claims(case),
        _interests(case),
        _positions(case),
        _consent(case),
        _rules_and_levers(case),
        _tables(case),
        _moves(case),
        _plan(case),
        _packages(case),
        _scores(case),
        _judgements_of_parties(case),
        _judgements_of_others(case),
        _preferences(case),
        _comparisons(case),
    )


def _claims(case: Case) -> Iterator[Reference]:
    for path, part in parts(case):
        if isinstance(part, Claim):
            yield Reference(path=(*path, "source"), kind="source", name=part.source, declared=("sources",))
        elif isinstance(part, Assertion):
            if isinstance(part.claim, str):
                yield Reference(path=(*path, "claim"), kind="claim", name=part.claim, declared=("claims",))
            for n, use in enumerate(part.also):
                if isinstance(use, str):
                    yield Reference(path=(*path, "also", n), kind="claim", name=use, declared=("claims",))
    for name, issue_ in case.issues.items():
        if issue_.status_quo is not None:
            yield option(("issues", name, "status_quo"), name, issue_.status_quo)


def interests_named(case: Case) -> Iterator[tuple[Path, str]]:
    """Every use of an interest as it is written, `party.interest`: what options serve, and what red lines protect."""
    for name, issue_ in case.issues.items():
        for choice, option_entry in issue_.options.items():
            for n, served in enumerate(option_entry.serves):
                yield ("issues", name, "options", choice, "serves", n), served
    for name, row in case.positions.items():
        for who, cell in row.items():
            for path, lines in _red_lines_of(("positions", name, who), cell):
                for n, line in enumerate(lines):
                    for m, protected in enumerate(line.protects):
                        yield (*path, n, "protects", m), protected


def _red_lines_of(path: Path, cell: Cell) -> Iterator[tuple[Path, tuple[RedLine, ...]]]:
    """The red lines of a cell and of the positions before it."""
    yield (*path, "rejects"), cell.rejects
    for n, earlier in enumerate(cell.was):
        yield (*path, "was", n, "rejects"), earlier.rejects


def _interests(case: Case) -> Iterator[Reference]:
    """The interests that are named, each `party.interest`; another form is a mistake of its own."""
    for path, named in interests_named(case):
        who, dot, key = named.partition(".")
        if dot and who in case.parties:
            yield Reference(path=path, kind=f"interest of `{who}`", name=key, declared=("parties", who, "interests"))
        elif dot:
            yield party(path, who)


def _positions(case: Case) -> Iterator[Reference]:
    for name, cells in case.positions.items():
        path: Path = ("positions", name)
        yield issue(path, name)
        for who, cell in cells.items():
            here = (*path, who)
            if who != "rest":
                yield party(here, who, is_key=True)
            if cell.ideal is not None:
                yield option((*here, "ideal"), name, cell.ideal)
            if cell.delegates_to is not None:
                yield party((*here, "delegates_to"), cell.delegates_to)
            for n, earlier in enumerate(cell.was):
                if earlier.ideal is not None:
                    yield option((*here, "was", n, "ideal"), name, earlier.ideal)
                if earlier.delegates_to is not None:
                    yield party((*here, "was", n, "delegates_to"), earlier.delegates_to)
            for where, lines in _red_lines_of(here, cell):
                for n, line in enumerate(lines):
                    yield option((*where, n), name, line.option)


def _consent(case: Case) -> Iterator[Reference]:
    for n, who in enumerate(case.consent.package or ()):
        yield party(("consent", "package", n), who)
    for name, needs in case.consent.issues.items():
        path: Path = ("consent", "issues", name)
        yield issue(path, name)
        for n, who in enumerate(needs.needs):
            yield party((*path, "needs", n), who)
        for choice, special in needs.options.items():
            yield option((*path, "options", choice), name, choice, is_key=True)
            for n, who in enumerate(special.needs):
                yield party((*path, "options", choice, "needs", n), who)


def condition(path: Path, when: Conditions) -> Iterator[Reference]:
    """The names in a condition."""
    for name, choices in when.items():
        yield issue((*path, name), name)
        for n, choice in enumerate(choices):
            yield option((*path, name, n), name, choice)


def _rules_and_levers(case: Case) -> Iterator[Reference]:
    for n, rule in enumerate(case.rules):
        yield from condition(("rules", n, "if"), rule.if_)
        yield from condition(("rules", n, "then"), rule.then)
        yield from (issue(("rules", n, "applies_above", name), name) for name in rule.applies_above)
    for name, lever in case.levers.items():
        for n, who in enumerate(lever.holders):
            yield holder(("levers", name, "holders", n), who)
        yield party(("levers", name, "target"), lever.target)


def _tables(case: Case) -> Iterator[Reference]:
    for name, table in case.tables.items():
        path: Path = ("tables", name)
        for n, who in enumerate(table.seated):
            yield party((*path, "seated", n), who)
        if table.after is not None:
            yield Reference(path=(*path, "after"), kind="table", name=table.after, declared=("tables",))
        for n, topic in enumerate(table.agenda or ()):
            yield Reference(path=(*path, "agenda", n), kind="issue", name=topic, declared=("issues",))
        for n, ratifier in enumerate(table.ratifiers):
            for field, name_ in (("party", ratifier.party), ("follows", ratifier.follows)):
                if name_ is not None:
                    yield party((*path, "ratifiers", n, field), name_)


def _moves(case: Case) -> Iterator[Reference]:
    for name, moves in case.moves.items():
        yield issue(("moves", name), name)
        for n, move in enumerate(moves):
            for m, who in enumerate(move.by):
                yield party(("moves", name, n, "by", m), who)
            for m, pair in enumerate(move.from_to or ()):
                for k, choice in enumerate(pair):
                    yield option(("moves", name, n, "from_to", m, k), name, choice)


def _plan(case: Case) -> Iterator[Reference]:
    if case.plan is None:
        return
    for name, step in case.plan.steps.items():
        path: Path = ("plan", "steps", name)
        yield party((*path, "by"), step.by)
        for topic, choice in step.carries_out.items():
            yield issue((*path, "carries_out", topic), topic)
            yield option((*path, "carries_out", topic), topic, choice)
        for who in step.worth:
            yield party((*path, "worth", who), who, is_key=True)
        for n, before in enumerate(step.after):
            yield Reference(path=(*path, "after", n), kind="step", name=before, declared=("plan", "steps"))
    for who in case.plan.parties:
        yield party(("plan", "parties", who), who, is_key=True)
    if case.plan.trigger is not None:
        for n, who in enumerate(case.plan.trigger.of):
            yield party(("plan", "trigger", "of", n), who)
        for who in case.plan.trigger.willing:
            yield party(("plan", "trigger", "willing", who), who, is_key=True)


def _packages(case: Case) -> Iterator[Reference]:
    for name, package in case.packages.items():
        path: Path = ("packages", name, "options")
        for topic, choice in package.options.items():
            yield issue((*path, topic), topic)
            yield option((*path, topic), topic, choice)


def _scores(case: Case) -> Iterator[Reference]:
    judged = case.judgements
    for kind, section in (("salience", judged.salience), ("scores", judged.scores), ("orders", judged.orders)):
        for name, row in section.items():
            path: Path = ("judgements", kind, name)
            yield issue(path, name)
            for who in row:
                yield party((*path, who), who, is_key=True)
    for name, row_of_scores in judged.scores.items():
        for who, scores in row_of_scores.items():
            for choice in scores:
                yield option(("judgements", "scores", name, who, choice), name, choice, is_key=True)
    for name, orders in judged.orders.items():
        for who, order in orders.items():
            for n, choice in enumerate(order):
                yield option(("judgements", "orders", name, who, n), name, choice)


def _judgements_of_parties(case: Case) -> Iterator[Reference]:
    judged = case.judgements
    for kind, people in (
        ("walk_away", judged.walk_away), ("capability", judged.capability), ("refusal", judged.refusal),
        ("spoil", judged.spoil), ("statements", judged.statements), ("ranking", judged.ranking),
        ("unknown", judged.unknown), ("compared", judged.compared),
    ):  # fmt: skip
        for who in people:
            yield party(("judgements", kind, who), who, is_key=True)
    for who, costs in judged.spoil.items():
        for other in costs:
            yield party(("judgements", "spoil", who, other), other, is_key=True)


def _judgements_of_others(case: Case) -> Iterator[Reference]:
    judged = case.judgements
    for name, meeting in judged.tables.items():
        yield Reference(path=("judgements", "tables", name), kind="table", name=name, declared=("tables",), is_key=True)
        for who in meeting.worth:
            yield party(("judgements", "tables", name, "worth", who), who, is_key=True)
        for n, lever in enumerate(meeting.spends):
            yield Reference(
                path=("judgements", "tables", name, "spends", n), kind="lever", name=lever, declared=("levers",)
            )
    for name in judged.levers:
        yield Reference(path=("judgements", "levers", name), kind="lever", name=name, declared=("levers",), is_key=True)


def _comparisons(case: Case) -> Iterator[Reference]:
    for who, compared in case.judgements.compared.items():
        for field, packages in (("rather", compared.rather), ("no_deal", compared.no_deal)):
            for n, package in enumerate(packages):
                yield from condition(("judgements", "compared", who, field, n), {k: (v,) for k, v in package.items()})


def _preferences(case: Case) -> Iterator[Reference]:
    judged = case.judgements
    for n, link in enumerate(judged.links):
        yield party(("judgements", "links", n, "party"), link.party)
        yield from condition(("judgements", "links", n, "when"), link.when)
        yield from (issue(("judgements", "links", n, "applies_above", name), name) for name in link.applies_above)
    for who, statements in judged.statements.items():
        for n, statement in enumerate(statements):
            for m, when in enumerate(statement.when):
                yield from condition(("judgements", "statements", who, n, "when", m), when)
    for who, groups in judged.ranking.items():
        for n, group in enumerate(groups):
            for m, package in enumerate(group):
                yield from condition(("judgements", "ranking", who, n, m), {k: (v,) for k, v in package.items()})
    for who, pairs in judged.unknown.items():
        for n, pair in enumerate(pairs):
            for m, package in enumerate(pair):
                yield from condition(("judgements", "unknown", who, n, m), {k: (v,) for k, v in package.items()})
