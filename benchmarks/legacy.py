"""Text from before Unicode: what Unicode costs, whether it stays, and how much of mixed text is read back.

    python benchmarks/legacy.py FOLDER

FOLDER holds texts in Unicode (`.txt`, `.md`). They are asked whether anything is to be converted (nothing is); then
their lines are written in TCVN3, VNI or left alone, in stretches of random length, and read back. Counted are words
with diacritics, without regard to letter case (TCVN3 has no accented capitals). CPU time of one core.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import unicodedata
from pathlib import Path

if Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    # Run as a script: the benchmark called pipeline would be taken for the package of its name.
    sys.path[0] = str(Path(__file__).resolve().parents[1] / "tests")

from legacy_samples import tcvn3, vni

from pipeline.document import Block
from pipeline.legacy import convert_blocks

_STRETCHES = (1, 3, 10)


def unchanged(texts: list[str]) -> tuple[int, float]:
    """How many texts stay as they are, and characters a second."""
    documents = [[Block(line) for line in text.split("\n")] for text in texts]
    start = time.process_time()
    results = [convert_blocks(blocks) for blocks in documents]
    seconds = time.process_time() - start
    same = sum(result.blocks == blocks for result, blocks in zip(results, documents, strict=True))
    return same, sum(map(len, texts)) / seconds


def read_back(texts: list[str], stretch: int) -> tuple[int, int, float]:
    """Words with diacritics that came back, all of them, and characters a second.

    Args:
        texts: in Unicode.
        stretch: after how many lines the encoding changes, on average.
    """
    chosen = random.Random(5)
    right = total = 0
    size, seconds = 0, 0.0
    for text in texts:
        lines = [line for line in text.split("\n") if line.strip()]
        writers, writer = [], str
        for _ in lines:
            writer = chosen.choice((str, tcvn3, vni)) if chosen.random() < 1 / stretch else writer
            writers.append(writer)
        blocks = [Block(writer(line)) for writer, line in zip(writers, lines, strict=True)]
        start = time.process_time()
        result = convert_blocks(blocks)
        seconds += time.process_time() - start
        size += len(text)
        for line, block in zip(lines, result.blocks, strict=True):
            want, got = line.lower().split(), block.text.lower().split()
            words = [i for i, word in enumerate(want) if not word.isascii()]
            total += len(words)
            right += sum(want[i] == got[i] for i in words) if len(want) == len(got) else 0
    return right, total, size / seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    paths = sorted(path for path in args.folder.rglob("*") if path.suffix in (".txt", ".md"))
    texts = [unicodedata.normalize("NFC", path.read_text(encoding="utf-8", errors="replace")) for path in paths]
    if not texts:
        parser.error(f"no .txt or .md file in {args.folder}")
    unchanged(texts)
    same, speed = unchanged(texts)
    print(f"Unicode: {same} of {len(texts)} texts stay as they are, {speed / 1e6:.0f} million characters a second")
    for stretch in _STRETCHES:
        right, total, speed = read_back(texts, stretch)
        share = f"{right} of {total} words ({right / total:.4%})"
        print(f"stretches of {stretch} lines: {share}, {speed / 1e6:.2f} million characters a second")
    return int(same < len(texts))


if __name__ == "__main__":
    raise SystemExit(main())
