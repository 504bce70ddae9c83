"""Store: parts on the way, the contract's files at the end.

Importing this package does not load what linking and writing need, which is most of the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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

_HOMES = {
    "recover": "atomic",
    "Linked": "linked",
    "link": "linked",
    "open_run": "opening",
    "read_part": "parts",
    "write_part": "parts",
    "Place": "selection",
    "Selection": "selection",
    "forget": "tidy",
    "link_and_write": "writer",
    "read_tables": "writer",
    "write_linked": "writer",
    "write_run_info": "writer",
    "write_tables": "writer",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
