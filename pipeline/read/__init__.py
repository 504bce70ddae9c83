"""Read: from a file's bytes to blocks of text, one reader a format.

What a file is is decided by its content; its name only breaks ties between kinds of text and tells when something
is wrong. Nothing is fetched, executed or expanded from outside the file.

Importing this package loads no reader: a run's own process asks for the limits and leaves reading to its children.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.lazily import lazily

if TYPE_CHECKING:
    from pipeline.errors import InputError
    from pipeline.read.formats import SUFFIXES, read_bytes
    from pipeline.read.plain import read_text
    from pipeline.read.reader import Limits, Reader

__all__ = ["SUFFIXES", "InputError", "Limits", "Reader", "read_bytes", "read_text"]

__getattr__ = lazily(
    __name__,
    {
        "pipeline.read.formats": ("SUFFIXES", "read_bytes"),
        "pipeline.errors": ("InputError",),
        "pipeline.read.reader": ("Limits", "Reader"),
        "pipeline.read.plain": ("read_text",),
    },
)
