"""A second reader for figures written by hand: the number and the day that a clerk fills into a letterhead.

Tesseract reads print. The recogniser here (PP-OCR, which the package `rapidocr` ships with its weights, Apache-2.0)
knows no Vietnamese letters but reads handwriting, so it is asked about lines whose figures are wanted, and only those
are taken from it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.read.ocr.picture import Pixels

_PACKAGE = "rapidocr"
_PATTERN = "models/*rec*.onnx"
_HEIGHT = 48
_WIDEST = 3200
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line's picture says, and the chances it was read from."""

    text: str
    places: tuple[int, ...]
    """Step of each character."""
    chances: NDArray[np.float32]
    """Step by step, of the digits 0 to 9 and, last, of no character."""

    def digits(self, start: int, end: int) -> tuple[str, float]:
        """Digits between two steps, were there nothing but digits, and how sure they are.

        Args:
            start: first step.
            end: step behind the last.
        """
        found = ""
        sure: list[float] = []
        before = 10
        for step in range(max(0, start), min(end, len(self.chances))):
            chances = self.chances[step]
            best = int(chances.argmax())
            if best not in (10, before):
                found += str(best)
                sure.append(float(chances[best]))
            elif best != 10 and sure:
                sure[-1] = max(sure[-1], float(chances[best]))
            before = best
        return found, min(sure, default=0.0)


@dataclass(frozen=True, slots=True)
class _Model:
    session: Any
    characters: tuple[str, ...]
    """By class; the first is no character."""
    digits: tuple[int, ...]


@cache
def _model() -> _Model | None:
    found = find_spec(_PACKAGE)
    folder = found.submodule_search_locations[0] if found and found.submodule_search_locations else None
    path = next(iter(sorted(Path(folder).glob(_PATTERN))), None) if folder else None
    if path is None or find_spec("onnxruntime") is None:
        return None
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    listed = session.get_modelmeta().custom_metadata_map.get("character", "").split("\n")
    characters = ("", *listed, " ")
    digits = tuple(characters.index(str(digit)) for digit in range(10)) if "9" in characters else ()
    return _Model(session, characters, digits) if digits else None


def is_here() -> bool:
    """Whether the recogniser is installed."""
    with _LOCK:
        return _model() is not None


def reading_of(line: Pixels) -> Reading | None:
    """What the picture of one line says; null where the recogniser is not installed.

    Args:
        line: red, green, blue; a line of print and handwriting with a little paper around it.
    """
    import cv2

    with _LOCK:
        model = _model()
    height, width = line.shape[:2]
    if model is None or not height or not width:
        return None
    wide = min(max(_HEIGHT // 3, round(width * _HEIGHT / height)), _WIDEST)
    scaled = cv2.resize(line, (wide, _HEIGHT), interpolation=cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC)
    # It was taught on pictures whose channels stand blue, green, red.
    field = (np.asarray(scaled, dtype=np.float32)[:, :, ::-1] / 255 - 0.5) / 0.5
    batch = np.ascontiguousarray(field.transpose(2, 0, 1)[None])
    chances = model.session.run(None, {model.session.get_inputs()[0].name: batch})[0][0]
    classes = chances.argmax(axis=1)
    text, places = "", []
    before = 0
    for step, found in enumerate(classes):
        if found and found != before and found < len(model.characters):
            shown = model.characters[found]
            text += shown
            places += [step] * len(shown)
        before = found
    return Reading(text, tuple(places), chances[:, [*model.digits, 0]])


__all__ = ["Reading", "is_here", "reading_of"]
