"""What the cells of the matrix say, in both languages, and their colours."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.compliance.matrix import STATUSES, Status
from pipeline.wording import Words, all_codes

STATUS_WORDS: Mapping[Status, Words] = {status: all_codes()[f"compliance.{status}"] for status in STATUSES}
STATUS_MEANINGS: Mapping[Status, Words] = {status: all_codes()[f"compliance_meaning.{status}"] for status in STATUSES}
STATUS_COLOURS: Mapping[Status, str] = {
    "reports_results": "#1b7837",
    "implements": "#7fbf7b",
    "cites": "#d9f0d3",
    "not_found": "#f7f7f7",
    "unreadable": "#fdb863",
    "no_document": "#d8d8d8",
}
