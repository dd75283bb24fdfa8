"""What differs between two versions of a case, each thing that changed once, and a version with some of it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from pydantic import ValidationError

from winset.errors import Path
from winset.model.case import Case
from winset.model.claims import Claim, Node
from winset.model.entries import Entries, case_of, claims_in, entries, said, said_at

Kind = Literal["added", "removed", "changed"]
WHOLES = ("issues", "parties")
"""Sections whose entries come and go with all that is said of them elsewhere."""
IN_WORDS = (
    "because", "title", "text", "also", "id", "name", "file", "label", "in_sentence", "aliases", "origin", "kind",
    "state", "effect", "serves",
)  # fmt: skip
"""Fields that hold words, or names of what comes and goes by itself, and none of the names that an entry is about."""
ALIKE = 0.5
"""Least share of common characters, as difflib counts them, at which one quote is taken for another one reworded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A quote of a version: the claims that use it, which may read it differently, and the entries that they carry."""

    claims: tuple[Claim, ...]
    carries: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Change:
    """One thing that changed; two are the same only where they are one.

    path: of the entry. before, after: what it says, None where it says nothing; for a quote the claims that use it.
    paths: every entry that changes with it; none for quotes, which no answer is computed from.
    """

    path: Path
    kind: Kind
    before: object
    after: object
    paths: tuple[Path, ...]

    @property
    def section(self) -> str:
        """The section of the case file, within judgements with the kind of judgement."""
        depth = 2 if self.path[0] == "judgements" else 1
        return ".".join(map(str, self.path[:depth]))

    @property
    def name(self) -> str:
        return ".".join(map(str, self.path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Two versions of a case, as entries, and every change from one to the other, in the order of the case file.

    old, new: without the claims by themselves, which are changes but no entries. kind: the class of the case.
    """

    old: Entries
    new: Entries
    all: tuple[Change, ...]
    kind: type[Case] = Case

    def applied(self, chosen: Iterable[Change]) -> Case | None:
        """The old version with only these changes; None where they make no case."""
        return _built(self.old, self.new, chosen, self.kind)

    def taken_back(self, chosen: Iterable[Change]) -> Case | None:
        """The new version without these changes; None where that is no case."""
        return _built(self.new, self.old, chosen, self.kind)


def _built(base: Entries, other: Entries, chosen: Iterable[Change], kind: type[Case]) -> Case | None:
    merged = dict(base)
    for path in (path for change in chosen for path in change.paths):
        if path in other:
            merged[path] = other[path]
        else:
            merged.pop(path, None)
    try:
        return case_of(merged, kind)
    except ValidationError:
        return None


def changes(
    old: Case,
    new: Case,
    old_texts: Mapping[str, str] | None = None,
    new_texts: Mapping[str, str] | None = None,
) -> Changes:
    """Everything that two versions of a case say differently.

    old_texts, new_texts: of each source the digest of its text, where they are known.
    """
    before, after = _with_texts(entries(old), old_texts), _with_texts(entries(new), new_texts)
    order = [*before, *(path for path in after if path not in before)]
    differs = {path: _kind(before, after, path) for path in order if _differs(before, after, path, type(new))}
    taken: dict[Path, Change] = {}
    for path, whole in _wholes(differs):
        members = tuple(
            other_path
            for other_path in differs
            if other_path not in taken and _belongs(other_path, whole, before, after, differs)
        )
        change = _change(path, before, after, members)
        taken |= dict.fromkeys(members, change)
    for path in differs:
        if path not in taken:
            taken[path] = _change(path, before, after, _with_it(path, differs, before, after))
            taken |= dict.fromkeys(taken[path].paths, taken[path])
    single = dict.fromkeys(taken[path] for path in differs)
    return Changes(old=before, new=after, all=(*single, *_quotes(old, new, before, after)), kind=type(new))


def _with_texts(case_entries: Entries, texts: Mapping[str, str] | None) -> Entries:
    return {**case_entries, **{("sources", name, "text"): digest for name, digest in (texts or {}).items()}}


def _differs(before: Entries, after: Entries, path: Path, kind: type[Case]) -> bool:
    return (path in before) != (path in after) or said_at(before, path, kind) != said_at(after, path, kind)


def _kind(before: Entries, after: Entries, path: Path) -> Kind:
    return "added" if path not in before else "removed" if path not in after else "changed"


def _change(path: Path, before: Entries, after: Entries, paths: tuple[Path, ...]) -> Change:
    if len(path) == 2 and path[0] in WHOLES:  # of an issue, its title stands for it
        title_path = path if path in before or path in after else (*path, "title")
        old, new = before.get(title_path), after.get(title_path)
    else:
        old, new = before.get(path), after.get(path)
    kind: Kind = "added" if old is None else "removed" if new is None else "changed"
    return Change(path=path, kind=kind, before=old, after=new, paths=paths)


def _wholes(differs: Mapping[Path, Kind]) -> Iterator[tuple[Path, tuple[str, str, Kind]]]:
    """Every issue and party that is in one version only, and a plan that is."""
    for path, kind in differs.items():
        head = path if path[0] == "parties" else path[:2]
        if kind != "changed" and (path[0] == "parties" or (path[0] == "issues" and path[2] == "title")):
            yield head, (str(path[0]), str(path[1]), kind)
        if kind != "changed" and path == ("plan", "period"):
            yield path, ("plan", "plan", kind)


def _belongs(
    path: Path, whole: tuple[str, str, Kind], before: Entries, after: Entries, differs: Mapping[Path, Kind]
) -> bool:
    """True where an entry comes or goes with an issue, a party or the plan, because it is about nothing else."""
    section, name, kind = whole
    if differs[path] != kind:
        return False
    if section == "plan":
        return path[0] == "plan"
    if path[0] in WHOLES:
        return path[:2] == (section, name)
    entry = (before if kind == "removed" else after)[path]
    return path[0] != "variants" and (name in path[1:] or name in names_in(entry))


def names_in(value: object) -> set[str]:
    """The names that an entry uses."""
    if isinstance(value, Node):
        return {
            name
            for field, field_value in value
            if not isinstance(field_value, Claim) and field not in IN_WORDS
            for name in names_in(field_value)
        }
    if isinstance(value, Mapping):
        return {str(key) for key in value} | {name for member in value.values() for name in names_in(member)}
    if isinstance(value, tuple | list):
        return {name for member in value for name in names_in(member)}
    return {value} if isinstance(value, str) else set()


def _with_it(path: Path, differs: Mapping[Path, Kind], before: Entries, after: Entries) -> tuple[Path, ...]:
    """The entry, and what an option that comes or goes takes with it: its place on the line and its scores."""
    if len(path) != 4 or path[0] != "issues" or path[2] != "options" or differs[path] == "changed":
        return (path,)
    issue, option = path[1], path[3]
    rows = [
        other_path
        for other_path in differs
        if other_path == ("issues", issue, "line") or other_path[:3] == ("judgements", "scores", issue)
    ]
    return (path, *(row for row in rows if _only_lacks(before.get(row), after.get(row), str(option), row[0])))


def _only_lacks(old: object, new: object, option: str, section: str | int) -> bool:
    """True where two rows are the same but for an option; on a line, where the others may have moved to make room."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return False
    if section == "issues":
        return set(old) ^ set(new) == {option}
    rest = [{key: said(member) for key, member in row.items() if key != option} for row in (old, new)]
    return rest[0] == rest[1]


def _quotes(old: Case, new: Case, before: Entries, after: Entries) -> Iterator[Change]:
    """Quotes that are new, gone, reworded, read otherwise, or that carry something else."""
    gone, come = _quoted(old, before), _quoted(new, after)
    only_old, only_new = [key for key in gone if key not in come], [key for key in come if key not in gone]
    for key in only_old:
        twin = _reworded(gone[key], {quote_key: come[quote_key] for quote_key in only_new})
        if twin is not None:
            only_new.remove(twin)
        path = ("claims", *key[:2])
        after_ = come[twin] if twin is not None else None
        yield Change(path=path, kind="changed" if twin else "removed", before=gone[key], after=after_, paths=())
    for key in only_new:
        yield Change(path=("claims", *key[:2]), kind="added", before=None, after=come[key], paths=())
    for key in gone:
        if key in come and gone[key] != come[key]:
            yield Change(path=("claims", *key[:2]), kind="changed", before=gone[key], after=come[key], paths=())


QuoteKey = tuple[str, str, str | None, str | None]


def _quoted(case: Case, case_entries: Entries) -> dict[QuoteKey, Quoted]:
    """Every quote of a version, with all that is said of it; named claims that carry nothing included."""
    claims: dict[QuoteKey, dict[Claim, None]] = {}
    carried: dict[QuoteKey, set[Path]] = {}
    spare = {("claims",): tuple(case.claims.values())}
    for path, value in (*case_entries.items(), *spare.items()):
        for claim in claims_in(value):
            key = (claim.source, claim.quote, claim.prefix, claim.suffix)
            level = None if claim.handling == "open" else claim.handling
            claims.setdefault(key, {})[claim.model_copy(update={"handling": level})] = None
            carried.setdefault(key, set()).update([path] if path != ("claims",) else [])
    return {
        key: Quoted(
            claims=tuple(sorted(quote_claims, key=lambda claim: claim.model_dump_json())),
            carries=tuple(sorted(carried[key])),
        )
        for key, quote_claims in claims.items()
    }


def _reworded(gone: Quoted, others: Mapping[QuoteKey, Quoted]) -> QuoteKey | None:
    """The quote that stands in place of one that is gone: of the same source, for the same entry, and much like it."""
    quote = gone.claims[0].quote
    best: tuple[float, QuoteKey] | None = None
    for key, other in others.items():
        if key[0] == gone.claims[0].source and set(gone.carries) & set(other.carries):
            alike = SequenceMatcher(None, quote, key[1], autojunk=False).ratio()
            if alike >= ALIKE and (best is None or alike > best[0]):
                best = (alike, key)
    return best[1] if best is not None else None
