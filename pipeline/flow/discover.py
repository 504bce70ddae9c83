"""Which files a run is about: every file under the given folders, in one order, with what was left out and why."""

from __future__ import annotations

import fnmatch
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.places import Place, is_url
from pipeline.places.place import plain

IGNORE_FILE = ".chitieuignore"
# Left by file managers and word processors beside the documents people mean.
_LITTER = ("thumbs.db", "desktop.ini")
_LITTER_PREFIXES = (".", "~$")
OUTPUT_MARKS = ("run.json", "documents.parquet")
"""What lies in every output."""


class MissingInputError(FileNotFoundError):
    """An input that is not there. `path` is the input as given."""

    def __init__(self, path: str) -> None:
        super().__init__(f"không có tệp hay thư mục {path} / no such file or folder: {path}")
        self.path = path


@dataclass(frozen=True, slots=True, order=True)
class FoundFile:
    """One input file. Ordered by `source`, which is how runs order documents."""

    source: str
    """Path relative to its input root, with `/`; for an input that is itself a file, its name."""
    path: str
    """Where it really lies: an absolute path, or a URL."""
    size: int = 0
    """Bytes."""
    modified: int = 0
    """Nanoseconds; with `changed`, which no program can set back, it tells whether a file is as it was."""
    changed: int = 0
    """Nanoseconds; of a file elsewhere a number made of its tag, 0 where its store gives none."""
    file_id: str | None = None
    """As `doc_id`, of the file's bytes, once they are known."""


@dataclass(frozen=True, slots=True, order=True)
class LeftOut:
    """A file or folder that is no input, or one that cannot be opened."""

    source: str
    reason: str
    path: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Discovery:
    """What was found under the inputs."""

    files: tuple[FoundFile, ...] = ()
    """To be done, in order of `source`, each path once."""
    unreadable: tuple[LeftOut, ...] = ()
    """Files and folders that cannot be opened: each becomes a row in `errors`."""
    ignored: tuple[LeftOut, ...] = ()
    """Left out by rule: hidden, ignored, links that lead out of the folder, earlier outputs, sockets and the like."""
    empty: tuple[str, ...] = ()
    """Folders given as inputs in which nothing at all was found."""

    @property
    def skipped(self) -> int:
        """How many were left out by rule."""
        return len(self.ignored)


@dataclass(slots=True)
class Walk:
    """What was found under one input so far."""

    out: str | Path | None
    root: Path
    files: list[FoundFile] = field(default_factory=list)
    unreadable: list[LeftOut] = field(default_factory=list)
    ignored: list[LeftOut] = field(default_factory=list)

    def add(self, path: Path, source: str) -> None:
        try:
            about = path.stat()
            if not stat.S_ISREG(about.st_mode):
                self.ignore(path, source, "no_file")
            elif not os.access(path, os.R_OK):
                self.refuse(path, source, "permission")
            else:
                size, modified, changed = about.st_size, about.st_mtime_ns, about.st_ctime_ns
                self.files.append(FoundFile(_printable(source), str(path), size, modified, changed))
        except OSError:
            self.refuse(path, source, "unreadable")

    def ignore(self, path: Path, source: str, reason: str) -> None:
        self.ignored.append(LeftOut(_printable(source), reason, str(path)))

    def refuse(self, path: Path, source: str, reason: str) -> None:
        self.unreadable.append(LeftOut(_printable(source), reason, str(path)))

    def folder(self, folder: Path, prefix: str, patterns: tuple[str, ...]) -> None:
        patterns += tuple(_read_patterns(folder, prefix))
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            self.refuse(folder, prefix.rstrip("/") or folder.name, "permission")
            return
        for entry in entries:
            source = prefix + entry.name
            path = folder / entry.name
            if is_litter(entry.name):
                if entry.name != IGNORE_FILE:
                    self.ignore(path, source, "hidden")
            elif is_ignored(source, patterns):
                self.ignore(path, source, "excluded")
            elif entry.is_symlink():
                self.link(path, source)
            elif entry.is_dir():
                if self.is_output(path):
                    self.ignore(path, source, "output")
                else:
                    self.folder(path, source + "/", patterns)
            else:
                self.add(path, source)

    def link(self, path: Path, source: str) -> None:
        # Not Path.resolve, which raises where a link leads to itself.
        target = Path(os.path.realpath(path))
        if not target.exists():
            self.refuse(path, source, "broken_link")
        elif target.is_dir() or not target.is_relative_to(self.root):
            # A linked folder inside the root is walked where it really lies; outside it is none of ours.
            self.ignore(path, source, "link")
        else:
            self.add(path, source)

    def is_output(self, folder: Path) -> bool:
        if self.out is not None and folder.resolve() == self.out:
            return True
        return all((folder / mark).exists() for mark in OUTPUT_MARKS)


def is_litter(name: str) -> bool:
    """Whether a file or folder is none that people mean, by its name."""
    return name.startswith(_LITTER_PREFIXES) or name.lower() in _LITTER


def is_ignored(source: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern names the path itself; its folders were asked before it was reached."""
    name = source.rpartition("/")[2]
    return any(
        fnmatch.fnmatchcase(source if "/" in pattern.rstrip("/") else name, pattern.rstrip("/")) for pattern in patterns
    )


def _printable(path: str) -> str:
    """File names are bytes; what of one is not UTF-8 cannot be stored in a table."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _read_patterns(folder: Path, prefix: str) -> Iterator[str]:
    try:
        yield from patterns_of((folder / IGNORE_FILE).read_text(encoding="utf-8"), prefix)
    except (OSError, UnicodeDecodeError):
        return


def patterns_of(text: str, prefix: str) -> Iterator[str]:
    """The patterns of a `.chitieuignore`.

    Args:
        text: what it says.
        prefix: source of the folder it lies in, with `/` at its end; empty for the input itself.
    """
    for line in text.splitlines():
        pattern = line.strip()
        if pattern and not pattern.startswith("#"):
            # A pattern with a slash is anchored at the folder its file lies in.
            yield prefix + pattern.lstrip("/") if "/" in pattern.rstrip("/") or pattern.startswith("/") else pattern


def discover(inputs: Sequence[str | Path], out: str | Path | None = None, exclude: Sequence[str] = ()) -> Discovery:
    """List the files of a run.

    Hidden files, word processors' lock files, the output folder, earlier outputs and what a `.chitieuignore` file or
    `exclude` names are left out. Links are followed only to files inside the folder they were found under.

    Args:
        inputs: files and folders, paths or URLs, in any order: the result does not depend on it.
        out: the run's output folder, which is not an input even where it lies inside one.
        exclude: patterns as in a shell (`*.csv`, `drafts/`); with a slash inside, from the input folder on.

    Raises:
        MissingInputError: an input that does not exist.
        PlaceError: a URL that cannot be used.
    """
    chosen: dict[str, FoundFile] = {}
    unreadable: dict[str, LeftOut] = {}
    ignored: dict[str, LeftOut] = {}
    empty: list[str] = []
    for given in sorted({plain(item) for item in inputs}):
        walk = _walk_elsewhere(given, out, exclude) if is_url(given) else _walk_here(given, out, exclude)
        for file in walk.files:
            real = _real(file.path)
            # Reached twice (a folder and a file in it): the longer source says more, and ties need a rule.
            if real not in chosen or _preference(file) < _preference(chosen[real]):
                chosen[real] = replace(file, path=real)
        for left_out in walk.unreadable:
            unreadable[left_out.path] = min(left_out, unreadable.get(left_out.path, left_out))
        for left_out in walk.ignored:
            ignored[left_out.path] = min(left_out, ignored.get(left_out.path, left_out))
        if not (walk.files or walk.unreadable or walk.ignored):
            empty.append(given)
    by_rule = sorted(item for path, item in ignored.items() if path not in chosen)
    return Discovery(tuple(sorted(chosen.values())), tuple(sorted(unreadable.values())), tuple(by_rule), tuple(empty))


class _FoundError(Exception):
    """Something to read."""


@dataclass(slots=True)
class _Glance(Walk):
    """A walk that ends at the first thing to read."""

    def add(self, path: Path, source: str) -> None:
        raise _FoundError


def is_nothing(inputs: Sequence[str | Path], out: str | Path | None = None, exclude: Sequence[str] = ()) -> bool:
    """Whether there is nothing to read; looks no further than the first file, and not into URLs, which are not empty.

    Args:
        inputs: files and folders, paths or URLs, that exist.
        out: the run's output folder.
        exclude: patterns as in a shell.
    """
    if any(map(is_url, inputs)):
        return False
    try:
        for given in inputs:
            if _walk_here(plain(given), out, exclude, _Glance).unreadable:
                return False
    except _FoundError:
        return False
    return True


def _walk_here(given: str, out: str | Path | None, exclude: Sequence[str], kind: type[Walk] = Walk) -> Walk:
    path = Path(given)
    if not os.path.lexists(path):
        raise MissingInputError(given)
    walk = kind(None if out is None or is_url(out) else Path(plain(out)).resolve(), Path(os.path.realpath(path)))
    if path.is_dir():
        walk.folder(path, "", tuple(exclude))
    else:
        walk.add(path, path.name)
    return walk


def _walk_elsewhere(given: str, out: str | Path | None, exclude: Sequence[str]) -> Walk:
    from pipeline.flow.elsewhere import list_place

    place = Place.of(given)
    walk = Walk(out, Path())
    list_place(place, walk, tuple(exclude))
    if not (walk.files or walk.unreadable or walk.ignored):
        # Object stores have no empty folders: what holds nothing is not there.
        raise MissingInputError(given)
    return walk


def _real(path: str) -> str:
    if is_url(path):
        return path
    return os.path.realpath(path) if not os.path.islink(path) else os.path.abspath(path)


def _preference(file: FoundFile) -> tuple[int, str, str]:
    return -len(file.source), file.source, file.path
