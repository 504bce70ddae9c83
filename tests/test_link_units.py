"""Linking by units: the same rows however documents are cut into parts, in whatever order they came, and after any history."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.dataset as ds
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.made_rows import made_document
from pipeline import store
from pipeline.link import link_corpus
from pipeline.link.registry import directive_row
from pipeline.link.units import read_unit
from pipeline.schema import TABLES
from pipeline.store import linked
from pipeline.store.cache import CACHE_FOLDER
from pipeline.tabulate import DocumentRows
from tests.test_store import corpus

_KNOWN = 12
"""Few directives, so that documents have much to do with each other."""


def made(numbers: Sequence[int]) -> list[DocumentRows]:
    return [made_document(i, _KNOWN, references=8) for i in numbers]


def plain(rows: Sequence[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(row, sort_keys=True, default=str) for row in rows)


def linked_rows(documents: Sequence[DocumentRows]) -> dict[str, list[str]]:
    return {name: plain(table.to_pylist()) for name, table in link_corpus(documents).items()}


def written_rows(out: Path) -> dict[str, list[str]]:
    return {name: plain(ds.dataset(out / f"{name}.parquet").to_table().to_pylist()) for name in TABLES}


def in_database(out: Path) -> dict[str, list[str]]:
    with duckdb.connect(str(out / "chitieu.duckdb"), read_only=True) as base:
        return {name: plain(base.sql(f"SELECT * FROM {name}").to_arrow_table().to_pylist()) for name in TABLES}


def link_into(out: Path, parts: dict[str, list[int]]) -> None:
    """A run whose cache holds these parts."""
    cache = out / CACHE_FOLDER
    cache.mkdir(parents=True, exist_ok=True)
    for part in cache.iterdir():
        if part.is_dir() and part.name not in parts:
            shutil.rmtree(part)
    for name, numbers in parts.items():
        if not (cache / name).exists():
            store.write_part(made(numbers), cache / name)
    store.link_and_write([cache / name for name in parts], out, {})


def test_documents_that_say_the_same_are_one_unit_and_counted() -> None:
    documents = corpus(6)
    tables = [link_corpus([document]) for document in documents[:-1]]
    units = {
        unit
        for table in tables
        for unit in linked.summarise(table["documents"], table["document_references"]).column("unit").to_pylist()
    }
    assert len(units) == 3, "six documents of three provinces cite one directive, each of a province in the same words"
    (directive,) = link_corpus(documents)["directives"].to_pylist()
    assert (directive["n_documents"], directive["n_mentions"], directive["n_provinces"]) == (6, 6, 3)
    unit = read_unit(min(units), 0, 2)
    assert (unit.block, unit.kind, unit.mentions[0].symbol) == ("1563", "numbered", "1563/CTr-TLĐ")


def test_two_ways_to_speak_of_a_directive_are_one_document() -> None:
    """A document that gives the number in one place and the day and title in another cites it twice, and is one."""
    from tests.test_link import cite, named, report

    title = "về nâng cao hiệu quả đối thoại và thương lượng tập thể"
    told = {"doc_type": "chỉ thị", "date": "2023-12-25", "issuer": "Ban Bí thư", "title": title}
    documents = [
        report("một", "Nghệ An", cite("24-CT/TW", **told), named("Chỉ thị", **told), year=2024),
        report("hai", "Nghệ An", cite("24-CT/TW", **told), year=2024),
    ]
    (directive,) = link_corpus(documents)["directives"].to_pylist()
    assert (directive["n_documents"], directive["n_mentions"]) == (2, 3)


@settings(max_examples=20)
@given(st.lists(st.integers(0, 3), min_size=4, max_size=24), st.randoms(use_true_random=False))
def test_cut_and_order_change_nothing(cut: list[int], rng: random.Random) -> None:
    documents = made(range(len(cut)))
    expected = linked_rows(documents)
    rng.shuffle(documents)
    assert linked_rows(documents) == expected
    said, numbers, parts = linked.Said(), [], []
    for which in sorted(set(cut), key=lambda _: rng.random()):
        tables = link_corpus([d for d, at in zip(documents, cut, strict=True) if at == which])
        parts.append(tables)
        units = linked.summarise(tables["documents"], tables["document_references"])
        numbers.append(said.add(units.column("unit").to_pylist()))
    assert plain(linked.decide(said).directives.to_pylist()) == expected["directives"]


_PARTS = st.dictionaries(st.sampled_from("abcdef"), st.just(None), min_size=1)


@settings(max_examples=12, deadline=None)
@given(st.lists(_PARTS, min_size=1, max_size=4))
def test_any_history_of_parts_ends_with_the_rows_of_all_at_once(
    tmp_path_factory: pytest.TempPathFactory, history: list[dict[str, None]]
) -> None:
    holds = {name: list(range(i * 3, i * 3 + 3)) for i, name in enumerate("abcdef")}
    out = tmp_path_factory.mktemp("history")
    for names in history:
        link_into(out, {name: holds[name] for name in names})
    last = history[-1]
    expected = linked_rows(made([i for name in last for i in holds[name]]))
    assert written_rows(out) == expected
    assert in_database(out) == expected
    csv = (out / "document_references.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(csv) == 1 + len(expected["document_references"])
    shutil.rmtree(out)


def test_what_did_not_change_is_not_read_decided_or_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = {f"part{i}": list(range(i * 10, i * 10 + 10)) for i in range(6)}
    link_into(tmp_path, parts)

    def files() -> dict[str, int]:
        found = [*tmp_path.glob("*.parquet/*"), *tmp_path.glob("*.csv"), tmp_path / "directives.parquet"]
        return {str(path.relative_to(tmp_path)): path.stat().st_ino for path in found}

    summarised: list[int] = []
    honest = linked.summarise

    def counting(documents: Any, references: Any) -> Any:
        summarised.append(documents.num_rows)
        return honest(documents, references)

    decided: list[str] = []

    def deciding(identity: Any) -> Any:
        decided.append(identity.key)
        return directive_row(identity)

    monkeypatch.setattr(linked, "summarise", counting)
    monkeypatch.setattr("pipeline.link.corpus.directive_row", deciding)
    before = files()
    link_into(tmp_path, parts)
    assert (files(), summarised) == (before, [])
    numbers = [key for key in decided if key[0].isdigit()]
    assert len(numbers) < 10 < len(linked_rows(made(range(60)))["directives"]), (
        "names, and what is told by day and title"
    )
    # A document of its own says nothing that others are about.
    new = corpus(1)[0]
    store.write_part([new], tmp_path / CACHE_FOLDER / "new")
    store.link_and_write([path for path in (tmp_path / CACHE_FOLDER).iterdir() if path.is_dir()], tmp_path, {})
    after = files()
    assert summarised == [1]
    assert {name for name in before if after.get(name) == before[name]} >= {
        name for name in before if name.startswith(("documents", "dates", "organisations", "indicators.p"))
    }
    assert in_database(tmp_path) == written_rows(tmp_path)


def test_a_spoilt_csv_or_database_is_made_anew(tmp_path: Path) -> None:
    parts = {name: [i, i + 1] for i, name in enumerate("ab")}
    link_into(tmp_path, parts)
    expected = (tmp_path / "document_references.csv").read_bytes()
    (tmp_path / "document_references.csv").write_text("saved by a spreadsheet", encoding="utf-8")
    (tmp_path / "chitieu.duckdb").write_bytes(b"junk")
    link_into(tmp_path, parts)
    assert (tmp_path / "document_references.csv").read_bytes() == expected
    assert in_database(tmp_path) == written_rows(tmp_path)
    (tmp_path / CACHE_FOLDER / "decided.parquet").write_bytes(b"junk")
    (tmp_path / CACHE_FOLDER / "written.json").write_text("{", encoding="utf-8")
    link_into(tmp_path, {**parts, "c": [7, 8]})
    assert written_rows(tmp_path) == linked_rows(made([0, 1, 1, 2, 7, 8]))
