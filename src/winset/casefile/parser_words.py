"""What the YAML parser could not read, in words for a person who does not know YAML."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

WORDS = {
    "mapping values are not allowed": ("a `:` where no value can begin", "write text that holds `: ` in quotes"),
    "did not find expected key": ("the lines of this section do not fit together", "check its indentation and quotes"),
    "did not find expected '-' indicator": ("the lines of this list do not fit together", "check its indentation"),
    "could not find expected ':'": ("a name without a `:` after it", "write `name: value`"),
    "did not find expected ',' or ']'": ("a list in brackets goes on without a comma or is not closed", "`,` or `]`"),
    "did not find expected ',' or '}'": ("a section in braces goes on without a comma or is not closed", "`,` or `}`"),
    "did not find expected node content": ("a value is missing", "check the brackets and commas near here"),
    "did not find expected <document start>": ("the case ends above, and this follows", "check the indentation"),
    "found unexpected end of stream": ("a quotation mark that is never closed", "close it"),
    "found unexpected document indicator": ("a quotation mark that is never closed", "close it"),
    "found unknown escape character": (
        "a `\\` in double quotes that means nothing there",
        "write the text in single quotes, or `\\\\` for each `\\`",
    ),
    "found character that cannot start any token": (
        "no text can begin with this sign, and no line with a tab",
        "write the text in quotes; indent with spaces",
    ),
    "found a tab character": ("a tab in the indentation", "indent with spaces"),
    "block sequence entries are not allowed": ("a list with `- ` cannot begin here", "begin it on a line of its own"),
    "found undefined tag handle": ("a `!` begins a tag, and tags are refused", "write the text in quotes"),
    "found invalid Unicode character escape code": ("an escape that stands for no character", "write the character"),
    "did not find expected alphabetic or numeric character": (
        "`&` and `*` begin anchors and aliases, which are refused",
        "write the text in quotes",
    ),
}
AT_THE_BEGINNING = ("found unexpected",)
"""What is noticed far behind its cause: the place is where the parser began, not where it gave up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Why and where reading ends; line and column counted from 0."""

    message: str
    hint: str
    line: int
    column: int


def in_plain_words(error: yaml.YAMLError) -> Unreadable:
    """What is wrong, where, and what would be right."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Unreadable(message="it holds a character that YAML does not have", hint="remove it", line=0, column=0)
    said = str(error.problem or error.context or "it cannot be read")
    message, hint = next(
        (words for start, words in WORDS.items() if said.startswith(start)),
        (said, "check the indentation, quotes and brackets near here"),
    )
    began, ended = error.context_mark, error.problem_mark
    mark = began if began is not None and said.startswith(AT_THE_BEGINNING) else ended or began
    if mark is None:
        return Unreadable(message=message, hint=hint, line=0, column=0)
    if began is not None and mark.line > began.line:
        hint += f"; what it belongs to begins on line {began.line + 1}"
    return Unreadable(message=message, hint=hint, line=mark.line, column=mark.column)
