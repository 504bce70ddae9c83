"""Review: what people decide about rows, kept apart from the extraction and laid over everything that is shown."""

from pipeline.review.decisions import REVIEWABLE, Decision, DecisionError, read_decisions, withdraw
from pipeline.review.fields import Field, fields
from pipeline.review.overlay import open_reviewed, overlay, refresh
from pipeline.review.queue import REASONS, QueueItem, queue, queue_counts
from pipeline.review.record import Proposal, record
from pipeline.review.state import Status, history, orphans, status

__all__ = [
    "REASONS",
    "REVIEWABLE",
    "Decision",
    "DecisionError",
    "Field",
    "Proposal",
    "QueueItem",
    "Status",
    "fields",
    "history",
    "open_reviewed",
    "orphans",
    "overlay",
    "queue",
    "queue_counts",
    "read_decisions",
    "record",
    "refresh",
    "status",
    "withdraw",
]
