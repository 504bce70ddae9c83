"""Inputs that lie elsewhere: listed by the rules for files of this machine, fetched one ahead of who reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from pipeline.errors import InputError, input_error
from pipeline.flow.discover import (
    IGNORE_FILE,
    OUTPUT_MARKS,
    FoundFile,
    LeftOut,
    Walk,
    is_ignored,
    is_litter,
    patterns_of,
)
from pipeline.places import Place, PlaceError, Stat, is_url

_AHEAD = 2
"""Files fetched while another is read."""


@dataclass(slots=True)
class _Folder:
    """A folder as its store's names tell of it."""

    folders: dict[str, _Folder] = field(default_factory=dict)
    files: dict[str, tuple[str, Stat]] = field(default_factory=dict)
    """Name → name relative to the input, what is told of it."""


def list_place(place: Place, walk: Walk, exclude: tuple[str, ...]) -> None:
    """List an input that lies elsewhere.

    Args:
        place: a file or folder.
        walk: what is found goes there; its `out` is the output, a path or URL.
        exclude: patterns of files to leave out.

    Raises:
        PlaceError: the store does not answer, or says no.
    """
    found = place.files()
    if not found:
        stat = place.stat()
        if stat is not None:
            walk.files.append(_found(place.name, place.url, stat))
        return
    root = _Folder()
    for name, stat in found.items():
        *folders, last = name.split("/")
        folder = root
        for part in folders:
            folder = folder.folders.setdefault(part, _Folder())
        folder.files[last] = (name, stat)
    out = Place.of(str(walk.out)) if walk.out is not None and is_url(walk.out) else None
    skipped = out.key.removeprefix(place.key).lstrip("/") if out and out.protocol == place.protocol else None
    _list_folder(place, root, "", walk, exclude, skipped if skipped and out and _lies_in(out, place) else None)


def _lies_in(out: Place, place: Place) -> bool:
    return out.key.startswith(f"{place.key}/")


def _list_folder(
    place: Place, folder: _Folder, prefix: str, walk: Walk, patterns: tuple[str, ...], out: str | None
) -> None:
    if IGNORE_FILE in folder.files:
        with suppress(PlaceError, FileNotFoundError, UnicodeDecodeError):
            text = (place / folder.files[IGNORE_FILE][0]).read_bytes().decode("utf-8")
            patterns += tuple(patterns_of(text, prefix))
    for name in sorted({*folder.files, *folder.folders}):
        source = prefix + name
        url = f"{place.url}/{source}"
        if is_litter(name):
            if name != IGNORE_FILE:
                walk.ignored.append(LeftOut(source, "hidden", url))
            continue
        if is_ignored(source, patterns):
            walk.ignored.append(LeftOut(source, "excluded", url))
            continue
        if name in folder.files:
            walk.files.append(_found(source, url, folder.files[name][1]))
        if name in folder.folders:
            inner = folder.folders[name]
            if source == out or all(mark in {*inner.files, *inner.folders} for mark in OUTPUT_MARKS):
                walk.ignored.append(LeftOut(source, "output", url))
            else:
                _list_folder(place, inner, f"{source}/", walk, patterns, out)


def _found(source: str, url: str, stat: Stat) -> FoundFile:
    tag = int.from_bytes(hashlib.sha256(stat.tag.encode()).digest()[:7]) if stat.tag else 0
    return FoundFile(source, url, stat.size, stat.modified, tag)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file of a batch, where it can be opened."""

    file: FoundFile
    path: str | None
    """On this machine; null where it could not be fetched."""
    problem: InputError | None = None


def at_hand(files: Sequence[FoundFile], folder: Path, max_bytes: int) -> Iterator[Fetched]:
    """Files one after the other, those from elsewhere as copies that are removed when the next is asked for.

    Args:
        files: of a batch.
        folder: for the copies.
        max_bytes: what is larger is not fetched.
    """
    if not any(is_url(file.path) for file in files):
        yield from (Fetched(file, file.path) for file in files)
        return
    with ThreadPoolExecutor(_AHEAD) as pool:
        todo = iter(files)
        waiting: list[Future[Fetched]] = []
        try:
            for file in todo:
                waiting.append(pool.submit(_fetch, file, folder, max_bytes))
                if len(waiting) > _AHEAD:
                    yield from _one(waiting.pop(0))
            while waiting:
                yield from _one(waiting.pop(0))
        finally:
            for future in waiting:
                future.cancel()


def _one(future: Future[Fetched]) -> Iterator[Fetched]:
    fetched = future.result()
    try:
        yield fetched
    finally:
        if fetched.path is not None and fetched.path != fetched.file.path:
            Path(fetched.path).unlink(missing_ok=True)


def _fetch(file: FoundFile, folder: Path, max_bytes: int) -> Fetched:
    if not is_url(file.path):
        return Fetched(file, file.path)
    if file.size > max_bytes:
        size, limit = (f"{count / 2**20:.0f} MB" for count in (file.size, max_bytes))
        return Fetched(file, None, input_error("too_large", size=size, limit=limit))
    folder.mkdir(parents=True, exist_ok=True)
    # Its suffix is a hint for readers, but they get the source; the copy needs none.
    target = folder / uuid4().hex
    try:
        Place.of(file.path).fetch(target)
    except (FileNotFoundError, PlaceError):
        target.unlink(missing_ok=True)
        return Fetched(file, None, input_error("unreadable_file"))
    return Fetched(file, str(target))


__all__ = ["Fetched", "at_hand", "list_place"]
