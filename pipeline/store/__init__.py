"""Store: parts on the way, the contract's files at the end."""

from pipeline.store.atomic import recover
from pipeline.store.linked import Linked, link
from pipeline.store.mismatches import Mismatch, mismatches
from pipeline.store.opening import open_run
from pipeline.store.parts import read_part, write_part
from pipeline.store.selection import Place, Selection
from pipeline.store.tidy import forget
from pipeline.store.writer import (
    link_and_write,
    read_tables,
    write_linked,
    write_run_info,
    write_tables,
)

__all__ = [
    "Linked",
    "Mismatch",
    "Place",
    "Selection",
    "forget",
    "link",
    "link_and_write",
    "mismatches",
    "open_run",
    "read_part",
    "read_tables",
    "recover",
    "write_linked",
    "write_part",
    "write_run_info",
    "write_tables",
]
