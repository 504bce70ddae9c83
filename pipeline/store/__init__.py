"""Store: parts on the way, the contract's files at the end."""

from pipeline.store.atomic import recover
from pipeline.store.parts import read_part, write_part
from pipeline.store.writer import link_and_write, read_tables, write_tables

__all__ = ["link_and_write", "read_part", "read_tables", "recover", "write_part", "write_tables"]
