"""The Prefect flow over many documents. Importing this package loads neither Prefect nor the extractors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractors.lazily import lazily

if TYPE_CHECKING:
    from pipeline.flow.launch import run
    from pipeline.flow.summary import RunSummary
    from pipeline.flow.tasks import chitieu_flow

__all__ = ["RunSummary", "chitieu_flow", "run"]

__getattr__ = lazily(
    __name__,
    {
        "pipeline.flow.summary": ("RunSummary",),
        "pipeline.flow.tasks": ("chitieu_flow",),
        "pipeline.flow.launch": ("run",),
    },
)
