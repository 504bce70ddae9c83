"""The whole text pipeline against its floor, underthesea's segmentation of the same texts, in one process.

    python benchmarks/pipeline.py [FOLDER …] [--copies 1] [--rounds 5] [--json FILE]

The pipeline is all that happens to a text: clean, structure, every extractor, metadata, rows, and linking over all
documents. The floor is bare `sent_tokenize` and `word_tokenize` (without its own normalisation, which costs more).
Both are measured in the process's own CPU time, in turns, and the best round of each counts. Before each round every
bounded cache (those that remember what texts said) is emptied; what is kept for ever is vocabulary. With `--copies`
each text is taken several times with other figures in it. Models that are off by default are not asked.
"""

from __future__ import annotations

import argparse
import functools
import gc
import json
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import regex

if Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    # Run as a script: this file would be taken for the package of its name.
    del sys.path[0]

from extractors.words import warm_up
from pipeline.clean import clean
from pipeline.core import extract_text
from pipeline.link import link_corpus
from pipeline.read import SUFFIXES, InputError, read_bytes

_CORPUS = Path(__file__).resolve().parents[1] / "corpus"
_DIGIT = regex.compile(r"(?<=[1-9])\d(?=\d*\s*(?:người|đoàn viên|lượt|đồng|triệu|tỷ|%))")


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one folder; seconds of one core."""

    name: str
    documents: int
    characters: int
    indicators: int
    floor_seconds: float
    pipeline_seconds: float

    @property
    def ratio(self) -> float:
        """Time of the pipeline as a multiple of its floor."""
        return self.pipeline_seconds / self.floor_seconds


def texts(folder: Path, copies: int = 1) -> Iterator[str]:
    """Texts of a folder's documents, each `copies` times with figures of its own."""
    chosen = random.Random(7)
    for path in sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.name != "README.md"):
        try:
            text = clean(read_bytes(path.read_bytes(), path.name)).text
        except InputError:
            continue
        for _ in range(copies):
            yield _DIGIT.sub(lambda _: str(chosen.randrange(10)), text) if copies > 1 else text


def measure(documents: Sequence[str], name: str = "", rounds: int = 5) -> Figures:
    """Pipeline and floor over the same texts, in turns.

    Args:
        documents: clean texts.
        name: what they are, for the report.
        rounds: how often each is measured; the best counts.
    """
    warm_up()
    link_corpus([extract_text(documents[0])])
    floors, pipelines, indicators = [], [], 0
    for _ in range(rounds):
        floors.append(_floor(documents))
        seconds, indicators = _pipeline(documents)
        pipelines.append(seconds)
    return Figures(name, len(documents), sum(map(len, documents)), indicators, min(floors), min(pipelines))


def _floor(documents: Sequence[str]) -> float:
    from underthesea import sent_tokenize, word_tokenize

    start = time.process_time()
    for document in documents:
        for line in document.split("\n"):
            for sentence in sent_tokenize(line):
                word_tokenize(sentence, use_token_normalize=False)
    return time.process_time() - start


def _pipeline(documents: Sequence[str]) -> tuple[float, int]:
    """Seconds, and how many indicators were found."""
    forget()
    start = time.process_time()
    tables = link_corpus(extract_text(document, f"{i}.txt") for i, document in enumerate(documents))
    return time.process_time() - start, tables["indicators"].num_rows


def forget() -> None:
    """Empty every bounded cache: no round may live on what the one before has read."""
    for kept in gc.get_objects():
        if isinstance(kept, functools._lru_cache_wrapper) and kept.cache_info().maxsize is not None:
            kept.cache_clear()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[_CORPUS])
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    found = []
    print(
        f"{'folder':16} {'texts':>6} {'chars':>10} {'indicators':>10} {'floor ch/s':>11} {'ours ch/s':>11} {'ratio':>6}"
    )
    for folder in args.folders:
        one = measure(list(texts(folder, args.copies)), folder.name, args.rounds)
        found.append(one)
        floor, ours = one.characters / one.floor_seconds, one.characters / one.pipeline_seconds
        print(
            f"{one.name:16} {one.documents:6} {one.characters:10,} {one.indicators:10,} "
            f"{floor:11,.0f} {ours:11,.0f} {one.ratio:6.2f}"
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    if args.json:
        args.json.write_text(json.dumps([{**asdict(one), "ratio": one.ratio} for one in found], indent=1))


if __name__ == "__main__":
    main()
