"""Store: parts on the way, the contract's files at the end."""

from pipeline.store.atomic import recover
from pipeline.store.parts import read_part, write_part
from pipeline.store.writer import Linked, link_and_write, link_parts, read_tables, write_linked, write_tables

__all__ = [
    "Linked",
    "link_and_write",
    "link_parts",
    "read_part",
    "read_tables",
    "recover",
    "write_linked",
    "write_part",
    "write_tables",
]
