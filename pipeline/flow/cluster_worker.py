"""What the workers of a cluster are asked to do; they find it here, in their own installation."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from extractors.learned.chosen import ModelError
from pipeline.errors import ClerkError
from pipeline.flow import sandboxes
from pipeline.flow.batches import Batch
from pipeline.flow.launch import chosen_models
from pipeline.flow.work import Task, do_batch
from pipeline.places import Place, PlaceError, is_url
from pipeline.read.system import TOOLS
from pipeline.schema import PIPELINE_VERSION
from pipeline.store.cache import StoredBatch
from pipeline.store.maker import code_of_extracting, code_of_extracting_with


class WorkerError(ClerkError):
    """This worker does not fit the run; it came after the others were asked."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a worker says of itself."""

    version: str
    code: str
    """Hash of all that decides what is found in a document."""
    tools: frozenset[str]
    """Programs that are installed there."""
    problem: tuple[str, str] | None
    """Why it cannot work, in Vietnamese and English."""


def inspect(inputs: tuple[str, ...], out: str, models: str | None = None) -> Report:
    """Look at this worker.

    Args:
        inputs: absolute paths or URLs that it must be able to read.
        out: URL of the output, or the path of a file in it.
        models: where the run's trained models lie; null: it asks none.
    """
    code, problem = code_of_extracting(), _problem(inputs, out)
    try:
        code = code_of_extracting_with(chosen_models(models))
    except ModelError as error:
        problem = problem or (error.vi, error.en)
    tools = frozenset(tool.name for tool in TOOLS if any(map(shutil.which, tool.commands)))
    return Report(PIPELINE_VERSION, code, tools, problem)


def _problem(inputs: tuple[str, ...], out: str) -> tuple[str, str] | None:
    for path in (*inputs, out):
        if not is_url(path) and not os.path.lexists(path):
            shown = os.path.dirname(path) if path == out else path
            return (
                f"không thấy {shown}; đầu vào và kết quả phải ở nơi mọi máy đều thấy, chẳng hạn s3://",
                f"{shown} is not there; inputs and output must lie where all machines see them, such as s3://",
            )
    try:
        for url in filter(is_url, inputs):
            if not Place.of(url).exists():
                raise PlaceError("missing", url)
        if is_url(out):
            trial = Place.of(out) / f".chitieu-work/{socket.gethostname()}-{os.getpid()}"
            trial.write_bytes(b"")
            trial.remove()
    except PlaceError as error:
        return error.vi, error.en
    return None


def work(batch: Batch, task: Task, shares: Mapping[str, int]) -> StoredBatch:
    """Do a batch.

    Args:
        batch: its files lie where this worker can read them.
        task: of the run.
        shares: host → batches that its workers do at once.

    Raises:
        WorkerError: this is another version than that which started the run.
    """
    from distributed import get_worker

    worker = get_worker()
    code = code_of_extracting_with(task.models and chosen_models(task.models.place))
    if code != task.maker.code:
        raise WorkerError(
            f"máy {worker.address} có bản chitieu hoặc bảng từ vựng khác ({code} thay vì {task.maker.code})",
            f"worker {worker.address} has another version of chitieu or its vocabulary "
            f"({code} instead of {task.maker.code})",
        )
    host = worker.address.rpartition("://")[2].rpartition(":")[0]
    sandboxes.share(task.options, shares.get(host, worker.state.nthreads), task.models)
    return do_batch(batch, task)


__all__ = ["Report", "WorkerError", "inspect", "work"]
