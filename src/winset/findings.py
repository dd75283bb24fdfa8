"""The document of an answer as Python reads it: keys as attributes, packages as mappings, lists as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

from winset.errors import WinsetError
from winset.report.long_lists import LongList

if TYPE_CHECKING:
    import pandas

SHORT = 120
"""Characters of the `repr` of a finding; beyond, it is cut."""


class Findings(Mapping[str, Any]):
    """An object of a document: its keys are attributes too."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._held = data

    def __getitem__(self, key: str) -> Any:
        return as_python(self._held[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name not in self._held:
            raise AttributeError(f"there is no `{name}` here; there are {', '.join(self._held)}")
        return self[name]

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._held})

    def __repr__(self) -> str:
        return _cut(f"<{', '.join(self._held)}>")

    def to_frame(self) -> pandas.DataFrame:
        """The rows of the only list of objects that is held here. Raises WinsetError where there is none or several."""
        lists = [key for key, member in self._held.items() if isinstance(as_python(member), Rows)]
        if len(lists) != 1:
            raise WinsetError(f"rows stand under {', '.join(lists)}; ask one of them" if lists else "no rows are here")
        frame: pandas.DataFrame = self[lists[0]].to_frame()
        return frame


class NamedPackage(Findings):
    """A package: a mapping from issue to option. What else its document says of it are attributes, such as `gains`."""

    def __getitem__(self, key: str) -> Any:
        return self._held["options"][key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held["options"])

    def __len__(self) -> int:
        return len(self._held["options"])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name not in self._held:
            raise AttributeError(f"a package has {', '.join(self._held)}, and no `{name}`")
        return as_python(self._held[name])

    @property
    def worth(self) -> Findings:
        """What it is worth to each party, the `values` of its document: a mapping has a method of that name."""
        worth: Findings = self.__getattr__("values")
        return worth

    def __repr__(self) -> str:
        return _cut("<package " + ", ".join(f"{issue}={option}" for issue, option in self.items()) + ">")

    def to_frame(self) -> pandas.DataFrame:
        """One row: the option of each issue, and what the package is worth to each party."""
        return Rows([self._held]).to_frame()


class Rows(Sequence[Any]):
    """A list of objects of a document."""

    def __init__(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._held = rows

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> Any:
        return Rows(self._held[place]) if isinstance(place, slice) else as_python(self._held[place])

    def __len__(self) -> int:
        return len(self._held)

    def __repr__(self) -> str:
        return f"<{len(self._held)} rows>"

    def to_frame(self) -> pandas.DataFrame:
        """A row for each object; what is nested stands in columns such as `values.us`, the options of a package under
        the names of their issues. Raises WinsetError where pandas is not there.
        """
        try:
            import pandas
        except ImportError:
            raise WinsetError("tables need pandas: pip install 'winset[frame]'") from None
        return pandas.DataFrame([dict(_flat(row)) for row in self._held])


def as_python(value: Any) -> Any:
    """A value of a document as Python reads it."""
    if isinstance(value, Mapping):
        return NamedPackage(value) if isinstance(value.get("options"), Mapping) else Findings(value)
    if isinstance(value, LongList):
        return Rows(value) if value else []
    if isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        return Rows(value)
    return value


def _flat(data: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, member in data.items():
        name = before if key == "options" else f"{before}{key}."
        if isinstance(member, Mapping):
            yield from _flat(member, name)
        else:
            yield f"{before}{key}", member


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 2] + "…>"
