"""The reference page of the rules of bargaining."""

from __future__ import annotations

from winset.analyses.forecast.register import BargainingRule, RuleOption
from winset.analyses.forecast.rules import RULES

INTRODUCTION = """\
# Rules of bargaining

A rule says where bargaining would settle an issue, from where the parties stand on its scale, how salient it is to
each, and how capable each is. A point rule is one formula; under a process rule parties move round by round. A forecast
is not advice, and [how far a rule depends on its reading](../explanation/readings-of-a-rule.md) is shown with it. A
party without a position, or of weight zero, is left out; where nobody has a weight there is no forecast."""


def rules_page() -> str:
    """Every rule of the register with what it assumes, its source, its options and its presets."""
    lines = [INTRODUCTION, "", "| key in JSON | title | kind | presets |", "|---|---|---|---|"]
    for rule in RULES.values():
        presets = ", ".join(f"`{preset}`" for preset in rule.presets) or "–"
        lines.append(f"| `{rule.key}` | {rule.title} | {rule.kind} | {presets} |")
    for rule in RULES.values():
        lines += ["", *_rule(rule)]
    return "\n".join(lines) + "\n"


def _rule(rule: BargainingRule) -> list[str]:
    lines = [f"## {rule.title}", "", rule.assumes, "", f"Source: {rule.source}."]
    if rule.options:
        names = list(rule.presets)
        lines += ["", f"| option | choices | {''.join(f'`{name}` | ' for name in names)}what it decides |"]
        lines.append("|---" * (3 + len(names)) + "|")
        lines += [_option(rule, option) for option in rule.options]
    return lines


def _option(rule: BargainingRule, option: RuleOption) -> str:
    """One row; the default stands first among the choices."""
    others = [choice for choice in option.choices if choice != option.default]
    choices = ", ".join([f"**`{option.default}`**", *(f"`{choice}`" for choice in others)])
    if option.within is not None:
        choices += f", {option.within[0]} to {option.within[1]}"
    presets = "".join(f"`{preset.get(option.name, option.default)}` | " for preset in rule.presets.values())
    return f"| `{option.name}` | {choices} | {presets}{option.says} |"
