"""The Prefect flow: discover, extract in batches, link, write, summarise.

Tasks are thin: each calls a plain function of another module and names the step for Prefect's UI. Between tasks travel
paths, never texts: rows of a batch go to a part on disk. What a run writes does not depend on how its batches were cut,
where they ran, or what earlier runs had done already.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.runtime import flow_run
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.annotations import quote

from pipeline import store
from pipeline.flow import sandboxes
from pipeline.flow.account import Account, account_for
from pipeline.flow.batches import Batch, choose_workers, plan_batches, usable_cores
from pipeline.flow.cluster import Cluster, cluster_of
from pipeline.flow.cluster import current as current_cluster
from pipeline.flow.discover import Discovery
from pipeline.flow.discover import discover as find_files
from pipeline.flow.engine import LAST_TASK
from pipeline.flow.launch import chosen_models
from pipeline.flow.plan import Plan, make_plan
from pipeline.flow.progress import tell
from pipeline.flow.summary import RunSummary, earlier_run, mismatches_told, summary_of
from pipeline.flow.work import Task, do_batch
from pipeline.flow.workplace import workplace
from pipeline.places.mirror import Mirror
from pipeline.read.reader import Limits
from pipeline.store.cache import CACHE_FOLDER, Cache, StoredBatch, open_cache
from pipeline.store.ledger import LEDGER, FileState, ledger_table, read_ledger
from pipeline.store.maker import this_maker
from pipeline.store.tidy import tidy

if TYPE_CHECKING:
    from extractors.learned import ChosenModels


_T = TypeVar("_T")


def warm_up() -> None:
    """Load what writing needs; extracting is done in processes of its own."""
    import duckdb  # noqa: F401
    import pyarrow.dataset
    import pyarrow.parquet  # noqa: F401


@task(name="discover", cache_policy=NO_CACHE)
def discover(inputs: Sequence[str], out: str, exclude: Sequence[str]) -> Discovery:
    """List the files of the run."""
    return find_files(inputs, out, exclude)


@task(name="compare", cache_policy=NO_CACHE)
def compare(
    found: Discovery,
    before: Mapping[str, FileState],
    seen: Mapping[str, tuple[int, int, str]],
    *,
    prune: bool,
    limits: Limits,
) -> Plan:
    """Tell files that are as they were in the run before from those that must be read."""
    return make_plan(found, before, prune=prune, max_bytes=limits.max_bytes, threads=usable_cores(), seen=seen)


@task(name="extract a batch", task_run_name="extract batch {batch.label}", cache_policy=NO_CACHE)
def extract_batch(batch: Batch, what: Task) -> StoredBatch:
    """Extract every file of a batch in a sandbox, here or on a worker of the cluster, and write the rows as a part."""
    cluster = current_cluster()
    return do_batch(batch, what) if cluster is None else cluster.do_batch(batch, what)


@task(name="link", cache_policy=NO_CACHE)
def link(selection: store.Selection) -> store.Linked:
    """Find what can only be known over all documents: directives, what short forms point to."""
    return store.link(selection)


@task(name="write", cache_policy=NO_CACHE)
def write(linked: store.Linked, out: Path, run_info: dict[str, Any], account: Account) -> dict[str, int]:
    """Write the tables; all of them are new afterwards, or none."""
    return store.write_linked(linked, out, run_info, {LEDGER: ledger_table(account.entries)})


@task(name="note", cache_policy=NO_CACHE)
def note(out: Path, run_info: dict[str, Any], counts: Mapping[str, int], account: Account) -> None:
    """Write down that a run found the tables as they should be."""
    store.write_run_info(out, run_info, counts, {LEDGER: ledger_table(account.entries)})


@task(name="publish", cache_policy=NO_CACHE)
def publish(mirror: Mirror) -> None:
    """Send what was written to an output that lies elsewhere; readers see the old tables or the new ones."""
    mirror.publish()


@task(name=LAST_TASK, cache_policy=NO_CACHE)
def summarise(
    out: str,
    counts: Mapping[str, int],
    account: Account,
    seconds: float,
    mismatches: tuple[int, tuple[Mapping[str, Any], ...], int],
) -> RunSummary:
    """Count what was done, and show it beside the run in Prefect's UI."""
    summary = summary_of(out, counts, account, seconds, str(flow_run.id or ""), mismatches)
    create_markdown_artifact(key="chitieu-summary", markdown=summary.markdown(), description=out)
    return summary


@flow(name="chitieu", validate_parameters=True, persist_result=False)
def chitieu_flow(
    inputs: list[str],
    out: str,
    workers: int | None = None,
    exclude: list[str] | None = None,
    inputs_file: str | None = None,
    limits: dict[str, float] | None = None,
    prune: bool = False,
    retry_failed: bool = False,
    fresh: bool = False,
    engine: str = "local",
    dask: str | None = None,
    models: str | None = None,
) -> RunSummary:
    """From files and folders to the tables of the output contract.

    Args:
        inputs: files and folders on the machine the flow runs on, or URLs.
        out: folder to write into, made where it does not exist; or a URL.
        workers: processes to extract in; null chooses by the size of the inputs. Results do not depend on it.
        exclude: patterns of files to leave out (see `pipeline.flow.discover`).
        inputs_file: more inputs, one a line: Prefect accepts half a megabyte of parameters, which many paths exceed.
        limits: fields of `pipeline.read.reader.Limits` that differ from their defaults.
        prune: rows of files that are not among the inputs any more leave the tables.
        retry_failed: files that failed before are tried again, changed or not.
        fresh: forget what earlier runs into this folder found.
        engine: where batches are done: `local`, or `dask` for the workers of a cluster.
        dask: address of the cluster's scheduler.
        models: trained models to ask besides the rules: a folder, or `builtin`; null: the rules alone.
    """
    started = time.monotonic()
    if inputs_file is not None:
        inputs = [*inputs, *Path(inputs_file).read_text(encoding="utf-8", errors="surrogateescape").splitlines()]
    options = dict(limits or {})
    all_limits = Limits(**options)  # type: ignore[arg-type]
    chosen = chosen_models(models)
    maker = this_maker(all_limits, chosen)
    timings: dict[str, float] = {}
    with (
        cluster_of(engine, dask) as cluster,
        workplace(out) as place,
        _sandboxes(options, place.scratch, cluster, chosen),
    ):
        target, mirror = place.folder, place.mirror
        if cluster is not None:
            maker = cluster.check(inputs, out, place.scratch, maker, chosen)
        with _timed(timings, "discover"):
            if mirror is not None:
                mirror.fetch_plan()
            if fresh:
                store.forget(target)
                if mirror is not None:
                    mirror.forget_parts()
            found = discover(inputs, out, exclude or [])
            cache = open_cache(target / CACHE_FOLDER, maker)
            before = {} if fresh else read_ledger(target)
            plan = compare(_as_it_is(found), _as_it_is(before), _as_it_is(cache.seen), prune=prune, limits=all_limits)
        with _timed(timings, "extract"):
            elsewhere = mirror is not None and cluster is not None
            what = Task(
                f"{out.rstrip('/')}/{CACHE_FOLDER}" if elsewhere else str(cache.folder.absolute()),
                options,
                maker,
                chosen,
            )
            processes = _extract_all(plan, cache, what, workers, mirror, retry_failed=retry_failed)
        account = account_for(found, plan, cache)
        run_info = {
            "options": {
                "inputs": inputs,
                "out": out,
                "workers": workers,
                "exclude": exclude or [],
                "limits": options,
                "prune": prune,
                "retry_failed": retry_failed,
                "fresh": fresh,
                "engine": engine,
                "dask": dask,
                "models": models,
            },
            "models": [] if chosen is None else chosen.told(),
            "engine": {
                "flow": "prefect",
                "runner": "dask" if cluster else "processes" if processes > 1 else "one process",
                "workers": processes,
                "flow_run_id": str(flow_run.id or ""),
            },
            **account.counts,
            "inputs_pruned": plan.pruned,
            "failures": account.failures,
            "content": account.content,
            "timings": timings,
        }
        counts = earlier_run(target, account.content, complete=None if mirror is None else mirror.is_published())
        if counts is None:
            if mirror is not None:
                mirror.fetch_all()
            linked = link(_as_it_is(account.selection))
            counts = write(_as_it_is(linked), target, _as_it_is(run_info), _as_it_is(account))
        else:
            note(target, _as_it_is(run_info), counts, _as_it_is(account))
        if mirror is None or mirror.is_whole:
            tidy(cache, account.live)
        if mirror is not None:
            publish(_as_it_is(mirror))
        contradictions = mismatches_told(target)
    return summarise(out, counts, _as_it_is(account), time.monotonic() - started, contradictions)


def _extract_all(
    plan: Plan, cache: Cache, what: Task, workers: int | None, mirror: Mirror | None, *, retry_failed: bool
) -> int:
    """Extract all that is not known yet.

    Returns:
        in how many processes.
    """
    total = len(plan.states)
    tell(0, total)
    processes = workers or 1
    cluster = current_cluster()
    todo = plan.open_files(cache, what.maker, retry_failed=retry_failed)
    while todo:
        if cluster is not None:
            processes = workers or cluster.threads
        else:
            processes = workers or max(processes, choose_workers(todo, usable_cores()))
        batches = plan_batches(todo, processes)
        at_once = processes if workers or cluster is None else cluster.waiting()
        for batch, stored in _extract_batches(batches, what, processes, at_once):
            for part in stored.parts:
                cache.add(_brought_here(cache.folder / part.name, mirror), what.maker)
            plan.take(batch.files, stored)
            tell(min(len(plan.finished), total - 1), total)
        # Files like one that was changed or gone when it was read: nobody has read their bytes yet.
        todo = plan.open_files(cache, what.maker, retry_failed=False)
    tell(total, total)
    return processes


def _brought_here(part: Path, mirror: Mirror | None) -> Path:
    """A part in the working copy and in the output, wherever it was made."""
    if mirror is not None:
        if part.exists():
            mirror.send_part(part.name)
        else:
            mirror.fetch_part(part.name)
    return part


def _extract_batches(
    batches: Sequence[Batch], what: Task, processes: int, at_once: int
) -> Iterator[tuple[Batch, StoredBatch]]:
    """The batches as they are done: in one process in order, in several the heaviest first, so that none ends alone."""
    cluster = current_cluster()
    if cluster is None:
        sandboxes.share(what.options, min(processes, len(batches)), what.models)
    if processes == 1 or len(batches) == 1:
        for batch in batches:
            yield batch, extract_batch(_as_it_is(batch), _as_it_is(what))
        return
    # The work is done by the sandboxes, each a process of its own, or by the cluster; threads only wait for them.
    runner: ThreadPoolTaskRunner[StoredBatch] = ThreadPoolTaskRunner(max_workers=at_once)
    left = len(batches)
    with runner:
        futures: dict[PrefectFuture[StoredBatch], Batch] = {
            runner.submit(extract_batch, {"batch": _as_it_is(batch), "what": _as_it_is(what)}): batch
            for batch in sorted(batches, key=lambda batch: -batch.chars)
        }
        try:
            for future in as_completed(list(futures)):
                yield futures[future], future.result()
                left -= 1
                if cluster is None:
                    # A scan that is the last to be done has all cores.
                    sandboxes.share(what.options, min(processes, left), what.models)
        except BaseException:
            # Without it the runner would wait for what its threads have begun.
            sandboxes.stop()
            if cluster is not None:
                cluster.stop()
            raise


@contextmanager
def _sandboxes(
    options: Mapping[str, float], scratch: Path, cluster: Cluster | None, models: ChosenModels | None
) -> Iterator[None]:
    """Sandboxes for the tasks inside: those that were started while Prefect came up, or new ones; a cluster has its
    own."""
    with ExitStack() as stack:
        if cluster is None and not sandboxes.are_in_use(options, models):
            boxes = stack.enter_context(sandboxes.Sandboxes(options, scratch, models))
            stack.enter_context(sandboxes.using(boxes))
        yield


def _as_it_is(value: _T) -> _T:
    """A parameter that Prefect does not search for futures, which takes longer than some tasks."""
    return cast("_T", quote(value))


@contextmanager
def _timed(timings: dict[str, float], name: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    timings[name] = round(time.monotonic() - started, 3)
