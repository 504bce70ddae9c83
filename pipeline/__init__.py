"""chitieu: from Vietnamese reports and news to tables people can trust.

The public functions, loaded when first used: importing this package costs nothing.

    >>> from pipeline import extract_text
    >>> rows = extract_text("Năm 2023, đã kết nạp được 1.219 đoàn viên.")
    >>> [row["surface"] for row in rows.indicators]
    ['1.219 đoàn viên']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.core import extract_bytes, extract_file, extract_text
    from pipeline.errors import InputError
    from pipeline.flow.launch import run
    from pipeline.flow.summary import RunSummary
    from pipeline.tabulate import DocumentRows

__all__ = [
    "DocumentRows",
    "InputError",
    "RunSummary",
    "__version__",
    "extract_bytes",
    "extract_file",
    "extract_text",
    "run",
]

_HOMES = {
    "DocumentRows": "pipeline.tabulate",
    "InputError": "pipeline.errors",
    "RunSummary": "pipeline.flow.summary",
    "extract_bytes": "pipeline.core",
    "extract_file": "pipeline.core",
    "extract_text": "pipeline.core",
    "run": "pipeline.flow.launch",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from pipeline.schema import PIPELINE_VERSION

        return PIPELINE_VERSION
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
