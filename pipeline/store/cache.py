"""What earlier runs found in files, kept beside the outputs so that no file is read twice.

`OUT/.chitieu-cache/` holds parts. A part is a folder with the unlinked rows of a batch as Parquet files and
`part.json`, which says what became of each file of the batch and what made it so. A part is whole or not there, and
never changed: that is all the record a killed run needs to be continued.

Rows depend on a file's bytes and on its suffix, which is a hint for readers; not on its path. So a document is stored
by `(doc_id, suffix)`, and where it lies is filled in when the tables are written.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from uuid import uuid4

from pipeline.errors import ERROR_KINDS
from pipeline.schema import Row
from pipeline.store.maker import Maker
from pipeline.store.parts import write_part
from pipeline.tabulate import DocumentRows

CACHE_FOLDER = ".chitieu-cache"
RECORD = "part.json"
_TRANSIENT = frozenset({"unreadable_file"})
"""Errors that say nothing about a file's bytes."""
_WAITS = ERROR_KINDS["missing_tool"].en.rpartition("{")[0].rpartition("}")[2]
"""What every warning says that tells of a missing program."""


def suffix_of(source: str) -> str:
    """The suffix that readers are given as a hint."""
    return PurePosixPath(source).suffix.lower()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: a file, or one inside it."""

    inner: str
    """What its source adds to that of the file: empty for the file itself, `/path/inside` for one in a container."""
    doc_id: str | None
    error: Mapping[str, str] | None = None
    """`stage`, `error`, `message` and `failed_at` where it failed."""
    waits: bool = False
    """Some of it (scanned pages) could not be read for want of a program."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What became of one file's bytes."""

    file_id: str
    """As `doc_id`, of the file itself."""
    suffix: str
    outcomes: tuple[Outcome, ...]
    maker: Maker

    @property
    def failed(self) -> bool:
        """Whether any input of it failed, in whole or in part."""
        return any(outcome.error is not None or outcome.waits for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class FileResult:
    """A file that was just extracted."""

    path: str
    source: str
    file_id: str | None
    """Null where its bytes could not be read."""
    rows: tuple[DocumentRows, ...]
    seen: tuple[int, int] | None = None
    """Size and tag of one that lies elsewhere (`FileState.changed`): a run that continues a killed one need not fetch
    it to know it."""

    def outcomes(self) -> tuple[Outcome, ...]:
        """What became of each input, in order."""
        return tuple(self._outcomes())

    def _outcomes(self) -> Iterator[Outcome]:
        for rows in self.rows:
            for row in rows.documents:
                waits = any(_WAITS in warning for warning in row["warnings"])
                yield Outcome(self._inner(row), row["doc_id"], waits=waits)
            for row in rows.errors:
                told = {name: str(row[name]) for name in ("stage", "error", "message")}
                yield Outcome(self._inner(row), row["doc_id"], {**told, "failed_at": row["failed_at"].isoformat()})

    def _inner(self, row: Row) -> str:
        return str(row["source"]).removeprefix(self.source)


DocumentKey = tuple[str, str, str]
"""Hash of the code that made it, `doc_id`, suffix."""


@dataclass(slots=True)
class Cache:
    """What the parts of a cache folder hold."""

    folder: Path
    records: dict[tuple[str, str], FileRecord] = field(default_factory=dict)
    """(file_id, suffix) → what became of it; of several makers' the one asked for, or the last."""
    documents: dict[DocumentKey, Path] = field(default_factory=dict)
    """Which part holds a document's rows."""
    parts: dict[Path, tuple[DocumentKey, ...]] = field(default_factory=dict)
    files: dict[Path, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """The files each part tells of."""
    told_by: dict[tuple[str, str], Path] = field(default_factory=dict)
    """Which part each record is from."""
    makers: dict[Path, Maker] = field(default_factory=dict)
    seen: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """URL → size and tag that a file had when it was read, and its `file_id`."""

    def add(self, part: Path, maker: Maker) -> None:
        """Take in a part; one that cannot be read is removed.

        Args:
            part: the folder.
            maker: whose records count before those of others.
        """
        try:
            told = json.loads((part / RECORD).read_text(encoding="utf-8"))
            made_by = Maker(**told["maker"])
            records = [
                FileRecord(f["file_id"], f["suffix"], tuple(Outcome(**o) for o in f["outcomes"]), made_by)
                for f in told["files"]
            ]
            seen = {f["seen"][0]: (f["seen"][1], f["seen"][2], f["file_id"]) for f in told["files"] if "seen" in f}
            keys = tuple((made_by.code, doc_id, suffix) for doc_id, suffix in told["documents"])
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            shutil.rmtree(part, ignore_errors=True)
            return
        self.parts[part] = keys
        self.seen.update(seen)
        self.makers[part] = made_by
        self.files[part] = tuple((record.file_id, record.suffix) for record in records)
        for key in keys:
            # The later part: a file is read again because something has changed that may help it.
            self.documents[key] = part
        for record in records:
            known = self.records.get((record.file_id, record.suffix))
            fits = maker.makes_again(record.maker, record.failed)
            if known is None or fits or not maker.makes_again(known.maker, known.failed):
                self.records[record.file_id, record.suffix] = record
                self.told_by[record.file_id, record.suffix] = part

    def usable(self, file_id: str, suffix: str, maker: Maker, *, retry_failed: bool) -> FileRecord | None:
        """What became of these bytes, where `maker` would make the same of them."""
        record = self.records.get((file_id, suffix))
        if record is None or not maker.makes_again(record.maker, record.failed) or not self.holds(record):
            return None
        return None if record.failed and retry_failed else record

    def holds(self, record: FileRecord) -> bool:
        """Whether all documents of a record are there."""
        return all(self.key_of(record, outcome) in self.documents for outcome in record.outcomes if not outcome.error)

    def key_of(self, record: FileRecord, outcome: Outcome) -> DocumentKey:
        """The document an outcome speaks of."""
        suffix = suffix_of(outcome.inner) if outcome.inner else record.suffix
        return record.maker.code, str(outcome.doc_id), suffix


def open_cache(folder: Path, maker: Maker) -> Cache:
    """What the parts in `folder` hold."""
    cache = Cache(folder)
    if folder.is_dir():
        for part in sorted(folder.iterdir(), key=_age):
            if part.name.endswith(".new"):
                shutil.rmtree(part, ignore_errors=True)
            elif part.is_dir():
                cache.add(part, maker)
    return cache


def _age(part: Path) -> tuple[int, str]:
    try:
        return (part / RECORD).stat().st_mtime_ns, part.name
    except OSError:
        return 0, part.name


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """Where the results of a batch are."""

    parts: tuple[Path, ...]
    read: Mapping[str, str]
    """path → file_id of what was read there."""
    loose: tuple[tuple[str, Outcome], ...]
    """(path, outcome) of files whose failure says nothing about their bytes, or that have none."""


def store_batch(results: Iterable[FileResult], folder: Path, maker: Maker) -> StoredBatch:
    """Write the results of a batch as a part; two, where a document stands in it under two suffixes.

    Args:
        results: each file once.
        folder: the cache folder.
        maker: what made them.
    """
    layers: list[dict[str, tuple[str, DocumentRows]]] = [{}]
    files, read, loose = [], {}, []
    for result in results:
        outcomes = result.outcomes()
        if result.file_id is None or any(o.error and o.error["error"] in _TRANSIENT for o in outcomes):
            loose += [(result.path, outcome) for outcome in outcomes]
            continue
        read[result.path] = result.file_id
        suffix = suffix_of(result.source)
        files.append(
            {"file_id": result.file_id, "suffix": suffix, "outcomes": [asdict(outcome) for outcome in outcomes]}
            | ({"seen": [result.path, *result.seen]} if result.seen else {})
        )
        for rows in result.rows:
            for row in rows.documents:
                _place(layers, row["doc_id"], suffix_of(row["source"]), rows)
    parts = []
    # The files stand in the first part, written last: where it is, the others are.
    for i in reversed(range(len(layers))):
        layer = layers[i]
        if not layer and not (files and i == 0):
            continue
        record = {
            "maker": asdict(maker),
            "files": files if i == 0 else [],
            "documents": [(doc_id, suffix) for doc_id, (suffix, _) in layer.items()],
        }
        part = folder / uuid4().hex
        write_part([rows for _, rows in layer.values()], part, {RECORD: json.dumps(record, ensure_ascii=False)})
        parts.append(part)
    return StoredBatch(tuple(parts), read, tuple(loose))


def _place(layers: list[dict[str, tuple[str, DocumentRows]]], doc_id: str, suffix: str, rows: DocumentRows) -> None:
    for layer in layers:
        if doc_id not in layer:
            layer[doc_id] = (suffix, rows)
            return
        if layer[doc_id][0] == suffix:
            return
    layers.append({doc_id: (suffix, rows)})
