"""A run, open for reading: connections for many readers at once, anew whenever the run has been done again."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.errors import ClerkError
from pipeline.explore.prepare import prepare
from pipeline.review import open_reviewed, refresh

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
T = TypeVar("T")

_REMEMBERED = 256
"""Answers kept at most; the oldest go first."""


class RunGoneError(Exception):
    """The tables cannot be read (any more): folder removed, disk gone."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a run is done again, or a decision is made."""

    tables: tuple[int, int, int]
    """Modification time (ns), size and inode of the DuckDB file."""
    decisions: tuple[int, int] = (0, 0)
    """Modification time (ns) and size of the review's decisions; zeros where there are none."""


@dataclass(eq=False)
class _Opened:
    """One state of a run: its connection, those who read it, and what they asked to be remembered."""

    stamp: Stamp
    connection: duckdb.DuckDBPyConnection
    readers: int = 0
    stale: bool = False
    remembered: dict[Hashable, Any] = field(default_factory=dict)
    making: dict[Hashable, threading.Lock] = field(default_factory=dict)


class Run:
    """A run's folder, open for reading. Safe to use from many threads."""

    def __init__(self, out: Path) -> None:
        """Open it.

        Args:
            out: what `chitieu run … --out` wrote.

        Raises:
            NoRunError: see `pipeline.review.open_reviewed`.
        """
        self.out = out
        self._lock = threading.Lock()
        self._current = self._open()

    @property
    def stamp(self) -> Stamp:
        """Of the tables as they are on disk now.

        Raises:
            RunGoneError: they are not there.
        """
        try:
            tables = (self.out / "chitieu.duckdb").stat()
        except OSError as error:
            raise RunGoneError(str(self.out)) from error
        try:
            decisions = (self.out / "review" / "decisions.jsonl").stat()
        except OSError:
            return Stamp((tables.st_mtime_ns, tables.st_size, tables.st_ino))
        return Stamp((tables.st_mtime_ns, tables.st_size, tables.st_ino), (decisions.st_mtime_ns, decisions.st_size))

    def _open(self) -> _Opened:
        try:
            # The stamp first: should the run be replaced in between, the next reader opens it once more.
            stamp = self.stamp
        except RunGoneError:
            # A run that was killed while it moved its tables into place: opening moves the rest.
            connection = _connect(self.out)
            return _Opened(self.stamp, connection)
        return _Opened(stamp, _connect(self.out))

    @contextmanager
    def _reading(self) -> Iterator[_Opened]:
        with self._lock:
            if self._current.stamp != self.stamp:
                self._renew()
            opened = self._current
            opened.readers += 1
        try:
            yield opened
        finally:
            with self._lock:
                opened.readers -= 1
                if opened.stale and not opened.readers:
                    opened.connection.close()

    def _renew(self) -> None:
        """Open a run that was done again; apply the decisions once more where only those are new."""
        import duckdb

        last = self._current
        try:
            stamp = self.stamp
            if stamp.tables == last.stamp.tables:
                refresh(last.connection.cursor(), self.out)
                last.remembered.clear()
                last.stamp = stamp
                return
            self._current = self._open()
        except (ClerkError, OSError, duckdb.Error) as error:
            raise RunGoneError(str(self.out)) from error
        self._retire(last)

    def _retire(self, opened: _Opened) -> None:
        opened.stale = True
        if not opened.readers:
            opened.connection.close()

    @contextmanager
    def read(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor of one's own on the run as it is now, with decisions applied.

        Raises:
            RunGoneError: the tables are not there any more.
        """
        with self._reading() as opened:
            cursor = opened.connection.cursor()
            try:
                yield cursor
            finally:
                cursor.close()

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        """All rows of a query, as dictionaries.

        Args:
            sql: one statement.
            parameters: for `?`, or by name for `$name`.
        """
        with self.read() as cursor:
            return rows_from(cursor, sql, parameters)

    def row(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Row | None:
        """The first row of a query; null where there is none."""
        return next(iter(self.rows(sql, parameters)), None)

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, kept until the run or a decision changes; of several who ask at once only one makes it.

        Args:
            key: what tells one answer from another.
            make: reads the run (with `rows`, `read`).
        """
        with self._reading() as opened:
            with self._lock:
                mutex = opened.making.setdefault(key, threading.Lock())
            with mutex:
                if key not in opened.remembered:
                    value = make()
                    with self._lock:
                        while len(opened.remembered) >= _REMEMBERED:
                            oldest = next(iter(opened.remembered))
                            del opened.remembered[oldest]
                        opened.remembered[key] = value
                    return value
                answer: T = opened.remembered[key]
                return answer

    def info(self) -> Row:
        """`run.json`; empty where it is missing or damaged."""
        try:
            found = json.loads((self.out / "run.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def close(self) -> None:
        """Let go of the tables once nobody reads them."""
        with self._lock:
            self._retire(self._current)


def rows_from(
    cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()
) -> list[Row]:
    """All rows of a query on a cursor of one's own, as dictionaries."""
    found = cursor.execute(sql, parameters)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _connect(out: Path) -> duckdb.DuckDBPyConnection:
    connection = open_reviewed(out)
    prepare(connection)
    return connection
