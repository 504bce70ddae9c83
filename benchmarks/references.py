"""How fast references are found: megabytes of UTF-8 a second of one core's time, and how it compares with segmentation.

    python benchmarks/references.py [FILE_OR_FOLDER …] [--repeat 5] [--floor 5]

Texts are `.txt` and `.md` files; without any, the project's own sample documents. Dates, structure and metadata are
computed before the clock starts: what is measured is `find_references` and `resolve_references`, in the process's own
CPU time (user and system), so that other work on the machine counts as little as can be. Every folder is a corpus of
its own, with its density: a reference costs much more than the text around it. Exit status 1 when the best run of one
stays under `--floor` MB/s.
"""

from __future__ import annotations

import argparse
import time
import unicodedata
from pathlib import Path

from extractors.dates import find_dates
from extractors.model import Context
from extractors.references import find_references, resolve_references
from extractors.text import DocumentText

_SAMPLES = Path(__file__).resolve().parent.parent / "corpus"
_SEGMENTATION_SAMPLE = 60_000


def _texts(paths: list[Path]) -> list[str]:
    files = [f for path in paths for f in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    texts = [f.read_text(encoding="utf-8") for f in files if f.suffix in (".txt", ".md") and f.name != "README.md"]
    return [unicodedata.normalize("NFC", text) for text in texts]


def _segmentation_speed(texts: list[str]) -> float:
    """Characters a second of underthesea's word segmentation."""
    from underthesea import word_tokenize

    sample = "\n".join(texts)[:_SEGMENTATION_SAMPLE]
    word_tokenize("khởi động")
    start = time.process_time()
    for line in sample.split("\n"):
        word_tokenize(line, use_token_normalize=False)
    return len(sample) / (time.process_time() - start)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=[_SAMPLES])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--floor", type=float, default=5.0, help="MB/s below which the exit status is 1")
    args = parser.parse_args()
    segmentation = None
    slowest = float("inf")
    for path in args.paths:
        texts = _texts([path])
        if not texts:
            parser.error(f"no .txt or .md file in {path}")
        segmentation = segmentation or _segmentation_speed(texts)
        seconds, count = best_run(texts, args.repeat)
        size = sum(len(text.encode()) for text in texts)
        speed = size / seconds / 1e6
        slowest = min(slowest, speed)
        print(
            f"{path.name}: {len(texts)} texts, {size / 1e6:.2f} MB, "
            f"{count} references ({count / size * 1e3:.1f} a kB): {speed:.1f} MB/s of one core, "
            f"{sum(map(len, texts)) / seconds / segmentation:.0f} times word segmentation"
        )
    return 0 if slowest >= args.floor else 1


def best_run(texts: list[str], repeat: int) -> tuple[float, int]:
    """CPU seconds of the best of `repeat` runs over all texts, and how many references there are."""
    documents = [DocumentText.of(text) for text in texts]
    prepared = [(doc, find_dates(doc)) for doc in documents]
    best, count = float("inf"), 0
    for _ in range(repeat):
        start = time.process_time()
        count = 0
        for doc, dates in prepared:
            count += len(resolve_references(find_references(doc, dates), doc, Context()))
        best = min(best, time.process_time() - start)
    return best, count


if __name__ == "__main__":
    raise SystemExit(main())
