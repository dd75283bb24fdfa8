"""Parties, issues and the grid of positions: nothing missing, nothing that contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from winset.casefile.checks.circles import circles
from winset.casefile.checks.left_open import has_placeholders
from winset.casefile.checks.references import interests_named
from winset.casefile.checks.register import check
from winset.casefile.names import MOST, listing, nearest, short, spelled
from winset.casefile.tree import Tree
from winset.errors import Path, Problem
from winset.model.case import Case, Cell, EarlierPosition, RedLine, parts
from winset.model.claims import Assertion

RESERVED = ("rest", "when")
WANTS = ("ideal", "delegates_to")


@check()
def parties_and_issues(case: Case, tree: Tree) -> Iterator[Problem]:
    """There are two parties and one issue at least, and each issue leaves a choice."""
    for section in ("parties", "issues"):
        for name in tree.keys((section,)):
            if name in RESERVED:
                message = f"`{name}` has a meaning of its own here; choose another name"
                yield tree.problem("E206", message, (section, name))
    if tree.is_section(("parties",)) and len(tree.keys(("parties",))) < 2:
        yield tree.problem("E306", "a negotiation has at least two parties", ("parties",))
    if tree.is_section(("issues",)) and not tree.keys(("issues",)):
        yield tree.problem("E307", "a negotiation has at least one issue", ("issues",))
    for name, issue in case.issues.items():
        options: Path = ("issues", name, "options")
        if tree.is_section(options) and len(tree.keys(options)) < 2:
            yield tree.problem("E307", f"issue `{name}` leaves no choice: give two options at least", ("issues", name))
        places = [option.at for option in issue.options.values()]
        on_line = [at for at in places if at != "aside"]
        if not issue.scale and any(at is not None for at in places):
            yield tree.problem("E312", f"issue `{name}` gives places on a line, but is no `scale`", ("issues", name))
        elif any(at is None for at in on_line) and any(at is not None for at in on_line) and issue.scale:
            message = f"on `{name}` either every option on the line has a place (`at`) or none"
            yield tree.problem("E312", message, ("issues", name))
        for choice, option in issue.options.items():
            if isinstance(option.at, Fraction) and not 0 <= option.at <= 100:
                message = "a place on the line is a number from 0 to 100"
                yield tree.problem("E301", message, ("issues", name, "options", choice, "at"))


@check()
def interests(case: Case, tree: Tree) -> Iterator[Problem]:
    """What a party needs or fears rests on a claim, or is inferred and says why; what an option serves and a red line
    protects is written `party.interest`.
    """
    for party, entry in case.parties.items():
        for name, interest in entry.interests.items():
            path: Path = ("parties", party, "interests", name)
            if interest.basis is None and interest.claim is None and not tree.has((*path, "claim")):
                message = f"the {interest.kind} `{name}` of `{party}` needs a claim with its quote"
                yield tree.problem("E320", message, path, "or write `basis: inferred` with `because: …`")
    for where, named in interests_named(case):
        if "." not in named:
            known = listing(f"`{who}.{name}`" for who, party in case.parties.items() for name in party.interests)
            message = f"`{short(named)}` is no interest: write the party and its interest, `party.interest`"
            yield tree.problem("E203", message, where, f"known: {known or 'none is declared'}")


@check()
def grid(case: Case, tree: Tree) -> Iterator[Problem]:
    """Every issue has a cell for every party: a position, a delegation or `silent`."""
    rows = tree.keys(("positions",))
    misspelt = {nearest(name, tree.keys(("issues",))) for name in strangers(rows, tree.keys(("issues",)))}
    for issue in tree.keys(("issues",)) if tree.is_section(("positions",)) else ():
        here: Path = ("positions", issue)
        given = tree.keys(here)
        if "rest" in given or issue in misspelt or (issue in rows and not tree.is_section(here)):
            continue
        parties = tree.keys(("parties",))
        meant = {nearest(name, parties) for name in strangers(given, parties)}
        accounted = {*given, *meant, *RESERVED}
        missing = [party for party in parties if party not in accounted]
        if missing:
            who = listing(f"`{party}`" for party in missing)
            message = f"no position of {who} on `{issue}`"
            hint = "write what the source says, or `silent`"
            yield tree.problem("E205", message, here if issue in rows else ("positions",), hint)
    for issue, row in case.positions.items():
        rest = row.get("rest")
        if rest is not None and rest.basis != "silent":
            yield tree.problem("E204", "`rest` can only be `silent`", ("positions", issue, "rest"))


def strangers(names: tuple[str, ...], known: tuple[str, ...]) -> list[str]:
    """The first names that are not known; beyond these no guess is made at what was meant."""
    familiar = set(known)
    return [name for name in names if name not in familiar][:MOST]


@check()
def cells(case: Case, tree: Tree) -> Iterator[Problem]:
    """Each cell says what the party wants or who decides, on what basis, and does not contradict itself."""
    for issue, row in case.positions.items():
        for party, cell in row.items():
            if cell.basis == "silent":
                yield from _silence(tree, ("positions", issue, party), cell)
            elif party != "rest":
                yield from _cell(case, tree, (issue, party), cell)


def _silence(tree: Tree, path: Path, cell: Cell) -> Iterator[Problem]:
    said = {
        "ideal": cell.ideal, "rejects": cell.rejects, "delegates_to": cell.delegates_to,
        "precondition": cell.precondition, "volatile": cell.volatile, "was": cell.was,
    }  # fmt: skip
    what = [f"`{field}`" for field, value in said.items() if value]
    if what:
        message = f"`{spelled(path)}` is silent and yet gives {' and '.join(what)}"
        hint = "a basis is `stated`, `inferred` or, for a cell that says nothing, `silent`"
        yield tree.problem("E310", message, path, hint)


def _cell(case: Case, tree: Tree, name: tuple[str, str], cell: Cell) -> Iterator[Problem]:
    issue, party = name
    path: Path = ("positions", issue, party)
    if cell.basis is None and not tree.has((*path, "basis")):
        message = f"`basis` is missing in `positions.{issue}.{party}`"
        yield tree.problem("E202", message, path, "write `stated` or `inferred`")
    if cell.delegates_to is not None:
        extra = [word for word, there in (("ideal", cell.ideal), ("rejects", cell.rejects)) if there]
        judged = [
            kind
            for kind, section in (("scores", case.judgements.scores), ("orders", case.judgements.orders))
            if party in section.get(issue, {})
        ]
        if extra or judged:
            what = " and ".join(f"`{word}`" for word in [*extra, *judged])
            message = f"`{party}` leaves `{issue}` to `{cell.delegates_to}` and gives {what} of its own"
            yield tree.problem("E310", message, path)
    elif cell.wants_unknown and not cell.rejects and not any(tree.has((*path, field)) for field in WANTS):
        message = f"`ideal` is missing in `positions.{issue}.{party}`"
        hint = "or write `rejects: […]` where only a refusal is said, `delegates_to: …`, or `silent` for the whole cell"
        yield tree.problem("E202", message, path, hint)
    elif cell.wants_unknown:
        yield from _leaves_nothing(case, tree, name, cell)
    yield from contradicting_red_lines(tree, path, cell)


def contradicting_red_lines(tree: Tree, path: Path, position: Cell | EarlierPosition) -> Iterator[Problem]:
    """An error for each red line of a position against its own ideal, and for each that stands twice."""
    issue, party, before = path[1], path[2], set[str]()
    for n, line in enumerate(position.rejects):
        if line.option == position.ideal:
            message = f"`{party}` rejects its own ideal `{line.option}` on `{issue}`"
            yield tree.problem("E305", message, (*path, "rejects", n))
        if line.option in before:
            yield tree.problem("E305", f"`{party}` rejects `{line.option}` on `{issue}` twice", (*path, "rejects", n))
        before.add(line.option)


def _leaves_nothing(case: Case, tree: Tree, name: tuple[str, str], cell: Cell) -> Iterator[Problem]:
    """A party rejects every option, or ranks one first that it rejects: then nothing can be what it wants."""
    issue, party = name
    options = tree.keys(("issues", issue, "options"))
    rejected = {line.option for line in cell.rejects}
    if options and rejected.issuperset(options):
        message = f"`{party}` rejects every option of `{issue}`"
        hint = "leave open what it could live with, if only how things stand"
        yield tree.problem("E305", message, ("positions", issue, party, "rejects"), hint)
    order = case.judgements.orders.get(issue, {}).get(party, ())
    if order and order[0] in rejected:
        message = f"`{party}` rejects `{order[0]}` on `{issue}`, which its order there puts first"
        yield tree.problem("E305", message, ("judgements", "orders", issue, party))


@check()
def bases(case: Case, tree: Tree) -> Iterator[Problem]:
    """What is stated has a claim, what is inferred says why, and nothing but a cell is silent."""
    for path, part in parts(case):
        if not isinstance(part, Assertion) or (isinstance(part, Cell) and part.basis == "silent"):
            continue
        if part.basis == "silent":
            yield tree.problem("E204", "only a whole cell can be silent: write `silent` in its place", (*path, "basis"))
        elif part.basis == "stated" and part.claim is None and not tree.has((*path, "claim")):
            into = f" --into {spelled(path[1:])}" if path[0] == "positions" and len(path) == 3 else ""
            yield tree.problem(
                "E320",
                "what is `stated` needs a claim with its quote",
                (*path, "basis"),
                f'`winset quote CASE "first words … last words"{into}` finds the words' + " and writes it" * bool(into),
            )
        elif part.basis == "stated" and isinstance(part, Cell | EarlierPosition | RedLine) and _is_context(case, part):
            yield _only_circumstances(tree, path)
        elif part.basis == "inferred" and part.because is None and not tree.has((*path, "because")):
            message = "what is `inferred` needs a `because`"
            yield tree.problem("E321", message, (*path, "basis"), "add `because: …`, your reason in a line")


def _is_context(case: Case, part: Assertion) -> bool:
    """True where every claim is circumstances from which something is read."""
    claims = case.claims_of(part)
    return bool(claims) and all(claim.support == "context" for claim in claims)


def _only_circumstances(tree: Tree, path: Path) -> Problem:
    where: Path = (*path, "basis") if tree.has((*path, "basis")) else path
    message = "circumstances (`support: context`) state nothing: this is `stated`, and no claim says it"
    hint = "write `basis: inferred` with `because: …`, or quote who says it (`support: direct` or `reported`)"
    return tree.problem("E324", message, where, hint)


@check()
def inherited_bases(case: Case, tree: Tree) -> Iterator[Problem]:
    """A red line without a basis of its own has that of its cell, and must be carried like it."""
    for issue, row in case.positions.items():
        for party, cell in row.items():
            held: tuple[tuple[Path, Cell | EarlierPosition], ...] = (
                ((), cell),
                *((("was", n), earlier) for n, earlier in enumerate(cell.was)),
            )
            for below, position in held:
                for n, line in enumerate(position.rejects if position.basis == "stated" else ()):
                    if line.basis is None and _is_context(case, line):
                        yield _only_circumstances(tree, ("positions", issue, party, *below, "rejects", n))


@check()
def delegations(case: Case, tree: Tree) -> Iterator[Problem]:
    """Who delegates ends at a party with a position of its own."""
    for issue, row in case.positions.items():
        to = {party: cell.delegates_to for party, cell in row.items() if cell.delegates_to is not None}
        for circle in circles({party: [delegate] for party, delegate in to.items()}):
            path: Path = ("positions", issue, circle[0], "delegates_to")
            way = " → ".join([*circle, circle[0]])
            yield tree.problem("E309", f"a circular delegation on `{issue}`: {way}", path)
        for party, delegate in to.items():
            if delegate in case.parties and _is_silent(case, tree, issue, delegate):
                message = f"`{party}` leaves `{issue}` to `{delegate}`, on whose position the sources are silent"
                yield tree.problem("W305", message, ("positions", issue, party, "delegates_to"))


def _is_silent(case: Case, tree: Tree, issue: str, party: str) -> bool:
    """True where the file says that the party is silent; False of a cell that is broken or missing."""
    row = case.positions.get(issue, {})
    if party not in row and tree.has(("positions", issue, party)):
        return False
    cell = row.get(party) or row.get("rest")
    return cell is not None and cell.basis == "silent"


@check(warns_only=True)
def stakes(case: Case, tree: Tree) -> Iterator[Problem]:
    """Warnings for an option that every party rejects and for a party with nothing at stake."""
    for issue in case.positions:
        deciding = _deciding(case, issue) if len(case.parties) > 1 else set()
        rejected = [{line.option for line in case.cell(issue, party).rejects} for party in deciding]
        for choice in case.issues[issue].options if issue in case.issues else ():
            if rejected and all(choice in lines for lines in rejected):
                message = f"every party rejects `{choice}` on `{issue}`"
                yield tree.problem("W301", message, ("issues", issue, "options", choice))
    for party in () if has_placeholders(case) else case.parties:
        silent = bool(case.positions) and all(_is_silent(case, tree, issue, party) for issue in case.positions)
        judged = any(party in row for row in case.judgements.salience.values())
        ranks = case.judgements.statements.get(party) or case.judgements.ranking.get(party)
        if silent and not judged and not ranks and not any(link.party == party for link in case.judgements.links):
            message = f"nothing is at stake for `{party}`: the sources are silent on every issue"
            yield tree.problem("W302", message, ("parties", party))


def _deciding(case: Case, issue: str) -> set[str]:
    """The parties to whom it is left, in the end, what each party wants on the issue; in a circle any of it."""
    deciding: set[str] = set()
    seen: set[str] = set()
    for party in case.parties:
        here: str | None = party
        while here is not None and here in case.parties and here not in seen:
            seen.add(here)
            delegate = case.cell(issue, here).delegates_to
            if delegate is None or delegate not in case.parties:
                deciding.add(here)
            here = delegate
    return deciding
