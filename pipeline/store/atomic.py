"""Outputs that are the old ones or the new ones.

New files are made in a staging folder inside the output folder. Once all are complete, a list of them is written and
they are renamed into place one by one. A crash before the list leaves the old outputs; a crash after it leaves a list
that the next run, or the next reader that asks `recover`, carries out to the end.

A folder of parts, as a table is one, is not replaced as a whole: what is staged for it joins what is there, and what
`keep_parts` does not name leaves it.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from pipeline.store.lock import FolderBusyError, locked

STAGING = ".chitieu-staging"
_LIST = "ready.json"
_PARTS = "parts.json"


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


def keep_parts(stage: Path, folders: Mapping[str, Collection[str] | None]) -> None:
    """Say which folders of the output are folders of parts.

    Args:
        stage: of `staging`.
        folders: name → the files it shall consist of, staged ones and ones that are there; null: all that it holds.
    """
    listed = {name: None if files is None else sorted(files) for name, files in folders.items()}
    (stage / _PARTS).write_text(json.dumps(listed), encoding="utf-8")


def commit(stage: Path, out_dir: Path) -> None:
    """Move everything in `stage` into `out_dir`; `run.json` last, so that it never tells of tables not yet there."""
    parts: dict[str, list[str] | None] = {}
    if (stage / _PARTS).exists():
        parts = json.loads((stage / _PARTS).read_text(encoding="utf-8"))
    names = [p.name for p in stage.iterdir() if p.name not in (_LIST, _PARTS) and p.name not in parts]
    names.sort(key=lambda name: (name == "run.json", name))
    for name in (*names, *parts):
        flush_all(stage / name)
    ready = stage / f"{_LIST}.new"
    ready.write_text(json.dumps({"names": names, "parts": parts}), encoding="utf-8")
    flush(ready)
    ready.replace(stage / _LIST)
    flush(stage)
    _move(stage, out_dir, names, parts)


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
            listed = json.loads(ready.read_text(encoding="utf-8"))
            _move(stage, out_dir, listed["names"], listed["parts"])
        shutil.rmtree(stage, ignore_errors=True)
    _remove_if_empty(out_dir / STAGING)


def _move(stage: Path, out_dir: Path, names: Sequence[str], parts: Mapping[str, Collection[str] | None]) -> None:
    """Carry the list out; also what is left of it."""
    for name, kept in parts.items():
        _move_parts(stage / name, out_dir / name, kept)
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


def _move_parts(new: Path, folder: Path, kept: Collection[str] | None) -> None:
    if folder.is_file():
        # A table that an earlier version wrote as one file.
        folder.unlink()
    folder.mkdir(exist_ok=True)
    for file in sorted(new.iterdir()) if new.is_dir() else ():
        file.replace(folder / file.name)
    if kept is not None:
        wanted = set(kept)
        for file in folder.iterdir():
            if file.name not in wanted:
                shutil.rmtree(file) if file.is_dir() else file.unlink()
    flush(folder)


def flush_all(path: Path) -> None:
    """As `flush`, with all that a folder holds."""
    if path.is_dir():
        for inner in path.iterdir():
            flush_all(inner)
    if path.exists():
        flush(path)


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
