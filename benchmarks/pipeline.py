"""Throughput of text to rows against bare word segmentation by underthesea on the same texts, in one process.

    python benchmarks/pipeline.py [FOLDER] [COPIES]

Every file of FOLDER (default: this repository's corpus) is read, then its text is taken COPIES times with other figures
in it, so that no cache of whole sentences can help. Prints characters a second of both, their ratio, and peak memory.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import regex

if Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    # Run as a script: this file would be taken for the package of its name.
    del sys.path[0]

from extractors.words import warm_up, word_spans
from pipeline.clean import clean
from pipeline.core import extract_text
from pipeline.read import SUFFIXES, InputError, read_bytes

_CORPUS = Path(__file__).resolve().parents[1] / "corpus"
_DIGIT = regex.compile(r"(?<=[1-9])\d(?=\d*\s*(?:người|đoàn viên|lượt|đồng|triệu|tỷ|%))")


def texts(folder: Path, copies: int) -> Iterator[str]:
    """Texts of a folder's documents, each `copies` times with figures of its own."""
    chosen = random.Random(7)
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.name != "README.md"):
        try:
            text = clean(read_bytes(path.read_bytes(), path.name)).text
        except InputError:
            continue
        for _ in range(copies):
            yield _DIGIT.sub(lambda _: str(chosen.randrange(10)), text)


def main(folder: Path, copies: int) -> None:
    """Measure and print."""
    documents = list(texts(folder, copies))
    chars = sum(map(len, documents))
    warm_up()
    extract_text(documents[0])
    started = time.perf_counter()
    for document in documents:
        for line in document.split("\n"):
            word_spans(line)
    segmented = time.perf_counter() - started
    started = time.perf_counter()
    rows = sum(len(extract_text(document).indicators) for document in documents)
    extracted = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(documents)} documents, {chars:,} characters, {rows:,} indicators")
    print(f"word segmentation   {chars / segmented:>10,.0f} characters/s")
    print(f"text to rows        {chars / extracted:>10,.0f} characters/s")
    print(f"time of the pipeline as a multiple of segmentation: {extracted / segmented:.2f}")
    print(f"peak memory {peak:,.0f} MB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else _CORPUS, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
