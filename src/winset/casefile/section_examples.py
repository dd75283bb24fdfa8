"""A part of a case file written out on one line, with the names of the case: what stands in a message as an example.

What it is made of comes from the format itself; only which names stand where, and a few words, are said here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from winset.casefile.fields import Schema, alternatives, at
from winset.casefile.nodes import Scalar
from winset.casefile.tree import Tree
from winset.errors import Path

DEEPEST = 6
"""Levels of an example; no part of the format is nested deeper before a text or number stands."""
KINDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("positions", "salience", "scores", "orders"), ("issue", "party", "option")),
    **dict.fromkeys(("carries_out", "if", "then", "when"), ("issue", "option")),
    **dict.fromkeys(("moves", "issues", "agenda"), ("issue",)),
    **dict.fromkeys(("ranking", "unknown"), ("party", "issue", "option")),
    **dict.fromkeys(("statements", "compared"), ("party", "issue", "option")),
    **dict.fromkeys(("rather", "no_deal"), ("issue", "option")),
    **dict.fromkeys(("options", "rejects", "ideal", "option", "status_quo", "from_to"), ("option",)),
    **dict.fromkeys(("spoil", "parties", "walk_away", "capability", "refusal", "worth", "willing"), ("party", "party")),
    **dict.fromkeys(("package", "needs", "holders", "target", "seated", "by", "of", "client"), ("party",)),
    **dict.fromkeys(("party", "follows", "delegates_to", "members", "ratifiers"), ("party",)),
    **dict.fromkeys(("sources", "source"), ("source",)),
    **dict.fromkeys(("levers", "spends"), ("lever",)),
    "tables": ("table",),
}
"""What the names in a field name, from the outermost in; `name` where nothing is said."""
LIKE = {
    ("LeverEffect", "walk_away"): "levers", ("KeptPackage", "options"): "carries_out",
    ("packages", "options"): "carries_out",
}  # fmt: skip
"""Fields in which the same stands as in one of another name, by the class or section that they belong to."""
DECLARED: dict[str, Path] = {
    "issue": ("issues",), "party": ("parties",), "source": ("sources",), "lever": ("levers",), "table": ("tables",),
}  # fmt: skip
INVENTED: dict[str, tuple[str, ...]] = {
    "issue": ("territory", "ceasefire"), "party": ("north", "south"), "option": ("keep", "change"),
    "source": ("letter",), "lever": ("sanctions",), "table": ("summit",), "name": ("a_name",),
}  # fmt: skip
SHOWN = {
    "Assertion": ("claim",),
    "Cell": ("ideal", "basis", "because"),
    "Consent": ("package",),
    "Judgements": ("salience",),
    "WalkAway": ("status_quo",),
    "Discipline": ("discount", "detection"),
    "Worth": ("each",),
    "Party": ("name",),
    "Option": ("label",),
}
"""The fields that an example shows of what has none, or others, that are needed."""
WORDS = {
    "id": "a_name", "file": "letter.md", "name": "The name", "title": "The title", "quote": "the exact words",
    "because": "your reason", "label": "what it means", "options": "what it means", "basis": "inferred",
    "period": "1 month",
}  # fmt: skip
NUMBERS = {
    **dict.fromkeys(("at", "snapback", "detection", "quota", "members"), "1"),
    **dict.fromkeys(("discount",), "0.95"),
    **dict.fromkeys(("each", "once", "worth", "status_quo", "change"), "5"),
    **dict.fromkeys(("levers", "walk_away_change"), "[-15, -10, -5]"),
}
"""Numbers of fields in which no points from 0 to 100 stand."""
LONG = ("claim", "also", "package", "seated")
"""Fields that are shown in their long form, though a single name may stand there."""
SEVERAL = {"package": 2, "seated": 2, "orders": 100}
"""Lists of names that are shown with more than one, and with how many at most."""
TWO = ("options", "parties", "inputs")
"""Fields of which one entry would not be enough."""


def example_at(path: Path, tree: Tree) -> str | None:
    """What may stand at the path, as `name: value` on one line; None where that is a single text or number."""
    if not path:
        return None
    known = at(path)
    sections = [schema for schema in known if schema.get("type") in ("object", "array")]
    numbers = any(schema.get("type") == "number" for schema in known)
    if not sections or (numbers and not any(schema.get("type") == "object" for schema in known)):
        return None
    field, kinds, issue = _entered(path, tree)
    writer = _Writer(tree=tree, field=field, kinds=kinds, issue=issue)
    whole = next((section for section in sections if section.get("type") == "object"), sections[0])
    written = writer.value([whole])
    return f"- {written}" if isinstance(path[-1], int) else f"{path[-1]}: {written}"


def _entered(path: Path, tree: Tree) -> tuple[str, tuple[str, ...], str | None]:
    """The field that the path leads into, the kinds of names that are still to come there, and the issue named on the
    way.
    """
    field = ""
    kinds: tuple[str, ...] = ()
    issue: str | None = None
    for n, step in enumerate(path):
        if isinstance(step, int):
            continue
        if kinds and not _is_field(path[: n + 1]):
            issue = str(step) if kinds[0] == "issue" else issue
            kinds = kinds[1:]
        else:
            name = LIKE.get((str(path[0]), str(step)), str(step))
            field, kinds = name, KINDS.get(name, ())
    return field, kinds, issue


def _is_field(path: Path) -> bool:
    """True where the last step is a field of the format, not a name that somebody chose."""
    return any(
        isinstance(properties := schema.get("properties"), dict) and path[-1] in properties for schema in at(path[:-1])
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    """Writes what stands in a field. kinds: of the names that are still to come. issue: the one that options are of."""

    tree: Tree
    field: str
    kinds: tuple[str, ...]
    issue: str | None
    depth: int = 0

    def value(self, known: list[Schema]) -> str:
        """The shortest of the forms, in which nothing is left open."""
        fixed = next((schema["const"] for schema in known if "const" in schema), None)
        if fixed is not None and self.depth:
            return str(fixed)
        by_kind: dict[Any, Schema] = {}
        for schema in known:
            by_kind.setdefault(schema.get("type"), schema)
        if "number" in by_kind or "integer" in by_kind:
            return NUMBERS.get(self.field, "[20, 40, 60]" if "array" in by_kind else "1")
        if "boolean" in by_kind:
            return "true"
        choices = next((schema["enum"] for schema in known if "enum" in schema), None)
        if isinstance(choices, list):
            return WORDS.get(self.field, str(choices[0]))
        if "string" in by_kind and self.depth and self.field not in LONG:
            return self._text(by_kind["string"])
        if "object" in by_kind:
            return self._section(by_kind["object"])
        if "array" in by_kind:
            return self._list(by_kind["array"])
        return self._text(by_kind.get("string", {}))

    def _text(self, known: Schema) -> str:
        pattern = str(known.get("pattern", ""))
        if "[0-9]{4}" in pattern:
            return '"2025-08-14"'
        if pattern.startswith("^[a-z]") and self.field != "id":
            return self._names(1)[0]
        words = WORDS.get(self.field, "…")
        return words if words.replace("_", "").isalpha() else f'"{words}"'

    def _list(self, known: Schema) -> str:
        items, prefix = known.get("items"), known.get("prefixItems")
        if isinstance(prefix, list):
            names = self._names(len(prefix))
            return f"[{', '.join(names)}]"
        if not isinstance(items, dict):
            return "[]"
        inner = list(alternatives(items))
        if self.field in SEVERAL:
            return f"[{', '.join(self._names(SEVERAL[self.field]))}]"
        return f"[{self._below().value(inner)}]"

    def _section(self, known: Schema) -> str:
        if self.depth > DEEPEST:
            return "{}"
        return "{" + ", ".join(self._entries(known)) + "}"

    def _entries(self, known: Schema) -> Iterator[str]:
        fields = known.get("properties")
        if isinstance(fields, dict) and fields:
            shown = SHOWN.get(str(known.get("title"))) or known.get("required") or list(fields)[:1]
            for name in shown if isinstance(shown, list | tuple) else ():
                field = LIKE.get((str(known.get("title")), str(name)), str(name))
                inner = replace(self._below(), field=field, kinds=KINDS.get(field, ()))
                yield f"{name}: {inner.value(list(alternatives(fields[str(name)])))}"
            return
        patterns, others = known.get("patternProperties"), known.get("additionalProperties")
        schema = next(iter(patterns.values())) if isinstance(patterns, dict) else others
        for name in self._names(2 if self.field in TWO else 1):
            inner = self._below()
            if self.kinds:
                issue = name if self.kinds[0] == "issue" else self.issue
                inner = replace(inner, kinds=self.kinds[1:], issue=issue)
            yield f"{name}: {inner.value(list(alternatives(schema))) if isinstance(schema, dict) else inner._open()}"
        if self.field == "positions" and self.kinds[:1] == ("party",):
            yield "rest: silent"

    def _open(self) -> str:
        """What stands where the format says nothing of the value."""
        return self._names(1)[0] if self.kinds else "true"

    def _below(self) -> _Writer:
        return replace(self, depth=self.depth + 1)

    def _names(self, count: int) -> list[str]:
        """The first names of the kind that stands here, as the case has them, or invented ones."""
        kind = self.kinds[0] if self.kinds else "name"
        if self.field == "at":
            return ["0"]
        if self.field == "set":
            return [".".join(["positions", *(self._first(kind) for kind in ("issue", "party")), "volatile"])]
        declared = DECLARED.get(kind, ("issues", self.issue or "", "options"))
        known = [name for name in self.tree.keys(declared) if self._fits(declared, name)] if kind != "name" else []
        invented = INVENTED[kind] if len(known) < 2 else ()
        every = [*known, *(name for name in invented if name not in known)]
        return every[1:2] if self.field == "target" else every[:count]

    def _first(self, kind: str) -> str:
        return replace(self, field="", kinds=(kind,))._names(1)[0]

    def _fits(self, declared: Path, name: str) -> bool:
        node = self.tree.node((*declared, name))
        return name.replace("_", "").isalnum() and not (isinstance(node, Scalar) and node.value is None)
