"""Small valid cases at random, for comparing slow answers with fast ones.

Between them they use every part of the format that the settlement question reads. A case is a plain mapping as its YAML
would hold; the same `Random` state gives the same case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod
from random import Random
from typing import Any

import yaml

try:
    from yaml import CSafeDumper as Dumper
except ImportError:  # without libyaml: the same text, four times as slowly
    from yaml import SafeDumper as Dumper  # type: ignore[assignment]

from .settlement_oracle import keeps_the_rules, moves_something, open_packages

MOST_PACKAGES = 60
MOST_RED_LINES = 8
PARTIES = ("north", "south", "east", "west")
ISSUES = ("border", "troops", "trade", "prisoners")
OPTIONS = ("full", "half", "none")


def random_case(random: Random) -> dict[str, Any]:
    """A valid case: 2 to 4 parties, 1 to 4 issues of 2 or 3 options, at most 60 packages and 12 constraints."""
    draw = Draw(random=random, coarse=random.random() < 0.4)
    parties = random.sample(PARTIES, random.randint(2, 4))
    issues = random_issues(draw)
    case: dict[str, Any] = {
        "winset": 1,
        "case": {"id": "random", "title": "A random case", "as_of": "2025-01-01"},
        "parties": {party: {"name": party.title()} for party in parties},
        "issues": issues,
        "positions": random_positions(draw, parties, issues),
    }
    case["judgements"] = random_judgements(draw, case)
    add_second_edition(Random(random.getstate()[1][0]), case)
    only_refuse(Random(random.getstate()[1][1]), case["positions"])
    optional = {
        "consent": random_consent(draw, case),
        "tables": random_tables(draw, case),
        "rules": random_rules(draw, case),
    }
    case.update({section: content for section, content in optional.items() if content})
    for table in (None, *case.get("tables", {})):
        if not leaves_a_choice(case, table):
            case.pop("rules", None)
    return case


def as_yaml(case: dict[str, Any]) -> str:
    """The case as YAML text in the order of the mapping: decimals plain, fractions in quotes, no aliases."""
    return yaml.dump(case, Dumper=PlainDumper, sort_keys=False, allow_unicode=True)


class PlainDumper(Dumper):
    """Writes what a case may hold, and nothing that its reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always: a value that occurs twice is written twice."""
        return True


def decimal_node(dumper: PlainDumper, number: Decimal) -> yaml.Node:
    """A decimal as a plain number, digit for digit."""
    whole = number == number.to_integral_value()
    return dumper.represent_int(int(number)) if whole else dumper.represent_scalar(FLOAT, f"{number:f}")


def text_node(dumper: PlainDumper, text: str) -> yaml.Node:
    """A text as it is, in quotes if it is a fraction."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if "/" in text else None)


FLOAT = "tag:yaml.org,2002:float"
PlainDumper.add_representer(Decimal, decimal_node)
PlainDumper.add_representer(str, text_node)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """A source of random choices; `coarse` numbers are few, so that ties are common."""

    random: Random
    coarse: bool

    def chance(self, share: float) -> bool:
        """True in this share of the cases."""
        return self.random.random() < share

    def some(self, names: Sequence[str], at_least: int = 1) -> list[str]:
        """Some of the names, in the order given."""
        taken = self.random.sample(list(names), self.random.randint(at_least, len(names)))
        return [name for name in names if name in taken]

    def number(self, low: int, high: int) -> int | Decimal | str:
        """One number between the two: whole, with a decimal part, or a fraction in text."""
        if self.coarse:
            return self.random.choice(range(low, high + 1, 25 if high - low > 50 else 10))
        if self.chance(0.15):
            return Decimal(self.random.randint(100 * low, 100 * high)) / 100
        if self.chance(0.05):
            return f"{self.random.randint(3 * low, 3 * high)}/3"
        return self.random.randint(low, high)

    def judgement(self, low: int, high: int) -> Any:
        """A number, [low, high] or [low, most likely, high], within the two bounds."""
        if self.chance(0.6):
            return self.number(low, high)
        step = 10 if self.coarse else 1
        ends = sorted(self.random.sample(range(low, high + 1, step), 2))
        if self.chance(0.5):
            return ends
        return [ends[0], self.random.choice(range(ends[0], ends[1] + 1, step)), ends[1]]


def random_issues(draw: Draw) -> dict[str, Any]:
    """Issues with and without a scale; now and then one has no status quo."""
    sizes = [draw.random.choice((2, 3)) for _ in range(draw.random.choice((1, 2, 2, 3, 3, 4)))]
    while prod(sizes) > MOST_PACKAGES:
        sizes[sizes.index(3)] = 2
    issues: dict[str, Any] = {}
    for name, size in zip(draw.random.sample(ISSUES, len(sizes)), sizes, strict=True):
        options = draw.random.sample(OPTIONS, size)
        issues[name] = {"title": name.title(), "options": {option: f"{option} of it" for option in options}}
        if draw.chance(0.96):
            issues[name]["status_quo"] = draw.random.choice(options)
        if draw.chance(0.55):
            issues[name]["scale"] = True
            place_on_a_line(draw, issues[name]["options"])
    return issues


def place_on_a_line(draw: Draw, options: dict[str, Any]) -> None:
    """Gives some lines an option aside, and some lines a place for every option on them."""
    on_line = list(options)
    if len(on_line) == 3 and draw.chance(0.3):
        aside = on_line.pop(draw.random.randrange(3))
        options[aside] = {"label": f"{aside} aside", "at": "aside"}
    if draw.chance(0.5):
        step = 2500 if draw.coarse else 50
        places = sorted(draw.random.sample(range(0, 10001, step), len(on_line)))
        for option, place in zip(on_line, places, strict=True):
            at = place // 100 if place % 100 == 0 else Decimal(place) / 100
            options[option] = {"label": f"{option} on the line", "at": at}


def add_second_edition(random: Random, case: dict[str, Any]) -> None:
    """Names for sentences, interests, concerns and levers, which no answer of settlement depends on.

    random: apart from that of the case, so that the rest of a case does not depend on what is added here.
    """
    draw = Draw(random=random, coarse=False)
    parties = case["parties"]
    for party, told in parties.items():
        if draw.chance(0.3):
            told["in_sentence"] = f"the {party} side"
        if draw.chance(0.3):
            told["aliases"] = draw.some([f"{party.title()}land", f"{party.title()}erners", "Mr X"])
        if draw.chance(0.3):
            kind = random.choice(("need", "fear"))
            told["interests"] = {"respect": {"kind": kind, "text": "to be heard", "basis": "inferred", "because": "x"}}
    if draw.chance(0.3):
        case["case"] |= {"client": random.choice(list(parties)), "drafter": "A. Tester"}
    served = [f"{party}.respect" for party, told in parties.items() if "interests" in told]
    for name, issue in case["issues"].items():
        if draw.chance(0.3):
            issue["in_sentence"] = f"the {name}"
        for option, held in list(issue["options"].items()):
            if draw.chance(0.4):
                issue["options"][option] = (held if isinstance(held, dict) else {"label": held}) | random_concerns(
                    draw, option, served
                )
    if draw.chance(0.3):
        case["levers"] = {"pressure": random_lever(draw, list(parties))}
        if draw.chance(0.7):
            case["judgements"]["levers"] = {"pressure": {"walk_away": draw.judgement(-20, 0)}}


def only_refuse(random: Random, positions: dict[str, Any]) -> None:
    """Some cells with red lines say no more than these: what the party wants is not said.

    random: apart from that of the case, as for the second edition. An order that is judged of such a cell stands.
    """
    for cells in positions.values():
        for cell in cells.values():
            if cell != "silent" and cell.get("rejects") and random.random() < 0.4:
                del cell["ideal"]


def random_concerns(draw: Draw, option: str, served: Sequence[str]) -> dict[str, Any]:
    """What an option may carry besides its label and its place."""
    kind = draw.random.choice(("legal", "humanitarian", "political"))
    found: dict[str, Any] = {
        "in_sentence": f"{option} of it is agreed",
        "in_steps": draw.chance(0.5),
        "flags": [{"kind": kind, "text": f"a {kind} concern"}],
        "serves": draw.some(served, at_least=0),
    }
    return {field: found[field] for field in draw.some(list(found))}


def random_lever(draw: Draw, parties: Sequence[str]) -> dict[str, Any]:
    """A lever in some state, of which the case may say that it is offered or not."""
    lever: dict[str, Any] = {"holders": draw.some(parties), "target": draw.random.choice(parties)}
    lever["state"] = draw.random.choice(("in_force", "threatened", "possible"))
    lever["effect"] = draw.random.choice(("tighten", "ease"))
    if draw.chance(0.3):
        lever |= {"offered": draw.chance(0.5), "because": "x"}
    return lever


def random_positions(draw: Draw, parties: Sequence[str], issues: dict[str, Any]) -> dict[str, Any]:
    """On each issue some parties have a position of their own, some let another of these decide, some are silent."""
    red_lines_left = MOST_RED_LINES
    positions: dict[str, Any] = {}
    for issue, content in issues.items():
        options = list(content["options"])
        kinds = {party: draw.random.choice(("own",) * 7 + ("delegates",) * 2 + ("silent",) * 2) for party in parties}
        own = [party for party in parties if kinds[party] == "own"]
        cells: dict[str, Any] = {}
        for party in parties:
            if kinds[party] == "own":
                cells[party] = own_position(draw, options, red_lines_left)
                red_lines_left -= len(cells[party].get("rejects", []))
            elif kinds[party] == "delegates" and own:
                cells[party] = {"delegates_to": draw.random.choice(own), "basis": "inferred", "because": "x"}
            else:
                cells[party] = "silent"
        if "silent" in cells.values() and draw.chance(0.5):
            cells = {party: cell for party, cell in cells.items() if cell != "silent"} | {"rest": "silent"}
        positions[issue] = cells
    return positions


def own_position(draw: Draw, options: Sequence[str], red_lines_left: int) -> dict[str, Any]:
    """An ideal and, now and then, red lines on other options."""
    ideal = draw.random.choice(options)
    position: dict[str, Any] = {"ideal": ideal, "basis": "inferred", "because": "x"}
    others = [option for option in options if option != ideal]
    if draw.chance(0.3):
        lines = draw.random.sample(others, 1 if draw.chance(0.8) else len(others))[:red_lines_left]
        if lines:
            position["rejects"] = [
                {"option": line, "basis": "inferred", "because": "x"} if draw.chance(0.4) else line for line in lines
            ]
    return position


def random_judgements(draw: Draw, case: dict[str, Any]) -> dict[str, Any]:
    """Numbers for some cells and parties; the others are left to the defaults."""
    judgements: dict[str, Any] = {"by": "test", "salience": {}, "scores": {}, "orders": {}}
    for issue, cells in case["positions"].items():
        for party in case["parties"]:
            judge_cell(draw, judgements, (issue, party), cells.get(party, "silent"), case["issues"][issue]["options"])
    judgements["walk_away"] = random_walk_aways(draw, case)
    if draw.chance(0.4):
        judged = list(case["parties"]) if draw.chance(0.8) else draw.some(list(case["parties"]))
        judgements["capability"] = {party: random_capability(draw) for party in judged}
    judgements["links"] = random_links(draw, case)
    return {kind: content for kind, content in judgements.items() if content}


def judge_cell(
    draw: Draw, judgements: dict[str, Any], place: tuple[str, str], cell: Any, options: Sequence[str]
) -> None:
    """Judges a salience, scores or an order there, as the cell allows."""
    issue, party = place
    silent = cell == "silent"
    if draw.chance(0.25 if silent else 0.65):
        least = 0 if draw.chance(0.1) else 20
        judgements["salience"].setdefault(issue, {})[party] = draw.judgement(least, 100)
    if not silent and "delegates_to" in cell:
        return
    if draw.chance(0.2 if silent else 0.35):
        scored = {option: draw.judgement(0, 100) for option in draw.some(list(options))}
        judgements["scores"].setdefault(issue, {})[party] = scored
    if not silent and draw.chance(0.3):
        others = [option for option in options if option != cell["ideal"]]
        draw.random.shuffle(others)
        judgements["orders"].setdefault(issue, {})[party] = [cell["ideal"], *others]


def random_walk_aways(draw: Draw, case: dict[str, Any]) -> dict[str, Any]:
    """Walk-aways of every form; relative ones only where there is a status quo. High ones leave no deal."""
    low, high = (55, 95) if draw.chance(0.2) else (2, 40)
    relative = all("status_quo" in content for content in case["issues"].values())
    walk_aways: dict[str, Any] = {}
    for party in case["parties"]:
        form = draw.random.choice(("missing", "number", "number", "number", "status_quo", "offset"))
        if form == "number":
            walk_aways[party] = draw.judgement(low, high)
        elif form == "status_quo" and relative:
            walk_aways[party] = "status_quo"
        elif form == "offset" and relative:
            walk_aways[party] = {"status_quo": draw.judgement(-30, 20)}
    return walk_aways


def random_capability(draw: Draw) -> Any:
    """Mostly a multiple of ten, so that the weights in their smallest whole numbers stay small; never 0."""
    if draw.chance(0.9):
        return draw.random.choice(range(10, 101, 10))
    return draw.random.choice(([20, 25], [10, 30, 80], Decimal("12.5"), 35))


def random_condition(draw: Draw, case: dict[str, Any], issues: Sequence[str]) -> dict[str, Any]:
    """An option, or a list of which each will do, on every issue named."""
    condition: dict[str, Any] = {}
    for issue in issues:
        options = list(case["issues"][issue]["options"])
        several = len(options) == 3 and draw.chance(0.3)
        condition[issue] = draw.random.sample(options, 2) if several else draw.random.choice(options)
    return condition


def random_links(draw: Draw, case: dict[str, Any]) -> list[dict[str, Any]]:
    """Combinations over two or more issues that are worth more, or less, than their parts."""
    if len(case["issues"]) < 2 or not draw.chance(0.4):
        return []
    return [
        {
            "party": draw.random.choice(list(case["parties"])),
            "when": random_condition(draw, case, draw.some(list(case["issues"]), at_least=2)),
            "points": draw.judgement(-20, 30),
        }
        for _ in range(draw.random.randint(1, 3))
    ]


def random_rules(draw: Draw, case: dict[str, Any]) -> list[dict[str, Any]]:
    """Combinations that cannot go together."""
    if len(case["issues"]) < 2 or not draw.chance(0.4):
        return []
    rules = []
    for number in range(draw.random.randint(1, 2)):
        first, second, *others = draw.random.sample(list(case["issues"]), len(case["issues"]))
        conditions = [first, *others[:1]] if draw.chance(0.3) else [first]
        rules.append(
            {
                "id": f"rule_{number + 1}",
                "if": random_condition(draw, case, conditions),
                "then": random_condition(draw, case, [second]),
            }
        )
    return rules


def leaves_a_choice(case: dict[str, Any], table: str | None) -> bool:
    """Whether some package that is open at the table moves something and keeps the rules."""
    return any(keeps_the_rules(case, x) and moves_something(case, x) for x in open_packages(case, table))


def random_consent(draw: Draw, case: dict[str, Any]) -> dict[str, Any]:
    """Who must accept the whole package, and who is needed for single issues and options."""
    parties = list(case["parties"])
    consent: dict[str, Any] = {}
    if draw.chance(0.5):
        consent["package"] = draw.some(parties, at_least=1 if draw.chance(0.1) else 2)
    if draw.chance(0.5):
        consent["issues"] = {}
        for issue in draw.some(list(case["issues"])):
            consent["issues"][issue] = {"needs": draw.random.sample(parties, draw.random.randint(1, 2))}
            if draw.chance(0.4):
                consent["issues"][issue]["options"] = {
                    option: {"needs": draw.random.sample(parties, draw.random.randint(1, 2))}
                    for option in draw.some(list(case["issues"][issue]["options"]))
                }
    return consent


def random_tables(draw: Draw, case: dict[str, Any]) -> dict[str, Any]:
    """Now and then a table, some with an agenda and ratifiers; an issue without a status quo is on every agenda."""
    if not draw.chance(0.4):
        return {}
    parties = list(case["parties"])
    table: dict[str, Any] = {"seated": draw.some(parties, at_least=2)}
    if draw.chance(0.5):
        picked = draw.some(list(case["issues"]))
        table["agenda"] = [
            issue for issue, content in case["issues"].items() if issue in picked or "status_quo" not in content
        ]
    if draw.chance(0.5):
        table["ratifiers"] = list[Any](draw.random.sample(parties, draw.random.randint(1, 2)))
        if draw.chance(0.2):
            follows = draw.random.choice(parties)
            table["ratifiers"].append({"body": "A parliament", "follows": follows, "above_walk_away": 5})
    return {"talks": table}
