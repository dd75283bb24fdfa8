"""How the runs of a Word document look, as far as it bears on whether a reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SMALLEST = 2
"""Half points of a letter that nobody can read, and below."""
DEEPEST = 50
"""Styles of which one is based on the next that are looked at; Word reads fewer."""
Value = TypeVar("Value")
_OFF = ("0", "false", "off", "none")
_TOGGLED = ("vanish", "strike", "dstrike")


def value_of(element: Any, name: str) -> str | None:
    """What a property says, "" where it stands without a value; None where it does not stand there."""
    found = element.find(W + name) if element is not None else None
    return None if found is None else str(found.get(W + "val", ""))


def is_on(element: Any, name: str) -> bool | None:
    """Whether a property is on or off; None where it does not stand there."""
    value = value_of(element, name)
    return None if value is None else value.lower() not in _OFF


def is_filled(element: Any) -> bool:
    """True where the properties lay a colour under the words."""
    shading = element.find(W + "shd") if element is not None else None
    fill = str(shading.get(W + "fill", "auto")).lower() if shading is not None else "auto"
    return fill not in ("auto", "ffffff") or (value_of(element, "highlight") or "none") != "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class StyledLook:
    """What the styles of a run and of its paragraph say together. toggled: which ways of hiding words they turn on."""

    toggled: frozenset[str]
    size: str | None
    color: str | None
    raised: str | None
    is_filled: bool


class WordStyles:
    """The styles of a document. root: the element that holds them; None where there are none."""

    def __init__(self, root: Any) -> None:
        styles = root.iterfind(W + "style") if root is not None else ()
        self.styles = {str(style.get(W + "styleId")): style for style in styles}
        self.defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.usual = next((name for name, style in self.styles.items() if _is_usual(style)), None)
        self.looks: dict[tuple[str | None, str | None], StyledLook] = {}

    def is_seen(self, run: Any, paragraph: Any, *, is_filled_around: bool) -> bool:
        """Whether a reader sees the words of a run. run, paragraph: their properties, or None.

        A property of the run itself decides; else each style that turns hiding on turns it round, as Word has it.
        """
        styled = self._look(run, paragraph)
        for name in _TOGGLED:
            direct = is_on(run, name)
            if direct if direct is not None else name in styled.toggled:
                return False
        size = value_of(run, "sz") or styled.size or ""
        if size.isascii() and size.isdigit() and len(size) < 6 and int(size) <= SMALLEST:
            return False
        color = value_of(run, "color") or styled.color or ""
        return color.upper() != "FFFFFF" or any(
            (is_filled_around, styled.is_filled, is_filled(run), is_filled(paragraph))
        )

    def raised(self, run: Any, paragraph: Any) -> str:
        """`superscript`, `subscript`, or nothing of the kind."""
        return value_of(run, "vertAlign") or self._look(run, paragraph).raised or ""

    def _look(self, run: Any, paragraph: Any) -> StyledLook:
        names = value_of(run, "rStyle"), value_of(paragraph, "pStyle") or self.usual
        if names not in self.looks:
            self.looks[names] = self._looked_up(*map(self._chain, names))
        return self.looks[names]

    def _chain(self, name: str | None) -> list[Any]:
        """The style of that name and those that it is based on, as far as they bear on it."""
        chain: list[Any] = []
        while name in self.styles and len(chain) < DEEPEST:
            chain.append(self.styles[name])
            name = value_of(chain[-1], "basedOn")
        return chain

    def _looked_up(self, of_run: list[Any], of_paragraph: list[Any]) -> StyledLook:
        levels = [[style.find(W + "rPr") for style in chain] for chain in (of_run, of_paragraph)]
        every = [*levels[0], *levels[1], self.defaults]
        fills = (style.find(W + part) for style in (*of_run, *of_paragraph) for part in ("rPr", "pPr"))
        toggled = (
            name
            for name in _TOGGLED
            if sum(bool(_first(is_on(look, name) for look in level)) for level in levels) == 1
            or is_on(self.defaults, name)
        )
        return StyledLook(
            toggled=frozenset(toggled),
            size=_first(value_of(look, "sz") for look in every),
            color=_first(value_of(look, "color") for look in every),
            raised=_first(value_of(look, "vertAlign") for look in every),
            is_filled=any(map(is_filled, fills)),
        )


def _is_usual(style: Any) -> bool:
    """True of the style of paragraphs that name none."""
    return style.get(W + "type") == "paragraph" and str(style.get(W + "default", "0")).lower() not in _OFF


def _first(values: Iterable[Value | None]) -> Value | None:
    """The first value that there is."""
    return next((value for value in values if value is not None), None)
