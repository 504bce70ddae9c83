"""The pages of one document, recognised side by side on the cores there are."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from statistics import fmean

from pipeline.document import RecognisedWord
from pipeline.errors import InputError
from pipeline.read import pace
from pipeline.read.ocr.engine import BrokenError, TooSlowError
from pipeline.read.ocr.page import SECONDS, RecognisedPage, recognise
from pipeline.read.ocr.picture import Pixels

THREADS = "CHITIEU_OCR_THREADS"
"""Environment variable: pages recognised side by side; a run whose processes share the cores sets it."""
_THREADS_MOST = 4
"""By default: a run has as many processes as there are cores, and each may be at a scan."""
_NAMED = 12


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page to be recognised."""

    number: int
    """From 0."""
    colour: Pixels
    dpi: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a page."""

    number: int
    page: RecognisedPage | None
    """Null where it could not be recognised."""
    failure: str | None = None
    """Why: `slow`, `broken`."""


def threads() -> int:
    """How many pages to recognise side by side."""
    told = os.environ.get(THREADS, "")
    if told.isdigit() and int(told):
        return int(told)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _THREADS_MOST)


def recognise_pages(pictures: Iterable[PagePicture], *, seconds: float = SECONDS) -> Iterator[Outcome]:
    """Recognise pages, in their order.

    Args:
        pictures: made one by one, when there is room: no more are held than are worked at, and one.
        seconds: how long each may take.

    Raises:
        InputError: `missing_tool`.
    """
    pending: deque[Future[Outcome]] = deque()
    many = threads()
    with ThreadPoolExecutor(many, thread_name_prefix="ocr") as pool:
        try:
            for picture in pictures:
                pending.append(pool.submit(_outcome, picture, seconds))
                if len(pending) > many:
                    yield _done(pending.popleft())
            while pending:
                yield _done(pending.popleft())
        finally:
            for future in pending:
                future.cancel()


def _done(future: Future[Outcome]) -> Outcome:
    outcome = future.result()
    pace.page_done()
    return outcome


def _outcome(picture: PagePicture, seconds: float) -> Outcome:
    try:
        return Outcome(picture.number, recognise(picture.colour, picture.dpi, seconds=seconds))
    except TooSlowError:
        return Outcome(picture.number, None, "slow")
    except BrokenError:
        return Outcome(picture.number, None, "broken")


def recognised_words(outcomes: Iterable[Outcome]) -> tuple[RecognisedWord, ...]:
    """Every recognised word with its page and certainty."""
    return tuple(
        RecognisedWord(outcome.number + 1, word.text, word.sure)
        for outcome in outcomes
        if outcome.page is not None
        for word in outcome.page.words
    )


def warnings_of(
    outcomes: Sequence[Outcome], missing: InputError | None = None, unread: Sequence[int] = ()
) -> list[str]:
    """What a user must know about recognised pages, Vietnamese and English.

    Args:
        outcomes: of the pages that were to be recognised.
        missing: why none could be.
        unread: numbers, from 0, of the pages that this concerns.
    """
    told: list[str] = []
    read = [x for x in outcomes if x.page is not None and x.page.words]
    if read:
        sure = fmean(word.sure for x in read if x.page is not None for word in x.page.words)
        pages = listed([x.number + 1 for x in read])
        told.append(
            f"trang {pages}: chữ do máy nhận dạng (OCR), độ chắc chắn trung bình {sure:.0%} / "
            f"pages {pages}: text by character recognition (OCR), mean certainty {sure:.0%}"
        )
        doubtful = [x for x in read if x.page is not None and (x.page.confidence or 0.0) < _DOUBTFUL]
        if doubtful and len(doubtful) < len(read):
            pages = listed([x.number + 1 for x in doubtful])
            told.append(
                f"trang {pages}: nhận dạng không chắc chắn, cần đối chiếu với bản gốc / "
                f"pages {pages}: recognised unsurely, compare with the original"
            )
    failed = [x.number + 1 for x in outcomes if x.page is None or not (x.page.words or x.page.blank)]
    if failed:
        told.append(
            f"trang {listed(failed)}: không nhận dạng được chữ / pages {listed(failed)}: could not be recognised"
        )
    if missing is not None and unread:
        pages = listed([number + 1 for number in unread])
        told.append(f"trang {pages} chưa được đọc: {missing.vi} / pages {pages} are not read: {missing.en}")
    return told


_DOUBTFUL = 0.8
"""Mean certainty of a page's words below which it is to be compared with the original."""


def listed(pages: Sequence[int]) -> str:
    """Page numbers as people write them: `1–3, 7`."""
    runs: list[list[int]] = []
    for page in sorted(pages):
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in runs[:_NAMED]]
    return ", ".join(shown) + (", …" if len(runs) > _NAMED else "")


__all__ = ["Outcome", "PagePicture", "listed", "recognise_pages", "recognised_words", "threads", "warnings_of"]
