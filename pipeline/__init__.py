"""chitieu: from Vietnamese reports and news to tables people can trust.

The public functions, loaded when first used: importing this package costs nothing.

    >>> from pipeline import extract_text
    >>> rows = extract_text("Năm 2023, đã kết nạp được 1.219 đoàn viên.")
    >>> [row["surface"] for row in rows.indicators]
    ['1.219 đoàn viên']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractors.lazily import lazily

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

_found = lazily(
    __name__,
    {
        "pipeline.tabulate": ("DocumentRows",),
        "pipeline.errors": ("InputError",),
        "pipeline.flow.summary": ("RunSummary",),
        "pipeline.core": ("extract_bytes", "extract_file", "extract_text"),
        "pipeline.flow.launch": ("run",),
    },
)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from pipeline.schema import PIPELINE_VERSION

        return PIPELINE_VERSION
    return _found(name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
