"""Files that keep what is done of a long run over readings, so that another run can go on from it.

The sums of some draws stand in it, with which draws these are and what the run was asked: whoever goes on must ask the
same, and may cut what is left into other pieces. They say
what is judged on average, whatever its level, so nobody but the owner of the file may read it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from math import prod
from pathlib import Path as File
from typing import Any

import numpy as np

from winset.casefile.opening import open_regular
from winset.casefile.save import write_new
from winset.errors import WinsetError
from winset.model.version import VERSION
from winset.runs.ranges import Ranges, joined

FORMAT = 2
LARGEST = 2_000_000_000
"""Bytes of a file of readings that are done; beyond, it is not read."""
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointFile:
    """What is kept of one run. asked: what decides its numbers, in words that a message can show."""

    path: File
    asked: Mapping[str, str]

    def is_there(self) -> bool:
        return self.path.exists()

    def load(self, job: str, nothing: Any) -> tuple[Ranges, Any]:
        """Which draws of a job are done, and their sums; nothing where none are.

        nothing: sums over no draws, of the form that is expected. Raises WinsetError where the file is damaged, of
        another version or of a run that was asked something else.
        """
        if not self.is_there():
            return (), nothing
        saved_job = self._read().get(job)
        if saved_job is None:
            return (), nothing
        try:
            sums = {
                field.name: _decoded(saved_job["sums"][field.name], getattr(nothing, field.name))
                for field in fields(nothing)
            }
            done = joined(range(int(start), int(stop)) for start, stop in saved_job["ranges"])
            if sum(map(len, done)) != sums.get("draws"):
                raise ValueError("sums over other draws")
            return done, type(nothing)(**sums)
        except (KeyError, TypeError, ValueError, zlib.error) as error:
            raise WinsetError(f"{self.path} cannot be gone on from: what it holds of `{job}` is damaged") from error

    def save(self, done: Mapping[str, tuple[Ranges, Any]]) -> None:
        """Adds what is done of some jobs; what the file holds of others stays. Raises SaveRefused."""
        jobs = self._read() if self.is_there() else {}
        for job, (ranges, sums) in done.items():
            encoded_sums = {field.name: _encoded(getattr(sums, field.name)) for field in fields(sums)}
            jobs[job] = {"ranges": [[numbers.start, numbers.stop] for numbers in ranges], "sums": encoded_sums}
        head = {"readings": FORMAT, "winset": VERSION, "asked": dict(self.asked), "digest": _digest(jobs)}
        write_new(self.path, json.dumps({**head, "jobs": jobs}, ensure_ascii=False) + "\n", private=True)

    def _read(self) -> Json:
        """The jobs in the file."""
        content = _parsed(self.path)
        if not isinstance(content, dict) or "readings" not in content:
            raise WinsetError(f"{self.path} is there and holds no readings of a run; name another file")
        if content.get("readings") != FORMAT or content.get("winset") != VERSION:
            raise WinsetError(f"{self.path} was written by winset {content.get('winset')}, and this is {VERSION}")
        asked, jobs = content.get("asked"), content.get("jobs")
        if not isinstance(asked, dict) or not isinstance(jobs, dict) or content.get("digest") != _digest(jobs):
            raise WinsetError(f"{self.path} cannot be gone on from: it is damaged")
        other = [name for name in {**self.asked, **asked} if asked.get(name) != self.asked.get(name)]
        if other:
            names = "; ".join(f"{name} {asked.get(name)} there, {self.asked.get(name)} here" for name in sorted(other))
            raise WinsetError(f"{self.path} is of a run that was asked something else: {names}")
        return jobs


def _parsed(path: File) -> object:
    try:
        with open_regular(path) as stream:
            if os.fstat(stream.fileno()).st_size > LARGEST:
                raise WinsetError(f"{path} is larger than {LARGEST // 1_000_000} MB")
            return json.loads(stream.read(LARGEST))
    except OSError as error:
        raise WinsetError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise WinsetError(f"{path} holds no readings of a run, or was cut off: it is not JSON") from error


def _digest(jobs: object) -> str:
    return hashlib.sha256(json.dumps(jobs, sort_keys=True).encode()).hexdigest()


def _encoded(value: Any) -> object:
    """A number, flag, counter or array of whole numbers, or several of these that have names, as JSON."""
    if is_dataclass(value):
        return {field.name: _encoded(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Counter):
        return [[sorted(key) if isinstance(key, frozenset) else int(key), int(n)] for key, n in value.items()]
    if not isinstance(value, np.ndarray):
        return value if isinstance(value, bool) else int(value)
    if value.dtype == object:
        return {"shape": value.shape, "whole": [int(number) for number in value.ravel()]}
    packed = zlib.compress(np.ascontiguousarray(value, dtype="<i8").tobytes(), 1)
    return {"shape": value.shape, "packed": base64.b64encode(packed).decode()}


def _decoded(encoded: Any, like: Any, *, of_any_length: bool = False) -> Any:
    """What `_encoded` was given. like: a value of the form that is expected. of_any_length: but for how many rows an
    array has, as where the best of all that was found is kept. Raises ValueError, TypeError, KeyError.
    """
    if is_dataclass(like):
        kind: Any = type(like)
        return kind(
            **{
                field.name: _decoded(encoded[field.name], getattr(like, field.name), of_any_length=True)
                for field in fields(like)
            }
        )
    if isinstance(like, Counter):
        return Counter({frozenset(map(int, key)) if isinstance(key, list) else int(key): int(n) for key, n in encoded})
    if not isinstance(like, np.ndarray):
        if type(encoded) is not type(like):
            raise ValueError("another kind of number")
        return encoded
    shape = tuple(int(size) for size in encoded["shape"])
    if shape != like.shape and not (of_any_length and len(shape) == like.ndim and shape[1:] == like.shape[1:]):
        raise ValueError("another shape")
    if like.dtype == object:
        numbers = np.empty(len(encoded["whole"]), dtype=object)
        numbers[:] = [int(number) for number in encoded["whole"]]
    else:
        size = prod(shape)
        if not 0 <= size <= LARGEST // 8:
            raise ValueError("another shape")
        data = zlib.decompressobj().decompress(base64.b64decode(encoded["packed"]), 8 * size + 1)
        numbers = np.frombuffer(data, dtype="<i8").astype(like.dtype)
    return numbers.reshape(shape)
