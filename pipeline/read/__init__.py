"""Read: from a file's bytes to blocks of text, one reader a format.

What a file is is decided by its content; its name only breaks ties between kinds of text and tells when something
is wrong. Nothing is fetched, executed or expanded from outside the file.

Importing this package loads no reader: a run's own process asks for the limits and leaves reading to its children.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.errors import InputError
    from pipeline.read.formats import SUFFIXES, read_bytes
    from pipeline.read.plain import read_text
    from pipeline.read.reader import Limits, Reader

__all__ = ["SUFFIXES", "InputError", "Limits", "Reader", "read_bytes", "read_text"]

_HOMES = {
    "SUFFIXES": "pipeline.read.formats",
    "InputError": "pipeline.errors",
    "Limits": "pipeline.read.reader",
    "Reader": "pipeline.read.reader",
    "read_bytes": "pipeline.read.formats",
    "read_text": "pipeline.read.plain",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
