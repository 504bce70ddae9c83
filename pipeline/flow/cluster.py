"""The engine `dask`: batches are done by the workers of a Dask cluster.

Prefect knows nothing of the cluster and the cluster nothing of Prefect: the flow's tasks run where the flow does, and
each waits for the batch it has given to the scheduler. So workers need to reach the scheduler and the places of inputs
and output, and no Prefect server; and a worker that dies is the scheduler's business, which gives its batch to another.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pipeline.errors import ClerkError
from pipeline.flow.batches import Batch
from pipeline.places import is_url

if TYPE_CHECKING:
    from extractors.learned import ChosenModels
    from pipeline.flow.work import Task
    from pipeline.store.cache import StoredBatch
    from pipeline.store.maker import Maker

_KNOCK_SECONDS = 10
_CONNECT_SECONDS = 15
_WORKER_SECONDS = 30
"""How long to wait for a first worker: clusters that grow on demand need a while."""
_RETRIES = 2
"""More tries of a batch that ended in an error of the worker's (its disk is full); of lost workers dask takes three."""


_WAITING_MOST = 512


class ClusterError(ClerkError):
    """The cluster cannot be used, or was lost."""


def _missing_package(error: ImportError) -> ClusterError:
    return ClusterError(
        f"để dùng --engine dask hãy cài thêm: pip install 'chitieu[dask]' ({error})",
        f"--engine dask needs another package: pip install 'chitieu[dask]' ({error})",
    )


class Cluster:
    """A connection to the cluster's scheduler. Use as a context manager.

    Attributes:
        address: of the scheduler.
        threads: batches that all workers together do at once; as of the check.

    Args:
        address: of the scheduler, `tcp://host:8786`.
        verbose: let dask log to standard error.
    """

    def __init__(self, address: str, *, verbose: bool = False) -> None:
        self.address = address
        self.threads = 1
        self._verbose = verbose
        self._client: Any = None
        self._futures: set[Any] = set()
        self._lock = threading.Lock()
        self._run = uuid4().hex[:8]
        self._shares: Mapping[str, int] = {}

    def __enter__(self) -> Cluster:
        """Connect.

        Raises:
            ClusterError: no scheduler answers there, or it has no workers.
        """
        self._knock()
        try:
            # It comes in versions that fit Prefect's. A plain function is given to the cluster as it is.
            from prefect_dask.client import PrefectDaskClient
        except ImportError as error:
            raise _missing_package(error) from None
        if not self._verbose:
            # Where a cluster is lost they tell of every task that waited for it, with tracebacks.
            for name in list(logging.root.manager.loggerDict):
                if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
                    logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        try:
            self._client = PrefectDaskClient(  # type: ignore[no-untyped-call]
                self.address, timeout=_CONNECT_SECONDS, set_as_default=False, name="chitieu"
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise self._nobody(error) from None
        try:
            self._client.wait_for_workers(1, timeout=_WORKER_SECONDS)
        except (OSError, TimeoutError):
            self._client.close()
            raise ClusterError(
                f"bộ điều phối {self.address} chưa có tiến trình nào; hãy chạy dask worker {self.address}",
                f"the scheduler {self.address} has no workers; start dask worker {self.address}",
            ) from None
        return self

    def _knock(self) -> None:
        """Dask itself would try for a quarter of a minute where nobody listens."""
        host, _, port = self.address.rpartition("://")[2].rpartition(":")
        if not host or not port.isdigit():
            raise self._nobody("tcp://MÁY:8786 / tcp://HOST:8786")
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_KNOCK_SECONDS).close()
        except (OSError, OverflowError) as error:
            raise self._nobody(error) from None

    def _nobody(self, reason: object) -> ClusterError:
        return ClusterError(
            f"không có bộ điều phối Dask ở {self.address}; hãy chạy dask scheduler, xem lại địa chỉ ({reason})",
            f"there is no Dask scheduler at {self.address}; start dask scheduler and check the address ({reason})",
        )

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):
            self._client.close(timeout=5)

    def check(
        self, inputs: Sequence[str], out: str, scratch: Path, maker: Maker, models: ChosenModels | None = None
    ) -> Maker:
        """See to it that every worker would make the same rows, and reaches the inputs and the output.

        Args:
            inputs: files and folders, paths or URLs.
            out: the output, a path or a URL.
            scratch: a folder in an output of this machine.
            maker: what this installation is.
            models: trained models that every worker must have at the same place.

        Returns:
            what the workers are: as `maker`, with their programs.

        Raises:
            ClusterError: a worker does not fit; the sentence names it and says why.
        """
        from pipeline.flow.cluster_worker import Report, inspect

        mark = scratch / f"mark-{uuid4().hex}"
        if not is_url(out):
            mark.touch()
        try:
            roots = tuple(item if is_url(item) else str(Path(item).absolute()) for item in inputs)
            output = out if is_url(out) else str(mark.absolute())
            reports = self._ask(inspect, roots, output, models and models.place)
        finally:
            mark.unlink(missing_ok=True)
        for worker, report in reports.items():
            self._refuse(worker, report, maker)
        tools = {report.tools for report in reports.values() if isinstance(report, Report)}
        if len(tools) > 1:
            self._refuse_tools(reports)
        self.threads = max(1, sum(self._client.nthreads().values()))
        hosts: Counter[str] = Counter()
        for worker, count in self._client.nthreads().items():
            hosts[_host(worker)] += count
        self._shares = dict(hosts)
        return replace(maker, tools=f"dask {' '.join(sorted(tools.pop()))}")

    def _ask(self, function: Callable[..., Any], *arguments: Any) -> Mapping[str, Any]:
        try:
            found: Mapping[str, Any] = self._client.run(function, *arguments, on_error="return")
        except Exception as error:
            raise self._lost(error) from error
        return found

    def _refuse(self, worker: str, report: object, maker: Maker) -> None:
        from pipeline.flow.cluster_worker import Report

        if not isinstance(report, Report):
            told = f"{type(report).__name__}: {report}"[:200]
            raise ClusterError(
                f"máy {worker} không có chitieu, hoặc có bản khác bản ở đây ({told})",
                f"worker {worker} has no chitieu, or another version than this machine ({told})",
            )
        if report.problem is not None:
            vi, en = report.problem
            raise ClusterError(f"máy {worker}: {vi}", f"worker {worker}: {en}")
        if report.code != maker.code:
            raise ClusterError(
                f"máy {worker} có bản chitieu hoặc bảng từ vựng khác bản ở đây ({report.version}, {report.code} "
                f"thay vì {maker.code}); hãy cài cùng một bản trên mọi máy",
                f"worker {worker} has another version of chitieu, its vocabulary or its libraries than this machine "
                f"({report.version}, {report.code} instead of {maker.code}); install the same one everywhere",
            )

    def _refuse_tools(self, reports: Mapping[str, Any]) -> None:
        everything = frozenset().union(*(report.tools for report in reports.values()))
        worker, lacking = next((w, everything - r.tools) for w, r in reports.items() if everything - r.tools)
        names = ", ".join(sorted(lacking))
        raise ClusterError(
            f"máy {worker} thiếu chương trình mà máy khác có: {names}; kết quả không được tùy vào máy nào đọc",
            f"worker {worker} lacks a program that others have: {names}; rows must not depend on who reads a file",
        )

    def do_batch(self, batch: Batch, task: Task) -> StoredBatch:
        """Have a batch done, and wait for it.

        Raises:
            ClusterError: the cluster was lost, or the batch with one worker after the other.
            SandboxError, DiskFullError, PlaceError: as on the worker.
        """
        from pipeline.flow.cluster_worker import work

        future = self._client.submit(
            work, batch, task, self._shares, key=f"chitieu-{self._run}-{uuid4().hex[:12]}", retries=_RETRIES
        )
        with self._lock:
            self._futures.add(future)
        try:
            stored: StoredBatch = future.result()
        except Exception as error:
            if type(error).__module__.partition(".")[0] == "pipeline":
                raise
            raise self._lost(error, batch) from error
        finally:
            with self._lock:
                self._futures.discard(future)
            future.release()
        return stored

    def waiting(self) -> int:
        """How many batches to give to the cluster at once: more than it does, for it may grow, and so that no worker
        waits for the next."""
        return min(_WAITING_MOST, 4 * self.threads)

    def stop(self) -> None:
        """Give up what was given to the cluster: nobody waits for it any more."""
        with self._lock:
            futures = list(self._futures)
        with suppress(Exception):
            self._client.cancel(futures, force=True)

    def _lost(self, error: BaseException, batch: Batch | None = None) -> ClusterError:
        told = f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
        if batch is not None and type(error).__name__ == "KilledWorker":
            first = batch.files[0].source
            return ClusterError(
                f"bốn tiến trình lần lượt bị mất khi đọc nhóm {batch.label}, từ {first}; máy có thể thiếu bộ nhớ",
                f"four workers in turn were lost at batch {batch.label}, from {first}; they may lack memory",
            )
        return ClusterError(
            f"mất liên lạc với cụm Dask {self.address}; chạy lại sẽ làm tiếp phần còn lại ({told})",
            f"the Dask cluster {self.address} was lost; run again to do what is left ({told})",
        )


def _host(worker: str) -> str:
    return worker.rpartition("://")[2].rpartition(":")[0]


_CURRENT: ContextVar[Cluster | None] = ContextVar("chitieu_cluster", default=None)


@contextmanager
def cluster_of(engine: str, address: str | None, *, verbose: bool = False) -> Iterator[Cluster | None]:
    """The cluster of a run, connected; null for the engine `local`. May be entered again inside.

    Args:
        engine: `local` or `dask`.
        address: of the scheduler; null: what the environment variable `DASK_SCHEDULER_ADDRESS` says.
        verbose: let dask log to standard error.

    Raises:
        ClusterError: there is none.
    """
    known = _CURRENT.get()
    if engine == "local" or known is not None:
        yield known if engine != "local" else None
        return
    if engine != "dask":
        raise ClusterError(
            f"không có --engine {engine}; có: local, dask", f"no engine {engine}; there are: local, dask"
        )
    address = address or os.environ.get("DASK_SCHEDULER_ADDRESS")
    if not address:
        raise ClusterError(
            "--engine dask cần --dask tcp://MÁY:8786, địa chỉ của dask scheduler",
            "--engine dask needs --dask tcp://HOST:8786, the address of a dask scheduler",
        )
    with Cluster(address, verbose=verbose) as cluster:
        token = _CURRENT.set(cluster)
        try:
            yield cluster
        finally:
            _CURRENT.reset(token)


def current() -> Cluster | None:
    """The cluster of the run that this thread works for."""
    return _CURRENT.get()


__all__ = ["Cluster", "ClusterError", "cluster_of", "current"]
