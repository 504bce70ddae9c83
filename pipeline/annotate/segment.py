"""underthesea's word segmentation with exact offsets, only for the sentences somebody asks about."""

from __future__ import annotations

from extractors.words import warm_up, word_spans

__all__ = ["warm_up", "word_spans"]
