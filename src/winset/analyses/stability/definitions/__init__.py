"""The register of stability definitions, one file each in this folder, in the order in which they are shown."""

from importlib import import_module
from pkgutil import iter_modules

from winset.analyses.stability.definition import By, Definition


def _each() -> list[Definition]:
    """What the files of this folder define."""
    return [import_module(f"{__name__}.{file.name}").DEFINITION for file in iter_modules(__path__)]


definitions: dict[str, Definition] = {
    definition.key: definition
    for definition in sorted(_each(), key=lambda definition: (definition.order, definition.key))
}


def made_of(by: By, *, lasting: bool = False) -> Definition:
    """The first definition whose answers are of this kind. Raises StopIteration where there is none."""
    return next(
        definition for definition in definitions.values() if definition.by == by and definition.lasting == lasting
    )


__all__ = ["By", "Definition", "definitions", "made_of"]
