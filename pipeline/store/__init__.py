"""Store: parts on the way, the contract's files at the end.

Importing this package does not load what linking and writing need, which is most of the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.lazily import lazily

if TYPE_CHECKING:
    from pipeline.store.atomic import recover
    from pipeline.store.linked import Linked, link
    from pipeline.store.opening import open_run
    from pipeline.store.parts import read_part, write_part
    from pipeline.store.selection import Place, Selection
    from pipeline.store.tidy import forget
    from pipeline.store.writer import link_and_write, read_tables, write_linked, write_run_info, write_tables

__all__ = [
    "Linked",
    "Place",
    "Selection",
    "forget",
    "link",
    "link_and_write",
    "open_run",
    "read_part",
    "read_tables",
    "recover",
    "write_linked",
    "write_part",
    "write_run_info",
    "write_tables",
]

__getattr__ = lazily(
    __name__,
    {
        "pipeline.store.atomic": ("recover",),
        "pipeline.store.linked": ("Linked", "link"),
        "pipeline.store.opening": ("open_run",),
        "pipeline.store.parts": ("read_part", "write_part"),
        "pipeline.store.selection": ("Place", "Selection"),
        "pipeline.store.tidy": ("forget",),
        "pipeline.store.writer": ("link_and_write", "read_tables", "write_linked", "write_run_info", "write_tables"),
    },
)
