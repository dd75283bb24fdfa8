"""The texts of a case, and for each a word that says nothing of it: other machines are sent the words.

A word is made of a number, and the numbers are in the order of the texts: whatever is sorted by name is sorted alike by
its words. Words of different cases differ, so that what is kept of one is never taken for another's.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from hashlib import blake2b
from typing import Annotated, Any, Literal, get_args, get_origin

from winset.analyses.robustness.drivers import Input
from winset.compiled import Compiled
from winset.readings.streams import HIDDEN

TAG, DIGITS = 8, 6
WORD = re.compile(rf"{HIDDEN}[0-9a-f]{{{TAG}}}[0-9]{{{DIGITS}}}")
OF_A_CASE = (Compiled, Input)
"""What holds texts of a case, beside every class that says in `names_at` where names stand in the paths of its numbers;
elsewhere a text is one only where it is the same as one of these.
"""
BESIDE_PACKAGES = frozenset(
    {"notes", "moves", "statements", "ranking", "unknown", "tables", "refusal", "spoil", "plan"}
)
"""What of a case says nothing about which packages are acceptable, and is sent to nobody who asks only that."""
RESERVED = frozenset({"", "everybody"})
"""Names that the program itself gives, such as the table of all parties."""
Pattern = tuple[str, ...]
PATHS: tuple[Pattern, ...] = tuple(
    tuple(path.split("."))
    for path in (
        "judgements.salience.*.*",
        "judgements.scores.*.*.*",
        "judgements.walk_away.*",
        "judgements.capability.*",
        "judgements.levers.*",
        "judgements.links.**",
        "positions.*.*.score.*",
        "positions.*.*",
        "ratifier.**",
    )
)
"""Where names stand in the paths by which the draws of numbers are known: one name, or a text to the end."""
Parts = tuple[tuple[str, bool], ...]
"""The parts of a path, each with whether it is a text of the case."""


def parts_of(path: str, patterns: Iterable[Pattern]) -> Parts | None:
    """The parts of a path; None for what is none."""
    tokens = path.split(".")
    for pattern in patterns:
        if pattern[-1] == "**":
            head = len(pattern) - 1
            if len(tokens) > head and tuple(tokens[:head]) == pattern[:-1]:
                return (*((token, False) for token in tokens[:head]), (".".join(tokens[head:]), True))
        elif len(tokens) >= len(pattern) and all(
            wanted in ("*", token) for wanted, token in zip(pattern, tokens, strict=False)
        ):
            named = [wanted == "*" for wanted in pattern] + [False] * (len(tokens) - len(pattern))
            return tuple(zip(tokens, named, strict=True))
    return None


class Names:
    """The words for the texts of some works."""

    def __init__(self, works: Iterable[object]) -> None:
        held = [pair for work in works for pair in _held(work, set(), inside=False)]
        own = {path for value, _ in held for path in getattr(value, "names_at", ())}
        self._patterns = (*PATHS, *(tuple(path.split(".")) for path in sorted(own)))
        inside = {value for value, of_a_case in held if of_a_case and isinstance(value, str)}
        texts = sorted({text for value in inside for text in self._texts_in(value)} - RESERVED)
        tag = blake2b("\0".join(texts).encode(), digest_size=TAG // 2).hexdigest()
        self.tag = f"{HIDDEN}{tag}"
        self._words = {text: f"{self.tag}{number:0{DIGITS}}" for number, text in enumerate(texts)}
        self._texts = {word: text for text, word in self._words.items()}

    @property
    def texts(self) -> frozenset[str]:
        """All texts that there are words for."""
        return frozenset(self._words)

    def hidden(self, text: str) -> str:
        """The word for a text, or a path with words for the texts in it; what is no text of the case stays."""
        if text in self._words:
            return self._words[text]
        parts = parts_of(text, self._patterns)
        return (
            text if parts is None else ".".join(self._words.get(part, part) if named else part for part, named in parts)
        )

    def _texts_in(self, text: str) -> Iterator[str]:
        """The text itself, of a path those in it."""
        parts = parts_of(text, self._patterns)
        yield from [text] if parts is None else [part for part, named in parts if named]

    def restored(self, text: str) -> str:
        """The text in which words stand, with what they stand for."""
        return WORD.sub(lambda word: self._texts.get(word[0], word[0]), text)


class Hiding:
    """Makes the like of a work with words in place of texts. paths: those of the numbers that were met. cases:
    the cases themselves. of_packages_alone: nothing else of a case is taken over than says which packages are
    acceptable.
    """

    def __init__(self, names: Names, *, of_packages_alone: bool = False) -> None:
        self.names, self.of_packages_alone, self.paths = names, of_packages_alone, set[str]()
        self.cases: list[Compiled] = []
        self._made: dict[int, tuple[object, object]] = {}

    def of(self, value: Any) -> Any:
        """The very same object where nothing in it is a text; one made before where the same is asked for again."""
        if isinstance(value, str):
            return self._text(value)
        if id(value) not in self._made:
            self._made[id(value)] = value, self._of(value)  # kept with it, so that no other takes its place in memory
        return self._made[id(value)][1]

    def _text(self, text: str) -> str:
        hidden = self.names.hidden(text)
        if "." in hidden and HIDDEN in hidden:
            self.paths.add(hidden)
        return hidden

    def _of(self, value: Any) -> Any:
        made = value
        if isinstance(value, Mapping) and type(value) is dict:
            changed = {self.of(key): self.of(member) for key, member in value.items()}
            made = changed if any(map(_differ, changed.items(), value.items())) else value
        elif type(value) in (tuple, list):
            each = [self.of(member) for member in value]
            made = type(value)(each) if any(map(_other, each, value)) else value
        elif type(value) in (frozenset, set):
            made = type(value)(self.of(member) for member in value) if any(map(_is_text, value)) else value
        elif isinstance(value, partial):
            made = partial(value.func, *map(self.of, value.args), **{n: self.of(v) for n, v in value.keywords.items()})
        elif is_dataclass(value) and not isinstance(value, type):
            made = self._dataclass(value)
        elif _is_built_anew(value):
            build, arguments = value.__reduce__()[:2]
            made = build(*map(self.of, arguments))
        return made

    def _dataclass(self, value: Any) -> Any:
        kind: type = type(value)
        kept = _words_of_the_program(kind)
        before = {field.name: getattr(value, field.name) for field in fields(value)}
        taken = before
        if self.of_packages_alone and isinstance(value, Compiled):
            taken = {
                **before,
                **{field.name: field.default for field in fields(value) if field.name in BESIDE_PACKAGES},
            }
        after = {name: member if name in kept else self.of(member) for name, member in taken.items()}
        made = value
        if any(after[name] is not member for name, member in before.items()) or hasattr(value, "__dict__"):
            made = object.__new__(type(value))
            for name, member in after.items():
                object.__setattr__(made, name, member)
        if isinstance(value, Compiled):
            self.cases.append(value)
        return made


def _held(value: Any, seen: set[int], *, inside: bool) -> Iterator[tuple[Any, bool]]:
    """The texts and the dataclasses in a work, each with whether it is of a case."""
    if isinstance(value, str):
        yield value, inside
        return
    if id(value) in seen or value is None:
        return
    seen.add(id(value))
    inside = inside or isinstance(value, OF_A_CASE) or hasattr(type(value), "names_at")
    members: Iterable[Any] = ()
    if isinstance(value, Mapping):
        members = (*value.keys(), *value.values())
    elif isinstance(value, tuple | list | set | frozenset):
        members = value
    elif isinstance(value, partial):
        members = (*value.args, *value.keywords.values())
    elif is_dataclass(value) and not isinstance(value, type):
        kind: type = type(value)
        yield value, inside
        kept = _words_of_the_program(kind)
        members = [getattr(value, field.name) for field in fields(value) if field.name not in kept]
    elif _is_built_anew(value):
        members = value.__reduce__()[1]
    for member in members:
        yield from _held(member, seen, inside=inside)


def _is_built_anew(value: object) -> bool:
    """True for an object of this package that says itself what it is made from."""
    kind = type(value)
    return kind.__module__.partition(".")[0] == "winset" and "__reduce__" in kind.__dict__


def _other(one: object, other: object) -> bool:
    return one is not other


def _differ(one: tuple[object, object], other: tuple[object, object]) -> bool:
    return one[0] is not other[0] or one[1] is not other[1]


def _is_text(value: object) -> bool:
    return isinstance(value, str | tuple)


@cache
def _words_of_the_program(kind: type) -> frozenset[str]:
    """The fields whose texts are words of the program: one of a few that the type names, or what `program_words` of
    the class says.
    """
    scope = vars(sys.modules[kind.__module__])
    literal = {field.name for field in fields(kind) if _is_literal(field.type, scope)}
    return frozenset(literal | set(getattr(kind, "program_words", ())))


def _is_literal(hint: Any, scope: Mapping[str, Any]) -> bool:
    """True for an annotation that allows nothing but a few words, and None."""
    members = [text.strip() for text in str(hint).split("|")]
    words = [text for text in members if text != "None"]
    return bool(words) and all(text.startswith("Literal[") or _names_words(scope.get(text)) for text in words)


def _names_words(kind: object) -> bool:
    """True for a type that is one of a few words, with or without what is said of them."""
    return get_origin(get_args(kind)[0] if get_origin(kind) is Annotated else kind) is Literal
