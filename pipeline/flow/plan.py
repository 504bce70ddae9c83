"""What a run has to do: which files are as they were, which must be read, which earlier rows stay."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.flow.discover import Discovery, FoundFile
from pipeline.places import Place, PlaceError, is_url
from pipeline.places.errors import explained
from pipeline.store.cache import Cache, Outcome, StoredBatch, suffix_of
from pipeline.store.ledger import FileState, path_key
from pipeline.store.maker import Maker
from pipeline.tabulate.rows import DOC_ID_DIGITS

_SETTLED = 2_000_000_000
"""Nanoseconds a file must have been left alone: within the file system's clock, two changes can look like one."""


class PruneError(RuntimeError):
    """Pruning would remove everything of an input folder that is empty now. `path` is the folder as given."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(slots=True)
class Plan:
    """The files of a run and what is known about them; filled in as they are read."""

    states: dict[str, FileState]
    """path → state, of every file that could be listed."""
    paths: dict[str, str]
    """path as stored → path on disk."""
    kept: dict[str, FileState] = field(default_factory=dict)
    """Files of earlier runs whose rows stay."""
    pruned: int = 0
    """Files of earlier runs whose rows leave."""
    before: Mapping[str, FileState] = field(default_factory=dict)
    """What the run before knew."""
    finished: set[str] = field(default_factory=set)
    """Paths that need nothing any more."""
    loose: dict[str, list[Outcome]] = field(default_factory=dict)
    """path → what became of files that say nothing about their bytes."""

    def open_files(self, cache: Cache, maker: Maker, *, retry_failed: bool) -> list[FoundFile]:
        """Files to read next: of those with the same bytes and suffix only the first, the others will be like it.

        Args:
            cache: what is known of bytes.
            maker: who would make the rows.
            retry_failed: failures count as unknown.
        """
        first: dict[tuple[str, str], FileState] = {}
        todo: list[FileState] = []
        for path, state in self.states.items():
            if path in self.finished:
                continue
            if state.file_id is None:
                todo.append(state)
                continue
            key = (state.file_id, suffix_of(state.file))
            if cache.usable(*key, maker, retry_failed=retry_failed):
                self.finished.add(path)
            elif key not in first or state.file < first[key].file:
                first[key] = state
        todo += first.values()
        return sorted(FoundFile(s.file, self.paths[s.path], s.size, s.modified, s.changed, s.file_id) for s in todo)

    def take(self, batch: Sequence[FoundFile], stored: StoredBatch) -> None:
        """Take note of what came of some files: each is read once, whatever came."""
        for file in batch:
            path = path_key(file.path)
            self.finished.add(path)
            file_id = stored.read.get(file.path)
            state = self.states[path]
            if file_id is not None and state.file_id is None and is_url(file.path):
                self.states[path] = replace(state, file_id=file_id)
            elif file_id is not None and file_id != state.file_id:
                # It was changed after it was listed, and may be in the middle of it: the next run looks again.
                self.states[path] = replace(state, file_id=file_id, modified=-1)
        for path, outcome in stored.loose:
            self.loose.setdefault(path_key(path), []).append(outcome)


def make_plan(
    found: Discovery,
    before: Mapping[str, FileState],
    *,
    prune: bool,
    max_bytes: int,
    threads: int,
    seen: Mapping[str, tuple[int, int, str]] | None = None,
) -> Plan:
    """Compare what was found with what the run before knew; files that may have changed are hashed.

    Files that lie elsewhere are not: that would fetch them twice. They are hashed when they are read, unless bytes of
    the same tag are known already (a file that was renamed).

    Args:
        found: the files of this run.
        before: those of the run before.
        prune: rows of files that are not among the inputs any more leave.
        max_bytes: larger files are not hashed: they will not be read either.
        threads: how many files to hash at once.
        seen: what a run that was killed had read elsewhere: URL → size, tag, `file_id`.

    Raises:
        PruneError: an input folder is empty, but was not before: a disk may not be there.
    """
    now = time.time_ns()
    states: dict[str, FileState] = {}
    tags = {(state.size, state.changed) for state in before.values() if state.changed and is_url(state.path)}
    paths: dict[str, str] = {}
    unknown: list[str] = []
    for file in found.files:
        path = path_key(file.path)
        paths[path] = file.path
        settled = _is_settled(file, now)
        state = FileState(file.source, path, file.size, file.modified if settled else -1, file.changed)
        known = before.get(path)
        if settled and known is not None and _is_untouched(known, state):
            state = replace(state, file_id=known.file_id)
        elif seen and file.changed and seen.get(file.path, ())[:2] == (file.size, file.changed):
            state = replace(state, file_id=seen[file.path][2])
        elif file.size <= max_bytes and (not is_url(path) or (file.size, file.changed) in tags):
            unknown.append(path)
        states[path] = state
    with ThreadPoolExecutor(threads) as pool:
        for path, file_id in zip(unknown, pool.map(_hash, [paths[path] for path in unknown]), strict=True):
            states[path] = replace(states[path], file_id=file_id)
    plan = Plan(states, paths, before=before)
    _sort_out_the_gone(plan, found, prune=prune)
    return plan


def _sort_out_the_gone(plan: Plan, found: Discovery, *, prune: bool) -> None:
    unreadable = tuple(path_key(Path(item.path).absolute()) for item in found.unreadable)
    gone = {path: s for path, s in plan.before.items() if path not in plan.states and path not in unreadable}
    for folder in found.empty if prune else ():
        if any(_is_in(path, path_key(Path(folder).resolve())) for path in gone):
            raise PruneError(folder)
    for path, state in gone.items():
        # What lies in a folder that cannot be opened may still be there.
        if prune and not any(_is_in(path, folder) for folder in unreadable):
            plan.pruned += 1
        else:
            plan.kept[path] = state


def _is_in(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip("/") + "/")


def _is_settled(file: FoundFile, now: int) -> bool:
    """Whether what the system tells of a file would be different if it were changed from now on."""
    if is_url(file.path):
        return bool(file.changed) or (file.modified > 0 and now - file.modified > _SETTLED)
    return now - max(file.modified, file.changed) > _SETTLED


def _is_untouched(known: FileState, state: FileState) -> bool:
    if is_url(state.path) and state.changed:
        # Written again with the same bytes, it has another time and the same tag.
        return (known.size, known.changed) == (state.size, state.changed)
    return known.same_as(state)


def _hash(path: str) -> str | None:
    """`doc_id` of a file's bytes; null where they cannot be read."""
    try:
        with _opened(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:DOC_ID_DIGITS]
    except (OSError, PlaceError):
        return None


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    if not is_url(path):
        with open(path, "rb") as file:
            yield file
        return
    place = Place.of(path)
    with explained(path), place.fs.open(place.key, "rb") as file:
        yield file


__all__ = ["Plan", "PruneError", "make_plan"]
