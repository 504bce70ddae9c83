"""Score a run against gold: precision, recall and F1 by layer, and what differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any, Literal

from pipeline.evaluate.compare import LAYERS, Item, Layer, Matching, folded, match
from pipeline.evaluate.gold import GoldDocument, read_gold

_TABLES = ("document_references", "dates", "organisations", "indicators")


@dataclass(slots=True)
class Score:
    """Counts of one layer, and the figures they give."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    @property
    def gold(self) -> int:
        """Items gold demands."""
        return self.tp + self.fn

    @property
    def precision(self) -> float:
        """Share of the rows that are right; 1 where there are none."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        """Share of the demanded items found; 1 where there are none."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the run and gold differ."""

    document: str
    layer: str
    kind: Literal["missed", "spurious", "wrong"]
    gold: Item | None
    """Null for a spurious row."""
    row: Item | None
    """Null for a missed item."""
    wrong: tuple[str, ...] = ()
    """For `wrong` (the same words found, something else said of them): which fields."""
    offset: int | None = None
    """Where it is, code points into `text`; null where the gold surface was not found in the text."""
    context: str = ""
    """The text around it, the surface between `[` and `]`."""


@dataclass(slots=True)
class Evaluation:
    """The outcome."""

    scores: dict[str, Score]
    """By layer, in the order of `compare.LAYERS`."""
    differences: list[Difference] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    """Gold documents the run has no document for; their items all count as missed."""
    documents: int = 0

    def as_json(self) -> dict[str, dict[str, float | int]]:
        """Figures by layer, rounded to four places."""
        return {
            name: {
                "precision": round(s.precision, 4),
                "recall": round(s.recall, 4),
                "f1": round(s.f1, 4),
                "tp": s.tp,
                "fn": s.fn,
                "fp": s.fp,
            }
            for name, s in self.scores.items()
        }


def evaluate(gold_dir: Path | str, out_dir: Path | str) -> Evaluation:
    """Compare the tables of a run with a folder of gold.

    Documents are paired by the stem of `documents.source`.

    Args:
        gold_dir: one JSON file a document, in the form of the annotation guide.
        out_dir: what `chitieu run … --out` wrote.

    Raises:
        GoldError: the gold cannot be used; says where.
        FileNotFoundError: `out_dir` holds no tables.
    """
    return evaluate_tables(read_gold(Path(gold_dir)), _read(Path(out_dir)))


def evaluate_tables(gold: Sequence[GoldDocument], tables: Mapping[str, Sequence[Item]]) -> Evaluation:
    """As `evaluate`, over gold and rows at hand.

    Args:
        gold: documents with their items.
        tables: rows of `documents` and of the four tables of mentions.
    """
    names = {row["doc_id"]: PurePath(str(row["source"])).stem for row in tables["documents"]}
    texts: dict[str, str] = {}
    for row in tables["documents"]:
        texts.setdefault(names[row["doc_id"]], row.get("text") or "")
    rows: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for table in _TABLES:
        for row in sorted(tables[table], key=lambda r: (r["doc_id"], r["char_start"])):
            rows[table, names.get(row["doc_id"], str(row["doc_id"]))].append(row)
    result = Evaluation({layer.name: Score() for layer in LAYERS}, documents=len(gold))
    for document in gold:
        if document.name not in texts:
            result.absent.append(document.name)
        text = texts.get(document.name, "")
        for layer in LAYERS:
            _score(layer, document, rows[layer.table, document.name], text, result)
    return result


def _score(layer: Layer, document: GoldDocument, rows: Sequence[Item], text: str, result: Evaluation) -> None:
    def of_form(items: Iterable[Item]) -> list[Item]:
        return [item for item in items if layer.form is None or item.get("form") == layer.form]

    gold = of_form(document.items[layer.gold])
    paired = match(layer, gold, of_form(rows))
    score = result.scores[layer.name]
    score.tp += len(paired.hits)
    score.fn += len(paired.missed)
    score.fp += len(paired.spurious)
    result.differences += _differences(layer, document, paired, text)


def _differences(layer: Layer, document: GoldDocument, paired: Matching, text: str) -> Iterable[Difference]:
    """Missed items and spurious rows; where both stand on the same words, one difference that says what is wrong."""
    name = document.name
    offsets = _offsets(document.items[layer.gold], text)
    left = list(paired.spurious)
    found: list[Difference] = []
    for item in paired.missed:
        at = offsets.get(id(item))
        row = next((r for r in left if _same_place(item, at, r)), None)
        if row is None:
            found.append(Difference(name, layer.name, "missed", item, None, (), at, _context(text, at, item)))
        else:
            left.remove(row)
            wrong = tuple(layer.wrong(item, row))
            where = row["char_start"]
            found.append(Difference(name, layer.name, "wrong", item, row, wrong, where, _context(text, where, row)))
    for row in left:
        where = row["char_start"]
        found.append(Difference(name, layer.name, "spurious", None, row, (), where, _context(text, where, row)))
    return sorted(found, key=lambda d: -1 if d.offset is None else d.offset)


def _same_place(item: Item, at: int | None, row: Item) -> bool:
    if at is None:
        return folded(item["surface"]) == folded(row.get("surface"))
    return bool(row["char_start"] < at + len(item["surface"]) and at < row["char_end"])


def _offsets(items: Sequence[Item], text: str) -> dict[int, int]:
    """Where in the text each item stands, by identity of the item: its surface, sought from the item before on."""
    lined = text.replace("\n", " ").replace("\t", " ").replace("\u00a0", " ")
    places: dict[int, int] = {}
    at = 0
    for item in items:
        found = lined.find(item["surface"], at)
        if found < 0:
            found = lined.find(item["surface"])
        if found >= 0:
            places[id(item)] = found
            # A number may stand inside the mention before it (13/14): go on from its start, one further.
            at = found + 1
    return places


_AROUND = 90


def _context(text: str, at: int | None, item: Item) -> str:
    if at is None or not text:
        return ""
    end = at + len(item["surface"])
    left, right = max(0, at - _AROUND), min(len(text), end + _AROUND)
    shown = f"{text[left:at]}[{text[at:end]}]{text[end:right]}"
    return " ".join(shown.split())


def _read(out_dir: Path) -> dict[str, list[dict[str, Any]]]:
    import pyarrow.dataset as ds

    tables = {}
    for name in ("documents", *_TABLES):
        path = out_dir / f"{name}.parquet"
        if not path.exists():
            raise FileNotFoundError(path)
        tables[name] = ds.dataset(path, format="parquet").to_table().to_pylist()
    return tables
