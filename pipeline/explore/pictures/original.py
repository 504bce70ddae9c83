"""The bytes a document was read from: found by what the run noted, believed only if they are the same still."""

from __future__ import annotations

import hashlib
from pathlib import Path

import regex

from pipeline.explore.pictures.jobs import PictureError

_ESCAPED = regex.compile(rb"\\x([0-9a-f]{2})")
_KEPT_LARGEST = 64 * 2**20
"""Bytes; a larger file is read again for each of its pages."""


def identity(data: bytes) -> str:
    """What `doc_id` is of bytes."""
    return hashlib.sha256(data).hexdigest()[:16]


def path_of(noted: str) -> Path:
    """A path as the run's list of inputs has it; what of its name is no UTF-8 stands there as `\\xNN`."""
    plain = Path(noted)
    if "\\x" not in noted or plain.exists():
        return plain
    import os

    return Path(os.fsdecode(_ESCAPED.sub(lambda code: bytes([int(code[1], 16)]), noted.encode())))


class Originals:
    """Reads originals; keeps the last one, for a reader goes from page to page."""

    def __init__(self) -> None:
        self._kept: tuple[str, bytes] | None = None

    def get(self, doc_id: str, places: tuple[tuple[str, str], ...]) -> bytes:
        """The bytes of a document.

        Args:
            doc_id: which.
            places: (path or URL of the file it is or lies in, that file's source).

        Raises:
            PictureError: `gone`, `changed`.
        """
        if self._kept is not None and self._kept[0] == doc_id and self._is_there(places):
            return self._kept[1]
        seen = False
        for noted, source in places:
            data = _bytes_of(noted)
            if data is None:
                continue
            seen = True
            found = _within(data, source, doc_id)
            if found is not None:
                self._kept = (doc_id, found) if len(found) <= _KEPT_LARGEST else None
                return found
        raise PictureError("changed" if seen else "gone")

    @staticmethod
    def _is_there(places: tuple[tuple[str, str], ...]) -> bool:
        from pipeline.places import is_url

        return any(is_url(noted) or path_of(noted).is_file() for noted, _ in places)


def _bytes_of(noted: str) -> bytes | None:
    from pipeline.places import Place, PlaceError, is_url

    try:
        return Place.of(noted).read_bytes() if is_url(noted) else path_of(noted).read_bytes()
    except (OSError, PlaceError, ValueError):
        return None


def _within(data: bytes, source: str, doc_id: str) -> bytes | None:
    """The document itself: the file, or what of an archive or e-mail has that identity."""
    if identity(data) == doc_id:
        return data
    from pipeline.read.containers import members

    for member in members(data, source):
        if member.data is not None and identity(member.data) == doc_id:
            return member.data
    return None
