"""What a case leaves open: placeholders, what no deal is worth, drafts that nobody confirmed, packages with a gap.

In a case without errors also that on which a verdict hangs: ranges, prices, and a way back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from winset.casefile.checks.register import check
from winset.casefile.names import listed, listing
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case, Cell, parts
from winset.model.claims import Claim
from winset.model.numbers import Span
from winset.model.plan import Plan
from winset.model.scores import places, scores_by_rule

PLACEHOLDERS = {"option_a": "the first way to settle it", "option_b": "another way to settle it"}
"""The options of a new grid: the short name of each, and what it says after the colon."""
JUDGED: tuple[Path, ...] = (("judgements",), ("judgements", "walk_away"))
MOST_LINES = 20
"""Lines of unconfirmed drafts that a warning lists; beyond, it says how many more there are."""


@check()
def placeholder_options(case: Case, tree: Tree) -> Iterator[Problem]:
    """No issue has an option that says no more than a new grid does; one problem for each issue that has."""
    for name, issue in case.issues.items():
        left = [choice for choice, option in issue.options.items() if _is_placeholder(option.label)]
        if left:
            message = f"issue `{name}` has placeholders for options: {listed(left)}"
            hint = "write a way to settle it in its place, such as `keep: it stays as it is`"
            yield tree.problem("E330", message, ("issues", name, "options", left[0]), hint)


def has_placeholders(case: Case) -> bool:
    """True of a grid whose options are still to be written."""
    return any(_is_placeholder(option.label) for issue in case.issues.values() for option in issue.options.values())


def _is_placeholder(label: str) -> bool:
    return " ".join(label.casefold().split()).rstrip(".") in PLACEHOLDERS.values()


@check(warns_only=True)
def without_walk_away(case: Case, tree: Tree) -> Iterator[Problem]:
    """A warning where a party has no walk-away: none is judged, and none can be derived, since an issue has no
    `status_quo`.

    A case that ranks whole packages or statements and weighs nothing needs none; of a grid whose options are still to
    be written nothing is said.
    """
    judged = case.judgements
    if (judged.ranking or judged.statements) and not (judged.scores or judged.salience or judged.walk_away):
        return
    if has_placeholders(case) or any(_is_broken(tree, path) for path in JUDGED):
        return
    open_issues = [
        name
        for name, issue in case.issues.items()
        if issue.status_quo is None and not tree.has(("issues", name, "status_quo"))
    ]
    left = [party for party in case.parties if not tree.has(("judgements", "walk_away", party))]
    if not open_issues or not left or _is_told(case, open_issues):
        return
    has = "has" if len(open_issues) == 1 else "have"
    yield tree.problem(
        "W321",
        f"what no deal is worth to {listed(left)} is not known: {listed(open_issues)} {has} no `status_quo`",
        ("issues", open_issues[0]),
        f"add `status_quo: {_an_option(case, open_issues[0])}`, the option that holds while nothing is agreed, or "
        f"judge `walk_away: {{{left[0]}: 30}}`",
    )


def _is_broken(tree: Tree, path: Path) -> bool:
    return tree.has(path) and not tree.is_section(path)


def _is_told(case: Case, open_issues: list[str]) -> bool:
    """True where an error says already that an issue has no status quo."""
    counted = any(walk_away.status_quo is not None for walk_away in case.judgements.walk_away.values())
    agendas = [table.agenda for table in case.tables.values() if table.agenda is not None]
    return counted or any(issue not in agenda for agenda in agendas for issue in open_issues)


def _an_option(case: Case, issue: str) -> str:
    return next(reversed(list(case.issues[issue].options)), "option")


@check(warns_only=True)
def unconfirmed_drafts(case: Case, tree: Tree) -> Iterator[Problem]:
    """One warning with the lines of all of them; it names neither words nor programs, for some may be confidential."""
    drafts = [path for path, part in parts(case) if isinstance(part, Claim) and part.is_draft]
    if drafts:
        lines = sorted({tree.place(path).line for path in drafts})
        more = len(lines) - MOST_LINES
        shown = ", ".join(str(line) for line in lines[:MOST_LINES]) + (f" and {more:,} more" if more > 0 else "")
        are = "1 claim is a draft" if len(drafts) == 1 else f"{len(drafts):,} claims are drafts"
        message = f"{are} that nobody has confirmed (line{'s' if len(lines) > 1 else ''} {shown})"
        hint = "read each beside its text, and write your name as `reviewed_by`"
        yield tree.problem("W111", message, drafts[0], hint)


@check(warns_only=True)
def kept_packages(case: Case, tree: Tree) -> Iterator[Problem]:
    """A warning for each kept package that leaves open what becomes of an issue without a status quo."""
    for name, package in case.packages.items():
        open_issues = [
            issue for issue, entry in case.issues.items() if issue not in package.options and entry.status_quo is None
        ]
        if open_issues:
            verb = "has" if len(open_issues) == 1 else "have"
            yield tree.problem(
                "W341",
                f"kept package `{name}` says nothing of {listed(open_issues)}, which {verb} no status quo to stay at",
                ("packages", name, "options"),
                "add an option for each issue",
            )


RANGES = (
    "a verdict hangs on such numbers: write [low, most likely, high]; "
    "where one is exact, {points: …, because: …} says why"
)


def _counted(number: int, noun: str, many: str) -> str:
    return f"{number:,} {noun if number == 1 else many}"


def cautions(case: Case, tree: Tree) -> Iterator[Problem]:
    """The warnings that only a case without errors can get."""
    yield from _without_range(case, tree)
    yield from _without_price(case, tree)
    yield from _no_way_back(case, tree)


def _without_range(case: Case, tree: Tree) -> Iterator[Problem]:
    """One warning for the walk-aways and one for the numbers of the plan that are given without a range or a reason to
    be exact.
    """
    walk_aways = {
        name: walk_away.points or walk_away.status_quo for name, walk_away in case.judgements.walk_away.items()
    }
    exact = [
        name for name, away in walk_aways.items() if away is not None and _is_bare(away) and _is_number(case, name)
    ]
    if exact:
        which = _counted(len(exact), "walk-away has", "walk-aways have")
        yield tree.problem("W312", f"{which} no range: {listing(exact)}", ("judgements", "walk_away"), RANGES)
    planned = Counter(place for place, span in _planned(case.plan) if _is_bare(span)) if case.plan is not None else {}
    if planned:
        which = _counted(sum(planned.values()), "number of the plan has", "numbers of the plan have")
        where = listing(f"{place} ({count})" if count > 1 else place for place, count in planned.items())
        yield tree.problem("W312", f"{which} no range: {where}", ("plan", "steps"), RANGES)


def _is_bare(span: Span) -> bool:
    return span.is_fixed and span.because is None


def _is_number(case: Case, party: str) -> bool:
    """False of `status_quo` alone, which is no number but the value of a package."""
    walk_away = case.judgements.walk_away[party]
    return walk_away.points is not None or walk_away.status_quo != Span.of(0)


def _planned(plan: Plan) -> Iterator[tuple[str, Span]]:
    """The numbers of a plan that a verdict on it hangs on, as they are told, each with where it stands: worths,
    snapbacks, terms, and votes.
    """
    for name, step in plan.steps.items():
        spans = [span for worth in step.worth.values() for span in (worth.once, worth.each) if span is not None]
        spans += [step.snapback] if step.reversible and "snapback" in step.model_fields_set else []
        yield from ((f"steps.{name}", span) for span in spans)
    for party, terms in plan.parties.items():
        for field in terms.model_fields_set:
            term = getattr(terms, field)
            yield from ((f"parties.{party}", span) for span in (term if isinstance(term, tuple) else (term,)))
    for span in plan.trigger.willing.values() if plan.trigger is not None else ():
        yield "trigger.willing", span


def _without_price(case: Case, tree: Tree) -> Iterator[Problem]:
    """A warning for each red line that costs nothing to give up: by rule the option scores no less than one that the
    party does not refuse. Nothing is said of a case that judges no number: it puts a price on nothing.
    """
    judged = case.judgements
    if not (judged.walk_away or judged.scores or judged.salience or judged.orders):
        return
    for issue, row in case.positions.items():
        for party, cell in row.items():
            worth = _worth(case, issue, party, cell)
            refused = {line.option for line in cell.rejects}
            ordered = party in judged.orders.get(issue, {})
            unscored = cell.only_refuses and party not in judged.scores.get(issue, {})
            for n, line in enumerate(() if ordered or unscored else cell.rejects):
                known = line.option in judged.scores.get(issue, {}).get(party, {})
                like = [name for name in worth if name not in refused and worth[name] <= worth[line.option]]
                if like and not known:
                    yield tree.problem(
                        "W313",
                        f"the case does not say what `{line.option}` would cost `{party}`: by rule it scores no less "
                        f"than `{like[0]}`, which `{party}` does not refuse",
                        ("positions", issue, party, "rejects", n),
                        f"judge a score under `judgements.scores.{issue}.{party}`, or an order",
                    )


def _worth(case: Case, issue: str, party: str, cell: Cell) -> dict[str, Fraction]:
    """What each option of an issue is worth to a party: judged, most likely, or by rule."""
    options = list(case.issues[issue].options)
    ideal = options.index(cell.ideal) if cell.ideal is not None else None
    rule = scores_by_rule(ideal, None, places(case.issues[issue]), len(options))
    scores = case.judgements.scores.get(issue, {}).get(party, {})
    return {name: scores[name].central if name in scores else worth for name, worth in zip(options, rule, strict=True)}


def _no_way_back(case: Case, tree: Tree) -> Iterator[Problem]:
    """A warning where a status quo that harms some party is one to which no listed move leads back. Nothing is said of
    an issue whose steps in the plan all say that they cannot be undone.
    """
    if not case.moves:
        return
    lost = [
        f"`{entry.status_quo}` on `{issue}`"
        for issue, entry in case.issues.items()
        if entry.status_quo is not None
        and _harms(case, issue, entry.status_quo)
        and not _leads_to(case, issue)
        and not _cannot_be_undone(case, issue)
    ]
    if lost:
        path: Path = ("moves",)
        message = f"no listed move can bring back {listing(lost)}: stability cannot see a deal broken there"
        hint = "list under `moves` who could do so alone; leave it as it is where nobody could"
        yield tree.problem("W314", message, path, hint)


def _harms(case: Case, issue: str, option: str) -> bool:
    """True where some party refuses an option, or is judged to have nothing worse on the issue."""
    judged = case.judgements
    for party in case.parties:
        if any(line.option == option for line in case.cell(issue, party).rejects):
            return True
        score = judged.scores.get(issue, {}).get(party, {}).get(option)
        order = judged.orders.get(issue, {}).get(party, ())
        if (score is not None and score.central == 0) or order[-1:] == (option,):
            return True
    return False


def _cannot_be_undone(case: Case, issue: str) -> bool:
    steps = [step for step in case.plan.steps.values() if issue in step.carries_out] if case.plan is not None else []
    return bool(steps) and not any(step.reversible for step in steps)


def _leads_to(case: Case, issue: str) -> bool:
    """True where some party can bring the status quo of an issue back alone."""
    back = case.issues[issue].status_quo
    return any(
        move.from_to is None or any(start != back == end for start, end in move.from_to)
        for move in case.moves.get(issue, ())
    )
