"""Our own sample documents and their gold hold together: complete, well-formed, and true to the texts."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
import unicodedata
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import lxml.html
import pytest

from pipeline.clean.text import clean
from pipeline.read import read_bytes

CORPUS = Path(__file__).parent.parent / "corpus"
FORMATS = ("txt", "md", "html", "docx", "pdf")
DOCUMENTS = {p.stem: p for fmt in FORMATS for p in sorted((CORPUS / fmt).glob(f"*.{fmt}"))}
LAYERS = ("references", "dates", "organisations", "indicators")
KINDS = {"count", "money", "percent", "measure"}
COMPARATORS = {"=", "~", ">", ">=", "<", "<="}
ROLES = {"result", "target", "target_rate", "share", "change", "index", "baseline", "rate"}
DOC_KINDS = {"report", "plan", "decision", "letter", "law", "news", "outline", "other"}
GENRES = (
    "union report",
    "party plan",
    "directive",
    "official letter",
    "congress outline",
    "press article",
    "web page with clutter",
    "statistics note",
    "decision",
    "notice of conclusion",
    "resolution of a people's council",
    "OCR-like errors",
    "with tables",
    "without indicators",
    "short forms",
    "misprints",
    "before the 2008 merger",
    "after the mergers of July 2025",
    "hard-wrapped",
    "long provincial union report",
)
POINT = r"(?:\d{4}|XXXX)(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
EDTF = re.compile(rf"{POINT}|XXXX-\d\d-\d\d|(?:{POINT}|\.\.)/(?:{POINT}|\.\.)")


@cache
def gold(stem: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((CORPUS / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    return loaded


def squash(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


@cache
def seen_text(stem: str) -> str:
    """The document as a reader sees it: tags dropped from HTML, Word and PDF through our own reader."""
    path = DOCUMENTS[stem]
    if path.suffix in (".txt", ".md"):
        return squash(path.read_text(encoding="utf-8"))
    if path.suffix == ".html":
        page: Any = lxml.html.document_fromstring(path.read_text(encoding="utf-8"))
        for unseen in page.xpath("//head | //script | //style"):
            unseen.drop_tree()
        return squash(str(page.text_content()))
    return squash(clean(read_bytes(path.read_bytes(), path.name)).text)


@cache
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_build", CORPUS / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_document_has_gold_and_the_other_way_round() -> None:
    assert set(DOCUMENTS) == {p.stem for p in (CORPUS / "gold").glob("*.json")} - {"metadata"}
    files = [p for fmt in FORMATS for p in (CORPUS / fmt).iterdir()]
    assert len(files) == len(DOCUMENTS), "a stem is used in two formats, or a file has a strange suffix"


def test_there_are_enough_documents_of_every_format_and_genre() -> None:
    assert len(DOCUMENTS) >= 24
    assert {p.suffix.lstrip(".") for p in DOCUMENTS.values()} == set(FORMATS)
    genres = [sample.head["genre"] for sample in build().samples()]
    assert [g for g in GENRES if not any(g in genre for genre in genres)] == []
    assert all(p.stat().st_size < 200_000 for p in DOCUMENTS.values())


def test_committed_files_are_what_the_marked_texts_give() -> None:
    stale = [path.name for path, text in build().outputs().items() if path.read_bytes() != text.encode("utf-8")]
    assert stale == [], "run python corpus/build.py"


@pytest.mark.parametrize("stem", DOCUMENTS)
def test_gold_has_every_field_and_only_known_values(stem: str) -> None:
    data = gold(stem)
    assert list(data) == ["id", *LAYERS]
    assert data["id"] == stem
    for layer in LAYERS:
        for item in data[layer]:
            assert item["surface"] == squash(item["surface"]) != ""
            assert item.get("optional", True) is True
    for ref in data["references"]:
        assert {"surface", "form", "doc_type", "symbol", "date"} <= set(ref)
        assert set(ref) <= {"surface", "form", "doc_type", "symbol", "date", "provision", "self", "optional"}
        assert ref["form"] in {"numbered", "short", "named"}
        assert ref["doc_type"] is None or ref["doc_type"] == ref["doc_type"].lower()
        assert (ref["symbol"] is None) == (ref["form"] == "named" or (ref["form"] == "short" and "optional" in ref))
        assert ref["symbol"] is None or re.fullmatch(r"\d+[a-z]?[-/](?:[^\W_]|[-/&.])+", ref["symbol"])
        assert ref["date"] is None or EDTF.fullmatch(ref["date"])
    for date in data["dates"]:
        assert set(date) <= {"surface", "edtf", "optional"}
        assert EDTF.fullmatch(date["edtf"]), date
    for org in data["organisations"]:
        assert set(org) <= {"surface", "name", "optional"}
        assert org["name"], org
    for ind in data["indicators"]:
        assert {"surface", "value", "kind", "unit", "comparator", "role", "label", "period"} <= set(ind)
        assert ind["kind"] in KINDS, ind
        assert ind["comparator"] in COMPARATORS
        assert ind["role"] in ROLES
        assert ind["label"], ind
        assert ind["unit"], ind
        assert ind["period"] is None or EDTF.fullmatch(ind["period"]), ind


MAGNITUDES = {"nghìn": 1e3, "ngàn": 1e3, "vạn": 1e4, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}


def plain_value(surface: str) -> float | None:
    """The value of `12.675 người`, `2 tỷ 145 triệu đồng`; null for ranges, words, tables and damaged numbers."""
    number = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
    scale = "|".join(rf"{word}\b" for word in MAGNITUDES)
    # `7 triệu rưỡi`, `8,7 trđ`, `31,1 tr.USD`: spoken halves and abbreviated magnitudes are not read here.
    if re.search(r"rưỡi|\d\s*tr(?:đ|\.|\b)", surface):
        return None
    found = re.match(rf"(-?)((?:(?:{number})(?: (?:{scale}))*\s?)+)(?:[^\W\d_%‰-]|%|‰|$)", surface + " ")
    if not found:
        return None
    total = 0.0
    for digits, scales in re.findall(rf"({number})((?: (?:{scale}))*)", found[2]):
        part = float(digits.replace(".", "").replace(",", "."))
        for word in scales.split():
            part *= MAGNITUDES[word]
        total += part
    return -total if found[1] else total


@pytest.mark.parametrize("stem", DOCUMENTS)
def test_values_are_those_of_their_surfaces(stem: str) -> None:
    """A value is the number it is copied from; a table cell may carry the magnitude of its head or caption."""
    wrong = []
    for ind in gold(stem)["indicators"]:
        value = plain_value(ind["surface"])
        if value is None or "value_high" in ind or "optional" in ind:
            continue
        allowed = [value * m for m in (1, 1e3, 1e6, 1e9)] if re.fullmatch(r"-?[\d.,]+", ind["surface"]) else [value]
        if not any(abs(abs(ind["value"]) - abs(a)) < 1e-6 * max(1, abs(a)) for a in allowed):
            wrong.append((ind["surface"], ind["value"], value))
    assert wrong == []


@pytest.mark.parametrize("stem", DOCUMENTS)
@pytest.mark.parametrize("layer", LAYERS)
def test_every_surface_stands_in_the_text_in_order(stem: str, layer: str) -> None:
    text, at, last = seen_text(stem), 0, ""
    for item in gold(stem)[layer]:
        surface = item["surface"]
        start = text.find(surface, at + (surface == last))
        # What a page says around its article may be dropped by a reader; the gold calls it optional.
        if start < 0 and "optional" in item:
            continue
        assert start >= 0, f"{surface!r} not after {text[max(0, at - 20) : at + 60]!r}"
        at, last = start, surface


def test_metadata_describes_every_document() -> None:
    rows = json.loads((CORPUS / "metadata.json").read_text(encoding="utf-8"))
    assert {r["id"] for r in rows} == set(DOCUMENTS)
    for row in rows:
        assert row["doc_kind"] in DOC_KINDS
        assert row["issued_on"] is None or EDTF.fullmatch(row["issued_on"])
        # An article of one paragraph has no headline.
        assert row["title"] or len(seen_text(row["id"]).splitlines()) <= 3, row["id"]
        words = set(re.findall(r"\w+", (row["title"] or "").lower())) - {"v"}
        assert words <= set(re.findall(r"\w+", seen_text(row["id"]).lower())), row["id"]
        own = [r["symbol"] for r in gold(row["id"])["references"] if r.get("self")]
        assert own == ([row["symbol"]] if row["symbol"] else []), row["id"]


def test_a_regulation_and_an_outline_yield_next_to_nothing() -> None:
    assert gold("qc_phoihop_kontum_2023")["indicators"] == []
    outline = gold("decuong_daihoi_ninhbinh_2023")["indicators"]
    assert len([i for i in outline if "optional" not in i]) <= 3


def test_the_readme_lists_every_document() -> None:
    readme = (CORPUS / "README.md").read_text(encoding="utf-8")
    assert [stem for stem in DOCUMENTS if f"`{stem}`" not in readme] == []
