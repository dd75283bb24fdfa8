"""Case files of ordinary and of great size, written by number: parties, issues, options, rules, links, voters."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Literal

Basis = Literal["inferred", "silent", "mixed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a case is. basis: of every cell; mixed: each at random. refusals: the share of cells with a red line.

    across: how many issues each rule and each link names. Of more than two, a condition names half the options of each,
    so that what holds of some packages hangs on all these issues together.

    walk_away: what every party has without a deal, in points; None for what the status quo is worth to it. silent: the
    share of cells that are silent besides. voters: so many parties, the last ones, are not seated at the table
    `seated`, where the others meet; they vote on its deal in a body, and more than half of them are enough. moves:
    whether it says what parties can change alone: each issue one of them, and the next can put it back.
    """

    parties: int
    issues: int
    options: int = 4
    rules: int = 0
    links: int = 0
    across: int = 2
    basis: Basis = "inferred"
    refusals: float = 0.25
    walk_away: int | None = None
    silent: float = 0.0
    voters: int = 0
    moves: bool = False
    seed: int = 1

    @property
    def title(self) -> str:
        named = f" across {self.across} issues" if self.across > 2 else ""
        joined = [f"{self.rules:,} rules{named}"] if self.rules else []
        joined += [f"{self.links:,} links{named}"] if self.links else []
        joined += [f"{self.voters:,} voters"] if self.voters else []
        joined += ["moves"] if self.moves else []
        return ", ".join([f"{self.parties} parties × {self.issues} issues × {self.options} options", *joined])


def write(size: Size, folder: Path) -> Path:
    """The case in a folder of its own, which is returned; the same size gives the same file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.yaml").write_text(text(size), encoding="utf-8")
    return folder


def text(size: Size) -> str:
    """The case file: JSON, which is YAML, one section a line."""
    case = mapping(size)
    return "".join(f"{section}: {json.dumps(content)}\n" for section, content in case.items())


def mapping(size: Size) -> dict[str, Any]:
    """What the case file says."""
    draw = Random(size.seed)
    parties = [f"party{n}" for n in range(size.parties)]
    issues = {f"issue{n}": [f"i{n}option{m}" for m in range(size.options)] for n in range(size.issues)}
    case: dict[str, Any] = {
        "winset": 1,
        "case": {"id": "generated", "title": "A generated case", "as_of": "2026-01-01"},
        "parties": {party: {"name": party.replace("party", "Party ")} for party in parties},
        "issues": {
            issue: {
                "title": issue.replace("issue", "Issue "),
                "scale": True,
                "status_quo": options[0],
                "options": {option: option.split("option")[0] + " " + option[-1:] for option in options},
            }
            for issue, options in issues.items()
        },
        "positions": {
            issue: {party: _position(draw, size, options) for party in parties} for issue, options in issues.items()
        },
        "judgements": {
            "salience": {
                issue: {party: [low := draw.randint(5, 60), low + 10, low + 30] for party in parties}
                for issue in issues
            },
        },
    }
    if size.walk_away is not None:
        case["judgements"]["walk_away"] = dict.fromkeys(parties, size.walk_away)
    if size.rules:
        case["rules"] = [_rule(draw, issues, n, size.across) for n in range(size.rules)]
    if size.links:
        case["judgements"]["links"] = [_link(draw, parties, issues, size.across) for _ in range(size.links)]
    if size.moves:
        case["moves"] = {issue: _moves(n, parties, options) for n, (issue, options) in enumerate(issues.items())}
    if size.voters:
        members = parties[-size.voters :]
        body = {"body": "Council", "members": dict.fromkeys(members, 1), "quota": size.voters // 2 + 1}
        case["tables"] = {
            "seated": {"title": "Those who are seated", "seated": parties[: -size.voters], "ratifiers": [body]}
        }
    return case


def _moves(place: int, parties: list[str], options: list[str]) -> list[dict[str, Any]]:
    """What parties can change alone of an issue: one anything, and the next one back to how it stands."""
    first, second = parties[place % len(parties)], parties[(place + 1) % len(parties)]
    back = [[option, options[0]] for option in options[1:]]
    return [{"by": [first]}, {"by": [second], "from_to": back}]


def _position(draw: Random, size: Size, options: list[str]) -> Any:
    basis = size.basis if size.basis != "mixed" else draw.choice(("inferred", "silent"))
    if size.silent and draw.random() < size.silent:
        basis = "silent"
    ideal = draw.choice(options)
    refused = draw.choice([option for option in options[1:] if option != ideal])
    refuses = draw.random() < size.refusals
    if basis == "silent":
        return "silent"
    why = {"because": "generated"} if basis == "inferred" else {}
    return {"ideal": ideal, "basis": basis, **why, **({"rejects": [refused]} if refuses else {})}


def _rule(draw: Random, issues: dict[str, list[str]], n: int, across: int) -> dict[str, Any]:
    """A rule that the status quo keeps: where issues move to some options, another holds one of several."""
    *first, second = draw.sample(list(issues), across)
    then = sorted({issues[second][0], *draw.sample(issues[second], max(1, len(issues[second]) - 1))})
    if across == 2:
        return {"id": f"rule{n}", "if": {first[0]: draw.choice(issues[first[0]][1:])}, "then": {second: then}}
    return {"id": f"rule{n}", "if": {issue: _half(draw, issues[issue][1:]) for issue in first}, "then": {second: then}}


def _link(draw: Random, parties: list[str], issues: dict[str, list[str]], across: int) -> dict[str, Any]:
    named = draw.sample(list(issues), across)
    when = {issue: draw.choice(issues[issue]) if across == 2 else _half(draw, issues[issue]) for issue in named}
    return {"party": draw.choice(parties), "when": when, "points": draw.randint(-3, 5)}


def _half(draw: Random, options: list[str]) -> list[str]:
    """Half of some options, in their order."""
    taken = draw.sample(options, max(1, len(options) // 2))
    return [option for option in options if option in taken]
