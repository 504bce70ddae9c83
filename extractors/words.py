"""underthesea's word segmentation with exact offsets.

Loaded at the first call: importing this module costs nothing. The whole pipeline segments through here, so the traps
of the library are dealt with once: its lazy load is not thread-safe, its token normalisation (`hoà` → `hòa`) would
break the alignment with the text, and its import meddles with logging.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import cache

_LOCK = threading.Lock()


@cache
def _tokenizer() -> Callable[[str], list[str]]:
    handlers = list(logging.getLogger().handlers)
    from underthesea import word_tokenize

    # Importing it gives the root logger a handler, which is the application's to decide.
    logging.getLogger().handlers[:] = handlers

    def tokenize(sentence: str) -> list[str]:
        return list(word_tokenize(sentence, use_token_normalize=False))

    tokenize("khởi động")
    return tokenize


def warm_up() -> None:
    """Load underthesea's model; once per process and before any thread."""
    with _LOCK:
        _tokenizer()


def word_spans(sentence: str) -> list[tuple[int, int]]:
    """Words of one sentence as `[start, end)` code-point offsets into `sentence`, in order.

    A token that cannot be found again (the model changed a character) is left out; the others keep their place.
    """
    with _LOCK:
        tokenize = _tokenizer()
    spans, at = [], 0
    for token in tokenize(sentence):
        found = sentence.find(token, at)
        if found < 0:
            continue
        spans.append((found, found + len(token)))
        at = found + len(token)
    return spans
