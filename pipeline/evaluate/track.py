"""Scores kept in the repository: measured anew by a test, and written only on purpose.

    python -m pipeline.evaluate.track            # show scores beside those kept
    python -m pipeline.evaluate.track --write    # keep them (tests/scores.json)

Our own corpus is always measured; the shared gold where its folder stands beside the repository (or where the
environment variable CHITIEU_SHARED points).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.evaluate.gold import METADATA_FILE, read_gold
from pipeline.evaluate.metadata import evaluate_metadata, read_metadata_gold
from pipeline.evaluate.score import evaluate_tables

Scores = dict[str, dict[str, float]]
"""Set → layer (or `metadata.<field>`) → F1 (or share right), four places."""

REPOSITORY = Path(__file__).resolve().parents[2]
SCORES_FILE = REPOSITORY / "tests" / "scores.json"
SHARED_SETS = ("seeds", "dev", "shortforms")
TOLERANCE = 0.001
"""How much a score may fall before it counts as fallen."""
_DOCUMENT_FOLDERS = ("txt", "md", "html", "docx", "pdf")


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Documents with gold."""

    name: str
    documents: tuple[Path, ...]
    gold: Path
    metadata: Path | None
    layers: tuple[str, ...] = ()
    """Only layers that start so; empty: all."""


def own_set(repository: Path = REPOSITORY) -> GoldSet:
    """The corpus in this repository."""
    corpus = repository / "corpus"
    documents = [path for folder in _DOCUMENT_FOLDERS for path in sorted((corpus / folder).glob("*")) if path.is_file()]
    metadata = next((p for p in (corpus / METADATA_FILE, corpus / "gold" / METADATA_FILE) if p.exists()), None)
    return GoldSet("corpus", tuple(documents), corpus / "gold", metadata)


def shared_folder(repository: Path = REPOSITORY) -> Path | None:
    """The folder of shared gold and texts, or null where this machine has none."""
    folder = Path(os.environ.get("CHITIEU_SHARED") or repository.parent / "shared")
    return folder if (folder / "gold").is_dir() else None


def shared_sets(repository: Path = REPOSITORY) -> list[GoldSet]:
    """The sets of the shared folder; none where this machine has none."""
    folder = shared_folder(repository)
    if folder is None:
        return []
    metadata = folder / "gold" / METADATA_FILE
    return [
        GoldSet(
            f"shared/{name}",
            tuple(sorted(path for path in (folder / "corpus" / name).iterdir() if path.is_file())),
            folder / "gold" / name,
            metadata if name != "shortforms" else None,
            ("references",) if name == "shortforms" else (),
        )
        for name in SHARED_SETS
        if (folder / "gold" / name).is_dir()
    ]


def measure(sets: Iterable[GoldSet]) -> Scores:
    """Extract the documents of each set and score them; no Prefect, no output folder."""
    return {gold_set.name: _measure(gold_set) for gold_set in sets}


def _measure(gold_set: GoldSet) -> dict[str, float]:
    from pipeline.core import extract_or_error
    from pipeline.link import link_corpus

    linked = link_corpus(extract_or_error(path, path.name) for path in gold_set.documents)
    tables = {name: table.to_pylist() for name, table in linked.items()}
    evaluation = evaluate_tables(read_gold(gold_set.gold), tables)
    scores = {
        layer: round(score.f1, 4)
        for layer, score in evaluation.scores.items()
        if not gold_set.layers or layer.startswith(gold_set.layers)
    }
    if gold_set.metadata is not None:
        told = evaluate_metadata(read_metadata_gold(gold_set.metadata), tables["documents"])
        scores |= {f"metadata.{field}": round(share, 4) for field, share in told.shares.items()}
    return scores


def read_scores(path: Path = SCORES_FILE) -> Scores:
    """The scores kept; none where the file is missing."""
    if not path.exists():
        return {}
    kept: Scores = json.loads(path.read_text(encoding="utf-8"))
    return kept


def fallen(kept: Mapping[str, Mapping[str, float]], measured: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Every score of a measured set that fell by more than `TOLERANCE`, or is no longer measured."""
    found = []
    for name, layers in kept.items():
        if name not in measured:
            continue
        for layer, score in layers.items():
            now = measured[name].get(layer)
            if now is None or now < score - TOLERANCE:
                found.append(f"{name} {layer}: {score:.4f} → {'—' if now is None else f'{now:.4f}'}")
    return found


def main(arguments: list[str] | None = None) -> int:
    """Show scores beside those kept; with `--write`, keep them. Returns 1 where one fell and was not written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="keep the scores just measured")
    options = parser.parse_args(arguments)
    kept = read_scores()
    measured = measure([own_set(), *shared_sets()])
    for name, layers in measured.items():
        print(name)
        for layer, score in layers.items():
            before = kept.get(name, {}).get(layer)
            change = "" if before is None else f"  {score - before:+.4f}"
            print(f"  {layer:22} {score:.4f}{change}")
    worse = fallen(kept, measured)
    if options.write:
        SCORES_FILE.write_text(json.dumps({**kept, **measured}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return 0
    print(*worse, sep="\n")
    return int(bool(worse))


if __name__ == "__main__":
    sys.exit(main())
