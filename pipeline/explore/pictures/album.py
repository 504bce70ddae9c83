"""Pictures for pages of the explorer: where an original lies, and the last pictures drawn, kept."""

from __future__ import annotations

import threading
from collections import OrderedDict

from pipeline.explore.data import Row, Run
from pipeline.explore.pictures.jobs import Drawn, Job, PictureError, Wanted
from pipeline.explore.pictures.painter import Painters

_AROUND = 160
"""Code points of the text to either side of the wanted words by which the right place is known."""
_KEPT_MOST = 24
WIDTHS = (900, 1400, 360)
"""Dots that a picture may be wide; the first by default."""


def has_pictures(document: Row) -> bool:
    """Whether pages of a document can be shown: PDF, and pictures."""
    kind = str(document["media_type"])
    return kind == "application/pdf" or kind.startswith("image/")


class Album:
    """Draws pages of originals. Safe to ask from many threads."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._painters = Painters()
        self._lock = threading.Lock()
        self._kept: OrderedDict[Job, Drawn] = OrderedDict()

    def job(
        self, document: Row, page: int, span: tuple[int, int] | None, *, width: int = WIDTHS[0], strip: bool = False
    ) -> Job:
        """What to draw.

        Args:
            document: row of `documents`.
            page: from 1.
            span: code points of the text that are to be marked.
            width: of the picture, one of `WIDTHS`.
            strip: only the surroundings of the marked place.
        """
        wanted = None
        if span is not None:
            row = self._run.row("SELECT text FROM documents WHERE doc_id = ?", [document["doc_id"]])
            text = "" if row is None else row["text"]
            start, end = span
            wanted = Wanted(text[start:end], text[max(0, start - _AROUND) : start], text[end : end + _AROUND])
        places = self._run.rows(
            "SELECT path, file FROM inputs WHERE doc_id = ? AND path <> '' ORDER BY source", [document["doc_id"]]
        )
        return Job(
            document["doc_id"],
            tuple((row["path"], row["file"]) for row in places),
            document["media_type"],
            page,
            width,
            "ocr" in (document["text_source"] or ""),
            document["encoding_fixed"] or "none",
            wanted,
            strip,
        )

    def draw(self, job: Job) -> Drawn:
        """A picture.

        Raises:
            PictureError: there is none.
        """
        with self._lock:
            if job in self._kept:
                self._kept.move_to_end(job)
                return self._kept[job]
        drawn = self._painters.draw(job)
        with self._lock:
            self._kept[job] = drawn
            while len(self._kept) > _KEPT_MOST:
                self._kept.popitem(last=False)
        return drawn

    def quick(self, job: Job) -> Drawn | PictureError | None:
        """The picture or why there is none, where that takes no time; null where a page must be recognised first."""
        if job.recognised or job.media_type.startswith("image/"):
            with self._lock:
                return self._kept.get(job)
        try:
            return self.draw(job)
        except PictureError as error:
            return error

    def close(self) -> None:
        """Let go of the drawing processes."""
        self._painters.close()
