"""How well scans are read, against transcripts made by eye.

    python -m benchmarks.ocr SCANS TRUTH [--dpi 100 200 300]

SCANS holds PDF files and pictures; TRUTH holds `NAME.pN.txt`, the transcript of page N of `NAME.*`, line by line, a
letterhead's left column before its right. Each such page is recognised as it is and, with `--dpi`, rendered at other
resolutions no finer than its own. Printed: character accuracy (1 - edit distance / length of the transcript, runs of
blanks as one), whether every document number and date of the transcript came out, mean certainty, seconds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import regex

NUMBERS = regex.compile(
    r"\b\d{1,5}(?:/\d{4})?\s?[/-]\s?\p{Lu}[\p{L}-]*|\b\d{1,2}/\d{1,2}/\d{4}"
    r"|ngày\s*\d+\s+tháng\s*\d+\s+năm\s+\d{4}"
)


def character_errors(meant: str, read: str) -> float:
    """Edit distance of two texts over the length of the first; runs of blanks count as one blank."""
    meant, read = " ".join(meant.split()), " ".join(read.split())
    letters = np.array([ord(char) for char in meant])
    before = np.arange(len(letters) + 1)
    places = np.arange(len(letters) + 1)
    for count, char in enumerate(read, start=1):
        now = np.empty_like(before)
        now[0] = count
        now[1:] = np.minimum(before[1:] + 1, before[:-1] + (letters != ord(char)))
        before = np.minimum.accumulate(now - places) + places
    return float(before[-1]) / max(1, len(letters))


def numbers_of(text: str) -> set[str]:
    """Document numbers and dates of a text, without blanks."""
    return {"".join(found.split()) for found in NUMBERS.findall(text)}


def pages_of(path: Path, number: int, wanted: Sequence[int]) -> Iterator[tuple[Any, float, str]]:
    """A page's picture as it is, and rendered at other resolutions; its resolution and what to call it."""
    import cv2
    import pypdfium2 as pdfium

    from pipeline.read.pdf.scans import picture_of

    document = pdfium.PdfDocument(path)
    colour, dpi = picture_of(document[number])
    document.close()
    yield colour, dpi, f"{dpi:.0f} (own)"
    for other in wanted:
        if other < dpi * 0.9:
            factor = other / dpi
            yield cv2.resize(colour, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), other, str(other)


def main() -> None:
    """Print the table."""
    from pipeline.read.ocr import recognise
    from pipeline.read.pdf.lines import lines_of

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scans", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--dpi", type=int, nargs="*", default=[])
    options = parser.parse_args()
    print("| page | dpi | accuracy | numbers and dates | certainty | seconds |\n|---|---|---|---|---|---|")
    for transcript in sorted(options.truth.glob("*.p*.txt")):
        name, page = transcript.stem.rsplit(".p", 1)
        meant = transcript.read_text(encoding="utf-8")
        path = next(path for path in options.scans.iterdir() if path.stem == name)
        for colour, dpi, shown in pages_of(path, int(page) - 1, options.dpi):
            start = time.perf_counter()
            found = recognise(colour, dpi)
            seconds = time.perf_counter() - start
            text = "\n".join(line.text for line in lines_of(found.words, found.height))
            wanted = numbers_of(meant)
            missing = wanted - numbers_of(text)
            told = f"{len(wanted) - len(missing)} of {len(wanted)}" + "".join(f", not {x}" for x in sorted(missing))
            accuracy = 1 - character_errors(meant, text)
            print(
                f"| {name} {page} | {shown} | {accuracy:.4f} | {told} | {found.confidence or 0:.3f} | {seconds:.1f} |"
            )


if __name__ == "__main__":
    main()
