"""What a run has published in an output that lies elsewhere, and a copy of it for programs that need files.

`manifest.json` in the output names every file of the last finished publication and the object that holds it. It is
written last, at one stroke, after the objects it names and before those it does without are removed: so whoever goes by
it, and looks again where one of them is gone, sees the old tables or the new ones, never some of each.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from pipeline.errors import NoRunError
from pipeline.places.errors import PlaceError
from pipeline.places.place import Place, is_url, plain

MANIFEST = "manifest.json"
_THREADS = 8
_KEPT_COPIES = 2
_ATTEMPTS = 3
_KEYS = ".keys.json"
"""In a copy: which object each file is."""
_T = TypeVar("_T")
REVIEW_FOLDER = "review"
"""What people decided lies beside the tables and belongs to no run."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an output."""

    key: str
    """The object that holds it, relative to the output."""
    size: int
    copy: str | None = None
    """What the store tells of the copy under its plain name, where `key` is another."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A publication."""

    files: Mapping[str, Entry]
    """Name relative to the output → where it is."""

    def to_bytes(self) -> bytes:
        """As JSON."""
        told = {"format": 1, "files": {name: asdict(entry) for name, entry in sorted(self.files.items())}}
        return (json.dumps(told, ensure_ascii=False, indent=0) + "\n").encode()


def read_manifest(out: Place) -> tuple[Manifest, str] | None:
    """The last publication, and a hash of it; null where there was none."""
    try:
        data = (out / MANIFEST).read_bytes()
    except FileNotFoundError:
        return None
    try:
        told = json.loads(data)
        files = {name: Entry(**entry) for name, entry in told["files"].items()}
        return Manifest(files), hashlib.sha256(data).hexdigest()[:16]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise PlaceError("failed", str(out / MANIFEST), detail="manifest.json") from None


def copies_folder() -> Path:
    """Where copies of outputs that lie elsewhere are kept on this machine."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("CHITIEU_COPIES") or Path(base) / "chitieu" / "outputs")


def copy_of(out: Place) -> Path:
    """The folder of this machine for one output."""
    told = f"{out.url}\0{os.environ.get('AWS_ENDPOINT_URL', '')}"
    return copies_folder() / f"{out.name[:40]}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def local_run(out: str | Path) -> Path:
    """A folder of this machine with the tables of a run, to read from.

    Args:
        out: the output of a run, a path or a URL.

    Returns:
        the folder itself where it lies on this machine; else a copy of what was published last. Files that are as they
        were in the copy before are not fetched again. The copy is for reading: what is written there is not sent back.

    Raises:
        NoRunError: nothing was published there.
        PlaceError: it cannot be reached.
    """
    if not is_url(out):
        return Path(plain(out))
    place = Place.of(str(out))
    for _ in range(_ATTEMPTS):
        found = read_manifest(place)
        if found is None:
            raise NoRunError(
                f"{out} không có bảng nào: hãy chạy chitieu run … --out {out} trước",
                f"{out} holds no tables: run chitieu run … --out {out} first",
            )
        try:
            return _copy(place, *found)
        except FileNotFoundError:
            # A run has ended meanwhile, and removed what this publication named.
            continue
    raise PlaceError("failed", str(out), detail=MANIFEST)


def is_copy(folder: str | Path) -> bool:
    """Whether a folder is what `local_run` made of an output that lies elsewhere: for reading only."""
    return (Path(folder) / _KEYS).exists()


def _copy(out: Place, manifest: Manifest, version: str) -> Path:
    home = copy_of(out) / "read"
    decided = {name: stat for name, stat in out.files(REVIEW_FOLDER).items() if not name.endswith("/")}
    if decided:
        told = json.dumps(sorted((name, stat.tag, stat.size, stat.modified) for name, stat in decided.items()))
        version = f"{version}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"
    target = home / version
    if target.is_dir():
        os.utime(target)
        return target
    new = home / f".{uuid4().hex}.new"
    new.mkdir(parents=True)
    try:
        held = _held(home)
        wanted = {name: entry.key for name, entry in manifest.files.items() if not name.startswith(".")}
        missing: list[tuple[Place, Path]] = []
        for name, key in wanted.items():
            at = new / name
            at.parent.mkdir(parents=True, exist_ok=True)
            if key not in held or not _linked(held[key], at):
                missing.append((out / key, at))
        for name in decided:
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            missing.append((out / name, new / name))
        in_threads(lambda pair: pair[0].fetch(pair[1]), missing)
        (new / _KEYS).write_text(json.dumps(wanted, ensure_ascii=False), encoding="utf-8")
        try:
            new.rename(target)
        except OSError:
            if not target.is_dir():
                raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
    for old in _versions(home)[_KEPT_COPIES:]:
        shutil.rmtree(old, ignore_errors=True)
    return target


def _versions(home: Path) -> list[Path]:
    """Copies, the one last used first."""
    found = [folder for folder in home.iterdir() if not folder.name.startswith(".")] if home.is_dir() else []
    return sorted(found, key=lambda folder: folder.stat().st_mtime, reverse=True)


def _held(home: Path) -> dict[str, Path]:
    """Object → file of an earlier copy that holds it: objects that a manifest names never change."""
    held: dict[str, Path] = {}
    for folder in _versions(home):
        try:
            keys = json.loads((folder / _KEYS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        for name, key in keys.items():
            held.setdefault(key, folder / name)
    return held


def _linked(source: Path, target: Path) -> bool:
    try:
        os.link(source, target)
    except OSError:
        return False
    return True


def in_threads(act: Callable[[_T], object], items: Iterable[_T]) -> None:
    """Do something with each of many things that wait for the network; the first problem is raised."""
    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(act, items):
            pass


__all__ = ["MANIFEST", "Entry", "Manifest", "copy_of", "in_threads", "is_copy", "local_run", "read_manifest"]
