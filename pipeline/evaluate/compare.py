"""When does an extracted row say what a gold item says: the one definition, after the annotation guide.

Texts are compared without regard to blanks, case, placement of tone marks and kind of dash; symbols without leading
zeros; labels and names of documents by the words they share.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractors.organisations.provinces import fold_tones

Item = Mapping[str, Any]
"""A gold item or a row of a table."""

_BLANKS = re.compile(r"\s+")
_SPACED_DASH = re.compile(r"\s*[-\u2010-\u2015]\s*")
_DASH = re.compile(r"[\u2010-\u2015\u2212]")
_LEADING_ZEROS = re.compile(r"0+(?=\d)")
_WORD = re.compile(r"\w+")

NAME_OVERLAP = 0.6
"""Share of the words of two names of a document (Jaccard) from which they are the same mention."""
LABEL_OVERLAP = 0.5
"""Share of common words of two labels (Dice) from which they count the same thing."""
TITLE_OVERLAP = 0.7


def one_line(value: object) -> str:
    """NFC, every run of blanks one space; null is empty."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", str(value) if value else "")).strip()


def folded(value: object) -> str:
    """For surfaces, names and labels."""
    return _SPACED_DASH.sub("-", fold_tones(one_line(value)))


def folded_symbol(value: object) -> str:
    """For symbols: no blanks, plain hyphens, capitals, no leading zeros."""
    plain = _DASH.sub("-", one_line(value)).replace(" ", "").upper()
    return _LEADING_ZEROS.sub("", plain, count=1) if plain[:1] == "0" else plain


def words(value: object) -> frozenset[str]:
    """The words of a label or name."""
    return frozenset(_WORD.findall(folded(value)))


def as_number(value: object) -> float | None:
    """A number to six decimals; null for whatever is none."""
    if value is None or isinstance(value, bool):
        return None if value is None else float(value)
    try:
        number = round(float(str(value)), 6)
    except ValueError:
        return None
    return None if math.isnan(number) else number


def jaccard(left: frozenset[str], right: frozenset[str]) -> float:
    """Common words of all words; 0 where a side has none."""
    return len(left & right) / len(left | right) if left and right else 0.0


def dice(left: frozenset[str], right: frozenset[str]) -> float:
    """Common words of the mean length; 0 where a side has none."""
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a layer demands to be right."""

    name: str
    same: Callable[[Item, Item], bool]
    """(gold item, row) → whether the row has it right."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One line of the score table: which items, which rows, and what must be right."""

    name: str
    gold: str
    """Key of the list in a gold file."""
    table: str
    form: str | None
    """For references: only those of this form."""
    fields: tuple[Field, ...]

    def same(self, item: Item, row: Item) -> bool:
        """Whether the row says all the layer demands of the item."""
        return all(field.same(item, row) for field in self.fields)

    def wrong(self, item: Item, row: Item) -> list[str]:
        """Names of the demanded things the row has wrong."""
        return [field.name for field in self.fields if not field.same(item, row)]


def _symbol(item: Item, row: Item) -> bool:
    return folded_symbol(item.get("symbol")) == folded_symbol(row.get("symbol"))


def _date(item: Item, row: Item) -> bool:
    """A date gold does not give is not asked for."""
    return not item.get("date") or one_line(row.get("date")) == item["date"]


def _named(item: Item, row: Item) -> bool:
    return jaccard(words(item["surface"]), words(row.get("surface"))) >= NAME_OVERLAP


def _edtf(item: Item, row: Item) -> bool:
    return one_line(item.get("edtf")) == one_line(row.get("edtf"))


def _surface(item: Item, row: Item) -> bool:
    return folded(item["surface"]) == folded(row.get("surface"))


def _name(item: Item, row: Item) -> bool:
    return folded(item.get("name") or item["surface"]) == folded(row.get("name"))


def _value(item: Item, row: Item) -> bool:
    wanted = as_number(item.get("value"))
    return (
        wanted is not None
        and wanted == as_number(row.get("value"))
        and as_number(item.get("value_high")) == as_number(row.get("value_high"))
    )


def _kind(item: Item, row: Item) -> bool:
    return bool(item.get("kind") == row.get("kind"))


def _comparator(item: Item, row: Item) -> bool:
    return bool(item.get("comparator", "=") == row.get("comparator"))


def _role(item: Item, row: Item) -> bool:
    return bool(item.get("role") == row.get("role"))


def _label(item: Item, row: Item) -> bool:
    wanted = words(item.get("label"))
    return not wanted or dice(wanted, words(row.get("label"))) >= LABEL_OVERLAP


_REFERENCE = (Field("symbol", _symbol), Field("date", _date))
_INDICATOR = (Field("value", _value), Field("kind", _kind))

LAYERS: tuple[Layer, ...] = (
    Layer("references.numbered", "references", "document_references", "numbered", _REFERENCE),
    Layer("references.short", "references", "document_references", "short", _REFERENCE),
    Layer("references.named", "references", "document_references", "named", (Field("surface", _named),)),
    Layer("dates", "dates", "dates", None, (Field("edtf", _edtf),)),
    Layer("organisations", "organisations", "organisations", None, (Field("surface", _surface),)),
    Layer("organisations.name", "organisations", "organisations", None, (Field("name", _name),)),
    Layer("indicators", "indicators", "indicators", None, _INDICATOR),
    Layer(
        "indicators.full",
        "indicators",
        "indicators",
        None,
        (*_INDICATOR, Field("comparator", _comparator), Field("role", _role), Field("label", _label)),
    ),
)


@dataclass(frozen=True, slots=True)
class Matching:
    """Gold items and rows of one document and layer, paired."""

    hits: tuple[tuple[Item, Item], ...]
    missed: tuple[Item, ...]
    spurious: tuple[Item, ...]


def match(layer: Layer, gold: Sequence[Item], rows: Sequence[Item]) -> Matching:
    """Pair items with rows, each at most once, in text order.

    What the guide leaves open (`optional`) comes after all that it demands, and only takes rows out of the reckoning:
    found, it is no hit; not found, it is not missed.

    Args:
        layer: what must be right.
        gold: items of one document, in text order.
        rows: rows of the same document, in text order.
    """
    free = dict(enumerate(rows))
    hits: list[tuple[Item, Item]] = []
    missed: list[Item] = []
    demanded = [item for item in gold if not item.get("optional")]
    left_open = [item for item in gold if item.get("optional")]
    for item in (*demanded, *left_open):
        found = next((i for i, row in free.items() if layer.same(item, row)), None)
        row = None if found is None else free.pop(found)
        if item.get("optional"):
            continue
        if row is None:
            missed.append(item)
        else:
            hits.append((item, row))
    return Matching(tuple(hits), tuple(missed), tuple(free.values()))
