"""What would make a question small enough, with the options that do it as they are typed."""

from __future__ import annotations

from winset.errors import Remedy, TooLarge, WinsetError

AS_TYPED: dict[Remedy, str] = {
    "": "",
    "agenda": ". Leave out issues with `--table` and an agenda, or drop options that nobody would accept.",
    "links": ". Leave out issues with `--table` and an agenda, or drop links and options that matter little.",
    "search": "; `--method search` does not need it",
    "package": ". Ask of another one with `--package`, or of a shorter agenda",
}


def as_typed(error: WinsetError) -> str:
    """What an error says to whoever has a command line before them."""
    return f"{error.fact}{AS_TYPED[error.remedy]}" if isinstance(error, TooLarge) else str(error)
