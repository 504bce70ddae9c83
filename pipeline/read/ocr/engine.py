"""Tesseract, one process a picture: it may hang or die without harm to the run."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass

from pipeline.read.ocr.picture import Pixels
from pipeline.read.system import missing, require

LANGUAGE = "vie"
PAGE = 3
"""Page segmentation as Tesseract counts it: automatic."""
COLUMN = 4
BLOCK = 6
LINE = 7
_WORD_LEVEL = "5"
_NO_LANGUAGE = b"loading language"


class TooSlowError(Exception):
    """A picture took longer than it may."""


class BrokenError(Exception):
    """Tesseract failed on a picture, with its own words."""


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word; place in dots from the picture's upper left."""

    text: str
    confidence: float
    """0 to 1."""
    left: float
    top: float
    right: float
    bottom: float
    line: tuple[int, int, int]
    """Block, paragraph and line that Tesseract puts it in."""


def words_of(gray: Pixels, dpi: float, *, mode: int = PAGE, seconds: float = 120.0) -> list[Word]:
    """Words in a picture, in Tesseract's order.

    Args:
        gray: dark ink on a light ground.
        dpi: its resolution.
        mode: page segmentation.
        seconds: how long it may take.

    Raises:
        InputError: `missing_tool`.
        TooSlowError: it took longer; the process is gone.
        BrokenError: it failed.
    """
    if seconds <= 0:
        raise TooSlowError
    command = [require("tesseract"), "-", "-", "-l", LANGUAGE, "--psm", str(mode), "--dpi", str(round(dpi)), "tsv"]
    height, width = gray.shape
    picture = b"P5 %d %d 255\n" % (width, height) + gray.tobytes()
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, timeout=seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TooSlowError from error
    if done.returncode and _NO_LANGUAGE in done.stderr:
        # The program is there, its Vietnamese data are not: what to install is the same.
        raise missing("tesseract")
    if done.returncode:
        raise BrokenError(done.stderr.decode("utf-8", "replace").strip()[-200:])
    return [word for line in done.stdout.decode("utf-8", "replace").split("\n") if (word := _word(line))]


def _word(line: str) -> Word | None:
    cells = line.rstrip("\r").split("\t")
    if len(cells) < 12 or cells[0] != _WORD_LEVEL or not cells[11].strip():
        return None
    block, paragraph, row = (int(cell) for cell in cells[2:5])
    left, top, width, height = (float(cell) for cell in cells[6:10])
    confidence = min(1.0, max(0.0, float(cells[10]) / 100))
    return Word(cells[11].strip(), confidence, left, top, left + width, top + height, (block, paragraph, row))


__all__ = ["BLOCK", "COLUMN", "LANGUAGE", "LINE", "PAGE", "BrokenError", "TooSlowError", "Word", "words_of"]
