"""`run`: the flow with a Prefect API around it, for the command line and for Python."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.flow.cluster import cluster_of
from pipeline.flow.engine import Engine
from pipeline.flow.progress import Listener, listening
from pipeline.flow.sandbox import LimitOptions
from pipeline.flow.sandboxes import Sandboxes, using
from pipeline.flow.workplace import folder_of, scratch_folder, workplace
from pipeline.places import Place, is_url
from pipeline.places.place import plain
from pipeline.store.ledger import LEDGER

if TYPE_CHECKING:
    from extractors.learned import ChosenModels
    from pipeline.flow.summary import RunSummary

_PARAMETER_CHARS = 50_000
"""Prefect refuses parameters of more than 524,288 bytes as JSON, in which a letter can take six."""


def run(
    inputs: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    workers: int | None = None,
    exclude: Sequence[str] = (),
    limits: LimitOptions | None = None,
    prune: bool = False,
    retry_failed: bool = False,
    fresh: bool = False,
    engine: str = "local",
    dask: str | None = None,
    models: str | Path | None = None,
    progress: Listener | None = None,
    verbose: bool = False,
) -> RunSummary:
    """Extract documents and write the tables of the output contract.

    The work is a Prefect flow. Where a Prefect server is configured the run shows up there; otherwise Prefect's
    ephemeral server runs for as long as this call does, reachable from this machine alone.

    Args:
        inputs: a file or folder, or several, paths or URLs; folders are searched through and through.
        out: folder to write into, made where it does not exist; or a URL (`s3://bucket/folder`). Files that an earlier
            run into it has done and that are as they were are not read again; rows of files that are gone stay.
        workers: processes to extract in; null chooses by the size of the inputs. Results do not depend on it.
        exclude: patterns of files to leave out, as in a shell.
        limits: fields of `pipeline.read.reader.Limits` that differ from their defaults.
        prune: rows of files that are not among the inputs any more leave the tables.
        retry_failed: files that failed before are tried again, changed or not.
        fresh: forget what earlier runs into this folder found.
        engine: where files are read: `local` in processes of this machine, `dask` on the workers of a cluster.
        dask: address of the cluster's scheduler (`tcp://host:8786`).
        models: trained models to ask besides the rules: a folder that `chitieu train` has written, or `builtin` for
            those that come with the package; null: the rules alone.
        progress: called with (files done, files in all).
        verbose: let Prefect log to standard error.

    Returns:
        counts, failures and where the tables are; a failed input does not raise.

    Raises:
        MissingInputError: an input does not exist.
        OutputError: the output folder is an input, or cannot be written.
        EngineError: Prefect's ephemeral server did not start.
        FolderBusyError: another run is at work in the output folder.
        PlaceError: a URL cannot be used.
        ClusterError: the cluster cannot be used, or was lost.
        ModelError: there are no such models, or they are not whole.
        UnfitModelsError: they cannot be loaded.
        PruneError: everything of an input folder would be pruned, for it is empty.
    """
    given = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    check_paths(given, out)
    chosen_models(models)
    with Engine() as server:
        return run_with(
            server,
            given,
            out,
            workers=workers,
            exclude=exclude,
            limits=limits,
            prune=prune,
            retry_failed=retry_failed,
            fresh=fresh,
            engine=engine,
            dask=dask,
            models=models,
            progress=progress,
            verbose=verbose,
        )


def chosen_models(models: str | Path | None) -> ChosenModels | None:
    """The trained models of a run, looked at and not loaded.

    Raises:
        ModelError: there are no such models, or they are not whole.
    """
    if models is None:
        return None
    from extractors.learned import choose_models

    return choose_models(models)


class OutputError(ValueError):
    """The output folder cannot be used; `path` is the folder as given, `reason` `input`, `file` or `denied`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def check_paths(inputs: Sequence[str | Path], out: str | Path) -> None:
    """Refuse what cannot work before anything is started.

    Raises:
        MissingInputError: an input does not exist.
        OutputError: the output folder is an input, or cannot be written.
        PlaceError: a URL cannot be used.
    """
    from pipeline.flow.discover import MissingInputError

    for item in inputs:
        if is_url(item):
            place = Place.of(str(item))
            if str(out).rstrip("/") == place.url:
                raise OutputError(str(out), "input")
            if not place.exists():
                raise MissingInputError(str(item))
        elif not os.path.lexists(plain(item)):
            raise MissingInputError(str(item))
    if is_url(out):
        Place.of(str(out))
        return
    target = Path(plain(out))
    folders = [Path(plain(item)) for item in inputs if not is_url(item)]
    if any(folder.is_dir() and folder.resolve() == target.resolve() for folder in folders):
        raise OutputError(str(out), "input")
    if target.exists() and not target.is_dir():
        raise OutputError(str(out), "file")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(out), "denied") from error
    if not os.access(target, os.W_OK | os.X_OK):
        raise OutputError(str(out), "denied")


def run_with(
    server: Engine,
    inputs: Sequence[str | Path],
    out: str | Path,
    *,
    limits: LimitOptions | None = None,
    engine: str = "local",
    dask: str | None = None,
    models: str | Path | None = None,
    progress: Listener | None = None,
    verbose: bool = False,
    **parameters: Any,
) -> RunSummary:
    """As `run`, with a Prefect server that is already starting."""
    options = dict(limits or {})
    chosen = chosen_models(models)
    target = str(out).rstrip("/") if is_url(out) else plain(out)
    with scratch_folder(folder_of(target)) as scratch, Sandboxes(options, scratch, chosen) as boxes, using(boxes):
        if engine == "local" and not (folder_of(target) / f"{LEDGER}.parquet").exists():
            # What files are extracted in loads its models while Prefect comes up in others. Where there was a run
            # before, there may be nothing to extract.
            boxes.start()
        with cluster_of(engine, dask, verbose=verbose), workplace(target):
            # Nothing of what is loaded now is garbage, and looking for some would take a fifth of the time.
            collecting = gc.isenabled()
            gc.disable()
            from pipeline.flow import tasks

            tasks.warm_up()
            if collecting:
                gc.enable()
            with server.settings(verbose=verbose), listening(progress), _as_parameters(inputs) as given:
                summary: RunSummary = tasks.chitieu_flow(
                    out=target,
                    limits=options,
                    engine=engine,
                    dask=dask,
                    models=None if chosen is None else chosen.place,
                    **{**parameters, "exclude": list(parameters.get("exclude", ()))},
                    **given,
                )
                server.await_records(summary.flow_run_id)
    return summary


@contextmanager
def _as_parameters(inputs: Sequence[str | Path]) -> Iterator[dict[str, Any]]:
    """Inputs as the flow takes them: by themselves, or in a file where they are too many for Prefect's database."""
    paths = [str(item) for item in inputs]
    if sum(map(len, paths)) <= _PARAMETER_CHARS:
        yield {"inputs": paths}
        return
    with tempfile.TemporaryDirectory(prefix="chitieu-inputs-") as folder:
        listing = Path(folder) / "inputs.txt"
        listing.write_text("\n".join(paths), encoding="utf-8", errors="surrogateescape")
        yield {"inputs": [], "inputs_file": str(listing)}
