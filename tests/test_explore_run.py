"""An explorer whose run is done again, goes away, or comes with a damaged index, while it is open."""

from __future__ import annotations

import html
import re
import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from pipeline.explore.data import Run
from pipeline.explore.search_index import SearchIndex
from pipeline.schema import TABLES
from pipeline.store import write_tables
from pipeline.tabulate.arrow import arrow_table
from tests.explore import make_inputs, run_chitieu, serving


def test_a_run_done_again_is_noticed(explored: Path, tmp_path: Path) -> None:
    shutil.copytree(explored.parent / "in", tmp_path / "in")
    shutil.copytree(explored, tmp_path / "out")
    with serving(tmp_path / "out") as served:
        assert served.app.state.search.wait(60).complete
        assert "12 văn bản đã đọc" in _shown(served.get("/")[1])
        assert "Không có văn bản nào" in served.get("/search?q=ca+rot+tim")[1]
        text = (tmp_path / "in" / "markup.txt").read_text(encoding="utf-8")
        (tmp_path / "in" / "moi.txt").write_text(f"{text}\nTrồng được 77 ha cà rốt tím.\n", encoding="utf-8")
        done = run_chitieu("run", tmp_path / "in", "--out", tmp_path / "out", "--quiet", home=tmp_path)
        assert done.returncode == 3, done.stderr
        assert "13 văn bản đã đọc" in _shown(served.get("/")[1])
        assert served.app.state.search.wait(60).complete
        assert "<mark>cà rốt tím</mark>" in served.get("/search?q=ca+rot+tim")[1]


def test_a_run_that_goes_away_is_told_and_may_come_back(explored: Path, tmp_path: Path) -> None:
    shutil.copytree(explored, tmp_path / "out")
    with serving(tmp_path / "out") as served:
        served.app.state.search.wait(60)
        (tmp_path / "out").rename(tmp_path / "elsewhere")
        status, page, _ = served.get("/")
        assert status == 503
        assert "Không còn đọc được kết quả" in page
        assert served.get("/search?q=doan+vien")[0] == 503
        (tmp_path / "elsewhere").rename(tmp_path / "out")
        assert served.get("/")[0] == 200


def test_many_readers_while_the_run_changes(explored: Path, tmp_path: Path) -> None:
    shutil.copytree(explored, tmp_path / "out")
    database = tmp_path / "out" / "chitieu.duckdb"
    copy = database.read_bytes()
    wrong: list[str] = []
    stop = threading.Event()
    with serving(tmp_path / "out") as served:

        def read() -> None:
            while not stop.is_set():
                for path in ("/indicators", "/documents", "/directives"):
                    status, page, _ = served.get(path)
                    if status != 200:
                        wrong.append(f"{path}: {status} {_shown(page)[:200]}")

        readers = [threading.Thread(target=read) for _ in range(3)]
        for reader in readers:
            reader.start()
        for _ in range(5):
            # As a run does: a complete file takes the place of the old one.
            new = tmp_path / "out" / "new.duckdb"
            new.write_bytes(copy)
            new.replace(database)
            stop.wait(0.4)
        stop.set()
        for reader in readers:
            reader.join(30)
    assert wrong == []


def test_an_index_is_kept_and_only_what_is_new_is_added(explored: Path, tmp_path: Path) -> None:
    shutil.copytree(explored, tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / ".chitieu-explore", ignore_errors=True)
    run = Run(tmp_path / "out")
    first = SearchIndex(run)
    assert first.wait(60).complete
    found = first.find("doan vien", phrase=True, limit=100)
    first.close()
    file = tmp_path / "out" / ".chitieu-explore" / "search.sqlite"
    with sqlite3.connect(file) as base:
        assert base.execute("SELECT count(*) FROM docs WHERE live").fetchone() == (12,)
        base.execute("UPDATE docs SET digest = 'other' WHERE id = 1")
    base.close()
    second = SearchIndex(run)
    assert second.wait(60).complete
    assert {hit.doc_id for hit in second.find("doan vien", phrase=True, limit=100).hits} == {
        h.doc_id for h in found.hits
    }
    second.close()
    with sqlite3.connect(file) as base:
        assert base.execute("SELECT count(*) FROM docs WHERE live").fetchone() == (12,)
        assert base.execute("SELECT count(*) FROM docs").fetchone() == (13,), "the one that changed, and no other"
    base.close()
    run.close()


def test_a_damaged_index_does_not_stop_the_pages(explored: Path, tmp_path: Path) -> None:
    shutil.copytree(explored, tmp_path / "out")
    folder = tmp_path / "out" / ".chitieu-explore"
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    (folder / "search.sqlite").write_bytes(b"no database at all" * 100)
    with serving(tmp_path / "out") as served:
        assert served.app.state.search.wait(60).complete, "made anew"
        assert "<mark>đoàn viên</mark>" in served.get("/search?q=doan+vien")[1]
        assert served.get("/")[0] == 200


def test_where_no_index_can_be_put_beside_the_run_it_lies_elsewhere(explored: Path, tmp_path: Path) -> None:
    shutil.copytree(explored, tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / ".chitieu-explore", ignore_errors=True)
    (tmp_path / "out" / ".chitieu-explore").write_text("in the way", encoding="utf-8")
    with serving(tmp_path / "out") as served:
        assert served.app.state.search.wait(60).complete
        assert "<mark>đoàn viên</mark>" in served.get("/search?q=doan+vien")[1]
        elsewhere = served.app.state.search.file.parent
        assert elsewhere.exists()
    assert not elsewhere.exists(), "and is gone with the explorer"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_run_without_a_single_document_has_pages_too(tmp_path: Path, language: str) -> None:
    write_tables({name: arrow_table(name, []) for name in TABLES}, tmp_path / "out", {})
    with serving(tmp_path / "out") as served:
        assert served.app.state.search.wait(60).complete
        for path in (
            "/?", "/indicators?", "/indicators?view=trend", "/indicators?view=compare", "/indicators?view=rank",
            "/indicators?view=target", "/directives?", "/documents?", "/failures?", "/search?q=a", "/search?",
        ):  # fmt: skip
            assert served.get(f"{path}&lang={language}")[0] == 200, path
        for path in ("/indicators", "/directives", "/documents", "/failures", "/coverage", "/search"):
            for form in ("csv", "xlsx"):
                assert served.bytes_of(f"{path}/download?as={form}&q=a")


def test_samples_of_the_explorer_hold_what_they_say(tmp_path: Path) -> None:
    make_inputs(tmp_path)
    assert sum(1 for file in tmp_path.rglob("*") if file.is_file()) == 14


def _shown(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
