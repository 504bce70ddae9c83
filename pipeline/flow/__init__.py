"""The Prefect flow over many documents. Importing this package loads neither Prefect nor the extractors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.flow.launch import run
    from pipeline.flow.summary import RunSummary
    from pipeline.flow.tasks import chitieu_flow

__all__ = ["RunSummary", "chitieu_flow", "run"]

_HOMES = {"RunSummary": "summary", "chitieu_flow": "tasks", "run": "launch"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
