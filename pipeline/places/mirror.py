"""A run's working copy of an output that lies elsewhere: fetched as far as it is needed, published at the end.

The run works in a folder of this machine as it would in a local output. What it made is then sent to the place: new
objects, then copies under plain names (`run.json`, `chitieu.duckdb`) for programs that know nothing of manifests, then
`manifest.json`, which says what counts; what is no longer needed goes last. Parts, in the tables and in the cache,
never change under their name: what is there need not be sent or fetched again, also by later runs of this machine.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from pipeline.places.errors import PlaceError
from pipeline.places.owner import owned
from pipeline.places.place import Place, Stat
from pipeline.places.published import (
    MANIFEST,
    REVIEW_FOLDER,
    Entry,
    Manifest,
    in_threads,
    read_manifest,
)

_CACHE = ".chitieu-cache/"
_RECORD = "part.json"
_VERSIONS = ".chitieu-runs/"
"""Objects that hold files which are replaced under their plain name."""
_STATE = ".chitieu-mirror.json"
_PLANNING = ("run.json", "inputs.parquet")


class Mirror:
    """The working copy of one output, held by one run.

    Args:
        out: where the output lies.
        folder: the working copy; what an earlier run left there is used where it still fits.
    """

    def __init__(self, out: Place, folder: Path) -> None:
        self.out = out
        self.folder = folder
        self._manifest = Manifest({})
        self._there: dict[str, Stat] = {}
        """Objects of the place."""
        self._held: dict[str, tuple[str, int, int]] = {}
        """Name → object whose bytes the file here holds, and the file's size and time then."""
        self._whole = False
        """Everything was fetched: what is not here any more, the run has removed."""

    def fetch_plan(self) -> None:
        """Fetch what planning reads: the account of the last run, and the records of the cache's parts."""
        found = read_manifest(self.out)
        self._manifest = found[0] if found else Manifest({})
        self._there = dict(self.out.files())
        self._recall()
        wanted = self._wanted()
        for name in self._files_here():
            if self._key_here(name) != wanted.get(name, ""):
                (self.folder / name).unlink()
        for part in self._parts_here() - {name.split("/")[1] for name in wanted if _is_of_part(name)}:
            shutil.rmtree(self.folder / _CACHE / part, ignore_errors=True)
        self._fetch({n: key for n, key in wanted.items() if n in _PLANNING or n.endswith(f"/{_RECORD}")})
        self._remember()

    def fetch_all(self) -> None:
        """Fetch the rest: what linking and writing read."""
        self._fetch(self._wanted())
        self._remember()
        self._whole = True

    def fetch_part(self, part: str) -> None:
        """Fetch the record of a part that another machine has sent.

        Args:
            part: its name.
        """
        self._there.update(self.out.files(f"{_CACHE}{part}"))
        record = f"{_CACHE}{part}/{_RECORD}"
        self._fetch({record: record})

    def forget_parts(self) -> None:
        """Remove what earlier runs found in files."""
        parts = [key for key in self._there if _is_of_part(key)]
        in_threads(lambda key: (self.out / key).remove(), sorted(parts, key=_records_first))
        for key in parts:
            del self._there[key]

    def send_part(self, part: str) -> None:
        """Send a part that was made here."""
        self._send([f"{_CACHE}{part}/{file.name}" for file in (self.folder / _CACHE / part).iterdir()])

    def is_published(self) -> bool:
        """Whether all the tables that were published last are still there."""
        objects = ((entry.key, entry.size) for entry in self._manifest.files.values())
        return bool(self._manifest.files) and all(
            key in self._there and self._there[key].size == size for key, size in objects
        )

    @property
    def is_whole(self) -> bool:
        """Whether everything was fetched."""
        return self._whole

    def publish(self) -> None:
        """Send what is new and say so; then remove what is not needed any more.

        Raises:
            PlaceError: it could not be sent; what was published before still counts.
        """
        names = [name for name in self._files_here() if not _is_of_part(name)]
        self._send([name for name in self._files_here() if _is_of_part(name)])
        version = f"{_VERSIONS}{uuid4().hex[:12]}/"
        # A part keeps its name; a file that is replaced gets an object of its own each time.
        self._send({name: name if _is_of_table(name) else version + name for name in names})
        files = {name: self._entry(name) for name in names}
        if not self._whole:
            files = {**self._manifest.files, **files}
        files = dict(sorted(files.items(), key=lambda item: (item[0] == "run.json", item[0])))
        files = {name: self._with_copy(name, entry) for name, entry in files.items()}
        (self.out / MANIFEST).write_bytes(Manifest(files).to_bytes())
        before, self._manifest = self._manifest, Manifest(files)
        self._remember()
        needed = {*files, *(entry.key for entry in files.values())}
        over = [key for key in self._there if key not in needed and self._is_over(key, before)]
        in_threads(lambda key: (self.out / key).remove(), over)
        for key in over:
            del self._there[key]

    def _wanted(self) -> dict[str, str]:
        """Name → object, of all that is there for a run: what was published, and every whole part of the cache."""
        wanted = {name: entry.key for name, entry in self._manifest.files.items()}
        whole = {
            key.rpartition("/")[0] for key in self._there if key.startswith(_CACHE) and key.endswith(f"/{_RECORD}")
        }
        wanted.update((key, key) for key in self._there if key.rpartition("/")[0] in whole)
        return wanted

    def _fetch(self, wanted: Mapping[str, str]) -> None:
        """Fetch files that are not here yet, name → object."""
        missing = [name for name, key in wanted.items() if self._key_here(name) != key]

        def fetch(name: str) -> None:
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            new = self.folder / ".chitieu-work" / f"{uuid4().hex}.fetched"
            new.parent.mkdir(exist_ok=True)
            source = self.out / wanted[name]
            try:
                source.fetch(new)
                new.replace(target)
            except FileNotFoundError as error:
                raise PlaceError("failed", str(source), detail=str(error)) from error
            finally:
                new.unlink(missing_ok=True)

        in_threads(fetch, missing)
        self._hold({name: wanted[name] for name in missing})

    def _send(self, names: Iterable[str] | Mapping[str, str]) -> None:
        """Send files that are not there yet; records after all else, for a part is there once its record is.

        Args:
            names: names, or name → object.
        """
        keys = names if isinstance(names, Mapping) else {name: name for name in names}
        todo = {name: key for name, key in keys.items() if self._key_here(name) not in self._there}
        for last in (False, True):
            group = [name for name in todo if name.endswith(f"/{_RECORD}") == last]
            in_threads(lambda name: (self.out / todo[name]).put(self.folder / name), group)
        for name, key in todo.items():
            self._there[key] = Stat((self.folder / name).stat().st_size)
        self._hold(todo)

    def _entry(self, name: str) -> Entry:
        key = self._key_here(name)
        assert key is not None
        return Entry(key, (self.folder / name).stat().st_size)

    def _with_copy(self, name: str, entry: Entry) -> Entry:
        """The entry, with a copy of its object under its plain name; made where there is none or another."""
        if entry.key == name:
            return entry
        before = self._manifest.files.get(name)
        plain = self._there.get(name)
        if before is None or plain is None or before.key != entry.key or before.copy != _mark(plain):
            (self.out / entry.key).copy(self.out / name)
            plain = (self.out / name).stat() or Stat(-1)
            self._there[name] = plain
        return Entry(entry.key, entry.size, _mark(plain))

    def _is_over(self, key: str, before: Manifest) -> bool:
        """Whether an object that is not needed was made by a run: what others have put there is left alone."""
        if _is_of_part(key):
            # The records of all parts are here; the run has removed those that are not.
            here = self.folder / key
            return not (here if self._whole else here.parent / _RECORD).exists()
        return key.startswith(_VERSIONS) or key in before.files or _is_of_table(key)

    def _files_here(self) -> list[str]:
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())
        return sorted(name for name in found if _is_of_run(name))

    def _parts_here(self) -> set[str]:
        folder = self.folder / _CACHE
        return {part.name for part in folder.iterdir() if part.is_dir()} if folder.is_dir() else set()

    def _key_here(self, name: str) -> str | None:
        """The object whose bytes a file here holds; null where it is another file by now, or none."""
        key, *told = self._held.get(name, ("", 0, 0))
        return key if key and told == _told(self.folder / name) else None

    def _hold(self, keys: Mapping[str, str]) -> None:
        for name, key in keys.items():
            size, moment = _told(self.folder / name) or (0, 0)
            self._held[name] = (key, size, moment)

    def _recall(self) -> None:
        try:
            held = json.loads((self.folder / _STATE).read_text(encoding="utf-8"))
            self._held = {name: (key, size, moment) for name, (key, size, moment) in held.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            self._held = {}

    def _remember(self) -> None:
        new = self.folder / f"{_STATE}.new"
        new.write_text(json.dumps(self._held, ensure_ascii=False), encoding="utf-8")
        new.replace(self.folder / _STATE)


def _is_of_run(name: str) -> bool:
    """Whether a file of the working copy is sent: the tables and the cache, no temporary or derived files."""
    if name.startswith("."):
        return name.startswith(_CACHE)
    return name != MANIFEST and not name.startswith(f"{REVIEW_FOLDER}/")


def _records_first(key: str) -> bool:
    return not key.endswith(f"/{_RECORD}")


def _is_of_part(name: str) -> bool:
    """Whether a file belongs to a part of the cache, rather than to the cache as a whole."""
    return name.startswith(_CACHE) and name.count("/") > 1


def _is_of_table(name: str) -> bool:
    """Whether a file is a part of a table."""
    return name.partition("/")[0].endswith(".parquet") and "/" in name


def _mark(stat: Stat) -> str:
    return f"{stat.tag or stat.modified}-{stat.size}"


def _told(path: Path) -> list[int] | None:
    try:
        about = path.stat()
    except OSError:
        return None
    return [about.st_size, about.st_mtime_ns]


@contextmanager
def mirrored(out: Place, folder: Path) -> Iterator[Mirror]:
    """A working copy, with the output to itself for as long as inside.

    Args:
        out: where the output lies.
        folder: of this machine, for the working copy; what an earlier one of the same output left is used again.

    Raises:
        PlaceError: another run is at work there, or the place cannot be used.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with owned(out):
        yield Mirror(out, folder)


__all__ = ["Mirror", "mirrored"]
