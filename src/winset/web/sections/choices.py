"""What a name in a form is chosen among: what the case has of a kind, in the words that readers know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from winset.brief.picking import Merged, Part, Pick, handed_over
from winset.casefile.editing.changes import path_of
from winset.errors import Path
from winset.model.case import Case
from winset.model.claims import Node
from winset.model.marks import Named
from winset.model.placed import placed_numbers
from winset.report.entry_names import called as entry_called
from winset.report.number_words import NamesInSentences
from winset.report.printable import shown
from winset.web.sections.kinds import (
    GROUNDS,
    GroupKind,
    KeyedKind,
    Kind,
    ModelField,
    NameKind,
    NamesKind,
    OptionsKind,
    TextKind,
    fields_of,
    has_own_page,
    is_simple,
)

Choice = tuple[str, str]
Groups = tuple[tuple[str, tuple[Choice, ...]], ...]
"""Choices under headings; those under an empty one stand first, without any."""
NOT_THERE, KEPT = "which the case does not have", "which is kept from this level"
LONGEST = 90
"""Characters of a quote or a sentence by which something is called; beyond, it is cut."""
CALLED = ("title", "name", "label", "text", "reading", "quote", "note", "body", "file")
"""Fields by which an entry is called, the first that it has."""
FALLS = "-"


class Choices:
    """The names of a case. may_be_seen: whether what stands at a path may be shown."""

    def __init__(self, case: Case, may_be_seen: Callable[[Path], bool]) -> None:
        self.case, self.may_be_seen = case, may_be_seen

    def of(self, kind: Named, issue: str = "", *, or_others: bool = False) -> Groups:
        """What a name of this kind is chosen among. issue: the one whose options are meant."""
        match kind:
            case "options" if issue in self.case.issues:
                return ((("", self._options(issue))),)
            case "options":
                return tuple((self.issue(name), self._options(name)) for name in self.case.issues)
            case "issues":
                return (("", tuple((name, self.issue(name)) for name in self.case.issues)),)
            case "parties":
                others = self.case.others.items() if or_others else ()
                return (("", self._parties), ("Without a seat", tuple((name, shown(one.name)) for name, one in others)))
            case "interests":
                return self._interests
            case "steps":
                steps = self.case.plan.steps if self.case.plan is not None else {}
                return (("", self._entries(("plan", "steps"), steps)),)
            case "numbers":
                return self._numbers
            case "places":
                return self._places
            case "sections":
                return (("", SECTIONS),)
        return (("", self._entries((kind,), getattr(self.case, kind, {}))),)

    @cached_property
    def options_of_issues(self) -> Groups:
        """Every option of every issue, as `issue/option`, with the issue before it."""
        return tuple(
            ("", tuple((f"{name}/{key}", f"{self.issue(name)}: {label}") for key, label in self._options(name)))
            for name in self.case.issues
        )

    def issue(self, name: str) -> str:
        """The title of an issue; its name where the case has no such issue."""
        return shown(self.case.issue_title(name)) if name in self.case.issues else name

    def label(self, kind: Named, name: str, issue: str = "") -> str:
        """What is called by a name, in words; the name itself where the case has nothing of that name."""
        return next((words for _, some in self.of(kind, issue) for key, words in some if key == name), shown(name))

    def unknown(self, name: str) -> str:
        """What is said of a name that is not among the choices."""
        is_kept = any(name in getattr(self.case, section, {}) for section in ("claims", "levers", "sources", "tables"))
        return f"{shown(name)}, {KEPT if is_kept else NOT_THERE}"

    def entry(self, entry: object, name: str) -> str:
        """What an entry of a section is called: by its own words, or by what it says first of what the case has."""
        words = called(entry, "")
        if words or not isinstance(entry, Node):
            return words or name.replace("_", " ")
        return cut(", ".join(self._said_first(entry))) or name.replace("_", " ")

    def _said_first(self, entry: Node) -> Iterator[str]:
        issue = ""
        for one, held in zip(fields_of(type(entry)), _held(entry), strict=True):
            match one.kind:
                case TextKind(is_id=True) if isinstance(held, str):
                    yield held.replace("_", " ")
                    return
                case NameKind(of=of) if isinstance(held, str):
                    yield self.label(of, held, issue)
                case NamesKind(of=of) if isinstance(held, tuple):
                    yield ", ".join(self.label(of, str(name), issue) for name in held)
                case OptionsKind() if isinstance(held, dict):
                    options = ((topic, name) for topic, names in held.items() for name in _as_names(names))
                    yield ", ".join(self.label("options", name, topic) for topic, name in options)

    def _options(self, issue: str) -> tuple[Choice, ...]:
        return tuple((name, shown(option.label)) for name, option in self.case.issues[issue].options.items())

    @cached_property
    def _parties(self) -> tuple[Choice, ...]:
        return tuple((name, shown(party.name)) for name, party in self.case.parties.items())

    def _entries(self, section: Path, entries: Any) -> tuple[Choice, ...]:
        held = entries.items() if isinstance(entries, dict) else ()
        return tuple((name, called(entry, name)) for name, entry in held if self.may_be_seen((*section, name)))

    @cached_property
    def _interests(self) -> Groups:
        return tuple(
            (
                shown(party.name),
                tuple(
                    (f"{name}.{key}", called(interest, key))
                    for key, interest in party.interests.items()
                    if self.may_be_seen(("parties", name, "interests", key))
                ),
            )
            for name, party in self.case.parties.items()
            if party.interests
        )

    @cached_property
    def _numbers(self) -> Groups:
        judged = placed_numbers(self.case.judgements)
        paths = [".".join(map(str, placed.name)) for placed in judged if self.may_be_seen(("judgements", *placed.path))]
        words = NamesInSentences(self.case)
        rises = tuple((path, _of_path(words, path)) for path in paths)
        falls = tuple((FALLS + path, f"{words}, the other way") for path, words in rises)
        return (("Rises with the others", rises), ("Falls as the others rise", falls))

    @cached_property
    def _places(self) -> Groups:
        by_section: dict[str, list[Choice]] = {}
        for label, path, words in self._in_chapter((), GroupKind(node=Case)):
            by_section.setdefault(label, []).append((".".join(map(str, path)), words))
        return tuple((label, tuple(choices)) for label, choices in by_section.items())

    def _in_chapter(self, path: Path, chapter: GroupKind) -> Iterator[tuple[str, Path, str]]:
        """The places below a part that a case has once, whose names are those of things that the case has."""
        for one in chapter.fields:
            here = (*path, one.file)
            if isinstance(one.kind, GroupKind) and has_own_page(Case, path, one) and one.file != "case":
                yield from self._in_chapter(here, one.kind)
            elif isinstance(one.kind, KeyedKind) and isinstance(one.kind.key, NameKind):
                yield from self._below(here, one, one.kind, ())

    def _below(
        self, path: Path, section: ModelField, kind: Kind, names: tuple[str, ...]
    ) -> Iterator[tuple[str, Path, str]]:
        is_last = not isinstance(kind, KeyedKind) or (kind.has_a_row_for_each and _of_options(kind))
        if isinstance(kind, KeyedKind) and not is_last and isinstance(kind.key, NameKind):
            issue = next((str(step) for step in path[1:] if step in self.case.issues), "")
            for _, some in self.of(kind.key.of, issue):
                for name, words in some:
                    yield from self._below((*path, name), section, kind.value, (*names, words))
        elif isinstance(kind, GroupKind) and not is_simple(kind):
            for one in kind.fields:
                if one.file not in GROUNDS and one.file != "handling" and not isinstance(one.kind, KeyedKind):
                    yield section.label, (*path, one.file), f"{', '.join(names)}: {one.label}"
        elif names:
            yield section.label, path, ", ".join(names)


def _of_options(kind: KeyedKind) -> bool:
    return isinstance(kind.key, NameKind) and kind.key.of == "options"


def _held(entry: Node) -> Iterator[object]:
    """What a part of the case holds in the fields of its form, in their order."""
    by_file = {info.alias or name: getattr(entry, name) for name, info in type(entry).model_fields.items()}
    return (by_file[one.file] for one in fields_of(type(entry)))


def _as_names(names: object) -> tuple[str, ...]:
    return tuple(map(str, names)) if isinstance(names, tuple) else (str(names),)


def _of_path(words: NamesInSentences, path: str) -> str:
    return shown(entry_called(words, Case, ("judgements", *path_of(path))))


def called(entry: object, name: str) -> str:
    """What an entry of a section is called, in its own words; its name where it has none."""
    if isinstance(entry, Node):
        words = next((text for field in CALLED if isinstance(text := getattr(entry, field, None), str) and text), "")
        if words:
            return cut(shown(words))
    return name.replace("_", " ")


def cut(words: str) -> str:
    """The words on one line, and not too many of them."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]} …"


def _sections() -> Iterator[Choice]:
    for pick in handed_over():
        if isinstance(pick, Pick | Merged | Part) and pick.title:
            yield pick.key, pick.title


SECTIONS: tuple[Choice, ...] = tuple(dict(_sections()).items())
"""The sections of a brief that have a title of their own there."""
