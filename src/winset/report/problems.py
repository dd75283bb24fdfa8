"""Problems of a case as text: the place, the line with a caret, what is wrong and what would be right."""

from __future__ import annotations

from dataclasses import replace

from winset.errors import Problem
from winset.model.case import Case
from winset.report.blocks import LEFT_OUT, Guarded, ProblemLines
from winset.report.ownership import Holding, Owner
from winset.report.printable import printable

KINDS = ("claim", "lever", "link", "meeting", "package", "rule", "source", "step", "table", "variant")
"""Words after which a short name is that of something else than a party, an issue or an option."""
WIDEST = 140
"""Characters of a source line that are shown around the caret; beyond, the line is cut."""


def owner_of(problem: Problem) -> Owner:
    """Whose a problem is: of the part of the case file that it is about."""
    return Owner("problem", problem.code, problem.handling)


def holdings_of(problems: tuple[Problem, ...]) -> tuple[Holding, ...]:
    """What warnings are kept from whom. That there is one may say what the numbers are that it is about, so it is only
    counted; what keeps a case from being read is told with its place.
    """
    return tuple(Holding("warnings", problem.handling) for problem in problems if problem.severity == "warning")


def without_words(problem: Problem) -> Problem:
    """The problem with its line and code only: a column says how long what stands before it is."""
    place = replace(problem.place, column=1, length=1, excerpt="")
    message = f"a problem in a part marked “{problem.handling}”; show it with `--handling {problem.handling}`"
    return replace(problem, message=message, hint="", suggestion=None, place=place)


def problem_block(problem: Problem, case: Case | None = None) -> Guarded[ProblemLines]:
    """A problem as it is shown to those who may see what it is about, and to others. case: as far as it can be read,
    to say what the problem is about.
    """
    full, closed = (_block(version, case) for version in (problem, without_words(problem)))
    return Guarded(owner_of(problem), full, closed if problem.severity == "error" else LEFT_OUT)


def _block(problem: Problem, case: Case | None) -> ProblemLines:
    cell = cell_of_problem(case, problem) if case is not None else None
    return ProblemLines(
        lines=tuple(problem_lines(problem)),
        code=problem.code,
        said=in_names(problem.message, case) if case is not None and problem.severity == "warning" else problem.message,
        hint=problem.hint,
        about=f"{case.name_in_sentence(cell[1])} on {case.issue_in_sentence(cell[0])}" if case and cell else "",
        cell=cell,
        file=problem.place.file,
        line=problem.place.line,
    )


def in_names(message: str, case: Case) -> str:
    """The words of a warning with the names of parties, issues and options in the place of their short names in the
    file; what is said of anything else by a short name, such as a step, keeps it.
    """
    parts = message.split("`")
    issues = [part for part in parts[1::2] if part in case.issues]
    made = [parts[0]]
    for n, part in enumerate(parts[1:], 1):
        is_name = n % 2 == 1 and not parts[n - 1].rstrip().endswith(KINDS)
        label = _name(part, case, issues) if is_name else ""
        made.append(label or (f"`{part}`" if n % 2 else part))
    return "".join(made)


def _name(short: str, case: Case, issues: list[str]) -> str:
    """A party, an issue, or an option of the one issue that is spoken of; empty where it is none, or may be two."""
    labels = [case.name_in_sentence(short)] if short in case.parties else []
    labels += [case.issue_in_sentence(short)] if short in case.issues else []
    if len(issues) == 1 and short in case.issues[issues[0]].options:
        labels.append(f"“{case.option_label(issues[0], short)}”")
    return labels[0] if len(labels) == 1 else ""


def cell_of_problem(case: Case, problem: Problem) -> tuple[str, str] | None:
    """The issue and the party of the cell that a problem is about."""
    path = problem.path
    if len(path) >= 3 and path[0] == "positions" and path[1] in case.issues and path[2] in case.parties:
        return str(path[1]), str(path[2])
    return None


def problem_lines(problem: Problem) -> list[str]:
    """One problem, in the form of compilers: headline, place, excerpt with caret."""
    place = problem.place
    lines = [
        f"{problem.severity}[{problem.code}]: {printable(problem.message)}",
        f"  --> {printable(place.file)}:{place.line}:{place.column}",
    ]
    if place.excerpt.strip():
        excerpt, column = _window(place.excerpt, place.column)
        gutter = str(place.line).rjust(4)
        hint = f" {printable(problem.hint)}" if problem.hint else ""
        start, end = column - 1, column - 1 + place.length
        before, marked = len(printable(excerpt[:start])), max(1, len(printable(excerpt[start:end])))
        lines += ["     |", f"{gutter} | {printable(excerpt)}", f"     | {' ' * before}{'^' * marked}{hint}"]
    elif problem.hint:
        lines.append(f"      {printable(problem.hint)}")
    return lines


def _window(excerpt: str, column: int) -> tuple[str, int]:
    """At most WIDEST characters of the line around the column, and the column in them."""
    if len(excerpt) <= WIDEST:
        return excerpt, column
    start = max(0, min(column - 1 - WIDEST // 3, len(excerpt) - WIDEST))
    return excerpt[start : start + WIDEST], column - start


def tally(problems: tuple[Problem, ...]) -> str:
    """How many errors and warnings there are."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}"
