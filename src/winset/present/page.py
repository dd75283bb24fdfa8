"""A page of text on a terminal: headed sections, bullets and two-column rows."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from winset.report.printable import printable


class Page:
    """Writes on a console; whatever a case says is text, never markup."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def title(self, text: str) -> None:
        self.console.print(Text(printable(text), style="bold"))

    def section(self, text: str) -> None:
        self.console.print()
        self.console.print(Text(printable(text).upper(), style="bold cyan"))

    def line(self, text: str, indent: int = 2, style: str = "") -> None:
        self.put(Text(printable(text), style=style), indent)

    def put(self, content: RenderableType, indent: int = 2) -> None:
        self.console.print(Padding(content, (0, 0, 0, indent), expand=False))

    def bullet(self, text: str) -> None:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=1)
        grid.add_column()
        grid.add_row("•", Text(printable(text)))
        self.put(grid)

    def command(self, text: str) -> None:
        """A command on one line however long it is, so that it can be copied."""
        self.console.print(Text(f"    {printable(text)}", style="dim"), soft_wrap=True)

    def pairs(self, rows: Iterable[tuple[str, str]]) -> None:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(max_width=46)
        grid.add_column()
        for left, right in rows:
            grid.add_row(Text(printable(left)), Text(printable(right)))
        self.put(grid)
