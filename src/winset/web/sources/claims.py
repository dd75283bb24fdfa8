"""The claims of a case where they stand: in the file, in their source, and what they carry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from winset.casefile.document_text import SourceRefused
from winset.casefile.evidence import claims_in_place
from winset.casefile.quotes import QuoteMatch, SoughtQuote, find_quote
from winset.casefile.sources import SourceText, remembered_source
from winset.errors import Path, Problem
from winset.model.case import Assertion, Case, Cell, RedLine, parts
from winset.model.claims import Claim
from winset.model.evidence import Checked
from winset.report.disclosure import is_above
from winset.report.ownership import Ownership
from winset.web.address import View
from winset.web.cells.fields import label_of
from winset.web.desk import Desk
from winset.web.shelf import OpenCase
from winset.web.sources.windows import window_of, windows

NO_READING = "W103"
"""The code of a claim that does not say what its quote means, which the quote gate has nothing against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What a claim carries. path: of that in the case; words: what it is; cell: its issue and party, if it is one."""

    path: Path
    words: str
    cell: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedClaim:
    """A claim with its place in the case file and in its source. number: in the order of the source, from 1, or 0 where
    its quote does not stand there. problem: what the quote gate says against it. lacks_reading: nobody has said what
    the quote means.
    """

    path: Path
    claim: Claim
    uses: tuple[Use, ...]
    span: tuple[int, int] | None = None
    number: int = 0
    problem: Problem | None = None

    @property
    def lacks_reading(self) -> bool:
        return self.claim.reading is None

    @property
    def key(self) -> str:
        """Its path, as it stands in an address."""
        return ".".join(map(str, self.path))

    @property
    def is_in_a_cell(self) -> bool:
        return any(use.cell is not None for use in self.uses)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOnPage:
    """A source with what is shown of it at a level. claims: those that quote it and may be shown, in its order."""

    name: str
    text: SourceText | SourceRefused
    windows: tuple[tuple[int, int], ...] = ()
    claims: tuple[PlacedClaim, ...] = ()

    def window_of(self, claim: PlacedClaim) -> int:
        return window_of(self.windows, claim.span[0]) if claim.span is not None else 0


def shown_sources(case: Case, level: View) -> tuple[str, ...]:
    """The names of the sources that may be shown."""
    owners = Ownership(case=case)
    return tuple(name for name in case.sources if not is_above(owners.source(name).level, level.level))


def source_on_page(desk: Desk, view: View, checked: Checked, name: str) -> SourceOnPage:
    """A source of the case that may be shown, with its claims; made once for each state of the files."""
    case = desk.shelf.case(view.case)

    def made() -> SourceOnPage:
        text = _text(case, checked, name)
        cut = windows(text) if isinstance(text, SourceText) else ()
        return SourceOnPage(name=name, text=text, windows=cut, claims=_placed(checked, view, name, text))

    return case.kept.once((case.stamp, "source", name, view.level, view.reading), made)


def _text(case: OpenCase, checked: Checked, name: str) -> SourceText | SourceRefused:
    """The text of a source, read once for each content of its file."""
    file = checked.case.sources[name].file if checked.case is not None else name
    digest = checked.sources.get(name)
    if digest is None:
        return remembered_source(case.folder, file)
    return case.kept.once(("text", file, digest), lambda: remembered_source(case.folder, file))


def _placed(checked: Checked, view: View, name: str, text: SourceText | SourceRefused) -> tuple[PlacedClaim, ...]:
    case = checked.case
    if case is None:
        return ()
    owners, uses = Ownership(case=case), uses_of(case)
    gate = (problem for problem in checked.problems if problem.code != NO_READING and problem.path[-1:] == ("quote",))
    problems = {problem.path: problem for problem in gate}
    placed: list[PlacedClaim] = []
    for path, claim in claims_in_place(case):
        if claim.source != name or is_above(owners.claim(claim).level, view.level):
            continue
        match = _match(text, claim)
        placed.append(
            PlacedClaim(
                path=path,
                claim=claim,
                uses=uses.get(path, ()),
                span=(match.start, match.end) if match is not None else None,
                problem=problems.get((*path, "quote")),
            )
        )
    return tuple(_numbered(placed))


def _match(text: SourceText | SourceRefused, claim: Claim) -> QuoteMatch | None:
    if not isinstance(text, SourceText):
        return None
    wanted = SoughtQuote(quote=claim.quote, prefix=claim.prefix, suffix=claim.suffix)
    result = find_quote(text, wanted, suggest=False)
    return result if isinstance(result, QuoteMatch) else None


def _numbered(placed: list[PlacedClaim]) -> Iterator[PlacedClaim]:
    """In the order of the source, those of which the quote is not there at the end."""
    from dataclasses import replace

    standing = sorted((claim for claim in placed if claim.span is not None), key=lambda claim: claim.span or (0, 0))
    yield from (replace(claim, number=number) for number, claim in enumerate(standing, 1))
    yield from (claim for claim in placed if claim.span is None)


def uses_of(case: Case) -> dict[Path, tuple[Use, ...]]:
    """By the path of each claim: what it carries, in the order of the case."""
    uses: dict[Path, list[Use]] = {}
    for path, part in parts(case):
        if not isinstance(part, Assertion):
            continue
        use = Use(path=path, words=place_words(case, path), cell=cell_of(path))
        for where, carried in ((("claim",), part.claim), *((("also", n), also) for n, also in enumerate(part.also))):
            if isinstance(carried, str):
                uses.setdefault(("claims", carried), []).append(use)
            elif carried is not None:
                uses.setdefault((*path, *where), []).append(use)
    return {path: tuple(uses_there) for path, uses_there in uses.items()}


def cell_of(path: Path) -> tuple[str, str] | None:
    """The issue and the party of the cell in which a path lies."""
    if len(path) >= 3 and path[0] == "positions":
        return str(path[1]), str(path[2])
    return None


def place_words(case: Case, path: Path) -> str:
    """What stands at a path of a case, in words: "Russia on territory", "a red line of Ukraine on NATO"."""
    cell = cell_of(path)
    if cell is not None and cell[0] in case.issues and cell[1] in case.parties:
        return _cell_words(case, cell, path)
    section, rest = str(path[0]) if path else "", path[1:]
    if section == "parties" and len(rest) > 1:
        return f"{'an aim' if rest[1] == 'aims' else 'an interest'} of {case.name_in_sentence(str(rest[0]))}"
    if section == "others" and rest:
        return case.name(str(rest[0]))
    if section == "consent" and len(rest) > 1:
        return f"who is needed on {case.issue_in_sentence(str(rest[1]))}"
    if section == "moves" and rest:
        return f"what can be changed alone on {case.issue_in_sentence(str(rest[0]))}"
    if section == "rules" and isinstance(rest[0], int):
        rule = case.rules[rest[0]]
        return f"the rule “{rule.title or rule.id.replace('_', ' ')}”"
    kinds = {"levers": "the lever", "tables": "the meeting", "variants": "the variant"}
    if section in kinds and rest:
        title = getattr(getattr(case, section).get(rest[0]), "title", None)
        return f"{kinds[section]} “{title or str(rest[0]).replace('_', ' ')}”"
    plain = {"notes": "a note", "judgements": "a judgement", "plan": "the plan", "consent": "who must accept"}
    return plain.get(section, section.replace("_", " "))


def _cell_words(case: Case, cell: tuple[str, str], path: Path) -> str:
    issue, party = cell
    where = f"{case.name_in_sentence(party)} on {case.issue_in_sentence(issue)}"
    if path[3:4] == ("rejects",) and isinstance(path[4], int):
        line: RedLine = case.cell(issue, party).rejects[path[4]]
        return f"{where}, red line “{label_of(case, issue, line.option)}”"
    return f"{where}, before" if path[3:4] == ("was",) else where


def claims_of_cell(case: Case, issue: str, party: str) -> tuple[tuple[Path, Claim], ...]:
    """The claims of a cell and of its red lines, each with the path at which it can be changed."""
    cell: Cell = case.cell(issue, party)
    base: Path = ("positions", issue, party)
    found: dict[Path, Claim] = {}
    for path, part in ((base, cell), *(((*base, "rejects", n), line) for n, line in enumerate(cell.rejects))):
        for where, use in ((("claim",), part.claim), *((("also", n), also) for n, also in enumerate(part.also))):
            claim = case.claim(use)
            if claim is not None:
                found.setdefault(("claims", use) if isinstance(use, str) else (*path, *where), claim)
    return tuple(found.items())
