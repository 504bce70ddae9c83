"""Words recognised on pages of scans, kept so that a page is recognised once.

They lie in the user's own folder for such things, never in a run's output, which may be read-only.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipeline.schema import PIPELINE_VERSION

_MOST = 2_000
"""Pages kept; the oldest go first."""


class Word(NamedTuple):
    """A recognised word; points from the upper left of the page as a person would hold it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page of a scan."""

    turns: int
    """Quarters, counterclockwise, by which it is turned to stand upright."""
    angle: float
    """Degrees, counterclockwise, after that."""
    width: float
    height: float
    words: tuple[Word, ...]


def cache_folder() -> Path:
    """Where such things lie on this system."""
    told = os.environ.get("XDG_CACHE_HOME")
    if told:
        return Path(told) / "chitieu"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", tempfile.gettempdir())) / "chitieu"
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "chitieu"


class RecognisedPages:
    """Pages kept on disk; where the disk does not let us, the last ones are in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or cache_folder() / "pages"
        self._memory: dict[str, Recognised] = {}

    def get(self, doc_id: str, page: int) -> Recognised | None:
        """A page, if it was kept.

        Args:
            doc_id: 16 hex digits.
            page: from 1.
        """
        name = _name(doc_id, page)
        if name in self._memory:
            return self._memory[name]
        try:
            told = json.loads((self._folder / name).read_text(encoding="utf-8"))
            words = tuple(Word(*word) for word in told["words"])
            return Recognised(told["turns"], told["angle"], told["width"], told["height"], words)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, doc_id: str, page: int, seen: Recognised) -> None:
        """Keep a page."""
        name = _name(doc_id, page)
        if len(self._memory) >= 8:
            del self._memory[next(iter(self._memory))]
        self._memory[name] = seen
        told = {"turns": seen.turns, "angle": seen.angle, "width": seen.width, "height": seen.height}
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, part = tempfile.mkstemp(dir=self._folder, suffix=".part")
            with open(handle, "w", encoding="utf-8") as file:
                json.dump({**told, "words": seen.words}, file, ensure_ascii=False)
            os.replace(part, self._folder / name)
            self._tidy()

    def _tidy(self) -> None:
        files = list(self._folder.glob("*.json"))
        if len(files) > _MOST:
            for file in sorted(files, key=lambda file: file.stat().st_mtime)[: len(files) - _MOST]:
                file.unlink(missing_ok=True)


def _name(doc_id: str, page: int) -> str:
    return f"{doc_id}-{page}-{PIPELINE_VERSION}.json"
