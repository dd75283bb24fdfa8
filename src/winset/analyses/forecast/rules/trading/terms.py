"""On what terms two parties exchange: how much each gains, and how many points of one issue go for one of another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SAME_PLACE = 1e-9
"""Distance, in points, below which two places are one."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Terms:
    """On what terms two parties gain as much; axes: wanted, given, first who wants, second who gives way there.

    advantage: gain of each for one point on the issue wanted; 0 where the first does not care relatively more about it.
    rate: points on the issue given for one point on the issue wanted.
    """

    advantage: Floats
    rate: Floats

    @classmethod
    def of(cls, salience: Floats) -> Terms:
        care = salience.T
        first_wanted, second_wanted = care[:, None, :, None], care[:, None, None, :]
        first_given, second_given = care[None, :, :, None], care[None, :, None, :]
        sum_given = first_given + second_given
        cared = sum_given > 0
        shape = np.broadcast_shapes(first_wanted.shape, second_given.shape, second_wanted.shape, first_given.shape)
        rate = np.divide(first_wanted + second_wanted, sum_given, out=np.zeros(shape), where=cared)
        edge = first_wanted * second_given - first_given * second_wanted
        advantage = np.divide(np.maximum(edge, 0.0), sum_given, out=np.zeros(shape), where=cared)
        return cls(advantage=advantage, rate=rate)

    def shifts(self, room: Floats) -> Floats:
        """How far the outcome on the issue wanted moves: as far as both can give way.

        room: (issue, demander, supplier) in points.
        """
        on_wanted, on_given = wanted(room), given(room)
        at_most = np.divide(on_given, self.rate, out=np.zeros_like(self.rate), where=self.rate > 0)
        return np.minimum(on_wanted, at_most)


def wanted(of_pair: Floats) -> Floats:
    """(issue, demander, supplier) as seen on the issue wanted: the first demands it, the second supplies it."""
    return of_pair[:, None, :, :]


def given(of_pair: Floats) -> Floats:
    """(issue, demander, supplier) as seen on the issue given: the second demands it, the first supplies it."""
    return of_pair.transpose(0, 2, 1)[None, :, :, :]


def direction(distance: Floats) -> Floats:
    """-1, 0 or 1; 0 for what is as good as nothing."""
    return np.where(np.abs(distance) <= SAME_PLACE, 0.0, np.sign(distance))
