"""Draws shared out among the workers of a Dask cluster that its users already run (the extra `cluster`).

The scheduler gives a piece to another worker where one is lost, and makes what that worker held anew; the sums do not
depend on who did which piece or in which order. Workers may join and leave meanwhile. A worker is sent numbers and
structure, and no text of the case (`wire`). Where there are many workers, sums are added up among them before they come
here.

Whoever is on a cluster can run code on every machine of it, this one included: what comes back is unpickled. So an
address of another machine is either one of TLS, where only those have a say whom the same authority has certified, or
the user says that the network can be trusted.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from winset.errors import ClusterLost, WinsetError
from winset.model.version import VERSION
from winset.readings.streams import UnknownStream, know
from winset.runs.cutting import Cutting, in_seconds
from winset.runs.jobs import Part, Piece, Work
from winset.runs.wire import Opened, Wire, opened, packed, unpacked

if TYPE_CHECKING:
    from distributed import Client, Future, Security

ADDRESS = re.compile(
    r"(?:(?P<scheme>tcp|tls|ws|wss|ucx)://)?(?P<host>[\w.-]+|\[[0-9A-Fa-f:.%\w]+\]):(?P<port>[0-9]{1,5})/?"
)
"""What an address of a scheduler looks like; Dask would start on any other, and complain of it at its end."""
ENCRYPTED = ("tls", "wss")
"""Ways to talk to a scheduler in which both sides show a certificate, and nobody between reads or changes a word."""
CONNECT_SECONDS = 10
"""Seconds until a cluster's scheduler answers; beyond, the run ends with an error."""
SECONDS_WITHOUT_WORKERS = 30
"""Seconds that a cluster may be without a worker; beyond, the run ends with an error, and what is done is kept."""
LOOKED_EVERY = 2
"""Seconds between two looks at how many workers there are."""
AHEAD = 3
"""Pieces per thread of the cluster that are asked for ahead, so that no worker waits and none is flooded."""
ADDED = 8
"""Sums that a worker adds up to one, where there are so many workers that they would come back faster than they are
added here; with that many times as many workers, sums of sums are added up in the same way.
"""
MOST_WORKS = 8
"""Works that a worker keeps as they were opened; beyond, the one that was asked for longest ago is opened again when
it is asked for.
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers of the Dask scheduler at an address, such as tls://host:8786. trust_network: whether another machine
    may be talked to without encryption.

    Raises WinsetError for what is no address, and for one that may not be talked to.
    """

    address: str
    trust_network: bool = False

    def __post_init__(self) -> None:
        match = ADDRESS.fullmatch(self.address)
        if match is None or not 0 < int(match["port"]) < 2**16:
            raise WinsetError(f"`{self.address}` is no address of a scheduler; one is written tls://host:8786")
        if not (self.is_encrypted or self.trust_network or is_this_machine(match["host"])):
            raise WinsetError(
                f"E701: {self.address} is another machine, and plain TCP is neither encrypted nor signed: whoever is "
                "on the way could read the case, and run code here and on the workers. Use tls://"
                f"{match['host']}:{match['port']} with certificates, or say --trust-network if everybody on that "
                "network may do so"
            )

    @property
    def is_encrypted(self) -> bool:
        return self.address.startswith(tuple(f"{scheme}://" for scheme in ENCRYPTED))

    def each(self, works: Mapping[str, Work], left: Iterable[Piece]) -> Iterator[Part]:
        """What is left, as it is done.

        Raises WinsetError where no scheduler answers, or its workers lack this version, and ClusterLost.
        """
        client = self._connected()
        try:
            yield from _Sharing(self.address, client, works).each(Cutting(works, left))
        finally:
            with suppress(Exception):  # whatever a lost cluster says on closing, the run is over
                client.close(timeout=CONNECT_SECONDS)

    def _connected(self) -> Client:
        try:
            import distributed
        except ImportError:
            raise WinsetError("`--cluster` needs Dask: pip install 'winset[cluster]'") from None
        for name in list(logging.root.manager.loggerDict):
            if name.startswith(("distributed", "tornado")):
                logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        security = self._security() if self.is_encrypted else None
        try:
            return distributed.Client(self.address, timeout=CONNECT_SECONDS, set_as_default=False, security=security)
        except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: Dask's settings ask for encryption
            raise WinsetError(f"no Dask scheduler answers at {self.address}: {error}") from error

    def _security(self) -> Security:
        """The certificates that Dask's own settings name. Raises WinsetError where they are missing or of no use."""
        from distributed import Security

        security = Security(require_encryption=True)
        named = security.get_tls_config_for_role("client")
        if not (named["ca_file"] and named["cert"]):
            raise WinsetError(
                f"E702: {self.address} needs certificates: name them in Dask's settings, as "
                "`distributed.comm.tls.ca-file` and `distributed.comm.tls.client.cert` (and `key`), or in the "
                "environment, as DASK_DISTRIBUTED__COMM__TLS__CA_FILE and so on"
            )
        try:
            security.get_connection_args("client")
        except (OSError, ValueError) as error:
            files = ", ".join(named[what] for what in ("ca_file", "cert", "key") if named[what])
            raise WinsetError(f"E702: the certificates for {self.address} cannot be used ({files}): {error}") from error
        return security


def is_this_machine(host: str) -> bool:
    """True for names and addresses at which only this machine can answer; no name but `localhost` is looked up."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return host.lower() == "localhost"
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a future will hold: the sums of some pieces of a job. depth: how often they were added up on the way."""

    job: str
    pieces: tuple[range, ...]
    depth: int = 0


class _Sharing:
    """One run on one cluster."""

    def __init__(self, address: str, client: Client, works: Mapping[str, Work]) -> None:
        self.address, self.client, self.works = address, client, works
        self.wire = Wire(works)
        self.held: dict[str, Future[bytes]] = {}
        self.asked: dict[Future[Any], _Asked] = {}
        self.waiting: dict[tuple[str, int], list[tuple[Future[Any], _Asked]]] = {}
        self.finished: SimpleQueue[Future[Any]] = SimpleQueue()
        self.threads, self.looked = 1, 0.0

    def each(self, cutting: Cutting) -> Iterator[Part]:
        self._look(SECONDS_WITHOUT_WORKERS)
        self._ask(cutting)
        while self.asked:
            future = self._next()
            asked = self.asked.pop(future)
            if asked.depth < self._depth and future.status == "finished":
                self._add_later(future, asked)
            elif (part := self._part(future, asked, cutting)) is not None:
                yield part
            self._look(0)
            self._ask(cutting)
            if not self.asked:
                self._add_rest()

    @property
    def _depth(self) -> int:
        """How often sums are added up among the workers before they come here: once from 64 threads on, twice from
        512.
        """
        depth = 0
        while self.threads >= ADDED ** (depth + 2):
            depth += 1
        return depth

    def _ask(self, cutting: Cutting) -> None:
        while len(self.asked) < AHEAD * self.threads and (piece := cutting.next(self.threads)):
            job, numbers = piece
            if job not in self.held:
                self.held[job] = self.client.submit(_held, self.wire.sent(job), pure=False)
            self._submit(
                _Asked(job=job, pieces=(numbers,)), _piece, VERSION, self.held[job], numbers, cutting.batch(job)
            )

    def _submit(self, asked: _Asked, work: Callable[..., Any], *arguments: Any) -> None:
        future = self.client.submit(work, *arguments, pure=False, priority=asked.depth)
        self.asked[future] = asked
        future.add_done_callback(self.finished.put)

    def _add_later(self, future: Future[Any], asked: _Asked) -> None:
        """Sums stay where they are until there are enough of them to be added up."""
        waiting = self.waiting.setdefault((asked.job, asked.depth), [])
        waiting.append((future, asked))
        if len(waiting) == ADDED:
            self._add(self.waiting.pop((asked.job, asked.depth)))

    def _add_rest(self) -> None:
        """Nothing is under way any more: what waits for more to be added up with is added up as it is."""
        while self.waiting:
            self._add(self.waiting.popitem()[1])

    def _add(self, summands: list[tuple[Future[Any], _Asked]]) -> None:
        job, depth = summands[0][1].job, summands[0][1].depth
        pieces = tuple(numbers for _, asked in summands for numbers in asked.pieces)
        self._submit(_Asked(job=job, pieces=pieces, depth=depth + 1), _add, *(future for future, _ in summands))

    def _part(self, future: Future[Any], asked: _Asked, cutting: Cutting) -> Part | None:
        """What came back; what is not done of it is put back. None where nothing was done."""
        try:
            result = self._result(future)
        except UnknownStream as unknown:
            self.wire.learn(asked.job, unknown, asked.pieces[0].start)
            self.held.pop(asked.job, None)
            for numbers in asked.pieces:
                cutting.put_back(asked.job, numbers)
            return None
        for numbers, done in zip(asked.pieces, result.done, strict=True):
            cutting.put_back(asked.job, numbers[len(done) :])
        cutting.took(asked.job, sum(map(len, result.done)), result.seconds)
        return Part(job=asked.job, done=result.done, sums=unpacked(result.sums))

    def _next(self) -> Future[Any]:
        """The next future that is done, or that never will be."""
        while True:
            try:
                return self.finished.get(timeout=LOOKED_EVERY)
            except Empty:
                self._look(SECONDS_WITHOUT_WORKERS)

    def _look(self, patience: float) -> None:
        """How many threads there are, asked for at most so often."""
        if patience or monotonic() - self.looked > LOOKED_EVERY:
            self.threads, self.looked = self._threads(patience), monotonic()

    def _threads(self, patience: float) -> int:
        """How many threads the workers have; waits so many seconds for the first one."""
        until = monotonic() + patience
        while True:
            try:
                number = int(sum(self.client.nthreads().values()))
            except (OSError, RuntimeError, ValueError) as error:
                raise self._lost("the scheduler does not answer any more") from error
            if number or not patience:
                return max(1, number)
            if monotonic() > until:
                raise self._lost(f"no worker has been there for {patience:.0f} seconds")
            sleep(LOOKED_EVERY)

    def _result(self, future: Future[Any]) -> _Sums:
        from distributed import CancelledError, KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            version, result = future.result()
        except (CancelledError, CommClosedError) as error:
            raise self._lost("the scheduler is gone") from error
        except KilledWorker as error:
            why = "several workers ended with the same piece of the work; have they enough memory?"
            raise self._lost(why) from error
        except ImportError as error:
            raise WinsetError(f"the workers at {self.address} cannot run winset {VERSION}: {error}") from error
        except WinsetError as error:  # a worker knows no names: they are put in here
            error.args = tuple(self.wire.names.restored(part) if isinstance(part, str) else part for part in error.args)
            raise
        if version != VERSION:
            raise WinsetError(f"a worker at {self.address} has winset {version}, and this is {VERSION}")
        done, sums, seconds = result
        return _Sums(done=done, sums=sums, seconds=seconds)

    def _lost(self, why: str) -> ClusterLost:
        return ClusterLost(f"the cluster at {self.address} is lost: {why}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """What workers gave back. done: of each piece, what was done. sums: packed. seconds: of work."""

    done: tuple[range, ...]
    sums: bytes
    seconds: float


Sent = tuple[str, tuple[tuple[range, ...], bytes, float]]
"""The version of a worker; which draws are done, their sums, packed, and the seconds that they took."""


def _held(work: bytes) -> bytes:
    """A work on the cluster, from where each worker takes it once."""
    return work


@lru_cache(maxsize=MOST_WORKS)
def _opened(work: bytes) -> Opened:
    return opened(work)


def _piece(version: str, work: bytes, numbers: range, batch: int | None) -> Sent | tuple[str, None]:
    """What some draws add up to, as many of them as are done in seconds."""
    if version != VERSION:
        return VERSION, None
    known = _opened(work)
    know(known.tag, known.keys)
    finished = in_seconds(known.work, numbers, batch)
    return VERSION, ((finished.done,), packed(finished.sums), finished.seconds)


def _add(*summands: Sent) -> Sent:
    """The sums of several pieces as one."""
    (_, (done, first, seconds)), *others = summands
    sums = unpacked(first)
    for _, (more_done, more, more_seconds) in others:
        sums.add(unpacked(more))
        done, seconds = (*done, *more_done), seconds + more_seconds
    return VERSION, (done, packed(sums), seconds)
