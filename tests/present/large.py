"""Generated cases of any size, written as a user would write them."""

from __future__ import annotations

import random
from pathlib import Path

SHAPE = (12, 8, 3)
CLAIM = "claim: {source: s, quote: hello world, reading: x}"


def large_case(folder: Path, walk_away: float, shape: tuple[int, int, int] = SHAPE) -> Path:
    """A case with so many issues, options on each and parties, of which the first is silent on the first issue."""
    issues, options, parties = shape
    chance = random.Random(1)
    names = [f"p{n}" for n in range(parties)]
    cells: list[str] = []
    scores: list[str] = []
    for issue in range(issues):
        row, scored = [], []
        for name in names:
            if issue == 0 and name == names[0]:
                row.append(f"{name}: silent")
                continue
            ideal = chance.randrange(1, options)
            row.append(f"{name}: {{ideal: o{ideal}, basis: stated, {CLAIM}}}")
            worth = ", ".join(f"o{o}: {100 if o == ideal else chance.randint(0, 99)}" for o in range(options))
            scored.append(f"{name}: {{{worth}}}")
        cells.append(f"  i{issue}: {{{', '.join(row)}}}")
        scores += [f"    i{issue}: {{{', '.join(scored)}}}"] if scored else []
    labels = ", ".join(f"o{o}: Option {o}" for o in range(options))
    lines = [
        "winset: 1",
        "case: {id: large, title: A large dispute}",
        "sources: {s: {file: s.md}}",
        "parties:",
        *(f"  {name}: {{name: Party {n}}}" for n, name in enumerate(names)),
        "issues:",
        *(f"  i{n}: {{title: Issue {n}, status_quo: o0, options: {{{labels}}}}}" for n in range(issues)),
        "positions:",
        *cells,
        "judgements:",
        "  by: generated",
        "  salience:",
        *(f"    i{n}: {{{', '.join(f'{name}: {chance.randint(10, 99)}' for name in names)}}}" for n in range(issues)),
        "  scores:",
        *scores,
        "  walk_away: {" + ", ".join(f"{name}: {walk_away}" for name in names) + "}",
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "s.md").write_text("hello world\n", encoding="utf-8")
    return folder
