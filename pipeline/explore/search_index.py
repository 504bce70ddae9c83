"""A word index over all texts, in a file of the explorer's own beside the run, made and kept up to date by itself.

SQLite's FTS5, because it comes with Python: nothing to install, one file, phrases, and 5,000 documents answer in
milliseconds. Each stretch of a text is indexed twice, without marks and with them, so that `doan vien` finds
`đoàn viên` and `đoàn viên` finds only that. Texts are not stored again: the index holds positions, the run the texts.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from pipeline.explore.data import Run, RunGoneError, Stamp
from pipeline.explore.fold import has_marks, lower, marked, plain, words_of

FOLDER = ".chitieu-explore"
_VERSION = "1"
_BATCH = 100
"""Documents that become findable at once."""
_STRETCH = 300
"""Characters from which on a stretch of lines is one passage: headings stay with what they head."""
_LONGEST = 2000
_LOG = logging.getLogger(__name__)

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE docs (id INTEGER PRIMARY KEY, doc_id TEXT, digest TEXT, live INTEGER, first INTEGER, last INTEGER);
CREATE INDEX docs_by_id ON docs (doc_id);
CREATE TABLE passages (id INTEGER PRIMARY KEY, doc INTEGER, start INTEGER, stop INTEGER);
CREATE VIRTUAL TABLE words USING fts5(plain, marked, content='', tokenize='unicode61 remove_diacritics 0');
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that has what was asked for."""

    doc_id: str
    passages: tuple[tuple[int, int], ...]
    """The first of its passages: first and last code point (exclusive) in `documents.text`."""
    n_passages: int


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of the index."""

    hits: tuple[Hit, ...]
    n_documents: int
    n_passages: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the index is: documents in it, documents there are."""

    done: int
    total: int

    @property
    def complete(self) -> bool:
        """Whether every document can be found."""
        return self.done >= self.total


def passages_of(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of lines: first code point and one past the last of each.

    Args:
        text: a document's.
    """
    start = at = 0
    for line in text.splitlines(keepends=True):
        while len(line) > _LONGEST:
            cut = line.rfind(" ", 1, _LONGEST) + 1 or _LONGEST
            yield start, at + cut
            start = at = at + cut
            line = line[cut:]  # noqa: PLW2901
        at += len(line)
        if at - start >= _STRETCH:
            yield start, at
            start = at
    if at > start:
        yield start, at


def match_of(words: Sequence[str], *, phrase: bool) -> str:
    """A query for FTS5.

    Args:
        words: as typed; those with marks are looked for with them.
        phrase: whether they must follow each other.
    """
    bare = [f'"{plain(word)}"' for word in words]
    bearing = [f'"{marked(word)}"' for word in words if has_marks(word)]
    if phrase and len(bearing) == len(words):
        return "marked : (" + " + ".join(bearing) + ")"
    joined = (" + " if phrase else " AND ").join(bare)
    parts = [f"plain : ({joined})", *(f"marked : {word}" for word in bearing)]
    return " AND ".join(parts)


class SearchIndex:
    """The index of one run. Safe to use from many threads; another program may use the same file."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None
        self._indexed: Stamp | None = None
        self._progress = Progress(0, 1)
        self._stopping = threading.Event()
        self._path: Path | None = None
        self._temporary: Path | None = None

    def keep_up(self) -> Progress:
        """Begin to index what is new in the run, if anything is, and tell how far that is."""
        with self._lock:
            working = self._worker is not None and self._worker.is_alive()
            if not working and self._indexed != self._run.stamp and not self._stopping.is_set():
                self._worker = threading.Thread(target=self._work, name="chitieu-search-index", daemon=True)
                self._worker.start()
                if self._indexed is not None:
                    self._progress = Progress(0, 1)
            return self._progress

    def wait(self, seconds: float) -> Progress:
        """Wait for the work at hand; for how long at most."""
        self.keep_up()
        worker = self._worker
        if worker is not None:
            worker.join(seconds)
        return self._progress

    def close(self) -> None:
        """Stop working; what is indexed stays."""
        self._stopping.set()
        if self._worker is not None:
            self._worker.join(10)
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def _work(self) -> None:
        try:
            stamp = self._run.stamp
            with closing(self._open_or_make()) as base:
                self._index(base)
            if not self._stopping.is_set():
                self._indexed = stamp
        except (sqlite3.Error, OSError, RunGoneError) as error:
            # Without an index search finds nothing yet; every other page works.
            _LOG.warning("search index: %s", error)

    @property
    def file(self) -> Path:
        """Where the index lies: beside the run; where that cannot be, among temporary files until `close`."""
        if self._path is None:
            folder = self._run.out / FOLDER
            try:
                folder.mkdir(exist_ok=True)
                (folder / "writable").touch()
                (folder / "writable").unlink()
            except OSError:
                folder = self._temporary = Path(tempfile.mkdtemp(prefix="chitieu-explore-"))
            self._path = folder / "search.sqlite"
        return self._path

    def _open_or_make(self) -> sqlite3.Connection:
        try:
            return self._open()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            # No database, or a damaged one; it holds nothing that cannot be found again.
            self.file.unlink()
            return self._open()

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(self.file, timeout=30, isolation_level=None)
        try:
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = NORMAL")
            base.execute("BEGIN IMMEDIATE")
            known = base.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]
            version = base.execute("SELECT value FROM meta WHERE name = 'version'").fetchone() if known else None
            if version != (_VERSION,):
                self._make(base)
            base.execute("COMMIT")
        except BaseException:
            base.close()
            raise
        return base

    @staticmethod
    def _make(base: sqlite3.Connection) -> None:
        for name in ("meta", "docs", "passages", "words"):
            base.execute(f"DROP TABLE IF EXISTS {name}")
        for statement in _TABLES.strip().split(";\n"):
            base.execute(statement)
        base.execute("INSERT INTO meta VALUES ('version', ?)", [_VERSION])

    def _index(self, base: sqlite3.Connection) -> None:
        there = {
            row["doc_id"]: row["digest"]
            for row in self._run.rows("SELECT doc_id, md5(text) AS digest FROM documents ORDER BY source")
        }
        self._drop(base, there)
        indexed = {doc_id for (doc_id,) in base.execute("SELECT doc_id FROM docs WHERE live")}
        missing = [doc_id for doc_id in there if doc_id not in indexed]
        self._progress = Progress(len(there) - len(missing), len(there))
        for at in range(0, len(missing), _BATCH):
            if self._stopping.is_set():
                return
            batch = missing[at : at + _BATCH]
            texts = self._run.rows("SELECT doc_id, text FROM documents WHERE list_contains(?, doc_id)", [batch])
            base.execute("BEGIN IMMEDIATE")
            for row in texts:
                _add(base, row["doc_id"], there[row["doc_id"]], row["text"])
            base.execute("COMMIT")
            self._progress = Progress(len(there) - len(missing) + at + len(batch), len(there))

    def _drop(self, base: sqlite3.Connection, there: dict[str, str]) -> None:
        """Documents that are gone, or whose text is another now, are passed over; made anew once they are many."""
        base.execute("BEGIN IMMEDIATE")
        known = base.execute("SELECT id, doc_id, digest FROM docs WHERE live").fetchall()
        gone = [(key,) for key, doc_id, digest in known if there.get(doc_id) != digest]
        base.executemany("UPDATE docs SET live = 0 WHERE id = ?", gone)
        n_dead = base.execute("SELECT count(*) FROM docs WHERE NOT live").fetchone()[0]
        if n_dead > max(100, len(there) // 2):
            self._make(base)
        base.execute("COMMIT")

    def find(self, query: str, *, phrase: bool, limit: int, offset: int = 0) -> Found:
        """Documents that have all words of a query in one passage, those with the best passages first.

        Args:
            query: what someone typed.
            phrase: whether the words must follow each other.
            limit: how many documents; offset: how many to pass over.
        """
        words = words_of(lower(query))
        if not words:
            return Found((), 0, 0)
        match = match_of(words, phrase=phrase)
        with closing(sqlite3.connect(self.file, timeout=30)) as base:
            try:
                (n,) = base.execute(_COUNT, {"match": match}).fetchone()
                ordered = _BY_NUMBER if n > _MANY else _BY_WEIGHT
                found = base.execute(ordered, {"match": match, "limit": limit, "offset": offset}).fetchall()
            except sqlite3.DatabaseError:
                # Not made yet.
                return Found((), 0, 0)
            hits = tuple(
                Hit(doc_id, tuple(base.execute(_PASSAGES, {"match": match, "first": first, "last": last})), n)
                for doc_id, first, last, n, _, _ in found
            )
        return Found(hits, found[0][4] if found else 0, found[0][5] if found else 0)


# Weighing a passage means to look at every other that matches; where they are very many, how many a document has
# tells as much.
_DOCUMENTS = """
SELECT d.doc_id, d.first, d.last, h.n, count(*) OVER (), sum(h.n) OVER ()
FROM (
    SELECT p.doc, count(*) AS n, {score} AS score
    FROM (SELECT rowid, {rank} AS score FROM words WHERE words MATCH :match) w JOIN passages p ON p.id = w.rowid
    GROUP BY p.doc
) h JOIN docs d ON d.id = h.doc
WHERE d.live
ORDER BY h.score, d.doc_id LIMIT :limit OFFSET :offset
"""
_COUNT = "SELECT count(*) FROM words WHERE words MATCH :match"
_MANY = 5000
_BY_WEIGHT = _DOCUMENTS.format(score="min(w.score)", rank="rank")
_BY_NUMBER = _DOCUMENTS.format(score="-count(*)", rank="0")
_PASSAGES = """
SELECT p.start, p.stop FROM (
    SELECT rowid FROM words WHERE words MATCH :match AND rowid BETWEEN :first AND :last ORDER BY rowid LIMIT 3
) w JOIN passages p ON p.id = w.rowid ORDER BY p.start
"""


def _add(base: sqlite3.Connection, doc_id: str, digest: str, text: str) -> None:
    if base.execute("SELECT 1 FROM docs WHERE doc_id = ? AND digest = ? AND live", [doc_id, digest]).fetchone():
        return
    document = base.execute("INSERT INTO docs (doc_id, digest, live) VALUES (?, ?, 1)", [doc_id, digest]).lastrowid
    first = base.execute("SELECT coalesce(max(id), 0) + 1 FROM passages").fetchone()[0]
    spans = list(passages_of(text))
    bare, bearing = plain(text), marked(text)
    base.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?)",
        [(first + i, document, start, stop) for i, (start, stop) in enumerate(spans)],
    )
    base.executemany(
        "INSERT INTO words (rowid, plain, marked) VALUES (?, ?, ?)",
        [(first + i, bare[start:stop], bearing[start:stop]) for i, (start, stop) in enumerate(spans)],
    )
    base.execute("UPDATE docs SET first = ?, last = ? WHERE id = ?", [first, first + len(spans) - 1, document])
