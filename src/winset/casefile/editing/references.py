"""Where a case uses a name that it declares: in its sections, in its variants, and in paths written as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from winset.casefile.checks.references import Reference, interests_named, references
from winset.casefile.editing.changes import at
from winset.casefile.editing.editor import OpenedCase
from winset.casefile.editing.layout import laid_out
from winset.casefile.editing.resolve import SHORT_FOR
from winset.casefile.names import spelled
from winset.casefile.structure import structured
from winset.casefile.tree import Tree
from winset.casefile.variants import with_variants
from winset.errors import CaseError, EditRefused, Path
from winset.model.case import Case
from winset.model.placed import names_along

JUDGED: Path = ("judgements",)
SET = "set"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameUse:
    """A use of a name. path: of the value that is the name, or of the key that is; both in the file. step: where the
    name stands in a key that is a path with dots, or in a text; None where the key or text is the name.
    """

    path: Path
    is_key: bool = False
    step: int | None = None


class NameUses:
    """The uses of every name of a case. case, tree, data: the case as far as it is well formed, where its parts stand,
    and what its file says.
    """

    def __init__(self, case: Case, tree: Tree, data: Mapping[str, Any]) -> None:
        self.data = data
        self._references = tuple(_all(case))
        self._varied = {name: _references_under(case, tree, name) for name in case.variants}

    def of(self, declared: Path) -> Iterator[NameUse]:
        """Every use of what is declared at a path, such as `parties.us`, without the declaration itself."""
        for reference in self._references:
            if _is_of(reference, declared):
                path = _in_file(self.data, reference.path, is_key=reference.is_key)
                yield NameUse(path=path, is_key=reference.is_key, step=_step_in_text(reference, declared))
        yield from _in_inputs(self.data, declared)
        for name, varied in self._varied.items():
            yield from _in_variant(varied, self.data, declared, name)


def names_used(opened: OpenedCase, declared: Path) -> NameUses:
    """The uses of every name of a case in which something is declared at the path. Raises EditRefused where nothing is;
    CaseError where the case is too broken to say where it uses its names.
    """
    if opened.case is None:
        raise CaseError(opened.checked.problems)
    if not opened.tree.has(declared):
        raise EditRefused(f"the case has no `{spelled(declared)}`", opened.tree.place(declared[:-1]))
    return NameUses(opened.case, opened.tree, opened.data)


def _references_under(case: Case, tree: Tree, variant: str) -> tuple[Reference, ...]:
    """The names in use under a variant; none where it makes no case."""
    layout = laid_out(tree.reader.text, tree.file)  # anew: a variant writes into what it is read from
    varied = with_variants(replace(tree, root=layout.root, reader=layout.reader), case, (variant,))
    under = structured(varied.tree).case
    return tuple(_all(under)) if under is not None else ()


def _all(case: Case) -> Iterator[Reference]:
    return chain(references(case), _parties_of_interests(case))


def _parties_of_interests(case: Case) -> Iterator[Reference]:
    """The parties of the interests that are named, each `party.interest`."""
    for path, named in interests_named(case):
        yield Reference(path=path, kind="party of", name=named.partition(".")[0], declared=("parties",))


def _is_of(reference: Reference, declared: Path) -> bool:
    is_whole = reference.kind == "party" and not {"serves", "protects"}.isdisjoint(
        reference.path
    )  # an interest whose party is unknown
    where = (reference.declared, *reference.also)
    return not is_whole and reference.name == declared[-1] and declared[:-1] in where


def _step_in_text(reference: Reference, declared: Path) -> int | None:
    if reference.kind == "party of":
        return 0
    return 1 if len(declared) == 4 and declared[2] == "interests" else None


def _in_file(data: object, path: Path, *, is_key: bool) -> Path:
    """The path that a path of the model has in the file, where much may be written short."""
    here: Any = data
    found: Path = ()
    for step in path:
        if isinstance(here, dict) and str(step) in here:
            here, found = here[str(step)], (*found, str(step))
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here, found = here[step], (*found, step)
    if not is_key and isinstance(here, dict):
        field = next((name for name in SHORT_FOR.values() if name in here), None)
        found = (*found, field) if field else found
    return found


def _says(data: Any, path: Path, reference: Reference) -> bool:
    """True where the file has the name itself at the path."""
    if reference.is_key:
        return path[-1:] == (reference.name,)
    return bool(at(data, path) == reference.name)


def _in_inputs(data: Mapping[str, Any], declared: Path) -> Iterator[NameUse]:
    """Names in the paths of numbers that move together."""
    entries = (data.get("judgements") or {}).get("together") or []
    for n, entry in enumerate(entries):
        inputs = entry.get("inputs") if isinstance(entry, dict) else None
        for m, text in enumerate(inputs if isinstance(inputs, list) else []):
            for step in _steps_named(str(text).removeprefix("-").split("."), declared, JUDGED):
                yield NameUse(path=("judgements", "together", n, "inputs", m), step=step)


def _steps_named(steps: list[str], declared: Path, before: Path = ()) -> Iterator[int]:
    """Which steps of a path stand for what is declared, as the model says."""
    kind = declared[2] if len(declared) == 4 else declared[0]
    refers = dict(names_along(Case, (*before, *steps)))
    issue = declared[1] if len(declared) == 4 else None
    for n, step in enumerate(steps):
        if step == declared[-1] and refers.get(step) == kind and (issue is None or issue in steps[:n]):
            yield n


def _in_variant(
    varied: tuple[Reference, ...], data: Mapping[str, Any], declared: Path, variant: str
) -> Iterator[NameUse]:
    """Names in the paths that a variant sets, and in what it sets there. varied: those in use under it."""
    whole: Path = ("variants", variant, SET)
    sets = data["variants"][variant][SET]
    declaration = Reference(path=declared, kind="", name=str(declared[-1]), declared=declared[:-1], is_key=True)
    found = [reference for reference in (*varied, declaration) if _is_of(reference, declared)]
    seen: set[NameUse] = set()
    for key in sets:
        path = key.split(".")
        for reference in found:
            steps = [str(step) for step in reference.path]
            use = None
            if steps[: len(path)] == path and not (reference.is_key and len(steps) == len(path)):
                inner = reference.path[len(path) :]
                there = _in_file(sets[key], inner, is_key=reference.is_key)
                step = _step_in_text(reference, declared)
                is_there = step is not None or _says(sets[key], there, reference)  # some grounds are only understood
                use = NameUse(path=(*whole, key, *there), is_key=reference.is_key, step=step) if is_there else None
            elif reference.is_key and path[: len(steps)] == steps:
                use = NameUse(path=(*whole, key), is_key=True, step=len(steps) - 1)
            if use is not None and use not in seen:
                seen.add(use)
                yield use
