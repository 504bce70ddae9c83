"""A run opened for reading: everything under its contract name, nothing to be broken by it, and a sentence where there is none."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline import store
from pipeline.errors import NoRunError
from pipeline.link import link_corpus
from pipeline.schema import TABLES, VIEWS
from pipeline.store.atomic import STAGING
from pipeline.store.ledger import LEDGER, InputEntry, ledger_table
from pipeline.store.opening import RUN_CATALOG
from tests.test_store import corpus, write


def test_tables_views_and_inputs_have_their_names(tmp_path: Path) -> None:
    counts = write(tmp_path, corpus())
    with store.open_run(tmp_path) as run:
        for name in TABLES:
            described = run.execute(f"DESCRIBE {name}").fetchall()
            assert [column[0] for column in described] == list(TABLES[name].names)
        for name in (*VIEWS, LEDGER):
            run.execute(f"SELECT * FROM {name}").fetchall()
        assert run.execute("SELECT count(*) FROM documents").fetchone() == (6,)
        assert run.execute("SELECT count(*) FROM inputs").fetchone() == (0,), "a run that did not count its inputs"
    store.write_run_info(tmp_path, {}, counts, {LEDGER: ledger_table([InputEntry("a.txt", "done")])})
    with store.open_run(str(tmp_path)) as run:
        assert run.execute("SELECT source, status FROM inputs").fetchall() == [("a.txt", "done")]


def test_nothing_in_the_folder_can_be_changed(tmp_path: Path) -> None:
    write(tmp_path, corpus())
    with store.open_run(tmp_path) as run, pytest.raises(duckdb.Error):
        run.execute(f"DELETE FROM {RUN_CATALOG}.main.documents")


def test_each_thread_has_a_cursor_and_a_new_run_does_not_disturb_it(tmp_path: Path) -> None:
    write(tmp_path, corpus(3))
    found: list[Any] = []
    with store.open_run(tmp_path) as run:

        def ask() -> None:
            with run.cursor() as cursor:
                found.append(cursor.execute("SELECT count(*) FROM documents").fetchone())

        write(tmp_path, corpus(6))
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [(3,)] * 4
    with store.open_run(tmp_path) as run:
        assert run.execute("SELECT count(*) FROM documents").fetchone() == (6,)


def test_views_of_the_contract_see_what_replaces_a_table(tmp_path: Path) -> None:
    write(tmp_path, corpus())
    with store.open_run(tmp_path) as run:
        assert run.execute("SELECT count(*) FROM indicator_facts").fetchone() == (3,)
        run.execute(f"CREATE OR REPLACE VIEW indicators AS SELECT * FROM {RUN_CATALOG}.main.indicators WHERE false")
        assert run.cursor().execute("SELECT count(*) FROM indicator_facts").fetchone() == (0,)


def test_a_column_that_was_not_there_yet_is_empty(tmp_path: Path) -> None:
    write(tmp_path, corpus())
    with duckdb.connect(str(tmp_path / "chitieu.duckdb")) as base:
        for name in VIEWS:
            base.execute(f"DROP VIEW {name}")
        base.execute("ALTER TABLE indicators DROP COLUMN directive_ref_id")
    with store.open_run(tmp_path) as run:
        assert run.execute("SELECT DISTINCT directive_ref_id FROM indicators").fetchall() == [(None,)]


def test_outputs_that_were_ready_when_a_run_was_killed_are_put_in_place_first(tmp_path: Path) -> None:
    write(tmp_path / "out", corpus(3))
    write(tmp_path / "new", corpus(6))
    stage = tmp_path / "out" / STAGING / "x"
    (tmp_path / "out" / STAGING).mkdir()
    (tmp_path / "new").rename(stage)
    parts = {path.name: [file.name for file in path.iterdir()] for path in stage.iterdir() if path.is_dir()}
    names = [path.name for path in stage.iterdir() if path.is_file()]
    (stage / "ready.json").write_text(json.dumps({"names": names, "parts": parts}), encoding="utf-8")
    with store.open_run(tmp_path / "out") as run:
        assert run.execute("SELECT count(*) FROM documents").fetchone() == (6,)


def test_a_folder_without_a_run_is_told_in_both_languages(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NoRunError) as caught:
            store.open_run(folder)
        assert "chưa có kết quả" in caught.value.vi
        assert "holds no finished run" in caught.value.en
    assert not (tmp_path / "nowhere").exists()
    store.write_tables(link_corpus(corpus()), tmp_path, {"schema_version": 0})
    with pytest.raises(NoRunError) as caught:
        store.open_run(tmp_path)
    assert "phiên bản lược đồ 0" in caught.value.vi
    write(tmp_path, corpus())
    (tmp_path / "chitieu.duckdb").write_bytes(b"junk")
    with pytest.raises(NoRunError) as caught:
        store.open_run(tmp_path)
    assert "cannot be read" in caught.value.en
