"""What this machine lacks, what that costs, and how to get it."""

from pipeline.doctor.checks import Check, examine
from pipeline.doctor.report import as_json, as_table

__all__ = ["Check", "as_json", "as_table", "examine"]
