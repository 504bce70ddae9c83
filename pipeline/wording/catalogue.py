"""Standard indicators by name."""

from __future__ import annotations

from extractors.catalogue import entries
from pipeline.wording.language import Language


def indicator_name(code: str | None, language: Language) -> str:
    """What the catalogue calls an indicator; the code itself where it is not in it, nothing where there is none."""
    if not code:
        return ""
    entry = entries().get(code)
    return code if entry is None else entry.vi if language == "vi" else entry.en
