"""One place: a local path, or a URL and the file system that knows it."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pipeline.places.errors import PlaceError, explained, place_error

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_LOCAL = frozenset({"file", "local"})
_EXTRAS = {"s3": "s3", "s3a": "s3"}
"""Protocol → our extra that brings what it needs."""


@dataclass(frozen=True, slots=True)
class Stat:
    """What a file system tells of a file without reading it."""

    size: int
    modified: int = 0
    """Nanoseconds since 1970; 0 where it does not tell."""
    tag: str = ""
    """Changes whenever the bytes do (an object's ETag); empty where there is no such thing."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder. Make one with `of`."""

    url: str
    """As given, without a slash at its end; for a local one its path."""
    protocol: str = ""
    """Empty for a local one."""

    @classmethod
    def of(cls, given: str | Path) -> Place:
        """The place that a path or URL names.

        Raises:
            PlaceError: the URL's protocol is not known, its package is not installed, or it names nothing.
        """
        protocol = protocol_of(given)
        if protocol is None:
            return cls(os.fspath(given))
        text = str(given)
        rest = text.partition("://")[2]
        if protocol in _LOCAL:
            return cls(_local_path(rest) or "/")
        if not rest.strip("/"):
            raise PlaceError("malformed", text)
        _file_system(protocol, text)
        return cls(text.rstrip("/"), protocol)

    @property
    def local(self) -> Path | None:
        """Its path, where it lies on this machine."""
        return None if self.protocol else Path(self.url)

    @property
    def name(self) -> str:
        """The last part of it."""
        return self.url.rpartition("/")[2] if self.protocol else Path(self.url).name

    @property
    def fs(self) -> Any:
        """The fsspec file system."""
        return _file_system(self.protocol or "file", self.url)

    @property
    def key(self) -> str:
        """What the file system calls it."""
        return str(self.fs._strip_protocol(self.url))

    def __truediv__(self, name: str) -> Place:
        return Place(f"{self.url}/{name}" if self.protocol else str(Path(self.url) / name), self.protocol)

    def __str__(self) -> str:
        return self.url

    def stat(self) -> Stat | None:
        """About a file; null where there is none."""
        try:
            told = self.fs.info(self.key)
        except FileNotFoundError:
            return None
        except Exception as error:
            raise place_error(error, self.url) from error
        return None if told.get("type") == "directory" else _stat(told)

    def exists(self) -> bool:
        """Whether there is such a file, or anything in such a folder.

        Raises:
            PlaceError: the store does not answer, or says no.
        """
        with explained(self.url):
            return bool(self.fs.exists(self.key))

    def files(self, below: str = "") -> Mapping[str, Stat]:
        """Everything in a folder, through and through.

        Args:
            below: only what lies in this folder of it; names are relative to the place all the same.

        Returns:
            name relative to the place → what is told of it; nothing where there is no such folder.

        Raises:
            PlaceError: the store does not answer, or says no.
        """
        root = self.key
        with explained(self.url):
            try:
                found = self.fs.find(f"{root}/{below}".rstrip("/"), detail=True)
            except FileNotFoundError:
                if not below and not self.fs.exists(root):
                    raise
                return {}
        return {
            name[len(root) :].lstrip("/"): _stat(told)
            for name, told in found.items()
            # A store may hold a file and a folder of one name; asked for the folder, it names the file too.
            if name.startswith(f"{root}/") and told.get("type") != "directory" and not name.endswith("/")
        }

    def read_bytes(self) -> bytes:
        """All bytes of a file.

        Raises:
            FileNotFoundError: there is none.
            PlaceError: it cannot be read.
        """
        try:
            return bytes(self.fs.cat_file(self.key))
        except FileNotFoundError:
            raise
        except Exception as error:
            raise place_error(error, self.url) from error

    def write_bytes(self, data: bytes) -> None:
        """Make a file, or replace it; on an object store at one stroke."""
        with explained(self.url):
            self._make_folder()
            self.fs.pipe_file(self.key, data)

    def create(self, data: bytes) -> bool:
        """Make a file where there is none.

        Returns:
            whether it was made; where the store knows no conditions, two at the very same moment both may.
        """
        with explained(self.url):
            self._make_folder()
            try:
                self.fs.pipe_file(self.key, data, mode="create")
            except FileExistsError:
                return False
            except Exception as error:
                if "PreconditionFailed" in str(error) or "412" in str(error):
                    return False
                raise
        return True

    def fetch(self, target: Path) -> None:
        """Copy a file to this machine.

        Raises:
            FileNotFoundError: there is none.
            PlaceError: it cannot be read.
        """
        try:
            self.fs.get_file(self.key, str(target))
        except FileNotFoundError:
            raise
        except Exception as error:
            raise place_error(error, self.url) from error

    def put(self, source: Path) -> None:
        """Copy a file of this machine here; what is there is replaced."""
        with explained(self.url):
            self._make_folder()
            self.fs.put_file(str(source), self.key)

    def copy(self, target: Place) -> None:
        """Copy a file within one file system, without its bytes coming by here where it can do that."""
        with explained(target.url):
            target._make_folder()
            self.fs.cp_file(self.key, target.key)

    def remove(self) -> None:
        """Delete a file; nothing happens where there is none."""
        with explained(self.url), suppress(FileNotFoundError):
            self.fs.rm_file(self.key)

    def _make_folder(self) -> None:
        """Folders are real on some file systems; an object store has none, and is not asked: it might make a bucket."""
        if self.protocol not in _EXTRAS:
            self.fs.makedirs(self.key.rpartition("/")[0], exist_ok=True)


def protocol_of(given: str | Path) -> str | None:
    """The protocol of a URL; null for a path."""
    found = _SCHEME.match(given) if isinstance(given, str) else None
    return found[1].lower() if found else None


def is_url(given: str | Path) -> bool:
    """Whether this is the URL of another place than this machine."""
    return (protocol_of(given) or "file") not in _LOCAL


def plain(given: str | Path) -> str:
    """A path or URL as the rest of the program takes it: `file://` URLs are paths."""
    protocol = protocol_of(given)
    if protocol is None:
        return os.fspath(given)
    return Place.of(given).url


def _local_path(rest: str) -> str:
    """The path of a `file://` URL: as it stands, or with its percent signs read where only that is there."""
    path = rest.removeprefix("localhost") if rest.startswith("localhost/") else rest
    read = unquote(path)
    return read if read != path and not os.path.lexists(path) and os.path.lexists(os.path.dirname(read)) else path


@cache
def _class_of(protocol: str, url: str) -> Any:
    import fsspec

    try:
        return fsspec.get_filesystem_class(protocol)
    except ImportError as error:
        if protocol in _EXTRAS:
            raise PlaceError("extra", url, protocol=protocol, extra=_EXTRAS[protocol], detail=str(error)) from None
        raise PlaceError("package", url, protocol=protocol, detail=str(error)) from None
    except ValueError:
        raise PlaceError("protocol", url, protocol=protocol) from None


def _file_system(protocol: str, url: str) -> Any:
    """The file system of a protocol; listings are never kept, for others write while we read.

    A URL that says more than a path (user, host) is one file system for each of these.
    """
    kind = _class_of(protocol, url if protocol not in _EXTRAS else f"{protocol}://")
    with explained(url):
        return kind(**kind._get_kwargs_from_urls(url), use_listings_cache=False)


def _stat(told: Mapping[str, Any]) -> Stat:
    moment = next((told[name] for name in ("LastModified", "mtime", "last_modified", "created") if told.get(name)), 0)
    if isinstance(moment, dt.datetime):
        moment = moment.timestamp()
    elif isinstance(moment, str):
        try:
            moment = dt.datetime.fromisoformat(moment).timestamp()
        except ValueError:
            moment = 0
    tag = next((str(told[name]) for name in ("ETag", "etag", "md5Hash", "content_md5") if told.get(name)), "")
    return Stat(int(told.get("size") or 0), int(float(moment) * 1e9), tag.strip('"'))


__all__ = ["Place", "PlaceError", "Stat", "is_url", "plain", "protocol_of"]
