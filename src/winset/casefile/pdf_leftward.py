"""Pages of a PDF in Arabic or Hebrew as text: its letters in the order in which they are read.

Such a page draws its letters from left to right, or in any order, and a reader begins at the right. Where they stand
says in what order they are read: line by line from the right, with numbers and words of other scripts from the left.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from statistics import median_low

from winset.casefile.pdf_layout import PrintedLine
from winset.casefile.pdf_letters import Letters
from winset.casefile.pdf_words import MOST_WORDS, TOUCHING, Word

_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_UPRIGHT = 0.99
_SAME_LINE = 0.35  # of the size of letters: how far apart words of one line stand above each other at most
_COLUMN = 2.0  # of the size of letters: a wider gap parts columns, or cells
_SHARE = 0.3  # of the letters of a page: from right to left at least
_WITHIN_NUMBER = ".,:/-\u2013%٪"
_ONE_SIDED = str.maketrans(")]}>»›", "([{<«‹")
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def reads_leftward(text: str) -> bool:
    """True of the text of a page of which many letters are read from right to left."""
    letters = sum(map(str.isalpha, text))
    return len(_LEFTWARD.findall(text)) > _SHARE * letters > 0


def in_reading_order(text: str, words: Sequence[Word], letters: Letters) -> tuple[str, list[PrintedLine]]:
    """The text of a page with its words in the order in which they are read, and its lines; as it is, and no
    lines, where that would change more than their order.
    """
    if not words or len(words) > MOST_WORDS or any(word.along[0] < _UPRIGHT for word in words):
        return text, []
    parts: list[str] = []
    lines: list[PrintedLine] = []
    length = 0
    for line in _lines(words):
        read = _logical(_units(line, letters))
        if not read:
            continue
        start = length + 1 if parts else 0
        length = start + len(read)
        parts.append(read)
        lines.append(_printed(line, start, length))
    made = "\n".join(parts)
    return (made, lines) if _signs(made) == _signs(text) else (text, [])


def _printed(line: Sequence[Word], start: int, end: int) -> PrintedLine:
    """A line with its place on the page."""
    height = median_low(word.height for word in line)
    return PrintedLine(
        start=start, end=end, left=line[0].start[0], right=max(word.end[0] for word in line),
        base=median_low(word.start[1] for word in line), height=round(height, 1), first_height=height,
    )  # fmt: skip


def _signs(text: str) -> Counter[str]:
    """What stands in the text, in whatever order and form; mirrored signs count as one."""
    return Counter(unicodedata.normalize("NFKC", "".join(text.split())).translate(_ONE_SIDED))


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """The words in lines, each from left to right, in the order in which the lines are written; where a wide gap parts
    two on one height, as between columns, the right one comes first.
    """
    rows: list[list[Word]] = []
    for word in words:
        if rows and abs(rows[-1][-1].start[1] - word.start[1]) <= _SAME_LINE * word.height:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [line for row in rows for line in reversed(_parted(sorted(row, key=lambda word: word.start[0])))]


def _parted(row: Sequence[Word]) -> list[list[Word]]:
    lines: list[list[Word]] = []
    for word in row:
        if lines and word.start[0] - lines[-1][-1].end[0] <= _COLUMN * word.height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _units(line: Sequence[Word], letters: Letters) -> list[str]:
    """What each letter of a line says, from left to right, with a space where a gap is one between words."""
    units: list[str] = []
    for number, word in enumerate(line):
        if number:
            before = line[number - 1]
            apart = word.start[0] - before.end[0]
            if apart > TOUCHING * max(word.em, before.em):
                units.append(" ")
        units += [letters.of_code(word.font, code) for code, _, _ in word.font.codes(word.letters)]
    return units


def _logical(units: list[str]) -> str:
    """A line that is drawn so from left to right, as it is read: from right to left where any of its letters is."""
    if not any(map(_LEFTWARD.search, units)):
        return "".join(units).strip()
    made: list[str] = []
    run: list[str] = []  # of a number or of words from left to right, in the order in which they are drawn
    for place, unit in enumerate(units):
        if _is_rightward(unit) or (run and _joins_run(units, place)):
            run.append(unit)
            continue
        if run:
            made.append("".join(run))
            run = []
        made.append(unit.translate(_MIRRORED) if len(unit) == 1 else unit)
    if run:
        made.append("".join(run))
    return "".join(_with_marks_behind(made[::-1])).strip()


def _is_rightward(unit: str) -> bool:
    return bool(unit) and unicodedata.bidirectional(unit[0]) in ("L", "EN", "AN")


def _joins_run(units: Sequence[str], place: int) -> bool:
    """True of a sign or a space between two letters or digits that are read from left to right."""
    following = next((unit for unit in units[place + 1 :] if unit != " "), "")
    if units[place] == " ":
        before, after = units[place - 1], units[place + 1 : place + 2]
        return bool(after) and _is_letter(before) and _is_letter(after[0])
    return (
        units[place] in _WITHIN_NUMBER
        and place + 1 < len(units)
        and units[place + 1] != " "
        and _is_rightward(following)
    )


def _is_letter(unit: str) -> bool:
    return bool(unit) and unicodedata.bidirectional(unit[0]) == "L"


def _with_marks_behind(units: list[str]) -> list[str]:
    """Accents and points behind the letters that they belong to."""
    made: list[str] = []
    marks: list[str] = []
    for unit in units:
        if unit and all(unicodedata.combining(char) for char in unit):
            marks.append(unit)
        else:
            made += [unit, *marks] if unit.strip() else [*marks, unit]
            marks = []
    return [*made, *marks]
