"""Draws shared out among the workers of a Dask cluster that its users already run (the extra `cluster`).

The scheduler gives a piece to another worker where one is lost, and makes what that worker held anew; the sums do not
depend on who did which piece or in which order.

Whoever is on a cluster can run code on every machine of it, this one included: what comes back is unpickled. So an
address of another machine is either one of TLS, where only those have a say whom the same authority has certified, or
the user says that the network can be trusted.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from itertools import islice
from queue import Empty, SimpleQueue
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from winset.errors import ClusterLost, WinsetError
from winset.model.version import VERSION
from winset.runs.jobs import Piece, Work

if TYPE_CHECKING:
    from distributed import Client, Future, Security

    from winset.readings.accumulator import Accumulator

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
AHEAD = 4
"""Pieces per thread of the cluster that are asked for ahead, so that no worker waits and none is flooded."""


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

    def each(self, works: Mapping[str, Work], pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Accumulator]]:
        """The sums of every piece, as they are done.

        Raises WinsetError where no scheduler answers, or its workers lack this version, and ClusterLost.
        """
        client = self._connected()
        try:
            yield from _Sharing(self.address, client, works).each(iter(pieces))
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


class _Sharing:
    """One run on one cluster."""

    def __init__(self, address: str, client: Client, works: Mapping[str, Work]) -> None:
        self.address, self.client, self.works = address, client, works
        self.futures: dict[str, Future[Any]] = {}
        self.asked: dict[Future[Any], Piece] = {}
        self.finished: SimpleQueue[Future[Any]] = SimpleQueue()

    def each(self, pieces: Iterator[Piece]) -> Iterator[tuple[Piece, Accumulator]]:
        self._ask(islice(pieces, AHEAD * self._threads(SECONDS_WITHOUT_WORKERS)))
        while self.asked:
            future = self._next()
            piece, sums = self.asked.pop(future), self._result(future)
            self._ask(islice(pieces, max(0, AHEAD * self._threads(0) - len(self.asked))))
            yield piece, sums

    def _ask(self, pieces: Iterable[Piece]) -> None:
        for name, numbers in pieces:
            if name not in self.futures:
                self.futures[name] = self.client.submit(_held, self.works[name], pure=False)
            future = self.client.submit(_of, self.futures[name], numbers, pure=False)
            self.asked[future] = name, numbers
            future.add_done_callback(self.finished.put)

    def _next(self) -> Future[Any]:
        """The next piece that is done, or that never will be."""
        while True:
            try:
                return self.finished.get(timeout=LOOKED_EVERY)
            except Empty:
                self._threads(SECONDS_WITHOUT_WORKERS)

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

    def _result(self, future: Future[Any]) -> Accumulator:
        from distributed import CancelledError, KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            version, sums = future.result()
        except (CancelledError, CommClosedError) as error:
            raise self._lost("the scheduler is gone") from error
        except KilledWorker as error:
            why = "several workers ended with the same piece of the work; have they enough memory?"
            raise self._lost(why) from error
        except ImportError as error:
            raise WinsetError(f"the workers at {self.address} cannot run winset {VERSION}: {error}") from error
        if version != VERSION:
            raise WinsetError(f"a worker at {self.address} has winset {version}, and this is {VERSION}")
        return sums  # type: ignore[no-any-return]

    def _lost(self, why: str) -> ClusterLost:
        return ClusterLost(f"the cluster at {self.address} is lost: {why}")


def _held(work: Work) -> Work:
    """A work on the cluster, from where each worker takes it once."""
    return work


def _of(work: Work, numbers: range) -> tuple[str, Any]:
    """What some draws add up to, with the version that added them."""
    return VERSION, work.of(numbers)
