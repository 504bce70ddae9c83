"""Outputs: complete, safe to open, the old ones or the new ones, and the same again."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_factory import document, indicator, reference, rows

from pipeline import store
from pipeline.link import link_corpus
from pipeline.schema import TABLES, VIEWS, Row, arrow_schema
from pipeline.store import atomic, tabular
from pipeline.store.atomic import recover, staging
from pipeline.store.cells import FORMULA_STARTS, neutral, restored
from pipeline.store.validate import validate_run
from pipeline.tabulate import DocumentRows, error_row

FILES = {f"{name}.parquet" for name in TABLES} | {
    "chitieu.duckdb", "indicators.csv", "document_references.csv", "run.json",
}  # fmt: skip
PROGRAM = {"symbol": "1563/CTr-TLĐ", "doc_type": "chương trình", "date": "2019-10-09"}


def corpus(n: int = 6) -> list[DocumentRows]:
    places = [("45", "Quảng Trị"), ("40", "Nghệ An"), ("35", "Hà Nam")]
    documents = []
    for i in range(n):
        code, province = places[i % 3]
        head = document(
            f"bao cao {i}", province=province, province_code=code, province_now=province, province_now_code=code,
            issued_on=f"2022-0{i % 6 + 1}-01",
        )  # fmt: skip
        cited = reference("Chương trình 1563/CTr-TLĐ", **PROGRAM)
        number = indicator(
            "1.219 đoàn viên", value=1219.0, province_code=code, period="2022", indicator_code="union.members_admitted"
        )
        made = rows(head, [cited], [number])
        if i % 2:
            number["directive_ref_id"] = cited["ref_id"]
        documents.append(made)
    failure = error_row("hong.pdf", None, "read", "damaged_pdf", "Tệp bị hỏng. / The file is damaged.")
    return [*documents, DocumentRows(errors=(failure,))]


def rows_of(out: Path) -> dict[str, list[Row]]:
    tables = store.read_tables(out)
    assert tables is not None
    return {name: table.to_pylist() for name, table in tables.items()}


def write(out: Path, documents: list[DocumentRows], **info: Any) -> dict[str, int]:
    return store.write_tables(link_corpus(documents), out, info)


def test_a_run_writes_the_contract_s_files_and_nothing_else(tmp_path: Path) -> None:
    counts = write(tmp_path / "out", corpus())
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert counts == {
        "documents": 6, "document_references": 6, "directives": 1, "dates": 0, "organisations": 0, "indicators": 6,
        "errors": 1,
    }  # fmt: skip


def test_an_empty_run_writes_all_tables_with_their_columns(tmp_path: Path) -> None:
    write(tmp_path, [])
    for name in TABLES:
        assert pq.read_table(tmp_path / f"{name}.parquet").schema.equals(arrow_schema(name))
    with duckdb.connect(str(tmp_path / "chitieu.duckdb"), read_only=True) as base:
        for name in (*TABLES, *VIEWS):
            assert base.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,)


def test_parts_on_disk_give_the_rows_of_memory(tmp_path: Path) -> None:
    documents = corpus(9)
    copy = replace(documents[0], documents=({**documents[0].documents[0], "source": "a/ban sao.txt"},))
    documents.append(copy)
    write(tmp_path / "memory", documents)
    for seed in range(3):
        shuffled = documents[:]
        random.Random(seed).shuffle(shuffled)
        parts = [store.write_part(shuffled[i::3], tmp_path / f"{seed}-{i}") for i in range(3)]
        out = tmp_path / f"parts{seed}"
        store.link_and_write(parts, out, {})
        assert validate_run(store.read_tables(out) or {}) == []
        for name, expected in rows_of(tmp_path / "memory").items():
            got = rows_of(out)[name]
            assert sorted(map(_plain, got)) == sorted(map(_plain, expected)), name


def _plain(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, default=str)


def test_a_run_over_unchanged_inputs_changes_no_row(tmp_path: Path) -> None:
    write(tmp_path, corpus())
    before = rows_of(tmp_path)
    later = corpus()
    failure = dict(later[-1].errors[0])
    failure["failed_at"] = failure["failed_at"].replace(year=2031)
    write(tmp_path, [*later[:-1], DocumentRows(errors=(failure,))])
    assert rows_of(tmp_path) == before


def test_csv_opens_in_excel_and_holds_no_formula(tmp_path: Path) -> None:
    bad = indicator("5 lớp", label='=HYPERLINK("http://x")', unit="+lớp", org="@ai", section="- Kết quả", value=-3.5)
    write(tmp_path, [rows(document("a"), [], [bad])])
    raw = (tmp_path / "indicators.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(raw.decode("utf-8-sig").splitlines())
    assert row["label"] == '\'=HYPERLINK("http://x")'
    assert (row["unit"], row["org"], row["section"]) == ("'+lớp", "'@ai", "'- Kết quả")
    assert row["value"] == "-3.5", "a number stays a number"
    assert row["source"] == "a.txt"
    assert list(row)[:-1] == list(TABLES["indicators"].names)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"), ("-", "'-"), ("\tx", "'\tx"), ("a=b", "a=b"), ("", ""), (-3, -3), (None, None),
        ("＝1", "'＝1"), ("'=1", "''=1"), ("'a", "'a"), ("xong;=1+1", "xong;'=1+1"), ("xong; - hai", "xong; - hai"),
    ],
)  # fmt: skip
def test_neutral_cells(value: object, shown: object) -> None:
    assert neutral(value) == shown


_CELLS = st.text(st.sampled_from("=+-@\t\r\n＝';ab 1"), max_size=12) | st.text(max_size=8)


@given(_CELLS)
def test_neutral_cells_can_be_restored(text: str) -> None:
    assert restored(neutral(text)) == text
    assert neutral(text)[:1] not in tuple(FORMULA_STARTS)


@given(st.lists(_CELLS, max_size=6))
def test_arrow_columns_are_neutralised_the_same(texts: list[str]) -> None:
    column = pa.array([*texts, None], pa.string())
    assert tabular._cells(column).to_pylist() == [*map(neutral, texts), None]


def test_texts_that_do_not_fit_into_the_database_s_memory_are_in_it(tmp_path: Path) -> None:
    # Letters at random: they stay as large as they are, whatever packs them.
    letters = "".join(random.Random(1).choices("abcdeghiklmnopqrstuvxyâêôơưđ", k=4_000_000))
    write(tmp_path, [rows(document(f"bao cao {i:02d}", text=letters[i:] + letters[:i])) for i in range(40)])
    with store.open_run(tmp_path) as run:
        for i in (0, 39):
            found = run.execute("SELECT text FROM documents WHERE source = ?", [f"bao cao {i:02d}.txt"]).fetchall()
            assert found == [(letters[i:] + letters[:i],)]


def test_views_answer_who_cites_what(tmp_path: Path) -> None:
    write(tmp_path, corpus())
    with duckdb.connect(str(tmp_path / "chitieu.duckdb"), read_only=True) as base:
        cited = base.execute("SELECT province, symbol, n_documents FROM province_citations ORDER BY 1").fetchall()
        assert cited == [(province, "1563/CTr-TLĐ", 2) for province in ("Hà Nam", "Nghệ An", "Quảng Trị")]
        cells = dict(base.execute("SELECT province, status FROM compliance").fetchall())
        assert cells == dict.fromkeys(["Hà Nam", "Nghệ An", "Quảng Trị"], "reports_results")
        facts = base.execute(
            "SELECT province, period, label, value, n_rows, n_values FROM indicator_facts ORDER BY province"
        ).fetchall()
        assert facts[0] == ("Hà Nam", "2022", "đoàn viên kết nạp", 1219.0, 2, 1)
        assert len(facts) == 3
        comment = base.execute("SELECT comment FROM duckdb_columns() WHERE column_name = 'label'").fetchone()
        assert comment is not None
        assert "What is counted" in comment[0]


def test_compliance_tells_implements_cites_and_not_found_apart(tmp_path: Path) -> None:
    def of(province: str, *references: Row, **fields: Any) -> DocumentRows:
        return rows(document(province, province=province, province_code=province[:2], **fields), list(references))

    sentence = "Thực hiện Chương trình 1563/CTr-TLĐ, LĐLĐ tỉnh ban hành Kế hoạch 39/KH-LĐLĐ."
    local = reference(
        "Kế hoạch 39/KH-LĐLĐ", symbol="39/KH-LĐLĐ", doc_type="kế hoạch", relation="issues", sentence=sentence,
        issuer="Liên đoàn Lao động tỉnh Quảng Trị",
    )  # fmt: skip
    write(
        tmp_path,
        [
            of("Quảng Trị", reference("Chương trình 1563", relation="implements", sentence=sentence, **PROGRAM), local),
            of("Nghệ An", reference("Chương trình 1563/CTr-TLĐ", **PROGRAM)),
            of("Hà Nam"),
            of(
                "Bến Tre",
                reference("Chương trình 1563/CTr-TLĐ", relation="implements", **PROGRAM),
                doc_kind="plan",
                symbol="7/KH-LĐLĐ",
                title="Kế hoạch thực hiện Chương trình 1563/CTr-TLĐ",
            ),
        ],
    )
    with duckdb.connect(str(tmp_path / "chitieu.duckdb"), read_only=True) as base:
        found = base.execute(
            "SELECT province, status, local_symbols FROM compliance WHERE symbol = '1563/CTr-TLĐ' ORDER BY province"
        ).fetchall()
    assert found == [
        ("Bến Tre", "implements", ["7/KH-LĐLĐ"]),
        ("Hà Nam", "not_found", []),
        ("Nghệ An", "cites", []),
        ("Quảng Trị", "implements", ["39/KH-LĐLĐ"]),
    ]


def test_run_json_adds_up(tmp_path: Path) -> None:
    documents = corpus()
    copy = replace(documents[0], documents=({**documents[0].documents[0], "source": "ban sao.txt"},))
    write(tmp_path, [*documents, copy], inputs_seen=9, inputs_skipped=1, options={"workers": 2})
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    parts = [record[f"inputs_{name}"] for name in ("done", "skipped", "failed")]
    assert parts == [6, 2, 1]
    assert sum(parts) == record["inputs_seen"]
    assert record["options"] == {"workers": 2}
    assert record["counts"]["indicators"] == 6
    assert "write" in record["timings"]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and its folders."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_failing_write_leaves_the_old_outputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, corpus())
    before = contents(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.store.writer.write_duckdb", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path, corpus(3))
    assert contents(tmp_path) == before


def test_a_crash_while_renaming_is_finished_later(tmp_path: Path) -> None:
    write(tmp_path / "new", corpus(9))
    write(tmp_path / "out", corpus(3))
    stage = tmp_path / "out" / atomic.STAGING / "x"
    stage.mkdir(parents=True)
    for path in (tmp_path / "new").iterdir():
        path.rename(stage / path.name)
    names = sorted(path.name for path in stage.iterdir())
    parts = {name: [file.name for file in (stage / name).iterdir()] for name in names if (stage / name).is_dir()}
    whole = [name for name in names if name not in parts]
    (stage / "ready.json").write_text(json.dumps({"names": whole, "parts": parts}))
    # It had come as far as this.
    (stage / whole[0]).replace(tmp_path / "out" / whole[0])
    (file,) = (stage / "documents.parquet").iterdir()
    file.replace(tmp_path / "out" / "documents.parquet" / file.name)
    store.recover(tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert len(rows_of(tmp_path / "out")["documents"]) == 9


def test_a_crash_before_all_was_ready_leaves_the_old_outputs(tmp_path: Path) -> None:
    write(tmp_path, corpus(3))
    stage = tmp_path / atomic.STAGING / "x"
    stage.mkdir(parents=True)
    (stage / "documents.parquet").write_bytes(b"half")
    store.recover(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == FILES
    assert len(rows_of(tmp_path)["documents"]) == 3


def test_a_killed_writer_leaves_whole_outputs(tmp_path: Path) -> None:
    write(tmp_path, corpus(3))
    script = (
        "import os, sys; sys.path.insert(0, sys.argv[2]); import test_store as t; from pathlib import Path\n"
        "import pipeline.store.writer as w\n"
        "w.write_duckdb = lambda *_: os.kill(os.getpid(), 9)\n"
        "t.write(Path(sys.argv[1]), t.corpus(6))\n"
    )
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": str(here.parent)}
    killed = subprocess.run([sys.executable, "-c", script, str(tmp_path), str(here)], check=False, env=environment)
    assert killed.returncode == -9
    assert len(rows_of(tmp_path)["documents"]) == 3
    write(tmp_path, corpus(6))
    assert {path.name for path in tmp_path.iterdir()} == FILES
    assert len(rows_of(tmp_path)["documents"]) == 6


def test_a_table_that_an_earlier_version_wrote_as_one_file_is_read_and_replaced(tmp_path: Path) -> None:
    write(tmp_path, corpus(3))
    for name in ("documents", "dates"):
        table = pq.read_table(tmp_path / f"{name}.parquet")
        shutil.rmtree(tmp_path / f"{name}.parquet")
        pq.write_table(table, tmp_path / f"{name}.parquet")
    assert len(rows_of(tmp_path)["documents"]) == 3
    write(tmp_path, corpus(6))
    assert (tmp_path / "documents.parquet").is_dir()
    assert len(rows_of(tmp_path)["documents"]) == 6


def test_tables_of_another_shape_are_no_earlier_run(tmp_path: Path) -> None:
    assert store.read_tables(tmp_path) is None
    write(tmp_path, corpus(3))
    shutil.rmtree(tmp_path / "dates.parquet")
    pq.write_table(pa.table({"doc_id": ["x"]}), tmp_path / "dates.parquet")
    assert store.read_tables(tmp_path) is None


def test_a_run_waits_for_another_that_writes_into_the_same_folder(tmp_path: Path) -> None:
    order: list[str] = []

    def other() -> None:
        recover(tmp_path)
        with staging(tmp_path) as stage:
            order.append("other")
            (stage / "b.txt").write_text("b", encoding="utf-8")

    with staging(tmp_path) as stage:
        (stage / "a.txt").write_text("a", encoding="utf-8")
        waiting = threading.Thread(target=other)
        waiting.start()
        waiting.join(0.3)
        assert (stage / "a.txt").exists(), "the other must not take a living run for a crashed one"
        order.append("first")
    waiting.join(10)
    assert order == ["first", "other"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]
