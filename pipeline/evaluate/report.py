"""Scores and differences as text for a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from pipeline.evaluate.compare import Item
from pipeline.evaluate.score import Difference, Evaluation

_SHOWN = (
    "surface", "symbol", "date", "edtf", "name", "value", "value_high", "kind", "unit", "comparator", "role", "label",
)  # fmt: skip
_KINDS = {"missed": "thiếu / missed", "spurious": "thừa / spurious", "wrong": "sai / wrong"}


def score_table(evaluation: Evaluation) -> str:
    """Precision, recall and F1 by layer, one line each."""
    lines = [f"{'layer':22} {'gold':>6} {'P':>7} {'R':>7} {'F1':>7}"]
    lines += [
        f"{name:22} {s.gold:6d} {s.precision:7.3f} {s.recall:7.3f} {s.f1:7.3f}" for name, s in evaluation.scores.items()
    ]
    lines += (f"! không có trong kết quả / not in the run: {name}" for name in evaluation.absent)
    return "\n".join(lines)


def error_list(differences: Iterable[Difference]) -> Iterator[str]:
    """What differs, by document and layer, each with the sentence around it and what is wrong."""
    for document, of_document in groupby(differences, key=lambda d: d.document):
        yield f"== {document}"
        for layer, members in groupby(of_document, key=lambda d: d.layer):
            yield f"-- {layer}"
            for difference in members:
                yield from _lines(difference)
    return


def _lines(difference: Difference) -> Iterator[str]:
    where = "" if difference.offset is None else f" @{difference.offset}"
    wrong = f": {', '.join(difference.wrong)}" if difference.wrong else ""
    yield f"   {_KINDS[difference.kind]}{wrong}{where}"
    if difference.context:
        yield f"      … {difference.context} …"
    if difference.gold is not None:
        yield f"      gold  {_told(difference.gold, difference)}"
    if difference.row is not None:
        yield f"      found {_told(difference.row, difference)}"


def _told(item: Item, difference: Difference) -> str:
    layer = difference.layer.partition(".")[0]
    names = [name for name in _SHOWN if item.get(name) is not None and _belongs(name, layer)]
    return json.dumps({name: item[name] for name in names}, ensure_ascii=False, default=str)


def _belongs(name: str, layer: str) -> bool:
    match layer:
        case "references":
            return name in ("surface", "symbol", "date")
        case "dates":
            return name in ("surface", "edtf")
        case "organisations":
            return name in ("surface", "name")
        case _:
            return name not in ("symbol", "date", "edtf", "name")
