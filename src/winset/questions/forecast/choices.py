"""The choices that rules leave open, as they are typed: RULE.CHOICE=VALUE, or RULE=PRESET."""

from __future__ import annotations

from collections.abc import Iterable

from winset.analyses.forecast.register import Choices, complete
from winset.analyses.forecast.rules import RULES
from winset.errors import UnknownName


def choices_of(typed: Iterable[str]) -> dict[str, dict[str, str]]:
    """Per rule what is chosen, the later over the earlier. Raises UnknownName for what no rule leaves open."""
    chosen: dict[str, dict[str, str]] = {key: {} for key in RULES}
    for text in typed:
        left, sign, value = text.partition("=")
        key, dot, name = left.partition(".")
        if not sign or key not in RULES:
            raise UnknownName(f"`{text}` is no choice of a rule; rules: {', '.join(RULES)}")
        chosen[key].update({name: value} if dot else _preset(key, value))
    for key, choices in chosen.items():
        try:
            complete(RULES[key].options, choices)
        except ValueError as refusal:
            raise UnknownName(f"rule `{key}`: {refusal}") from None
    return chosen


def _preset(key: str, name: str) -> Choices:
    presets = RULES[key].presets
    if name not in presets:
        raise UnknownName(f"rule `{key}` has no preset `{name}`; presets: {', '.join(presets) or 'none'}")
    return presets[name]
