"""Outputs that are the old ones or the new ones.

New files are made in a staging folder inside the output folder. Once all are complete, a list of them is written and
they are renamed into place one by one. A crash before the list leaves the old outputs; a crash after it leaves a list
that the next run, or the next reader that asks `recover`, carries out to the end.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from pipeline.store.lock import FolderBusyError, locked

STAGING = ".chitieu-staging"
_LIST = "ready.json"


@contextmanager
def staging(out_dir: Path) -> Iterator[Path]:
    """A folder to make the outputs in; on leaving without an exception all of it replaces what `out_dir` holds.

    Args:
        out_dir: the output folder; made where it does not exist.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    with locked(out_dir):
        _recover(out_dir)
        stage = out_dir / STAGING / uuid4().hex[:8]
        stage.mkdir(parents=True)
        try:
            yield stage
            commit(stage, out_dir)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
            _remove_if_empty(stage.parent)


def commit(stage: Path, out_dir: Path) -> None:
    """Move everything in `stage` into `out_dir`; `run.json` last, so that it never tells of tables not yet there."""
    names = sorted((p.name for p in stage.iterdir() if p.name != _LIST), key=lambda name: (name == "run.json", name))
    for name in names:
        flush(stage / name)
    ready = stage / f"{_LIST}.new"
    ready.write_text(json.dumps(names), encoding="utf-8")
    flush(ready)
    ready.replace(stage / _LIST)
    flush(stage)
    _move(stage, out_dir, names)


def recover(out_dir: Path, seconds: float = 10.0) -> None:
    """Finish what a crashed run had ready, and remove what it had not.

    Where another run is at work in the folder it is left to that: only while it moves its outputs into place, which
    takes a moment, is it waited for.

    Args:
        out_dir: the output folder.
        seconds: how long to wait at most.
    """
    deadline = time.monotonic() + seconds
    while (out_dir / STAGING).exists():
        try:
            with locked(out_dir, wait=False):
                _recover(out_dir)
            return
        except FolderBusyError:
            if not list((out_dir / STAGING).glob(f"*/{_LIST}")) or time.monotonic() > deadline:
                return
            time.sleep(0.05)


def _recover(out_dir: Path) -> None:
    for stage in sorted((out_dir / STAGING).glob("*")):
        ready = stage / _LIST
        if ready.exists():
            _move(stage, out_dir, json.loads(ready.read_text(encoding="utf-8")))
        shutil.rmtree(stage, ignore_errors=True)
    _remove_if_empty(out_dir / STAGING)


def _move(stage: Path, out_dir: Path, names: Sequence[str]) -> None:
    for name in names:
        new, old = stage / name, out_dir / name
        if not new.exists():
            continue
        if old.is_dir() and not old.is_symlink():
            shutil.rmtree(old)
        elif new.is_dir() and old.exists():
            old.unlink()
        new.replace(old)
    flush(out_dir)


def flush(path: Path) -> None:
    """Make sure that a rename is not on disk before the bytes it names."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return
