"""The Prefect flow: discover, extract in batches, link, write, summarise.

Tasks are thin: each calls a plain function of another module and names the step for Prefect's UI. Between tasks travel
paths, never texts: rows of a batch go to a part on disk. What a run writes does not depend on how its batches were cut
or where they ran.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.runtime import flow_run
from prefect.task_runners import ProcessPoolTaskRunner

from extractors import words
from pipeline import core, store
from pipeline.errors import input_error
from pipeline.flow.batches import Batch, choose_workers, plan_batches, usable_cores
from pipeline.flow.discover import Discovery, FoundFile
from pipeline.flow.discover import discover as find_files
from pipeline.flow.engine import LAST_TASK
from pipeline.flow.progress import tell
from pipeline.flow.summary import RunSummary, read_failures, summary_of
from pipeline.tabulate import DocumentRows

WORK_FOLDER = ".chitieu-work"


def warm_up() -> None:
    """Load what extracting and writing need: models, vocabulary, patterns, libraries; once per process."""
    import duckdb  # noqa: F401
    import pyarrow.dataset
    import pyarrow.parquet  # noqa: F401

    words.warm_up()
    core.extract_text("Năm 2023, kết nạp 12 đoàn viên.")


@task(name="discover", cache_policy=NO_CACHE)
def discover(inputs: Sequence[str], out: str, exclude: Sequence[str]) -> Discovery:
    """List the files of the run."""
    return find_files(inputs, out, exclude)


@task(name="extract a batch", task_run_name="extract batch {batch.label}", cache_policy=NO_CACHE)
def extract_batch(batch: Batch, part: Path) -> Path:
    """Extract every file of a batch and write the rows as one part."""
    return _extract(batch.files, part)


@task(name="extract one by one", task_run_name="extract batch {batch.label} one by one", cache_policy=NO_CACHE)
def extract_one_by_one(batch: Batch, part: Path) -> Path:
    """Extract a batch whose process died, in processes of its own, so that only the file to blame is lost."""
    return store.write_part(extract_apart(batch.files), part)


@task(name="link", cache_policy=NO_CACHE)
def link(parts: Sequence[Path]) -> store.Linked:
    """Find what can only be known over all documents: duplicates, directives, what short forms point to."""
    return store.link_parts(parts)


@task(name="write", cache_policy=NO_CACHE)
def write(linked: store.Linked, out: Path, run_info: dict[str, Any]) -> dict[str, int]:
    """Write the tables; all of them are new afterwards, or none."""
    return store.write_linked(linked, out, run_info)


@task(name=LAST_TASK, cache_policy=NO_CACHE)
def summarise(out: Path, counts: dict[str, int], seconds: float) -> RunSummary:
    """Count what was written, and show it beside the run in Prefect's UI."""
    summary = summary_of(out, counts, read_failures(out), seconds, str(flow_run.id or ""))
    create_markdown_artifact(key="chitieu-summary", markdown=summary.markdown(), description=str(out))
    return summary


@flow(name="chitieu", validate_parameters=True, persist_result=False)
def chitieu_flow(
    inputs: list[str],
    out: str,
    workers: int | None = None,
    exclude: list[str] | None = None,
    inputs_file: str | None = None,
) -> RunSummary:
    """From files and folders to the tables of the output contract.

    Args:
        inputs: files and folders on the machine the flow runs on.
        out: folder to write into; made where it does not exist.
        workers: processes to extract in; null chooses by the size of the inputs. Results do not depend on it.
        exclude: patterns of files to leave out (see `pipeline.flow.discover`).
        inputs_file: more inputs, one a line: Prefect accepts half a megabyte of parameters, which many paths exceed.
    """
    started = time.monotonic()
    if inputs_file is not None:
        inputs = [*inputs, *Path(inputs_file).read_text(encoding="utf-8", errors="surrogateescape").splitlines()]
    target = Path(out)
    target.mkdir(parents=True, exist_ok=True)
    timings: dict[str, float] = {}
    with _timed(timings, "discover"):
        found = discover(inputs, out, exclude or [])
    processes = workers or choose_workers(found.files, usable_cores())
    with _work_folder(target) as work:
        with _timed(timings, "extract"):
            parts = _extract_all(found, processes, work)
        run_info = {
            "options": {"inputs": inputs, "out": out, "workers": workers, "exclude": exclude or []},
            "engine": {
                "flow": "prefect",
                "runner": "processes" if processes > 1 else "in-process",
                "workers": processes,
                "flow_run_id": str(flow_run.id or ""),
            },
            "inputs_seen": len(found.files) + len(found.unreadable) + found.skipped,
            "inputs_skipped": found.skipped,
            "timings": timings,
        }
        counts = write(link(parts), target, run_info)
    return summarise(target, counts, time.monotonic() - started)


def _extract_all(found: Discovery, processes: int, work: Path) -> list[Path]:
    batches = plan_batches(found.files, processes)
    total = len(found.files)
    parts = [work / f"{batch.number:06d}" for batch in batches]
    tell(0, total)
    if processes == 1:
        warm_up()
        done = 0
        for batch, part in zip(batches, parts, strict=True):
            extract_batch(batch, part)
            done += len(batch.files)
            tell(done, total)
    else:
        _extract_in_processes(batches, parts, processes, total)
    if found.unreadable:
        rows = [core.failed(source, None, input_error("unreadable_file")) for source, _ in found.unreadable]
        parts.append(store.write_part(rows, work / "unreadable"))
    return parts


def _extract_in_processes(batches: Sequence[Batch], parts: Sequence[Path], processes: int, total: int) -> None:
    """Heaviest batches first, so that none is left alone at the end."""
    done = 0
    lost: list[int] = []
    with _lean_workers(), ProcessPoolTaskRunner(max_workers=processes, initializer=warm_up) as runner:
        order = sorted(range(len(batches)), key=lambda i: -batches[i].chars)
        futures: dict[PrefectFuture[Path], int] = {
            runner.submit(extract_batch, {"batch": batches[i], "part": parts[i]}): i for i in order
        }
        for future in as_completed(list(futures)):
            i = futures[future]
            try:
                future.result()
            except Exception:
                # Its process died, or one beside it: the pool gives up all that it still held.
                lost.append(i)
            else:
                done += len(batches[i].files)
                tell(done, total)
    for i in sorted(lost):
        extract_one_by_one(batches[i], parts[i])
        done += len(batches[i].files)
        tell(done, total)


def _extract(files: Iterable[FoundFile], part: Path) -> Path:
    return store.write_part((core.extract_or_error(Path(file.path), file.source) for file in files), part)


def extract_apart(files: Iterable[FoundFile]) -> Iterator[DocumentRows]:
    """Extract each file in a child process; one that takes its process down yields an error row.

    Args:
        files: files of a batch whose worker died (out of memory, a crash inside a parser's C code).
    """
    pool: ProcessPoolExecutor | None = None
    context = multiprocessing.get_context("spawn")
    try:
        for file in files:
            pool = pool or ProcessPoolExecutor(1, mp_context=context)
            try:
                yield pool.submit(core.extract_or_error, Path(file.path), file.source).result()
            except BrokenProcessPool:
                pool = None
                yield core.failed(file.source, Path(file.path).read_bytes(), RuntimeError("process died"))
    finally:
        if pool is not None:
            pool.shutdown()


@contextmanager
def _lean_workers() -> Iterator[None]:
    """While inside, started processes do not import the main script anew and do not log to the terminal.

    They need nothing of the script, and one that calls `pipeline.run` without a guard would run again in each.
    Prefect's console handler ends its process when standard error is gone (`chitieu run 2>&1 | head`), and the pool
    never notices a worker that ended so.
    """
    main = sys.modules["__main__"]
    hidden = {name: getattr(main, name) for name in ("__file__", "__spec__") if hasattr(main, name)}
    console = "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"
    level = os.environ.get(console)
    vars(main).pop("__file__", None)
    main.__spec__ = None
    os.environ[console] = "CRITICAL"
    try:
        yield
    finally:
        vars(main).update(hidden)
        if level is None:
            del os.environ[console]
        else:
            os.environ[console] = level


@contextmanager
def _timed(timings: dict[str, float], name: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    timings[name] = round(time.monotonic() - started, 3)


@contextmanager
def _work_folder(out: Path) -> Iterator[Path]:
    """A folder for parts inside the output folder, so that moving them never crosses file systems."""
    work = out / WORK_FOLDER / uuid4().hex[:8]
    work.mkdir(parents=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        with suppress(OSError):
            work.parent.rmdir()
