"""The style sheets that stand in a page of HTML: which declarations hold for which of its elements.

Read as on an ordinary screen. What a page loads from elsewhere, or a script changes, is not known here; which style
sheets it loads is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag


Variables = Mapping[str, str]
"""Values by name, the two dashes included, as they hold for an element and are handed down to what it holds."""

_LONGEST = 1_000
"""Characters of a value with its variables put in; beyond, it holds as little as one that names no variable."""
_DEEPEST = 20  # variables in the values of variables
_VAR = re.compile(r"\bvar\(")
_SIGN = re.compile(r"[(),]")


def is_variable(name: str) -> bool:
    """True of the name of a custom property."""
    return name.startswith("--")


def with_own(style: Mapping[str, str], inherited: Variables) -> Variables:
    """The variables of an element with these declarations; what cannot be resolved has no value."""
    own = {name: value for name, value in style.items() if is_variable(name)}
    if not own:
        return inherited
    handed = {
        name: inherited[name] for name, value in own.items() if value in ("inherit", "unset") and name in inherited
    }
    known = {**inherited, **own, **handed}
    own_values = {
        name: value for name in own if name not in handed and (value := _put_in(f"var({name})", known)) is not None
    }
    return {**{name: value for name, value in inherited.items() if name not in own}, **handed, **own_values}


def resolved(style: Mapping[str, str], variables: Variables) -> dict[str, str]:
    """The other declarations with variables put in; without those whose variables have no value, which do not hold."""
    return {
        name: value
        for name, written in style.items()
        if not is_variable(name) and (value := _put_in(written, variables)) is not None
    }


def _put_in(written: str, variables: Variables, around: frozenset[str] = frozenset()) -> str | None:
    """The value with its variables put in, None where one has no value. around: the variables that it is in."""
    value, match = "", _VAR.search(written)
    while match is not None:
        end, comma = _closing(written, match.end())
        name = written[match.end() : comma if comma is not None else end].strip()
        put = None
        if name not in around and len(around) < _DEEPEST and variables.get(name, "initial") not in ("initial", ""):
            put = _put_in(variables[name], variables, around | {name})
        if put is None and comma is not None and name not in around:
            put = _put_in(written[comma + 1 : end].strip(), variables, around)
        if put is None:
            return None
        value += written[: match.start()] + put
        written = written[end + 1 :]
        if len(value) + len(written) > _LONGEST:
            return None
        match = _VAR.search(written)
    return value + written


def _closing(text: str, start: int) -> tuple[int, int | None]:
    """Where the bracket closes that opens before `start`, and the first comma in it; the end where it never closes."""
    depth, comma = 1, None
    for sign in _SIGN.finditer(text, start):
        if sign[0] == ",":
            comma = sign.start() if depth == 1 and comma is None else comma
            continue
        depth += 1 if sign[0] == "(" else -1
        if not depth:
            return sign.start(), comma
    return len(text), comma


MOST_MATCHED = 1_000_000
"""Comparisons of style rules with tags of a source in HTML; beyond, it is refused."""
MOST_RULES = 20_000
"""Selectors of the style rules in a source in HTML; beyond, it is refused."""
SCREEN = 1280.0  # pixels: the width of an ordinary screen
_MOST_ANCESTORS = 200
"""Names of ancestors that are kept, to pass over selectors that cannot hold; beyond, every selector is tried."""
_LONGEST_SELECTOR = 1_000
"""Characters of a selector; beyond, only its last part is looked at."""

READ = frozenset({
    "display", "visibility", "opacity", "font-size", "font", "color", "background", "background-color",
    "background-image", "background-clip", "-webkit-background-clip", "text-decoration", "text-decoration-line",
    "text-indent", "position", "left", "right", "top", "bottom", "margin-left", "margin-top", "clip", "clip-path",
    "overflow", "overflow-x", "overflow-y", "width", "height", "max-width", "max-height", "transform", "scale",
    "content-visibility",
})  # fmt: skip
"""The properties that decide what is seen."""

Declared = dict[str, tuple[str, bool]]
"""Values by property, each with whether it is important."""

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n0-9a-fA-F]))")
_PIECE = re.compile(r""""(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[{};"']|[^{};"']+""", re.DOTALL)
_SIMPLE = re.compile(r"(\*|[a-zA-Z][\w-]*)?((?:[.#][\w-]+)*)")
_PART = re.compile(r"([.#]?)((?:[\w-]|[^\x00-\x7f])+)")
_BRACKETS = re.compile(r"\[[^\]]*\]|\([^()]*\)")
_COMBINATOR = re.compile(r"\s*[>+~]\s*|\s+")
_PSEUDO_ELEMENT = re.compile(r"::|:(?:before|after|first-line|first-letter)\b")
_COSTLY = re.compile(r":(?:nth|last|only|first)|[+~]")
_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?([^"'()\s;]+)""", re.IGNORECASE)
_WIDTH = re.compile(r"\(\s*(min|max)-(?:device-)?width\s*:\s*([\d.]+)(px|em|rem)\s*\)")


class TooManyRules(Exception):
    """The page has more style rules, or rules that ask for more work, than a page may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One selector with what it declares. needs: names of ancestors without which it cannot hold."""

    selector: str
    weight: tuple[int, int, int]
    order: int
    declared: Declared
    is_simple: bool
    tag: str
    names: frozenset[str]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ancestry:
    """The tags, .classes and #ids of the elements around one, as far as they are kept, and how deep it lies."""

    names: frozenset[str] = frozenset()
    is_whole: bool = True
    depth: int = 0

    def below(self, names: frozenset[str]) -> Ancestry:
        """The ancestry of what an element of these names holds."""
        if not self.is_whole or names <= self.names:
            return Ancestry(self.names, self.is_whole, self.depth + 1)
        if len(self.names) > _MOST_ANCESTORS:
            return Ancestry(frozenset(), is_whole=False, depth=self.depth + 1)
        return Ancestry(self.names | names, is_whole=True, depth=self.depth + 1)


def names_of(tag: Tag) -> frozenset[str]:
    """The tag of an element, its classes and its id, as selectors write them."""
    attributes = tag.attrs
    if "class" not in attributes and "id" not in attributes:
        return frozenset((tag.name,))
    class_names: object = attributes.get("class") or ()
    classes = class_names if isinstance(class_names, list) else str(class_names).split()
    return frozenset([tag.name, *(f".{name}" for name in classes), f"#{attributes.get('id')}"])


@dataclass(frozen=True, kw_only=True)
class PageStyles:
    """The style rules of a page; raises TooManyRules where they are too many."""

    soup: BeautifulSoup
    matched: list[int] = field(default_factory=lambda: [0])

    @cached_property
    def _rules(self) -> Mapping[str, list[_Rule]]:
        """The rules, by a name that an element must have for them to hold; "*" for any."""
        rules: dict[str, list[_Rule]] = defaultdict(list)
        order = 0
        for style in self.soup.find_all("style"):
            if not _holds_on_screen(str(style.attrs.get("media") or "all")):
                continue
            for selectors, declared in _blocks(style.get_text()):
                for selector in _split(selectors):
                    order += 1
                    if order > MOST_RULES:
                        raise TooManyRules
                    rule = _rule(selector, declared, order)
                    if rule is not None:
                        key = next((name for name in sorted(rule.names)), rule.tag or "*")
                        rules[key].append(rule)
        return rules

    @cached_property
    def _size(self) -> int:
        return len(self.soup.find_all(name=True))

    @cached_property
    def elsewhere(self) -> tuple[str, ...]:
        """The style sheets that the page loads for a screen, as it names them; what they say is not known."""
        links = (
            str(link.attrs["href"])
            for link in self.soup.find_all("link")
            if "href" in link.attrs
            and {"stylesheet"}
            == {"stylesheet", "alternate"} & set(" ".join(link.attrs.get("rel") or ()).lower().split())
            and _holds_on_screen(str(link.attrs.get("media") or "all"))
        )
        styles = (_COMMENT.sub(" ", style.get_text()) for style in self.soup.find_all("style"))
        return tuple(dict.fromkeys((*links, *(name for text in styles for name in _IMPORT.findall(text)))))

    @cached_property
    def at_root(self) -> Variables:
        """The variables of the root, which a browser puts around whatever a page begins with."""
        rules = [rule for rules in self._rules.values() for rule in rules if rule.selector in (":root", "html")]
        won: dict[str, tuple[tuple[object, ...], str]] = {}
        for rule in rules:
            _win(won, rule.declared, (rule.weight, rule.order))
        return with_own({name: value for name, (_, value) in won.items()}, {})

    def of(
        self, tag: Tag, names: frozenset[str], ancestry: Ancestry, inherited: Variables
    ) -> tuple[dict[str, str], Variables]:
        """What holds for the element, of the properties that decide what is seen, and its variables."""
        style = self._written(tag, names, ancestry)
        if not style or not (inherited or any(map(is_variable, style))):
            return resolved(style, {}), inherited
        variables = with_own(style, inherited)
        if variables is not inherited:
            self.matched[0] += len(variables)
        return resolved(style, variables), variables

    def _written(self, tag: Tag, names: frozenset[str], ancestry: Ancestry) -> dict[str, str]:
        """The same as it is written, the variables among it."""
        inline = tag.attrs.get("style")
        won: dict[str, tuple[tuple[object, ...], str]] = {}
        if self._rules:
            for rule in self._holding(tag, names, ancestry):
                _win(won, rule.declared, (False, rule.weight, rule.order))
        if inline:
            _win(won, _declarations(_COMMENT.sub("", str(inline))), (True, (0, 0, 0), 0))
        return {name: value for name, (_, value) in won.items()}

    def _holding(self, tag: Tag, names: frozenset[str], ancestry: Ancestry) -> Iterator[_Rule]:
        matching: dict[str, bool] = {}  # by selector: style sheets write the same one again and again
        for key in (*names, "*"):
            for rule in self._rules.get(key, ()):
                self.matched[0] += 1
                if not (rule.names <= names and rule.tag in ("", tag.name)):
                    continue
                if rule.is_simple or self._matches(rule, tag, ancestry, matching):
                    yield rule
        if self.matched[0] > MOST_MATCHED:
            raise TooManyRules

    def _matches(self, rule: _Rule, tag: Tag, ancestry: Ancestry, matching: dict[str, bool]) -> bool:
        """Whether the rule holds for the element. matching: of selectors compared with it before, whether each does."""
        if ancestry.is_whole and not rule.needs <= ancestry.names:
            return False
        cost = 1 + ancestry.depth
        if _COSTLY.search(rule.selector):
            cost += len(tag.parent.contents) if tag.parent is not None else 0
        if ":has(" in rule.selector:
            cost += self._size
        self.matched[0] += cost
        if self.matched[0] > MOST_MATCHED:
            raise TooManyRules
        if rule.selector not in matching:
            compiled = _compiled(rule.selector)
            matching[rule.selector] = compiled is not None and bool(compiled.match(tag))
        return matching[rule.selector]


def _win(won: dict[str, tuple[tuple[object, ...], str]], declared: Declared, weight: tuple[object, ...]) -> None:
    for name, (value, important) in declared.items():
        strength = (important, *weight)
        if name not in won or strength >= won[name][0]:
            won[name] = strength, value


def _compiled(selector: str) -> Any:
    """The selector ready to be compared; None where it is none. Soupsieve keeps those used last."""
    import soupsieve
    from soupsieve.util import SelectorSyntaxError

    try:
        return soupsieve.compile(selector)
    except (SelectorSyntaxError, NotImplementedError, ValueError, RecursionError):
        return None


def _rule(selector: str, declared: Declared, order: int) -> _Rule | None:
    if _PSEUDO_ELEMENT.search(selector):
        return None
    plain = _BRACKETS.sub("", _BRACKETS.sub("", selector))
    parts = _COMBINATOR.split(plain.strip())
    last = re.sub(r":[\w-]+", "", parts[-1])
    if len(selector) > _LONGEST_SELECTOR:
        selector = last
    pieces = _PART.findall(last)
    needed = [re.sub(r":[\w-]+", "", part) for part in parts[:-1]] if not re.search("[+~]", plain) else []
    tags = re.findall(r"(?:^|[\s>+~(,])[a-zA-Z]", selector)
    return _Rule(
        selector=selector,
        weight=(selector.count("#"), len(re.findall(r"\.(?=[\w-])|\[|:(?!not|is|where|has)", selector)), len(tags)),
        order=order,
        declared=declared,
        is_simple=_SIMPLE.fullmatch(selector) is not None,
        tag=next((name.lower() for sign, name in pieces if not sign), ""),
        names=frozenset(sign + name for sign, name in pieces if sign),
        needs=frozenset(
            sign + (name if sign else name.lower()) for part in needed for sign, name in _PART.findall(part)
        ),
    )


def _split(selectors: str) -> Iterator[str]:
    """The selectors of a list, apart from commas inside brackets."""
    depth, first = 0, 0
    for mark in re.finditer(r"[,()\[\]]", selectors):
        if mark[0] == ",":
            if depth == 0:
                yield selectors[first : mark.start()].strip()
                first = mark.end()
        else:
            depth += 1 if mark[0] in "([" else -1
    yield selectors[first:].strip()


def _blocks(css: str) -> Iterator[tuple[str, Declared]]:
    """Selectors with the declarations that hold for them on an ordinary screen; those of nested rules too."""
    open_blocks: list[tuple[str | None, Declared]] = []
    text = ""
    for piece in _PIECE.findall(_COMMENT.sub(" ", css)):
        if piece == "{":
            open_blocks.append((_inside(text.strip(), open_blocks), {}))
            text = ""
        elif piece in (";", "}"):
            if open_blocks:
                open_blocks[-1][1].update(_declarations(text))
            text = ""
            if piece == "}" and open_blocks:
                selectors, declared = open_blocks.pop()
                if selectors and declared:
                    yield selectors, declared
        else:
            text += piece
    for selectors, declared in reversed(open_blocks):
        declared.update(_declarations(text))
        text = ""
        if selectors and declared:
            yield selectors, declared


def _inside(prelude: str, around: list[tuple[str | None, Declared]]) -> str | None:
    """The selectors that a block's declarations hold for; "" directly in a group of rules; None where none hold."""
    outer = around[-1][0] if around else ""
    if outer is None or len(around) > 20:
        return None
    if prelude.startswith("@"):
        word, _, rest = prelude[1:].partition(" ")
        word, rest = (word.lower(), rest) if "(" not in word else (word.partition("(")[0].lower(), prelude)
        holds = (
            word in ("layer", "scope")
            or (word == "supports" and "not" not in rest.lower())
            or (word == "media" and _holds_on_screen(rest))
        )
        return outer if holds else None
    if not outer:
        return prelude
    if len(outer) + len(prelude) > 4 * _LONGEST_SELECTOR:
        return None
    return ", ".join(
        inner.replace("&", f":is({outer})" if "," in outer else outer) if "&" in inner else f"{selector} {inner}"
        for selector in (_split(outer) if "&" not in prelude else [outer])
        for inner in _split(prelude)
    )


def _holds_on_screen(query: str) -> bool:
    """True where one of the queries holds on an ordinary screen; unknown conditions do not."""
    for media_query in query.lower().split(","):
        widths = _WIDTH.findall(media_query)
        rest = re.sub(r"\band\b|\bonly\b", " ", _WIDTH.sub(" ", media_query)).split()
        fits = all(_fits(side, _plain_number(number) * (1 if unit == "px" else 16)) for side, number, unit in widths)
        if fits and set(rest) <= {"all", "screen"}:
            return True
    return False


def _fits(side: str, wanted: float) -> bool:
    return wanted <= SCREEN if side == "min" else wanted >= SCREEN


def _plain_number(text: str) -> float:
    return float(text) if re.fullmatch(r"\d+(?:\.\d*)?|\.\d+", text) else 0.0


def _declarations(text: str) -> Declared:
    """The declarations of a style, of the properties that decide what is seen."""
    declared: Declared = {}
    for declaration in text.split(";"):
        name, _, value = _unescaped(declaration).partition(":")
        name = name.strip().lower()
        if name in READ or is_variable(name):
            important = re.search(r"!\s*important\s*\Z", value.strip(), re.IGNORECASE)
            value = value.strip()[: important.start() if important else None].strip().lower()
            declared[name] = value, important is not None
    return declared


def _unescaped(text: str) -> str:
    """The text with what is written as an escape, so that no property hides behind one."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda escape: chr(min(int(escape[1], 16), 0x10FFFF)) if escape[1] else escape[2], text)
