"""Review: what people decide about rows, kept apart from the extraction and laid over everything that is shown."""

from pipeline.review.decisions import REVIEWABLE, Decision, DecisionError, read_decisions, withdraw
from pipeline.review.fields import Field, fields
from pipeline.review.overlay import Status, history, open_reviewed, orphans, overlay, refresh, status
from pipeline.review.record import Proposal, record

__all__ = [
    "REVIEWABLE",
    "Decision",
    "DecisionError",
    "Field",
    "Proposal",
    "Status",
    "fields",
    "history",
    "open_reviewed",
    "orphans",
    "overlay",
    "read_decisions",
    "record",
    "refresh",
    "status",
    "withdraw",
]
