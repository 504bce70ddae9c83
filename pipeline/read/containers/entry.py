"""One file inside a container, and what its name is worth."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

from pipeline.errors import InputError

_DRIVE = regex.compile(r"[A-Za-z]:")
_UNSEEN = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]")
_LONGEST = 400
"""Characters of a member's name that are kept; file systems allow 255 for each of its parts."""
# Left by file managers and word processors beside the documents people mean.
_LITTER_NAMES = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_LITTER_STARTS = (".", "~$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file inside a container."""

    name: str
    """Path inside the container, with `/`; printable, never empty."""
    data: bytes | None
    problem: InputError | None = None
    """Why it cannot be got out or must not be."""


def leaves_folder(path: str) -> bool:
    """Whether a path (with `/`) leads, or tries to lead, outside the folder it is unpacked in."""
    return path.startswith("/") or _DRIVE.match(path) is not None or ".." in path.split("/")


def is_litter(path: str) -> bool:
    """Whether a path names what file managers leave behind (`__MACOSX/`, `Thumbs.db`), a hidden or a lock file."""
    return any(part.startswith(_LITTER_STARTS) or part.casefold() in _LITTER_NAMES for part in path.split("/") if part)


def printable(name: str) -> str:
    """A name as tables and terminals can show it: NFC, without control characters, not endless, never empty."""
    shown = _UNSEEN.sub("\ufffd", unicodedata.normalize("NFC", name))
    if len(shown) > _LONGEST:
        # The end tells the kind of file.
        shown = f"{shown[: _LONGEST - 41]}…{shown[-40:]}"
    return shown or "\ufffd"


__all__ = ["Entry", "is_litter", "leaves_folder", "printable"]
