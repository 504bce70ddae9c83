"""What becomes of a batch, wherever it is done: in a thread of the run, or on a worker of a cluster.

Everything a batch needs travels with it, and nothing but paths and URLs does: rows go to a part in the output's cache.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.flow import sandboxes
from pipeline.flow.batches import Batch
from pipeline.flow.elsewhere import at_hand
from pipeline.flow.sandbox import Extracted
from pipeline.flow.workplace import current_scratch
from pipeline.places import Place, is_url
from pipeline.read.reader import Limits
from pipeline.store.cache import RECORD, FileResult, StoredBatch, store_batch
from pipeline.store.maker import Maker

if TYPE_CHECKING:
    from extractors.learned import ChosenModels


@dataclass(frozen=True, slots=True)
class Task:
    """What all batches of a run have in common."""

    cache: str
    """Where parts go: a folder, or the URL of one."""
    options: Mapping[str, float]
    """Limits that differ from the defaults."""
    maker: Maker
    models: ChosenModels | None = None
    """Trained models to ask besides the rules."""


def do_batch(batch: Batch, task: Task) -> StoredBatch:
    """Extract every file of a batch in a sandbox, and write the rows as a part.

    Returns:
        what came of it. Parts that were sent elsewhere are named by their names alone.

    Raises:
        SandboxError: no child process can be started.
        UnfitModelsError: it cannot load the models.
        DiskFullError: there is no room for temporary files.
        PlaceError: the part could not be sent.
    """
    limits = Limits(**task.options)  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory(
        prefix="chitieu-batch-", dir=current_scratch(), ignore_cleanup_errors=True
    ) as temporary:
        own = Path(temporary)
        results = []
        with sandboxes.lease(task.options, task.models) as box:
            for at in at_hand(batch.files, own / "files", limits.max_bytes):
                file = at.file
                if at.path is None:
                    from pipeline import core

                    problem = at.problem or OSError(file.path)
                    found = Extracted(None, (core.failed(file.source, None, problem),))
                else:
                    found = box.extract(at.path, file.source, limits)
                seen = (file.size, file.changed) if is_url(file.path) and file.changed else None
                results.append(FileResult(file.path, file.source, found.doc_id or file.file_id, found.rows, seen))
        if not is_url(task.cache):
            return store_batch(results, Path(task.cache), task.maker)
        stored = store_batch(results, own / "parts", task.maker)
        # The part that tells of the files is the last one made, and the last to be sent.
        for part in stored.parts:
            _send(part, Place.of(task.cache) / part.name)
        return StoredBatch(tuple(Path(part.name) for part in stored.parts), stored.read, stored.loose)


def _send(part: Path, target: Place) -> None:
    """Send a part; its record last, for a part without one is none."""
    for file in sorted(part.iterdir(), key=lambda file: (file.name == RECORD, file.name)):
        (target / file.name).put(file)
    shutil.rmtree(part, ignore_errors=True)


__all__ = ["Task", "do_batch"]
