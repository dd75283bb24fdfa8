"""What goes to the workers of a cluster and what comes back: structure by position and numbers, no text of the case.

A work is sent with words in place of all names (`Names`), and with the digests that its numbers are drawn from, which
are made of the names here: the draws are the same. Whoever guesses a name can find out whether its digest is among
them, and learns nothing else. What draws add up to is numbers alone; it comes back in as few bytes as each fits into.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from winset.compiled import Compiled
from winset.readings.draws import inputs
from winset.readings.streams import Keys, UnknownStream, digest_of, know, learning
from winset.runs.jobs import Work
from winset.runs.names import Hiding, Names

COMPRESSION = 1
PROTOCOL = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opened:
    """A work as a worker has it, and what its draws are made from."""

    work: Work
    tag: str
    keys: Keys


class Wire:
    """The works of a run as they are sent."""

    def __init__(self, works: Mapping[str, Work]) -> None:
        self.names = Names(works.values())
        self._hidden: dict[str, Work] = {}
        self._keys: dict[str, Keys] = {}
        for job, work in works.items():
            hiding = Hiding(self.names, of_packages_alone=_asks_of_packages_alone(work))
            self._hidden[job] = hiding.of(work)
            seed = getattr(work, "seed", None)
            self._keys[job] = {} if seed is None else self._digests(seed, (*hiding.paths, *self._drawn(hiding.cases)))

    def sent(self, job: str) -> bytes:
        """A work, for any number of workers."""
        content = self._hidden[job], self.names.tag, self._keys[job]
        return zlib.compress(pickle.dumps(content, PROTOCOL), COMPRESSION)

    def learn(self, job: str, unknown: UnknownStream, draw: int) -> None:
        """A worker lacks the digest of a path. One draw is taken here, in case it lacks others too."""
        know(self.names.tag, self._keys[job])
        self._keys[job] = {**self._keys[job], **self._digests(unknown.seed, (unknown.path,))}
        with learning(self.names.restored) as more:
            self._hidden[job].of(range(draw, draw + 1))
        self._keys[job] = {**self._keys[job], **more}

    def _drawn(self, cases: Iterable[Compiled]) -> set[str]:
        """The paths of all numbers that are drawn in a draw of everything, with words in place of names."""
        return {self.names.hidden(path) for case in cases for paths in inputs(case) for path in paths}

    def _digests(self, seed: int, paths: Iterable[str]) -> Keys:
        return {(seed, path): digest_of(seed, self.names.restored(path)) for path in sorted(paths)}


def _asks_of_packages_alone(work: Work) -> bool:
    """True for a work that asks nothing of a case but which packages are acceptable, and says so."""
    return any(getattr(asking, "of_packages_alone", False) for asking in (work, getattr(work, "question", None)))


def opened(data: bytes) -> Opened:
    """What was sent, on a worker."""
    work, tag, keys = pickle.loads(zlib.decompress(data))
    know(tag, keys)
    return Opened(work=work, tag=tag, keys=keys)


def packed(sums: Any) -> bytes:
    """What some draws add up to, as it comes back."""
    values = [(_narrow(value), _dtype(value)) for field in fields(sums) for value in (getattr(sums, field.name),)]
    return zlib.compress(pickle.dumps((type(sums), values), PROTOCOL), COMPRESSION)


def unpacked(data: bytes) -> Any:
    """What `packed` was given."""
    kind, values = pickle.loads(zlib.decompress(data))
    names = [field.name for field in fields(kind)]
    wide = (value if dtype is None else value.astype(dtype) for value, dtype in values)
    return kind(**dict(zip(names, wide, strict=True)))


def _dtype(value: object) -> str | None:
    return value.dtype.str if isinstance(value, np.ndarray) and value.dtype.kind in "iu" else None


def _narrow(value: Any) -> Any:
    """Whole numbers in the smallest type that holds them all."""
    if _dtype(value) is None or not value.size:
        return value
    least, most = int(value.min()), int(value.max())
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max:
            return value.astype(kind)
    return value
