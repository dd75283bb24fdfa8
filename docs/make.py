"""Writes the pages that follow from the program, all of them below `docs/reference`, and the JSON Schema.

python docs/make.py            writes them
python docs/make.py --check    compares only, and fails where one is out of date
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import click
from pydantic.fields import FieldInfo

from making.limits_page import limits_page
from making.python_page import python_page
from making.rules_page import rules_page
from winset.analyses.settlement.solutions import Solution, solutions
from winset.analyses.stability.definitions import definitions
from winset.casefile.nodes import Mapping, Reader, Sequence
from winset.cli import COMMANDS, group
from winset.model.case import Case, Moves
from winset.model.claims import (
    Assertion,
    ClaimUse,
    Date,
    Flag,
    HolderIds,
    Id,
    Ids,
    IssueIds,
    LeverIds,
    Names,
    Node,
    OptionIds,
    PartyIds,
    StepIds,
    Text,
)
from winset.model.forms import Form, Shorthand
from winset.model.judgements import Condition, Place
from winset.model.numbers import Handling, Number, Range, Ranges, Span
from winset.model.plan import Period
from winset.model.schema import format_models, schema_text

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "alaska-2025" / "case.yaml"
MADE = "<!-- Written by docs/make.py; change the program, not this page. -->"
WIDTH = 100

INTRODUCTION = """\
# The case file

One folder holds one case: `case.yaml` and the documents that it quotes. The sections below stand in the order in which
a case file is usually written. Only `winset`, `case`, `parties`, `issues` and `positions` are needed.

How to read the tables: *name* is a short name that you choose: small letters, digits and `_`, beginning with a letter.
*Number* is an integer, a decimal of at most six places, or an exact fraction in quotes such as `"300/7"`. *Range* is
one number, `[low, high]`, `[low, most likely, high]`, or the long form `{points: …, because: …, handling: …}`. An arrow
reads "for each": *issue → party → range* gives a range for each party on each issue. *Handling* is `open`, `team`
or `restricted`.

The file is YAML, read strictly. Only `true` and `false` are truth values. A key that stands twice, an unknown field, an
anchor, a tag, a date without quotes and a number with an exponent are refused with their place; [the list of error
codes](error-codes.md) explains each message. The examples come from `examples/alaska-2025/case.yaml`.
"""

SECTIONS: dict[str, tuple[str, ...]] = {
    "case": ("Header",),
    "sources": ("Source",),
    "parties": ("Party", "Interest"),
    "others": ("Other",),
    "issues": ("Issue", "Option", "OptionFlag"),
    "positions": ("Cell", "RedLine", "EarlierPosition", "Assertion"),
    "consent": ("Consent", "Needs"),
    "rules": ("Rule",),
    "levers": ("Lever",),
    "tables": ("Table", "Ratifier"),
    "moves": ("Move",),
    "plan": ("Plan", "Step", "Worth", "Discipline", "Trigger"),
    "variants": ("Variant",),
    "notes": ("Note",),
    "packages": ("KeptPackage",),
    "brief": ("BriefNotes", "DrafterNote"),
    "claims": ("Claim",),
    "judgements": (
        "Judgements", "Together", "WalkAway", "Compared", "TableWorth", "Link", "LeverEffect", "Statement", "Timing",
        "PartyTiming", "Power", "Event", "EventEffects", "TimedLever", "Contest", "Kinds", "HoldingOut",
    ),
}  # fmt: skip
"""The sections in the order of the file, with the classes that are explained under each."""

EXAMPLES: dict[str, tuple[tuple[str | int, ...], ...]] = {
    "case": ((),),
    "sources": ((),),
    "parties": (("us",), ("europeans",)),
    "others": ((),),
    "issues": (("territory",),),
    "positions": (("ceasefire", "ukraine"), ("territory", "europeans"), ("territory", "us"), ("nato", "europeans")),
    "consent": (("package",), ("issues", "territory"), ("issues", "sanctions")),
    "rules": ((1,), (3,)),
    "levers": (("us_threat",), ("falling_revenues",)),
    "tables": (("riyadh",), ("second_summit",)),
    "moves": (("ceasefire",), ("nato",)),
    "plan": (("period",), ("steps", "withdrawal"), ("parties",), ("trigger",)),
    "variants": (("literal_conditions",), ("us_hardens",)),
    "notes": ((2,),),
    "packages": ((),),
    "brief": ((),),
    "claims": (("peacekeepers_once_quiet",),),
    "judgements": (
        ("by",), ("salience", "territory"), ("scores", "people"), ("walk_away",), ("capability",), ("links",),
        ("levers", "us_threat"), ("statements", "us"), ("timing",),
    ),
}  # fmt: skip
"""What is shown of each section of the example, by path."""

SHORT_FORMS = {
    "Option": "a text alone is the option's label",
    "RedLine": "the name of an option alone",
    "Cell": "the word `silent` alone",
    "Ratifier": "the name of a party alone",
    "WalkAway": "a range alone, or `status_quo` alone for as much as the status quo package",
    "Statement": "a mapping of issues to options alone (all must match), or a list of such mappings (one is enough)",
}

NAMES: dict[tuple[str, str], tuple[str, ...]] = {
    ("Case", "sources"): ("name",), ("Case", "parties"): ("name",), ("Case", "others"): ("name",),
    ("Case", "issues"): ("name",), ("Case", "positions"): ("issue", "party"), ("Case", "levers"): ("name",),
    ("Case", "tables"): ("name",), ("Case", "moves"): ("issue",), ("Case", "variants"): ("name",),
    ("Case", "claims"): ("name",), ("Case", "packages"): ("name",), ("KeptPackage", "options"): ("issue", "option"),
    ("DrafterNote", "after"): ("section",), ("Issue", "status_quo"): ("option",), ("Issue", "options"): ("name",),
    ("RedLine", "option"): ("option",), ("Cell", "ideal"): ("option",), ("Cell", "delegates_to"): ("party",),
    ("EarlierPosition", "ideal"): ("option",), ("EarlierPosition", "delegates_to"): ("party",),
    ("Needs", "needs"): ("party",), ("Needs", "options"): ("option",), ("Consent", "package"): ("party",),
    ("Consent", "issues"): ("issue",), ("Rule", "id"): ("name",), ("Lever", "holders"): ("party or other",),
    ("Lever", "target"): ("party",), ("Ratifier", "party"): ("party",), ("Ratifier", "follows"): ("party",),
    ("Ratifier", "members"): ("name",), ("Table", "seated"): ("party",), ("Table", "after"): ("table",),
    ("Table", "agenda"): ("issue",), ("Move", "by"): ("party",), ("Move", "from_to"): ("option", "option"),
    ("Claim", "source"): ("source",), ("Plan", "steps"): ("name",), ("Plan", "parties"): ("party",),
    ("Step", "by"): ("party",), ("Step", "carries_out"): ("issue", "option"), ("Step", "worth"): ("party",),
    ("Step", "after"): ("step",), ("Trigger", "of"): ("party",), ("Trigger", "willing"): ("party",),
    ("Judgements", "compared"): ("party",), ("Compared", "rather"): ("issue", "option"),
    ("Compared", "no_deal"): ("issue", "option"), ("TableWorth", "worth"): ("party",),
    ("TableWorth", "spends"): ("lever",), ("Link", "party"): ("party",),
    ("Timing", "parties"): ("party",), ("Timing", "events"): ("name",), ("Timing", "levers"): ("lever",),
    ("Timing", "limits"): ("issue", "option", "party"), ("Timing", "contests"): ("name",),
    ("EventEffects", "walk_away"): ("party",), ("EventEffects", "power"): ("party",),
    ("EventEffects", "apply"): ("lever",), ("EventEffects", "lift"): ("lever",),
    ("Contest", "parties"): ("party",), ("Contest", "issue"): ("issue",),
    ("Contest", "shares"): ("option",), ("Contest", "largest_cost"): ("party",), ("Contest", "kinds"): ("party",),
    ("Contest", "ratified"): ("party",), ("Contest", "holding_out"): ("party",),
    ("Judgements", "salience"): ("issue", "party"),
    ("Judgements", "scores"): ("issue", "party", "option"), ("Judgements", "orders"): ("issue", "party", "option"),
    ("Judgements", "walk_away"): ("party",), ("Judgements", "capability"): ("party",),
    ("Judgements", "tables"): ("table",), ("Judgements", "refusal"): ("party",),
    ("Judgements", "spoil"): ("party", "party"), ("Judgements", "levers"): ("lever",),
    ("Judgements", "statements"): ("party",), ("Judgements", "ranking"): ("party", "issue", "option"),
    ("Judgements", "unknown"): ("party", "issue", "option", "issue", "option"),
    ("Header", "client"): ("party",), ("Party", "interests"): ("name",),
    ("Rule", "applies_above"): ("issue",), ("Link", "applies_above"): ("issue",),
}  # fmt: skip
"""What each name in a field names, in the order in which the names stand in the field's type."""

KNOWN: tuple[tuple[object, str], ...] = (
    (Text, "text"), (Flag, "`true` or `false`"), (Date, 'a date in quotes, such as `"2025-08-14"`'), (Number, "number"),
    (Range, "range"), (Ranges, "range, or a list of ranges, one for each period"),
    (Handling, "handling"), (ClaimUse, "a claim, or the name of one"), (Names, "text, or a list"),
    (Condition, "issue → option, or a list of options"), (Place, "a place from 0 to 100, or an option"),
    (Period, "period, counted from 0"), (Moves, ""), (Ids, ""),
    (Id, ""),
)  # fmt: skip


LISTS = (Ids, PartyIds, HolderIds, IssueIds, OptionIds, LeverIds, StepIds)
"""Types of lists of names in which a single name may stand in place of the list."""


def without_marks(hint: object) -> object:
    """The type without what it says of its names and numbers, and without the words for how they are written."""
    if get_origin(hint) is not Annotated:
        return hint
    inner, *marks = get_args(hint)
    kept = [mark for mark in marks if type(mark).__module__ != "winset.model.marks" and not isinstance(mark, Form)]
    return Annotated[(inner, *kept)] if kept else inner


class Spelling:
    """Spells one field's type in words; every name in it takes the next of the kinds."""

    def __init__(self, field: tuple[str, str]) -> None:
        self.field, self.kinds = field, iter(NAMES.get(field, ()))

    def all(self, hint: object) -> str:
        """The words of the whole type. Raises LookupError where NAMES has too many kinds or too few."""
        words = self.words(hint)
        if next(self.kinds, None) is not None:
            raise LookupError(f"NAMES has a kind too many for {self.field}")
        return words

    def name(self) -> str:
        kind = next(self.kinds, None)
        if kind is None:
            raise LookupError(f"NAMES does not say what the names in {self.field} name")
        return kind

    def words(self, hint: object) -> str:
        hint = without_marks(hint)
        if hint == Id:
            return self.name()
        if self.field == ("Option", "serves") and hint == Text:
            return "`party.interest`"
        if hint in LISTS:
            return f"{self.name()}, or a list"
        if hint == Moves:
            return "[Move](#move), or a list"
        for known, words in KNOWN:
            if hint == without_marks(known):
                return words
        return self._composed(hint)

    def _composed(self, hint: object) -> str:
        origin, inner = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self._annotated(inner[0], inner[1:])
        if origin is dict:
            return f"{self.words(inner[0])} → {self.words(inner[1])}"
        if origin is tuple:
            return self._tuple(inner)
        if origin in (Union, UnionType):
            return " or ".join(self.words(one) for one in inner if one is not NoneType)
        if origin is Literal:
            return ", ".join(f"`{one}`" for one in inner)
        if isinstance(hint, type) and issubclass(hint, Node):
            short = SHORT_FORMS.get(hint.__name__)
            return f"[{hint.__name__}](#{hint.__name__.lower()})" + (f"; short: {short}" if short else "")
        return {int: "whole number", object: "any value", str: "text"}[hint]  # type: ignore[index]

    def _annotated(self, inner: object, metadata: tuple[object, ...]) -> str:
        if any(isinstance(one, Shorthand) for one in metadata) and getattr(inner, "__name__", "") not in SHORT_FORMS:
            raise LookupError(f"SHORT_FORMS does not say how {inner} is shortened")
        if self.field == ("Header", "id"):
            return "name; `-` is allowed"
        if self.field == ("Source", "sha256"):
            return "64 hexadecimal digits"
        return self.words(inner)

    def _tuple(self, inner: tuple[Any, ...]) -> str:
        if inner[-1] is Ellipsis:
            words = self.words(inner[0])
            return f"list of ({words})" if ", or" in words or words.startswith("list") else f"list of {words}"
        return f"[{', '.join(self.words(one) for one in inner)}]"


def case_file_page() -> str:
    """The reference of the case file: the header, then every section with its classes and an example."""
    classes = {model.__name__: model for model in format_models()}
    lines = [MADE, "", INTRODUCTION, "## Sections", "", *_table(Case), ""]
    source = Example(EXAMPLE)
    for section, names in SECTIONS.items():
        lines += [f"## `{section}`", "", Case.model_fields[section].description or "", ""]
        lines += ["```yaml", *source.excerpt(section, EXAMPLES[section]), "```", ""]
        for name in names:
            lines += [f"### {name}", "", inspect.cleandoc(classes[name].__doc__ or ""), ""]
            if issubclass(classes[name], Assertion) and name != "Assertion":
                lines += ["It may also have the fields of every [assertion](#assertion).", ""]
            lines += [*_table(classes[name]), ""]
    return "\n".join(lines).rstrip() + "\n"


def _table(model: type[Node]) -> list[str]:
    """A row for each field that the class declares itself."""
    hints = get_type_hints(model, include_extras=True)
    rows = ["| field | what may stand there | if left out | meaning |", "|---|---|---|---|"]
    for name, field in model.model_fields.items():
        if model is not Assertion and name in Assertion.model_fields:
            continue
        spelled = field.alias or name
        words = Spelling((model.__name__, spelled)).all(hints[name])
        rows.append(f"| `{spelled}` | {words} | {_default(field)} | {field.description} |")
    return rows


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "*needed*"
    value = field.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, Span):
        return f"{value.central}"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return "–" if value is None or isinstance(value, Node) or value in ((), {}) else f"`{value}`"


class Example:
    """A case file whose parts can be cut out by path, with the lines that lead to them."""

    def __init__(self, path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        self.lines = text.rstrip("\n").split("\n")
        root = Reader(text, path.name).read()
        if not isinstance(root, Mapping):
            raise LookupError(f"{path} is no case file")
        self.root = root

    def excerpt(self, section: str, paths: tuple[tuple[str | int, ...], ...]) -> list[str]:
        """The named parts of a section, each once, in the order of the paths; what lies between is left out."""
        shown: list[int] = []
        for path in paths:
            shown += [line for line in self._lines((section, *path)) if line not in shown]
        return [self.lines[line] for line in shown]

    def _lines(self, path: tuple[str | int, ...]) -> Iterator[int]:
        node: object = self.root
        end = len(self.lines)
        first = 0
        for step in path:
            if isinstance(node, Mapping):
                starts = [key.place.line - 1 for key, _ in node.entries.values()]
                position = list(node.entries).index(str(step))
                node = node.entries[str(step)][1]
            elif isinstance(node, Sequence) and isinstance(step, int):
                starts, position = [self._dash(item.place.line - 1) for item in node.items], step
                node = node.items[step]
            else:
                raise LookupError(f"the example has nothing at {path}")
            first = starts[position]
            end = starts[position + 1] if position + 1 < len(starts) else end
            yield first
        yield from range(first + 1, self._trimmed(first, end))

    def _dash(self, line: int) -> int:
        """The line on which the list item begins."""
        while not self.lines[line].lstrip().startswith("-"):
            line -= 1
        return line

    def _trimmed(self, first: int, end: int) -> int:
        """The end without the empty lines and comments that belong to what follows."""
        while end > first + 1 and (not self.lines[end - 1].strip() or self.lines[end - 1].lstrip().startswith("#")):
            end -= 1
        return end


def commands_page() -> str:
    """The help text of every command, as it is printed."""
    lines = [MADE, "", "# Commands", "", "`winset COMMAND --help` prints the same texts.", ""]
    lines += [
        "Exit code 0: the question was answered, whatever the answer. 1: the case has errors, nothing was written, "
        "or `winset verify` found what does not hold. "
        "2: the command was not used as it is meant.",
        "",
    ]
    parent = click.Context(group, info_name="winset", terminal_width=WIDTH, help_option_names=["-h", "--help"])
    lines += ["```text", group.get_help(parent).rstrip(), "```", ""]
    for name in COMMANDS:
        command = group.get_command(parent, name)
        if command is None:
            raise LookupError(f"the command {name} is announced but missing")
        context = click.Context(command, info_name=name, parent=parent, terminal_width=WIDTH)
        lines += [f"## winset {name}", "", COMMANDS[name], "", "```text", command.get_help(context).rstrip(), "```", ""]
        for below, inner in command.commands.items() if isinstance(command, click.Group) else ():
            told = inner.get_help(click.Context(inner, info_name=below, parent=context, terminal_width=WIDTH))
            lines += [f"### winset {name} {below}", "", "```text", told.rstrip(), "```", ""]
    return "\n".join(line.rstrip() for line in "\n".join(lines).split("\n")).rstrip() + "\n"


def solutions_page() -> str:
    """Every solution of the register with its meaning, its source and what to know about it."""
    lines = [MADE, "", "# Solutions", "", SOLUTIONS_INTRODUCTION, ""]
    lines += ["| key in JSON | title | never dominated | compares points across parties |", "|---|---|---|---|"]
    for key, solution in solutions.items():
        strict = "yes" if solution.monotone == "strictly" else "not always"
        across = "yes" if "across parties" in " ".join((solution.worth.__doc__ or "").split()) else "no"
        lines.append(f"| `{key}` | [{solution.title}](#{_anchor(solution.title)}) | {strict} | {across} |")
    for solution in solutions.values():
        lines += ["", *_solution(solution)]
    return "\n".join(lines) + "\n"


SOLUTIONS_INTRODUCTION = """\
A solution is a rule that singles out one of the acceptable packages. It looks only at the gains of the bargaining
parties: what a package is worth to each above its walk-away. No solution says what the parties will do; each says what
they would choose if they shared its idea of fairness or of pressure. `winset deal` prints all of them, and puts those
together that choose the same package. A tie is a tie: every package with the same exact worth is counted."""


def _solution(solution: Solution) -> list[str]:
    paragraphs = inspect.cleandoc(solution.worth.__doc__ or "").split("\n\n")
    notes = [" ".join(paragraph.split()) for paragraph in paragraphs[1:]]
    if solution.needs_weights:
        notes.append("It is not computed where the capability of some bargaining party is not judged.")
    lines = [f"## {solution.title}", "", " ".join(paragraphs[0].split()), "", f"Source: {solution.source}."]
    return [*lines, *(line for note in notes for line in ("", note))]


STABILITY_INTRODUCTION = """\
A definition of stability says when a party does not gain by moving away from a package alone, once what the others
could do in answer is counted. It looks only at what each party can change alone (`moves`) and at how each orders
packages, never at how much better one is than another. `winset stability` prints all of them. Under each of them a
package is stable for a party where every improvement is answered; it is an equilibrium where it is stable for
everybody. The arrows of the last column: a package that is stable under one of those is stable under this one too.

An answer is a row of moves by one or several of the other parties, in which nobody moves twice in succession; somebody
may move again after another has moved. Those whom a coalition leaves (`--coalitions`) answer under sequential stability
by a row of improvements of coalitions among them, in which no coalition acts twice in succession; that goes [beyond the
literature](json.md#what-goes-beyond-the-literature)."""


def stability_page() -> str:
    """Every stability definition of the register with its meaning and its source."""
    lines = [MADE, "", "# Definitions of stability", "", STABILITY_INTRODUCTION, ""]
    lines += ["| key in JSON | title | answers are made of | follows from |", "|---|---|---|---|"]
    for key, one in definitions.items():
        follows = ", ".join(f"`{other}`" for other in one.implied_by) or "–"
        lines.append(f"| `{key}` | [{one.title}](#{_anchor(one.title)}) | {one.by} | {follows} |")
    for one in definitions.values():
        lines += ["", f"## {one.title}", "", one.meaning, "", f"Source: {one.source}."]
    return "\n".join(lines) + "\n"


def _anchor(title: str) -> str:
    kept = "".join(sign for sign in title.lower() if sign.isalnum() or sign in " -")
    return kept.replace(" ", "-")


def pages() -> dict[Path, str]:
    """Every file that is written here, with its text."""
    return {
        ROOT / "docs/reference/case-file.md": case_file_page(),
        ROOT / "docs/reference/commands.md": commands_page(),
        ROOT / "docs/reference/limits.md": f"{MADE}\n\n{limits_page()}",
        ROOT / "docs/reference/python.md": f"{MADE}\n\n{python_page()}",
        ROOT / "docs/reference/rules.md": f"{MADE}\n\n{rules_page()}",
        ROOT / "docs/reference/solutions.md": solutions_page(),
        ROOT / "docs/reference/stability.md": stability_page(),
        ROOT / "src/winset/casefile/case.schema.json": schema_text(),
    }


def stale() -> dict[Path, str]:
    """The files that are not as the program would write them, with what it would write."""
    return {
        path: made for path, made in pages().items() if not path.is_file() or path.read_text(encoding="utf-8") != made
    }


@click.command()
@click.option("--check", is_flag=True, help="Compare only.")
def main(check: bool) -> None:
    """Write the pages that follow from the program."""
    outdated = stale()
    if check:
        for path in outdated:
            click.echo(f"{path.relative_to(ROOT)} is out of date: run `python docs/make.py`", err=True)
        sys.exit(1 if outdated else 0)
    for path, made in outdated.items():
        path.write_text(made, encoding="utf-8")
        click.echo(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
